"""Filling cells of a workbook and leaving everything else in it as it is, to the byte.

The XML of a sheet is not parsed and written anew, which would lose what the library does not know (namespaces of
extensions, white space, the order of attributes), but cut open where a cell stands. Formulas stay; what they came to
when the form was made is dropped, and the program that opens the workbook is told to reckon them (fullCalcOnLoad,
ECMA-376 part 1, 18.2.2).
"""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape

from quyuan_desktop.documents.form_workbook import MOST_ROWS, FormBook, Place, name_of
from quyuan_desktop.documents.workbook_parts import REFERENCE, column_number
from quyuan_desktop.domain.problems import Trouble

Value = int | float | str

_TAG = re.compile(rb"<[^\s/>]+(?:\s+[^\s=>]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*/?>")
_BEFORE_CALC = (
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
)
"""Of the parts of a workbook those after which calcPr may stand, in their order."""
_UNFIT = "“{}”的写法这里改不了。请在 Excel 或 WPS 里打开，另存为 xlsx 后再选。"


@dataclass(slots=True)
class _Cell:
    """Where a cell stands in the bytes: its start tag, its end; where its formula's last result stands."""

    column: int
    start: int
    tag_end: int
    end: int = 0
    style: str = ""
    formula: bool = False
    result: tuple[int, int] | None = None


@dataclass(slots=True)
class _Row:
    number: int
    start: int
    tag_end: int
    end: int = 0
    style: str = ""
    cells: list[_Cell] = field(default_factory=list)


@dataclass(slots=True)
class _Map:
    """Where things stand in the bytes of a sheet."""

    prefix: str = ""
    start: int = -1
    tag_end: int = -1
    end: int = -1
    rows: list[_Row] = field(default_factory=list)
    styles: list[tuple[int, int, str]] = field(default_factory=list)

    @property
    def formulas(self) -> list[_Cell]:
        """The cells that are reckoned."""
        return [cell for row in self.rows for cell in row.cells if cell.formula]


