"""A month's sheet of an adviser entered by keys: pinyin, the line above, a block from a spreadsheet, saved together."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from quyuan_desktop.registers.advisers.service_log import SERVICE_LOG
from quyuan_desktop.services.entry_sheet import kept_sheet
from quyuan_desktop.services.list_records import Choice, count_records, page_of_records
from quyuan_desktop.ui.entry_sheet import EntrySheet
from quyuan_desktop.ui.sitting import Sitting
from tests.advised import advised
from tests.ui.at_the_desk import Answers, focus

Settle = Callable[[], None]
Flag = QItemSelectionModel.SelectionFlag


@pytest.fixture
def sheet(qtbot: QtBot, sitting: Sitting, settle: Settle) -> EntrySheet:
    advised(sitting.place)
    sheet = EntrySheet(sitting, SERVICE_LOG)
    qtbot.addWidget(sheet)
    sheet.resize(1366, 640)
    sheet.show()
    qtbot.waitExposed(sheet)
    sheet.activateWindow()
    sheet.open()
    settle()
    return sheet


def column(name: str) -> int:
    return SERVICE_LOG.sheet.index(name)


def typed(qtbot: QtBot, sheet: EntrySheet, settle: Settle, *texts: str) -> None:
    """Type into one cell after the other, as a person does: text, Enter."""
    for text in texts:
        target = sheet.grid if not text else None
        for character in text:
            if character.isascii():
                QTest.keyClicks(focus(), character)
                continue
            event = QInputMethodEvent()
            event.setCommitString(character)
            QApplication.sendEvent(focus(), event)
        settle()
        QTest.keyClick(target or focus(), Qt.Key.Key_Return)
        settle()


def shown(sheet: EntrySheet, row: int, name: str) -> str:
    return str(sheet.model.index(row, column(name)).data() or "")


def test_the_model_is_one(sheet: EntrySheet) -> None:
    tester = QAbstractItemModelTester(sheet.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    sheet.model.put(14, 0, "11-3")
    sheet.model.remove([3, 14])
    assert tester.model() is sheet.model


def test_ten_services_are_entered_and_saved(qtbot: QtBot, sheet: EntrySheet, settle: Settle) -> None:
    villages = ("hehua", "szc", "yinan")
    for at in range(10):
        typed(
            qtbot, sheet, settle, f"11-{at + 1}", villages[at % 3], "0830", "1230", "", "", "jz", "30", "讲座", ""
        )
        QTest.keyClick(sheet.grid, Qt.Key.Key_Space)
        typed(qtbot, sheet, settle, "", "周文")
    assert shown(sheet, 0, "assignment") == "荷花村 彭望洲"
    assert (shown(sheet, 9, "on"), shown(sheet, 9, "kind"), shown(sheet, 9, "minutes")) == (
        "2023-11-10",
        "法治讲座",
        "240",
    )
    assert {shown(sheet, row, "topic") for row in range(10)} == {"讲座"}
    assert sheet.count.text() == "10 行"
    QTest.keyClick(sheet.grid, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle()
    place = sheet._sitting.place
    assert count_records(place, SERVICE_LOG, Choice()) == 10
    assert "已保存 10 条" in sheet.note.text()
    assert sheet.model.lines() == []
    newest = page_of_records(place, SERVICE_LOG, Choice(), 0, 1)[0]
    assert newest.values["village_and_adviser"] == "荷花村 彭望洲"
    QTest.mouseClick(sheet.undo, Qt.MouseButton.LeftButton)
    settle()
    assert count_records(place, SERVICE_LOG, Choice()) == 0
    assert len(sheet.model.lines()) == 10, "the lines are back to be put right"


def test_chinese_is_composed_in_a_cell_that_was_not_opened(sheet: EntrySheet, settle: Settle) -> None:
    """The first letter goes to the table: nothing of what is composed may be lost."""
    sheet.grid.stand(0, column("topic"))
    for preedit, commit in (("m", ""), ("min fa", ""), ("", "民法"), ("", "典")):
        event = QInputMethodEvent(preedit, [])
        event.setCommitString(commit)
        QApplication.sendEvent(focus(), event)
        settle()
    QTest.keyClick(focus(), Qt.Key.Key_Return)
    settle()
    assert shown(sheet, 0, "topic") == "民法典"


def test_a_wrong_line_is_shown_and_nothing_saved(
    qtbot: QtBot, sheet: EntrySheet, settle: Settle, answers: Answers
) -> None:
    typed(qtbot, sheet, settle, "11-3", "hehua", "1230", "0830", "", "", "jz", "30", "讲座")
    QTest.keyClick(sheet.grid, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert count_records(sheet._sitting.place, SERVICE_LOG, Choice()) == 0
    assert "第1行" in sheet.note.text()
    assert "结束时间不晚于开始时间" in sheet.note.text()
    assert sheet.grid.currentIndex().column() == column("end")
    assert answers.asked == []


def test_the_line_being_typed_is_not_held_to_what_it_lacks(
    qtbot: QtBot, sheet: EntrySheet, settle: Settle
) -> None:
    typed(qtbot, sheet, settle, "11-3", "hehua")
    assert not sheet.note.isVisible()
    assert sheet.model.headerData(0, Qt.Orientation.Vertical, Qt.ItemDataRole.DisplayRole) == "1"
    QTest.keyClick(sheet.grid, Qt.Key.Key_Down)
    assert sheet.model.headerData(0, Qt.Orientation.Vertical, Qt.ItemDataRole.DisplayRole) == "1 ✕"


def test_what_is_above_is_repeated(qtbot: QtBot, sheet: EntrySheet, settle: Settle) -> None:
    typed(qtbot, sheet, settle, "11-3", "hehua")
    sheet.grid.stand(1, column("assignment"))
    QTest.keyClick(sheet.grid, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert shown(sheet, 1, "assignment") == "荷花村 彭望洲"
    QTest.keyClick(sheet.grid, Qt.Key.Key_Delete)
    assert shown(sheet, 1, "assignment") == ""


def test_a_block_is_pasted_and_copied(qtbot: QtBot, sheet: EntrySheet, settle: Settle) -> None:
    block = "2023-11-3\t荷花村 彭望洲\t8:30\t12:30\r\n2023/11/4\t谁也不是\t8:30\t25:99\r\n"
    QGuiApplication.clipboard().setText(block)
    sheet.grid.stand(0, 0)
    QTest.keyClick(sheet.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert (shown(sheet, 0, "on"), shown(sheet, 0, "assignment")) == ("2023-11-03", "荷花村 彭望洲")
    assert (shown(sheet, 1, "assignment"), shown(sheet, 1, "end")) == ("谁也不是", "25:99"), "kept to be put right"
    wrong = {problem.field for problem in sheet.model.slips[1]}
    assert {"assignment", "end"} <= wrong
    sheet.grid.stand(0, 0)
    whole_row = Flag.ClearAndSelect | Flag.Rows  # selectRow toggles while Qt still has Ctrl for held
    sheet.grid.selectionModel().select(sheet.model.index(0, 0), whole_row)
    QTest.keyClick(sheet.grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith("2023-11-03\t荷花村 彭望洲\t08:30\t12:30\t240")


def test_leaving_keeps_the_lines(qtbot: QtBot, sheet: EntrySheet, settle: Settle) -> None:
    typed(qtbot, sheet, settle, "11-3", "hehua")
    with qtbot.waitSignal(sheet.closed):
        QTest.keyClick(sheet.grid, Qt.Key.Key_Escape)
    settle()
    kept = kept_sheet(sheet._sitting.place, SERVICE_LOG)
    assert [line["on"] for line in kept] == ["2023-11-03"]
    sheet.open()
    settle()
    assert shown(sheet, 0, "assignment") == "荷花村 彭望洲"
    assert "上次没有保存的 1 行" in sheet.note.text()
