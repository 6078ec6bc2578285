"""The figures of a period: one query per base of counting, all measures under one period-and-status filter."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, bindparam, case, func, literal, select
from sqlalchemy.orm import Session

from quyuan_desktop.domain.figures import FigureRow
from quyuan_desktop.registers.base import Register, State
from quyuan_desktop.registers.measures import Counted, Measure


def totals(session: Session, measures: Iterable[Measure], first: date, last: date) -> dict[str, int]:
    """Each measure's value from `first` to `last`, both days included, by code.

    Measures that divide one column by its terms come out of one GROUP BY, the others out of one query per base.
    """
    connection = session.connection()
    found: dict[str, int] = {}
    for together, wanted in _plan(tuple(measures)):
        result = connection.execute(wanted, {"first": first, "last": last})
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
        return _counted(one.base, select(one.by, func.sum(one.value)).group_by(one.by))
    sums: list[Any] = [
        func.coalesce((func.max if measure.worst else func.sum)(_value(measure)), 0) for measure in together
    ]
    return _counted(one.base, select(*sums))


def rows(session: Session, register: Register, measure: Measure, first: date, last: date) -> list[FigureRow]:
    """The records behind a measure's value, oldest first; their values sum to it.

    Behind a `worst` there is one: the first that has it.
    """
    record = measure.base.record
    value = func.sum(_value(measure)).label("value")
    wanted = select(record.uid, record.number, measure.base.day, value, getattr(record, register.who))
    wanted = _counted(measure.base, wanted).group_by(record.id).having(value != 0)
    order: list[Any] = [measure.base.day, record.id]
    if measure.worst:
        order, wanted = [value.desc(), *order], wanted.limit(1)
    found = session.execute(wanted.order_by(*order), {"first": first, "last": last})
    return [FigureRow(uid, number, day, int(each), who) for uid, number, day, each, who in found]


def _value(measure: Measure) -> ColumnElement[int]:
    if measure.by is None and measure.when is None:
        return measure.value
    return case((measure.condition(), measure.value), else_=literal(0))


def _counted(base: Counted, wanted: Select[Any]) -> Select[Any]:
    """The one filter that every figure shares: the event's day in the period, and not void."""
    wanted = wanted.select_from(base.record)
    if base.child is not None:
        wanted = wanted.join(base.child, base.child.parent_id == base.record.id)
    first, last = bindparam("first", type_=Date()), bindparam("last", type_=Date())
    return wanted.where(base.day >= first, base.day <= last, base.record.state == State.LIVE)
