"""汇总 at a bureau, and a stick."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from quyuan_desktop.services import export_package
from quyuan_desktop.services.drives import Drive
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.ui.district_page import DistrictPage
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.tasks import Tasks
from tests.exchanging import at_district
from tests.pages import show
from tests.ui.at_the_desk import Answers
from tests.ui.district_page.hand import Settle


@pytest.fixture(autouse=True)
def no_counting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The month's figures are counted elsewhere; here they take time."""
    monkeypatch.setattr(
        export_package, "month_snapshot", lambda place, period: {"period": period.code, "figures": []}
    )


@pytest.fixture
def district(tmp_path: Path, settle: Settle) -> Iterator[Workplace]:
    """The head at work in the bureau, which is paired with two offices."""
    with at_district(tmp_path / "district") as place:
        yield place
        settle()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A stick that is plugged in."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def page(
    qtbot: QtBot,
    district: Workplace,
    tasks: Tasks,
    answers: Answers,
    layout: QSettings,
    stick: Path,
    settle: Settle,
) -> DistrictPage:
    """The page of the bureau."""
    drive = Drive(stick, "屈原U盘", "exfat", 3 << 30, 8 << 30, read_only=False)
    made = DistrictPage(Sitting(district, tasks, answers, layout), finds=lambda: [drive])
    show(qtbot, made, settle)
    made.take_focus()
    return made
