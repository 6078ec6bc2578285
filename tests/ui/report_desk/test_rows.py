"""The records behind a figure, at the report desk."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.ui.figure_table import VALUE
from quyuan_desktop.ui.report_desk import ReportDesk
from tests.pages import press, type_in
from tests.ui.report_desk.hand import Settle, shown, stand_on


def test_enter_opens_exactly_the_records_behind_a_figure(page: ReportDesk, settle: Settle) -> None:
    stand_on(page, "consult.channel.call")
    press(Qt.Key.Key_Return)
    settle()
    rows = page.table.rows.model.rows
    assert [(row.label, row.value) for row in rows] == [("张㛃", 1), ("李某", 3)]
    assert page.table.rows.head.text() == "来电　4 人次"
    assert "途径为“来电”" in page.table.rows.words.text()
    page.table.rows.table.grab()


@pytest.mark.parametrize(
    "code", ["consult.people", "consult.matters", "consult.matter.land", "consult.town.430671101"]
)
def test_rows_sum_to_the_figure(page: ReportDesk, settle: Settle, code: str) -> None:
    stand_on(page, code)
    press(Qt.Key.Key_Return)
    settle()
    assert f"{sum(row.value for row in page.table.rows.model.rows)} " == shown(page, code, VALUE).rstrip(
        "人次件批"
    )


def test_enter_on_a_row_asks_for_the_record(qtbot: QtBot, page: ReportDesk, settle: Settle) -> None:
    stand_on(page, "consult.matters")
    press(Qt.Key.Key_Return)
    settle()
    press(Qt.Key.Key_Down)
    with qtbot.waitSignal(page._sitting.wanted) as wanted:
        press(Qt.Key.Key_Return)
    assert wanted.args == [CONSULTATION.code, page.table.rows.model.rows[1].uid]


def test_the_panel_follows_the_figure_and_escape_puts_it_away(page: ReportDesk, settle: Settle) -> None:
    stand_on(page, "consult.people")
    press(Qt.Key.Key_Return)
    settle()
    assert len(page.table.rows.model.rows) == 3
    stand_on(page, "consult.channel.letter")
    settle()
    assert page.table.rows.model.rows == []
    page.table.rows.table.setFocus()
    press(Qt.Key.Key_Escape)
    assert not page.table.rows.isVisible()
    assert QApplication.focusWidget() is page.table.figures


def test_typing_in_the_table_jumps_to_a_code(qtbot: QtBot, page: ReportDesk, settle: Settle) -> None:
    page.table.figures.setFocus()
    type_in("c")
    jump = QApplication.focusWidget()
    assert jump is page.head.jump
    type_in("onsult.channel.call.12")
    line = page.table.current_line()
    assert line is not None
    assert line.figure.code == "consult.channel.call.12348"
    press(Qt.Key.Key_Return)
    settle()
    assert page.table.rows.isVisible()


def test_an_unknown_code_is_marked_and_moves_nothing(page: ReportDesk) -> None:
    stand_on(page, "consult.matters")
    page.head.jump.setText("没有这一项")
    line = page.table.current_line()
    assert line is not None
    assert line.figure.code == "consult.matters"
    assert page.head.jump.property("tone") == "red"
    page.head.jump.setText("赡养费")
    line = page.table.current_line()
    assert line is not None
    assert line.figure.label == "赡养费"
    assert page.head.jump.property("tone") == ""


def test_a_code_of_another_table_is_found_and_its_rows_opened(page: ReportDesk, settle: Settle) -> None:
    page.table.figures.setFocus()
    type_in("a")
    assert QApplication.focusWidget() is page.head.jump
    type_in("id.received")
    settle()
    assert page.code == "application"
    press(Qt.Key.Key_Return)
    settle()
    line = page.table.current_line()
    assert line is not None
    assert line.figure.code == "aid.received"
    assert page.table.rows.isVisible()
