"""What the report desk prints, exports and copies, and when it counts again."""

import io
import threading
from pathlib import Path
from typing import Any

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from sqlalchemy import event

from quyuan_desktop.documents.preview import page_count
from quyuan_desktop.domain import periods
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.registers.reporting import printed
from quyuan_desktop.services import month, report_desk
from quyuan_desktop.services.report_forms import FORMS, form_pdf
from quyuan_desktop.services.workplace import Changed
from quyuan_desktop.ui.figure_table import VALUE
from quyuan_desktop.ui.paper_view import PaperView
from quyuan_desktop.ui.report_desk import CORRECTIONS, MONTHS, WORDS, ReportDesk
from tests.offices import Clock, resident, save
from tests.pages import CTRL, SHIFT, press, texts
from tests.ui.report_desk.hand import Settle, shown, stand_on


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
