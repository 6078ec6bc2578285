"""The duty roster: what is wanted, empty and double; filling, moving, repeating, standing in, signing; undone whole."""

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.problems import Refused, Trouble
from quyuan_desktop.registers.base import State, blank
from quyuan_desktop.registers.service_points.duty import DUTY, Duty
from quyuan_desktop.registers.service_points.terms import DutyRole
from quyuan_desktop.services import roster_acts as acts
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.history import history
from quyuan_desktop.services.list_records import Choice, count_records
from quyuan_desktop.services.roster import Cell, month_of, roster_points
from quyuan_desktop.services.save_record import open_record, save_record, void_record
from quyuan_desktop.services.workplace import Workplace
from tests.duty_points import AM, NOVEMBER, PM, add_point, at, names, november
from tests.offices import TODAY, Clock, at_work, fresh

OCTOBER, DECEMBER = periods.month("2023-10"), periods.month("2023-12")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def place(tmp_path: Path, clock: Clock) -> Iterator[Workplace]:
    with at_work(fresh(tmp_path / "data", clock)) as made:
        yield made


@pytest.fixture
def point(place: Workplace) -> str:
    return add_point(place)


# -- what a month is


def test_working_days_are_wanted_by_the_holiday_table(place: Workplace, point: str) -> None:
    october = month_of(place, point, OCTOBER)
    wanted = {on.day for on, _ in october.wanted}
    assert wanted == {7, 8, *range(9, 14), *range(16, 21), *range(23, 28), 30, 31}
    assert len(october.wanted) == 38
    by_day = {day.on.day: day for day in october.days}
    assert (by_day[2].rest, by_day[2].name) == (True, "国庆节")
    assert (by_day[7].rest, by_day[7].name) == (False, "调休上班")
    assert (by_day[14].rest, by_day[14].name) == (True, "")
    assert october.in_words() == "已排 0/应排 38，空 38"


def test_only_service_days_of_an_open_point_are_wanted(place: Workplace) -> None:
    village = add_point(place, "荷花村工作点", service_days="每周三", opened_on=date(2023, 11, 8))
    assert [on.day for on, half in november(place, village).wanted if half is AM] == [8, 15, 22, 29]


def test_points_that_had_closed_are_not_offered(place: Workplace, point: str) -> None:
    add_point(place, "老点", closed_on=date(2023, 10, 15))
    assert [each.name for each in roster_points(place, OCTOBER)] == ["营田司法所公共法律服务点", "老点"]
    assert [each.uid for each in roster_points(place, NOVEMBER)] == [point]


def test_counts_of_what_is_arranged_empty_and_extra(place: Workplace, point: str) -> None:
    acts.fill(place, point, {at(1): "彭望舒", at(1, PM): "周既白", at(4): "周既白"})
    roster = november(place, point)
    assert (roster.arranged, len(roster.wanted), len(roster.empty), roster.extra) == (2, 44, 42, 1)
    assert at(2) in roster.empty
    assert roster.in_words() == "已排 2/应排 44，空 42；休息日另排 1 班"


def test_nobody_can_be_at_two_points_at_once_unnoticed(place: Workplace, point: str) -> None:
    other = add_point(place, "荷花村工作点")
    acts.fill(place, point, {at(1): "彭望舒", at(2): "彭望舒", at(3): "周既白"})
    acts.fill(place, other, {at(1): "彭望舒", at(2, PM): "彭望舒", at(3): "彭望舒"})
    acts.stand_in(place, other, at(3), "周既白", "请假")
    clashes = {slot.on.day: slot.clash for slot in november(place, point).clashes}
    assert set(clashes) == {1, 3}
    assert "彭望舒" in clashes[1]
    assert "荷花村工作点" in clashes[1]
    assert {slot.on.day for slot in november(place, other).clashes} == {1, 3}
    acts.stand_in(place, point, at(1), "周既白", "开会")
    assert {slot.on.day for slot in november(place, point).clashes} == {3}, "who is replaced is not there"


def test_people_are_offered_with_what_is_known_of_them(place: Workplace, point: str) -> None:
    known = {each.name: each for each in november(place, point).people}
    assert list(known) == ["袁知秋", "彭望舒", "周既白"]
    values = {**blank(Duty), "on": date(2023, 11, 1), "half": AM, "point": roster_points(place, NOVEMBER)[0].link}
    save_record(place, DUTY, {**values, "person": "林律师", "role": DutyRole.LAWYER, "phone": "13955550123"})
    acts.fill(place, point, {at(2): "林律师"})
    busiest = november(place, point).people[0]
    assert (busiest.name, busiest.role, busiest.phone, busiest.slots) == (
        "林律师",
        DutyRole.LAWYER,
        "13955550123",
        2,
    )
    slot = november(place, point).slots[at(2)]
    assert (slot.role, slot.phone) == (DutyRole.LAWYER, "13955550123")


def test_a_point_that_is_gone_gets_a_sentence(place: Workplace) -> None:
    with pytest.raises(Trouble, match="服务点"):
        november(place, "0" * 32)


# -- arranging


