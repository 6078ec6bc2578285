"""How far an application has come, which time limits run and until when, how long each step took."""

from typing import Any

import pytest

from quyuan_desktop.domain.deadlines import Limit, Pause, Standing
from quyuan_desktop.registers.base import Values
from quyuan_desktop.registers.legal_aid import aid_terms as terms
from quyuan_desktop.registers.legal_aid.aid_terms import Stage
from quyuan_desktop.registers.legal_aid.application_course import limits, open_supplement, pauses, stage_of
from quyuan_desktop.registers.legal_aid.application_register import APPLICATION
from quyuan_desktop.services.limits import limits_of, pressing_of
from quyuan_desktop.services.workplace import Workplace
from tests.applications import GRANT, REFUSE, application, brought_to, present, supplement
from tests.applying import APPOINTED, CLOSED, DESK, GRANTED, HOUSE, REFUSED, TERMINATED, completed, d, on
from tests.offices import TODAY

ASKED, ANSWERED = supplement(), supplement(returned_on=TODAY)


# -- how far it has come
DAYS = {"received_on": TODAY, "handed_over_on": TODAY, "decided_on": TODAY}


@pytest.mark.parametrize(
    ("filled", "stage"),
    [
        ({}, Stage.NOTED),
        ({"received_on": TODAY}, Stage.RECEIVED),
        ({"received_on": TODAY, "supplements": [ASKED]}, Stage.ASKED),
        ({"received_on": TODAY, "supplements": [ANSWERED]}, Stage.RECEIVED),
        ({"received_on": TODAY, "supplements": [ANSWERED, ASKED]}, Stage.ASKED),
        ({"received_on": TODAY, "handed_over_on": TODAY}, Stage.HANDED),
        ({"received_on": TODAY, "handed_over_on": TODAY, "supplements": [ASKED]}, Stage.ASKED),
        ({"received_on": TODAY, "handed_over_on": TODAY, "supplements": [ANSWERED]}, Stage.HANDED),
        ({**DAYS, **GRANT}, Stage.GRANTED),
        ({**DAYS, **REFUSE}, Stage.REFUSED),
        ({**DAYS, **GRANT, "supplements": [ASKED]}, Stage.GRANTED),
        ({**DAYS, **GRANT, "appointed_on": TODAY}, Stage.APPOINTED),
        ({**DAYS, **GRANT, "appointed_on": TODAY, "agreement_on": TODAY}, Stage.APPOINTED),
        ({**DAYS, **GRANT, "appointed_on": TODAY, "closed_on": TODAY}, Stage.CLOSED),
        ({**DAYS, **GRANT, "appointed_on": TODAY, "terminated_on": TODAY}, Stage.TERMINATED),
        ({**DAYS, **GRANT, "terminated_on": TODAY}, Stage.TERMINATED),
        ({"withdrawn_on": TODAY}, Stage.WITHDRAWN),
        ({"received_on": TODAY, "supplements": [ASKED], "withdrawn_on": TODAY}, Stage.WITHDRAWN),
        ({**DAYS, **REFUSE, "objection_on": TODAY, "objection_decided_on": TODAY}, Stage.REFUSED),
        ({**DAYS, **GRANT, "appointed_on": TODAY, "closed_on": TODAY, "archived_on": TODAY}, Stage.ARCHIVED),
        ({"withdrawn_on": TODAY, "archived_on": TODAY}, Stage.ARCHIVED),
        ({**DAYS, **REFUSE, "archived_on": TODAY, "subsidy_on": TODAY}, Stage.ARCHIVED),
    ],
)
def test_the_days_that_are_filled_in_say_how_far_it_has_come(filled: Values, stage: Stage) -> None:
    assert stage_of(application(**filled)) is stage
    assert completed(**filled)["stage"] is stage


def test_nobody_sets_the_stage_by_hand() -> None:
    assert completed(stage=Stage.ARCHIVED)["stage"] is Stage.NOTED


