"""The month of duty as it is shown, turned, repeated and printed."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from sqlalchemy import event

from quyuan_desktop.domain import periods
from quyuan_desktop.registers.service_points.point import POINT
from quyuan_desktop.services import roster_acts as acts
from quyuan_desktop.services.workplace import Changed
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.paper_view import PaperView
from quyuan_desktop.ui.roster_model import LOOK_ROLE, Kind, RosterModel
from quyuan_desktop.ui.roster_page import NO_POINT, RosterPage
from quyuan_desktop.ui.roster_people import PeopleModel
from quyuan_desktop.ui.sitting import Sitting
from tests.duty_points import AM, PM, add_point, at
from tests.pages import ALT, CTRL, check_model, focused, press, show, texts, type_in
from tests.ui.roster_page.hand import Key, Settle, put, shown, there


def test_models_are_sound(page: RosterPage, settle: Settle, qtmodeltester: ModelTester) -> None:
    put(page, settle, {at(1): "彭望舒"})
    check_model(qtmodeltester, page.model)
    check_model(qtmodeltester, page.side.model)
    check_model(qtmodeltester, RosterModel())
    check_model(qtmodeltester, PeopleModel())


def test_the_month_has_its_days_and_halves(page: RosterPage) -> None:
    model = page.model
    assert (model.rowCount(), model.columnCount()) == (15, 7)
    assert model.headerData(1, Qt.Orientation.Vertical) == "上午"
    assert model.index_of(at(1)).column() == 2, "1 November was a Wednesday"
    looks = {model.index(row, column).data(LOOK_ROLE).kind for row in range(15) for column in range(7)}
    assert looks == set(Kind)
    assert model.index(0, 0).flags() == Qt.ItemFlag.NoItemFlags
    assert shown(page, at(1)) == "未排"
    assert shown(page, at(4)) == "", "a Saturday"
    assert page.grid.current_cell() == at(30), "today"
    page.grid.grab()


def test_counts_and_a_hint_for_a_month_without_anybody(page: RosterPage, settle: Settle) -> None:
    assert "已排 0/应排 44，空 44" in texts(page)
    assert any("还没有排班" in text for text in texts(page))
    put(page, settle, {at(1): "彭望舒", at(4): "周既白"})
    assert "已排 1/应排 44，空 43；休息日另排 1 班" in texts(page)
    assert not any("还没有排班" in text for text in texts(page))


def test_a_double_booking_is_red_with_a_tip(page: RosterPage, settle: Settle) -> None:
    other = add_point(page._sitting.place, "荷花村工作点")
    acts.fill(page._sitting.place, other, {at(1): "彭望舒"})
    put(page, settle, {at(1): "彭望舒"})
    index = page.model.index_of(at(1))
    assert "荷花村工作点" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert "⚠ 重复排班 1 处" in texts(page)
    page.grid.stand_on(at(2))
    at_text = page.grid.grab(page.grid.visualRect(index)).toImage()
    colours = {at_text.pixelColor(x, y).name() for x in range(at_text.width()) for y in range(at_text.height())}
    assert theme.colours().red_soft.lower() in colours


def test_without_a_point_the_page_tells_what_to_do(qtbot: QtBot, sitting: Sitting, settle: Settle) -> None:
    made = RosterPage(sitting)
    show(qtbot, made, settle)
    assert NO_POINT in texts(made)
    led: list[str] = []
    sitting.led.connect(lambda register, values: led.append(register))
    made.empty.first.click()
    settle()
    assert led == [POINT.code]
    add_point(sitting.place)
    sitting.changed.emit(Changed(POINT.code, ()))
    settle()
    assert made.grid.isVisible()


def test_months_turn_by_keys_and_by_typing(page: RosterPage, settle: Settle) -> None:
    press(Key.Key_Left, ALT)
    settle()
    assert page.head.month.text() == "2023-10"
    assert page.model.index_of(at(2, AM, 10)).data(LOOK_ROLE).day.name == "国庆节"
    press(Key.Key_PageDown)
    press(Key.Key_PageDown)
    settle()
    assert page.period == periods.month("2023-12")
    page.head.month.setFocus()
    page.head.month.selectAll()
    type_in("2023-13")
    press(Key.Key_Return)
    assert "2023-13" in page.banner.text.text()
    page.head.now.click()
    settle()
    assert page.period == periods.month("2023-11")
    assert not page.banner.isVisible()


def test_last_month_is_repeated_and_what_was_left_out_is_told(page: RosterPage, settle: Settle) -> None:
    acts.fill(page._sitting.place, page._uid, {at(9, AM, 10): "彭望舒", at(10, PM, 10): "周既白"})
    page.head.repeat.click()
    settle()
    assert set(there(page).values()) == {"彭望舒", "周既白"}
    told = page.banner.text.text()
    assert "跳过休息日 8 天" in told
    assert "11-01 上午：上月没有排过周三上午" in told
    press(Key.Key_Z, CTRL)
    settle()
    assert there(page) == {}


def test_another_point_is_chosen_and_remembered(
    qtbot: QtBot, page: RosterPage, sitting: Sitting, settle: Settle
) -> None:
    other = add_point(sitting.place, "荷花村工作点", service_days="每周三")
    sitting.changed.emit(Changed(POINT.code, ()))
    settle()
    page.head.point.setFocus()
    press(Key.Key_Down)
    settle()
    assert page.model.roster is not None
    assert page.model.roster.point.uid == other
    assert "已排 0/应排 10，空 10" in texts(page)
    again = RosterPage(sitting)
    show(qtbot, again, settle)
    assert again.head.point.currentText() == "荷花村工作点"


def test_ctrl_p_shows_the_sheet_and_escape_returns(page: RosterPage, settle: Settle) -> None:
    press(Key.Key_P, CTRL)
    settle()
    view = page.findChild(PaperView)
    assert view is not None
    assert view.isVisible()
    press(Key.Key_Escape)
    assert QApplication.focusWidget() is page.grid


@pytest.mark.parametrize("week", [False, True])
def test_the_board_is_on_a3(page: RosterPage, settle: Settle, week: bool) -> None:
    put(page, settle, {at(30): "彭望舒"})
    page.show_board(week)
    settle()
    view = page.findChild(PaperView)
    assert view is not None
    assert view._source.size == "A3"
    assert ("11月27日" if week else "2023年11月") in view._source.title


def test_nothing_is_asked_of_the_ledger_on_the_windows_thread(page: RosterPage, settle: Settle) -> None:
    threads: set[str] = set()
    engine = page._sitting.place.ledger.engine
    event.listen(engine, "begin", lambda connection: threads.add(threading.current_thread().name))
    page.fill({at(1): "彭望舒"})
    settle()
    page.undo()
    settle()
    page.step_month(-1)
    settle()
    page.show_sheet()
    settle()
    assert threads
    assert all(name.startswith("ledger") for name in threads), threads


def test_at_150_percent_names_keep_their_room(page: RosterPage, settle: Settle, qapp: QApplication) -> None:
    put(page, settle, {at(30): "欧阳若水"})
    theme.scale(qapp, 150)
    settle()
    page.grid.fit()
    rect = page.grid.visualRect(page.model.index_of(at(30)))
    assert rect.width() >= page.grid.fontMetrics().horizontalAdvance("欧阳若水") + theme.px(16)
    assert page.head.sheet.isVisible()
    assert page.head.sheet.geometry().right() <= page.head.width()


@pytest.mark.parametrize(
    "steps", [[("", "周既白")], [("z", ""), ("zhou ji bai", ""), ("", "周既白")]], ids=["whole", "composed"]
)
def test_a_name_is_composed_in_a_cell_that_was_not_opened(
    page: RosterPage, settle: Settle, steps: list[tuple[str, str]]
) -> None:
    for preedit, whole in steps:
        composed = QInputMethodEvent(preedit, [])
        composed.setCommitString(whole)
        QApplication.sendEvent(focused(), composed)
        settle()
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    settle()
    assert list(there(page).values()) == ["周既白"]
