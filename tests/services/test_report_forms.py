"""The forms an office hands in: their rows are those of §G, every number is a figure's, sums agree with the tables."""

import io
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from quyuan_desktop.documents.preview import extract_text
from quyuan_desktop.domain import periods
from quyuan_desktop.domain.grids import Grid
from quyuan_desktop.registers import MEASURES, REGISTERS, adds_up
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.registers.legal_aid.terms import Channel
from quyuan_desktop.registers.mediation import terms
from quyuan_desktop.registers.mediation.dispute_register import DISPUTE
from quyuan_desktop.registers.reporting import CUT_OFF, Every, own_cut_off, own_periods
from quyuan_desktop.reports import month as report
from quyuan_desktop.reports.forms import office_report
from quyuan_desktop.reports.forms.aid_report import HEADS
from quyuan_desktop.services.demo import PASSWORD, ZONE
from quyuan_desktop.services.house_rules import keep_setting
from quyuan_desktop.services.month import month_table
from quyuan_desktop.services.month_files import write_month
from quyuan_desktop.services.open_office import sign_in
from quyuan_desktop.services.report_desk import Part, rows_of
from quyuan_desktop.services.report_forms import FORMS, form_called, form_grid, form_pdf, handed_in
from quyuan_desktop.services.workplace import Workplace
from tests.calling import demo_files
from tests.closings import close, keep
from tests.offices import Clock, at_work, fresh, put

NOVEMBER = periods.month("2023-11")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    """The invented office with its year, on the last Friday of it."""

    folder = tmp_path_factory.mktemp("demo") / "data"
    put(folder, demo_files())
    with at_work(sign_in(folder, PASSWORD, now=lambda: datetime(2023, 12, 29, 10, tzinfo=ZONE))) as place:
        yield place


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with at_work(fresh(tmp_path / "data", Clock())) as place:
        yield place


def values(grid: Grid, column: int) -> list[Any]:
    return [row.cells[column].value for row in grid.rows]


@pytest.mark.parametrize("typed", ["2023-11", "2023Q4", "2023"])
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_every_coded_cell_is_the_sum_of_its_rows(demo: Workplace, form: Any, typed: str) -> None:
    period = periods.read(typed)
    coded = [cell for row in form_grid(demo, form, period).rows for cell in row.cells if cell.code]
    for cell in coded:
        assert MEASURES[cell.code]
        total = sum(row.value for row in rows_of(demo, cell.code, period, Part(cell.part)))
        scale = {"元": 100, "分钟": 1}.get(MEASURES[cell.code].unit, 1)
        told = total / scale
        if isinstance(cell.value, int | float):
            others = {told, round(told / 60, 1), round(told / 10_000, 2)}
            assert cell.value in others, cell


def test_every_figure_of_the_year_is_the_sum_of_its_rows_and_of_its_months(demo: Workplace) -> None:
    """For every code there is: what is counted is found record by record, and days, months and the year agree."""
    year = periods.read("2023")
    months = [periods.month(f"2023-{number:02d}") for number in range(1, 13)]
    with demo.ledger.reading() as session:
        counted = report.totals(session, MEASURES.values(), year.first, year.last, demo.house)
        each = [report.totals(session, MEASURES.values(), one.first, one.last, demo.house) for one in months]
        for code, measure in MEASURES.items():
            rows = report.rows(session, measure, year.first, year.last, demo.house)
            assert sum(row.value for row in rows) == counted[code], code
            if adds_up(measure):
                assert sum(values[code] for values in each) == counted[code], code
    assert sum(1 for value in counted.values() if value) > 150


def test_the_office_report_has_the_rows_that_were_asked_for(demo: Workplace) -> None:
    grid = form_grid(demo, form_called("office_report"), NOVEMBER)
    codes = [told.code for part in office_report.PARTS for told in part.figures]
    assert [row.cells[3].code or row.cells[1].text for row in grid.rows] == [
        code if code in MEASURES else "调解成功率" for code in codes
    ]
    assert [column.head for column in grid.columns] == [
        *("类别", "指标", "单位", "本月", "本年累计", "上年同期", "同比%", "备注")
    ]
    assert "—" not in [row.cells[3].text for row in grid.rows]


