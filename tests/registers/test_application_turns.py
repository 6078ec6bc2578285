"""What is said of a step of an application out of turn: what comes first, that it is past, that there is none."""

import pytest

from quyuan_desktop.domain.problems import Refused
from quyuan_desktop.registers.legal_aid.aid_terms import Stage
from quyuan_desktop.registers.legal_aid.application_register import APPLICATION
from quyuan_desktop.registers.legal_aid.application_workflow import WORKFLOW
from quyuan_desktop.registers.workflow import Step
from quyuan_desktop.services.save_record import (
    open_record,
    step_begun,
    take_step,
)
from quyuan_desktop.services.workplace import Workplace
from tests.applications import present
from tests.applying import refused

# -- out of turn: every step from every stage that it does not lead on from

FIRST: dict[Stage, dict[str, str]] = {
    Stage.NOTED: {
        "supplemented": "收件、通知补正",
        "pay": "收件、转交中心、登记决定、登记指派、结案、归档",
        "hand_over": "收件",
        "ask": "收件",
        "decide": "收件、转交中心",
        "appoint": "收件、转交中心、登记决定",
        "agree": "收件、转交中心、登记决定、登记指派",
        "close": "收件、转交中心、登记决定、登记指派",
        "archive": "收件、转交中心、登记决定",
        "terminate": "收件、转交中心、登记决定",
        "object": "收件、转交中心、登记决定",
        "review": "收件、转交中心、登记决定",
    },
    Stage.RECEIVED: {
        "supplemented": "通知补正",
        "pay": "转交中心、登记决定、登记指派、结案、归档",
        "decide": "转交中心",
        "appoint": "转交中心、登记决定",
        "agree": "转交中心、登记决定、登记指派",
        "close": "转交中心、登记决定、登记指派",
        "archive": "转交中心、登记决定",
        "terminate": "转交中心、登记决定",
        "object": "转交中心、登记决定",
        "review": "转交中心、登记决定",
    },
    Stage.ASKED: {
        "pay": "登记补正收到、登记决定、登记指派、结案、归档",
        "hand_over": "登记补正收到",
        "ask": "登记补正收到",
        "decide": "登记补正收到",
        "appoint": "登记补正收到、登记决定",
        "agree": "登记补正收到、登记决定、登记指派",
        "close": "登记补正收到、登记决定、登记指派",
        "archive": "登记补正收到、登记决定",
        "terminate": "登记补正收到、登记决定",
        "object": "登记补正收到、登记决定",
        "review": "登记补正收到、登记决定",
    },
    Stage.HANDED: {
        "supplemented": "通知补正",
        "pay": "登记决定、登记指派、结案、归档",
        "appoint": "登记决定",
        "agree": "登记决定、登记指派",
        "close": "登记决定、登记指派",
        "archive": "登记决定",
        "terminate": "登记决定",
        "object": "登记决定",
        "review": "登记决定",
    },
    Stage.GRANTED: {
        "object": "登记终止",
        "review": "登记终止",
        "agree": "登记指派",
        "close": "登记指派",
        "archive": "登记指派、结案",
        "pay": "登记指派、结案、归档",
    },
    Stage.REFUSED: {
        "pay": "登记决定、登记指派、结案、归档",
        "appoint": "登记决定",
        "agree": "登记决定、登记指派",
        "close": "登记决定、登记指派",
        "terminate": "登记决定",
    },
    Stage.APPOINTED: {"object": "登记终止", "review": "登记终止", "archive": "结案", "pay": "结案、归档"},
    Stage.CLOSED: {"pay": "归档"},
    Stage.TERMINATED: {"pay": "归档"},
}
"""What comes first, where something does; 补正 is counted as answered without a hand-over only where that is so."""

OUT_OF_TURN = [
    pytest.param(at, step, id=f"{at.code}-{step.code}")
    for at in Stage
    for step in WORKFLOW.steps
    if at not in step.start
]


@pytest.mark.parametrize(("at", "step"), OUT_OF_TURN)
def test_a_step_out_of_turn_says_what_comes_first(
    place: Workplace, stages: dict[Stage, str], at: Stage, step: Step
) -> None:
    uid = stages[at]
    before = open_record(place, APPLICATION, uid)
    with pytest.raises(Refused) as opening:
        step_begun(place, APPLICATION, present(place, uid), step.code)
    with pytest.raises(Refused) as taking:
        take_step(place, APPLICATION, uid, step.code, present(place, uid), confirmed=True)
    (problem,) = taking.value.problems
    assert opening.value.problems == [problem]
    assert (problem.field, problem.warning) == ("", False)
    said = f"现在是“{at.label}”，不能“{step.label}”"
    first = FIRST.get(at, {}).get(step.code)
    if first is not None:
        assert problem.text == f"{said}，要先：{first}。"
    else:
        assert problem.text.startswith(said)
        assert problem.text.endswith("。")
        assert "要先" not in problem.text
    now = open_record(place, APPLICATION, uid)
    assert (now.revisions, now.digest) == (before.revisions, before.digest)


def test_what_is_past_is_said_to_be_past(place: Workplace, stages: dict[Stage, str]) -> None:
    for at, code in ((Stage.HANDED, "receive"), (Stage.CLOSED, "appoint"), (Stage.ARCHIVED, "close")):
        (problem,) = refused(place, stages[at], code)
        label = WORKFLOW.step(code).label
        assert problem.text == f"现在是“{at.label}”，不能“{label}”：这件事已经过了这一步。"


@pytest.mark.parametrize(
    ("at", "code"), [(Stage.WITHDRAWN, "close"), (Stage.TERMINATED, "close"), (Stage.WITHDRAWN, "object")]
)
def test_what_was_never_come_to_is_not_said_to_be_past(at: Stage, code: str) -> None:
    assert "已经过了这一步" not in WORKFLOW.lacking(WORKFLOW.step(code), at)


def test_at_an_end_there_is_no_other_step_left() -> None:
    for at, code in ((Stage.WITHDRAWN, "pay"), (Stage.WITHDRAWN, "close"), (Stage.TERMINATED, "close")):
        assert WORKFLOW.lacking(WORKFLOW.step(code), at).endswith("：这件事到此为止，没有这一步。")
    said = WORKFLOW.lacking(WORKFLOW.step("withdraw"), Stage.APPOINTED)
    assert said == "现在是“办理中”，不能“撤回”：办到这里，不再有这一步。"


def test_what_the_record_itself_bars_is_not_among_what_is_possible(
    place: Workplace, stages: dict[Stage, str]
) -> None:
    codes = {
        at: [step.code for step in WORKFLOW.possible(present(place, stages[at]))]
        for at in (Stage.REFUSED, Stage.TERMINATED, Stage.ARCHIVED, Stage.WITHDRAWN)
    }
    assert codes == {
        Stage.REFUSED: ["archive", "object"],
        Stage.TERMINATED: ["archive", "object"],
        Stage.ARCHIVED: ["pay"],
        Stage.WITHDRAWN: ["archive"],
    }
