"""A damaged database: a sentence when it is opened, read or checked; never a traceback, never silently wrong."""

import random
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers.base import values_of
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services import backups
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.find import find
from quyuan_desktop.services.history import history
from quyuan_desktop.services.list_records import Choice, page_of_records
from quyuan_desktop.services.month import month_table
from quyuan_desktop.services.open_office import found_office, sign_in
from quyuan_desktop.services.recognise import recognise
from quyuan_desktop.services.save_record import open_record
from quyuan_desktop.services.today import day_view
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import engine, keys
from tests.hardships import unreadable
from tests.offices import (
    HEAD,
    OFFICE,
    PASSWORD,
    Clock,
    at_work,
    consultation,
    contents,
    dump,
    filled,
    nowhere,
    put,
    save,
)

PAGE = 4096


@cache
def sound() -> tuple[bytes, bytes]:
    """A sound ledger and its key."""
    with tempfile.TemporaryDirectory() as name:
        filled(Path(name)).ledger.close()
        return (Path(name) / engine.FILE).read_bytes(), keys.unlock(Path(name), PASSWORD)[0]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    filled(tmp_path).ledger.close()
    return tmp_path


def opened(folder: Path) -> Workplace:
    """The ledger as signing in opens it, without what a password costs."""
    return replace(nowhere(), ledger=engine.open_ledger(folder, sound()[1]))


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """All that the sound ledger says."""
    folder = tmp_path_factory.mktemp("sound")
    (folder / engine.FILE).write_bytes(sound()[0])
    with at_work(opened(folder)) as place:
        return {"dump": dump(place), **{name: look(place) for name, look in LOOKS.items()}}


LOOKS: dict[str, Callable[[Workplace], Any]] = {
    "list": lambda place: page_of_records(place, CONSULTATION, Choice(void=True), 0, 50),
    "found": lambda place: [each.uid for word in ("欧阳", "zhang", "工资", "0123") for each in find(place, word)],
    "month": lambda place: month_table(place, periods.month("2023-11")),
    "records": lambda place: [values_of(open_record(place, CONSULTATION, f"{n:032x}")) for n in range(1, 5)],
    "history": lambda place: [history(place, CONSULTATION, f"{n:032x}") for n in range(1, 5)],
    "people": lambda place: recognise(place, CONSULTATION, consultation()),
    "today": lambda place: day_view(place).blocks,
}


def flipped(content: bytes, bit: int) -> bytes:
    at = bit // 8
    return content[:at] + bytes([content[at] ^ 1 << bit % 8]) + content[at + 1 :]


def places(count: int, seed: str) -> Iterator[int]:
    """Bits all over the file: the edges of pages, their secret tails, and anywhere."""
    size, chance = len(sound()[0]), random.Random(seed)
    pages = size // PAGE
    yield from (8 * byte for byte in (0, 15, 16, 17, 23, 100, PAGE - 80, PAGE - 1, PAGE, size - 80, size - 1))
    for _ in range(count - 11):
        yield chance.choice(
            (chance.randrange(size * 8), chance.randrange(pages) * PAGE * 8 + chance.randrange(64))
        )


def test_every_flipped_bit_is_noticed(tmp_path: Path, truth: dict[str, Any]) -> None:
    """200 of them, one at a time: the file does not open, or the check says so, or nothing at all has changed."""
    path = tmp_path / engine.FILE
    for bit in places(200, "noticed"):
        path.write_bytes(flipped(sound()[0], bit))
        with suppress(Trouble), at_work(opened(tmp_path)) as place:
            faults = check(place)
            assert faults or dump(place) == truth["dump"], f"bit {bit} was changed and nobody noticed"
            assert all("\n" not in fault and fault.endswith("。") for fault in faults)


def test_on_a_damaged_page_nothing_wrong_is_read(tmp_path: Path, truth: dict[str, Any]) -> None:
    """Whatever one looks at is right, or a sentence."""
    path = tmp_path / engine.FILE
    refused = 0
    for bit in places(40, "read"):
        path.write_bytes(flipped(sound()[0], bit))
        with suppress(Trouble), at_work(opened(tmp_path)) as place:
            for name, look in LOOKS.items():
                try:
                    seen = look(place)
                except Trouble as trouble:
                    refused += 1
                    assert str(trouble).endswith("。")
                else:
                    assert seen == truth[name], f"bit {bit}: {name}"
    assert refused


