"""What leads an application aside: notices to supplement, withdrawals, objections, what is paid and filed in the end."""

from dataclasses import replace

import pytest

from quyuan_desktop.domain.deadlines import DeadlineRule
from quyuan_desktop.domain.problems import Problem, Refused
from quyuan_desktop.registers.base import Values
from quyuan_desktop.registers.legal_aid import aid_terms as terms
from quyuan_desktop.registers.legal_aid.aid_terms import Stage
from quyuan_desktop.registers.legal_aid.application_register import APPLICATION
from quyuan_desktop.registers.legal_aid.application_workflow import WORKFLOW
from quyuan_desktop.services.house_rules import change_deadline
from quyuan_desktop.services.save_record import examine_step, step_begun
from quyuan_desktop.services.workplace import Workplace
from tests.applications import FILE, FIRM, GRANT, REFUSE, ask, brought_to, material, note, present, take
from tests.applying import d, on, refused, stage
from tests.offices import TODAY

TURNED = "原来决定不予援助，司法行政部门责令改正后才能改为给予（第49条）。"


# -- 补正


def test_a_supplement_before_the_hand_over_leads_back_to_it(place: Workplace) -> None:
    uid = brought_to(place, Stage.ASKED)
    (row,) = present(place, uid)["supplements"]
    assert (row["asked_on"], row["due_on"], row["returned_on"]) == (TODAY, d("2023-12-15"), None)
    later = on("2023-12-06", place)
    more = [*present(place, uid)["materials"], material("工资表")]
    take(later, uid, "supplemented", materials=more)
    now = present(place, uid)
    assert now["stage"] is Stage.RECEIVED
    assert [(each["returned_on"], each["outcome"]) for each in now["supplements"]] == [
        (d("2023-12-06"), terms.Outcome.COMPLETE)
    ]
    assert [each["name"] for each in now["materials"]] == ["欠条", "工资表"]


def test_a_supplement_after_the_hand_over_leads_back_to_the_centre(place: Workplace) -> None:
    uid = brought_to(place, Stage.HANDED)
    ask(place, uid)
    assert stage(place, uid) is Stage.ASKED
    take(place, uid, "supplemented")
    assert stage(place, uid) is Stage.HANDED
    ask(place, uid, items="身份证")
    assert [row["items"] for row in present(place, uid)["supplements"]] == ["工资表", "身份证"]
    take(place, uid, "supplemented")
    take(place, uid, "decide", **GRANT)
    assert stage(place, uid) is Stage.GRANTED


def test_the_notice_gives_the_time_that_the_house_gives(own: Workplace) -> None:
    uid = brought_to(own, Stage.RECEIVED)
    friday = on("2023-12-01", own)
    begun = step_begun(friday, APPLICATION, present(friday, uid), "ask")
    assert begun["supplements"][0]["due_on"] == d("2023-12-18"), "Saturday the 16th rolls over"
    rule: DeadlineRule = next(each for each in own.house.deadlines if each.code == "aid.supplement")
    changed = change_deadline(own, replace(rule, days=5))
    begun = step_begun(changed, APPLICATION, present(changed, uid), "ask")
    assert begun["supplements"][0]["due_on"] == d("2023-12-05")


def test_a_notice_names_what_is_missing(place: Workplace) -> None:
    uid = brought_to(place, Stage.RECEIVED)
    (problem,) = refused(place, uid, "ask")
    assert problem.field == "supplements.0.items"
    assert problem.text == "请一次写明要补充的全部材料或要说明的事项（法律援助法第43条）。"
    ask(place, uid, items="", matters="做工的天数")
    assert stage(place, uid) is Stage.ASKED


