"""Reading tables out of files that offices send: XLSX, and CSV in UTF-8, UTF-16 or GB 18030; row by row, within bounds.

Read with the standard library, which leaves alone what other programs write wrongly elsewhere in a workbook (styles,
properties), and which keeps in memory only the rows that hold something.
"""

import csv
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path, PurePosixPath
from typing import IO, Any
from xml.etree import ElementTree

from quyuan_desktop.documents.workbook_cells import CellError, Raw, of_serial
from quyuan_desktop.documents.workbook_parts import (
    DATE_FORMATS,
    LOCKED_IN_OLE,
    OLE,
    REFERENCE,
    UNREADABLE,
    ZIP,
    column_number,
    entries_of,
    is_dated,
    part_within,
    tag_of,
    unescaped,
    words_within,
)
from quyuan_desktop.domain.problems import Trouble

Tell = Callable[[str, int, int], None]

LARGEST = 50_000_000
"""Bytes of the largest file."""
LARGEST_WITHIN = 400_000_000
"""Bytes of all that is packed within it."""
MOST_ROWS = 5_000
"""Rows of one file that hold something."""
MOST_COLUMNS = 400
_TOLD = 500


@dataclass(slots=True)
class Line:
    """One row that holds something: its number as Excel counts, and its cells from column A on."""

    number: int
    cells: list[Raw]


@dataclass(slots=True)
class Table:
    """One sheet."""

    name: str
    lines: list[Line] = field(default_factory=list)


def read_tables(path: Path, tell: Tell | None = None) -> list[Table]:
    """The sheets of the file at `path` that hold something. Raises Trouble with a sentence for whatever is no table,
    is protected, bears macros or is too large."""
    step = tell or (lambda text, done, total: None)
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4096)
            if not head.strip():
                raise Trouble(f"“{path.name}”是空文件。请核对选的是不是填好的那一份。")
            if size > LARGEST:
                raise Trouble(f"“{path.name}”太大（{size // 1_000_000} MB）。请只留要导入的表，另存后再导入。")
            file.seek(0)
            if head.startswith(ZIP):
                found = _workbook(path.name, file, step)
            else:
                found = [_csv(path, head, file.read())]
    except OSError:
        raise Trouble(
            f"“{path.name}”打不开。请核对文件是否还在、U盘是否插好；正用 Excel 开着的，先关闭。"
        ) from None
    found = [table for table in found if table.lines]
    if not found:
        raise Trouble(f"“{path.name}”里没有内容。请核对选的是不是填好的那一份。")
    return found


# -- CSV


def _csv(path: Path, head: bytes, content: bytes) -> Table:
    if head.startswith(OLE):
        locked = LOCKED_IN_OLE in content
        raise Trouble(
            f"“{path.name}”加了打开密码。请先在 Excel 或 WPS 里去掉密码，另存后再导入。"
            if locked
            else f"“{path.name}”是旧格式（xls）。请在 Excel 或 WPS 里另存为 xlsx，再导入。"
        )
    words = _decoded(path.name, content)
    if words.lstrip()[:1] == "<" or "\0" in words[:4096]:
        raise Trouble(f"“{path.name}”不是表格。请选 xlsx 或 csv 文件。")
    separator = max(",;\t，", key=words[:4096].count)
    table = Table(path.stem)
    try:
        for number, cells in enumerate(csv.reader(StringIO(words, newline=""), delimiter=separator), start=1):
            _take(table, path.name, number, [_plain(each) for each in cells[:MOST_COLUMNS]])
    except csv.Error:
        raise Trouble(
            f"“{path.name}”的第 {len(table.lines) + 1} 行读不出来。请用 Excel 打开另存为 xlsx。"
        ) from None
    return table


def _plain(cell: str) -> str:
    """A cell as it is meant: ="00123" is how Excel is told to leave a text alone."""
    found = cell.strip()
    return found[2:-1] if len(found) > 2 and found.startswith('="') and found.endswith('"') else found


def _decoded(name: str, content: bytes) -> str:
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Trouble(f"“{name}”不是表格，或者已经损坏。请选 xlsx 或 csv 文件。")


def _take(table: Table, name: str, number: int, cells: list[Raw]) -> None:
    while cells and (cells[-1] is None or cells[-1] == ""):
        cells.pop()
    if any(each is not None and str(each).strip() for each in cells):
        if len(table.lines) >= MOST_ROWS:
            raise Trouble(f"“{name}”超过 {MOST_ROWS:,} 行。请分成几个文件，一次导入一个。")
        table.lines.append(Line(number, cells))


# -- XLSX


def _workbook(name: str, file: IO[bytes], tell: Tell) -> list[Table]:
    try:
        with zipfile.ZipFile(file) as book:
            infos = entries_of(book)
            if any(info.flag_bits & 1 for info in infos):
                raise Trouble(f"“{name}”加了密码。请先去掉密码，另存后再导入。")
            if any(info.filename.lower().endswith("vbaproject.bin") for info in infos):
                raise Trouble(f"“{name}”带有宏。请在 Excel 或 WPS 里另存为不带宏的 xlsx，再导入。")
            if sum(info.file_size for info in infos) > LARGEST_WITHIN:
                raise Trouble(f"“{name}”展开后太大。请只留要导入的表，另存后再导入。")
            return _Book(book, name, tell).tables()
    except UNREADABLE:
        raise Trouble(
            f"“{name}”已损坏或不是工作簿。请在 Excel 或 WPS 里打开看看，另存为 xlsx 后再导入。"
        ) from None


