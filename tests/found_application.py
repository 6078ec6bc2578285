"""Bugs found in 申请 that are not mended yet: each test fails until its bug is. Not collected; run it by its path.

.venv/bin/pytest tests/found_application.py -p no:randomly

What passes goes into the file that is named at the end of each test's docstring.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from quyuan_desktop.domain.office import Role, Staff
from quyuan_desktop.domain.problems import Problem, Refused
from quyuan_desktop.domain.terms import PersonGroup
from quyuan_desktop.registers.base import Values
from quyuan_desktop.registers.legal_aid import aid_terms as terms
from quyuan_desktop.registers.legal_aid.aid_terms import Stage
from quyuan_desktop.registers.legal_aid.application_register import APPLICATION
from quyuan_desktop.registers.legal_aid.application_workflow import WORKFLOW
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.registers.legal_aid.terms import MatterKind, Result
from quyuan_desktop.services.backups import backup_now, restore
from quyuan_desktop.services.leading import led_values
from quyuan_desktop.services.limits import pressing_of
from quyuan_desktop.services.open_office import sign_in
from quyuan_desktop.services.papers import issue_paper
from quyuan_desktop.services.save_record import (
    defaults,
    examine,
    examine_step,
    save_record,
    step_begun,
)
from quyuan_desktop.services.today import day_view
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage.tables import Paper
from tests.applications import (
    DAY,
    FILE,
    GRANT,
    REFUSE,
    application,
    brought_to,
    note,
    present,
    supplement,
    take,
)
from tests.offices import PASSWORD, TODAY, ZONE, Clock, at_work, fresh, matter, save
from tests.registers.test_application_rules import found, on, slips
from tests.registers.test_application_workflow import refused, stage


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Workplace]:
    """A ledger of the test's own, without a window."""
    with at_work(fresh(tmp_path / "own", Clock())) as place:
        yield place


def d(day: str) -> date:
    return date.fromisoformat(day)


def later(place: Workplace, day: str) -> Workplace:
    return replace(place, now=Clock(datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=ZONE)))


# -- 1. a crash


def test_a_withdrawal_without_its_day_is_a_slip_and_no_crash(own: Workplace) -> None:
    """TypeError: '<' not supported between date and None. → test_application_workflow"""
    uid = brought_to(own, Stage.ASKED)
    begun = step_begun(own, APPLICATION, present(own, uid), "withdraw")
    filled = {**begun, "withdrawn_on": None, "withdrawal": terms.Withdrawal.DEEMED}
    _, problems = examine_step(own, APPLICATION, filled, "withdraw")
    assert "withdrawn_on" in {problem.field for problem in problems}


# -- 2. guards that can be walked around


def test_a_refusal_is_not_turned_round_by_clearing_its_reason(own: Workplace) -> None:
    """法律援助法 49: only when the bureau has ordered it. → test_application_workflow"""
    uid = brought_to(own, Stage.REFUSED)
    problems = refused(own, uid, "decide", **GRANT, refusal=None)
    text = "原来决定不予援助，司法行政部门责令改正后才能改为给予（第49条）。"
    assert problems == [Problem("decision", text)]


def test_a_first_grant_with_a_reason_of_refusal_is_a_slip_of_its_own(own: Workplace) -> None:
    """It says 原来决定不予援助 of what was never decided. → test_application_workflow"""
    uid = brought_to(own, Stage.HANDED)
    problems = refused(own, uid, "decide", **GRANT, refusal=terms.Refusal.MEANS)
    assert [problem.field for problem in problems] == ["refusal"]


def test_a_grant_carries_no_reason_of_refusal(own: Workplace) -> None:
    """After a new decision the reason of the old one stays on the record. → test_application_workflow"""
    uid = brought_to(own, Stage.REFUSED)
    take(own, uid, "object")
    take(own, uid, "review", objection_result=terms.ObjectionResult.CORRECTED)
    take(own, uid, "decide", **GRANT)
    assert present(own, uid)["refusal"] is None


def test_a_new_decision_begins_with_today_and_without_the_old_number(own: Workplace) -> None:
    """Its form begins with the day, number and service of the decision that was overturned. → test_application_workflow"""
    uid = brought_to(own, Stage.REFUSED)
    take(own, uid, "object")
    take(own, uid, "review", objection_result=terms.ObjectionResult.CORRECTED)
    desk = later(own, "2023-12-11")
    begun = step_begun(desk, APPLICATION, present(desk, uid), "decide")
    assert (begun["decided_on"], begun["decision_served_on"]) == (desk.today, None)


