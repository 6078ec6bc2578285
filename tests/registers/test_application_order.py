"""In which order the days of an application lie, what is filled in only together, and that no order breaks it."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.base import Values, row_class
from quyuan_desktop.registers.legal_aid import aid_terms as terms
from quyuan_desktop.registers.legal_aid.application_course import stage_of
from quyuan_desktop.registers.legal_aid.application_register import APPLICATION
from quyuan_desktop.registers.legal_aid.application_workflow import WORKFLOW
from quyuan_desktop.services.limits import limits_of
from quyuan_desktop.services.save_record import examine, examine_step
from tests.applications import DAY, GRANT, REFUSE, application, supplement
from tests.applying import CLOSED, DESK, REFUSED, TERMINATED, d, on, slips
from tests.offices import TODAY

ASKED, ANSWERED = supplement(), supplement(returned_on=TODAY)


# -- order of days, and what goes together

ORDERED = ("applied_on", "received_on", "handed_over_on", "decided_on", "appointed_on", "closed_on", "archived_on")
WHOLE: Values = {
    "received_on": d("2023-12-01"),
    "handed_over_on": d("2023-12-02"),
    **GRANT,
    "decided_on": d("2023-12-03"),
    "decision_served_on": d("2023-12-04"),
    "appointed_on": d("2023-12-05"),
    "agreement_on": d("2023-12-06"),
    "closed_on": d("2023-12-07"),
    "closing": terms.Closing.WON,
    "archived_on": d("2023-12-08"),
    "subsidy_on": d("2023-12-09"),
}


def test_the_days_of_the_whole_way_are_in_order() -> None:
    assert slips(**WHOLE) == {}
    same = {name: TODAY if isinstance(value, date) else value for name, value in WHOLE.items()}
    assert slips(**same) == {}, "all on one day is no disorder"


@pytest.mark.parametrize(("before", "field"), list(pairwise(ORDERED)))
def test_no_step_lies_before_the_one_before_it(before: str, field: str) -> None:
    day = application(**WHOLE)[before] - DAY
    assert field in slips(**{**WHOLE, field: day})


def test_a_day_in_disorder_is_told_with_both_days() -> None:
    text = "收件日期 2023-11-29 早于申请日期 2023-11-30，请核对。"
    assert slips(received_on=d("2023-11-29")) == {"received_on": text}
    far = {**WHOLE, "handed_over_on": None, "decided_on": d("2023-11-30")}
    assert slips(**far)["decided_on"] == "决定日期 2023-11-30 早于收件日期 2023-12-01，请核对。"


@pytest.mark.parametrize(
    ("filled", "field", "label"),
    [
        ({**WHOLE, "decision_served_on": d("2023-12-02")}, "decision_served_on", "决定送达"),
        ({**WHOLE, "agreement_on": d("2023-12-04")}, "agreement_on", "签订协议"),
        ({**WHOLE, "subsidy_on": d("2023-12-07")}, "subsidy_on", "补贴发放"),
        ({**TERMINATED, "terminated_on": d("2023-12-07")}, "terminated_on", "终止"),
        ({**TERMINATED, "termination_served_on": d("2023-12-19")}, "termination_served_on", "终止送达"),
        ({"withdrawn_on": d("2023-11-29"), "withdrawal": terms.Withdrawal.ASKED}, "withdrawn_on", "撤回"),
        (
            {
                **REFUSED,
                "objection_on": d("2024-01-02"),
                "objection_decided_on": d("2024-01-01"),
                "objection_result": terms.ObjectionResult.UPHELD,
            },
            "objection_decided_on",
            "异议审查",
        ),
    ],
)
def test_what_is_aside_of_the_way_has_its_order_too(filled: Values, field: str, label: str) -> None:
    assert slips(**filled) == {field: f"{label}日期 {filled[field]:%Y-%m-%d} 早于前一步的日期，请核对。"}


@pytest.mark.parametrize(
    ("field", "before", "label", "needed"),
    [
        ("handed_over_on", "received_on", "转交", "收件"),
        ("decided_on", "received_on", "决定", "收件"),
        ("appointed_on", "decided_on", "指派", "决定"),
        ("closed_on", "appointed_on", "结案", "指派"),
        ("objection_decided_on", "objection_on", "异议审查", "提出异议"),
    ],
)
def test_a_step_needs_the_one_before_it(field: str, before: str, label: str, needed: str) -> None:
    text = f"有{label}日期而没有{needed}日期，请先填{needed}日期。"
    assert slips(**{field: TODAY})[before] == text


@pytest.mark.parametrize(
    ("day", "what", "label", "other", "value"),
    [
        ("decided_on", "decision", "决定日期", "决定", terms.Decision.GRANT),
        ("closed_on", "closing", "结案日期", "结案方式", terms.Closing.WON),
        ("terminated_on", "termination", "终止日期", "终止事由", terms.Termination.T1),
        ("withdrawn_on", "withdrawal", "撤回日期", "撤回方式", terms.Withdrawal.ASKED),
        ("objection_decided_on", "objection_result", "异议审查日期", "异议审查结果", terms.ObjectionResult.UPHELD),
    ],
)
def test_a_day_and_what_was_decided_on_it_go_together(
    day: str, what: str, label: str, other: str, value: Any
) -> None:
    assert slips(**{day: TODAY})[what] == f"填了{label}，请填{other}。"
    assert slips(**{what: value})[day] == f"填了{other}，请填{label}。"


def test_a_refusal_has_its_reason_and_no_appointment() -> None:
    said = slips(**{**REFUSED, "refusal": None})
    assert said == {"refusal": "不予援助的，请选择原因（法律援助法第43条：书面说明理由）。"}
    appointed = slips(**REFUSED, appointed_on=d("2023-12-11"))
    assert appointed == {"appointed_on": "决定是不予法律援助，不能有指派日期。"}


def test_wages_are_part_of_what_was_recovered() -> None:
    text = {"wages": "讨薪金额不能多于挽回损失总额，请核对。"}
    assert slips(**CLOSED, recovered=100_00, wages=100_01) == text
    assert slips(**CLOSED, recovered=100_00, wages=100_00) == {}
    assert slips(**CLOSED, wages=100_00) == {}


def test_only_who_was_asked_can_be_deemed_to_have_withdrawn() -> None:
    gone = {"received_on": TODAY, "withdrawn_on": d("2023-12-20"), "withdrawal": terms.Withdrawal.DEEMED}
    assert slips(**gone) == {"withdrawal": "没有发过补正通知，不能按视为撤回处理（法律援助法第43条）。"}
    assert slips(**gone, supplements=[ASKED]) == {}


@pytest.mark.parametrize(
    ("rows", "slip"),
    [
        ([supplement(due_on=TODAY - DAY)], {"supplements.0.due_on": "补正期限早于通知日期，请核对。"}),
        ([supplement(due_on=TODAY)], {}),
        ([supplement(due_on=None)], {"supplements.0.due_on": "请填写补正期限。"}),
        (
            [ANSWERED, supplement(TODAY, returned_on=TODAY - DAY)],
            {"supplements.1.returned_on": "收到日期早于通知日期，请核对。"},
        ),
        (
            [supplement(items="")],
            {"supplements.0.items": "请一次写明要补充的全部材料或要说明的事项（法律援助法第43条）。"},
        ),
        ([supplement(items="", matters="做工的天数")], {}),
        ([ANSWERED, ASKED], {}),
        ([ASKED, ASKED], {"supplements": "上一份补正通知还没有收到回复，请先登记收到再发新的。"}),
    ],
)
def test_a_notice_to_supplement_says_what_and_until_when(rows: list[Values], slip: dict[str, str]) -> None:
    assert slips(received_on=TODAY, supplements=rows) == slip


# -- any order at all

STEP_DAYS = [field.name for field in APPLICATION.fields if field.step and isinstance(field.kind, kinds.Day)]
SOME_DAY = st.one_of(st.none(), st.dates(TODAY - 40 * DAY, TODAY))
CHOSEN = {
    field.name: st.one_of(st.none(), st.sampled_from(list(field.kind.terms)))
    for field in APPLICATION.fields
    if isinstance(field.kind, kinds.Choice) and (field.step or field.name in ("means", "limitation", "urgency"))
}
NOTICES = st.lists(
    st.builds(
        lambda asked, due, returned: supplement(TODAY, asked_on=asked, due_on=due, returned_on=returned),
        SOME_DAY,
        SOME_DAY,
        SOME_DAY,
    ),
    max_size=3,
)
ANY_DAYS = st.fixed_dictionaries(
    {
        **dict.fromkeys((*STEP_DAYS, "event_on", "limitation_on"), SOME_DAY),
        **CHOSEN,
        "supplements": NOTICES,
    }
)


def declared(problem: Problem) -> bool:
    """Whether a problem names a field that there is."""
    name, _, inner = problem.field.partition(".")
    if name not in {field.name for field in APPLICATION.fields} or not inner:
        return name in {field.name for field in APPLICATION.fields}
    place, _, last = inner.partition(".")
    return place.isdigit() and hasattr(row_class(APPLICATION.record, name), last)


@given(filled=ANY_DAYS)
def test_days_filled_in_in_any_order_break_nothing(filled: Values) -> None:
    now, problems = examine(DESK, APPLICATION, application(**filled))
    assert all(declared(problem) and problem.text.endswith("。") for problem in problems)
    assert examine(DESK, APPLICATION, now)[0] == now, "what was completed once is complete"
    assert now["stage"] is stage_of(now)
    for limit in limits_of(DESK, APPLICATION, now):
        assert limit.explain()
        assert limit.left_in_words()
    for name in ("handover_days", "decision_days", "appointment_days", "archive_days"):
        assert now[name] is None or now[name] >= 0


@pytest.mark.parametrize("code", [step.code for step in WORKFLOW.steps])
@given(filled=ANY_DAYS)
def test_no_guard_breaks_whatever_stands_in_the_form(code: str, filled: Values) -> None:
    _, problems = examine_step(DESK, APPLICATION, application(**filled), code)
    assert all(declared(problem) for problem in problems)
    assert all(problem.text for problem in WORKFLOW.step(code).barred(application(**filled)))
    assert WORKFLOW.step(code).begin(application(**filled), DESK.occasion()).keys() == application().keys()


@pytest.mark.parametrize(
    ("field", "filled"),
    [
        ("objection_on", {"received_on": TODAY, "decided_on": TODAY, **REFUSE, "objection_on": TODAY - 9 * DAY}),
        (
            "withdrawn_on",
            {
                "applied_on": TODAY - 9 * DAY,
                "received_on": TODAY,
                "withdrawn_on": TODAY - DAY,
                "withdrawal": terms.Withdrawal.ASKED,
            },
        ),
        (
            "archived_on",
            {
                "applied_on": TODAY - 9 * DAY,
                "withdrawn_on": TODAY,
                "withdrawal": terms.Withdrawal.ASKED,
                "archived_on": TODAY - DAY,
            },
        ),
        ("supplements.0.asked_on", {"received_on": TODAY, "supplements": [supplement(TODAY - 9 * DAY)]}),
        ("event_on", {"applied_on": TODAY - 9 * DAY, "event_on": TODAY}),
    ],
)
def test_what_lies_before_what_it_follows_is_a_slip(field: str, filled: Values) -> None:
    assert field in slips(**filled)


def test_notices_that_overlap_do_not_stop_the_clock_twice() -> None:
    """From 1 to 11 December are ten days, not nineteen."""
    rows = [
        supplement(d("2023-12-01"), returned_on=d("2023-12-10")),
        supplement(d("2023-12-01"), returned_on=d("2023-12-11")),
    ]
    filled = application(received_on=TODAY, decided_on=d("2023-12-18"), **GRANT, supplements=rows)
    now, problems = examine(on("2023-12-31"), APPLICATION, filled)
    assert now["decision_days"] == 8 or any(each.field.startswith("supplements") for each in problems)
