"""The main window of an office with records."""

import pytest
from pytestqt.qtbot import QtBot

from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.window import MainWindow
from tests.ui.window.hand import Settle, opened


@pytest.fixture
def window(qtbot: QtBot, filled_sitting: Sitting, settle: Settle) -> MainWindow:
    """The window of an office with a few records."""
    return opened(qtbot, filled_sitting, settle)
