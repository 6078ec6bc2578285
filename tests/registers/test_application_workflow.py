"""The way of an application through a real ledger: every step of the usual way, what it needs, what takes it back."""

from dataclasses import replace

import pytest

from quyuan_desktop.domain.office import Role, Staff
from quyuan_desktop.domain.problems import Problem, Refused, Trouble
from quyuan_desktop.registers.base import Register, Values
from quyuan_desktop.registers.legal_aid import aid_terms as terms
from quyuan_desktop.registers.legal_aid.aid_terms import Stage
from quyuan_desktop.registers.legal_aid.application_register import APPLICATION
from quyuan_desktop.registers.legal_aid.application_workflow import WORKFLOW
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.drafts import drafts, keep_draft
from quyuan_desktop.services.history import history
from quyuan_desktop.services.phrases import phrases
from quyuan_desktop.services.save_record import (
    defaults,
    open_record,
    save_record,
    step_begun,
    take_step,
    undo_save,
    void_record,
)
from quyuan_desktop.services.workplace import Workplace
from tests.applications import (
    CENTRE,
    CLOSING,
    DAY,
    FILE,
    FIRM,
    GRANT,
    REFUSE,
    application,
    brought_to,
    material,
    member,
    note,
    present,
    take,
)
from tests.applying import d, on, refused, stage
from tests.offices import HEAD, TODAY, save

# -- the whole way

WHOLE: list[tuple[str, str, Values, Stage, str]] = [
    ("2023-12-01", "receive", {}, Stage.RECEIVED, "received_on"),
    ("2023-12-04", "hand_over", {"handed_over_to": CENTRE}, Stage.HANDED, "handed_over_on"),
    ("2023-12-07", "decide", GRANT, Stage.GRANTED, "decided_on"),
    ("2023-12-08", "appoint", FIRM, Stage.APPOINTED, "appointed_on"),
    ("2023-12-12", "agree", {}, Stage.APPOINTED, "agreement_on"),
    ("2024-03-08", "close", CLOSING, Stage.CLOSED, "closed_on"),
    ("2024-03-20", "archive", FILE, Stage.ARCHIVED, "archived_on"),
    ("2024-04-10", "pay", {}, Stage.ARCHIVED, "subsidy_on"),
]


def test_the_whole_way_day_by_day(place: Workplace) -> None:
    uid = note(place)
    number = open_record(place, APPLICATION, uid).number
    for at, (day, code, filled, end, field) in enumerate(WHOLE, start=2):
        saved = take(on(day, place), uid, code, **filled)
        now = present(place, uid)
        assert (now["stage"], now[field]) == (end, d(day)), f"{code}: the form begins with today"
        assert (saved.record.revisions, saved.record.number) == (at, number)
        assert saved.changed.uids == (uid,)
    assert (now["receipt_by"], now["handed_over_by"]) == (HEAD, HEAD)
    assert (now["handover_days"], now["decision_days"], now["appointment_days"], now["archive_days"]) == (
        3,
        6,
        1,
        12,
    )
    changes = history(place, APPLICATION, uid)
    assert [change.verb_label for change in changes[::-1]] == [
        "登记",
        "收件",
        "转交中心",
        "登记决定",
        "登记指派",
        "登记委托协议",
        "结案",
        "归档",
        "登记补贴发放",
    ]
    assert {change.reason for change in changes} == {""}, "a reason that only repeats the verb is none"
    assert [each.label for each in changes[-2].differences] == ["进度", "收件日期", "收件人"]


@pytest.mark.parametrize(
    ("at", "codes"),
    [
        (Stage.NOTED, ["receive", "withdraw"]),
        (Stage.RECEIVED, ["hand_over", "ask", "withdraw"]),
        (Stage.ASKED, ["supplemented", "withdraw"]),
        (Stage.HANDED, ["ask", "decide", "withdraw"]),
        (Stage.GRANTED, ["appoint", "terminate"]),
        (Stage.APPOINTED, ["agree", "close", "terminate"]),
        (Stage.CLOSED, ["archive"]),
        (Stage.ARCHIVED, ["pay", "object"]),
        (Stage.WITHDRAWN, ["archive"]),
        (Stage.TERMINATED, ["archive", "object", "review"]),
        (Stage.REFUSED, ["decide", "archive", "object", "review"]),
    ],
)
def test_what_may_be_done_at_each_stage(at: Stage, codes: list[str]) -> None:
    offered = WORKFLOW.offered(at)
    assert [step.code for step in offered] == codes
    usual = [step for step in offered if not step.aside]
    assert bool(usual) is (at is not Stage.ARCHIVED)
    assert len(usual) <= 1 or at is Stage.REFUSED


