"""The time limits of records as they stand today: for a record that is shown, for a page of a list, for 今日."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_

from quyuan_desktop.domain.deadlines import Limit, Standing, limits
from quyuan_desktop.registers.base import Register, State, Values
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage.glimpses import Glimpse, glimpses, many


@dataclass(frozen=True, slots=True)
class Pressing:
    """A record, by what tells it, and one of its time limits that somebody still has to meet."""

    record: Glimpse
    limit: Limit


def limits_of(place: Workplace, register: Register, values: Values) -> list[Limit]:
    """All time limits that the values set running, the most pressing first."""
    house = place.house
    return limits(house.deadlines, register.limits(values), place.today, house.holidays)


def pressing_of(place: Workplace, register: Register, values: Values) -> Limit | None:
    """The time limit that ends next and asks something of somebody; None when there is none.

    One whose clock stands presses only where no other runs.
    """
    pressing = [each for each in limits_of(place, register, values) if each.open and each.running.asks]
    running = (each for each in pressing if each.standing is not Standing.PAUSED)
    return next(running, pressing[0] if pressing else None)


def open_limits(place: Workplace, session: Any, register: Register, most: int) -> tuple[list[Pressing], int]:
    """Every open time limit of the register's `most` newest records in force that may have some; and how many more
    such records there are."""
    if register.unsettled is None:
        return [], 0
    record: Any = register.record
    which = and_(record.state == State.LIVE, register.unsettled)
    found = glimpses(session, register, register.timed_by, which, most)
    left = many(session, register, which) - most if len(found) == most else 0
    return list(_open(place, register, found)), left


def _open(place: Workplace, register: Register, found: list[Glimpse]) -> Iterator[Pressing]:
    for each in found:
        for limit in limits_of(place, register, each.values):
            if limit.open:
                yield Pressing(each, limit)
