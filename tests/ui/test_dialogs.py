"""The dialogs of the menu: backups and going back, people, the office and its numbers, the check, help."""

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from quyuan_desktop.domain.office import Role
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.services.backups import backup_now, backups
from quyuan_desktop.services.logins import logins
from quyuan_desktop.services.open_office import sign_in
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import keys
from quyuan_desktop.ui.dialogs import about
from quyuan_desktop.ui.dialogs import backups as backups_dialog
from quyuan_desktop.ui.dialogs import check as check_dialog
from quyuan_desktop.ui.dialogs.about import Help, pages
from quyuan_desktop.ui.dialogs.backups import Backups, size_words
from quyuan_desktop.ui.dialogs.check import Check
from quyuan_desktop.ui.dialogs.office import OfficeSettings
from quyuan_desktop.ui.dialogs.people import People
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.tasks import Progress, Tasks
from tests.offices import PASSWORD, Clock, execute, save
from tests.ui.at_the_desk import Answers, focus

Settle = Callable[[], None]
Show = Callable[[QWidget], Any]


@pytest.fixture
def show(qtbot: QtBot, settle: Settle) -> Show:
    """Shows a dialog and waits for what it loads."""

    def shower(dialog: QWidget) -> QWidget:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(dialog.isActiveWindow)
        settle()
        return dialog

    return shower


@pytest.fixture
def clerk(place: Workplace) -> Workplace:
    """The same office with somebody at work who is not the head."""
    return replace(place, staff=replace(place.staff, role=Role.CLERK))


# -- backups


def cells(dialog: Backups) -> list[list[str]]:
    """What the list shows."""
    table = dialog.table
    found = []
    for row in range(table.rowCount()):
        items = [table.item(row, place) for place in range(table.columnCount())]
        found.append([item.text() for item in items if item is not None])
    return found


def test_backups_are_listed_newest_first(show: Show, sitting: Sitting, clock: Clock, settle: Settle) -> None:
    for reason in ("手动", "定时"):
        sitting.tasks.run(partial(backup_now, sitting.place, reason))
        settle()
        clock.forward(minutes=30)
    shown = cells(show(Backups(sitting)))
    assert [row[:3] for row in shown] == [["2023-11-30 09:30", "定时", "0"], ["2023-11-30 09:00", "手动", "0"]]
    assert all(row[4] == "✓ 已验证" for row in shown)


def test_no_backup_offers_the_first_step(qtbot: QtBot, show: Show, sitting: Sitting, settle: Settle) -> None:
    dialog = show(Backups(sitting))
    assert "立即备份" in dialog.slip.text()
    with qtbot.waitSignal(dialog.made):
        QTest.mouseClick(dialog.now, Qt.MouseButton.LeftButton)
    settle()
    assert [each.reason for each in backups(sitting.place.folder)] == ["手动"]
    assert dialog.table.currentRow() == 0
    assert dialog.now.isEnabled()


def test_going_back_asks_first(show: Show, sitting: Sitting, answers: Answers, settle: Settle) -> None:
    sitting.tasks.run(lambda: backup_now(sitting.place, "手动"))
    dialog = show(Backups(sitting))
    answers.next = [False]
    dialog.back.click()
    settle()
    assert "2023-11-30 09:00" in answers.asked[0][1]
    assert len(backups(sitting.place.folder)) == 1
    assert dialog.isVisible()


def test_going_back_goes_back_and_keeps_the_present(
    qtbot: QtBot, show: Show, sitting: Sitting, answers: Answers, clock: Clock
) -> None:
    place = sitting.place
    sitting.tasks.run(lambda: save(place, visitor="甲", id_number=""))
    sitting.tasks.run(lambda: backup_now(place, "手动"))
    sitting.tasks.run(lambda: save(place, visitor="乙", id_number=""))
    dialog = show(Backups(sitting))
    clock.forward(minutes=5)
    answers.next = [True]
    heard: list[str] = []
    dialog.restoring.connect(lambda: heard.append("restoring"))
    with qtbot.waitSignal(dialog.restored, timeout=20_000):
        dialog.back.click()
    assert heard == ["restoring"]
    again = sign_in(place.folder, PASSWORD, now=clock)
    with again.ledger.reading() as session:
        found = list(session.scalars(REGISTERS["consultation"].record.__table__.select()))
    again.ledger.close()
    assert len(found) == 1
    assert [each.reason for each in backups(place.folder)] == ["还原前", "手动"]


def test_a_damaged_backup_is_told_and_nothing_is_lost(
    qtbot: QtBot, show: Show, sitting: Sitting, answers: Answers, clock: Clock
) -> None:
    place = sitting.place
    sitting.tasks.run(lambda: save(place, visitor="甲", id_number=""))
    sitting.tasks.run(lambda: backup_now(place, "手动"))
    dialog = show(Backups(sitting))
    path = dialog.entries[0].path
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(bytes(content))
    clock.forward(minutes=5)
    answers.next = [True, None]
    with qtbot.waitSignal(dialog.restored, timeout=20_000):
        dialog.back.click()
    assert answers.asked[-1][0] == "没有还原成"
    again = sign_in(place.folder, PASSWORD, now=clock)
    again.ledger.close()


