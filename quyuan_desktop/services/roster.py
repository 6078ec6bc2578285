"""The duty roster of a point for a month: its days, who is there, what is empty, who is in two places at once."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import func, select

from quyuan_desktop.domain.periods import Period
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.domain.service_days import service_weekdays
from quyuan_desktop.registers.advisers.adviser import Adviser
from quyuan_desktop.registers.advisers.terms import AdviserKind, Practice
from quyuan_desktop.registers.base import State
from quyuan_desktop.registers.linked import Linked, points_to, text_of, uid_of
from quyuan_desktop.registers.service_points.duty import Duty
from quyuan_desktop.registers.service_points.point import Point
from quyuan_desktop.registers.service_points.terms import DutyRole, Half, PointState, Service
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage.keys import logins

Cell = tuple[date, Half]
"""A half day."""
REMEMBERED = 400
"""Days back that are looked at for who does duty, and as what."""
_SEPARATORS = re.compile(r"[、，,;；/\s]+")
_LONGEST_NAME = 12
_ROLES = {
    AdviserKind.LAWYER: DutyRole.LAWYER,
    AdviserKind.GRASSROOTS: DutyRole.GRASSROOTS,
    AdviserKind.MEDIATOR: DutyRole.MEDIATOR,
    AdviserKind.OFFICE: DutyRole.OFFICE,
    AdviserKind.TRAINEE: DutyRole.VOLUNTEER,
}


@dataclass(frozen=True, slots=True)
class RosterPoint:
    """A point as its roster needs it."""

    uid: str
    name: str
    opened_on: date
    closed_on: date | None = None
    address: str = ""
    phone: str = ""
    hours: str = ""
    service_days: str = ""
    head: str = ""
    staff: str = ""
    services: tuple[Service, ...] = ()

    @property
    def link(self) -> Linked:
        """What a slot points at."""
        return Linked(self.uid, self.name)

    def exists_on(self, day: date) -> bool:
        """Whether it had been opened and was not yet closed."""
        return self.opened_on <= day and (self.closed_on is None or day <= self.closed_on)


@dataclass(frozen=True, slots=True)
class Slot:
    """Who is on duty on a half day; `clash` says in a sentence what else that person (or another) is entered for."""

    uid: str
    on: date
    half: Half
    person: str
    role: DutyRole
    phone: str = ""
    leader: str = ""
    substitute: str = ""
    substitute_reason: str = ""
    signed_in: time | None = None
    signed_out: time | None = None
    note: str = ""
    clash: str = ""

    @property
    def present(self) -> str:
        """Who is there in fact: the one who stands in, if anybody does."""
        return self.substitute or self.person

    @property
    def leaves_later(self) -> bool:
        """Whether they have signed in and not yet out."""
        return self.signed_in is not None and self.signed_out is None


_STORED = tuple(name for name in Slot.__dataclass_fields__ if name != "clash")


@dataclass(frozen=True, slots=True)
class RosterDay:
    """A day of the month: whether offices rest, what it is called when it is out of the ordinary (国庆节, 调休上班),
    and whether the point is to be manned."""

    on: date
    rest: bool
    name: str
    wanted: bool


@dataclass(frozen=True, slots=True)
class Known:
    """A person who does duty: as what, with which telephone, and how many half days of the month."""

    name: str
    role: DutyRole
    phone: str = ""
    slots: int = 0


@dataclass(frozen=True)
class Roster:
    """A point's month. `slots` holds what is entered; `people` those who may be put in, the busiest first."""

    point: RosterPoint
    period: Period
    days: tuple[RosterDay, ...]
    slots: dict[Cell, Slot] = field(default_factory=dict)
    people: tuple[Known, ...] = ()

    @cached_property
    def wanted(self) -> tuple[Cell, ...]:
        """The half days that are to be manned, in order."""
        return tuple((day.on, half) for day in self.days if day.wanted for half in Half)

    @property
    def arranged(self) -> int:
        """How many of those are."""
        return sum(cell in self.slots for cell in self.wanted)

    @property
    def empty(self) -> tuple[Cell, ...]:
        """Those that are not."""
        return tuple(cell for cell in self.wanted if cell not in self.slots)

    @property
    def extra(self) -> int:
        """Half days that are manned though nobody need be there."""
        return len(self.slots) - self.arranged

    @property
    def clashes(self) -> tuple[Slot, ...]:
        """The double bookings, in order."""
        return tuple(slot for _, slot in sorted(self.slots.items(), key=lambda each: each[1].on) if slot.clash)

    def in_words(self) -> str:
        """已排 30/应排 44，空 14；休息日另排 2 班."""
        text = f"已排 {self.arranged}/应排 {len(self.wanted)}，空 {len(self.empty)}"
        return text + (f"；休息日另排 {self.extra} 班" if self.extra else "")


def roster_points(place: Workplace, period: Period) -> list[RosterPoint]:
    """The points that had not closed before the period, the oldest first; when the day of its end is missing, the
    state decides."""
    with place.ledger.reading() as session:
        wanted = select(Point).where(Point.state == State.LIVE).order_by(Point.opened_on, Point.id)
        return [_point(each) for each in session.scalars(wanted) if _lasts(each, period)]


def _lasts(point: Point, period: Period) -> bool:
    if point.closed_on is not None:
        return point.closed_on >= period.first
    return point.point_state is not PointState.CLOSED


