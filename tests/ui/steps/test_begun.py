"""Steps that begin elsewhere: with a new application, and from a consultation."""

from pytestqt.qtbot import QtBot

from quyuan_desktop.registers.legal_aid import aid_terms as terms
from quyuan_desktop.registers.legal_aid.aid_terms import Stage
from quyuan_desktop.registers.legal_aid.application_register import APPLICATION
from quyuan_desktop.registers.legal_aid.application_workflow import WORKFLOW
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.registers.legal_aid.terms import Result
from quyuan_desktop.services.save_record import defaults, open_record
from quyuan_desktop.ui.forms import RecordForm
from quyuan_desktop.ui.sitting import Sitting
from tests.applications import application, brought_to, take
from tests.offices import consultation, save
from tests.pages import CTRL
from tests.ui.steps.hand import Desk, Key, Settle


def test_a_new_application_is_saved_and_received_in_one_go(desk: Desk) -> None:
    desk.page.start_with(application())
    desk.settle()
    form = desk.form
    assert form.bar.then.text() == "保存并收件 Ctrl+E&nter"
    assert form.bar.primary is form.bar.then
    desk.go_on()
    receiving = desk.form
    assert receiving is not form
    assert receiving.task.step == WORKFLOW.step("receive")
    assert receiving.head.title.text() == "收件　屈营司援收字〔2023〕第1号 欧阳𬱖"
    assert [row["name"] for row in receiving.values()["materials"]] == ["欠条"], "what was listed is there"
    desk.key(Key.Key_S, CTRL)
    assert desk.page.detail.main_step.text() == "转交中心"


def test_a_new_application_may_be_only_saved(desk: Desk) -> None:
    desk.page.start_with(application())
    desk.settle()
    desk.key(Key.Key_S, CTRL)
    assert desk.at_list()
    assert desk.page.detail.main_step.text() == "收件"


def test_a_correction_shows_what_the_steps_have_filled_in_and_leads_nowhere(desk: Desk) -> None:
    uid = brought_to(desk.place, Stage.GRANTED)
    desk.stand_on(uid)
    desk.key(Key.Key_F2)
    clerk = desk.typist
    assert clerk.form.task.step is None
    assert not clerk.form.bar.then.isVisible()
    assert clerk.form.head.reason.isVisible()
    for name in ("received_on", "handed_over_on", "decided_on", "decision", "decision_number"):
        assert clerk.sees(name), name
    for name in ("appointed_on", "firm", "closed_on", "closing", "archived_on", "withdrawn_on", "refusal"):
        assert not clerk.sees(name), name
    assert "stage" not in clerk.form.body.editors


def test_the_main_button_follows_the_result(qtbot: QtBot, sitting: Sitting, settle: Settle) -> None:
    desk = Desk(qtbot, sitting, settle, CONSULTATION)
    desk.page.start_with(consultation())
    desk.settle()
    clerk = desk.typist
    assert desk.form.bar.then.text() == "保存并打印回执 Ctrl+E&nter"
    clerk.go("result")
    clerk.type("4")
    clerk.examined()
    assert clerk.editor("result").value() is Result.APPLICATION
    assert desk.form.bar.then.text() == "保存并转申请 Ctrl+E&nter"
    desk.go_on()
    ((code, values),) = desk.led
    assert code == "application"
    assert (values["applicant"], values["ground"]) == ("欧阳𬱖", terms.Ground.G31_5)
    record = open_record(desk.place, CONSULTATION, values["consultation"].uid)
    assert record.result is Result.APPLICATION


def test_the_pane_leads_on_where_that_is_usual(qtbot: QtBot, sitting: Sitting, settle: Settle) -> None:
    uid = save(sitting.place, result=Result.APPLICATION).record.uid
    desk = Desk(qtbot, sitting, settle, CONSULTATION)
    desk.stand_on(uid)
    assert desk.page.detail.main_step.text() == "转申请"
    desk.go_on()
    ((code, values),) = desk.led
    assert (code, values["consultation"].uid) == ("application", uid)
    assert desk.at_list(), "nothing is saved by leading on"


def test_the_pane_offers_it_in_the_menu_otherwise(qtbot: QtBot, sitting: Sitting, settle: Settle) -> None:
    uid = save(sitting.place).record.uid
    desk = Desk(qtbot, sitting, settle, CONSULTATION)
    desk.stand_on(uid)
    assert not desk.page.detail.main_step.isVisible()
    assert desk.choose("转申请…") == ["转申请…", "转调解…"]
    assert [code for code, _ in desk.led] == ["application"]


def test_what_was_led_on_is_linked_and_not_offered_again(qtbot: QtBot, sitting: Sitting, settle: Settle) -> None:
    uid = save(sitting.place, result=Result.APPLICATION).record.uid
    desk = Desk(qtbot, sitting, settle, CONSULTATION)
    desk.stand_on(uid)
    desk.go_on()
    ((_, values),) = desk.led
    page = Desk(qtbot, sitting, settle).page
    page.start_with(values)
    settle()
    (form,) = [each for each in page.findChildren(RecordForm) if each.isVisible()]
    form.save()
    settle()
    desk.page.reload()
    settle()
    assert not desk.page.detail.main_step.isVisible()
    (link,) = desk.page.detail.links.links
    assert link.accessibleName() == "申请 屈营司援收字〔2023〕第1号 欧阳𬱖 · 劳动报酬"
    wanted: list[tuple[str, str]] = []
    sitting.wanted.connect(lambda *found: wanted.append(found))
    link.click()
    settle()
    assert [code for code, _ in wanted] == ["application"]


def test_a_correction_shows_no_step_that_was_not_taken(desk: Desk) -> None:
    """Who receives and who hands over is filled in by the steps, not when an application is noted."""
    filled = {name: value for name, value in application().items() if value not in (None, "", [], ())}
    desk.page.new_record()
    desk.settle()
    desk.page.start_with({**defaults(desk.place, APPLICATION), **filled})
    desk.settle()
    desk.key(Key.Key_S, CTRL)
    desk.page.list.setFocus()
    desk.key(Key.Key_F2)
    clerk = desk.typist
    assert [name for name in ("receipt_by", "handed_over_to", "handed_over_by") if clerk.sees(name)] == []


def test_an_application_can_be_linked_to_its_consultation_by_hand(desk: Desk) -> None:
    save(desk.place)
    desk.page.new_record()
    desk.settle()
    desk.form.aids.fold(opened=True)
    assert desk.typist.sees("consultation")
    assert desk.typist.sees("visit")


def test_what_is_usual_after_a_refusal_is_not_to_decide_again(desk: Desk) -> None:
    """法律援助法 49: only when the bureau has ordered it."""
    uid = brought_to(desk.place, Stage.REFUSED)
    desk.stand_on(uid)
    assert desk.page.detail.main_step.text() == "归档"
    take(desk.place, uid, "object")
    take(desk.place, uid, "review", objection_result=terms.ObjectionResult.CORRECTED)
    desk.stand_on(uid)
    assert desk.page.detail.main_step.text() == "登记决定"
