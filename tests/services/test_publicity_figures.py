"""普法宣传 from records: figures reckoned by hand, each thing counted once, zero denominators, what is refused."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.figures import NONE
from quyuan_desktop.domain.periods import Period
from quyuan_desktop.domain.problems import Refused
from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers.advisers.assignment import ASSIGNMENT
from quyuan_desktop.registers.advisers.service_log import SERVICE_LOG
from quyuan_desktop.registers.advisers.terms import AdviceKind
from quyuan_desktop.registers.base import Record, Values, blank
from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.registers.places.village import VILLAGE, VillageKind
from quyuan_desktop.registers.publicity.event import PROMO_EVENT, PromoMaterial, PromoOrganisation
from quyuan_desktop.registers.publicity.exam import STUDY_EXAM
from quyuan_desktop.registers.publicity.people import LEGAL_PERSON
from quyuan_desktop.registers.publicity.terms import Calling, OrgKind, Part, Population, PromoForm
from quyuan_desktop.services.leading import led_values
from quyuan_desktop.services.month import month_table, rows_behind
from quyuan_desktop.services.save_record import examine, save_record, void_record
from quyuan_desktop.services.workplace import Workplace
from tests.adviser_records import adviser, link, saved, service, term, village
from tests.offices import ZONE, Clock, at_work, fresh, save

DECEMBER = periods.month("2023-12")
FOURTH = date(2023, 12, 4)
CONSTITUTION_DAY = Period(FOURTH, FOURTH, "2023年12月4日")
EIGHT = ("派出所", "市场监管所", "自然资源所", "交警中队", "农业执法中队", "应急站", "劳动站", "税务分局")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with at_work(fresh(tmp_path / "data", Clock(datetime(2024, 1, 5, 9, tzinfo=ZONE)))) as place:
        yield place


def figures(place: Workplace, period: Period = DECEMBER) -> dict[str, int]:
    return {line.figure.code: line.figure.value for line in month_table(place, period).lines}


def org(name: str, part: Part = Part.JOINED, kind: OrgKind | None = OrgKind.ENFORCEMENT) -> Values:
    return {**blank(PromoOrganisation), "name": name, "part": part, "kind": kind}


def handed(kind: str, copies: int) -> Values:
    return {**blank(PromoMaterial), "kind": kind, "copies": copies}


def event(place: Workplace, on: date = FOURTH, *orgs: Values, **changes: Any) -> Record:
    values = {"topic": "国家宪法日", "form": PromoForm.FAIR, "place": "文化广场", "town": Town.YINGTIAN}
    values |= {"organisations": list(orgs) or [org("营田司法所", Part.HOST, None)]}
    return saved(place, PROMO_EVENT, on=on, **{**values, **changes})


def as_values(**changes: Any) -> Values:
    """An event as the form holds it."""
    values = {**blank(PROMO_EVENT.record), "on": date(2023, 11, 30), "topic": "宣传", "form": PromoForm.FAIR}
    values |= {"place": "集市", "town": Town.YINGTIAN, "organisations": [org("营田司法所", Part.HOST, None)]}
    return {**values, "reach_counted": 10, **changes}


# -- organisations


def test_an_organisation_counts_once_a_day(place: Workplace) -> None:
    event(place, FOURTH, *(org(each) for each in EIGHT[:5]))
    event(place, FOURTH, *(org(each) for each in EIGHT[3:]))  # two come to both
    event(place, date(2023, 12, 5), org(EIGHT[0]), org("村委会", kind=OrgKind.VILLAGE))
    void = event(place, FOURTH, org("别处的单位"))
    void_record(place, PROMO_EVENT, void.uid, "重复登记")
    assert figures(place, CONSTITUTION_DAY)["promo.orgs"] == 8
    found = figures(place)
    assert found["promo.orgs"] == 8 + 2
    assert found["promo.orgs.enforcing"] == 8 + 1
    assert found["promo.orgs.constitution"] == 8
    rows = rows_behind(place, "promo.orgs", CONSTITUTION_DAY)
    assert [row.value for row in rows] == [5, 3]


def test_copies_and_reach_counted_and_estimated_apart(place: Workplace) -> None:
    event(place, materials=[handed("宪法读本", 1200), handed("折页", 345)], reach_counted=86, reach_estimated=900)
    event(place, date(2023, 12, 20), materials=[handed("折页", 55)], reach_estimated=200)
    event(place, date(2023, 11, 30), materials=[handed("折页", 7)], reach_counted=1)
    found = figures(place)
    assert (found["promo.count"], found["promo.copies"]) == (2, 1600)
    assert (found["promo.reach"], found["promo.reach.counted"], found["promo.reach.estimated"]) == (1186, 86, 1100)


def test_a_consultation_at_an_event_counts_once(place: Workplace) -> None:
    held = event(place, other_consulted=20)
    there = Linked(held.uid, held.number)
    save(place, received_on=FOURTH, event=there, headcount=3, informed_on=FOURTH, replied_on=FOURTH)
    found = figures(place)
    assert (found["consult.people"], found["consult.at.events"], found["promo.consulted"]) == (3, 3, 23)


# -- an adviser's lecture


def lecture(place: Workplace, on: date, **changes: Any) -> Record:
    where = village(place, f"荷花村{on.day}")
    start, end = date(2023, 1, 1), date(2023, 12, 31)
    of = term(place, where, adviser(place, "彭望洲", licence=f"1430620231000{on.day:04d}"), start, end)
    assert link(ASSIGNMENT, of).uid == of.uid
    return service(place, of, on, 120, kind=AdviceKind.LECTURE, people=45, topic="土地承包法", **changes)


def test_a_lecture_of_an_adviser_leads_to_one_event(place: Workplace) -> None:
    held = lecture(place, date(2023, 12, 6))
    lecture(place, date(2023, 12, 7))
    assert figures(place)["promo.lectures"] == 2
    values = led_values(place, SERVICE_LOG, held.uid, "publicity").values
    assert (values["on"], values["topic"], values["form"]) == (date(2023, 12, 6), "土地承包法", PromoForm.LECTURE)
    assert values["reach_counted"] == 45
    assert values["service"].uid == held.uid
    values |= {"place": "村部", "town": Town.YINGTIAN, "organisations": [org("营田司法所", Part.HOST, None)]}
    save_record(place, PROMO_EVENT, values, confirmed=True)
    found = figures(place)
    assert (found["promo.lectures"], found["promo.form.lecture"], found["promo.reach"]) == (2, 1, 45)
    assert {row.register for row in rows_behind(place, "promo.lectures", DECEMBER)} == {
        "promo_event",
        "service_log",
    }
    with pytest.raises(Refused, match="已经转过"):
        led_values(place, SERVICE_LOG, held.uid, "publicity")
    with pytest.raises(Refused, match="一次讲座只计一次"):
        save_record(place, PROMO_EVENT, {**values, "topic": "又一次"}, confirmed=True)


# -- people and examinations


def test_villages_with_too_few_who_know_the_law(place: Workplace) -> None:
    full, short, empty = (village(place, each) for each in ("荷花村", "三洲村", "义南村"))
    village(place, "余加坪社区", kind=VillageKind.COMMUNITY)

    def person(where: Record, name: str, **changes: Any) -> None:
        values = {"kind": Calling.VERSED, "since": date(2023, 1, 1), **changes}
        saved(place, LEGAL_PERSON, village=link(VILLAGE, where), name=name, **values)

    for name in ("甲", "乙", "丙"):
        person(full, name)
        person(short, name)
    person(short, "丁", kind=Calling.LEADER)
    assert [row.label for row in rows_behind(place, "lawperson.short", DECEMBER)] == ["义南村"]
    person(short, "戊", since=date(2023, 6, 1), until=date(2023, 11, 30))
    found = figures(place)
    assert (found["lawperson.kind.versed"], found["lawperson.kind.leader"], found["lawperson.short"]) == (6, 1, 1)
    assert empty.uid in {row.uid for row in rows_behind(place, "lawperson.short", DECEMBER)}


def exam(place: Workplace, unit: str, *people: int | None, **changes: Any) -> None:
    names = ("should_study", "studied", "should_sit", "sat", "passed")
    values = {"on": FOURTH, "year": 2023, "population": Population.STATE, "title": "第一轮"}
    saved(place, STUDY_EXAM, unit=unit, **dict(zip(names, people, strict=True)), **{**values, **changes})


def rates(place: Workplace, period: Period = DECEMBER) -> list[str]:
    lines = {line.figure.code: line for line in month_table(place, period).lines}
    return [lines[f"exam.{code}.rate"].cells()[0] for code in ("study", "sitting", "pass")]


def test_rates_are_of_totals(place: Workplace) -> None:
    exam(place, "镇机关", 10, 10, 10, 10, 10)
    exam(place, "镇中学", 40, 20, 40, 30, 15)  # the mean of both units' rates would be 75.0
    assert rates(place) == ["60.00", "80.00", "62.50"]
    assert figures(place)["exam.sat"] == 40


def test_a_rate_without_a_denominator_is_a_dash(place: Workplace) -> None:
    assert rates(place) == [NONE, NONE, NONE]
    exam(place, "镇机关", 10, 9, None, None, None)
    assert rates(place) == ["90.00", NONE, NONE]
    exam(place, "镇中学", None, None, 10, 0, 0)
    assert rates(place) == ["90.00", "0.00", NONE]


def test_a_round_of_a_unit_entered_twice_is_doubted(place: Workplace) -> None:
    exam(place, "镇机关", 10, 10, 10, 10, 10)
    again = {**blank(STUDY_EXAM.record), "on": FOURTH, "unit": "镇机关", "title": "第一轮", "should_study": 10}
    with pytest.raises(Refused, match="已经登记"):
        save_record(place, STUDY_EXAM, {**again, "population": Population.STATE}, seen=frozenset())


# -- what is refused


def problems(place: Workplace, register: Any, values: Values) -> dict[str, bool]:
    """The fields that are objected to, and whether it is a warning only."""
    return {problem.field: problem.warning for problem in examine(place, register, values)[1]}


@pytest.mark.parametrize(
    ("changes", "field", "warning"),
    [
        ({"organisations": []}, "organisations", False),
        ({"organisations": [org("甲站", Part.HOST), org("甲站")]}, "organisations.1.name", False),
        ({"organisations": [org("甲站")]}, "organisations", True),
        ({"reach_counted": None}, "reach_counted", True),
        ({"reach_counted": -1}, "reach_counted", False),
        ({"reach_estimated": 10**15}, "reach_estimated", False),
        ({"materials": [handed("折页", 0)]}, "materials.0.copies", False),
        ({"materials": [handed("折页", 10**15)]}, "materials.0.copies", False),
        ({"on": date(2024, 1, 6)}, "on", False),
        ({"other_consulted": 11}, "other_consulted", True),
    ],
)
def test_slips_of_an_event(place: Workplace, changes: Values, field: str, warning: bool) -> None:
    assert problems(place, PROMO_EVENT, as_values(**changes)).get(field) is warning


def test_an_event_in_order_lacks_a_photograph_only(place: Workplace) -> None:
    assert problems(place, PROMO_EVENT, as_values()) == {"photos": True}


@pytest.mark.parametrize(
    ("people", "field"),
    [
        ((10, 11, None, None, None), "studied"),
        ((None, 1, 10, 5, 5), "should_study"),
        ((10, 10, 10, 11, 5), "sat"),
        ((10, 10, 10, 5, 6), "passed"),
        ((None, None, None, None, None), "should_study"),
    ],
)
def test_no_part_is_larger_than_its_whole(place: Workplace, people: tuple[int | None, ...], field: str) -> None:
    names = ("should_study", "studied", "should_sit", "sat", "passed")
    values = {**blank(STUDY_EXAM.record), "on": FOURTH, "unit": "镇机关", "title": "第一轮", "year": 2023}
    values |= {"population": Population.STATE, **dict(zip(names, people, strict=True))}
    assert problems(place, STUDY_EXAM, values) == {field: False}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"until": date(2022, 12, 31)}, "until"),
        ({"reason": "外出务工"}, "until"),
    ],
)
def test_slips_of_a_person(place: Workplace, changes: Values, field: str) -> None:
    where = link(VILLAGE, village(place, "荷花村"))
    values = {**blank(LEGAL_PERSON.record), "kind": Calling.VERSED, "name": "甲", "village": where}
    assert problems(place, LEGAL_PERSON, {**values, "since": date(2023, 1, 1), **changes}) == {field: False}
