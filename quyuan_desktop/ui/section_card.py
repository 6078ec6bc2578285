"""A card with a heading, how much there is, and a table or list; or a sentence while there is nothing in it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import label


class SectionCard(QFrame):
    """`deed` is a button at the right of the heading."""

    def __init__(self, heading: str, inner: QWidget, deed: QWidget | None = None) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.count = label("", "hint")
        self.empty = label("", "hint", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setContentsMargins(theme.px(24), 0, theme.px(24), 0)
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(16), 0, theme.px(8), 0)
        head.setSpacing(theme.px(12))
        head.addWidget(label(heading, "heading"))
        head.addWidget(self.count)
        head.addStretch(1)
        if deed is not None:
            head.addWidget(deed)
        head.addStrut(theme.px(32))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, theme.px(10), 1, theme.px(6))
        column.setSpacing(theme.px(6))
        column.addLayout(head)
        self._stack = QStackedLayout()
        column.addLayout(self._stack, 1)  # before it shows what it is given
        self._stack.addWidget(inner)

    def set_count(self, words: str) -> None:
        """Say beside the heading how much there is."""
        self.count.setText(words)

    def say_empty(self, sentence: str) -> None:
        """What stands there while there is nothing."""
        self.empty.setText(sentence)
        self._stack.addWidget(self.empty)

    def show_empty(self, empty: bool) -> None:
        """Show the sentence in place of the list, or the list."""
        self._stack.setCurrentIndex(1 if empty else 0)
