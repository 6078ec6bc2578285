"""A table of an office's report on paper: A4 landscape, the head on every page, signed at the foot, never cut off.

Head: 填报单位（盖章）, 统计期间, 单位. Foot: 单位负责人, 审核人, 制表人, 联系电话, 填报日期, and on every page its number.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from quyuan_desktop.documents.fonts import Face, require, tidy, width
from quyuan_desktop.documents.page import (
    A4_LANDSCAPE,
    MM,
    OUTER,
    SIZE_5,
    SIZE_6,
    SMALL_5,
    Paper,
    page_number,
)
from quyuan_desktop.documents.summary import Signatures, table_foot, table_head
from quyuan_desktop.documents.wrap import Line, wrap
from quyuan_desktop.domain.grids import Align, Grid, GridColumn, GridRow

_LEFT, _ROOM = A4_LANDSCAPE.left, A4_LANDSCAPE.room
_TOP, _BOTTOM = 34.0, 193.0  # of table and notes, in millimetres
_PAD = 1.0  # millimetres between a line of the grid and the text
_NOTE = 8.5  # points
_TALLEST = 8.0  # millimetres: a row of a table that leaves room
_AIR = (1.9, 1.0)  # millimetres in a row beside its lines; the second where that saves a page
_SHORT = (2, 3)  # pages of a table that is set closer to save one
_SIZES = ((9, SIZE_5), (13, SMALL_5), (20, 8.0))
"""Up to so many columns, the size of type in points; more have SIZE_6."""


@dataclass(frozen=True, slots=True)
class _Strip:
    """A row, or as much of one as a page holds: the lines of each cell, its least height."""

    row: GridRow
    cells: tuple[Sequence[Line], ...]
    height: float
    opens: bool = True


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where everything stands: edges of the columns, size of type, the heads with their heights (0: no such row)."""

    grid: Grid
    edges: Sequence[float]
    size: float
    groups: float
    heads: float
    numbers: float
    air: float = _AIR[0]

    @property
    def head(self) -> float:
        """Height of the whole head."""
        return self.groups + self.heads + self.numbers

    @property
    def leading(self) -> float:
        """Millimetres from line to line."""
        return self.size * 1.22 / MM

    def room(self, at: int) -> float:
        """Width of a column in millimetres."""
        return self.edges[at + 1] - self.edges[at]


def grid_pdf(grid: Grid, made: datetime, signatures: Signatures | None = None) -> bytes:
    """The table as PDF; `made` (with its zone) is the time of issue. The same table gives the same bytes.

    Raises `Trouble` naming characters that no font has.
    """
    signed = signatures or Signatures()
    texts = [grid.office, grid.title, *grid.notes, *(cell.text for row in grid.rows for cell in row.cells)]
    require("\n".join(tidy(text) for text in texts))
    paper = Paper(A4_LANDSCAPE, grid.title, grid.office, made)
    notes = wrap(_notes(grid), Face.SONG, _NOTE, _ROOM * MM)
    below = len(notes) * _NOTE * 1.4 / MM + 2.5
    plan, pages = _divided(_plan(grid), below)
    for number, strips in enumerate(pages, 1):
        _heading(paper, grid)
        _heads(paper, plan)
        spare = _BOTTOM - _TOP - plan.head - sum(strip.height for strip in strips) - below
        heights = _stretched([strip.height for strip in strips], spare if len(pages) == 1 else 0)
        end = _rows(paper, plan, strips, heights)
        if number == len(pages):
            paper.write_lines(_LEFT, end + 4.5, notes, Face.SONG, _NOTE, _NOTE * 1.4, _ROOM * MM)
        table_foot(paper, signed)
        middle = _LEFT + _ROOM / 2
        paper.write(middle, 205, page_number(number, len(pages)), size=SMALL_5, align="center")
        paper.end_page()
    return paper.finish()


def _notes(grid: Grid) -> str:
    told = (tidy(note).strip(" ；。\n").replace("\n", " ") for note in grid.notes)
    return "说明：" + "；".join(each for each in told if each) + "。"


# -- what goes where


def _plan(grid: Grid) -> _Plan:
    size = next((size for most, size in _SIZES if len(grid.columns) <= most), SIZE_6)
    whole = sum(column.share for column in grid.columns)
    edges = [_LEFT]
    for column in grid.columns:
        edges.append(edges[-1] + column.share / whole * _ROOM)
    plan = _Plan(grid, edges, size, 0, 0, 0)
    deep = max(len(_head_lines(plan, at)) for at in range(len(grid.columns)))
    heads = max(7.0, deep * plan.leading + 2.4)
    groups = 0.0
    if grid.grouped:
        groups = max(6.0, max(len(lines) for _, _, lines in _groups(plan)) * plan.leading + 2)
        alone = [at for at, column in enumerate(grid.columns) if not column.group]
        tall = max((len(_head_lines(plan, at)) for at in alone), default=0) * plan.leading + 2.4
        inner = max(len(_head_lines(plan, at)) for at in range(len(grid.columns)) if at not in alone)
        heads = max(7.0, inner * plan.leading + 2.4, tall - groups)
    return _Plan(grid, edges, size, groups, heads, plan.leading + 1.6 if grid.numbered else 0)


