"""What every editor of a field is: its typed state as it stands, its value, and when it was changed or left."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QWidget

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.ui import theme

Today = Callable[[], date]
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_AWAY = (
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)


def is_asked(field: Field) -> bool:
    """Whether the person must fill the field in: it is required, and nothing stands there to begin with."""
    return field.required and field.default is None


def label_of(field: Field, text: str = "") -> str:
    """What stands before the editor, in rich text: `text` or the label, starred where it must be filled in."""
    star = f'<span style="color:{theme.colours().red}">*</span>' if is_asked(field) else ""
    return star + (text or field.label)


class Editor(QWidget):
    """The editor of one field.

    changed: the person typed or chose; left: the focus went on to something else; entered: Enter was pressed,
    the next field is wanted; refused(sentence): a paste was too much.
    """

    changed = Signal()
    left = Signal()
    entered = Signal()
    refused = Signal(str)

    stretches = False
    """Whether the editor takes all the width there is."""

    def __init__(self, field: Field, today: Today, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.today = today
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self.setObjectName(f"editor_{field.name}")

    def hold(self, control: QWidget, *, takes_enter: bool = False) -> None:
        """Make `control` what the person types into; it keeps Enter for itself with `takes_enter`."""
        self.control = control
        self._takes_enter = takes_enter
        self._row.addWidget(control)
        self.setFocusProxy(control)
        self.watch(control)
        control.setAccessibleName(self.field.label)
        control.setAccessibleDescription(self.field.help)
        policy = QSizePolicy.Policy.Expanding if self.stretches else QSizePolicy.Policy.Maximum
        self.setSizePolicy(policy, QSizePolicy.Policy.Preferred)

    def watch(self, part: QWidget) -> None:
        """Notice Enter and leaving on `part`, which is or belongs to the control."""
        part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            if event.key() in _ENTER and plain and not self._takes_enter:
                self.finish()
                self.entered.emit()
                return True
            if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                self.finish()
        elif event.type() is QEvent.Type.FocusOut and event.reason() not in _AWAY:  # type: ignore[attr-defined]  # a QFocusEvent
            self.finish()
            now = QApplication.focusWidget()
            if now is None or not self.isAncestorOf(now):
                self.left.emit()
        return super().eventFilter(watched, event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        # A table hands what is being composed to its cell's editor as a whole.
        QApplication.sendEvent(self.control, event)

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> Any:
        return self.control.inputMethodQuery(query)

    def finish(self) -> None:
        """Bring what was typed into its formal shape, where that is certain; called when one goes on."""

    def typed(self) -> Any:
        """What stands there, exactly, in a form that JSON can hold."""
        raise NotImplementedError(type(self).__name__)  # abstract

    def retype(self, typed: Any) -> None:
        """Let stand what `typed` gave; silently."""
        raise NotImplementedError(type(self).__name__)  # abstract

    def show_value(self, value: Any) -> None:
        """Show a value of the field; silently."""
        raise NotImplementedError(type(self).__name__)  # abstract

    def value(self) -> Any:
        """The value of what stands there, or a Problem with an empty field name."""
        found = self.field.kind.read(self.typed(), self.today())
        return Problem("", found.text, found.warning) if isinstance(found, Problem) else found

    def follow(self, completed: Any) -> None:
        """Let the person see the value that will be filled in when this stays as it is."""

    def is_blank(self) -> bool:
        """Whether nothing stands there."""
        return not self.typed()

    def set_tone(self, tone: str) -> None:
        """Mark the control: red for a slip, amber for a warning, '' for none."""
        theme.set_tone(self.control, tone)