def test_codes_are_unique_and_every_field_of_a_step_is_declared_for_steps() -> None:
    codes = [step.code for step in WORKFLOW.steps]
    assert len(set(codes)) == len(codes)
    assert not {"create", "correct", "void", "undo"} & set(codes)
    for step in WORKFLOW.steps:
        assert set(step.needs) <= set(step.fields)
        assert set(step.also) <= set(step.fields)
        assert all(APPLICATION.field(path) and path.partition(".")[0] in step.fields for path in step.columns)
        for name in step.fields:
            assert APPLICATION.field(name).step or name in ("materials", "false_pledge", *step.also)
    assert {step.paper for step in WORKFLOW.steps} - {""} <= {paper.code for paper in APPLICATION.papers}
    with pytest.raises(KeyError):
        WORKFLOW.step("fly")


# -- what a step needs


@pytest.mark.parametrize(
    ("at", "code", "filled", "field", "text"),
    [
        (Stage.NOTED, "receive", {"materials": []}, "materials", "请填写申请材料。"),
        (Stage.NOTED, "receive", {"received_on": None}, "received_on", "请填写收件日期。"),
        (Stage.NOTED, "receive", {"receipt_by": ""}, "receipt_by", "请填写收件人。"),
        (Stage.RECEIVED, "hand_over", {"handed_over_to": ""}, "handed_over_to", "请填写转交单位。"),
        (
            Stage.RECEIVED,
            "hand_over",
            {"handed_over_to": CENTRE, "handed_over_on": None},
            "handed_over_on",
            "请填写转交日期。",
        ),
        (Stage.HANDED, "decide", {}, "decision", "填了决定日期，请填决定。"),
        (Stage.HANDED, "decide", {**GRANT, "decided_on": None}, "decided_on", "填了决定，请填决定日期。"),
        (
            Stage.HANDED,
            "decide",
            {**REFUSE, "refusal": None},
            "refusal",
            "不予援助的，请选择原因（法律援助法第43条：书面说明理由）。",
        ),
        (Stage.GRANTED, "appoint", {}, "firm", "请填写承办单位。"),
        (Stage.APPOINTED, "agree", {"agreement_on": None}, "agreement_on", "请填写签订委托协议日期。"),
        (Stage.APPOINTED, "close", {}, "closing", "填了结案日期，请填结案方式。"),
        (Stage.CLOSED, "archive", {}, "file_number", "请填写卷号。"),
        (Stage.ARCHIVED, "pay", {"subsidy_on": None}, "subsidy_on", "请填写补贴发放日期。"),
        (Stage.NOTED, "withdraw", {}, "withdrawal", "填了撤回日期，请填撤回方式。"),
        (Stage.APPOINTED, "terminate", {}, "termination", "填了终止日期，请填终止事由。"),
        (Stage.REFUSED, "object", {"objection_on": None}, "objection_on", "请填写提出异议日期。"),
        (
            Stage.RECEIVED,
            "hand_over",
            {"handed_over_on": TODAY + DAY},
            "handed_over_on",
            "日期 2023-12-01 在今天之后，请核对年份和月份。",
        ),
        (
            Stage.RECEIVED,
            "hand_over",
            {"handed_over_on": TODAY - DAY},
            "handed_over_on",
            "转交日期 2023-11-29 早于收件日期 2023-11-30，请核对。",
        ),
    ],
)
def test_a_step_asks_for_what_it_needs(
    place: Workplace, stages: dict[Stage, str], at: Stage, code: str, filled: Values, field: str, text: str
) -> None:
    problems = {each.field: each.text for each in refused(place, stages[at], code, **filled)}
    assert field in problems
    assert text in problems[field]


