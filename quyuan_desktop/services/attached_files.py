"""Which files a record names: its own and those of its child rows."""

from collections.abc import Iterator

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
