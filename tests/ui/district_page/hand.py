"""Packages that were sent, and the view in which they are looked at."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.exchanging import at_office, exported
from tests.offices import save
from tests.pages import press

Settle = Callable[[], None]
Key = Qt.Key


def push(button: Any, qtbot: QtBot, settle: Settle) -> None:
    """Press a button by Enter, when it may be pressed, and wait for what comes of it."""
    qtbot.waitUntil(button.isEnabled)
    button.setFocus()
    press(Key.Key_Return)
    settle()
    settle()


def sent(tmp_path: Path, stick: Path, *, other: bool = False, many: int = 1) -> Path:
    """A package of an office with so many records."""
    with at_office(tmp_path / ("two" if other else "one"), other=other) as office:
        for _ in range(many):
            save(office)
        done = exported(office, stick)
    assert done.path is not None
    return done.path