def test_who_supplemented_in_time_is_not_deemed_to_have_withdrawn(own: Workplace) -> None:
    """法律援助法 43. → test_application_workflow"""
    uid = brought_to(own, Stage.ASKED)
    take(later(own, "2023-12-06"), uid, "supplemented")
    problems = refused(later(own, "2024-01-31"), uid, "withdraw", withdrawal=terms.Withdrawal.DEEMED)
    assert [problem.field for problem in problems] == ["withdrawal"]


@pytest.mark.parametrize("at", [Stage.REFUSED, Stage.WITHDRAWN])
def test_no_subsidy_is_paid_for_what_was_never_undertaken(own: Workplace, at: Stage) -> None:
    """→ test_application_workflow"""
    uid = brought_to(own, at)
    take(own, uid, "archive", **FILE)
    assert refused(own, uid, "pay")


def test_a_false_pledge_found_out_later_does_not_stop_what_went_before(own: Workplace) -> None:
    """湖南省规定 4 bars later pledges; here not even a case that is under way can be closed. → test_application_rules"""
    pledge = {"means": terms.MeansTest.PLEDGE, "pledged": True}
    under_way = note(own, **pledge, applied_on=TODAY - 60 * DAY)
    note(own, false_pledge=True, applied_on=TODAY - 10 * DAY)
    take(own, under_way, "receive")
    assert stage(own, under_way) is Stage.RECEIVED


# -- 3. days that are not held against one another


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
    """→ test_application_rules"""
    assert field in slips(**filled)


def test_notices_that_overlap_do_not_stop_the_clock_twice() -> None:
    """From 1 to 11 December are ten days, not nineteen. → test_application_rules"""
    rows = [
        supplement(d("2023-12-01"), returned_on=d("2023-12-10")),
        supplement(d("2023-12-01"), returned_on=d("2023-12-11")),
    ]
    filled = application(received_on=TODAY, decided_on=d("2023-12-18"), **GRANT, supplements=rows)
    now, problems = examine(on("2023-12-31"), APPLICATION, filled)
    assert now["decision_days"] == 8 or any(each.field.startswith("supplements") for each in problems)


def test_a_ground_that_is_not_in_force_yet_is_not_taken() -> None:
    """湖南's additions are offered from September 2024 on, and still carried from a consultation of 2023."""
    assert "ground" in slips(applied_on=TODAY, ground=terms.Ground.HUNAN_1)


# -- 4. what follows, and goes on standing when what it followed from is changed


@pytest.mark.parametrize(
    ("changes", "name", "value"),
    [
        ({"ground": terms.Ground.G33}, "report_column", terms.Column.APPEAL),
        ({"event_on": d("2023-03-01")}, "limitation_on", d("2024-03-01")),
        ({"ground": terms.Ground.G31_7}, "green", terms.Green.ELDERLY),
    ],
)
def test_what_follows_follows_again_after_a_correction(
    own: Workplace, changes: Values, name: str, value: Any
) -> None:
    """The month counts by the old column, the limitation warns of the wrong day. → test_application_rules"""
    uid = note(
        own,
        groups=(PersonGroup.MIGRANT_WORKER,),
        event_on=d("2023-01-01"),
        limitation=terms.Limitation.LABOUR,
    )
    values = {**present(own, uid), **changes}
    _, problems = examine(own, APPLICATION, values)
    save_record(own, APPLICATION, values, uid=uid, reason="选错了", confirmed=True)
    assert present(own, uid)[name] == value or name in {problem.field for problem in problems}


def test_the_column_is_not_asked_for_beside_the_ground() -> None:
    """报表列 follows from 援助事项; without it two slips are shown, and the folded fields open. → test_application_rules"""
    assert set(found(ground=None)[0]) == {"ground"}


def test_a_resident_without_a_number_is_asked_about() -> None:
    """A consultation warns; an application, to which 身份证明 belongs, says nothing. → test_application_rules"""
    _, doubts = found(id_number="")
    assert "id_number" in doubts


def test_numbers_of_agent_and_joint_applicants_are_checked_too() -> None:
    """→ test_application_rules"""
    wrong = "999001196203041230"
    filled: Values = {"agent": "王小明", "agent_kind": terms.AgentKind.ENTRUSTED, "agent_id_number": wrong}
    slip, doubt = found(**filled)
    assert "agent_id_number" in slip | doubt


# -- 5. who did it, and how often


