"""The board within the window: 今日 leads to it, records open from it, what the ledger doubts is asked once."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from quyuan_desktop.registers.advisers.assignment import ASSIGNMENT
from quyuan_desktop.registers.base import blank
from quyuan_desktop.services.day import Item
from quyuan_desktop.services.list_records import Choice, count_records
from quyuan_desktop.ui.coverage_page import CoveragePage
from quyuan_desktop.ui.coverage_tiles import Tile
from quyuan_desktop.ui.desk import DeskPage
from quyuan_desktop.ui.forms import RecordForm
from quyuan_desktop.ui.link_editor import LinkEditor
from quyuan_desktop.ui.register_page import RegisterPage
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.village_file import VillageFilePage
from quyuan_desktop.ui.window import MainWindow
from tests.offices import ZONE, Clock
from tests.pages import CTRL, focused, press
from tests.ui.window.hand import opened
from tests.villages import adviser, term, village

Settle = Callable[[], None]
Key = Qt.Key


@pytest.fixture
def clock() -> Clock:
    """A clock that stands at 2023-11-15 9:00."""
    return Clock(datetime(2023, 11, 15, 9, 0, tzinfo=ZONE))


@pytest.fixture
def window(qtbot: QtBot, sitting: Sitting, settle: Settle) -> MainWindow:
    """The window of an office with a village that has an adviser, and one that has none."""
    term(sitting.place, village(sitting.place, "荷花村"), adviser(sitting.place))
    village(sitting.place, "团湖村")
    return opened(qtbot, sitting, settle)


def at_board(window: MainWindow, settle: Settle) -> CoveragePage:
    """Go from 今日 to the board by the line that leads there."""
    line = next(item for item in window.today.items() if item.opens == "coverage")
    window.today.opened.emit(line)
    settle()
    desk = window.stack.currentWidget()
    assert isinstance(desk, DeskPage)
    page = desk.stack.currentWidget()
    assert isinstance(page, CoveragePage)
    desk.take_focus()
    return page


def test_the_reminder_leads_to_the_board(window: MainWindow, settle: Settle) -> None:
    lines = [item for item in window.today.items() if item.opens == "coverage"]
    assert [item.what for item in lines] == ["1 个村的聘期 60 日内届满", "村法律顾问 2 个村有缺口"]
    at_board(window, settle)
    assert isinstance(focused(), Tile)


def test_the_list_of_villages_is_the_desks_own(window: MainWindow, settle: Settle) -> None:
    at_board(window, settle)
    window.sitting.wanted.emit("village", "")
    settle()
    desk = window.stack.currentWidget()
    assert isinstance(desk, DeskPage)
    assert desk.desk.code == "advisers"
    assert isinstance(desk.stack.currentWidget(), RegisterPage)
    assert desk.side.currentIndex().data() == "村（社区）"


def test_a_service_begins_in_the_village_by_one_key(window: MainWindow, settle: Settle, qtbot: QtBot) -> None:
    page = at_board(window, settle)
    press(Key.Key_End)
    press(Key.Key_Home)
    name = page.field.tiles()[0].state.name
    press(Key.Key_Return)
    settle()
    assert page.findChild(VillageFilePage) is not None
    press(Key.Key_N, CTRL)
    settle()
    form = window.findChild(RecordForm)
    assert isinstance(form, RecordForm)
    qtbot.waitUntil(form.isVisible)
    links = [each.value() for each in form.findChildren(LinkEditor)]
    assert any(link is not None and name in link.text for link in links)


def test_what_the_ledger_doubts_is_asked_once(window: MainWindow, settle: Settle) -> None:
    place = window.sitting.place
    busy = adviser(place, "柳青禾")
    for each in range(5):
        term(place, village(place, f"第{each}村"), busy)
    values = {
        **blank(ASSIGNMENT.record),
        "village": village(place, "第六村"),
        "adviser": busy,
        "start_on": date(2023, 1, 1),
        "end_on": date(2023, 12, 31),
    }
    window.sitting.led.emit("assignment", values)
    settle()
    form = window.findChild(RecordForm)
    assert isinstance(form, RecordForm)
    form.save()
    settle()
    assert count_records(place, ASSIGNMENT, Choice()) == 6
    assert any("将同时服务 6 个村" in each.text for each in form.examination.problems)
    form.save()
    settle()
    assert count_records(place, ASSIGNMENT, Choice()) == 7


def test_a_slip_of_the_ledger_is_not_gone_past(window: MainWindow, settle: Settle) -> None:
    place = window.sitting.place
    here = village(place, "第六村")
    term(place, here, adviser(place, "柳青禾"))
    values = {
        **blank(ASSIGNMENT.record),
        "village": here,
        "adviser": adviser(place, "成可人"),
        "start_on": date(2023, 6, 1),
        "end_on": date(2024, 5, 31),
    }
    window.sitting.led.emit("assignment", values)
    settle()
    form = window.findChild(RecordForm)
    assert isinstance(form, RecordForm)
    for _ in range(3):
        form.save()
        settle()
    assert any("已聘柳青禾" in each.text for each in form.examination.problems)
    assert count_records(place, ASSIGNMENT, Choice()) == 2


def test_an_item_for_the_board_is_known_by_its_code(window: MainWindow, settle: Settle) -> None:
    window.today.opened.emit(Item("缺口", opens="coverage"))
    settle()
    assert window.tabs.tabText(window.tabs.currentIndex()) == "一村一法律顾问"
