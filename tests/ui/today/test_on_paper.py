"""The day on paper."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from quyuan_desktop.ui.paper_view import PaperView
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.today_page import TodayPage
from tests.ui.at_the_desk import Answers, focus
from tests.ui.today.hand import Settle, day, item


def test_the_day_on_paper_by_its_key(qtbot: QtBot, page: TodayPage, sitting: Sitting, settle: Settle) -> None:
    page.show_day(day(due=(item("甲", "red"),)))
    page.take_focus()
    QTest.keyClick(focus(), Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    settle()
    (view,) = page.findChildren(PaperView)
    assert view.isVisible()
    assert not page.area.isVisible()
    assert view.mark.text() == ""
    assert focus() is view.pages or view.isAncestorOf(focus())
    QTest.keyClick(focus(), Qt.Key.Key_Escape)
    assert page.area.isVisible()
    assert focus() is page.cards()[0].list


def test_the_day_on_paper_by_its_button(page: TodayPage, answers: Answers, tmp_path: Path, settle: Settle) -> None:
    assert page.print_button.text() == "打印任务单 Ctrl+P"
    page.print_button.click()
    settle()
    answers.next = [tmp_path / "单.pdf"]
    (view,) = page.findChildren(PaperView)
    QTest.keyClick(focus(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert (tmp_path / "单.pdf").read_bytes().startswith(b"%PDF")
    assert answers.asked == [("另存为 PDF", "营田司法所-今日任务单-2023-11-30.pdf")]
    view.close_button.click()
    page.print_button.click()
    page.print_button.click()
    settle()
    assert len([each for each in page.findChildren(PaperView) if each.isVisible()]) == 1


def test_while_the_paper_is_shown_the_focus_stays_with_it(page: TodayPage, settle: Settle) -> None:
    page.show_paper()
    settle()
    page.show_day(day(due=(item("甲", "red"),)))
    page.take_focus()
    (view,) = page.findChildren(PaperView)
    assert view.isAncestorOf(focus())
