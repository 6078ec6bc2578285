"""Keeps what is typed as a draft: at most 5 seconds of typing are ever lost, whatever dies."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from quyuan_desktop.services.drafts import drop_draft, keep_draft
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.timers import after

PAUSE, LONGEST = 1500, 4000
"""Milliseconds: a draft is kept after a pause in typing, and while one types on at the latest after LONGEST."""


@dataclass(frozen=True, slots=True)
class Typing:
    """What stands in a form, and its line in the list of drafts."""

    typed: dict[str, Any]
    title: str


class DraftKeeper(QObject):
    """Keeps the draft of one form under one key. kept(): it lies in the ledger; failed(sentence): it does not."""

    kept = Signal()
    dropped = Signal()
    failed = Signal(str)

    def __init__(self, sitting: Sitting, register_code: str, look: Callable[[], Typing], parent: QObject) -> None:
        super().__init__(parent)
        self._sitting, self._register, self._look = sitting, register_code, look
        self._pause = after(PAUSE, self.keep, self)
        self._longest = after(LONGEST, self.keep, self)
        self._begun: dict[str, Any] = {}
        self._kept: dict[str, Any] | None = None
        self.key, self.uid = "", ""

    def begin(self, uid: str = "", key: str = "", begun: dict[str, Any] | None = None) -> None:
        """A form was opened: what stands there now is untouched, or with `key` that draft's.

        `begun` is what an untouched form would hold, when something else stands there now.
        """
        self.rest()
        self.uid, self.key = uid, key or uuid4().hex
        now = self._look().typed
        self._begun = now if begun is None else begun
        self._kept = now if key else None

    def touch(self) -> None:
        """Something was typed."""
        self._pause.start()
        if not self._longest.isActive():
            self._longest.start()

    def rest(self) -> None:
        """Keep nothing until the next touch."""
        self._pause.stop()
        self._longest.stop()

    @property
    def stored(self) -> bool:
        """Whether a draft lies in the ledger, or is on its way there."""
        return self._kept is not None

    def keep(self, done: Callable[[], None] | None = None) -> None:
        """Keep the draft now if it changed; an untouched form leaves none. `done` follows when it is safe."""
        self.rest()
        typing = self._look()
        place, key = self._sitting.place, self.key
        if typing.typed == self._begun:
            had, self._kept = self._kept, None
            if had is None:
                self._finish(None, done)
            else:
                self._run(lambda: drop_draft(place, key), self.dropped, done)
        elif typing.typed == self._kept:
            self._finish(None, done)
        else:
            self._kept = typing.typed
            register, uid = self._register, self.uid
            self._run(
                lambda: keep_draft(place, key, register, typing.typed, uid=uid, title=typing.title),
                self.kept,
                done,
            )

    def forget(self) -> None:
        """The record was saved, its draft is gone with it."""
        self.rest()
        self._begun, self._kept = self._look().typed, None

    def drop(self, done: Callable[[], None] | None = None) -> None:
        """Throw the draft away."""
        self.rest()
        self._begun = self._look().typed
        self.keep(done)

    def _run(self, job: Callable[[], None], signal: Any, done: Callable[[], None] | None) -> None:
        self._sitting.tasks.run(job, done=lambda _: self._finish(signal, done), trouble=self._fail)

    def _finish(self, signal: Any, done: Callable[[], None] | None) -> None:
        if signal is not None and isValid(self):
            signal.emit()
        if done is not None:
            done()

    def _fail(self, error: Exception) -> None:
        self._kept = {}
        if isValid(self):
            self.failed.emit(str(error))
