"""Going back to a backup: exactly what it held, or nothing changes at all."""

import errno
import random
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.backups import (
    backup_now,
    backups,
    restore,
)
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.list_records import Choice, count_records
from quyuan_desktop.services.open_office import change_password, found_office, sign_in
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import backup, engine, keys
from tests.offices import HEAD, OFFICE, PASSWORD, Clock, at_work, dump, filled, fresh, save
from tests.storage.backing_up import again, later, said

EVERYTHING = Choice(void=True)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with at_work(filled(tmp_path / "data", Clock())) as place:
        yield place


def test_restoring_brings_back_exactly(place: Workplace) -> None:
    entry = backup_now(place, "手动")
    before = said(dump(place))
    place = later(place, hours=1)
    save(place)
    save(place, visitor="夏侯初见")
    newest = said(dump(place))
    restore(place, entry)
    with at_work(again(place)) as place:
        after = said(dump(place))
        added = [row for row in after["audit"] if row not in before["audit"]]
        assert [row[3:7] for row in added] == [("restore", "", "", entry.path.name)]
        assert {**after, "audit": [row for row in after["audit"] if row not in added]} == before
        assert count_records(place, CONSULTATION, EVERYTHING) == 4
        assert check(place) == []
        safety = backups(place.folder)[0]
        assert (safety.reason, safety.records) == ("还原前", 6)
        place = later(place, hours=1)
        restore(place, safety)
    with at_work(again(place)) as place:
        again_ = said(dump(place))
        assert {**again_, "audit": []} == {**newest, "audit": []}
        assert [row for row in newest["audit"] if row not in again_["audit"]] == []
        assert count_records(place, CONSULTATION, EVERYTHING) == 6
        assert check(place) == []


def test_restoring_a_safety_copy_in_its_own_second_loses_nothing(place: Workplace) -> None:
    """The safety copy of the present state is not written over the one that is put back."""
    entry = backup_now(place, "还原前")
    save(place)
    restore(place, entry)
    with at_work(again(place)) as place:
        assert count_records(place, CONSULTATION, EVERYTHING) == 4
    assert sorted(each.records for each in backups(place.folder)) == [4, 5]


def test_restoring_keeps_the_present_passwords(place: Workplace) -> None:
    entry = backup_now(place, "手动")
    change_password(place, PASSWORD, "新的口令一二")
    restore(place, entry)
    with pytest.raises(Trouble, match="密码不对"):
        again(place)
    sign_in(place.folder, "新的口令一二", now=place.now).ledger.close()


def test_restoring_brings_a_lost_key_file_back(place: Workplace) -> None:
    entry = backup_now(place, "手动")
    (place.folder / keys.FILE).write_bytes(b"garbled")
    with zipfile.ZipFile(entry.path) as package:
        wanted = package.read(keys.FILE)
    restore(place, entry)
    assert (place.folder / keys.FILE).read_bytes() == wanted
    with at_work(again(place)) as place:
        assert check(place) == []


def rewritten(path: Path, change: Callable[[dict[str, bytes]], object]) -> None:
    with zipfile.ZipFile(path) as package:
        files = {name: package.read(name) for name in package.namelist()}
    change(files)
    with zipfile.ZipFile(path, "w") as package:
        for name, content in files.items():
            package.writestr(name, content)


def flip(content: bytes, position: int) -> bytes:
    return content[:position] + bytes([content[position] ^ 0x10]) + content[position + 1 :]


