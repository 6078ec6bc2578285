"""Somebody in front of the page of the roster."""

import pytest
from pytestqt.qtbot import QtBot

from quyuan_desktop.ui.roster_page import RosterPage
from quyuan_desktop.ui.sitting import Sitting
from tests.duty_points import add_point
from tests.pages import show
from tests.ui.roster_page.hand import Settle


@pytest.fixture
def point(sitting: Sitting) -> str:
    return add_point(sitting.place)


@pytest.fixture
def page(qtbot: QtBot, sitting: Sitting, point: str, settle: Settle) -> RosterPage:
    """November 2023 of a point with the head 袁知秋 and the staff 彭望舒, 周既白; nobody is put in yet."""
    made = RosterPage(sitting)
    show(qtbot, made, settle)
    made.grid.setFocus()
    return made
