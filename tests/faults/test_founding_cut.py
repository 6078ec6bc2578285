"""The power fails while an office is founded: it is founded again, and no office that is there is ever cleared away."""

import shutil
from pathlib import Path

import pytest

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.services import seeds
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.logins import is_founded
from quyuan_desktop.services.open_office import found_office, sign_in
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import founding, keys
from quyuan_desktop.storage.engine import FILE
from tests.offices import HEAD, OFFICE, PASSWORD, Clock, at_work, dump, filled


def found(folder: Path) -> Workplace:
    return found_office(folder, OFFICE, HEAD, PASSWORD, Clock(), quick=True).place


@pytest.fixture
def half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an office as it is in the midst of the founding."""
    plant = seeds.plant

    def caught(ledger: object) -> None:
        shutil.copytree(tmp_path / "whole", tmp_path / "half")
        plant(ledger)  # type: ignore[arg-type]

    monkeypatch.setattr(seeds, "plant", caught)
    found(tmp_path / "whole").ledger.close()
    monkeypatch.undo()
    return tmp_path / "half"


def test_what_was_founded_in_part_is_founded_again(half: Path) -> None:
    assert (half / keys.FILE).exists()
    assert (half / FILE).exists()
    assert not is_founded(half)
    with pytest.raises(Trouble, match="没有建完.*再填一次"):
        sign_in(half, PASSWORD, now=Clock())
    with at_work(found(half)) as place:
        assert check(place) == []
    with at_work(sign_in(half, PASSWORD, now=Clock())) as place:
        assert check(place) == []
    assert is_founded(half)


def test_nothing_says_so_once_it_is_founded(tmp_path: Path) -> None:
    found(tmp_path).ledger.close()
    assert not (tmp_path / founding.FILE).exists()
    assert is_founded(tmp_path)


def test_an_office_with_records_is_never_cleared_away(tmp_path: Path) -> None:
    """Wherever the file came from."""
    with at_work(filled(tmp_path)) as place:
        before = dump(place)
    (tmp_path / founding.FILE).touch()
    assert is_founded(tmp_path)
    with pytest.raises(Trouble, match="已经有数据"):
        found(tmp_path)
    with at_work(sign_in(tmp_path, PASSWORD, now=Clock())) as place:
        assert dump(place) == before
