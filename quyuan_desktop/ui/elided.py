"""A line of words that gives way when there is no room: it ends in … and tells the whole as a tooltip."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy

LEAST = 3


class Elided(QLabel):
    """Plain text on one line. It never makes the window wider than it is."""

    def __init__(self, text: str = "", role: str = "", tone: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setProperty("tone", tone)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def minimumSizeHint(self) -> QSize:
        whole = super().sizeHint()
        least = self.fontMetrics().horizontalAdvance("字") * LEAST
        return QSize(min(least, whole.width()), whole.height())

    def sizeHint(self) -> QSize:
        whole = super().sizeHint()
        return QSize(min(whole.width(), 4000), whole.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        room = self.contentsRect().width()
        line = self.text().replace("\n", " ")
        if self.fontMetrics().horizontalAdvance(line) <= room:
            self.setToolTip("")
            super().paintEvent(event)
            return
        self.setToolTip(self.text())
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        shown = self.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, room)
        painter.drawText(self.contentsRect(), self.alignment() | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()
