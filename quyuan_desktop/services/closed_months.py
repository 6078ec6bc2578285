"""What a closed month says: its tables, the rows behind its figures, its papers; and that its records ask for a reason."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quyuan_desktop.domain.figures import Figure, FigureLine, FigureRow, FigureTable
from quyuan_desktop.domain.office import Office
from quyuan_desktop.domain.periods import Period
from quyuan_desktop.domain.problems import Problem, Refused
from quyuan_desktop.registers import REGISTERS, adds_up
from quyuan_desktop.registers.base import Register, Values
from quyuan_desktop.registers.measures import Measure
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import closings
from quyuan_desktop.storage.tables import ClosedFigure, ClosedPeriod

BATCH = 500


def closing_for(session: Session, office: Office, period: Period) -> ClosedPeriod | None:
    """The closing of the period that stands, if it is a closed month."""
    return closings.closing_of(session, office.code, period.code) if period.is_month else None


def as_closed(closing: ClosedPeriod) -> Period:
    """The month with the days that it had when it was closed, whatever the office's periods are cut by since."""
    return Period(closing.first, closing.last, closing.label, closing.code)


def closed_table(session: Session, closing: ClosedPeriod, register: Register) -> FigureTable | None:
    """The table of `register` as it was closed; None where there was none."""
    kept = closings.table_of(session, closing.id, register.code)
    if kept is None:
        return None
    return FigureTable(
        office=closing.named,
        title=kept.title,
        first=kept.first,
        last=kept.last,
        lines=tuple(_line(each) for each in closings.figures_of(session, kept.id)),
        notes=tuple(kept.notes),
    )


def _line(kept: ClosedFigure) -> FigureLine:
    figure = Figure(kept.code, kept.label, kept.unit, kept.value)
    if kept.means is None:
        return FigureLine(figure, kept.heading, kept.words, kept.so_far, kept.last_year)
    now, so_far, before = (None if each is None else float(each) for each in kept.means)
    return FigureLine(figure, kept.heading, kept.words, 0, 0, (now, so_far, before))


def closed_rows(session: Session, closing: ClosedPeriod, register: Register, code: str) -> list[FigureRow] | None:
    """The records behind a figure as they were counted; None where the closing has no such figure."""
    kept = closings.table_of(session, closing.id, register.code)
    if kept is None or code not in {each.code for each in closings.figures_of(session, kept.id)}:
        return None
    found = []
    for row in closings.rows_of(session, kept.id, closings.MONTH):
        for day, label, values in row.entries:
            if code in values:
                on = date.fromisoformat(day)
                found.append(FigureRow(row.uid, row.number, on, values[code], label, row.register))
    return sorted(_named(session, found), key=lambda row: (row.date, row.number))


def _named(session: Session, rows: list[FigureRow]) -> Iterable[FigureRow]:
    """The rows, called as their records are called now where they have no words of their own."""
    wanted: dict[str, list[str]] = {}
    for row in rows:
        if not row.label:
            wanted.setdefault(row.register, []).append(row.uid)
    names: dict[tuple[str, str], str] = {}
    for code, uids in wanted.items():
        record: Any = REGISTERS[code].record
        who = getattr(record, REGISTERS[code].who)
        for at in range(0, len(uids), BATCH):
            asked = select(record.uid, who).where(record.uid.in_(uids[at : at + BATCH]))
            names |= {(code, uid): name for uid, name in session.execute(asked)}
    for row in rows:
        label = row.label or names.get((row.register, row.uid), "")
        yield FigureRow(row.uid, row.number, row.date, row.value, label, row.register)


def counted_days(register: Register, values: Values) -> dict[str, date]:
    """The days of a record by which it counts in one month or another, by field."""
    fields = {each.base.day.key for each in register.measures if isinstance(each, Measure) and adds_up(each)}
    return {name: values[name] for name in fields if values.get(name) is not None}


def refuse_unexplained(
    session: Session, place: Workplace, register: Register, values: Values, reason: str
) -> None:
    """Raise Refused where the record counts in a closed month and no reason is given for saving it.

    A closed month prints the same for ever; what is changed in its records is told, with the reason, in the
    corrections (更正表) of the next.
    """
    _refuse(session, place.office, register, counted_days(register, values).values(), reason)


def refuse_step_unexplained(
    place: Workplace, register: Register, before: Values, after: Values, reason: str
) -> None:
    """Raise Refused where a step puts a day into a closed month, or takes one out of it, without a reason."""
    days = counted_days(register, before).items() ^ counted_days(register, after).items()
    with place.ledger.reading() as session:
        _refuse(session, place.office, register, [day for _, day in days], reason)


def _refuse(session: Session, office: Office, register: Register, days: Iterable[date], reason: str) -> None:
    if reason.strip():
        return
    closing = closings.closing_about(session, office.code, register.code, set(days))
    if closing is not None:
        sentence = f"{closing.label}已结账（{closing.number}），补录或更正要写明理由，会列入下一个月的更正表。"
        raise Refused([Problem("reason", sentence)])
