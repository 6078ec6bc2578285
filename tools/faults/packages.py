"""Packages changed at random, by accident and with the office's own key: a sentence each, or a ledger that is whole."""

import random
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import takewhile
from pathlib import Path
from typing import Any

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.exchange import sentences
from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.registers.legal_aid.aid_terms import Stage
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.clashes import clashes
from quyuan_desktop.services.cross_office import cross_check
from quyuan_desktop.services.district_desk import district_view
from quyuan_desktop.services.history import history
from quyuan_desktop.services.list_records import Choice, page_of_records
from quyuan_desktop.services.merge_package import merge, plan
from quyuan_desktop.services.month import month_table
from quyuan_desktop.services.pairing import own_keys
from quyuan_desktop.services.papers import issue_paper, papers_of
from quyuan_desktop.services.receipts import acknowledge
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import engine
from tests.applications import brought_to
from tests.exchange.packing import sealed, unsealed
from tests.exchanging import DISTRICT, MONTH, Pair, both, exported
from tests.offices import OFFICE, at_work, contents, correct, dump, put, save
from tools.faults.mutations import of_bag, of_bytes, opened

SENTENCES = {value for name, value in vars(sentences).items() if name.isupper()}
LONGEST = 2.0
"""Seconds of the processor that a package may take to be refused."""

COUNTED = "编号计数偏小"
"""What the check says of an office that has told fewer numbers than it has given out: found, as it should be."""

MERGED = 25
"""Of so many packages that are taken one is merged in earnest, and the ledger looked through."""

Mutate = Callable[[random.Random], bytes]


@dataclass(slots=True)
class Tried:
    """What came of it: how many were refused by which sentence, how many were taken, what went wrong."""

    kind: str
    refused: Counter[str] = field(default_factory=Counter)
    taken: int = 0
    merged: int = 0
    slowest: float = 0.0
    faults: list[str] = field(default_factory=list)


def until_stopped(times: int) -> Iterator[int]:
    """Count so far, or until Ctrl+C: then what was tried by then is the result."""
    stopped: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: stopped.append(number))
    try:
        yield from takewhile(lambda _: not stopped, range(times))
    finally:
        signal.signal(signal.SIGINT, before)


def try_packages(kind: str, times: int, seed: int, work: Path) -> Tried:
    """Have the district plan `times` changed packages; `kind` names how they are changed."""
    result, drawn = Tried(kind), random.Random(f"{seed} {kind}")
    with _prepared(work / kind) as ends:
        mutate = _mutations(ends)[kind]
        before, path = dump(ends.district), next(ends.stick.glob("*.qyb"))
        known = {"copy", *(each.name for each in ends.stick.parent.iterdir())}
        (work / kind / "copy").mkdir()
        for number in until_stopped(times):
            path.write_bytes(mutate(drawn))
            started = time.process_time()
            fault = _planned(ends, path, result)
            result.slowest = max(result.slowest, took := time.process_time() - started)
            if fault:
                result.faults.append(f"package {number}: {fault}")
            if took > LONGEST:
                result.faults.append(f"package {number}: took {took:.1f} s")
        if dump(ends.district) != before:
            result.faults.append("planning: the ledger was changed")
        if {each.name for each in ends.stick.parent.iterdir()} != known:
            result.faults.append("planning: something was written elsewhere")
    return result


def _planned(ends: Pair, path: Path, result: Tried) -> str:
    """Plan one package: what is wrong with how that came out."""
    try:
        (planned,) = plan(ends.district, [path])
        if planned.fault:
            result.refused[planned.fault] += 1
            return "" if planned.fault in SENTENCES else f"no sentence of the list: {planned.fault}"
        result.taken += 1
        if result.kind != SAID and not planned.known:
            return "a package was taken whose bytes were changed"
        return _merged(ends, path, result) if result.taken % MERGED == 1 else ""
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what the sweep is after
        return f"{type(error).__name__}: {str(error)[:150]}"


def _merged(ends: Pair, path: Path, result: Tried) -> str:
    """Merge in a copy of the district, and look through it."""
    result.merged += 1
    folder = path.parent.parent / "copy"
    shutil.rmtree(folder, ignore_errors=True)
    put(folder, contents(ends.district.folder))
    place = replace(ends.district, ledger=engine.open_ledger(folder, ends.district.ledger.key))
    with at_work(place):
        with suppress(Trouble):
            merge(place, [path])
        _look(place, path.parent)
        return "".join(f"after merging: {said}" for said in check(place) if COUNTED not in said)


def _look(place: Workplace, stick: Path) -> None:
    """All that the district then looks at."""
    for register in REGISTERS.values():
        for row in page_of_records(place, register, Choice(void=True), 0, 50):
            history(place, register, row.uid)
            papers_of(place, register, row.uid)
    month_table(place, MONTH)
    clashes(place)
    cross_check(place)
    district_view(place)
    acknowledge(place, stick)
    for path in stick.glob("*.qyr"):
        path.unlink()


@contextmanager
def _prepared(folder: Path) -> Iterator[Pair]:
    """A district, an office with some of everything, and its package."""
    with both(folder) as ends:
        for number in range(3):
            uid = save(ends.office, note=f"第{number}次𬱖").record.uid
            correct(ends.office, uid, note="改过")
        issue_paper(ends.office, CONSULTATION, uid, CONSULTATION.papers[0].code)
        brought_to(ends.office, Stage.GRANTED)
        exported(ends.office, ends.stick)
        yield ends


def _mutations(ends: Pair) -> dict[str, Mutate]:
    office, district = own_keys(ends.office), own_keys(ends.district)
    whole = next(ends.stick.glob("*.qyb")).read_bytes()
    plain = unsealed(whole, district)
    members = opened(plain)
    told: dict[str, Any] = {"sender": OFFICE.code, "sender_name": OFFICE.name, "to": DISTRICT.code, "batch": 1}

    def again(changed: bytes) -> bytes:
        return sealed(changed, district.public, signer=office, named=office, **told)

    return {
        "bytes": lambda drawn: _other(of_bytes, whole, drawn),
        "bag": lambda drawn: again(_other(of_bytes, plain, drawn)),
        SAID: lambda drawn: again(of_bag(members, drawn)),
    }


def _other(mutate: Callable[[bytes, random.Random], bytes], whole: bytes, drawn: random.Random) -> bytes:
    """Changed bytes that are not the same after all."""
    while (changed := mutate(whole, drawn)) == whole:
        pass
    return changed


SAID = "said"
KINDS = ("bytes", "bag", SAID)
