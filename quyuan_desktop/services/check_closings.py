"""Are the closed months whole: each sealed by its digest and to the one before, told in the acts, its papers as printed."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import Session

from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.storage import closings
from quyuan_desktop.storage.tables import (
    AuditLine,
    ClosedCorrection,
    ClosedFigure,
    ClosedForm,
    ClosedPeriod,
    ClosedRow,
    ClosedTable,
    Revision,
)


def check_closings(session: Any) -> Iterator[str]:
    """What is wrong with the closed months, as sentences."""
    seals = dict(session.execute(select(AuditLine.id, AuditLine.seal)).all())
    digests: set[str] = set()
    for closing in session.scalars(select(ClosedPeriod).order_by(ClosedPeriod.id)):
        yield from _closing(session, closing, digests, seals)
        digests.add(closing.digest)
    told = select(AuditLine.detail).where(AuditLine.verb == "close_month")
    kept = {f"{each.number} {each.digest}" for each in session.scalars(select(ClosedPeriod))}
    if lost := [detail for detail in session.scalars(told) if detail not in kept]:
        yield f"操作记录里有 {len(lost)} 次结账找不到对应的结账内容，请从备份核对。"
    yield from _strays(session)


def _closing(session: Session, closing: ClosedPeriod, digests: set[str], seals: dict[int, str]) -> Iterator[str]:
    name = f"{closing.label}的结账（{closing.number}）"
    if closings.digest_of(session, closing) != closing.digest:
        yield f"{name}内容与指纹不符，请从备份核对。"
    if closing.before and closing.before not in digests:
        yield f"{name}找不到它前面的一次结账，请从备份核对。"
    if seals.get(closing.act, "") != closing.seal:
        yield f"{name}所依据的操作记录缺失或被改动过，请负责人核查。"
    if not _told(session, "close_month", f"{closing.number} {closing.digest}"):
        yield f"{name}在操作记录里没有，请负责人核查。"
    if not _opened_as_told(session, closing):
        yield f"{name}的撤销与操作记录不符，请负责人核查。"
    yield from _contents(session, closing, name)


def _told(session: Session, verb: str, detail: str) -> bool:
    wanted = select(func.count()).select_from(AuditLine).where(AuditLine.verb == verb, AuditLine.detail == detail)
    return bool(session.scalar(wanted))


def _opened_as_told(session: Session, closing: ClosedPeriod) -> bool:
    """Whether it was re-opened when, by whom and for the reason that the acts tell, or not at all."""
    head = f"{closing.number} {closing.digest} "
    wanted = select(AuditLine).where(AuditLine.verb == "reopen_month", AuditLine.detail.startswith(head))
    acts = [(line.at, line.by, line.detail) for line in session.scalars(wanted)]
    if closing.reopened_at is None:
        return not acts and not closing.reopened_by and not closing.reopen_reason
    return acts == [(closing.reopened_at, closing.reopened_by, head + closing.reopen_reason)]


def _contents(session: Session, closing: ClosedPeriod, name: str) -> Iterator[str]:
    """Every row is a state that its record once had."""
    tables = select(ClosedTable.id).where(ClosedTable.period_id == closing.id)
    same = and_(
        Revision.register == ClosedRow.register, Revision.uid == ClosedRow.uid, Revision.digest == ClosedRow.digest
    )
    lacking = (
        select(func.count()).select_from(ClosedRow).where(ClosedRow.table_id.in_(tables), ~exists().where(same))
    )
    if number := session.scalar(lacking.where(ClosedRow.register.in_(REGISTERS))):
        yield f"{name}的明细有 {number} 条找不到所依据的记录，请从备份核对。"


def _strays(session: Session) -> Iterator[str]:
    """Parts of closings that no closing has."""
    number = 0
    for part, whole, key in (
        (ClosedTable, ClosedPeriod, ClosedTable.period_id),
        (ClosedFigure, ClosedTable, ClosedFigure.table_id),
        (ClosedRow, ClosedTable, ClosedRow.table_id),
        (ClosedCorrection, ClosedPeriod, ClosedCorrection.period_id),
        (ClosedForm, ClosedPeriod, ClosedForm.period_id),
    ):
        wanted = select(func.count()).select_from(part).where(~exists().where(whole.id == key))
        number += session.scalar(wanted) or 0
    if number:
        yield f"有 {number} 行结账内容不属于任何一次结账，请从备份核对。"
