"""Small pictures beside the figures: thirteen months as columns, the parts of a group as bars; readable without colour."""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from quyuan_desktop.domain.figures import FigureLine, shown
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import forget, label
from quyuan_desktop.ui.elided import Elided
from quyuan_desktop.ui.trend import month_words

SMALL = 9.0
TOP = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
MIDDLE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
MOST_PARTS = 8
LEAST_PARTS = 3
WAN = 10_000


def short(value: int, unit: str) -> str:
    """A value in little room: 2.3万 for what has five digits or more."""
    text = shown(value, unit)
    whole = int(text.replace(",", "").partition(".")[0])
    return f"{whole / WAN:.1f}万" if abs(whole) >= WAN else text.partition(".")[0]


class MonthColumns(QWidget):
    """Months as columns from zero up, each with its number: the last one full, the same month a year before hatched."""

    def __init__(self) -> None:
        super().__init__()
        self.points: tuple[tuple[str, int], ...] = ()
        self._unit = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(340), theme.px(148))

    def show_points(self, points: tuple[tuple[str, int], ...], name: str, unit: str) -> None:
        """Draw (month, value) points, oldest first."""
        self.points, self._unit = points, unit
        told = "，".join(f"{month} {shown(value, unit)}" for month, value in points)
        self.setAccessibleName(f"{name}各月：{told}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.points:
            return
        painter = QPainter(self)
        painter.setFont(theme.font(SMALL))
        metrics = painter.fontMetrics()
        line, foot = metrics.height(), self.height() - metrics.height() * 2 - theme.px(6)
        most = max(1, *(value for _, value in self.points))
        gap = self.width() / len(self.points)
        wide = max(theme.px(4), round(gap * 0.6))
        last = len(self.points) - 1
        numbers = [short(value, self._unit) for _, value in self.points]
        peak = max(range(last + 1), key=lambda place: self.points[place][1])
        told = {0, last, *([peak] if 1 < peak < last - 1 else [])}
        crowded = max(metrics.horizontalAdvance(each) for each in numbers) > gap
        years = years_below([month for month, _ in self.points])
        for place, (month, value) in enumerate(self.points):
            middle = place * gap + gap / 2
            tall = (foot - line - theme.px(4)) * value / most
            box = QRectF(round(middle - wide / 2), foot - tall, wide, tall)
            self._paint_column(painter, box, place, last)
            if not crowded or place in told:
                self._paint_number(painter, numbers[place], middle, box.top(), strong=place == last)
            painter.setPen(theme.colour("text" if place == last else "muted"))
            below = QRectF(middle - gap, foot + theme.px(3), gap * 2, line * 2)
            words = month_words(month, place == 0) if place in years else f"{int(month[5:])}月"
            painter.drawText(
                below,
                TOP,
                words if gap >= metrics.horizontalAdvance("12月") + theme.px(6) else words.replace("月", ""),
            )
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(QPointF(0, foot + 0.5), QPointF(self.width(), foot + 0.5))
        painter.end()

    def _paint_column(self, painter: QPainter, box: QRectF, place: int, last: int) -> None:
        if box.height() <= 0:
            return
        ink = theme.colour("accent")
        painter.setPen(QPen(ink, 1))
        if place == last:
            painter.setBrush(ink)
        elif place == 0:
            painter.setBrush(QBrush(ink, Qt.BrushStyle.BDiagPattern))
        else:
            painter.setBrush(theme.colour("soft"))
        painter.drawRect(box)

    def _paint_number(self, painter: QPainter, text: str, middle: float, top: float, *, strong: bool) -> None:
        room = painter.fontMetrics().horizontalAdvance(text) + theme.px(2)
        left = min(max(middle - room / 2, 0), self.width() - room)
        painter.setPen(theme.colour("text" if strong else "muted"))
        high = painter.fontMetrics().height()
        painter.drawText(QRectF(left, top - high - 1, room, high), MIDDLE, text)


class Bar(NamedTuple):
    """One part of a group, with its value a year before."""

    name: str
    value: int
    before: int


def years_below(months: Sequence[str]) -> set[int]:
    """Below which of the months (2023-11) their year has room: the first, unless the next begins another, and January."""
    turns = {place for place, month in enumerate(months) if month.endswith("-01")}
    return turns if 1 in turns else {0, *turns}


class PartBars(QWidget):
    """The parts of a group as bars with their numbers at the right; a stroke, and a number in brackets, is the part a year
    before."""

    def __init__(self, bars: Sequence[Bar], unit: str) -> None:
        super().__init__()
        self.bars, self._unit = tuple(bars), unit
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.compared = any(each.before for each in self.bars)
        self.setAccessibleName("，".join(map(self._said, self.bars)))

    def _said(self, bar: Bar) -> str:
        before = f"（上年同期 {shown(bar.before, self._unit)}）" if self.compared else ""
        return f"{bar.name} {shown(bar.value, self._unit)}{before}"

    def numbers(self) -> list[tuple[str, str]]:
        """What stands at the right of each bar: its number, and in brackets that of the year before, where there was any."""
        return [
            (short(each.value, self._unit), f"({short(each.before, self._unit)})" if self.compared else "")
            for each in self.bars
        ]

    def sizeHint(self) -> QSize:
        return QSize(theme.px(340), theme.px(22) * len(self.bars))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme.font(SMALL))
        metrics = painter.fontMetrics()
        names = min(round(self.width() * 0.36), max(metrics.horizontalAdvance(each.name) for each in self.bars))
        numbers, gap, high = self.numbers(), theme.px(8), theme.px(22)
        now, before = (max(metrics.horizontalAdvance(pair[at]) for pair in numbers) for at in (0, 1))
        right = self.width() - before - (theme.px(6) if before else 0)
        left = names + gap
        room = right - now - gap - left
        most = max(1, *(max(each.value, each.before) for each in self.bars))
        for place, (bar, pair) in enumerate(zip(self.bars, numbers, strict=True)):
            row = QRectF(0, place * high, self.width(), high)
            painter.setPen(theme.colour("text"))
            name = metrics.elidedText(bar.name, Qt.TextElideMode.ElideRight, names)
            painter.drawText(QRectF(0, row.top(), names, high), RIGHT, name)
            self._paint_bar(painter, bar, QRectF(left, row.top(), room, high), most)
            painter.setPen(theme.colour("text"))
            painter.drawText(QRectF(left, row.top(), right - left, high), RIGHT, pair[0])
            painter.setPen(theme.colour("muted"))
            painter.drawText(row, RIGHT, pair[1])
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(QPointF(left + 0.5, 0), QPointF(left + 0.5, high * len(self.bars)))
        painter.end()

    def _paint_bar(self, painter: QPainter, bar: Bar, room: QRectF, most: int) -> None:
        filled = room.adjusted(0, theme.px(5), 0, -theme.px(5))
        filled.setWidth(room.width() * bar.value / most)
        painter.fillRect(filled, theme.colour("accent"))
        if not bar.before:
            return
        at = room.left() + room.width() * bar.before / most
        ends = QPointF(at, room.top() + theme.px(2)), QPointF(at, room.bottom() - theme.px(2))
        for colour, wide in (("base", 4), ("text", 2)):  # light around it: a stroke is seen within a bar, too
            painter.setPen(QPen(theme.colour(colour), theme.px(wide)))
            painter.drawLine(*ends)


