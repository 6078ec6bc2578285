"""The figures of coverage, duty and what is to be looked at, each as the rows it counts. Pure queries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select

from quyuan_desktop.domain.figures import FigureRow
from quyuan_desktop.domain.house import HouseRules
from quyuan_desktop.registers.advisers import tenure
from quyuan_desktop.registers.advisers.coverage import (
    Gap,
    VillageMonth,
    VillageState,
    hours,
    states,
    village_months,
)
from quyuan_desktop.registers.advisers.tenure import Tenure
from quyuan_desktop.registers.base import State
from quyuan_desktop.registers.linked import uid_of


def _states(session: Any, on: date, house: HouseRules) -> list[VillageState]:
    """As `states`, read once for all the figures of a month: until something is written on this connection."""
    written = session.connection().exec_driver_sql("SELECT total_changes()").scalar_one()
    known = session.info.get(_states)
    if known is None or known[:2] != (written, house):
        known = session.info[_states] = (written, house, {})
    by_day: dict[date, list[VillageState]] = known[2]
    if on not in by_day:
        by_day[on] = states(session, on, house)
    return by_day[on]


def _village_row(state: VillageState) -> FigureRow:
    return FigureRow(state.uid, state.number, state.since, 1, f"{state.town.label}{state.name}", "village")


def _term_row(state: VillageState) -> FigureRow:
    assert state.term is not None
    label = f"{state.name} {state.term.adviser_name}"
    return FigureRow(state.term.uid, state.term.number, state.term.start, 1, label, "assignment")


def _lacking(session: Any, last: date, house: HouseRules, gap: Gap) -> list[FigureRow]:
    return [_term_row(each) for each in _states(session, last, house) if each.lacks(gap)]


def villages(session: Any, first: date, last: date, house: HouseRules) -> Iterable[FigureRow]:
    """Every village in use at the end."""
    return [_village_row(each) for each in _states(session, last, house)]


def covered(session: Any, first: date, last: date, house: HouseRules) -> Iterable[FigureRow]:
    """Villages with an adviser at the end."""
    return [_village_row(each) for each in _states(session, last, house) if each.term is not None]


def uncovered(session: Any, first: date, last: date, house: HouseRules) -> Iterable[FigureRow]:
    """Villages without an adviser at the end."""
    return [_village_row(each) for each in _states(session, last, house) if each.term is None]


def expiring(session: Any, first: date, last: date, house: HouseRules) -> Iterable[FigureRow]:
    """Terms that end soon after the end, and that no other follows."""
    return _lacking(session, last, house, Gap.EXPIRING)


def no_lecture(session: Any, first: date, last: date, house: HouseRules) -> Iterable[FigureRow]:
    """Villages with an adviser, and too few lectures in the quarter of the end."""
    return _lacking(session, last, house, Gap.LECTURE)


def silent(session: Any, first: date, last: date, house: HouseRules) -> Iterable[FigureRow]:
    """Villages with an adviser, and no service for long."""
    return _lacking(session, last, house, Gap.SILENT)


def overloaded(session: Any, first: date, last: date, house: HouseRules) -> Iterable[FigureRow]:
    """Advisers who at the end serve more villages than they may."""
    most = tenure.limits(house)["most_villages"]
    served: dict[str, dict[str, Tenure]] = defaultdict(dict)
    for term in tenure.tenures(session, last, last):
        served[term.adviser][term.village] = term
    for uid, terms in served.items():
        if len(terms) > most:
            first_term = next(iter(terms.values()))
            label = f"{first_term.adviser_name} {len(terms)} 个村"
            yield FigureRow(uid, first_term.number, first_term.start, 1, label, "adviser")


def _month_row(each: VillageMonth) -> FigureRow:
    label = f"{each.last_day:%Y-%m} {each.term.village_name} {each.term.adviser_name} {each.minutes} 分钟"
    return FigureRow(each.term.uid, each.term.number, each.last_day, 1, label, "assignment")


def months(session: Any, first: date, last: date, house: HouseRules) -> Iterable[FigureRow]:
    """Village-months in term."""
    return [_month_row(each) for each in village_months(session, first, last, house)]


def fulfilled(session: Any, first: date, last: date, house: HouseRules) -> Iterable[FigureRow]:
    """Village-months with the hours on site that the duty wants."""
    return [_month_row(each) for each in village_months(session, first, last, house) if each.done]


def odd_hours(session: Any, first: date, last: date, house: HouseRules) -> Iterable[FigureRow]:
    """Days on which an adviser served longer than a day's work."""
    _, assignment, log, _ = tenure.classes()
    most = tenure.limits(house)["most_hours"] * 60
    adviser, total = uid_of(assignment.adviser), func.sum(log.minutes)
    wanted = (
        select(log.on, total, func.min(log.id), log.uid, log.number, assignment.adviser_name)
        .select_from(log)
        .join(assignment, assignment.uid == uid_of(log.assignment))
        .where(log.state == State.LIVE, log.on >= first, log.on <= last)
        .group_by(adviser, log.on)
        .having(total > most)
        .order_by(log.on, adviser)
    )
    for on, minutes, _, uid, number, name in session.execute(wanted):  # SQLite: those of the row with the least id
        yield FigureRow(uid, number, on, 1, f"{name} 一天 {hours(minutes)} 小时", "service_log")


COPIES = 3
"""In so many villages the same text is a matter to look at."""
SHORTEST = 10
"""Characters of a text from which on it is compared."""


def told(log: Any) -> ColumnElement[str]:
    """What a service says was done, in SQL: its content, or the result where it came on a sheet without one."""
    return func.coalesce(func.nullif(log.content, ""), log.result)


def _log_rows(session: Any, first: date, last: date, *when: Any) -> Iterator[FigureRow]:
    _, _, log, _ = tenure.classes()
    wanted = select(log.uid, log.number, log.on, log.village_and_adviser).where(
        log.state == State.LIVE, log.on >= first, log.on <= last, *when
    )
    for uid, number, on, who in session.execute(wanted.order_by(log.on, log.id)):
        yield FigureRow(uid, number, on, 1, who, "service_log")


def copied(session: Any, first: date, last: date, house: HouseRules) -> Iterable[FigureRow]:
    """Services whose text stands in several villages."""
    _, assignment, log, _ = tenure.classes()
    same = (
        select(told(log))
        .join(assignment, assignment.uid == uid_of(log.assignment))
        .where(
            log.state == State.LIVE,
            log.on >= first,
            log.on <= last,
            func.length(told(log)) >= SHORTEST,
        )
        .group_by(told(log))
        .having(func.count(func.distinct(uid_of(assignment.village))) >= COPIES)
    )
    return _log_rows(session, first, last, told(log).in_(same))


def late(session: Any, first: date, last: date, house: HouseRules) -> Iterable[FigureRow]:
    """Services that were entered long after they were done (补录)."""
    _, _, log, _ = tenure.classes()
    return _log_rows(session, first, last, log.late.is_(True))
