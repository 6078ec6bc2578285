"""Recognising people: 同号, 同名同村, 曾为对方当事人 and their like; asked once, remembered for ever."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quyuan_desktop.domain.terms import IdKind, Town
from quyuan_desktop.registers.base import values_of
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.open_office import sign_in
from quyuan_desktop.services.recognise import Acquaintance, recognise, settle, timeline
from quyuan_desktop.services.save_record import save_record, void_record
from quyuan_desktop.services.workplace import Workplace
from tests.offices import (
    PASSWORD,
    START,
    TODAY,
    Clock,
    at_work,
    consultation,
    correct,
    execute,
    fresh,
    resident,
    save,
)
from tests.strategies import records

YESTERDAY = TODAY - timedelta(days=1)
BEFORE: dict[str, Any] = {"received_on": YESTERDAY, "replied_on": None, "informed_on": None}
NOBODY: dict[str, Any] = {"id_kind": IdKind.NONE, "id_number": ""}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with at_work(fresh(tmp_path)) as place:
        yield place


def met(place: Workplace, **changes: Any) -> list[Acquaintance]:
    return recognise(place, CONSULTATION, consultation(**{"opposing_party": "", **changes}))


def reasons(place: Workplace, **changes: Any) -> list[tuple[str, ...]]:
    return [each.reasons for each in met(place, **changes)]


def earlier(place: Workplace, **changes: Any) -> str:
    """Someone was here yesterday; the uid of the record."""
    return str(save(place, **{**BEFORE, "opposing_party": "", **changes}).record.uid)


def test_nobody_is_known_at_first(place: Workplace) -> None:
    assert met(place) == []


@pytest.mark.parametrize(
    ("there", "here", "wanted"),
    [
        ({}, {}, ("同号",)),
        ({}, {"visitor": "欧阳娜", "village": "三洲村", "phone": ""}, ("同号",)),
        (NOBODY, {}, ("同名同村",)),
        ({}, NOBODY, ("同名同村",)),
        (NOBODY, NOBODY, ("同名同村",)),
        ({**NOBODY, "village": "三洲村"}, NOBODY, ("同名同电话",)),
        ({**NOBODY, "town": Town.HESHI}, NOBODY, ("同名同电话",)),
        ({**NOBODY, "village": "三洲村", "phone": "5550001"}, NOBODY, None),
        ({**NOBODY, "village": "", "phone": ""}, NOBODY, ("同名",)),
        ({**NOBODY, "town": None, "phone": ""}, {**NOBODY, "phone": ""}, ("同名",)),
        ({**NOBODY, "village": "三洲村", "phone": ""}, {**NOBODY, "phone": ""}, None),
        ({"id_number": resident(4)}, {}, None),
        ({"id_number": resident(4), "visitor": "张㛃"}, {}, None),
        ({**NOBODY, "visitor": "张㛃"}, NOBODY, None),
        ({**NOBODY, "visitor": "欧阳"}, NOBODY, None),
    ],
)
def test_who_was_here_before(
    place: Workplace, there: dict[str, Any], here: dict[str, Any], wanted: tuple[str, ...] | None
) -> None:
    earlier(place, **there)
    assert reasons(place, **here) == ([wanted] if wanted else [])


def test_who_is_here_again_today(place: Workplace) -> None:
    save(place)
    assert reasons(place) == [("同号", "今日已来访")]
    earlier(place)
    (person,) = met(place)
    assert set(person.reasons) == {"同号", "今日已来访"}
    assert person.times == 2
    assert person.day == TODAY, "the newest record speaks for the person"


def test_an_opposing_party_who_was_our_visitor(place: Workplace) -> None:
    uid = earlier(place, visitor="张㛃", id_number=resident(4))
    (one,) = met(place, opposing_party="张㛃")
    assert (one.uid, one.reasons, one.warning, one.name) == (uid, ("对方曾来本所",), True, "张㛃")
    assert one.day == YESTERDAY
    assert one.number == "屈营司咨字〔2023〕1号"


def test_a_visitor_who_was_somebody_s_opponent(place: Workplace) -> None:
    uid = earlier(place, visitor="张㛃", id_number=resident(4), opposing_party="欧阳𬱖")
    (one,) = met(place)
    assert (one.uid, one.reasons, one.warning) == (uid, ("曾为对方当事人",), True)
    assert one.name == "欧阳𬱖"


def test_two_with_one_opponent_are_no_matter(place: Workplace) -> None:
    earlier(place, visitor="张㛃", id_number=resident(4), opposing_party="湘汨建筑劳务队")
    assert met(place, opposing_party="湘汨建筑劳务队") == []


def test_warnings_come_first_then_the_newest(place: Workplace) -> None:
    earlier(place, **NOBODY)
    save(place, **{**BEFORE, **NOBODY, "village": "三洲村", "received_on": YESTERDAY - timedelta(days=9)})
    earlier(place, visitor="张㛃", id_number=resident(4), opposing_party="欧阳𬱖")
    found = met(place, **NOBODY)
    assert [each.warning for each in found] == [True, False, False]
    assert found[1].day > found[2].day


def test_what_is_known_is_offered(place: Workplace) -> None:
    earlier(place, address="5组", household="湖南省岳阳市", note="不带过去", companions=2)
    (one,) = met(place)
    carried = CONSULTATION.people[0].carried
    known = consultation(address="5组", household="湖南省岳阳市")
    assert set(one.offer) <= set(carried)
    assert {
        name: known[name] for name in ("visitor", "id_number", "phone", "address", "household")
    }.items() <= one.offer.items()
    assert all(one.offer.values()), "nothing empty is offered"
    assert "note" not in one.offer


def test_an_opponent_s_data_are_not_offered(place: Workplace) -> None:
    earlier(place, visitor="张㛃", id_number=resident(4), opposing_party="欧阳𬱖")
    (one,) = met(place)
    assert one.offer == {}


def test_a_record_does_not_recognise_itself(place: Workplace) -> None:
    made = save(place)
    assert recognise(place, CONSULTATION, consultation(), made.record.uid) == []


def test_a_void_record_speaks_of_nobody(place: Workplace) -> None:
    uid = earlier(place)
    void_record(place, CONSULTATION, uid, "重复登记")
    assert met(place) == []


def test_a_corrected_record_speaks_of_whom_it_now_names(place: Workplace) -> None:
    uid = earlier(place)
    correct(place, uid, **BEFORE, visitor="张㛃", id_number=resident(4), opposing_party="")
    assert met(place) == []
    assert reasons(place, visitor="张㛃", id_number=resident(4)) == [("同号",)]


@pytest.mark.parametrize("there", [{}, NOBODY])
def test_a_refuted_likeness_is_never_shown_again(place: Workplace, there: dict[str, Any]) -> None:
    earlier(place, **there)
    (one,) = met(place)
    settle(place, one, same=False)
    assert met(place) == []
    place.ledger.close()
    with at_work(sign_in(place.folder, PASSWORD, now=Clock(START + timedelta(days=99)))) as place:
        assert met(place) == []
        save(place, **BEFORE, opposing_party="")
        assert all(each.times == 1 for each in met(place)), "one who was refuted is not counted with the others"


def test_a_confirmed_likeness_is_shown_as_settled(place: Workplace) -> None:
    earlier(place)
    (one,) = met(place)
    assert not one.settled
    settle(place, one, same=True)
    (again,) = met(place)
    assert again.settled
    assert again.reasons == one.reasons
    settle(place, again, same=False)
    assert met(place) == []


def test_a_verdict_is_of_two_people_and_no_others(place: Workplace) -> None:
    earlier(place, **NOBODY)
    earlier(place, **NOBODY, visitor="张㛃")
    (one,) = met(place, **NOBODY)
    settle(place, one, same=False)
    assert met(place, **NOBODY) == []
    assert reasons(place, **NOBODY, visitor="张㛃") == [("同名同村",)]
    assert reasons(place) == [("同名同村",)], "with a number one is somebody else than without"


def test_a_verdict_on_a_warning_is_remembered(place: Workplace) -> None:
    earlier(place, visitor="张㛃", id_number=resident(4), opposing_party="欧阳𬱖")
    (one,) = met(place)
    settle(place, one, same=False)
    assert met(place) == []


def test_what_was_settled_of_one_s_opponent_is_asked_again_of_another_s(place: Workplace) -> None:
    """That 甲's opponent is not our visitor says nothing of 乙's: whether to stand back is asked anew."""
    earlier(place, visitor="张㛃", id_number=resident(4))
    (one,) = met(place, **NOBODY, visitor="易鸣谦", opposing_party="张㛃")
    settle(place, one, same=False)
    assert met(place, **NOBODY, visitor="易鸣谦", opposing_party="张㛃") == []
    assert reasons(place, **NOBODY, visitor="柳青禾", opposing_party="张㛃") == [("对方曾来本所",)]


def test_a_visitor_cleared_of_one_dispute_is_asked_about_another(place: Workplace) -> None:
    earlier(place, visitor="张㛃", id_number=resident(4), opposing_party="欧阳𬱖")
    (one,) = met(place)
    settle(place, one, same=False)
    earlier(place, visitor="张㛃", id_number=resident(4), opposing_party="欧阳𬱖")
    assert met(place) == [], "the same dispute again"
    earlier(place, visitor="柳青禾", id_number=resident(6), opposing_party="欧阳𬱖")
    assert reasons(place) == [("曾为对方当事人",)]


def test_the_old_number_and_the_new_one_are_of_one_person(place: Workplace) -> None:
    old, new = "999001620304122", resident()
    earlier(place, id_kind=IdKind.RESIDENT_15, id_number=old, village="三洲村", phone="")
    assert reasons(place, id_number=new, visitor="欧阳娜") == [("同号",)]
    assert reasons(place, id_number=resident(4)) == []


def test_two_who_gave_no_name_are_not_one_person(place: Workplace) -> None:
    earlier(place, **NOBODY, visitor="未留名")
    assert met(place, **NOBODY, visitor="未留名") == []


def test_who_acted_for_somebody_was_nobody_s_opponent(place: Workplace) -> None:
    uid = earlier(place, visitor="张㛃", id_number=resident(4))
    execute(place, "UPDATE mention SET role = 'agent', name = '欧阳𬱖', id_number = '' WHERE uid = ?", uid)
    assert met(place) == []


def test_a_long_name_with_a_long_village_can_be_settled(place: Workplace) -> None:
    long = {**NOBODY, "visitor": "𰻞" * 60, "village": "村" * 60}
    earlier(place, **long)
    (one,) = met(place, **long)
    settle(place, one, same=False)
    assert met(place, **long) == []


# -- the line of time


def test_a_line_of_time_runs_from_the_oldest(place: Workplace) -> None:
    days = [TODAY - timedelta(days=back) for back in (0, 400, 30)]
    made = {day: save(place, **{**BEFORE, "received_on": day, "title": f"{day}"}).record for day in days}
    save(place, visitor="张㛃", id_number=resident(4))
    for record in made.values():
        found = timeline(place, CONSULTATION, record.uid)
        assert [moment.day for moment in found] == sorted(days)
        assert [moment.uid for moment in found] == [made[day].uid for day in sorted(days)]
        assert [moment.title for moment in found] == [f"{day}" for day in sorted(days)]
        assert {moment.label for moment in found} == {CONSULTATION.label}


def test_a_line_of_time_holds_who_was_confirmed_and_not_who_was_refuted(place: Workplace) -> None:
    """同名 alone is too little for it; the clerk's word is enough."""
    vague = {**NOBODY, "village": "", "phone": ""}
    one = earlier(place, **vague)
    made = save(place, **NOBODY, opposing_party="").record
    assert [moment.uid for moment in timeline(place, CONSULTATION, made.uid)] == [made.uid]
    (person,) = recognise(place, CONSULTATION, consultation(**NOBODY, opposing_party=""), made.uid)
    settle(place, person, same=True)
    assert [moment.uid for moment in timeline(place, CONSULTATION, made.uid)] == [one, made.uid]
    settle(place, person, same=False)
    assert [moment.uid for moment in timeline(place, CONSULTATION, made.uid)] == [made.uid]


