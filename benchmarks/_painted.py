"""A child process that shows one window, says so once it is painted, and ends."""

import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget


class Watch(QObject):
    """Calls `painted` after the first paint event of a window for which `ready` holds."""

    def __init__(self, ready: Callable[[], bool]) -> None:
        super().__init__()
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
    watch = Watch(lambda: True)
    app.installEventFilter(watch)
    window = QWidget()
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
    app = QApplication(sys.argv[:1])
    theme.apply(app)
    Clearing(app)
    house = House(folder, lambda: datetime(2023, 12, 29, 10).astimezone(), Tasks())

    def list_there() -> bool:
        from PySide6.QtWidgets import QTableView

        views = house.open.findChildren(QTableView) if house.open else []
        return any(view.isVisible() and view.model() and view.model().rowCount() > 0 for view in views)

    watch = Watch(list_there if go_on else lambda: True)
    app.installEventFilter(watch)
    house.ask_who()
    if go_on:
        page = house.open
        page.password.setText("quyuan-demo")  # type: ignore[union-attr]  # the sign-in page
        page.opened.connect(lambda _: QTimer.singleShot(0, lambda: house.open.tabs.setCurrentIndex(1)))  # type: ignore[union-attr]  # the window
        QTimer.singleShot(0, page.sign_in)  # type: ignore[union-attr]  # the sign-in page
    app.exec()


if __name__ == "__main__":
    what, folder = sys.argv[1], Path(sys.argv[2])
    bare() if what == "bare" else sign_in(folder, go_on=what == "list")
