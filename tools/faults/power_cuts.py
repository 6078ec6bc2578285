"""Power cuts: every job is watched once, and then the power fails at thousands of points of it."""

import hashlib
import json
import random
import shutil
import tempfile
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.open_office import found_office, sign_in
from quyuan_desktop.storage import backup, engine, keys, numbering
from quyuan_desktop.storage.engine import open_ledger
from tests.offices import HEAD, OFFICE, PASSWORD, Clock, at_work
from tools.faults.crashes import Crash, Disk, Replay
from tools.faults.jobs import DATA, JOBS, NEW_PASSWORD, state_of
from tools.faults.recorded import Recording, record

WHOLE_CHECK = 40
"""Of so many different images one is looked through by `check`; what a known state says was looked through there."""

AGAIN = "nothing was there yet, and founding is simply done again"
SKIPPED = (engine.RESERVE,)


@dataclass(slots=True)
class Result:
    """What came of a job: how many cuts, how many different images they left, and what was wrong with some."""

    job: str
    cuts: int = 0
    images: int = 0
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Told:
    """What a job had said: `states` with the number of the op that said it first, and everything promised."""

    states: list[str]
    said_at: list[int]
    promised: list[tuple[int, list[Any]]]

    def allowed(self, at: int) -> list[str]:
        """The states that the ledger may be in after a cut before op `at`: the last that was told, or the next."""
        last = bisect_right(self.said_at, at) - 1
        return self.states[max(last, 0) : last + 2]

    def promises(self, at: int) -> list[list[Any]]:
        """What had been promised by then."""
        return [what for said, what in self.promised if said < at]


def told_in(recording: Recording) -> Told:
    """The marks in a recording."""
    states: list[str] = []
    said_at: list[int] = []
    promised: list[tuple[int, list[Any]]] = []
    for number, op in enumerate(recording.ops):
        if op.verb == "mark":
            word, *what = json.loads(op.content)
            if word != "state":
                promised.append((number, [word, *what]))
            elif not states or states[-1] != what[0]:
                states.append(what[0])
                said_at.append(number)
    return Told(states, said_at, promised)


def cut(name: str, times: int, seed: int, work: Path) -> Result:
    """Watch the job called `name` once and let the power fail `times`; `work` is a folder in memory."""
    with tempfile.TemporaryDirectory(dir=work) as home:
        folder = Path(home)
        JOBS[name].prepare(folder)
        recording = record(["-m", "tools.faults.jobs", name, str(folder)], folder / DATA, folder / "log")
    judge = _Judge(name, told_in(recording), work)
    chance = random.Random(f"{seed} {name}")
    replay = Replay(recording)
    for at in sorted(_points(recording, times, chance)):
        replay.forward(at)
        judge.judge(replay.crash(chance.choice(list(Disk)), chance))
    return judge.result


def _points(recording: Recording, times: int, chance: random.Random) -> Iterator[int]:
    """Where the power fails: half of them anywhere, half right behind what is no mere writing."""
    near = [n + 1 for n, op in enumerate(recording.ops) if op.verb not in ("write", "mark")]
    for number in range(times):
        yield chance.choice(near) if number % 2 else chance.randint(0, len(recording.ops))