class GroupParts(NamedTuple):
    """The parts of one group that have one unit and divide the whole."""

    name: str
    unit: str
    bars: tuple[Bar, ...]


def parts_of(lines: Sequence[FigureLine]) -> list[GroupParts]:
    """The groups that can be drawn: three parts or more of one unit, any above zero now or a year before; largest first."""
    found = []
    for group, members in groupby((line for line in lines if line.counted), lambda line: line.group):
        own = list(members)
        depth = min(line.figure.code.count(".") for line in own)
        own = [line for line in own if line.figure.code.count(".") == depth and depth >= 2]
        if len(own) < LEAST_PARTS or len({line.figure.unit for line in own}) != 1:
            continue
        bars = sorted(
            (
                Bar(line.figure.label, line.figure.value, line.last_year)
                for line in own
                if line.figure.value or line.last_year
            ),
            key=lambda bar: (-bar.value, -bar.before),
        )
        rest = bars[MOST_PARTS:]
        if rest:
            told = Bar(f"其余{len(rest)}项", sum(each.value for each in rest), sum(each.before for each in rest))
            bars = [*bars[:MOST_PARTS], told]
        if bars:
            found.append(GroupParts(group, own[0].figure.unit, tuple(bars)))
    return found


class Charts(QScrollArea):
    """The pictures of a table: the months of the line one stands on, then its groups, that of the line first."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("图表")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.ground = QWidget()
        self.ground.setProperty("role", "page")
        self.head = Elided("", "heading")
        self.columns = MonthColumns()
        self._groups: list[GroupParts] = []
        self._first = ""
        self._column = QVBoxLayout(self.ground)
        self._column.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        self._column.setSpacing(theme.px(8))
        self._column.addWidget(self.head)
        self._column.addWidget(label("近 13 个月；斜线为上年同月", "hint"))
        self._column.addWidget(self.columns)
        self._parts = QVBoxLayout()
        self._parts.setSpacing(theme.px(8))
        self._column.addLayout(self._parts)
        self._column.addStretch(1)
        self.setWidget(self.ground)

    def show_months(self, line: FigureLine, points: tuple[tuple[str, int], ...]) -> None:
        """Draw the months of a line."""
        self.head.setText(f"{line.figure.label}（{line.figure.unit}）")
        self.columns.show_points(points, line.figure.label, line.figure.unit)

    def show_parts(self, lines: Sequence[FigureLine], first: str) -> None:
        """Draw the groups of a table, the group called `first` before the others."""
        groups = parts_of(lines)
        if (groups, first) == (self._groups, self._first):
            return
        self._groups, self._first = groups, first
        forget(self._parts)
        for group in sorted(groups, key=lambda each: each.name != first):
            self._parts.addSpacing(theme.px(8))
            self._parts.addWidget(Elided(f"{group.name}（{group.unit}）", "heading"))
            if any(bar.before for bar in group.bars):
                self._parts.addWidget(label("竖线和括号里的数为上年同期", "hint"))
            self._parts.addWidget(PartBars(group.bars, group.unit))
