"""From an empty screen to the window: input method, theme, sign-in page, and what happens when a bug shows."""

import sys
import traceback
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from quyuan_desktop.ui import input_method, loading, theme
from quyuan_desktop.ui.garbage import Clearing
from quyuan_desktop.ui.sign_in import SignIn
from quyuan_desktop.ui.tasks import Tasks

if TYPE_CHECKING:
    from quyuan_desktop.services.workplace import Workplace

LAYOUT_FILE = "layout.ini"
SETTLED = 2000
"""Milliseconds after which the window has long been painted."""


def start(folder: Path, now: Callable[[], datetime], as_of: date | None = None) -> int:
    """Show the sign-in page, then the window; returns when the last one is closed.

    `as_of` is taken for today, with the clock's hour: for rehearsing on an invented office.
    """
    input_method.prepare()
    app = QApplication([*sys.argv[:1], *theme.ARGUMENTS])
    theme.apply(app, styled=True)
    Clearing(app)
    tasks = Tasks()
    rehearsal = (lambda: datetime.combine(as_of, now().time()).astimezone()) if as_of else None
    house = House(folder, rehearsal or now, tasks, rehearsing=rehearsal is not None)
    sys.excepthook = house.broken
    tasks.broke.connect(house.show_bug)
    house.ask_who()
    status = app.exec()
    tasks.close()
    return status


class House:
    """Holds the one window that is open: the sign-in page or the main window."""

    def __init__(
        self, folder: Path, now: Callable[[], datetime], tasks: Tasks, *, rehearsing: bool = False
    ) -> None:
        self.folder = folder
        self.now = now
        self.tasks = tasks
        self.rehearsing = rehearsing
        self.open: QWidget | None = None

    def ask_who(self) -> None:
        """Show the sign-in page."""
        page = SignIn(self.folder, self.now, self.tasks)
        page.opened.connect(self.let_in)
        self._swap(page)

    def let_in(self, place: "Workplace") -> None:
        """Show the main window for who has signed in."""
        from quyuan_desktop.ui.ask import DialogAsk
        from quyuan_desktop.ui.quiet import Quiet
        from quyuan_desktop.ui.sitting import Sitting
        from quyuan_desktop.ui.window import MainWindow

        if self.rehearsing and not place.invented:
            place.ledger.close()
            DialogAsk(self.open).tell("不能改日期", "--as-of 只能用于虚构数据。请去掉这个参数，重新打开程序。")
            QApplication.exit(2)
            return
        layout = QSettings(str(self.folder / LAYOUT_FILE), QSettings.Format.IniFormat)
        ask = DialogAsk()
        window = MainWindow(Sitting(place, self.tasks, ask, layout))
        ask.window = window
        Quiet(place, self.tasks, window)
        window.left.connect(self.ask_who)
        self._swap(window)
        QTimer.singleShot(SETTLED, window, lambda: loading.load(self.tasks, (*loading.WINDOW, *loading.PAPERS)))

    def _swap(self, window: QWidget) -> None:
        before, self.open = self.open, window
        window.show()
        if before is not None:
            before.close()
            before.deleteLater()

    def broken(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """The excepthook: a bug is shown once, with a button to copy it; what was typed is a draft already."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        self.show_bug(error.with_traceback(trace))

    def show_bug(self, error: BaseException) -> None:
        """Tell of a bug: where in the program it is, never what was typed."""
        where = "".join(traceback.format_tb(error.__traceback__)) + type(error).__name__
        sys.stderr.write(where + "\n")
        box = QMessageBox(self.open)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle("程序出了问题")
        box.setText("刚才的操作没有完成。已保存的内容都在，没保存完的已存为草稿。\n请复制问题说明交给技术人员。")
        box.setDetailedText(where)
        copy = box.addButton("复制问题说明", QMessageBox.ButtonRole.ActionRole)
        box.addButton("继续使用", QMessageBox.ButtonRole.AcceptRole)
        box.exec()
        if box.clickedButton() is copy:
            QApplication.clipboard().setText(where)