def test_the_notice_that_is_out_is_the_one_without_an_answer() -> None:
    other = supplement(items="另一份")
    assert open_supplement(application(supplements=[ANSWERED, other])) is other
    assert open_supplement(application(supplements=[ANSWERED])) is None
    assert open_supplement(application()) is None


def test_what_came_back_counts_as_complete_unless_told_otherwise() -> None:
    rows = [ANSWERED, supplement(returned_on=TODAY, outcome=terms.Outcome.PARTIAL), ASKED]
    outcomes = [row["outcome"] for row in completed(supplements=rows)["supplements"]]
    assert outcomes == [terms.Outcome.COMPLETE, terms.Outcome.PARTIAL, None]


# -- the time limits: which run, until when, whose they are


def running(at: Workplace = DESK, **changes: Any) -> dict[str, Limit]:
    """The time limits of the application with `changes` as they stand at a desk, by code."""
    found = limits_of(at, APPLICATION, completed(**changes))
    assert len({limit.rule.code for limit in found}) == len(found)
    return {limit.rule.code: limit for limit in found}


def test_what_was_only_noted_sets_nothing_running() -> None:
    assert running() == {}


def test_reception_sets_the_stations_and_the_centres_clock_going() -> None:
    now = running(received_on=TODAY)
    assert {code: (limit.due, limit.rule.party) for code, limit in now.items()} == {
        "aid.handover": (d("2023-12-04"), "司法所"),  # three days end on Sunday the 3rd
        "aid.decide": (d("2023-12-07"), "区法律援助中心"),
    }
    assert pressing_of(DESK, APPLICATION, completed(received_on=TODAY)) == now["aid.handover"]


def test_of_a_detained_applicant_a_day_is_all_there_is() -> None:
    now = running(on("2023-12-02"), received_on=TODAY, way=terms.Way.DETAINED)
    assert set(now) == {"aid.detained", "aid.decide"}
    limit = now["aid.detained"]
    assert (limit.due, limit.rule.article, limit.rule.party) == (d("2023-12-01"), "法律援助法第39条", "司法所")
    assert limit.standing is Standing.LATE
    assert limit.left_in_words() == "超 1 日"


def test_a_supplement_stops_both_clocks_until_it_comes_back() -> None:
    rows = [supplement(d("2023-12-01"))]
    now = running(on("2023-12-05"), received_on=TODAY, supplements=rows)
    assert {code: limit.standing for code, limit in now.items()} == {
        "aid.handover": Standing.PAUSED,
        "aid.decide": Standing.PAUSED,
        "aid.supplement": Standing.RUNNING,
    }
    assert now["aid.supplement"].rule.party == "申请人"
    assert now["aid.supplement"].due == d("2023-12-16"), "what the notice says, Saturday or not"
    rows = [supplement(d("2023-12-01"), returned_on=d("2023-12-06"))]
    now = running(on("2023-12-06"), received_on=TODAY, supplements=rows)
    assert now["aid.handover"].due == d("2023-12-08"), "three days and five that did not count"
    assert now["aid.decide"].due == d("2023-12-12")
    assert now["aid.supplement"].standing is Standing.KEPT


def test_each_supplement_stops_the_clock_for_itself() -> None:
    rows = [
        supplement(d("2023-12-01"), returned_on=d("2023-12-04")),
        supplement(d("2023-12-05"), returned_on=d("2023-12-11")),
    ]
    assert pauses(application(supplements=rows)) == (
        Pause(d("2023-12-01"), d("2023-12-04")),
        Pause(d("2023-12-05"), d("2023-12-11")),
    )
    decide = limits_of(on("2023-12-11"), APPLICATION, completed(received_on=TODAY, supplements=rows))
    assert [limit.due for limit in decide if limit.rule.code == "aid.decide"] == [d("2023-12-18")]  # Sat the 16th


