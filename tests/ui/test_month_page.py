"""The month: figures at a glance, the records behind each, keys, the paper and the Excel sheet."""

import io
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from sqlalchemy import event

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.figures import Figure, FigureLine
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers import DESKS
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.registers.legal_aid.terms import Channel, MatterKind
from quyuan_desktop.services import month
from quyuan_desktop.services.save_record import void_record
from quyuan_desktop.services.workplace import Changed
from quyuan_desktop.ui.figure_rows import BehindModel
from quyuan_desktop.ui.figure_table import CHANGE, LABEL, VALUE, FigureModel, change_text
from quyuan_desktop.ui.month_page import MonthPage, read_month
from quyuan_desktop.ui.paper_view import PaperView
from quyuan_desktop.ui.sitting import Sitting
from tests.offices import Clock, matter, resident, save
from tests.pages import ALT, CTRL, check_model, press, show, texts, type_in

Settle = Callable[[], None]
DESK = DESKS[0]


@pytest.fixture
def page(qtbot: QtBot, sitting: Sitting, settle: Settle) -> MonthPage:
    """November 2023: a visit with two matters, two calls of which one counts for three, one void."""
    place = sitting.place
    save(place, matters=[matter(), matter(MatterKind.LAND, "承包地界。")])
    save(place, visitor="张㛃", id_number=resident(4), channel=Channel.CALL)
    save(place, visitor="李某", id_number=resident(6), channel=Channel.CALL, headcount=3)
    void = save(place, visitor="赵某", id_number=resident(8))
    void_record(place, CONSULTATION, void.record.uid, "重复登记")
    long_ago = {"received_on": date(2022, 11, 8), "replied_on": None, "informed_on": None}
    save(place, visitor="钱某", id_number=resident(4), **long_ago)
    made = MonthPage(sitting, DESK)
    show(qtbot, made, settle)
    return made


def shown(page: MonthPage, code: str, column: int) -> str:
    row = page.model.row_of(code)
    assert row is not None
    return str(page.model.index(row, column).data())


# -- the figures


def test_the_page_shows_what_the_service_counts(page: MonthPage) -> None:
    table = month.month_table(page._sitting.place, periods.month("2023-11"), [CONSULTATION])
    assert {line.figure.code for line in table.lines} == {measure.code for measure in CONSULTATION.measures}
    for line in table.lines:
        assert shown(page, line.figure.code, VALUE) == f"{line.figure.value} {line.figure.unit}"
    assert shown(page, "consult.people", VALUE) == "5 人次"
    assert shown(page, "consult.people", CHANGE) == "+400.0%"
    assert shown(page, "consult.receptions", VALUE) == "3 批"
    assert shown(page, "consult.matters", VALUE) == "4 件"
    assert {"5 人次", "3 批", "4 件"} <= set(texts(page))


def test_groups_have_a_row_of_their_own_that_cannot_be_chosen(page: MonthPage) -> None:
    groups = [row for row in range(page.model.rowCount()) if page.model.line(row) is None]
    assert page.model.index(groups[0], LABEL).data() == "总计"
    assert all(not page.model.index(row, 0).flags() & Qt.ItemFlag.ItemIsSelectable for row in groups)
    assert page.figures.columnSpan(groups[0], 0) == page.model.columnCount()
    page.figures.grab()


def test_models_are_sound(page: MonthPage, qtmodeltester: ModelTester) -> None:
    check_model(qtmodeltester, page.model)
    model = BehindModel()
    model.show(month.rows_behind(page._sitting.place, "consult.people", page.period))
    check_model(qtmodeltester, model)
    check_model(qtmodeltester, FigureModel())


@pytest.mark.parametrize(
    ("value", "before", "words"), [(5, 0, "—"), (5, 5, "持平"), (5, 4, "+25.0%"), (0, 4, "-100.0%"), (0, 0, "—")]
)
def test_change_in_words(value: int, before: int, words: str) -> None:
    line = FigureLine(Figure("x", "甲", "件", value), "组", "口径", value, before)
    assert change_text(line) == words


def test_an_empty_month_says_so(qtbot: QtBot, page: MonthPage, settle: Settle) -> None:
    page.show_month(periods.month("2021-02"))
    settle()
    qtbot.waitUntil(lambda: any("2021年2月没有登记的咨询" in text for text in texts(page)))
    assert shown(page, "consult.people", VALUE) == "0 人次"


# -- which month


@pytest.mark.parametrize(
    "typed", ["2023-11", "2023.11", "202311", "2023年11月", "2023/11", "11", "１１", " 2023 - 11 ", "11月"]
)
def test_months_as_people_write_them(typed: str) -> None:
    assert read_month(typed, date(2023, 12, 5)) == periods.month("2023-11")


