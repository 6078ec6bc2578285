"""Many rows at once: in few statements, as the database keeps them, and nothing of them when one does not go in."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import bulk
from quyuan_desktop.storage.bulk import insert_all, insert_kept, kept_instant
from quyuan_desktop.storage.tables import AuditLine, Phrase
from tests.offices import Clock, at_work, fresh

PHRASES, AUDIT = (Phrase.metadata.tables[each.__tablename__] for each in (Phrase, AuditLine))
NAMES = ("store", "text", "used", "last_used")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with at_work(fresh(tmp_path / "data", Clock())) as place:
        yield place


def texts(place: Workplace) -> list[str]:
    """The phrases that were put in."""
    with place.ledger.reading() as session:
        asked = session.connection().exec_driver_sql("SELECT text FROM phrase WHERE store = 'x' ORDER BY id")
        return [*asked.scalars()]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7, 8, 9, 100, 2 * bulk.MOST_VALUES])
def test_any_number_of_rows_is_put_in_as_they_come(place: Workplace, count: int) -> None:
    rows = [{"store": "x", "text": f"{number}", "used": number, "last_used": None} for number in range(count)]
    with place.ledger.writing() as session:
        insert_all(session, PHRASES, rows)
    assert texts(place) == [f"{number}" for number in range(count)]


def test_nothing_stays_when_one_does_not_go_in(place: Workplace) -> None:
    rows: list[dict[str, Any]] = [
        {"store": "x", "text": f"{number}", "used": number, "last_used": None} for number in range(100)
    ]
    rows[70]["text"] = None
    with pytest.raises(IntegrityError), place.ledger.writing() as session:
        insert_all(session, PHRASES, rows)
    assert texts(place) == []
    with place.ledger.writing() as session, pytest.raises(IntegrityError), session.begin_nested():
        insert_all(session, PHRASES, rows)
    assert texts(place) == []


def test_rows_as_they_are_kept(place: Workplace) -> None:
    at = kept_instant(place.now())
    with place.ledger.writing() as session:
        insert_kept(session, PHRASES, NAMES, [("x", "一", 1, at)])
        insert_kept(session, PHRASES, NAMES, [])
    with place.ledger.reading() as session:
        (found,) = session.query(Phrase).filter_by(store="x")
        assert (found.text, found.last_used) == ("一", place.now())


def test_rows_in_another_order_are_refused(place: Workplace) -> None:
    with place.ledger.reading() as session, pytest.raises(ValueError, match="another order"):
        insert_kept(session, PHRASES, NAMES[::-1], [(None, 1, "一", "x")])
    with place.ledger.reading() as session, pytest.raises(ValueError, match="wants"):
        insert_all(session, AUDIT, [{"at": place.now()}])