def test_an_answer_after_its_time_is_late_and_starts_the_clocks_all_the_same() -> None:
    rows = [supplement(d("2023-12-01"), returned_on=d("2023-12-20"))]
    now = running(on("2023-12-20"), received_on=TODAY, supplements=rows)
    assert now["aid.supplement"].standing is Standing.BROKEN
    assert now["aid.handover"].standing is Standing.RUNNING


@pytest.mark.parametrize(
    ("filled", "code", "due", "party"),
    [
        (GRANTED, "aid.appoint", "2023-12-11", "区法律援助中心"),
        (APPOINTED, "aid.agreement", "2023-12-18", "承办单位"),  # Sat the 16th
        (CLOSED, "aid.archive", "2024-04-07", "承办人"),  # a Sunday on which offices work
        ({**CLOSED, "archived_on": d("2024-04-01")}, "aid.subsidy", "2024-05-06", "区法律援助中心"),  # 劳动节
        (REFUSED, "aid.objection", "2024-01-02", "申请人"),  # 元旦
        ({**REFUSED, "objection_on": d("2024-01-02")}, "aid.review", "2024-01-08", "区司法局"),
        (TERMINATED, "aid.served", "2023-12-25", "区法律援助中心"),
        (
            {**TERMINATED, "termination_served_on": d("2023-12-22")},
            "aid.objection",
            "2024-01-08",  # Sat the 6th
            "申请人",
        ),
        ({"limitation_on": d("2023-12-24")}, "aid.limitation", "2023-12-24", "申请人"),
    ],
)
def test_every_step_sets_the_next_limit_running(filled: Values, code: str, due: str, party: str) -> None:
    limit = running(on("2024-06-30"), **filled)[code]
    assert (limit.due, limit.rule.party, limit.open) == (d(due), party, True)


def test_the_time_to_object_asks_nothing_of_anybody() -> None:
    limit = running(on("2024-06-30"), **REFUSED)["aid.objection"]
    assert (limit.running.asks, limit.tone, limit.rule.article) == (False, "", "程序规定")
    assert "aid.objection" not in running(**GRANTED)
    assert "aid.objection" not in running(**{**REFUSED, "decision_served_on": None}), "it runs from the service"
    assert "aid.objection" not in running(on("2024-06-30"), **REFUSED, objection_on=d("2024-01-02"))


@pytest.mark.parametrize(
    ("filled", "code", "standing"),
    [
        ({**GRANTED, "decided_on": d("2023-12-07")}, "aid.decide", Standing.KEPT),
        (GRANTED, "aid.decide", Standing.BROKEN),
        (GRANTED, "aid.handover", Standing.KEPT),
        ({**GRANTED, "handed_over_on": d("2023-12-05")}, "aid.handover", Standing.BROKEN),
        ({**GRANTED, "handed_over_on": None}, "aid.handover", Standing.BROKEN),  # decided on the 8th without
        (APPOINTED, "aid.appoint", Standing.KEPT),
        ({**GRANTED, "terminated_on": d("2023-12-12")}, "aid.appoint", Standing.BROKEN),
        ({**APPOINTED, "agreement_on": d("2023-12-18")}, "aid.agreement", Standing.KEPT),
        ({**APPOINTED, "agreement_on": d("2023-12-19")}, "aid.agreement", Standing.BROKEN),
        (TERMINATED, "aid.agreement", Standing.BROKEN),
        ({**TERMINATED, "termination_served_on": d("2023-12-25")}, "aid.served", Standing.KEPT),
        ({**CLOSED, "archived_on": d("2024-04-07")}, "aid.archive", Standing.KEPT),
        ({**CLOSED, "archived_on": d("2024-04-08")}, "aid.archive", Standing.BROKEN),
        (
            {**CLOSED, "archived_on": d("2024-04-01"), "subsidy_on": d("2024-05-06")},
            "aid.subsidy",
            Standing.KEPT,
        ),
        (
            {**REFUSED, "objection_on": d("2024-01-02"), "objection_decided_on": d("2024-01-09")},
            "aid.review",
            Standing.BROKEN,
        ),
        ({"received_on": TODAY, "withdrawn_on": d("2023-12-02")}, "aid.handover", Standing.KEPT),
        ({"received_on": TODAY, "withdrawn_on": d("2023-12-02")}, "aid.decide", Standing.KEPT),
        ({**APPOINTED, "limitation_on": d("2023-12-11")}, "aid.limitation", Standing.KEPT),
        ({**REFUSED, "limitation_on": d("2023-12-07")}, "aid.limitation", Standing.BROKEN),
        ({"withdrawn_on": TODAY, "limitation_on": TODAY}, "aid.limitation", Standing.KEPT),
    ],
)
def test_what_meets_a_limit_and_when_it_was_too_late(filled: Values, code: str, standing: Standing) -> None:
    assert running(on("2024-06-30"), **filled)[code].standing is standing


