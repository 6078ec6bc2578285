"""A line over months, with its numbers written at the points: no legend, no axis to guess from."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from quyuan_desktop.ui import theme

SMALL = 9.0
FOOT = 42
TOP = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop


def month_words(month: str, first: bool) -> str:
    """How a month is written below its point: 11月, with the year on a second line where one begins."""
    year, _, number = month.partition("-")
    return f"{int(number)}月\n{year}" if first or number == "01" else f"{int(number)}月"


class TrendLine(QWidget):
    """Draws (month, count) points from zero up; every number stands at its point."""

    def __init__(self) -> None:
        super().__init__()
        self.points: tuple[tuple[str, int], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_points(self, points: tuple[tuple[str, int], ...], what: str) -> None:
        """Draw `points`, oldest first; `what` they count is told to a screen reader."""
        self.points = points
        told = "，".join(f"{month} {count}" for month, count in points)
        self.setAccessibleName(f"{what}：{told}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(600), theme.px(148))

    def positions(self) -> list[QPointF]:
        """Where the points lie, in pixels."""
        if not self.points:
            return []
        head, foot, side = theme.px(24), theme.px(FOOT), theme.px(36)
        high = self.height() - head - foot
        most = max(1, *(count for _, count in self.points))
        gap = (self.width() - 2 * side) / max(1, len(self.points) - 1)
        return [
            QPointF(side + place * gap, head + high * (1 - count / most))
            for place, (_, count) in enumerate(self.points)
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        places = self.positions()
        if not places:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(SMALL))
        foot = self.height() - theme.px(FOOT)
        painter.setPen(QPen(theme.colour("hairline"), 1))
        painter.drawLine(QPointF(theme.px(12), foot + 0.5), QPointF(self.width() - theme.px(12), foot + 0.5))
        painter.setPen(QPen(theme.colour("accent"), theme.px(2)))
        painter.drawPolyline(QPolygonF(places))
        last = len(places) - 1
        for place, (point, (month, count)) in enumerate(zip(places, self.points, strict=True)):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            size = theme.px(4) if place == last else theme.px(2.5)
            painter.drawEllipse(point, size, size)
            painter.setPen(theme.colour("text" if place == last else "muted"))
            box = QRectF(point.x() - theme.px(40), point.y() - theme.px(23), theme.px(80), theme.px(18))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(count))
            below = QRectF(point.x() - theme.px(44), foot + theme.px(4), theme.px(88), theme.px(FOOT))
            painter.drawText(below, TOP, month_words(month, place == 0))
        painter.end()
