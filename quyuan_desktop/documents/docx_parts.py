"""Paragraphs and tables of a Word document as elements of its XML, made from plain values; sizes in points and mm.

Text becomes text: every character that was typed stands in a `w:t`, which knows no fields and no markup.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from quyuan_desktop.documents.fonts import tidy
from quyuan_desktop.documents.page import Align
from quyuan_desktop.domain.problems import Trouble

SONG, FANGSONG, HEI, MARKS = "宋体", "仿宋", "黑体", "Segoe UI Symbol"
_TWIPS = 1440 / 25.4  # in a millimetre
_OUTER, _INNER = 4, 2  # eighths of a point

Tab = tuple[float, Align, str]
"""A tab: where (mm), how text stands at it, and what leads to it (none, underscore, hyphen)."""

XML = Any
"""An element; lxml has no types."""


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph. `indent` is in characters, `left`, `before` and `after` in millimetres, `leading` in points exactly,
    0 for the font's own; kept: it stays on the page of the next; breaks: it begins a page."""

    text: str
    font: str = SONG
    size: float = 12
    align: Align = "left"
    bold: bool = False
    indent: int = 0
    left: float = 0
    before: float = 0
    after: float = 0
    leading: float = 0
    tabs: tuple[Tab, ...] = ()
    kept: bool = False
    breaks: bool = False


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a table: its paragraphs, its width and the air at its sides in millimetres, and whether they begin at
    its top."""

    paras: tuple[Para, ...]
    room: float
    top: bool = False
    air: float = 1.0


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table, `height` millimetres at the least. head: repeated on every page; listed: it is one of those the
    head stands for; lined: a line parts it from the row above; divided: it may run on over the page; side: the part of
    the form it belongs to, with its name."""

    cells: tuple[TableCell, ...]
    height: float
    head: bool = False
    listed: bool = False
    lined: bool = True
    divided: bool = False
    side: tuple[int, str] = (0, "")


