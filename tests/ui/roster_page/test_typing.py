"""Names typed into the roster: initials, the input method, the clipboard, undoing."""

from datetime import date

from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication

from quyuan_desktop.ui.drop_line import DropLine
from quyuan_desktop.ui.roster_grid import offered
from quyuan_desktop.ui.roster_page import RosterPage
from tests.duty_points import AM, PM, at
from tests.pages import CTRL, SHIFT, focused, press, type_in
from tests.ui.roster_page.hand import Key, Settle, put, shown, there


def commit(text: str) -> None:
    """Type Chinese where the focus is, as an input method does."""
    composed = QInputMethodEvent()
    composed.setCommitString(text)
    QApplication.sendEvent(focused(), composed)


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
