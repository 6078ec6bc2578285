"""The way of a dispute through a real ledger, from a lead to the reward for its file; what counts, and once."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.problems import Refused
from quyuan_desktop.registers.base import Values, blank, values_of
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.registers.legal_aid.terms import Result
from quyuan_desktop.registers.mediation import CLAIM, DEVICE, DISPUTE, EXPERT, LEAD, terms
from quyuan_desktop.registers.mediation.dispute_measures import MUST_EQUAL
from quyuan_desktop.registers.mediation.expert import Renewal
from quyuan_desktop.registers.mediation.terms import Stage
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.leading import led_values
from quyuan_desktop.services.month import month_table, rows_behind
from quyuan_desktop.services.save_record import defaults, open_record, save_record, void_record
from quyuan_desktop.services.workplace import Workplace
from tests.disputes import SUCCESS, accepted, archived, dispute, expert, session, settled, step
from tests.offices import TODAY, at_work, fresh, save

NOVEMBER = periods.month("2023-11")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with at_work(fresh(tmp_path / "data")) as place:
        yield place
        assert check(place) == []


def stage(place: Workplace, uid: str) -> Stage:
    found: Stage = open_record(place, DISPUTE, uid).stage
    return found


def figures(place: Workplace, period: periods.Period = NOVEMBER) -> dict[str, int]:
    return {line.figure.code: line.figure.value for line in month_table(place, period).lines}


def said(raised: pytest.ExceptionInfo[Refused]) -> str:
    return "".join(problem.text for problem in raised.value.problems)


def test_from_a_snapshot_to_the_reward(place: Workplace) -> None:
    who = expert(place)
    begun = {**defaults(place, LEAD), "place": "荷花村5组", "subject": "排水沟", "description": "两家争吵。"}
    lead = save_record(place, LEAD, begun).record.uid
    step(place, lead, "dispatch", register=LEAD, expert=who)
    step(place, lead, "arrive", register=LEAD, outcome=terms.Outcome.CASE)
    values = led_values(place, LEAD, lead, "mediate").values
    assert (values["summary"], values["title"], values["expert"]) == ("两家争吵。", "排水沟", who)
    full = {**values, "parties": dispute()["parties"], "kind": terms.Kind.NEIGHBOUR, "committee": "荷花村调委会"}
    uid = save_record(place, DISPUTE, full, confirmed=True).record.uid
    for code, changes, after in (
        ("dispatch", {}, Stage.SENT),
        ("take", {}, Stage.TAKEN),
        ("mediate", {"sessions": [session()]}, Stage.MEDIATING),
        ("conclude", SUCCESS, Stage.AGREED),
        ("perform", {}, Stage.PERFORMED),
        ("visit", {"visit_note": "已履行。"}, Stage.VISITED),
    ):
        step(place, uid, code, **changes)
        assert stage(place, uid) is after
    record = open_record(place, DISPUTE, uid)
    assert (record.mediators, record.times, record.expert_took_part) == ("钟望龙", 1, True)
    with pytest.raises(Refused) as raised:
        step(place, uid, "archive", file_number="1", papers=(terms.FilePaper.RECORD,))
    assert "权利义务告知书" in said(raised)
    assert "回访记录" in said(raised)
    step(place, uid, "archive", file_number="1", papers=tuple(terms.FilePaper))
    claim = led_values(place, DISPUTE, uid, "claim").values
    made = save_record(place, CLAIM, claim).record
    assert (made.file_number, made.mediator, made.amount) == ("1", "钟望龙", 100_00)
    with pytest.raises(Refused, match="已经转过"):
        led_values(place, LEAD, lead, "mediate")
    found = figures(place)
    assert (found["lead.count"], found["dispute.accepted"], found["dispute.success"], found["claim.count"]) == (
        1,
        1,
        1,
        1,
    )


def test_passing_on_lets_go_of_it(place: Workplace) -> None:
    uid = accepted(place)
    step(place, uid, "dispatch", expert=expert(place))
    step(place, uid, "take")
    other = expert(place, "谭清泉")
    step(place, uid, "pass_on", expert=other, pass_reason="回避")
    record = open_record(place, DISPUTE, uid)
    assert (record.stage, record.expert, record.taken_on, record.taking) == (Stage.SENT, other, None, None)
    step(place, uid, "take", taking=terms.Taking.JOINT, joined="村调解主任")
    assert stage(place, uid) is Stage.TAKEN
    step(place, uid, "pass_on", expert=other, pass_reason="回避", taken_on=TODAY)
    record = open_record(place, DISPUTE, uid)
    assert (record.stage, record.taken_on, record.joined, record.mediators) == (Stage.SENT, None, "", "")


def test_ways_aside_and_steps_out_of_turn(place: Workplace) -> None:
    refused, withdrawn = accepted(place), accepted(place)
    with pytest.raises(Refused, match="要先：登记调解"):
        step(place, refused, "conclude", **SUCCESS)
    step(place, refused, "refuse", refusal=terms.Refusal.IN_COURT)
    step(place, withdrawn, "withdraw")
    assert (stage(place, refused), stage(place, withdrawn)) == (Stage.REFUSED, Stage.WITHDRAWN)
    with pytest.raises(Refused, match="不再有这一步"):
        step(place, refused, "mediate")


def test_an_agreement_wants_both_parties(place: Workplace) -> None:
    uid = accepted(place, parties=dispute()["parties"][:1])
    step(place, uid, "mediate", sessions=[session()])
    with pytest.raises(Refused) as raised:
        step(place, uid, "conclude", **SUCCESS)
    assert "双方当事人" in said(raised)


def warnings(place: Workplace, values: Values) -> list[str]:
    """What other records make doubtful about these values."""
    try:
        save_record(place, DISPUTE, values, confirmed=True, seen=frozenset())
    except Refused as refused:
        return [problem.field for problem in refused.problems if problem.warning]
    return []


def test_an_expert_out_of_term_is_pointed_out(place: Workplace) -> None:
    past = expert(place, end_on=date(2023, 6, 30))
    assert warnings(place, dispute(expert=past, dispatched_on=TODAY)) == ["expert"]
    row = {**blank(Renewal), "start_on": date(2023, 11, 1), "end_on": date(2024, 6, 30)}
    again = expert(place, "谭清泉", end_on=date(2023, 6, 30), renewals=[row])
    assert warnings(place, dispute(expert=again, dispatched_on=TODAY)) == []


def test_no_file_is_claimed_twice(place: Workplace) -> None:
    one, other = archived(place, "2023-1"), archived(place, "2023-2")
    claim = led_values(place, DISPUTE, one, "claim").values
    made = save_record(place, CLAIM, claim).record
    with pytest.raises(Refused) as raised:
        save_record(place, CLAIM, claim)
    assert made.number in said(raised)
    with pytest.raises(Refused) as raised:
        save_record(place, CLAIM, {**led_values(place, DISPUTE, other, "claim").values, "file_number": "2023-1"})
    assert "一卷只能申报一次" in said(raised)
    void_record(place, CLAIM, made.uid, "填错")
    save_record(place, CLAIM, claim)
    with pytest.raises(Refused) as raised:
        archived(place, "2023-2")
    assert "卷号已经用" in said(raised)


def test_a_consultation_leads_to_a_dispute_and_each_counts_once(place: Workplace) -> None:
    uid = save(place, opposing_party="李长庚", result=Result.MEDIATION, village="荷花村").record.uid
    values = led_values(place, CONSULTATION, uid, "mediate").values
    assert [(row["side"], row["name"]) for row in values["parties"]] == [
        (terms.Side.APPLICANT, "欧阳𬱖"),
        (terms.Side.RESPONDENT, "李长庚"),
    ]
    changes = {"kind": terms.Kind.NEIGHBOUR, "committee": "荷花村调委会"}
    save_record(place, DISPUTE, {**values, **changes}, confirmed=True)
    found = figures(place)
    assert (found["consult.people"], found["dispute.accepted"]) == (1, 1)
    with pytest.raises(Refused, match="已经转过"):
        led_values(place, CONSULTATION, uid, "mediate")


def test_a_lead_that_wants_advice_becomes_a_consultation(place: Workplace) -> None:
    begun = {**defaults(place, LEAD), "place": "荷花村", "subject": "土地流转", "reporter": "王芳"}
    uid = save_record(place, LEAD, begun).record.uid
    values = led_values(place, LEAD, uid, "consult").values
    assert (values["visitor"], values["lead"].uid, values["matters"][0]["summary"]) == ("王芳", uid, "土地流转")


def test_the_sums_of_the_table_agree(place: Workplace) -> None:
    """Six accepted: two written, one oral, one failed, one open, one withdrawn; one refused counts nowhere."""
    oral: dict[str, Any] = {**SUCCESS, "form": terms.AgreementForm.ORAL}
    failed: dict[str, Any] = {"result": terms.Result.FAILED, "advice": "告知起诉。"}
    for number, (kind, source, committee, how) in enumerate(
        (
            (terms.Kind.NEIGHBOUR, terms.Source.APPLIED, terms.Committee.VILLAGE, SUCCESS),
            (terms.Kind.WAGES, terms.Source.ACTIVE, terms.Committee.TOWN, SUCCESS),
            (terms.Kind.NEIGHBOUR, terms.Source.COURT, terms.Committee.TOWN, oral),
            (terms.Kind.LAND, terms.Source.POLICE, terms.Committee.VILLAGE, failed),
        )
    ):
        amount = 1000_00 * (number + 1)
        uid = accepted(place, kind=kind, source=source, committee_kind=committee, amount=amount, hard=number == 3)
        step(place, uid, "mediate", sessions=[session()])
        step(place, uid, "conclude", **how)
    accepted(place, kind=terms.Kind.OTHER)
    step(place, accepted(place), "withdraw")
    step(place, accepted(place, amount=9_00), "refuse", refusal=terms.Refusal.OTHER)
    found = figures(place)
    assert {code: found[f"dispute.{code}"] for code in ("accepted", "success", "failed", "open", "withdrawn")} == {
        "accepted": 6,
        "success": 3,
        "failed": 1,
        "open": 1,
        "withdrawn": 1,
    }
    assert (found["dispute.form.oral"], found["dispute.form.written"]) == (1, 2)
    assert (found["dispute.type.neighbour"], found["dispute.source.court"], found["dispute.hard"]) == (3, 1, 1)
    assert (found["dispute.committee.village"], found["dispute.committee.town"]) == (2, 4)
    assert (found["dispute.persons"], found["dispute.amount"]) == (12, 10_000_00)
    assert (found["dispute.refused"], found["dispute.closed"], found["dispute.closed.success"]) == (1, 4, 3)
    assert all(found[one] == found[other] for one, other in MUST_EQUAL)
    (line,) = [each for each in month_table(place, NOVEMBER).lines if each.figure.code == "dispute.success.rate"]
    assert line.cells()[0] == "50.00"


def test_one_person_counts_once_however_many_terms(place: Workplace) -> None:
    row = {**blank(Renewal), "start_on": date(2023, 7, 1), "end_on": date(2024, 6, 30)}
    expert(place, end_on=date(2023, 6, 30), renewals=[row])
    expert(place, "谭清泉", start_on=date(2022, 1, 1), end_on=date(2022, 12, 31))
    expert(place, "蒋玉兰", start_on=date(2022, 1, 1), dismissed_on=date(2023, 1, 1), dismissal="外出")
    expert(place, "龙建业", start_on=date(2022, 1, 1), dismissed_on=date(2023, 1, 2), dismissal="外出")
    served = figures(place, periods.year(2023))["expert.served"]
    assert served == 2
    rows = rows_behind(place, "expert.served", periods.year(2023))
    assert sorted(each.label for each in rows) == ["钟望龙", "龙建业"]
    assert figures(place, periods.year(2023))["expert.new"] == 1


def test_cameras_in_use_at_the_end(place: Workplace) -> None:
    begun = {**defaults(place, DEVICE), "place": "路口", "installed_on": date(2023, 1, 1)}
    tianwen = DEVICE.field("town").kind.restore("430671001")
    save_record(place, DEVICE, {**begun, "town": tianwen, "pieces": 60})
    save_record(place, DEVICE, {**begun, "town": tianwen, "pieces": 40, "model": "二期"})
    gone = {"pieces": 5, "model": "旧", "retired_on": date(2023, 10, 31)}
    save_record(place, DEVICE, {**begun, "town": tianwen, **gone})
    found = figures(place)
    assert (found["device.camera"], found["device.camera.430671001"]) == (100, 100)


def test_a_settled_dispute_is_within_its_time_limits(place: Workplace) -> None:
    values = values_of(open_record(place, DISPUTE, settled(place)))
    codes = {each.code: each.done for each in DISPUTE.limits(values)}
    assert codes == {"mediation.month": TODAY, "mediation.confirm": None}
    assert EXPERT.limits({**blank(EXPERT.record)}) == []
