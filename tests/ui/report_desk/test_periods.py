"""Which month or period the report desk shows, by keys and as people write it."""

import threading
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from quyuan_desktop.domain import periods
from quyuan_desktop.services import month
from quyuan_desktop.services.report_desk import Part
from quyuan_desktop.ui.figure_table import TO_DATE, VALUE
from quyuan_desktop.ui.period_edit import read_month, read_period
from quyuan_desktop.ui.report_desk import ReportDesk
from tests.pages import ALT, CTRL, press, type_in
from tests.ui.report_desk.hand import Settle, shown


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
