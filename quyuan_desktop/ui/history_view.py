"""What became of a record: every revision, who made it and why, and field by field what it changed."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from quyuan_desktop.registers.base import Register
from quyuan_desktop.services import history
from quyuan_desktop.services.history import Change, Difference
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import label
from quyuan_desktop.ui.elided import Elided
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.paper_side import tipped
from quyuan_desktop.ui.record_body import readable
from quyuan_desktop.ui.sitting import Sitting

LIST_WIDTH = 300
NOTHING = "（空）"


class HistoryView(QWidget):
    """Shows the changes of one record, newest first. closed(): the person has done with it."""

    closed = Signal()

    def __init__(
        self, sitting: Sitting, register: Register, uid: str, title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._changes: list[Change] = []
        self._asked = Latest(self, sitting.tasks)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head(title))
        row = QHBoxLayout()
        row.setSpacing(0)
        self.steps = QListWidget()
        self.steps.setAccessibleName("修改历史")
        self.steps.setFixedWidth(theme.px(LIST_WIDTH))
        self.steps.currentRowChanged.connect(self._show_change)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setAccessibleName("改动内容")
        row.addWidget(self.steps)
        row.addWidget(self._scroll, 1)
        column.addLayout(row, 1)
        self.setFocusProxy(self.steps)
        place = sitting.place
        self._asked.ask(lambda: history.history(place, register, uid), self._take)

    def _head(self, title: str) -> QWidget:
        head = QFrame()
        head.setProperty("role", "head")
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(8))
        row.addWidget(Elided(title, "heading"))
        row.addStretch(1)
        row.addWidget(tipped("关闭 Esc", "回到列表（Esc）", self.closed.emit))
        return head

    def _take(self, changes: list[Change]) -> None:
        self._changes = changes
        self.steps.clear()
        for change in changes:
            reason = f"\n理由：{change.reason}" if change.reason else ""
            line = f"{change.verb_label}　{change.at:%Y-%m-%d %H:%M}　{change.by}{reason}"
            self.steps.addItem(QListWidgetItem(line))
        self.steps.setCurrentRow(0)

    def _show_change(self, at: int) -> None:
        if not 0 <= at < len(self._changes):
            return
        change = self._changes[at]
        body = QWidget()
        body.setProperty("role", "page")
        column = QVBoxLayout(body)
        column.setContentsMargins(theme.px(24), theme.px(16), theme.px(24), theme.px(16))
        column.setSpacing(8)
        column.addWidget(label(f"第 {change.step} 次：{change.verb_label}", "heading"))
        column.addWidget(label(f"{change.at:%Y-%m-%d %H:%M:%S}　{change.by}", "hint"))
        if change.reason:
            column.addWidget(readable(f"理由：{change.reason}"))
        column.addSpacing(8)
        if change.differences:
            column.addLayout(_table(change.differences, first=change.step == 1))
        else:
            column.addWidget(label("内容没有改动。", "hint"))
        column.addStretch(1)
        self._scroll.setWidget(body)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "steps"):
            self.steps.setFixedWidth(theme.px(LIST_WIDTH))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.steps.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _table(differences: tuple[Difference, ...], *, first: bool) -> QGridLayout:
    """项目、改前、改后; a first entry has nothing before."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(8)
    heads = ("项目", "填写") if first else ("项目", "改前", "改后")
    for at, head in enumerate(heads):
        grid.addWidget(label(head, "label"), 0, at)
        grid.setColumnStretch(at, 0 if at == 0 else 1)
    top = Qt.AlignmentFlag.AlignTop
    for row, difference in enumerate(differences, 1):
        cells = [difference.label, difference.before or NOTHING, difference.after or NOTHING]
        if first:
            del cells[1]
        for at, text in enumerate(cells):
            cell = readable(text, "label" if at == 0 else "", wrap=at > 0)
            if at and text == NOTHING:
                theme.set_tone(cell, "grey")
            if at == 1 and not first:
                theme.set_tone(cell, "grey")
            grid.addWidget(cell, row, at, top)
    return grid
