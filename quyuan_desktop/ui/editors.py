"""Which editor a field gets; and the editor of several lines."""

from typing import Any

from PySide6.QtWidgets import QWidget

from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.attached import Files
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.registers.linked import Link
from quyuan_desktop.ui.choice_editors import ChoiceEditor, ChoicesEditor, FlagEditor, RadioEditor
from quyuan_desktop.ui.day_editors import ClockEditor, DayEditor
from quyuan_desktop.ui.editor import Editor, Today
from quyuan_desktop.ui.file_editor import FileEditor
from quyuan_desktop.ui.guarded_text import GuardedParagraph
from quyuan_desktop.ui.line_editors import LineEditor, NumberEditor, Suggest
from quyuan_desktop.ui.link_editor import LinkEditor
from quyuan_desktop.ui.sitting import Sitting


class ParagraphEditor(Editor):
    """Several lines of text; Enter makes a line, Tab goes on."""

    stretches = True

    def __init__(self, field: Field, today: Today, parent: QWidget | None = None) -> None:
        super().__init__(field, today, parent)
        kind = field.kind
        self.paragraph = GuardedParagraph(kind.limit if isinstance(kind, kinds.Text) else 10_000)
        self._silent = False
        self.hold(self.paragraph, takes_enter=True)
        self.paragraph.textChanged.connect(self._tell)
        self.paragraph.refused.connect(self.refused)

    def typed(self) -> str:
        # toPlainText would turn no-break spaces into common ones.
        return self.paragraph.document().toRawText().replace("\u2029", "\n")

    def retype(self, typed: Any) -> None:
        self._silent = True
        self.paragraph.setPlainText(str(typed or ""))
        self._silent = False

    def show_value(self, value: Any) -> None:
        self.retype(self.field.kind.show(value))

    def follow(self, completed: Any) -> None:
        self.paragraph.setPlaceholderText(self.field.kind.show(completed))

    def _tell(self) -> None:
        if not self._silent:
            self.changed.emit()


def make_editor(
    field: Field, today: Today, suggest: Suggest | None = None, sitting: Sitting | None = None
) -> Editor:
    """The editor for a field that is not child rows; `sitting` is for those that work with the ledger."""
    kind = field.kind
    if isinstance(kind, kinds.Choice):
        return RadioEditor(field, today) if kind.radio else ChoiceEditor(field, today)
    if isinstance(kind, kinds.Choices):
        return ChoicesEditor(field, today)
    if isinstance(kind, kinds.Flag):
        return FlagEditor(field, today)
    if isinstance(kind, Files):
        return FileEditor(field, today, sitting)
    if isinstance(kind, Link):
        return LinkEditor(field, today, sitting)
    if isinstance(kind, kinds.Day):
        return DayEditor(field, today)
    if isinstance(kind, kinds.Clock):
        return ClockEditor(field, today)
    if isinstance(kind, kinds.Number):
        return NumberEditor(field, today)
    if isinstance(kind, kinds.Text) and kind.multiline:
        return ParagraphEditor(field, today)
    return LineEditor(field, today, suggest if field.suggest else None)
