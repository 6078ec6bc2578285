"""Receipts that come back, and the dialogue in which it is seen."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from quyuan_desktop.services.drives import Drive
from quyuan_desktop.ui.dispatch_page import DispatchPage
from quyuan_desktop.ui.sitting import Sitting
from tests.pages import show

Settle = Callable[[], None]
Key = Qt.Key


class Sticks:
    """The drives that are plugged in, as the test plugs them."""

    def __init__(self) -> None:
        self.drives: list[Drive] = []

    def __call__(self) -> list[Drive]:
        return list(self.drives)

    def plug(self, folder: Path, *, read_only: bool = False, name: str = "屈原U盘") -> Path:
        """Plug in a stick that appears under `folder`."""
        folder.mkdir(exist_ok=True)
        self.drives.append(Drive(folder, name, "exfat", 3 << 30, 8 << 30, read_only))
        return folder


def opened(qtbot: QtBot, sitting: Sitting, sticks: Sticks, settle: Settle) -> DispatchPage:
    made = DispatchPage(sitting, finds=sticks)
    show(qtbot, made, settle)
    made.take_focus()
    return made
