"""The roster page by keys and mouse: typing, completing, clearing, dragging, copying, undoing, turning, printing."""

import threading
from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from sqlalchemy import event

from quyuan_desktop.domain import periods
from quyuan_desktop.registers.service_points.duty import DUTY
from quyuan_desktop.registers.service_points.point import POINT
from quyuan_desktop.services import roster_acts as acts
from quyuan_desktop.services.roster import Cell
from quyuan_desktop.services.workplace import Changed
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.substitute import Substitute
from quyuan_desktop.ui.drop_line import DropLine
from quyuan_desktop.ui.paper_view import PaperView
from quyuan_desktop.ui.roster_grid import offered
from quyuan_desktop.ui.roster_model import LOOK_ROLE, Kind, RosterModel
from quyuan_desktop.ui.roster_page import NO_POINT, RosterPage
from quyuan_desktop.ui.roster_people import PeopleModel
from quyuan_desktop.ui.sitting import Sitting
from tests.duty_points import AM, PM, add_point, at, names, november
from tests.pages import ALT, CTRL, SHIFT, check_model, focused, press, show, texts, type_in
from tests.ui.at_the_desk import Answers

Key = Qt.Key
Settle = Callable[[], None]


@pytest.fixture
def point(sitting: Sitting) -> str:
    return add_point(sitting.place)


@pytest.fixture
def page(qtbot: QtBot, sitting: Sitting, point: str, settle: Settle) -> RosterPage:
    """November 2023 of a point with the head 袁知秋 and the staff 彭望舒, 周既白; nobody is put in yet."""
    made = RosterPage(sitting)
    show(qtbot, made, settle)
    made.grid.setFocus()
    return made


def there(page: RosterPage) -> dict[Cell, str]:
    """Who stands in the ledger, by half day."""
    return names(november(page._sitting.place, page._uid))


def shown(page: RosterPage, cell: Cell) -> str:
    return str(page.model.index_of(cell).data())


def put(page: RosterPage, settle: Settle, entries: dict[Cell, str]) -> None:
    """As if arranged before."""
    acts.fill(page._sitting.place, page._uid, entries)
    page._sitting.changed.emit(Changed(DUTY.code, ()))
    settle()


def commit(text: str) -> None:
    """Type Chinese where the focus is, as an input method does."""
    composed = QInputMethodEvent()
    composed.setCommitString(text)
    QApplication.sendEvent(focused(), composed)


def middle(page: RosterPage, cell: Cell) -> QPoint:
    """The middle of a half day in the grid's viewport."""
    return page.grid.visualRect(page.model.index_of(cell)).center()