def _folder_in_place(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _of_another_office() -> bytes:
    with tempfile.TemporaryDirectory() as name:
        found_office(Path(name), OFFICE, HEAD, PASSWORD, Clock(), quick=True).place.ledger.close()
        return (Path(name) / engine.FILE).read_bytes()


DAMAGED: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "text": lambda path: path.write_text("不是备份", encoding="utf-8"),
    "zeros": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "half": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "cut by a byte": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "bit in the middle": lambda path: path.write_bytes(flip(path.read_bytes(), path.stat().st_size // 2)),
    "bit in a name": lambda path: path.write_bytes(path.read_bytes().replace(b"office.db", b"offica.db")),
    "packed otherwise": lambda path: path.write_bytes(
        path.read_bytes().replace(
            b"PK\x01\x02\x14\x03\x14\x00\x00\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x00\x00\x63\x00"
        )
    ),
    "encrypted": lambda path: path.write_bytes(
        path.read_bytes().replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")
    ),
    "no ledger": lambda path: rewritten(path, lambda files: files.pop("office.db")),
    "empty ledger": lambda path: rewritten(path, lambda files: files.update({"office.db": b""})),
    "plain ledger": lambda path: rewritten(
        path, lambda files: files.update({"office.db": b"SQLite format 3\0" + bytes(4080)})
    ),
    "cut ledger": lambda path: rewritten(
        path, lambda files: files.update({"office.db": files["office.db"][:8192]})
    ),
    "flipped ledger": lambda path: rewritten(
        path, lambda files: files.update({"office.db": flip(files["office.db"], 9999)})
    ),
    "another office's": lambda path: rewritten(
        path, lambda files: files.update({"office.db": _of_another_office()})
    ),
    "gone": lambda path: path.unlink(),
    "a folder": _folder_in_place,
}


@pytest.mark.parametrize("damage", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_backup_is_refused_and_changes_nothing(
    place: Workplace, damage: Callable[[Path], object]
) -> None:
    entry = backup_now(place, "手动")
    place = later(place, hours=1)
    save(place)
    before = dump(place)
    damage(entry.path)
    listed = backups(place.folder)
    with pytest.raises(Trouble, match="。$"):
        restore(place, entry)
    assert not list(place.folder.glob("*.part*"))
    with at_work(again(place)) as place:
        assert dump(place) == before
        assert check(place) == []
    after = backups(place.folder)
    assert [each.reason for each in after if each not in listed] == ["还原前"]


@pytest.mark.parametrize("damage", ["flipped ledger", "half", "no ledger", "another office's"])
def test_of_a_damaged_backup_it_is_said_to_choose_another(place: Workplace, damage: str) -> None:
    entry = backup_now(place, "手动")
    DAMAGED[damage](entry.path)
    with pytest.raises(Trouble, match="另一份备份"):
        restore(later(place, hours=1), entry)


def test_any_bit_of_a_backup_is_sound_or_refused(tmp_path: Path) -> None:
    """150 flips anywhere in the file: what is put back is what was saved, or nothing is put back."""
    with at_work(fresh(tmp_path / "data", Clock())) as place:
        save(place)
        entry = backup_now(place, "手动")
    sound = entry.path.read_bytes()
    with zipfile.ZipFile(entry.path) as package:
        ledger = package.read(engine.FILE)
    head = len(sound) - 400  # the directory of the package lies behind the ledger, where most goes wrong
    chance = random.Random(7)
    places = [chance.randrange(len(sound)) for _ in range(30)] + [
        chance.randrange(head, len(sound)) for _ in range(90)
    ]
    places += [chance.randrange(60) for _ in range(30)]
    target = tmp_path / "put"
    target.mkdir()
    (target / keys.FILE).write_bytes((tmp_path / "data" / keys.FILE).read_bytes())
    for position in places:
        entry.path.write_bytes(flip(sound, position))
        backups(tmp_path / "data")
        try:
            backup.put_back(target, entry.path, place.ledger.key)
        except Trouble:
            assert not (target / engine.FILE).exists()
            continue
        assert (target / engine.FILE).read_bytes() == ledger, position
        (target / engine.FILE).unlink()
    assert not list(target.glob("*.part*"))


ABOUT = [
    b"",
    b"null",
    b"[]",
    b"7",
    b"{}",
    b'{"records": null}',
    b'{"records": "x"}',
    b'{"records": [1]}',
    b'{"records": 1e999}',
    b"\xff",
    b"[" * 100_000,
]


@pytest.mark.parametrize("content", ABOUT, ids=lambda content: repr(content[:20]))
def test_a_note_that_makes_no_sense_counts_no_records(place: Workplace, content: bytes) -> None:
    entry = backup_now(place, "手动")
    rewritten(entry.path, lambda files: files.update({"about.json": content}))
    (found,) = backups(place.folder)
    assert found.records == 0
    restore(later(place, hours=1), found)
    with at_work(again(place)) as place:
        assert count_records(place, CONSULTATION, EVERYTHING) == 4


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_a_disk_that_refuses_while_restoring_changes_nothing(
    place: Workplace, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    entry = backup_now(place, "手动")
    place = later(place, hours=1)
    save(place)
    before = dump(place)

    def refuse(part: Path, whole: Path) -> None:
        if whole.name == engine.FILE:
            raise OSError(code, "refused")
        part.replace(whole)

    with monkeypatch.context() as patch:
        patch.setattr(backup, "move_over", refuse)
        with pytest.raises(Trouble, match="。$"):
            restore(place, entry)
    assert not list(place.folder.glob("*.part*"))
    with at_work(again(place)) as place:
        assert dump(place) == before
