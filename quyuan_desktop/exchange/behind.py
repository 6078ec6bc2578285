"""Work that goes on behind: done in its order by a second thread while the next is being prepared.

Reading the ledger, compressing, sealing, hashing and writing leave the interpreter free, so that both cores of a small
computer work.
"""

import hashlib
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, ParamSpec, Protocol, Self

SHARE = 1 << 20
"""Bytes that are handed over at a time."""
MOST_WAITING = 4
"""Jobs that may wait for the second thread; whoever brings one more waits, too."""

_P = ParamSpec("_P")


class Sink(Protocol):
    """What bytes can be written to."""

    def write(self, content: bytes | bytearray, /) -> Any:
        """Take bytes. Raises OSError."""


class Behind:
    """Does jobs one after the other in a thread of its own. After one that went wrong none is done any more."""

    def __init__(self, name: str) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._waiting: deque[Future[None]] = deque()
        self._failed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.give_up()

    def do(self, job: Callable[_P, object], *args: _P.args, **named: _P.kwargs) -> None:
        """Have `job` done. Raises what an earlier one raised."""
        while len(self._waiting) >= MOST_WAITING or (self._waiting and self._waiting[0].done()):
            self._waiting.popleft().result()

        def done() -> None:
            if self._failed:
                return
            try:
                job(*args, **named)
            except BaseException:
                self._failed = True
                raise

        self._waiting.append(self._thread.submit(done))

    def settle(self) -> None:
        """Wait until all is done. Raises what one of the jobs raised."""
        while self._waiting:
            self._waiting.popleft().result()

    def give_up(self) -> None:
        """Wait for the job that is being done, whatever comes of it, and begin none of the others."""
        self._thread.shutdown(wait=True, cancel_futures=True)


class WritingBehind:
    """Hashes what is on its way into `file` and writes it, which nobody else does until `give_up`.

    What went wrong is raised by a later call.
    """

    def __init__(self, file: Sink) -> None:
        self._file, self._sha256 = file, hashlib.sha256()
        self._gathered = bytearray()
        self._behind = Behind("writing")

    def put(self, content: bytes) -> None:
        """Add bytes. Raises OSError."""
        self._gathered += content
        if len(self._gathered) >= SHARE:
            self._hand_over()

    def finished(self) -> bytes:
        """Wait until all that was put is written. Returns the SHA-256 of it. Raises OSError."""
        self._hand_over()
        self._behind.settle()
        return self._sha256.digest()

    def give_up(self) -> None:
        """Wait for what is being written, whatever comes of it, and begin nothing more."""
        self._behind.give_up()

    def _hand_over(self) -> None:
        share, self._gathered = self._gathered, bytearray()
        self._behind.do(self._write, share)

    def _write(self, share: bytearray) -> None:
        self._file.write(share)
        self._sha256.update(share)
