"""The line at the foot of the window: who, what was saved and its undoing, the last backup, the sum selected."""

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QWidget

from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import button, label
from quyuan_desktop.ui.tasks import Progress, Tasks

UNDO_MS = 10_000
SAID_MS = 8_000
LATE_MS = 300
"""Work that takes less shows no bar."""


class StatusLine(QFrame):
    """Says things quietly. Sentences that ask for nothing go away by themselves."""

    def __init__(self, who: str) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self.setAccessibleName("状态栏")
        self.who = label(who, "hint")
        self.saved = label("", "", "green")
        self.undo = button("撤销", "link")
        self.undo.setToolTip("撤销刚才的保存（Ctrl+Alt+Z）")
        self.backup = label("", "hint")
        self.told = label("", "hint")
        self.sum = label("", "hint")
        self._undo: Callable[[], None] | None = None
        self._dots: list[tuple[QLabel, QLabel]] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), theme.px(2), theme.px(12), theme.px(2))
        row.setSpacing(theme.px(8))
        row.addWidget(self.who)
        for each in (self.saved, self.backup, self.told):
            self._add(row, each)
            if each is self.saved:
                row.addWidget(self.undo)
        row.addStretch(1)
        row.addWidget(self.sum)
        self.setMinimumHeight(theme.px(32))
        self.undo.hide()
        self.undo.clicked.connect(self.take_back)
        self._undo_ends = self._timer(self._forget_undo)
        self._said_ends = self._timer(lambda: self.say(""))

    def _add(self, row: QHBoxLayout, each: QLabel) -> None:
        dot = label("·", "hint")
        row.addWidget(dot)
        row.addWidget(each)
        self._dots.append((dot, each))
        self._show(each, "")

    def _timer(self, ends: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(ends)
        return timer

    def _show(self, each: QLabel, text: str) -> None:
        each.setText(text)
        each.setVisible(bool(text))
        for dot, owner in self._dots:
            if owner is each:
                dot.setVisible(bool(text))

    def show_who(self, who: str) -> None:
        """Say who works here."""
        self.who.setText(who)

    def show_saved(self, at: datetime, undo: Callable[[], None] | None, text: str = "已保存") -> None:
        """Say that something was saved at that local time; `undo` is offered for ten seconds."""
        self._show(self.saved, f"{text} {at:%H:%M}")
        self._undo = undo
        self.undo.setVisible(undo is not None)
        if undo is not None:
            self._undo_ends.start(UNDO_MS)

    def take_back(self) -> None:
        """Undo, while it is offered."""
        undo = self._undo
        self._forget_undo()
        if undo is not None:
            undo()

    def _forget_undo(self) -> None:
        self._undo_ends.stop()
        self._undo = None
        if self.undo.hasFocus() and self.parentWidget() is not None:
            self.focusNextPrevChild(False)
        self.undo.hide()

    def show_backup(self, at: datetime | None, today: date) -> None:
        """Say when the last backup was made (local time)."""
        if at is None:
            theme.set_tone(self.backup, "amber")
            self._show(self.backup, "还没有备份")
            return
        theme.set_tone(self.backup, "")
        day = "" if at.date() == today else f"{at:%m-%d} "
        self._show(self.backup, f"上次备份 {day}{at:%H:%M} ✓")

    def say(self, text: str) -> None:
        """Say `text` for a while."""
        self._show(self.told, text)
        if text:
            self._said_ends.start(SAID_MS)

    def show_sum(self, text: str) -> None:
        """Show what is selected, at the right."""
        self.sum.setText(text)


class WorkBar(QFrame):
    """The bar of long work above the status line: what is being done, how far, and 取消.

    With several jobs waiting it shows the one that runs.
    """

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setAccessibleName("正在进行的工作")
        self._works: list[Progress] = []
        self.doing, self.bar = label("", ""), QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(theme.px(240))
        self.cancel = button("取消", "quiet", self._cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), theme.px(4), theme.px(12), theme.px(4))
        row.setSpacing(theme.px(12))
        row.addWidget(self.doing)
        row.addStretch(1)
        row.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.cancel)
        self.hide()
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.timeout.connect(self.show)
        tasks.started.connect(self._begin)
        tasks.progressed.connect(self._go_on)
        tasks.ended.connect(self._end)

    def _begin(self, progress: Progress) -> None:
        self._works.append(progress)
        if len(self._works) == 1:
            self._show("正在准备……", 0, 0)
            self._late.start(LATE_MS)

    def _go_on(self, progress: Progress, text: str, done: int, total: int) -> None:
        if self._works and progress is self._works[0]:
            self._show(text, done, total)

    def _show(self, text: str, done: int, total: int) -> None:
        share = f"  {min(100, done * 100 // total)}%" if total else ""
        self.doing.setText(text + share)
        self.bar.setRange(0, total)
        self.bar.setValue(min(done, total))
        self.cancel.setEnabled(True)

    def _end(self, progress: Progress) -> None:
        if progress in self._works:
            self._works.remove(progress)
        if self._works:
            self._show("正在准备……", 0, 0)
        else:
            self._late.stop()
            self.hide()

    def _cancel(self) -> None:
        if self._works:
            self._works[0].cancel()
            self.doing.setText("正在取消……")
            self.cancel.setEnabled(False)


class Banner(QFrame):
    """A sentence at the top of the window that stays until it is dismissed: the world's trouble."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        self.text = label("", "", "", wrap=True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.dismiss = button("知道了", "quiet", self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(16), theme.px(6), theme.px(12), theme.px(6))
        row.addWidget(self.text, 1)
        row.addWidget(self.dismiss, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def say(self, sentence: str, tone: str = "red") -> None:
        """Show `sentence` with a sign, and let a screen reader read it."""
        theme.set_tone(self, tone)
        self.text.setText(f"⚠ {sentence}")
        self.setAccessibleName(sentence)
        self.show()
