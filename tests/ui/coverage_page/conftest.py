"""Somebody in front of the board of coverage."""

from datetime import datetime

import pytest
from pytestqt.qtbot import QtBot

from quyuan_desktop.ui.coverage_page import CoveragePage
from quyuan_desktop.ui.sitting import Sitting
from tests.offices import ZONE, Clock
from tests.pages import show
from tests.ui.coverage_page.hand import Settle, fill


@pytest.fixture
def clock() -> Clock:
    """A clock that stands at 2023-11-15 9:00."""
    return Clock(datetime(2023, 11, 15, 9, 0, tzinfo=ZONE))


@pytest.fixture
def page(qtbot: QtBot, sitting: Sitting, settle: Settle) -> CoveragePage:
    """The board of the five villages."""
    fill(sitting.place)
    made = CoveragePage(sitting)
    show(qtbot, made, settle)
    made.field.take_focus()
    return made
