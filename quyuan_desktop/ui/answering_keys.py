"""Keys that a page answers while the focus is anywhere in it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def answer_keys(widget: QWidget, *answers: tuple[str, Callable[[], object]]) -> None:
    """Let `widget` do this or that at a key, such as "Ctrl+S", while it or anything in it has the focus."""
    for key, act in answers:
        shortcut = QShortcut(QKeySequence(key), widget)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)
