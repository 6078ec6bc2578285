"""值班表: the duty roster of a point for a month on A4, a line to each day, with telephones and signatures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from quyuan_desktop.documents.fonts import Face, tidy
from quyuan_desktop.documents.form import signature
from quyuan_desktop.documents.page import A4, MM, OUTER, SIZE_5, SMALL_5, SMALL_TITLE, Paper
from quyuan_desktop.documents.sheet import long_date
from quyuan_desktop.documents.wrap import Line, wrap

TITLE = "值班表"
WIDTHS = (20.0, 11.0, 27.0, 27.0, 27.0, 27.0, 21.0)
"""Millimetres: 日期, 星期, then person and telephone of both halves, 带班领导."""
_LEFT, _ROOM = A4.left, A4.room
_TOP, _BOTTOM = 44.0, 267.0  # of the table, in millimetres
_HEAD = 12.0  # the two lines of heads
_ROWS, _SLIM, _LEADING, _PAD = (7.4, 7.0, 6.6, 6.2), 5.0, 4.2, 1.0  # rows as high as one page allows
_SIZE = 10.0  # points
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Who is on duty on a half day, as the paper says it, and the telephone."""

    name: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class DutyDay:
    """One day. `rest` says in words that nobody is there (周六休息, 国庆节); it is printed where nobody is."""

    on: date
    rest: str = ""
    morning: OnDuty = OnDuty()
    afternoon: OnDuty = OnDuty()
    leader: str = ""

    @property
    def closed(self) -> bool:
        """Whether the day is a line without anybody."""
        return bool(self.rest) and not self.morning.name and not self.afternoon.name


@dataclass(frozen=True, slots=True)
class DutyMonth:
    """What the paper is about: office, point, month; where and when it is open; who drew the paper up."""

    office: str
    point: str
    label: str
    days: Sequence[DutyDay]
    address: str = ""
    hours: str = ""
    phone: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class _Strip:
    height: float
    cells: tuple[Sequence[Line], ...]
    closed: bool


def roster_sheet_pdf(month: DutyMonth, made: datetime) -> bytes:
    """The sheet as PDF, A4 upright, on as many pages as it takes, with its head on each.

    `made` has its zone. Nothing is cut off. Raises `Trouble` naming characters that no font has.
    """
    paper = Paper(A4, f"{month.point}{TITLE}", month.office, made)
    pages = _arranged(month.days)
    for number, page in enumerate(pages, 1):
        _heading(paper, month)
        y = _draw(paper, page)
        if number == len(pages):
            _foot(paper, month, made, y)
        paper.end_page(number, len(pages))
    return paper.finish()


def _arranged(days: Sequence[DutyDay]) -> list[list[_Strip]]:
    """The pages, one if rows somewhat lower make it one."""
    for row in _ROWS:
        pages = list(_pages([_strip(day, row) for day in days]))
        if len(pages) <= 1:
            return pages
    return list(_pages([_strip(day, _ROWS[0]) for day in days]))


def _strip(day: DutyDay, row: float) -> _Strip:
    head = (f"{day.on.month}月{day.on.day}日", _WEEKDAYS[day.on.weekday()])
    texts: tuple[str, ...]
    if day.closed:
        texts = (*head, day.rest)
    else:
        morning, afternoon = day.morning, day.afternoon
        texts = (*head, morning.name, morning.phone, afternoon.name, afternoon.phone, day.leader)
    rooms = WIDTHS if not day.closed else (*WIDTHS[:2], sum(WIDTHS[2:]))
    cells = tuple(
        wrap(tidy(text), Face.SONG, _SIZE, (room - 2 * _PAD) * MM) for text, room in zip(texts, rooms, strict=True)
    )
    lines = max(len(each) for each in cells)
    return _Strip((_SLIM if day.closed else row) + (lines - 1) * _LEADING, cells, day.closed)


def _pages(strips: Sequence[_Strip]) -> Iterator[list[_Strip]]:
    page: list[_Strip] = []
    left = _BOTTOM - _TOP - _HEAD
    for strip in strips:
        if page and strip.height > left + 1e-6:
            yield page
            page, left = [], _BOTTOM - _TOP - _HEAD
        page.append(strip)
        left -= strip.height
    yield page


