"""The pictures of the report desk, and what is remembered of its layout."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from quyuan_desktop.ui.figure_table import VALUE
from quyuan_desktop.ui.report_charts import PartBars, parts_of, short
from quyuan_desktop.ui.report_desk import ReportDesk
from tests.pages import press, show
from tests.ui.report_desk.hand import Settle, stand_on


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
