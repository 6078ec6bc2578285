"""The figures of a period: one query per base of counting, all measures under one period-and-status filter."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, bindparam, case, func, literal, or_, select
from sqlalchemy.orm import Session

from quyuan_desktop.domain.figures import FigureRow
from quyuan_desktop.domain.house import HouseRules
from quyuan_desktop.registers import COUNTED_IN, MEASURES
from quyuan_desktop.registers.base import Register, State
from quyuan_desktop.registers.measures import Computed, Counted, Counting, Measure, Total


def totals(
    session: Session, counting: Iterable[Counting], first: date, last: date, house: HouseRules
) -> dict[str, int]:
    """Each figure's value from `first` to `last`, both days included, by code.

    Measures that divide one column by its terms come out of one GROUP BY, the others out of one query per base.
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


def _measured(session: Session, measures: tuple[Measure, ...], first: date, last: date) -> dict[str, int]:
    found: dict[str, int] = {}
    for together, wanted in _plan(measures):
        result = session.execute(wanted, {"first": first, "last": last})
        if together[0].grouped:
            parts = {term: int(number) for term, number in result}
            found.update((each.code, sum(parts.get(term, 0) for term in each.of)) for each in together)
        else:
            found.update((each.code, int(value)) for each, value in zip(together, result.one(), strict=True))
    return found


@cache
def _plan(measures: tuple[Measure, ...]) -> list[tuple[list[Measure], Select[Any]]]:
    """The queries for `measures`, which of them each answers; building them takes longer than running them."""
    together: dict[tuple[Any, ...], list[Measure]] = {}
    for measure in measures:
        key = (measure.base, measure.by, measure.value) if measure.grouped else (measure.base,)
        together.setdefault(tuple(map(id, key)), []).append(measure)
    return [(group, _wanted(group)) for group in together.values()]


def _wanted(together: list[Measure]) -> Select[Any]:
    one = together[0]
    if one.grouped:
        return counted(one.base, select(one.by, func.sum(one.value)).group_by(one.by))
    sums: list[Any] = [
        func.coalesce((func.max if measure.worst else func.sum)(value_of(measure)), 0) for measure in together
    ]
    return counted(one.base, select(*sums))


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
        return wanted.where(base.day <= last, lasting, base.record.state == State.LIVE)
    return wanted.where(base.day >= first, base.day <= last, base.record.state == State.LIVE)
