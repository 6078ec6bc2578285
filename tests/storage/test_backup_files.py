"""Backups: proved, listed, thinned, and put back exactly; a damaged one is refused and changes nothing."""

import errno
import json
import random
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from offices import HEAD, OFFICE, PASSWORD, START, Clock, at_work, dump, filled, fresh, save

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.backups import (
    Backup,
    backup_if_changed,
    backup_now,
    backups,
    last_backup,
    restore,
)
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.list_records import Choice, count_records
from quyuan_desktop.services.open_office import change_password, close_office, found_office, sign_in
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import backup, engine, keys
from quyuan_desktop.storage.backup import to_drop

Dump = dict[str, list[tuple[object, ...]]]
EVERYTHING = Choice(void=True)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with at_work(filled(tmp_path / "data", Clock())) as place:
        yield place


def later(place: Workplace, **by: int) -> Workplace:
    return replace(place, now=Clock(place.now() + timedelta(**by)))


def again(place: Workplace) -> Workplace:
    return sign_in(place.folder, PASSWORD, now=place.now)


def said(rows: Dump) -> Dump:
    """What a ledger says, but for the marks of the newest act and of the newest that was backed up."""
    kept = [row for row in rows["setting"] if row[0] not in ("audit.head", "backup.audit")]
    return {**rows, "setting": kept}


# -- making


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
    strange = ("说明.txt", "x.qybak", "20231399-000000-手动.qybak", "20231130-0900-手动.qybak", "20231130-090000-手动.qybak.part")
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


# -- thinning


def at(day: date, hour: int = 17) -> Backup:
    return Backup(Path(f"{day}-{hour}"), datetime.combine(day, time(hour)), "关闭时", 1, 1)


def kept(made: list[Backup], today: date) -> list[str]:
    dropped = to_drop(made, today)
    return sorted(f"{each.path}" for each in made if each not in dropped)


TODAY = date(2023, 11, 30)
DAILY = [at(TODAY - timedelta(days=back)) for back in range(400)]


def test_of_daily_backups_twelve_days_ten_weeks_nine_months_stay() -> None:
    days = [f"2023-11-{day:02d}" for day in range(19, 31)]
    weeks = ["11-26", "11-19", "11-12", "11-05", "10-29", "10-22", "10-15", "10-08", "10-01"]  # Sundays
    months = ["10-31", "09-30", "08-31", "07-31", "06-30", "05-31", "04-30", "03-31"]
    wanted = {*days, *(f"2023-{day}" for day in (*weeks, *months))}
    assert kept(DAILY, TODAY) == sorted(f"{day}-17" for day in wanted)


TABLE: dict[str, tuple[list[Backup], list[str]]] = {
    "none": ([], []),
    "one, years ago": ([at(date(2019, 1, 1))], ["2019-01-01-17"]),
    "all of today and yesterday": (
        [at(TODAY, hour) for hour in (8, 9, 17)] + [at(TODAY - timedelta(days=1), hour) for hour in (8, 17)],
        ["2023-11-29-17", "2023-11-29-8", "2023-11-30-17", "2023-11-30-8", "2023-11-30-9"],
    ),
    "the last of an earlier day": (
        [at(date(2023, 11, 28), hour) for hour in (8, 12, 17)],
        ["2023-11-28-17"],
    ),
    "days without work count for nothing": (
        [at(date(2023, month, day)) for month in (1, 5, 9) for day in (2, 3, 4, 5)],
        [f"2023-{month:02d}-{day:02d}-17" for month in (1, 5, 9) for day in (2, 3, 4, 5)],
    ),
    "a clock that was ahead": (
        [at(date(2031, 1, 1)), at(date(2023, 11, 28), 8), at(date(2023, 11, 28), 9)],
        ["2023-11-28-9", "2031-01-01-17"],
    ),
    "weeks over the new year": (
        [at(date(2022, 12, 26) + timedelta(days=back), 9) for back in range(14)],
        [f"2022-12-{day}-9" for day in (28, 29, 30, 31)] + [f"2023-01-{day:02d}-9" for day in range(1, 9)],
    ),
}


@pytest.mark.parametrize(("made", "wanted"), TABLE.values(), ids=TABLE)
def test_the_rule_of_thinning(made: list[Backup], wanted: list[str]) -> None:
    assert kept(made, TODAY) == sorted(wanted)


@given(
    moments=st.lists(st.datetimes(datetime(2021, 1, 1), datetime(2024, 12, 31)), max_size=60),
    today=st.dates(date(2022, 1, 1), date(2024, 12, 31)),
)
def test_thinning_keeps_the_newest_and_settles(moments: list[datetime], today: date) -> None:
    made = [Backup(Path(str(number)), moment, "关闭时", 1, 1) for number, moment in enumerate(moments)]
    dropped = to_drop(made, today)
    stay = [each for each in made if each not in dropped]
    assert all((today - each.at.date()).days > 1 for each in dropped)
    assert to_drop(stay, today) == []
    if made:
        assert max(made, key=lambda each: each.at) in stay
    assert to_drop(list(reversed(made)), today) == dropped or len(set(moments)) < len(moments)


