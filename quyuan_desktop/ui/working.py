"""Long work in the place of a page: what is being done, how far, and 取消."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget
from shiboken6 import isValid

from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import button, label
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.tasks import Cancelled, Progress

WIDE = 520


class Working(QWidget):
    """Shown while it works. A job that was given up has left no trace."""

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self._sitting = sitting
        self._work: Progress | None = None
        self.busy = label("", "title")
        self.doing = label("", "")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("进度")
        self.bar.setFixedWidth(theme.px(WIDE))
        self.cancel_button = button("取消 Esc", "", self.cancel)
        column = QVBoxLayout(self)
        column.setSpacing(theme.px(12))
        column.addStretch(2)
        for each in (self.busy, self.doing, self.bar):
            column.addWidget(each, 0, Qt.AlignmentFlag.AlignHCenter)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addStretch(1)
        column.addLayout(foot)
        column.addStretch(3)
        sitting.tasks.progressed.connect(self._show)

    @property
    def running(self) -> bool:
        """Whether something is being done."""
        return self._work is not None

    def begin(
        self,
        busy: str,
        job: Callable[[Progress], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception | None], None],
    ) -> None:
        """Do `job`; `done(result)` follows, or `failed(error)`, with None when it was given up."""
        self.busy.setText(busy)
        self.doing.setText("正在准备……")
        self.bar.setRange(0, 0)
        self.cancel_button.setEnabled(True)
        self.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)

        def careful(progress: Progress) -> Any:
            try:
                return (job(progress),)
            except Cancelled:
                return None

        def over(result: Any) -> None:
            if isValid(self):
                self._work = None
                failed(None) if result is None else done(result[0])

        def wrong(error: Exception) -> None:
            if isValid(self):
                self._work = None
                failed(error)

        self._work = self._sitting.tasks.run_long(careful, done=over, trouble=wrong)

    def cancel(self) -> None:
        """Give the work up at its next step."""
        if self._work is not None:
            self._work.cancel()
            self.doing.setText("正在取消……")
            self.cancel_button.setEnabled(False)

    def _show(self, progress: Progress, text: str, done: int, total: int) -> None:
        if progress is self._work:
            self.doing.setText(f"{text}  {min(100, done * 100 // total)}%" if total else text)
            self.bar.setRange(0, total)
            self.bar.setValue(min(done, total))
