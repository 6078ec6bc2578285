"""The summary of a month: A4 landscape, two columns of figures when they are many, signed at the foot."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from quyuan_desktop.documents.continuation import draw_pages, lay_out
from quyuan_desktop.documents.fonts import Face, require, tidy, width
from quyuan_desktop.documents.form import Section, label, signature
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
from quyuan_desktop.documents.sheet import long_date
from quyuan_desktop.documents.wrap import Line, wrap
from quyuan_desktop.domain.figures import FigureLine, FigureTable, change_text, heads, printed

_LEFT, _ROOM = A4_LANDSCAPE.left, A4_LANDSCAPE.room
_TOP, _BOTTOM = 34.0, 192.0  # of table and notes, in millimetres
_FOOT = 199.0  # baseline of the signatures
_HEAD = 8.0
_LOW, _HIGH = 4.4, 7.2  # millimetres: the least and the greatest height of a row
_BETWEEN = 4.0  # millimetres between the texts above a table
_ROOMY = 5.2  # millimetres: a lower row has the smaller type
_GAP = 4.0  # millimetres between two columns of figures
_ONE_COLUMN = 18  # so many figures at most stand in one column
_NOTE, _HEADS = 8.5, 9.5  # points
_NOTE_LINES = 6  # more go to a page of their own
_GROUP, _UNIT, _NUMBERS = 0.16, 0.085, 0.46  # shares of a column's width; the rest is the figure's name


@dataclass(frozen=True, slots=True)
class Signatures:
    """Who answers for a table, as it is printed at its foot; what is empty is left to be written."""

    head: str = ""
    reviewer: str = ""
    maker: str = ""
    phone: str = ""
    filled_on: date | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    """One figure with its name in lines."""

    line: FigureLine
    name: list[Line]

    @property
    def least(self) -> float:
        return max(_LOW, len(self.name) * SMALL_5 * 1.15 / MM + 0.7)


_Rows = Sequence[_Row]


def number_text(value: int) -> str:
    """A count as it is printed: 0 is a figure, not a blank."""
    return f"{value:,}"


def summary_pdf(
    table: FigureTable, made: datetime, signatures: Signatures | None = None, period: str = "本月"
) -> bytes:
    """The figures of `table` for `period` as PDF; `made` (with its zone) is the time of issue.

    Raises `Trouble` naming characters that no font has.
    """
    signed = signatures or Signatures()
    require("\n".join([table.office, table.title, *table.notes, signed.head, signed.reviewer, signed.maker]))
    paper = Paper(A4_LANDSCAPE, table.title, table.office, made)
    notes = _notes(table)
    further = lay_out([Section("说明", notes)], A4_LANDSCAPE) if len(_note_lines(notes)) > _NOTE_LINES else []
    lines = [] if further else _note_lines(notes)
    bottom = _BOTTOM - (len(lines) * _NOTE * 1.4 / MM + 2 if lines else 0)
    pages = _pages(table.lines, bottom - _TOP - _HEAD)
    whole = len(pages) + len(further)
    size = _size(pages, bottom - _TOP - _HEAD)
    for number, columns in enumerate(pages, 1):
        _heading(paper, table)
        room = (_ROOM - _GAP * (len(columns) - 1)) / len(columns)
        height = _row_height(columns, bottom - _TOP - _HEAD)
        for at, rows in enumerate(columns):
            before = columns[at - 1][-1].line.group if at else _last_group(pages, number - 1)
            _column(paper, _LEFT + at * (room + _GAP), room, rows, height, size, period, before)
        end = _TOP + _HEAD + max(sum(max(height, row.least) for row in rows) for rows in columns)
        paper.write_lines(_LEFT, end + 5, lines, Face.SONG, _NOTE, _NOTE * 1.4, _ROOM * MM)
        table_foot(paper, signed)
        paper.write(_LEFT + _ROOM / 2, 205, page_number(number, whole), size=SMALL_5, align="center")
        paper.end_page()
    draw_pages(paper, further, table.title, "", first=len(pages) + 1, pages=whole)
    return paper.finish()


def _notes(table: FigureTable) -> str:
    period = f"统计时间：{long_date(table.first)}至{long_date(table.last)}（含起止日）"
    return (
        "说明："
        + "；".join([period, *(tidy(note).strip(" ；。\n").replace("\n", " ") for note in table.notes)])
        + "。"
    )


def _note_lines(notes: str) -> list[Line]:
    return wrap(notes, Face.SONG, _NOTE, _ROOM * MM)


def _pages(lines: Sequence[FigureLine], height: float) -> list[list[_Rows]]:
    """The figures of each page, of each of its columns; pages are about equally full."""
    if len(lines) <= _ONE_COLUMN:
        return [[_rows(lines, _ROOM)]]
    rows = _rows(lines, (_ROOM - _GAP) / 2)
    pages: list[list[_Rows]] = []
    for left in range(_fewest(rows, height), 0, -1):
        count = _page(rows, height)
        if left > 1:
            least = next(at for at in range(1, count + 1) if _fewest(rows[at:], height) < left)
            count = _near(rows, len(rows) / left, range(least, count + 1))
        page, rows = rows[:count], rows[count:]
        first = _fitting(page, height)
        fitting = [at for at in range(1, first + 1) if _fitting(page[at:], height) == len(page) - at]
        first = _near(page, _half(page), fitting)
        pages.append([column for column in (page[:first], page[first:]) if column])
    return pages


def _fewest(rows: _Rows, height: float) -> int:
    """How many pages `rows` take when each is as full as can be."""
    pages = 0
    while rows:
        rows = rows[_page(rows, height) :]
        pages += 1
    return pages


def _page(rows: _Rows, height: float) -> int:
    """How many of `rows` a page of two columns holds."""
    first = _fitting(rows, height)
    return first + _fitting(rows[first:], height)


def _half(rows: _Rows) -> float:
    """After how many of `rows` half of their height is reached."""
    whole, taken = sum(row.least for row in rows), 0.0
    for count, row in enumerate(rows):
        if taken + row.least > whole / 2:
            return count + (whole / 2 - taken) / row.least
        taken += row.least
    return len(rows)


def _near(rows: _Rows, middle: float, allowed: Iterable[int]) -> int:
    """Where to divide `rows`: near `middle`, and with a group if one begins near it."""

    def cost(at: int) -> float:
        begins_group = at == len(rows) or rows[at].line.group != rows[at - 1].line.group
        return abs(at - middle) + (0 if begins_group else 4)

    return min(allowed, key=cost)


def _rows(lines: Sequence[FigureLine], room: float) -> list[_Row]:
    inner = _name_room(room) * MM
    return [_Row(line, wrap(tidy(line.figure.label), Face.SONG, SMALL_5, inner)) for line in lines]


def _fitting(rows: _Rows, height: float) -> int:
    """How many of `rows` a column holds, one at least."""
    taken = 0.0
    for count, row in enumerate(rows):
        taken += row.least
        if taken > height and count:
            return count
    return len(rows)


def _row_height(columns: Sequence[_Rows], height: float) -> float:
    """The same for all rows of a page that are not higher by themselves, as large as they all fit."""
    heights = [_HIGH]
    for rows in columns:
        tall = [row.least for row in rows if row.least > _LOW]
        if len(tall) < len(rows):
            heights.append((height - sum(tall)) / (len(rows) - len(tall)))
    return max(_LOW, min(heights))


def _size(pages: Sequence[Sequence[_Rows]], height: float) -> float:
    """The size of type of all figures: the larger one where each of them has room for it in one line."""
    for columns in pages:
        room = (_ROOM - _GAP * (len(columns) - 1)) / len(columns)
        high = _row_height(columns, height) > _ROOMY
        for row in (row for rows in columns for row in rows):
            wide = width(row.name[0].text, Face.SONG, SIZE_5) > _name_room(room) * MM
            if not high or wide or len(row.name) > 1:
                return SMALL_5
    return SIZE_5


def _name_room(room: float) -> float:
    """Millimetres for a figure's name in a column of `room`."""
    return room * (1 - _GROUP - _UNIT - _NUMBERS) - 2


