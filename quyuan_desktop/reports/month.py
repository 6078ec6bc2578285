"""The figures of a period: one query per base of counting, all measures under one period-and-status filter."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Executable,
    Select,
    String,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session

from quyuan_desktop.domain.figures import FigureRow
from quyuan_desktop.domain.house import HouseRules
from quyuan_desktop.registers import COUNTED_IN, MEASURES
from quyuan_desktop.registers.base import Register, State
from quyuan_desktop.registers.columns import TermsColumn
from quyuan_desktop.registers.measures import Computed, Counted, Counting, Measure, Total


def totals(
    session: Session, counting: Iterable[Counting], first: date, last: date, house: HouseRules
) -> dict[str, int]:
    """Each figure's value from `first` to `last`, both days included, by code.

    Measures that divide a column by its terms come out of one GROUP BY, and these out of one query; the others out of
    one query per base.
    """
    wanted = tuple(counting)
    measures, others = _needed(wanted)
    found = _measured(session, measures, first, last)
    for each in others:
        if isinstance(each, Computed):
            found[each.code] = sum(row.value for row in each.rows(session, first, last, house))
    for each in others:
        if isinstance(each, Total):
            found[each.code] = _sum_of(each, found)
    return {each.code: found[each.code] for each in wanted}


def _sum_of(total: Total, found: dict[str, int]) -> int:
    parts = (MEASURES[code] for code in total.parts)
    return sum(_sum_of(part, found) if isinstance(part, Total) else found[part.code] for part in parts)


def _needed(wanted: tuple[Counting, ...]) -> tuple[tuple[Measure, ...], list[Counting]]:
    """The measures that are asked for or go into what is, and the figures that come of other ways."""
    measures: dict[str, Measure] = {}
    others: dict[str, Counting] = {}
    coming = list(wanted)
    while coming:
        each = coming.pop(0)
        if isinstance(each, Measure):
            measures[each.code] = each
        elif each.code not in others:
            others[each.code] = each
            coming += [MEASURES[code] for code in each.parts] if isinstance(each, Total) else []
    return tuple(measures.values()), list(others.values())


@dataclass(frozen=True, slots=True)
class _Part:
    """What one GROUP BY gives: each measure's code beside the terms that it sums, None for all of them.

    `several`: the column holds several terms, |code|code|.
    """

    shares: tuple[tuple[str, tuple[str, ...] | None], ...]
    several: bool


@dataclass(frozen=True, slots=True)
class _Plan:
    """The queries that give some measures: `divided` makes all GROUP BYs at once, `summed` the others of one base."""

    parts: tuple[_Part, ...]
    divided: Executable | None
    summed: tuple[tuple[tuple[str, ...], Select[Any]], ...]


def _measured(session: Session, measures: tuple[Measure, ...], first: date, last: date) -> dict[str, int]:
    plan, days, found = _plan(measures), {"first": first, "last": last}, dict[str, int]()
    for codes, wanted in plan.summed:
        found.update(zip(codes, map(int, session.execute(wanted, days).one()), strict=True))
    if plan.divided is None:
        return found
    sums: list[dict[str, int]] = [defaultdict(int) for _ in plan.parts]
    for place, held, number in session.execute(plan.divided, days).all():
        for term in held.strip("|").split("|") if plan.parts[place].several else (held,):
            sums[place][term] += int(number)
    for part, by_term in zip(plan.parts, sums, strict=True):
        for code, terms in part.shares:
            found[code] = sum(by_term.values() if terms is None else map(by_term.__getitem__, terms))
    return found


@cache
def _plan(measures: tuple[Measure, ...]) -> _Plan:
    """The queries for `measures`; building them takes longer than running them."""
    parts: dict[tuple[int, ...], list[Measure]] = {}
    others: dict[int, list[Measure]] = {}
    for each in measures:
        if each.grouped:
            parts.setdefault((id(each.base), id(each.by), id(each.value)), []).append(each)
    wholes = {(id(one.base), id(one.value)): one for one, *_ in parts.values() if not _several(one)}
    for each in measures:
        divided = wholes.get((id(each.base), id(each.value))) if each.whole else None
        if divided is not None:
            parts[id(divided.base), id(divided.by), id(divided.value)].append(each)
        elif not each.grouped:
            others.setdefault(id(each.base), []).append(each)
    grouped = [_grouped(place, together[0]) for place, together in enumerate(parts.values())]
    return _Plan(
        parts=tuple(map(_part, parts.values())),
        divided=union_all(*grouped) if len(grouped) > 1 else grouped[0] if grouped else None,
        summed=tuple((tuple(one.code for one in together), _summed(together)) for together in others.values()),
    )


def _part(together: list[Measure]) -> _Part:
    return _Part(
        shares=tuple(
            (each.code, None if each.whole else tuple(term.code if term else "" for term in each.of))
            for each in together
        ),
        several=_several(together[0]),
    )


def _several(measure: Measure) -> bool:
    return isinstance(measure.by.type, TermsColumn)


def _grouped(place: int, one: Measure) -> Select[Any]:
    held = func.coalesce(type_coerce(one.by, String()), "")
    columns: list[Any] = [literal(place), held, func.sum(one.value)]
    return counted(one.base, select(*columns)).group_by(one.by)


def _summed(together: list[Measure]) -> Select[Any]:
    sums: list[Any] = [
        func.coalesce((func.max if measure.worst else func.sum)(value_of(measure)), 0) for measure in together
    ]
    return counted(together[0].base, select(*sums))


def rows(session: Session, counting: Counting, first: date, last: date, house: HouseRules) -> list[FigureRow]:
    """The records behind a figure, oldest first; their values sum to it.

    Behind a `worst` there is one: the first that has it.
    """
    if isinstance(counting, Computed):
        return sorted(counting.rows(session, first, last, house), key=lambda row: (row.date, row.number))
    if isinstance(counting, Total):
        parts = (rows(session, MEASURES[code], first, last, house) for code in counting.parts)
        return sorted((row for each in parts for row in each), key=lambda row: (row.date, row.number))
    return _rows(session, COUNTED_IN[counting.code], counting, first, last)


def _rows(session: Session, register: Register, measure: Measure, first: date, last: date) -> list[FigureRow]:
    record = measure.base.record
    value = func.sum(value_of(measure)).label("value")
    wanted = select(record.uid, record.number, measure.base.day, value, getattr(record, register.who))
    wanted = counted(measure.base, wanted).group_by(record.id).having(value != 0)
    order: list[Any] = [measure.base.day, record.id]
    if measure.worst:
        order, wanted = [value.desc(), *order], wanted.limit(1)
    found = session.execute(wanted.order_by(*order), {"first": first, "last": last})
    return [FigureRow(uid, number, day, int(each), who, register.code) for uid, number, day, each, who in found]


def value_of(measure: Measure) -> ColumnElement[int]:
    if measure.by is None and measure.when is None:
        return measure.value
    return case((measure.condition(), measure.value), else_=literal(0))


def counted(base: Counted, wanted: Select[Any]) -> Select[Any]:
    """The one filter that every figure shares: the event's day in the period (or the stock at its end), not void."""
    wanted = wanted.select_from(base.record)
    if base.child is not None:
        wanted = wanted.join(base.child, base.child.parent_id == base.record.id)
    first, last = bindparam("first", type_=Date()), bindparam("last", type_=Date())
    if base.until is not None:
        lasting = or_(base.until.is_(None), base.until >= last)
        return wanted.where(base.day <= last, lasting, _in_force(base))
    return wanted.where(base.day >= first, base.day <= last, _in_force(base))


def _in_force(base: Counted) -> ColumnElement[bool]:
    """Not void. Where an index of what is counted begins with the day, it is said so that SQLite takes that one.

    An equality would draw it to the index of the lists, from where every record has to be looked up.
    """
    state, day = base.record.state, base.day.property.columns[0]
    by_day = any(next(iter(index.columns)) is day for index in base.record.__table__.indexes)
    in_force: ColumnElement[bool] = state != State.VOID if by_day else state == State.LIVE
    return in_force