def filled(content: bytes, book: FormBook, values: Mapping[str, Mapping[Place, Value]]) -> bytes:
    """The workbook with `values` (by path of the sheet) in their cells. Raises Trouble when it can't be cut open."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        parts = {info.filename: old.read(info) for info in old.infolist()}
        reckoned = False
        for path in book.all_sheets:
            found = _mapped(parts[path], path)
            reckoned = reckoned or bool(found.formulas)
            parts[path] = _filled_sheet(parts[path], found, values.get(path, {}))
        if reckoned:
            parts[book.workbook] = _reckoned_on_opening(parts[book.workbook], book.workbook)
        for info in old.infolist():
            new.writestr(_entry(info), parts[info.filename])
    return out.getvalue()


def _entry(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """The same entry of the package, without what its first writer noted of sizes."""
    made = zipfile.ZipInfo(info.filename, info.date_time)
    made.compress_type, made.external_attr, made.create_system = (
        info.compress_type,
        info.external_attr,
        info.create_system,
    )
    return made


# -- where things stand


def _mapped(xml: bytes, path: str) -> _Map:
    if xml.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Trouble(_UNFIT.format(path.rpartition("/")[2]))
    scan = _Scan(xml)
    scan.run()
    return scan.map


def _tag_end(xml: bytes, start: int) -> int:
    found = _TAG.match(xml, start)
    if not found:
        raise Trouble(_UNFIT.format("工作表"))
    return found.end()


def _element_end(xml: bytes, tag_end: int, at: int) -> int:
    """Where an element ends whose end tag begins at `at`, unless its start tag was all of it."""
    return tag_end if xml[tag_end - 2 : tag_end] == b"/>" else xml.index(b">", at) + 1


class _Scan:
    """Goes through a sheet and notes where rows and cells stand."""

    def __init__(self, xml: bytes) -> None:
        self.xml, self.map = xml, _Map()
        self.reader = expat.ParserCreate()
        self.reader.StartElementHandler = self._begin
        self.reader.EndElementHandler = self._finish
        self._row: _Row | None = None
        self._cell: _Cell | None = None
        self._result = (0, 0)
        self._number = -1
        self._beyond = False

    def run(self) -> None:
        self.reader.Parse(self.xml, True)

    def _begin(self, name: str, given: dict[str, str]) -> None:
        tag, at = name.rpartition(":")[2], self.reader.CurrentByteIndex
        if tag == "col":
            self.map.styles.append((int(given["min"]) - 1, int(given["max"]) - 1, given.get("style", "")))
        elif tag == "sheetData":
            self.map.prefix = name[: -len(tag)]
            self.map.start, self.map.tag_end = at, _tag_end(self.xml, at)
        elif tag == "row" and self.map.start >= 0 and self.map.end < 0:
            self._number = int(given["r"]) - 1 if "r" in given else self._number + 1
            style = given.get("s", "") if given.get("customFormat") in ("1", "true") else ""
            self._row = _Row(self._number, at, _tag_end(self.xml, at), style=style)
        elif tag == "c" and self._row is not None:
            found = REFERENCE.fullmatch(given.get("r", ""))
            beside = self._row.cells[-1].column + 1 if self._row.cells else 0
            column = column_number(found[1]) if found else beside
            self._cell = _Cell(column, at, _tag_end(self.xml, at), style=given.get("s", ""))
            self._row.cells.append(self._cell)
        elif tag == "f" and self._cell is not None:
            self._cell.formula = True
        elif tag == "v" and self._cell is not None:
            self._result = at, _tag_end(self.xml, at)

    def _finish(self, name: str) -> None:
        tag, at = name.rpartition(":")[2], self.reader.CurrentByteIndex
        if tag == "v" and self._cell is not None:
            start, tag_end = self._result
            self._cell.result = start, _element_end(self.xml, tag_end, at)
        elif tag == "c" and self._cell is not None:
            self._cell.end = _element_end(self.xml, self._cell.tag_end, at)
            self._cell = None
        elif tag == "row" and self._row is not None:
            self._row.end = _element_end(self.xml, self._row.tag_end, at)
            self._keep(self._row)
            self._row = None
        elif tag == "sheetData":
            self.map.end = _element_end(self.xml, self.map.tag_end, at)

    def _keep(self, row: _Row) -> None:
        """Note a row, of those beyond what can be filled the first, and any that reckons: there may be a million."""
        beyond = row.number >= MOST_ROWS
        if not beyond or not self._beyond or any(cell.formula for cell in row.cells):
            self.map.rows.append(row)
        self._beyond = self._beyond or beyond


# -- cutting


def _filled_sheet(xml: bytes, found: _Map, values: Mapping[Place, Value]) -> bytes:
    if found.start < 0:
        raise Trouble(_UNFIT.format("工作表"))
    cuts: list[tuple[int, int, bytes]] = []
    for cell in found.formulas:
        if cell.result:
            cuts.append((*cell.result, b""))
            tag = xml[cell.start : cell.tag_end]
            cuts.append((cell.start, cell.tag_end, re.sub(rb"\st\s*=\s*(\"[^\"]*\"|'[^']*')", b"", tag)))
    by_row: dict[int, dict[int, Value]] = {}
    for (row, column), value in values.items():
        by_row.setdefault(row, {})[column] = value
    known = {row.number: row for row in found.rows}
    fresh: dict[int, dict[int, Value]] = {}
    for number, cells in by_row.items():
        if number in known:
            cuts += _cuts_in_row(xml, found, known[number], cells)
        else:
            fresh[number] = cells
    cuts += _new_rows(xml, found, fresh)
    pieces, done = list[bytes](), 0
    for start, end, piece in sorted(cuts, key=lambda cut: cut[:2]):
        pieces += [xml[done:start], piece]
        done = end
    return b"".join([*pieces, xml[done:]])


def _cuts_in_row(xml: bytes, found: _Map, row: _Row, values: dict[int, Value]) -> list[tuple[int, int, bytes]]:
    cuts: list[tuple[int, int, bytes]] = []
    known = {cell.column: cell for cell in row.cells}
    if row.cells and not known.keys() >= values.keys():
        tag = xml[
            row.start : row.tag_end
        ]  # spans only hints at which cells follow; a wrong one is worse than none
        cuts.append((row.start, row.tag_end, re.sub(rb"\sspans\s*=\s*(\"[^\"]*\"|'[^']*')", b"", tag)))
    inserts: dict[int, bytes] = {}
    for column in sorted(values):
        cell = known.get(column)
        if cell is not None and cell.formula:
            raise Trouble(f"{name_of((row.number, column))} 是公式，不能填。请换一格，或请上级改表。")
        style = cell.style if cell else row.style or _column_style(found, column)
        piece = _cell_xml(found.prefix, (row.number, column), style, values[column])
        if cell is not None:
            cuts.append((cell.start, cell.end, piece))
            continue
        later = [each.start for each in row.cells if each.column > column]
        at = later[0] if later else (row.cells[-1].end if row.cells else row.tag_end)
        inserts[at] = inserts.get(at, b"") + piece
    if not row.cells:  # the row may be one tag without an end
        body = b"".join(inserts.values())
        tag = re.sub(rb"\s*/?>$", b">", xml[row.start : row.tag_end])
        tag = re.sub(rb"\sspans\s*=\s*(\"[^\"]*\"|'[^']*')", b"", tag)
        return [(row.start, row.end, tag + body + f"</{found.prefix}row>".encode())]
    return cuts + [(at, at, piece) for at, piece in inserts.items()]


def _new_rows(xml: bytes, found: _Map, rows: dict[int, dict[int, Value]]) -> list[tuple[int, int, bytes]]:
    inserts: dict[int, bytes] = {}
    for number in sorted(rows):
        cells = b"".join(
            _cell_xml(found.prefix, (number, column), _column_style(found, column), value)
            for column, value in sorted(rows[number].items())
        )
        piece = f'<{found.prefix}row r="{number + 1}">'.encode() + cells + f"</{found.prefix}row>".encode()
        later = [row.start for row in found.rows if row.number > number]
        at = later[0] if later else (found.rows[-1].end if found.rows else found.tag_end)
        inserts[at] = inserts.get(at, b"") + piece
    if inserts and xml[found.tag_end - 2 : found.tag_end] == b"/>":
        tag = re.sub(rb"\s*/>$", b">", xml[found.start : found.tag_end])
        body = b"".join(inserts.values())
        return [(found.start, found.end, tag + body + f"</{found.prefix}sheetData>".encode())]
    return [(at, at, piece) for at, piece in inserts.items()]


def _column_style(found: _Map, column: int) -> str:
    return next((style for first, last, style in found.styles if first <= column <= last), "")


def _cell_xml(prefix: str, place: Place, style: str, value: Value) -> bytes:
    dressed = f' s="{style}"' if style else ""
    head = f'<{prefix}c r="{name_of(place)}"{dressed}'
    if isinstance(value, str):
        text = escape(re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", value))
        body = f'<{prefix}is><{prefix}t xml:space="preserve">{text}</{prefix}t></{prefix}is>'
        return f'{head} t="inlineStr">{body}</{prefix}c>'.encode()
    number = str(value) if isinstance(value, int) else f"{value:.15g}"
    return f"{head}><{prefix}v>{number}</{prefix}v></{prefix}c>".encode()


# -- formulas


def _reckoned_on_opening(xml: bytes, path: str) -> bytes:
    """The workbook part with the word that all formulas are to be reckoned when it is opened."""
    if xml.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Trouble(_UNFIT.format(path.rpartition("/")[2]))
    ends: dict[str, int] = {}
    starts: dict[str, tuple[str, int]] = {}
    reader = expat.ParserCreate()

    def begin(name: str, given: dict[str, str]) -> None:
        starts.setdefault(name.rpartition(":")[2], (name, reader.CurrentByteIndex))

    def finish(name: str) -> None:
        tag = name.rpartition(":")[2]
        if tag in _BEFORE_CALC:
            ends[tag] = _element_end(xml, _tag_end(xml, starts[tag][1]), reader.CurrentByteIndex)

    reader.StartElementHandler = begin
    reader.EndElementHandler = finish
    reader.Parse(xml, True)
    if "calcPr" in starts:
        start = starts["calcPr"][1]
        end = _tag_end(xml, start)
        tag = re.sub(rb"\sfullCalcOnLoad\s*=\s*(\"[^\"]*\"|'[^']*')", b"", xml[start:end])
        tag = re.sub(rb"\s*(/?>)$", rb' fullCalcOnLoad="1"\1', tag)
        return xml[:start] + tag + xml[end:]
    prefix = starts["sheets"][0].rpartition("sheets")[0]
    at = max(ends.values())
    return xml[:at] + f'<{prefix}calcPr fullCalcOnLoad="1"/>'.encode() + xml[at:]
