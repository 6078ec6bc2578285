"""A month as it would be closed now: its tables, the records behind them, corrections, and how the year comes about."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quyuan_desktop.domain.corrections import Carried, Restated
from quyuan_desktop.domain.figures import FigureTable
from quyuan_desktop.domain.periods import Period
from quyuan_desktop.registers import MEASURES, adds_up
from quyuan_desktop.registers.base import Register, State
from quyuan_desktop.registers.measures import Measure
from quyuan_desktop.registers.reporting import printed, window
from quyuan_desktop.reports.behind import Behind, records_behind
from quyuan_desktop.services.closing_anew import restarting
from quyuan_desktop.services.corrections import Found, corrections_since, flows
from quyuan_desktop.services.month import counted_table
from quyuan_desktop.services.restated import restated_since
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import closings
from quyuan_desktop.storage.tables import ClosedPeriod, ClosedTable


@dataclass(frozen=True, slots=True)
class TableDraft:
    """A register's table with the records behind it, and those of the months left open before it, from `begins` on.

    last: the table of the closing before, None for none in the same year to date. There may be a great many records:
    they are lists, to be emptied by whoever has done with them.
    """

    register: Register
    table: FigureTable
    rows: list[Behind]
    begins: date | None
    earlier: list[Behind]
    last: ClosedTable | None
    overlaps: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """All that a closing keeps.

    restarted: figures whose year to date begins anew with it, because they, or their words, or the periods by which they
    are counted, are others than in the closings before: what they were carried from is counted again.
    """

    period: Period
    tables: tuple[TableDraft, ...]
    corrections: tuple[Found, ...]
    restated: tuple[Restated, ...]
    carried: dict[str, Carried]
    restarted: tuple[str, ...] = ()

    def told(self) -> Iterator[Carried]:
        """How the year to date came about of the figures that corrections touch, or that begin anew."""
        for code, each in self.carried.items():
            if each.corrected or code in self.restarted:
                yield each

    def values(self) -> dict[str, int]:
        """Every figure of the month, by code."""
        return {
            line.figure.code: line.figure.value
            for each in self.tables
            for line in each.table.lines
            if line.counted
        }


def drafted(session: Session, place: Workplace, period: Period, number: str = "") -> Draft:
    """The month as it would be closed now, under `number` when it is."""
    standing = closings.standing(session, place.office.code)
    newest = standing[-1] if standing else None
    found = corrections_since(session, place)
    tables = tuple(
        _table(session, place, register, period, newest, number) for register in printed(place.office.level)
    )
    carried: dict[str, Carried] = {}
    restarted: list[str] = []
    for each in tables:
        own = _carried(session, place, each, found)
        anew = restarting(session, place, each.register, _year_of(place, each), own.values())
        own |= {code: replace(own[code], before=own[code].before + own[code].missing) for code in anew}
        carried |= own
        restarted += anew
    restated = tuple(restated_since(session, place))
    return Draft(window(place.house).recut(period), tables, tuple(found), restated, carried, tuple(restarted))


def _table(
    session: Session,
    place: Workplace,
    register: Register,
    period: Period,
    newest: ClosedPeriod | None,
    number: str,
) -> TableDraft:
    cut = window(place.house, register)
    asked = cut.recut(period)
    year = cut.year_to_date(asked).first
    table = counted_table(session, place, register, period, number)
    rows = records_behind(session, register.measures, asked.first, asked.last, place.house)
    before = closings.table_of(session, newest.id, register.code) if newest is not None else None
    start = max(year, before.last + timedelta(days=1)) if before is not None else year
    earlier: list[Behind] = []
    if start < asked.first:
        last = asked.first - timedelta(days=1)
        earlier = records_behind(session, flows(register), start, last, place.house)
    same_year = before is not None and before.last >= year
    overlaps = before is not None and asked.first <= before.last
    return TableDraft(
        register,
        table,
        rows,
        start if start < asked.first else None,
        earlier,
        before if same_year else None,
        overlaps,
    )


def _carried(session: Session, place: Workplace, draft: TableDraft, found: Iterable[Found]) -> dict[str, Carried]:
    """How the year to date of every figure that adds up came about."""
    year = _year_of(place, draft)
    before: dict[str, int] = {}
    if draft.last is not None:
        before = {each.code: each.so_far for each in closings.figures_of(session, draft.last.id)}
    open_ = summed(draft.earlier)
    corrected: dict[str, int] = {}
    for each in found:
        if each.correction.table == draft.register.code and each.correction.year == year:
            for code, then, now in each.correction.changes():
                corrected[code] = corrected.get(code, 0) + now - then
    return {
        line.figure.code: Carried(
            line.figure.code,
            before.get(line.figure.code, 0),
            line.figure.value,
            open_.get(line.figure.code, 0),
            corrected.get(line.figure.code, 0),
            line.year_to_date,
        )
        for line in draft.table.lines
        if line.counted and adds_up(MEASURES[line.figure.code])
    }


def _year_of(place: Workplace, draft: TableDraft) -> date:
    """The first day of the year to date."""
    return window(place.house, draft.register).year_to_date(Period(draft.table.first, draft.table.last, "")).first


def summed(rows: Iterable[Behind]) -> dict[str, int]:
    """The values of all records together, by code."""
    found: dict[str, int] = {}
    for row in rows:
        for code, value in row.values().items():
            found[code] = found.get(code, 0) + value
    return found


def first_day(session: Session, place: Workplace) -> date | None:
    """The first day on which anything counts that happened; None in a ledger without records."""
    days = []
    for register in printed(place.office.level):
        record: Any = register.record
        names = {each.base.day.key for each in register.measures if isinstance(each, Measure) and adds_up(each)}
        for name in names:
            day = getattr(record, name)
            days.append(session.scalar(select(func.min(day)).where(record.state == State.LIVE)))
    return min((day for day in days if day is not None), default=None)
