"""A child process that shows one window, says so once it is painted, and ends."""

import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QTableView, QWidget


class Watch(QObject):
    """Calls `told` after the first paint event of a widget it is set on for which `ready` holds.

    It is set on one widget, not on the whole application: there it would be called for each event of each widget, and
    the more the window holds the more it would measure itself.
    """

    def __init__(self, ready: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ready = ready
        self.told = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # Qt's name
        if event.type() == QEvent.Type.Paint and not self.told and self.ready():
            self.told = True
            QTimer.singleShot(0, told)
        return False


def told() -> None:
    """Say it and go."""
    os.write(1, b"painted\n")
    os._exit(0)


def bare() -> None:
    """The baseline: an empty window."""
    app = QApplication(sys.argv[:1])
    window = QWidget()
    watch = Watch(lambda: True)
    window.installEventFilter(watch)
    window.resize(720, 540)
    window.show()
    app.exec()


def sign_in(folder: Path, *, go_on: bool) -> None:
    """The program's own way: the sign-in page; with `go_on` also in, until the desk's list shows rows."""
    from quyuan_desktop.ui import input_method, theme
    from quyuan_desktop.ui.garbage import Clearing
    from quyuan_desktop.ui.start import House
    from quyuan_desktop.ui.tasks import Tasks

    input_method.prepare()
    app = QApplication([*sys.argv[:1], *theme.ARGUMENTS])
    theme.apply(app, styled=True)
    Clearing(app)
    house = House(folder, lambda: datetime(2023, 12, 29, 10).astimezone(), Tasks())
    house.ask_who()
    page: Any = house.open
    if not go_on:
        watch = Watch(lambda: True)
        page.card.installEventFilter(watch)
        app.exec()
        return

    def turn() -> None:
        window: Any = house.open
        window.tabs.setCurrentIndex(1)
        (records,) = window.stack.currentWidget().findChildren(QTableView)
        records.viewport().installEventFilter(Watch(lambda: records.model().rowCount() > 0, records))

    page.password.setText("quyuan-demo")
    page.opened.connect(lambda _: QTimer.singleShot(0, turn))
    QTimer.singleShot(0, page.sign_in)
    app.exec()


if __name__ == "__main__":
    what, folder = sys.argv[1], Path(sys.argv[2])
    bare() if what == "bare" else sign_in(folder, go_on=what == "list")
