"""Values read back from their plain form, as history and packages keep it: quickly, for most were read before."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import compress
from operator import itemgetter
from typing import Any

from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.attached import Files
from quyuan_desktop.registers.base import Base, Row, Values, blank, fields_of, plain_of, row_class
from quyuan_desktop.registers.linked import Link

REMEMBERED = 4096
"""Different plain forms of one field whose values are remembered."""

Read = Callable[[Any], Any]
_TEXTS = frozenset((str,))
_REMEMBERED = (kinds.Day, kinds.Clock, kinds.Number, kinds.Money, kinds.Choice, kinds.Flag)
_MAY_BE_NONE = (kinds.Day, kinds.Clock, kinds.Number, kinds.Money, kinds.Choice, Link)
"""Kinds whose plain form None is the value None."""


@dataclass(frozen=True, slots=True)
class _Reader:
    """How a declaration is read: its texts, which are themselves, its other values, those of them that may be None, and
    its child rows.

    lacking: the plain form of every field when it is empty; `take` takes the fields out in that order, `texts` says of each
    whether it is a text.
    """

    lacking: Values
    take: Callable[[Values], tuple[Any, ...]]
    texts: tuple[bool, ...]
    others: tuple[tuple[str, Read], ...]
    optional: tuple[tuple[str, Read], ...]
    rows: tuple[tuple[str, type[Row]], ...]


def restored(declared: type[Base], plain: Values) -> Values:
    """The values of a plain form; fields it lacks are empty.

    Raises ValueError, TypeError or KeyError when it is none.
    """
    reader = _reader(declared)
    if type(plain) is not dict:
        raise TypeError("dict wanted")
    try:
        taken = reader.take(plain)
    except KeyError:
        taken = reader.take({**reader.lacking, **plain})
    if not _TEXTS.issuperset(map(type, compress(taken, reader.texts))):
        raise TypeError("str wanted")
    found = dict(zip(reader.lacking, taken, strict=True))
    for name, read in reader.others:
        found[name] = read(found[name])
    for name, read in reader.optional:
        if (value := found[name]) is not None:
            found[name] = read(value)
    for name, row in reader.rows:
        found[name] = [restored(row, each) for each in _only(list, found[name])]
    return found


def _only(wanted: type, value: Any) -> Any:
    if type(value) is not wanted:
        raise TypeError(f"{wanted.__name__} wanted")
    return value


@cache
def _reader(declared: type[Base]) -> _Reader:
    texts: set[str] = set()
    others: list[tuple[str, Read]] = []
    optional: list[tuple[str, Read]] = []
    rows: list[tuple[str, type[Row]]] = []
    for field in fields_of(declared):
        kind = field.kind
        if isinstance(kind, kinds.Rows):
            rows.append((field.name, row_class(declared, field.name)))
        elif type(kind).restore is kinds.Text.restore:
            texts.add(field.name)
        elif type(kind) in _MAY_BE_NONE:
            optional.append((field.name, _remembering(kind)))
        else:
            others.append((field.name, _remembering(kind)))
    lacking = plain_of(declared, blank(declared))
    take: Any = itemgetter(*lacking) if len(lacking) > 1 else lambda plain: (*map(plain.__getitem__, lacking),)
    return _Reader(
        lacking, take, tuple(name in texts for name in lacking), tuple(others), tuple(optional), tuple(rows)
    )


@cache
def _remembering(kind: kinds.Kind) -> Read:
    """What reads the plain form of a kind. What is remembered is told apart by its type too: 1 is not True."""
    if isinstance(kind, kinds.Choices):
        remembered = lru_cache(REMEMBERED)(lambda codes: kind.restore([*codes]))
        return lambda plain: remembered((*_only(list, plain),))
    if isinstance(kind, Files):
        return lambda plain: kind.restore(plain) if plain != [] else ()
    if type(kind) in _REMEMBERED:
        return lru_cache(REMEMBERED, typed=True)(kind.restore)
    return kind.restore
