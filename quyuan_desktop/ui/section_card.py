"""A card with a heading, how much there is, and a table or list; or a sentence while there is nothing in it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import label


class SectionCard(QFrame):
    """`deed` is a button at the right of the heading; `empty` what stands there while there is nothing. Without it the
    card is as high as what is in it."""

    def __init__(self, heading: str, inner: QWidget, deed: QWidget | None = None, *, empty: str = "") -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.count = label("", "hint")
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(16), 0, theme.px(8), 0)
        head.setSpacing(theme.px(12))
        head.addStrut(theme.px(32))
        head.addWidget(label(heading, "heading"))
        head.addWidget(self.count)
        head.addStretch(1)
        if deed is not None:
            head.addWidget(deed)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, theme.px(10), 1, theme.px(6))
        column.setSpacing(theme.px(6))
        column.addLayout(head)
        self._stack = QStackedLayout() if empty else None
        if self._stack is None:
            column.addWidget(inner)
            return
        column.addLayout(self._stack, 1)  # before it shows what it is given
        nothing = label(empty, "hint", wrap=True)
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        nothing.setContentsMargins(theme.px(24), 0, theme.px(24), 0)
        self._stack.addWidget(inner)
        self._stack.addWidget(nothing)

    def set_count(self, words: str) -> None:
        """Say beside the heading how much there is."""
        self.count.setText(words)

    def show_empty(self, empty: bool) -> None:
        """Show the sentence in place of the list, or the list."""
        if self._stack is not None:
            self._stack.setCurrentIndex(1 if empty else 0)
