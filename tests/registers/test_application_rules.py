"""What the rules of an application say: what follows, how far it has come, which days run, what goes together."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quyuan_desktop.domain.deadlines import Limit, Pause, Standing
from quyuan_desktop.domain.house import HouseRules
from quyuan_desktop.domain.problems import Problem, Refused
from quyuan_desktop.domain.terms import IdKind, PersonGroup, Sex
from quyuan_desktop.domain.workdays import HolidayTable
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.base import Values, row_class
from quyuan_desktop.registers.legal_aid import aid_terms as terms
from quyuan_desktop.registers.legal_aid.aid_terms import Column, Domain, Form, Ground, Limitation, Source, Stage
from quyuan_desktop.registers.legal_aid.application_register import APPLICATION
from quyuan_desktop.registers.legal_aid.application_rules import (
    INCOME_LINE,
    LIMITATION_MONTHS,
    limitation_end,
    limits,
    open_supplement,
    pauses,
    stage_of,
)
from quyuan_desktop.registers.legal_aid.application_workflow import WORKFLOW
from quyuan_desktop.registers.legal_aid.report_columns import report_column
from quyuan_desktop.services.house_rules import seeded_deadlines, seeded_holidays
from quyuan_desktop.services.limits import limits_of, pressing_of
from quyuan_desktop.services.save_record import examine, examine_step, save_record, void_record
from quyuan_desktop.services.workplace import Workplace
from tests.applications import DAY, GRANT, REFUSE, application, fellow, member, note, supplement
from tests.offices import TODAY, ZONE, Clock, at_work, fresh, nowhere, resident

HOUSE = HouseRules(HolidayTable(seeded_holidays()), tuple(seeded_deadlines()))
DESK = replace(nowhere(), house=HOUSE)
COMPLETE = terms.Outcome.COMPLETE


def on(day: str, at: Workplace = DESK) -> Workplace:
    """The desk on another day."""
    return replace(at, now=Clock(datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=ZONE)))


def d(day: str) -> date:
    return date.fromisoformat(day)


def completed(**changes: Any) -> Values:
    """The application with `changes` and what follows from them."""
    return examine(on("2024-12-31"), APPLICATION, application(**changes))[0]


def found(at: Workplace = DESK, **changes: Any) -> tuple[dict[str, str], dict[str, str]]:
    """The slips and the warnings that the application with `changes` gives, by field."""
    _, problems = examine(at, APPLICATION, application(**changes))
    slips = {each.field: each.text for each in problems if not each.warning}
    return slips, {each.field: each.text for each in problems if each.warning}


def slips(**changes: Any) -> dict[str, str]:
    """The slips alone; the day is late enough for any step."""
    return found(on("2024-12-31"), **changes)[0]


def doubts(**changes: Any) -> dict[str, str]:
    """The warnings, where there are no slips."""
    slip, doubt = found(**changes)
    assert slip == {}
    return doubt


def test_the_application_of_these_tests_has_nothing_wrong() -> None:
    assert found() == ({}, {})


# -- how far it has come

ASKED, ANSWERED = supplement(), supplement(returned_on=TODAY)
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
    assert outcomes == [COMPLETE, terms.Outcome.PARTIAL, None]


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


GRANTED: Values = {"received_on": TODAY, "handed_over_on": d("2023-12-04"), **GRANT, "decided_on": d("2023-12-08")}
APPOINTED: Values = {**GRANTED, "appointed_on": d("2023-12-11")}
CLOSED: Values = {**APPOINTED, "closed_on": d("2024-03-08"), "closing": terms.Closing.WON}
REFUSED: Values = {**GRANTED, **REFUSE, "decision_served_on": d("2023-12-15")}
TERMINATED: Values = {**APPOINTED, "terminated_on": d("2023-12-20"), "termination": terms.Termination.T6}


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


# -- limitation periods


@pytest.mark.parametrize(
    ("event", "limitation", "end"),
    [
        ("2020-11-30", Limitation.CIVIL, "2023-11-30"),
        ("2020-02-29", Limitation.CIVIL, "2023-02-28"),
        ("2021-02-28", Limitation.CIVIL, "2024-02-28"),
        ("2021-01-31", Limitation.CIVIL, "2024-01-31"),
        ("2024-02-29", Limitation.LABOUR, "2025-02-28"),
        ("2023-02-28", Limitation.LABOUR, "2024-02-28"),
        ("2022-12-31", Limitation.INJURY, "2023-12-31"),
        ("2023-08-31", Limitation.ADMINISTRATIVE, "2024-02-29"),
        ("2022-08-31", Limitation.ADMINISTRATIVE, "2023-02-28"),
        ("2023-08-29", Limitation.ADMINISTRATIVE, "2024-02-29"),
        ("2023-10-31", Limitation.ADMINISTRATIVE, "2024-04-30"),
        ("2023-05-31", Limitation.ADMINISTRATIVE, "2023-11-30"),
        ("2023-06-30", Limitation.ADMINISTRATIVE, "2023-12-30"),
        ("2023-12-15", Limitation.ADMINISTRATIVE, "2024-06-15"),
        ("2023-10-01", Limitation.RECONSIDERATION, "2023-11-30"),
        ("2023-12-31", Limitation.RECONSIDERATION, "2024-02-29"),
        ("2022-12-31", Limitation.RECONSIDERATION, "2023-03-01"),
    ],
)
def test_a_period_of_months_ends_on_its_day_or_the_months_last(
    event: str, limitation: Limitation, end: str
) -> None:
    """民法典 202; 60 days are counted."""
    assert limitation_end(d(event), limitation) == d(end)
    assert completed(event_on=d(event), limitation=limitation)["limitation_on"] == d(end)


@given(event=st.dates(date(1950, 1, 1), date(2100, 12, 31)), limitation=st.sampled_from(list(LIMITATION_MONTHS)))
def test_a_limitation_never_runs_over_into_the_month_after(event: date, limitation: Limitation) -> None:
    end = limitation_end(event, limitation)
    assert end is not None
    months = (end.year - event.year) * 12 + end.month - event.month
    assert months == LIMITATION_MONTHS[limitation]
    assert end.day == event.day or (end.day < event.day and (end + DAY).day == 1)


def test_another_period_is_for_the_clerk_to_fill_in() -> None:
    assert limitation_end(TODAY, Limitation.OTHER) is None
    assert slips(limitation=Limitation.OTHER) == {"limitation_on": "选了“其他期限”，请填届满日。"}
    assert slips(limitation=Limitation.OTHER, limitation_on=d("2025-01-01")) == {}


def test_the_day_that_was_filled_in_is_not_counted_over() -> None:
    filled = {"event_on": d("2023-01-01"), "limitation": Limitation.LABOUR, "limitation_on": d("2024-05-05")}
    assert completed(**filled)["limitation_on"] == d("2024-05-05")
    assert completed(event_on=TODAY)["limitation_on"] is None
    early = {"event_on": d("2023-01-01"), "limitation_on": d("2022-12-31")}
    assert slips(**early) == {"limitation_on": "时效届满日早于权利受损之日，请核对。"}


# -- 先行提供 (法律援助法 44)


@pytest.mark.parametrize(
    ("left", "field", "text"),
    [
        (-1, "limitation_on", "时效已于 2023-11-29 届满，请核对。"),
        (0, "urgency", "距时效届满只有 0 日，可以先行提供法律援助（法律援助法第44条），请选“先行提供”。"),
        (6, "urgency", "距时效届满只有 6 日，可以先行提供法律援助（法律援助法第44条），请选“先行提供”。"),
    ],
)
def test_less_than_seven_days_before_the_end_aid_may_come_first(left: int, field: str, text: str) -> None:
    end = TODAY + left * DAY
    assert doubts(limitation_on=end) == {field: text}
    assert doubts(limitation_on=end, urgency=terms.Urgency.LIMITATION) == {}
    assert found(on("2024-06-30"), limitation_on=end, **APPOINTED) == ({}, {})


def test_seven_days_are_enough() -> None:
    assert doubts(limitation_on=TODAY + 7 * DAY) == {}


# -- the person, the agent


def test_the_number_tells_sex_birth_and_groups_on_the_day_of_the_application() -> None:
    young = {"sex": None, "birth_date": None, "applied_on": d("2022-03-03")}
    assert completed(**young)["groups"] == (PersonGroup.WOMAN,)
    old = completed(sex=None, birth_date=None, applied_on=d("2022-03-04"))
    assert (old["sex"], old["birth_date"]) == (Sex.FEMALE, d("1962-03-04"))
    assert old["groups"] == (PersonGroup.WOMAN, PersonGroup.ELDERLY)


@pytest.mark.parametrize(
    ("filled", "slip"),
    [
        ({"agent_kind": terms.AgentKind.STATUTORY}, {"agent": "选了代理人类别，请填代理人姓名。"}),
        ({"agent": "王小明"}, {"agent_kind": "请选择代理人是法定还是委托（法律援助法第40条）。"}),
        ({"way": terms.Way.BY_AGENT}, {"agent": "代为申请的，请填代理人姓名、证件号码（法律援助法第40条）。"}),
        ({"way": terms.Way.BY_AGENT, "agent": "王小明", "agent_kind": terms.AgentKind.RELATIVE}, {}),
        ({"detained": True}, {"detained_at": "申请人被羁押，请填羁押地点。"}),
        ({"detained": True, "detained_at": "看守所"}, {}),
        (
            {"birth_date": TODAY, "applied_on": TODAY - DAY, "id_number": "", "id_kind": IdKind.NONE},
            {"birth_date": "出生日期在申请日期之后，请核对。"},
        ),
        ({"phone": ""}, {"phone": "请填写电话。"}),
        ({"applicant": ""}, {"applicant": "请填写姓名。"}),
    ],
)
def test_who_asks_and_who_asks_for_them(filled: Values, slip: dict[str, str]) -> None:
    assert found(**filled)[0] == slip


def test_a_minor_usually_has_an_agent() -> None:
    child = {"id_number": "", "id_kind": IdKind.NONE, "birth_date": d("2010-05-01")}
    assert doubts(**child) == {"agent": "申请人未成年，一般由法定代理人代为申请，请核对。"}
    assert doubts(**child, agent="王小明", agent_kind=terms.AgentKind.STATUTORY) == {}
    assert completed(**child)["groups"] == (PersonGroup.MINOR,)


def test_nobody_is_their_own_opponent() -> None:
    assert doubts(opposing_party="欧阳𬱖") == {"opposing_party": "对方当事人与申请人同名，请核对。"}


# -- the case


@pytest.mark.parametrize("ground", Ground)
@pytest.mark.parametrize("domain", Domain)
def test_criminal_grounds_belong_to_criminal_cases_and_only_there(ground: Ground, domain: Domain) -> None:
    criminal = ground.code[:3] in ("a24", "a25", "a28", "a29")
    said = slips(ground=ground, domain=domain, means=None)
    if criminal is (domain is Domain.CRIMINAL):
        assert said == {}
    elif criminal:
        assert said == {"ground": "这一事项属于刑事案件，请核对案件类别。"}
    else:
        assert said == {"ground": "案件类别是刑事，援助事项请选第24、25、28、29条所列。"}


COLUMNS = [
    (Ground.G31_5, Form.ARBITRATION, Source.PARTY, Domain.CIVIL, Column.OTHER),
    (Ground.G31_5, Form.LITIGATION, Source.PARTY, Domain.CIVIL, Column.CIVIL),
    (Ground.G31_4, Form.NON_LITIGATION, Source.PARTY, Domain.CIVIL, Column.OTHER),
    (Ground.G31_4, Form.DRAFTING, Source.PARTY, Domain.CIVIL, Column.OTHER),
    (Ground.G31_2, Form.LITIGATION, Source.PARTY, Domain.ADMINISTRATIVE, Column.ADMINISTRATIVE),
    (Ground.G31_1, Form.LITIGATION, Source.PARTY, Domain.COMPENSATION, Column.ADMINISTRATIVE),
    (Ground.G31_7, Form.NOTARY, Source.PARTY, Domain.CIVIL, Column.NOTARY),
    (Ground.G31_7, Form.APPRAISAL, Source.PARTY, Domain.CIVIL, Column.APPRAISAL),
    (Ground.G33, Form.LITIGATION, Source.PARTY, Domain.CIVIL, Column.APPEAL),
    (Ground.G28, Form.DEFENCE, Source.PARTY, Domain.CRIMINAL, Column.CRIMINAL_MEDICAL),
    (Ground.G24, Form.DEFENCE, Source.PARTY, Domain.CRIMINAL, Column.CRIMINAL_ASKED),
    (Ground.G24, Form.DEFENCE, Source.COURT, Domain.CRIMINAL, Column.CRIMINAL_TOLD),
    (Ground.G24, Form.DEFENCE, Source.POLICE, Domain.CRIMINAL, Column.CRIMINAL_TOLD),
    (Ground.G24, Form.DEFENCE, Source.PROCURATORATE, Domain.CRIMINAL, Column.CRIMINAL_TOLD),
    (Ground.G25_1, Form.DEFENCE, Source.PARTY, Domain.CRIMINAL, Column.CRIMINAL_TOLD),
    (Ground.G29, Form.LITIGATION, Source.PARTY, Domain.CRIMINAL, Column.CRIMINAL_ASKED),
    (Ground.HUNAN_1, Form.LITIGATION, Source.PARTY, Domain.CIVIL, Column.CIVIL),
]


@pytest.mark.parametrize(("ground", "form", "source", "domain", "column"), COLUMNS)
def test_into_which_column_of_the_older_table_a_case_falls(
    ground: Ground, form: Form, source: Source, domain: Domain, column: Column
) -> None:
    assert report_column(ground, form, source, domain) is column
    now = completed(ground=ground, form=form, source=source, domain=domain, means=None)
    assert now["report_column"] is column


def test_the_clerk_may_choose_another_column() -> None:
    assert completed(report_column=Column.CRIMINAL_INVITED)["report_column"] is Column.CRIMINAL_INVITED


@pytest.mark.parametrize(
    ("ground", "groups", "green"),
    [
        (Ground.G31_5, (PersonGroup.MIGRANT_WORKER, PersonGroup.DISABLED), terms.Green.WAGES),
        (Ground.G31_7, (PersonGroup.MIGRANT_WORKER,), terms.Green.ELDERLY),  # sixty-one years old
        (Ground.G31_7, (PersonGroup.DISABLED,), terms.Green.DISABLED),
        (Ground.G31_7, (PersonGroup.VETERAN,), terms.Green.ELDERLY),
    ],
)
def test_whom_the_office_serves_first(ground: Ground, groups: tuple[PersonGroup, ...], green: terms.Green) -> None:
    assert completed(ground=ground, groups=groups)["green"] is green
    chosen = completed(ground=ground, groups=groups, green=terms.Green.OTHER)
    assert chosen["green"] is terms.Green.OTHER


# -- 共同申请


@pytest.mark.parametrize(
    ("joint", "others", "cases", "persons"),
    [
        (terms.Joint.ALONE, 0, 1, 1),
        (terms.Joint.INDIVISIBLE, 3, 1, 4),
        (terms.Joint.DIVISIBLE, 3, 4, 4),
        (terms.Joint.DIVISIBLE, 200, 201, 201),
    ],
)
def test_joint_applicants_are_counted_by_head_where_the_claims_can_be_divided(
    joint: terms.Joint, others: int, cases: int, persons: int
) -> None:
    rows = [fellow(f"工友{number}") for number in range(others)]
    now = completed(joint=joint, joint_applicants=rows)
    assert (now["cases"], now["persons"]) == (cases, persons)
    assert slips(joint=joint, joint_applicants=rows) == {}


def test_joint_applicants_are_listed_and_said_to_be_joint() -> None:
    assert slips(joint=terms.Joint.DIVISIBLE) == {"joint_applicants": "共同申请的，请列出其他申请人。"}
    alone = slips(joint_applicants=[fellow()])
    assert alone == {"joint": "列了其他申请人，请选择请求可分还是不可分。"}


# -- the economic situation


@pytest.mark.parametrize(
    ("members", "size", "year", "month"),
    [
        ([], None, None, None),
        ([member()], None, None, None),
        ([member(wage=0)], None, 0, 0),
        ([member(wage=9_000_00, business=6_400_00, other=1_500_00)], None, 16_900_00, 1_408_33),
        (
            [
                member(wage=9_000_00, business=6_400_00, other=1_500_00),
                member(other=4_500_00),
                member(wage=10_000_00),
            ],
            None,
            31_400_00,
            872_22,
        ),
        ([member(wage=24_000_00), member()], 4, 24_000_00, 500_00),
        ([member(wage=24_000_00)], 0, 24_000_00, None),
    ],
)
def test_income_per_head_and_month(
    members: list[Values], size: int | None, year: int | None, month: int | None
) -> None:
    now = completed(members=members, family_size=size)
    assert (now["yearly_income"], now["monthly_income"]) == (year, month)
    if size is None:
        assert now["family_size"] == (len(members) or None)


def test_the_household_is_no_smaller_than_its_members() -> None:
    text = "家庭人数比列出的成员（2 人）少，请核对。"
    assert slips(members=[member(), member()], family_size=1) == {"family_size": text}
    assert slips(members=[member(), member()], family_size=2) == {}


def with_line(yuan: int | None) -> Workplace:
    return replace(DESK, house=replace(HOUSE, settings={INCOME_LINE.code: yuan and yuan * 100}))


def test_an_income_above_the_line_is_only_a_warning() -> None:
    poor = [member(wage=12_000_00)]
    assert found(with_line(None), members=poor) == ({}, {})
    assert found(with_line(1000), members=poor) == ({}, {})
    text = "人均月收入 1,000 元，高于本地认定线 999 元，请核对是否符合经济困难标准。"
    assert found(with_line(999), members=poor) == ({}, {"members": text})
    exempt = {"exemption": terms.Exemption.E2, "exemption_evidence": "低保证", "means": terms.MeansTest.EXEMPT}
    assert found(with_line(999), members=poor, **exempt) == ({}, {})
    beaten = {"ground": Ground.G32_4, "means": terms.MeansTest.NOT_NEEDED}
    assert found(with_line(999), members=poor, **beaten) == ({}, {})


@pytest.mark.parametrize(
    ("filled", "means"),
    [
        ({}, None),
        ({"pledged": True}, terms.MeansTest.PLEDGE),
        ({"exemption": terms.Exemption.E3, "pledged": True}, terms.MeansTest.EXEMPT),
        ({"ground": Ground.G32_4, "exemption": terms.Exemption.E3}, terms.MeansTest.NOT_NEEDED),
        ({"ground": Ground.G25_1, "domain": Domain.CRIMINAL}, terms.MeansTest.NOT_NEEDED),
        ({"ground": Ground.G24, "domain": Domain.CRIMINAL}, None),
        ({"means": terms.MeansTest.SHARED, "pledged": True}, terms.MeansTest.SHARED),
    ],
)
def test_how_the_situation_is_shown_follows_where_it_can(filled: Values, means: terms.MeansTest | None) -> None:
    assert completed(**{"means": None, **filled})["means"] is means


@pytest.mark.parametrize(
    ("filled", "slip"),
    [
        (
            {"means": terms.MeansTest.NOT_NEEDED},
            {"means": "这一事项须审查经济困难状况，不能选“不受经济困难条件限制”（法律援助法第31条）。"},
        ),
        ({"means": terms.MeansTest.NOT_NEEDED, "ground": Ground.G32_1}, {}),
        ({"means": terms.MeansTest.EXEMPT}, {"exemption": "选了免予核查，请选择属于第42条哪一种情形。"}),
        (
            {"means": terms.MeansTest.EXEMPT, "exemption": terms.Exemption.E2},
            {"exemption_evidence": "免予核查要有凭证，请填写凭证名称（法律援助法第42条）。"},
        ),
        (
            {"means": terms.MeansTest.SHARED, "exemption": terms.Exemption.E2},
            {"exemption_evidence": "免予核查要有凭证，请填写凭证名称（法律援助法第42条）。"},
        ),
        (
            {
                "means": terms.MeansTest.EXEMPT,
                "exemption": terms.Exemption.E2,
                "exemption_evidence": "低保证",
            },
            {},
        ),
        (
            {"means": terms.MeansTest.PLEDGE},
            {"pledged": "选了个人诚信承诺，请让申请人签承诺后勾选“已签诚信承诺”。"},
        ),
        ({"means": terms.MeansTest.PLEDGE, "pledged": True}, {}),
    ],
)
def test_an_exemption_has_its_evidence_and_a_pledge_is_signed(filled: Values, slip: dict[str, str]) -> None:
    assert slips(**filled) == slip


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


@pytest.mark.parametrize("code", [step.code for step in WORKFLOW.steps if step.code != "withdraw"])
@given(filled=ANY_DAYS)
def test_no_guard_breaks_whatever_stands_in_the_form(code: str, filled: Values) -> None:
    """That of a withdrawal breaks without its day (tests/found_application.py); mended, it belongs among them."""
    _, problems = examine_step(DESK, APPLICATION, application(**filled), code)
    assert all(declared(problem) for problem in problems)
    assert WORKFLOW.step(code).begin(application(**filled), DESK.occasion()).keys() == application().keys()


# -- what other applications say against it


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with at_work(fresh(tmp_path / "data", Clock())) as place:
        yield place


PLEDGE = {"means": terms.MeansTest.PLEDGE, "pledged": True}


def test_who_once_pledged_falsely_may_not_pledge_again(place: Workplace) -> None:
    """湖南省规定 4."""
    earlier = note(place, **PLEDGE, false_pledge=True, applied_on=TODAY - timedelta(days=100))
    with pytest.raises(Refused) as refused:
        note(place, **PLEDGE)
    assert refused.value.problems == [
        Problem(
            "means",
            "此人曾作虚假承诺（屈营司援收字〔2023〕第1号），不适用个人诚信承诺，请改为信息共享查询或提供证明材料"
            "（湖南省规定第4条）。",
        )
    ]
    with pytest.raises(Refused, match="此人曾作虚假承诺"):
        note(place, means=None, pledged=True)
    note(place)
    note(place, **PLEDGE, id_number=resident(4))
    note(place, **PLEDGE, id_number="", id_kind=IdKind.NONE)
    again = application(**PLEDGE, false_pledge=True, applied_on=TODAY - timedelta(days=100), note="已核实")
    save_record(place, APPLICATION, again, uid=earlier, reason="补充", confirmed=True)
    void_record(place, APPLICATION, earlier, "登记错人")
    note(place, **PLEDGE)