class _Book:
    """An open workbook: what its sheets refer to."""

    def __init__(self, book: zipfile.ZipFile, name: str, tell: Tell) -> None:
        self.book, self.name, self.tell = book, name, tell
        self.path = next(
            each.get("Target", "")
            for each in self._parts("_rels/.rels")
            if each.get("Type", "").endswith("/officeDocument")
        ).lstrip("/")
        folder = PurePosixPath(self.path).parent
        relations = list(self._parts(f"{folder}/_rels/{PurePosixPath(self.path).name}.rels"))
        self.targets = {each.get("Id", ""): part_within(folder, each.get("Target", "")) for each in relations}
        kinds = {each.get("Type", "").rpartition("/")[2]: self.targets[each.get("Id", "")] for each in relations}
        self.from_1904 = False
        self.sheets = list(self._sheets())
        self.strings = (
            list(self._strings(kinds["sharedStrings"])) if kinds.get("sharedStrings") in book.namelist() else []
        )
        self.dates = list(self._date_styles(kinds["styles"])) if kinds.get("styles") in book.namelist() else []

    def _parts(self, path: str) -> Iterator[ElementTree.Element]:
        yield from ElementTree.fromstring(self.book.read(path))

    def _sheets(self) -> Iterator[tuple[str, str]]:
        for each in ElementTree.fromstring(self.book.read(self.path)).iter():
            if tag_of(each) == "workbookPr":
                self.from_1904 = each.get("date1904") in ("1", "true")
            elif tag_of(each) == "sheet":
                relation = next(value for key, value in each.items() if key.endswith("}id"))
                hidden = each.get("state", "visible") != "visible"
                if not hidden and "worksheets" in self.targets[relation]:
                    yield each.get("name", ""), self.targets[relation]

    def _strings(self, path: str) -> Iterator[str]:
        with self.book.open(path) as file:
            for _, element in ElementTree.iterparse(file):
                if tag_of(element) == "si":
                    yield words_within(element)
                    element.clear()

    def _date_styles(self, path: str) -> Iterator[bool]:
        """Whether a number of each style of cell is a day or a time."""
        root = ElementTree.fromstring(self.book.read(path))
        own = {
            int(each.get("numFmtId", "0")): is_dated(each.get("formatCode", ""))
            for each in root.iter()
            if tag_of(each) == "numFmt"
        }
        for part in root:
            if tag_of(part) == "cellXfs":
                for each in part:
                    code = int(each.get("numFmtId", "0"))
                    yield own.get(code, code in DATE_FORMATS)

    def tables(self) -> list[Table]:
        """All sheets that one sees."""
        return [self._table(title, path) for title, path in self.sheets]

    def _table(self, title: str, path: str) -> Table:
        table, merged, number = Table(title), list[str](), 0
        with self.book.open(path) as file:
            rows: Any = None
            for event, element in ElementTree.iterparse(file, events=("start", "end")):
                tag = tag_of(element)
                if event == "start":
                    rows = element if tag == "sheetData" else rows
                elif tag == "row":
                    number = int(element.get("r", number + 1))
                    _take(table, self.name, number, self._cells(element))
                    rows.clear()
                    if number % _TOLD == 0:
                        self.tell(f"读取第 {number:,} 行", len(table.lines), 0)
                elif tag == "mergeCell":
                    merged.append(element.get("ref", ""))
        _spread(table, merged)
        return table

    def _cells(self, row: ElementTree.Element) -> list[Raw]:
        cells: list[Raw] = []
        for each in row:
            found = REFERENCE.fullmatch(each.get("r", ""))
            at = column_number(found[1]) if found else len(cells)
            if at >= MOST_COLUMNS:
                break
            cells += [None] * (at + 1 - len(cells))
            cells[at] = self._value(each)
        return cells

    def _value(self, cell: ElementTree.Element) -> Raw:
        sort = cell.get("t", "n")
        if sort == "inlineStr":
            return words_within(cell)
        held = next((each.text for each in cell if tag_of(each) == "v"), None)
        if held is None:
            return None
        match sort:
            case "s":
                return self.strings[int(held)]
            case "str":
                return unescaped(held)
            case "b":
                return held == "1"
            case "e":
                return CellError(held)
            case "d":
                return held
        number = float(held)
        style = int(cell.get("s", "0"))
        if style < len(self.dates) and self.dates[style] and 0 <= number < 2_958_466:
            moment = of_serial(number, from_1904=self.from_1904)
            return moment.time() if number < 1 else moment
        return int(number) if number.is_integer() else number


def _spread(table: Table, merged: list[str]) -> None:
    """Give the value of cells merged downwards to each of their rows, as a reader understands it."""
    by_number = {line.number: line for line in table.lines}
    for reference in merged:
        ends = [REFERENCE.fullmatch(each) for each in reference.replace("$", "").split(":")]
        if len(ends) != 2 or ends[0] is None or ends[1] is None:
            continue
        column, first, last = column_number(ends[0][1]), int(ends[0][2]), int(ends[1][2])
        origin = by_number.get(first)
        if origin is None or column >= len(origin.cells):
            continue
        for number in range(first + 1, min(last, first + MOST_ROWS) + 1):
            line = by_number.get(number)
            if line is not None:
                line.cells += [None] * (column + 1 - len(line.cells))
                line.cells[column] = origin.cells[column]
