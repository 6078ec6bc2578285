"""Records in and out of the ledger: whole, with their child rows, detached when they leave."""

import secrets
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, inspect, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.base import Base, Record, Register, Values, fields_of, row_class, values_of
from quyuan_desktop.storage.bulk import insert_all


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
    found = session.execute(_line(register.record, register.day, register.what), {"sought": uid}).first()
    if found is None:
        raise Trouble("没有找到这条记录，可能来自另一份数据。请刷新列表后再试。")
    return found[0], found[1], found[2]


@cache
def _line(declared: type[Record], day: str, what: str) -> Select[Any]:
    wanted = select(getattr(declared, day), declared.number, getattr(declared, what))
    return wanted.where(declared.uid == bindparam("sought"))


def load_all(session: Session, register: Register, uids: Iterable[str]) -> list[Record]:
    """The records called `uids`, whole, in no order."""
    sought = list(uids)
    found = list(session.scalars(_wanted(register.record, len(sought) == 1), _asked(sought)))
    for name in _names_of_rows(register.record):
        bare = {each.id: each for each in found if name in inspect(each).unloaded}
        if not bare:
            continue
        rows: dict[int, list[Any]] = {id_: [] for id_ in bare}
        for row in session.scalars(_wanted_rows(register.record, name, len(bare) == 1), _asked(list(bare))):
            rows[row.parent_id].append(row)
        for id_, record in bare.items():
            set_committed_value(record, name, rows[id_])
    return found


def _asked(sought: list[Any]) -> dict[str, Any]:
    return {"sought": sought[0] if len(sought) == 1 else sought}


def _among(column: Any, alone: bool) -> ColumnElement[bool]:
    """One is asked for as one: a list is written into the query anew each time."""
    found: ColumnElement[bool] = (
        column == bindparam("sought") if alone else column.in_(bindparam("sought", expanding=True))
    )
    return found


@cache
def _wanted(declared: type[Record], alone: bool) -> Select[Record]:
    """The query for records by their uids; made once, since making it takes longer than asking it."""
    return select(declared).where(_among(declared.uid, alone))


@cache
def _wanted_rows(declared: type[Record], name: str, alone: bool) -> Select[Any]:
    """The query for the child rows `name` of records by their ids."""
    row: Any = row_class(declared, name)
    return select(row).where(_among(row.parent_id, alone)).order_by(row.position)


@cache
def _names_of_rows(declared: type[Record]) -> tuple[str, ...]:
    return tuple(field.name for field in fields_of(declared) if isinstance(field.kind, kinds.Rows))


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
    rows_of = _names_of_rows(register.record)
    insert_all(
        session, table, [{**values, **beside, "id": id_} for id_, (values, beside) in whole], without=rows_of
    )
    for name in rows_of:
        declared = row_class(register.record, name)
        rows = [
            {**each, "parent_id": id_, "position": position}
            for id_, (values, _) in whole
            for position, each in enumerate(values[name], start=1)
        ]
        insert_all(session, declared.metadata.tables[declared.__tablename__], rows)


def overwrite(register: Register, record: Record, values: Values, at: datetime, by: str) -> None:
    """Put new values into a loaded record, which `history.keep` writes; child rows that say the same stay as they are."""
    before = values_of(record)
    same = {name for name in _names_of_rows(register.record) if before[name] == values[name]}
    for name, value in _attributes(register.record, values, without=same).items():
        setattr(record, name, value)
    record.changed_at, record.changed_by = at, by


def _attributes(declared: type[Base], values: Values, *, without: Collection[str] = ()) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in fields_of(declared):
        if field.name in without:
            continue
        value = values[field.name]
        if isinstance(field.kind, kinds.Rows):
            row = row_class(declared, field.name)
            value = [
                row(position=position, **_attributes(row, each)) for position, each in enumerate(value, start=1)
            ]
        found[field.name] = value
    return found
