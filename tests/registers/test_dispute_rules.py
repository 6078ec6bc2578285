"""The rules of a dispute by hand-worked cases: parties, order of days, agreement, confirmation, what follows from what."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from quyuan_desktop.domain.deadlines import limit
from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.domain.workdays import HolidayTable
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.base import Values, blank
from quyuan_desktop.registers.mediation import CAMPAIGN, DISPUTE, EXPERT, LEAD, SCREENING, terms
from quyuan_desktop.registers.mediation.dispute_rules import limits
from quyuan_desktop.registers.mediation.expert import Renewal
from quyuan_desktop.registers.mediation.filing import lacking, wanted
from quyuan_desktop.services.house_rules import seeded_deadlines
from quyuan_desktop.services.save_record import examine
from tests.disputes import SUCCESS, both, dispute, party, session
from tests.offices import TODAY, nowhere, resident

DAY = timedelta(days=1)
CLOSED = {**SUCCESS, "closed_on": TODAY, "sessions": [session()]}


def completed(**changes: Any) -> Values:
    return examine(nowhere(), DISPUTE, dispute(**changes))[0]


def slips(**changes: Any) -> dict[str, Problem]:
    """What is said against the dispute, by field."""
    return {each.field: each for each in examine(nowhere(), DISPUTE, dispute(**changes))[1]}


def refused(**changes: Any) -> set[str]:
    return {field for field, each in slips(**changes).items() if not each.warning}


def test_a_plain_dispute_and_a_settled_one_have_no_slips() -> None:
    assert slips() == {}
    assert slips(**CLOSED) == {}


def test_what_follows_is_filled_in() -> None:
    values = completed(parties=[*both(), party(terms.Side.APPLICANT, "王成")], persons=2)
    assert values["sides"] == "王芳等2人与李长庚"
    assert values["persons"] == 3
    assert values["title"] == "邻里纠纷"
    assert (values["stage"], values["status"]) == (terms.Stage.ACCEPTED, terms.Status.OPEN)
    assert completed(**CLOSED)["effective_on"] == TODAY


def test_a_number_tells_sex_and_age() -> None:
    values = completed(parties=[party(terms.Side.APPLICANT, "王芳", id_number=resident()), both()[1]])
    one = values["parties"][0]
    assert (one["sex"].label, one["age"]) == ("女", 61)


def test_success_wants_a_form_both_sides_and_words() -> None:
    assert refused(**{**CLOSED, "form": None}) == {"form"}
    assert refused(**{**CLOSED, "agreement": ""}) == {"agreement"}
    assert refused(**CLOSED, parties=both()[:1]) == {"parties"}
    assert refused(parties=[]) == {"parties"}


def test_no_success_no_agreement() -> None:
    failed: Values = {"closed_on": TODAY, "result": terms.Result.FAILED, "sessions": [session()]}
    assert refused(**failed) == {"advice"}
    failed["advice"] = "告知向法院起诉。"
    assert slips(**failed) == {}
    assert refused(**failed, form=terms.AgreementForm.ORAL) == {"form"}
    performed = {"performed_on": TODAY, "performance": terms.Performance.FULL}
    assert refused(**failed, **performed) == {"performance"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({**CLOSED, "closed_on": TODAY - DAY, "sessions": []}, "closed_on"),
        ({"sessions": [session(TODAY - DAY)]}, "sessions.0.on"),
        ({**CLOSED, "accepted_on": TODAY - 9 * DAY, "closed_on": TODAY - DAY}, "sessions.0.on"),
        ({"sessions": [session(start=time(10, 0), end=time(9, 0))]}, "sessions.0.end"),
        ({**CLOSED, "visited_on": TODAY - DAY}, "visited_on"),
        ({"dispatched_on": TODAY, "taken_on": TODAY - DAY}, "taken_on"),
        ({"arose_on": TODAY, "accepted_on": TODAY - DAY}, "arose_on"),
        ({**CLOSED, "withdrawn_on": TODAY}, "withdrawn_on"),
        ({"sessions": [session()], "accepted_on": TODAY - 2 * DAY, "withdrawn_on": TODAY - DAY}, "sessions.0.on"),
        ({"sessions": [session(), session(start=time(9, 30), end=time(11, 0))]}, "sessions.1.start"),
        ({**CLOSED, "perform_by": TODAY - DAY, "accepted_on": TODAY - 9 * DAY}, "perform_by"),
        ({**CLOSED, "visited_on": TODAY, "archived_on": TODAY - DAY, "accepted_on": TODAY - DAY}, "archived_on"),
        ({"confirm_on": TODAY}, "confirm_on"),
    ],
)
def test_days_out_of_order(changes: Values, field: str) -> None:
    assert field in refused(**changes)


@pytest.mark.parametrize(("days", "warned"), [(30, False), (31, True)])
def test_confirmation_is_asked_within_thirty_days(days: int, warned: bool) -> None:
    """人民调解法第33条: 自调解协议生效之日起三十日内. Agreed on 10-01: the last day is 10-31."""
    agreed = date(2023, 10, 1)
    old = {**CLOSED, "accepted_on": agreed, "closed_on": agreed, "sessions": [session(agreed)]}
    assert ("confirm_on" in slips(**old, confirm_on=agreed + days * DAY)) is warned
    running = {each.code: each for each in limits(completed(**old))}["mediation.confirm"]
    assert (running.start, running.done, running.lapses) == (agreed, None, True)
    rule = next(each for each in seeded_deadlines() if each.code == "mediation.confirm")
    assert (rule.days, rule.article) == (30, "人民调解法第33条")
    stands = limit(rule, running, agreed + days * DAY, HolidayTable())
    assert (stands.due, stands.open, stands.tone) == (date(2023, 10, 31), not warned, "" if warned else "amber")
    assert stands.left_in_words() == ("已届满" if warned else "今日到期")


def test_nobody_asks_the_court_for_what_was_performed() -> None:
    paid = {"performance": terms.Performance.FULL, "performed_on": TODAY}
    running = {each.code: each for each in limits(completed(**CLOSED, **paid))}["mediation.confirm"]
    assert (running.done, running.handed) == (TODAY, "已经履行，不必再申请")
    part = {**paid, "performance": terms.Performance.PART}
    running = {each.code: each for each in limits(completed(**CLOSED, **part))}["mediation.confirm"]
    assert running.done is None


def test_the_older_types_are_of_their_time() -> None:
    old = terms.Kind.VILLAGE_AFFAIRS
    assert "kind" in refused(kind=old)
    before = date(2020, 6, 1)
    assert refused(kind=old, accepted_on=before) == set()
    assert len([kind for kind in terms.Kind if kind.offered_on(TODAY)]) == 18


@pytest.mark.parametrize("typed", ["-1", "1000000000000000", "1e15"])
def test_amounts_beyond_reason_are_no_amounts(typed: str) -> None:
    assert isinstance(DISPUTE.field("amount").kind.read(typed, TODAY), Problem)
    assert kinds.Money().read("3600", TODAY) == 3600_00


def test_an_amount_beyond_reason_is_not_saved_either() -> None:
    assert "amount" in refused(amount=10**17)
    assert "amount" in refused(amount=-1)


def test_what_a_file_must_hold() -> None:
    """Six of the thirteen always; without an agreement a statement; what the steps have left behind."""
    always = {"application", "notice", "identity", "record", "back"}
    done = completed(**CLOSED)
    assert {each.code for each in wanted(done)} == always | {"agreement"}
    failed = completed(closed_on=TODAY, result=terms.Result.FAILED, sessions=[session()])
    assert {each.code for each in wanted(failed)} == always | {"statement"}
    more = {"performance": terms.Performance.FULL, "performed_on": TODAY, "visited_on": TODAY, "confirm_on": TODAY}
    assert {each.code for each in wanted({**done, **more})} == always | {
        "agreement",
        "performance",
        "visit",
        "confirmation",
    }
    papers = tuple(each for each in wanted(done) if each is not terms.FilePaper.NOTICE)
    assert lacking({**done, "papers": papers}) == (terms.FilePaper.NOTICE,)
    said = slips(**CLOSED, archived_on=TODAY, papers=papers)["papers"]
    assert (said.text, said.warning) == ("卷内还缺：权利义务告知书。核对实物后再归档。", False)


def test_who_withdrew_before_anybody_sat_together_leaves_no_record_of_it() -> None:
    gone = completed(withdrawn_on=TODAY)
    assert {each.code for each in wanted(gone)} == {"application", "notice", "identity", "statement", "back"}
    later = completed(withdrawn_on=TODAY, sessions=[session()])
    assert terms.FilePaper.RECORD in wanted(later)


def test_a_sitting_of_which_nothing_is_told_is_pointed_out() -> None:
    assert slips(sessions=[{**session(), "content": ""}])["sessions.0.content"].warning
    assert slips(sessions=[session()]) == {}


def test_a_company_is_no_person_with_a_faulty_number() -> None:
    company = party(terms.Side.RESPONDENT, "营田某某建材有限公司", id_number="91430600MA4L0X0X0X")
    assert slips(parties=[both()[0], company]) == {}


def of(register: Any, **changes: Any) -> set[str]:
    """The fields that the rules of another register object to."""
    values = {**blank(register.record), **changes}
    return {each.field for each in examine(nowhere(), register, values)[1] if not each.warning}


def test_a_round_cannot_settle_more_than_it_found() -> None:
    assert {"settled", "reported"} <= of(SCREENING, found=3, settled=4, reported=5)
    assert not {"settled", "reported"} & of(SCREENING, found=3, settled=3, reported=3)
    assert "settled" in of(CAMPAIGN, found=1, settled=2)
    assert "end_on" in of(CAMPAIGN, start_on=TODAY, end_on=TODAY - DAY)


def test_terms_of_an_expert_follow_one_another() -> None:
    term = {"start_on": date(2023, 1, 1), "end_on": date(2023, 12, 31)}
    row = {**blank(Renewal), "start_on": date(2023, 12, 31), "end_on": date(2024, 12, 31)}
    assert "renewals.0.start_on" in of(EXPERT, **term, renewals=[row])
    row["start_on"] = date(2024, 1, 1)
    assert "renewals.0.start_on" not in of(EXPERT, **term, renewals=[row])
    assert "end_on" in of(EXPERT, start_on=TODAY, end_on=TODAY - DAY)


def test_nobody_is_on_the_spot_before_being_sent() -> None:
    found = {"found_on": TODAY, "dispatched_on": TODAY, "arrived_on": TODAY, "outcome": terms.Outcome.CASE}
    late = {"dispatched_at": time(10, 0), "arrived_at": time(9, 0)}
    assert "arrived_at" in of(LEAD, **found, **late)
    assert "arrived_at" not in of(LEAD, **found, dispatched_at=time(9, 0), arrived_at=time(9, 40))
    assert "dispatched_on" in of(LEAD, found_on=TODAY, arrived_on=TODAY, outcome=terms.Outcome.CASE)
