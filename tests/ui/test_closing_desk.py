"""Closing at the report desk by keys: checked, looked at, closed, re-opened; what is corrected afterwards."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from quyuan_desktop.documents.preview import extract_text
from quyuan_desktop.domain import periods
from quyuan_desktop.domain.figures import FigureRow
from quyuan_desktop.domain.office import Role
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services import report_desk
from quyuan_desktop.services.closing import ClosedMonth, close_month, closed_list
from quyuan_desktop.services.cross_checks import Finding
from quyuan_desktop.services.month import rows_behind
from quyuan_desktop.services.report_desk import UNCLOSED, corrections_paper
from quyuan_desktop.ui.dialogs import closing as closing_dialog
from quyuan_desktop.ui.dialogs.closing import Closing
from quyuan_desktop.ui.forms import RecordForm
from quyuan_desktop.ui.paper_view import PaperView
from quyuan_desktop.ui.report_desk import CORRECTIONS, MONTHS, ReportDesk
from quyuan_desktop.ui.report_head import days_of
from quyuan_desktop.ui.sitting import Sitting
from tests.closings import OCTOBER, SEPTEMBER, add_point, close, keep, on, without_papers
from tests.offices import consultation
from tests.pages import CTRL, press, show, type_in

Settle = Callable[[], None]


@pytest.fixture
def bare() -> Iterator[None]:
    """Where no papers are drawn when a month is closed."""
    with without_papers():
        yield


@pytest.fixture
def page(qtbot: QtBot, sitting: Sitting, settle: Settle, bare: None) -> ReportDesk:
    """Two consultations in September, one in October; the desk stands at September."""
    for day in (date(2023, 9, 4), date(2023, 9, 30), date(2023, 10, 9)):
        keep(sitting.place, day)
    made = ReportDesk(sitting)
    show(qtbot, made, settle)
    made.show_period(SEPTEMBER)
    settle()
    made.take_focus()
    return made


def dialog_of(page: ReportDesk, settle: Settle, qtbot: QtBot) -> Closing:
    """The dialogue, as Ctrl+E opens it, when all is checked."""
    press(Qt.Key.Key_E, CTRL)
    made = page.findChild(Closing)
    assert made is not None
    settle()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_a_month_is_closed_by_keys(page: ReportDesk, settle: Settle, qtbot: QtBot) -> None:
    assert page.head.badge.text() == "○ 未结账"
    dialog = dialog_of(page, settle, qtbot)
    assert dialog.verdict.text() == "✓ 2023年9月核对无误，可以结账"
    assert dialog.pages.isVisible()
    qtbot.waitUntil(dialog.close_button.hasFocus)
    press(Qt.Key.Key_Return)
    settle()
    (closed,) = closed_list(page._sitting.place)
    assert page.head.badge.text() == f"✓ 已结账 {closed.number}"
    assert closed.by in page.head.told.text()
    assert not page.head.close_button.isEnabled()
    page.do("close")
    assert not [each for each in page.findChildren(Closing) if each.isVisible()]


def test_escape_closes_nothing(page: ReportDesk, settle: Settle, qtbot: QtBot) -> None:
    dialog_of(page, settle, qtbot)
    press(Qt.Key.Key_Escape)
    settle()
    assert closed_list(page._sitting.place) == []


def test_a_closing_that_goes_on_can_be_stopped(
    page: ReportDesk, settle: Settle, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Esc amid the closing stops it at its next step: nothing was closed, and it can be begun again."""
    begun, go_on = threading.Event(), threading.Event()

    def slow(*what: Any, tell: Any, **named: Any) -> ClosedMonth:
        def say(text: str, done: int, total: int) -> None:
            if done == 1:
                begun.set()
                assert go_on.wait(30)
            tell(text, done, total)

        return close_month(*what, tell=say, **named)

    monkeypatch.setattr(closing_dialog, "close_month", slow)
    dialog = dialog_of(page, settle, qtbot)
    qtbot.waitUntil(dialog.close_button.hasFocus)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(begun.is_set)
    press(Qt.Key.Key_Escape)
    assert dialog.isVisible()
    go_on.set()
    settle()
    assert dialog.verdict.text() == "已取消，没有结账，数据没有变动"
    assert closed_list(page._sitting.place) == []
    dialog.close_button.click()
    settle()
    assert [each.number for each in closed_list(page._sitting.place)] == ["屈营司结字〔2023〕1号"]


