"""Going about in the window: tabs, side lists, keys from anywhere, hits and wanted records."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from quyuan_desktop.registers import DESKS
from quyuan_desktop.registers.base import Desk
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.day import Item
from quyuan_desktop.services.drafts import keep_draft
from quyuan_desktop.ui.desk import DRAFTS, DeskPage
from quyuan_desktop.ui.forms import RecordForm
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.window import MainWindow
from quyuan_desktop.ui.window_pages import REPORTS
from tests.ui.window.hand import Key, Settle, opened, press, saved

SECOND = Desk(code="second", label="人民调解", registers=(CONSULTATION,))


def test_a_tab_for_today_and_each_desk(qtbot: QtBot, filled_sitting: Sitting, settle: Settle) -> None:
    window = opened(qtbot, filled_sitting, settle, (*DESKS, SECOND))
    names = [window.tabs.tabText(place) for place in range(window.tabs.count())]
    assert names == ["今日", *(desk.label for desk in DESKS), "人民调解", "统计报送", "上报区局"]
    press(qtbot, window, Key(Key.Key_1 + len(DESKS) + 1))
    assert isinstance(window.stack.currentWidget(), DeskPage)
    assert window.desk is SECOND


def test_a_line_of_today_without_a_record_opens_the_list_of_all_days(window: MainWindow, settle: Settle) -> None:
    window.today.opened.emit(Item("另有 9 条", register=CONSULTATION.code))
    settle()
    page = window.desk_page(window.desks[0]).register_page
    assert page.isVisible() and page.filter.period_label() == "全部时间"


def test_ctrl_and_a_number_turn_to_the_tabs(qtbot: QtBot, window: MainWindow) -> None:
    assert window.stack.currentWidget() is window.today
    press(qtbot, window, Key.Key_2)
    page = window.stack.currentWidget()
    assert isinstance(page, DeskPage)
    assert page.side.hasFocus()
    press(qtbot, window, Key.Key_1)
    assert window.stack.currentWidget() is window.today


def test_the_office_stands_in_the_title_and_the_person_in_the_foot(window: MainWindow) -> None:
    assert window.windowTitle() == "屈原司法所工作台 · 营田司法所"
    assert window.status.who.text() == "袁知秋（所长）"


def test_the_side_list_turns_the_pages_and_counts(qtbot: QtBot, window: MainWindow, settle: Settle) -> None:
    press(qtbot, window, Key.Key_2)
    settle()
    page = window.stack.currentWidget()
    assert isinstance(page, DeskPage)
    assert page.count_of("consultation") == "3"
    assert page.count_of(DRAFTS) == ""
    saved(window, settle, visitor="李四", id_number="")
    assert page.count_of("consultation") == "4"
    press(qtbot, window, Key.Key_End, Qt.KeyboardModifier.NoModifier)
    assert page.stack.currentWidget() is page.pages()[-1]
    with pytest.raises(KeyError):
        page.turn_to("nowhere")
    with pytest.raises(KeyError):
        page.count_of("nowhere")


def test_every_line_of_the_side_list_has_its_page(window: MainWindow, settle: Settle) -> None:
    page = window.desk_page(window.desks[0])
    for code in ("consultation", DRAFTS):
        page.turn_to(code)
        settle()
    assert len({type(each) for each in page.pages()}) == 2


@pytest.mark.parametrize("tab", [Key.Key_1, Key.Key_2])
def test_ctrl_n_begins_a_record_from_anywhere(
    qtbot: QtBot, window: MainWindow, settle: Settle, tab: Qt.Key
) -> None:
    press(qtbot, window, tab)
    press(qtbot, window, Key.Key_N)
    settle()
    form = window.findChild(RecordForm)
    assert form is not None
    qtbot.waitUntil(form.isVisible)
    qtbot.waitUntil(lambda: form.isAncestorOf(QApplication.focusWidget() or window))


def test_ctrl_n_comes_back_from_the_report_desk(qtbot: QtBot, window: MainWindow, settle: Settle) -> None:
    press(qtbot, window, Key.Key_2)
    window.turn_to_page(REPORTS)
    settle()
    assert window.stack.currentWidget() is window.page(REPORTS)
    press(qtbot, window, Key.Key_N)
    settle()
    form = window.findChild(RecordForm)
    assert form is not None
    assert form.isVisible()


@pytest.mark.parametrize("tab", [Key.Key_1, Key.Key_2])
def test_ctrl_f_searches_and_escape_comes_back(
    qtbot: QtBot, window: MainWindow, settle: Settle, tab: Qt.Key
) -> None:
    press(qtbot, window, tab)
    before = window.stack.currentWidget()
    press(qtbot, window, Key.Key_F)
    assert window.finder.hasFocus()
    for _ in range(2):
        press(qtbot, window, Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert window.stack.currentWidget() is before
    assert not window.finder.hits.isVisible()


def test_a_hit_is_opened_at_its_desk(qtbot: QtBot, window: MainWindow, settle: Settle) -> None:
    press(qtbot, window, Key.Key_F)
    QTest.keyClicks(window.finder, "zhang")
    settle()
    press(qtbot, window, Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    page = window.stack.currentWidget()
    assert isinstance(page, DeskPage)
    detail = page.register_page.detail
    qtbot.waitUntil(lambda: detail.sight is not None and detail.sight.record.visitor == "张㛃")
    settle()
    assert detail.sight is not None
    assert detail.sight.record.visitor == "张㛃"


def test_a_wanted_record_is_opened(window: MainWindow, settle: Settle) -> None:
    made = saved(window, settle, visitor="李四", id_number="")
    window.tabs.setCurrentIndex(0)
    window.sitting.wanted.emit("consultation", made.record.uid)
    settle()
    assert window.tabs.currentIndex() == 1


def test_lines_of_today_open_a_draft_a_record_or_the_backups(
    qtbot: QtBot, window: MainWindow, settle: Settle
) -> None:
    place = window.sitting.place
    window.sitting.tasks.run(lambda: keep_draft(place, "k", "consultation", {"visitor": "李四"}, title="李四"))
    settle()
    window.today.opened.emit(Item("草稿", tone="grey", register="consultation", draft="k"))
    settle()
    form = window.findChild(RecordForm)
    assert form is not None
    assert "李四" in [line.text() for line in form.findChildren(QLineEdit)]
    window.today.opened.emit(Item("还没有备份", tone="amber"))
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert dialog.windowTitle() == "备份与还原"
    settle()
    dialog.close()
