"""The one worker: jobs in order, answers on the window's thread, troubles sorted, work that can be given up."""

import sys
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from quyuan_desktop.domain.problems import Problem, Refused, Trouble
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.status import WorkBar
from quyuan_desktop.ui.tasks import Progress, Tasks

Settle = Callable[[], None]


def test_jobs_run_in_order_on_one_other_thread(tasks: Tasks, settle: Settle) -> None:
    where: list[tuple[int, int]] = []
    came: list[int] = []

    def job(number: int) -> int:
        where.append((number, threading.get_ident()))
        return number

    for number in range(50):
        tasks.run(partial(job, number), done=came.append)
    settle()
    assert came == list(range(50)) == [number for number, _ in where]
    assert len({thread for _, thread in where}) == 1
    assert where[0][1] != threading.get_ident()


def test_answers_come_on_the_windows_thread(tasks: Tasks, settle: Settle) -> None:
    threads: list[int] = []
    tasks.run(lambda: None, done=lambda _: threads.append(threading.get_ident()))
    tasks.run(_fail(Trouble("满")), trouble=lambda _: threads.append(threading.get_ident()))
    settle()
    assert threads == [threading.get_ident()] * 2


def _fail(error: Exception) -> Callable[..., Any]:
    def job(*_: Any) -> Any:
        raise error

    return job


@pytest.mark.parametrize("error", [Trouble("磁盘已满。"), Refused([Problem("", "请填写姓名。")])])
def test_known_troubles_go_to_who_asked_else_to_the_window(tasks: Tasks, settle: Settle, error: Exception) -> None:
    told: list[tuple[str, Exception]] = []
    tasks.troubled.connect(lambda each: told.append(("window", each)))
    tasks.run(_fail(error), trouble=lambda each: told.append(("asker", each)))
    tasks.run(_fail(error), done=lambda _: told.append(("done", error)))
    settle()
    assert told == [("asker", error), ("window", error)]


def test_a_bug_is_nobodys_trouble(qtbot: QtBot) -> None:
    tasks = Tasks()
    bugs: list[Exception] = []
    tasks.broke.connect(bugs.append)
    tasks.run(_fail(KeyError("x")), trouble=lambda _: bugs.append(RuntimeError("told as a trouble")))
    came: list[int] = []
    tasks.run(lambda: 7, done=came.append)
    qtbot.waitUntil(lambda: tasks.idle)
    tasks.close()
    assert [type(each) for each in bugs] == [KeyError]
    assert bugs[0].__traceback__ is not None
    assert came == [7]


def test_closing_waits_for_what_was_begun() -> None:
    tasks = Tasks()
    begun, go_on = threading.Event(), threading.Event()
    finished: list[bool] = []

    def job() -> None:
        begun.set()
        go_on.wait(10)
        finished.append(True)

    tasks.run(job)
    assert begun.wait(10)
    threading.Timer(0.01, go_on.set).start()
    tasks.close()
    assert finished == [True]


def test_long_work_tells_how_far_and_ends(tasks: Tasks, settle: Settle) -> None:
    heard: list[Any] = []
    tasks.started.connect(lambda _: heard.append("started"))
    tasks.progressed.connect(lambda _, text, done, total: heard.append((text, done, total)))
    tasks.ended.connect(lambda _: heard.append("ended"))

    def job(progress: Progress) -> str:
        progress.step("备份", 1, 2)
        progress.step("备份", 2, 2)
        return "well"

    tasks.run_long(job, done=heard.append)
    settle()
    assert heard == ["started", ("备份", 1, 2), ("备份", 2, 2), "ended", "well"]


def test_work_given_up_stops_at_its_next_step(tasks: Tasks, settle: Settle) -> None:
    begun, go_on = threading.Event(), threading.Event()
    heard: list[str] = []
    tasks.ended.connect(lambda _: heard.append("ended"))

    def job(progress: Progress) -> None:
        begun.set()
        go_on.wait(10)
        progress.step("再来", 1, 2)
        heard.append("went on")

    progress = tasks.run_long(job, done=lambda _: heard.append("done"), trouble=lambda _: heard.append("trouble"))
    assert begun.wait(10)
    progress.cancel()
    go_on.set()
    settle()
    assert heard == ["ended"]


def test_only_the_newest_question_is_answered(tasks: Tasks, settle: Settle) -> None:
    owner = QWidget()
    latest = Latest(owner, tasks)
    begun, go_on = threading.Event(), threading.Event()
    asked: list[str] = []
    came: list[str] = []

    def job(name: str) -> str:
        asked.append(name)
        if name == "w":
            begun.set()
            go_on.wait(10)
        return name

    latest.ask(lambda: job("w"), came.append)
    assert begun.wait(10)
    for name in ("wa", "wan", "wang"):
        latest.ask(partial(job, name), came.append)
    go_on.set()
    settle()
    assert came == ["wang"]
    assert asked == ["w", "wang"]
    owner.deleteLater()


def test_the_bar_shows_work_that_lasts_and_gives_it_up(qtbot: QtBot, tasks: Tasks, settle: Settle) -> None:
    bar = WorkBar(tasks)
    qtbot.addWidget(bar)
    begun, go_on = threading.Event(), threading.Event()

    def job(progress: Progress) -> None:
        progress.step("正在备份", 1, 4)
        begun.set()
        go_on.wait(10)
        progress.step("正在备份", 2, 4)

    tasks.run_long(job)
    assert not bar.isVisible()
    assert begun.wait(10)
    qtbot.waitUntil(bar.isVisible)
    assert bar.doing.text() == "正在备份  25%"
    bar.cancel.click()
    assert not bar.cancel.isEnabled()
    go_on.set()
    settle()
    assert not bar.isVisible()


def test_quick_work_shows_no_bar(qtbot: QtBot, tasks: Tasks, settle: Settle) -> None:
    bar = WorkBar(tasks)
    qtbot.addWidget(bar)
    seen: list[bool] = []
    tasks.ended.connect(lambda _: seen.append(bar.isVisible()))
    for _ in range(20):
        tasks.run_long(lambda progress: progress.step("一步", 1, 1))
    settle()
    assert not any(seen)
    assert not bar.isVisible()


def test_a_bar_of_two_works_shows_the_one_that_runs(qtbot: QtBot, tasks: Tasks, settle: Settle) -> None:
    bar = WorkBar(tasks)
    qtbot.addWidget(bar)
    gates = [threading.Event(), threading.Event()]
    begun = [threading.Event(), threading.Event()]

    def job(progress: Progress, number: int) -> None:
        progress.step(f"第{number + 1}件", 0, 0)
        begun[number].set()
        gates[number].wait(10)

    for number in range(2):
        tasks.run_long(partial(job, number=number))
    assert begun[0].wait(10)
    qtbot.waitUntil(lambda: bar.doing.text() == "第1件")
    gates[0].set()
    assert begun[1].wait(10)
    qtbot.waitUntil(lambda: bar.doing.text() == "第2件")
    gates[1].set()
    settle()
    assert not bar.isVisible()


def test_qt_gives_none_back_whole(qtbot: QtBot) -> None:
    """PySide6 6.12 on Python 3.11 lost a reference to None on every call that returns nothing."""
    widget = QWidget()
    qtbot.addWidget(widget)
    before = sys.getrefcount(None)
    for number in range(1000):
        widget.move(QPoint(number, number))
        widget.update()
    assert sys.getrefcount(None) > before - 100
