"""Hours month by month as bars against the duty, lectures as dots: readable in black and white, numbers at the bars."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from quyuan_desktop.services.coverage import hours
from quyuan_desktop.services.village_file import FileMonth
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.trend import month_words

SMALL = 9.0
HEAD, FOOT, SIDE = 18, 56, 12
MOST_DOTS = 4
MIDDLE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
TOP = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop


class MonthBars(QWidget):
    """Draws months from zero up. A bar that reaches the duty is full, one that falls short is hatched; the duty is a

    stroke across; a dot for each lecture stands below.
    """

    def __init__(self) -> None:
        super().__init__()
        self.months: Sequence[FileMonth] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_months(self, months: Sequence[FileMonth]) -> None:
        """Draw `months`, oldest first."""
        self.months = months
        told = "；".join(
            f"{each.first:%Y-%m} 现场 {hours(each.minutes)} 小时，讲座 {each.lectures} 次" for each in months
        )
        self.setAccessibleName(f"各月现场工时和讲座：{told}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(520), theme.px(168))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.months:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(SMALL))
        foot = self.height() - theme.px(FOOT)
        high = foot - theme.px(HEAD)
        most = max(60.0, *(max(each.minutes, each.wanted) for each in self.months))
        gap = (self.width() - 2 * theme.px(SIDE)) / len(self.months)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(QPointF(theme.px(SIDE), foot + 0.5), QPointF(self.width() - theme.px(SIDE), foot + 0.5))
        for place, month in enumerate(self.months):
            box = QRectF(theme.px(SIDE) + place * gap, theme.px(HEAD), gap, high)
            self._paint_bar(painter, month, box, most)
            self._paint_foot(painter, month, box, first=place == 0)
        painter.end()

    def _paint_bar(self, painter: QPainter, month: FileMonth, box: QRectF, most: float) -> None:
        wide = min(theme.px(26), box.width() * 0.56)
        tall = box.height() * month.minutes / most
        bar = QRectF(box.center().x() - wide / 2, box.bottom() - tall, wide, tall)
        done = month.minutes >= month.wanted
        painter.setPen(QPen(theme.colour("accent"), 1))
        if tall > 0:
            painter.setBrush(theme.colour("base"))
            painter.drawRect(bar)
            pattern = Qt.BrushStyle.SolidPattern if done else Qt.BrushStyle.BDiagPattern
            brush = painter.brush()
            brush.setColor(theme.colour("accent"))
            brush.setStyle(pattern)
            painter.setBrush(brush)
            painter.drawRect(bar)
        if month.wanted > 0:
            y = box.bottom() - box.height() * month.wanted / most
            painter.setPen(QPen(theme.colour("text"), theme.px(2)))
            painter.drawLine(QPointF(bar.left() - theme.px(4), y), QPointF(bar.right() + theme.px(4), y))
        if month.minutes or month.wanted:
            painter.setPen(theme.colour("text" if done else "amber"))
            line = theme.px(16)
            above = min(bar.top(), box.bottom() - (box.height() * month.wanted / most if done is False else 0))
            painter.drawText(QRectF(box.left(), above - line - 2, box.width(), line), MIDDLE, hours(month.minutes))

    def _paint_foot(self, painter: QPainter, month: FileMonth, box: QRectF, *, first: bool) -> None:
        side, gap = theme.px(7), theme.px(3)
        count = min(MOST_DOTS, month.lectures)
        left = box.center().x() - (count * (side + gap) - gap) / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("text"))
        for place in range(count):
            painter.drawEllipse(QRectF(left + place * (side + gap), box.bottom() + theme.px(5), side, side))
        painter.setPen(theme.colour("muted"))
        below = QRectF(box.left(), box.bottom() + theme.px(16), box.width(), theme.px(FOOT))
        painter.drawText(below, TOP, month_words(f"{month.first:%Y-%m}", first))
