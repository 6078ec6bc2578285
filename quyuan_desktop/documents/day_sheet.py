"""The day's sheet (今日任务单): what is due, to be done, unfinished and to remember, with room to note by hand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from quyuan_desktop.documents.fonts import Face, tidy
from quyuan_desktop.documents.form import signature
from quyuan_desktop.documents.page import A4_LANDSCAPE, MM, OUTER, SIZE_5, SMALL_5, SMALL_TITLE, Paper
from quyuan_desktop.documents.sheet import long_date
from quyuan_desktop.documents.tables import Column
from quyuan_desktop.documents.wrap import Line, wrap

TITLE = "今日任务单"
PRIVATE = "本单写有当事人姓名，用后请归档或销毁，不要带出办公室。"
NONE = "无"
DUE = "期限"
COLUMNS = (
    Column("序号", 10, "center"),
    Column("事项", 55),
    Column("当事人", 24),
    Column(DUE, 38),
    Column("依据", 32),
    Column("编号", 53),
    Column("办理情况", 45),
)
"""The columns with their widths in millimetres; the last is left to be written in."""
_LEFT, _ROOM = A4_LANDSCAPE.left, A4_LANDSCAPE.room
_TOP, _BOTTOM = 29.0, 190.0  # of the table, in millimetres
_FOOT = 198.0  # baseline of the signatures
_HEAD, _BLOCK = 8.0, 7.6  # heights of the heads and of a block's heading, in millimetres
_ROW, _SLIM = 9.2, 7.0  # millimetres: the least height of a row, with room to write, and of one that says 无
_LEADING, _PAD = 4.6, 1.4  # millimetres
_SIZE = 10.0  # points
_NUMBERS = "一二三四五六七八九"
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class DayRow:
    """One thing to do: what, for whom, by when and how long that is, by which article, under which number.

    `late` prints the time in bold type.
    """

    what: str
    who: str = ""
    due: str = ""
    article: str = ""
    number: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class DayBlock:
    """One of the day's lists, in its order."""

    label: str
    rows: Sequence[DayRow]


@dataclass(frozen=True, slots=True)
class _Strip:
    """What goes across the table: the heading of a block when it has no cells, else the lines of each cell."""

    height: float
    heading: str = ""
    cells: tuple[Sequence[Line], ...] = ()
    faces: tuple[Face, ...] = ()


def day_sheet_pdf(office: str, day: date, blocks: Sequence[DayBlock], made: datetime, by: str) -> bytes:
    """The sheet of `day` as PDF, A4 landscape, on as many pages as it takes.

    `made` (with its zone) and `by` say when and by whom it was drawn up. Nothing is cut off. Raises `Trouble`
    naming characters that no font has.
    """
    paper = Paper(A4_LANDSCAPE, TITLE, office, made)
    pages = list(_pages(_blocks(blocks)))
    for number, page in enumerate(pages, 1):
        _heading(paper, office, day)
        _draw(paper, page)
        _foot(paper, f"{tidy(by)} {made:%H:%M}")
        paper.end_page(number, len(pages))
    return paper.finish()


# -- what goes across


def _blocks(blocks: Sequence[DayBlock]) -> list[tuple[str, list[_Strip]]]:
    """The name of each block and its rows, numbered throughout."""
    found, number = [], 0
    for place, block in enumerate(blocks):
        strips: list[_Strip] = []
        for row in block.rows:
            number += 1
            texts = (str(number), row.what, row.who, row.due, row.article, row.number, "")
            strips += _row(texts, _ROW, late=row.late)
        name = f"{_NUMBERS[place]}、{block.label}（{len(block.rows)} 项）"
        found.append((name, strips or list(_row(("", NONE, "", "", "", "", ""), _SLIM))))
    return found


def _row(texts: Sequence[str], least: float, *, late: bool = False) -> Iterator[_Strip]:
    """A row; one that no page holds goes on in further strips."""
    faces = tuple(Face.HEI if late and column.head == DUE else Face.SONG for column in COLUMNS)
    cells = [
        wrap(tidy(text), face, _SIZE, (column.share - 2 * _PAD) * MM)
        for text, face, column in zip(texts, faces, COLUMNS, strict=True)
    ]
    count = max(len(lines) for lines in cells)
    most = int((_BOTTOM - _TOP - _HEAD - _BLOCK - _ROW) / _LEADING)
    for at in range(0, count, most):
        parts = tuple(lines[at : at + most] for lines in cells)
        tall = max(len(lines) for lines in parts) * _LEADING + 2 * _PAD
        yield _Strip(max(least, tall), cells=parts, faces=faces)


