"""A form on the screen for tests: shown, typed into by real keys, and looked at."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.save_record import defaults
from quyuan_desktop.ui.editor import Editor
from quyuan_desktop.ui.editors import make_editor
from quyuan_desktop.ui.forms import RecordForm
from quyuan_desktop.ui.line_editors import Suggest
from quyuan_desktop.ui.rows_editor import RowsEditor
from quyuan_desktop.ui.sitting import Sitting
from tests.offices import TODAY

KEY = Qt.Key
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


class Typist:
    """Someone at the keyboard in front of one form."""

    def __init__(self, qtbot: QtBot, sitting: Sitting, form: RecordForm, settle: Callable[[], None]) -> None:
        self.qtbot, self.sitting, self.form, self.settle = qtbot, sitting, form, settle
        self.saved: list[Any] = []
        self.printed: list[Any] = []
        self.closed: list[bool] = []
        self.said: list[str] = []
        form.saved.connect(self.saved.append)
        form.goes_on.connect(lambda saved, _: self.printed.append(saved))
        form.closed.connect(lambda: self.closed.append(True))

    @property
    def focus(self) -> QWidget:
        """What has the focus."""
        widget = QApplication.focusWidget()
        assert widget is not None, "nothing has the focus"
        return widget

    def at(self) -> str:
        """The name of the field that has the focus; that of its button for a button."""
        for editor in self.form.body.every_editor():
            if editor.isAncestorOf(self.focus):
                return editor.field.name
        return self.focus.accessibleName() or getattr(self.focus, "text", str)()

    def press(self, *keys: Qt.Key, with_: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press keys where the focus is."""
        for key in keys:
            QTest.keyClick(self.focus, key, with_)

    def type(self, text: str) -> None:
        """Type a text where the focus is: Chinese comes by the input method, the rest by keys."""
        for one in text:
            if one.isascii():
                QTest.keyClicks(self.focus, one)
            else:
                event = QInputMethodEvent()
                event.setCommitString(one)
                QApplication.sendEvent(self.focus, event)

    def paste(self, text: str) -> None:
        """Paste a text where the focus is."""
        QGuiApplication.clipboard().setText(text)
        self.press(KEY.Key_V, with_=CTRL)
        QGuiApplication.clipboard().clear()

    def editor(self, name: str, row: int = 0) -> Editor:
        """The editor called `name`, that of child row `row` for one of those."""
        found = self.form.body.editors.get(name)
        if isinstance(found, Editor):
            return found
        for rows in self.form.body.editors.values():
            if isinstance(rows, RowsEditor) and name in rows.rows[row].editors:
                return rows.rows[row].editors[name]
        raise KeyError(name)

    @property
    def rows(self) -> RowsEditor:
        """The only child rows of the form."""
        (found,) = [each for each in self.form.body.editors.values() if isinstance(each, RowsEditor)]
        return found

    def go(self, name: str, row: int = 0) -> None:
        """Go to a field as a click would."""
        self.editor(name, row).setFocus(Qt.FocusReason.MouseFocusReason)

    def examined(self) -> None:
        """Wait until what was typed is examined and who it is has been looked up."""
        form = self.form
        self.qtbot.waitUntil(lambda: not form._settle.isActive() and not form._look_up.isActive(), timeout=20_000)
        self.settle()

    def leave(self) -> None:
        """Go away from the form, which asks nothing of the worker any more."""
        self.form.hide()
        self.settle()

    def note(self, name: str) -> str:
        """What stands beside a field, empty when nothing does."""
        note = self.form.body._by_field[name].note
        return note.text() if note.isVisibleTo(self.form) else ""

    def sees(self, name: str) -> bool:
        """Whether the field is on the form."""
        return self.editor(name).isVisibleTo(self.form)


def show_form(form: RecordForm, qtbot: QtBot, settle: Callable[[], None]) -> None:
    """Show a form as the active window of the size it has on a 1366 × 768 screen."""
    qtbot.addWidget(form)
    form.resize(1234, 680)
    form.show()
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    form.setFocus(Qt.FocusReason.OtherFocusReason)
    settle()


def new_consultation(qtbot: QtBot, sitting: Sitting, settle: Callable[[], None]) -> Typist:
    """An empty consultation on the screen, the focus where one begins."""
    form = RecordForm(sitting, CONSULTATION)
    form.start(defaults(sitting.place, CONSULTATION))
    typist = Typist(qtbot, sitting, form, settle)
    show_form(form, qtbot, settle)
    return typist


Make = Callable[..., Editor]
"""Makes an editor of a kind: what `maker` gives."""


def maker(qtbot: QtBot) -> Make:
    """Puts editors of a kind on the screen, each with another one after it and the focus in it."""
    ground = QWidget()
    column = QVBoxLayout(ground)
    qtbot.addWidget(ground)

    def made(kind: kinds.Kind, suggest: Suggest | None = None, **seen: Any) -> Editor:
        field = Field(label="栏目", kind=kind, name="field", suggest="store" if suggest else "", **seen)
        editor = make_editor(field, lambda: TODAY, suggest)
        column.addWidget(editor)
        column.addWidget(make_editor(Field(label="下一栏", kind=kinds.Text(), name="next"), lambda: TODAY))
        ground.resize(600, 400)
        ground.show()
        ground.activateWindow()
        qtbot.waitUntil(ground.isActiveWindow)
        editor.setFocus(Qt.FocusReason.TabFocusReason)
        return editor

    return made


def press(editor: Editor, *keys: Qt.Key, with_: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press keys in the editor."""
    for key in keys:
        QTest.keyClick(QApplication.focusWidget() or editor.control, key, with_)


def type_in(editor: Editor, text: str) -> None:
    """Type ASCII into the editor."""
    QTest.keyClicks(editor.control, text)


def paste(editor: Editor, text: str) -> None:
    """Paste a text into the editor."""
    QGuiApplication.clipboard().setText(text)
    press(editor, KEY.Key_V, with_=CTRL)
    QGuiApplication.clipboard().clear()
