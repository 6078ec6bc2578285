"""From a consultation to an application in one call: everything carried, linked both ways, one matter one record."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.problems import Refused
from quyuan_desktop.domain.terms import Education, IdKind, PersonGroup
from quyuan_desktop.registers.base import State, Values
from quyuan_desktop.registers.legal_aid import aid_terms as terms
from quyuan_desktop.registers.legal_aid.application_register import APPLICATION, CARRIED, GROUND_OF
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.registers.legal_aid.terms import Channel, MatterKind, Result
from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.leading import Led, led_values
from quyuan_desktop.services.linking import Pointing, pointing_at
from quyuan_desktop.services.list_records import Choice, count_records
from quyuan_desktop.services.month import month_table
from quyuan_desktop.services.recognise import timeline
from quyuan_desktop.services.save_record import (
    defaults,
    examine,
    open_record,
    save_record,
    undo_save,
    void_record,
)
from quyuan_desktop.services.workplace import Workplace
from tests.applications import present, take
from tests.offices import HEAD, TODAY, Clock, at_work, consultation, fresh, matter, resident, save

APPLY = {"result": Result.APPLICATION}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def place(tmp_path: Path, clock: Clock) -> Iterator[Workplace]:
    with at_work(fresh(tmp_path / "data", clock)) as place:
        yield place
        assert check(place) == []


def lead(place: Workplace, uid: str) -> Led:
    return led_values(place, CONSULTATION, uid, "apply")


def led(place: Workplace, uid: str) -> str:
    """Lead the consultation on and save the application as it is; its uid."""
    return str(save_record(place, APPLICATION, lead(place, uid).values, confirmed=True).record.uid)


def carried(**changes: object) -> Values:
    """What the consultation with `changes` gives to an application."""
    way = next(lead for lead in CONSULTATION.leads if lead.code == "apply")
    return way.carry(consultation(**changes))


# -- what is carried


def test_nothing_is_typed_twice(place: Workplace) -> None:
    asked = {
        "groups": (PersonGroup.WOMAN, PersonGroup.MIGRANT_WORKER, PersonGroup.ELDERLY),
        "education": Education.JUNIOR,
        "household": "汨罗市营田镇荷花村5组",
        "workplace": "务工",
        "address": "5组",
    }
    uid = save(place, **APPLY, **asked).record.uid
    found = lead(place, uid)
    assert found.register == "application"
    now = consultation(**asked)
    assert {name: found.values[name] for name in CARRIED} == {name: now[name] for name in CARRIED}
    assert found.values["applicant"] == "欧阳𬱖"
    assert found.values["opposing_party"] == "湘汨建筑劳务队"
    assert found.values["summary"] == "拖欠工资一万二千元。"
    assert found.values["cause"] == "劳动报酬"
    assert found.values["ground"] is terms.Ground.G31_5
    assert found.values["form"] is terms.Form.ARBITRATION
    assert found.values["consultation"] == Linked(uid, "屈营司咨字〔2023〕1号 欧阳𬱖")


def test_the_rest_begins_as_any_new_application_does(place: Workplace) -> None:
    values = lead(place, save(place, **APPLY).record.uid).values
    given = {*CARRIED, "applicant", "opposing_party", "summary", "cause", "ground", "form", "consultation"}
    fresh_one = defaults(place, APPLICATION)
    assert values.keys() == fresh_one.keys()
    assert {name: values[name] for name in fresh_one if name not in given} == {
        name: fresh_one[name] for name in fresh_one if name not in given
    }
    assert (values["applied_on"], values["acceptor"]) == (TODAY, HEAD)
    assert values["domain"] is terms.Domain.CIVIL


def test_after_a_visit_nothing_is_missing(place: Workplace) -> None:
    values = lead(place, save(place, **APPLY).record.uid).values
    _, problems = examine(place, APPLICATION, values)
    assert problems == []


def test_after_a_call_what_nobody_asked_is_missing(place: Workplace) -> None:
    uid = save(
        place,
        **APPLY,
        channel=Channel.CALL,
        id_number="",
        id_kind=IdKind.NONE,
        sex=None,
        birth_date=None,
        matters=[matter(MatterKind.LAND, "承包地界。")],
    ).record.uid
    _, problems = examine(place, APPLICATION, lead(place, uid).values)
    assert {problem.field for problem in problems} == {"sex", "birth_date", "ground"}


@pytest.mark.parametrize("kind", MatterKind, ids=lambda kind: kind.code)
def test_what_was_asked_about_says_for_what_aid_is_asked(kind: MatterKind) -> None:
    found = carried(matters=[matter(kind)], received_on=date(2024, 12, 2))
    assert found["cause"] == kind.label
    assert found.get("ground") is (terms.Ground.of(GROUND_OF[kind]) if kind in GROUND_OF else None)
    labour = kind in (MatterKind.WAGES, MatterKind.LABOUR_RELATION)
    criminal = kind is MatterKind.CRIMINAL
    form = terms.Form.ARBITRATION if labour else terms.Form.DEFENCE if criminal else None
    assert found.get("form") is form
    assert found.get("domain") is (terms.Domain.CRIMINAL if criminal else None)


def test_every_ground_of_article_31_32_and_33_that_one_may_ask_about_is_mapped() -> None:
    noted = {kind for kind in MatterKind if kind.note and kind is not MatterKind.CRIMINAL}
    assert noted == set(GROUND_OF)
    for kind, code in GROUND_OF.items():
        ground = terms.Ground.of(code)
        article = ground.note.removeprefix("法")
        assert article in kind.note or ground.note.startswith("湘"), kind.label


def test_of_several_matters_all_is_told_and_the_first_with_a_ground_decides() -> None:
    matters = [matter(MatterKind.LAND, "承包地界。"), matter(MatterKind.SUPPORT_CHILD, "抚养费。")]
    found = carried(matters=matters, title="两件事")
    assert found["summary"] == "承包地界。\n抚养费。"
    assert found["cause"] == "抚养费"
    assert found["ground"] is terms.Ground.G31_4


def test_only_who_was_led_to_apply_is_offered_it_first() -> None:
    way = next(lead for lead in CONSULTATION.leads if lead.code == "apply")
    assert (way.label, way.to, way.link) == ("转申请", "application", "consultation")
    for result in (None, *Result):
        assert way.when(consultation(result=result)) is (result is Result.APPLICATION)


def test_any_consultation_may_be_led_on_for_it_may_turn_out_so(place: Workplace) -> None:
    led(place, save(place).record.uid)


# -- linked, once, and both ways


def test_the_two_are_linked_and_lie_on_one_line_of_time(place: Workplace) -> None:
    consulted = save(place, **APPLY).record.uid
    applied = led(place, consulted)
    number = open_record(place, APPLICATION, applied).number
    assert present(place, applied)["consultation"].uid == consulted
    assert pointing_at(place, "consultation", consulted) == [
        Pointing("application", "申请", "来自咨询", applied, number, TODAY, "欧阳𬱖 · 劳动报酬")
    ]
    assert pointing_at(place, "application", applied) == []
    assert [moment.uid for moment in timeline(place, CONSULTATION, consulted)] == [consulted, applied]


def test_one_matter_is_one_record(place: Workplace) -> None:
    uid = save(place, **APPLY).record.uid
    led(place, uid)
    with pytest.raises(Refused) as refused:
        lead(place, uid)
    (problem,) = refused.value.problems
    assert problem.text == "已经转过：屈营司援收字〔2023〕第1号。请打开那一条继续办理，不用再建。"
    assert problem.field == ""
    assert count_records(place, APPLICATION, Choice()) == 1


def test_what_was_led_to_and_voided_may_be_led_to_again(place: Workplace) -> None:
    uid = save(place, **APPLY).record.uid
    void_record(place, APPLICATION, led(place, uid), "登记错人")
    again = led(place, uid)
    assert [each.uid for each in pointing_at(place, "consultation", uid)] == [again]


def test_what_was_led_to_and_taken_back_may_be_led_to_again(place: Workplace) -> None:
    uid = save(place, **APPLY).record.uid
    saved = save_record(place, APPLICATION, lead(place, uid).values, confirmed=True)
    undone = undo_save(place, saved.undo)
    assert undone.values is not None
    assert undone.values["consultation"].uid == uid
    again = save_record(place, APPLICATION, undone.values, confirmed=True)
    assert again.record.number == "屈营司援收字〔2023〕第2号"


def test_from_a_void_consultation_nothing_leads_on(place: Workplace) -> None:
    uid = save(place, **APPLY).record.uid
    void_record(place, CONSULTATION, uid, "重复登记")
    with pytest.raises(Refused) as refused:
        lead(place, uid)
    assert [problem.text for problem in refused.value.problems] == ["这条记录已作废，不能再往下转。"]


def test_the_application_lives_on_when_its_consultation_is_voided(place: Workplace) -> None:
    consulted = save(place, **APPLY).record.uid
    applied = led(place, consulted)
    void_record(place, CONSULTATION, consulted, "重复登记")
    materials = [{"name": "欠条", "copies": 1, "pages": None, "original": terms.Original.COPY, "scans": ()}]
    take(place, applied, "receive", materials=materials)
    now = open_record(place, APPLICATION, applied)
    assert (now.state, now.stage) == (State.LIVE, terms.Stage.RECEIVED)
    assert now.consultation.uid == consulted
    assert [each.uid for each in pointing_at(place, "consultation", consulted)] == [applied]


def test_a_correction_of_the_consultation_leaves_the_application_as_it_was(place: Workplace) -> None:
    consulted = save(place, **APPLY).record.uid
    applied = led(place, consulted)
    values = consultation(**APPLY, visitor="欧阳雪", id_number="", id_kind=IdKind.NONE)
    save_record(place, CONSULTATION, values, uid=consulted, reason="核对证件后更正", confirmed=True)
    now = present(place, applied)
    assert now["applicant"] == "欧阳𬱖"
    assert now["consultation"].text == "屈营司咨字〔2023〕1号 欧阳𬱖", "as it was called when it was chosen"


def test_the_month_counts_the_visit_and_the_application_once_each(place: Workplace, clock: Clock) -> None:
    consulted = save(place, **APPLY).record.uid
    materials = [{"name": "欠条", "copies": 1, "pages": None, "original": terms.Original.COPY, "scans": ()}]
    take(place, led(place, consulted), "receive", materials=materials)
    lines = month_table(place, periods.month("2023-11")).lines
    found = {line.figure.code: line.figure.value for line in lines}
    assert (found["consult.people"], found["aid.received"]) == (1, 1)


def test_another_day_another_clerk(place: Workplace, clock: Clock) -> None:
    """Who leads on, and when, is what the application says, not who took the consultation in."""
    uid = save(place, **APPLY, receptionist="万和平").record.uid
    clock.forward(days=3)
    values = lead(replace(place, staff=replace(place.staff, name="易清和")), uid).values
    assert (values["applied_on"], values["acceptor"]) == (date(2023, 12, 3), "易清和")


def test_the_town_used_last_does_not_override_where_the_visitor_lives(place: Workplace) -> None:
    save_record(place, APPLICATION, lead(place, save(place, **APPLY).record.uid).values, confirmed=True)
    day = {"received_on": TODAY - timedelta(days=1), "informed_on": None, "replied_on": None}
    other = save(place, **APPLY, **day, id_number=resident(4), town=None, village="").record.uid
    assert lead(place, other).values["town"] is None


def test_one_consultation_does_not_become_two_applications(place: Workplace) -> None:
    """Led on twice before the first is saved, both are saved."""
    uid = save(place, result=Result.APPLICATION).record.uid
    first, second = (led_values(place, CONSULTATION, uid, "apply").values for _ in range(2))
    save_record(place, APPLICATION, first, confirmed=True)
    with pytest.raises(Refused, match="已经转过"):
        save_record(place, APPLICATION, second, confirmed=True)


def test_what_is_carried_does_not_contradict_itself(place: Workplace) -> None:
    """Asked about wages and a criminal case: 刑事 with the ground of 劳动报酬."""
    matters = [matter(MatterKind.WAGES), matter(MatterKind.CRIMINAL, "儿子被刑事拘留。")]
    uid = save(place, result=Result.APPLICATION, matters=matters).record.uid
    _, problems = examine(place, APPLICATION, led_values(place, CONSULTATION, uid, "apply").values)
    assert [problem for problem in problems if problem.field == "ground"] == []


def test_a_ground_that_is_not_in_force_is_not_carried() -> None:
    found = carried(matters=[matter(MatterKind.FARM_SUPPLIES)])
    assert "ground" not in found
    assert found["cause"] == MatterKind.FARM_SUPPLIES.label


def test_of_a_crime_and_what_is_no_ground_the_crime_decides() -> None:
    found = carried(matters=[matter(MatterKind.LAND), matter(MatterKind.CRIMINAL)])
    assert (found["domain"], found["cause"]) == (terms.Domain.CRIMINAL, MatterKind.CRIMINAL.label)
    assert "ground" not in found


def test_who_is_linked_to_it_by_hand_comes_too_late_as_well(place: Workplace) -> None:
    uid = save(place, **APPLY).record.uid
    led(place, uid)
    link = lead(place, save(place, **APPLY).record.uid).values
    other = save_record(place, APPLICATION, link, confirmed=True).record.uid
    taken = {**present(place, other), "consultation": Linked(uid, "屈营司咨字〔2023〕1号 欧阳𬱖")}
    with pytest.raises(Refused) as refused:
        save_record(place, APPLICATION, taken, uid=other, reason="补登来源", confirmed=True)
    assert [problem.field for problem in refused.value.problems] == ["consultation"]