def test_filling_corrects_keeps_and_clears_in_one_act(place: Workplace, point: str) -> None:
    acts.fill(place, point, {at(1): "彭望舒", at(2): "周既白", at(3): "袁知秋"})
    before = november(place, point)
    done = acts.fill(place, point, {at(1): "周 既 白", at(2): "周既白", at(3): "", at(6): "袁知秋", at(7): ""})
    after = november(place, point)
    assert names(after) == {at(1): "周既白", at(2): "周既白", at(6): "袁知秋"}
    assert after.slots[at(1)].uid == before.slots[at(1)].uid
    assert done.done is not None
    assert len(done.done.undos) == 3
    assert open_record(place, DUTY, before.slots[at(3)].uid).state is State.VOID
    acts.take_back(place, done)
    assert november(place, point).slots == before.slots
    assert check(place) == []


def test_the_leader_goes_on_from_slot_to_slot(place: Workplace, point: str) -> None:
    acts.fill(place, point, {at(1): "彭望舒", at(2): "周既白"})
    acts.lead(place, point, [at(1), at(2), at(3)], "袁知秋")
    acts.fill(place, point, {at(3): "彭望舒"})
    assert {slot.leader for slot in november(place, point).slots.values()} == {"袁知秋"}


def test_a_slot_moves_swaps_and_is_copied(place: Workplace, point: str) -> None:
    acts.fill(place, point, {at(1): "彭望舒", at(2): "周既白"})
    uids = {cell: slot.uid for cell, slot in november(place, point).slots.items()}
    acts.move(place, point, at(1), at(3, PM))
    moved = november(place, point)
    assert names(moved) == {at(3, PM): "彭望舒", at(2): "周既白"}
    assert moved.slots[at(3, PM)].uid == uids[at(1)], "the record goes along, with its number and history"
    swapped = acts.move(place, point, at(3, PM), at(2))
    assert names(november(place, point)) == {at(3, PM): "周既白", at(2): "彭望舒"}
    acts.move(place, point, at(2), at(6), copy=True)
    assert names(november(place, point)) == {at(3, PM): "周既白", at(2): "彭望舒", at(6): "彭望舒"}
    acts.take_back(place, swapped)
    assert names(november(place, point))[at(2)] == "周既白"
    assert acts.move(place, point, at(20), at(21)).done is None


def test_all_of_an_act_or_nothing(place: Workplace, point: str) -> None:
    long = "名" * 61
    with pytest.raises(Refused):
        acts.fill(place, point, {at(1): "彭望舒", at(2): long})
    assert november(place, point).slots == {}
    assert count_records(place, DUTY, Choice(void=True)) == 0


def test_an_act_that_was_changed_since_is_not_taken_back(place: Workplace, point: str) -> None:
    done = acts.fill(place, point, {at(1): "彭望舒", at(2): "周既白"})
    acts.fill(place, point, {at(2): "袁知秋"})
    with pytest.raises(Refused):
        acts.take_back(place, done)
    assert names(november(place, point)) == {at(1): "彭望舒", at(2): "袁知秋"}


def test_a_cleared_slot_does_not_come_back_over_another(place: Workplace, point: str) -> None:
    acts.fill(place, point, {at(1): "彭望舒"})
    cleared = acts.clear(place, point, [at(1)])
    acts.fill(place, point, {at(1): "周既白"})
    with pytest.raises(Refused, match="已排周既白"):
        acts.take_back(place, cleared)
    assert names(november(place, point)) == {at(1): "周既白"}


def test_after_the_points_end_nobody_is_put_in(place: Workplace) -> None:
    closed = add_point(place, closed_on=date(2023, 11, 10))
    acts.fill(place, closed, {at(10): "彭望舒"})
    with pytest.raises(Refused, match="已停用"):
        acts.fill(place, closed, {at(13): "彭望舒"})
    with pytest.raises(Refused, match="已停用"):
        acts.move(place, closed, at(10), at(13))


def test_every_act_is_in_the_history(place: Workplace, point: str) -> None:
    acts.fill(place, point, {at(1): "彭望舒"})
    acts.fill(place, point, {at(1): "周既白"})
    uid = november(place, point).slots[at(1)].uid
    acts.stand_in(place, point, at(1), "袁知秋", "出差")
    reasons = [moment.reason for moment in history(place, DUTY, uid)]
    assert sorted(reasons) == sorted(["", "排班调整", "替班：出差"])


# -- last month once more


def test_last_month_is_repeated_by_weekday(place: Workplace, point: str) -> None:
    october = {
        cell: "彭望舒" if cell[0].weekday() < 3 else "周既白" for cell in month_of(place, point, OCTOBER).wanted
    }
    october[at(11, AM, 10)] = "袁知秋"  # the second Wednesday
    acts.fill(place, point, october)
    acts.fill(place, point, {at(2): "林某"})
    acts.lead(place, point, october, "袁知秋")
    done = acts.repeat_last_month(place, point, NOVEMBER)
    found = names(november(place, point))
    assert len(found) == 44
    assert found[at(8)] == "袁知秋", "the second Wednesday"
    assert found[at(15)] == "彭望舒"
    assert found[at(1)] == "彭望舒", "October's first Wednesday was a holiday: who had most Wednesdays"
    assert found[at(2)] == "林某", "what was filled stays"
    assert found[at(2, PM)] == "周既白"
    assert {slot.leader for cell, slot in november(place, point).slots.items() if cell != at(2)} == {"袁知秋"}
    assert "43 班" in done.words
    assert "跳过休息日 8 天" in done.words
    assert "已排的 1 班没有动" in done.words
    assert done.left_out == ()
    acts.take_back(place, done)
    assert names(november(place, point)) == {at(2): "林某"}


