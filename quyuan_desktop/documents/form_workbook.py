"""A superior's empty workbook (上级下发的空表) as it looks: sheets, cells, merged cells, widths; what is unfit is refused.

Formatting is read only as far as one needs it to know the form again on the screen. The bytes stay what they are.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isfinite
from pathlib import PurePosixPath
from xml.etree import ElementTree

from quyuan_desktop.documents.workbook_parts import (
    DATE_FORMATS,
    LOCKED_IN_OLE,
    OLE,
    PERCENT_FORMATS,
    REFERENCE,
    UNREADABLE,
    ZIP,
    column_letters,
    column_number,
    entries_of,
    is_dated,
    part_within,
    tag_of,
    unescaped,
    words_within,
)
from quyuan_desktop.domain.problems import Trouble

OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"
LARGEST = 10_000_000
"""Bytes of the largest form."""
LARGEST_WITHIN = 100_000_000
"""Bytes of all that is packed within it."""
MOST_ROWS, MOST_COLUMNS = 2_000, 200
"""Rows and columns of a sheet that can be looked at and filled."""
WIDEST, HIGHEST = 255.0, 409.5
"""The most that Excel gives to a column, in characters, and to a row, in points."""
USUAL_WIDTH, USUAL_HEIGHT = 8.43, 15.0
"""Of a column in characters, of a row in points, where the sheet says nothing."""
_MACROS = re.compile(r"(^|/)(vbaproject[^/]*\.bin|vbadata\.xml|macrosheets/.*)$", re.IGNORECASE)
_LIMIT = "请向上级要一份能填的空表，或另存一份普通的 xlsx 再选。"

Place = tuple[int, int]
"""Row and column of a cell, both from 0."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a style shows a cell, as far as the screen and the filling care."""

    bold: bool = False
    align: str = ""
    wrap: bool = False
    percent: bool = False
    dated: bool = False


@dataclass(frozen=True, slots=True)
class FormCell:
    """One cell of the form: its words, whether a formula reckons it, its look."""

    text: str = ""
    formula: bool = False
    look: Look = Look()


EMPTY = FormCell()