def _last_group(pages: Sequence[Sequence[_Rows]], number: int) -> str:
    """Group of the last figure of the page before, empty on the first."""
    return pages[number - 1][-1][-1].line.group if number else ""


def _heading(paper: Paper, table: FigureTable) -> None:
    units = dict.fromkeys(line.figure.unit for line in table.lines)
    table_head(paper, table.title, table.office, (table.first, table.last), f"单位：{'、'.join(units)}")


def table_head(paper: Paper, title: str, office: str, days: tuple[date, date], right: str) -> None:
    """Title, office, the days that count and what stands at the `right`.

    The days stand in the middle, or where a long name leaves them room; a longer one becomes smaller.
    """
    y = _TOP - 3
    texts = (
        f"填报单位（盖章）：{tidy(office)}",
        f"统计期间：{long_date(days[0])}至{long_date(days[1])}",
        tidy(right),
    )
    left, middle, last = (width(text, Face.SONG, SIZE_5) / MM for text in texts)
    last = min(last, _ROOM / 3)
    left = min(left, _ROOM - middle - last - 2 * _BETWEEN)
    centre = max(_ROOM / 2, left + _BETWEEN + middle / 2)
    centre = min(centre, _ROOM - last - _BETWEEN - middle / 2)
    paper.write(_LEFT + _ROOM / 2, 18, tidy(title), Face.TITLE, SMALL_TITLE, "center", 1.5, room=_ROOM)
    paper.write(_LEFT, y, texts[0], Face.SONG, SIZE_5, room=left)
    paper.write(_LEFT + centre, y, texts[1], Face.SONG, SIZE_5, "center")
    paper.write(_LEFT + _ROOM, y, texts[2], Face.SONG, SIZE_5, "right", room=last)


