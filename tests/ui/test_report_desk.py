"""The report desk: all tables of a period, the records behind every cell, finding, pictures, words, papers and files."""

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

from quyuan_desktop.documents.preview import page_count
from quyuan_desktop.domain import periods
from quyuan_desktop.domain.figures import Figure, FigureLine
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.registers.legal_aid.terms import Channel, MatterKind
from quyuan_desktop.registers.reporting import printed, reported
from quyuan_desktop.services import month, report_desk
from quyuan_desktop.services.report_desk import Part
from quyuan_desktop.services.report_forms import FORMS, form_pdf
from quyuan_desktop.services.save_record import void_record
from quyuan_desktop.services.workplace import Changed
from quyuan_desktop.ui.figure_rows import BehindModel
from quyuan_desktop.ui.figure_table import CHANGE, LABEL, LAST_YEAR, TO_DATE, VALUE, FigureModel, change_text
from quyuan_desktop.ui.paper_view import PaperView
from quyuan_desktop.ui.period_edit import read_month, read_period
from quyuan_desktop.ui.report_charts import PartBars, parts_of, short
from quyuan_desktop.ui.report_desk import CORRECTIONS, MONTHS, WORDS, ReportDesk
from quyuan_desktop.ui.sitting import Sitting
from tests.offices import Clock, matter, resident, save
from tests.pages import ALT, CTRL, SHIFT, check_model, press, show, texts, type_in

Settle = Callable[[], None]


@pytest.fixture
def page(qtbot: QtBot, sitting: Sitting, settle: Settle) -> ReportDesk:
    """November 2023: a visit with two matters, two calls of which one counts for three, one void."""
    place = sitting.place
    save(place, matters=[matter(), matter(MatterKind.LAND, "承包地界。")])
    save(place, visitor="张㛃", id_number=resident(4), channel=Channel.CALL)
    save(place, visitor="李某", id_number=resident(6), channel=Channel.CALL, headcount=3)
    void = save(place, visitor="赵某", id_number=resident(8))
    void_record(place, CONSULTATION, void.record.uid, "重复登记")
    long_ago = {"received_on": date(2022, 11, 8), "replied_on": None, "informed_on": None}
    save(place, visitor="钱某", id_number=resident(4), **long_ago)
    made = ReportDesk(sitting)
    show(qtbot, made, settle)
    return made


def shown(page: ReportDesk, code: str, column: int) -> str:
    row = page.table.model.row_of(code)
    assert row is not None
    return str(page.table.model.index(row, column).data())


# -- the figures


def test_the_page_shows_what_the_service_counts(page: ReportDesk) -> None:
    table = month.month_table(page._sitting.place, periods.month("2023-11"), [CONSULTATION])
    assert {line.figure.code for line in table.lines} == {measure.code for measure in CONSULTATION.measures}
    for line in table.lines:
        assert shown(page, line.figure.code, VALUE) == f"{line.figure.value} {line.figure.unit}"
    assert shown(page, "consult.people", VALUE) == "5 人次"
    assert shown(page, "consult.people", CHANGE) == "+400.00%"
    assert shown(page, "consult.receptions", VALUE) == "3 批"
    assert shown(page, "consult.matters", VALUE) == "4 件"


def test_groups_have_a_row_of_their_own_that_cannot_be_chosen(page: ReportDesk) -> None:
    groups = [row for row in range(page.table.model.rowCount()) if page.table.model.line(row) is None]
    assert page.table.model.index(groups[0], LABEL).data() == "总计"
    assert all(not page.table.model.index(row, 0).flags() & Qt.ItemFlag.ItemIsSelectable for row in groups)
    assert page.table.figures.columnSpan(groups[0], 0) == page.table.model.columnCount()
    page.table.figures.grab()


