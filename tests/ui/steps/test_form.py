"""The form of a step by keys: its slips, its drafts, and what is refused."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from quyuan_desktop.domain.office import Role, Staff
from quyuan_desktop.domain.problems import Problem, Refused
from quyuan_desktop.registers.legal_aid import aid_terms as terms
from quyuan_desktop.registers.legal_aid.aid_terms import Stage
from quyuan_desktop.registers.legal_aid.application_register import APPLICATION
from quyuan_desktop.registers.legal_aid.application_workflow import WORKFLOW
from quyuan_desktop.services.drafts import drafts
from quyuan_desktop.services.history import history
from quyuan_desktop.services.papers import papers_of
from quyuan_desktop.ui.paper_view import PaperView
from quyuan_desktop.ui.rows_editor import RowsEditor
from quyuan_desktop.ui.sitting import Sitting
from tests.applications import CENTRE, brought_to, note, present, take
from tests.offices import TODAY
from tests.pages import CTRL
from tests.ui.steps.hand import Desk, Key, Settle


def test_the_decision_is_filled_in_by_keys(desk: Desk) -> None:
    uid = brought_to(desk.place, Stage.HANDED)
    desk.stand_on(uid)
    desk.go_on()
    clerk = desk.typist
    assert clerk.at() == "decision", "today stands there already"
    assert clerk.editor("decided_on").value() == TODAY
    clerk.press(Key.Key_Space)
    assert clerk.editor("decision").value() is terms.Decision.GRANT
    clerk.press(Key.Key_Return)
    assert clerk.at() == "decision_number"
    clerk.type("屈援决字〔2023〕第41号")
    desk.key(Key.Key_S, CTRL)
    assert desk.at_list()
    now = present(desk.place, uid)
    assert (now["stage"], now["decision_number"]) == (Stage.GRANTED, "屈援决字〔2023〕第41号")
    assert desk.page.detail.main_step.text() == "登记指派"
    assert history(desk.place, APPLICATION, uid)[0].verb_label == "登记决定"


def test_a_slip_keeps_the_form_open_with_the_sentence_beside_the_field(desk: Desk) -> None:
    uid = brought_to(desk.place, Stage.HANDED)
    desk.stand_on(uid)
    desk.go_on()
    clerk = desk.typist
    desk.key(Key.Key_S, CTRL)
    assert clerk.note("decision") == "× 填了决定日期，请填决定。"
    assert clerk.at() == "decision"
    clerk.type("2")
    assert clerk.editor("decision").value() is terms.Decision.REFUSE
    desk.key(Key.Key_S, CTRL)
    assert clerk.note("decision") == ""
    assert clerk.note("refusal") == "× 不予援助的，请选择原因（法律援助法第43条：书面说明理由）。"
    assert clerk.at() == "refusal"
    assert desk.form.bar.message.text() == "还没有保存，请先改正 1 处：不予援助原因。"
    assert desk.stage(uid) is Stage.HANDED
    clerk.type("bsy")
    clerk.press(Key.Key_Return)
    assert clerk.editor("refusal").value() is terms.Refusal.SCOPE
    clerk.go("decided_on")
    clerk.press(Key.Key_A, with_=CTRL)
    clerk.paste("2023-11-01")
    desk.key(Key.Key_S, CTRL)
    assert clerk.note("decided_on") == "× 决定日期 2023-11-01 早于转交日期 2023-11-30，请核对。"
    desk.key(Key.Key_Escape)
    assert desk.stage(uid) is Stage.HANDED


def test_materials_are_asked_for_where_they_are_listed(desk: Desk) -> None:
    uid = note(desk.place, materials=[])
    desk.stand_on(uid)
    desk.go_on()
    clerk = desk.typist
    desk.key(Key.Key_S, CTRL)
    rows = clerk.rows
    assert isinstance(rows, RowsEditor)
    assert rows.note.text() == "× 请填写申请材料。"
    assert clerk.at() == "name", "a blank row lies ready"
    clerk.type("欠条")
    desk.key(Key.Key_S, CTRL)
    assert desk.at_list()
    (material,) = present(desk.place, uid)["materials"]
    assert (material["name"], material["copies"], material["original"]) == ("欠条", 1, terms.Original.COPY)
    assert desk.stage(uid) is Stage.RECEIVED


def test_a_notice_to_supplement_and_its_answer(desk: Desk) -> None:
    uid = brought_to(desk.place, Stage.RECEIVED)
    desk.stand_on(uid)
    desk.choose("通知补正…")
    clerk = desk.typist
    assert clerk.at() == "items", "the days stand there already"
    clerk.type("工资表")
    desk.key(Key.Key_S, CTRL)
    assert desk.stage(uid) is Stage.ASKED
    assert desk.page.detail.main_step.text() == "登记补正收到"
    desk.go_on()
    clerk = desk.typist
    assert clerk.editor("returned_on").value() == TODAY
    desk.key(Key.Key_S, CTRL)
    assert desk.stage(uid) is Stage.RECEIVED


def test_warnings_are_confirmed_by_a_second_press(qtbot: QtBot, sitting: Sitting, settle: Settle) -> None:
    doubt = Problem("received_on", "收件日期请核对。", warning=True)
    register = replace(APPLICATION, check=lambda values, occasion: [doubt])
    desk = Desk(qtbot, sitting, settle, register)
    uid = note(desk.place)
    desk.stand_on(uid)
    desk.go_on()
    desk.key(Key.Key_S, CTRL)
    assert desk.stage(uid) is Stage.NOTED
    assert "收件日期请核对。" in desk.typist.note("received_on")
    assert desk.form.bar.save.text() == "仍要收件 Ctrl+&S"
    desk.key(Key.Key_S, CTRL)
    assert desk.stage(uid) is Stage.RECEIVED


def test_what_the_step_goes_out_with_is_opened(desk: Desk) -> None:
    uid = note(desk.place)
    desk.stand_on(uid)
    desk.go_on()
    desk.go_on()
    view = desk.page.findChild(PaperView)
    assert view is not None
    assert view.isVisible()
    assert view._source.title == "申请材料接收凭证　屈营司援收字〔2023〕第1号"
    assert papers_of(desk.place, APPLICATION, uid) == [], "to be looked at first"
    desk.key(Key.Key_Escape)
    assert desk.page.detail.main_step.text() == "转交中心"


def test_the_draft_of_a_step_is_gone_on_with_as_that_step(desk: Desk) -> None:
    uid = brought_to(desk.place, Stage.RECEIVED)
    desk.stand_on(uid)
    desk.go_on()
    clerk = desk.typist
    clerk.go("handed_over_to")
    clerk.press(Key.Key_A, with_=CTRL)
    clerk.type("汨罗市法律援助中心")
    desk.key(Key.Key_Escape)
    assert desk.at_list()
    (entry,) = drafts(desk.place)
    assert (entry.uid, entry.title) == (uid, "欧阳𬱖 · 追索劳动报酬")
    desk.page.drafts.go_on.click()
    desk.settle()
    form = desk.form
    assert form.task.step == WORKFLOW.step("hand_over")
    assert form.values()["handed_over_to"] == "汨罗市法律援助中心"
    assert form.values()["handed_over_on"] == TODAY
    assert form.head.title.text() == "转交中心　屈营司援收字〔2023〕第1号 欧阳𬱖"
    desk.key(Key.Key_S, CTRL)
    assert present(desk.place, uid)["handed_over_to"] == "汨罗市法律援助中心"
    assert drafts(desk.place) == []
    assert not desk.page.drafts.isVisible()


def test_the_draft_of_a_step_that_was_taken_meanwhile_says_so(desk: Desk) -> None:
    uid = brought_to(desk.place, Stage.RECEIVED)
    desk.stand_on(uid)
    desk.go_on()
    desk.typist.editor("handed_over_to").show_value("别处")
    desk.form.keeper.touch()
    desk.key(Key.Key_Escape)
    take(desk.place, uid, "hand_over", handed_over_to=CENTRE)
    desk.page.drafts.go_on.click()
    desk.settle()
    desk.key(Key.Key_S, CTRL)
    text = "现在是“已转交”，不能“转交中心”：这件事已经过了这一步。"
    assert desk.form.bar.message.text() == text
    assert present(desk.place, uid)["handed_over_to"] == CENTRE


def test_drafts_of_two_steps_stay_apart(desk: Desk) -> None:
    one, other = brought_to(desk.place, Stage.RECEIVED), brought_to(desk.place, Stage.GRANTED)
    for uid, name in ((one, "handed_over_to"), (other, "firm")):
        desk.stand_on(uid)
        desk.go_on()
        clerk = desk.typist
        clerk.go(name)
        clerk.type("某某")
        desk.key(Key.Key_Escape)
    assert {entry.uid for entry in drafts(desk.place)} == {one, other}
    for entry in drafts(desk.place):
        desk.page.resume(entry.key)
        desk.settle()
        step = desk.form.task.step
        assert step is not None
        assert step.code == {one: "hand_over", other: "appoint"}[entry.uid]
        desk.key(Key.Key_Escape)


def test_a_step_that_is_not_open_any_more_is_said_to_be(desk: Desk) -> None:
    uid = note(desk.place)
    desk.stand_on(uid)
    take(desk.place, uid, "receive")
    desk.go_on()
    assert desk.at_list()
    (error,) = desk.told
    assert isinstance(error, Refused)
    assert str(error) == "现在是“已收件”，不能“收件”：这件事已经过了这一步。"


def test_the_head_only_step_is_refused_to_a_clerk_with_the_form_kept(
    qtbot: QtBot, sitting: Sitting, settle: Settle
) -> None:
    steps = tuple(replace(step, head=step.code == "receive") for step in WORKFLOW.steps)
    register = replace(APPLICATION, workflow=replace(WORKFLOW, steps=steps))
    head, uid = sitting.place, note(sitting.place)
    desk = Desk(qtbot, sitting, settle, register)
    desk.stand_on(uid)
    desk.go_on()
    sitting.place = replace(head, staff=Staff("1" * 32, "万和平", Role.CLERK))
    desk.key(Key.Key_S, CTRL)
    assert desk.stage(uid) is Stage.NOTED
    assert desk.form.bar.message.text() == "没有保存：只有所长可以“收件”，请所长登录后操作。"
    sitting.place = head
    desk.key(Key.Key_S, CTRL)
    assert desk.stage(uid) is Stage.RECEIVED