@dataclass(slots=True)
class FormSheet:
    """One sheet one sees. `spans` gives for the first cell of each merge its rows and columns."""

    name: str
    path: str
    cells: dict[Place, FormCell] = field(default_factory=dict)
    spans: dict[Place, Place] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    usual_width: float = USUAL_WIDTH
    usual_height: float = USUAL_HEIGHT
    protected: bool = False
    firsts: dict[Place, Place] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many rows hold something."""
        return 1 + max([0, *(row for row, _ in self.cells), *(row for row, _ in self.firsts)])

    @property
    def columns(self) -> int:
        """How many columns hold something."""
        return 1 + max([0, *(column for _, column in self.cells), *(column for _, column in self.firsts)])

    def first_of(self, place: Place) -> Place:
        """The cell itself, or the first of the merged cells that it is one of."""
        return self.firsts.get(place, place)

    def cell(self, place: Place) -> FormCell:
        """The cell at that place, of merged cells the one that holds their content."""
        return self.cells.get(self.first_of(place), EMPTY)


@dataclass(slots=True)
class FormBook:
    """A form. `workbook` is the part that lists the sheets, `all_sheets` are those one does not see, too."""

    workbook: str
    sheets: list[FormSheet]
    all_sheets: list[str]
    from_1904: bool = False

    def sheet(self, name: str) -> FormSheet | None:
        """The sheet of that name."""
        return next((each for each in self.sheets if each.name == name), None)


def name_of(place: Place) -> str:
    """A cell as Excel calls it: C5."""
    return f"{column_letters(place[1])}{place[0] + 1}"


def place_of(name: str) -> Place:
    """The cell that Excel calls so. Raises ValueError."""
    found = REFERENCE.fullmatch(name)
    if not found:
        raise ValueError(name)
    return int(found[2]) - 1, column_number(found[1])


def read_form(content: bytes, name: str) -> FormBook:
    """The form in `content`, which was called `name`. Raises Trouble with a sentence for whatever cannot be filled."""
    if not content.strip():
        raise Trouble(f"“{name}”是空文件，可能没有复制完整。请重新复制再选。")
    if content.startswith(OLE):
        raise Trouble(
            f"“{name}”加了打开密码。请先在 Excel 或 WPS 里去掉密码，另存后再选。"
            if LOCKED_IN_OLE in content
            else f"“{name}”是旧格式（xls）。请在 Excel 或 WPS 里另存为 xlsx，再选。"
        )
    if OPEN_DOCUMENT in content[:100]:
        raise Trouble(f"“{name}”是 ODS 格式。请在 WPS 或 LibreOffice 里另存为 xlsx，再选。")
    if not content.startswith(ZIP):
        raise Trouble(f"“{name}”不是 Excel 工作簿。请选上级下发的 xlsx 空表。")
    if len(content) > LARGEST:
        raise Trouble(f"“{name}”太大（最多 {LARGEST // 1_000_000} MB），不像一张空表。请核对选的文件。")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _check_package(package, name)
            book = _Reader(package, name).book()
    except UNREADABLE:
        raise Trouble(f"“{name}”已损坏或不是工作簿。请在 Excel 或 WPS 里打开看看，另存为 xlsx 后再选。") from None
    if not book.sheets:
        raise Trouble(f"“{name}”里没有可以填的工作表。请核对选的文件。")
    if all(sheet.protected for sheet in book.sheets):
        raise Trouble(f"“{name}”的工作表加了保护，不能往里填。请先撤销工作表保护，另存后再选。")
    return book


def _check_package(package: zipfile.ZipFile, name: str) -> None:
    infos = entries_of(package)
    names = [info.filename for info in infos]
    if any(info.flag_bits & 1 for info in infos):
        raise Trouble(f"“{name}”加了密码。请先去掉密码，另存后再选。")
    if sum(info.file_size for info in infos) > LARGEST_WITHIN:
        raise Trouble(f"“{name}”展开后太大，不像一张空表。请核对选的文件。")
    if package.testzip() is not None:  # what only filling would come upon is said when the form is chosen
        raise zipfile.BadZipFile
    types = package.read("[Content_Types].xml").lower()
    if b"macroenabled" in types or any(_MACROS.search(each) for each in names):
        raise Trouble(f"“{name}”带有宏（程序）。请在 Excel 或 WPS 里另存为不带宏的 xlsx，再选。")
    if any(each.startswith("_xmlsignatures/") for each in names):
        raise Trouble(f"“{name}”带有数字签名，填了签名就会失效。{_LIMIT}")
    if len(set(names)) != len(names):
        raise Trouble(f"“{name}”里有重复的部分，可能已损坏。{_LIMIT}")


class _Reader:
    """An open package."""

    def __init__(self, package: zipfile.ZipFile, name: str) -> None:
        self.package, self.name = package, name
        targets = [
            each.get("Target", "")
            for each in self._root("_rels/.rels")
            if each.get("Type", "").endswith("/officeDocument")
        ]
        self.path = targets[0].lstrip("/")
        folder = PurePosixPath(self.path).parent
        relations = list(self._root(f"{folder}/_rels/{PurePosixPath(self.path).name}.rels"))
        self.targets = {each.get("Id", ""): part_within(folder, each.get("Target", "")) for each in relations}
        kinds = {each.get("Type", "").rpartition("/")[2]: self.targets[each.get("Id", "")] for each in relations}
        present = set(package.namelist())
        strings, styles = kinds.get("sharedStrings", ""), kinds.get("styles", "")
        self.strings = [words_within(each) for each in self._root(strings)] if strings in present else []
        self.looks = list(_looks(self._root(styles))) if styles in present else []

    def _root(self, path: str) -> ElementTree.Element:
        return ElementTree.fromstring(self.package.read(path))

    def book(self) -> FormBook:
        """All sheets that one sees, and the paths of all."""
        seen: list[FormSheet] = []
        paths: list[str] = []
        from_1904 = False
        for each in self._root(self.path).iter():
            tag = tag_of(each)
            if tag == "workbookPr":
                from_1904 = each.get("date1904") in ("1", "true")
            elif tag == "workbookProtection" and any(
                each.get(what) in ("1", "true") for what in ("lockStructure", "lockWindows", "lockRevision")
            ):
                raise Trouble(f"“{self.name}”的工作簿加了保护，不能往里填。请先在“审阅”里撤销保护，另存后再选。")
            elif tag == "sheet":
                path = self.targets[next(value for key, value in each.items() if key.endswith("}id"))]
                if "worksheets" in path:
                    paths.append(path)
                    if each.get("state", "visible") == "visible":
                        seen.append(self._sheet(each.get("name", ""), path))
        return FormBook(self.path, seen, paths, from_1904)

    def _sheet(self, name: str, path: str) -> FormSheet:
        """A sheet, row by row: one that was dressed down to its last row is a hundred times as large in memory."""
        sheet, row = FormSheet(name, path), -1
        with self.package.open(path) as file:
            rows: ElementTree.Element | None = None
            for event, part in ElementTree.iterparse(file, events=("start", "end")):
                tag = tag_of(part)
                if event == "start":
                    rows = part if tag == "sheetData" else rows
                elif tag == "row" and rows is not None:
                    row = self._take_row(sheet, part, row + 1)
                    rows.clear()
                else:
                    _take_part(sheet, tag, part)
        return sheet

    def _take_row(self, sheet: FormSheet, row: ElementTree.Element, usual: int) -> int:
        """Take up a row, which is number `usual` if it does not say; gives its number."""
        at = int(row.get("r", usual + 1)) - 1
        if not 0 <= at < MOST_ROWS:
            return at
        if row.get("ht"):
            sheet.heights[at] = _size(row.get("ht", ""), HIGHEST)
        if row.get("hidden") in ("1", "true"):
            sheet.heights[at] = 0
        column = -1
        for cell in row:
            found = REFERENCE.fullmatch(cell.get("r", ""))
            column = column_number(found[1]) if found else column + 1
            if column < MOST_COLUMNS:
                sheet.cells[at, column] = self._cell(cell)
        return at

    def _cell(self, cell: ElementTree.Element) -> FormCell:
        style = _index(cell.get("s", "0"))
        look = self.looks[style] if style < len(self.looks) else Look()
        formula = any(tag_of(each) == "f" for each in cell)
        return FormCell(self._text(cell), formula, look)

    def _text(self, cell: ElementTree.Element) -> str:
        if cell.get("t") == "inlineStr":
            return words_within(cell)
        held = next((each.text for each in cell if tag_of(each) == "v"), None)
        if held is None:
            return ""
        if cell.get("t") == "s":
            return self.strings[_index(held)]
        return unescaped(held)


def _looks(styles: ElementTree.Element) -> Iterator[Look]:
    parts = {tag_of(part): part for part in styles}
    own = {int(each.get("numFmtId", "0")): each.get("formatCode", "") for each in parts.get("numFmts", ())}
    bold = [any(tag_of(each) == "b" and each.get("val", "1") in ("1", "true") for each in font)
            for font in parts.get("fonts", ())]  # fmt: skip
    for style in parts.get("cellXfs", ()):
        code, font = int(style.get("numFmtId", "0")), int(style.get("fontId", "0"))
        alignment = next((each for each in style if tag_of(each) == "alignment"), None)
        yield Look(
            bold=font < len(bold) and bold[font],
            align=alignment.get("horizontal", "") if alignment is not None else "",
            wrap=alignment is not None and alignment.get("wrapText") in ("1", "true"),
            percent="%" in own[code] if code in own else code in PERCENT_FORMATS,
            dated=is_dated(own[code]) if code in own else code in DATE_FORMATS,
        )


def _index(written: str) -> int:
    """A place in a list. Raises ValueError for one before its beginning."""
    if (found := int(written)) < 0:
        raise ValueError(written)
    return found


def _size(written: str, most: float) -> float:
    """A width or height, at most what Excel allows. Raises ValueError for what is no number."""
    found = float(written)
    if not isfinite(found):
        raise ValueError(written)
    return min(max(found, 0.0), most)


def _take_part(sheet: FormSheet, tag: str, part: ElementTree.Element) -> None:
    """Take up what a sheet says beside its rows."""
    match tag:
        case "sheetFormatPr":
            wide = part.get("defaultColWidth") or part.get("baseColWidth")
            sheet.usual_width = _size(wide, WIDEST) if wide else USUAL_WIDTH
            high = part.get("defaultRowHeight")
            sheet.usual_height = _size(high, HIGHEST) if high else USUAL_HEIGHT
        case "cols":
            _take_widths(sheet, part)
        case "sheetProtection":
            sheet.protected = part.get("sheet") in ("1", "true")
        case "mergeCells":
            for merge in part:
                _take_merge(sheet, merge.get("ref", ""))


def _take_widths(sheet: FormSheet, columns: ElementTree.Element) -> None:
    for each in columns:
        wide = each.get("width")
        width = 0.0 if each.get("hidden") in ("1", "true") else _size(wide, WIDEST) if wide else sheet.usual_width
        first, last = int(each.get("min", "1")), int(each.get("max", "1"))
        for column in range(max(first, 1) - 1, min(last, MOST_COLUMNS)):
            sheet.widths[column] = width


def _take_merge(sheet: FormSheet, reference: str) -> None:
    """Take up merged cells. Raises ValueError where they lie over one another."""
    first, _, last = reference.replace("$", "").partition(":")
    (top, left), (bottom, right) = place_of(first), place_of(last or first)
    bottom, right = min(bottom, MOST_ROWS - 1), min(right, MOST_COLUMNS - 1)
    if top > bottom or left > right or (top, left) == (bottom, right):
        return
    rows, columns = bottom - top + 1, right - left + 1
    if len(sheet.firsts) + rows * columns > MOST_ROWS * MOST_COLUMNS:
        raise ValueError(reference)
    sheet.spans[top, left] = rows, columns
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            sheet.firsts[row, column] = top, left