def test_who_receives_is_who_is_at_the_desk_then(own: Workplace) -> None:
    """收件人 and 转交人 are filled in when the application is noted, by whoever notes it. → test_application_workflow"""
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


def test_one_consultation_does_not_become_two_applications(own: Workplace) -> None:
    """Led on twice before the first is saved, both are saved. → test_leading"""
    uid = save(own, result=Result.APPLICATION).record.uid
    first, second = (led_values(own, CONSULTATION, uid, "apply").values for _ in range(2))
    save_record(own, APPLICATION, first, confirmed=True)
    with pytest.raises(Refused, match="已经转过"):
        save_record(own, APPLICATION, second, confirmed=True)


def test_what_is_carried_does_not_contradict_itself(own: Workplace) -> None:
    """Asked about wages and a criminal case: 刑事 with the ground of 劳动报酬. → test_leading"""
    matters = [matter(MatterKind.WAGES), matter(MatterKind.CRIMINAL, "儿子被刑事拘留。")]
    uid = save(own, result=Result.APPLICATION, matters=matters).record.uid
    _, problems = examine(own, APPLICATION, led_values(own, CONSULTATION, uid, "apply").values)
    assert [problem for problem in problems if problem.field == "ground"] == []


def test_a_papers_number_is_not_given_out_again_after_going_back_to_a_backup(tmp_path: Path) -> None:
    """issue_paper does not write serials.json as saving does. → test_aid_papers_from_records"""
    folder = tmp_path / "data"
    place = fresh(folder, Clock())
    uid = brought_to(place, Stage.HANDED)
    entry = backup_now(place, "手动")
    issue_paper(place, APPLICATION, uid, "aid_handover")
    restore(place, entry)
    with at_work(sign_in(folder, PASSWORD, now=Clock())) as again:
        issue_paper(again, APPLICATION, uid, "aid_handover")
        with again.ledger.reading() as session:
            numbers = [paper.number for paper in session.query(Paper)]
    assert numbers == ["屈营司援转字〔2023〕第2号"]


# -- 6. what is said out of turn

SAID: list[tuple[Stage, str, str]] = [
    (Stage.NOTED, "supplemented", "，要先：收件、通知补正。"),
    (Stage.RECEIVED, "supplemented", "，要先：通知补正。"),
    (Stage.HANDED, "supplemented", "，要先：通知补正。"),
    *(
        (at, code, "，要先：登记终止。")
        for at in (Stage.GRANTED, Stage.APPOINTED)
        for code in ("object", "review")
    ),
    (Stage.NOTED, "pay", "，要先：收件、转交中心、登记决定、登记指派、结案、归档。"),
    (Stage.RECEIVED, "pay", "，要先：转交中心、登记决定、登记指派、结案、归档。"),
    (Stage.HANDED, "pay", "，要先：登记决定、登记指派、结案、归档。"),
]


@pytest.mark.parametrize(("at", "code", "wanted"), SAID)
def test_what_comes_first_is_said_where_it_is_aside(at: Stage, code: str, wanted: str) -> None:
    """“这件事已经过了这一步” is said of what never was; a subsidy is said to follow a refusal. → test_application_workflow"""
    step = WORKFLOW.step(code)
    assert WORKFLOW.lacking(step, at) == f"现在是“{at.label}”，不能“{step.label}”{wanted}"


@pytest.mark.parametrize(
    ("at", "code"), [(Stage.WITHDRAWN, "close"), (Stage.TERMINATED, "close"), (Stage.WITHDRAWN, "object")]
)
def test_what_was_never_come_to_is_not_said_to_be_past(at: Stage, code: str) -> None:
    """→ test_application_workflow"""
    assert "已经过了这一步" not in WORKFLOW.lacking(WORKFLOW.step(code), at)


def test_a_clock_that_stands_is_not_what_presses(own: Workplace) -> None:
    """The list says 停钟 of an application whose applicant has two weeks left. → test_progress_strip"""
    uid = brought_to(own, Stage.ASKED)
    limit = pressing_of(own, APPLICATION, present(own, uid))
    assert limit is not None
    assert limit.rule.code == "aid.supplement"


def test_today_tells_each_thing_once(own: Workplace) -> None:
    """待转交 and 把申请材料转交区法律援助中心 are the same work, in the same list. → tests/ui/test_today"""
    brought_to(own, Stage.RECEIVED)
    (todo,) = [block for block in day_view(own).blocks if block.code == "todo"]
    told = [item.what for item in todo.items]
    assert not {"待转交", "把申请材料转交区法律援助中心"} <= set(told)
