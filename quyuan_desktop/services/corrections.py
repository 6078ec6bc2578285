"""Corrections (更正): records that count otherwise in closed months than they were reported, since the last closing.

Which records changed is told by the chain of acts, not by clocks. Only figures that add up over months are compared:
what stands at a month's end, and what is found over several records together, stands as it stood. So that for each
figure: 累计(m) = 累计(m-1) + 本月(m) ± 更正(m).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quyuan_desktop.domain.corrections import Correction, CorrectionKind
from quyuan_desktop.domain.figures import FigureTable
from quyuan_desktop.domain.periods import Period, without_days
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers import COUNTED_IN, MEASURES, REGISTERS, adds_up
from quyuan_desktop.registers.base import Register, State
from quyuan_desktop.registers.measures import Counting, Measure
from quyuan_desktop.registers.reporting import window
from quyuan_desktop.reports.behind import MOST, leaves, records_behind
from quyuan_desktop.services.closed_months import closed_table, closing_for
from quyuan_desktop.services.month import counted_table
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import closings, history
from quyuan_desktop.storage.tables import AuditLine, ClosedCorrection, ClosedPeriod, ClosedRow, ClosedTable

Changed = Mapping[str, Collection[str]]
"""Uids by register."""
Key = tuple[str, str]
"""Register and uid."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days that a closed table answers for: its month, or the months left open before it."""

    closing: ClosedPeriod
    table: ClosedTable
    span: int
    first: date
    last: date
    label: str
    year: date

    @property
    def register(self) -> Register:
        """The register whose table it is."""
        return REGISTERS[self.table.register]


@dataclass(frozen=True, slots=True)
class Found:
    """A correction with where it belongs in the ledger."""

    at: Span
    correction: Correction
    digest: str


@dataclass(frozen=True, slots=True)
class MonthCorrections:
    """What became of a closed month: its corrections since, each figure as closed and as counted now where these differ
    (every code, also what stands at the month's end), and how many of its records changed without changing a figure."""

    corrections: tuple[Correction, ...]
    figures: Mapping[str, tuple[int, int]]
    untouched: int


def corrections(place: Workplace, period: Period) -> MonthCorrections:
    """What became of the records of a closed month since it was closed. Raises Trouble when it is not closed."""
    with place.ledger.reading() as session:
        closing = closing_for(session, place.office, period)
        if closing is None:
            raise Trouble(f"{period.label}没有结账，没有更正可列。")
        spans = [span for span in spans_of(session, place, [closing]) if span.span == closings.MONTH]
        changed = changed_since(session, closing.act)
        found = _compared(session, place, spans, changed, overlaid=False)
        figures: dict[str, tuple[int, int]] = {}
        for span in spans:
            then = closed_table(session, closing, span.register)
            assert then is not None
            now = counted_table(session, place, span.register, Period(then.first, then.last, ""))
            figures |= _differing(then, now)
        untouched = _changed_rows(session, spans) - len(
            {(each.correction.register, each.correction.uid) for each in found}
        )
    return MonthCorrections(tuple(each.correction for each in found), figures, max(untouched, 0))


def _differing(then: FigureTable, now: FigureTable) -> dict[str, tuple[int, int]]:
    values = {line.figure.code: line.figure.value for line in now.lines if line.counted}
    return {
        line.figure.code: (line.figure.value, values[line.figure.code])
        for line in then.lines
        if line.counted and values.get(line.figure.code, line.figure.value) != line.figure.value
    }


def _changed_rows(session: Session, spans: Iterable[Span]) -> int:
    """How many records behind the tables have another digest now."""
    then: dict[str, set[tuple[str, str]]] = {}
    for span in spans:
        for register, uid, digest in closings.digests_of(session, span.table.id):
            then.setdefault(register, set()).add((uid, digest))
    changed = 0
    for code, kept in then.items():
        record: Any = REGISTERS[code].record
        uids = sorted({uid for uid, _ in kept})
        now: set[tuple[str, str]] = set()
        for at in range(0, len(uids), MOST):
            wanted = select(record.uid, record.digest).where(record.uid.in_(uids[at : at + MOST]))
            now |= {(uid, digest) for uid, digest in session.execute(wanted)}
        changed += len({uid for uid, _ in kept - now})
    return changed