def test_repeating_tells_what_was_left_out(place: Workplace, point: str) -> None:
    other = add_point(place, "荷花村工作点")
    acts.fill(place, point, {at(9, AM, 10): "彭望舒", at(10, PM, 10): "周既白"})
    acts.fill(place, other, {at(13): "彭望舒"})
    done = acts.repeat_last_month(place, point, NOVEMBER)
    assert names(november(place, point)) == {
        **{at(day): "彭望舒" for day in (6, 20, 27)},
        **{at(day, PM): "周既白" for day in (7, 14, 21, 28)},
    }
    assert len(done.left_out) == 44 - 7
    assert "11-13 上午：彭望舒那时在别的服务点值班" in done.left_out
    assert "11-01 上午：上月没有排过周三上午" in done.left_out


def test_holidays_and_shifted_working_days(place: Workplace, point: str) -> None:
    september = periods.month("2023-09")
    acts.fill(place, point, dict.fromkeys(month_of(place, point, september).wanted, "彭望舒"))
    done = acts.repeat_last_month(place, point, OCTOBER)
    found: set[Cell] = set(month_of(place, point, OCTOBER).slots)
    assert not any(on.day <= 6 for on, _ in found)
    assert {on.day for on, _ in found} == {*range(9, 14), *range(16, 21), *range(23, 28), 30, 31}
    assert [text[:8] for text in done.left_out] == ["10-07 上午", "10-07 下午", "10-08 上午", "10-08 下午"]


def test_nothing_to_repeat_is_said(place: Workplace, point: str) -> None:
    done = acts.repeat_last_month(place, point, NOVEMBER)
    assert done.done is None
    assert "2023年10月没有排班" in done.words


# -- standing in, signing


def test_standing_in_needs_a_reason_and_another_person(place: Workplace, point: str) -> None:
    acts.fill(place, point, {at(30): "彭望舒"})
    for name, reason in (("彭望舒", "请假"), ("周既白", "")):
        with pytest.raises(Refused):
            acts.stand_in(place, point, at(30), name, reason)
    acts.stand_in(place, point, at(30), "周既白", "请假")
    slot = november(place, point).slots[at(30)]
    assert (slot.person, slot.present, slot.substitute_reason) == ("彭望舒", "周既白", "请假")
    acts.stand_in(place, point, at(30), "", "")
    assert november(place, point).slots[at(30)].present == "彭望舒"


def test_signing_in_and_out_on_the_day(place: Workplace, point: str, clock: Clock) -> None:
    acts.fill(place, point, {at(30): "彭望舒"})
    with pytest.raises(Refused, match="还没有签到"):
        acts.sign_out(place, point, at(30))
    acts.sign_in(place, point, at(30))
    clock.forward(hours=3, minutes=1)
    with pytest.raises(Refused, match="09:00 已经签到"):
        acts.sign_in(place, point, at(30))
    acts.sign_out(place, point, at(30))
    slot = november(place, point).slots[at(30)]
    assert (slot.signed_in, slot.signed_out) == (time(9), time(12, 1))
    with pytest.raises(Refused, match="已经签退"):
        acts.sign_out(place, point, at(30))


@pytest.mark.parametrize("day", [29, 28])
def test_signing_in_on_another_day_is_refused(place: Workplace, point: str, day: int) -> None:
    assert TODAY.day == 30
    acts.fill(place, point, {at(day): "彭望舒"})
    with pytest.raises(Refused, match="值班当天"):
        acts.sign_in(place, point, at(day))
    with pytest.raises(Refused, match="还没有排人"):
        acts.sign_in(place, point, at(27))


def test_once_signed_in_a_slot_stays_as_it_is(place: Workplace, point: str) -> None:
    acts.fill(place, point, {at(30): "彭望舒", at(29): "周既白"})
    acts.sign_in(place, point, at(30))
    with pytest.raises(Refused, match="已签到"):
        acts.clear(place, point, [at(30), at(29)])
    with pytest.raises(Refused, match="已签到"):
        acts.fill(place, point, {at(30): "周既白"})
    for source, target in ((30, 27), (29, 30)):
        with pytest.raises(Refused, match="已签到"):
            acts.move(place, point, at(source), at(target))
    assert names(november(place, point)) == {at(30): "彭望舒", at(29): "周既白"}


def test_void_slots_are_empty(place: Workplace, point: str) -> None:
    acts.fill(place, point, {at(1): "彭望舒"})
    void_record(place, DUTY, november(place, point).slots[at(1)].uid, "排错了")
    assert november(place, point).slots == {}
