"""Entering many records as an office does at the end of a fortnight: those of one register together, as one act."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from quyuan_desktop.registers.base import Register, Values
from quyuan_desktop.services.demo.diary import ZONE, Diary
from quyuan_desktop.services.save_together import Put, save_together

Make = Callable[[date], Values]
Told = Callable[[list[str], list[Values]], None]


def enter(diary: Diary, register: Register, many: Iterable[Values]) -> list[str]:
    """Save new records together, warnings confirmed; their uids, in order."""
    acts = [Put(values) for values in many]
    if not acts:
        return []
    done = save_together(diary.place, register, acts, confirmed=True)
    diary.made[register.label] += len(acts)
    return list(done.changed.uids)


def fortnights(
    diary: Diary, days: Iterable[date], register: Register, make: Make, told: Told | None = None
) -> None:
    """Let a record of `register` that `make` makes of each of `days` be entered at the end of the fortnight; `told` is
    then told the uids and the values."""
    batches: dict[date, list[date]] = {}
    for day in sorted(days):
        batches.setdefault(end_of_fortnight(day), []).append(day)
    for ends, chosen in batches.items():

        def act(chosen: list[date] = chosen) -> None:
            values = [make(day) for day in chosen]
            uids = enter(diary, register, values)
            if told is not None:
                told(uids, values)

        diary.on(ends, act, hour=16)


def end_of_fortnight(day: date) -> date:
    """The 15th, or the last day of the month; of December the 31st is none, since the year's last acts come before."""
    if day.day <= 15:
        return day.replace(day=15)
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return following - timedelta(days=1)


def end_of_year(year: int) -> datetime:
    """When the books of the year are closed in the demo."""
    return datetime(year, 12, 31, 18, 0, tzinfo=ZONE)


def workdays(diary: Diary, many: int, first: date, last: date) -> list[date]:
    """`many` working days between two days, in order, by chance."""
    days = [first + timedelta(days=each) for each in range((last - first).days + 1)]
    return sorted(diary.chance.choices([day for day in days if day.weekday() < 5], k=many))
