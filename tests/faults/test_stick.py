"""The stick is full, pulled out, write-protected, lying, or the program is killed: never half a file under its name."""

import errno
import hashlib
import os
import random
import signal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.exchange.behind import Sink
from quyuan_desktop.exchange.envelope import check_outside
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services import stick
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.merge_package import merge
from quyuan_desktop.services.open_office import sign_in
from quyuan_desktop.services.stick import Outcome, outcome_of, sweep, write_to_stick
from quyuan_desktop.storage import dispatches, papers, records
from quyuan_desktop.storage.tables import Blob
from tests.exchanging import at_district, at_office, both, exported
from tests.hardships import can_mount, fill_up, locked, python, small_disk
from tests.offices import PASSWORD, Clock, at_work, dump, save

CONTENT = random.Random(1).randbytes(3 << 20)
KILLS = 12


def fill(file: Sink) -> str:
    for start in range(0, len(CONTENT), 1 << 16):
        file.write(CONTENT[start : start + (1 << 16)])
    return hashlib.sha256(CONTENT).hexdigest()


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    outcome, digest = write_to_stick(tmp_path / "包.qyb", fill)
    assert (outcome, digest) == (Outcome.DONE, hashlib.sha256(CONTENT).hexdigest())
    assert [path.name for path in tmp_path.iterdir()] == ["包.qyb"]
    assert (tmp_path / "包.qyb").read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("number", "outcome"),
    [
        (errno.ENOSPC, Outcome.FULL),
        (errno.EDQUOT, Outcome.FULL),
        (errno.EFBIG, Outcome.FULL),
        (errno.EROFS, Outcome.READ_ONLY),
        (errno.EACCES, Outcome.READ_ONLY),
        (errno.EIO, Outcome.DRIVE_GONE),
        (errno.ENODEV, Outcome.DRIVE_GONE),
        (errno.ELOOP, Outcome.DRIVE_GONE),
    ],
)
def test_each_error_has_its_outcome(tmp_path: Path, number: int, outcome: Outcome) -> None:
    def fail(file: Sink) -> str:
        file.write(b"half")
        raise OSError(number, "no")

    assert outcome_of(OSError(number, "no")) is outcome
    assert write_to_stick(tmp_path / "包.qyb", fail) == (outcome, "")
    assert list(tmp_path.iterdir()) == []


def test_every_outcome_has_a_sentence_of_its_own() -> None:
    sentences = {outcome.sentence for outcome in Outcome}
    assert len(sentences) == len(Outcome) == 7
    assert all(sentence.endswith("。") for sentence in sentences)


def test_no_stick_is_an_outcome(tmp_path: Path) -> None:
    assert write_to_stick(tmp_path / "gone" / "包.qyb", fill) == (Outcome.NO_DRIVE, "")


def test_what_is_read_back_otherwise_does_not_stay(tmp_path: Path) -> None:
    def lie(file: Sink) -> str:
        fill(file)
        return "0" * 64

    assert write_to_stick(tmp_path / "包.qyb", lie) == (Outcome.VERIFY_FAILED, "")
    assert list(tmp_path.iterdir()) == []


FOREIGN = {
    "shorter": CONTENT[:-1],
    "other at its beginning": b"!" + CONTENT[1:],
    "other at its end": CONTENT[:-1] + b"!",
}


@pytest.mark.parametrize("content", FOREIGN.values(), ids=FOREIGN)
def test_what_bears_the_name_at_last_is_what_was_read_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    def swap(part: Path, path: Path) -> None:
        part.unlink()
        path.write_bytes(content)

    monkeypatch.setattr(stick, "rename", swap)
    assert content != CONTENT
    assert write_to_stick(tmp_path / "包.qyb", fill) == (Outcome.VERIFY_FAILED, "")
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_read_back_does_not_keep_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(path: Path, tell: object) -> str:
        raise OSError(errno.EIO, "no")

    monkeypatch.setattr(stick, "_read_anew", fail)
    assert write_to_stick(tmp_path / "包.qyb", fill) == (Outcome.DRIVE_GONE, "")
    assert list(tmp_path.iterdir()) == []


def test_a_file_smaller_than_its_two_ends_is_written_too(tmp_path: Path) -> None:
    def little(file: Sink) -> str:
        file.write(b"x")
        return hashlib.sha256(b"x").hexdigest()

    assert write_to_stick(tmp_path / "包.qyb", little)[0] is Outcome.DONE


