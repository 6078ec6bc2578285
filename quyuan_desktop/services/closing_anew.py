"""Figures whose year to date begins anew: what a newer program counts otherwise, or periods cut otherwise, adds up no more."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from quyuan_desktop.domain.corrections import Carried
from quyuan_desktop.registers import MEASURES
from quyuan_desktop.registers.base import Register
from quyuan_desktop.registers.reporting import CUT_OFF, FIRST_MONTH, own_cut_off
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import closings
from quyuan_desktop.storage.tables import AuditLine, ClosedPeriod, ClosedTable

RULES, TAKEN = "rules", "take_tables"
"""The acts by which settings are changed here, and taken over from the bureau."""


def restarting(
    session: Session, place: Workplace, register: Register, year: date, carried: Iterable[Carried]
) -> list[str]:
    """Of the figures that do not add up, those of which it was not to be expected.

    Either not every closing of the year since `year` has them with the same words (口径), or the day or month by which
    periods are cut was changed since the first of these closings.
    """
    wrong = [each.code for each in carried if not each.sound]
    if not wrong:
        return []
    tables = _tables(session, place, register, year)
    if not tables or _cut_otherwise(session, register, tables[0][1]):
        return wrong
    then = [closings.definitions(session, table_id) for table_id, _ in tables]
    return [code for code in wrong if any(each.get(code) != MEASURES[code].words for each in then)]


def _tables(session: Session, place: Workplace, register: Register, year: date) -> list[tuple[int, int]]:
    """The closed tables of the year to date, oldest first, each with the last act before it was closed."""
    wanted = (
        select(ClosedTable.id, ClosedPeriod.act)
        .join(ClosedPeriod, ClosedPeriod.id == ClosedTable.period_id)
        .where(
            ClosedPeriod.office == place.office.code,
            ClosedPeriod.reopened_at.is_(None),
            ClosedTable.register == register.code,
            ClosedTable.last >= year,
        )
        .order_by(ClosedTable.last)
    )
    return [(table_id, act) for table_id, act in session.execute(wanted)]


def _cut_otherwise(session: Session, register: Register, act: int) -> bool:
    """Whether the rules by which the register's periods are cut were changed after `act`."""
    rules = [f"setting {each.code}" for each in (CUT_OFF, FIRST_MONTH, own_cut_off(register))]
    told = or_(*(AuditLine.detail.in_((rule, f"{rule} forgotten")) for rule in rules))
    changed = or_((AuditLine.verb == RULES) & told, AuditLine.verb == TAKEN)
    return session.scalar(select(AuditLine.id).where(AuditLine.id > act, changed).limit(1)) is not None
