"""Small parts that pages and dialogs are put together from.

Light, because the sign-in page uses them: no `Qt` before the first paint, see ui/theme.py.
"""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from quyuan_desktop.ui import theme

PLAIN = ("textFormat", 0)
"""What makes a label show its text as it is: Qt.TextFormat.PlainText, as a property."""
FRAME = 36
"""Pixels that the title and frame of a window take at the most."""
CAPS_LOCK = "大写锁定已打开，请按 Caps Lock 键关闭。"


def label(text: str, role: str = "", tone: str = "", *, wrap: bool = False) -> QLabel:
    """A label with that role and tone; plain text, whatever it holds."""
    made = QLabel()
    made.setProperty(*PLAIN)
    made.setText(text)
    made.setProperty("role", role)
    made.setProperty("tone", tone)
    made.setWordWrap(wrap)
    return made


def button(text: str, role: str = "", pressed: Callable[[], object] | None = None) -> QPushButton:
    """A button with that role, which calls `pressed`. Enter presses it when it has the focus."""
    made = QPushButton(text)
    made.setProperty("role", role)
    made.setAutoDefault(False)
    if pressed is not None:
        made.clicked.connect(lambda: pressed())
    return made


class Slip(QLabel):
    """The sentence beside a field that says what is wrong with it; takes no room while there is none."""

    def __init__(self, tone: str = "red") -> None:
        super().__init__()
        self.setProperty(*PLAIN)
        self.setProperty("tone", tone)
        self.setWordWrap(True)
        self.hide()

    def say(self, text: str) -> None:
        """Show `text`, or nothing when it is empty."""
        self.setText(text)
        self.setVisible(bool(text))


class Entry(QWidget):
    """A field with its label above and its slip below."""

    def __init__(self, text: str, edit: QWidget) -> None:
        super().__init__()
        self.edit = edit
        self.slip = Slip()
        self._name = label(text, "label")
        self._name.setBuddy(edit)
        edit.setAccessibleName(text)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(3))
        column.addWidget(self._name)
        column.addWidget(edit)
        column.addWidget(self.slip)

    def rename(self, text: str) -> None:
        """Call the field otherwise."""
        self._name.setText(text)
        self.edit.setAccessibleName(text)

    def refuse(self, text: str) -> None:
        """Say what is wrong ('' for nothing)."""
        self.slip.say(text)
        theme.set_tone(self.edit, "red" if text else "")


class PasswordEdit(QLineEdit):
    """A hidden line. `caps_lock` tells, as far as typing shows it, whether the capitals are locked on."""

    caps_lock = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)

    def show_typed(self, shown: bool) -> None:
        """Show or hide what is typed."""
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        from PySide6.QtCore import Qt

        typed = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self.caps_lock.emit(False)
        elif len(typed) == 1 and typed.isascii() and typed.isalpha():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps_lock.emit(typed.isupper() != shift)
        super().keyPressEvent(event)


def column(widget: QWidget, *, margin: int = 24, spacing: int = 8) -> QVBoxLayout:
    """A column laid out in `widget` in the eight-pixel rhythm."""
    made = QVBoxLayout(widget)
    edge = theme.px(margin)
    made.setContentsMargins(edge, edge, edge, edge)
    made.setSpacing(theme.px(spacing))
    return made


def fit(window: QWidget, width: int, height: int) -> None:
    """Give `window` that size at 100 %, but never more than the screen has for it and its frame."""
    room = window.screen().availableSize()
    window.resize(min(theme.px(width), room.width()), min(theme.px(height), room.height() - FRAME))


def forget(layout: QLayout) -> None:
    """Take everything out of `layout` and let it go."""
    while (item := layout.takeAt(0)) is not None:
        inner, widget = item.layout(), item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            forget(inner)