def test_what_is_to_be_seen_first_is_ticked_first(page: ReportDesk, settle: Settle, qtbot: QtBot) -> None:
    page.show_period(OCTOBER)
    settle()
    dialog = dialog_of(page, settle, qtbot)
    assert "9月有记录还没有结账" in dialog.findings.item(0).text()
    assert not dialog.close_button.isEnabled()
    qtbot.waitUntil(dialog.seen.hasFocus)
    press(Qt.Key.Key_Return)
    settle()
    assert closed_list(page._sitting.place) == [], "Enter elsewhere than on the button closes nothing"
    press(Qt.Key.Key_Space)
    dialog.close_button.setFocus()
    press(Qt.Key.Key_Return)
    settle()
    assert [each.code for each in closed_list(page._sitting.place)] == ["2023-10"]


def test_a_month_that_is_not_over_cannot_be_closed(page: ReportDesk, settle: Settle, qtbot: QtBot) -> None:
    page.head.period.step(1)
    page.head.period.step(3)
    settle()
    dialog = dialog_of(page, settle, qtbot)
    assert "现在不能结账" in dialog.verdict.text()
    assert "还没有过完" in dialog.findings.item(0).text()
    assert not dialog.close_button.isEnabled()
    qtbot.waitUntil(dialog.cancel_button.hasFocus)


def test_the_head_re_opens_with_a_reason(page: ReportDesk, settle: Settle, answers: Any) -> None:
    close(page._sitting.place, SEPTEMBER)
    page.reload()
    settle()
    answers.next = [None, "数字报错"]
    page.head.reopen.click()
    settle()
    assert page.head.badge.text().startswith("✓")
    page.head.reopen.click()
    settle()
    assert page.head.badge.text() == "○ 未结账"
    page.turn_to(MONTHS)
    settle()
    (line,) = page.months.table.lines.lines
    assert line.texts[2] == "已撤销"
    assert "数字报错" in line.texts[-1]


def test_nobody_else_re_opens(page: ReportDesk, settle: Settle, answers: Any) -> None:
    place = page._sitting.place
    close(place, SEPTEMBER)
    page._sitting.place = replace(place, staff=replace(place.staff, role=Role.CLERK))
    page.reload()
    settle()
    answers.next = [None]
    page.head.reopen.click()
    assert "只有所长" in answers.asked[0][1]
    assert closed_list(place)[0].reopened_at is None


def test_enter_on_a_closed_month_shows_it(page: ReportDesk, settle: Settle) -> None:
    close(page._sitting.place, SEPTEMBER)
    page.show_period(OCTOBER)
    page.turn_to(MONTHS)
    settle()
    page.take_focus()
    press(Qt.Key.Key_Return)
    settle()
    assert page.period.code == "2023-09"
    assert QApplication.focusWidget() is page.table.figures


def test_what_was_corrected_stands_in_the_next_months_sheet(
    page: ReportDesk, settle: Settle, qtbot: QtBot
) -> None:
    place = page._sitting.place
    close(place, SEPTEMBER)
    uid = rows_behind(place, "consult.people", SEPTEMBER)[0].uid
    keep(place, date(2023, 9, 4), uid=uid, reason="少记两人", headcount=3)
    page.show_period(SEPTEMBER)
    settle()
    assert page.head.changed.text() == "结账后更正过 1 条"
    page.show_period(OCTOBER)
    page.turn_to(CORRECTIONS)
    settle()
    lines = {line.texts[4]: line.texts for line in page.corrections.table.lines.lines}
    assert lines["总计·咨询人次"][5:8] == ("1", "3", "+2")
    assert "少记两人" in next(iter(lines.values()))
    page.take_focus()
    with qtbot.waitSignal(page._sitting.wanted) as wanted:
        press(Qt.Key.Key_Return)
    assert wanted.args == [CONSULTATION.code, uid]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("2023-11", "2023-11-01 至 11-30"),
        ("2023-12-21..2024-01-20", "2023-12-21 至 2024-01-20"),
    ],
)
def test_the_days_of_a_period_tell_both_years(typed: str, told: str) -> None:
    assert days_of(periods.read(typed)) == told


