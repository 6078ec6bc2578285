"""The editors of single fields under real keys: days, choices, ticks, earlier entries, the mouse wheel."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.domain.terms import PersonGroup, Sex, Term, Town
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.registers.legal_aid.terms import Channel, MatterKind, Result
from quyuan_desktop.ui.choice_editors import matching
from quyuan_desktop.ui.day_editors import CalendarDrop
from quyuan_desktop.ui.drop_line import DropLine
from quyuan_desktop.ui.sitting import Sitting
from tests.filling import ALT, CTRL, KEY, Make, Typist, maker, new_consultation, press, type_in
from tests.offices import TODAY, save

NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def make(qtbot: QtBot) -> Make:
    """Puts an editor of a kind on the screen, with another one after it."""
    return maker(qtbot)


@pytest.fixture
def clerk(qtbot: QtBot, sitting: Sitting, settle: Callable[[], None]) -> Iterator[Typist]:
    """Someone in front of an empty consultation."""
    typist = new_consultation(qtbot, sitting, settle)
    yield typist
    typist.leave()


# -- days and times


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("11-5", "2023-11-05"),
        ("20231105", "2023-11-05"),
        ("2023.11.5", "2023-11-05"),
        ("5", "2023-11-05"),
        ("2-30", "2-30"),
        ("soon", "soon"),
    ],
)
def test_a_day_is_shown_in_full_when_one_goes_on(make: Make, typed: str, shown: str) -> None:
    editor = make(kinds.Day())
    type_in(editor, typed)
    assert editor.typed() == typed
    press(editor, KEY.Key_Return)
    assert editor.typed() == shown
    assert isinstance(editor.value(), Problem) == (typed == shown)


def test_arrow_keys_change_the_day_and_page_keys_the_month(make: Make) -> None:
    editor = make(kinds.Day())
    press(editor, KEY.Key_Up)
    assert editor.value() == TODAY
    press(editor, KEY.Key_Up)
    assert editor.value() == date(2023, 12, 1)
    press(editor, KEY.Key_Down, KEY.Key_Down)
    assert editor.value() == date(2023, 11, 29)
    editor.show_value(date(2024, 1, 31))
    press(editor, KEY.Key_PageUp)
    assert editor.value() == date(2024, 2, 29)
    press(editor, KEY.Key_PageDown)
    assert editor.value() == date(2024, 1, 29)


def test_arrow_keys_stop_at_today_where_no_future_is_allowed_and_at_the_ends_of_time(make: Make) -> None:
    past, free = make(kinds.Day(past=True)), make(kinds.Day())
    past.show_value(TODAY)
    past.setFocus()
    press(past, KEY.Key_Up, KEY.Key_PageUp)
    assert past.value() == TODAY
    free.setFocus()
    free.show_value(kinds.LATEST)
    press(free, KEY.Key_Up, KEY.Key_PageUp)
    assert free.value() == kinds.LATEST
    free.show_value(kinds.EARLIEST)
    press(free, KEY.Key_Down, KEY.Key_PageDown)
    assert free.value() == kinds.EARLIEST


def test_arrow_keys_leave_what_is_no_day_alone(make: Make) -> None:
    editor = make(kinds.Day())
    type_in(editor, "soon")
    press(editor, KEY.Key_Up)
    assert editor.typed() == "soon"


def test_the_calendar_gives_a_day(make: Make, qtbot: QtBot) -> None:
    editor = make(kinds.Day(past=True))
    editor.show_value(date(2023, 11, 20))
    press(editor, KEY.Key_Down, with_=ALT)
    drop = editor.window().findChild(CalendarDrop)
    assert drop is not None
    assert drop.calendar.maximumDate().toPython() == TODAY
    QTest.keyClick(drop.calendar.focusWidget() or drop.calendar, KEY.Key_Right)
    drop.calendar.activated.emit(drop.calendar.selectedDate())
    assert editor.value() == date(2023, 11, 21)
    qtbot.waitUntil(lambda: editor.window().findChild(CalendarDrop) is None)
    assert editor.control.hasFocus()


def test_esc_puts_the_calendar_away_and_nothing_else(clerk: Typist) -> None:
    clerk.go("received_on")
    clerk.press(KEY.Key_F4)
    drop = clerk.form.window().findChild(CalendarDrop)
    assert drop is not None
    clerk.press(KEY.Key_Escape)
    clerk.settle()
    assert not drop.isVisible()
    assert clerk.at() == "received_on"
    assert clerk.closed == []


def test_a_time_is_read_as_people_write_it_and_stepped_by_five_minutes(make: Make) -> None:
    editor = make(kinds.Clock())
    type_in(editor, "905")
    press(editor, KEY.Key_Up)
    assert editor.typed() == "09:10"
    editor.retype("00:02")
    press(editor, KEY.Key_Down)
    assert editor.typed() == "23:57"


def test_a_number_counts_by_arrow_keys_within_its_bounds(make: Make) -> None:
    editor = make(kinds.Number(least=1, most=3))
    press(editor, KEY.Key_Up)
    assert editor.value() == 1
    press(editor, KEY.Key_Up, KEY.Key_Up, KEY.Key_Up)
    assert editor.value() == 3
    press(editor, *[KEY.Key_Down] * 5)
    assert editor.value() == 1


# -- choices


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("劳动报酬", MatterKind.WAGES),
        ("ldbc", MatterKind.WAGES),
        ("laodongbao", MatterKind.WAGES),
        ("报酬", MatterKind.WAGES),
        ("wages", MatterKind.WAGES),
        ("zhaijidi", MatterKind.HOUSING),
        ("xyz", None),
        ("宅基地", MatterKind.HOUSING),
    ],
)
def test_a_choice_is_found_by_label_pinyin_and_code(typed: str, found: MatterKind | None) -> None:
    terms = list(MatterKind)
    assert (matching(terms, typed) or [None])[0] is found  # type: ignore[list-item]  # none found


def test_a_label_that_begins_so_comes_before_one_that_holds_it() -> None:
    assert matching(list(MatterKind), "其他")[0].label.startswith("其他")
    assert [term.label for term in matching(list(Result), "法律")] == ["代拟法律文书", "引导申请法律援助"]


def test_typing_narrows_the_list_and_enter_takes_the_marked_one_and_goes_on(make: Make, qtbot: QtBot) -> None:
    editor = make(kinds.Choice(terms=MatterKind))
    line = editor.control
    assert isinstance(line, DropLine)
    type_in(editor, "ld")
    assert any(text.startswith("劳动报酬") for text in line.list.texts())
    assert not any("民间借贷" in text for text in line.list.texts())
    entered: list[bool] = []
    editor.entered.connect(lambda: entered.append(True))
    press(editor, KEY.Key_Return)
    assert editor.value() is MatterKind.WAGES
    assert editor.typed() == "劳动报酬"
    assert entered == [True]
    assert not line.dropped


def test_arrow_keys_step_through_the_values_and_the_list(make: Make) -> None:
    editor = make(kinds.Choice(terms=Town))
    press(editor, KEY.Key_Down)
    assert editor.value() is Town.TIANWEN
    press(editor, KEY.Key_Down, KEY.Key_Down)
    assert editor.value() is Town.HESHI
    press(editor, KEY.Key_Up)
    assert editor.value() is Town.YINGTIAN
    press(editor, KEY.Key_F4)
    press(editor, KEY.Key_Down, KEY.Key_Down, KEY.Key_Tab)
    assert editor.value() is Town.FENGHUANG


def test_esc_closes_the_list_and_leaves_the_value(clerk: Typist) -> None:
    clerk.go("town")
    clerk.press(KEY.Key_F4)
    line = clerk.editor("town").control
    assert isinstance(line, DropLine)
    assert line.dropped
    clerk.press(KEY.Key_Escape)
    clerk.settle()
    assert not line.dropped
    assert clerk.closed == [], "Esc belonged to the list"
    assert clerk.editor("town").typed() == ""


def test_what_is_no_value_stays_and_is_said(clerk: Typist) -> None:
    clerk.go("town")
    clerk.type("火星")
    clerk.press(KEY.Key_Tab)
    clerk.examined()
    assert clerk.editor("town").typed() == "火星"
    assert "没有“火星”这一项" in clerk.note("town")


def test_the_mouse_wheel_changes_nothing(clerk: Typist) -> None:
    before = clerk.form.typed()
    for editor in clerk.form.body.every_editor():
        editor.setFocus(Qt.FocusReason.MouseFocusReason)
        at = QPointF(5, 5)
        down = QPoint(0, -120)
        event = QWheelEvent(
            at,
            editor.control.mapToGlobal(at),
            QPoint(),
            down,
            Qt.MouseButton.NoButton,
            NONE,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(editor.control, event)
    assert clerk.form.typed() == before


def test_a_value_out_of_use_is_offered_only_where_it_stands(make: Make) -> None:
    class Old(Term):
        NOW = "now", "现用"
        GONE = "gone", "停用", None, date(2020, 1, 1)

    editor = make(kinds.Choice(terms=Old))
    assert [term.label for term in editor.terms] == ["现用"]  # type: ignore[attr-defined]  # a choice's
    editor.show_value(Old.GONE)
    assert [term.label for term in editor.terms] == ["现用", "停用"]  # type: ignore[attr-defined]  # a choice's
    radio = make(kinds.Choice(terms=Old, radio=True))
    assert [button.isHidden() for button in radio.buttons.values()] == [False, True]  # type: ignore[attr-defined]  # radio buttons
    radio.show_value(Old.GONE)
    assert radio.value() is Old.GONE
    assert not any(button.isHidden() for button in radio.buttons.values())  # type: ignore[attr-defined]  # radio buttons


def test_radio_buttons_are_one_stop_chosen_by_arrows_digits_and_letters(make: Make) -> None:
    editor = make(kinds.Choice(terms=Channel, radio=True), required=True)
    assert editor.typed() == "", "coming by Tab chooses nothing"
    press(editor, KEY.Key_2)
    assert editor.value() is Channel.CALL
    press(editor, KEY.Key_Right)
    assert editor.value() is Channel.LETTER
    press(editor, KEY.Key_Left, KEY.Key_Left, KEY.Key_Left)
    assert editor.value() is Channel.OTHER
    press(editor, KEY.Key_X)
    assert editor.value() is Channel.OUTREACH
    press(editor, KEY.Key_Delete)
    assert editor.value() is Channel.OUTREACH, "an answer is needed here"
    press(editor, KEY.Key_Tab)
    assert not editor.isAncestorOf(QApplication.focusWidget() or editor)


def test_an_answer_that_is_not_needed_can_be_taken_back(make: Make) -> None:
    editor = make(kinds.Choice(terms=Result, radio=True))
    press(editor, KEY.Key_1, KEY.Key_Delete)
    assert editor.value() is None


def test_ticks_are_one_stop_and_what_follows_by_itself_is_not_ones_own(make: Make) -> None:
    editor = make(kinds.Choices(terms=PersonGroup))
    press(editor, KEY.Key_Right, KEY.Key_Right, KEY.Key_Space)
    assert editor.value() == (PersonGroup.FARMER,)
    editor.follow((PersonGroup.FARMER, PersonGroup.ELDERLY))
    assert editor.value() == (PersonGroup.FARMER,)
    assert editor.buttons[PersonGroup.ELDERLY].isChecked()  # type: ignore[attr-defined]  # check boxes
    press(editor, KEY.Key_Space)
    assert editor.value() == ()
    press(editor, KEY.Key_Tab)
    assert not editor.isAncestorOf(QApplication.focusWidget() or editor)


def test_an_empty_field_shows_what_will_be_filled_in(make: Make) -> None:
    editor = make(kinds.Choice(terms=Sex))
    editor.follow(Sex.FEMALE)
    assert editor.control.placeholderText() == "女"  # type: ignore[attr-defined]  # a line's
    assert editor.is_blank()
    assert editor.value() is None


# -- earlier entries


def test_earlier_entries_are_offered_and_typing_is_never_overruled(make: Make) -> None:
    def suggest(field: Field, typed: str, tell: Callable[[list[str]], None]) -> None:
        tell([each for each in ("荷花村", "荷花岭", "hehua") if typed in each or typed == "hh"])

    editor = make(kinds.Text(), suggest)
    line = editor.control
    assert isinstance(line, DropLine)
    editor.retype("荷")
    line.edited.emit("荷")
    assert line.list.texts() == ["荷花村", "荷花岭"]
    press(editor, KEY.Key_Return)
    assert editor.typed() == "荷", "nothing was marked"
    editor.setFocus()
    press(editor, KEY.Key_Down, KEY.Key_Down)
    press(editor, KEY.Key_Return)
    assert editor.typed() == "荷花岭"
    press(editor, KEY.Key_Z, with_=CTRL)
    assert editor.typed() == "荷", "one step back"


def test_pinyin_initials_take_the_first_entry(clerk: Typist) -> None:
    save(clerk.sitting.place, village="荷花村")
    clerk.go("village")
    clerk.type("hh")
    clerk.examined()
    clerk.press(KEY.Key_Return)
    assert clerk.editor("village").typed() == "荷花村"


def test_an_answer_that_comes_late_is_not_shown(clerk: Typist) -> None:
    save(clerk.sitting.place, village="荷花村")
    clerk.go("village")
    clerk.type("h")
    clerk.press(KEY.Key_Tab)
    clerk.settle()
    line = clerk.editor("village").control
    assert isinstance(line, DropLine)
    assert not line.dropped
    assert clerk.editor("village").typed() == "h"
