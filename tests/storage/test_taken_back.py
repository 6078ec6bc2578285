"""What was taken back leaves no page in memory: SQLCipher may have read the first one wrongly (see docs/faults.md)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage.engine import FILE
from tests.hardships import can_mount, fill_up, small_disk
from tests.offices import at_work, filled, save


class _OtherwiseMinded(Exception):
    pass


def _given_up(place: Workplace) -> None:
    with pytest.raises(_OtherwiseMinded), place.ledger.writing() as session:
        session.execute(text("INSERT INTO setting (key, value) VALUES ('a', '1')"))
        raise _OtherwiseMinded


def _without_room(place: Workplace) -> None:
    place.ledger.release_reserve()
    filler = fill_up(place.folder)
    with pytest.raises(Trouble, match="已满"):
        save(place, reply="工" * 4000)
    filler.unlink()


def _nothing(place: Workplace) -> None:
    save(place)


def _answers_from_memory(place: Workplace) -> bool:
    """Whether it tells its tables though the first page of the file can be read no more."""
    path = place.folder / FILE
    with path.open("rb+") as file:
        file.seek(1000)
        before = file.read(16)
        file.seek(1000)
        file.write(bytes(each ^ 255 for each in before))
    with place.ledger.engine.connect() as connection:
        try:
            return bool(connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar())
        except Exception:  # noqa: BLE001 - however it says so
            return False
        finally:
            with path.open("rb+") as file:
                file.seek(1000)
                file.write(before)


@pytest.mark.parametrize(("act", "kept"), [(_given_up, False), (_nothing, True)])
def test_pages_are_read_again_after_what_was_taken_back(
    act: Callable[[Workplace], None], kept: bool, tmp_path: Path
) -> None:
    with at_work(filled(tmp_path / "data")) as place:
        act(place)
        assert _answers_from_memory(place) is kept


@pytest.mark.skipif(not can_mount(), reason="a small disk needs the right to mount")
def test_pages_are_read_again_after_the_disk_was_full(tmp_path: Path) -> None:
    with small_disk(tmp_path, megabytes=12), at_work(filled(tmp_path / "data")) as place:
        _without_room(place)
        assert not _answers_from_memory(place)
