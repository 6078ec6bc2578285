"""Terms and services: one adviser a village at a time, services within their term, what is doubtful and only that."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from quyuan_desktop.domain.problems import Problem, Refused
from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.registers.advisers.adviser import ADVISER
from quyuan_desktop.registers.advisers.assignment import ASSIGNMENT, MOST_VILLAGES
from quyuan_desktop.registers.advisers.service_log import SERVICE_LOG
from quyuan_desktop.registers.advisers.terms import Dismissal, Practice
from quyuan_desktop.registers.base import blank, values_of
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.registers.places.village import VILLAGE, VillageKind
from quyuan_desktop.services.examining import examine
from quyuan_desktop.services.save_record import Seen, open_record, save_record, void_record
from quyuan_desktop.services.workplace import Workplace
from tests.offices import at_work, fresh, nowhere, save
from tests.villages import YEAR, adviser, service, term, village

SAME = "上门走访，讲解土地承包经营权流转。"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with at_work(fresh(tmp_path / "data")) as made:
        yield made


def correct(place: Workplace, register: Any, held: Linked, **changes: Any) -> None:
    values = {**values_of(open_record(place, register, held.uid)), **changes}
    save_record(place, register, values, uid=held.uid, reason="核对", confirmed=True)


def doubts(
    place: Workplace, register: Any, held: Linked, seen: Seen = frozenset(), **changes: Any
) -> list[Problem]:
    """What a person is shown who saves a record like that one again, with `changes`."""
    values = {**values_of(open_record(place, register, held.uid)), **changes}
    try:
        save_record(place, register, values, confirmed=True, seen=seen)
    except Refused as refused:
        return refused.problems
    return []


def test_two_advisers_of_one_village_at_a_time_are_refused(place: Workplace) -> None:
    here, one, other = village(place, "荷花村"), adviser(place), adviser(place, "柳青禾")
    term(place, here, one, date(2023, 1, 1), date(2023, 12, 31))
    with pytest.raises(Refused, match=r"荷花村这段时间已聘易鸣谦（2023-01-01至2023-12-31）"):
        term(place, here, other, date(2023, 12, 31), date(2024, 12, 30))
    term(place, here, other, date(2024, 1, 1), date(2024, 12, 31))


def test_after_a_dismissal_another_adviser_may_follow(place: Workplace) -> None:
    here, one, other = village(place, "荷花村"), adviser(place), adviser(place, "柳青禾")
    first = term(place, here, one)
    correct(place, ASSIGNMENT, first, dismissed_on=date(2023, 7, 1), dismissal=Dismissal.ABSENT)
    with pytest.raises(Refused, match="已聘易鸣谦（2023-01-01至2023-06-30）"):
        term(place, here, other, date(2023, 6, 30))
    term(place, here, other, date(2023, 7, 1))


@pytest.mark.parametrize("on", [date(2023, 2, 28), date(2023, 11, 1)])
def test_a_service_outside_its_term_is_refused(place: Workplace, on: date) -> None:
    held = term(place, village(place, "荷花村"), adviser(place), date(2023, 3, 1), date(2023, 10, 31))
    with pytest.raises(Refused) as refused:
        service(place, held, on)
    (problem,) = refused.value.problems
    assert problem.field == "on"
    assert "不在聘期内（2023-03-01至2023-10-31）" in problem.text
    service(place, held, date(2023, 3, 1))
    service(place, held, date(2023, 10, 31))


def test_a_service_after_the_dismissal_is_refused(place: Workplace) -> None:
    dismissed: dict[str, Any] = {"dismissed_on": date(2023, 7, 1), "dismissal": Dismissal.ASKED}
    held = term(place, village(place, "荷花村"), adviser(place), **dismissed)
    service(place, held, date(2023, 6, 30))
    with pytest.raises(Refused, match="不在聘期内（2023-01-01至2023-06-30）"):
        service(place, held, date(2023, 7, 1))


def test_a_service_under_a_void_term_is_refused(place: Workplace) -> None:
    held = term(place, village(place, "荷花村"), adviser(place))
    void_record(place, ASSIGNMENT, held.uid, "登记错了")
    with pytest.raises(Refused, match="这条聘任已作废"):
        service(place, held, date(2023, 6, 30))


def test_a_term_is_not_cut_short_of_its_services(place: Workplace) -> None:
    held = term(place, village(place, "荷花村"), adviser(place))
    kept = service(place, held, date(2023, 5, 10))
    with pytest.raises(Refused) as refused:
        correct(place, ASSIGNMENT, held, end_on=date(2023, 5, 9))
    (problem,) = refused.value.problems
    assert (problem.field, problem.text[:10]) == ("end_on", "2023-05-10")
    with pytest.raises(Refused) as refused:
        correct(place, ASSIGNMENT, held, start_on=date(2023, 5, 11))
    assert refused.value.problems[0].field == "start_on"
    with pytest.raises(Refused) as refused:
        correct(place, ASSIGNMENT, held, dismissed_on=date(2023, 5, 10), dismissal=Dismissal.MOVED)
    assert refused.value.problems[0].field == "dismissed_on"
    correct(place, ASSIGNMENT, held, dismissed_on=date(2023, 5, 11), dismissal=Dismissal.MOVED)
    void_record(place, SERVICE_LOG, kept.uid, "登记错了")
    correct(place, ASSIGNMENT, held, dismissed_on=date(2023, 5, 1))


def test_a_village_too_many_is_doubtful_until_it_was_seen(place: Workplace) -> None:
    who = adviser(place)
    held = [term(place, village(place, f"第{each}村"), who) for each in range(5)]
    sixth = village(place, "第六村")
    (doubt,) = doubts(place, ASSIGNMENT, held[0], village=sixth)
    assert (doubt.field, doubt.warning) == ("adviser", True)
    assert "将同时服务 6 个村，超过规定的 5 个" in doubt.text
    assert doubts(place, ASSIGNMENT, held[0], seen=frozenset({doubt}), village=sixth) == []


def test_villages_are_counted_at_the_same_time_only(place: Workplace) -> None:
    who = adviser(place)
    held = [term(place, village(place, f"第{each}村"), who) for each in range(5)]
    sixth: dict[str, Any] = {"village": village(place, "第六村"), "end_on": date(2024, 12, 31)}
    assert doubts(place, ASSIGNMENT, held[0], **sixth, start_on=date(2024, 1, 1)) == []
    assert (
        doubts(place, ASSIGNMENT, held[0], **{**sixth, "village": village(place, "第七村")}) != []
    )  # from January on
    (doubt,) = doubts(place, ASSIGNMENT, held[1], village=village(place, "第八村"), start_on=YEAR[1])
    assert "将同时服务 6 个村" in doubt.text


def test_the_setting_decides_how_many_villages_are_too_many(place: Workplace) -> None:
    house = replace(place.house, settings={MOST_VILLAGES.code: 1})
    place = replace(place, house=house)
    held = term(place, village(place, "荷花村"), adviser(place))
    (doubt,) = doubts(place, ASSIGNMENT, held, village=village(place, "三洲村"))
    assert "超过规定的 1 个" in doubt.text


def test_a_day_that_grows_too_long_is_doubtful(place: Workplace) -> None:
    who = adviser(place)
    one, other = (term(place, village(place, name), who) for name in ("荷花村", "三洲村"))
    first = service(place, one, date(2023, 5, 10), 300)
    assert doubts(place, SERVICE_LOG, first, assignment=other, minutes=180) == []
    (doubt,) = doubts(place, SERVICE_LOG, first, assignment=other, minutes=60, topic="宅基地审批")
    assert (doubt.field, doubt.warning) == ("minutes", True)
    assert "当天服务共 9.0 小时，超过 8 小时" in doubt.text
    assert doubts(place, SERVICE_LOG, first, assignment=other, on=date(2023, 5, 11), minutes=480) == []


def test_the_same_text_in_a_third_village_is_doubtful(place: Workplace) -> None:
    who = adviser(place)
    held = [term(place, village(place, f"第{each}村"), who) for each in range(3)]
    first = service(place, held[0], date(2023, 5, 10), content=SAME)
    assert doubts(place, SERVICE_LOG, first, on=date(2023, 5, 11), assignment=held[1]) == []
    (doubt,) = doubts(place, SERVICE_LOG, first, on=date(2023, 5, 12), assignment=held[2])
    assert (doubt.field, doubt.warning) == ("content", True)
    assert "已写在 2 个村" in doubt.text
    assert (
        doubts(place, SERVICE_LOG, first, on=date(2023, 5, 12), assignment=held[2], content="另一件事，写得不同。")
        == []
    )


def test_a_day_has_24_hours(place: Workplace) -> None:
    who = adviser(place)
    one, other = (term(place, village(place, name), who) for name in ("荷花村", "三洲村"))
    service(place, one, date(2023, 5, 10), 1440)
    with pytest.raises(Refused, match="共服务 24.2 小时，超过 24 小时"):
        service(place, other, date(2023, 5, 10), 10)
    service(place, other, date(2023, 5, 11), 10)


def test_nobody_is_in_two_villages_at_once(place: Workplace) -> None:
    who = adviser(place)
    one, other = (term(place, village(place, name), who) for name in ("荷花村", "三洲村"))
    first = service(place, one, date(2023, 5, 10), start=time(9), end=time(10), minutes=None)
    (doubt,) = doubts(place, SERVICE_LOG, first, assignment=other, start=time(9, 30), end=time(11), minutes=90)
    assert (doubt.field, doubt.warning) == ("on", True)
    assert "同一时间已有一次服务（荷花村 易鸣谦，09:00至10:00）" in doubt.text
    assert doubts(place, SERVICE_LOG, first, assignment=other, start=time(10), end=time(11)) == []


def test_the_same_service_entered_twice_is_doubtful(place: Workplace) -> None:
    held = term(place, village(place, "荷花村"), adviser(place))
    first = service(place, held, date(2023, 5, 10))
    (doubt,) = doubts(place, SERVICE_LOG, first)
    assert "同一天已有类别、主题相同的一次服务" in doubt.text
    assert doubts(place, SERVICE_LOG, first, topic="宅基地审批") == []


def test_the_length_follows_the_times_anew(place: Workplace) -> None:
    held = term(place, village(place, "荷花村"), adviser(place))
    made = service(place, held, date(2023, 5, 10), start=time(9), end=time(11), minutes=None)
    correct(place, SERVICE_LOG, made, end=time(12))
    assert open_record(place, SERVICE_LOG, made.uid).minutes == 180
    correct(place, SERVICE_LOG, made, minutes=100)
    correct(place, SERVICE_LOG, made, start=time(8))
    assert open_record(place, SERVICE_LOG, made.uid).minutes == 100, "a break that was written stays"


@pytest.mark.parametrize("times", [{}, {"start": time(9)}, {"end": time(9)}])
def test_a_service_has_a_length(place: Workplace, times: dict[str, time]) -> None:
    held = term(place, village(place, "荷花村"), adviser(place))
    with pytest.raises(Refused, match="请填服务时长"):
        service(place, held, date(2023, 5, 10), minutes=None, **times)


def test_a_term_beyond_the_end_of_its_village_is_doubtful(place: Workplace) -> None:
    held = term(place, village(place, "荷花村"), adviser(place), date(2022, 1, 1), date(2022, 12, 31))
    gone = village(place, "八港村", valid_to=date(2023, 6, 30))
    (doubt,) = doubts(place, ASSIGNMENT, held, village=gone, start_on=YEAR[0], end_on=YEAR[1])
    assert (doubt.field, doubt.text[:22]) == ("village", "八港村 2023-06-30 停用，聘期却到")
    assert doubts(place, ASSIGNMENT, held, village=gone, start_on=YEAR[0], end_on=date(2023, 6, 30)) == []


def test_a_term_of_an_adviser_who_has_left_is_doubtful(place: Workplace) -> None:
    held = term(place, village(place, "荷花村"), adviser(place), date(2022, 1, 1), date(2022, 12, 31))
    left = adviser(place, "柳青禾", licence="14306202310000002", practice=Practice.LEFT, until=date(2023, 3, 31))
    idle = adviser(place, "彭望洲", licence="14306202310000003", practice=Practice.SUSPENDED)
    dates: dict[str, Any] = {"start_on": YEAR[0], "end_on": YEAR[1]}
    (doubt,) = doubts(place, ASSIGNMENT, held, adviser=left, **dates)
    assert "柳青禾 2023-03-31 离任" in doubt.text
    (doubt,) = doubts(place, ASSIGNMENT, held, adviser=idle, **dates)
    assert (doubt.field, "执业状态" in doubt.text) == ("adviser", True)


def test_an_adviser_and_a_village_entered_twice_are_doubtful(place: Workplace) -> None:
    who = adviser(place)
    (doubt,) = doubts(place, ADVISER, who, name="易鸣兼")
    assert (doubt.field, doubt.text[:6]) == ("licence", "易鸣谦已登记")
    here = village(place, "荷花村", code="430671101201")
    assert [each.field for each in doubts(place, VILLAGE, here)] == ["code", "name"]
    assert doubts(place, VILLAGE, here, town=Town.HESHI, code="") == []


def test_a_village_may_follow_one_of_its_name(place: Workplace) -> None:
    here = village(place, "荷花村", valid_to=date(2023, 6, 30))
    assert doubts(place, VILLAGE, here, valid_from=date(2023, 7, 1), valid_to=None) == []


@pytest.mark.parametrize("code", ["village", "adviser", "assignment"])
def test_what_others_cannot_be_without_is_not_voided(place: Workplace, code: str) -> None:
    where, who = village(place, "荷花村"), adviser(place)
    held = term(place, where, who)
    done = service(place, held, date(2023, 5, 10))
    uid = {"village": where, "adviser": who, "assignment": held}[code].uid
    with pytest.raises(Refused, match="服务记录 1 条|聘任 1 条"):
        void_record(place, REGISTERS[code], uid, "登记错了")
    void_record(place, SERVICE_LOG, done.uid, "登记错了")
    if code != "assignment":
        void_record(place, ASSIGNMENT, held.uid, "登记错了")
    void_record(place, REGISTERS[code], uid, "登记错了")


def test_what_others_only_speak_of_may_be_voided(place: Workplace) -> None:
    asked = save(place).record
    held = term(place, village(place, "荷花村"), adviser(place))
    service(place, held, date(2023, 5, 10), consultation=Linked(asked.uid, "咨询"))
    void_record(place, CONSULTATION, asked.uid, "重复登记")


@pytest.mark.parametrize(
    ("code", "said"),
    [("430671101201", ""), ("430671102201", "430671101 开头"), ("430671101000", "后三位是000"), ("", "")],
)
def test_a_code_of_another_town_or_of_the_town_itself_is_pointed_out(code: str, said: str) -> None:
    values = {**blank(VILLAGE.record), "name": "荷花村", "town": Town.YINGTIAN, "code": code}
    values |= {"kind": VillageKind.VILLAGE, "valid_from": YEAR[0]}
    found = examine(nowhere(), VILLAGE, values)[1]
    assert [each.field for each in found] == (["code"] if said else [])
    assert all(said in each.text and each.warning for each in found)


def test_a_village_goes_on_in_one_that_is_still_there(place: Workplace) -> None:
    namesake = village(place, "凤凰村", Town.FENGHUANG)
    gone = village(place, "八港村", valid_to=date(2015, 12, 31))
    ended: dict[str, Any] = {"town": Town.HESHI, "valid_to": date(2016, 1, 1)}
    # a namesake in another town is another village
    assert doubts(place, VILLAGE, namesake, **ended, merged_into=namesake) == []
    (doubt,) = doubts(place, VILLAGE, namesake, **ended, name="甲村", merged_into=gone)
    assert (doubt.field, doubt.text[:18]) == ("merged_into", "八港村 2015-12-31 已停用")
    values = {**values_of(open_record(place, VILLAGE, namesake.uid)), **ended, "merged_into": namesake}
    with pytest.raises(Refused, match="这个村自己"):
        save_record(place, VILLAGE, values, uid=namesake.uid, reason="并村", seen=frozenset())
