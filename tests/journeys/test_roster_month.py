"""Journey: next month's duty from the empty grid to the printed 值班表 and the month's figure, by key clicks alone."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from quyuan_desktop.documents.preview import extract_text
from quyuan_desktop.domain import periods
from quyuan_desktop.registers.service_points.terms import Half
from quyuan_desktop.services.month import rows_behind
from quyuan_desktop.services.roster import month_of
from quyuan_desktop.ui.paper_view import PaperView
from quyuan_desktop.ui.roster_page import RosterPage
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.window import MainWindow
from tests.duty_points import NAME, PM, add_point, at
from tests.pages import CTRL, press, type_in
from tests.ui.at_the_desk import Answers

Key = Qt.Key
Settle = Callable[[], None]
DECEMBER = periods.month("2023-12")
TYPED = {"pws": "彭望舒", "zjb": "周既白", "yzq": "袁知秋"}
WORKING_DAYS = 21  # 30 and 31 December 2023 are the weekend of 元旦


def test_from_the_empty_month_to_the_printed_roster(
    qtbot: QtBot, sitting: Sitting, answers: Answers, settle: Settle, tmp_path: Path
) -> None:
    point = add_point(sitting.place)
    window = MainWindow(sitting)
    qtbot.addWidget(window, before_close_func=lambda each: setattr(each, "_over", True))
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    settle()

    press(Key.Key_3, CTRL)
    settle()
    page = window.findChild(RosterPage)
    assert page is not None
    qtbot.waitUntil(page.isVisible)
    for _ in range(20):
        if QApplication.focusWidget() is page.grid:
            break
        press(Key.Key_Tab)
    press(Key.Key_PageDown)
    settle()
    assert page.grid.current_cell() == at(1, Half.MORNING, 12)

    turns = list(TYPED)
    for turn in range(2 * WORKING_DAYS):
        type_in(turns[turn % len(turns)])
        press(Key.Key_Return)
    settle()
    roster = month_of(sitting.place, point, DECEMBER)
    assert roster.in_words() == "已排 42/应排 42，空 0"
    order = [roster.slots[cell].person for cell in roster.wanted]
    assert order == [TYPED[turns[turn % len(turns)]] for turn in range(2 * WORKING_DAYS)]
    assert roster.slots[at(29, PM, 12)].person == "袁知秋"

    press(Key.Key_Z, CTRL)
    settle()
    assert month_of(sitting.place, point, DECEMBER).empty == (at(29, PM, 12),)
    type_in("zjb")
    press(Key.Key_Return)
    settle()
    assert sum(row.value for row in rows_behind(sitting.place, "duty.slots", DECEMBER)) == 2 * WORKING_DAYS

    answers.next = [tmp_path / "值班表.pdf"]
    press(Key.Key_P, CTRL)
    settle()
    view = page.findChild(PaperView)
    assert view is not None
    qtbot.waitUntil(view.isVisible)
    press(Key.Key_S, CTRL)
    settle()
    text = "".join(extract_text((tmp_path / "值班表.pdf").read_bytes())).replace(" ", "")
    assert NAME in text
    assert text.count("彭望舒") == 14
    assert "元旦" in text
    press(Key.Key_Escape)
    assert QApplication.focusWidget() is page.grid