def test_every_table_is_a_line_of_the_side_list(page: ReportDesk, settle: Settle) -> None:
    own = printed(page._sitting.place.office.level)
    for register in own:
        page.turn_to(register.code)
        settle()
        codes = {measure.code for measure in register.measures}
        assert all(page.table.model.row_of(each) is not None for each in codes), register.code
    assert not {"norm_doc", "meeting"} & {each.code for each in own}
    with pytest.raises(KeyError):
        page.turn_to("nowhere")


def test_models_are_sound(page: ReportDesk, qtmodeltester: ModelTester) -> None:
    check_model(qtmodeltester, page.table.model)
    model = BehindModel()
    model.show(month.rows_behind(page._sitting.place, "consult.people", page.period))
    check_model(qtmodeltester, model)
    check_model(qtmodeltester, FigureModel())


@pytest.mark.parametrize(
    ("value", "before", "words"), [(5, 0, "—"), (5, 5, "持平"), (5, 4, "+25.00%"), (0, 4, "-100.00%"), (0, 0, "—")]
)
def test_change_in_words(value: int, before: int, words: str) -> None:
    line = FigureLine(Figure("x", "甲", "件", value), "组", "口径", value, before)
    assert change_text(line) == words


def test_a_month_without_records_is_all_zero(page: ReportDesk, settle: Settle) -> None:
    page.show_period(periods.month("2021-02"))
    settle()
    assert shown(page, "consult.people", VALUE) == "0 人次"
    assert not page.table.charts.findChildren(PartBars)


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


def test_alt_and_arrows_turn_the_months(page: ReportDesk, settle: Settle) -> None:
    page.table.figures.setFocus()
    press(Qt.Key.Key_Left, ALT)
    settle()
    assert page.head.period.line.text() == "2023-10"
    assert shown(page, "consult.people", VALUE) == "0 人次"
    for _ in range(3):
        press(Qt.Key.Key_Right, ALT)
    settle()
    assert page.head.period.line.text() == "2024-01"
    page.head.period.step(-1)
    page.head.period.step(-1)
    settle()
    assert shown(page, "consult.people", VALUE) == "5 人次"


def test_a_month_is_typed(qtbot: QtBot, page: ReportDesk, settle: Settle) -> None:
    page.head.period.line.setFocus()
    page.head.period.line.selectAll()
    type_in("2022.11")
    press(Qt.Key.Key_Return)
    settle()
    assert page.head.period.line.text() == "2022-11"
    assert shown(page, "consult.people", VALUE) == "1 人次"
    assert QApplication.focusWidget() is page.table.figures


def test_a_bad_month_is_pointed_out_and_changes_nothing(qtbot: QtBot, page: ReportDesk, settle: Settle) -> None:
    page.head.period.line.setFocus()
    page.head.period.line.selectAll()
    type_in("2023-13")
    press(Qt.Key.Key_Return)
    settle()
    assert "2023-13" in page.head.slip.text()
    assert page.head.period.line.property("tone") == "red"
    assert page.period == periods.month("2023-11")
    press(Qt.Key.Key_Right, ALT)
    settle()
    assert page.head.slip.text() == ""
    assert page.head.period.line.property("tone") == ""


def test_the_first_and_last_month_are_ends(page: ReportDesk, settle: Settle) -> None:
    page.show_period(periods.month("2100-12"))
    page.head.period.step(1)
    assert page.period == periods.month("2100-12")
    assert page.head.slip.text()
    page.show_period(periods.month("1949-01"))
    page.head.period.step(-1)
    settle()
    assert page.period == periods.month("1949-01")


def test_turning_fast_ends_with_the_month_that_is_named(
    monkeypatch: pytest.MonkeyPatch, page: ReportDesk, settle: Settle
) -> None:
    gate = threading.Event()
    count = month.month_table

    def slow(*asked: Any) -> Any:
        assert gate.wait(20)
        return count(*asked)

    monkeypatch.setattr(month, "month_table", slow)
    for _ in range(12):
        page.head.period.step(-1)
    gate.set()
    settle()
    assert page.head.period.line.text() == "2022-11"
    assert shown(page, "consult.people", VALUE) == "1 人次"


