"""The coverage board on one A4 page: a tile per village, to be taken in at a glance and read in black and white."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil

from quyuan_desktop.documents.fonts import Face, tidy, width
from quyuan_desktop.documents.form import signature
from quyuan_desktop.documents.page import A4_LANDSCAPE, INNER, MM, OUTER, SIZE_5, SMALL_5, SMALL_TITLE, Paper
from quyuan_desktop.documents.sheet import long_date
from quyuan_desktop.documents.wrap import Line, wrap

TITLE = "一村一法律顾问覆盖一览"
SIGNS = {"red": "■", "amber": "▲", "green": "○"}
"""The shape of each light: what colour says on the screen, the shape says on paper."""
WORDS = {"red": "缺口", "amber": "注意", "green": "正常"}
_LEFT, _ROOM = A4_LANDSCAPE.left - 6, A4_LANDSCAPE.room + 12
_TOP, _BOTTOM = 33.0, 171.0  # of the tiles, in millimetres
_FOOT = 199.0  # baseline of the signatures
_TOWN, _GAP, _APART = 15.0, 1.6, 3.0  # millimetres: the town's name, between tiles, between towns
_TALLEST, _LOWEST = 22.0, 14.0  # millimetres: height of a tile
_COLUMNS = range(6, 11)
_SMALLEST = (5.0, 2.4, 7)
_SETTINGS = ((SMALL_5, 4.2, 4), (7.5, 3.5, 5), (6.0, 2.8, 6), _SMALLEST)
"""Of the lists of gaps: size of type in points, leading in millimetres, how many lines there is room for."""
_TYPE = ((SIZE_5, 0.80), (SMALL_5, 0.72), (7.5, 0.62))
"""Sizes of type in a tile: at most so many points, and so much of the height of one of its four lines."""
_GREY = 0.55  # of the part of a bar that is filled
_SHADES = {"red": 0.86, "amber": 0.95, "green": 1.0}
_WEIGHTS = {"red": 1.4, "amber": 0.7, "green": INNER}


@dataclass(frozen=True, slots=True)
class TileSheet:
    """One village: `light` is red, amber or green; `filled` the part of the month's hours that is done, 0 to 1.

    `hours` says it in words (2.5/4); `last` is the day of the newest service.
    """

    name: str
    light: str
    adviser: str
    faults: Sequence[str]
    until: str
    filled: float
    hours: str
    lectures: int
    lectures_wanted: int
    last: str


@dataclass(frozen=True, slots=True)
class TownSheet:
    """One town with its villages, in the order in which they are shown."""

    label: str
    tiles: Sequence[TileSheet]


@dataclass(frozen=True, slots=True)
class BoardSheet:
    """The board in words: its totals in two lines, the towns, the lists of gaps by name, what to look at, the duty."""

    office: str
    on: date
    totals: str
    rates: str
    towns: Sequence[TownSheet]
    gaps: Sequence[tuple[str, Sequence[str]]]
    checks: str
    duty: str


def coverage_sheet_pdf(board: BoardSheet, made: datetime, by: str) -> bytes:
    """The board as PDF, on more than one page only where the tiles would be too small to read.

    `made` (with its zone) and `by` say when and by whom it was drawn up. Raises `Trouble` naming characters that no
    font has.
    """
    paper = Paper(A4_LANDSCAPE, TITLE, board.office, made)
    columns, height = _measure(board.towns)
    pages = _pages(board.towns, columns, height)
    for number, page in enumerate(pages, 1):
        _heading(paper, board)
        _towns(paper, page, columns, height)
        _below(paper, board)
        _foot(paper, f"{tidy(by)} {made:%Y-%m-%d %H:%M}")
        paper.end_page(number, len(pages))
    return paper.finish()


# -- how large


def _measure(towns: Sequence[TownSheet]) -> tuple[int, float]:
    """The number of columns and the height of a tile with which all is on one page; the smallest where it is not."""
    for columns in _COLUMNS:
        rows = sum(ceil(len(town.tiles) / columns) for town in towns)
        free = _BOTTOM - _TOP - max(0, len(towns) - 1) * _APART - max(0, rows - len(towns)) * _GAP
        height = free / rows if rows else _TALLEST
        if height >= _LOWEST + 2 or (height >= _LOWEST and columns == _COLUMNS[-1]):
            return columns, min(height, _TALLEST)
    return _COLUMNS[-1], _LOWEST


def _pages(towns: Sequence[TownSheet], columns: int, height: float) -> list[list[TownSheet]]:
    """Divides the rows among pages; a town may go on upon the next."""
    pages: list[list[TownSheet]] = [[]]
    y = _TOP
    for town in towns:
        for at in range(0, len(town.tiles), columns):
            tiles = town.tiles[at : at + columns]
            if y + height > _BOTTOM + 1e-6:
                pages.append([])
                y = _TOP
            page = pages[-1]
            if at and page and page[-1].label == town.label:
                page[-1] = TownSheet(town.label, [*page[-1].tiles, *tiles])
            else:
                page.append(TownSheet(town.label, list(tiles)))
            last = at + columns >= len(town.tiles)
            y += height + (_APART if last else _GAP)
    return pages


# -- drawing


def _heading(paper: Paper, board: BoardSheet) -> None:
    paper.write(_LEFT + _ROOM / 2, 16, TITLE, Face.TITLE, SMALL_TITLE, "center", 2.0)
    paper.write(_LEFT, 23, board.office, Face.SONG, SIZE_5, room=_ROOM / 2)
    paper.write(_LEFT + _ROOM, 23, f"截至 {long_date(board.on)}", Face.SONG, SIZE_5, "right")
    paper.write(_LEFT, 29.5, board.totals, Face.HEI, SIZE_5, room=_ROOM * 0.36)
    paper.write(_LEFT + _ROOM, 29.5, board.rates, Face.SONG, SIZE_5, "right", room=_ROOM * 0.62)


def _towns(paper: Paper, page: Sequence[TownSheet], columns: int, height: float) -> None:
    wide = (_ROOM - _TOWN - (columns - 1) * _GAP) / columns
    y = _TOP
    if not page:
        paper.write(_LEFT + _ROOM / 2, 90, "还没有登记村（社区）", Face.SONG, SIZE_5, "center")
    for town in page:
        rows = ceil(len(town.tiles) / columns)
        high = rows * height + (rows - 1) * _GAP
        _town_name(paper, town, y, high)
        for place, tile in enumerate(town.tiles):
            row, column = divmod(place, columns)
            _tile(paper, tile, _LEFT + _TOWN + column * (wide + _GAP), y + row * (height + _GAP), wide, height)
        y += high + _APART


def _town_name(paper: Paper, town: TownSheet, y: float, high: float) -> None:
    label = tidy(town.label)
    paper.rule(_LEFT + _TOWN - 2.2, y, _LEFT + _TOWN - 2.2, y + high, OUTER)
    paper.write(_LEFT, y + 4.2, label, Face.HEI, SIZE_5, room=_TOWN - 3)
    faulty = sum(tile.light != "green" for tile in town.tiles)
    if high > 9:
        paper.write(_LEFT, y + 8.6, f"{len(town.tiles)} 村", Face.SONG, SMALL_5, room=_TOWN - 3)
    if high > 13 and faulty:
        paper.write(_LEFT, y + 12.6, f"{faulty} 待补", Face.SONG, SMALL_5, room=_TOWN - 3)


def _tile(paper: Paper, tile: TileSheet, x: float, y: float, wide: float, high: float) -> None:
    if _SHADES[tile.light] < 1:
        paper.shade(x, y, wide, high, _SHADES[tile.light])
    paper.box(x, y, wide, high, _WEIGHTS[tile.light])
    inner = wide - 2.4
    line = high / 4
    large, small, least = (min(size, line * MM * share) for size, share in _TYPE)
    sign = f"{SIGNS[tile.light]} {tidy(tile.name)}"
    paper.write(x + 1.2, y + line * 0.94, sign, Face.HEI, large, room=inner)
    below = y + line * 1.84
    paper.write(x + 1.2, below, tidy(tile.adviser) or "—", Face.SONG, small, room=inner * 0.46)
    last = f"近{tile.last}" if tile.adviser else ""
    paper.write(x + wide - 1.2, below, last, Face.SONG, least, "right", room=inner * 0.50)
    words = "、".join(tile.faults) or f"{WORDS[tile.light]} {tile.until}"
    face = Face.SONG if tile.light == "green" else Face.HEI
    paper.write(x + 1.2, y + line * 2.74, _fitted(words, face, least + 0.5, inner), face, least + 0.5, room=inner)
    if tile.adviser:
        _bar(paper, tile, x + 1.2, y + line * 3.06, inner, least)


def _fitted(words: str, face: Face, size: float, room: float) -> str:
    """`words`, of several faults as many as can be read in `room` millimetres, with how many more there are."""
    parts = words.split("、")
    for count in range(len(parts), 1, -1):
        shown = "、".join(parts[:count]) + (f" +{len(parts) - count}" if count < len(parts) else "")
        if width(tidy(shown), face, size) <= room * MM * 1.2:
            return shown
    return parts[0] + (f" +{len(parts) - 1}" if len(parts) > 1 else "")


def _bar(paper: Paper, tile: TileSheet, x: float, y: float, room: float, size: float) -> None:
    """The month's hours as a bar with its numbers, and a dot for each lecture of the quarter."""
    dots = "●" * min(tile.lectures, 4) + "○" * max(0, min(tile.lectures_wanted, 4) - tile.lectures)
    across, high = room * 0.36, size / MM * 0.76
    paper.shade(x, y, across * max(0.0, min(1.0, tile.filled)), high, _GREY)
    paper.box(x, y, across, high, INNER)
    base = y + high - 0.1
    paper.write(x + across + 1, base, f"{tile.hours}时", Face.SONG, size, room=room * 0.33)
    paper.write(x + room, base, f"讲{dots}" if dots else "", Face.SONG, size, "right", room=room * 0.25)


