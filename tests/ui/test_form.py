"""The record form by keys alone: from the empty consultation to the saved one, and what stands in its way."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from quyuan_desktop.domain.problems import Problem, Refused, Trouble
from quyuan_desktop.domain.terms import PersonGroup, Sex
from quyuan_desktop.registers.base import values_of
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.registers.legal_aid.terms import Channel, MatterKind, Result
from quyuan_desktop.services import drafts, save_record
from quyuan_desktop.ui import forms
from quyuan_desktop.ui.sitting import Sitting
from tests.filling import CTRL, KEY, SHIFT, Typist, new_consultation
from tests.offices import TODAY, consultation, resident, save


@pytest.fixture
def clerk(qtbot: QtBot, sitting: Sitting, settle: Callable[[], None]) -> Iterator[Typist]:
    """Someone in front of an empty consultation."""
    typist = new_consultation(qtbot, sitting, settle)
    yield typist
    typist.leave()


def fill_in(clerk: Typist, *, informed: bool = True) -> None:
    """The usual consultation, by keys alone, from the name on; the focus ends at the last field."""
    clerk.type("欧阳𬱖")
    clerk.press(KEY.Key_Return, KEY.Key_Return)
    clerk.type(resident())
    clerk.press(KEY.Key_Return)
    clerk.examined()
    clerk.go("phone")
    clerk.type("19055550123")
    clerk.press(KEY.Key_Return)
    clerk.type("yt")
    clerk.press(KEY.Key_Return)
    clerk.type("荷花村")
    clerk.press(KEY.Key_Return, KEY.Key_Return)
    clerk.press(KEY.Key_Right, KEY.Key_Right, KEY.Key_Space, KEY.Key_Return)
    clerk.type("ldbc")
    clerk.press(KEY.Key_Return)
    clerk.type("拖欠工资一万二千元。")
    clerk.press(KEY.Key_Tab, KEY.Key_Tab, KEY.Key_Tab)
    clerk.type("可向劳动监察投诉。")
    clerk.press(KEY.Key_Tab, KEY.Key_1, KEY.Key_Return)
    if informed:
        clerk.press(KEY.Key_Space)


def test_a_consultation_by_keys_alone_lies_in_the_ledger(clerk: Typist) -> None:
    fill_in(clerk)
    clerk.press(KEY.Key_S, with_=CTRL)
    clerk.settle()
    (saved,) = clerk.saved
    assert not clerk.printed
    record = save_record.open_record(clerk.sitting.place, CONSULTATION, saved.record.uid)
    values = values_of(record)
    assert (values["visitor"], values["id_number"], values["sex"]) == ("欧阳𬱖", resident(), Sex.FEMALE)
    assert (values["channel"], values["received_on"], values["village"]) == (Channel.VISIT, TODAY, "荷花村")
    assert values["groups"] == (PersonGroup.WOMAN, PersonGroup.FARMER, PersonGroup.ELDERLY)
    assert [row["category"] for row in values["matters"]] == [MatterKind.WAGES]
    assert (values["result"], values["informed_on"]) == (Result.ANSWERED, TODAY)


def test_control_enter_saves_and_asks_for_the_receipt(clerk: Typist) -> None:
    fill_in(clerk)
    clerk.press(KEY.Key_Return, with_=CTRL)
    clerk.settle()
    assert clerk.printed == clerk.saved
    assert len(clerk.saved) == 1


def test_control_enter_within_a_paragraph_saves_and_makes_no_line(clerk: Typist) -> None:
    fill_in(clerk)
    clerk.go("reply")
    clerk.press(KEY.Key_Return, with_=CTRL)
    clerk.settle()
    assert clerk.saved[0].record.reply == "可向劳动监察投诉。"


def test_enter_goes_through_the_fields_in_order_and_ends_at_the_button(clerk: Typist) -> None:
    way = [clerk.at()]
    known = {*clerk.form.body.editors, "category", "summary"}
    while clerk.at() in known:
        if clerk.at() in ("summary", "reply"):
            clerk.press(KEY.Key_Tab)
        else:
            clerk.press(KEY.Key_Return)
        way.append(clerk.at())
        assert len(way) < 40
    assert way[:-1] == [
        *("visitor", "id_kind", "id_number", "sex", "birth_date", "phone", "town", "village", "address", "groups"),
        *("category", "summary", "opposing_party", "repeat_visit", "reply", "result", "informed_right"),
    ]
    assert clerk.focus is clerk.form.bar.then


def test_shift_tab_goes_back(clerk: Typist) -> None:
    clerk.go("phone")
    clerk.press(KEY.Key_Backtab, with_=SHIFT)
    assert clerk.at() == "birth_date"


def test_enter_in_a_paragraph_makes_a_line(clerk: Typist) -> None:
    clerk.go("reply")
    clerk.type("一")
    clerk.press(KEY.Key_Return)
    clerk.type("二")
    assert clerk.form.values()["reply"] == "一\n二"


def test_what_is_missing_is_said_beside_the_fields_and_the_first_has_the_focus(clerk: Typist) -> None:
    clerk.press(KEY.Key_S, with_=CTRL)
    assert clerk.at() == "visitor"
    assert clerk.note("visitor") == "× 请填写姓名。"
    assert "请选择案由。" in clerk.rows.rows[0].note.text()
    assert "姓名" in clerk.form.bar.message.text() + clerk.form.head.summary.text()
    clerk.settle()
    assert not clerk.saved


def test_more_than_three_slips_are_summed_up_on_top(clerk: Typist) -> None:
    clerk.go("received_on")
    clerk.type("2月30日")
    clerk.press(KEY.Key_S, with_=CTRL)
    assert clerk.form.head.summary.isVisible()
    assert "请先改正 4 处：日期、姓名、案由（第 1 项）、内容（第 1 项）" in clerk.form.head.summary.text()
    assert clerk.at() == "received_on"


def test_three_slips_need_no_summary_on_top(clerk: Typist) -> None:
    clerk.press(KEY.Key_S, with_=CTRL)
    assert not clerk.form.head.summary.isVisible()
    assert "请先改正 3 处" in clerk.form.bar.message.text()


def test_a_slip_goes_away_as_soon_as_it_is_mended(clerk: Typist) -> None:
    clerk.press(KEY.Key_S, with_=CTRL)
    clerk.type("王芳")
    clerk.examined()
    assert clerk.note("visitor") == ""
    assert "案由" in clerk.form.bar.message.text()


def test_warnings_stop_once_and_the_same_key_confirms(clerk: Typist) -> None:
    fill_in(clerk, informed=False)
    clerk.press(KEY.Key_S, with_=CTRL)
    clerk.settle()
    assert not clerk.saved
    assert clerk.note("informed_right").startswith("提醒：")
    assert clerk.editor("informed_right").control.property("tone") == "amber"
    assert clerk.form.bar.save.text() == "仍要保存 Ctrl+&S"
    assert clerk.at() == "informed_right"
    clerk.press(KEY.Key_S, with_=CTRL)
    clerk.settle()
    assert len(clerk.saved) == 1


def test_a_new_warning_is_not_confirmed_with_the_old_one(clerk: Typist) -> None:
    fill_in(clerk, informed=False)
    clerk.press(KEY.Key_S, with_=CTRL)
    clerk.go("phone")
    clerk.press(KEY.Key_A, with_=CTRL)
    clerk.type("1905555012")
    clerk.press(KEY.Key_S, with_=CTRL)
    clerk.settle()
    assert not clerk.saved
    assert clerk.note("phone").startswith("提醒：")
    clerk.press(KEY.Key_S, with_=CTRL)
    clerk.settle()
    assert len(clerk.saved) == 1


def test_pressing_twice_saves_once(clerk: Typist) -> None:
    fill_in(clerk)
    clerk.press(KEY.Key_S, with_=CTRL)
    assert clerk.form.bar.then.text() == "正在保存…"
    assert not clerk.form.bar.save.isEnabled()
    clerk.form.save()
    clerk.form.save_and_go_on()
    clerk.settle()
    clerk.form.save()
    clerk.settle()
    assert len(clerk.saved) == 1


def test_trouble_is_said_and_everything_still_stands_there(clerk: Typist, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise Trouble("磁盘已满，请清理后再保存。")

    fill_in(clerk)
    before = clerk.form.typed()
    with monkeypatch.context() as patch:
        patch.setattr(forms, "save_record", full)
        clerk.press(KEY.Key_S, with_=CTRL)
        clerk.settle()
    assert clerk.form.bar.message.text() == "没有保存：磁盘已满，请清理后再保存。"
    assert clerk.form.typed() == before
    assert clerk.at() == "informed_right"
    clerk.press(KEY.Key_S, with_=CTRL)
    clerk.settle()
    assert len(clerk.saved) == 1


def test_what_the_service_refuses_is_shown_beside_its_field(
    clerk: Typist, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise Refused([Problem("phone", "这个电话已停用，请核对。"), Problem("", "这条记录已作废。")])

    fill_in(clerk)
    monkeypatch.setattr(forms, "save_record", refuse)
    clerk.press(KEY.Key_S, with_=CTRL)
    clerk.settle()
    assert clerk.note("phone") == "× 这个电话已停用，请核对。"
    assert clerk.form.bar.message.text() == "这条记录已作废。"
    assert clerk.at() == "phone"


def test_a_folded_field_with_a_slip_opens(clerk: Typist) -> None:
    fill_in(clerk)
    clerk.press(KEY.Key_F7)
    clerk.go("headcount")
    clerk.press(KEY.Key_A, with_=CTRL)
    clerk.type("许多")
    clerk.press(KEY.Key_F7)
    clerk.press(KEY.Key_S, with_=CTRL)
    assert clerk.sees("headcount")
    assert clerk.at() == "headcount"
    assert "不是整数" in clerk.note("headcount")


def test_a_correction_asks_for_the_reason_and_keeps_both_states(clerk: Typist) -> None:
    place = clerk.sitting.place
    uid = save(place).record.uid
    clerk.form.start(values_of(save_record.open_record(place, CONSULTATION, uid)), uid=uid)
    clerk.form.setFocus()
    clerk.settle()
    record = save_record.open_record(place, CONSULTATION, uid)
    assert clerk.form.head.title.text() == f"更正咨询　{record.number} {record.visitor}"
    assert clerk.focus is clerk.form.head.reason.line
    clerk.go("phone")
    clerk.press(KEY.Key_A, with_=CTRL)
    clerk.type("19055550199")
    clerk.press(KEY.Key_S, with_=CTRL)
    clerk.settle()
    assert not clerk.saved
    assert clerk.focus is clerk.form.head.reason.line
    assert "更正原因" in clerk.form.bar.message.text()
    clerk.type("来访人")
    clerk.press(KEY.Key_Down, KEY.Key_Return)
    assert clerk.form.head.reason.typed() == "来访人要求更正"
    clerk.press(KEY.Key_S, with_=CTRL)
    clerk.settle()
    (saved,) = clerk.saved
    assert (saved.record.uid, saved.record.phone, saved.record.revisions) == (uid, "19055550199", 2)


def test_a_correction_that_changes_nothing_is_refused_in_a_sentence(clerk: Typist) -> None:
    place = clerk.sitting.place
    uid = save(place).record.uid
    clerk.form.start(values_of(save_record.open_record(place, CONSULTATION, uid)), uid=uid)
    clerk.form.setFocus()
    clerk.type("录入错误")
    clerk.press(KEY.Key_S, with_=CTRL)
    clerk.settle()
    assert not clerk.saved
    assert clerk.form.bar.message.text() == "内容没有变化，不用保存。"


def test_a_record_in_order_opens_with_the_rare_fields_folded(clerk: Typist) -> None:
    clerk.form.start(consultation())
    assert not clerk.sees("ethnic_group")
    clerk.form.start(consultation(workplace="荷塘水产合作社"))
    assert clerk.sees("workplace")


def test_saving_drops_the_draft(clerk: Typist) -> None:
    fill_in(clerk)
    clerk.form.keep_draft()
    clerk.settle()
    assert len(drafts.drafts(clerk.sitting.place)) == 1
    clerk.press(KEY.Key_S, with_=CTRL)
    clerk.settle()
    clerk.form.hide()
    clerk.settle()
    assert len(clerk.saved) == 1
    assert drafts.drafts(clerk.sitting.place) == []


def test_f1_explains_the_field_with_its_article_and_esc_ends_only_that(clerk: Typist) -> None:
    clerk.go("informed_right")
    clerk.press(KEY.Key_F1)
    bubble = clerk.form.aids.bubble
    assert bubble is not None
    assert bubble.isVisible()
    assert "法律援助法第23条" in bubble.accessibleName()
    clerk.press(KEY.Key_Escape)
    assert not bubble.isVisible()
    clerk.settle()
    assert not clerk.closed


def test_every_button_says_its_key(clerk: Typist) -> None:
    bar = clerk.form.bar
    for button, key in ((bar.keep, "Esc"), (bar.save, "Ctrl+S"), (bar.then, "Ctrl+Enter"), (bar.more, "F7")):
        assert key in button.toolTip()
        assert key in button.text().replace("&", "")
    assert [each.property("role") for each in (bar.keep, bar.save, bar.then)].count("primary") == 1
    assert QApplication.focusWidget() is not None


def test_what_has_the_focus_is_in_sight(clerk: Typist) -> None:
    clerk.form.resize(700, 420)
    clerk.press(KEY.Key_F8)
    view = clerk.form.body.viewport()
    clerk.qtbot.waitUntil(lambda: view.rect().contains(clerk.focus.mapTo(view, clerk.focus.rect().bottomRight())))
    clerk.press(KEY.Key_S, with_=CTRL)
    assert clerk.at() == "visitor"
    clerk.qtbot.waitUntil(lambda: view.rect().contains(clerk.focus.mapTo(view, clerk.focus.rect().topLeft())))
