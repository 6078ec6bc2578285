"""The time limits of records as they stand today: for a record that is shown, for a page of a list, for 今日."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from quyuan_desktop.domain.deadlines import Limit, Standing, limits
from quyuan_desktop.registers.base import Record, Register, State, Values, values_of
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import records

BATCH = 500


@dataclass(frozen=True, slots=True)
class Pressing:
    """A record and one of its time limits that somebody still has to meet."""

    record: Any
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


def open_limits(place: Workplace, session: Any, register: Register) -> Iterator[Pressing]:
    """Every open time limit of the register's records in force."""
    if register.unsettled is None:
        return
    record: Any = register.record
    wanted = select(record.uid).where(record.state == State.LIVE, register.unsettled).order_by(record.id)
    uids = list(session.scalars(wanted))
    for first in range(0, len(uids), BATCH):
        loaded: list[Record] = records.load_all(session, register, uids[first : first + BATCH])
        for each in loaded:
            for limit in limits_of(place, register, values_of(each)):
                if limit.open:
                    yield Pressing(each, limit)
        session.expunge_all()
