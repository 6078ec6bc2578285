"""上报区局 at a paired office with something to report."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from quyuan_desktop.services import export_package
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.ui.dispatch_page import DispatchPage
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.tasks import Tasks
from tests.exchanging import at_office
from tests.offices import save
from tests.ui.at_the_desk import Answers
from tests.ui.dispatch_page.hand import Settle, Sticks, opened


@pytest.fixture
def office(tmp_path: Path, settle: Settle) -> Iterator[Workplace]:
    """The head at work in an office that is paired with its district."""
    with at_office(tmp_path / "office") as place:
        yield place
        settle()


@pytest.fixture
def sticks() -> Sticks:
    return Sticks()


@pytest.fixture(autouse=True)
def no_counting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The month's figures are counted elsewhere; here they take time."""
    monkeypatch.setattr(
        export_package, "month_snapshot", lambda place, period: {"period": period.code, "figures": []}
    )


@pytest.fixture
def page(
    qtbot: QtBot,
    office: Workplace,
    tasks: Tasks,
    answers: Answers,
    layout: QSettings,
    sticks: Sticks,
    settle: Settle,
) -> DispatchPage:
    """The page of that office, which has two records."""
    for visitor in ("欧阳𬱖", "张㛃"):
        save(office, visitor=visitor)
    return opened(qtbot, Sitting(office, tasks, answers, layout), sticks, settle)
