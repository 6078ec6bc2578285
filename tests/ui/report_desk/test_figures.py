"""The report desk shows what the service counts, table by table."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.figures import Figure, FigureLine
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.registers.reporting import printed, reported
from quyuan_desktop.services import month, report_desk
from quyuan_desktop.services.report_desk import Part
from quyuan_desktop.ui.figure_rows import BehindModel
from quyuan_desktop.ui.figure_table import CHANGE, LABEL, LAST_YEAR, TO_DATE, VALUE, FigureModel, change_text
from quyuan_desktop.ui.report_charts import PartBars
from quyuan_desktop.ui.report_desk import ReportDesk
from tests.pages import check_model, press
from tests.ui.report_desk.hand import Settle, shown, stand_on


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
