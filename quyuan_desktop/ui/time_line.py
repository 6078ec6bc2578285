"""One person's records on one line of time: painted, clicked, and walked with the arrow keys."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from quyuan_desktop.services.recognise import Moment
from quyuan_desktop.ui import theme

GAP = 26
DOT = 4


class TimeLine(QWidget):
    """Shows moments, oldest at the left. opened(register, uid): one of them was clicked or entered.

    When they lack room the oldest give way; the arrow keys bring them back.
    """

    opened = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._moments: list[Moment] = []
        self._here = -1
        self._at = -1
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_moments(self, moments: list[Moment], uid: str) -> None:
        """Show `moments`, of which the record `uid` is the one looked at."""
        self._moments = moments
        uids = [moment.uid for moment in moments]
        self._here = uids.index(uid) if uid in uids else -1
        self._at = self._here
        self._announce()
        self.update()

    def label(self, at: int) -> str:
        """What stands at a moment: the day, with its year where it differs from the one before."""
        moment = self._moments[at]
        same = at > 0 and self._moments[at - 1].day.year == moment.day.year
        day = f"{moment.day:%m-%d}" if same else f"{moment.day:%Y-%m-%d}"
        return f"{day} {moment.label}"

    def sizeHint(self) -> QSize:
        return QSize(300, self.fontMetrics().height() + 14)

    def minimumSizeHint(self) -> QSize:
        return QSize(100, self.sizeHint().height())

    def _spots(self) -> list[tuple[int, QRect]]:
        """Which moments have room, with their places, from the left."""
        metrics = self.fontMetrics()
        wide = [metrics.horizontalAdvance(self.label(at)) + 2 * DOT + 14 for at in range(len(self._moments))]
        last = len(wide) - 1
        first = last
        room = self.width() - self._more_width()
        used = wide[last] if wide else 0
        while first > 0 and used + GAP + wide[first - 1] <= room:
            first -= 1
            used += GAP + wide[first]
        if 0 <= self._at < first:
            first = self._at
        left = self._more_width() if first else 0
        spots: list[tuple[int, QRect]] = []
        for at in range(max(first, 0), len(wide)):
            if left + wide[at] > self.width() and spots:
                break
            spots.append((at, QRect(left, 0, wide[at], self.height())))
            left += wide[at] + GAP
        return spots

    def _more_width(self) -> int:
        return self.fontMetrics().horizontalAdvance("更早 99 次") + GAP

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, quiet, accent = theme.colour("text"), theme.colour("muted"), theme.colour("accent")
        ground = theme.colour("base")
        middle = self.height() // 2
        spots = self._spots()
        if spots and spots[0][0] > 0:
            painter.setPen(quiet)
            box = QRect(0, 0, self._more_width() - GAP, self.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, f"更早 {spots[0][0]} 次")
        for place, (at, spot) in enumerate(spots):
            here = at == self._here
            if place or at:
                painter.setPen(theme.colour("border"))
                painter.drawLine(spot.left() - GAP + 6, middle, spot.left() - 4, middle)
            painter.setPen(accent if here else quiet)
            painter.setBrush(accent if here else ground)
            painter.drawEllipse(QPoint(spot.left() + DOT + 2, middle), DOT, DOT)
            painter.setPen(ink if here else quiet)
            font = self.font()
            font.setBold(here)
            painter.setFont(font)
            painter.drawText(spot.adjusted(2 * DOT + 8, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.label(at))
            if at == self._at and self.hasFocus():
                painter.setPen(accent)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(spot.adjusted(-3, 2, 0, -3), 4, 4)
        painter.end()

    # -- walking and opening

    def _announce(self) -> None:
        count = len(self._moments)
        name = f"时间线，{count} 次" if count else "时间线"
        if 0 <= self._at < count:
            name += f"，第 {self._at + 1} 次：{self.label(self._at)} {self._moments[self._at].title}"
        self.setAccessibleName(name)
        if self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))

    def _walk(self, at: int) -> None:
        self._at = min(max(at, 0), len(self._moments) - 1)
        self._announce()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: self._at - 1,
            Qt.Key.Key_Right: self._at + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self._moments) - 1,
        }
        key = Qt.Key(event.key())
        if self._moments and key in steps:
            self._walk(steps[key])
        elif self._moments and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(self._at)
        else:
            super().keyPressEvent(event)

    def _under(self, at: QPoint) -> int:
        return next((moment for moment, spot in self._spots() if spot.contains(at)), -1)

    def _open(self, at: int) -> None:
        if 0 <= at < len(self._moments) and at != self._here:
            self.opened.emit(self._moments[at].register, self._moments[at].uid)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._under(event.position().toPoint())
        if at >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self._walk(at)
            self._open(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._under(event.position().toPoint())
        pointing = at >= 0 and at != self._here
        self.setCursor(Qt.CursorShape.PointingHandCursor if pointing else Qt.CursorShape.ArrowCursor)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip:
            at = self._under(self.mapFromGlobal(self.cursor().pos()))
            if at >= 0:
                moment = self._moments[at]
                QToolTip.showText(self.cursor().pos(), f"{moment.number}　{moment.title}", self)
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
