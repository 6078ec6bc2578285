"""What tests of the window share: the theme, a place of work, the worker, and answers to what may be asked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from offices import Clock, filled, fresh
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.tasks import Tasks


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # WORKAROUND(the offscreen screen says what it cannot do of every window).
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@dataclass
class Answers:
    """Answers what is asked from `next`, in order; a question without an answer is a defect."""

    next: list[Any] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def _answer(self, title: str, text: str) -> Any:
        self.asked.append((title, text))
        assert self.next, f"asked without an answer ready: {title}: {text}"
        return self.next.pop(0)

    def confirm(self, title: str, text: str, yes: str, *, danger: bool = False) -> bool:
        return bool(self._answer(title, text))

    def reason(self, title: str, text: str, suggestions: tuple[str, ...] = ()) -> str | None:
        return self._answer(title, text)  # type: ignore[no-any-return]  # what the test put there

    def tell(self, title: str, text: str) -> None:
        self._answer(title, text)

    def save_path(self, title: str, suggested: str, pattern: str) -> Path | None:
        return self._answer(title, suggested)  # type: ignore[no-any-return]  # likewise

    def open_path(self, title: str, pattern: str) -> Path | None:
        return self._answer(title, pattern)  # type: ignore[no-any-return]  # likewise


def focus() -> QWidget:
    """What has the focus."""
    found = QApplication.focusWidget()
    assert found is not None, "nothing has the focus"
    return found


@pytest.fixture(autouse=True)
def themed(qapp: QApplication) -> None:
    """Light, at 100 %."""
    theme.apply(qapp, dark=False)


@pytest.fixture
def clock() -> Clock:
    """A clock that stands at 2023-11-30 9:00."""
    return Clock()


@pytest.fixture
def place(tmp_path: Path, clock: Clock) -> Iterator[Workplace]:
    """The head at work in an office without records."""
    made = fresh(tmp_path / "data", clock)
    yield made
    made.ledger.close()


@pytest.fixture
def filled_place(tmp_path: Path, clock: Clock) -> Iterator[Workplace]:
    """The head at work in the office with a few records of tests/offices.py."""
    made = filled(tmp_path / "data", clock)
    yield made
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
