"""What helps while one fills in a form: F1, the phrases, the rarely used fields, one more row."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.base import Values
from quyuan_desktop.registers.linked import Link
from quyuan_desktop.services.save_record import examine
from quyuan_desktop.ui.editor import Editor
from quyuan_desktop.ui.field_help import HelpBubble
from quyuan_desktop.ui.form_body import FormBody
from quyuan_desktop.ui.form_cards import AnyEditor
from quyuan_desktop.ui.form_frame import FormBar, FormHead
from quyuan_desktop.ui.phrase_drop import PhraseDrop
from quyuan_desktop.ui.rows_editor import RowsEditor
from quyuan_desktop.ui.sitting import Sitting

_OF_THE_MOMENT = ("today", "now", "staff", "last")


class FormAids(QObject):
    """The aids of one form; each acts where the focus is."""

    def __init__(self, sitting: Sitting, body: FormBody, head: FormHead, bar: FormBar, parent: QObject) -> None:
        super().__init__(parent)
        self._sitting, self._body, self._head, self._bar = sitting, body, head, bar
        self._design, self._register = body.design, body.register
        self.phrases: PhraseDrop | None = None
        self.bubble: HelpBubble | None = None

    def explain(self) -> None:
        """F1: explain the field that has the focus."""
        editor = self._head.reason if self._head.reason.line.hasFocus() else self._body.focused()
        if editor is None:
            return
        if self.bubble is None or not isValid(self.bubble):
            self.bubble = HelpBubble(editor.window())
        self.bubble.explain(editor.field, editor)

    def open_phrases(self) -> None:
        """Ctrl+J: the phrases for the field that has the focus, else for the first long text that has any."""
        editor = self._body.focused()
        if editor is None or not editor.field.suggest:
            able = [each for each in self._body.every_editor() if each.field.suggest and self._seen(each)]
            long = [each for each in able if getattr(each.field.kind, "multiline", False)]
            editor = next(iter([*long, *able]), None)
        if editor is not None:
            self.phrases = PhraseDrop(self._sitting, editor)
            self.phrases.drop()

    def add_row(self) -> None:
        """One more child row: where the focus is, else in the first field that has rows to be seen."""
        rows = self._rows_here(lambda _: True)
        if rows is not None:
            rows.add()

    def add_usual_rows(self) -> None:
        """The usual child rows: where the focus is, else in the first field that has any."""
        rows = self._rows_here(lambda each: bool(each.kind.usual))
        if rows is not None:
            rows.add_usual()

    def _rows_here(self, able: Callable[[RowsEditor], bool]) -> RowsEditor | None:
        every = [each for each in self._body.editors.values() if isinstance(each, RowsEditor) and able(each)]
        seen = [each for each in every if each.isVisibleTo(self._body.inner)]
        focus = QApplication.focusWidget()
        here = (each for each in seen if focus is not None and each.isAncestorOf(focus))
        return next(here, next(iter(seen), None))

    def turn_fold(self) -> None:
        """Open the rarely used fields with the focus in the first of them, or fold them."""
        if not self._design.folded:
            return
        focus, folded = QApplication.focusWidget(), self._body.folded
        inside = folded is not None and focus is not None and folded.isAncestorOf(focus)
        opening = not self._body.unfolded
        self.fold(opened=opening)
        if opening:
            self._body.go_to(self._body.editors[self._design.folded[0].fields[0]])
            QTimer.singleShot(0, self, self._show_end)
        elif inside:
            self._body.go_to(self._body.every_editor()[0])

    def fold(self, *, opened: bool) -> None:
        """Open the rarely used fields or fold them."""
        self._body.unfold(opened)
        self._bar.show_folded(not opened)

    def fold_as_needed(self, values: Values, *, fresh: bool) -> None:
        """Open the rarely used fields when one of them says something that would not follow by itself.

        In a `fresh` form that another record led to, not for what was carried over from there.
        """
        names = self._design.folded_fields - (self._carried(values) if fresh else frozenset())
        self.fold(opened=any(self._tells(name, values) for name in names))

    def _carried(self, values: Values) -> frozenset[str]:
        links = frozenset(field.name for field in self._register.fields if isinstance(field.kind, Link))
        led = any(values[name] is not None for name in links)
        return links.union(*(role.carried for role in self._register.people)) if led else frozenset()

    def _tells(self, name: str, values: Values) -> bool:
        field = self._register.field(name)
        empty, default = field.kind.empty, field.default
        usual = empty if default is None or default in _OF_THE_MOMENT else field.kind.restore(default)
        if values[name] in (usual, empty):
            return False
        without = examine(self._sitting.place, self._register, {**values, name: empty})[0]
        return bool(without[name] != values[name])

    def first_blank(self) -> Editor:
        """Where a person begins: the first field that is to be filled in and is not."""
        shown = [each for each in self._body.every_editor() if self._seen(each)]
        asked = (each for each in shown if self._body.asks(each) and not isinstance(each.field.kind, kinds.Flag))
        return next((each for each in asked if each.is_blank()), shown[0])

    def within(self, editor: AnyEditor) -> QWidget:
        """Where the focus goes for an editor: its control, the first one of child rows, or the key to add one."""
        if not isinstance(editor, RowsEditor):
            return editor
        return next(iter(editor.rows[0].editors.values())) if editor.rows else editor.add_button

    def _seen(self, editor: Editor) -> bool:
        return editor.isVisibleTo(self._body.inner)

    def _show_end(self) -> None:
        bar = self._body.verticalScrollBar()
        bar.setValue(bar.maximum())

    def go_to_first_blank(self) -> None:
        """Bring the focus to where a person begins."""
        self.first_blank().setFocus(Qt.FocusReason.TabFocusReason)
