"""Names dragged into the roster and within it, and what one slot offers."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from quyuan_desktop.registers.service_points.duty import DUTY
from quyuan_desktop.services.roster import Cell
from quyuan_desktop.ui.dialogs.substitute import Substitute
from quyuan_desktop.ui.roster_page import RosterPage
from quyuan_desktop.ui.sitting import Sitting
from tests.duty_points import PM, at, november
from tests.pages import CTRL, press
from tests.ui.at_the_desk import Answers
from tests.ui.roster_page.hand import Key, Settle, put, shown, there


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
