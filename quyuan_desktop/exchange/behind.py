"""Bytes on their way into a file: hashed and written by a second thread while the next are being made.

Hashing and writing leave the interpreter free, so that both cores of a small computer work.
"""

import hashlib
from concurrent.futures import Future, ThreadPoolExecutor
from typing import BinaryIO

SHARE = 1 << 20
"""Bytes that are handed over at a time; as many again are on their way."""


class WritingBehind:
    """Writes to `file`, which nobody else touches until `give_up`. What went wrong is raised by a later call."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._sha256 = file, hashlib.sha256()
        self._gathered = bytearray()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="writing")
        self._on_its_way: Future[None] | None = None

    def put(self, content: bytes) -> None:
        """Add bytes. Raises OSError."""
        self._gathered += content
        if len(self._gathered) >= SHARE:
            self._hand_over()

    def finished(self) -> bytes:
        """Wait until all that was put is written. Returns the SHA-256 of it. Raises OSError."""
        self._hand_over()
        self._wait()
        return self._sha256.digest()

    def give_up(self) -> None:
        """Wait for what is on its way, whatever comes of it, and begin nothing more."""
        self._thread.shutdown(wait=True)

    def _hand_over(self) -> None:
        self._wait()
        share, self._gathered = self._gathered, bytearray()
        self._on_its_way = self._thread.submit(self._write, share)

    def _wait(self) -> None:
        if self._on_its_way is not None:
            self._on_its_way.result()

    def _write(self, share: bytearray) -> None:
        self._file.write(share)
        self._sha256.update(share)
