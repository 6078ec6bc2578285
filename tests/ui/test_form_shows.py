"""What the form shows by exception: what the ID number tells, fields that come and go, the rare ones."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from quyuan_desktop.domain.terms import PersonGroup
from quyuan_desktop.ui.choice_editors import ChoicesEditor
from quyuan_desktop.ui.sitting import Sitting
from tests.filling import CTRL, KEY, Typist, new_consultation
from tests.offices import resident


@pytest.fixture
def clerk(qtbot: QtBot, sitting: Sitting, settle: Callable[[], None]) -> Iterator[Typist]:
    """Someone in front of an empty consultation."""
    typist = new_consultation(qtbot, sitting, settle)
    yield typist
    typist.leave()


def test_the_number_tells_who_the_visitor_is(clerk: Typist) -> None:
    assert clerk.sees("sex")
    clerk.go("id_number")
    clerk.type(resident())
    clerk.examined()
    told = clerk.form.body._by_field["birth_date"].told
    assert told.text() == "女 · 1962-03-04 · 61 岁 · 老年人（由证件号）"
    assert told.isVisible()
    assert not clerk.sees("sex")
    assert not clerk.sees("birth_date")
    groups = clerk.editor("groups")
    assert isinstance(groups, ChoicesEditor)
    ticked = [term for term, button in groups.buttons.items() if button.isChecked()]
    assert ticked == [PersonGroup.WOMAN, PersonGroup.ELDERLY]


def test_a_number_put_right_changes_what_followed_from_it(clerk: Typist) -> None:
    clerk.go("id_number")
    clerk.type(resident())
    clerk.examined()
    clerk.press(KEY.Key_A, with_=CTRL)
    clerk.type(resident(1))
    clerk.examined()
    told = clerk.form.body._by_field["birth_date"].told.text()
    assert told.startswith("男")
    assert clerk.form.examination.completed["groups"] == (PersonGroup.ELDERLY,)


def test_a_faulty_number_asks_for_a_reason_and_only_then(clerk: Typist) -> None:
    clerk.go("id_number")
    clerk.type(resident()[:-1] + "0")
    clerk.examined()
    assert not clerk.sees("id_reason"), "nothing is faulty before the field was left"
    clerk.press(KEY.Key_Return)
    clerk.examined()
    assert clerk.sees("id_reason")
    assert "校验码不符" in clerk.note("id_number")
    clerk.go("id_reason")
    clerk.type("老证号码如此")
    clerk.examined()
    assert clerk.note("id_number") == ""
    assert clerk.sees("id_reason"), "what is filled in is never hidden"


@pytest.mark.parametrize(
    ("name", "key", "shown"),
    [
        ("channel", KEY.Key_2, "via_12348"),
        ("result", KEY.Key_2, "appointment_on"),
        ("result", KEY.Key_6, "referred_to"),
    ],
)
def test_a_field_shows_up_by_exception(clerk: Typist, name: str, key: KEY, shown: str) -> None:
    assert not clerk.sees(shown)
    clerk.go(name)
    clerk.press(key)
    clerk.examined()
    assert clerk.sees(shown)
    clerk.press(KEY.Key_1)
    clerk.examined()
    assert not clerk.sees(shown)


def test_a_filled_field_is_not_hidden_with_its_cause(clerk: Typist) -> None:
    clerk.go("result")
    clerk.press(KEY.Key_2)
    clerk.examined()
    clerk.go("appointment_on")
    clerk.type("12-5")
    clerk.go("result")
    clerk.press(KEY.Key_1)
    clerk.examined()
    assert clerk.sees("appointment_on")


def test_who_shows_no_document_needs_no_number(clerk: Typist) -> None:
    clerk.go("id_kind")
    clerk.press(KEY.Key_A, with_=CTRL)
    clerk.type("jj")
    clerk.press(KEY.Key_Return)
    clerk.examined()
    assert clerk.editor("id_kind").typed() == "拒绝提供"
    assert not clerk.sees("id_number")
    assert clerk.sees("sex")


def test_rarely_used_fields_open_by_one_key_and_fold_again(clerk: Typist) -> None:
    assert not clerk.sees("ethnic_group")
    clerk.press(KEY.Key_F7)
    assert clerk.at() == "ethnic_group"
    assert clerk.sees("note")
    clerk.press(KEY.Key_F7)
    assert not clerk.sees("ethnic_group")
    assert clerk.at() == "channel"


def test_the_reason_for_a_number_is_not_asked_where_there_is_none(clerk: Typist) -> None:
    clerk.press(KEY.Key_S, with_=CTRL)
    assert clerk.note("id_number").startswith("提醒：")
    assert not clerk.sees("id_reason")
