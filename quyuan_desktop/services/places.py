"""Which villages a form offers: those of the register of places, of the town, that were there on the record's day."""

from datetime import date
from typing import Any

from sqlalchemy import or_, select

from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.base import Register, State, Values
from quyuan_desktop.registers.places import VILLAGE
from quyuan_desktop.services.workplace import Workplace

STORE = "village"
"""The store of completions (`suggest`) that stands for the register of places."""


def town_beside(register: Register, field_name: str) -> str:
    """The field with the town to which the village in `field_name` belongs: the nearest before it; empty for none."""
    found = ""
    for field in register.fields:
        if field.name == field_name:
            return found
        if isinstance(field.kind, kinds.Choice) and field.kind.terms is Town:
            found = field.name
    return ""


def villages_for(place: Workplace, register: Register, field_name: str, values: Values) -> list[str] | None:
    """The names of the villages that the record's `values` may mean, in the order of their codes and names.

    None when the register of places has none of that town, so that earlier entries have to do.
    """
    town = values.get(town_beside(register, field_name) or "")
    return villages_of(place, town, values.get(register.day) or place.today)


def villages_of(place: Workplace, town: Town | None, on: date) -> list[str] | None:
    """The villages of `town` (of all towns for None) that were there on that day; None when none was ever entered."""
    record: Any = VILLAGE.record
    wanted = select(record.name, record.valid_from, record.valid_to).where(record.state == State.LIVE)
    if town is not None:
        wanted = wanted.where(record.town == town)
    with place.ledger.reading() as session:
        if session.execute(wanted.limit(1)).first() is None:
            return None
        there = wanted.where(record.valid_from <= on, or_(record.valid_to.is_(None), record.valid_to > on))
        found = session.execute(there.order_by(record.code, record.name)).all()
    return list(dict.fromkeys(name for name, _, _ in found))
