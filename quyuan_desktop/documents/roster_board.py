"""值班公示牌: who is on duty at a point, on A3 and so large that it is read from two metres.

What is to be read from there is set in 26 points or more (a Chinese character of 9 mm).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from quyuan_desktop.documents.fonts import Face, tidy, width
from quyuan_desktop.documents.page import A3, INNER, MM, OUTER, Paper
from quyuan_desktop.documents.roster_sheet import DutyDay
from quyuan_desktop.documents.wrap import wrap

TITLE = "值班公示牌"
READABLE = 26.0  # points
_LEFT, _ROOM, _RIGHT = A3.left, A3.room, A3.left + A3.room
_GRID_TOP, _GRID_BOTTOM = 84.0, 296.0
_HEAD, _SIDE = 15.0, 17.0
_TALLEST = 66.0  # millimetres: of a week, where there are few
_DATE = 0.24
"""The share of a week's height that its dates take."""
_DAY_LINE = 32.0  # millimetres: a day of a single week, across the page
_DAY_HEAD = 72.0
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Board:
    """What the board says: the point, the period, the days; and below, when, where, what for and whom to call."""

    office: str
    point: str
    label: str
    days: Sequence[DutyDay]
    hours: str = ""
    address: str = ""
    phone: str = ""
    services: Sequence[str] = ()
    supervision: str = ""


def roster_board_pdf(board: Board, made: datetime) -> bytes:
    """The board as PDF, A3 upright, one page. `made` has its zone.

    Texts too long for their place become smaller, none is cut off. Raises `Trouble` naming characters that no font
    has.
    """
    paper = Paper(A3, f"{board.point}{TITLE}", board.office, made)
    middle = _LEFT + _ROOM / 2
    paper.write(middle, 38, tidy(board.point), Face.TITLE, 46, "center", 2.0, room=_ROOM)
    paper.write(middle, 60, TITLE, Face.TITLE, 40, "center", 10.0, room=_ROOM)
    paper.write(middle, 76, board.label, Face.HEI, READABLE, "center", room=_ROOM)
    bottom = _grid(paper, board.days)
    _below(paper, board, bottom)
    paper.end_page()
    return paper.finish()


def _grid(paper: Paper, days: Sequence[DutyDay]) -> float:
    """Weeks and days with who is there; returns where it ends. Days of rest stand there when somebody is."""
    manned = {day.on: day for day in days}
    busy = [day for day in days if not day.closed]
    last = max([4, *(day.on.weekday() for day in busy)])
    mondays = sorted({day.on - timedelta(days=day.on.weekday()) for day in busy})
    if not mondays:
        paper.write(_LEFT + _ROOM / 2, _GRID_TOP + 40, "本期没有安排值班", Face.HEI, READABLE, "center")
        return _GRID_TOP + 60
    if len(mondays) == 1:
        return _week(paper, [day for day in days if day.on.weekday() <= last])
    wide = (_ROOM - _SIDE) / (last + 1)
    tall = min(_TALLEST, (_GRID_BOTTOM - _GRID_TOP - _HEAD) / len(mondays))
    bottom = _GRID_TOP + _HEAD + tall * len(mondays)
    _lines(paper, wide, tall, last + 1, bottom)
    for at in range(last + 1):
        x = _LEFT + _SIDE + wide * (at + 0.5)
        paper.write(x, _GRID_TOP + 11, f"周{_WEEKDAYS[at]}", Face.HEI, READABLE, "center", room=wide - 4)
    for week, monday in enumerate(mondays):
        top = _GRID_TOP + _HEAD + tall * week
        _halves(paper, top, tall)
        for at in range(last + 1):
            day = manned.get(monday + timedelta(days=at))
            if day is not None:
                _day(paper, _LEFT + _SIDE + wide * at, top, wide, tall, day)
    return bottom


def _week(paper: Paper, days: Sequence[DutyDay]) -> float:
    """A single week: a line across the page to each day, so that names can be twice as large."""
    half = (_ROOM - _DAY_HEAD) / 2
    tall = min(_DAY_LINE, (_GRID_BOTTOM - _GRID_TOP - _HEAD) / len(days))
    bottom = _GRID_TOP + _HEAD + tall * len(days)
    paper.shade(_LEFT, _GRID_TOP, _ROOM, _HEAD, 0.9)
    paper.shade(_LEFT, _GRID_TOP + _HEAD, _DAY_HEAD, bottom - _GRID_TOP - _HEAD, 0.96)
    middles = (_LEFT + _DAY_HEAD / 2, _LEFT + _DAY_HEAD + half / 2, _RIGHT - half / 2)
    for x, text in zip(middles, ("日期", "上午", "下午"), strict=True):
        paper.write(x, _GRID_TOP + 11, text, Face.HEI, READABLE, "center")
    for at, day in enumerate(days):
        top = _GRID_TOP + _HEAD + tall * at
        y = top + tall / 2
        paper.rule(_LEFT, top, _RIGHT, top, OUTER)
        called = f"{_date(day.on)} 周{_WEEKDAYS[day.on.weekday()]}"
        paper.write(middles[0], y + 0.38 * READABLE / MM, called, Face.HEI, READABLE, "center", room=_DAY_HEAD - 4)
        if day.closed:
            centre = _LEFT + _DAY_HEAD + half
            paper.write(
                centre, y + 0.38 * READABLE / MM, day.rest, Face.SONG, READABLE, "center", room=2 * half - 6
            )
            continue
        paper.rule(middles[1] + half / 2, top, middles[1] + half / 2, top + tall, INNER)
        for x, duty in zip(middles[1:], (day.morning, day.afternoon), strict=True):
            if duty.name:
                paper.write(x, y + 0.38 * 54 / MM, tidy(duty.name), Face.HEI, 54, "center", room=half - 6)
    paper.rule(_LEFT + _DAY_HEAD, _GRID_TOP, _LEFT + _DAY_HEAD, bottom, OUTER)
    paper.rule(_RIGHT - half, _GRID_TOP, _RIGHT - half, _GRID_TOP + _HEAD, INNER)
    paper.box(_LEFT, _GRID_TOP, _ROOM, bottom - _GRID_TOP, OUTER * 3)
    return bottom