@pytest.mark.parametrize(
    ("at", "code", "filled"),
    [
        (Stage.RECEIVED, "ask", {"supplements": []}),
        (Stage.ASKED, "supplemented", {"materials": [material(), material("工资表")], "supplements": None}),
    ],
)
def test_a_step_leads_where_it_has_to(
    place: Workplace, stages: dict[Stage, str], at: Stage, code: str, filled: Values
) -> None:
    unchanged = {
        name: present(place, stages[at])[name] if value is None else value for name, value in filled.items()
    }
    (problem,) = refused(place, stages[at], code, **unchanged)
    label = WORKFLOW.step(code).label
    assert problem == Problem("", f"填写的内容还不能“{label}”，请核对日期是否都填了。")


# -- 撤回


@pytest.mark.parametrize("at", [Stage.NOTED, Stage.RECEIVED, Stage.ASKED, Stage.HANDED])
def test_an_applicant_may_withdraw_until_it_is_decided(place: Workplace, at: Stage) -> None:
    uid = brought_to(place, at)
    take(place, uid, "withdraw", withdrawal=terms.Withdrawal.ASKED, withdrawal_note="双方已和解。")
    assert stage(place, uid) is Stage.WITHDRAWN
    take(place, uid, "archive", **FILE)
    assert stage(place, uid) is Stage.ARCHIVED


def test_only_the_time_that_has_passed_makes_it_a_withdrawal(place: Workplace) -> None:
    """法律援助法 43; the notice of 30 November gives until 15 December."""
    uid = brought_to(place, Stage.ASKED)
    deemed = {"withdrawal": terms.Withdrawal.DEEMED}
    early = Problem("withdrawal", "补正期限还没有过，不能按视为撤回处理（法律援助法第43条）。")
    for day in ("2023-12-01", "2023-12-14", "2023-12-15"):
        assert refused(on(day, place), uid, "withdraw", **deemed) == [early]
    dated = {**deemed, "withdrawn_on": d("2023-12-15")}
    assert refused(on("2023-12-20", place), uid, "withdraw", **dated) == [early]
    take(on("2023-12-16", place), uid, "withdraw", **deemed)
    assert stage(place, uid) is Stage.WITHDRAWN


def test_who_was_never_asked_did_not_let_a_time_pass(place: Workplace) -> None:
    uid = brought_to(place, Stage.HANDED)
    problems = refused(on("2024-06-30", place), uid, "withdraw", withdrawal=terms.Withdrawal.DEEMED)
    assert problems == [Problem("withdrawal", "没有发过补正通知，不能按视为撤回处理（法律援助法第43条）。")]


# -- 异议 (法律援助法 49)


def review(place: Workplace, uid: str, result: terms.ObjectionResult) -> None:
    take(place, uid, "object", objection_note="认为应当援助。")
    take(place, uid, "review", objection_result=result)
    assert stage(place, uid) is Stage.REFUSED


def test_a_refusal_stays_when_it_is_upheld(place: Workplace) -> None:
    uid = brought_to(place, Stage.REFUSED)
    assert Problem("decision", TURNED) in refused(place, uid, "decide", **GRANT)
    review(place, uid, terms.ObjectionResult.UPHELD)
    assert Problem("decision", TURNED) in refused(place, uid, "decide", **GRANT)


def test_an_order_to_correct_leads_to_a_new_decision_and_on(place: Workplace) -> None:
    uid = brought_to(place, Stage.REFUSED)
    review(place, uid, terms.ObjectionResult.CORRECTED)
    later = on("2023-12-11", place)
    take(later, uid, "decide", **GRANT, decided_on=later.today, decision_served_on=later.today)
    assert stage(place, uid) is Stage.GRANTED
    take(later, uid, "appoint", **FIRM)
    assert stage(place, uid) is Stage.APPOINTED


def test_an_objection_is_reviewed_only_when_it_was_made(place: Workplace) -> None:
    uid = brought_to(place, Stage.REFUSED)
    problems = refused(place, uid, "review", objection_result=terms.ObjectionResult.UPHELD)
    assert problems == [Problem("", "还没有登记异议，请先登记异议。")]
    take(place, uid, "object")
    take(place, uid, "review", objection_result=terms.ObjectionResult.UPHELD)
    (problem,) = refused(place, uid, "review", objection_result=terms.ObjectionResult.CORRECTED)
    assert problem.text == "异议审查结果已经登记过，登记错的请用“更正”。"