# -- drawing


def _heading(paper: Paper, month: DutyMonth) -> None:
    middle, right = _LEFT + _ROOM / 2, _LEFT + _ROOM
    paper.write(middle, 20, month.point, Face.TITLE, 16, "center", 1.0, room=_ROOM)
    paper.write(middle, 30, TITLE, Face.TITLE, SMALL_TITLE + 2, "center", 6.0)
    paper.write(_LEFT, _TOP - 3, month.office, Face.SONG, SIZE_5, room=_ROOM * 0.6)
    paper.write(right, _TOP - 3, month.label, Face.SONG, SIZE_5, "right")


def _draw(paper: Paper, page: Sequence[_Strip]) -> float:
    edges = [_LEFT]
    for width in WIDTHS:
        edges.append(edges[-1] + width)
    _heads(paper, edges)
    y = _TOP + _HEAD
    for strip in page:
        if strip.closed:
            paper.shade(_LEFT, y, _ROOM, strip.height, 0.95)
        inner = edges[1:3] if strip.closed else edges[1:-1]
        for edge in inner:
            paper.rule(edge, y, edge, y + strip.height)
        paper.rule(_LEFT, y, _LEFT + _ROOM, y)
        _cells(paper, edges, y, strip)
        y += strip.height
    paper.box(_LEFT, _TOP, _ROOM, y - _TOP, OUTER)
    return y


def _heads(paper: Paper, edges: Sequence[float]) -> None:
    half = _HEAD / 2
    paper.shade(_LEFT, _TOP, _ROOM, _HEAD)
    for at, text in ((0, "日期"), (1, "星期"), (6, "带班领导")):
        _centred(paper, edges[at], edges[at + 1], _TOP, _HEAD, text)
    for at, text in ((2, "上午"), (4, "下午")):
        _centred(paper, edges[at], edges[at + 2], _TOP, half, text)
        _centred(paper, edges[at], edges[at + 1], _TOP + half, half, "值班人")
        _centred(paper, edges[at + 1], edges[at + 2], _TOP + half, half, "电话")
        paper.rule(edges[at + 1], _TOP + half, edges[at + 1], _TOP + _HEAD)
    paper.rule(edges[2], _TOP + half, edges[6], _TOP + half)
    for at in (1, 2, 4, 6):
        paper.rule(edges[at], _TOP, edges[at], _TOP + _HEAD)


def _centred(paper: Paper, left: float, right: float, y: float, height: float, text: str) -> None:
    paper.write((left + right) / 2, y + height / 2 + 0.38 * SIZE_5 / MM, text, Face.HEI, SIZE_5, "center")


def _cells(paper: Paper, edges: Sequence[float], y: float, strip: _Strip) -> None:
    rights = [*edges[1:3], edges[-1]] if strip.closed else edges[1:]
    for left, right, lines in zip(edges, rights, strip.cells, strict=False):
        at = y + strip.height / 2 + 0.38 * _SIZE / MM - (len(lines) - 1) * _LEADING / 2
        for line in lines:
            if line.text:
                paper.write(left + (right - left - line.width / MM) / 2, at, line.text, Face.SONG, _SIZE)
            at += _LEADING


def _foot(paper: Paper, month: DutyMonth, made: datetime, bottom: float) -> None:
    y = bottom + 6.0
    parts = (("值班地点", month.address), ("开放时间", month.hours), ("电话", month.phone))
    said = "　".join(f"{name}：{tidy(value)}" for name, value in parts if value)
    if said:
        paper.write(_LEFT, y, said, Face.SONG, SMALL_5, room=_ROOM)
    y += 8.0
    paper.write(_LEFT, y, f"制表：{tidy(month.by)} {long_date(made.date())}", Face.SONG, SIZE_5, room=62)
    signature(paper, _LEFT + 68, y, "负责人：", _LEFT + 112, SIZE_5)
    paper.write(_LEFT + _ROOM, y, "（盖章）", Face.SONG, SIZE_5, "right")