def corrections_since(session: Session, place: Workplace) -> list[Found]:
    """What the next closing has to report of all earlier months, by month, table and number."""
    standing = closings.standing(session, place.office.code)
    if not standing:
        return []
    changed = changed_since(session, standing[-1].act)
    return _compared(session, place, spans_of(session, place, standing), changed, overlaid=True)


def changed_since(session: Session, act: int) -> dict[str, set[str]]:
    """The records that any act after `act` was about."""
    wanted = select(AuditLine.register, AuditLine.uid).where(AuditLine.id > act, AuditLine.uid != "").distinct()
    found: dict[str, set[str]] = {}
    for register, uid in session.execute(wanted):
        if register in REGISTERS:
            found.setdefault(register, set()).add(uid)
    return found


def spans_of(session: Session, place: Workplace, standing: Iterable[ClosedPeriod]) -> list[Span]:
    """The stretches of days that these closings answer for, oldest first."""
    found = []
    for closing in standing:
        for table in closings.tables_of(session, closing.id):
            if table.register not in REGISTERS:
                continue
            cut = window(place.house, REGISTERS[table.register])
            if table.begins is not None:
                last = table.first - timedelta(days=1)
                label = f"{_month(table.begins)}至{_month(last)}"
                year = cut.year_to_date(Period(table.begins, last, "")).first
                found.append(Span(closing, table, closings.BEFORE, table.begins, last, label, year))
            year = cut.year_to_date(Period(table.first, table.last, "")).first
            found.append(
                Span(closing, table, closings.MONTH, table.first, table.last, without_days(closing.label), year)
            )
    return found


def _month(day: date) -> str:
    return f"{day.year}年{day.month}月"


def flows(register: Register) -> tuple[Counting, ...]:
    """The figures of a table that add up over months."""
    return tuple(counting for counting in register.measures if adds_up(counting))


def _sources(register: Register) -> set[str]:
    """The registers whose records go into a table's figures that add up."""
    return {COUNTED_IN[part.code].code for counting in flows(register) for part in leaves(counting)}


def _compared(
    session: Session, place: Workplace, spans: Iterable[Span], changed: Changed, *, overlaid: bool
) -> list[Found]:
    """The corrections in each span. `overlaid`: against what was reported last, else against what was closed."""
    found = []
    days = _days(session, changed)
    known = _known(session, changed, overlaid=overlaid)
    for span in spans:
        concerned = {code: changed[code] for code in _sources(span.register) if code in changed}
        before = known.get((span.table.id, span.span), {})
        if not before and not any(span.first <= day <= span.last for code in concerned for day in days[code]):
            continue
        alike = counted_alike(session, span.table)
        rows = records_behind(session, flows(span.register), span.first, span.last, place.house, only=concerned)
        after = {(row.register, row.uid): _of(alike, row.values()) for row in rows}
        for key in {**before, **after}:
            then, now = _of(alike, before.get(key, {})), after.get(key, {})
            if then != now:
                found.append(_found(session, span, key, then, now, known))
    return sorted(found, key=lambda each: (each.at.first, each.at.table.position, each.correction.number))


def counted_alike(session: Session, table: ClosedTable) -> set[str]:
    """The figures of a closed table that are counted by the same words (口径) still.

    What a newer program counts beside them, or otherwise, says nothing of a record: it was not changed.
    """
    then = closings.definitions(session, table.id)
    return {code for code, words in then.items() if code in MEASURES and MEASURES[code].words == words}


def _of(codes: Collection[str], values: Mapping[str, int]) -> dict[str, int]:
    return {code: value for code, value in values.items() if value and code in codes}


def _days(session: Session, changed: Changed) -> dict[str, set[date]]:
    """All days on which the changed records count now, by register."""
    found: dict[str, set[date]] = {}
    for code, uids in changed.items():
        record: Any = REGISTERS[code].record
        names = {
            each.base.day.key for each in REGISTERS[code].measures if isinstance(each, Measure) and adds_up(each)
        }
        found[code] = set()
        for at in range(0, len(uids) if names else 0, MOST):
            some = sorted(uids)[at : at + MOST]
            wanted = select(*(getattr(record, name) for name in sorted(names))).where(record.uid.in_(some))
            found[code] |= {day for row in session.execute(wanted) for day in row if day is not None}
    return found