# -- the records behind


def stand_on(page: ReportDesk, code: str) -> None:
    row = page.table.model.row_of(code)
    assert row is not None
    page.table.figures.selectRow(row)
    page.table.figures.setFocus()


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


# -- changes, paper, file


def test_a_change_is_counted_when_the_page_is_seen(page: ReportDesk, settle: Settle) -> None:
    save(page._sitting.place, visitor="孙某", id_number=resident(2))
    stand_on(page, "consult.matters")
    page._sitting.changed.emit(Changed(CONSULTATION.code, ("1",)))
    settle()
    assert shown(page, "consult.people", VALUE) == "6 人次"
    line = page.table.current_line()
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
    page: ReportDesk, settle: Settle, answers: Any, tmp_path: Path
) -> None:
    told: list[str] = []
    page._sitting.said.connect(told.append)
    answers.next = [None, tmp_path / "十一月"]
    page.do("excel")
    settle()
    assert list(tmp_path.glob("*.xlsx")) == []
    page.do("excel")
    settle()
    book = openpyxl.load_workbook(io.BytesIO((tmp_path / "十一月.xlsx").read_bytes()))
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "咨询人次" in cells
    assert 5 in cells
    assert "十一月.xlsx" in told[-1]
    assert "2023年11月" in answers.asked[0][1]


def test_an_unwritable_place_gets_a_sentence(
    page: ReportDesk, settle: Settle, answers: Any, tmp_path: Path
) -> None:
    told: list[Exception] = []
    page._sitting.tasks.troubled.connect(told.append)
    answers.next = [tmp_path / "no such folder" / "x.xlsx"]
    page.do("excel")
    settle()
    assert len(told) == 1
    assert isinstance(told[0], Trouble)


def test_the_paper_opens_in_the_page_and_escape_returns(page: ReportDesk, settle: Settle) -> None:
    press(Qt.Key.Key_P, CTRL)
    settle()
    view = page.findChild(PaperView)
    assert view is not None
    assert view.isVisible()
    assert view.pages.page() == 1
    press(Qt.Key.Key_Escape)
    assert page.table.figures.isVisible()
    assert QApplication.focusWidget() is page.table.figures


def test_nothing_is_asked_of_the_ledger_on_the_windows_thread(page: ReportDesk, settle: Settle) -> None:
    threads: set[str] = set()
    engine = page._sitting.place.ledger.engine
    event.listen(engine, "begin", lambda connection: threads.add(threading.current_thread().name))
    page.head.period.step(-1)
    settle()
    page.head.period.step(1)
    settle()
    stand_on(page, "consult.people")
    press(Qt.Key.Key_Return)
    settle()
    page.print_shown()
    settle()
    assert threads
    assert all(name.startswith("ledger") for name in threads), threads


def test_the_clock_decides_what_this_month_is(page: ReportDesk, settle: Settle, clock: Clock) -> None:
    clock.forward(days=40)
    page.head.now.click()
    settle()
    assert page.head.period.line.text() == "2024-01"


# -- every number of a small office


def test_every_cell_of_every_table_is_the_sum_of_its_rows(page: ReportDesk, settle: Settle) -> None:
    place, period = page._sitting.place, page.period
    for register in reported():
        for line in month.month_table(place, period, [register]).lines:
            if line.counted:
                values = (line.figure.value, line.year_to_date, line.last_year)
                rows = [report_desk.rows_of(place, line.figure.code, period, part) for part in Part]
                assert tuple(sum(row.value for row in each) for each in rows) == values, line.figure.code


