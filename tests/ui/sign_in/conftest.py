"""The sign-in page of a folder, and an office where two people may sign in."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from quyuan_desktop.domain.office import Role, Staff
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import keys
from quyuan_desktop.ui.sign_in import SignIn
from quyuan_desktop.ui.tasks import Tasks
from tests.offices import Clock, fresh
from tests.ui.at_the_desk import Answers
from tests.ui.sign_in.hand import CLERK, HEAD, Open, Printed, Settle


@pytest.fixture
def printed() -> Printed:
    return Printed()


@pytest.fixture
def places(settle: Settle) -> Any:
    """The places of work that were opened; let go of at the end."""
    opened: list[Workplace] = []
    yield opened
    settle()  # a ledger is never closed under the worker's hands
    for place in opened:
        place.ledger.close()


@pytest.fixture
def open_page(
    qtbot: QtBot, tasks: Tasks, answers: Answers, clock: Clock, printed: Printed, places: list[Workplace]
) -> Open:
    """Shows the sign-in page of a folder."""

    def opener(folder: Path) -> SignIn:
        page = SignIn(folder, clock, tasks, ask=answers, print_page=printed)
        page.opened.connect(places.append)
        qtbot.addWidget(page, before_close_func=lambda each: setattr(each, "_let_in_done", True))
        page.show()
        qtbot.waitUntil(lambda: page.isActiveWindow() and QApplication.focusWidget() is not None)
        return page

    return opener


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """The folder of an office where two people may sign in."""
    place = fresh(tmp_path / "data")
    key, head = place.ledger.key, place.staff
    place.ledger.close()
    keys.keep(place.folder, key, head, HEAD, quick=True)
    keys.keep(place.folder, key, Staff("c" * 32, "万和平", Role.CLERK), CLERK, quick=True)
    return place.folder