@pytest.mark.parametrize(
    ("typed", "heads"),
    [
        ("2023Q4", ["本季", "本年累计", "上年同期", "同比%"]),
        ("2023H2", ["本半年", "本年累计", "上年同期", "同比%"]),
        ("2023", ["本年", "上年同期", "同比%"]),
    ],
)
def test_a_year_is_its_own_year_to_date(demo: Workplace, typed: str, heads: list[str]) -> None:
    """In a form of rows, in one of columns, and in what is said of stocks."""
    period = periods.read(typed)
    rows = form_grid(demo, form_called("office_report"), period)
    assert [column.head for column in rows.columns][3:-1] == heads
    assert {len(row.cells) for row in rows.rows} == {len(rows.columns)}
    columns = form_grid(demo, form_called("aid_report"), period)
    assert [row.cells[0].text for row in columns.rows] == heads
    stocks = " ".join(month_table(demo, period, [REGISTERS["point"]]).notes)
    assert ("本年累计" in stocks) == ("本年累计" in heads)


def test_the_aid_report_has_twenty_four_columns_that_add_up(demo: Workplace) -> None:
    grid = form_grid(demo, form_called("aid_report"), periods.read("2023"))
    assert len(HEADS) == 24 == len(grid.columns) - 1
    this: list[Any] = [cell.value for cell in grid.rows[0].cells]
    assert this[7] == sum(this[3:7])
    assert this[2] == sum(this[7:14]) > 0
    assert grid.numbers()[24] == "24"


def test_the_committees_sum_to_the_figures_and_the_groups_to_the_cases(demo: Workplace) -> None:
    grid = form_grid(demo, form_called("mediation_cases"), periods.read("2023"))
    *rows, total = grid.rows
    assert len(rows) > 2
    figures = {
        line.figure.code: line.figure.value for line in month_table(demo, periods.read("2023"), [DISPUTE]).lines
    }
    groups: dict[str, int] = {}
    for at, cell in enumerate(total.cells[1:-1], 1):
        column = grid.columns[at]
        if column.head.startswith("涉及金额"):
            assert cell.value == round(figures["dispute.amount"] / 1_000_000, 2)
            continue
        assert cell.value == sum(row.cells[at].value for row in rows) == figures[cell.code]  # type: ignore[misc]  # counts
        groups[column.group] = groups.get(column.group, 0) + int(cell.value)  # type: ignore[arg-type]  # counts
    accepted, success = figures["dispute.accepted"], figures["dispute.success"]
    assert groups["案件总数"] == 2 * accepted
    assert groups["案件来源"] == groups["纠纷类型"] == accepted
    assert groups["协议形式"] == success
    assert total.cells[-1].text == f"{success * 100 / accepted:.2f}"


def test_the_older_types_are_printed_only_where_they_were_counted(demo: Workplace) -> None:
    heads = [column.head for column in form_grid(demo, form_called("mediation_cases"), NOVEMBER).columns]
    retired = [term.label.removesuffix("纠纷") for term in terms.Kind if term.until is not None]
    assert retired
    assert not set(retired) & set(heads)


@pytest.mark.parametrize(
    ("code", "figure"), [("dispute_ledger", "dispute.accepted"), ("publicity_events", "promo.count")]
)
def test_the_ledgers_have_a_row_to_each_record(demo: Workplace, code: str, figure: str) -> None:
    period = periods.read("2023")
    grid = form_grid(demo, form_called(code), period)
    uids = {row.uid for row in grid.rows if not row.total}
    assert uids == {row.uid for row in rows_of(demo, figure, period, Part.NOW)}
    assert len(grid.rows) == len(uids) + 1


