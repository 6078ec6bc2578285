"""The tabs of the desks: they draw closer together where the window has no room for them as they like to stand."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QTabBar

from quyuan_desktop.ui import theme

BESIDE = 28
"""Pixels at 100 % left and right of a tab's words, in the theme, where there is room."""


class DeskTabs(QTabBar):
    """One row of tabs; narrow where the wide ones would be cut off, and scrolled only where those do not fit either."""

    def __init__(self) -> None:
        super().__init__()
        self.setExpanding(False)
        self.setAccessibleName("业务台")
        self.setProperty("narrow", False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        words = (self.fontMetrics().horizontalAdvance(self.tabText(place)) for place in range(self.count()))
        narrow = sum(width + theme.px(BESIDE) for width in words) > self.width()
        if narrow != self.property("narrow"):
            self.setProperty("narrow", narrow)
            theme.restyle(self)
            # WORKAROUND(a tab bar measures its tabs anew only when it is told that the style changed)
            QApplication.sendEvent(self, QEvent(QEvent.Type.StyleChange))
