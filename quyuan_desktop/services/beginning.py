"""What a new record, and a field of a step, begins with: today, now, the person, what was used last."""

from collections.abc import Mapping
from typing import Any

from quyuan_desktop.registers import REGISTERS, kinds
from quyuan_desktop.registers.base import Guest, Occasion, Register, Values, blank
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import settings


def defaults(place: Workplace, register: Register) -> Values:
    """The values a new record begins with: today, now, the person, what was used last; a step's come with the step."""
    with place.ledger.reading() as session:
        last = settings.read(session, last_key(register), {})
    values = blank(register.record)
    for field in register.fields:
        if not field.step:
            values[field.name] = default_of(field, place.occasion(), last)
    return values


def defaults_as_guest(place: Workplace, guest: Guest) -> Values:
    """The values a new record begins with at a desk that its register is a guest of."""
    values = defaults(place, REGISTERS[guest.register])
    if guest.like:
        used = defaults(place, REGISTERS[guest.like])
        values |= {name: used[name] for name in guest.fields}
    return values


def default_of(field: Field, occasion: Occasion, last: Mapping[str, Any]) -> Any:
    """What a field begins with, by its declaration."""
    match field.default:
        case None:
            return [] if isinstance(field.kind, kinds.Rows) else field.kind.empty
        case "today":
            return occasion.today
        case "now":
            return occasion.now.time().replace(second=0, microsecond=0)
        case "staff":
            return occasion.staff
        case "last":
            return field.kind.restore(last[field.name]) if field.name in last else field.kind.empty
        case plain:
            return field.kind.restore(plain)


def last_key(register: Register) -> str:
    """The setting that remembers what was used last in a register."""
    return f"last.{register.code}"
