"""A timer that goes off once, after a pause."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


def after(milliseconds: int, act: Callable[[], object], parent: QObject) -> QTimer:
    """A timer that calls `act` once, so many milliseconds after it was last started."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(lambda: act())
    return timer