def test_a_termination_may_be_objected_to(place: Workplace) -> None:
    uid = brought_to(place, Stage.TERMINATED)
    take(place, uid, "object")
    take(place, uid, "review", objection_result=terms.ObjectionResult.UPHELD)
    assert stage(place, uid) is Stage.TERMINATED
    take(place, uid, "archive", **FILE)
    assert stage(place, uid) is Stage.ARCHIVED


def test_a_false_pledge_found_out_at_the_end_bars_the_next_one(own: Workplace) -> None:
    uid = brought_to(own, Stage.APPOINTED)
    take(own, uid, "terminate", termination=terms.Termination.T1, false_pledge=True)
    pledge = {"means": terms.MeansTest.PLEDGE, "pledged": True}
    with pytest.raises(Refused, match="不适用个人诚信承诺"):
        note(own, **pledge)


def test_a_withdrawal_without_its_day_is_a_slip_and_no_crash(own: Workplace) -> None:
    """TypeError: '<' not supported between date and None."""
    uid = brought_to(own, Stage.ASKED)
    begun = step_begun(own, APPLICATION, present(own, uid), "withdraw")
    filled = {**begun, "withdrawn_on": None, "withdrawal": terms.Withdrawal.DEEMED}
    _, problems = examine_step(own, APPLICATION, filled, "withdraw")
    assert "withdrawn_on" in {problem.field for problem in problems}


def test_a_refusal_is_not_turned_round_by_clearing_its_reason(own: Workplace) -> None:
    """法律援助法 49: only when the bureau has ordered it."""
    uid = brought_to(own, Stage.REFUSED)
    problems = refused(own, uid, "decide", **GRANT, refusal=None)
    assert problems == [Problem("decision", TURNED)]


def test_a_first_grant_with_a_reason_of_refusal_is_a_slip_of_its_own(own: Workplace) -> None:
    """It says 原来决定不予援助 of what was never decided."""
    uid = brought_to(own, Stage.HANDED)
    problems = refused(own, uid, "decide", **GRANT, refusal=terms.Refusal.MEANS)
    assert [problem.field for problem in problems] == ["refusal"]


def test_a_grant_carries_no_reason_of_refusal(own: Workplace) -> None:
    """After a new decision the reason of the old one stays on the record."""
    uid = brought_to(own, Stage.REFUSED)
    take(own, uid, "object")
    take(own, uid, "review", objection_result=terms.ObjectionResult.CORRECTED)
    take(own, uid, "decide", **GRANT)
    assert present(own, uid)["refusal"] is None


def test_a_new_decision_begins_with_today_and_without_the_old_number(own: Workplace) -> None:
    """Its form begins with the day, number and service of the decision that was overturned."""
    uid = brought_to(own, Stage.REFUSED)
    take(own, uid, "object")
    take(own, uid, "review", objection_result=terms.ObjectionResult.CORRECTED)
    desk = on("2023-12-11", own)
    begun = step_begun(desk, APPLICATION, present(desk, uid), "decide")
    assert (begun["decided_on"], begun["decision_served_on"]) == (desk.today, None)


def test_who_supplemented_in_time_is_not_deemed_to_have_withdrawn(own: Workplace) -> None:
    """法律援助法 43."""
    uid = brought_to(own, Stage.ASKED)
    take(on("2023-12-06", own), uid, "supplemented")
    problems = refused(on("2024-01-31", own), uid, "withdraw", withdrawal=terms.Withdrawal.DEEMED)
    assert [problem.field for problem in problems] == ["withdrawal"]


@pytest.mark.parametrize("at", [Stage.REFUSED, Stage.WITHDRAWN])
def test_no_subsidy_is_paid_for_what_was_never_undertaken(own: Workplace, at: Stage) -> None:
    uid = brought_to(own, at)
    take(own, uid, "archive", **FILE)
    assert refused(own, uid, "pay")