def test_every_village_has_a_row_and_the_rate_is_of_totals(demo: Workplace) -> None:
    grid = form_grid(demo, form_called("villages"), NOVEMBER)
    *rows, total = grid.rows
    found = {line.figure.code: line for line in month_table(demo, NOVEMBER).lines}
    assert len(rows) == found["coverage.villages"].figure.value
    assert total.cells[4].text == f"覆盖率 {found['coverage.rate'].cells()[0]}%"
    assert total.cells[6].value == round(found["service.minutes.onsite"].figure.value / 60, 1)
    assert {row.cells[3].text for row in rows} >= {"—"}


def test_nothing_entered_is_zero_and_nothing_to_compare_with_is_a_dash(place: Workplace) -> None:
    grid = form_grid(place, form_called("office_report"), NOVEMBER)
    assert {row.cells[3].text for row in grid.rows} == {"0", "0.0", "—"}
    assert {row.cells[6].text for row in grid.rows} == {"—"}
    for form in FORMS:
        assert extract_text(form_pdf(place, form, NOVEMBER))


# -- settings


def test_a_form_is_drawn_up_for_the_periods_that_are_set(place: Workplace) -> None:
    form = form_called("aid_report")
    setting = own_periods(form.code, form.title)
    quarterly = keep_setting(place, setting.code, (Every.QUARTER,))
    assert [form in handed_in(quarterly, periods.read(typed)) for typed in ("2023-11", "2023Q4", "2023")] == [
        *(False, True, False)
    ]
    assert form in handed_in(quarterly, periods.read("2023-11-01..2023-11-09"))
    assert form in handed_in(place, NOVEMBER)


def test_another_cut_off_day_is_told_in_the_notes(place: Workplace) -> None:
    keep(place, date(2023, 11, 25))
    keep(place, date(2023, 10, 25))
    cut = keep_setting(place, own_cut_off(DISPUTE).code, 20)
    notes = form_grid(cut, form_called("office_report"), NOVEMBER).notes
    assert "纠纷的数字统计2023年10月21日至2023年11月20日" in notes
    assert not any(
        "统计2023年10月21日" in note for note in form_grid(cut, form_called("aid_report"), NOVEMBER).notes
    )
    assert form_grid(cut, form_called("mediation_cases"), NOVEMBER).first == date(2023, 10, 21)
    all_cut = keep_setting(place, CUT_OFF.code, 20)
    assert form_grid(all_cut, form_called("consultation_kinds"), NOVEMBER).rows[0].cells[3].value == 1


def test_a_column_of_another_table_says_over_which_days_it_counts(place: Workplace) -> None:
    keep(place, date(2023, 10, 25))
    cut = keep_setting(place, own_cut_off(CONSULTATION).code, 20)
    grid = form_grid(cut, form_called("aid_report"), NOVEMBER)
    assert grid.first == date(2023, 11, 1)
    assert "咨询的数字统计2023年10月21日至2023年11月20日" in grid.notes
    assert grid.rows[0].cells[1].value == month_table(cut, NOVEMBER, [CONSULTATION]).lines[0].figure.value


# -- closing


def test_a_closed_month_keeps_its_forms(place: Workplace) -> None:
    keep(place, date(2023, 10, 9), channel=Channel.CALL)
    october = periods.month("2023-10")
    close(place, october)
    before = [(form_grid(place, form, october), form_pdf(place, form, october)) for form in FORMS]
    keep(place, date(2023, 10, 10), reason="漏登记")
    assert [(form_grid(place, form, october), form_pdf(place, form, october)) for form in FORMS] == before
    assert any("已结账，编号" in note for note in before[0][0].notes)


def test_the_files_of_a_month_are_each_form_twice_and_one_workbook_with_all(
    demo: Workplace, tmp_path: Path
) -> None:
    written = {path.name for path in write_month(demo, NOVEMBER, tmp_path)}
    head = "营田司法所-2023-11-"
    for form in FORMS:
        assert {f"{head}{form.title}.pdf", f"{head}{form.title}.xlsx"} <= written
    book = openpyxl.load_workbook(io.BytesIO((tmp_path / f"{head}月报表.xlsx").read_bytes()))
    assert book.sheetnames[0] == "司法所工作月报表"
    assert len(book.sheetnames) > len(FORMS) + 10
