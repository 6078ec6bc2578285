"""Which files a record names: its own and those of its child rows."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.attached import Attached, Files
from quyuan_desktop.registers.base import Base, Values, fields_of, row_class
from quyuan_desktop.registers.fields import Field


def file_fields(declared: type[Base]) -> Iterator[Field]:
    """The fields that hold files, those of child rows among them."""
    for field in fields_of(declared):
        if isinstance(field.kind, Files):
            yield field
        elif isinstance(field.kind, kinds.Rows):
            yield from file_fields(row_class(declared, field.name))


def files_of(declared: type[Base], values: Values) -> Iterator[Attached]:
    """The files that these values name."""
    for field in fields_of(declared):
        if isinstance(field.kind, Files):
            yield from values[field.name]
        elif isinstance(field.kind, kinds.Rows):
            for row in values[field.name]:
                yield from files_of(row_class(declared, field.name), row)


def hashes_in(declared: type[Base], plain: Mapping[str, Any]) -> Iterator[str]:
    """The SHA-256 of the files that the plain form of values names."""
    for name, row in _paths(declared):
        if row is None:
            yield from (file["sha256"] for file in plain.get(name, ()))
        else:
            for each in plain.get(name, ()):
                yield from hashes_in(row, each)


@cache
def _paths(declared: type[Base]) -> tuple[tuple[str, type[Base] | None], ...]:
    """The fields in which files are named, and the class of the rows where it is theirs that do."""
    found: list[tuple[str, type[Base] | None]] = []
    for field in fields_of(declared):
        if isinstance(field.kind, Files):
            found.append((field.name, None))
        elif isinstance(field.kind, kinds.Rows):
            row = row_class(declared, field.name)
            found += [(field.name, row)] if any(file_fields(row)) else []
    return tuple(found)
