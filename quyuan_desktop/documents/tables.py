"""Plain tables on paper: a list as it stands on the screen, with its head repeated on every page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from quyuan_desktop.documents.fonts import Face, tidy, width
from quyuan_desktop.documents.page import A4_LANDSCAPE, MM, OUTER, SIZE_4, SIZE_5, Align, Paper, Size
from quyuan_desktop.documents.wrap import Line, wrap

_ROW = 6.6  # millimetres
_LEADING = 4.4  # millimetres, when a cell has several lines
_PAD = 1.2
_TOP, _FOOT = 27.0, 14.0
_HEAD = 7.6
_SIZE = 9.5  # points


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, its share of the width, and how its texts stand."""

    head: str
    share: float = 1.0
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class _Row:
    """The lines of each cell; long rows are several of these, one below the other."""

    cells: tuple[Sequence[Line], ...]
    height: float


def table_pdf(
    title: str,
    office: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[str]],
    made: datetime,
    note: str = "",
    size: Size = A4_LANDSCAPE,
) -> bytes:
    """`rows` under `columns` on as many pages as they take, with `note` beneath the title.

    Texts wrap in their cells and are never cut. Raises `Trouble` naming characters that no font has.
    """
    paper = Paper(size, title, office, made)
    whole = sum(column.share for column in columns)
    widths = [column.share / whole * size.room for column in columns]
    pages = list(_pages([_row(row, widths) for row in rows], size))
    for number, page in enumerate(pages, 1):
        heights = tuple(row.height for row in page)
        paper.stencil(heights, partial(_frame, paper, title, office, columns, widths, heights, note))
        y = _TOP + _HEAD
        for row in page:
            _draw(paper, columns, widths, row, y)
            y += row.height
        paper.end_page(number, len(pages))
    return paper.finish()


def _row(texts: Sequence[str], widths: Sequence[float]) -> _Row:
    cells = tuple(_cell(text, room) for text, room in zip(texts, widths, strict=True))
    most = max((len(lines) for lines in cells), default=1)
    return _Row(cells, _ROW + (most - 1) * _LEADING)


def _cell(text: str, room: float) -> Sequence[Line]:
    text = tidy(text)
    inner = (room - 2 * _PAD) * MM
    if "\n" not in text:
        wide = width(text, Face.SONG, _SIZE)
        if wide <= inner:
            return (Line(text, wide, 0, True),)
    return wrap(text, Face.SONG, _SIZE, inner)


def _pages(rows: Sequence[_Row], size: Size) -> Iterable[list[_Row]]:
    """Divides `rows` among pages, and a row that no page holds among several."""
    room = size.height - _TOP - _HEAD - _FOOT
    most = int((room - _ROW) / _LEADING) + 1
    page: list[_Row] = []
    left = room
    for row in (part for whole in rows for part in _parts(whole, most)):
        if row.height > left + 1e-6:
            yield page
            page, left = [], room
        page.append(row)
        left -= row.height
    yield page


def _parts(row: _Row, most: int) -> list[_Row]:
    """`row` in pieces of no more than `most` lines."""
    count = max((len(lines) for lines in row.cells), default=1)
    if count <= most:
        return [row]
    pieces = []
    for at in range(0, count, most):
        cells = tuple(lines[at : at + most] for lines in row.cells)
        lines = min(most, count - at)
        pieces.append(_Row(cells, _ROW + (lines - 1) * _LEADING))
    return pieces


def _frame(
    paper: Paper,
    title: str,
    office: str,
    columns: Sequence[Column],
    widths: Sequence[float],
    heights: Sequence[float],
    note: str,
) -> None:
    """Title, head and grid of a page with rows of `heights`."""
    size = paper.size
    left, right = size.left, size.left + size.room
    paper.write(left + size.room / 2, 15, title, Face.TITLE, SIZE_4, "center")
    paper.write(left, _TOP - 2.5, office, Face.SONG, SIZE_5)
    paper.write(right, _TOP - 2.5, note, Face.SONG, SIZE_5, "right")
    paper.shade(left, _TOP, size.room, _HEAD)
    bottom = _TOP + _HEAD + sum(heights)
    x = left
    for column, room in zip(columns, widths, strict=True):
        paper.write(x + room / 2, _TOP + _HEAD / 2 + 0.38 * SIZE_5 / MM, column.head, Face.SONG, SIZE_5, "center")
        if x > left:
            paper.rule(x, _TOP, x, bottom)
        x += room
    y = _TOP + _HEAD
    for height in heights:
        paper.rule(left, y, right, y)
        y += height
    paper.box(left, _TOP, size.room, bottom - _TOP, OUTER)


def _draw(paper: Paper, columns: Sequence[Column], widths: Sequence[float], row: _Row, y: float) -> None:
    x = paper.size.left
    for column, room, lines in zip(columns, widths, row.cells, strict=True):
        at = y + row.height / 2 + 0.38 * _SIZE / MM - (len(lines) - 1) * _LEADING / 2
        for line in lines:
            if column.align == "left":
                start = x + _PAD
            elif column.align == "right":
                start = x + room - _PAD - line.width / MM
            else:
                start = x + (room - line.width / MM) / 2
            if line.text:
                paper.write(start, at, line.text, Face.SONG, _SIZE)
            at += _LEADING
        x += room
