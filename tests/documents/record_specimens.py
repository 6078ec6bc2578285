"""Sheets of any register to draw papers from: full, empty, long, made from its declaration. Nobody has such numbers."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from quyuan_desktop.documents.sheet import Entry, Sheet
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.attached import Files
from quyuan_desktop.registers.base import Base, Register, fields_of, row_class
from quyuan_desktop.registers.fields import Field
from tests.documents.paper_specimens import MADE, OFFICE

Rows = Mapping[str, Sequence[Mapping[str, str]]]
NUMBER = "屈营司字〔2023〕第17号"
LONG = "很长的内容，写满了一格还写不完，"


def sheet_of(register: Register, fields: Mapping[str, str], rows: Rows | None = None, **changes: object) -> Sheet:
    """A sheet with every declared field of `register`, filled in from `fields`, and these child rows; what is not
    declared is a fact that the service adds."""
    declared = {field.name: field.label for field in register.fields if not isinstance(field.kind, kinds.Rows)}
    sheet = Sheet(
        office=OFFICE,
        title="",
        number=NUMBER,
        date=date(2023, 11, 30),
        fields={name: Entry(declared.get(name, ""), fields.get(name, "")) for name in {**declared, **fields}},
        rows={
            name: [{n: Entry(n, text) for n, text in each.items()} for each in these]
            for name, these in (rows or {}).items()
        },
        digest=hashlib.sha256(b"specimen").hexdigest(),
        issued_at=MADE,
        issued_by="张三",
        hours="工作日 8:30—12:00，14:30—17:30",
    )
    return replace(sheet, **changes)  # type: ignore[arg-type]  # names are checked by replace


def empty_of(register: Register) -> Sheet:
    """Nothing filled in at all: a form for days without electricity."""
    return sheet_of(register, {}, number="", digest="", issued_by="", hours="")


def long_of(register: Register, fields: Mapping[str, str], rows: int = 14) -> Sheet:
    """Every text as long as its declaration lets it be, and more rows than a page."""
    long = {**fields, **{field.name: _long(field) for field in register.fields if _is_text(field)}}
    tables = {
        field.name: [_row(row_class(register.record, field.name), n) for n in range(1, rows + 1)]
        for field in register.fields
        if isinstance(field.kind, kinds.Rows)
    }
    return sheet_of(register, long, tables)


def _is_text(field: Field) -> bool:
    return isinstance(field.kind, kinds.Text) and not isinstance(field.kind, kinds.Phone | kinds.Identity)


def _long(field: Field) -> str:
    limit = field.kind.limit if isinstance(field.kind, kinds.Text) else 20
    return (LONG * 400)[: min(limit, 1500)]


def _row(declared: type[Base], number: int) -> dict[str, str]:
    found = {}
    for field in fields_of(declared):
        if isinstance(field.kind, Files):
            found[field.name] = ""
        elif isinstance(field.kind, kinds.Number):
            found[field.name] = str(number)
        else:
            found[field.name] = _long(field) if _is_text(field) else ""
    return found