@pytest.mark.parametrize(("column", "words", "people"), [(TO_DATE, "本年累计", 5), (LAST_YEAR, "上年同期", 1)])
def test_enter_on_a_yardstick_opens_its_own_rows(
    page: ReportDesk, settle: Settle, column: int, words: str, people: int
) -> None:
    row = page.table.model.row_of("consult.people")
    assert row is not None
    page.table.figures.setCurrentIndex(page.table.model.index(row, column))
    page.table.figures.setFocus()
    press(Qt.Key.Key_Return)
    settle()
    assert words in page.table.rows.head.text()
    assert sum(each.value for each in page.table.rows.model.rows) == people


def test_an_average_says_that_it_has_no_rows(page: ReportDesk, settle: Settle) -> None:
    register = next(each for each in reported() if each.means)
    page.turn_to(register.code)
    settle()
    stand_on(page, register.means[0].code)
    press(Qt.Key.Key_Return)
    settle()
    assert page.table.rows.model.rows == []
    assert "没有自己的明细" in page.table.rows.note.text()


# -- periods of every kind


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2023Q4", "2023Q4"),
        ("2023q4", "2023Q4"),
        ("2023年第四季度", "2023Q4"),
        ("2023年4季度", "2023Q4"),
        ("2023H2", "2023H2"),
        ("2023年下半年", "2023H2"),
        ("2023年", "2023"),
        ("2023", "2023"),
        ("2023-11", "2023-11"),
        ("11", "2023-11"),
        ("2023-10-21至2023-11-20", ""),
    ],
)
def test_periods_as_people_write_them(typed: str, code: str) -> None:
    found = read_period(typed, date(2023, 12, 5))
    assert found.code == code
    assert code or (found.first, found.last) == (date(2023, 10, 21), date(2023, 11, 20))


@pytest.mark.parametrize("typed", ["", "2023Q5", "2023年五季度", "去年", "2023-11-20至2023-10-21", "1800年"])
def test_what_is_no_period_gets_a_sentence(typed: str) -> None:
    with pytest.raises(ValueError, match="[\u4e00-\u9fff]"):
        read_period(typed, date(2023, 12, 5))


@pytest.mark.parametrize(
    ("typed", "before"),
    [
        ("2024-01", "2023-12"),
        ("2024Q1", "2023Q4"),
        ("2024H1", "2023H2"),
        ("2024年", "2023"),
        ("2023-12-21至2024-01-20", "2023-11-21至2023-12-20"),
    ],
)
def test_arrows_keep_to_the_kind_of_the_period(page: ReportDesk, settle: Settle, typed: str, before: str) -> None:
    page.show_period(read_period(typed, date(2024, 1, 5)))
    page.table.figures.setFocus()
    press(Qt.Key.Key_Left, ALT)
    settle()
    assert page.head.period.line.text() == before
    press(Qt.Key.Key_Right, ALT)
    settle()
    assert page.period.first == read_period(typed, date(2024, 1, 5)).first


def test_the_kind_of_period_is_chosen_by_keys(page: ReportDesk, settle: Settle) -> None:
    kind = page.head.period.kind
    kind.setFocus()
    found = []
    for _ in range(4):
        press(Qt.Key.Key_Down)
        settle()
        found.append(page.head.period.line.text())
    assert found == ["2023Q4", "2023H2", "2023", "2023-11-21至2023-12-20"]
    assert page.table.model.headerData(VALUE, Qt.Orientation.Horizontal) == "本期"


def test_a_year_is_its_own_year_to_date(page: ReportDesk, settle: Settle) -> None:
    """The column goes, also from what is copied; who stood in it stands on the period's number."""
    figures = page.table.figures
    figures.setCurrentIndex(page.table.model.index(1, TO_DATE))
    page.show_period(periods.year(2023))
    settle()
    assert figures.isColumnHidden(TO_DATE)
    assert figures.part is Part.NOW
    figures.setFocus()
    press(Qt.Key.Key_C, CTRL)
    assert QApplication.clipboard().text().splitlines()[0].split("\t") == [
        "指标",
        "本年",
        "上年同期",
        "同比",
        "代码",
    ]
    page.show_period(periods.quarter(2023, 4))
    settle()
    assert not figures.isColumnHidden(TO_DATE)


