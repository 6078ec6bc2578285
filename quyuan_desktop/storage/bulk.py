"""Many rows into a table by one statement, made once: each column is turned as a whole into what the database keeps."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any, cast

from sqlalchemy import JSON, Boolean, Date, Dialect, Table, Time, insert
from sqlalchemy.orm import Session

from quyuan_desktop.registers.columns import Instant

Row = Mapping[str, Any]
_Kept = Callable[[Any], Any]
REMEMBERED = 4096
"""Days, times and instants whose stored form is remembered, of each sort."""
_REMEMBERED = (Boolean, Date, Time, Instant)


class Written(str):
    """JSON that is written already."""

    __slots__ = ()


def insert_all(session: Session, table: Table, rows: Sequence[Row], *, without: Collection[str] = ()) -> None:
    """Insert `rows`, all with the same columns but for those `without`.

    Raises ValueError when a column is lacking that the table gives a value of its own.
    """
    if not rows:
        return
    connection = session.connection()
    statement, columns = _insertion(
        table, tuple(name for name in rows[0] if name not in without), connection.dialect
    )
    kept = [
        map(itemgetter(name), rows) if turn is None else map(turn, map(itemgetter(name), rows))
        for name, turn in columns
    ]
    connection.exec_driver_sql(statement, list(zip(*kept, strict=True)))


@cache
def _insertion(
    table: Table, names: tuple[str, ...], dialect: Dialect
) -> tuple[str, tuple[tuple[str, _Kept | None], ...]]:
    """The statement, and in its order the columns with what turns their values into what is kept."""
    compiled = insert(table).compile(dialect=dialect, column_keys=list(names))
    order = compiled.positiontup or []
    if set(order) != set(names):
        raise ValueError(f"{table.name} wants {sorted(set(order) ^ set(names))}")
    return str(compiled), tuple((name, _turned(table, name, dialect)) for name in order)


def _turned(table: Table, name: str, dialect: Dialect) -> _Kept | None:
    kind = table.c[name].type
    turn: _Kept | None = kind.dialect_impl(dialect).bind_processor(dialect)
    if turn is None:
        return None
    if isinstance(kind, _REMEMBERED):
        return _remembering(cast(Any, type(kind)), dialect)
    if isinstance(kind, JSON):
        return _unless_written(turn)
    return turn


@cache
def _remembering(kind: Any, dialect: Dialect) -> _Kept:
    turn: _Kept | None = kind().dialect_impl(dialect).bind_processor(dialect)
    assert turn is not None
    return lru_cache(REMEMBERED)(turn)


def _unless_written(turn: _Kept) -> _Kept:
    return lambda value: str(value) if type(value) is Written else turn(value)
