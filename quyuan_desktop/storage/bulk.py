"""Many rows into a table by few statements, made once: each column is turned as a whole into what the database keeps."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import cache, lru_cache
from itertools import chain
from operator import itemgetter
from typing import Any, cast

from sqlalchemy import Boolean, Connection, Date, Dialect, Table, Time, insert
from sqlalchemy.orm import Session

from quyuan_desktop.registers.attached import FilesColumn
from quyuan_desktop.registers.columns import Instant, TermColumn, TermsColumn

Row = Mapping[str, Any]
_Kept = Callable[[Any], Any]
REMEMBERED = 4096
"""Days, times, instants and the like whose stored form is remembered, of each sort."""
_REMEMBERED = (Boolean, Date, Time, Instant)
_REMEMBERED_BY_COLUMN = (TermColumn, TermsColumn, FilesColumn)
MOST_VALUES = 2048
"""Values that one statement takes: it is kept by the database for the next time, with room for all of them."""

UNDONE_WHOLE = "OR FAIL"
"""A statement that fails is not undone by itself, for which the database would first copy every page that it writes to:
whoever inserts many rows gives up the whole transaction then, or goes back to a savepoint of it."""


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
    put_all(connection, statement, list(zip(*kept, strict=True)))


def insert_kept(session: Session, table: Table, names: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert `rows`, whose values in the order of `names` are as the database keeps them.

    Raises ValueError when that is not the order of the table.
    """
    if not rows:
        return
    connection = session.connection()
    into, columns = _insertion(table, names, connection.dialect)
    if tuple(name for name, _ in columns) != names:
        raise ValueError(f"{table.name} has another order")
    put_all(connection, into, rows)


@lru_cache(REMEMBERED)
def kept_instant(at: datetime) -> str:
    """An instant as the database keeps it."""
    return str(Instant().process_bind_param(at, None))


def put_all(connection: Connection, into: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows as the database keeps them; `into` is all of the statement before its ``VALUES``."""
    width = len(rows[0])
    most = 1 << max(1, MOST_VALUES // width).bit_length() - 1
    start = 0
    while start < len(rows):
        size = min(most, 1 << (len(rows) - start).bit_length() - 1)  # a few sizes, so that few statements are made
        values = (*chain.from_iterable(rows[start : start + size]),)
        connection.exec_driver_sql(_statement(into, width, size), values)
        start += size


def put_at_once(connection: Connection, into: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """As `put_all`, by one statement."""
    values = (*chain.from_iterable(rows),)
    connection.exec_driver_sql(_statement(into, len(rows[0]), len(rows)), values)


@lru_cache(256)
def _statement(into: str, width: int, rows: int) -> str:
    row = f"({', '.join('?' * width)})"
    return f"{into} VALUES {', '.join([row] * rows)}"


@cache
def _insertion(
    table: Table, names: tuple[str, ...], dialect: Dialect
) -> tuple[str, tuple[tuple[str, _Kept | None], ...]]:
    """The statement before its ``VALUES``, and in its order the columns with what turns their values into what is kept."""
    compiled = insert(table).prefix_with(UNDONE_WHOLE).compile(dialect=dialect, column_keys=list(names))
    order = compiled.positiontup or []
    if set(order) != set(names):
        raise ValueError(f"{table.name} wants {sorted(set(order) ^ set(names))}")
    into, _, _ = str(compiled).partition(" VALUES ")
    return into, tuple((name, _turned(table, name, dialect)) for name in order)


def _turned(table: Table, name: str, dialect: Dialect) -> _Kept | None:
    kind = table.c[name].type
    turn: _Kept | None = kind.dialect_impl(dialect).bind_processor(dialect)
    if turn is None:
        return None
    if isinstance(kind, _REMEMBERED):
        return _remembering(cast(Any, type(kind)), dialect)
    return lru_cache(REMEMBERED)(turn) if isinstance(kind, _REMEMBERED_BY_COLUMN) else turn


@cache
def _remembering(kind: Any, dialect: Dialect) -> _Kept:
    turn: _Kept | None = kind().dialect_impl(dialect).bind_processor(dialect)
    assert turn is not None
    return lru_cache(REMEMBERED)(turn)
