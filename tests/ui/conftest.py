"""What tests of the window share: the theme, a place of work, the worker, and answers to what may be asked."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.tasks import Tasks
from tests.offices import Clock, filled, fresh
from tests.pages import windows_shown
from tests.ui.at_the_desk import Answers


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # WORKAROUND(the offscreen screen says what it cannot do of every window).
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture(autouse=True)
def themed(qapp: QApplication) -> None:
    """Light, at 100 %."""
    theme.apply(qapp, dark=False)


@pytest.fixture(autouse=True)
def widgets_gone_after_their_test(qapp: QApplication) -> Iterator[None]:
    """What a test closed goes at once: without an event loop that runs, Qt would keep it to the end of all tests."""
    yield
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def nothing_flashes_up(qapp: QApplication) -> Iterator[None]:
    """A widget shown before it has a parent flashes up as a window of its own and takes the focus with it."""
    with windows_shown() as shown:
        yield
    flashed = [each for each in shown if isValid(each) and not each.isWindow()]
    assert not flashed, f"shown as windows, then put into others: {flashed}"


@pytest.fixture
def clock() -> Clock:
    """A clock that stands at 2023-11-30 9:00."""
    return Clock()


@pytest.fixture
def place(tmp_path: Path, clock: Clock, settle: Callable[[], None]) -> Iterator[Workplace]:
    """The head at work in an office without records."""
    made = fresh(tmp_path / "data", clock)
    yield made
    settle()  # a ledger is never closed under the worker's hands
    made.ledger.close()


@pytest.fixture
def filled_place(tmp_path: Path, clock: Clock, settle: Callable[[], None]) -> Iterator[Workplace]:
    """The head at work in the office with a few records of tests/offices.py."""
    made = filled(tmp_path / "data", clock)
    yield made
    settle()
    made.ledger.close()


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:
    """The worker. A job that breaks fails the test."""
    made = Tasks()
    broken: list[Exception] = []
    made.broke.connect(broken.append)
    yield made
    qtbot.waitUntil(lambda: made.idle, timeout=20_000)
    made.close()
    assert not broken, broken


@pytest.fixture
def answers() -> Answers:
    """What the person at the desk would say."""
    return Answers()


@pytest.fixture
def layout(tmp_path: Path) -> QSettings:
    """Where widths and sizes are kept."""
    return QSettings(str(tmp_path / "layout.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def sitting(place: Workplace, tasks: Tasks, answers: Answers, layout: QSettings) -> Sitting:
    """A sitting in the office without records."""
    return Sitting(place, tasks, answers, layout)


@pytest.fixture
def filled_sitting(filled_place: Workplace, tasks: Tasks, answers: Answers, layout: QSettings) -> Sitting:
    """A sitting in the office with records."""
    return Sitting(filled_place, tasks, answers, layout)


@pytest.fixture
def settle(qtbot: QtBot, tasks: Tasks) -> Callable[[], None]:
    """Waits until the worker has nothing to do and all it brought is delivered."""
    return lambda: qtbot.waitUntil(lambda: tasks.idle, timeout=20_000)
