"""By which texts a record is found, as its declaration says."""

from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.base import Base, Record, Register, fields_of
from quyuan_desktop.storage.search import SearchText, Way


def texts_of(register: Register, record: Record) -> list[SearchText]:
    """The record's number and every field that is declared as searched, child rows included."""
    return [SearchText(Way.NUMBER, "编号", record.number), *_searched(register.record, record)]


def _searched(declared: type[Base], record: Base) -> list[SearchText]:
    found = []
    for field in fields_of(declared):
        value = getattr(record, field.name)
        if isinstance(field.kind, kinds.Rows):
            for row in value:
                found += _searched(type(row), row)
        elif field.searched and value:
            found.append(SearchText(Way(field.searched), field.label, field.kind.show(value)))
    return found