def test_saving_on_a_damaged_page_saves_wholly_or_not(tmp_path: Path) -> None:
    path = tmp_path / engine.FILE
    for bit in places(25, "saved"):
        path.write_bytes(flipped(sound()[0], bit))
        with suppress(Trouble), at_work(opened(tmp_path)) as place:
            uid = save(place, visitor="夏侯初见").record.uid
            assert open_record(place, CONSULTATION, uid).visitor == "夏侯初见"


def _plain_database() -> bytes:
    with tempfile.TemporaryDirectory() as name:
        connection = sqlite3.connect(Path(name) / "plain.db")
        connection.execute("CREATE TABLE consultation (id INTEGER)")
        connection.commit()
        connection.close()
        return (Path(name) / "plain.db").read_bytes()


def _another_office() -> bytes:
    with tempfile.TemporaryDirectory() as name:
        found_office(Path(name), OFFICE, HEAD, PASSWORD, Clock(), quick=True).place.ledger.close()
        return (Path(name) / engine.FILE).read_bytes()


RUINED: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda content: b"",
    "one byte": lambda content: content[:1],
    "a part of the first page": lambda content: content[:1000],
    "one page": lambda content: content[:PAGE],
    "half": lambda content: content[: len(content) // 2],
    "cut inside a page": lambda content: content[: -PAGE // 2],
    "without the last page": lambda content: content[:-PAGE],
    "without the first page": lambda content: content[PAGE:],
    "pages exchanged": lambda content: (
        content[:PAGE] + content[2 * PAGE : 3 * PAGE] + content[PAGE : 2 * PAGE] + content[3 * PAGE :]
    ),
    "text": lambda content: "这不是数据库。\n".encode() * 1000,
    "zeros": lambda content: bytes(len(content)),
    "noise": lambda content: random.Random(1).randbytes(len(content)),
    "a page of noise": lambda content: (
        content[: 5 * PAGE] + random.Random(1).randbytes(PAGE) + content[6 * PAGE :]
    ),
    "a plain database": lambda content: _plain_database(),
    "another office's": lambda content: _another_office(),
    "turned round": lambda content: content[::-1],
}


@pytest.mark.parametrize("ruin", RUINED.values(), ids=RUINED)
def test_a_ruined_file_is_a_trouble_and_left_as_it_is(folder: Path, ruin: Callable[[bytes], bytes]) -> None:
    """What is left of the data is for whoever repairs it: signing in in vain does not write to it."""
    path = folder / engine.FILE
    path.write_bytes(ruin(path.read_bytes()))
    before = contents(folder)
    try:
        place = sign_in(folder, PASSWORD, now=Clock())
    except Trouble as trouble:
        assert str(trouble).endswith("。")
        assert contents(folder) == before
        return
    with at_work(place), suppress(Trouble):
        assert check(place), "neither opening nor the check noticed"


def test_a_missing_file_is_a_trouble_that_names_it(folder: Path) -> None:
    (folder / engine.FILE).unlink()
    with pytest.raises(Trouble, match=r"缺少数据库文件 office\.db.*备份"):
        sign_in(folder, PASSWORD, now=Clock())
    assert not (folder / engine.FILE).exists()


def test_a_folder_in_place_of_the_file_is_a_trouble(folder: Path) -> None:
    (folder / engine.FILE).unlink()
    (folder / engine.FILE).mkdir()
    with pytest.raises(Trouble, match="是文件夹"):
        sign_in(folder, PASSWORD, now=Clock())


def test_a_link_that_leads_nowhere_is_a_trouble(folder: Path) -> None:
    (folder / engine.FILE).unlink()
    (folder / engine.FILE).symlink_to(folder / "gone" / "office.db")
    with pytest.raises(Trouble):
        sign_in(folder, PASSWORD, now=Clock())


@pytest.mark.parametrize("name", [engine.FILE, keys.FILE])
def test_a_file_that_may_not_be_read_is_a_trouble(folder: Path, name: str) -> None:
    with unreadable(folder / name), pytest.raises(Trouble, match="权限"):
        sign_in(folder, PASSWORD, now=Clock())
    with at_work(sign_in(folder, PASSWORD, now=Clock())) as place:
        assert check(place) == []


def test_something_behind_the_last_page_is_noticed_or_harmless(folder: Path) -> None:
    before = sound()[0]
    for more in (b"x", bytes(PAGE), random.Random(3).randbytes(PAGE)):
        (folder / engine.FILE).write_bytes(before + more)
        with suppress(Trouble), at_work(opened(folder)) as place:
            assert check(place) or save(place).record.number


@pytest.mark.parametrize("journal", [b"\0" * 512, b"garbage", random.Random(2).randbytes(20_000)])
def test_a_stray_journal_changes_nothing(folder: Path, journal: bytes) -> None:
    """Left behind by whatever: it is rolled back only when it is whole and belongs to the file."""
    with at_work(opened(folder)) as place:
        before = dump(place)
    (folder / f"{engine.FILE}-journal").write_bytes(journal)
    with at_work(opened(folder)) as place:
        assert dump(place) == before
        assert check(place) == []


def caught_at_work(folder: Path, target: Path) -> None:
    """Copy the files of `folder` into `target` as a power cut in the midst of a saving leaves them."""
    with at_work(opened(folder)) as place, place.ledger.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA cache_size = 1")
        connection.exec_driver_sql("UPDATE revision SET content = '{}'")
        connection.exec_driver_sql("UPDATE phrase SET text = text || ?", ("x" * 3000,))
        target.mkdir()
        for name in (engine.FILE, f"{engine.FILE}-journal", keys.FILE):
            (target / name).write_bytes((folder / name).read_bytes())
        connection.rollback()


def test_what_a_power_cut_left_half_saved_is_rolled_back(folder: Path, truth: dict[str, Any]) -> None:
    caught = folder / "caught"
    caught_at_work(folder, caught)
    assert (caught / engine.FILE).read_bytes() != sound()[0], "nothing was caught in the act"
    with at_work(opened(caught)) as place:
        assert dump(place) == truth["dump"]
        assert check(place) == []


@pytest.mark.parametrize("damage", ["flip", "cut", "text", "empty", "gone", "in the act"])
def test_after_a_damage_the_newest_backup_brings_all_back(folder: Path, damage: str) -> None:
    """The way out that the sentence names, for a ledger that cannot be opened: `restore_closed`."""
    with at_work(opened(folder)) as place:
        entry = backups.backup_now(place, "关闭时")
    path = folder / engine.FILE
    content = path.read_bytes()
    match damage:
        case "gone":
            path.unlink()
        case "in the act":  # the journal of the damaged file must not be rolled back into the one put in its place
            caught_at_work(folder, folder / "caught")
            for name in (engine.FILE, f"{engine.FILE}-journal"):
                (folder / name).write_bytes((folder / "caught" / name).read_bytes())
            path.write_bytes(flipped(path.read_bytes(), 8 * 20))
        case _:
            ruined = {"flip": flipped(content, 8 * 20), "cut": content[:5000], "text": b"x" * 9000, "empty": b""}
            path.write_bytes(ruined[damage])
    backups.restore_closed(folder, entry, PASSWORD, now=Clock())
    with at_work(sign_in(folder, PASSWORD, now=Clock())) as place:
        assert check(place) == []
        assert len(page_of_records(place, CONSULTATION, Choice(void=True), 0, 9)) == 4


def test_the_files_of_an_office_put_together_from_two_are_a_trouble(tmp_path: Path) -> None:
    """keys.json of one office beside office.db of another."""
    one = tmp_path / "one"
    put(one, ())
    found_office(one, OFFICE, HEAD, PASSWORD, Clock(), quick=True).place.ledger.close()
    (one / engine.FILE).write_bytes(sound()[0])
    with pytest.raises(Trouble, match="不是本工作台的数据"):
        sign_in(one, PASSWORD, now=Clock())
