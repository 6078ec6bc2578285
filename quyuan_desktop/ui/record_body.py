"""What a record says, scrolled as one: the lines above it, its passages to read, and its facts in as many columns as fit."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from quyuan_desktop.ui import record_text, theme
from quyuan_desktop.ui.dialogs.parts import label

LEAST_HEIGHT = 72
READ_WIDTH, FACTS_WIDTH = 360, 240
"""Pixels at 100 % that the passages and one column of facts want."""


def readable(text: str = "", role: str = "", *, wrap: bool = True) -> QLabel:
    """A label whose text can be selected and copied, and runs over several lines."""
    made = label(text, role, wrap=wrap)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


class RecordBody(QScrollArea):
    """`above`: the widgets and layouts that stand over what the record says and scroll away with it."""

    def __init__(self, above: list[QWidget | QLayout], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._passages: list[record_text.Passage] = []
        self._facts: list[record_text.Line] = []
        self._said: QWidget | None = None
        self._columns = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("记录内容")
        self.setMinimumHeight(theme.px(LEAST_HEIGHT))
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, theme.px(8), 0)
        self._column.setSpacing(4)
        for each in above:
            if isinstance(each, QLayout):
                self._column.addLayout(each)
            else:
                self._column.addWidget(each)
        self._column.addStretch(1)
        self.setWidget(inside)

    def say(self, passages: list[record_text.Passage], facts: list[record_text.Line]) -> None:
        """Show these."""
        self._passages, self._facts = passages, facts
        self._show()

    def to_top(self) -> None:
        """Scroll back to where reading begins."""
        self.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """With room for more or fewer columns they are laid out anew."""
        super().resizeEvent(event)
        if self._said is not None and self._columns != self._fitting():
            self._show()

    def _fitting(self) -> int:
        """Columns of facts beside the passages; 0: below them."""
        room = self.viewport().width() - theme.px(READ_WIDTH)
        return max(0, min(2, room // theme.px(FACTS_WIDTH)))

    def _show(self) -> None:
        self._columns = self._fitting()
        said = QWidget()
        row = QBoxLayout(
            QBoxLayout.Direction.LeftToRight if self._columns else QBoxLayout.Direction.TopToBottom, said
        )
        row.setContentsMargins(0, theme.px(6), 0, theme.px(8))
        row.setSpacing(theme.px(32 if self._columns else 8))
        row.addLayout(_read_column(self._passages), 3)
        row.addLayout(_fact_columns(self._facts, max(1, self._columns)), 3 if self._columns != 1 else 2)
        if self._said is None:
            self._column.insertWidget(self._column.count() - 1, said)
        else:
            self._column.replaceWidget(self._said, said)
            self._said.hide()
            self._said.deleteLater()
        said.show()  # at once: no moment without anything to read
        self._said = said


def _read_column(passages: list[record_text.Passage]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(2)
    for passage in passages:
        column.addWidget(readable(passage.head, "label"))
        if passage.text:
            column.addWidget(readable(passage.text))
        column.addSpacing(8)
    column.addStretch(1)
    return column


def _fact_columns(lines: list[record_text.Line], many: int) -> QHBoxLayout:
    """Labels and values in columns, down the first and then down the second."""
    row = QHBoxLayout()
    row.setSpacing(theme.px(24))
    height = -(-len(lines) // many)
    for first in range(0, len(lines), max(1, height)):
        row.addLayout(_pairs(lines[first : first + height]), 1)
    return row


def _pairs(lines: list[record_text.Line]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(4)
    top = Qt.AlignmentFlag.AlignTop
    for at, line in enumerate(lines):
        grid.addWidget(label(line.label, "label"), at, 0, top | Qt.AlignmentFlag.AlignRight)
        grid.addWidget(readable(line.text), at, 1, top)
    grid.setColumnStretch(1, 1)
    grid.setRowStretch(len(lines), 1)
    return grid
