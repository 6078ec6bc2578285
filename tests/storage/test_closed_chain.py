"""What was closed cannot be changed behind the program's back without the check telling."""

import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, Date, Integer

from quyuan_desktop.registers.base import Base
from quyuan_desktop.registers.columns import Instant
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services import closing_draft
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.closing import reopen
from quyuan_desktop.services.open_office import sign_in
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage.tables import (
    ClosedCorrection,
    ClosedFigure,
    ClosedForm,
    ClosedPeriod,
    ClosedRow,
    ClosedTable,
)
from tests.closings import OCTOBER, SEPTEMBER, close, keep, without_papers
from tests.offices import PASSWORD, Clock, Files, at_work, contents, execute, fresh, put

MODELS: dict[str, type[Base]] = {
    each.__tablename__: each
    for each in (ClosedPeriod, ClosedTable, ClosedFigure, ClosedRow, ClosedCorrection, ClosedForm)
}


@cache
def closed() -> Files:
    """September closed, October closed with a correction and re-opened, then closed again."""
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(closing_draft, "printed", lambda level: (CONSULTATION,))
        with at_work(fresh(Path(name) / "data")) as place, without_papers():
            keep(place, date(2023, 9, 4))
            close(place, SEPTEMBER)
            keep(place, date(2023, 9, 5), reason="漏登记")
            keep(place, date(2023, 10, 5))
            close(place, OCTOBER)
            reopen(place, OCTOBER, "漏了一件")
            close(place, OCTOBER)
        return contents(Path(name) / "data")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    put(tmp_path, closed())
    with at_work(sign_in(tmp_path, PASSWORD, now=Clock())) as place:
        yield place


def other(column: Any, value: Any) -> Any:
    """Something else that `column` could hold."""
    if column.foreign_keys:
        return value - 1 or value + 1
    match column.type:
        case Integer():
            return (value or 0) + 100
        case Instant():
            return "2020-02-02T02:02:02Z"
        case Date():
            return "2020-02-02"
        case JSON():
            return '["x"]' if value != '["x"]' else "[]"
    return "0" * 64 if value is not None and len(value) == 64 else f"{value or ''}x"


def columns() -> list[tuple[str, str]]:
    """Every column but the names that rows have in this file alone."""
    return [
        (name, column.name)
        for name, model in MODELS.items()
        for column in model.__table__.columns
        if column.name != "id"
    ]


def reported(place: Workplace) -> list[str]:
    found = check(place)
    assert all(each.endswith("。") and "\n" not in each for each in found)
    return found


def test_untouched_closings_are_whole(place: Workplace) -> None:
    assert reported(place) == []


@pytest.mark.parametrize(("table", "column"), columns(), ids=[".".join(each) for each in columns()])
def test_a_changed_closing_is_reported(place: Workplace, table: str, column: str) -> None:
    """In the newest closing, where all is to be found; that of a re-opened one is told apart by its act."""
    where = f"id = (SELECT max(id) FROM {table})"
    with place.ledger.engine.connect() as connection:
        value = connection.exec_driver_sql(f'SELECT "{column}" FROM {table} WHERE {where}').scalar_one()
    new = other(MODELS[table].__table__.columns[column], value)
    execute(place, f'UPDATE {table} SET "{column}" = ? WHERE {where}', new)
    assert reported(place), f"{table}.{column} was changed and nobody noticed"


DAMAGE: dict[str, Callable[[Workplace], None]] = {
    "a figure": lambda place: execute(place, "UPDATE closed_figure SET value = value + 1 WHERE id = 1"),
    "a row gone": lambda place: execute(place, "DELETE FROM closed_row WHERE id = 1"),
    "a row more": lambda place: execute(
        place,
        "INSERT INTO closed_row SELECT NULL, table_id, span, register, uid, number, digest, entries FROM closed_row",
    ),
    "the newest closing gone": lambda place: gone(place, 3),
    "a closing in the middle gone": lambda place: gone(place, 1),
    "a re-opened one closed again": lambda place: execute(
        place, "UPDATE closed_period SET reopened_at = NULL, reopen_reason = '', reopened_by = '' WHERE id = 2"
    ),
    "its reason": lambda place: execute(place, "UPDATE closed_period SET reopen_reason = '别的' WHERE id = 2"),
    "another digest": lambda place: execute(place, "UPDATE closed_period SET digest = ? WHERE id = 2", "0" * 64),
    "a paper": lambda place: execute(place, "UPDATE blob SET content = x'00' WHERE length(content) = 13"),
    "a paper gone": lambda place: execute(place, "DELETE FROM blob"),
    "the act of closing": lambda place: execute(place, "DELETE FROM audit WHERE verb = 'close_month'"),
}


def gone(place: Workplace, closing: int) -> None:
    tables = f"(SELECT id FROM closed_table WHERE period_id = {closing})"
    execute(place, f"DELETE FROM closed_correction WHERE period_id = {closing} OR table_id IN {tables}")
    for table in ("closed_figure", "closed_row"):
        execute(place, f"DELETE FROM {table} WHERE table_id IN {tables}")
    for table in ("closed_table", "closed_form"):
        execute(place, f"DELETE FROM {table} WHERE period_id = {closing}")
    execute(place, f"DELETE FROM closed_period WHERE id = {closing}")


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_damage_to_a_closing_is_reported(place: Workplace, damage: Callable[[Workplace], None]) -> None:
    damage(place)
    assert reported(place)
