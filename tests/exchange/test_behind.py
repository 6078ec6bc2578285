"""Work that goes on behind: in its order, bounded, nothing more after a failure, and none of it forgotten."""

import hashlib
import io
import threading
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest

from quyuan_desktop.exchange import behind
from quyuan_desktop.exchange.behind import MOST_WAITING, Behind, WritingBehind
from quyuan_desktop.exchange.envelope import SealingWriter
from tests.exchange.packing import DISTRICT, OFFICE, head

CONTENT = Random(3).randbytes(5 * behind.SHARE // 2)


class Full(io.BytesIO):
    """Takes so many bytes and no more."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self.room = room

    def write(self, content: bytes | bytearray) -> int:  # type: ignore[override]  # as a sink takes them
        if self.tell() + len(content) > self.room:
            raise OSError(28, "no space left")
        return super().write(content)


def fail() -> None:
    raise OSError(5, "gone")


def test_jobs_are_done_in_their_order_in_another_thread() -> None:
    found: list[tuple[int, bool]] = []
    here = threading.get_ident()

    def note(number: int) -> None:
        found.append((number, threading.get_ident() != here))

    with Behind("test") as jobs:
        for number in range(20):
            jobs.do(note, number)
        jobs.settle()
    assert found == [(number, True) for number in range(20)]


def test_whoever_brings_too_much_waits() -> None:
    going, gate, brought = threading.Event(), threading.Event(), threading.Event()

    def hold() -> None:
        going.set()
        gate.wait()

    def bring() -> None:
        for _ in range(MOST_WAITING):
            jobs.do(found.append, 1)
        brought.set()

    found: list[int] = []
    with Behind("test") as jobs:
        jobs.do(hold)
        going.wait()
        bringing = threading.Thread(target=bring)
        bringing.start()
        assert not brought.wait(0)
        assert found == []
        gate.set()
        bringing.join()
        jobs.settle()
    assert (brought.is_set(), found) == (True, [1] * MOST_WAITING)


def test_after_a_failure_nothing_more_is_done_and_it_is_told() -> None:
    found: list[int] = []
    gate = threading.Event()
    with Behind("test") as jobs:
        jobs.do(gate.wait)
        jobs.do(fail)
        jobs.do(found.append, 1)
        gate.set()
        with pytest.raises(OSError, match="gone"):
            jobs.settle()
        jobs.settle()
    assert found == []


def test_giving_up_ends_what_is_being_done_and_begins_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[str] = []
    going, gate = threading.Event(), threading.Event()

    class Closing(ThreadPoolExecutor):
        def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
            super().shutdown(wait=False, cancel_futures=cancel_futures)
            gate.set()
            super().shutdown(wait=wait)

    def hold() -> None:
        going.set()
        gate.wait()
        found.append("whole")

    monkeypatch.setattr(behind, "ThreadPoolExecutor", Closing)
    jobs = Behind("test")
    jobs.do(hold)
    jobs.do(found.append, "more")
    going.wait()
    jobs.give_up()
    assert found == ["whole"]


def test_what_is_written_behind_is_hashed_and_whole() -> None:
    file = io.BytesIO()
    writing = WritingBehind(file)
    for start in range(0, len(CONTENT), 70_000):
        writing.put(CONTENT[start : start + 70_000])
    assert writing.finished() == hashlib.sha256(CONTENT).digest()
    writing.give_up()
    assert file.getvalue() == CONTENT


@pytest.mark.parametrize("room", [0, behind.SHARE + behind.SHARE // 2, 2 * behind.SHARE + behind.SHARE // 2])
def test_a_full_disk_is_told_through_both_threads(room: int) -> None:
    file = Full(room)
    with (
        pytest.raises(OSError, match="no space"),
        SealingWriter(file, head(), OFFICE, [DISTRICT.public]) as writer,
    ):
        for start in range(0, len(CONTENT), 70_000):
            writer.write(CONTENT[start : start + 70_000])
        writer.close()
    assert file.tell() <= room


def test_stopping_halfway_leaves_no_thread_behind() -> None:
    before = threading.active_count()
    with (
        pytest.raises(KeyboardInterrupt),
        SealingWriter(io.BytesIO(), head(), OFFICE, [DISTRICT.public]) as writer,
    ):
        for _ in range(3):
            writer.write(CONTENT)
        raise KeyboardInterrupt
    assert threading.active_count() == before
