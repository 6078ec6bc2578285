"""A record led a step on, by keys: the usual step, the menu of steps, the step's own form, its draft, its slips."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from quyuan_desktop.domain.office import Role, Staff
from quyuan_desktop.domain.problems import Problem, Refused
from quyuan_desktop.registers.base import Register
from quyuan_desktop.registers.legal_aid import aid_terms as terms
from quyuan_desktop.registers.legal_aid.aid_terms import Stage
from quyuan_desktop.registers.legal_aid.application_register import APPLICATION
from quyuan_desktop.registers.legal_aid.application_workflow import WORKFLOW
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.registers.legal_aid.terms import Result
from quyuan_desktop.services.drafts import drafts
from quyuan_desktop.services.history import history
from quyuan_desktop.services.papers import papers_of
from quyuan_desktop.services.save_record import defaults, open_record
from quyuan_desktop.ui.forms import RecordForm
from quyuan_desktop.ui.paper_view import PaperView
from quyuan_desktop.ui.register_page import RegisterPage
from quyuan_desktop.ui.rows_editor import RowsEditor
from quyuan_desktop.ui.sitting import Sitting
from tests.applications import CENTRE, application, brought_to, note, present, take
from tests.filling import Typist
from tests.offices import TODAY, consultation, save
from tests.pages import CTRL, press, show

Settle = Callable[[], None]
Key = Qt.Key


class Desk:
    """Someone at the register's page."""

    def __init__(self, qtbot: QtBot, sitting: Sitting, settle: Settle, register: Register = APPLICATION) -> None:
        self.qtbot, self.sitting, self.settle = qtbot, sitting, settle
        self.place = sitting.place
        self.page = RegisterPage(sitting, register)
        self.told: list[Exception] = []
        self.led: list[tuple[str, Any]] = []
        sitting.tasks.troubled.connect(self.told.append)
        sitting.led.connect(lambda code, values: self.led.append((code, values)))
        show(qtbot, self.page, settle)

    def stand_on(self, uid: str) -> None:
        """Look at a record, the keyboard in the list."""
        self.page.open_record(uid)
        self.settle()
        self.page.list.setFocus()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        press(key, modifier)
        self.settle()

    def go_on(self) -> None:
        self.key(Key.Key_Return, CTRL)

    def choose(self, label: str) -> list[str]:
        """Open the menu of steps by its key and choose one; what it offered."""
        offered: list[str] = []

        def take_it() -> None:
            menu = QApplication.activePopupWidget()
            assert isinstance(menu, QMenu)
            offered.extend(action.text() for action in menu.actions())
            chosen = [action for action in menu.actions() if action.text() == label]
            menu.close()
            for action in chosen:
                action.trigger()

        QTimer.singleShot(0, take_it)
        press(Key.Key_E, CTRL)
        self.page.activateWindow()
        self.qtbot.waitUntil(self.page.isActiveWindow)
        self.settle()
        return offered

    @property
    def form(self) -> RecordForm:
        """The form that is shown."""
        (shown,) = [each for each in self.page.findChildren(RecordForm) if each.isVisible()]
        return shown

    @property
    def typist(self) -> Typist:
        """Someone in front of that form."""
        return Typist(self.qtbot, self.sitting, self.form, self.settle)

    def at_list(self) -> bool:
        return self.page.list.isVisible()

    def stage(self, uid: str) -> Any:
        return present(self.place, uid)["stage"]


@pytest.fixture
def desk(qtbot: QtBot, sitting: Sitting, settle: Settle) -> Desk:
    """Someone at the page of applications, which is empty."""
    return Desk(qtbot, sitting, settle)


# -- the usual step