def table_foot(paper: Paper, signed: Signatures) -> None:
    """Who answers for the table, in one line at the foot of the page."""
    filled = long_date(signed.filled_on) if signed.filled_on else ""
    fields = (
        ("单位负责人：", signed.head),
        ("审核人：", signed.reviewer),
        ("制表人：", signed.maker),
        ("联系电话：", signed.phone),
        ("填报日期：", filled),
    )
    step = _ROOM / len(fields)
    for number, (word, text) in enumerate(fields):
        x = _LEFT + number * step
        if text:
            paper.write(x, _FOOT, word + tidy(text), Face.SONG, SIZE_5, room=step - 2)
        else:
            signature(paper, x, _FOOT, word, x + step - 5, SIZE_5)


def _column(
    paper: Paper, x: float, room: float, rows: _Rows, height: float, size: float, period: str, before: str
) -> None:
    """One column of figures with its head and grid; `before` is the group that went before it."""
    group, unit = _GROUP * room, _UNIT * room
    over = heads(period)
    number = _NUMBERS * room / len(over)
    name = room - group - unit - number * len(over)
    edges = [x, x + group]
    for wide in (name, unit, *(number for _ in over)):
        edges.append(edges[-1] + wide)
    bottom = _TOP + _HEAD + sum(max(height, row.least) for row in rows)
    paper.shade(x, _TOP, room, _HEAD)
    for text, left, right in zip(("指标", "单位", *over), (edges[0], *edges[2:-1]), edges[2:], strict=True):
        middle = (left + right) / 2
        paper.write(middle, _TOP + _HEAD / 2 + 0.38 * _HEADS / MM, text, Face.SONG, _HEADS, "center")
    for edge in edges[2:-1]:
        paper.rule(edge, _TOP, edge, bottom)
    paper.rule(edges[1], _TOP + _HEAD, edges[1], bottom)
    y = _TOP + _HEAD
    for title, members in groupby(rows, lambda row: row.line.group):
        start = y
        for member in members:
            paper.rule(edges[1] if y > start else x, y, x + room, y)
            high = max(height, member.least)
            _figure(paper, edges, y, high, member, size, period)
            y += high
        again = "（续）" if title and title == before and start == _TOP + _HEAD else ""
        label(paper, x, start, group, y - start, title + again, (SIZE_5, SMALL_5))
    paper.box(x, _TOP, room, bottom - _TOP, OUTER)


def _figure(
    paper: Paper, edges: Sequence[float], y: float, height: float, row: _Row, size: float, period: str
) -> None:
    line = row.line
    middle = y + height / 2 + 0.38 * size / MM
    at = middle - (len(row.name) - 1) * size * 0.575 / MM
    paper.write_lines(edges[1] + 1, at, row.name, Face.SONG, size, size * 1.15)
    values = (*printed(period, line.cells()), change_text(line.change))
    _in_cell(paper, edges[2], edges[3], middle, line.figure.unit, size, "center")
    for at, text in enumerate(values, 3):
        _in_cell(paper, edges[at], edges[at + 1], middle, text, size, "right")


def _in_cell(paper: Paper, left: float, right: float, y: float, text: str, size: float, align: Align) -> None:
    """A short text between two lines, smaller when it would touch them."""
    text = tidy(text)
    room = (right - left - 2) * MM
    size = min(size, size * room / max(width(text, Face.SONG, size), 0.1))
    x = right - 1 if align == "right" else (left + right) / 2
    paper.write(x, y, text, Face.SONG, size, align)