def test_a_refused_or_withdrawn_application_is_never_archived_late_nor_paid_for() -> None:
    for filled in (REFUSED, {"withdrawn_on": TODAY}, TERMINATED):
        assert not {"aid.archive", "aid.subsidy"} & set(running(on("2024-06-30"), **filled))
        archived = running(on("2024-06-30"), **filled, archived_on=d("2024-02-01"))
        assert "aid.subsidy" not in archived


def test_every_limit_that_an_application_sets_running_has_its_rule() -> None:
    filled: list[Values] = [
        {**CLOSED, "archived_on": d("2024-04-01"), "limitation_on": TODAY},
        {**REFUSED, "objection_on": d("2024-01-02")},
        {**TERMINATED, "termination_served_on": d("2023-12-22")},
        {"received_on": TODAY, "way": terms.Way.DETAINED, "supplements": [ASKED]},
        {"received_on": TODAY},
        REFUSED,
    ]
    codes = {each.code for values in filled for each in limits(completed(**values))}
    assert codes == {rule.code for rule in HOUSE.deadlines if rule.code.startswith("aid.")}


@pytest.mark.parametrize(
    ("filled", "days"),
    [
        ({"received_on": TODAY, "handed_over_on": d("2023-12-04")}, {"handover_days": 4}),
        ({"received_on": TODAY, "handed_over_on": TODAY}, {"handover_days": 0}),
        (
            {
                "received_on": TODAY,
                "supplements": [supplement(d("2023-12-01"), returned_on=d("2023-12-06"))],
                "handed_over_on": d("2023-12-08"),
                "decided_on": d("2023-12-12"),
            },
            {"handover_days": 3, "decision_days": 7},
        ),
        (
            {
                "received_on": TODAY,
                "handed_over_on": d("2023-12-01"),
                "supplements": [supplement(d("2023-12-04"), returned_on=d("2023-12-10"))],
                "decided_on": d("2023-12-10"),
            },
            {"handover_days": 1, "decision_days": 4},
        ),
        ({"decided_on": d("2023-12-08"), "appointed_on": d("2023-12-11")}, {"appointment_days": 3}),
        ({"closed_on": d("2023-12-08"), "archived_on": d("2024-01-08")}, {"archive_days": 31}),
        ({"received_on": TODAY, "handed_over_on": d("2023-11-29")}, {}),
        ({"handed_over_on": TODAY}, {}),
    ],
)
def test_how_long_each_step_took_with_the_stopped_days_taken_off(filled: Values, days: dict[str, int]) -> None:
    now = completed(**filled)
    names = ("handover_days", "decision_days", "appointment_days", "archive_days")
    assert {name: now[name] for name in names if now[name] is not None} == days


def test_a_clock_that_stands_is_not_what_presses(own: Workplace) -> None:
    """The list says 停钟 of an application whose applicant has two weeks left."""
    uid = brought_to(own, Stage.ASKED)
    limit = pressing_of(own, APPLICATION, present(own, uid))
    assert limit is not None
    assert limit.rule.code == "aid.supplement"
