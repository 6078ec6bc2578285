"""The page 今日: what is there to do, counted after the paint, by keys and by mouse."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers.legal_aid.terms import Result
from quyuan_desktop.services import today
from quyuan_desktop.services.backups import backup_now
from quyuan_desktop.services.day import DayView
from quyuan_desktop.services.drafts import keep_draft
from quyuan_desktop.services.workplace import Changed, Workplace
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.today_page import TodayPage
from tests.offices import Clock, save
from tests.ui.at_the_desk import focus
from tests.ui.today.hand import Settle, day, item


@pytest.fixture
def fresh(qtbot: QtBot, sitting: Sitting) -> TodayPage:
    """The page as the window shows it first, before anything was counted."""
    made = TodayPage(sitting)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def words(page: TodayPage) -> str:
    """All the words on the page."""
    return "\n".join(each.text() for each in page.findChildren(QLabel) if each.isVisible())


def test_nothing_to_do_says_so(page: TodayPage) -> None:
    assert page.cards() == []
    assert "今日无待办" in words(page)
    assert "11月30日 星期四" in words(page)


def test_until_it_is_counted_it_says_so_and_keeps_the_keyboard(qtbot: QtBot, fresh: TodayPage) -> None:
    fresh.take_focus()
    assert "正在统计今天的事项" in words(fresh)
    assert "今日无待办" not in words(fresh) and not fresh.numbers.isVisible()
    assert fresh.hasFocus()
    qtbot.waitUntil(lambda: fresh.view is not None, timeout=20_000)
    assert "正在统计" not in words(fresh) and fresh.numbers.isVisible()
    assert QApplication.focusWidget() is fresh.cards()[0].list


def test_what_one_turned_to_meanwhile_keeps_the_keyboard(qtbot: QtBot, sitting: Sitting) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column, page, search = QVBoxLayout(window), TodayPage(sitting), QLineEdit()
    column.addWidget(search)
    column.addWidget(page)
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    page.take_focus()
    page.show_day(day(due=(item("甲", "red"),)))
    assert QApplication.focusWidget() is page.cards()[0].list
    search.setFocus()
    page.show_day(day(due=(item("乙", "red"),)))
    assert QApplication.focusWidget() is search


def test_left_at_once_it_does_not_keep_the_worker(qtbot: QtBot, fresh: TodayPage, settle: Settle) -> None:
    fresh.refresh()
    fresh.hide()
    settle()
    assert fresh.view is None
    fresh.show()
    qtbot.waitUntil(lambda: fresh.view is not None, timeout=20_000)


def test_a_day_that_cannot_be_counted_is_said_and_counted_again(
    qtbot: QtBot, fresh: TodayPage, sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(place: Workplace) -> DayView:
        raise Trouble("数据库文件已损坏。")

    said: list[Exception] = []
    sitting.tasks.troubled.connect(said.append)
    monkeypatch.setattr(today, "day_view", damaged)
    fresh.refresh()
    qtbot.waitUntil(lambda: bool(said), timeout=20_000)
    assert "没有统计成" in words(fresh)
    monkeypatch.undo()
    fresh.hide()
    fresh.show()
    qtbot.waitUntil(lambda: fresh.view is not None, timeout=20_000)
    assert "没有统计成" not in words(fresh)


def test_blocks_stand_in_their_order_and_empty_ones_stay_away(page: TodayPage) -> None:
    page.show_day(day(due=(item("甲", "red"), item("乙", "amber")), reminders=(item("丙"),)))
    assert [each.uid for each in page.items()] == ["甲", "乙", "丙"]
    assert [card.list.accessibleName() for card in page.cards()] == ["到期与超期", "提醒"]
    assert "今日无待办" not in words(page)
    assert "草稿" not in words(page)


def test_the_numbers_and_the_line(page: TodayPage) -> None:
    assert page.people.text() == "16"
    assert page.matters.text() == "21"
    assert "2023-11 36" in page.trend.accessibleName()


def test_enter_opens_the_line(qtbot: QtBot, page: TodayPage) -> None:
    page.show_day(day(due=(item("甲", "red"), item("乙", "amber")), drafts=(item("丙", draft="k"),)))
    qtbot.waitUntil(lambda: all(card.list.isVisible() for card in page.cards()))
    page.take_focus()
    QTest.keyClick(focus(), Qt.Key.Key_Down)
    with qtbot.waitSignal(page.opened) as opened:
        QTest.keyClick(focus(), Qt.Key.Key_Return)
    assert opened.args is not None
    assert opened.args[0].uid == "乙"
    QTest.keyClick(focus(), Qt.Key.Key_Tab)
    with qtbot.waitSignal(page.opened) as opened:
        QTest.keyClick(focus(), Qt.Key.Key_Enter)
    assert opened.args is not None
    assert opened.args[0].draft == "k"


def test_a_double_click_opens_the_line(qtbot: QtBot, page: TodayPage) -> None:
    page.show_day(day(due=(item("甲", "red"), item("乙", "amber"))))
    listed = page.cards()[0].list
    qtbot.waitUntil(lambda: listed.visualRect(listed.model().index(1, 0)).width() > 100)
    where = listed.visualRect(listed.model().index(1, 0)).center()
    QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=where)
    with qtbot.waitSignal(page.opened) as opened:
        QTest.mouseDClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert opened.args is not None
    assert opened.args[0].uid == "乙"


def test_a_day_that_changes_keeps_the_focus_on_the_page(page: TodayPage) -> None:
    page.show_day(day(due=(item("甲", "red"),)))
    page.take_focus()
    page.show_day(day(todo=(item("乙"),)))
    assert QApplication.focusWidget() is page.cards()[0].list


def test_what_is_due_comes_from_the_ledger(page: TodayPage, sitting: Sitting, settle: Settle) -> None:
    for ahead in (-1, 0, 5, 40):
        on = sitting.place.today + timedelta(days=ahead)
        named = {"visitor": f"甲{'早今后远'[(-1, 0, 5, 40).index(ahead)]}", "id_number": ""}
        early = sitting.place.today - timedelta(days=3)
        when = {"received_on": early, "replied_on": None, "informed_on": early}
        agreed = {"result": Result.APPOINTMENT, "appointment_on": on, "reply": "", **named, **when}
        sitting.tasks.run(partial(save, sitting.place, **agreed))
    page.refresh()
    settle()
    titles = {card.list.accessibleName(): [line.title for line in card.list.lines()] for card in page.cards()}
    assert [each[-2:] for each in titles["到期与超期"]] == ["甲早", "甲今"]
    assert [each[-2:] for each in titles["待办"]] == ["甲后"]


def test_it_follows_what_is_saved(page: TodayPage, sitting: Sitting, settle: Settle) -> None:
    before = page.people.text()

    def saved(done: Any) -> None:
        sitting.changed.emit(done.changed)

    sitting.tasks.run(lambda: save(sitting.place), done=saved)
    settle()
    settle()
    assert (before, page.people.text(), page.matters.text()) == ("16", "1", "1")


def test_hidden_it_waits_until_it_is_seen(page: TodayPage, sitting: Sitting, settle: Settle) -> None:
    page.hide()
    sitting.tasks.run(lambda: keep_draft(sitting.place, "k", "consultation", {"visitor": "李"}, title="李某"))
    sitting.changed.emit(Changed("consultation", ()))
    settle()
    assert page.items() == []
    page.show()
    settle()
    assert [each.draft for each in page.items() if each.draft] == ["k"]


def test_a_new_day_is_noticed(page: TodayPage, settle: Settle, clock: Clock) -> None:
    page.hide()
    clock.forward(days=1)
    page.show()
    settle()
    assert "12月1日 星期五" in words(page)


def test_a_missing_backup_is_an_item_without_a_record(page: TodayPage, sitting: Sitting, settle: Settle) -> None:
    page.refresh()
    settle()
    assert [(each.register, each.uid, each.tone) for each in page.items()] == [("", "", "amber")]
    sitting.tasks.run(lambda: backup_now(sitting.place, "手动"))
    page.refresh()
    settle()
    assert page.items() == []


def test_nasty_titles_are_painted_as_they_are(page: TodayPage) -> None:
    nasty = ("<b>粗</b>", "王\n某", "\u202e反", "\ud800", "字" * 5000, "")
    page.show_day(day(due=tuple(item(each, "red", when=each) for each in nasty)))
    assert not page.grab().isNull()
    assert [each.title for each in page.items()] == list(nasty)
