"""What a person does with the steps of an application, and what is read off it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from quyuan_desktop.registers.base import Register
from quyuan_desktop.registers.legal_aid.application_register import APPLICATION
from quyuan_desktop.ui.forms import RecordForm
from quyuan_desktop.ui.register_page import RegisterPage
from quyuan_desktop.ui.sitting import Sitting
from tests.applications import present
from tests.filling import Typist
from tests.pages import CTRL, press, show

Settle = Callable[[], None]


Key = Qt.Key


class Desk:
    """Someone at the register's page."""

    def __init__(self, qtbot: QtBot, sitting: Sitting, settle: Settle, register: Register = APPLICATION) -> None:
        self.qtbot, self.sitting, self.settle = qtbot, sitting, settle
        self.place = sitting.place
        self.page = RegisterPage(sitting, register)
        self.told: list[Exception] = []
        self.led: list[tuple[str, Any]] = []
        sitting.tasks.troubled.connect(self.told.append)
        sitting.led.connect(lambda code, values: self.led.append((code, values)))
        show(qtbot, self.page, settle)

    def stand_on(self, uid: str) -> None:
        """Look at a record, the keyboard in the list."""
        self.page.open_record(uid)
        self.settle()
        self.page.list.setFocus()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        press(key, modifier)
        self.settle()

    def go_on(self) -> None:
        self.key(Key.Key_Return, CTRL)

    def choose(self, label: str) -> list[str]:
        """Open the menu of steps by its key and choose one; what it offered."""
        offered: list[str] = []

        def take_it() -> None:
            menu = QApplication.activePopupWidget()
            assert isinstance(menu, QMenu)
            offered.extend(action.text() for action in menu.actions())
            chosen = [action for action in menu.actions() if action.text() == label]
            menu.close()
            for action in chosen:
                action.trigger()

        QTimer.singleShot(0, take_it)
        press(Key.Key_E, CTRL)
        self.page.activateWindow()
        self.qtbot.waitUntil(self.page.isActiveWindow)
        self.settle()
        return offered

    @property
    def form(self) -> RecordForm:
        """The form that is shown."""
        (shown,) = [each for each in self.page.findChildren(RecordForm) if each.isVisible()]
        return shown

    @property
    def typist(self) -> Typist:
        """Someone in front of that form."""
        return Typist(self.qtbot, self.sitting, self.form, self.settle)

    def at_list(self) -> bool:
        return self.page.list.isVisible()

    def stage(self, uid: str) -> Any:
        return present(self.place, uid)["stage"]
