"""By which texts a record is found, as its declaration says."""

from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.base import Base, Register, Values, fields_of, row_class
from quyuan_desktop.storage.search import SearchText, Way


def texts_of(register: Register, number: str, values: Values) -> list[SearchText]:
    """The record's number and every field that is declared as searched, child rows included."""
    return [SearchText(Way.NUMBER, "编号", number), *_searched(register.record, values)]


def _searched(declared: type[Base], values: Values) -> list[SearchText]:
    found = []
    for field in fields_of(declared):
        value = values[field.name]
        if isinstance(field.kind, kinds.Rows):
            row = row_class(declared, field.name)
            for each in value:
                found += _searched(row, each)
        elif field.searched and value:
            found.append(SearchText(Way(field.searched), field.label, field.kind.show(value)))
    return found
