"""By which texts a record is found, as its declaration says."""

from functools import cache
from typing import Any

from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.base import Base, Register, Values, fields_of, row_class
from quyuan_desktop.storage.search import SearchText, Way


def texts_of(register: Register, number: str, values: Values) -> list[SearchText]:
    """The record's number and every field that is declared as searched, child rows included."""
    return [SearchText(Way.NUMBER, "编号", number), *_searched(_sought(register.record), values)]


_Sought = tuple[str, "Way | None", str, Any]
"""A field that is searched: its name, in which way, its label and how its value is shown; or, without a way, a field of
child rows: its name and what is searched of each."""


def _searched(sought: tuple[_Sought, ...], values: Values) -> list[SearchText]:
    found: list[SearchText] = []
    for name, way, label, how in sought:
        value = values[name]
        if not value:
            continue
        if way is None:
            for each in value:
                found += _searched(how, each)
        else:
            found.append(SearchText(way, label, how(value)))
    return found


@cache
def _sought(declared: type[Base]) -> tuple[_Sought, ...]:
    found: list[_Sought] = []
    for field in fields_of(declared):
        if isinstance(field.kind, kinds.Rows):
            if inside := _sought(row_class(declared, field.name)):
                found.append((field.name, None, "", inside))
        elif field.searched:
            found.append((field.name, Way(field.searched), field.label, field.kind.show))
    return tuple(found)
