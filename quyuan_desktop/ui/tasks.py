"""The one background worker: jobs run there in order, their outcome comes back to the window's thread."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Signal

from quyuan_desktop.domain.problems import Refused, Trouble


class Cancelled(Exception):
    """The job was given up because the person asked for it."""


class Progress:
    """Handed to long jobs: `step` tells how far, and raises Cancelled once the person has asked to stop."""

    def __init__(self, tell: Callable[[str, int, int], None]) -> None:
        self._tell = tell
        self._stop = threading.Event()

    def step(self, text: str, done: int, total: int) -> None:
        """Say what is being done and how far (`done` of `total`). Raises Cancelled."""
        if self._stop.is_set():
            raise Cancelled
        self._tell(text, done, total)

    def cancel(self) -> None:
        """Ask the job to stop at its next step."""
        self._stop.set()


class Tasks(QObject):
    """Runs jobs one after another on a single thread, which is the only one that touches the database.

    `done` and `trouble` are called on the window's thread. Trouble and Refused are told to `trouble` (or
    to the signal `troubled`); anything else is a bug and goes to the signal `broke`, for the excepthook. `settled`: a job
    is over, and no other is waiting.
    """

    troubled = Signal(object)
    broke = Signal(object)
    progressed = Signal(object, str, int, int)
    started = Signal(object)
    ended = Signal(object)
    settled = Signal()
    _back = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ledger")
        self._pending = 0
        self._back.connect(
            self._deliver
        )  # said on the worker, heard where this object lives; no `Qt`, see ui/theme.py

    @property
    def idle(self) -> bool:
        """Whether no job is waiting, running or about to be delivered."""
        return self._pending == 0

    def run(
        self,
        job: Callable[[], Any],
        *,
        done: Callable[[Any], None] | None = None,
        trouble: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run `job` on the worker; `done(result)` or `trouble(error)` follow on the window's thread."""
        self._submit(lambda: job(), done, trouble)

    def run_long(
        self,
        job: Callable[[Progress], Any],
        *,
        done: Callable[[Any], None] | None = None,
        trouble: Callable[[Exception], None] | None = None,
    ) -> Progress:
        """As `run`, for what may take over 0.3 s: the job gets a Progress, which the caller may cancel."""
        progress = Progress(lambda text, now, total: self.progressed.emit(progress, text, now, total))
        self.started.emit(progress)

        def finished() -> None:
            self.ended.emit(progress)

        self._submit(lambda: job(progress), done, trouble, finished)
        return progress

    def _submit(
        self,
        job: Callable[[], Any],
        done: Callable[[Any], None] | None,
        trouble: Callable[[Exception], None] | None,
        finished: Callable[[], None] | None = None,
    ) -> None:
        self._pending += 1

        def work() -> None:
            outcome: Any = None
            error: Exception | None = None
            try:
                outcome = job()
            except Exception as caught:  # noqa: BLE001  # every outcome is sorted on the window's thread
                error = caught
            self._back.emit((outcome, error, done, trouble, finished))

        self._pool.submit(work)

    def _deliver(self, package: tuple[Any, ...]) -> None:
        outcome, error, done, trouble, finished = package
        self._pending -= 1
        if finished is not None:
            finished()
        if error is None:
            if done is not None:
                done(outcome)
        elif isinstance(error, Trouble | Refused):
            if trouble is not None:
                trouble(error)
            else:
                self.troubled.emit(error)
        elif not isinstance(error, Cancelled):
            self.broke.emit(error)
        if self.idle:
            self.settled.emit()

    def close(self) -> None:
        """Wait for what was begun, and take no more."""
        self._pool.shutdown(wait=True)
