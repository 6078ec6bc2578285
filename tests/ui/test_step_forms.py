"""What the form of a step asks for: its own fields, what is still lacking, and a way to what is elsewhere."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from quyuan_desktop.domain.office import Role, Staff
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.domain.terms import Education
from quyuan_desktop.registers.base import Values
from quyuan_desktop.registers.legal_aid import aid_terms as terms
from quyuan_desktop.registers.legal_aid.aid_terms import Stage
from quyuan_desktop.registers.legal_aid.application_register import APPLICATION
from quyuan_desktop.registers.legal_aid.application_workflow import WORKFLOW
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.registers.legal_aid.terms import Result
from quyuan_desktop.services.drafts import drafts, keep_draft
from quyuan_desktop.services.leading import led_values
from quyuan_desktop.services.phrases import add_phrase, phrases
from quyuan_desktop.services.save_record import defaults
from quyuan_desktop.ui.register_forms import SUPPLIED
from quyuan_desktop.ui.rows_editor import RowsEditor
from quyuan_desktop.ui.sitting import Sitting
from tests.applications import CENTRE, application, ask, brought_to, material, member, note, present, take
from tests.offices import TODAY, save
from tests.pages import CTRL, texts
from tests.ui.steps.hand import Desk

Settle = Callable[[], None]
Key = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot, sitting: Sitting, settle: Settle) -> Desk:
    """Someone at the page of applications, which is empty."""
    return Desk(qtbot, sitting, settle)


def rows_of(desk: Desk, name: str) -> RowsEditor:
    rows = desk.form.body.editors[name]
    assert isinstance(rows, RowsEditor)
    return rows


# -- its own fields


def test_nothing_of_other_people_stands_in_the_form_of_a_step(desk: Desk) -> None:
    desk.stand_on(note(desk.place))
    desk.go_on()
    assert not desk.form.people.isVisible()


def test_what_is_needed_is_starred(desk: Desk) -> None:
    desk.stand_on(brought_to(desk.place, Stage.GRANTED))
    desk.go_on()
    starred = {
        name
        for name, slot in desk.form.body._by_field.items()
        if "*" in slot.label.text() and desk.typist.sees(name)
    }
    assert starred == {"appointed_on", "firm"}


def test_what_was_confirmed_of_the_record_is_not_asked_at_every_step(desk: Desk) -> None:
    uid = note(desk.place, limitation_on=TODAY)
    desk.stand_on(uid)
    desk.go_on()
    desk.key(Key.Key_S, CTRL)
    assert desk.at_list()
    assert desk.stage(uid) is Stage.RECEIVED


def test_only_the_reason_that_is_needed_is_asked_for(desk: Desk) -> None:
    desk.stand_on(brought_to(desk.place, Stage.HANDED))
    desk.go_on()
    clerk = desk.typist
    clerk.type("1")
    clerk.examined()
    assert clerk.editor("decision").value() is terms.Decision.GRANT
    assert not clerk.sees("refusal")
    clerk.type("2")
    clerk.examined()
    assert clerk.sees("refusal")


# -- what is lacking


def test_how_the_means_were_checked_is_asked_where_it_was_left_open(desk: Desk) -> None:
    uid = brought_to(desk.place, Stage.RECEIVED, means=None)
    desk.stand_on(uid)
    desk.go_on()
    clerk = desk.typist
    assert clerk.sees("means")
    clerk.editor("handed_over_to").show_value(CENTRE)
    desk.key(Key.Key_S, CTRL)
    assert clerk.note("means") == "× 还没有核查方式，请选择经济困难状况怎样核查（法律援助法第41、42条）。"
    assert clerk.at() == "means"
    assert not desk.form.bar.way.isVisible()
    clerk.type("tg")
    desk.key(Key.Key_S, CTRL)
    assert desk.stage(uid) is Stage.HANDED
    assert present(desk.place, uid)["means"] is terms.MeansTest.PAPERS


def test_what_was_filled_in_is_not_asked_again(desk: Desk) -> None:
    desk.stand_on(brought_to(desk.place, Stage.RECEIVED))
    desk.go_on()
    clerk = desk.typist
    assert [name for name in ("means", "exemption", "exemption_evidence", "pledged") if clerk.sees(name)] == []


def test_what_is_lacking_elsewhere_is_said_with_a_way_there_and_back(desk: Desk) -> None:
    uid = brought_to(desk.place, Stage.RECEIVED, means=terms.MeansTest.PLEDGE, pledged=True)
    desk.stand_on(uid)
    desk.go_on()
    desk.typist.editor("handed_over_to").show_value(f"{CENTRE}（新址）")
    desk.form.keeper.touch()
    desk.key(Key.Key_S, CTRL)
    bar = desk.form.bar
    assert bar.message.text() == "按诚信承诺申请的，请先填写经济困难状况说明表的家庭成员和收入。"
    assert bar.way.hasFocus()
    desk.key(Key.Key_Return)
    clerk = desk.typist
    assert clerk.form.task.step is None
    assert clerk.at() == "＋ 增加一项  F8"
    clerk.press(Key.Key_F8)
    clerk.type("王芳")
    desk.key(Key.Key_S, CTRL)
    desk.key(Key.Key_S, CTRL)
    assert desk.at_list(), texts(desk.page)
    assert [row["name"] for row in present(desk.place, uid)["members"]] == ["王芳"]
    assert clerk.form.head.reason.typed() == SUPPLIED
    (entry,) = drafts(desk.place)
    desk.page.resume(entry.key)
    desk.settle()
    desk.key(Key.Key_S, CTRL)
    assert desk.stage(uid) is Stage.HANDED


# -- child rows


def test_the_days_of_a_notice_are_not_cut_off_and_its_answer_is_not_asked_yet(desk: Desk) -> None:
    desk.stand_on(brought_to(desk.place, Stage.RECEIVED))
    desk.choose("通知补正…")
    (row,) = rows_of(desk, "supplements").rows
    for name in ("asked_on", "due_on"):
        line = row.editors[name].control
        needed = line.fontMetrics().horizontalAdvance("2023-11-30")
        assert line.width() >= needed + 24, name
    shown = [name for name, editor in row.editors.items() if editor.isVisible()]
    assert shown == ["asked_on", "due_on", "items", "matters"]
    assert row.lead.isVisible()
    for editor in row.editors.values():
        assert not editor.isVisible() or row.rect().contains(editor.geometry())


def test_a_second_notice_shows_what_came_of_the_first_and_begins_with_itself(desk: Desk) -> None:
    uid = brought_to(desk.place, Stage.RECEIVED)
    ask(desk.place, uid)
    take(desk.place, uid, "supplemented")
    desk.stand_on(uid)
    desk.choose("通知补正…")
    first, second = rows_of(desk, "supplements").rows
    assert first.editors["returned_on"].isVisible()
    assert not second.editors["returned_on"].isVisible()
    assert second.editors["items"].isAncestorOf(desk.typist.focus)


def test_the_answer_to_a_supplement_begins_with_what_came_back(desk: Desk) -> None:
    desk.stand_on(brought_to(desk.place, Stage.ASKED))
    desk.go_on()
    assert desk.typist.at() == "outcome", "the day stands there already"
    assert not desk.typist.sees("matters"), "it was left blank on purpose"


def test_receiving_offers_the_usual_materials_with_one_key(desk: Desk) -> None:
    uid = note(desk.place, materials=[])
    desk.stand_on(uid)
    desk.go_on()
    clerk = desk.typist
    assert clerk.at() == "name", "a blank row lies ready"
    clerk.press(Key.Key_F8)
    clerk.type("欠条")
    clerk.press(Key.Key_F8, with_=CTRL)
    kept = ["欠条", "法律援助申请表", "申请人身份证明", "经济困难状况说明表", "案件材料"]
    assert [row["name"] for row in desk.form.typed()["materials"]] == kept
    clerk.press(Key.Key_F8, with_=CTRL)
    assert len(clerk.rows.rows) == len(kept), "nothing is listed twice"
    desk.key(Key.Key_S, CTRL)
    assert [row["name"] for row in present(desk.place, uid)["materials"]] == kept


def test_the_names_of_materials_complete_themselves_and_are_remembered(desk: Desk) -> None:
    add_phrase(desk.place, "material", "法律援助申请表")
    uid = note(desk.place, materials=[material("工资欠条")])
    assert "工资欠条" in [each.text for each in phrases(desk.place, "material")]
    desk.stand_on(uid)
    desk.go_on()
    clerk = desk.typist
    clerk.press(Key.Key_F8)
    clerk.type("flyz")
    desk.settle()
    assert getattr(clerk.editor("name", row=1).control, "dropped", False)


# -- corrections


def test_what_is_being_retyped_does_not_vanish_under_the_cursor(desk: Desk) -> None:
    desk.stand_on(brought_to(desk.place, Stage.RECEIVED))
    desk.key(Key.Key_F2)
    clerk = desk.typist
    clerk.go("received_on")
    clerk.press(Key.Key_A, with_=CTRL)
    clerk.press(Key.Key_Delete)
    clerk.examined()
    assert clerk.sees("received_on")
    assert clerk.at() == "received_on"


def test_a_correction_shows_no_step_that_was_not_taken(desk: Desk) -> None:
    desk.page.start_with({**defaults(desk.place, APPLICATION), **_filled(application())})
    desk.settle()
    desk.key(Key.Key_S, CTRL)
    desk.page.list.setFocus()
    desk.key(Key.Key_F2)
    clerk = desk.typist
    assert [name for name in ("receipt_by", "handed_over_to", "handed_over_by") if clerk.sees(name)] == []


def _filled(values: Values) -> Values:
    return {name: value for name, value in values.items() if value not in (None, "", [], ())}


def test_what_the_steps_filled_in_closes_up(desk: Desk) -> None:
    desk.stand_on(brought_to(desk.place, Stage.RECEIVED))
    desk.key(Key.Key_F2)
    body = desk.form.body
    day, by = body._by_field["received_on"], body._by_field["receipt_by"]
    assert day.y() == by.y(), "side by side, with nothing between them"
    assert desk.typist.sees("receipt_by")


# -- the way on, and for the head alone


def test_what_is_usual_after_a_refusal_is_not_to_decide_again(desk: Desk) -> None:
    uid = brought_to(desk.place, Stage.REFUSED)
    desk.stand_on(uid)
    assert desk.page.detail.main_step.text() == "归档"
    take(desk.place, uid, "object")
    take(desk.place, uid, "review", objection_result=terms.ObjectionResult.CORRECTED)
    desk.page.reload()
    desk.settle()
    assert desk.page.detail.main_step.text() == "登记决定"


def test_a_clerk_is_told_before_filling_in_what_is_the_heads(
    qtbot: QtBot, sitting: Sitting, settle: Settle
) -> None:
    steps = tuple(replace(step, head=step.code == "receive") for step in WORKFLOW.steps)
    register = replace(APPLICATION, workflow=replace(WORKFLOW, steps=steps))
    uid = note(sitting.place)
    sitting.place = replace(sitting.place, staff=Staff("1" * 32, "万和平", Role.CLERK))
    desk = Desk(qtbot, sitting, settle, register)
    desk.stand_on(uid)
    desk.go_on()
    assert desk.at_list()
    (error,) = desk.told
    assert isinstance(error, Trouble)
    assert str(error) == "只有所长可以“收件”，请所长登录后操作。"


def test_the_draft_of_a_step_that_is_no_more_is_an_ordinary_draft(desk: Desk) -> None:
    uid, key = note(desk.place), "d" * 32
    said: list[str] = []
    desk.sitting.said.connect(said.append)
    keep_draft(desk.place, key, APPLICATION.code, {"_step": "gone", "cause": "追索工资"}, uid=uid)
    desk.page.resume(key)
    desk.settle()
    assert desk.form.task.step is None
    assert desk.form.values()["cause"] == "追索工资"
    assert said == ["这份草稿的办理步骤已经改了，先按普通草稿打开。"]


# -- a new application


def test_an_application_can_be_linked_to_its_consultation_by_hand(desk: Desk) -> None:
    save(desk.place)
    desk.page.new_record()
    desk.settle()
    assert not desk.typist.sees("consultation")
    desk.key(Key.Key_F7)
    assert desk.typist.at() == "consultation"
    assert desk.typist.sees("visit")
    desk.typist.type("oy")
    desk.settle()
    desk.typist.press(Key.Key_Return)
    assert desk.form.values()["consultation"].text == "屈营司咨字〔2023〕1号 欧阳𬱖"


def test_what_was_carried_over_is_named_above_and_opens_no_fold(desk: Desk) -> None:
    uid = save(desk.place, result=Result.APPLICATION, education=Education.PRIMARY).record.uid
    desk.page.start_with(led_values(desk.place, CONSULTATION, uid, "apply").values)
    desk.settle()
    assert desk.form.head.title.text() == "新建申请　来自咨询 屈营司咨字〔2023〕1号 欧阳𬱖"
    assert not desk.form.body.unfolded
    assert desk.form.people.found == [], "she herself is no acquaintance"


def test_the_grounds_follow_the_sort_of_case_and_tell_their_article(desk: Desk) -> None:
    desk.page.start_with(application(members=[member()]))
    desk.settle()
    clerk = desk.typist
    clerk.go("ground")
    clerk.press(Key.Key_F4)
    offered = clerk.editor("ground").control.list.texts()  # type: ignore[attr-defined]  # a DropLine
    assert "请求发给抚恤金　法第31条第3项" in offered
    assert not any("犯罪嫌疑人" in each for each in offered)
    clerk.press(Key.Key_Escape)
    assert "法第31条第5项" in [each.text() for each in desk.form.findChildren(QLabel) if each.isVisible()]
    clerk.go("domain")
    clerk.type("1")
    clerk.examined()
    clerk.go("ground")
    clerk.press(Key.Key_F4)
    offered = clerk.editor("ground").control.list.texts()  # type: ignore[attr-defined]  # likewise
    assert len([each for each in offered if "法第31条" in each]) == 1, "what stands there, and nothing else of 31"
    assert any("法第24条" in each for each in offered)
