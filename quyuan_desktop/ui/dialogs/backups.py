"""The backups: what there is, making one now, and going back to one."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from quyuan_desktop.domain.office import Role, for_head_alone
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.services.backups import Backup, backup_now, backups, restore
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import Slip, button, column, fit, label
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.status import WorkBar
from quyuan_desktop.ui.tasks import Cancelled, Progress

COLUMNS = ("时间", "缘由", "记录数", "大小", "验证")


def size_words(size: int) -> str:
    """A file's size (bytes) in words: 812 KB, 3.4 MB."""
    return f"{max(1, round(size / 1024))} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"


class Backups(QDialog):
    """Lists the backups.

    `made`; `restoring`: the ledger is about to be put back; `restored`: it is closed, one signs in again.
    """

    made = Signal()
    restoring = Signal()
    restored = Signal()

    def __init__(self, sitting: Sitting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sitting = sitting
        self._busy = False
        self.entries: list[Backup] = []
        self.setWindowTitle("备份与还原")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit(self, 720, 480)
        self.table = QTableWidget(0, len(COLUMNS))
        self._dress_table()
        self.slip = Slip()
        self.now = button("立即备份", "primary", self.back_up)
        self.back = button("还原到选中的备份…", "danger", self.restore)
        self.leave = button("关闭", "", self.close)
        head = sitting.place.staff.role is Role.HEAD
        self.back.setEnabled(head)
        page = column(self)
        page.addWidget(label("备份与还原", "heading"))
        page.addWidget(
            label(
                f"每次关闭和每半小时自动备份，存放在 {sitting.place.folder / 'backups'}。"
                "今天和昨天的全部保留，更早的按日、周、月稀疏保留。",
                "hint",
                wrap=True,
            )
        )
        page.addWidget(self.table, 1)
        page.addWidget(self.slip)
        if not head:
            page.addWidget(label(for_head_alone("还原", sitting.place.office.level), "hint"))
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addStretch(1)
        for each in (self.leave, self.now):
            row.addWidget(each)
        page.addLayout(row)
        page.addWidget(WorkBar(sitting.tasks))
        self.refresh()

    def _dress_table(self) -> None:
        table = self.table
        table.setHorizontalHeaderLabels(COLUMNS)
        table.setAccessibleName("备份列表")
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(theme.px(theme.ROW))
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setMinimumSectionSize(theme.px(72))

    def refresh(self) -> None:
        """Read the list anew."""
        folder = self._sitting.place.folder
        self._sitting.tasks.run(lambda: backups(folder), done=self._show, trouble=self._refuse)

    def _show(self, entries: list[Backup]) -> None:
        self.entries = entries
        self.table.setRowCount(len(entries))
        for row, entry in enumerate(entries):
            texts = (
                f"{entry.at:%Y-%m-%d %H:%M}",
                entry.reason,
                str(entry.records),
                size_words(entry.size),
                "✓ 已验证",
            )
            for place, text in enumerate(texts):
                item = QTableWidgetItem(text)
                right = place in (2, 3)
                side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
                item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, place, item)
        for place in (2, 3):
            head = self.table.horizontalHeaderItem(place)
            assert head is not None
            head.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if entries:
            self.table.selectRow(0)
        else:
            self.slip.say("还没有备份。点“立即备份”做第一份。")

    def _chosen(self) -> Backup | None:
        row = self.table.currentRow()
        return self.entries[row] if 0 <= row < len(self.entries) else None

    # -- what it does

    def back_up(self) -> None:
        """Make a backup now."""
        place = self._sitting.place
        self._work(lambda progress: backup_now(place, "手动", progress.step), self._made)

    def _made(self, _: Any) -> None:
        self.slip.say("")
        self.made.emit()
        self.refresh()

    def restore(self) -> None:
        """Go back to the chosen backup, after asking."""
        entry = self._chosen()
        if entry is None:
            self.slip.say("请先在列表中选中要还原到的备份。")
            return
        text = (
            f"数据将回到 {entry.at:%Y-%m-%d %H:%M} 的样子（{entry.records} 条记录），此后登记的内容不再显示。\n"
            "现在的数据会先备份一份，随时可以再还原回来。还原后需要重新登录。"
        )
        if not self._sitting.ask.confirm("还原备份", text, "还原到这份备份", danger=True):
            return
        self.restoring.emit()
        place = self._sitting.place

        def work(progress: Progress) -> bool:
            try:
                restore(place, entry, progress.step)
            except Trouble:
                place.ledger.close()  # whether it was put back or not, one signs in again
                raise
            return True

        self._work(work, self._restored, self._not_restored)

    def _restored(self, done: Any) -> None:
        if done:
            self.restored.emit()
        else:
            self.slip.say("已取消，数据没有变动。")

    def _not_restored(self, error: Exception) -> None:
        self._sitting.ask.tell("没有还原成", f"{error}\n原来的数据没有变动，请重新登录。")
        self.restored.emit()

    # -- work on the worker

    def _work(
        self,
        job: Callable[[Progress], Any],
        done: Callable[[Any], None],
        trouble: Callable[[Exception], None] | None = None,
    ) -> None:
        def work(progress: Progress) -> Any:
            try:
                return job(progress)
            except Cancelled:
                return None

        def finish(result: Any) -> None:
            self._rest(False)
            done(result)

        def refuse(error: Exception) -> None:
            self._rest(False)
            (trouble or self._refuse)(error)

        self._rest(True)
        self._sitting.tasks.run_long(work, done=finish, trouble=refuse)

    def _rest(self, busy: bool) -> None:
        self._busy = busy
        for each in (self.now, self.leave, self.table):
            each.setEnabled(not busy)
        self.back.setEnabled(not busy and self._sitting.place.staff.role is Role.HEAD)

    def _refuse(self, error: Exception) -> None:
        self.slip.say(str(error))

    def closeEvent(self, event: QCloseEvent) -> None:
        event.setAccepted(not self._busy)
