"""What the ledger holds of villages, terms and services, per village: the queries under coverage and duty.

The classes are looked up when they are needed: an assignment's figures are declared with it, and are computed here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import String, func, or_, select, type_coerce

from quyuan_desktop.domain.house import HouseRules
from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers.advisers.terms import AdviceKind, Mode
from quyuan_desktop.registers.base import State
from quyuan_desktop.registers.linked import uid_of

YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Place:
    """A village in use."""

    uid: str
    number: str
    name: str
    town: Town
    since: date


@dataclass(frozen=True, slots=True)
class Tenure:
    """One assignment as coverage needs it, no longer than its village is in use."""

    uid: str
    number: str
    village: str
    village_name: str
    adviser: str
    adviser_name: str
    firm: str
    start: date
    last: date


@dataclass(frozen=True, slots=True)
class Group:
    """The group chat of a village: its name and how many are in it, None when nobody has counted."""

    name: str
    members: int | None


def classes() -> Any:
    """Village, Assignment, ServiceLog and WechatGroup."""
    from quyuan_desktop.registers.advisers.adviser import WechatGroup
    from quyuan_desktop.registers.advisers.assignment import Assignment
    from quyuan_desktop.registers.advisers.service_log import ServiceLog
    from quyuan_desktop.registers.places.village import Village

    return Village, Assignment, ServiceLog, WechatGroup


def limits(house: HouseRules) -> dict[str, Any]:
    """What the desk's settings say, by the code behind the point: hours, lectures, most_villages and so on."""
    from quyuan_desktop.registers.advisers.assignment import SETTINGS

    return {each.code.partition(".")[2]: each.of(house) for each in SETTINGS}


def places(session: Any, on: date) -> list[Place]:
    """The villages in use on a day, by town."""
    village, _, _, _ = classes()
    wanted = select(village.uid, village.number, village.name, village.town, village.valid_from).where(
        village.state == State.LIVE,
        village.valid_from <= on,
        or_(village.valid_to.is_(None), village.valid_to >= on),
    )
    return [Place(*row) for row in session.execute(wanted.order_by(village.town, village.id))]


def tenures(session: Any, first: date, last: date) -> list[Tenure]:
    """The assignments in force on any day of the period, by start."""
    village, assignment, _, _ = classes()
    wanted = (
        select(
            assignment.uid,
            assignment.number,
            village.uid,
            village.name,
            uid_of(assignment.adviser),
            assignment.adviser_name,
            assignment.firm,
            func.max(assignment.start_on, village.valid_from, type_=assignment.start_on.type),
            func.min(
                assignment.last_on,
                func.coalesce(village.valid_to, assignment.last_on),
                type_=assignment.last_on.type,
            ),
        )
        .join(village, village.uid == uid_of(assignment.village))
        .where(
            assignment.state == State.LIVE,
            village.state == State.LIVE,
            assignment.start_on <= last,
            assignment.last_on >= first,
        )
    )
    found = [Tenure(*row) for row in session.execute(wanted.order_by(assignment.start_on, assignment.id))]
    return [each for each in found if each.start <= last and first <= each.last and each.start <= each.last]


def _by_village(value: Any, *more: Any) -> Any:
    """A query of `value` summed up over the services in force, by village and by `more`."""
    _, assignment, log, _ = classes()
    village = uid_of(assignment.village)
    return (
        select(village, *more, value)
        .select_from(log)
        .join(assignment, assignment.uid == uid_of(log.assignment))
        .where(log.state == State.LIVE)
        .group_by(village, *more)
    )


def minutes_by_month(session: Any, first: date, last: date) -> dict[tuple[str, str], int]:
    """Minutes served on site in the period, by village and month (2023-11)."""
    _, _, log, _ = classes()
    month = func.substr(type_coerce(log.on, String()), 1, 7)
    wanted = _by_village(func.sum(log.minutes), month).where(
        log.on >= first, log.on <= last, log.mode == Mode.ON_SITE
    )
    return {(village, when): int(total) for village, when, total in session.execute(wanted)}


def lectures(session: Any, first: date, last: date) -> dict[str, int]:
    """Lectures in the period, by village."""
    _, _, log, _ = classes()
    wanted = _by_village(func.count()).where(log.on >= first, log.on <= last, log.kind == AdviceKind.LECTURE)
    return {village: int(total) for village, total in session.execute(wanted)}


def newest(session: Any, on: date, villages: Iterable[str]) -> dict[str, date]:
    """The day of the newest service up to a day, for each of the villages that has one.

    The last year is looked through first: an index leads there, and most villages need no more.
    """
    _, assignment, log, _ = classes()
    wanted = _by_village(func.max(log.on)).where(log.on <= on)
    found = {row[0]: row[1] for row in session.execute(wanted.where(log.on > on - YEAR))}
    missing = sorted(set(villages) - found.keys())
    if missing:
        wanted = wanted.where(uid_of(assignment.village).in_(missing))
        found |= {row[0]: row[1] for row in session.execute(wanted)}
    return found


def groups(session: Any, on: date) -> dict[str, Group]:
    """The group chat of each village on a day, the newest where there are several."""
    _, _, _, group = classes()
    wanted = select(uid_of(group.village), group.name, group.members).where(
        group.state == State.LIVE,
        group.founded_on <= on,
        or_(group.dissolved_on.is_(None), group.dissolved_on > on),
    )
    rows = session.execute(wanted.order_by(group.founded_on, group.id))
    return {village: Group(name, members) for village, name, members in rows}