def _known(
    session: Session, changed: Changed, *, overlaid: bool
) -> dict[tuple[int, int], dict[Key, dict[str, int]]]:
    """What the changed records were last reported as, by table and span."""
    uids = sorted({uid for these in changed.values() for uid in these})
    found: dict[tuple[int, int], dict[Key, dict[str, int]]] = {}
    for at in range(0, len(uids), MOST):
        some = uids[at : at + MOST]
        for row in session.scalars(_counted().where(ClosedRow.uid.in_(some))):
            values = _flowing(row)
            if values:
                found.setdefault((row.table_id, row.span), {})[row.register, row.uid] = values
        if overlaid:
            for told in session.scalars(told_so_far().where(ClosedCorrection.uid.in_(some))):
                found.setdefault((told.table_id, told.span), {})[told.register, told.uid] = dict(told.after)
    return found


def _counted() -> Any:
    """The records behind the closings that stand."""
    wanted = select(ClosedRow).join(ClosedTable, ClosedTable.id == ClosedRow.table_id)
    wanted = wanted.join(ClosedPeriod, ClosedPeriod.id == ClosedTable.period_id)
    return wanted.where(ClosedPeriod.reopened_at.is_(None))


def told_so_far() -> Any:
    """The corrections of the closings that stand, the newest last."""
    wanted = select(ClosedCorrection).join(ClosedPeriod, ClosedPeriod.id == ClosedCorrection.period_id)
    return wanted.where(ClosedPeriod.reopened_at.is_(None)).order_by(ClosedCorrection.id)


def _flowing(row: ClosedRow) -> dict[str, int]:
    """What a closed row counted as, in figures that add up."""
    found: dict[str, int] = {}
    for _, _, values in row.entries:
        for code, value in values.items():
            if code in MEASURES and adds_up(MEASURES[code]):
                found[code] = found.get(code, 0) + value
    return found


def _found(
    session: Session,
    span: Span,
    key: Key,
    before: dict[str, int],
    after: dict[str, int],
    known: Mapping[tuple[int, int], Mapping[Key, Mapping[str, int]]],
) -> Found:
    code, uid = key
    record: Any = REGISTERS[code].record
    number, state, digest = session.execute(
        select(record.number, record.state, record.digest).where(record.uid == uid)
    ).one()
    elsewhere = any(key in rows for at, rows in known.items() if at != (span.table.id, span.span))
    revisions = list(_after(session, code, uid, span.closing))
    newest = revisions[-1]
    told = dict.fromkeys(each.reason for each in revisions if each.reason)
    correction = Correction(
        table=span.table.register,
        register=code,
        uid=uid,
        number=number,
        month=span.label,
        year=span.year,
        kind=_kind(before, after, state, elsewhere=elsewhere),
        before=before,
        after=after,
        reason="；".join(told),
        on=newest.at.astimezone().date(),
        by=newest.by,
    )
    return Found(span, correction, digest)


def _after(session: Session, code: str, uid: str, closing: ClosedPeriod) -> Iterator[Any]:
    """The states of a record since the closing, or at least the newest: by the order of acts."""
    acts = select(AuditLine.detail).where(
        AuditLine.id > closing.act, AuditLine.uid == uid, AuditLine.register == code
    )
    since = {detail[:64] for detail in session.scalars(acts)}
    revisions = history.revisions(session, code, uid)
    yield from [each for each in revisions if each.digest in since] or revisions[-1:]


def _kind(before: Mapping[str, int], after: Mapping[str, int], state: State, *, elsewhere: bool) -> CorrectionKind:
    if not after:
        return CorrectionKind.VOIDED if state is State.VOID else CorrectionKind.MOVED_OUT
    if not before:
        return CorrectionKind.MOVED_IN if elsewhere else CorrectionKind.ADDED
    return CorrectionKind.CORRECTED
