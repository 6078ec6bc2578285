"""Somebody in front of the dialogue of rules."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from quyuan_desktop.ui.dialogs.rules import Rules
from quyuan_desktop.ui.sitting import Sitting
from tests.ui.rules_dialog.hand import Open, Settle


@pytest.fixture
def open_rules(qtbot: QtBot, settle: Settle) -> Open:
    """Shows the dialog and waits for what it loads."""

    def opener(sitting: Sitting, **options: Any) -> Rules:
        dialog = Rules(sitting, **options)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        dialog.changed.connect(lambda place: setattr(sitting, "place", place))
        dialog.show()
        qtbot.waitUntil(dialog.isActiveWindow)
        settle()
        return dialog

    return opener


@pytest.fixture
def dialog(open_rules: Open, sitting: Sitting) -> Rules:
    """The dialog as the head sees it on 2023-11-30."""
    return open_rules(sitting)
