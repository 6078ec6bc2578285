"""A dialogue in which Enter presses the button that has the focus, and no other."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QPushButton


class EnterDialog(QDialog):
    """Esc closes it, as Qt has it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if isinstance(held, QPushButton):
                held.click()
            return
        super().keyPressEvent(event)
