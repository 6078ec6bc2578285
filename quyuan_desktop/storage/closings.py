"""Closed months as the ledger keeps them: which there are, what they hold, and the digest that seals each to the last."""

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from quyuan_desktop.domain import lineage
from quyuan_desktop.storage.tables import (
    ClosedCorrection,
    ClosedFigure,
    ClosedForm,
    ClosedPeriod,
    ClosedRow,
    ClosedTable,
)

MONTH, BEFORE = 0, 1
"""The spans of a closed table: its month, and the months left open before it."""
AT_ONCE = 1_000
"""Rows that are written or read together."""

_ABOUT = (
    select(ClosedPeriod, ClosedTable.first, ClosedTable.last)
    .join(ClosedTable, ClosedTable.period_id == ClosedPeriod.id)
    .where(
        ClosedPeriod.office == bindparam("of"),
        ClosedPeriod.reopened_at.is_(None),
        ClosedTable.register == bindparam("register"),
        ClosedTable.first <= bindparam("newest"),
        ClosedTable.last >= bindparam("oldest"),
    )
    .order_by(ClosedTable.last.desc())
)


def all_closings(session: Session, office: str) -> list[ClosedPeriod]:
    """Every closing of the office, in the order they were made; the re-opened ones too."""
    wanted = select(ClosedPeriod).where(ClosedPeriod.office == office)
    return list(session.scalars(wanted.order_by(ClosedPeriod.id)))


def standing(session: Session, office: str) -> list[ClosedPeriod]:
    """The closings that stand, by month: not the re-opened ones."""
    wanted = select(ClosedPeriod).where(ClosedPeriod.office == office, ClosedPeriod.reopened_at.is_(None))
    return list(session.scalars(wanted.order_by(ClosedPeriod.last)))


def closing_of(session: Session, office: str, code: str) -> ClosedPeriod | None:
    """The closing of the month `code` that stands."""
    wanted = select(ClosedPeriod).where(
        ClosedPeriod.office == office, ClosedPeriod.code == code, ClosedPeriod.reopened_at.is_(None)
    )
    return session.scalars(wanted).first()


def closing_about(session: Session, office: str, register: str, days: Collection[date]) -> ClosedPeriod | None:
    """A standing closing in whose table of `register` one of the days lies, the newest."""
    if not days:
        return None
    sought = {"of": office, "register": register, "newest": max(days), "oldest": min(days)}
    for closing, first, last in session.execute(_ABOUT, sought):
        if any(first <= day <= last for day in days):
            return closing
    return None


def tables_of(session: Session, period_id: int) -> list[ClosedTable]:
    """The tables of a closing in their order."""
    wanted = select(ClosedTable).where(ClosedTable.period_id == period_id)
    return list(session.scalars(wanted.order_by(ClosedTable.position)))


def table_of(session: Session, period_id: int, register: str) -> ClosedTable | None:
    """The table of one register; None where the program had none when the month was closed."""
    wanted = select(ClosedTable).where(ClosedTable.period_id == period_id, ClosedTable.register == register)
    return session.scalars(wanted).first()


def definitions(session: Session, table_id: int) -> dict[str, str]:
    """By what words each figure of a table was counted (口径), by code."""
    wanted = select(ClosedFigure.code, ClosedFigure.words).where(ClosedFigure.table_id == table_id)
    return {row.code: row.words for row in session.execute(wanted)}


def figures_of(session: Session, table_id: int) -> list[ClosedFigure]:
    """The lines of a table in their order."""
    wanted = select(ClosedFigure).where(ClosedFigure.table_id == table_id)
    return list(session.scalars(wanted.order_by(ClosedFigure.position)))


def rows_of(session: Session, table_id: int, span: int | None = None) -> list[ClosedRow]:
    """The records behind a table, in one of its spans or in both."""
    wanted = select(ClosedRow).where(ClosedRow.table_id == table_id)
    if span is not None:
        wanted = wanted.where(ClosedRow.span == span)
    return list(session.scalars(wanted.order_by(ClosedRow.id)))