def test_nothing_but_its_own_fields_goes_into_a_step(place: Workplace) -> None:
    uid = note(place)
    wanted = {"summary": "改过的", "applicant": "别人", "decided_on": TODAY, "stage": Stage.CLOSED}
    take(place, uid, "receive", **wanted)
    now = present(place, uid)
    assert (now["summary"], now["applicant"]) == ("拖欠工资一万二千元。", "欧阳𬱖")
    assert (now["decided_on"], now["stage"]) == (None, Stage.RECEIVED)


def test_a_step_that_changes_nothing_is_no_step(place: Workplace) -> None:
    uid = brought_to(place, Stage.APPOINTED)
    take(place, uid, "agree")
    (problem,) = refused(place, uid, "agree")
    assert problem == Problem("", "内容没有变化，不用保存。")


def test_warnings_wait_to_be_confirmed(place: Workplace) -> None:
    doubt = Problem("received_on", "收件日期请核对。", warning=True)
    register = replace(APPLICATION, check=lambda values, occasion: [doubt])
    uid = note(place)
    begun = step_begun(place, register, present(place, uid), "receive")
    with pytest.raises(Refused) as caught:
        take_step(place, register, uid, "receive", begun)
    assert caught.value.problems == [doubt]
    take_step(place, register, uid, "receive", begun, confirmed=True)
    assert stage(place, uid) is Stage.RECEIVED


def test_the_draft_of_a_step_goes_with_it(place: Workplace) -> None:
    uid, key = note(place), "d" * 32
    keep_draft(place, key, APPLICATION.code, {"_step": "receive"}, uid=uid)
    begun = step_begun(place, APPLICATION, present(place, uid), "receive")
    take_step(place, APPLICATION, uid, "receive", begun, draft=key, confirmed=True)
    assert [each for each in drafts(place) if each.key == key] == []


# -- the hand-over and its guard


def test_a_file_is_not_handed_over_without_materials(place: Workplace) -> None:
    uid = brought_to(place, Stage.RECEIVED)
    save_record(
        place, APPLICATION, {**present(place, uid), "materials": []}, uid=uid, reason="退回", confirmed=True
    )
    problems = refused(place, uid, "hand_over", handed_over_to=CENTRE)
    assert problems == [Problem("materials", "还没有登记申请材料，请先在“更正”里列出收到的材料。")]


def test_a_file_is_not_handed_over_before_it_is_said_how_the_means_are_shown(place: Workplace) -> None:
    uid = brought_to(place, Stage.RECEIVED, means=None)
    problems = refused(place, uid, "hand_over", handed_over_to=CENTRE)
    text = "还没有核查方式，请选择经济困难状况怎样核查（法律援助法第41、42条）。"
    assert problems == [Problem("means", text)]
    beaten = brought_to(place, Stage.RECEIVED, means=None, ground=terms.Ground.G32_4)
    take(place, beaten, "hand_over", handed_over_to=CENTRE)


def test_a_pledge_tells_of_the_household(place: Workplace) -> None:
    uid = brought_to(place, Stage.RECEIVED, means=terms.MeansTest.PLEDGE, pledged=True)
    problems = refused(place, uid, "hand_over", handed_over_to=CENTRE)
    text = "按诚信承诺申请的，请先填写经济困难状况说明表的家庭成员和收入。"
    assert problems == [Problem("members", text)]


# -- for the head alone


def for_the_head(code: str) -> Register:
    """The register with a step that only the head may take."""
    steps = tuple(replace(step, head=step.code == code) for step in WORKFLOW.steps)
    return replace(APPLICATION, workflow=replace(WORKFLOW, steps=steps))


def test_a_step_for_the_head_alone(place: Workplace) -> None:
    register, uid = for_the_head("receive"), note(place)
    clerk = replace(place, staff=Staff("1" * 32, "万和平", Role.CLERK))
    begun = step_begun(place, register, present(place, uid), "receive")
    with pytest.raises(Trouble, match="^只有所长可以“收件”，请所长登录后操作。$"):
        take_step(clerk, register, uid, "receive", begun, confirmed=True)
    assert stage(place, uid) is Stage.NOTED
    take_step(place, register, uid, "receive", begun, confirmed=True)
    assert stage(place, uid) is Stage.RECEIVED


