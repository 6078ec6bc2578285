"""Folders and files that may not be written or read, and names that no disk takes."""

import contextlib
from pathlib import Path

import pytest

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.backups import backup_now
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.drafts import drafts, keep_draft
from quyuan_desktop.services.list_records import Choice, count_records
from quyuan_desktop.services.month_files import write_month
from quyuan_desktop.services.open_office import (
    change_password,
    found_office,
    sign_in,
)
from quyuan_desktop.storage import engine, keys, migrate
from tests.hardships import unreadable, unwritable
from tests.offices import (
    HEAD,
    OFFICE,
    PASSWORD,
    Clock,
    at_work,
    contents,
    filled,
    fresh,
    put,
    save,
)

NOVEMBER = periods.month("2023-11")
LONG = "工" * 5000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of an office at rest."""
    filled(tmp_path / "data").ledger.close()
    return tmp_path / "data"


@pytest.mark.parametrize("name", [".", engine.FILE])
@pytest.mark.parametrize("journal", [True, False])
def test_where_nothing_may_be_written_it_is_said(folder: Path, name: str, journal: bool) -> None:
    """On signing in, or else one may read, and each saving says so: nothing is taken for saved that is not."""
    if not journal:
        (folder / f"{engine.FILE}-journal").unlink(missing_ok=True)
    before = contents(folder)
    with unwritable(folder / name):
        try:
            place = sign_in(folder, PASSWORD, now=Clock())
        except Trouble as trouble:
            assert "写入" in str(trouble)
        else:
            with at_work(place):
                assert count_records(place, CONSULTATION, Choice(void=True)) == 4
                try:
                    save(place)
                except Trouble as trouble:
                    assert "写入" in str(trouble)
                else:
                    before = ()
    assert before in ((), contents(folder))
    with at_work(sign_in(folder, PASSWORD, now=Clock())) as place:
        assert count_records(place, CONSULTATION, Choice(void=True)) == (4 if before else 5)
        assert check(place) == []


def test_a_folder_that_becomes_unwritable_loses_nothing(folder: Path) -> None:
    """Somebody changes the rights while one works: sentences, and all that was acknowledged is there."""
    with at_work(sign_in(folder, PASSWORD, now=Clock())) as place:
        save(place)
        with unwritable(folder):
            with contextlib.suppress(Trouble):
                save(place)
            for attempt in (
                lambda: backup_now(place, "手动"),
                lambda: change_password(place, PASSWORD, "新的口令一二"),
                lambda: write_month(place, NOVEMBER, folder),
            ):
                with pytest.raises(Trouble, match="不允许写入.*换一个|不允许写入.*管理员"):
                    attempt()
        known = count_records(place, CONSULTATION, Choice(void=True))
        assert known in (5, 6)
        save(place)
    with at_work(sign_in(folder, PASSWORD, now=Clock())) as place:
        assert count_records(place, CONSULTATION, Choice(void=True)) == known + 1
        assert check(place) == []


def test_an_office_cannot_be_founded_where_nothing_may_be_written(tmp_path: Path) -> None:
    for target in (tmp_path, tmp_path / "new" / "folder"):
        with unwritable(tmp_path), pytest.raises(Trouble, match="写入"):
            found_office(target, OFFICE, HEAD, PASSWORD, Clock(), quick=True)
    assert list(tmp_path.iterdir()) == []


def test_an_office_cannot_be_founded_under_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for target in (tmp_path / "file", tmp_path / "file" / "data"):
        with pytest.raises(Trouble, match="。$"):
            found_office(target, OFFICE, HEAD, PASSWORD, Clock(), quick=True)
    assert (tmp_path / "file").read_text(encoding="utf-8") == "x"


def test_a_name_that_no_disk_takes_is_a_trouble(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="。$"):
        found_office(tmp_path / ("长" * 200), OFFICE, HEAD, PASSWORD, Clock(), quick=True)


def test_a_founding_that_failed_can_be_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is full in the midst of the first start: nothing is left that stands in the way of a second."""

    def fail(*given: object) -> bool:
        raise Trouble("磁盘空间已满。")

    with monkeypatch.context() as patch:
        patch.setattr(migrate, "bring_up", fail)
        with pytest.raises(Trouble, match="磁盘空间已满"):
            found_office(tmp_path / "data", OFFICE, HEAD, PASSWORD, Clock(), quick=True)
    found_office(tmp_path / "data", OFFICE, HEAD, PASSWORD, Clock(), quick=True).place.ledger.close()
    with at_work(sign_in(tmp_path / "data", PASSWORD, now=Clock())) as place:
        assert check(place) == []


def test_no_such_folder_is_a_trouble_that_names_it(tmp_path: Path) -> None:
    for target in (tmp_path / "nowhere", tmp_path / "x\ny", tmp_path / ("长" * 200), tmp_path / "a\0b"):
        with pytest.raises(Trouble, match="。$"):
            sign_in(target, PASSWORD, now=Clock())
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_may_not_be_read_is_a_trouble(folder: Path) -> None:
    with unreadable(folder), pytest.raises(Trouble, match="。$"):
        sign_in(folder, PASSWORD, now=Clock())


def test_an_empty_folder_is_no_office(tmp_path: Path) -> None:
    put(tmp_path, ())
    with pytest.raises(Trouble, match=rf"缺少 {keys.FILE}"):
        sign_in(tmp_path, PASSWORD, now=Clock())
    assert list(tmp_path.iterdir()) == []
    with at_work(fresh(tmp_path)) as place:
        keep_draft(place, "k", CONSULTATION.code, {}, title="")
        assert len(drafts(place)) == 1