def digests_of(session: Session, table_id: int) -> list[tuple[str, str, str]]:
    """Register, uid and digest of each record behind a table in its month."""
    wanted = select(ClosedRow.register, ClosedRow.uid, ClosedRow.digest)
    wanted = wanted.where(ClosedRow.table_id == table_id, ClosedRow.span == MONTH)
    return [(row.register, row.uid, row.digest) for row in session.execute(wanted)]


def hang(session: Session, declared: type[ClosedFigure | ClosedRow], rows: Iterable[dict[str, Any]]) -> None:
    """Add figures or rows to a table, by their columns, some at a time: behind a month there may be a great many."""
    coming = iter(rows)
    while some := list(islice(coming, AT_ONCE)):
        session.execute(insert(declared.metadata.tables[declared.__tablename__]), some)


def corrections_of(session: Session, period_id: int) -> list[ClosedCorrection]:
    """What a closing says of earlier months, in the order it is printed."""
    wanted = select(ClosedCorrection).where(ClosedCorrection.period_id == period_id)
    return list(session.scalars(wanted.order_by(ClosedCorrection.position)))


def forms_of(session: Session, period_id: int) -> list[ClosedForm]:
    """The forms handed in for a closed month, in their order; none where the program had none then."""
    wanted = select(ClosedForm).where(ClosedForm.period_id == period_id)
    return list(session.scalars(wanted.order_by(ClosedForm.position)))


def form_of(session: Session, period_id: int, code: str) -> ClosedForm | None:
    """One of them; None where there was none."""
    wanted = select(ClosedForm).where(ClosedForm.period_id == period_id, ClosedForm.code == code)
    return session.scalars(wanted).first()


def digest_of(session: Session, closing: ClosedPeriod) -> str:
    """The digest over all that was closed and the closing before; re-opening leaves it as it is."""
    content: dict[str, Any] = {
        "period": _plain(closing, without=("id", "digest", "reopened_at", "reopened_by", "reopen_reason")),
        "tables": _tables(session, closing.id),
        "corrections": [_correction(session, each) for each in corrections_of(session, closing.id)],
    }
    if forms := forms_of(session, closing.id):  # what was closed before there were forms keeps its digest
        content["forms"] = [_plain(each, without=("id", "period_id")) for each in forms]
    return lineage.digest_by_parts(content, [closing.before] if closing.before else [])


def _correction(session: Session, told: ClosedCorrection) -> dict[str, Any]:
    """With the table it is of called by its register and the number of its closing: ids are local to one file."""
    wanted = select(ClosedPeriod.number, ClosedTable.register).join(
        ClosedTable, ClosedTable.period_id == ClosedPeriod.id
    )
    found = session.execute(wanted.where(ClosedTable.id == told.table_id)).first()
    own = _plain(told, without=("id", "period_id", "table_id"))
    return {**own, "of": list(found) if found is not None else []}


def _tables(session: Session, period_id: int) -> Iterator[dict[str, Any]]:
    for each in tables_of(session, period_id):
        yield {
            **_plain(each, without=("id", "period_id")),
            "figures": _hanging(session, ClosedFigure, each.id, ClosedFigure.position),
            "rows": _hanging(session, ClosedRow, each.id, ClosedRow.id),
        }


def _hanging(
    session: Session, declared: type[ClosedFigure | ClosedRow], table_id: int, order: Any
) -> Iterator[dict[str, Any]]:
    """What hangs on a table, without making objects of it, and some at a time: a closing has thousands."""
    columns = [column for column in declared.__table__.columns if column.key not in ("id", "table_id")]
    names = [column.key for column in columns]
    wanted = select(*columns).where(declared.table_id == table_id).order_by(order)
    for values in session.execute(wanted.execution_options(yield_per=AT_ONCE)):
        yield dict(zip(names, map(_told, values), strict=True))


def _plain(row: Any, without: tuple[str, ...]) -> dict[str, Any]:
    keys = (column.key for column in row.__table__.columns)
    return {key: _told(getattr(row, key)) for key in keys if key not in without}


def _told(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat() if isinstance(value, date) else value
