"""曾来访 and 常用语 at the form: recognised, taken over with one key, judged once; phrases picked and kept."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from quyuan_desktop.services.phrases import add_phrase, phrases
from quyuan_desktop.ui.people_panel import AcquaintanceView
from quyuan_desktop.ui.phrase_drop import PhraseDrop
from quyuan_desktop.ui.sitting import Sitting
from tests.filling import ALT, CTRL, KEY, Typist, new_consultation
from tests.offices import resident, save


@pytest.fixture
def clerk(qtbot: QtBot, sitting: Sitting, settle: Callable[[], None]) -> Iterator[Typist]:
    """Someone in front of an empty consultation; 欧阳𬱖 of 荷花村 was here before, 王芳 as her opponent."""
    save(sitting.place, opposing_party="王芳", address="7组", note="不带出")
    typist = new_consultation(qtbot, sitting, settle)
    yield typist
    typist.leave()


def say_who(clerk: Typist) -> None:
    """Fill in the name and number of 欧阳𬱖."""
    clerk.go("visitor")
    clerk.type("欧阳𬱖")
    clerk.go("id_number")
    clerk.type(resident())
    clerk.examined()


def listed(clerk: Typist) -> list[AcquaintanceView]:
    """The acquaintances that are shown."""
    return [view for view in clerk.form.people.findChildren(AcquaintanceView) if not view.isHidden()]


def button(clerk: Typist, name: str) -> QPushButton:
    """A button of the panel by what is heard."""
    (found,) = [
        each
        for view in listed(clerk)
        for each in view.findChildren(QPushButton)
        if each.accessibleName().startswith(name)
    ]
    return found


def test_who_was_here_before_is_listed_with_the_reason(clerk: Typist) -> None:
    assert listed(clerk) == []
    assert clerk.form.people.empty.isVisible()
    say_who(clerk)
    (view,) = listed(clerk)
    assert (view.found.name, view.found.reasons) == ("欧阳𬱖", ("同号", "今日已来访"))
    assert not clerk.form.people.empty.isVisible()


def test_one_key_takes_over_what_is_blank_and_goes_on_to_what_is_missing(clerk: Typist) -> None:
    clerk.go("phone")
    clerk.type("19055550999")
    say_who(clerk)
    clerk.press(KEY.Key_F6)
    clerk.examined()
    typed = clerk.form.typed()
    assert (typed["visitor"], typed["village"], typed["address"]) == ("欧阳𬱖", "荷花村", "7组")
    assert typed["phone"] == "19055550999", "what was typed today is newer"
    assert typed["note"] == ""
    assert clerk.at() == "category"
    assert len(clerk.form.people.offers) == 1


def test_taking_over_can_be_taken_back(clerk: Typist) -> None:
    say_who(clerk)
    before = clerk.form.typed()
    clerk.press(KEY.Key_1, with_=ALT)
    assert clerk.form.typed() != before
    clerk.form.people.back.click()
    assert clerk.form.typed() == before
    assert clerk.form.people.back.isHidden()


def test_the_verdict_is_remembered_and_not_asked_again(clerk: Typist) -> None:
    say_who(clerk)
    button(clerk, "不是").click()
    clerk.settle()
    clerk.settle()
    assert listed(clerk) == []
    again = new_consultation(clerk.qtbot, clerk.sitting, clerk.settle)
    say_who(again)
    assert listed(again) == []
    again.leave()


def test_the_same_person_confirmed_is_still_offered_and_asked_no_more(clerk: Typist) -> None:
    say_who(clerk)
    button(clerk, "是同一人").click()
    clerk.settle()
    clerk.settle()
    (view,) = listed(clerk)
    assert [each.text() for each in view.findChildren(QPushButton)] == ["带出 F6", "查看"]


def test_an_opponent_of_a_former_visitor_is_a_warning_without_an_offer(clerk: Typist) -> None:
    clerk.type("王芳")
    clerk.examined()
    (view,) = listed(clerk)
    assert view.found.warning
    assert "曾为对方当事人" in view.accessibleName()
    assert [each.text() for each in view.findChildren(QPushButton)] == ["查看", "已知悉", "无关"]
    clerk.press(KEY.Key_F6)
    assert clerk.form.typed()["visitor"] == "王芳"
    wanted: list[tuple[str, str]] = []
    clerk.sitting.wanted.connect(lambda register, uid: wanted.append((register, uid)))
    button(clerk, "查看").click()
    assert wanted == [("consultation", view.found.uid)]


def open_phrases(clerk: Typist, name: str) -> PhraseDrop:
    """Press Ctrl+J in a field and wait for the list."""
    clerk.go(name)
    clerk.press(KEY.Key_J, with_=CTRL)
    clerk.settle()
    drop = clerk.form.aids.phrases
    assert drop is not None
    return drop


def shown(drop: PhraseDrop) -> list[str]:
    """The phrases on offer."""
    return [drop.list.item(row).text() for row in range(drop.list.count())]


def test_a_phrase_is_found_by_pinyin_and_put_in_at_the_cursor(clerk: Typist) -> None:
    add_phrase(clerk.sitting.place, "reply", "可先申请劳动仲裁。")
    clerk.go("reply")
    clerk.type("您好：")
    drop = open_phrases(clerk, "reply")
    assert "可先申请劳动仲裁。" in shown(drop)
    clerk.type("kxsq")
    assert shown(drop) == ["可先申请劳动仲裁。"]
    clerk.press(KEY.Key_Return)
    assert clerk.editor("reply").typed() == "您好：可先申请劳动仲裁。"
    assert clerk.at() == "reply"


def test_the_present_text_becomes_a_phrase_and_a_phrase_can_go(clerk: Typist) -> None:
    clerk.go("reply")
    clerk.type("请备齐工资条。")
    drop = open_phrases(clerk, "reply")
    clerk.press(KEY.Key_N, with_=CTRL)
    clerk.settle()
    clerk.settle()
    assert "请备齐工资条。" in shown(drop)
    clerk.press(KEY.Key_N, with_=CTRL)
    assert drop.say.text() == "已经有这一条了，可直接选用。"
    clerk.type("qbq")
    clerk.press(KEY.Key_Delete, with_=CTRL)
    clerk.settle()
    clerk.settle()
    assert "请备齐工资条。" not in [entry.text for entry in phrases(clerk.sitting.place, "reply")]
    clerk.press(KEY.Key_Escape)
    clerk.settle()
    assert clerk.at() == "reply"
    assert clerk.closed == []


def test_nothing_is_no_phrase(clerk: Typist) -> None:
    drop = open_phrases(clerk, "reply")
    clerk.press(KEY.Key_N, with_=CTRL)
    assert "还没有内容" in drop.say.text()
    clerk.press(KEY.Key_J, with_=CTRL)
    assert clerk.at() == "reply"


def test_phrases_open_for_the_long_text_when_the_field_has_none(clerk: Typist) -> None:
    drop = open_phrases(clerk, "sex")
    assert drop._editor.field.name in ("summary", "reply")
    clerk.press(KEY.Key_Escape)
