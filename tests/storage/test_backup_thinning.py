"""Which backups stay: all of today and yesterday, then the newest of 12 days, 10 weeks and 9 months."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quyuan_desktop.services.backups import (
    Backup,
    backup_now,
    backups,
)
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage.backup import to_drop
from tests.offices import Clock, at_work, filled
from tests.storage.backing_up import later


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with at_work(filled(tmp_path / "data", Clock())) as place:
        yield place


def at(day: date, hour: int = 17) -> Backup:
    return Backup(Path(f"{day}-{hour}"), datetime.combine(day, time(hour)), "关闭时", 1, 1)


def kept(made: list[Backup], today: date) -> list[str]:
    dropped = to_drop(made, today)
    return sorted(f"{each.path}" for each in made if each not in dropped)


TODAY = date(2023, 11, 30)
DAILY = [at(TODAY - timedelta(days=back)) for back in range(400)]


def test_of_daily_backups_twelve_days_ten_weeks_nine_months_stay() -> None:
    days = [f"2023-11-{day:02d}" for day in range(19, 31)]
    weeks = ["11-26", "11-19", "11-12", "11-05", "10-29", "10-22", "10-15", "10-08", "10-01"]  # Sundays
    months = ["10-31", "09-30", "08-31", "07-31", "06-30", "05-31", "04-30", "03-31"]
    wanted = {*days, *(f"2023-{day}" for day in (*weeks, *months))}
    assert kept(DAILY, TODAY) == sorted(f"{day}-17" for day in wanted)


TABLE: dict[str, tuple[list[Backup], list[str]]] = {
    "none": ([], []),
    "one, years ago": ([at(date(2019, 1, 1))], ["2019-01-01-17"]),
    "all of today and yesterday": (
        [at(TODAY, hour) for hour in (8, 9, 17)] + [at(TODAY - timedelta(days=1), hour) for hour in (8, 17)],
        ["2023-11-29-17", "2023-11-29-8", "2023-11-30-17", "2023-11-30-8", "2023-11-30-9"],
    ),
    "the last of an earlier day": (
        [at(date(2023, 11, 28), hour) for hour in (8, 12, 17)],
        ["2023-11-28-17"],
    ),
    "days without work count for nothing": (
        [at(date(2023, month, day)) for month in (1, 5, 9) for day in (2, 3, 4, 5)],
        [f"2023-{month:02d}-{day:02d}-17" for month in (1, 5, 9) for day in (2, 3, 4, 5)],
    ),
    "a clock that was ahead": (
        [at(date(2031, 1, 1)), at(date(2023, 11, 28), 8), at(date(2023, 11, 28), 9)],
        ["2023-11-28-9", "2031-01-01-17"],
    ),
    "weeks over the new year": (
        [at(date(2022, 12, 26) + timedelta(days=back), 9) for back in range(14)],
        [f"2022-12-{day}-9" for day in (28, 29, 30, 31)] + [f"2023-01-{day:02d}-9" for day in range(1, 9)],
    ),
}


@pytest.mark.parametrize(("made", "wanted"), TABLE.values(), ids=TABLE)
def test_the_rule_of_thinning(made: list[Backup], wanted: list[str]) -> None:
    assert kept(made, TODAY) == sorted(wanted)


@given(
    moments=st.lists(st.datetimes(datetime(2021, 1, 1), datetime(2024, 12, 31)), max_size=60),
    today=st.dates(date(2022, 1, 1), date(2024, 12, 31)),
)
def test_thinning_keeps_the_newest_and_settles(moments: list[datetime], today: date) -> None:
    made = [Backup(Path(str(number)), moment, "关闭时", 1, 1) for number, moment in enumerate(moments)]
    dropped = to_drop(made, today)
    stay = [each for each in made if each not in dropped]
    assert all((today - each.at.date()).days > 1 for each in dropped)
    assert to_drop(stay, today) == []
    if made:
        assert max(made, key=lambda each: each.at) in stay
    assert to_drop(list(reversed(made)), today) == dropped or len(set(moments)) < len(moments)


def test_thinned_day_by_day_a_year_stays_covered() -> None:
    """What a real office does: two backups a day, thinned each time. The past gets thin, not empty."""
    stay: list[Backup] = []
    for back in range(500, -1, -1):
        today = TODAY - timedelta(days=back)
        stay += [at(today, 8), at(today, 17)]
        dropped = to_drop(stay, today)
        stay = [each for each in stay if each not in dropped]
    months = {(each.at.year, each.at.month) for each in stay}
    assert len(months) >= 9
    assert {(2023, month) for month in range(3, 12)} <= months
    assert len(stay) <= 33
    ages = sorted((TODAY - each.at.date()).days for each in stay)
    assert ages[:4] == [0, 0, 1, 1]
    assert max(older - newer for newer, older in pairwise(ages)) <= 31


def test_old_files_are_dropped_and_new_ones_kept(place: Workplace) -> None:
    folder = backup_now(place, "手动").path.parent
    for each in DAILY[1:]:
        (folder / f"{each.at:%Y%m%d-%H%M%S}-关闭时.qybak").write_bytes(b"")
    backup_now(later(place, hours=1), "手动")
    assert len(backups(place.folder)) == 12 + 7 + 8 + 1, "as above, and two of today"
