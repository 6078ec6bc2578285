"""A glimpse of many records: of each only the fields that are asked for, as plain values; no record is made of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import Session

from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.base import Record, Register, Values, fields_of, row_class


@dataclass(frozen=True, slots=True)
class Glimpse:
    """Which record it is, whom it is about, and the values that were asked for: child rows as lists of such."""

    uid: str
    number: str
    who: Any
    values: Values


def split(register: Register, names: Sequence[str]) -> tuple[list[str], list[str]]:
    """The names of fields in the record's own table, and those of child rows."""
    several = {name for name in names if isinstance(register.field(name).kind, kinds.Rows)}
    return [name for name in names if name not in several], sorted(several)


def glimpses(
    session: Session, register: Register, names: Sequence[str], which: ColumnElement[bool], most: int
) -> list[Glimpse]:
    """The fields `names` of the records `which`, the newest first, at most so many: a query, and one for each sort of
    child rows."""
    record: Any = register.record
    own, several = split(register, names)
    columns = [getattr(record, name) for name in own]
    wanted = select(record.id, record.uid, record.number, getattr(record, register.who), *columns)
    found = session.execute(wanted.where(which).order_by(record.id.desc()).limit(most)).all()
    beside = {name: rows_of(session, register.record, name, [each[0] for each in found]) for name in several}
    return [
        Glimpse(
            uid,
            number,
            who,
            {
                **dict(zip(own, values, strict=True)),
                **{name: rows.get(id_, []) for name, rows in beside.items()},
            },
        )
        for id_, uid, number, who, *values in found
    ]


def many(session: Session, register: Register, which: ColumnElement[bool]) -> int:
    """How many records there are of these."""
    return session.scalar(select(func.count()).select_from(register.record).where(which)) or 0


def rows_of(session: Session, declared: type[Record], name: str, ids: Sequence[int]) -> dict[int, list[Values]]:
    """The child rows `name` of the records with these local ids, in their own order, as values."""
    found: dict[int, list[Values]] = {}
    if not ids:
        return found
    wanted, names = _rows(declared, name)
    for id_, *values in session.execute(wanted, {"sought": list(ids)}):
        found.setdefault(id_, []).append(dict(zip(names, values, strict=True)))
    return found


@cache
def _rows(declared: type[Record], name: str) -> tuple[Select[Any], tuple[str, ...]]:
    row: Any = row_class(declared, name)
    names = tuple(field.name for field in fields_of(row))
    wanted = select(row.parent_id, *(getattr(row, each) for each in names))
    sought = row.parent_id.in_(bindparam("sought", expanding=True))
    return wanted.where(sought).order_by(row.parent_id, row.position), names
