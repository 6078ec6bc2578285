"""Records in and out of the ledger: whole, with their child rows, detached when they leave."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, insert, inspect, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

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
    found = list(session.scalars(_wanted(register.record), {"uids": list(uids)}))
    for name, wanted in _wanted_rows(register.record):
        bare = {each.id: each for each in found if name in inspect(each).unloaded}
        if not bare:
            continue
        rows: dict[int, list[Any]] = {id_: [] for id_ in bare}
        for row in session.scalars(wanted, {"ids": list(bare)}):
            rows[row.parent_id].append(row)
        for id_, record in bare.items():
            set_committed_value(record, name, rows[id_])
    return found


@cache
def _wanted(declared: type[Record]) -> Select[Record]:
    """The query for records by their uids; made once, since making it takes longer than asking it."""
    return select(declared).where(declared.uid.in_(bindparam("uids", expanding=True)))


@cache
def _wanted_rows(declared: type[Record]) -> tuple[tuple[str, Select[Any]], ...]:
    """The fields of child rows, and for each the query for the rows of records by their ids."""
    found = []
    for field in fields_of(declared):
        if isinstance(field.kind, kinds.Rows):
            row: Any = row_class(declared, field.name)
            of_records = row.parent_id.in_(bindparam("ids", expanding=True))
            found.append((field.name, select(row).where(of_records).order_by(row.position)))
    return tuple(found)


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
    """Add a new record, which `history.keep` writes."""
    record = made(register, values, uid=uid, office=office, number=number, at=at, by=by)
    session.add(record)
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


def enter_all(session: Session, register: Register, entries: Sequence[tuple[Values, Values]]) -> None:
    """Write many new records at once: of each its values, and the columns that every record has beside them."""
    table = register.record.metadata.tables[register.record.__tablename__]
    first = (session.scalar(select(func.max(table.c.id))) or 0) + 1
    whole = list(enumerate(entries, first))
    rows_of = [field.name for field in register.fields if isinstance(field.kind, kinds.Rows)]
    session.execute(
        insert(table),
        [
            {**{name: value for name, value in values.items() if name not in rows_of}, **beside, "id": id_}
            for id_, (values, beside) in whole
        ],
    )
    for name in rows_of:
        declared = row_class(register.record, name)
        rows = [
            {**each, "parent_id": id_, "position": position}
            for id_, (values, _) in whole
            for position, each in enumerate(values[name], start=1)
        ]
        if rows:
            session.execute(insert(declared.metadata.tables[declared.__tablename__]), rows)


def overwrite(register: Register, record: Record, values: Values, at: datetime, by: str) -> None:
    """Put new values into a loaded record, which `history.keep` writes."""
    for name, value in _attributes(register.record, values).items():
        setattr(record, name, value)
    record.changed_at, record.changed_by = at, by


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
