"""A transaction taken back: the connection must tell afterwards which tables there are, as it did before."""

import contextlib
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage.engine import Ledger
from tests.offices import at_work, filled

GROWS = text("INSERT INTO setting (key, value) VALUES ('rollbacks', zeroblob(9000))")
"""It takes pages at the end of the file, so that the first page is changed too."""


@dataclass(slots=True)
class TakenBack:
    """What came of it."""

    rollbacks: int = 0
    faults: list[str] = field(default_factory=list)


class _OtherwiseMinded(Exception):
    pass


def take_back(times: int, work: Path, *, careful: bool = True) -> TakenBack:
    """Take a transaction back so many times; what is not `careful` is the control, which keeps its pages."""
    result = TakenBack()
    with at_work(filled(work / ("careful" if careful else "control"))) as place:
        before = _tables(place)
        for _ in range(times):
            _tried(place.ledger, careful)
            result.rollbacks += 1
            if (now := _tables(place)) != before:
                result.faults.append(f"after {result.rollbacks}: {now}")
                place.ledger.forget_pages()
    return result


def _tried(ledger: Ledger, careful: bool) -> None:
    if careful:
        with contextlib.suppress(_OtherwiseMinded), ledger.writing() as session:
            session.execute(GROWS)
            raise _OtherwiseMinded
        return
    with ledger.engine.connect() as connection:
        connection.execute(GROWS)
        connection.rollback()


def _tables(place: Workplace) -> str:
    with place.ledger.engine.connect() as connection:
        try:
            found = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar()
        except DBAPIError as error:
            return str(error.orig)
    return f"{found} tables and indexes"
