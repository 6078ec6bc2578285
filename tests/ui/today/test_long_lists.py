"""The page 今日 with forty things to do in a block."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from quyuan_desktop.services.day import Item
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.short_list import ShortList
from quyuan_desktop.ui.today_page import TodayPage
from tests.ui.at_the_desk import focus
from tests.ui.today.hand import day, item


def test_a_long_list_scrolls_inside_its_card(page: TodayPage) -> None:
    page.show_day(day(drafts=tuple(item(str(each)) for each in range(300))))
    listed = page.cards()[0].list
    assert listed.height() <= theme.px(theme.ROW) * listed.most + 2


def forty(of: str = "") -> tuple[Item, ...]:
    """Forty lines that are due."""
    return tuple(item(f"{of}{each}", "red" if each < 5 else "amber") for each in range(40))


def rows_in_sight(listed: ShortList) -> int:
    """How many lines of a list are wholly to be seen in its own window."""
    tall = listed.viewport().height()
    rects = [listed.visualRect(listed.model().index(row, 0)) for row in range(listed.model().rowCount())]
    return sum(rect.top() >= 0 and rect.bottom() < tall for rect in rects)


def test_with_forty_due_it_says_how_many_more(qtbot: QtBot, page: TodayPage) -> None:
    page.show_day(day(due=forty(), todo=(item("乙"),)))
    due, todo = page.cards()
    qtbot.waitUntil(lambda: due.isVisible() and todo.isVisible())
    assert rows_in_sight(due.list) == 8
    assert due.more.isVisible()
    assert due.more.text() == "还有 32 项，全部显示"
    assert not todo.more.isVisible()
    assert due.list.verticalScrollBar().maximum() > 0


def test_all_forty_are_shown_by_keys_and_folded_again(qtbot: QtBot, page: TodayPage) -> None:
    page.show_day(day(due=forty(), todo=(item("乙"),)))
    qtbot.waitUntil(page.cards()[0].more.isVisible)
    page.take_focus()
    QTest.keyClick(focus(), Qt.Key.Key_Tab)
    more = page.cards()[0].more
    assert focus() is more
    QTest.keyClick(more, Qt.Key.Key_Space)
    assert rows_in_sight(page.cards()[0].list) == 40
    assert more.text() == "只显示前 8 项"
    assert focus() is more
    QTest.keyClick(more, Qt.Key.Key_Space)
    assert rows_in_sight(page.cards()[0].list) == 8


def test_the_page_follows_the_line_one_stands_on(qtbot: QtBot, page: TodayPage) -> None:
    page.show_day(day(due=forty()))
    page.cards()[0].more.click()
    listed = page.cards()[0].list
    page.take_focus()
    qtbot.waitUntil(lambda: page.area.verticalScrollBar().maximum() > 500)
    QTest.keyClick(listed, Qt.Key.Key_End)
    assert listed.currentIndex().row() == 39
    below = listed.viewport().mapTo(page.area.viewport(), listed.visualRect(listed.currentIndex()).bottomLeft())
    assert 0 < below.y() <= page.area.viewport().height()
    QTest.keyClick(listed, Qt.Key.Key_Home)
    above = listed.viewport().mapTo(page.area.viewport(), listed.visualRect(listed.currentIndex()).topLeft())
    assert 0 <= above.y() < page.area.viewport().height()


def test_what_was_unfolded_stays_so_when_the_day_changes(page: TodayPage) -> None:
    page.show_day(day(due=forty()))
    page.cards()[0].more.click()
    page.show_day(day(due=forty("新")[1:]))
    assert rows_in_sight(page.cards()[0].list) == 39
    assert page.items()[0].title == "新1"


@pytest.mark.parametrize("percent", [100, 150])
def test_forty_in_every_block_fit_the_small_screen(qapp: QApplication, page: TodayPage, percent: int) -> None:
    theme.scale(qapp, percent)
    page.resize(1366, 640)
    page.show_day(day(due=forty(), todo=forty("待"), drafts=forty("稿"), reminders=forty("醒")))
    QApplication.processEvents()
    assert page.area.horizontalScrollBar().maximum() == 0
    assert all(rows_in_sight(card.list) == 8 for card in page.cards())
