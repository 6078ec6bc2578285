"""Showing a page and pressing keys in it, as tests of pages need it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester

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


def focused() -> QWidget:
    """What has the focus."""
    found = QApplication.focusWidget()
    assert found is not None, "nothing has the focus"
    return found


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is."""
    QTest.keyClick(focused(), key, modifier)


def type_in(text: str) -> None:
    """Type Latin letters and digits where the focus is."""
    QTest.keyClicks(focused(), text)


class _Watch(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.shown: list[QWidget] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(watched)
        return False


@contextmanager
def windows_shown() -> Iterator[list[QWidget]]:
    """The widgets that were shown as windows meanwhile."""
    app = QApplication.instance()
    assert app is not None
    watch = _Watch()
    app.installEventFilter(watch)
    try:
        yield watch.shown
    finally:
        app.removeEventFilter(watch)


def check_model(tester: "ModelTester", model: QAbstractItemModel) -> None:
    """Hold `model` against Qt's rules for models."""
    tester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt leaves it untyped


def texts(widget: QWidget) -> list[str]:
    """What its visible labels say."""
    return [each.text() for each in widget.findChildren(QLabel) if each.isVisible() and each.text()]


def dialog(page: QWidget, kind: type[Any], qtbot: QtBot, settle: Callable[[], None]) -> Any:
    """The dialogue over `page` that is open, when it has looked for sticks."""
    found = [each for each in page.findChildren(kind) if each.isVisible()]
    assert len(found) == 1, found
    settle()
    settle()
    qtbot.waitUntil(found[0].isActiveWindow)
    return found[0]
