"""How far a record has come, and the time limits that run: one line of words, each of which can be asked why."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QWidget

from quyuan_desktop.domain.deadlines import STANDING_LABELS, Limit
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import forget, label
from quyuan_desktop.ui.field_help import Bubble

MOST = 3
"""Time limits that are shown; the button tells of all."""


def limit_words(limit: Limit) -> str:
    """A time limit in a few words: 决定 11-07 剩 3 日."""
    return f"{limit.rule.event} {limit.due:%m-%d} {limit.left_in_words()}"


def told(limits: list[Limit]) -> str:
    """All time limits with their reasons, one to a paragraph."""
    return "\n".join(f"【{_head(each)}】{each.explain()}" for each in limits)


def _head(limit: Limit) -> str:
    handed = limit.running.handed if limit.running.done is not None else ""
    return handed or STANDING_LABELS[limit.standing]


class ProgressStrip(QWidget):
    """Shows a stage and the open time limits; a click or Enter on one says which days were counted and why."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px(12))
        self.limits: list[Limit] = []
        self.links: list[QPushButton] = []
        self.bubble: Bubble | None = None
        self.setAccessibleName("进度与期限")
        self.hide()

    def show_progress(self, stage: str, limits: list[Limit]) -> None:
        """Show `stage` and the limits that are open, the most pressing first; nothing hides the strip."""
        forget(self._row)
        self.limits, self.links = limits, []
        if stage:
            self._row.addWidget(label(stage, "badge"))
        shown = [each for each in limits if each.open and each.running.asks][:MOST]
        for limit in shown:
            self._add(limit_words(limit), limit.tone, partial(self.explain, [limit]))
        others = [each for each in limits if each not in shown]
        if others:
            self._add("全部期限", "", self.explain_all)
        self._row.addStretch(1)
        self.setVisible(bool(stage or limits))

    def _add(self, text: str, tone: str, act: object) -> None:
        link = QPushButton(text, self)
        link.setProperty("role", "link")
        link.setProperty("tone", tone)
        link.setAutoDefault(True)
        link.setToolTip("为什么是这一天：点一下看算法和依据（Ctrl+D 看全部期限）")
        link.setAccessibleName(f"期限 {text}")
        link.clicked.connect(lambda: act())  # type: ignore[operator]  # a slot
        self._row.addWidget(link)
        self.links.append(link)

    def explain_all(self) -> None:
        """Say why every limit ends when it does."""
        self.explain(self.limits)

    def explain(self, limits: list[Limit]) -> None:
        """Say of `limits` which days were counted, and by which article."""
        if not limits or not self.isVisible():
            return
        if self.bubble is None:
            self.bubble = Bubble(self.window())
        near = QApplication.focusWidget()
        anchor = near if near is not None and self.isAncestorOf(near) else self
        self.bubble.tell("期限怎样算的", told(limits), anchor)

    def take_focus(self) -> None:
        """Put the keyboard on the first limit."""
        if self.links:
            self.links[0].setFocus(Qt.FocusReason.OtherFocusReason)
