"""Closing the window and letting somebody else sign in."""

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.services.backups import backups
from quyuan_desktop.services.drafts import drafts
from quyuan_desktop.services.open_office import sign_in
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.ui import window as window_module
from quyuan_desktop.ui.dialogs.backups import Backups
from quyuan_desktop.ui.forms import RecordForm
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.tasks import Tasks
from quyuan_desktop.ui.today_page import AT_FIRST
from quyuan_desktop.ui.window import MainWindow
from quyuan_desktop.ui.window_layout import GEOMETRY, keep_layout
from tests.offices import PASSWORD
from tests.ui.at_the_desk import Answers
from tests.ui.window.hand import Key, Settle, opened, press


def closed(qtbot: QtBot, window: MainWindow) -> None:
    """Close the window as a person does, and wait until it is gone."""
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)


def test_closing_keeps_what_was_typed_backs_up_and_lets_go(
    qtbot: QtBot, window: MainWindow, settle: Settle, filled_place: Workplace
) -> None:
    press(qtbot, window, Key.Key_N)
    settle()
    form = window.findChild(RecordForm)
    assert form is not None
    name = next(line for line in form.findChildren(QLineEdit) if line.accessibleName().startswith("姓名"))
    name.setFocus()
    QTest.keyClicks(name, "half a name")
    assert not window.close()
    closed(qtbot, window)
    assert [each.reason for each in backups(filled_place.folder)] == ["关闭时"]
    from quyuan_desktop.services.open_office import sign_in
    from tests.offices import PASSWORD

    again = sign_in(filled_place.folder, PASSWORD, now=filled_place.now)  # the file was let go of
    kept = drafts(again)
    again.ledger.close()
    assert [each.title for each in kept] == ["half a name"]


def test_closing_twice_closes_once(qtbot: QtBot, window: MainWindow, filled_place: Workplace) -> None:
    for _ in range(3):
        window.close()
    closed(qtbot, window)
    assert len(backups(filled_place.folder)) == 1


def test_leaving_before_the_day_was_counted_asks_nothing_of_the_closed_ledger(
    qtbot: QtBot, filled_sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_close = threading.Event()
    monkeypatch.setattr(
        window_module, "close_office", lambda place, step: (place.ledger.close(), may_close.wait(10))
    )
    window = MainWindow(filled_sitting)
    qtbot.addWidget(window, before_close_func=lambda each: setattr(each, "_over", True))
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    window.close()
    later: list[bool] = []
    QTimer.singleShot(2 * AT_FIRST, window, lambda: later.append(True))
    qtbot.waitUntil(lambda: bool(later))
    assert window.today.view is None
    may_close.set()
    qtbot.waitUntil(lambda: not window.isVisible())


def test_a_backup_that_fails_is_told_and_does_not_hold_one_back(
    qtbot: QtBot, window: MainWindow, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(place: Workplace, progress: object) -> None:
        raise Trouble("磁盘空间已满。")

    monkeypatch.setattr(window_module, "close_office", full)
    answers.next = [None]
    closed(qtbot, window)
    assert "磁盘空间已满" in answers.asked[0][1]


def test_a_bug_while_closing_does_not_hold_one_back(
    qtbot: QtBot, filled_place: Workplace, answers: Answers, layout: QSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = Tasks()
    window = opened(
        qtbot,
        Sitting(filled_place, tasks, answers, layout),
        lambda: qtbot.waitUntil(lambda: tasks.idle),
    )

    def broken(place: Workplace, progress: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr(window_module, "close_office", broken)
    closed(qtbot, window)
    tasks.close()


def test_the_backup_at_closing_can_be_given_up(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(place: Workplace, progress: Callable[[str, int, int], None]) -> None:
        progress("正在备份", 0, 2)
        begun.set()
        go_on.wait(10)
        progress("正在备份", 1, 2)

    monkeypatch.setattr(window_module, "close_office", slow)
    window.close()
    assert begun.wait(10)
    qtbot.waitUntil(window.works.isVisible)
    assert not window.stack.isEnabled()
    window.works.cancel.click()
    go_on.set()
    qtbot.waitUntil(lambda: not window.isVisible())


def test_locking_lets_somebody_else_sign_in(qtbot: QtBot, window: MainWindow, filled_place: Workplace) -> None:
    with qtbot.waitSignal(window.left, timeout=20_000):
        window.lock()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert backups(filled_place.folder)


def test_going_back_to_a_backup_asks_to_sign_in(
    qtbot: QtBot, window: MainWindow, settle: Settle, answers: Answers, filled_place: Workplace
) -> None:
    window.back_up()
    settle()
    window.show_backups()
    settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, Backups)
    answers.next = [True]
    with qtbot.waitSignal(window.left, timeout=20_000):
        dialog.back.click()
    qtbot.waitUntil(lambda: not window.isVisible())
    sign_in(filled_place.folder, PASSWORD, now=filled_place.now).ledger.close()


def test_closing_is_not_locking(qtbot: QtBot, window: MainWindow) -> None:
    left: list[int] = []
    window.left.connect(lambda: left.append(1))
    closed(qtbot, window)
    assert left == []


def test_size_and_place_are_remembered(
    qtbot: QtBot, window: MainWindow, layout: QSettings, tasks: Tasks, answers: Answers, settle: Settle
) -> None:
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(720, 600)
    place = window.sitting.place
    keep_layout(window, layout, window.tabs.currentIndex())
    again = MainWindow(Sitting(place, tasks, answers, layout))
    qtbot.addWidget(again, before_close_func=lambda each: setattr(each, "_over", True))
    settle()
    assert (again.width(), again.height()) == (window.width(), window.height())


def test_a_damaged_layout_is_no_reason_not_to_open(qtbot: QtBot, filled_sitting: Sitting, settle: Settle) -> None:
    for key, value in ((GEOMETRY, "nonsense"), ("window/percent", "x"), ("window/tab", [1, 2])):
        filled_sitting.layout.setValue(key, value)
    assert opened(qtbot, filled_sitting, settle).isVisible()