# -- finding over all tables


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


# -- pictures


def test_the_trend_is_what_the_months_tables_say(page: ReportDesk, settle: Settle) -> None:
    stand_on(page, "consult.people")
    settle()
    points = page.table.charts.columns.points
    assert len(points) == 13
    assert points[0] == ("2022-11", 1)
    assert points[-1] == ("2023-11", 5)
    page.table.charts.columns.grab()


def test_bars_are_the_parts_of_a_group_with_last_year(page: ReportDesk) -> None:
    assert page.table.table is not None
    channels = next(each for each in parts_of(page.table.table.lines) if each.name == "途径")
    assert [(bar.name, bar.value, bar.before) for bar in channels.bars] == [("来电", 4, 0), ("来访", 1, 1)]
    for bars in page.table.charts.findChildren(PartBars):
        bars.grab()


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [(7, "件", "7"), (23_456, "件", "2.3万"), (12_180_000, "元", "12.2万"), (1250, "元", "12")],
)
def test_numbers_in_little_room(value: int, unit: str, words: str) -> None:
    assert short(value, unit) == words


def test_f9_puts_the_pictures_away_for_the_next_time_too(page: ReportDesk, settle: Settle, qtbot: QtBot) -> None:
    page.table.figures.setFocus()
    assert page.table.charts_shown
    press(Qt.Key.Key_F9)
    assert not page.table.charts_shown
    again = ReportDesk(page._sitting)
    show(qtbot, again, settle)
    assert not again.table.charts_shown


def test_a_width_is_remembered(page: ReportDesk, settle: Settle, qtbot: QtBot) -> None:
    page.table.figures.setColumnWidth(VALUE, 140)
    again = ReportDesk(page._sitting)
    show(qtbot, again, settle)
    assert abs(again.table.figures.columnWidth(VALUE) - 140) <= 1


# -- words, corrections, months


def test_the_words_are_copied_whole(page: ReportDesk, settle: Settle) -> None:
    page.turn_to(WORDS)
    settle()
    page.take_focus()
    press(Qt.Key.Key_C, CTRL | SHIFT)
    copied = QApplication.clipboard().text()
    assert copied.startswith("一、法律咨询\n2023年11月，共接待法律咨询5人次")
    assert copied.replace("\n", "") == page.words.text.toPlainText().replace("\n", "")


def test_the_table_is_copied_as_excel_takes_it(page: ReportDesk) -> None:
    page.table.figures.setFocus()
    press(Qt.Key.Key_C, CTRL)
    lines = [line.split("\t") for line in QApplication.clipboard().text().splitlines()]
    assert lines[0] == ["指标", "本月", "本年累计", "上年同期", "同比", "代码"]
    assert ["咨询人次", "5 人次", "5", "1", "'+400.00%", "consult.people"] in lines


def test_what_is_empty_says_what_belongs_there(page: ReportDesk, settle: Settle) -> None:
    for code, words in ((CORRECTIONS, "没有更正"), (MONTHS, "还没有结过账")):
        page.turn_to(code)
        settle()
        assert any(words in each for each in texts(page)), code
    page.show_period(periods.quarter(2023, 4))
    page.turn_to(CORRECTIONS)
    settle()
    assert any("更正表随月份出" in each for each in texts(page))


# -- the whole set


def test_the_whole_set_is_every_table_one_after_the_other(page: ReportDesk, settle: Settle) -> None:
    place, period = page._sitting.place, page.period
    pages = sum(page_count(month.month_pdf(place, period, each)) for each in printed(place.office.level))
    pages += sum(page_count(form_pdf(place, each, period)) for each in FORMS)
    assert page_count(report_desk.whole_set_pdf(place, period)) == pages
    page.table.figures.setFocus()
    press(Qt.Key.Key_P, CTRL | SHIFT)
    settle()
    view = page.findChild(PaperView)
    assert view is not None
    press(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is page.table.figures
