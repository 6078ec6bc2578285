"""A register's printed list (一览表): A4 landscape, head on every page, running numbers, sums, columns as wide as they need."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from quyuan_desktop.documents.fonts import Face, require, tidy, width
from quyuan_desktop.documents.page import (
    A4_LANDSCAPE,
    MM,
    OUTER,
    SIZE_5,
    SMALL_5,
    SMALL_TITLE,
    Align,
    Paper,
    page_number,
)
from quyuan_desktop.documents.wrap import Line, wrap

NUMBER_HEAD, TOTAL = "序号", "合计"
_LEFT, _ROOM = A4_LANDSCAPE.left, A4_LANDSCAPE.room
_TOP, _BOTTOM = 32.0, 192.0  # of the table, in millimetres
_FOOT = 199.0  # baseline of who made it
_PAD, _LEADING, _ROW = 1.3, 4.3, 6.2  # millimetres
_SIZE, _SMALL = 9.5, 8.5  # points: type of the cells, and of a list whose columns are many
_NUMBER = 10.0  # millimetres: the column of running numbers
_MOST = 62.0  # millimetres: more no column asks for
_SAMPLE = 400  # rows whose texts set the widths


@dataclass(frozen=True, slots=True)
class PrintColumn:
    """One column: its head, how its texts stand, and whether it is summed up at the end; `least` characters wide."""

    head: str
    align: Align = "left"
    total: str = ""
    least: int = 4


@dataclass(frozen=True, slots=True)
class _Row:
    cells: tuple[Sequence[Line], ...]
    height: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class _Grid:
    """Columns with the running number before them, their edges in millimetres, and the size of type in points."""

    columns: Sequence[PrintColumn]
    edges: Sequence[float]
    size: float


def list_pdf(
    title: str,
    office: str,
    period: str,
    columns: Sequence[PrintColumn],
    rows: Sequence[Sequence[str]],
    made: datetime,
    by: str,
) -> bytes:
    """`rows` under `columns` as PDF, on as many pages as they take; no text is cut.

    period: the filter in words; `made` (with its zone) and `by` say when and by whom it was drawn up. Columns of
    whose rows none says anything may be left out by the caller; those that remain all fit. Raises `Trouble` naming
    characters that no font has.
    """
    require("\n".join([title, office, period, by, *(column.head for column in columns)]))
    grid = _grid(columns, rows)
    paper = Paper(A4_LANDSCAPE, title, office, made)
    lines = [_row(grid, (str(number), *row)) for number, row in enumerate(rows, start=1)]
    if any(column.total for column in columns):
        lines.append(_row(grid, (TOTAL, *(column.total for column in columns)), bold=True))
    head = _head(grid)
    pages = list(_pages(lines, head.height))
    for number, page in enumerate(pages, start=1):
        _heading(paper, title, office, f"{period}　共 {len(rows)} 条")
        y = _table(paper, grid, head, page)
        if not rows:
            paper.write(_LEFT + _ROOM / 2, y + 8, "没有符合条件的记录。", Face.SONG, SIZE_5, "center")
        paper.write(_LEFT, _FOOT, f"制表：{tidy(by)}　{made:%Y-%m-%d %H:%M}", Face.SONG, SMALL_5, room=90)
        middle = _LEFT + _ROOM / 2
        paper.write(middle, _FOOT, page_number(number, len(pages)), Face.SONG, SMALL_5, "center")
        paper.end_page()
    return paper.finish()


# -- widths


def _grid(columns: Sequence[PrintColumn], rows: Sequence[Sequence[str]]) -> _Grid:
    """Each column gets what its longest text needs; where that is too much, the widest give way and wrap."""
    size = _SIZE
    wanted, least = _needs(columns, rows, size)
    if sum(wanted) > (_ROOM - _NUMBER) * 1.35 or sum(least) > _ROOM - _NUMBER:
        size = _SMALL
        wanted, least = _needs(columns, rows, size)
    room = _ROOM - _NUMBER
    shared = _shared(wanted, least, room)
    numbered = (PrintColumn(NUMBER_HEAD, "center"), *columns)
    edges = [_LEFT, _LEFT + _NUMBER]
    for wide in shared:
        edges.append(edges[-1] + wide)
    return _Grid(numbered, edges, size)


def _needs(
    columns: Sequence[PrintColumn], rows: Sequence[Sequence[str]], size: float
) -> tuple[list[float], list[float]]:
    wanted, least = [], []
    for place, column in enumerate(columns):
        texts = [column.head, column.total, *(row[place] for row in rows[:_SAMPLE])]
        longest = (
            max(width(tidy(each).replace("\n", " "), Face.SONG, size) for each in texts) / MM + 2 * _PAD + 0.3
        )
        wanted.append(min(max(longest, 12.0), _MOST))
        least.append(min(wanted[-1], column.least * size / MM + 2 * _PAD))
    return wanted, least


def _shared(wanted: Sequence[float], least: Sequence[float], room: float) -> list[float]:
    """Widths that fill `room` exactly: more than asked for to all alike, less by taking from the widest first."""
    whole = sum(wanted)
    if whole <= room:
        return [each * room / whole for each in wanted]
    low, high = 0.0, max(wanted)
    for _ in range(40):
        limit = (low + high) / 2
        taken = sum(max(few, min(many, limit)) for many, few in zip(wanted, least, strict=True))
        low, high = (low, limit) if taken > room else (limit, high)
    found = [max(few, min(many, low)) for many, few in zip(wanted, least, strict=True)]
    return [each * room / sum(found) for each in found]


# -- rows


def _row(grid: _Grid, texts: Sequence[str], *, bold: bool = False) -> _Row:
    face = Face.HEI if bold else Face.SONG
    cells = []
    for text, left, right in zip(texts, grid.edges, grid.edges[1:], strict=False):
        cells.append(wrap(tidy(text), face, grid.size, (right - left - 2 * _PAD) * MM))
    most = max(len(lines) for lines in cells)
    return _Row(tuple(cells), _ROW + (most - 1) * _LEADING, bold)


def _head(grid: _Grid) -> _Row:
    row = _row(grid, [column.head for column in grid.columns], bold=True)
    return _Row(row.cells, row.height + 1.0, True)


def _pages(rows: Sequence[_Row], head: float) -> Iterator[list[_Row]]:
    room = _BOTTOM - _TOP - head
    page: list[_Row] = []
    left = room
    for row in (part for whole in rows for part in _parts(whole, room)):
        if row.height > left + 1e-6:
            yield page
            page, left = [], room
        page.append(row)
        left -= row.height
    yield page


def _parts(row: _Row, room: float) -> Iterator[_Row]:
    """`row`, or where no page holds it, pieces of it."""
    most = int((room - _ROW) / _LEADING) + 1
    count = max(len(lines) for lines in row.cells)
    for at in range(0, count, most):
        cells = tuple(lines[at : at + most] for lines in row.cells)
        tall = min(most, count - at)
        yield _Row(cells, _ROW + (tall - 1) * _LEADING, row.bold)


# -- drawing


def _heading(paper: Paper, title: str, office: str, period: str) -> None:
    paper.write(_LEFT + _ROOM / 2, 19, title, Face.TITLE, SMALL_TITLE, "center", 1.5, room=_ROOM)
    paper.write(_LEFT, _TOP - 3, office, Face.SONG, SIZE_5, room=_ROOM / 3)
    paper.write(_LEFT + _ROOM, _TOP - 3, period, Face.SONG, SIZE_5, "right", room=_ROOM * 0.62)


def _table(paper: Paper, grid: _Grid, head: _Row, page: Sequence[_Row]) -> float:
    paper.shade(_LEFT, _TOP, _ROOM, head.height)
    y = _TOP
    for row in (head, *page):
        _cells(paper, grid, row, y, centred=row is head)
        y += row.height
        paper.rule(_LEFT, y, _LEFT + _ROOM, y)
    for edge in grid.edges[1:-1]:
        paper.rule(edge, _TOP, edge, y)
    paper.box(_LEFT, _TOP, _ROOM, y - _TOP, OUTER)
    return y


def _cells(paper: Paper, grid: _Grid, row: _Row, y: float, *, centred: bool) -> None:
    face = Face.HEI if row.bold else Face.SONG
    for column, left, right, lines in zip(grid.columns, grid.edges, grid.edges[1:], row.cells, strict=False):
        at = y + row.height / 2 + 0.38 * grid.size / MM - (len(lines) - 1) * _LEADING / 2
        align = "center" if centred else column.align
        for line in lines:
            wide = line.width / MM
            start = {"left": left + _PAD, "right": right - _PAD - wide, "center": (left + right - wide) / 2}[align]
            if line.text:
                paper.write(start, at, line.text, face, grid.size)
            at += _LEADING
