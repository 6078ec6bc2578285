"""Backups: made whole or not at all, proved, listed newest first, never written over."""

import errno
import json
import random
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.services.backups import (
    backup_if_changed,
    backup_now,
    backups,
    last_backup,
)
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.open_office import close_office, sign_in
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import backup
from tests.offices import PASSWORD, START, Clock, at_work, dump, filled, save
from tests.storage.backing_up import later, said


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with at_work(filled(tmp_path / "data", Clock())) as place:
        yield place


def test_a_backup_is_proved_and_listed(place: Workplace) -> None:
    made = backup_now(place, "手动")
    assert (made.reason, made.records) == ("手动", 4)
    assert made.at == START.replace(tzinfo=None)
    assert made.path.parent == place.folder / "backups"
    assert made.size == made.path.stat().st_size
    assert backups(place.folder) == [made]
    assert last_backup(place) == made.at
    with zipfile.ZipFile(made.path) as package:
        assert package.testzip() is None
        assert sorted(package.namelist()) == ["about.json", "keys.json", "office.db"]
        assert not package.read("office.db").startswith(b"SQLite format 3")


def test_a_backup_leaves_nothing_half_done_behind(place: Workplace) -> None:
    made = backup_now(place, "手动")
    assert [path.name for path in made.path.parent.iterdir()] == [made.path.name]


def test_the_folder_of_the_first_backup_outlasts_a_power_cut(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not only the file in it: the data folder is synced, too, when `backups` is new in it."""
    synced: list[Path] = []
    monkeypatch.setattr(backup, "sync_folder", synced.append)
    backup_now(place, "手动")
    assert synced == [place.folder]
    backup_now(later(place, hours=1), "手动")
    assert synced == [place.folder]


def test_progress_is_told(place: Workplace) -> None:
    told: list[tuple[str, int, int]] = []
    backup_now(place, "手动", lambda text, done, total: told.append((text, done, total)))
    assert told
    assert all(text and 0 <= done <= total for text, done, total in told)
    assert told[-1][1] == told[-1][2]


def test_a_backup_alone_is_an_office(place: Workplace, tmp_path: Path) -> None:
    """Carried to another computer and unpacked there, it opens with the password and is whole."""
    made = backup_now(place, "手动")
    before = said(dump(place))
    with zipfile.ZipFile(made.path) as package:
        package.extractall(tmp_path / "elsewhere", ["office.db", "keys.json"])
    with at_work(sign_in(tmp_path / "elsewhere", PASSWORD, now=Clock())) as other:
        assert said(dump(other)) == before
        assert check(other) == []


def test_a_backup_is_made_at_close_when_something_changed(place: Workplace) -> None:
    close_office(place)
    assert [each.reason for each in backups(place.folder)] == ["关闭时"]
    later_day = Clock(START + timedelta(days=1))
    close_office(sign_in(place.folder, PASSWORD, now=later_day))
    assert len(backups(place.folder)) == 1
    with at_work(sign_in(place.folder, PASSWORD, now=later_day)) as open_again:
        assert backup_if_changed(open_again, "定时") is None
        save(open_again)
        made = backup_if_changed(open_again, "定时")
        assert made is not None
        assert made.records == 5
        assert backup_if_changed(open_again, "定时") is None
        made.path.unlink()
    for left in backups(place.folder):
        left.path.unlink()
    with at_work(sign_in(place.folder, PASSWORD, now=later_day)) as open_again:
        assert backup_if_changed(open_again, "定时") is not None, "the backups are gone"


def test_newest_backups_come_first(place: Workplace) -> None:
    made = [backup_now(later(place, hours=hours), "手动") for hours in (3, 1, 2)]
    assert backups(place.folder) == [made[0], made[2], made[1]]


def test_two_backups_in_one_second_are_two(place: Workplace) -> None:
    """None is ever written over: not in one second, not with the clock set back."""
    first = backup_now(place, "手动")
    save(place)
    second = backup_now(place, "手动")
    assert first.path != second.path
    assert sorted(each.records for each in backups(place.folder)) == [4, 5]


def test_leftovers_of_a_killed_backup_do_not_hinder(place: Workplace) -> None:
    folder = place.folder / "backups"
    folder.mkdir()
    (folder / backup.WORK).mkdir()
    for name in ("copy.db", "copy.db-journal", "proof.db", "proof.db-journal", "backup"):
        (folder / backup.WORK / name).write_bytes(random.Random(name).randbytes(70_000))
    made = backup_now(place, "手动")
    assert made.records == 4
    assert backups(place.folder) == [made]
    assert list(folder.iterdir()) == [made.path]


def test_other_files_among_the_backups_are_left_alone(place: Workplace) -> None:
    made = backup_now(place, "手动")
    folder = made.path.parent
    strange = (
        "说明.txt",
        "x.qybak",
        "20231399-000000-手动.qybak",
        "20231130-0900-手动.qybak",
        "20231130-090000-手动.qybak.part",
    )
    for name in strange:
        (folder / name).write_text("不是备份", encoding="utf-8")
    (folder / "20231129-090000-文件夹.qybak").mkdir()
    assert made in backups(place.folder)
    assert all(each.records == 0 for each in backups(place.folder) if each != made)
    backup_now(later(place, days=400), "手动")
    assert all((folder / name).exists() for name in strange)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO, errno.EDQUOT])
def test_a_disk_that_refuses_is_a_trouble(place: Workplace, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def refuse(part: Path, whole: Path) -> None:
        raise OSError(code, "refused")

    kept = backup_now(place, "手动")
    before = dump(place)
    with monkeypatch.context() as patch:
        patch.setattr(backup, "move_over", refuse)
        with pytest.raises(Trouble, match="。$"):
            backup_now(later(place, hours=1), "手动")
    assert backups(place.folder) == [kept]
    assert not list(kept.path.parent.glob("*.part"))
    assert dump(place) == before
    assert backup_now(later(place, hours=1), "手动").records == 4


def test_a_copy_that_is_not_whole_is_no_backup(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk says it has written, and has not: the proof finds out."""
    pack = backup._pack

    def spoil(target: Path, copy: Path, key_file: Path, about: dict[str, object]) -> None:
        content = bytearray(copy.read_bytes())
        content[len(content) // 2] ^= 1
        copy.write_bytes(content)
        pack(target, copy, key_file, about)

    with monkeypatch.context() as patch:
        patch.setattr(backup, "_pack", spoil)
        with pytest.raises(Trouble, match="备份"):
            backup_now(place, "手动")
    assert backups(place.folder) == []
    assert check(place) == []


def test_the_note_says_what_is_in_it(place: Workplace) -> None:
    entry = backup_now(place, "手动")
    with zipfile.ZipFile(entry.path) as package:
        about = json.loads(package.read("about.json"))
    assert about == {"format": 1, "reason": "手动", "at": "2023-11-30T09:00:00", "records": 4}