def test_a_stick_has_what_was_written_before_more_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stick that fails while it takes what it was given is told of at once, not at the end."""
    synced: list[int] = []

    def sync(handle: int) -> None:
        synced.append(os.fstat(handle).st_size)
        if len(synced) == 2:
            raise OSError(errno.EIO, "no")

    monkeypatch.setattr(stick, "STEP", 1 << 20)
    monkeypatch.setattr(os, "fdatasync", sync, raising=False)
    assert write_to_stick(tmp_path / "包.qyb", fill) == (Outcome.DRIVE_GONE, "")
    assert synced == [1 << 20, 2 << 20]
    assert list(tmp_path.iterdir()) == []


def test_a_stick_that_is_not_closed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(folder: Path) -> None:
        raise OSError(errno.EIO, "no")

    monkeypatch.setattr(stick, "sync_folder", fail)
    assert write_to_stick(tmp_path / "包.qyb", fill) == (Outcome.NOT_CLOSED, hashlib.sha256(CONTENT).hexdigest())
    monkeypatch.setattr(stick, "_read_anew", lambda path, tell: "0" * 64)
    assert write_to_stick(tmp_path / "包二.qyb", fill) == (Outcome.VERIFY_FAILED, "")
    assert [path.name for path in tmp_path.iterdir()] == ["包.qyb"]


def test_an_earlier_half_is_swept_away(tmp_path: Path) -> None:
    for name in ("旧.qyb.part", "别人的.part", "旧.qyb"):
        (tmp_path / name).touch()
    sweep(tmp_path, (".qyb",))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["别人的.part", "旧.qyb"]


if can_mount():

    def test_a_real_stick_that_is_full_or_locked_keeps_what_it_had(tmp_path: Path) -> None:
        with small_disk(tmp_path, megabytes=1) as folder:
            (folder / "旧.qyb").write_bytes(b"old")
            assert write_to_stick(folder / "包.qyb", fill) == (Outcome.FULL, "")
            assert [path.name for path in folder.iterdir()] == ["旧.qyb"]
            with locked(folder):
                assert write_to_stick(folder / "包.qyb", fill) == (Outcome.READ_ONLY, "")
            fill_up(folder)
            assert write_to_stick(folder / "包.qyb", fill) == (Outcome.FULL, "")
            assert (folder / "旧.qyb").read_bytes() == b"old"


def test_a_package_that_does_not_fit_leaves_all_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At every size of the stick: the records are not reported, the next try works under the next number."""
    with both(tmp_path) as ends:
        save(ends.office)
        for number, room in enumerate((0, 1, 100, 700, 1500), start=1):
            with monkeypatch.context() as patch:
                patch.setattr(Path, "open", _with_room(room))
                done = exported(ends.office, ends.stick)
            assert (done.outcome, done.batch, done.path) == (Outcome.FULL, number, None)
            assert list(ends.stick.iterdir()) == []
            assert dump(ends.office)["dispatched"] == []
        assert exported(ends.office, ends.stick).outcome is Outcome.DONE
        (merged,) = merge(ends.district, [ends.stick])
        assert merged.missing == []


@pytest.mark.parametrize("which", ["first", "last"])
def test_a_file_that_is_damaged_in_the_ledger_is_not_reported(tmp_path: Path, which: str) -> None:
    with both(tmp_path) as ends:
        uid = save(ends.office).record.uid
        with ends.office.ledger.writing() as session:
            record = records.load(session, CONSULTATION, uid)
            for content in (b"%PDF one", b"%PDF two", b"%PDF three"):
                kind = CONSULTATION.papers[0]
                papers.keep(session, CONSULTATION, record, kind, content, ends.office.now(), "袁知秋")
            wanted = dispatches.papers_to_report(session)
            spoilt = wanted[0 if which == "first" else -1].sha256
            session.execute(update(Blob).where(Blob.sha256 == spoilt).values(content=b"%PDF another"))
        with pytest.raises(Trouble, match="核对数据"):
            exported(ends.office, ends.stick)
        assert list(ends.stick.iterdir()) == []
        assert dump(ends.office)["dispatched"] == []


def _with_room(room: int) -> Any:
    """`Path.open` on a disk with so many bytes left."""
    whole = Path.open

    def opened(path: Path, mode: str = "r", **how: Any) -> Any:
        file = whole(path, mode, **how)
        return _Filling(file, room) if path.name.endswith(".qyb.part") and "w" in mode else file

    return opened


class _Filling:
    """A file on a disk that is filling up."""

    def __init__(self, file: Any, room: int) -> None:
        self._file, self._room = file, room

    def write(self, content: bytes) -> None:
        self._room -= len(content)
        if self._room < 0:
            raise OSError(errno.ENOSPC, "no space left")
        self._file.write(content)

    def __enter__(self) -> "_Filling":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


EXPORTER = """
import os, signal, sys
from pathlib import Path
from quyuan_desktop.services.open_office import sign_in
from tests.exchanging import exported
from tests.offices import PASSWORD, Clock

folder, stick = Path(sys.argv[1]), Path(sys.argv[2])
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        try:
            place = sign_in(folder, PASSWORD, now=Clock())
            signal.setitimer(signal.ITIMER_PROF, float(line))
            while True:
                exported(place, stick)
        finally:
            os._exit(70)
    _, status = os.waitpid(child, 0)
    os.write(1, f"{os.WTERMSIG(status)}\\n".encode())
"""


def test_killed_at_any_point_no_half_package_bears_its_name(tmp_path: Path) -> None:
    with at_office(tmp_path / "office") as office:
        for _ in range(5):
            save(office)
    out = tmp_path / "stick"
    out.mkdir()
    drawn = random.Random(7)
    times = "".join(f"{drawn.uniform(0.05, 0.8)}\n" for _ in range(KILLS))
    with python(EXPORTER, str(tmp_path / "office"), str(out)) as process:
        told, _ = process.communicate(times)
    assert told.split() == [str(int(signal.SIGPROF))] * KILLS
    packages = sorted(out.glob("*.qyb"))
    for path in packages:
        with path.open("rb") as file:
            check_outside(file)
    assert packages
    with at_district(tmp_path / "district") as district:
        merge(district, [out])
        assert check(district) == []
    with at_work(sign_in(tmp_path / "office", PASSWORD, now=Clock())) as office:
        done_again = exported(office, out)
        assert done_again.outcome is Outcome.DONE
        assert list(out.glob("*.part")) == []
        assert check(office) == []
