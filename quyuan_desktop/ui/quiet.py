"""When nothing has been asked of the ledger for a while, the memory it keeps pages in is given back to the computer."""

from PySide6.QtCore import QObject, QTimer

from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.ui.tasks import Tasks

QUIET_MS = 20_000
"""How long nothing must have been asked."""


class Quiet(QObject):
    """Watches the worker for `parent`, a window on `place`."""

    def __init__(self, place: Workplace, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._place, self._tasks = place, tasks
        self._resting = False
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(QUIET_MS)
        self.timer.timeout.connect(self._rest)
        tasks.settled.connect(self._settled)

    def _settled(self) -> None:
        if not self._resting:
            self.timer.start()
        self._resting = False

    def _rest(self) -> None:
        if self._tasks.idle:
            self._resting = True
            self._tasks.run(self._place.ledger.rest)