def _head_lines(plan: _Plan, at: int) -> list[Line]:
    return _evenly(plan.grid.columns[at].head, plan.size, (plan.room(at) - 0.8) * MM)


def _evenly(text: str, size: float, room: float) -> list[Line]:
    """A head that takes two lines, divided after an even number of characters near its middle: 民事/诉讼, not 民事诉/讼."""
    lines = wrap(text, Face.HEI, size, room)
    if len(lines) != 2 or not text.isalpha():
        return lines
    for at in sorted(range(1, len(text)), key=lambda at: (at % 2, abs(2 * at - len(text)), at)):
        parts = [*wrap(text[:at], Face.HEI, size, room), *wrap(text[at:], Face.HEI, size, room)]
        if len(parts) == 2:
            return parts
    return lines


def _groups(plan: _Plan) -> Iterator[tuple[int, int, list[Line]]]:
    """The heads above heads: first column, the one after the last, the lines."""
    for name, members in groupby(range(len(plan.grid.columns)), lambda at: plan.grid.columns[at].group):
        span = list(members)
        if name:
            room = plan.edges[span[-1] + 1] - plan.edges[span[0]]
            yield span[0], span[-1] + 1, wrap(name, Face.HEI, plan.size, (room - 0.8) * MM)


def _face(row: GridRow) -> Face:
    return Face.HEI if row.total else Face.SONG


def _strip(plan: _Plan, row: GridRow) -> _Strip:
    cells = tuple(
        wrap(tidy(cell.text).replace("\n", " "), _face(row), _fitted(plan, at, row), _inner(plan, at))
        for at, cell in enumerate(row.cells)
    )
    most = max(len(lines) for lines in cells)
    return _Strip(row, cells, most * plan.leading + plan.air)


def _inner(plan: _Plan, at: int) -> float:
    return (plan.room(at) - 2 * _PAD) * MM


def _fitted(plan: _Plan, at: int, row: GridRow) -> float:
    """The size of type of a cell: a number or a day is never broken, but becomes smaller."""
    if row.cells[at].value is None:
        return plan.size
    wide = width(tidy(row.cells[at].text), _face(row), plan.size)
    return min(plan.size, plan.size * (_inner(plan, at) - 0.2) / max(wide, 0.1))


def _divided(plan: _Plan, below: float) -> tuple[_Plan, list[list[_Strip]]]:
    """The rows of each page; a short table that is a little too long for its pages is set closer."""
    pages = list(_pages(plan, below))
    if len(pages) in _SHORT:
        for size, air in ((plan.size, _AIR[1]), (min(plan.size, SMALL_5), _AIR[1])):
            closer = replace(plan, size=size, air=air)
            found = list(_pages(closer, below))
            if len(found) < len(pages):
                return closer, found
    return plan, pages


def _pages(plan: _Plan, below: float) -> Iterator[list[_Strip]]:
    """Divides the rows among pages; the notes have room beneath the last of them."""
    room = _BOTTOM - _TOP - plan.head
    most = int((room - plan.air) / plan.leading)
    strips = [part for row in plan.grid.rows for part in _parts(_strip(plan, row), most, plan.leading)]
    page: list[_Strip] = []
    left = room
    for at, strip in enumerate(strips):
        needed = strip.height + (below if at == len(strips) - 1 else 0)
        if page and needed > left:
            along = [page.pop()] if len(page) > 1 and _goes_along(plan, page, strip) else []
            yield page
            page = along
            left = room - sum(each.height for each in along)
        page.append(strip)
        left -= strip.height
    yield page


def _goes_along(plan: _Plan, page: Sequence[_Strip], strip: _Strip) -> bool:
    """Whether the last row of the page goes over with `strip`: 合计 is never alone, nor one row of a group."""
    if strip.row.total:
        return True
    last, before = page[-1].row.cells, page[-2].row.cells
    return any(
        column.merged and last[at].text == strip.row.cells[at].text and last[at].text != before[at].text
        for at, column in enumerate(plan.grid.columns)
    )


def _parts(strip: _Strip, most: int, leading: float) -> Iterator[_Strip]:
    """A row that no page holds, in pieces."""
    count = max(len(lines) for lines in strip.cells)
    if count <= most:
        yield strip
        return
    for at in range(0, count, most):
        cells = tuple(lines[at : at + most] for lines in strip.cells)
        yield _Strip(strip.row, cells, min(most, count - at) * leading + _AIR[0], opens=at == 0)


