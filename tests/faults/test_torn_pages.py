"""A page that held nothing and was half written when the power failed: nothing is lost, and no alarm is raised."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from quyuan_desktop.services.backups import backup_now
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.open_office import sign_in
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import engine
from tests.offices import PASSWORD, Clock, at_work, dump, execute, filled

SECTOR = 512
JOURNAL = f"{engine.FILE}-journal"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """An office whose ledger has free pages, caught by a power cut while it was writing to them."""
    data, caught = tmp_path / "data", tmp_path / "caught"
    with at_work(filled(data)) as place:
        execute(place, "CREATE TABLE once (content BLOB)")
        execute(place, "INSERT INTO once VALUES (randomblob(400000))")
        execute(place, "DROP TABLE once")
        before = (data / engine.FILE).read_bytes()
        with place.ledger.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA cache_size = 1")
            connection.exec_driver_sql(
                "INSERT INTO phrase (store, text, used) VALUES ('x', hex(randomblob(90000)), 0)"
            )
            during = (data / engine.FILE).read_bytes()
            journal = (data / JOURNAL).read_bytes()
            connection.rollback()
    yield _caught(caught, data, _torn(before, during), journal)


def _torn(before: bytes, during: bytes) -> bytes:
    """Every second sector of what was being written has reached the disk."""
    content = bytearray(before)
    for start in range(0, len(before), 2 * SECTOR):
        content[start : start + SECTOR] = during[start : start + SECTOR]
    return bytes(content)


def _caught(caught: Path, data: Path, ledger: bytes, journal: bytes) -> Path:
    caught.mkdir()
    for path in data.iterdir():
        if path.is_file():
            (caught / path.name).write_bytes(path.read_bytes())
    (caught / engine.FILE).write_bytes(ledger)
    (caught / JOURNAL).write_bytes(journal)
    return caught


def _signed_in(folder: Path) -> Workplace:
    return sign_in(folder, PASSWORD, now=Clock())


def test_a_torn_free_page_is_no_damage(folder: Path) -> None:
    with at_work(_signed_in(folder.parent / "data")) as place:
        before = dump(place)
    with at_work(_signed_in(folder)) as place:
        assert dump(place) == before
        assert check(place) == []
        assert backup_now(place, "手动").records == 4
    with at_work(_signed_in(folder)) as place:
        assert check(place) == []