def drag(source: QWidget, start: QPoint, target: QWidget, end: QPoint, held: Qt.KeyboardModifier) -> None:
    """Press the mouse, move it in a few steps, let go."""
    end_here = source.mapFromGlobal(target.mapToGlobal(end))
    QTest.mousePress(source, Qt.MouseButton.LeftButton, held, start)
    way = end_here - start
    for step in range(1, 5):
        QTest.mouseMove(source, start + QPoint(way.x() * step // 4, way.y() * step // 4))
    QTest.mouseRelease(source, Qt.MouseButton.LeftButton, held, end_here)


# -- what is shown


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


# -- typing


def test_initials_and_enter_fill_half_day_after_half_day(page: RosterPage, settle: Settle) -> None:
    page.grid.stand_on(at(2))
    for typed in ("pws", "zjb", "yz"):
        type_in(typed)
        assert isinstance(QApplication.focusWidget(), DropLine)
        press(Key.Key_Return)
    settle()
    assert there(page) == {at(2): "彭望舒", at(2, PM): "周既白", at(3): "袁知秋"}
    assert page.grid.current_cell() == at(3, PM)
    assert QApplication.focusWidget() is page.grid


def test_enter_passes_over_rest_days(page: RosterPage) -> None:
    page.grid.stand_on(at(3, PM))
    press(Key.Key_Return)
    assert page.grid.current_cell() == at(6)
    page.grid.stand_on(at(30, PM))
    press(Key.Key_Return)
    assert page.grid.current_cell() == at(30, PM), "the month's end"


def test_a_new_name_by_the_input_method(page: RosterPage, settle: Settle) -> None:
    page.grid.stand_on(at(1))
    press(Key.Key_F2)
    commit("欧阳若水")
    press(Key.Key_Return)
    settle()
    assert there(page) == {at(1): "欧阳若水"}
    assert "欧阳若水" in [known.name for known in page.side.model.people]


def test_arrows_choose_from_the_list_and_escape_leaves_all_as_it_was(page: RosterPage, settle: Settle) -> None:
    put(page, settle, {at(1): "彭望舒"})
    page.grid.stand_on(at(1))
    press(Key.Key_F2)
    line = focused()
    assert isinstance(line, DropLine)
    press(Key.Key_F4)
    assert line.list.texts() == ["彭望舒", "袁知秋", "周既白"]
    press(Key.Key_Down)
    press(Key.Key_Escape)
    assert not line.dropped
    press(Key.Key_Escape)
    settle()
    assert there(page) == {at(1): "彭望舒"}
    press(Key.Key_F2)
    press(Key.Key_F4)
    press(Key.Key_Down)
    press(Key.Key_Down)
    press(Key.Key_Return)
    settle()
    assert there(page) == {at(1): "袁知秋"}


def test_leaving_a_cell_takes_initials_for_the_name_they_spell(page: RosterPage, settle: Settle) -> None:
    page.grid.stand_on(at(1))
    type_in("zj")
    page.head.point.setFocus()
    settle()
    assert there(page) == {at(1): "周既白"}


def test_names_are_offered_best_first(page: RosterPage) -> None:
    people = page.side.model.people
    assert offered(people, "") == ["袁知秋", "彭望舒", "周既白"]
    assert offered(people, "z") == ["周既白"]
    assert offered(people, "zhouji") == ["周既白"]
    assert offered(people, "望") == ["彭望舒"]
    assert offered(people, "李") == []


def test_what_is_typed_shows_at_once_and_goes_when_it_is_refused(page: RosterPage, settle: Settle) -> None:
    page.grid.stand_on(at(1))
    page.fill({at(1): "名" * 61})
    assert shown(page, at(1)) == "名" * 61
    settle()
    assert shown(page, at(1)) == "未排"
    assert "太长" in page.banner.text.text()


def test_an_editor_stays_open_while_another_act_comes_back(page: RosterPage, settle: Settle) -> None:
    page.grid.stand_on(at(1))
    press(Key.Key_F2)
    commit("林")
    put(page, settle, {at(8): "彭望舒"})
    line = focused()
    assert isinstance(line, DropLine)
    assert line.text() == "林"
    press(Key.Key_Escape)


# -- clearing, clipboard, undoing


def test_delete_clears_what_is_selected_and_ctrl_z_brings_it_back(page: RosterPage, settle: Settle) -> None:
    put(page, settle, {at(1): "彭望舒", at(1, PM): "周既白", at(2): "袁知秋"})
    before = there(page)
    page.grid.stand_on(at(1))
    press(Key.Key_Down, SHIFT)
    assert page.grid.chosen() == [at(1), at(1, PM)]
    press(Key.Key_Delete)
    settle()
    assert there(page) == {at(2): "袁知秋"}
    assert page.head.undo.isEnabled()
    press(Key.Key_Z, CTRL)
    settle()
    assert there(page) == before
    assert not page.head.undo.isEnabled()
    press(Key.Key_Z, CTRL)
    settle()
    assert there(page) == before


def test_a_week_is_copied_onto_another(page: RosterPage, settle: Settle) -> None:
    week = {
        at(6 + day, half): name for day, name in enumerate(("彭望舒", "周既白", "袁知秋")) for half in (AM, PM)
    }
    put(page, settle, week)
    page.grid.stand_on(at(6))
    for key in (Key.Key_Right, Key.Key_Right, Key.Key_Down):
        press(key, SHIFT)
    press(Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "彭望舒\t周既白\t袁知秋\n彭望舒\t周既白\t袁知秋"
    page.grid.stand_on(at(13))
    press(Key.Key_V, CTRL)
    settle()
    assert there(page) == {
        **week,
        **{(day + date.resolution * 7, half): name for (day, half), name in week.items()},
    }
    press(Key.Key_Z, CTRL)
    settle()
    assert there(page) == week, "one act, undone as one"


def test_one_name_is_pasted_into_all_that_are_selected(page: RosterPage, settle: Settle) -> None:
    QGuiApplication.clipboard().setText("周既白\r\n")
    page.grid.stand_on(at(6))
    press(Key.Key_Right, SHIFT)
    press(Key.Key_V, CTRL)
    settle()
    assert there(page) == {at(6): "周既白", at(7): "周既白"}
    QGuiApplication.clipboard().clear()
    press(Key.Key_V, CTRL)
    settle()
    assert len(there(page)) == 2


def test_arrows_pass_over_dates(page: RosterPage) -> None:
    page.grid.stand_on(at(7, PM))
    press(Key.Key_Down)
    assert page.grid.current_cell() == at(14)
    press(Key.Key_Up)
    press(Key.Key_Up)
    assert page.grid.current_cell() == at(7)
    press(Key.Key_Up)
    assert page.grid.current_cell() == at(7), "31 October is of another month"


# -- dragging


def test_a_name_is_dragged_from_the_list_into_a_half_day(page: RosterPage, settle: Settle) -> None:
    people = page.side.list
    start = people.visualRect(page.side.model.index(1, 0)).center()
    viewport, none = page.grid.viewport(), Qt.KeyboardModifier.NoModifier
    drag(people.viewport(), start, viewport, middle(page, at(8, PM)), none)
    settle()
    assert there(page) == {at(8, PM): "彭望舒"}
    assert not page.drag.note.isVisible()


@pytest.mark.parametrize(
    ("target", "held", "after"),
    [
        (at(9), Qt.KeyboardModifier.NoModifier, {at(9): "彭望舒", at(7): "周既白"}),
        (at(7), Qt.KeyboardModifier.NoModifier, {at(8): "周既白", at(7): "彭望舒"}),
        (at(9), CTRL, {at(8): "彭望舒", at(9): "彭望舒", at(7): "周既白"}),
    ],
)
def test_from_cell_to_cell_it_moves_swaps_or_is_copied(
    page: RosterPage, settle: Settle, target: Cell, held: Qt.KeyboardModifier, after: dict[Cell, str]
) -> None:
    put(page, settle, {at(8): "彭望舒", at(7): "周既白"})
    viewport = page.grid.viewport()
    drag(viewport, middle(page, at(8)), viewport, middle(page, target), held)
    settle()
    assert there(page) == after
    press(Key.Key_Z, CTRL)
    settle()
    assert there(page) == {at(8): "彭望舒", at(7): "周既白"}


def test_while_dragging_it_says_what_will_happen_and_escape_gives_up(page: RosterPage, settle: Settle) -> None:
    put(page, settle, {at(8): "彭望舒", at(7): "周既白"})
    viewport, left = page.grid.viewport(), Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    QTest.mousePress(viewport, left, none, middle(page, at(8)))
    QTest.mouseMove(viewport, middle(page, at(7)))
    assert page.drag.note.text() == "彭望舒　与周既白对调"
    QTest.mouseMove(viewport, middle(page, at(9)))
    assert page.drag.note.text() == "彭望舒　移到 11月9日上午"
    assert page.drag.note.isVisible()
    press(Key.Key_Escape)
    QTest.mouseRelease(viewport, left, none, middle(page, at(9)))
    settle()
    assert there(page) == {at(8): "彭望舒", at(7): "周既白"}


def test_a_drag_that_ends_nowhere_changes_nothing(page: RosterPage, settle: Settle) -> None:
    put(page, settle, {at(8): "彭望舒"})
    viewport, none = page.grid.viewport(), Qt.KeyboardModifier.NoModifier
    drag(viewport, middle(page, at(8)), page.head, QPoint(5, 5), none)
    settle()
    assert there(page) == {at(8): "彭望舒"}


def test_enter_on_a_person_puts_them_where_one_stands(page: RosterPage, settle: Settle) -> None:
    page.grid.stand_on(at(8))
    page.side.list.setFocus()
    page.side.list.setCurrentIndex(page.side.model.index(2, 0))
    press(Key.Key_Return)
    press(Key.Key_Return)
    settle()
    assert there(page) == {at(8): "周既白", at(8, PM): "周既白"}


# -- the whole month


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


# -- one slot


def menu_of(page: RosterPage, cell: Cell) -> dict[str, QAction]:
    page.grid.stand_on(cell)
    return {action.text().split("\t")[0]: action for action in page.menu_for(cell).actions()}


def test_the_menu_signs_in_and_out(page: RosterPage, settle: Settle) -> None:
    put(page, settle, {at(30): "彭望舒"})
    entries = menu_of(page, at(30))
    assert not entries["签退"].isEnabled()
    entries["签到"].trigger()
    settle()
    page.grid.grab()
    assert "签到 09:00" in page.model.index_of(at(30)).data(Qt.ItemDataRole.ToolTipRole)
    entries = menu_of(page, at(30))
    assert not entries["签到"].isEnabled()
    entries["签退"].trigger()
    settle()
    assert "签退 09:00" in page.model.index_of(at(30)).data(Qt.ItemDataRole.ToolTipRole)
    assert not any(entry.isEnabled() for text, entry in menu_of(page, at(28)).items() if text == "替班…")


def test_the_menu_opens_the_record(qtbot: QtBot, page: RosterPage, sitting: Sitting, settle: Settle) -> None:
    put(page, settle, {at(30): "彭望舒"})
    entries = menu_of(page, at(30))
    with qtbot.waitSignal(sitting.wanted) as wanted:
        entries["打开记录"].trigger()
    assert wanted.args == [DUTY.code, november(sitting.place, page._uid).slots[at(30)].uid]


def test_the_leader_of_all_that_are_selected(page: RosterPage, settle: Settle, answers: Answers) -> None:
    put(page, settle, {at(1): "彭望舒", at(2): "周既白"})
    page.grid.selectAll()
    answers.next = ["袁知秋"]
    page.ask_leader([at(1), at(2)])
    settle()
    assert {slot.leader for slot in november(page._sitting.place, page._uid).slots.values()} == {"袁知秋"}


def test_a_substitute_with_a_reason(qtbot: QtBot, page: RosterPage, settle: Settle) -> None:
    put(page, settle, {at(1): "彭望舒"})
    page.ask_substitute(at(1))
    dialog = page.findChild(Substitute)
    assert dialog is not None
    dialog.keep()
    assert dialog.entries["name"].slip.text() == "请填写替班人。"
    assert dialog.entries["reason"].slip.text() == "请填写替班原因。"
    dialog.name.setEditText("彭望舒")
    dialog.keep()
    assert "同一人" in dialog.entries["name"].slip.text()
    dialog.name.setEditText("周既白")
    dialog.reason.setEditText("请假")
    dialog.save.click()
    settle()
    slot = november(page._sitting.place, page._uid).slots[at(1)]
    assert (slot.person, slot.substitute, slot.substitute_reason) == ("彭望舒", "周既白", "请假")
    assert shown(page, at(1)) == "周既白"
    page.grid.grab()


# -- paper and the rest


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
