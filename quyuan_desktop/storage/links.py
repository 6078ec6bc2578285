"""Links between records: whether they lead somewhere, which records point at one, and what may be linked to."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers import REGISTERS, kinds
from quyuan_desktop.registers.base import Base, Register, State, Values, fields_of, row_class
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.registers.linked import Link, Linked, between, points_between

MOST = 200


@dataclass(frozen=True, slots=True)
class Pointing:
    """A record that points at another by its field `field`."""

    register: str
    label: str
    field: str
    uid: str
    number: str
    day: date
    title: str


def broken(session: Session, register: Register, values: Values) -> Iterator[Problem]:
    """The links in `values` that lead to no record."""
    for path, link, kind in _links(register.record, values):
        if session.scalar(_number_of(kind.register), {"sought": link.uid}) is None:
            yield Problem(path, f"找不到所关联的“{link.text}”，请重新选择。")


@cache
def _number_of(code: str) -> Select[str]:
    """The query for the number of a record of the register `code`; made once, asked with every saving."""
    record = REGISTERS[code].record
    return select(record.number).where(record.uid == bindparam("sought"))


def held_by(session: Session, code: str, uid: str) -> list[Problem]:
    """What speaks against voiding a record: others in force that cannot be without it."""
    held = pointing_at(session, code, uid, needing=True)
    if not held:
        return []
    kinds_of = Counter(each.label for each in held)
    counted = "、".join(f"{label} {count} 条" for label, count in kinds_of.items())
    first = f"{held[0].number}（{held[0].day}）"
    return [
        Problem(
            "",
            f"还有记录要靠它：{counted}，最早的是 {first}。请先更正或作废那些记录；它只是不再用了的，填停用或到期的日期。",
        )
    ]


def _links(declared: type[Base], values: Values, prefix: str = "") -> Iterator[tuple[str, Linked, Link]]:
    for field in fields_of(declared):
        value = values[field.name]
        if isinstance(field.kind, kinds.Rows):
            row = row_class(declared, field.name)
            for place, each in enumerate(value):
                yield from _links(row, each, f"{prefix}{field.name}.{place}.")
        elif isinstance(field.kind, Link) and value is not None:
            yield prefix + field.name, value, field.kind


def pointing_at(session: Session, code: str, uid: str, *, needing: bool = False) -> list[Pointing]:
    """The records in force that point at the record `uid` of the register `code`, oldest first.

    needing: only those that cannot be without it.
    """
    found = []
    for register, field, wanted in _pointing(code):
        if needing and not field.required:
            continue
        for other, number, on, who, title in session.execute(wanted, between(uid)):
            shown = " · ".join(str(part) for part in (who, title) if part)
            found.append(Pointing(register.code, register.label, field.label, other, number, on, shown))
    return sorted(found, key=lambda each: (each.day, each.number))


@cache
def _pointing(code: str) -> list[tuple[Register, Field, Select[Any]]]:
    """The fields that point at the register `code`, and for each the query for the records that point at one."""
    found = []
    for register in REGISTERS.values():
        record: Any = register.record
        for field in register.fields:
            if isinstance(field.kind, Link) and field.kind.register == code:
                day, who, what = (getattr(record, name) for name in (register.day, register.who, register.what))
                wanted = select(record.uid, record.number, day, who, what).where(
                    record.state == State.LIVE, points_between(getattr(record, field.name))
                )
                found.append((register, field, wanted.limit(MOST)))
    return found
