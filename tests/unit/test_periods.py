"""Periods: every day is counted once, in every window, and mistyped months get a sentence."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.periods import Period, Window

DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))
WINDOWS = st.builds(Window, st.integers(1, 28), st.integers(1, 12))


def told(period: Period) -> tuple[str, str, str]:
    return period.first.isoformat(), period.last.isoformat(), period.label


@pytest.mark.parametrize("typed", ["2023-11", "２０２３－１１", " 2023-11\n", "\ufeff2023-11"])
def test_a_month_is_read(typed: str) -> None:
    assert told(periods.month(typed)) == ("2023-11-01", "2023-11-30", "2023年11月")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2023-13", "月份应在01至12之间"),
        ("2023-00", "月份应在01至12之间"),
        ("2023/11", "请写成 2023-11"),
        ("2023-1", "请写成 2023-01"),
        ("2023年1月", "请写成 2023-01"),
        ("2023.11", "请写成 2023-11"),
        ("202311", "请写成 2023-11"),
        ("202313", "不是月份"),
        ("2023-11-30", "不是月份"),
        ("十一月", "不是月份"),
        ("-2023-11", "不是月份"),
        ("٢٠٢٣-١١", "不是月份"),
        ("1948-12", "1949年至2100年"),
        ("2101-01", "1949年至2100年"),
        ("0000-01", "1949年至2100年"),
        ("' OR 1=1--", "不是月份"),
        ("x" * 100_000, "不是月份"),
        ("", "请写明月份"),
        ("\x00", "请写明月份"),
    ],
)
def test_what_is_no_month_gets_a_sentence(typed: str, words: str) -> None:
    with pytest.raises(ValueError, match=words) as raised:
        periods.month(typed)
    assert str(raised.value).endswith("。")
    assert len(str(raised.value)) < 80


@pytest.mark.parametrize(
    ("typed", "expected", "code", "word"),
    [
        ("2023-11", ("2023-11-01", "2023-11-30", "2023年11月"), "2023-11", "本月"),
        ("2023Q4", ("2023-10-01", "2023-12-31", "2023年第四季度"), "2023Q4", "本季"),
        ("２０２３ｑ１", ("2023-01-01", "2023-03-31", "2023年第一季度"), "2023Q1", "本季"),
        ("2023h2", ("2023-07-01", "2023-12-31", "2023年下半年"), "2023H2", "半年"),
        ("2023", ("2023-01-01", "2023-12-31", "2023年"), "2023", "本年"),
        (
            "2023-10-21..2023-11-20",
            ("2023-10-21", "2023-11-20", "2023年10月21日至2023年11月20日"),
            "",
            "本期",
        ),
    ],
)
def test_a_period_is_read(typed: str, expected: tuple[str, str, str], code: str, word: str) -> None:
    period = periods.read(typed)
    assert (told(period), period.code, period.word) == (expected, code, word)
    assert period.is_month is (word == "本月")
    assert periods.last_year(period).code == code.replace("2023", "2022")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("2023-Q4", "2023Q4"),
        ("2023年第四季度", "2023Q4"),
        ("2023 年 第 1 季度", "2023Q1"),
        ("2023年下半年", "2023H2"),
        ("2023上半年", "2023H1"),
        ("2023年", "2023"),
        ("２０２３年二季度", "2023Q2"),
    ],
)
def test_a_period_is_read_as_people_say_it(said: str, code: str) -> None:
    assert periods.read(said).code == code


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2023Q5", "没有第5个季度"),
        ("2023H0", "没有第0个半年"),
        ("2023-13", "月份应在01至12之间"),
        ("2023/11", "请写成 2023-11"),
        ("1948Q1", "1949年至2100年"),
        ("2023-11-30", "不是统计期间"),
        ("2023-11-20..2023-10-21", "止日早于起日"),
        ("2023-02-29..2023-03-01", "不存在的日期"),
        ("1900-02-28..2023-03-01", "1949年至2100年"),
        ("Q4", "不是统计期间"),
        ("", "请写明月份"),
        ("x" * 100_000, "不是统计期间"),
    ],
)
def test_what_is_no_period_gets_a_sentence(typed: str, words: str) -> None:
    with pytest.raises(ValueError, match=words) as raised:
        periods.read(typed)
    assert str(raised.value).endswith("。")
    assert len(str(raised.value)) < 80


@given(WINDOWS, st.integers(1950, 2099), st.sampled_from(["-01", "-12", "Q1", "Q4", "H1", "H2", ""]))
def test_a_code_names_the_same_period_in_every_window(window: Window, year: int, part: str) -> None:
    calendar = periods.read(f"{year}{part}")
    cut = window.recut(calendar)
    assert (cut.code, cut.word) == (calendar.code, calendar.word)
    assert window.recut(cut) == cut
    assert Window().recut(cut) == calendar
    chosen = Period(calendar.first, calendar.last, "")
    assert window.recut(chosen) is chosen


@given(st.text(st.characters(codec=None)))
def test_any_text_is_a_month_or_gets_a_sentence(typed: str) -> None:
    try:
        period = periods.month(typed)
    except ValueError as error:
        assert str(error).endswith("。")
    else:
        assert period.first.day == 1


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (periods.month("2024-02"), ("2024-02-01", "2024-02-29", "2024年2月")),
        (periods.month("1949-01"), ("1949-01-01", "1949-01-31", "1949年1月")),
        (periods.month("2100-12"), ("2100-12-01", "2100-12-31", "2100年12月")),
        (periods.quarter(2023, 1), ("2023-01-01", "2023-03-31", "2023年第一季度")),
        (periods.quarter(2023, 4), ("2023-10-01", "2023-12-31", "2023年第四季度")),
        (periods.half(2023, 1), ("2023-01-01", "2023-06-30", "2023年上半年")),
        (periods.half(2023, 2), ("2023-07-01", "2023-12-31", "2023年下半年")),
        (periods.year(2023), ("2023-01-01", "2023-12-31", "2023年")),
        (
            Window(21).month(2023, 11),
            ("2023-10-21", "2023-11-20", "2023年11月（2023年10月21日至11月20日）"),
        ),
        (
            Window(21).month(2023, 1),
            ("2022-12-21", "2023-01-20", "2023年1月（2022年12月21日至2023年1月20日）"),
        ),
        (Window(28).month(2023, 3), ("2023-02-28", "2023-03-27", "2023年3月（2023年2月28日至3月27日）")),
        (
            Window(21).quarter(2023, 1),
            ("2022-12-21", "2023-03-20", "2023年第一季度（2022年12月21日至2023年3月20日）"),
        ),
        (Window(1, 12).month(2023, 12), ("2023-12-01", "2023-12-31", "2023年12月")),
        (Window(1, 12).year(2023), ("2022-12-01", "2023-11-30", "2023年（2022年12月1日至2023年11月30日）")),
        (Window(1, 12).year(1949), ("1948-12-01", "1949-11-30", "1949年（1948年12月1日至1949年11月30日）")),
        (Window(21).month_of(date(2023, 12, 20)), told(Window(21).month(2023, 12))),
        (Window(21).month_of(date(2023, 12, 21)), told(Window(21).month(2024, 1))),
    ],
)
def test_periods(period: Period, expected: tuple[str, str, str]) -> None:
    assert told(period) == expected


@pytest.mark.parametrize(
    ("rule", "year", "number"),
    [
        (periods.quarter, 2023, 0),
        (periods.quarter, 2023, 5),
        (periods.half, 2023, 3),
        (periods.half, 1948, 1),
        (Window().month, 2023, 0),
        (Window().month, 2023, 13),
        (Window().month, 2101, 1),
    ],
)
def test_periods_that_are_none(rule: object, year: int, number: int) -> None:
    assert callable(rule)
    with pytest.raises(ValueError, match="请"):
        rule(year, number)


@pytest.mark.parametrize(("start_day", "first_month"), [(0, 1), (29, 1), (1, 0), (1, 13)])
def test_windows_that_are_none(start_day: int, first_month: int) -> None:
    with pytest.raises(ValueError, match="请修改统计周期设置"):
        Window(start_day, first_month)


def test_a_period_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="before"):
        Period(date(2023, 1, 2), date(2023, 1, 1), "")


@given(WINDOWS, DAYS)
def test_every_day_is_in_one_month_of_one_year(window: Window, day: date) -> None:
    month = window.month_of(day)
    assert day in month
    assert month.last + timedelta(days=1) == window.month_of(month.last + timedelta(days=1)).first
    years = [window.year(year) for year in (day.year - 1, day.year, day.year + 1) if 1949 <= year <= 2100]
    assert sum(day in year for year in years) == 1
    assert all(before.last + timedelta(days=1) == after.first for before, after in pairwise(years))


@given(WINDOWS, st.integers(1950, 2099))
def test_months_quarters_and_halves_fill_the_year(window: Window, year: int) -> None:
    for part, parts in ((window.month, 12), (window.quarter, 4), (window.half, 2)):
        found = [part(year, number) for number in range(1, parts + 1)]
        assert found[0].first == window.month(year, 1).first
        assert found[-1].last == window.month(year, 12).last
        assert sum(each.days for each in found) == (found[-1].last - found[0].first).days + 1


@given(WINDOWS, DAYS)
def test_year_to_date_begins_with_the_year_and_ends_with_the_period(window: Window, day: date) -> None:
    month = window.month_of(day)
    so_far = window.year_to_date(month)
    assert so_far.last == month.last
    year = next(year for number in (-1, 0, 1) if day in (year := window.year(month.last.year + number)))
    assert so_far.first == year.first
    assert window.year_to_date(year).last == year.last


@pytest.mark.parametrize(
    ("so_far", "expected"),
    [
        (periods.year_to_date(periods.month("2023-01")), ("2023-01-01", "2023-01-31", "2023年1月")),
        (periods.year_to_date(periods.month("2023-11")), ("2023-01-01", "2023-11-30", "2023年1—11月")),
        (periods.year_to_date(periods.quarter(2023, 2)), ("2023-01-01", "2023-06-30", "2023年1—6月")),
        (
            Window(1, 12).year_to_date(periods.month("2023-11")),
            ("2022-12-01", "2023-11-30", "2022年12月至2023年11月"),
        ),
        (Window(1, 12).year_to_date(periods.month("2023-12")), ("2023-12-01", "2023-12-31", "2023年12月")),
        (Window(1, 12).year_to_date(periods.month("2100-12")), ("2100-12-01", "2100-12-31", "2100年12月")),
        (
            Window(21).year_to_date(Window(21).month(2023, 2)),
            ("2022-12-21", "2023-02-20", "2023年1—2月（2022年12月21日至2023年2月20日）"),
        ),
    ],
)
def test_year_to_date(so_far: Period, expected: tuple[str, str, str]) -> None:
    assert told(so_far) == expected


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (periods.month("2023-11"), ("2022-11-01", "2022-11-30", "2022年11月")),
        (periods.month("2024-02"), ("2023-02-01", "2023-02-28", "2023年2月")),
        (periods.month("2025-02"), ("2024-02-01", "2024-02-29", "2024年2月")),
        (periods.month("1949-01"), ("1948-01-01", "1948-01-31", "1948年1月")),
        (periods.year(2023), ("2022-01-01", "2022-12-31", "2022年")),
        (periods.year_to_date(periods.month("2023-11")), ("2022-01-01", "2022-11-30", "2022年1—11月")),
        (Window(21).month(2024, 1), told(Window(21).month(2023, 1))),
        (Window(21).quarter(2024, 1), told(Window(21).quarter(2023, 1))),
        (
            Period(date(2024, 2, 28), date(2024, 2, 28), "2024年2月28日"),
            ("2023-02-28", "2023-02-28", "2023年2月28日"),
        ),
        (
            Period(date(2024, 2, 29), date(2024, 3, 30), ""),
            ("2023-02-28", "2023-03-30", ""),
        ),
    ],
)
def test_last_year(period: Period, expected: tuple[str, str, str]) -> None:
    assert told(periods.last_year(period)) == expected


@given(WINDOWS, st.integers(1950, 2100), st.integers(1, 12))
def test_last_year_is_the_same_month_of_the_year_before(window: Window, year: int, month: int) -> None:
    assert periods.last_year(window.month(year, month)) == window.month(year - 1, month)


def test_thirteen_months_to_a_day() -> None:
    labels = [period.label for period in Window().months_to(date(2024, 1, 31), 13)]
    assert labels == ["2023年1月", *(f"2023年{month}月" for month in range(2, 13)), "2024年1月"]
    assert list(Window().months_to(date(2024, 1, 31), 0)) == []


@pytest.mark.parametrize(
    ("day", "first", "label"),
    [
        (date(2023, 12, 29), date(2023, 12, 25), "2023年12月25日至31日"),
        (date(2023, 11, 27), date(2023, 11, 27), "2023年11月27日至12月3日"),
        (date(2025, 1, 5), date(2024, 12, 30), "2024年12月30日至2025年1月5日"),
    ],
)
def test_weeks_run_from_monday_to_sunday(day: date, first: date, label: str) -> None:
    week = periods.week_of(day)
    assert (week.first, week.days, week.label) == (first, 7, label)
    assert day in week
