"""A process killed in the midst of its work: what it had acknowledged is there, and nothing is half done."""

import json
import random
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from subprocess import Popen

import pytest

from quyuan_desktop.registers.base import State
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.backups import Backup, backups
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.drafts import draft
from quyuan_desktop.services.list_records import Choice, count_records
from quyuan_desktop.services.open_office import sign_in
from quyuan_desktop.services.save_record import open_record
from quyuan_desktop.storage import engine
from tests.hardships import python
from tests.offices import PASSWORD, Clock, at_work, fresh, nowhere

KILLS = 15

# A nursery: it loads the program once and lets a child of its own do each shift, so that a kill costs little.
# The child is killed by the kernel, which asks nobody, when it has used so much of the processor: at any point of
# its work, however busy the machine. What it did is acknowledged line by line, as a window would tell the clerk.
NURSERY = """
import json, os, signal, sys
from pathlib import Path
from tests.offices import PASSWORD, Clock, correct, save
from quyuan_desktop.services import backups
from quyuan_desktop.services.drafts import keep_draft
from quyuan_desktop.services.open_office import sign_in
from quyuan_desktop.services.save_record import void_record
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.domain import names
import quyuan_desktop.storage.search

names.keys("欧阳")

def tell(*what):
    os.write(1, (json.dumps(what) + "\\n").encode())

def shift(folder, number, seconds):
    clock = Clock()
    place = sign_in(folder, PASSWORD, now=clock)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    step = 0
    while True:
        step += 1
        clock.forward(seconds=1)
        note = f"{number}.{step}"
        uid = save(place, note=note).record.uid
        tell("saved", uid, note)
        correct(place, uid, note=note + "改")
        tell("corrected", uid, note + "改")
        keep_draft(place, f"draft{number}", CONSULTATION.code, {"note": note})
        tell("draft", f"draft{number}", note)
        if step % 3 == 0:
            void_record(place, CONSULTATION, uid, "重复登记")
            tell("void", uid, note + "改")
        if step % 4 == number % 4:
            tell("backup", backups.backup_now(place, "手动").path.name, "")

for line in sys.stdin:
    number, seconds = json.loads(line)
    child = os.fork()
    if child == 0:
        try:
            shift(Path(sys.argv[1]), number, seconds)
        finally:
            os._exit(70)
    _, status = os.waitpid(child, 0)
    tell("dead", os.WTERMSIG(status) if os.WIFSIGNALED(status) else -os.WEXITSTATUS(status))
"""
BY_THE_KERNEL = 27  # SIGPROF, which ends a process as SIGKILL does
VERBS = {"saved", "corrected", "draft", "void", "backup"}


@dataclass(slots=True)
class Shift:
    """What one child acknowledged before it died of `signal`."""

    acknowledged: list[tuple[str, str, str]]
    signal: int


@pytest.fixture
def nursery(tmp_path: Path) -> Iterator["Popen[str]"]:
    fresh(tmp_path / "data").ledger.close()
    with python(NURSERY, str(tmp_path / "data")) as process:
        yield process
        assert process.stdin
        process.stdin.close()
        assert process.wait() == 0


def shift(process: "Popen[str]", number: int, seconds: float) -> Shift:
    """Let a child work for so long, and then die."""
    assert process.stdin
    assert process.stdout
    process.stdin.write(json.dumps([number, seconds]) + "\n")
    process.stdin.flush()
    acknowledged: list[tuple[str, str, str]] = []
    for line in process.stdout:
        verb, *what = json.loads(line)
        if verb == "dead":
            return Shift(acknowledged, what[0])
        acknowledged.append((verb, what[0], what[1]))
    raise AssertionError("the nursery itself has died")


def records_in(backup: Backup, key: bytes) -> int:
    """How many records a backup really holds, every page of it read."""
    with tempfile.TemporaryDirectory() as name, zipfile.ZipFile(backup.path) as package:
        package.extract(engine.FILE, name)
        with at_work(replace(nowhere(), ledger=engine.open_ledger(Path(name), key))) as place:
            assert check(place) == []
            return count_records(place, CONSULTATION, Choice(void=True))


def test_what_was_acknowledged_outlasts_a_kill(nursery: "Popen[str]", tmp_path: Path) -> None:
    chance = random.Random(2023)
    folder = tmp_path / "data"
    notes: dict[str, str] = {}
    void: set[str] = set()
    drafts: dict[str, str] = {}
    packages: set[str] = set()
    proved: set[str] = set()
    seen: set[str] = set()
    for number in count():
        if number >= KILLS and seen == VERBS:
            break
        done = shift(nursery, number, chance.uniform(0.001, 0.006 * (number + 6)))
        seen |= {verb for verb, _, _ in done.acknowledged}
        assert done.signal == BY_THE_KERNEL, "the child did not die by the kernel but of itself"
        for verb, what, note in done.acknowledged:
            match verb:
                case "saved" | "corrected":
                    notes[what] = note
                case "void":
                    void.add(what)
                case "draft":
                    drafts[what] = note
                case "backup":
                    packages.add(what)
        with at_work(sign_in(folder, PASSWORD, now=Clock())) as place:
            assert check(place) == []
            for uid, note in notes.items():
                record = open_record(place, CONSULTATION, uid)
                # What was done last may have been saved without a word getting out any more.
                assert record.note in (note, f"{note}改")
                assert record.state is State.VOID or uid not in void
            for key, note in drafts.items():
                kept = draft(place, key)
                assert kept is not None
                assert int(kept.typed["note"].split(".")[1]) - int(note.split(".")[1]) in (0, 1)
            found = {each.path.name: each for each in backups(folder)}
            assert packages <= found.keys()
            for name in found.keys() - proved:
                assert records_in(found[name], place.ledger.key) == found[name].records > 0
            proved |= found.keys()
    numbers = set()
    with at_work(sign_in(folder, PASSWORD, now=Clock())) as place:
        for uid in notes:
            numbers.add(open_record(place, CONSULTATION, uid).number)
    assert len(numbers) == len(notes)
