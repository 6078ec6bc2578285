"""Which villages have an adviser, how far the duty is done, and where the gaps are: pure queries over three registers.

The classes are looked up when they are needed: an assignment's figures are declared with it, and are computed here.
"""

import calendar
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import func, or_, select

from quyuan_desktop.domain.figures import FigureRow
from quyuan_desktop.domain.house import HouseRules
from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers.advisers.terms import AdviceKind, Mode
from quyuan_desktop.registers.base import State
from quyuan_desktop.registers.linked import uid_of


class Light(StrEnum):
    """How a village stands: a colour with a word, for the board."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Tenure:
    """One assignment as coverage needs it."""

    uid: str
    number: str
    village: str
    adviser: str
    adviser_name: str
    start: date
    last: date


@dataclass(frozen=True, slots=True)
class VillageState:
    """How one village stands on a day.

    minutes: served on site this month, of `wanted`; lectures this quarter; last: day of the newest service; faults:
    what is lacking, in words, the gravest first.
    """

    uid: str
    number: str
    name: str
    town: Town
    since: date
    term: Tenure | None
    minutes: int
    wanted: int
    lectures: int
    lectures_wanted: int
    last: date | None
    group: str
    light: Light
    faults: tuple[str, ...]


def _classes() -> Any:
    from quyuan_desktop.registers.advisers.adviser import WechatGroup
    from quyuan_desktop.registers.advisers.assignment import Assignment
    from quyuan_desktop.registers.advisers.service_log import ServiceLog
    from quyuan_desktop.registers.places.village import Village

    return Village, Assignment, ServiceLog, WechatGroup


def _settings(house: HouseRules) -> dict[str, Any]:
    from quyuan_desktop.registers.advisers.assignment import SETTINGS

    return {each.code.partition(".")[2]: each.of(house) for each in SETTINGS}


def _terms(session: Any, first: date, last: date) -> list[Tenure]:
    """The assignments in force on any day of the period, by village and start."""
    _, assignment, _, _ = _classes()
    wanted = select(
        assignment.uid,
        assignment.number,
        uid_of(assignment.village),
        uid_of(assignment.adviser),
        assignment.adviser_name,
        assignment.start_on,
        assignment.last_on,
    ).where(assignment.state == State.LIVE, assignment.start_on <= last, assignment.last_on >= first)
    return [Tenure(*row) for row in session.execute(wanted.order_by(assignment.start_on, assignment.id))]


def _villages(session: Any, on: date) -> list[Any]:
    village, _, _, _ = _classes()
    wanted = select(village.uid, village.number, village.name, village.town, village.valid_from).where(
        village.state == State.LIVE,
        village.valid_from <= on,
        or_(village.valid_to.is_(None), village.valid_to >= on),
    )
    return list(session.execute(wanted.order_by(village.town, village.id)))


def states(session: Any, on: date, house: HouseRules) -> list[VillageState]:
    """How every village in use stands on a day, by town."""
    rules = _settings(house)
    terms = {term.village: term for term in _terms(session, on, on)}
    month, quarter = on.replace(day=1), date(on.year, (on.month - 1) // 3 * 3 + 1, 1)
    minutes = _minutes(session, month, on)
    lectures = _lectures(session, quarter, on)
    newest = _newest(session, on)
    groups = _groups(session, on)
    before = month - timedelta(days=1)
    lacking = {row.uid for row in _lacking_months(session, before.replace(day=1), before, house)}
    return [
        _state(row, on, rules, terms.get(row.uid), minutes, lectures, newest, groups.get(row.uid, ""), lacking)
        for row in _villages(session, on)
    ]


def _state(
    row: Any,
    on: date,
    rules: dict[str, Any],
    term: Tenure | None,
    minutes: dict[str, int],
    lectures: dict[str, int],
    newest: dict[str, date],
    group: str,
    lacking: set[str],
) -> VillageState:
    held = term.uid if term is not None else ""
    last = newest.get(held)
    faults = []
    light = Light.GREEN
    if term is None:
        faults.append("无顾问")
        light = Light.RED
    else:
        since = last or term.start
        if (on - since).days > rules["silent_days"]:
            faults.append(f"{(on - since).days} 日无记录")
            light = Light.RED
        faults += _faults(term, on, rules, lectures.get(held, 0), held in lacking)
        if faults and light is Light.GREEN:
            light = Light.AMBER
    return VillageState(
        row.uid,
        row.number,
        row.name,
        row.town,
        row.valid_from,
        term,
        minutes.get(held, 0),
        rules["hours"] * 60,
        lectures.get(held, 0),
        rules["lectures"],
        last,
        group,
        light,
        tuple(faults),
    )


def _faults(term: Tenure, on: date, rules: dict[str, Any], lectures: int, lacking: bool) -> Iterator[str]:
    left = (term.last - on).days
    if left <= rules["expiry_ahead"]:
        yield f"{left} 日后到期"
    if lacking:
        yield "上月工时不足"
    last_month = on.month % 3 == 0
    if last_month and lectures < rules["lectures"]:
        yield "本季讲座不足"


def _minutes(session: Any, first: date, last: date) -> dict[str, int]:
    """Minutes served on site by assignment."""
    _, _, log, _ = _classes()
    held = uid_of(log.assignment)
    wanted = select(held, func.sum(log.minutes)).where(
        log.state == State.LIVE, log.on >= first, log.on <= last, log.mode == Mode.ON_SITE
    )
    return {uid: int(total) for uid, total in session.execute(wanted.group_by(held))}


def _lectures(session: Any, first: date, last: date) -> dict[str, int]:
    _, _, log, _ = _classes()
    held = uid_of(log.assignment)
    wanted = select(held, func.count()).where(
        log.state == State.LIVE, log.on >= first, log.on <= last, log.kind == AdviceKind.LECTURE
    )
    return {uid: int(total) for uid, total in session.execute(wanted.group_by(held))}


def _newest(session: Any, on: date) -> dict[str, date]:
    _, _, log, _ = _classes()
    held = uid_of(log.assignment)
    wanted = select(held, func.max(log.on)).where(log.state == State.LIVE, log.on <= on)
    return {uid: day for uid, day in session.execute(wanted.group_by(held)) if day is not None}


def _groups(session: Any, on: date) -> dict[str, str]:
    _, _, _, group = _classes()
    wanted = select(uid_of(group.village), group.name).where(
        group.state == State.LIVE,
        group.founded_on <= on,
        or_(group.dissolved_on.is_(None), group.dissolved_on > on),
    )
    return {row[0]: row[1] for row in session.execute(wanted)}


# -- figures


def _village_row(state: VillageState) -> FigureRow:
    return FigureRow(state.uid, state.number, state.since, 1, f"{state.town.label}{state.name}", "village")


def _term_row(state: VillageState) -> FigureRow:
    assert state.term is not None
    label = f"{state.name} {state.term.adviser_name}"
    return FigureRow(state.term.uid, state.term.number, state.term.start, 1, label, "assignment")


def villages(session: Any, first: date, last: date, house: HouseRules) -> Iterable[FigureRow]:
    """Every village in use at the end."""
    return [_village_row(each) for each in states(session, last, house)]


def covered(session: Any, first: date, last: date, house: HouseRules) -> Iterable[FigureRow]:
    """Villages with an adviser at the end."""
    return [_village_row(each) for each in states(session, last, house) if each.term is not None]


def uncovered(session: Any, first: date, last: date, house: HouseRules) -> Iterable[FigureRow]:
    """Villages without an adviser at the end."""
    return [_village_row(each) for each in states(session, last, house) if each.term is None]


def expiring(session: Any, first: date, last: date, house: HouseRules) -> Iterable[FigureRow]:
    """Terms that end soon after the end."""
    ahead = timedelta(days=_settings(house)["expiry_ahead"])
    found = (each for each in states(session, last, house) if each.term is not None)
    return [_term_row(each) for each in found if each.term is not None and each.term.last <= last + ahead]


def overloaded(session: Any, first: date, last: date, house: HouseRules) -> Iterable[FigureRow]:
    """Advisers who serve more villages than they may."""
    most = _settings(house)["most_villages"]
    served: dict[str, list[Tenure]] = defaultdict(list)
    for term in _terms(session, last, last):
        served[term.adviser].append(term)
    return [
        FigureRow(uid, terms[0].number, terms[0].start, 1, f"{terms[0].adviser_name} {len(terms)} 个村", "adviser")
        for uid, terms in served.items()
        if len(terms) > most
    ]


def no_lecture(session: Any, first: date, last: date, house: HouseRules) -> Iterable[FigureRow]:
    """Villages with an adviser, and too few lectures in the quarter of the end."""
    found = (each for each in states(session, last, house) if each.term is not None)
    return [_term_row(each) for each in found if each.lectures < each.lectures_wanted]


def silent(session: Any, first: date, last: date, house: HouseRules) -> Iterable[FigureRow]:
    """Villages with an adviser, and no service for long."""
    days = _settings(house)["silent_days"]
    found = (each for each in states(session, last, house) if each.term is not None)
    return [
        _term_row(each)
        for each in found
        if each.term is not None and (last - (each.last or each.term.start)).days > days
    ]


@dataclass(frozen=True, slots=True)
class VillageMonth:
    """One village in one month of a term: the days in term, minutes served on site, of those wanted."""

    term: Tenure
    last_day: date
    days: int
    minutes: int
    wanted: float


def village_months(session: Any, first: date, last: date, house: HouseRules) -> Iterator[VillageMonth]:
    """Every month of the period in which a village has an adviser; a part of a month is reckoned pro rata."""
    wanted = _settings(house)["hours"] * 60
    terms = _terms(session, first, last)
    month = first.replace(day=1)
    while month <= last:
        length = calendar.monthrange(month.year, month.month)[1]
        end = month.replace(day=length)
        minutes = _minutes(session, max(month, first), min(end, last))
        for term in terms:
            begin, finish = max(term.start, month, first), min(term.last, end, last)
            days = (finish - begin).days + 1
            if days > 0:
                yield VillageMonth(term, finish, days, minutes.get(term.uid, 0), wanted * days / length)
        month = end + timedelta(days=1)


def _month_row(each: VillageMonth) -> FigureRow:
    label = f"{each.last_day:%Y-%m} {each.term.adviser_name} {each.minutes} 分钟"
    return FigureRow(each.term.uid, each.term.number, each.last_day, 1, label, "assignment")


def months(session: Any, first: date, last: date, house: HouseRules) -> Iterable[FigureRow]:
    """Village-months in term."""
    return [_month_row(each) for each in village_months(session, first, last, house)]


def fulfilled(session: Any, first: date, last: date, house: HouseRules) -> Iterable[FigureRow]:
    """Village-months with the hours on site that the duty wants."""
    found = village_months(session, first, last, house)
    return [_month_row(each) for each in found if each.minutes + 1e-6 >= each.wanted]


def _lacking_months(session: Any, first: date, last: date, house: HouseRules) -> Iterable[FigureRow]:
    found = village_months(session, first, last, house)
    return [_month_row(each) for each in found if each.minutes + 1e-6 < each.wanted]


def odd_hours(session: Any, first: date, last: date, house: HouseRules) -> Iterable[FigureRow]:
    """Days on which an adviser served longer than a day's work."""
    _, assignment, log, _ = _classes()
    most = _settings(house)["most_hours"] * 60
    adviser = uid_of(assignment.adviser)
    wanted = (
        select(adviser, log.on, func.sum(log.minutes), func.min(log.uid), func.min(log.number))
        .join(assignment, assignment.uid == uid_of(log.assignment))
        .where(log.state == State.LIVE, log.on >= first, log.on <= last)
        .group_by(adviser, log.on)
        .having(func.sum(log.minutes) > most)
    )
    return [
        FigureRow(uid, number, on, 1, f"{on:%m-%d} 共 {int(total)} 分钟", "service_log")
        for _, on, total, uid, number in session.execute(wanted)
    ]


COPIES = 3
"""In so many villages the same text is a matter to look at."""
SHORTEST = 10


def copied(session: Any, first: date, last: date, house: HouseRules) -> Iterable[FigureRow]:
    """Services whose text stands in several villages."""
    _, _, log, _ = _classes()
    same = (
        select(log.content)
        .where(
            log.state == State.LIVE,
            log.on >= first,
            log.on <= last,
            func.length(log.content) >= SHORTEST,
        )
        .group_by(log.content)
        .having(func.count(func.distinct(uid_of(log.assignment))) >= COPIES)
    )
    wanted = select(log.uid, log.number, log.on, log.village_and_adviser).where(
        log.state == State.LIVE, log.on >= first, log.on <= last, log.content.in_(same)
    )
    return [FigureRow(uid, number, on, 1, who, "service_log") for uid, number, on, who in session.execute(wanted)]
