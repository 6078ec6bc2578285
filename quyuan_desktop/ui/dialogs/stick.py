"""A deed with a stick: which one and how, then the work with 取消, then in large words what came of it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from quyuan_desktop.domain.problems import Refused
from quyuan_desktop.services.drives import drives
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import Slip, button, fit, label
from quyuan_desktop.ui.drive_choice import DriveChoice, Finds
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.tasks import Cancelled, Progress

WIDE, HIGH = 760, 500


class StickDialog(QDialog):
    """Base of the dialogues. A dialogue puts what it asks into `options` and says what is done in `go`."""

    def __init__(
        self,
        sitting: Sitting,
        title: str,
        deed: str,
        parent: QWidget | None = None,
        *,
        writing: bool,
        finds: Finds = drives,
    ) -> None:
        super().__init__(parent)
        self._sitting = sitting
        self._work: Progress | None = None
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit(self, WIDE, HIGH)
        self.choice = DriveChoice(sitting, writing=writing, finds=finds)
        self.choice.changed.connect(self.look_again)
        self.choice.entered.connect(self._go_if_ready)
        self.options = QVBoxLayout()
        self.options.setSpacing(theme.px(8))
        self.slip = Slip()
        self.go_button = button(deed, "primary", self._go_if_ready)
        self._stack = QStackedLayout(self)
        for page in (self._asking(title), self._working(), self._telling()):
            self._stack.addWidget(page)
        sitting.tasks.progressed.connect(self._show_progress)

    # -- built once

    def _page(self) -> tuple[QWidget, QVBoxLayout]:
        page = QWidget()
        column = QVBoxLayout(page)
        edge = theme.px(24)
        column.setContentsMargins(edge, theme.px(20), edge, theme.px(16))
        column.setSpacing(theme.px(12))
        return page, column

    def _asking(self, title: str) -> QWidget:
        page, column = self._page()
        self.head = label(title, "heading")
        self.told = label("", "hint", wrap=True)
        self.told.hide()
        column.addWidget(self.head)
        column.addWidget(self.told)
        column.addWidget(self.choice, 4)
        column.addLayout(self.options)
        column.addWidget(self.slip)
        column.addStretch(1)
        self.asking_foot = QHBoxLayout()
        self.asking_foot.setSpacing(theme.px(8))
        self.asking_foot.addStretch(1)
        self.asking_foot.addWidget(button("不做了 Esc", "", self.close))
        self.asking_foot.addWidget(self.go_button)
        column.addLayout(self.asking_foot)
        return page

    def _working(self) -> QWidget:
        page, column = self._page()
        self.busy = label("", "verdict", wrap=True)
        self.doing = label("", "")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("进度")
        self.cancel_button = button("取消 Esc", "", self.cancel)
        column.addStretch(2)
        column.addWidget(self.busy)
        column.addWidget(self.doing)
        column.addWidget(self.bar)
        column.addStretch(3)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        column.addLayout(foot)
        return page

    def _telling(self) -> QWidget:
        page, column = self._page()
        self.verdict = label("", "verdict", wrap=True)
        self.verdict.setAccessibleName("结果")
        self.outcome = label("", "", wrap=True)
        self.outcome.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.more = QVBoxLayout()
        self.more.setSpacing(theme.px(8))
        self.again_button = button("再试一次", "", self.ask_again)
        self.done_button = button("关闭", "primary", self.close)
        column.addStretch(1)
        column.addWidget(self.verdict)
        column.addWidget(self.outcome)
        column.addLayout(self.more, 4)
        column.addStretch(1)
        self.telling_foot = QHBoxLayout()
        self.telling_foot.setSpacing(theme.px(8))
        self.telling_foot.addStretch(1)
        self.telling_foot.addWidget(self.again_button)
        self.telling_foot.addWidget(self.done_button)
        column.addLayout(self.telling_foot)
        return page

    # -- what a dialogue says

    def ready(self) -> bool:
        """Whether enough is chosen to begin."""
        return self.choice.folder() is not None

    def go(self) -> None:
        """Begin, by `work`."""
        raise NotImplementedError(type(self).__name__)  # abstract

    def look_again(self) -> None:
        """Something else is chosen: may it begin?"""
        self.go_button.setEnabled(self.ready())

    def _go_if_ready(self) -> None:
        if self._work is None and self.ready():
            self.slip.say("")
            self.go()

    # -- work and outcome

    def work(self, busy: str, job: Callable[[Progress], Any], done: Callable[[Any], None]) -> None:
        """Do `job` on the worker while `busy` stands there large; `done(result)` follows unless it was given up."""
        self.busy.setText(busy)
        self.doing.setText("正在准备……")
        self.bar.setRange(0, 0)
        self.cancel_button.setEnabled(True)
        self._stack.setCurrentIndex(1)
        self.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)

        def careful(progress: Progress) -> Any:
            try:
                return (job(progress),)
            except Cancelled:
                return None

        def over(result: Any) -> None:
            if not isValid(self):
                return
            self._work = None
            if result is None:
                self.refuse("已取消，没有写成，也没有改动。")
            else:
                done(result[0])

        self._work = self._sitting.tasks.run_long(careful, done=over, trouble=self._fail)

    def _fail(self, error: Exception) -> None:
        if isValid(self):
            self._work = None
            told = "；".join(each.text for each in error.problems) if isinstance(error, Refused) else str(error)
            self.refuse(told)

    def refuse(self, sentence: str) -> None:
        """Back to what was asked, with the reason why it did not go."""
        self._stack.setCurrentIndex(0)
        self.slip.say(sentence)
        self.look_again()
        self.choice.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_again(self) -> None:
        """Back to what was asked."""
        self.refuse("")

    def tell(self, verdict: str, tone: str, text: str, *, again: bool = False) -> None:
        """Say what came of it; `again`: it may be tried once more."""
        theme.set_tone(self.verdict, tone)
        self.verdict.setText(verdict)
        self.outcome.setText(text)
        self.again_button.setVisible(again)
        self._stack.setCurrentIndex(2)
        (self.again_button if again else self.done_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_progress(self, progress: Progress, text: str, done: int, total: int) -> None:
        if progress is self._work:
            self.doing.setText(f"{text}  {min(100, done * 100 // total)}%" if total else text)
            self.bar.setRange(0, total)
            self.bar.setValue(min(done, total))

    def cancel(self) -> None:
        """Give the work up at its next step."""
        if self._work is not None:
            self._work.cancel()
            self.doing.setText("正在取消……")
            self.cancel_button.setEnabled(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter presses the button that has the focus, and no other; in a line, it begins.
        held = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if isinstance(held, QPushButton):
                held.click()
            elif isinstance(held, QLineEdit):
                self._go_if_ready()
            return
        super().keyPressEvent(event)

    def reject(self) -> None:
        """Esc: give the work up, or go away."""
        if self._work is not None:
            self.cancel()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._work is not None:
            self.cancel()
            event.ignore()
            return
        super().closeEvent(event)
