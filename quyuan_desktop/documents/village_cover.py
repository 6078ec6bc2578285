"""The cover of a village's file (一村一卷): whose file it is, who advises it, and the year month by month. A4."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from quyuan_desktop.documents.fonts import Face, tidy
from quyuan_desktop.documents.form import signature
from quyuan_desktop.documents.page import A4, INNER, MM, OUTER, SIZE_4, SIZE_5, SMALL_4, SMALL_5, TITLE_SIZE, Paper
from quyuan_desktop.documents.sheet import long_date
from quyuan_desktop.documents.wrap import wrap

TITLE = "一村一法律顾问工作卷"
NOTE = "一村一卷、一事一记、一次一记"
HEADS = ("月份", "现场工时", "应服务工时", "讲座", "服务次数", "服务人数")
SHORT = "欠"
_LEFT, _ROOM = A4.left, A4.room
_MIDDLE = _LEFT + _ROOM / 2
_FIELDS = 98.0  # top of the table of fields, in millimetres
_ROW, _MONTH = 10.5, 6.6  # heights of its rows and of a month's row
_LABEL = 25.0  # width of a label
_SHARES = (0.14, 0.20, 0.22, 0.14, 0.15, 0.15)


@dataclass(frozen=True, slots=True)
class CoverMonth:
    """One month: hours in words, whether they fall short, and counts."""

    label: str
    hours: str
    wanted: str
    short: bool
    lectures: int
    services: int
    people: int


@dataclass(frozen=True, slots=True)
class CoverSheet:
    """What stands on the cover; `fields` are labels with their texts, two to a row."""

    office: str
    village: str
    year: int
    fields: Sequence[tuple[str, str]]
    earlier: str
    months: Sequence[CoverMonth]
    hours: str
    wanted: str
    on: date


def village_cover_pdf(cover: CoverSheet, made: datetime, by: str) -> bytes:
    """The cover as PDF, one page; every text is fitted to its cell. `made` (with its zone) and `by`: when and by whom.

    Raises `Trouble` naming characters that no font has.
    """
    paper = Paper(A4, f"{TITLE} {cover.village}", cover.office, made)
    paper.write(_MIDDLE, 33, cover.office, Face.TITLE, SIZE_4 + 2, "center", 1.0, room=_ROOM)
    paper.write(_MIDDLE, 50, TITLE, Face.TITLE, TITLE_SIZE + 4, "center", 3.0, room=_ROOM)
    paper.write(_MIDDLE, 66, tidy(cover.village), Face.TITLE, TITLE_SIZE, "center", 2.0, room=_ROOM)
    paper.rule(_MIDDLE - 45, 70, _MIDDLE + 45, 70, OUTER)
    paper.write(_MIDDLE, 79, f"{cover.year} 年度", Face.HEI, SIZE_4, "center", 2.0)
    paper.write(_MIDDLE, 87, NOTE, Face.SONG, SIZE_5, "center", 1.0)
    y = _months(paper, cover, _fields(paper, cover))
    _foot(paper, cover, max(y + 11, 268.0), f"{tidy(by)} {made:%Y-%m-%d %H:%M}")
    paper.end_page()
    return paper.finish()


def _fields(paper: Paper, cover: CoverSheet) -> float:
    """The table of fields and the earlier advisers; the bottom of it."""
    half = _ROOM / 2
    rows = (len(cover.fields) + 1) // 2
    for place, (label, text) in enumerate(cover.fields):
        row, side = divmod(place, 2)
        _cell(paper, _LEFT + side * half, _FIELDS + row * _ROW, half, label, text)
    bottom = _FIELDS + rows * _ROW
    _cell(paper, _LEFT, bottom, _ROOM, "历任顾问", cover.earlier)
    paper.box(_LEFT, _FIELDS, _ROOM, bottom + _ROW - _FIELDS, OUTER)
    return bottom + _ROW


def _cell(paper: Paper, x: float, y: float, wide: float, label: str, text: str) -> None:
    paper.shade(x, y, _LABEL, _ROW)
    paper.box(x, y, wide, _ROW, INNER)
    paper.rule(x + _LABEL, y, x + _LABEL, y + _ROW)
    paper.write(x + _LABEL / 2, y + _ROW / 2 + 1.4, label, Face.SONG, SIZE_5, "center", room=_LABEL - 2)
    room = wide - _LABEL - 3
    lines = wrap(tidy(text), Face.SONG, SIZE_5, room * MM)
    if len(lines) == 1:
        paper.write(x + _LABEL + 1.5, y + _ROW / 2 + 1.4, tidy(text), Face.SONG, SIZE_5)
        return
    small = wrap(tidy(text), Face.SONG, SMALL_5, room * MM)
    if len(small) == 2:
        paper.write_lines(x + _LABEL + 1.5, y + 4.4, small, Face.SONG, SMALL_5, 4.0 * MM)
    else:
        tiny = wrap(tidy(text), Face.SONG, 6.5, room * MM)
        for size in (6.5, 5.5, 4.5, 3.6):
            tiny = wrap(tidy(text), Face.SONG, size, room * MM)
            if len(tiny) * size * 1.15 / MM <= _ROW - 1:
                break
        leading = min(size * 1.15, (_ROW - 1) * MM / len(tiny))
        paper.write_lines(x + _LABEL + 1.5, y + 1 + size / MM, tiny, Face.SONG, size, leading)


def _months(paper: Paper, cover: CoverSheet, above: float) -> float:
    """The year's months and their sum; the bottom of it."""
    y = above + 11
    paper.write(_LEFT, y - 2.5, f"{cover.year} 年服务情况", Face.HEI, SMALL_4)
    paper.write(_LEFT + _ROOM, y - 2.5, f"截至 {long_date(cover.on)}　工时单位：小时", Face.SONG, SMALL_5, "right")
    edges = [_LEFT]
    for share in _SHARES:
        edges.append(edges[-1] + share * _ROOM)
    total = (
        "合计",
        cover.hours,
        cover.wanted,
        str(sum(each.lectures for each in cover.months)),
        str(sum(each.services for each in cover.months)),
        str(sum(each.people for each in cover.months)),
    )
    rows = [HEADS, *(_row(each) for each in cover.months), total]
    for place, texts in enumerate(rows):
        top = y + place * _MONTH
        strong = place in (0, len(rows) - 1)
        if strong:
            paper.shade(_LEFT, top, _ROOM, _MONTH)
        paper.rule(_LEFT, top, _LEFT + _ROOM, top)
        for left, right, text in zip(edges, edges[1:], texts, strict=False):
            face = Face.HEI if strong else Face.SONG
            paper.write((left + right) / 2, top + _MONTH / 2 + 1.3, text, face, SIZE_5, "center")
    bottom = y + len(rows) * _MONTH
    for edge in edges[1:-1]:
        paper.rule(edge, y, edge, bottom)
    paper.box(_LEFT, y, _ROOM, bottom - y, OUTER)
    return bottom


def _row(month: CoverMonth) -> tuple[str, ...]:
    hours = f"{month.hours}（{SHORT}）" if month.short else month.hours
    counts = (str(each) for each in (month.lectures, month.services, month.people))
    return month.label, hours, month.wanted, *counts


def _foot(paper: Paper, cover: CoverSheet, y: float, made: str) -> None:
    signature(paper, _LEFT, y, "立卷人：", _LEFT + 45, SIZE_5)
    signature(paper, _LEFT + 53, y, "审核人：", _LEFT + 98, SIZE_5)
    signature(paper, _LEFT + 106, y, "归档日期：", _LEFT + _ROOM, SIZE_5)
    paper.write(_LEFT, y + 8, f"制表：{made}　“{SHORT}”为现场工时少于应服务工时。", Face.SONG, SMALL_5, room=_ROOM)
