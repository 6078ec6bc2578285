"""A line with a list that drops down: keys for the list, the arrow at its end, nothing by the mouse wheel."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from quyuan_desktop.ui import theme
from quyuan_desktop.ui.guarded_text import GuardedLine
from quyuan_desktop.ui.suggestion_list import SuggestionList

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}


class DropLine(GuardedLine):
    """A line under which a list can drop down.

    edited(text): by the person; asked: the list is wanted; stepped(by): an arrow key while the list is closed;
    picked(data): from the list.
    """

    edited = Signal(str)
    asked = Signal()
    stepped = Signal(int)
    picked = Signal(object)

    def __init__(self, limit: int, parent: QWidget | None = None) -> None:
        super().__init__(limit, parent)
        self._list: SuggestionList | None = None
        self.arrow: QAction | None = None
        self._replacing = False
        self.textEdited.connect(self._pass_on)

    @property
    def list(self) -> SuggestionList:
        """The list, made when first wanted."""
        if self._list is None:
            self._list = SuggestionList(self)
            self._list.picked.connect(self.picked)
        return self._list

    @property
    def dropped(self) -> bool:
        """Whether the list is to be seen."""
        return self._list is not None and self._list.open

    def add_button(self, icon: str, words: str) -> None:
        """A small picture at the end of the line that asks for the list; `words` say what it does."""
        self.arrow = self.addAction(theme.icon(icon, "muted"), QLineEdit.ActionPosition.TrailingPosition)
        self.arrow.setText(words)
        self.arrow.setToolTip(f"{words}（Alt+↓ 或 F4）")
        self.arrow.triggered.connect(self._toggle)

    def event(self, event: QEvent) -> bool:
        overrides = event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if overrides and self.dropped and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]  # a key's
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        opens = (key == Qt.Key.Key_F4 and not modifiers) or (
            key == Qt.Key.Key_Down and modifiers == Qt.KeyboardModifier.AltModifier
        )
        if opens:
            self._toggle()
        elif self.dropped and key == Qt.Key.Key_Escape:
            self.list.close_up()
        elif key in _STEPS and not modifiers and self.dropped:
            self.list.step(_STEPS[Qt.Key(key)])
        elif key in _STEPS and not modifiers:
            self.stepped.emit(_STEPS[Qt.Key(key)])
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def replace_with(self, text: str) -> None:
        """Let the line say `text`; Ctrl+Z brings back what it said."""
        if text != self.text():
            self._replacing = True
            self.selectAll()
            self.insert(text)
            self._replacing = False

    def _pass_on(self, text: str) -> None:
        # Qt calls it editing, too, when a program inserts.
        if not self._replacing:
            self.edited.emit(text)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        if self.arrow is not None:
            hint.setWidth(hint.width() + theme.px(16))
        return hint

    def _toggle(self) -> None:
        if self.dropped:
            self.list.close_up()
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.asked.emit()


def shortcut_words(key: str) -> str:
    """A key as people read it: Ctrl+J."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