def test_a_file_is_not_put_away_over_an_objection(own: Workplace) -> None:
    uid = brought_to(own, Stage.REFUSED)
    take(on("2023-12-05", own), uid, "object")
    (problem,) = refused(own, uid, "archive", **FILE)
    assert problem.text == "异议还没有审查结果，请先登记异议审查结果再归档。"
    corrected = {"objection_result": terms.ObjectionResult.CORRECTED}
    take(on("2023-12-08", own), uid, "review", **corrected)
    (problem,) = refused(own, uid, "archive", **FILE)
    assert problem.text == "司法行政部门已责令改正，请先登记新的决定再归档（法律援助法第49条）。"
    take(on("2023-12-11", own), uid, "decide", **{**REFUSE, "decision_served_on": d("2023-12-11")})
    assert [each.text for each in refused(own, uid, "decide", **GRANT)] == [TURNED]
    take(on("2023-12-20", own), uid, "archive", **FILE)
    assert stage(own, uid) is Stage.ARCHIVED


def test_a_refusal_that_was_put_away_may_still_be_objected_to(own: Workplace) -> None:
    """法律援助法 49: fifteen days from the service, whenever the office files."""
    uid = brought_to(own, Stage.REFUSED)
    take(own, uid, "archive", **FILE)
    take(on("2023-12-12", own), uid, "object", objection_note="认为应当援助。")
    now = present(own, uid)
    assert (now["stage"], now["archived_on"], now["file_number"]) == (Stage.REFUSED, None, "2023-援-1")
    take(on("2023-12-15", own), uid, "review", objection_result=terms.ObjectionResult.CORRECTED)
    take(on("2023-12-18", own), uid, "decide", **GRANT)
    assert stage(own, uid) is Stage.GRANTED


def test_what_came_to_its_end_otherwise_cannot_be_objected_to(own: Workplace) -> None:
    uid = brought_to(own, Stage.ARCHIVED)
    (problem,) = refused(own, uid, "object")
    assert problem.text == "没有不予援助或者终止援助的决定，不能提出异议（法律援助法第49条）。"


def test_one_decision_one_objection(own: Workplace) -> None:
    uid = brought_to(own, Stage.REFUSED)
    take(own, uid, "object")
    assert [each.text for each in refused(own, uid, "object")] == ["已经登记过异议，请先登记异议审查结果。"]
    take(on("2023-12-04", own), uid, "review", objection_result=terms.ObjectionResult.UPHELD)
    (problem,) = refused(own, uid, "object")
    assert "已经审查过" in problem.text


def test_another_decision_another_objection(own: Workplace) -> None:
    uid = brought_to(own, Stage.REFUSED)
    take(on("2023-12-04", own), uid, "object", objection_note="第一次")
    take(on("2023-12-06", own), uid, "review", objection_result=terms.ObjectionResult.CORRECTED)
    assert ["请先登记新的决定" in each.text for each in refused(own, uid, "object")] == [True]
    take(on("2023-12-08", own), uid, "decide", **{**REFUSE, "decision_served_on": d("2023-12-08")})
    take(on("2023-12-11", own), uid, "object")
    now = present(own, uid)
    assert (now["objection_on"], now["objection_note"]) == (d("2023-12-11"), "")
    assert (now["objection_decided_on"], now["objection_result"]) == (None, None)


@pytest.mark.parametrize("outcome", [terms.Outcome.PARTIAL, terms.Outcome.NONE])
def test_who_supplemented_in_part_is_deemed_to_have_withdrawn(own: Workplace, outcome: terms.Outcome) -> None:
    """法律援助法 43: 未按要求补充."""
    uid = brought_to(own, Stage.ASKED)
    (row,) = present(own, uid)["supplements"]
    late = on("2023-12-20", own)
    take(late, uid, "supplemented", supplements=[{**row, "returned_on": d("2023-12-06"), "outcome": outcome}])
    take(late, uid, "withdraw", withdrawal=terms.Withdrawal.DEEMED)
    assert stage(own, uid) is Stage.WITHDRAWN
