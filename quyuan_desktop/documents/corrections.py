"""The corrections of closed months (更正表): A4 landscape, each record with what it was reported as and is now.

After them stands how the year to date came about: 上期累计 + 本月 + 未结账月份 ± 更正 = 本年累计; then what does not add up
over months (期末数) and is another now. Records are called by
their numbers; no person is named but whoever made the correction.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from quyuan_desktop.documents.fonts import Face, require, tidy
from quyuan_desktop.documents.page import (
    A4_LANDSCAPE,
    MM,
    OUTER,
    SMALL_5,
    Align,
    Paper,
    page_number,
)
from quyuan_desktop.documents.summary import Signatures, table_foot, table_head
from quyuan_desktop.documents.wrap import Line, wrap
from quyuan_desktop.domain.figures import shown

TITLE = "更正表"
SEVERAL = "（续）"
_LEFT, _ROOM = A4_LANDSCAPE.left, A4_LANDSCAPE.room
_TOP, _BOTTOM = 34.0, 190.0
_HEAD, _ROW = 8.0, 6.2
_LEADING, _PAD = 4.2, 1.2
_NOTE = 8.5  # points


@dataclass(frozen=True, slots=True)
class CorrectedFigure:
    """One figure of a record, as it was reported and as it is now; amounts in fen."""

    label: str
    unit: str
    before: int
    after: int

    @property
    def values(self) -> tuple[int, int, int]:
        """As reported, as it is now, and the difference."""
        return self.before, self.after, self.after - self.before


@dataclass(frozen=True, slots=True)
class CorrectedRecord:
    """One record of an earlier month: which month and table, its number, what happened, why, by whom and when."""

    month: str
    table: str
    number: str
    kind: str
    reason: str
    by: str
    figures: Sequence[CorrectedFigure]


@dataclass(frozen=True, slots=True)
class CarriedFigure:
    """How a year to date came about; amounts in fen."""

    table: str
    label: str
    unit: str
    before: int
    now: int
    open_: int
    corrected: int
    after: int

    @property
    def values(self) -> tuple[int, int, int, int, int]:
        """In the order in which they are summed, the sum last."""
        return self.before, self.now, self.open_, self.corrected, self.after


@dataclass(frozen=True, slots=True)
class RestatedFigure:
    """A figure of a closed month that does not add up, as it was reported last and as it is now; amounts in fen."""

    month: str
    table: str
    label: str
    unit: str
    before: int
    after: int

    @property
    def values(self) -> tuple[int, int, int]:
        """As reported, as it is now, and the difference."""
        return self.before, self.after, self.after - self.before


@dataclass(frozen=True, slots=True)
class CorrectionsSheet:
    """What the paper says: for which month of which office, under which number."""

    office: str
    month: str
    first: date
    last: date
    number: str
    records: Sequence[CorrectedRecord]
    carried: Sequence[CarriedFigure]
    restated: Sequence[RestatedFigure] = ()


@dataclass(frozen=True, slots=True)
class _Column:
    head: str
    room: float
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class _Strip:
    """A row of the table: the lines of each cell; `opens`: it begins a record, so that a line goes right across; `name`
    is what the record is called."""

    cells: tuple[Sequence[Line], ...]
    height: float
    opens: bool = True
    name: str = ""


_RECORDS: tuple[_Column, ...] = (
    _Column("序号", 10, "center"),
    _Column("所属月份", 22, "center"),
    _Column("登记簿", 22, "center"),
    _Column("编号", 52),
    _Column("类别", 12, "center"),
    _Column("理由及经手", 43),
    _Column("指标", 38),
    _Column("单位", 13, "center"),
    _Column("原报", 15, "right"),
    _Column("更正后", 15, "right"),
    _Column("增减", 15, "right"),
)
_OWN = 6
"""So many columns are of the record; the rest are of its figures."""
_NO_FIGURE: tuple[list[Line], ...] = ([],) * (len(_RECORDS) - _OWN)
_CARRIED: tuple[_Column, ...] = (
    _Column("登记簿", 40, "center"),
    _Column("指标", 63),
    _Column("单位", 20, "center"),
    _Column("上期累计", 27, "right"),
    _Column("本月", 27, "right"),
    _Column("未结账月份", 26, "right"),
    _Column("更正", 27, "right"),
    _Column("本年累计", 27, "right"),
)


_RESTATED: tuple[_Column, ...] = (
    _Column("所属月份", 24, "center"),
    _Column("登记簿", 40, "center"),
    _Column("指标", 83),
    _Column("单位", 26, "center"),
    _Column("原报", 28, "right"),
    _Column("现在", 28, "right"),
    _Column("增减", 28, "right"),
)
_HEADINGS = {_RECORDS: "", _CARRIED: "　累计核对", _RESTATED: "　期末数"}


def corrections_pdf(sheet: CorrectionsSheet, made: datetime, signed: Signatures) -> bytes:
    """The paper as PDF; `made` (with its zone) is the time of issue.

    Raises `Trouble` naming characters that no font has.
    """
    require("\n".join([sheet.office, sheet.month, *(each.reason + each.by for each in sheet.records)]))
    paper = Paper(A4_LANDSCAPE, f"{TITLE}（{sheet.month}）", sheet.office, made)
    pages = [(_RECORDS, page) for page in _pages(_record_strips(sheet.records))]
    pages += [(_CARRIED, page) for page in _pages(_carried_strips(sheet.carried))]
    pages += [(_RESTATED, page) for page in _pages(_restated_strips(sheet.restated))]
    for number, (columns, strips) in enumerate(pages, 1):
        _heading(paper, sheet, _HEADINGS[columns])
        end = _draw(paper, columns, strips)
        note = _notes(sheet, columns)
        paper.write_lines(_LEFT, end + 5, wrap(note, Face.SONG, _NOTE, _ROOM * MM), Face.SONG, _NOTE, _NOTE * 1.4)
        table_foot(paper, signed)
        paper.write(_LEFT + _ROOM / 2, 205, page_number(number, len(pages)), size=SMALL_5, align="center")
        paper.end_page()
    return paper.finish()


def _record_strips(records: Sequence[CorrectedRecord]) -> Iterator[_Strip]:
    """The rows of each record: a figure in each, and beside it a line of what is said of the record."""
    for number, record in enumerate(records, 1):
        told = "；".join(filter(None, (record.reason, record.by)))
        own = (str(number), record.month, record.table, record.number, record.kind, told)
        cells = _wrapped(own, _RECORDS[:_OWN])
        for at, figure in enumerate(record.figures):
            before, after, more = figure.values
            texts = (shown(before, figure.unit), shown(after, figure.unit), signed_text(more, figure.unit))
            beside = tuple(lines[at : at + 1] for lines in cells)
            values = _wrapped((figure.label, figure.unit, *texts), _RECORDS[_OWN:])
            yield _strip((*beside, *values), record.number, opens=at == 0)
        for at in range(len(record.figures), max(len(lines) for lines in cells)):
            beside = tuple(lines[at : at + 1] for lines in cells)
            yield _strip((*beside, *_NO_FIGURE), record.number, opens=False)


def _carried_strips(carried: Sequence[CarriedFigure]) -> Iterator[_Strip]:
    for each in carried:
        texts = [shown(value, each.unit) for value in each.values]
        texts[3] = signed_text(each.corrected, each.unit)
        yield _strip(_wrapped((each.table, each.label, each.unit, *texts), _CARRIED))


def _restated_strips(restated: Sequence[RestatedFigure]) -> Iterator[_Strip]:
    for each in restated:
        before, after, more = each.values
        texts = (shown(before, each.unit), shown(after, each.unit), signed_text(more, each.unit))
        yield _strip(_wrapped((each.month, each.table, each.label, each.unit, *texts), _RESTATED))


def signed_text(value: int, unit: str) -> str:
    """A difference as it is printed, with its sign."""
    return f"+{shown(value, unit)}" if value > 0 else shown(value, unit)


def _wrapped(texts: Sequence[str], columns: Sequence[_Column]) -> tuple[Sequence[Line], ...]:
    return tuple(
        wrap(tidy(text).replace("\n", " "), Face.SONG, SMALL_5, (column.room - 2 * _PAD) * MM)
        for text, column in zip(texts, columns, strict=True)
    )


def _strip(cells: tuple[Sequence[Line], ...], name: str = "", *, opens: bool = True) -> _Strip:
    most = max(len(lines) for lines in cells)
    return _Strip(cells, _ROW if most < 2 else most * _LEADING + 2, opens, name)


def _pages(strips: Iterator[_Strip]) -> Iterator[list[_Strip]]:
    """Divides the rows among pages; where a page begins within a record, it says （续） beneath the numbers."""
    room = _BOTTOM - _TOP - _HEAD - 10
    page: list[_Strip] = []
    left = room
    for strip in strips:
        if page and strip.height > left:
            yield page
            page, left = [], room
            if not strip.opens:
                more = wrap(strip.name + SEVERAL, Face.SONG, SMALL_5, (_RECORDS[3].room - 2 * _PAD) * MM)
                height = max(strip.height, len(more) * _LEADING + 2)
                strip = _Strip((*strip.cells[:3], more, *strip.cells[4:]), height)
        page.append(strip)
        left -= strip.height
    if page:
        yield page


def _heading(paper: Paper, sheet: CorrectionsSheet, part: str) -> None:
    title = f"{TITLE}（{sheet.month}）{part}"
    table_head(paper, title, sheet.office, (sheet.first, sheet.last), f"结账编号：{sheet.number}")


def _notes(sheet: CorrectionsSheet, columns: Sequence[_Column]) -> str:
    if columns is _RESTATED:
        return (
            "说明：期末数和全期只计一次的数（家数、最长用时等）不逐月相加，累计栏就是到期末的数；"
            "本年度已结账各月的这些数，因补录、更正变了的列在这里，每次变动列一回，已结账月份的报表不改；"
            "按业务规则算出来的（覆盖、缺口等），规则改过以后不再与改前的比较。"
        )
    if columns is _CARRIED:
        return "说明：上期累计＋本月＋未结账月份＋更正＝本年累计。更正只计入本统计年度；以前年度的更正列在表中，不计入累计。"
    return (
        f"说明：本表列出以前已结账月份在上次结账以后补录、更正、作废或改变日期的记录（{len(sheet.records)} 条），"
        "按业务发生日期归入所属月份；已结账月份的报表不改，差额计入本月的本年累计。"
    )


def _draw(paper: Paper, columns: Sequence[_Column], strips: Sequence[_Strip]) -> float:
    """Head, rows and grid; gives where the table ends."""
    edges = [_LEFT]
    for column in columns:
        edges.append(edges[-1] + column.room)
    paper.shade(_LEFT, _TOP, _ROOM, _HEAD)
    for column, left in zip(columns, edges, strict=False):
        paper.write(left + column.room / 2, _baseline(_TOP, _HEAD), column.head, Face.HEI, SMALL_5, "center")
    y = _TOP + _HEAD
    for strip in strips:
        paper.rule(_LEFT if strip.opens else edges[_OWN], y, _LEFT + _ROOM, y)
        _cells(paper, columns, edges, strip, y)
        y += strip.height
    for edge in edges[1:-1]:
        paper.rule(edge, _TOP, edge, y)
    paper.box(_LEFT, _TOP, _ROOM, y - _TOP, OUTER)
    return y


def _cells(paper: Paper, columns: Sequence[_Column], edges: Sequence[float], strip: _Strip, y: float) -> None:
    for column, left, lines in zip(columns, edges, strip.cells, strict=False):
        at = _baseline(y, strip.height) - (len(lines) - 1) * _LEADING / 2
        for line in lines:
            wide = line.width / MM
            if column.align == "right":
                x = left + column.room - _PAD - wide
            else:
                x = left + ((column.room - wide) / 2 if column.align == "center" else _PAD)
            paper.write(x, at, line.text, Face.SONG, SMALL_5)
            at += _LEADING


def _baseline(y: float, height: float) -> float:
    return y + height / 2 + 0.38 * SMALL_5 / MM