@pytest.mark.parametrize(
    "typed", ["", "2023-13", "2023-00", "0", "1800-01", "2999-01", "去年", "2023-11-30", "9" * 9999]
)
def test_what_is_no_month_gets_a_sentence(typed: str) -> None:
    with pytest.raises(ValueError, match=r"月份|年份"):
        read_month(typed, date(2023, 12, 5))


def test_alt_and_arrows_turn_the_months(page: MonthPage, settle: Settle) -> None:
    page.figures.setFocus()
    press(Qt.Key.Key_Left, ALT)
    settle()
    assert page.month_edit.text() == "2023-10"
    assert shown(page, "consult.people", VALUE) == "0 人次"
    for _ in range(3):
        press(Qt.Key.Key_Right, ALT)
    settle()
    assert page.month_edit.text() == "2024-01"
    page.step_month(-1)
    page.step_month(-1)
    settle()
    assert shown(page, "consult.people", VALUE) == "5 人次"


def test_a_month_is_typed(qtbot: QtBot, page: MonthPage, settle: Settle) -> None:
    page.month_edit.setFocus()
    page.month_edit.selectAll()
    type_in("2022.11")
    press(Qt.Key.Key_Return)
    settle()
    assert page.month_edit.text() == "2022-11"
    assert shown(page, "consult.people", VALUE) == "1 人次"
    assert QApplication.focusWidget() is page.figures


def test_a_bad_month_is_pointed_out_and_changes_nothing(qtbot: QtBot, page: MonthPage, settle: Settle) -> None:
    page.month_edit.setFocus()
    page.month_edit.selectAll()
    type_in("2023-13")
    press(Qt.Key.Key_Return)
    settle()
    assert "2023-13" in page.slip.text()
    assert page.month_edit.property("tone") == "red"
    assert page.period == periods.month("2023-11")
    press(Qt.Key.Key_Right, ALT)
    settle()
    assert page.slip.text() == ""
    assert page.month_edit.property("tone") == ""


def test_the_first_and_last_month_are_ends(page: MonthPage, settle: Settle) -> None:
    page.show_month(periods.month("2100-12"))
    page.step_month(1)
    assert page.period == periods.month("2100-12")
    assert page.slip.text()
    page.show_month(periods.month("1949-01"))
    page.step_month(-1)
    settle()
    assert page.period == periods.month("1949-01")


def test_turning_fast_ends_with_the_month_that_is_named(
    monkeypatch: pytest.MonkeyPatch, page: MonthPage, settle: Settle
) -> None:
    gate = threading.Event()
    count = month.month_table

    def slow(*asked: Any) -> Any:
        assert gate.wait(20)
        return count(*asked)

    monkeypatch.setattr(month, "month_table", slow)
    for _ in range(12):
        page.step_month(-1)
    gate.set()
    settle()
    assert page.month_edit.text() == "2022-11"
    assert shown(page, "consult.people", VALUE) == "1 人次"


# -- the records behind


def stand_on(page: MonthPage, code: str) -> None:
    row = page.model.row_of(code)
    assert row is not None
    page.figures.selectRow(row)
    page.figures.setFocus()


def test_enter_opens_exactly_the_records_behind_a_figure(page: MonthPage, settle: Settle) -> None:
    stand_on(page, "consult.channel.call")
    press(Qt.Key.Key_Return)
    settle()
    rows = page.rows.model.rows
    assert [(row.label, row.value) for row in rows] == [("张㛃", 1), ("李某", 3)]
    assert page.rows.head.text() == "来电　4 人次"
    assert "途径为“来电”" in page.rows.words.text()
    page.rows.table.grab()


@pytest.mark.parametrize(
    "code", ["consult.people", "consult.matters", "consult.matter.land", "consult.town.430671101"]
)
def test_rows_sum_to_the_figure(page: MonthPage, settle: Settle, code: str) -> None:
    stand_on(page, code)
    press(Qt.Key.Key_Return)
    settle()
    assert f"{sum(row.value for row in page.rows.model.rows)} " == shown(page, code, VALUE).rstrip("人次件批")


def test_enter_on_a_row_asks_for_the_record(qtbot: QtBot, page: MonthPage, settle: Settle) -> None:
    stand_on(page, "consult.matters")
    press(Qt.Key.Key_Return)
    settle()
    press(Qt.Key.Key_Down)
    with qtbot.waitSignal(page._sitting.wanted) as wanted:
        press(Qt.Key.Key_Return)
    assert wanted.args == [CONSULTATION.code, page.rows.model.rows[1].uid]


