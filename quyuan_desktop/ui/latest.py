"""Questions to the worker of which only the newest answer counts; a stale or orphaned one is dropped."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from shiboken6 import isValid

from quyuan_desktop.ui.tasks import Tasks

_NOT_ASKED = object()


class Latest:
    """Asks on behalf of `owner`: a newer question makes older ones moot, also those not begun yet."""

    def __init__(self, owner: QObject, tasks: Tasks) -> None:
        self._owner = owner
        self._tasks = tasks
        self._generation = 0

    @property
    def generation(self) -> int:
        """The number of the newest question."""
        return self._generation

    def drop(self) -> None:
        """Want no answer to what was asked so far."""
        self._generation += 1

    def ask(
        self,
        job: Callable[[], Any],
        done: Callable[[Any], object],
        trouble: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run `job` on the worker; `done(answer)` follows unless a newer question was asked meanwhile."""
        self._generation += 1
        asked = self._generation

        def wanted() -> bool:
            return asked == self._generation

        def work() -> Any:
            return job() if wanted() else _NOT_ASKED

        def deliver(answer: Any) -> None:
            if answer is not _NOT_ASKED and wanted() and isValid(self._owner):
                done(answer)

        def tell(error: Exception) -> None:
            if wanted() and isValid(self._owner):
                if trouble is not None:
                    trouble(error)
                else:
                    self._tasks.troubled.emit(error)

        self._tasks.run(work, done=deliver, trouble=tell)
