"""Forms at the report desk: shown as they are printed, a number opens its records, a row its record; paper and workbook."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from quyuan_desktop.domain import periods
from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.registers.reporting import DUE_DAY
from quyuan_desktop.services.house_rules import keep_setting
from quyuan_desktop.services.report_forms import FORMS, form_called, form_grid
from quyuan_desktop.services.save_record import save_record
from quyuan_desktop.ui.paper_view import PaperView
from quyuan_desktop.ui.report_desk import ReportDesk
from quyuan_desktop.ui.report_form import GridModel
from quyuan_desktop.ui.sitting import Sitting
from tests.disputes import dispute
from tests.offices import matter, resident, save
from tests.pages import CTRL, check_model, press, show, texts

Settle = Callable[[], None]


@pytest.fixture
def page(qtbot: QtBot, sitting: Sitting, settle: Settle) -> ReportDesk:
    """Two consultations and a dispute in November 2023; the office report is shown."""
    place = sitting.place
    save(place, matters=[matter(), matter()])
    save(place, visitor="张㛃", id_number=resident(4), headcount=3)
    save_record(place, REGISTERS["dispute"], dispute(), confirmed=True)
    made = ReportDesk(sitting)
    show(qtbot, made, settle)
    made.turn_to("office_report")
    settle()
    return made


def stand_on(page: ReportDesk, row: int, column: int) -> None:
    page.form_page.view.setCurrentIndex(page.form_page.model.index(row, column))


def test_every_form_is_shown_as_it_is_printed(page: ReportDesk, settle: Settle) -> None:
    for form in FORMS:
        page.turn_to(form.code)
        settle()
        grid = form_grid(page._sitting.place, form, page.period)
        shown = page.form_page.model
        assert shown.grid == grid
        assert page.pages.currentWidget() is page.form_page
        texts = [
            [shown.index(row, at).data() for at in range(shown.columnCount())] for row in range(shown.rowCount())
        ]
        assert texts == [[cell.text for cell in row.cells] for row in grid.rows]
        assert grid.notes[-1].strip("；。") in page.form_page.notes.text()


def test_a_number_opens_its_records_and_they_lead_to_the_record(page: ReportDesk, settle: Settle) -> None:
    opened: list[tuple[str, str]] = []
    page._sitting.wanted.connect(lambda *what: opened.append(what))
    stand_on(page, 0, 3)
    page.form_page.view.setFocus()
    press(Qt.Key.Key_Return)
    settle()
    assert page.form_page.side_open
    rows = page.form_page.rows
    assert sum(row.value for row in rows.model.rows) == 4
    assert rows.head.text().startswith("咨询人次")
    press(Qt.Key.Key_Return)
    assert [register for register, _ in opened] == ["consultation"]
    press(Qt.Key.Key_Escape)
    assert not page.form_page.side_open
    assert QApplication.focusWidget() is page.form_page.view


def test_a_cell_without_records_closes_the_panel(page: ReportDesk, settle: Settle) -> None:
    stand_on(page, 0, 3)
    page.form_page.open_cell()
    stand_on(page, 1, 3)
    settle()
    assert sum(row.value for row in page.form_page.rows.model.rows) == 3
    stand_on(page, 1, 7)
    assert not page.form_page.side_open


def test_a_row_of_a_ledger_opens_its_record(page: ReportDesk, settle: Settle) -> None:
    opened: list[tuple[str, str]] = []
    page._sitting.wanted.connect(lambda *what: opened.append(what))
    page.turn_to("dispute_ledger")
    settle()
    stand_on(page, 0, 3)
    page.form_page.view.setFocus()
    press(Qt.Key.Key_Return)
    assert [register for register, _ in opened] == ["dispute"]


def test_the_form_is_printed_saved_and_copied(
    page: ReportDesk, settle: Settle, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page.form_page.view.setFocus()
    press(Qt.Key.Key_C, CTRL)
    lines = QApplication.clipboard().text().splitlines()
    assert lines[0].startswith("类别\t指标\t单位\t本月")
    assert len(lines) == page.form_page.model.rowCount() + 1
    target = tmp_path / "报表.xlsx"
    monkeypatch.setattr(page._sitting.ask, "save_path", lambda *_: target)
    page.do("excel")
    settle()
    assert openpyxl.load_workbook(io.BytesIO(target.read_bytes())).sheetnames == ["司法所工作月报表"]
    press(Qt.Key.Key_P, CTRL)
    settle()
    view = page.findChild(PaperView)
    assert view is not None
    assert any("司法所工作月报表" in each for each in texts(view))


def test_the_model_is_sound(page: ReportDesk, qtmodeltester: ModelTester) -> None:
    check_model(qtmodeltester, page.form_page.model)
    check_model(qtmodeltester, GridModel())


def test_the_day_it_is_due_is_said(page: ReportDesk, sitting: Sitting, settle: Settle) -> None:
    sitting.place = keep_setting(sitting.place, DUE_DAY.code, 5)
    page.reload()
    settle()
    assert "报送期限 12-05，剩 5 日" in page.head.told.text()
    page.show_period(periods.month("2023-09"))
    settle()
    assert "报送期限 10-05，已过 56 日" in page.head.told.text()
    assert date(2023, 12, 5) not in page.period
    assert form_called("office_report") is page.form
