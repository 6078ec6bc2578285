"""Rest days and time limits: counted by the notice where there is one, by weekends where there is none."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quyuan_desktop.domain.workdays import LONGEST, Count, DayKind, Holiday, HolidayTable, Mark

NATURAL, WORKING = DayKind.NATURAL, DayKind.WORKING
DAYS = st.dates()
ROWS = st.lists(
    st.builds(
        Holiday,
        st.dates(date(2022, 12, 1), date(2024, 1, 31)),
        st.sampled_from(Mark),
        st.sampled_from(["", "国庆节"]),
    ),
    max_size=60,
)


@pytest.fixture
def table() -> HolidayTable:
    """The State Council's notices for 2023 and 2024, in part."""

    def rests(name: str, year: int, month: int, first: int, last: int) -> list[Holiday]:
        return [Holiday(date(year, month, day), Mark.REST, name) for day in range(first, last + 1)]

    works = [date(2023, 1, 28), date(2023, 1, 29), date(2023, 10, 7), date(2023, 10, 8), date(2024, 2, 4)]
    return HolidayTable(
        [
            *rests("元旦", 2022, 12, 31, 31),
            *rests("元旦", 2023, 1, 1, 2),
            *rests("春节", 2023, 1, 21, 27),
            *rests("中秋节、国庆节", 2023, 9, 29, 30),
            *rests("中秋节、国庆节", 2023, 10, 1, 6),
            *rests("元旦", 2024, 1, 1, 1),
            *rests("国庆节", 2024, 10, 1, 7),
            *(Holiday(day, Mark.WORK) for day in works),
        ]
    )


def test_rest_days(table: HolidayTable) -> None:
    rested = {
        day: table.is_rest_day(date.fromisoformat(day))
        for day in (
            "2023-10-02",
            "2023-10-07",
            "2023-10-08",
            "2023-10-09",
            "2023-11-25",
            "2022-12-31",
            "2030-10-01",
            "2030-10-05",
        )
    }
    assert [day for day, rest in rested.items() if rest] == [
        "2023-10-02",
        "2023-11-25",
        "2022-12-31",
        "2030-10-05",
    ]


def test_what_days_are_called(table: HolidayTable) -> None:
    days = (date(2023, 10, 2), date(2023, 10, 7), date(2023, 11, 25))
    assert [table.name_of(day) for day in days] == ["中秋节、国庆节", "调休上班", "周六"]
    assert HolidayTable([Holiday(date(2023, 5, 3), Mark.REST)]).name_of(date(2023, 5, 3)) == "周三休息"


def test_a_year_is_known_by_its_first_of_october(table: HolidayTable) -> None:
    assert table.known_years == {2023, 2024}
    assert HolidayTable().known_years == frozenset()
    assert HolidayTable([Holiday(date(2025, 10, 1), Mark.WORK)]).known_years == frozenset()
    assert HolidayTable([], [2025]).known_years == {2025}


def test_a_corrected_row_holds() -> None:
    day = date(2023, 5, 3)
    assert HolidayTable([Holiday(day, Mark.WORK), Holiday(day, Mark.REST)]).is_rest_day(day)
    assert not HolidayTable([Holiday(day, Mark.REST), Holiday(day, Mark.WORK)]).is_rest_day(day)


@pytest.mark.parametrize(
    ("start", "days", "kind", "due"),
    [
        ("2023-11-01", 7, NATURAL, "2023-11-08"),
        ("2023-11-04", 7, NATURAL, "2023-11-13"),
        ("2023-11-05", 7, NATURAL, "2023-11-13"),
        ("2023-09-25", 7, NATURAL, "2023-10-07"),
        ("2023-09-30", 7, NATURAL, "2023-10-07"),
        ("2023-12-25", 7, NATURAL, "2024-01-02"),
        ("2023-11-01", 3, WORKING, "2023-11-06"),
        ("2023-09-28", 1, WORKING, "2023-10-07"),
        ("2023-09-25", 7, WORKING, "2023-10-10"),
        ("2023-10-01", 5, WORKING, "2023-10-11"),
        ("2023-10-01", 0, NATURAL, "2023-10-01"),
        ("2023-10-01", 0, WORKING, "2023-10-01"),
        ("2024-02-28", 2, NATURAL, "2024-03-01"),
    ],
)
def test_time_limits(table: HolidayTable, start: str, days: int, kind: DayKind, due: str) -> None:
    count = table.add_days(date.fromisoformat(start), days, kind)
    assert count.due.isoformat() == due
    assert count.certain
    assert len(count.counted) == days


def test_without_rolling_over(table: HolidayTable) -> None:
    count = table.add_days(date(2023, 9, 25), 7, roll_over=False)
    assert (count.due, count.rolled, count.certain) == (date(2023, 10, 2), (), True)
    assert HolidayTable().add_days(date(2023, 9, 25), 7, roll_over=False).certain