def test_a_line_of_time_leaves_opponents_and_void_records_out(place: Workplace) -> None:
    void = earlier(place)
    void_record(place, CONSULTATION, void, "重复登记")
    earlier(place, visitor="张㛃", id_number=resident(4), opposing_party="欧阳𬱖")
    made = save(place).record
    assert [moment.uid for moment in timeline(place, CONSULTATION, made.uid)] == [made.uid]
    assert [moment.uid for moment in timeline(place, CONSULTATION, void)] == [void]


def test_many_of_one_name_hide_nobody_of_one_number(place: Workplace) -> None:
    """Some hundred 未留名 later, who shows the same document is still recognised."""
    earlier(place, visitor="未留名", received_on=date(2023, 1, 5))
    other = save(place, **NOBODY, visitor="未留名", village="", phone="", opposing_party="").record.uid
    told = 'register, uid, role, name, id_number, phone, place, "on"'
    for _ in range(8):
        execute(place, f"INSERT INTO mention ({told}) SELECT {told} FROM mention WHERE uid = ?", other)
    found = met(place, visitor="未留名")
    assert any("同号" in each.reasons for each in found)


@settings(max_examples=max(4, settings().max_examples // 6))
@given(data=st.data())
def test_whoever_comes_again_is_recognised(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Whatever their name and number: the same entry a day later is known, and nothing raises."""
    with at_work(fresh(tmp_path_factory.mktemp("office") / "data")) as place:
        values = data.draw(records(CONSULTATION, on=st.dates(date(2020, 1, 1), YESTERDAY)))
        made = save_record(place, CONSULTATION, values, confirmed=True).record
        values = values_of(made)
        found = recognise(place, CONSULTATION, values)
        assert made.uid in {each.uid for each in found}
        assert all(each.reasons for each in found)
        for each in found:
            settle(place, each, same=False)
        assert recognise(place, CONSULTATION, values) == []
        later = replace(place, now=Clock(START + timedelta(days=1)))
        assert [moment.uid for moment in timeline(later, CONSULTATION, made.uid)] == [made.uid]
