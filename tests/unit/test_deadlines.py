"""Time limits: dates counted by hand for the autumn of 2023, clocks that stand, why a limit ends when it does."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quyuan_desktop.domain.deadlines import (
    CERTAINTY_LABELS,
    STANDING_LABELS,
    Certainty,
    DeadlineRule,
    Limit,
    Pause,
    Running,
    Standing,
    limit,
    limits,
    merged,
)
from quyuan_desktop.domain.house import HouseRules
from quyuan_desktop.domain.workdays import DayKind, Holiday, HolidayTable, Mark

DECIDE = DeadlineRule(
    code="aid.decide",
    event="作出是否给予法律援助的决定",
    trigger="收到申请（补正期间停钟）",
    days=7,
    party="区法律援助中心",
    article="法律援助法第43条",
)
DETAINED = DeadlineRule(
    code="aid.detained",
    event="转交羁押等人员的申请",
    trigger="收到申请起24小时内",
    days=1,
    roll_over=False,
    article="法律援助法第39条",
    ahead=1,
)
LETTER = DeadlineRule(
    code="consult.letter",
    event="答复来信",
    trigger="收到来信",
    days=7,
    kind=DayKind.WORKING,
    roll_over=False,
    certainty=Certainty.TO_CONFIRM,
)
RESTS = {
    "09-29": "中秋节",
    **{f"{month}-{day:02d}": "国庆节" for month, day in (("09", 30), *(("10", each) for each in range(1, 7)))},
    "12-30": "元旦",
    "12-31": "元旦",
}
AUTUMN = HolidayTable(
    [
        *(Holiday(date.fromisoformat(f"2023-{day}"), Mark.REST, name) for day, name in RESTS.items()),
        Holiday(date(2023, 10, 7), Mark.WORK),
        Holiday(date(2023, 10, 8), Mark.WORK),
        Holiday(date(2024, 1, 1), Mark.REST, "元旦"),
        Holiday(date(2024, 10, 1), Mark.REST, "国庆节"),
    ]
)
"""国办发明电〔2022〕16号: 中秋国庆 29 September to 6 October rest, 7 and 8 October (Saturday, Sunday) work."""

DAYS = st.dates(date(2023, 8, 1), date(2024, 6, 30))


def at(day: str) -> date:
    """A day of 2023 written 11-30, or a whole date."""
    return date.fromisoformat(day if len(day) == 10 else f"2023-{day}")


def pause(first: str, last: str = "") -> Pause:
    """The clock stood from one day to the other; to the present without `last`."""
    return Pause(at(first), at(last) if last else None)


def seven(start: str, today: str, *pauses: Pause, done: str = "") -> Limit:
    """The seven days in which the centre decides."""
    running = Running(code=DECIDE.code, start=at(start), pauses=pauses, done=at(done) if done else None)
    return limit(DECIDE, running, at(today), AUTUMN)


# -- seven days (法律援助法第43条)


@pytest.mark.parametrize(
    ("start", "due", "why"),
    [
        ("11-01", "11-08", "a Wednesday a week later"),
        ("09-21", "09-28", "the last working day before the holidays"),
        ("09-22", "10-07", "ends on 中秋, rolls over eight rest days to the 调休 Saturday"),
        ("09-25", "10-07", "ends within 国庆"),
        ("09-29", "10-07", "received on a rest day, ends on 6 October, rolls over to the Saturday"),
        ("09-30", "10-07", "ends on the Saturday on which offices work"),
        ("10-01", "10-08", "ends on the Sunday on which offices work"),
        ("10-02", "10-09", "ends on the first Monday after it"),
        ("10-07", "10-16", "ends on an ordinary Saturday"),
        ("10-08", "10-16", "ends on an ordinary Sunday"),
        ("12-23", "2024-01-02", "ends on 30 December, rolls over New Year's Day"),
    ],
)
def test_seven_days_in_autumn(start: str, due: str, why: str) -> None:
    assert seven(start, start).due == at(due), why


@pytest.mark.parametrize(
    ("start", "pauses", "due"),
    [
        # 1 November, asked on the 3rd, answered on the 8th: five days taken off, 8 November becomes the 13th.
        ("11-01", [pause("11-03", "11-08")], "11-13"),
        # Asked and answered on one day: nothing taken off.
        ("11-01", [pause("11-03", "11-03")], "11-08"),
        # Asked on the day it came in: 1 to 10 November are nine days.
        ("11-01", [pause("11-01", "11-10")], "11-17"),
        # Twelve days from 21 September: 3 October, within the holidays.
        ("09-21", [pause("09-22", "09-27")], "10-07"),
        # Seventeen days from 21 September: 8 October, a Sunday on which offices work.
        ("09-21", [pause("09-22", "10-02")], "10-08"),
        # Eighteen days: Monday 9 October.
        ("09-21", [pause("09-22", "10-03")], "10-09"),
        # Two notices, 2 + 4 days: 8 November becomes the 14th.
        ("11-01", [pause("11-02", "11-04"), pause("11-06", "11-10")], "11-14"),
        # Two over the holidays, 3 + 8 days from 20 September: 8 October.
        ("09-20", [pause("09-21", "09-24"), pause("09-25", "10-03")], "10-08"),
        # A notice of before the application counts for nothing.
        ("11-01", [pause("10-20", "10-25")], "11-08"),
    ],
)
def test_pauses_are_taken_off(start: str, pauses: list[Pause], due: str) -> None:
    assert seven(start, due, *pauses).due == at(due)


def test_used_left_and_paused_with_two_pauses() -> None:
    found = seven("11-01", "11-12", pause("11-02", "11-04"), pause("11-06", "11-10"))
    assert (found.paused, found.used, found.left, found.due) == (6, 5, 2, at("11-14"))
    assert found.used + found.left == DECIDE.days
    assert found.standing is Standing.RUNNING


def test_while_the_clock_stands_the_end_moves_on() -> None:
    stands = [seven("11-01", day, pause("11-03")) for day in ("11-03", "11-04", "11-05", "11-20")]
    assert [each.standing for each in stands] == [Standing.PAUSED] * 4
    assert [each.used for each in stands] == [2, 2, 2, 2]
    assert [each.paused for each in stands] == [0, 1, 2, 17]
    assert [each.due for each in stands] == [at("11-08"), at("11-09"), at("11-10"), at("11-27")]
    assert {each.left_in_words() for each in stands} == {"停钟"}
    assert {each.tone for each in stands} == {""}


def test_an_earlier_pause_counts_while_a_later_one_still_stands() -> None:
    found = seven("11-01", "11-20", pause("11-02", "11-04"), pause("11-06"))
    assert (found.standing, found.paused, found.used) == (Standing.PAUSED, 16, 3)
    assert "剩余4日（剩余 = 7 − 已用 + 停钟）" in found.explain()


def test_withdrawn_while_the_clock_stood() -> None:
    found = seven("11-01", "11-30", pause("11-03"), done="11-18")
    assert (found.standing, found.used, found.paused) == (Standing.KEPT, 2, 15)
    assert found.due == at("11-23")
    assert not found.open


# -- other ways of counting


@pytest.mark.parametrize(
    ("start", "due"), [("09-28", "09-29"), ("09-30", "10-01"), ("10-06", "10-07"), ("12-31", "2024-01-01")]
)
def test_24_hours_know_no_rest_days(start: str, due: str) -> None:
    running = Running(code=DETAINED.code, start=at(start))
    found = limit(DETAINED, running, at(start), AUTUMN)
    assert found.due == at(due)
    assert found.left == 1
    assert found.tone == "amber"
    assert limit(DETAINED, running, at(due) + timedelta(days=1), AUTUMN).tone == "red"


@pytest.mark.parametrize(
    ("start", "due", "skipped"),
    [
        # 22 25 26 27 28 September, 7 and 8 October: the weekend days on which offices work count.
        ("09-21", "10-08", 10),
        # 7 8 9 10 11 12 13 October.
        ("10-06", "10-13", 0),
        ("11-01", "11-10", 2),
    ],
)
def test_working_days(start: str, due: str, skipped: int) -> None:
    found = limit(LETTER, Running(code=LETTER.code, start=at(start)), at(start), AUTUMN)
    assert found.due == at(due)
    assert found.count is not None
    assert len(found.count.skipped) == skipped
    assert found.count.kind is DayKind.WORKING


def test_a_day_fixed_in_a_notice_is_that_day_rest_day_or_not() -> None:
    running = Running(code=DECIDE.code, start=at("09-20"), due=at("10-02"))
    found = limit(DECIDE, running, at("09-30"), AUTUMN)
    assert (found.due, found.left, found.count) == (at("10-02"), 2, None)
    assert "期限写明到2023-10-02。" in found.explain()


# -- years without a notice


def test_an_unknown_year_counts_by_weekends_and_says_so() -> None:
    found = limit(DECIDE, Running(code=DECIDE.code, start=at("2027-09-24")), at("2027-09-24"), AUTUMN)
    assert found.due == at("2027-10-01")  # a Friday; nobody has told that it is a holiday
    assert found.count is not None
    assert not found.count.certain
    assert found.count.unknown_years == (2027,)
    assert "2027年的放假安排还没有导入" in found.explain()


def test_known_years_say_nothing() -> None:
    assert "导入" not in seven("09-25", "09-25").explain()


# -- how it stands


@pytest.mark.parametrize(
    ("today", "left", "words", "tone", "standing"),
    [
        ("11-01", 7, "剩 7 日", "", Standing.RUNNING),
        ("11-05", 3, "剩 3 日", "", Standing.RUNNING),
        ("11-06", 2, "剩 2 日", "amber", Standing.RUNNING),
        ("11-08", 0, "今日到期", "amber", Standing.RUNNING),
        ("11-09", -1, "超 1 日", "red", Standing.LATE),
        ("12-08", -30, "超 30 日", "red", Standing.LATE),
    ],
)
def test_how_it_stands_from_day_to_day(today: str, left: int, words: str, tone: str, standing: Standing) -> None:
    found = seven("11-01", today)
    assert (found.left, found.left_in_words(), found.tone, found.standing) == (left, words, tone, standing)


@pytest.mark.parametrize(
    ("done", "standing", "left"),
    [("11-01", Standing.KEPT, 7), ("11-08", Standing.KEPT, 0), ("11-09", Standing.BROKEN, -1)],
)
def test_what_is_done_stands_for_ever(done: str, standing: Standing, left: int) -> None:
    for today in (done, "11-30", "2024-05-01"):
        found = seven("11-01", today, done=done)
        assert (found.standing, found.left, found.open, found.tone) == (standing, left, False, "")


def test_a_mere_right_of_others_is_never_red() -> None:
    running = Running(code=DECIDE.code, start=at("11-01"), asks=False)
    assert [limit(DECIDE, running, at(day), AUTUMN).tone for day in ("11-07", "11-20")] == ["", ""]


def test_the_days_ahead_decide_when_it_is_amber() -> None:
    rule = replace(DECIDE, ahead=5)
    running = Running(code=rule.code, start=at("11-01"))
    assert [limit(rule, running, at(day), AUTUMN).tone for day in ("11-02", "11-03")] == ["", "amber"]


def test_everything_has_a_word() -> None:
    assert STANDING_LABELS.keys() == set(Standing)
    assert CERTAINTY_LABELS.keys() == set(Certainty)


# -- why


def test_the_whole_explanation() -> None:
    found = seven("11-01", "11-30", pause("11-02", "11-04"), pause("11-06", "11-10"), done="11-16")
    assert found.explain() == (
        "作出是否给予法律援助的决定：收到申请（补正期间停钟）。依据法律援助法第43条。"
        "期限7日，停钟6日，合起来按13日数。"
        "自2023-11-01起13日，当日不计，从2023-11-02数到2023-11-14。"
        "2023-11-02至2023-11-04停钟，不计入。2023-11-06至2023-11-10停钟，不计入。"
        "2023-11-16办理，超期2日。"
    )


@pytest.mark.parametrize(
    ("article", "certainty", "said"),
    [
        ("法律援助法第43条", Certainty.LAW, "依据法律援助法第43条。"),
        ("程序规定第四章", Certainty.TO_CONFIRM, "依据程序规定第四章（待区局确认）。"),
        ("", Certainty.TO_CONFIRM, "没有查到全国规定，按本单位设置（待区局确认）。"),
        ("", Certainty.LAW, ""),
    ],
)
def test_where_it_stands(article: str, certainty: Certainty, said: str) -> None:
    rule = replace(DECIDE, article=article, certainty=certainty)
    told = limit(rule, Running(code=rule.code, start=at("11-01")), at("11-01"), AUTUMN).explain()
    assert told == f"{rule.event}：{rule.trigger}。{said}自2023-11-01起7日，当日不计，从2023-11-02数到2023-11-08。"


def test_rest_days_rolled_over_are_named() -> None:
    assert (
        "末日逢休息日（10-02国庆节、10-03国庆节、10-04国庆节、10-05国庆节、10-06国庆节），顺延到2023-10-07。"
        in (seven("09-25", "09-25").explain())
    )


# -- which are watched


def test_the_most_pressing_first_and_what_is_done_last() -> None:
    runnings = [
        Running(code=DECIDE.code, start=at("11-10")),
        Running(code=DECIDE.code, start=at("11-01"), done=at("11-02")),
        Running(code=DETAINED.code, start=at("11-12")),
        Running(code="no.such.rule", start=at("11-01")),
        Running(code=LETTER.code, start=at("11-01")),
    ]
    rules = [DECIDE, DETAINED, replace(LETTER, on=False)]
    found = limits(rules, runnings, at("11-14"), AUTUMN)
    assert [(each.rule.code, each.open) for each in found] == [
        ("aid.detained", True),
        ("aid.decide", True),
        ("aid.decide", False),
    ]


def test_a_house_knows_its_rules() -> None:
    house = HouseRules(AUTUMN, (DECIDE, LETTER))
    assert house.deadline("consult.letter") is LETTER
    with pytest.raises(KeyError):
        house.deadline("no.such.rule")


# -- whatever the days


@given(DAYS, st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.sampled_from(DayKind))
def test_more_pause_never_makes_it_due_earlier(
    start: date, after: int, long: int, more: int, kind: DayKind
) -> None:
    rule = replace(DECIDE, kind=kind)
    first = start + timedelta(days=after)
    today = first + timedelta(days=long + more)

    def due(days: int) -> date:
        stood = (Pause(first, first + timedelta(days=days)),)
        return limit(rule, Running(code=rule.code, start=start, pauses=stood), today, AUTUMN).due

    assert due(0) <= due(long) <= due(long + more)


@given(DAYS, st.integers(0, 60), st.sampled_from([DECIDE, DETAINED, LETTER]))
def test_every_day_takes_one_off_what_is_left(start: date, passed: int, rule: DeadlineRule) -> None:
    running = Running(code=rule.code, start=start)
    today = start + timedelta(days=passed)
    before, after = (limit(rule, running, each, AUTUMN) for each in (today, today + timedelta(days=1)))
    assert before.left - after.left == 1
    counts = rule.kind is DayKind.NATURAL or not AUTUMN.is_rest_day(after.today)
    assert after.used - before.used == int(counts)
    assert before.due == after.due


@given(DAYS, st.integers(1, 30), st.integers(0, 30))
def test_while_it_stands_used_stays_as_it_is(start: date, after: int, passed: int) -> None:
    running = Running(code=DECIDE.code, start=start, pauses=(Pause(start + timedelta(days=after), None),))
    found = limit(DECIDE, running, start + timedelta(days=after + passed), AUTUMN)
    assert (found.standing, found.used, found.paused) == (Standing.PAUSED, after, passed)


@given(DAYS, st.integers(0, 60), st.sampled_from([DECIDE, LETTER]))
def test_what_is_due_is_a_working_day(start: date, passed: int, rule: DeadlineRule) -> None:
    found = limit(rule, Running(code=rule.code, start=start), start + timedelta(days=passed), AUTUMN)
    assert not AUTUMN.is_rest_day(found.due)
    assert found.explain().endswith("。")


def test_working_days_stand_still_in_working_days() -> None:
    """3 工作日 from Wednesday 1 November, the clock stopped from the 2nd to the 9th: 2 and 10 count, 13 is the end."""
    rule = DeadlineRule(code="x", event="转交", trigger="收齐", days=3, kind=DayKind.WORKING)
    running = Running(code="x", start=date(2023, 11, 1), pauses=(Pause(date(2023, 11, 2), date(2023, 11, 9)),))
    found = limit(rule, running, date(2023, 11, 10), AUTUMN)
    assert found.due == date(2023, 11, 13)
    assert (found.used, found.paused, found.to_go) == (2, 5, 1)
    assert found.left_in_words() == "剩 1 个工作日"


def test_a_clock_that_stands_is_not_stopped_a_second_time() -> None:
    first, inner, next_, open_ = (
        Pause(date(2023, 12, 1), date(2023, 12, 10)),
        Pause(date(2023, 12, 3), date(2023, 12, 5)),
        Pause(date(2023, 12, 10), date(2023, 12, 12)),
        Pause(date(2023, 12, 11), None),
    )
    assert merged([inner, first]) == [first]
    assert merged([next_, first]) == [Pause(date(2023, 12, 1), date(2023, 12, 12))]
    assert merged([first, next_, open_]) == [Pause(date(2023, 12, 1), None)]
    assert merged([open_, Pause(date(2023, 12, 20), date(2023, 12, 21))]) == [open_]
    assert merged([]) == []