def test_a_clerk_backs_up_but_does_not_go_back(
    show: Show, clerk: Workplace, tasks: Tasks, answers: Answers, layout: Any
) -> None:
    tasks.run(lambda: backup_now(clerk, "手动"))
    dialog = show(Backups(Sitting(clerk, tasks, answers, layout)))
    assert not dialog.back.isEnabled()
    assert dialog.now.isEnabled()


def test_while_it_backs_up_it_stays_and_can_be_given_up(
    qtbot: QtBot, show: Show, sitting: Sitting, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(place: Workplace, reason: str, progress: Callable[[str, int, int], None]) -> None:
        progress("正在备份", 0, 2)
        begun.set()
        go_on.wait(10)
        progress("正在备份", 1, 2)

    monkeypatch.setattr(backups_dialog, "backup_now", slow)
    works: list[Progress] = []
    sitting.tasks.started.connect(works.append)
    dialog = show(Backups(sitting))
    dialog.now.click()
    assert begun.wait(10)
    assert not dialog.close()
    assert not dialog.now.isEnabled()
    works[0].cancel()
    go_on.set()
    settle()
    assert dialog.now.isEnabled()
    assert dialog.close()


def test_a_full_disk_is_told_in_the_dialog(
    show: Show, sitting: Sitting, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise Trouble("磁盘空间已满。请腾出空间再备份。")

    monkeypatch.setattr(backups_dialog, "backup_now", full)
    dialog = show(Backups(sitting))
    dialog.now.click()
    settle()
    assert dialog.slip.text() == "磁盘空间已满。请腾出空间再备份。"
    assert dialog.now.isEnabled()


@pytest.mark.parametrize(
    ("size", "expected"),
    [(0, "1 KB"), (1, "1 KB"), (812 * 1024, "812 KB"), (1024 * 1024, "1.0 MB"), (3_600_000, "3.4 MB")],
)
def test_sizes_in_words(size: int, expected: str) -> None:
    assert size_words(size) == expected


# -- people and passwords


def test_ones_own_password_by_keys(qtbot: QtBot, show: Show, sitting: Sitting, settle: Settle) -> None:
    dialog = show(People(sitting))
    dialog.old.setText(PASSWORD)
    dialog.new.setFocus()
    QTest.keyClicks(dialog.new, "new secret")
    QTest.keyClick(dialog.new, Qt.Key.Key_Tab)
    QTest.keyClicks(focus(), "new secret")
    QTest.keyClick(focus(), Qt.Key.Key_Tab)
    QTest.keyClick(focus(), Qt.Key.Key_Space)
    settle()
    assert dialog.said.text().startswith("密码已改")
    assert dialog.old.text() == ""
    assert keys.unlock(sitting.place.folder, "new secret")[1].uid == sitting.place.staff.uid


@pytest.mark.parametrize(
    ("old", "new", "again", "field", "sentence"),
    [
        ("", "new secret", "new secret", "old", "请输入现在的密码"),
        ("wrong one", "new secret", "new secret", "old", "密码不对"),
        (PASSWORD, "new secret", "new secrets", "again", "两次输入的新密码不一样"),
        (PASSWORD, "short", "short", "password", "密码至少"),
    ],
)
def test_slips_in_a_new_password(
    show: Show, sitting: Sitting, settle: Settle, old: str, new: str, again: str, field: str, sentence: str
) -> None:
    dialog = show(People(sitting))
    for edit, text in ((dialog.old, old), (dialog.new, new), (dialog.again, again)):
        edit.setText(text)
    dialog.change.click()
    settle()
    assert {name for name, entry in dialog.own.items() if entry.slip.isVisible()} == {field}
    assert dialog.own[field].slip.text().startswith(sentence)


def test_the_head_adds_a_person(qtbot: QtBot, show: Show, sitting: Sitting, settle: Settle) -> None:
    dialog = show(People(sitting))
    dialog.name.insert("万和平")
    dialog.first.setText("first secret")
    dialog.add.click()
    settle()
    settle()
    assert [each.name for each in logins(sitting.place.folder)] == ["袁知秋", "万和平"]
    assert [line.title for line in dialog.list.lines()] == ["袁知秋", "万和平"]
    assert "万和平" in dialog.said.text()


@pytest.mark.parametrize(("name", "first", "field"), [("", "first secret", "name"), ("万和平", "1", "password")])
def test_slips_in_a_new_person(
    show: Show, sitting: Sitting, settle: Settle, name: str, first: str, field: str
) -> None:
    dialog = show(People(sitting))
    dialog.name.setText(name)
    dialog.first.setText(first)
    dialog.add.click()
    settle()
    assert {each for each, entry in dialog.other.items() if entry.slip.isVisible()} == {field}
    assert len(logins(sitting.place.folder)) == 1


def test_a_clerk_adds_nobody(show: Show, clerk: Workplace, tasks: Tasks, answers: Answers, layout: Any) -> None:
    dialog = show(People(Sitting(clerk, tasks, answers, layout)))
    assert not dialog.add.isVisible()
    assert dialog.change.isVisible()


# -- the office and its numbers


def test_the_office_and_the_head_of_its_numbers_are_changed(
    qtbot: QtBot, show: Show, sitting: Sitting, settle: Settle
) -> None:
    dialog = show(OfficeSettings(sitting))
    dialog.short.setText("屈营田")
    dialog.phone.setText("0730-5550000")
    with qtbot.waitSignal(dialog.changed) as changed:
        dialog.save.click()
    settle()
    assert changed.args is not None
    place = changed.args[0]
    assert (place.office.short, place.office.phone) == ("屈营田", "0730-5550000")
    made: list[Any] = []
    sitting.tasks.run(lambda: save(place), done=made.append)
    settle()
    assert made[0].record.number == "屈营田咨字〔2023〕1号"


def test_the_code_that_the_bureau_asks_for_is_shown(show: Show, sitting: Sitting) -> None:
    assert sitting.place.office.code in show(OfficeSettings(sitting)).code.text()


@pytest.mark.parametrize("field", ["name", "short"])
def test_an_office_without_a_name_is_refused(show: Show, sitting: Sitting, settle: Settle, field: str) -> None:
    dialog = show(OfficeSettings(sitting))
    getattr(dialog, field).setText(" ")
    dialog.save.click()
    settle()
    assert dialog.entries[field].slip.isVisible()
    assert dialog.isVisible()


def test_a_clerk_looks_but_does_not_change(
    show: Show, clerk: Workplace, tasks: Tasks, answers: Answers, layout: Any
) -> None:
    assert not show(OfficeSettings(Sitting(clerk, tasks, answers, layout))).save.isEnabled()


# -- the check


def test_a_sound_ledger_is_said_to_be_sound(show: Show, filled_sitting: Sitting) -> None:
    dialog = show(Check(filled_sitting))
    assert dialog.verdict.text() == "✓ 核对完成，没有发现问题。"
    assert not dialog.findings.isVisible()
    assert dialog.close_button.hasFocus()


def test_what_was_changed_behind_the_back_is_named(show: Show, filled_sitting: Sitting, settle: Settle) -> None:
    place = filled_sitting.place
    filled_sitting.tasks.run(lambda: execute(place, "UPDATE consultation SET visitor = '别人'"))
    settle()
    dialog = show(Check(filled_sitting))
    assert dialog.verdict.text().startswith("⚠ 发现 ")
    assert "咨字〔2023〕" in dialog.findings.toPlainText()


def test_closing_the_check_gives_it_up(
    qtbot: QtBot, show: Show, sitting: Sitting, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(place: Workplace, progress: Callable[[str, int, int], None]) -> list[str]:
        begun.set()
        go_on.wait(10)
        progress("核对", 1, 2)
        return []

    monkeypatch.setattr(check_dialog, "check", slow)
    dialog = Check(sitting)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    assert begun.wait(10)
    assert not dialog.close()
    go_on.set()
    settle()
    assert "已取消" in dialog.verdict.text()
    assert dialog.close()


def test_trouble_while_checking(show: Show, sitting: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> list[str]:
        raise Trouble("读写磁盘出错。请检查硬盘。")

    monkeypatch.setattr(check_dialog, "check", broken)
    dialog = show(Check(sitting))
    assert "读写磁盘出错" in dialog.verdict.text()
    assert dialog.close()


# -- help


def test_help_turns_its_pages_by_keys(qtbot: QtBot, show: Show) -> None:
    dialog = show(Help())
    assert dialog.list.hasFocus()
    titles = [title for title, _ in pages()]
    assert titles[-2:] == ["键盘", "关于"]
    for _ in titles:
        QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    assert "屈原司法所工作台" in dialog.text.toPlainText()
    QTest.keyClick(dialog.list, Qt.Key.Key_Up)
    assert "Ctrl+Alt+Z" in dialog.text.toPlainText()


def test_help_pages_are_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "help").mkdir()
    (tmp_path / "help" / "2-month.md").write_text("# 月报\n怎样看", encoding="utf-8")
    (tmp_path / "help" / "1-intake.md").write_text("没有标题", encoding="utf-8")
    monkeypatch.setattr(about, "RESOURCES", tmp_path)
    assert [title for title, _ in pages()] == ["1-intake", "月报", "键盘", "关于"]
