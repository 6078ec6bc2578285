"""Somebody in front of the steps of an application."""

import pytest
from pytestqt.qtbot import QtBot

from quyuan_desktop.ui.sitting import Sitting
from tests.ui.steps.hand import Desk, Settle


@pytest.fixture
def desk(qtbot: QtBot, sitting: Sitting, settle: Settle) -> Desk:
    """Someone at the page of applications, which is empty."""
    return Desk(qtbot, sitting, settle)