class _Judge:
    """Opens what a cut has left as the program does, and compares it with what was said before the cut."""

    def __init__(self, name: str, told: Told, work: Path) -> None:
        self.told, self.work = told, work
        self.result = Result(name)
        self.found: dict[bytes, tuple[str, str]] = {}  # by image: the state, or what is wrong
        self.proved: dict[bytes, str] = {}
        self.key = b""

    def judge(self, crash: Crash) -> None:
        """Add one cut to the result."""
        self.result.cuts += 1
        named = hashlib.sha256()
        for name, content in sorted(crash.files.items()):
            if name not in SKIPPED:
                named.update(f"{name} {len(content)} ".encode() + content)
        if named.digest() not in self.found:
            self.result.images += 1
            self.found[named.digest()] = self._opened(crash)
        state, fault = self.found[named.digest()]
        allowed = self.told.allowed(crash.at)
        if state == AGAIN:
            fault = "what was founded is gone" if ["founded"] in self.told.promises(crash.at) else ""
        elif not fault and state not in allowed:
            where = self.told.states.index(state) if state in self.told.states else None
            fault = f"the ledger is at state {where}, of {self.told.states.index(allowed[0])} that was told"
        elif fault and crash.at < self.told.said_at[0]:
            fault = ""  # what had not opened before the job either
        wrong = [fault] * bool(fault) + self._broken_promises(crash)
        self.result.faults += [f"{self.result.job}, before op {crash.at}: {each}" for each in wrong]

    def _opened(self, crash: Crash) -> tuple[str, str]:
        """What the ledger says after a cut, and what is wrong with it."""
        folder = self.work / "cut"
        shutil.rmtree(folder, ignore_errors=True)
        for name in crash.folders:
            (folder / name).mkdir(parents=True, exist_ok=True)
        for name, content in crash.files.items():
            (folder / name).write_bytes(content)
        try:
            return self._signed_in(folder)
        except Trouble as trouble:
            return (AGAIN, "") if self._founds(folder) else ("", str(trouble))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what the sweep is after
            return "", f"{type(error).__name__}: {error}"

    def _signed_in(self, folder: Path) -> tuple[str, str]:
        key = self._key(folder)
        ledger = open_ledger(folder, key)
        try:
            with ledger.engine.connect() as connection:
                faults = list(connection.exec_driver_sql("PRAGMA cipher_integrity_check"))
                faults += [
                    each for each in connection.exec_driver_sql("PRAGMA integrity_check") if each[0] != "ok"
                ]
            state = state_of(ledger)
        finally:
            ledger.close()
        if faults:
            return state, f"damaged: {faults[:2]}"
        with at_work(sign_in(folder, self._password(folder), now=Clock())) as place:
            if self.result.images % WHOLE_CHECK == 1 and (said := check(place)):
                return state, f"{said[:2]}"
        path = folder / numbering.FILE
        if path.exists():
            json.loads(path.read_bytes())
        return state, ""

    def _password(self, folder: Path) -> str:
        with suppress(Trouble):
            keys.unlock(folder, PASSWORD)
            return PASSWORD
        return NEW_PASSWORD

    def _key(self, folder: Path) -> bytes:
        return keys.unlock(folder, self._password(folder))[0]

    def _founds(self, folder: Path) -> bool:
        """Whether founding can simply be done again."""
        try:
            found_office(folder, OFFICE, HEAD, PASSWORD, Clock(), quick=True).place.ledger.close()
        except Trouble:
            return False
        return True

    def _broken_promises(self, crash: Crash) -> list[str]:
        promises = self.told.promises(crash.at)
        broken = []
        present = {name for name in crash.files if name.endswith(backup.SUFFIX)}
        for word, *what in promises:
            if word == "backup" and f"{backup.FOLDER}/{what[0]}" not in present:
                broken.append(f"the backup {what[0]} is gone")
            if word == "kept" and hashlib.sha256(crash.files.get(what[0], b"")).hexdigest() != what[1]:
                broken.append(f"{what[0]} is not what was kept")
            if word == "password" and _opens(crash.files[keys.FILE], PASSWORD, self.work):
                broken.append("the old password still opens")
        for name in present:
            if fault := self._proved(crash.files[name], crash.files.get(keys.FILE, b"")):
                broken.append(f"{name}: {fault}")
        return broken

    def _proved(self, content: bytes, key_file: bytes) -> str:
        """What is wrong with a backup, by its bytes."""
        named = hashlib.sha256(content).digest()
        if named not in self.proved:
            folder = self.work / "proof"
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            (folder / f"20231130-090000-手动{backup.SUFFIX}").write_bytes(content)
            (folder / keys.FILE).write_bytes(key_file)
            try:
                backup.put_back(folder, next(folder.glob(f"*{backup.SUFFIX}")), self._key(folder))
                self.proved[named] = ""
            except Trouble as trouble:
                self.proved[named] = str(trouble)
        return self.proved[named]


def _opens(key_file: bytes, password: str, work: Path) -> bool:
    folder = work / "keys"
    folder.mkdir(exist_ok=True)
    (folder / keys.FILE).write_bytes(key_file)
    with suppress(Trouble):
        keys.unlock(folder, password)
        return True
    return False
