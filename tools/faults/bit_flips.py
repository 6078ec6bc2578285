"""One flipped bit anywhere in a ledger, a backup, a package or a receipt: it is noticed, or it changes nothing."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.exchange import sentences
from quyuan_desktop.services.backups import backup_now, backups
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.merge_package import merge, plan
from quyuan_desktop.services.receipts import acknowledge, receive
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import backup, engine
from tests.exchanging import both, exported
from tests.offices import PASSWORD, at_work, dump, filled, nowhere, save

SENTENCES = {value for name, value in vars(sentences).items() if name.isupper()}
Flip = Callable[[bytes], str]
"""Tries changed content: what is wrong, or how it came out."""

EDGE = 4096
EDGE = 4096
NOTICED, HARMLESS = "noticed", "harmless"


@dataclass(slots=True)
class Flipped:
    """What came of flipping bits in one kind of file."""

    kind: str
    noticed: int = 0
    harmless: int = 0
    faults: list[str] = field(default_factory=list)


def flip(kind: str, times: int, seed: int, work: Path) -> Flipped:
    """Flip `times` bits, one at a time, in a file of this kind."""
    result, chance = Flipped(kind), random.Random(f"{seed} {kind}")
    with KINDS[kind](work / kind) as (sound, attempt):
        for _ in range(times):
            bit = _bit(8 * len(sound), chance)
            changed = bytearray(sound)
            changed[bit // 8] ^= 1 << bit % 8
            try:
                came = attempt(bytes(changed))
            except Exception as error:  # noqa: BLE001 - whatever it is, it is what the sweep is after
                came = f"{type(error).__name__}: {error}"
            result.noticed += came == NOTICED
            result.harmless += came == HARMLESS
            if came not in (NOTICED, HARMLESS):
                result.faults.append(f"bit {bit}: {came}")
    return result


def _bit(bits: int, chance: random.Random) -> int:
    """Anywhere, at the beginning or at the end, where what is not the mere content lies."""
    edge = min(bits, 8 * EDGE)
    return chance.choice((chance.randrange(bits), chance.randrange(edge), bits - 1 - chance.randrange(edge)))


Prepared = Iterator[tuple[bytes, Flip]]


def _opened(folder: Path, key: bytes) -> Workplace:
    return replace(nowhere(), ledger=engine.open_ledger(folder, key))


@contextmanager
def _ledger(folder: Path) -> Prepared:
    with at_work(filled(folder)) as place:
        truth, key = dump(place), place.ledger.key
    path = folder / engine.FILE

    def attempt(changed: bytes) -> str:
        path.write_bytes(changed)
        with suppress(Trouble), at_work(_opened(folder, key)) as place:
            if not check(place):
                return HARMLESS if dump(place) == truth else "the ledger says something else and nobody noticed"
        return NOTICED

    yield path.read_bytes(), attempt


@contextmanager
def _backup(folder: Path) -> Prepared:
    with at_work(filled(folder / "data")) as place:
        entry, key = backup_now(place, "手动"), place.ledger.key
    content = entry.path.read_bytes()
    target = folder / "target"
    target.mkdir()
    backup.put_back(target, entry.path, key)
    with at_work(_opened(target, key)) as place:
        truth = dump(place)
    (target / backup.FOLDER).mkdir()
    path = target / backup.FOLDER / entry.path.name

    def attempt(changed: bytes) -> str:
        path.write_bytes(changed)
        (listed,) = backups(target)
        before = (target / engine.FILE).read_bytes()
        try:
            backup.put_back(target, listed.path, key)
        except Trouble:
            return (
                NOTICED if (target / engine.FILE).read_bytes() == before else "refused, and changed all the same"
            )
        with at_work(_opened(target, key)) as place:
            return HARMLESS if dump(place) == truth else "another content was put back"

    yield content, attempt


@contextmanager
def _key_within_backup(folder: Path) -> Prepared:
    """The backup alone, when the key file is gone: what is taken from it opens, or it is refused."""
    with at_work(filled(folder / "data")) as place:
        entry, key = backup_now(place, "手动"), place.ledger.key
    path = folder / entry.path.name

    def attempt(changed: bytes) -> str:
        path.write_bytes(changed)
        try:
            same = backup.key_within(path, PASSWORD, folder / "work") == key
        except Trouble:
            return NOTICED
        return HARMLESS if same else "another key came out"

    yield entry.path.read_bytes(), attempt


@contextmanager
def _package(folder: Path) -> Prepared:
    with both(folder) as ends:
        for number in range(3):
            save(ends.office, note=f"第{number}次𬱖")
        path = exported(ends.office, ends.stick).path
        assert path is not None
        before = dump(ends.district)

        def attempt(changed: bytes) -> str:
            path.write_bytes(changed)
            (planned,) = plan(ends.district, [path])
            return NOTICED if planned.fault in SENTENCES else f"taken: {planned.fault}"

        yield path.read_bytes(), attempt
        assert dump(ends.district) == before


@contextmanager
def _receipt(folder: Path) -> Prepared:
    with both(folder) as ends:
        save(ends.office)
        exported(ends.office, ends.stick)
        merge(ends.district, [ends.stick])
        (path,) = acknowledge(ends.district, ends.stick).paths
        before = dump(ends.office)

        def attempt(changed: bytes) -> str:
            path.write_bytes(changed)
            try:
                receive(ends.office, path)
            except Trouble:
                return NOTICED
            return "taken"

        yield path.read_bytes(), attempt
        assert dump(ends.office) == before


KINDS = {
    "ledger": _ledger,
    "backup": _backup,
    "backup's key": _key_within_backup,
    "package": _package,
    "receipt": _receipt,
}