def _stretched(heights: list[float], spare: float) -> list[float]:
    """Rows a little higher where the page has room."""
    if not heights or spare <= 0:
        return heights
    more = spare / len(heights)
    return [max(height, min(_TALLEST, height + more)) for height in heights]


# -- drawing


def _heading(paper: Paper, grid: Grid) -> None:
    unit = f"单位：{grid.unit}" if grid.unit else ""
    table_head(paper, grid.title, grid.office, (grid.first, grid.last), unit)


def _heads(paper: Paper, plan: _Plan) -> None:
    bottom = _TOP + plan.groups + plan.heads
    paper.shade(_LEFT, _TOP, _ROOM, plan.head)
    grouped = set()
    for first, last, lines in _groups(plan):
        grouped |= set(range(first, last))
        left, room = plan.edges[first], plan.edges[last] - plan.edges[first]
        _centred(paper, plan, left, _TOP, room, plan.groups, lines)
        paper.rule(left, _TOP + plan.groups, left + room, _TOP + plan.groups)
        for at in range(first + 1, last):
            paper.rule(plan.edges[at], _TOP + plan.groups, plan.edges[at], bottom)
    for at in range(len(plan.grid.columns)):
        top = _TOP + (plan.groups if at in grouped else 0)
        _centred(paper, plan, plan.edges[at], top, plan.room(at), bottom - top, _head_lines(plan, at))
    if plan.numbers:
        paper.rule(_LEFT, bottom, _LEFT + _ROOM, bottom)
        for at, text in enumerate(plan.grid.numbers()):
            middle = plan.edges[at] + plan.room(at) / 2
            paper.write(middle, _baseline(bottom, plan.numbers, plan.size), text, size=plan.size, align="center")


def _centred(
    paper: Paper, plan: _Plan, x: float, y: float, room: float, height: float, lines: Sequence[Line]
) -> None:
    at = _baseline(y, height, plan.size) - (len(lines) - 1) * plan.leading / 2
    for line in lines:
        paper.write(x + room / 2, at, line.text, Face.HEI, plan.size, "center")
        at += plan.leading


def _rows(paper: Paper, plan: _Plan, strips: Sequence[_Strip], heights: Sequence[float]) -> float:
    """Rows and grid; gives where the table ends."""
    tops = [_TOP + plan.head]
    for height in heights:
        tops.append(tops[-1] + height)
    end = tops[-1]
    for at, column in enumerate(plan.grid.columns):
        if column.merged:
            _merged(paper, plan, at, strips, tops)
    for place, strip in enumerate(strips):
        for at, column in enumerate(plan.grid.columns):
            if not column.merged:
                _cell(paper, plan, at, column, strip, tops[place], heights[place])
            if strip.opens and not (column.merged and place and _same(strips, place, at)):
                paper.rule(plan.edges[at], tops[place], plan.edges[at + 1], tops[place])
    for at in range(1, len(plan.grid.columns)):
        grouped = plan.grid.columns[at].group and plan.grid.columns[at].group == plan.grid.columns[at - 1].group
        paper.rule(plan.edges[at], _TOP + (plan.groups if grouped else 0), plan.edges[at], end)
    paper.box(_LEFT, _TOP, _ROOM, end - _TOP, OUTER)
    return end


def _same(strips: Sequence[_Strip], place: int, at: int) -> bool:
    return strips[place].row.cells[at].text == strips[place - 1].row.cells[at].text


def _merged(paper: Paper, plan: _Plan, at: int, strips: Sequence[_Strip], tops: Sequence[float]) -> None:
    start = 0
    for place in range(1, len(strips) + 1):
        if place < len(strips) and _same(strips, place, at):
            continue
        text = tidy(strips[start].row.cells[at].text)
        lines = wrap(text, _face(strips[start].row), plan.size, _inner(plan, at))
        height = tops[place] - tops[start]
        y = _baseline(tops[start], height, plan.size) - (len(lines) - 1) * plan.leading / 2
        for line in lines:
            middle = plan.edges[at] + plan.room(at) / 2
            paper.write(middle, y, line.text, _face(strips[start].row), plan.size, "center")
            y += plan.leading
        start = place


def _cell(
    paper: Paper, plan: _Plan, at: int, column: GridColumn, strip: _Strip, top: float, height: float
) -> None:
    lines = strip.cells[at]
    size = _fitted(plan, at, strip.row)
    align: Align = column.align
    y = _baseline(top, height, size) - (len(lines) - 1) * plan.leading / 2
    for line in lines:
        if align == "left":
            x = plan.edges[at] + _PAD
        elif align == "right":
            x = plan.edges[at + 1] - _PAD
        else:
            x = plan.edges[at] + plan.room(at) / 2
        if line.text:
            paper.write(x, y, line.text, _face(strip.row), size, align)
        y += plan.leading


def _baseline(top: float, height: float, size: float) -> float:
    return top + height / 2 + 0.38 * size / MM