def _pages(blocks: Sequence[tuple[str, list[_Strip]]]) -> Iterator[list[_Strip]]:
    """Divides the blocks among pages; a heading stays with its first row and is repeated where a block goes on."""
    whole = _BOTTOM - _TOP - _HEAD
    page: list[_Strip] = []
    left = whole
    for name, strips in blocks:
        for place, strip in enumerate(strips):
            wanted = strip.height + (_BLOCK if place == 0 else 0)
            if wanted > left + 1e-6:
                yield page
                page, left = [], whole
            if place == 0 or not page:
                page.append(_Strip(_BLOCK, f"{name}（续）" if place else name))
                left -= _BLOCK
            page.append(strip)
            left -= strip.height
    yield page


# -- drawing


def _heading(paper: Paper, office: str, day: date) -> None:
    paper.write(_LEFT + _ROOM / 2, 18, TITLE, Face.TITLE, SMALL_TITLE, "center", 2.0)
    paper.write(_LEFT, _TOP - 3, office, Face.SONG, SIZE_5, room=_ROOM / 2)
    on = f"{long_date(day)}　星期{_WEEKDAYS[day.weekday()]}"
    paper.write(_LEFT + _ROOM, _TOP - 3, on, Face.SONG, SIZE_5, "right")


def _foot(paper: Paper, made: str) -> None:
    paper.write(_LEFT, _FOOT, f"制单：{made}", Face.SONG, SIZE_5, room=55)
    signature(paper, _LEFT + 60, _FOOT, "办理人：", _LEFT + 105, SIZE_5)
    signature(paper, _LEFT + 112, _FOOT, "负责人：", _LEFT + 157, SIZE_5)
    paper.write(_LEFT + _ROOM, _FOOT, PRIVATE, Face.SONG, SMALL_5, "right", room=_ROOM - 165)


def _draw(paper: Paper, page: Sequence[_Strip]) -> None:
    paper.shade(_LEFT, _TOP, _ROOM, _HEAD)
    edges = [_LEFT]
    for column in COLUMNS:
        edges.append(edges[-1] + column.share)
    for column, left, right in zip(COLUMNS, edges, edges[1:], strict=False):
        paper.write((left + right) / 2, _baseline(_TOP, _HEAD), column.head, Face.HEI, SIZE_5, "center")
    _cross(paper, edges, _TOP, _HEAD)
    y = _TOP + _HEAD
    for strip in page:
        if strip.heading:
            paper.shade(_LEFT, y, _ROOM, strip.height, 0.97)
            paper.write(_LEFT + _PAD, _baseline(y, strip.height), strip.heading, Face.HEI, SIZE_5)
        else:
            _cross(paper, edges, y, strip.height)
            _cells(paper, edges, y, strip)
        paper.rule(_LEFT, y, _LEFT + _ROOM, y)
        y += strip.height
    paper.box(_LEFT, _TOP, _ROOM, y - _TOP, OUTER)


def _cross(paper: Paper, edges: Sequence[float], y: float, height: float) -> None:
    for edge in edges[1:-1]:
        paper.rule(edge, y, edge, y + height)


def _cells(paper: Paper, edges: Sequence[float], y: float, strip: _Strip) -> None:
    for column, left, lines, face in zip(COLUMNS, edges, strip.cells, strip.faces, strict=False):
        at = y + strip.height / 2 + 0.38 * _SIZE / MM - (len(lines) - 1) * _LEADING / 2
        for line in lines:
            middle = column.align == "center"
            x = left + (column.share - line.width / MM) / 2 if middle else left + _PAD
            if line.text:
                paper.write(x, at, line.text, face, _SIZE)
            at += _LEADING


def _baseline(y: float, height: float) -> float:
    return y + height / 2 + 0.38 * SIZE_5 / MM