def _below(paper: Paper, board: BoardSheet) -> None:
    """The lists of gaps by name, in as many lines as there is room for, and what the signs mean."""
    y = _BOTTOM + 4.5
    parts = [f"{label}（{len(names)}）：{'、'.join(names)}" for label, names in board.gaps]
    if board.checks:
        parts.append(f"本季待核对：{board.checks}")
    text = tidy("；".join(parts) + "。") if parts else "没有缺口。"
    size, leading, lines = _set(text)
    if len(lines) > _SMALLEST[2]:
        counts = "；".join(f"{label} {len(names)}" for label, names in board.gaps)
        size, leading, lines = _set(tidy(f"{counts}。名单见看板。"))
    paper.write_lines(_LEFT, y, lines, Face.SONG, size, leading * MM)
    signs = "　".join(f"{SIGNS[light]} {WORDS[light]}" for light in ("green", "amber", "red"))
    legend = (
        f"{signs}　横条：本月现场工时/应服务工时　讲●：本季讲座（○ 尚缺）　近：最近一次服务　职责：{board.duty}"
    )
    paper.write(_LEFT, 192.8, tidy(legend), Face.SONG, SMALL_5, room=_ROOM)


def _set(text: str) -> tuple[float, float, list[Line]]:
    """Size of type in points, leading in millimetres, and the lines of `text` in the first size that has room."""
    for size, leading, most in _SETTINGS:
        lines = wrap(text, Face.SONG, size, _ROOM * MM)
        if len(lines) <= most:
            return size, leading, lines
    return size, leading, lines


def _foot(paper: Paper, made: str) -> None:
    paper.write(_LEFT, _FOOT, f"制表：{made}", Face.SONG, SIZE_5, room=70)
    signature(paper, _LEFT + 90, _FOOT, "审核人：", _LEFT + 135, SIZE_5)
    signature(paper, _LEFT + 150, _FOOT, "负责人：", _LEFT + 195, SIZE_5)
    paper.write(_LEFT + _ROOM, _FOOT, "（盖章）", Face.SONG, SIZE_5, "right")
