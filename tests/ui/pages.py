"""Showing a page and pressing keys in it, as tests of pages need it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def show(qtbot: QtBot, page: QWidget, settle: Callable[[], None]) -> None:
    """Show `page` as the active window, as large as it is on a 1366 x 768 screen, and wait for what it loads."""
    qtbot.addWidget(page)
    page.resize(1190, 660)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    settle()


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is."""
    focus = QApplication.focusWidget()
    assert focus is not None, "nothing has the focus"
    QTest.keyClick(focus, key, modifier)


def texts(widget: QWidget) -> list[str]:
    """What its visible labels say."""
    return [each.text() for each in widget.findChildren(QLabel) if each.isVisible() and each.text()]