@pytest.mark.parametrize(
    ("start", "days", "kind", "years"),
    [
        ("2025-03-01", 7, NATURAL, (2025,)),
        ("2024-12-20", 7, NATURAL, ()),
        ("2024-12-20", 9, NATURAL, (2025,)),
        ("2023-12-22", 7, NATURAL, ()),
        ("2021-12-22", 7, NATURAL, (2021, 2022)),
        ("2021-12-21", 7, NATURAL, (2021,)),
        ("2024-12-20", 7, WORKING, (2025,)),
        ("2022-06-01", 300, NATURAL, ()),
        ("2022-06-01", 300, WORKING, (2022,)),
        ("2025-03-01", 0, WORKING, ()),
    ],
)
def test_years_without_a_notice_are_named(
    table: HolidayTable, start: str, days: int, kind: DayKind, years: tuple[int, ...]
) -> None:
    """29 to 31 December hang on the next year's notice: 2019's made 31 December 2018 a rest day."""
    count = table.add_days(date.fromisoformat(start), days, kind)
    assert count.unknown_years == years
    assert ("还没有导入" in count.explain()) is bool(years)


def test_explanations(table: HolidayTable) -> None:
    assert table.add_days(date(2023, 11, 4), 7).explain() == (
        "自2023-11-04起7日，当日不计，从2023-11-05数到2023-11-11。末日逢休息日（11-11周六、11-12周日），顺延到2023-11-13。"
    )
    assert table.add_days(date(2023, 11, 1), 3, WORKING).explain() == (
        "自2023-11-01起3工作日，当日不计，从2023-11-02数到2023-11-06，其间休息日2天不计（11-04周六、11-05周日）。"
    )
    assert table.add_days(date(2023, 11, 1), 0).explain() == "2023-11-01当日到期。"
    long = table.add_days(date(2023, 11, 1), 60, WORKING).explain()
    assert "等25天" in long
    assert "请导入放假安排后再核对。" in HolidayTable().add_days(date(2030, 1, 1), 7).explain()


@pytest.mark.parametrize("days", [-1, LONGEST + 1])
def test_limits_that_are_none(table: HolidayTable, days: int) -> None:
    with pytest.raises(ValueError, match="time limit"):
        table.add_days(date(2023, 11, 1), days)


@given(ROWS, DAYS, st.integers(0, 400), st.sampled_from(DayKind), st.booleans())
def test_no_start_and_no_table_stop_the_count(
    rows: list[Holiday], start: date, days: int, kind: DayKind, roll_over: bool
) -> None:
    count = HolidayTable(rows).add_days(start, days, kind, roll_over=roll_over)
    assert count.start <= count.last <= count.due
    assert count.explain().endswith("。")


@given(ROWS, st.dates(date(2022, 11, 1), date(2024, 2, 28)), st.integers(1, 60))
def test_working_days_counted_one_by_one(rows: list[Holiday], start: date, days: int) -> None:
    table = HolidayTable(rows)
    count = table.add_days(start, days, WORKING)
    assert len(count.counted) == days
    assert count.due == count.counted[-1]
    assert not any(map(table.is_rest_day, count.counted))
    assert start not in count.counted
    between = (count.due - start).days
    assert between == days + len(count.skipped)
    assert table.add_days(start, days + 1, WORKING).due > count.due


@given(ROWS, st.dates(date(2022, 11, 1), date(2024, 2, 28)), st.integers(1, 60))
def test_natural_days_end_on_the_first_working_day(rows: list[Holiday], start: date, days: int) -> None:
    table = HolidayTable(rows)
    count = table.add_days(start, days)
    assert count.last == start + timedelta(days=days)
    assert count.counted == tuple(start + timedelta(days=each) for each in range(1, days + 1))
    assert not table.is_rest_day(count.due)
    assert [day for day, _ in count.rolled] == [
        count.last + timedelta(days=each) for each in range((count.due - count.last).days)
    ]
    assert all(table.is_rest_day(day) for day, _ in count.rolled)


def test_the_calendar_has_an_end() -> None:
    for kind in DayKind:
        count: Count = HolidayTable().add_days(date.max, 5, kind)
        assert count.due == date.max
        assert count.explain()


@given(ROWS, st.dates(date(2022, 11, 1), date(2024, 2, 28)), st.integers(-9, 500))
def test_days_between_are_the_days_one_by_one(rows: list[Holiday], first: date, span: int) -> None:
    table = HolidayTable(rows)
    days = [first + timedelta(days=each) for each in range(1, span + 1)]
    last = first + timedelta(days=span)
    assert table.days_between(first, last, NATURAL) == len(days)
    assert table.days_between(first, last, WORKING) == sum(not table.is_rest_day(day) for day in days)
