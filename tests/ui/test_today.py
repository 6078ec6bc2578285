"""今日: the four blocks, two numbers and a line; everything opens by keys."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
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
from quyuan_desktop.services.day import Block, DayView, Item
from quyuan_desktop.services.drafts import keep_draft
from quyuan_desktop.services.workplace import Changed, Workplace
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.paper_view import PaperView
from quyuan_desktop.ui.short_list import Line, ShortList, divide, shorten
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.today_page import TodayPage
from quyuan_desktop.ui.trend import TrendLine, month_words
from tests.offices import Clock, save
from tests.ui.at_the_desk import Answers, focus

Settle = Callable[[], None]
MONTHS = tuple((f"{2022 + (10 + each) // 12}-{(10 + each) % 12 + 1:02d}", each * 3) for each in range(13))


def item(title: str, tone: str = "", **changes: Any) -> Item:
    """An invented line."""
    values = {"register": "consultation", "uid": title, "draft": "", "when": "今天", **changes}
    return Item(what=title, tone=tone, **values)


def day(**blocks: tuple[Item, ...]) -> DayView:
    """A day with those lines in its blocks."""
    labels = {"due": "到期与超期", "todo": "待办", "drafts": "草稿", "reminders": "提醒"}
    made = tuple(Block(code, label, blocks.get(code, ())) for code, label in labels.items())
    return DayView(made, 16, 21, MONTHS)


@pytest.fixture
def page(qtbot: QtBot, sitting: Sitting, settle: Settle) -> TodayPage:
    """The page on a day without anything to do."""
    made = TodayPage(sitting)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    settle()
    made.show_day(day())
    return made


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


def test_lists_grow_with_the_scale(qapp: QApplication, page: TodayPage) -> None:
    page.show_day(day(due=(item("甲"), item("乙"))))
    listed = page.cards()[0].list
    theme.scale(qapp, 150)
    assert listed.height() == theme.px(theme.ROW) * 2 + 2 == 98


def test_nothing_is_cut_off_at_150_percent(qapp: QApplication, page: TodayPage) -> None:
    theme.scale(qapp, 150)
    page.show_day(day(due=(item("甲" * 40),), todo=(item("乙"),), drafts=(item("丙"),)))
    assert page.ground.minimumSizeHint().width() <= 1366


@pytest.mark.parametrize(
    ("room", "title", "detail", "expected"),
    [
        (600, 100, 100, (100, 100)),
        (600, 240, 500, (240, 344)),
        (600, 500, 500, (400, 184)),
        (600, 560, 20, (560, 20)),
        (600, 5000, 0, (600, 0)),
        (600, 0, 5000, (0, 584)),
        (40, 500, 500, (26, 0)),
        (0, 10, 10, (0, 0)),
    ],
)
def test_whom_it_is_about_is_cut_last(room: int, title: int, detail: int, expected: tuple[int, int]) -> None:
    assert divide(room, title, detail, gap=16) == expected


def test_the_name_at_the_end_of_a_long_title_stays(qtbot: QtBot) -> None:
    """Forty lines that all begin with the same words are told apart by whom they are about."""
    shown = ShortList("到期")
    qtbot.addWidget(shown)
    title = "作出是否给予法律援助的决定 · 王秀兰"
    assert shorten(shown.fontMetrics(), title, 200).endswith("王秀兰")
    assert shorten(shown.fontMetrics(), title, 2000) == title


def test_every_tone_and_state_of_a_line_is_painted(qtbot: QtBot) -> None:
    shown = ShortList("各种")
    qtbot.addWidget(shown)
    shown.show_lines([Line("题", "细", tone, None) for tone in ("", "red", "amber", "green", "grey", "odd")])
    shown.show()
    shown.setFocus()
    assert not shown.grab().isNull()


def test_delete_offers_to_drop_a_line(qtbot: QtBot) -> None:
    shown = ShortList("草稿")
    qtbot.addWidget(shown)
    QTest.keyClick(shown, Qt.Key.Key_Delete)
    QTest.keyClick(shown, Qt.Key.Key_Return)
    shown.show_lines([Line("题", "", "", 7)])
    with qtbot.waitSignal(shown.dropped) as dropped:
        QTest.keyClick(shown, Qt.Key.Key_Delete)
    assert dropped.args == [7]


@pytest.mark.parametrize(
    ("month", "first", "expected"),
    [("2023-11", False, "11月"), ("2023-01", False, "1月\n2023"), ("2022-11", True, "11月\n2022")],
)
def test_how_a_month_is_written(month: str, first: bool, expected: str) -> None:
    assert month_words(month, first) == expected


@pytest.mark.parametrize("counts", [(), (0,), (7,), (0, 0, 0), tuple(range(13)), (10**9, 0)])
def test_the_line_stands_from_zero_up(qtbot: QtBot, counts: tuple[int, ...]) -> None:
    line = TrendLine()
    qtbot.addWidget(line)
    line.resize(800, 148)
    line.show_points(tuple((f"2023-{place + 1:02d}", count) for place, count in enumerate(counts[:12])), "人次")
    places = line.positions()
    heights = [place.y() for place in places]
    assert not line.grab().isNull()
    assert all(0 < height < line.height() for height in heights)
    assert [place.x() for place in places] == sorted(place.x() for place in places)
    order = sorted(range(len(heights)), key=lambda place: counts[place])
    assert [heights[place] for place in order] == sorted(heights, reverse=True)
