"""The steps of an application in the pane: the usual one by its key, the others in the menu, none where nothing goes on."""

import pytest
from PySide6.QtWidgets import QApplication

from quyuan_desktop.registers.legal_aid.aid_terms import Stage
from quyuan_desktop.registers.legal_aid.application_workflow import WORKFLOW
from quyuan_desktop.services.drafts import drafts
from quyuan_desktop.ui.forms import RecordForm
from tests.applications import brought_to, note
from tests.pages import CTRL
from tests.ui.steps.hand import Desk, Key


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