def element(tag: str, *children: XML, **attributes: object) -> XML:
    """A `w:` element; attributes by their local names."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


def typed(text: str) -> str:
    """`text` as a document can hold it. Raises `Trouble` for half characters and what is none."""
    text = tidy(text)
    if found := _NEVER.search(text):
        raise Trouble(f"残缺的字符（U+{ord(found[0]):04X}）存不进 Word 文件，已停止。请删去这个字符后再试。")
    return text


_NEVER = re.compile("[\ud800-\udfff\ufffe\uffff]")
_PIECES = re.compile("([\t\n☑□])")


def paragraph(para: Para) -> XML:
    """The paragraph as `w:p`. A tab of its text goes to the next of its tabs."""
    found = element("p", _paragraph_properties(para))
    for piece in filter(None, _PIECES.split(para.text)):
        mark = piece in "☑□"
        run = element("r", fonts(MARKS if mark else para.font, para.size, bold=para.bold))
        if piece in "\t\n":
            run.append(element("tab" if piece == "\t" else "br"))
        else:
            text = element("t")
            text.text = piece
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            run.append(text)
        found.append(run)
    return found


def fonts(font: str, size: float, *, bold: bool = False) -> XML:
    """Properties of a run: the same face for Chinese and Latin letters, with Chinese quotation marks."""
    face = element("rFonts", hint="eastAsia", ascii=font, hAnsi=font, eastAsia=font, cs=font)
    weight = [element("b")] if bold else []
    return element("rPr", face, *weight, element("sz", val=round(size * 2)), element("szCs", val=round(size * 2)))


def _paragraph_properties(para: Para) -> XML:
    found = element("pPr")
    if para.kept:
        found.append(element("keepNext"))
    if para.breaks:
        found.append(element("pageBreakBefore"))
    found.append(element("widowControl", val=1))
    if para.tabs:
        stops = (element("tab", val=align, leader=leads, pos=_twips(at)) for at, align, leads in para.tabs)
        found.append(element("tabs", *stops))
    found.extend(element(f"autoSpace{what}", val=0) for what in ("DE", "DN"))  # no blanks around figures
    line = (
        {"line": round(para.leading * 20), "lineRule": "exact"}
        if para.leading
        else {"line": 240, "lineRule": "auto"}
    )
    found.append(element("spacing", before=_twips(para.before), after=_twips(para.after), **line))
    first = {"firstLineChars": para.indent * 100, "firstLine": round(para.indent * para.size * 20)}
    found.append(element("ind", left=_twips(para.left), **(first if para.indent else {})))
    found.append(element("jc", val="both" if para.indent else para.align))
    return found


def _twips(millimetres: float) -> int:
    return round(millimetres * _TWIPS)


# -- tables


def table(
    lines: Sequence[TableRow], room: float, side: float, *, ruled: bool = True, open_top: bool = False
) -> XML:
    """Rows of cells as `w:tbl`, `room` millimetres wide on one fine grid; names of parts stand in a column of `side`
    millimetres. `open_top`: the line above is drawn by the table before."""
    edges = sorted({0, _twips(room), *(at for line in lines for at in _edges(line, side))})
    found = element("tbl", _table_properties(room, ruled=ruled, open_top=open_top))
    found.append(element("tblGrid", *(element("gridCol", w=b - a) for a, b in pairwise(edges))))
    before: TableRow | None = None
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        found.append(_row(line, before, after, edges, side))
        before = line
    return found


def _edges(line: TableRow, side: float) -> list[int]:
    start = side if line.side[1] else 0.0
    return [_twips(start + at) for at in accumulate((cell.room for cell in line.cells), initial=0.0)]


def _table_properties(room: float, *, ruled: bool, open_top: bool) -> XML:
    sizes = dict.fromkeys(("top", "left", "bottom", "right"), _OUTER) | dict.fromkeys(
        ("insideH", "insideV"), _INNER
    )
    lines = [
        _line(name, size if ruled and not (open_top and name == "top") else 0) for name, size in sizes.items()
    ]
    return element(
        "tblPr",
        element("tblW", w=_twips(room), type="dxa"),
        element("tblInd", w=0, type="dxa"),
        element("tblBorders", *lines),
        element("tblLayout", type="fixed"),
        element("tblCellMar", *_margins(1.0)),
    )


def _margins(air: float) -> list[XML]:
    sides = {"top": 0.4, "left": air, "bottom": 0.4, "right": air}
    return [element(name, w=_twips(wide), type="dxa") for name, wide in sides.items()]


def _line(name: str, size: int) -> XML:
    if not size:
        return element(name, val="nil")
    return element(name, val="single", sz=size, space=0, color="000000")


def _row(
    line: TableRow, before: TableRow | None, after: TableRow | None, edges: Sequence[int], side: float
) -> XML:
    properties = element("trPr")
    if not line.divided:
        properties.append(element("cantSplit"))
    properties.append(element("trHeight", val=_twips(line.height), hRule="atLeast"))
    if line.head:
        properties.append(element("tblHeader"))
    found = element("tr", properties)
    own = _edges(line, side)
    if line.side[1]:
        begins = before is None or before.side != line.side
        found.append(_side(line.side[1] if begins else "", edges.index(_twips(side)), _twips(side), begins=begins))
    joined = after is not None and not after.lined
    for cell, start, end in zip(line.cells, own, own[1:], strict=False):
        span = edges.index(end) - edges.index(start)
        found.append(_cell(cell, span, end - start, open_above=not line.lined, open_below=joined))
    return found


def _side(name: str, span: int, wide: int, *, begins: bool) -> XML:
    merge = element("vMerge", val="restart" if begins else "continue")
    properties = element("tcPr", element("tcW", w=wide, type="dxa"), element("gridSpan", val=span), merge)
    properties.append(element("vAlign", val="center"))
    return element("tc", properties, paragraph(Para(name, align="center")))


def _cell(cell: TableCell, span: int, wide: int, *, open_above: bool, open_below: bool) -> XML:
    properties = element("tcPr", element("tcW", w=wide, type="dxa"), element("gridSpan", val=span))
    open_ = [name for name, is_open in (("top", open_above), ("bottom", open_below)) if is_open]
    if open_:
        properties.append(element("tcBorders", *(_line(name, 0) for name in open_)))
    if cell.air != 1.0:
        properties.append(element("tcMar", *_margins(cell.air)))
    if not cell.top:
        properties.append(element("vAlign", val="center"))
    return element("tc", properties, *map(paragraph, cell.paras or (Para(""),)))