def test_rows_behind_a_closed_cell_say_what_was_corrected_since(page: ReportDesk, settle: Settle) -> None:
    place = page._sitting.place
    close(place, SEPTEMBER)
    keep(place, date(2023, 9, 12), reason="补录", id_number="", visitor="补某")
    page.reload()
    settle()
    row = page.table.model.row_of("consult.people")
    assert row is not None
    page.table.figures.setCurrentIndex(page.table.model.index(row, 3))
    page.table.open_rows()
    settle()
    assert "明细现在合计 3" in page.table.rows.note.text()


def test_without_corrections_there_is_no_paper_of_them(page: ReportDesk, settle: Settle) -> None:
    page.do("corrections")
    settle()
    view = page.findChild(PaperView)
    assert view is not None
    assert "没有更正表可打印" in view.banner_text.text()


def test_figures_that_do_not_add_up_are_listed_and_open_their_table(
    page: ReportDesk, settle: Settle, qtbot: QtBot
) -> None:
    place = page._sitting.place
    close(place, SEPTEMBER)
    add_point(place, date(2023, 9, 12))
    page.turn_to(CORRECTIONS)
    page.show_period(OCTOBER)
    settle()
    assert "1 条记录、" in page.corrections.head.text()
    assert "项期末数（不计入累计）" in page.corrections.head.text()
    lines = page.corrections.table.lines.lines
    (at,) = [row for row, line in enumerate(lines) if line.texts[3] == "期末数"]
    assert lines[at].texts[2] == "—"
    assert "不影响累计" in lines[at].texts[8]
    page.corrections.table.selectRow(at)
    page.corrections.table.setFocus()
    press(Qt.Key.Key_Return)
    settle()
    assert page.code == "point"


def test_the_corrections_of_an_open_month_are_printed_as_a_draft(page: ReportDesk) -> None:
    place = page._sitting.place
    close(place, SEPTEMBER)
    keep(place, date(2023, 9, 12), reason="漏登记")
    text = "".join(extract_text(corrections_paper(place, OCTOBER)))
    assert UNCLOSED in text
    assert "漏登记" in text
    draft = corrections_paper(place, OCTOBER)
    close(place, OCTOBER)
    assert corrections_paper(place, OCTOBER) != draft


def test_what_does_not_hold_leads_to_its_rows(
    page: ReportDesk, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = FigureRow("1", "屈营司咨字〔2023〕1号", date(2023, 9, 4), 1, "王某", CONSULTATION.code)
    found = Finding("各途径之和应等于咨询人次，现在不符。", codes=("consult.people",), rows=(row,))
    monkeypatch.setattr(report_desk, "cross_check", lambda *_: [found])
    page.reload()
    settle()
    assert page.head.checks.text() == "⚠ 勾稽核对 1 处不符"
    press(Qt.Key.Key_F8)
    assert page.table.findings.list.hasFocus()
    press(Qt.Key.Key_Return)
    assert page.table.rows.model.rows == [row]
    assert page.table.rows.table.hasFocus()
    press(Qt.Key.Key_Escape)
    assert page.table.figures.hasFocus()


def test_a_record_of_a_closed_month_asks_for_its_reason_in_the_form(
    qtbot: QtBot, sitting: Sitting, settle: Settle, bare: None
) -> None:
    place = sitting.place
    keep(place, date(2023, 9, 4))
    close(place, SEPTEMBER)
    form = RecordForm(sitting, CONSULTATION)
    show(qtbot, form, settle)
    form.start(consultation(**on(date(2023, 9, 5))))
    settle()
    for _ in range(3):  # doubts are confirmed by trying again
        form.save()
        settle()
    assert form.head.reason.isVisible(), form.examination.problems
    qtbot.waitUntil(form.head.reason.line.hasFocus)
    type_in("late")
    form.save()
    settle()
    (correction,) = report_desk.told_corrections(place, OCTOBER)
    assert correction.reason == "late"