def test_the_panel_follows_the_figure_and_escape_puts_it_away(page: MonthPage, settle: Settle) -> None:
    stand_on(page, "consult.people")
    press(Qt.Key.Key_Return)
    settle()
    assert len(page.rows.model.rows) == 3
    stand_on(page, "consult.channel.letter")
    settle()
    assert page.rows.model.rows == []
    page.rows.table.setFocus()
    press(Qt.Key.Key_Escape)
    assert not page.rows.isVisible()
    assert QApplication.focusWidget() is page.figures


def test_typing_in_the_table_jumps_to_a_code(qtbot: QtBot, page: MonthPage, settle: Settle) -> None:
    page.figures.setFocus()
    type_in("c")
    jump = QApplication.focusWidget()
    assert jump is page.jump
    type_in("onsult.channel.call.12")
    line = page.current_line()
    assert line is not None
    assert line.figure.code == "consult.channel.call.12348"
    press(Qt.Key.Key_Return)
    settle()
    assert page.rows.isVisible()


def test_an_unknown_code_is_marked_and_moves_nothing(page: MonthPage) -> None:
    stand_on(page, "consult.matters")
    page.jump.setText("没有这一项")
    line = page.current_line()
    assert line is not None
    assert line.figure.code == "consult.matters"
    assert page.jump.property("tone") == "red"
    page.jump.setText("赡养费")
    line = page.current_line()
    assert line is not None
    assert line.figure.label == "赡养费"
    assert page.jump.property("tone") == ""


# -- changes, paper, file


def test_a_change_is_counted_when_the_page_is_seen(page: MonthPage, settle: Settle) -> None:
    save(page._sitting.place, visitor="孙某", id_number=resident(2))
    stand_on(page, "consult.matters")
    page._sitting.changed.emit(Changed("another_register", ("1",)))
    settle()
    assert shown(page, "consult.people", VALUE) == "5 人次"
    page._sitting.changed.emit(Changed(CONSULTATION.code, ("1",)))
    settle()
    assert shown(page, "consult.people", VALUE) == "6 人次"
    line = page.current_line()
    assert line is not None
    assert line.figure.code == "consult.matters", "one stays where one was"
    page.hide()
    save(page._sitting.place, visitor="周某", id_number=resident(4))
    page._sitting.changed.emit(Changed(CONSULTATION.code, ("1",)))
    settle()
    assert shown(page, "consult.people", VALUE) == "6 人次"
    page.show()
    settle()
    assert shown(page, "consult.people", VALUE) == "7 人次"


def test_export_writes_the_figures_as_numbers(
    page: MonthPage, settle: Settle, answers: Any, tmp_path: Path
) -> None:
    told: list[str] = []
    page._sitting.said.connect(told.append)
    answers.next = [None, tmp_path / "十一月"]
    page.excel.click()
    settle()
    assert list(tmp_path.glob("*.xlsx")) == []
    page.excel.click()
    settle()
    book = openpyxl.load_workbook(io.BytesIO((tmp_path / "十一月.xlsx").read_bytes()))
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "咨询人次" in cells
    assert 5 in cells
    assert "十一月.xlsx" in told[-1]
    assert "2023年11月" in answers.asked[0][1]


def test_an_unwritable_place_gets_a_sentence(
    page: MonthPage, settle: Settle, answers: Any, tmp_path: Path
) -> None:
    told: list[Exception] = []
    page._sitting.tasks.troubled.connect(told.append)
    answers.next = [tmp_path / "no such folder" / "x.xlsx"]
    page.excel.click()
    settle()
    assert len(told) == 1
    assert isinstance(told[0], Trouble)


def test_the_paper_opens_in_the_page_and_escape_returns(page: MonthPage, settle: Settle) -> None:
    press(Qt.Key.Key_P, CTRL)
    settle()
    view = page.findChild(PaperView)
    assert view is not None
    assert view.isVisible()
    assert view.pages.page() == 1
    press(Qt.Key.Key_Escape)
    assert page.figures.isVisible()
    assert QApplication.focusWidget() is page.figures


def test_nothing_is_asked_of_the_ledger_on_the_windows_thread(page: MonthPage, settle: Settle) -> None:
    threads: set[str] = set()
    engine = page._sitting.place.ledger.engine
    event.listen(engine, "begin", lambda connection: threads.add(threading.current_thread().name))
    page.step_month(-1)
    settle()
    page.step_month(1)
    settle()
    stand_on(page, "consult.people")
    press(Qt.Key.Key_Return)
    settle()
    page.show_paper()
    settle()
    assert threads
    assert all(name.startswith("ledger") for name in threads), threads


def test_the_clock_decides_what_this_month_is(page: MonthPage, settle: Settle, clock: Clock) -> None:
    clock.forward(days=40)
    page._this_month()
    settle()
    assert page.month_edit.text() == "2024-01"