def test_thinned_day_by_day_a_year_stays_covered() -> None:
    """What a real office does: two backups a day, thinned each time. The past gets thin, not empty."""
    stay: list[Backup] = []
    for back in range(500, -1, -1):
        today = TODAY - timedelta(days=back)
        stay += [at(today, 8), at(today, 17)]
        dropped = to_drop(stay, today)
        stay = [each for each in stay if each not in dropped]
    months = {(each.at.year, each.at.month) for each in stay}
    assert len(months) >= 9
    assert {(2023, month) for month in range(3, 12)} <= months
    assert len(stay) <= 33
    ages = sorted((TODAY - each.at.date()).days for each in stay)
    assert ages[:4] == [0, 0, 1, 1]
    assert max(older - newer for newer, older in zip(ages, ages[1:], strict=False)) <= 31


def test_old_files_are_dropped_and_new_ones_kept(place: Workplace) -> None:
    folder = backup_now(place, "手动").path.parent
    for each in DAILY[1:]:
        (folder / f"{each.at:%Y%m%d-%H%M%S}-关闭时.qybak").write_bytes(b"")
    backup_now(later(place, hours=1), "手动")
    assert len(backups(place.folder)) == 12 + 7 + 8 + 1, "as above, and two of today"


# -- putting back


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


DAMAGED: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "text": lambda path: path.write_text("不是备份", encoding="utf-8"),
    "zeros": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "half": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "cut by a byte": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "bit in the middle": lambda path: path.write_bytes(flip(path.read_bytes(), path.stat().st_size // 2)),
    "bit in a name": lambda path: path.write_bytes(path.read_bytes().replace(b"office.db", b"offica.db")),
    "packed otherwise": lambda path: path.write_bytes(path.read_bytes().replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x00\x00\x63\x00")),
    "encrypted": lambda path: path.write_bytes(path.read_bytes().replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")),
    "no ledger": lambda path: rewritten(path, lambda files: files.pop("office.db")),
    "empty ledger": lambda path: rewritten(path, lambda files: files.update({"office.db": b""})),
    "plain ledger": lambda path: rewritten(path, lambda files: files.update({"office.db": b"SQLite format 3\0" + bytes(4080)})),
    "cut ledger": lambda path: rewritten(path, lambda files: files.update({"office.db": files["office.db"][:8192]})),
    "flipped ledger": lambda path: rewritten(path, lambda files: files.update({"office.db": flip(files["office.db"], 9999)})),
    "another office's": lambda path: rewritten(path, lambda files: files.update({"office.db": _of_another_office()})),
    "gone": lambda path: path.unlink(),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
}


def _of_another_office() -> bytes:
    with tempfile.TemporaryDirectory() as name:
        found_office(Path(name), OFFICE, HEAD, PASSWORD, Clock(), quick=True).place.ledger.close()
        return (Path(name) / engine.FILE).read_bytes()


@pytest.mark.parametrize("damage", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_backup_is_refused_and_changes_nothing(place: Workplace, damage: Callable[[Path], object]) -> None:
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
    """300 flips anywhere in the file: what is put back is what was saved, or nothing is put back."""
    with at_work(fresh(tmp_path / "data", Clock())) as place:
        save(place)
        entry = backup_now(place, "手动")
    sound = entry.path.read_bytes()
    with zipfile.ZipFile(entry.path) as package:
        ledger = package.read(engine.FILE)
    head = len(sound) - 400  # the directory of the package lies behind the ledger, where most goes wrong
    chance = random.Random(7)
    places = [chance.randrange(len(sound)) for _ in range(60)] + [chance.randrange(head, len(sound)) for _ in range(180)]
    places += [chance.randrange(60) for _ in range(60)]
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


ABOUT = [b"", b"null", b"[]", b"7", b"{}", b'{"records": null}', b'{"records": "x"}', b'{"records": [1]}', b'{"records": 1e999}', b"\xff", b"[" * 100_000]


@pytest.mark.parametrize("content", ABOUT, ids=lambda content: repr(content[:20]))
def test_a_note_that_makes_no_sense_counts_no_records(place: Workplace, content: bytes) -> None:
    entry = backup_now(place, "手动")
    rewritten(entry.path, lambda files: files.update({"about.json": content}))
    (found,) = backups(place.folder)
    assert found.records == 0
    restore(later(place, hours=1), found)
    with at_work(again(place)) as place:
        assert count_records(place, CONSULTATION, EVERYTHING) == 4


def test_the_note_says_what_is_in_it(place: Workplace) -> None:
    entry = backup_now(place, "手动")
    with zipfile.ZipFile(entry.path) as package:
        about = json.loads(package.read("about.json"))
    assert about == {"format": 1, "reason": "手动", "at": "2023-11-30T09:00:00", "records": 4}


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
