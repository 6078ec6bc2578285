"""Records in and out of the ledger: whole, with their child rows, detached when they leave."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.base import Base, Record, Register, Values, fields_of, row_class


def new_uid() -> str:
    """A name for a record that no other record anywhere has."""
    return secrets.token_hex(16)


def load(session: Session, register: Register, uid: str) -> Record:
    """The record called `uid`, whole. Raises Trouble when there is none."""
    found = load_all(session, register, [uid])
    if not found:
        raise Trouble("没有找到这条记录，可能来自另一份数据。请刷新列表后再试。")
    return found[0]


def digest_of(session: Session, register: Register, uid: str) -> str:
    """The digest of the record called `uid` as it is now; empty when there is none."""
    return session.scalar(select(register.record.digest).where(register.record.uid == uid)) or ""


def in_a_line(session: Session, register: Register, uid: str) -> tuple[date, str, Any]:
    """The day, the number and the matter of a record, without the rest of it. Raises Trouble when there is none."""
    record: Any = register.record
    wanted = select(getattr(record, register.day), record.number, getattr(record, register.what))
    found = session.execute(wanted.where(record.uid == uid)).first()
    if found is None:
        raise Trouble("没有找到这条记录，可能来自另一份数据。请刷新列表后再试。")
    return found[0], found[1], found[2]


def load_all(session: Session, register: Register, uids: Iterable[str]) -> list[Record]:
    """The records called `uids`, whole, in no order."""
    wanted = select(register.record).where(register.record.uid.in_(list(uids)))
    return list(session.scalars(wanted.options(*_whole(register.record))))


def _whole(declared: type[Base]) -> list[Any]:
    return [
        selectinload(getattr(declared, field.name))
        for field in fields_of(declared)
        if isinstance(field.kind, kinds.Rows)
    ]


def create(
    session: Session,
    register: Register,
    values: Values,
    *,
    uid: str,
    office: str,
    number: str,
    at: datetime,
    by: str,
) -> Record:
    """Add a new record."""
    record = made(register, values, uid=uid, office=office, number=number, at=at, by=by)
    session.add(record)
    session.flush()
    return record


def made(
    register: Register, values: Values, *, uid: str, office: str, number: str, at: datetime, by: str
) -> Record:
    """A new record that is in no session yet."""
    return register.record(
        uid=uid,
        office=office,
        number=number,
        created_at=at,
        created_by=by,
        changed_at=at,
        changed_by=by,
        **_attributes(register.record, values),
    )


def overwrite(session: Session, register: Register, record: Record, values: Values, at: datetime, by: str) -> None:
    """Put new values into a loaded record."""
    for name, value in _attributes(register.record, values).items():
        setattr(record, name, value)
    record.changed_at, record.changed_by = at, by
    session.flush()


def _attributes(declared: type[Base], values: Values) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in fields_of(declared):
        value = values[field.name]
        if isinstance(field.kind, kinds.Rows):
            row = row_class(declared, field.name)
            value = [
                row(position=position, **_attributes(row, each)) for position, each in enumerate(value, start=1)
            ]
        found[field.name] = value
    return found