def _lines(paper: Paper, wide: float, tall: float, columns: int, bottom: float) -> None:
    paper.shade(_LEFT, _GRID_TOP, _ROOM, _HEAD, 0.9)
    weeks = round((bottom - _GRID_TOP - _HEAD) / tall)
    for week in range(weeks):
        top = _GRID_TOP + _HEAD + tall * week
        paper.shade(_LEFT + _SIDE, top, _ROOM - _SIDE, tall * _DATE, 0.96)
        paper.rule(_LEFT, top, _RIGHT, top, OUTER * 2)
        paper.rule(_LEFT, top + tall * _DATE, _RIGHT, top + tall * _DATE, INNER)
        paper.rule(_LEFT, top + tall * (1 + _DATE) / 2, _LEFT + _SIDE, top + tall * (1 + _DATE) / 2, INNER)
    for at in range(columns):
        x = _LEFT + _SIDE + wide * at
        paper.rule(x, _GRID_TOP, x, bottom, OUTER)
    paper.box(_LEFT, _GRID_TOP, _ROOM, bottom - _GRID_TOP, OUTER * 3)


def _halves(paper: Paper, top: float, tall: float) -> None:
    half = tall * (1 - _DATE) / 2
    for at, text in enumerate(("上午", "下午")):
        y = top + tall * _DATE + half * (at + 0.5)
        paper.write(_LEFT + _SIDE / 2, y + 0.38 * 20 / MM, text, Face.HEI, 20, "center", room=_SIDE - 2)


def _day(paper: Paper, left: float, top: float, wide: float, tall: float, day: DutyDay) -> None:
    x, half = left + wide / 2, tall * (1 - _DATE) / 2
    date_size = min(20.0, tall * _DATE * MM * 0.8)
    y = top + tall * _DATE / 2 + 0.38 * date_size / MM
    paper.write(x, y, _date(day.on), Face.HEI, date_size, "center", room=wide - 3)
    if day.closed:
        middle = top + tall * (1 + _DATE) / 2
        paper.shade(left + 0.3, middle - half + 0.3, wide - 0.6, 2 * half - 0.6, 0.96)
        paper.write(x, middle + 0.38 * 20 / MM, day.rest, Face.SONG, 20, "center", room=wide - 3)
        return
    paper.rule(left, top + tall * (1 + _DATE) / 2, left + wide, top + tall * (1 + _DATE) / 2, INNER)
    size = min(40.0, max(READABLE, half * MM * 0.62))
    for at, duty in enumerate((day.morning, day.afternoon)):
        y = top + tall * _DATE + half * (at + 0.5) + 0.38 * size / MM
        if duty.name:
            paper.write(x, y, tidy(duty.name), Face.HEI, size, "center", room=wide - 3)


def _date(on: date) -> str:
    return f"{on.month}月{on.day}日"


def _below(paper: Paper, board: Board, bottom: float) -> None:
    """Hours, place, services and telephones beneath the grid, as large as there is room for."""
    lines = [
        (name, value)
        for name, value in (
            ("开放时间", board.hours),
            ("服务地点", board.address),
            ("服务事项", "、".join(board.services)),
            ("服务电话", board.phone),
        )
        if value
    ]
    lines.append(("监督电话", board.supervision or "　" * 8))
    room = A3.height - 22 - bottom - 8
    size = next(each for each in (34.0, 30.0, 26.0, 22.0, 18.0, 14.0, 11.0, 8.0) if _fits(lines, each, room))
    y = bottom + 8
    for name, value in lines:
        label = f"{name}："
        indent = width(label, Face.HEI, size) / MM
        for at, line in enumerate(wrap(tidy(value), Face.SONG, size, (_ROOM - indent) * MM)):
            y += size * _LEADING / MM
            if at == 0:
                paper.write(_LEFT, y, label, Face.HEI, size)
            paper.write(_LEFT + indent, y, line.text, Face.SONG, size)
        if name == "监督电话" and not board.supervision:
            paper.rule(_LEFT + indent, y + 1.5, _LEFT + indent + 70, y + 1.5, OUTER)
    paper.write(_RIGHT, A3.height - 14, board.office, Face.SONG, 16, "right", room=_ROOM)


_LEADING = 1.5


def _fits(lines: Sequence[tuple[str, str]], size: float, room: float) -> bool:
    many = 0
    for name, value in lines:
        indent = width(f"{name}：", Face.HEI, size)
        many += len(wrap(tidy(value), Face.SONG, size, _ROOM * MM - indent))
    return many * size * _LEADING / MM <= room or size <= 8.0
