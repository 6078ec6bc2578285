"""The window's keys, and waiting for what comes of them."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from quyuan_desktop.registers import DESKS
from quyuan_desktop.registers.base import Desk
from quyuan_desktop.services.save_record import Saved
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.window import MainWindow
from tests.offices import save

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
Settle = Callable[[], None]


def opened(qtbot: QtBot, sitting: Sitting, settle: Settle, desks: tuple[Desk, ...] = DESKS) -> MainWindow:
    made = MainWindow(sitting, desks)
    qtbot.addWidget(made, before_close_func=lambda each: setattr(each, "_over", True))
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    qtbot.waitUntil(lambda: made.today.view is not None, timeout=20_000)
    settle()
    return made


def press(qtbot: QtBot, window: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = CTRL) -> None:
    """Press a key wherever the focus is."""
    QTest.keyClick(QApplication.focusWidget() or window, key, held)


def saved(window: MainWindow, settle: Settle, **changes: Any) -> Saved:
    """A record saved as the form at the first desk would."""
    page = window.desk_page(window.desks[0]).register_page
    made: list[Saved] = []

    def done(result: Saved) -> None:
        made.append(result)
        window.sitting.changed.emit(result.changed)
        page.saved.emit(result)

    window.sitting.tasks.run(lambda: save(window.sitting.place, **changes), done=done)
    settle()
    settle()
    return made[0]