def test_what_has_no_workflow_has_no_steps(place: Workplace) -> None:
    saved = save(place)
    with pytest.raises(Trouble, match="没有办理步骤"):
        take_step(place, CONSULTATION, saved.record.uid, "receive", {}, confirmed=True)


# -- taken back, voided


def test_a_step_is_taken_back(place: Workplace) -> None:
    uid = brought_to(place, Stage.RECEIVED)
    before = present(place, uid)
    saved = take(place, uid, "hand_over", handed_over_to=CENTRE)
    undone = undo_save(place, saved.undo)
    assert (undone.values, undone.changed.uids) == (None, (uid,))
    assert present(place, uid) == before
    (last, *_) = history(place, APPLICATION, uid)
    assert (last.verb_label, last.reason) == ("撤销转交中心", "")
    with pytest.raises(Refused, match="之后又改过"):
        undo_save(place, saved.undo)
    take(place, uid, "hand_over", handed_over_to=CENTRE)
    assert stage(place, uid) is Stage.HANDED


def test_an_older_step_is_not_taken_back_over_a_newer_one(place: Workplace) -> None:
    uid = note(place)
    saved = take(place, uid, "receive")
    take(place, uid, "hand_over", handed_over_to=CENTRE)
    with pytest.raises(Refused, match="之后又改过"):
        undo_save(place, saved.undo)
    assert stage(place, uid) is Stage.HANDED


FILLED: dict[str, Values] = {
    "hand_over": {"handed_over_to": CENTRE},
    "decide": {**REFUSE, "decision_number": "屈不援决字〔2023〕第2号"},
    "appoint": FIRM,
    "close": CLOSING,
    "archive": FILE,
}


@pytest.mark.parametrize("at", list(Stage))
def test_from_a_void_record_nothing_leads_on(place: Workplace, at: Stage) -> None:
    uid = brought_to(place, at)
    possible = WORKFLOW.possible(present(place, uid))
    void_record(place, APPLICATION, uid, "重复登记")
    for step in possible:
        if step.code in FILLED or step.code in ("receive", "supplemented", "pay"):
            problems = refused(place, uid, step.code, **FILLED.get(step.code, {}))
            assert problems == [Problem("", "这条记录已作废，不能更正。需要时请新建一条。")]
    assert stage(place, uid) is at


def test_who_receives_is_who_is_at_the_desk_then(own: Workplace) -> None:
    """收件人 and 转交人 are filled in when the application is noted, by whoever notes it."""
    values = {
        **defaults(own, APPLICATION),
        **{k: v for k, v in application().items() if v not in (None, "", [], ())},
    }
    uid = save_record(own, APPLICATION, values, confirmed=True).record.uid
    assert present(own, uid)["receipt_by"] == ""
    assert present(own, uid)["handed_over_to"] == ""
    colleague = replace(own, staff=Staff("1" * 32, "万和平", Role.CLERK))
    begun = step_begun(colleague, APPLICATION, present(own, uid), "receive")
    assert begun["receipt_by"] == "万和平"


def test_who_hands_over_is_who_does_it_and_the_centre_need_not_be_typed(own: Workplace) -> None:
    uid = brought_to(own, Stage.RECEIVED)
    colleague = replace(own, staff=Staff("1" * 32, "万和平", Role.CLERK))
    begun = step_begun(colleague, APPLICATION, present(own, uid), "hand_over")
    assert (begun["handed_over_by"], begun["handed_over_to"]) == ("万和平", CENTRE)


def test_what_was_typed_in_rows_completes_itself_the_next_time(own: Workplace) -> None:
    note(own, materials=[material("务工证明")], members=[member(relation="继子")])
    assert "务工证明" in [each.text for each in phrases(own, "material")]
    assert "继子" in [each.text for each in phrases(own, "relation")]
