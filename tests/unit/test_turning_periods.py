"""Turning periods: each kind goes on where the last one ended, and back again."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quyuan_desktop.domain.periods import Period, of_kind, shifted, week_of

KINDS = ("本月", "本季", "半年", "本年", "本期")
DAYS = st.dates(date(1960, 1, 1), date(2084, 12, 31))
"""Fifteen years on is still a year that the program knows."""


@given(kind=st.sampled_from(KINDS), day=DAYS)
def test_the_period_of_a_day_holds_it_and_is_of_its_kind(kind: str, day: date) -> None:
    found = of_kind(kind, day)
    assert day in found
    assert found.word == kind


@given(kind=st.sampled_from(KINDS), day=DAYS, steps=st.integers(1, 15))
def test_turning_leaves_no_day_out_and_comes_back(kind: str, day: date, steps: int) -> None:
    begun = of_kind(kind, day)
    on = begun
    for _ in range(steps):
        later = shifted(on, 1)
        assert later.first == on.last + timedelta(days=1)
        assert later.word == kind
        on = later
    assert on == shifted(begun, steps)
    assert shifted(on, -steps) == begun


def test_days_chosen_freely_move_by_their_number() -> None:
    week = week_of(date(2023, 12, 28))
    assert shifted(week, 1).first == date(2024, 1, 1)
    assert shifted(week, -1).last == date(2023, 12, 24)


@pytest.mark.parametrize(
    ("period", "steps"), [(of_kind("本月", date(2100, 12, 1)), 1), (of_kind("本年", date(1949, 5, 1)), -1)]
)
def test_there_is_an_end_to_turning(period: Period, steps: int) -> None:
    with pytest.raises(ValueError, match="年份"):
        shifted(period, steps)
