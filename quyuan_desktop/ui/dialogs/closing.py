"""Closing a month: what was checked, what it would print, then the closing itself; nothing is changed before."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QListWidget, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from quyuan_desktop.domain.periods import Period
from quyuan_desktop.domain.problems import Refused
from quyuan_desktop.services.closing import ClosedMonth, Preview, close_month, preview
from quyuan_desktop.services.report_desk import whole_set_pdf
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import button, column, fit, label
from quyuan_desktop.ui.pages_view import PagesView
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.status import WorkBar
from quyuan_desktop.ui.tasks import Cancelled, Progress

LEFT = 380
LEAVE = "不结了 Esc"
SOUND = ("各表之间的勾稽关系相符", "每个数字等于明细之和", "上期累计、本月与更正相加等于本年累计")
"""What was checked and holds, where no figure is at fault."""


class Closing(QDialog):
    """Begins to check at once. closed(ClosedMonth): the month is closed."""

    closed = Signal(object)

    def __init__(self, sitting: Sitting, period: Period, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sitting, self._period = sitting, period
        self._work: Progress | None = None
        self._closing = self._ready = False
        self.setWindowTitle(f"结账 · {period.label}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit(self, 1120, 640)
        self._build()
        self._check()

    def _build(self) -> None:
        self.verdict = label(f"正在核对{self._period.label}……", "heading", wrap=True)
        self.told = label("", "hint", wrap=True)
        self.findings = QListWidget()
        self.findings.setWordWrap(True)
        self.findings.setAccessibleName("结账前的核对结果")
        self.findings.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.seen = QCheckBox("上面的提醒都看过了，仍然结账")
        self.seen.toggled.connect(self._enable)
        self.seen.hide()
        self.pages = PagesView(self._sitting)
        self.pages.setAccessibleName("结账要存档的全套表格")
        self.cancel_button = button(LEAVE, "", self.close)
        self.close_button = button("结账存档", "primary", self.close_now)
        self.close_button.setEnabled(False)
        self._left = QWidget()
        self._left.setFixedWidth(theme.px(LEFT))
        inner = QVBoxLayout(self._left)
        inner.setContentsMargins(0, 0, theme.px(8), 0)
        inner.setSpacing(theme.px(8))
        for each in (self.verdict, self.told):
            inner.addWidget(each)
        inner.addWidget(self.findings, 1)
        inner.addWidget(self.seen)
        inner.addStretch(0)
        row = QHBoxLayout()
        row.addWidget(self._left)
        row.addWidget(self.pages, 1)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        foot.addWidget(label("结账以后照样可以改记录：要写理由，列入下月更正表。", "hint"))
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.close_button)
        page = column(self, margin=16)
        page.addLayout(row, 1)
        page.addWidget(WorkBar(self._sitting.tasks))
        page.addLayout(foot)

    # -- checks

    def _check(self) -> None:
        place, period = self._sitting.place, self._period

        def work(progress: Progress) -> tuple[Preview, bytes | None]:
            progress.step(f"正在核对{period.label}", 0, 1)
            found = preview(place, period)
            return found, None if found.blocked else whole_set_pdf(place, period, tell=progress.step)

        self._run(work, self._show)

    def _run(self, work: Callable[[Progress], Any], done: Callable[[Any], None]) -> None:
        def job(progress: Progress) -> Any:
            try:
                return work(progress)
            except Cancelled:
                return None

        def over(outcome: Any) -> None:
            if isValid(self):
                self._work = None
                if outcome is None and self._closing:
                    self._stopped()
                elif outcome is None:
                    self.reject()
                else:
                    done(outcome)

        self._work = self._sitting.tasks.run_long(job, done=over, trouble=self._refuse)

    def _show(self, outcome: tuple[Preview, bytes | None]) -> None:
        found, pdf = outcome
        grave = [each for each in found.findings if not each.warning]
        self.findings.clear()
        for each in found.findings:
            self.findings.addItem(f"{'⚠' if each.warning else '✗'} {each.sentence}")
            tone = "amber" if each.warning else "red"
            self.findings.item(self.findings.count() - 1).setForeground(theme.meaning(tone))
        if not any(each.codes for each in found.findings) and not grave:
            self.findings.addItems([f"✓ {words}" for words in SOUND])
        self.findings.show()
        name = found.period.label
        if grave:
            self._say(f"✗ {name}现在不能结账", "red")
        elif found.findings:
            self._say(f"⚠ {name}可以结账，先看 {len(found.findings)} 条提醒", "amber")
        else:
            self._say(f"✓ {name}核对无误，可以结账", "green")
        self.told.setText(self._what(found) if not grave else "")
        self.seen.setVisible(bool(found.findings) and not grave)
        self._ready = not grave
        self._enable()
        if pdf is not None:
            self.pages.show_pdf(pdf)
        self.pages.setVisible(pdf is not None)
        if pdf is None:  # what is the matter has all the room
            self._left.setMaximumWidth(self.maximumWidth())
        target = self.cancel_button if grave else self.seen if found.findings else self.close_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _what(self, found: Preview) -> str:
        told = "右边是要存档的全套表格，以后打印永远一样。"
        if found.corrections:
            told += f"随本月上报更正 {len(found.corrections)} 条。"
        if found.restated:
            told += f"有 {len(found.restated)} 项期末数与结账时不同，列在更正表。"
        return told

    def _say(self, text: str, tone: str) -> None:
        theme.set_tone(self.verdict, tone)
        self.verdict.setText(text)

    def _enable(self) -> None:
        seen = self.seen.isHidden() or self.seen.isChecked()
        self.close_button.setEnabled(self._ready and seen and not self._closing)

    # -- closing

    def close_now(self) -> None:
        """Close the month as it was shown."""
        place, period, confirmed = self._sitting.place, self._period, self.seen.isChecked()
        self._closing = True
        self._enable()

        def work(progress: Progress) -> ClosedMonth:
            return close_month(place, period, confirmed=confirmed, tell=progress.step)

        self._run(work, self._closed)
        self.cancel_button.setText("取消 Esc")

    def _stopped(self) -> None:
        """Say that the closing was stopped in time; it can be begun again."""
        self._closing = False
        self.cancel_button.setText(LEAVE)
        self._say("已取消，没有结账，数据没有变动", "amber")
        self._enable()

    def _closed(self, month: ClosedMonth) -> None:
        self._closing = False
        self.closed.emit(month)
        self.accept()

    def _refuse(self, error: Exception) -> None:
        """Say why not; what was not closed is as it was."""
        if not isValid(self):
            return
        self._work, self._closing = None, False
        self.cancel_button.setText(LEAVE)
        text = "；".join(each.text for each in error.problems) if isinstance(error, Refused) else str(error)
        self._say(f"✗ 没有结账：{text}", "red")
        self._enable()
        self.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter presses the button that has the focus, and no other: a month is never closed by a stray Enter.
        held = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if isinstance(held, QPushButton):
                held.click()
            return
        super().keyPressEvent(event)

    def reject(self) -> None:
        """Stop what is being done; go away, but not amid the closing."""
        if self._work is not None:
            self._work.cancel()
        if not self._closing:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._work is not None:
            self._work.cancel()
        if self._closing:
            event.ignore()
            return
        super().closeEvent(event)
