"""The coverage board: states and figures worked out by hand, the rates, the checks, the reminders, few queries."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import event

from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers import MEASURES
from quyuan_desktop.registers.advisers.assignment import HOURS, LECTURES
from quyuan_desktop.registers.advisers.service_log import SERVICE_LOG
from quyuan_desktop.registers.advisers.terms import Dismissal, Mode
from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.reports import month
from quyuan_desktop.services.coverage import Board, Gap, Light, VillageState, board, board_sheet, hours, reminders
from quyuan_desktop.services.save_record import void_record
from quyuan_desktop.services.today import day_view
from quyuan_desktop.services.workplace import Workplace
from tests.offices import ZONE, Clock, at_work, fresh
from tests.villages import adviser, lecture, put, service, term, village

ON = date(2023, 11, 15)
"""A day in the middle of a month and of a quarter."""
LONG = date(2025, 12, 31)


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2023, 11, 15, 9, 0, tzinfo=ZONE))


@pytest.fixture
def place(tmp_path: Path, clock: Clock) -> Iterator[Workplace]:
    with at_work(fresh(tmp_path / "data", clock)) as made:
        yield made


def state(place: Workplace, name: str, on: date = ON) -> VillageState:
    return next(each for each in board(place, on).villages if each.name == name)


def gaps(place: Workplace, name: str, on: date = ON) -> list[Gap]:
    return [fault.gap for fault in state(place, name, on).faults]


def diligent(place: Workplace, name: str, who: Linked, **more: date) -> Linked:
    """A village whose adviser did in October what the duty wants, and has come in November."""
    held = term(place, village(place, name), who, **{"last": LONG, **more})
    lecture(place, held, date(2023, 10, 10), 240)
    service(place, held, date(2023, 11, 2), 90)
    return held


def test_no_villages(place: Workplace) -> None:
    found = board(place)
    assert (found.on, found.villages, found.covered.words, found.done_month.words) == (ON, (), "—", "—")
    assert reminders(place) == []


def test_a_village_in_order(place: Workplace) -> None:
    diligent(place, "荷花村", adviser(place))
    put(place, "wechat_group", village=Linked(state(place, "荷花村").uid, "荷花村"), name="荷花村法律群",
        founded_on=date(2023, 1, 1), members=120)  # fmt: skip
    found = state(place, "荷花村")
    assert (found.light, found.faults) == (Light.GREEN, ())
    assert found.term is not None
    assert (found.term.adviser_name, found.term.last) == ("易鸣谦", LONG)
    assert (found.minutes, found.wanted) == (90, 240)
    assert (found.lectures, found.lectures_wanted, found.last) == (1, 1, date(2023, 11, 2))
    assert found.group is not None
    assert (found.group.name, found.group.members) == ("荷花村法律群", 120)


def test_without_adviser_is_red(place: Workplace) -> None:
    village(place, "荷花村")
    found = state(place, "荷花村")
    assert (found.light, [each.words for each in found.faults]) == (Light.RED, ["无顾问"])


@pytest.mark.parametrize(("on", "silent"), [(date(2023, 12, 17), False), (date(2023, 12, 18), True)])
def test_more_than_45_days_without_a_record_are_red(place: Workplace, on: date, silent: bool) -> None:
    diligent(place, "荷花村", adviser(place))  # the newest service was on 2 November
    assert (Gap.SILENT in gaps(place, "荷花村", on)) is silent
    assert (state(place, "荷花村", on).light is Light.RED) is silent


def test_a_service_of_years_ago_is_still_the_newest(place: Workplace) -> None:
    held = term(place, village(place, "荷花村"), adviser(place), date(2020, 1, 1), date(2020, 12, 31))
    service(place, held, date(2020, 5, 1))
    assert state(place, "荷花村").last == date(2020, 5, 1)
    assert state(place, "荷花村", date(2020, 4, 30)).last is None


def test_silence_is_counted_from_the_beginning_of_an_unbroken_time_in_term(place: Workplace) -> None:
    who = adviser(place)
    one = village(place, "荷花村")
    term(place, one, who, date(2023, 1, 1), date(2023, 10, 31))
    term(place, one, who, date(2023, 11, 1), LONG)  # renewed at once: nothing begins anew
    other = village(place, "三洲村")
    term(place, other, who, date(2023, 1, 1), date(2023, 9, 30))
    term(place, other, who, date(2023, 11, 1), LONG)  # after a month without an adviser
    assert state(place, "荷花村").faults[0].words == "318 日无记录"  # 1 January to 15 November
    assert Gap.SILENT not in gaps(place, "三洲村")


@pytest.mark.parametrize(
    ("last", "words"),
    [(date(2023, 11, 15), "今日到期"), (date(2024, 1, 14), "60 日后到期"), (date(2024, 1, 15), "")],
)
def test_a_term_that_ends_within_60_days(place: Workplace, last: date, words: str) -> None:
    diligent(place, "荷花村", adviser(place), last=last)
    found = [each for each in state(place, "荷花村").faults if each.gap is Gap.EXPIRING]
    assert [(each.words, each.light) for each in found] == ([(words, Light.AMBER)] if words else [])


def test_a_term_that_another_follows_at_once_does_not_expire(place: Workplace) -> None:
    who = adviser(place)
    diligent(place, "荷花村", who, last=date(2023, 12, 31))
    diligent(place, "三洲村", who, last=date(2023, 12, 31))
    for name, first in (("荷花村", date(2024, 1, 1)), ("三洲村", date(2024, 1, 2))):
        term(place, Linked(state(place, name).uid, name), who, first, date(2024, 12, 31))
    assert Gap.EXPIRING not in gaps(place, "荷花村")
    assert Gap.EXPIRING in gaps(place, "三洲村")  # a day without an adviser lies between


def test_hours_count_on_site_and_in_force_only(place: Workplace) -> None:
    held = term(place, village(place, "荷花村"), adviser(place), last=LONG)
    service(place, held, date(2023, 11, 1), 60)
    service(place, held, date(2023, 11, 15), 30)
    service(place, held, date(2023, 11, 3), 200, mode=Mode.REMOTE)
    service(place, held, date(2023, 10, 31), 100)
    void = service(place, held, date(2023, 11, 4), 77)
    void_record(place, SERVICE_LOG, void.uid, "登记错了")
    assert state(place, "荷花村").minutes == 90
    assert state(place, "荷花村", date(2023, 11, 14)).minutes == 60


def test_hours_short_of_the_duty_last_month(place: Workplace) -> None:
    who = adviser(place)
    for name, minutes in (("荷花村", 240), ("三洲村", 239)):
        held = term(place, village(place, name), who, last=LONG)
        lecture(place, held, date(2023, 10, 10), minutes)
    assert gaps(place, "荷花村") == []
    assert gaps(place, "三洲村") == [Gap.LAST_MONTH]
    assert state(place, "三洲村").light is Light.AMBER


def test_a_part_of_a_month_is_reckoned_pro_rata(place: Workplace) -> None:
    held = term(place, village(place, "荷花村"), adviser(place), date(2023, 10, 17), LONG)
    lecture(place, held, date(2023, 10, 20), 116)  # 15 of 31 days want 116.13 minutes
    assert gaps(place, "荷花村") == [Gap.LAST_MONTH]
    service(place, held, date(2023, 10, 21), 1)
    assert gaps(place, "荷花村") == []
    assert state(place, "荷花村", date(2023, 10, 25)).wanted == pytest.approx(240 * 15 / 31)


@pytest.mark.parametrize(("on", "said"), [(date(2023, 11, 23), False), (date(2023, 11, 24), True)])
def test_hours_still_lacking_are_spoken_of_in_the_last_week(place: Workplace, on: date, said: bool) -> None:
    diligent(place, "荷花村", adviser(place))
    words = [each.words for each in state(place, "荷花村", on).faults]
    assert words == (["本月差 2.5 时"] if said else [])


def test_a_lecture_is_urgent_in_the_last_month_of_the_quarter(place: Workplace, clock: Clock) -> None:
    held = term(place, village(place, "荷花村"), adviser(place), last=LONG)
    lecture(place, held, date(2023, 9, 30), 240)
    service(place, held, date(2023, 10, 5), 240)
    service(place, held, date(2023, 11, 5), 240)
    (fault,) = state(place, "荷花村").faults
    assert (fault.gap, fault.light, state(place, "荷花村").light) == (Gap.LECTURE, Light.GREEN, Light.GREEN)
    assert state(place, "荷花村", date(2023, 12, 1)).light is Light.AMBER
    clock.forward(days=17)
    lecture(place, held, date(2023, 12, 2))
    assert Gap.LECTURE not in gaps(place, "荷花村", date(2023, 12, 2))


def test_what_the_adviser_before_did_counts_for_the_village(place: Workplace) -> None:
    here, one, other = village(place, "荷花村"), adviser(place), adviser(place, "柳青禾")
    first = term(place, here, one, dismissed_on=date(2023, 11, 8), dismissal=Dismissal.ASKED)
    second = term(place, here, other, date(2023, 11, 8), LONG)
    lecture(place, first, date(2023, 10, 10), 240)
    service(place, first, date(2023, 11, 7), 100)
    service(place, second, date(2023, 11, 8), 140)
    found = state(place, "荷花村", date(2023, 11, 30))
    assert found.term is not None
    assert (found.term.adviser_name, found.minutes, found.wanted, found.lectures) == ("柳青禾", 240, 240, 1)
    assert found.faults == ()
    assert board(place, date(2023, 11, 30)).done_month.words == "100.0%（1/1）"  # one village, one month


def test_a_village_that_was_merged_is_out_from_the_day_after(place: Workplace) -> None:
    into = village(place, "荷花村")
    gone = village(place, "三洲村", valid_to=date(2023, 10, 31), merged_into=into)
    held = term(place, gone, adviser(place), last=LONG)
    service(place, held, date(2023, 10, 5), 240)
    assert [each.name for each in board(place, date(2023, 10, 31)).villages] == ["荷花村", "三洲村"]
    assert [each.name for each in board(place, date(2023, 11, 1)).villages] == ["荷花村"]
    found = board(place, date(2023, 11, 30))
    assert (found.done_month.bottom, found.done_year.top, found.done_year.bottom) == (0, 1, 10)


def test_the_settings_decide(place: Workplace) -> None:
    diligent(place, "荷花村", adviser(place))
    strict = replace(place, house=replace(place.house, settings={HOURS.code: 6, LECTURES.code: 2}))
    found = state(strict, "荷花村")
    assert (found.wanted, found.lectures_wanted) == (360, 2)
    assert [each.words for each in found.faults] == ["上月工时不足", "本季讲座不足"]


# -- the board as a whole


def _some(place: Workplace) -> None:
    """Four villages in two towns: in order, nobody, silent since July, expiring and short of hours."""
    who = adviser(place)
    village(place, "横港村", Town.FENGHUANG)
    diligent(place, "荷花村", who)
    silent = term(place, village(place, "三洲村"), who, last=LONG)
    lecture(place, silent, date(2023, 7, 3), 240)
    late = term(place, village(place, "义南村"), who, last=date(2023, 12, 31))
    service(place, late, date(2023, 11, 6), 30)


def test_totals_and_rates(place: Workplace) -> None:
    _some(place)
    found = board(place)
    assert {light: len(found.lit(light)) for light in Light} == {Light.GREEN: 1, Light.AMBER: 1, Light.RED: 2}
    assert {gap: [each.name for each in found.lacking(gap)] for gap in Gap} == {
        Gap.NOBODY: ["横港村"],
        Gap.SILENT: ["三洲村"],
        Gap.EXPIRING: ["义南村"],
        Gap.LAST_MONTH: ["三洲村", "义南村"],
        Gap.HOURS: [],
        Gap.LECTURE: ["三洲村", "义南村"],
    }
    assert found.covered.words == "75.0%（3/4）"
    assert (found.month, found.done_month.words) == (date(2023, 10, 1), "33.3%（1/3）")
    assert (found.done_year.top, found.done_year.bottom) == (2, 30)  # October and July, of ten months of three


def test_gaps_come_first_in_each_town(place: Workplace) -> None:
    _some(place)
    assert [(town.label, [each.name for each in rows]) for town, rows in board(place).towns()] == [
        ("营田镇", ["三洲村", "义南村", "荷花村"]),
        ("凤凰乡", ["横港村"]),
    ]


def test_the_last_day_of_a_month_completes_it(place: Workplace) -> None:
    assert board(place, date(2023, 11, 29)).month == date(2023, 10, 1)
    assert board(place, date(2023, 11, 30)).month == date(2023, 11, 1)
    assert board(place, date(2024, 1, 30)).month == date(2023, 12, 1)


def test_the_board_says_what_the_months_table_says(place: Workplace) -> None:
    _some(place)
    on = date(2023, 11, 30)
    found = board(place, on)
    codes = ("villages", "covered", "uncovered", "expiring", "nolecture", "silent", "months", "fulfilled")
    measures = [MEASURES[f"coverage.{code}"] for code in codes]
    with place.ledger.reading() as session:
        totals = month.totals(session, measures, on.replace(day=1), on, place.house)
    assert [totals[measure.code] for measure in measures] == [
        len(found.villages),
        found.covered.top,
        len(found.lacking(Gap.NOBODY)),
        len(found.lacking(Gap.EXPIRING)),
        len(found.lacking(Gap.LECTURE)),
        len(found.lacking(Gap.SILENT)),
        found.done_month.bottom,
        found.done_month.top,
    ]


def _checked(found: Board) -> dict[str, list[str]]:
    return {each.code: [row.label for row in each.rows] for each in found.checks}


def test_what_is_to_be_looked_at(place: Workplace, clock: Clock) -> None:
    who = adviser(place)
    held = [term(place, village(place, f"第{each}村"), who, last=LONG) for each in range(6)]
    text = "上门走访，讲解土地承包经营权流转。"
    for each in held[:3]:
        service(place, each, date(2023, 11, 1), 200, content=text)
    service(place, held[3], date(2023, 11, 2), 480, content="短")
    service(place, held[4], date(2023, 9, 29), 600, content=text)  # in the quarter before
    service(place, held[5], date(2023, 10, 31), 60)  # entered after 15 days
    service(place, held[5], date(2023, 10, 30), 60)  # after 16
    assert _checked(board(place)) == {
        "overloaded": ["易鸣谦 6 个村"],
        "oddhours": ["易鸣谦 一天 10 小时"],
        "copied": ["第0村 易鸣谦", "第1村 易鸣谦", "第2村 易鸣谦"],
        "late": ["第5村 易鸣谦"],
    }


def test_few_queries_whatever_the_number_of_villages(place: Workplace) -> None:
    _some(place)
    asked: list[str] = []
    engine = place.ledger.engine
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    board(place)
    few = len(asked)
    who = adviser(place, "柳青禾")
    for each in range(10):
        service(place, term(place, village(place, f"第{each}村"), who, last=LONG), ON)
    asked.clear()
    board(place)
    assert len(asked) == few <= 20


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "0"), (1, "0.1"), (150, "2.5"), (240, "4"), (116.13, "1.9"), (1440, "24")]
)
def test_minutes_as_hours(minutes: float, words: str) -> None:
    assert hours(minutes) == words


# -- 今日 and paper


def test_reminders_sum_up_and_lead_to_the_board(place: Workplace) -> None:
    _some(place)
    expiring, lacking = reminders(place)
    assert expiring.what == "1 个村的聘期 60 日内届满"
    assert expiring.detail == "义南村（易鸣谦）12-31，请续聘或换人"
    assert (lacking.what, lacking.tone) == ("村法律顾问 3 个村有缺口", "red")
    assert lacking.detail == "无顾问 1，45 日无记录 1，上月工时不足 2，当季无讲座 2（村）"
    items = [item for block in day_view(place).blocks if block.code == "reminders" for item in block.items]
    assert [item.what for item in items if item.opens == "coverage"] == [expiring.what, lacking.what]


def test_many_that_expire_are_not_all_named(place: Workplace) -> None:
    for each in range(8):
        diligent(place, f"第{each}村", adviser(place, f"顾问{each}"), last=date(2023, 12, 31))
    (expiring,) = (each for each in reminders(place) if "届满" in each.what)
    assert expiring.what == "8 个村的聘期 60 日内届满"
    assert "第3村" in expiring.detail
    assert "第4村" not in expiring.detail
    assert "等 8 个村" in expiring.detail


def test_the_board_on_paper_is_a_pdf_of_today_or_another_day(place: Workplace) -> None:
    _some(place)
    assert board_sheet(place).startswith(b"%PDF")
    assert board_sheet(place) != board_sheet(place, date(2023, 6, 30))