def read_point(session: Any, uid: str) -> RosterPoint:
    """The point called `uid`. Raises Trouble when there is none in force."""
    found = session.scalar(select(Point).where(Point.uid == uid, Point.state == State.LIVE))
    if found is None:
        raise Trouble("没有找到这个服务点，可能已经作废。请另选一个服务点。")
    return _point(found)


def _point(point: Point) -> RosterPoint:
    return RosterPoint(
        point.uid,
        point.name,
        point.opened_on,
        point.closed_on,
        address=point.address,
        phone=point.phone,
        hours=point.hours,
        service_days=point.service_days,
        head=point.head,
        staff=point.staff,
        services=point.services,
    )


def month_of(place: Workplace, uid: str, period: Period) -> Roster:
    """The roster of the point `uid` in the period. Raises Trouble."""
    with place.ledger.reading() as session:
        point = read_point(session, uid)
        slots = read_slots(session, point, period)
        known = people_of(place, session, point)
    busy = Counter(slot.present for slot in slots.values())
    counted = [Known(each.name, each.role, each.phone, busy[each.name]) for each in known]
    counted.sort(key=lambda each: -each.slots)
    days = tuple(days_of(place, point, period))
    return Roster(point, period, days, slots, tuple(counted))


def days_of(place: Workplace, point: RosterPoint, period: Period) -> Iterable[RosterDay]:
    """The days of the period, by the house's holiday table and the point's 服务日 where they can be read."""
    holidays, weekdays = place.house.holidays, service_weekdays(point.service_days)
    for step in range(period.days):
        day = period.first + timedelta(days=step)
        rest, name = holidays.is_rest_day(day), holidays.name_of(day)
        plain = len(name) <= 2 and name.startswith("周")
        serves = weekdays is None or day.weekday() in weekdays or (not rest and day.weekday() >= 5)
        yield RosterDay(day, rest, "" if plain else name, not rest and serves and point.exists_on(day))


def read_slots(session: Any, point: RosterPoint, period: Period) -> dict[Cell, Slot]:
    """The slots of the point in the period, each with what speaks against it."""
    here: dict[Cell, list[Any]] = {}
    everywhere: dict[tuple[Cell, str], list[tuple[str, str]]] = {}
    for row in session.execute(_columns(period)):
        cell = (row.on, row.half)
        everywhere.setdefault((cell, row.substitute or row.person), []).append((row.point_uid, row.point_name))
        if row.point_uid == point.uid:
            here.setdefault(cell, []).append(row)
    found = {}
    for cell, rows in here.items():
        first, *more = rows
        others = everywhere[cell, first.substitute or first.person]
        elsewhere = sorted({name for uid, name in others if uid != point.uid})
        found[cell] = _slot(first, _clash(first, elsewhere, [row.person for row in more]))
    return found


def _columns(period: Period) -> Any:
    """The slots of all points in the period."""
    return (
        select(
            *(getattr(Duty, name) for name in _STORED),
            uid_of(Duty.point).label("point_uid"),
            text_of(Duty.point).label("point_name"),
        )
        .where(Duty.state == State.LIVE, Duty.on.between(period.first, period.last))
        .order_by(Duty.on, Duty.id)
    )


def _slot(row: Any, clash: str) -> Slot:
    return Slot(**{name: getattr(row, name) for name in _STORED}, clash=clash)


def _clash(row: Any, elsewhere: Sequence[str], more: Sequence[str]) -> str:
    when = f"{row.on:%m-%d} {row.half.label}"
    said = []
    if elsewhere:
        said.append(f"{row.substitute or row.person} {when}同时排在“{'、'.join(elsewhere)}”。")
    if more:
        said.append(f"{when}这个服务点有 {len(more) + 1} 条值班记录（还有{'、'.join(more)}），请作废多余的。")
    return "".join(said)


def away(session: Any, point: RosterPoint, period: Period) -> dict[Cell, set[str]]:
    """Who is on duty at other points, by half day."""
    found: dict[Cell, set[str]] = {}
    for row in session.execute(_columns(period)):
        if row.point_uid != point.uid:
            found.setdefault((row.on, row.half), set()).add(row.substitute or row.person)
    return found


def people_of(place: Workplace, session: Any, point: RosterPoint) -> list[Known]:
    """Who may be put in: those who did duty here, then elsewhere, the point's staff, the office's, advisers."""
    since = place.today - timedelta(days=REMEMBERED)
    # SQLite takes the other columns from the row that has the maximum: what was last entered of each person.
    wanted = select(Duty.person, Duty.role, Duty.phone, func.max(Duty.on)).group_by(Duty.person)
    newest = wanted.where(Duty.state == State.LIVE, Duty.on >= since).order_by(
        func.max(Duty.on).desc(), Duty.person
    )
    found: dict[str, Known] = {}
    for rows in (newest.where(points_to(Duty.point, point.uid)), newest):
        for person, role, phone, _ in session.execute(rows):
            known = found.setdefault(person, Known(person, role, phone))
            if phone and not known.phone:
                found[person] = Known(person, known.role, phone)
    for name in (point.head, *_SEPARATORS.split(point.staff), *(each.name for each in logins(place.folder))):
        if 0 < len(name) <= _LONGEST_NAME:
            found.setdefault(name, Known(name, DutyRole.OFFICE))
    active = select(Adviser).where(Adviser.state == State.LIVE, Adviser.practice == Practice.ACTIVE)
    for adviser in session.scalars(active.order_by(Adviser.id)):
        found.setdefault(adviser.name, Known(adviser.name, _ROLES[adviser.kind], adviser.phone))
    return list(found.values())
