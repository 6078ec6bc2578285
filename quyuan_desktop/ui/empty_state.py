"""What a list says when there is nothing in it: what belongs here, and the first step."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from quyuan_desktop.ui.dialogs.parts import button, label


class EmptyState(QWidget):
    """begun(): the first step; widened(): look further (other kinds, or all days)."""

    begun = Signal()
    widened = Signal()

    def __init__(self, first_step: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = label("", "heading")
        self.text = label("", "hint", wrap=True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.first = button(first_step, "", self.begun.emit)
        self.wider = button("", "link", self.widened.emit)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(self.head, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.text)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.first)
        row.addWidget(self.wider)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(3)

    def tell(self, head: str, text: str, wider: str) -> None:
        """Say why there is nothing, and what looking further would be."""
        self.head.setText(head)
        self.text.setText(text)
        self.wider.setText(wider)
        self.wider.setVisible(bool(wider))
