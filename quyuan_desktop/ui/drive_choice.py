"""Which stick: the removable drives that are plugged in, looked for again and again, or a folder instead of one."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from quyuan_desktop.services.drives import Drive, drives, in_words
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import label
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.lines_table import Head, LinesTable, Shown
from quyuan_desktop.ui.paper_side import tipped
from quyuan_desktop.ui.sitting import Sitting

HEADS = (Head("U盘", 0), Head("位置", 13), Head("可用", 5, right=True), Head("文件系统", 6), Head("状态", 6))
FEWEST, MOST = 2, 5
LOOK_AGAIN_MS = 2000
NONE = "没有找到U盘。请插好U盘，它会自己出现在这里；也可以选一个文件夹。"
FOLDER = "文件夹"

Finds = Callable[[], list[Drive]]


class DriveChoice(QWidget):
    """Lists the drives; the only one is chosen unasked. changed(): another place is chosen; entered(): Enter on one.

    `writing`: one that may only be read is said to be unfit.
    """

    changed = Signal()
    entered = Signal()

    def __init__(self, sitting: Sitting, *, writing: bool, finds: Finds = drives) -> None:
        super().__init__()
        self._sitting, self._writing, self._finds = sitting, writing, finds
        self._looking = Latest(self, sitting.tasks)
        self._folder: Path | None = None
        self._shown: list[Drive] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_AGAIN_MS)
        self._timer.timeout.connect(self.refresh)
        self.table = LinesTable("U盘", HEADS, sitting.layout, "drives")
        self.table.opened.connect(lambda _: self.entered.emit())
        self.table.selectionModel().currentChanged.connect(lambda *_: self.changed.emit())
        self.none = label(NONE, "hint", wrap=True)
        self.none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.refresh_button = tipped("刷新 F5", "再找一次U盘（F5）", self.refresh, "quiet")
        self.folder_button = tipped("选文件夹…", "不用U盘，选一个文件夹", self.choose_folder, "quiet")
        self._lay_out()
        QShortcut(QKeySequence("F5"), self).activated.connect(self.refresh)
        self.setFocusProxy(self.table)

    def _lay_out(self) -> None:
        frame = QFrame()
        frame.setProperty("role", "card")
        frame.setMinimumHeight(theme.px(theme.ROW) * (FEWEST + 1) + 4)
        frame.setMaximumHeight(theme.px(theme.ROW) * (MOST + 1) + 4)
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(1, 1, 1, 1)
        self._stack = QStackedLayout()
        inner.addLayout(self._stack)
        self._stack.addWidget(self.none)
        self._stack.addWidget(self.table)
        row = QHBoxLayout()
        row.addWidget(label("选择U盘", "label"))
        row.addStretch(1)
        row.addWidget(self.refresh_button)
        row.addWidget(self.folder_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addLayout(row)
        column.addWidget(frame, 1)

    # -- what is chosen

    def drive(self) -> Drive | None:
        """The drive or folder that is chosen."""
        at: QModelIndex = self.table.currentIndex()
        return self.table.lines.lines[at.row()].what if at.isValid() and self._shown else None

    def folder(self) -> Path | None:
        """The folder of what is chosen."""
        chosen = self.drive()
        return chosen.folder if chosen is not None else None

    # -- looking

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def refresh(self) -> None:
        """Look for drives again; what is chosen stays chosen while it is there."""
        folder, finds = self._folder, self._finds

        def job() -> list[Drive]:
            chosen = [_as_drive(folder)] if folder is not None and folder.is_dir() else []
            return [*finds(), *chosen]

        self._looking.ask(job, self._take)

    def choose_folder(self) -> None:
        """Ask for a folder in place of a stick."""
        folder = self._sitting.ask.folder_path("选择文件夹")
        if folder is not None:
            self._folder = folder
            self.refresh()

    def _take(self, found: list[Drive]) -> None:
        if found == self._shown:
            return
        before = self.folder()
        known = {each.folder for each in self._shown or ()}
        self._shown = found
        self.table.show_lines([self._line(each) for each in found])
        self._stack.setCurrentIndex(1 if found else 0)
        places = [each.folder for each in found]
        fresh = self._folder if self._folder in places and self._folder not in known else None
        wanted = fresh or before
        if wanted in places:
            self.table.selectRow(places.index(wanted))
        elif len(found) != 1:
            self.table.clearSelection()
            self.table.setCurrentIndex(QModelIndex())
        self.changed.emit()

    def _line(self, drive: Drive) -> Shown:
        unfit = drive.read_only and self._writing
        state = "× 只读" if unfit else "只读" if drive.read_only else "✓ 可写"
        place = str(drive.folder)
        return Shown((drive.name, place, in_words(drive.free), drive.file_system, state), drive, unfit, place)


def _as_drive(folder: Path) -> Drive:
    """A folder that stands in for a drive."""
    try:
        usage = shutil.disk_usage(folder)
    except OSError:
        return Drive(folder, folder.name or str(folder), FOLDER, 0, 0, read_only=True)
    return Drive(
        folder, folder.name or str(folder), FOLDER, usage.free, usage.total, not os.access(folder, os.W_OK)
    )
