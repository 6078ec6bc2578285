"""The page 今日, counted and still uncounted."""

import pytest
from pytestqt.qtbot import QtBot

from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.today_page import TodayPage
from tests.ui.today.hand import Settle, day


@pytest.fixture
def page(qtbot: QtBot, sitting: Sitting, settle: Settle) -> TodayPage:
    """The page on a day without anything to do."""
    made = TodayPage(sitting)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    settle()
    made.show_day(day())
    return made