@pytest.mark.parametrize(
    ("at", "label", "then"),
    [
        (Stage.NOTED, "收件", "收件并打印材料接收凭证 Ctrl+E&nter"),
        (Stage.RECEIVED, "转交中心", "转交中心并打印转交清单 Ctrl+E&nter"),
        (Stage.ASKED, "登记补正收到", "登记补正收到并打印材料接收凭证 Ctrl+E&nter"),
        (Stage.HANDED, "登记决定", ""),
        (Stage.GRANTED, "登记指派", ""),
        (Stage.APPOINTED, "结案", ""),
        (Stage.CLOSED, "归档", "归档并打印卷内目录 Ctrl+E&nter"),
        (Stage.WITHDRAWN, "归档", "归档并打印卷内目录 Ctrl+E&nter"),
        (Stage.TERMINATED, "归档", "归档并打印卷内目录 Ctrl+E&nter"),
    ],
)
def test_ctrl_enter_takes_the_usual_step(desk: Desk, at: Stage, label: str, then: str) -> None:
    uid = brought_to(desk.place, at)
    desk.stand_on(uid)
    assert desk.page.detail.main_step.text() == label
    assert desk.page.detail.main_step.toolTip() == f"{label}（Ctrl+Enter）"
    desk.go_on()
    (step,) = [each for each in WORKFLOW.offered(at) if each.label == label]
    form = desk.form
    assert form.task.step == step
    assert tuple(form.body.editors) == step.fields, "its own fields and nothing else"
    assert form.head.title.text() == f"{label}　屈营司援收字〔2023〕第1号 欧阳𬱖"
    assert form.bar.save.text() == f"{label} Ctrl+&S"
    assert form.bar.then.isVisible() is bool(then)
    assert not then or form.bar.then.text() == then
    assert not form.head.reason.isVisible(), "a step is no correction"
    desk.key(Key.Key_Escape)
    assert desk.at_list()
    assert drafts(desk.place) == [], "an untouched form leaves no draft"


def test_where_nothing_is_usual_ctrl_enter_does_nothing(desk: Desk) -> None:
    desk.stand_on(brought_to(desk.place, Stage.ARCHIVED))
    assert not desk.page.detail.main_step.isVisible()
    desk.go_on()
    assert desk.at_list()


def test_without_a_record_no_key_does_anything(desk: Desk) -> None:
    desk.page.new.setFocus()
    for key in (Key.Key_Return, Key.Key_E, Key.Key_D):
        desk.key(key, CTRL)
    assert desk.page.empty.isVisible()
    assert desk.told == []


# -- the menu


@pytest.mark.parametrize(
    ("at", "offered"),
    [
        (Stage.NOTED, ["撤回…"]),
        (Stage.RECEIVED, ["通知补正…", "撤回…"]),
        (Stage.HANDED, ["通知补正…", "撤回…"]),
        (Stage.GRANTED, ["登记终止…"]),
        (Stage.APPOINTED, ["登记委托协议…", "登记终止…"]),
        (Stage.TERMINATED, ["登记异议…"]),
        (Stage.ARCHIVED, ["登记补贴发放…"]),
    ],
)
def test_ctrl_e_offers_the_ways_aside(desk: Desk, at: Stage, offered: list[str]) -> None:
    desk.stand_on(brought_to(desk.place, at))
    assert desk.choose(offered[-1]) == offered
    assert desk.form.task.verb == offered[-1].removesuffix("…")


def test_where_there_is_no_way_aside_there_is_no_menu(desk: Desk) -> None:
    desk.stand_on(brought_to(desk.place, Stage.CLOSED))
    assert not desk.page.detail.more_steps.isVisible()
    desk.key(Key.Key_E, CTRL)
    assert QApplication.activePopupWidget() is None
    assert desk.at_list()


def test_a_void_record_goes_nowhere(desk: Desk) -> None:
    uid = note(desk.place)
    desk.stand_on(uid)
    desk.sitting.ask.next = ["重复登记"]  # type: ignore[attr-defined]  # the tests' answers
    desk.page.void(uid)
    desk.settle()
    desk.stand_on(uid)
    assert not desk.page.detail.main_step.isVisible()
    assert not desk.page.detail.more_steps.isVisible()
    desk.go_on()
    assert desk.page.findChildren(RecordForm) == []


# -- the form of a step, by keys


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


# -- drafts of a step


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


# -- out of turn, and for the head alone


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


# -- from the form of a new one


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


# -- from a consultation


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
