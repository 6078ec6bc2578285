"""Terms and services: one adviser a village at a time, services within their term, what is doubtful and only that."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from quyuan_desktop.domain.problems import Problem, Refused
from quyuan_desktop.registers.advisers.assignment import ASSIGNMENT, MOST_VILLAGES
from quyuan_desktop.registers.advisers.service_log import SERVICE_LOG
from quyuan_desktop.registers.advisers.terms import Dismissal
from quyuan_desktop.registers.base import values_of
from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.services.save_record import Seen, open_record, save_record, void_record
from quyuan_desktop.services.workplace import Workplace
from tests.offices import at_work, fresh
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
    (doubt,) = doubts(place, SERVICE_LOG, first, assignment=other, minutes=60)
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
