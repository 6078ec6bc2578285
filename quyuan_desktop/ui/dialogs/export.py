"""上报到U盘: which stick, which month, sealed how; written with progress and 取消; pulled out only when it may be."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QWidget

from quyuan_desktop.services.dispatch_desk import DispatchView, MonthChoice, export, months_to_report
from quyuan_desktop.services.drives import drives
from quyuan_desktop.services.export_package import Exported
from quyuan_desktop.services.stick import Outcome
from quyuan_desktop.services.workplace import Changed
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import PasswordEdit, Slip, label
from quyuan_desktop.ui.dialogs.stick import StickDialog
from quyuan_desktop.ui.drive_choice import Finds
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.paper_side import tipped
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.tasks import Progress

LEAST = 8
"""Characters of words that seal a package."""
BUSY = "正在写到U盘，请不要拔出"
SAFE = "✓ 可以安全拔出"
VERDICTS = {
    Outcome.DONE: (SAFE, "green"),
    Outcome.NOT_CLOSED: ("△ 先不要拔出U盘", "amber"),
    Outcome.VERIFY_FAILED: ("× 没有写成：核对不符", "red"),
    Outcome.FULL: ("× 没有写成：U盘已满", "red"),
    Outcome.READ_ONLY: ("× 没有写成：U盘只读", "red"),
    Outcome.NO_DRIVE: ("× 没有写成：没有U盘", "red"),
    Outcome.DRIVE_GONE: ("× 没有写成：U盘断开", "red"),
}
"""What stands there in large letters; the sentence below it says what to do."""
NO_ROOM = ("× 没有开始：U盘放不下", "red")


class Export(StickDialog):
    """Opened for what `view` says of the office. printing(batch): the hand-over sheet is wanted."""

    printing = Signal(int)

    def __init__(
        self, sitting: Sitting, view: DispatchView, parent: QWidget | None = None, finds: Finds = drives
    ) -> None:
        self.paired = view.pairing is not None and view.pairing.confirmed
        self._batch = 0
        super().__init__(sitting, "上报到U盘", "开始上报", parent, writing=True, finds=finds)
        self._asked = Latest(self, sitting.tasks)
        self._months: list[MonthChoice] = []
        self._add_options()
        to = view.pairing.name if view.pairing is not None and self.paired else ""
        sealed = f"封好后只有{to}能打开。" if to else "还没有与区局结对：先用口令封包，口令打电话告诉区局。"
        self.told.setText(f"把区局还没有收到的内容写成一个文件：未报 {view.unsent} 条。{sealed}")
        self.told.show()
        self.print_button = tipped("交接单 Ctrl+P", "预览、打印交接单（Ctrl+P）", self._print, "")
        self.print_button.hide()
        self.telling_foot.insertWidget(1, self.print_button)
        QShortcut(QKeySequence("Ctrl+P"), self).activated.connect(self._print)
        place = sitting.place
        self._asked.ask(lambda: months_to_report(place), self._show_months)
        self.look_again()

    def _add_options(self) -> None:
        self.month = QComboBox()
        self.month.setAccessibleName("月份")
        self.month.setToolTip("包上写的月份；已结账的月份带着结账时的数字")
        self.month.setMinimumWidth(self.fontMetrics().horizontalAdvance("字") * 15)
        self.everything = QCheckBox("全部重报（区局说缺少以前的内容时才用）")
        self.by_words = QCheckBox("用口令封包")
        self.by_words.setChecked(not self.paired)
        self.by_words.setEnabled(self.paired)
        self.words, self.again = PasswordEdit(), PasswordEdit()
        for edit, name in ((self.words, f"口令，至少 {LEAST} 位"), (self.again, "再输一遍口令")):
            edit.setAccessibleName(name)
            edit.setPlaceholderText(name)
            edit.setFixedWidth(theme.px(200))
            edit.textChanged.connect(self.look_again)
        self.words_slip = Slip()
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(8))
        grid.addWidget(label("月份", "label"), 0, 0, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.month, 0, 1, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self.everything, 1, 1)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        for each in (self.by_words, self.words, self.again):
            row.addWidget(each)
        row.addStretch(1)
        grid.addLayout(row, 2, 1)
        grid.addWidget(self.words_slip, 3, 1)
        grid.setColumnStretch(1, 1)
        self.options.addLayout(grid)
        self.by_words.toggled.connect(lambda _: self.look_again())

    def _show_months(self, found: tuple[list[MonthChoice], int]) -> None:
        self._months, due = found
        self.month.clear()
        for each in self._months:
            self.month.addItem(each.label)
        self.month.setCurrentIndex(due)
        self.look_again()

    # -- before it begins

    def _words_fault(self) -> str:
        """What is wrong with the words; empty where nothing is, or none are wanted."""
        if not self.by_words.isChecked():
            return ""
        if len(self.words.text()) < LEAST:
            return f"口令至少 {LEAST} 位，请再长一些。" if self.words.text() else ""
        if self.again.text() and self.again.text() != self.words.text():
            return "两次输入的口令不一样，请重输。"
        return ""

    def ready(self) -> bool:
        drive = self.choice.drive()
        sealed = not self.by_words.isChecked() or (
            len(self.words.text()) >= LEAST and self.again.text() == self.words.text()
        )
        return bool(self._months) and drive is not None and not drive.read_only and sealed

    def look_again(self) -> None:
        drive = self.choice.drive()
        for each in (self.words, self.again):
            each.setVisible(self.by_words.isChecked())
        self.words_slip.say(self._words_fault())
        if drive is not None and drive.read_only:
            self.slip.say(Outcome.READ_ONLY.sentence)
        elif self.slip.text() == Outcome.READ_ONLY.sentence:
            self.slip.say("")
        super().look_again()

    # -- writing

    def go(self) -> None:
        folder = self.choice.folder()
        if folder is None:
            return
        place, period = self._sitting.place, self._months[self.month.currentIndex()].period
        everything = self.everything.isChecked()
        words = self.words.text() if self.by_words.isChecked() else ""

        def job(progress: Progress) -> Exported:
            return export(place, folder, period, words=words, everything=everything, progress=progress.step)

        self.work(BUSY, job, self._done)

    def _done(self, done: Exported) -> None:
        verdict, tone = NO_ROOM if done.told else VERDICTS[done.outcome]
        told = done.sentence
        if done.path is not None and done.counts is not None:
            counts = f"{done.counts.records} 条记录、{done.counts.revisions} 次修改、{done.counts.papers} 份文书"
            told = f"{told}\n\n第{done.batch}批：{counts}。\n文件名：{done.path.name}"
            self._batch = done.batch
        self.print_button.setVisible(self._batch > 0)
        self.tell(verdict, tone, told, again=done.outcome is not Outcome.DONE)
        if done.outcome is Outcome.DONE:
            self.print_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._sitting.changed.emit(Changed("", ()))

    def _print(self) -> None:
        if self._batch:
            self.printing.emit(self._batch)
            self.close()
