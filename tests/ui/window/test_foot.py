"""The foot of the window: saved and undone, the last backup, troubles on top."""

from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from quyuan_desktop.domain.problems import Problem, Refused, Trouble
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.backups import backups
from quyuan_desktop.services.list_records import Choice, count_records
from quyuan_desktop.ui import status as status_module
from quyuan_desktop.ui.forms import RecordForm
from quyuan_desktop.ui.status import Banner, StatusLine
from quyuan_desktop.ui.window import MainWindow
from tests.offices import Clock
from tests.ui.window.hand import CTRL, Key, Settle, press, saved

ALT = Qt.KeyboardModifier.AltModifier


def test_saving_says_when_and_can_be_undone(
    qtbot: QtBot, window: MainWindow, settle: Settle, clock: Clock
) -> None:
    clock.at = clock.at.replace(hour=14, minute=3)
    place = window.sitting.place
    before = count_records(place, CONSULTATION, Choice())
    saved(window, settle, visitor="李四", id_number="")
    assert window.status.saved.text() == "已保存 14:03"
    assert window.status.undo.isVisible()
    press(qtbot, window, Key.Key_Z, CTRL | ALT)
    settle()
    settle()
    assert window.status.saved.text() == "已撤销 14:03"
    assert not window.status.undo.isVisible()
    assert count_records(place, CONSULTATION, Choice()) == before
    form = window.findChild(RecordForm)
    assert form is not None
    assert "李四" in [line.text() for line in form.findChildren(QLineEdit)]
    press(qtbot, window, Key.Key_Z, CTRL | ALT)  # nothing is left to undo
    settle()
    assert window.status.saved.text() == "已撤销 14:03"


def test_the_offer_to_undo_ends(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status_module, "UNDO_MS", 1)
    line = StatusLine("袁知秋")
    qtbot.addWidget(line)
    line.show()
    undone: list[int] = []
    line.show_saved(datetime(2023, 11, 30, 14, 3), lambda: undone.append(1))  # local
    assert line.undo.isVisible()
    qtbot.waitUntil(lambda: not line.undo.isVisible())
    line.take_back()
    assert undone == []
    assert line.saved.text() == "已保存 14:03"


def test_ten_seconds() -> None:
    assert status_module.UNDO_MS == 10_000


@pytest.mark.parametrize(
    ("at", "text", "tone"),
    [
        (datetime(2023, 11, 30, 13, 30), "上次备份 13:30 ✓", ""),  # local
        (datetime(2023, 11, 28, 8, 5), "上次备份 11-28 08:05 ✓", ""),  # local
        (None, "还没有备份", "amber"),
    ],
)
def test_the_last_backup(qtbot: QtBot, clock: Clock, at: datetime | None, text: str, tone: str) -> None:
    line = StatusLine("袁知秋")
    qtbot.addWidget(line)
    line.show_backup(at, clock.at.date())
    assert line.backup.text() == text
    assert (line.backup.property("tone") or "") == tone


def test_what_is_said_goes_away_and_what_is_selected_stays(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, window: MainWindow
) -> None:
    monkeypatch.setattr(status_module, "SAID_MS", 1)
    window.status.show_sum("选中 3 行 合计 5 人次")
    window.sitting.said.emit("已复制 3 行。")
    assert window.status.told.text() == "已复制 3 行。"
    qtbot.waitUntil(lambda: window.status.told.text() == "")
    assert window.status.sum.text() == "选中 3 行 合计 5 人次"
    press(qtbot, window, Key.Key_2)
    assert window.status.sum.text() == ""


def test_backing_up_on_the_half_hour_when_something_changed(window: MainWindow, settle: Settle) -> None:
    folder = window.sitting.place.folder
    assert window._clock.interval() == 30 * 60 * 1000
    window._clock.timeout.emit()
    settle()
    settle()
    assert [each.reason for each in backups(folder)] == ["定时"]
    assert window.status.backup.text() == "上次备份 09:00 ✓"
    window._clock.timeout.emit()
    settle()
    assert len(backups(folder)) == 1
    saved(window, settle, visitor="李四", id_number="")
    window.back_up()
    settle()
    assert len(backups(folder)) == 2 or backups(folder)[0].at == window.sitting.place.now().replace(tzinfo=None)


def test_troubles_stand_on_top_until_dismissed(qtbot: QtBot, window: MainWindow) -> None:
    window.sitting.tasks.troubled.emit(Trouble("磁盘空间已满，刚才的内容没有保存。请腾出空间。"))
    assert window.banner.isVisible()
    assert "磁盘空间已满" in window.banner.text.text()
    QTest.mouseClick(window.banner.dismiss, Qt.MouseButton.LeftButton)
    assert not window.banner.isVisible()
    window.sitting.tasks.troubled.emit(Refused([Problem("", "请填写姓名。"), Problem("", "请填写电话。")]))
    assert "请填写姓名。；请填写电话。" in window.banner.text.text()


def test_a_saving_that_worked_takes_the_banner_away(window: MainWindow, settle: Settle) -> None:
    window.sitting.tasks.troubled.emit(Trouble("磁盘空间已满。"))
    saved(window, settle, visitor="李四", id_number="")
    assert not window.banner.isVisible()


def test_a_sentence_is_never_markup(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    banner.say("<img src=x><b>粗</b>")
    assert banner.text.textFormat() is Qt.TextFormat.PlainText
