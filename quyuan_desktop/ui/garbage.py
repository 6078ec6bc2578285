"""Python's rubbish is cleared on the window's thread, between events, and nowhere else.

WORKAROUND(PySide6 and Python's collector): left alone it runs whenever and wherever memory is asked for: on the
worker, in the middle of an event, even while a QObject is being taken apart (which asks Python for overrides, and
holds a lock). There it takes apart further QObjects, and the program crashes or stands still for ever.
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY = 3_000
"""Milliseconds between looks."""


class Clearing(QObject):
    """Switches the automatic collector off, for good, and collects by its thresholds from the event loop."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(EVERY)

    def look(self) -> None:
        """Collect the oldest generation that is due, with the younger ones; nothing when none is."""
        due = [count > most for count, most in zip(gc.get_count(), self._thresholds, strict=True)]
        for generation in (2, 1, 0):
            if due[generation]:
                gc.collect(generation)
                return
