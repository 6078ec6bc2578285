"""Figures of closed months that do not add up (期末数) and are others now: told once, whichever month of the year it is."""

from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from quyuan_desktop.domain.corrections import CorrectionKind, Restated
from quyuan_desktop.domain.periods import Period, without_days
from quyuan_desktop.registers import MEASURES, adds_up
from quyuan_desktop.registers.measures import Computed, Counting
from quyuan_desktop.registers.reporting import window
from quyuan_desktop.reports import month
from quyuan_desktop.reports.behind import leaves
from quyuan_desktop.services.closing_anew import RULES, TAKEN
from quyuan_desktop.services.corrections import told_so_far
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import closings
from quyuan_desktop.storage.tables import AuditLine, ClosedCorrection, ClosedFigure, ClosedPeriod, ClosedTable


def restated_since(session: Session, place: Workplace) -> list[Restated]:
    """The figures that do not add up of the closed months of the year that are others now, by month and table.

    Against what was told of them last, so that a month closed by a program that did not tell yet is made up for. No
    later month makes up for them by itself. What is worked out by rules is not compared across a change of rules: that
    is no correction of anybody's.
    """
    standing = closings.standing(session, place.office.code)
    if not standing:
        return []
    newest = standing[-1]
    year = window(place.house).year_to_date(Period(newest.first, newest.last, "")).first
    told, found = _told(session), list[Restated]()
    for closing in (each for each in standing if each.last >= year):
        ruled = _ruled_otherwise(session, closing)
        for table, then in _closed(session, closing):
            wanted = [MEASURES[code] for code in then if not (ruled and _by_rules(MEASURES[code]))]
            then |= told.get(table.id, {})
            now = month.totals(session, wanted, table.first, table.last, place.house) if wanted else {}
            label = without_days(closing.label)
            found += [
                Restated(table.register, label, code, then[code], now[code])
                for code in now
                if now[code] != then[code]
            ]
    return found


def _told(session: Session) -> dict[int, dict[str, int]]:
    """What was told last of the figures of each closed table, by code."""
    found: dict[int, dict[str, int]] = {}
    for line in session.scalars(told_so_far().where(ClosedCorrection.kind == CorrectionKind.RESTATED.code)):
        found.setdefault(line.table_id, {}).update(line.after)
    return found


def _closed(session: Session, closing: ClosedPeriod) -> Iterator[tuple[ClosedTable, dict[str, int]]]:
    """The tables of a closing with those of their figures that do not add up and are counted by the same words still."""
    standing = [code for code, each in MEASURES.items() if not adds_up(each)]
    wanted = (
        select(ClosedTable, ClosedFigure.code, ClosedFigure.value, ClosedFigure.words)
        .join(ClosedFigure, ClosedFigure.table_id == ClosedTable.id)
        .where(ClosedTable.period_id == closing.id, ClosedFigure.code.in_(standing))
        .order_by(ClosedTable.position, ClosedFigure.position)
    )
    for table, lines in groupby(session.execute(wanted), lambda line: line[0]):
        alike = {code: value for _, code, value, words in lines if words == MEASURES[code].words}
        yield table, alike


def _by_rules(counting: Counting) -> bool:
    return any(isinstance(part, Computed) for part in leaves(counting))


def _ruled_otherwise(session: Session, closing: ClosedPeriod) -> bool:
    """Whether any rule of the house was changed since."""
    changed = AuditLine.verb.in_((RULES, TAKEN))
    return session.scalar(select(AuditLine.id).where(AuditLine.id > closing.act, changed).limit(1)) is not None
