"""Values read back from their plain form, as history and packages keep it: quickly, for most were read before."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.base import Base, Row, Values, blank, fields_of, plain_of, row_class

REMEMBERED = 4096
"""Different plain forms of one field whose values are remembered."""

Read = Callable[[Any], Any]
_TEXTS = frozenset((str,))
_REMEMBERED = (kinds.Day, kinds.Clock, kinds.Number, kinds.Money, kinds.Choice, kinds.Flag)


@dataclass(frozen=True, slots=True)
class _Reader:
    """How a declaration is read: its texts, which are themselves, its other values, and its child rows.

    lacking: the plain form of every field when it is empty.
    """

    lacking: Values
    texts: tuple[str, ...]
    others: tuple[tuple[str, Read], ...]
    rows: tuple[tuple[str, type[Row]], ...]


def restored(declared: type[Base], plain: Values) -> Values:
    """The values of a plain form; fields it lacks are empty.

    Raises ValueError, TypeError or KeyError when it is none.
    """
    reader = _reader(declared)
    if not _only(dict, plain).keys() >= reader.lacking.keys():
        plain = {**reader.lacking, **plain}
    texts = [*map(plain.__getitem__, reader.texts)]
    if not _TEXTS.issuperset(map(type, texts)):
        raise TypeError("str wanted")
    found: Values = dict.fromkeys(reader.lacking)
    found.update(zip(reader.texts, texts, strict=True))
    for name, read in reader.others:
        found[name] = read(plain[name])
    for name, row in reader.rows:
        found[name] = [restored(row, each) for each in _only(list, plain[name])]
    return found


def _only(wanted: type, value: Any) -> Any:
    if type(value) is not wanted:
        raise TypeError(f"{wanted.__name__} wanted")
    return value


@cache
def _reader(declared: type[Base]) -> _Reader:
    texts: list[str] = []
    others: list[tuple[str, Read]] = []
    rows: list[tuple[str, type[Row]]] = []
    for field in fields_of(declared):
        kind = field.kind
        if isinstance(kind, kinds.Rows):
            rows.append((field.name, row_class(declared, field.name)))
        elif type(kind).restore is kinds.Text.restore:
            texts.append(field.name)
        else:
            others.append((field.name, _remembering(kind)))
    return _Reader(plain_of(declared, blank(declared)), tuple(texts), tuple(others), tuple(rows))


@cache
def _remembering(kind: kinds.Kind) -> Read:
    """What reads the plain form of a kind. What is remembered is told apart by its type too: 1 is not True."""
    if isinstance(kind, kinds.Choices):
        remembered = lru_cache(REMEMBERED)(lambda codes: kind.restore([*codes]))
        return lambda plain: remembered((*_only(list, plain),))
    if type(kind) in _REMEMBERED:
        return lru_cache(REMEMBERED, typed=True)(kind.restore)
    return kind.restore
