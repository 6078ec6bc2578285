"""One child row in a form: its editors on as many lines as they need, the button that removes it, what is wrong."""

from datetime import date
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.editor import Editor, Today, label_of
from quyuan_desktop.ui.editors import make_editor
from quyuan_desktop.ui.file_editor import FileEditor
from quyuan_desktop.ui.line_editors import Suggest
from quyuan_desktop.ui.note import Note
from quyuan_desktop.ui.sitting import Sitting

REMOVE = "Shift+F8"
ONE_LINE = 1080
"""From this width (pixels at 100 %) on attached files stand behind a row's other fields, below it beneath them."""
SPACE = 10
SNUG = 0.85
"""How far editors may shrink, as a part of their width, before they take another line."""

_WHOLE, _TOP = Qt.AlignmentFlag(0), Qt.AlignmentFlag.AlignTop


def stops_of(editor: Editor) -> list[QWidget]:
    """The parts of an editor that Tab or the arrow keys may come to, in reading order."""
    if isinstance(editor, FileEditor):
        return editor.stops
    return list(editor.buttons.values()) if hasattr(editor, "buttons") else [editor.control]


class RowLabel(QLabel):
    """What stands before an editor; `least` wide, whatever it was before, for labels that begin a line."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self._least = 0
        self.setProperty("role", "label")
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setMinimumHeight(theme.px(30))

    def be_at_least(self, width: int) -> None:
        """Take so much room, or what the text needs."""
        if width != self._least:
            self._least = width
            self.updateGeometry()

    def needed(self) -> int:
        """The width of the text."""
        return super().sizeHint().width()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return hint.expandedTo(QSize(self._least, 0))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class RowView(QWidget):
    """One child row: its number, its editors, the button that removes it, and what is wrong with it.

    The editors stand on one line, or on as many as they need. `asked` are the columns that are to be filled in
    here; of the others (`aside`) only those show that say something to begin with.
    """

    def __init__(
        self,
        fields: tuple[Field, ...],
        today: Today,
        suggest: Suggest | None,
        sitting: Sitting | None = None,
        asked: frozenset[str] | None = None,
    ) -> None:
        super().__init__()
        self.editors: dict[str, Editor] = {
            field.name: make_editor(field, today, suggest, sitting) for field in fields
        }
        self._fields = fields
        self._asked = frozenset(self.editors) if asked is None else asked
        self._begun: dict[str, Any] = {}
        self.lead = RowLabel("", self)
        self.labels = {name: self._label_for(name) for name in self.editors}
        self.remove = QPushButton("删除")
        self.remove.setProperty("role", "quiet")
        self.note = Note()
        self._indent = QWidget()
        self._lines: list[QHBoxLayout] = []
        self._shape: list[list[str]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(2))
        below = QHBoxLayout()
        below.setSpacing(theme.px(SPACE))
        below.addWidget(self._indent)
        below.addWidget(self.note, 1)
        self._column.addLayout(below)
        self._shape_as([list(self.editors)])

    @property
    def aside(self) -> list[Editor]:
        """The editors of columns that are not asked for here."""
        return [editor for name, editor in self.editors.items() if name not in self._asked]

    def show_what_says_something(self) -> None:
        """Let the columns that are not asked be seen where something stands in them now."""
        for name, editor in self.editors.items():
            shown = name in self._asked or not editor.is_blank()
            editor.setVisible(shown)
            label = self.labels[name]
            label.setVisible(label is self.lead or (shown and bool(label.text())))
        self._fit()

    # -- where the editors stand

    def _label_for(self, name: str) -> RowLabel:
        editor = self.editors[name]
        flag, first = isinstance(editor.field.kind, kinds.Flag), editor.field is self._fields[0]
        label = self.lead if first else RowLabel("" if flag else label_of(editor.field), self)
        label.setBuddy(editor)
        return label

    def _shape_as(self, shape: list[list[str]]) -> None:
        """Put the editors on lines: those of one list side by side, the button behind the first line."""
        for line in self._lines:
            while line.count():
                line.takeAt(0)
            self._column.removeItem(line)
        self._shape, self._lines = shape, []
        for at, names in enumerate(shape):
            line = QHBoxLayout()
            line.setSpacing(theme.px(SPACE))
            for place, name in enumerate(names):
                editor, label = self.editors[name], self.labels[name]
                label.be_at_least(self._indent.width() if place == 0 else 0)
                if label.text() or place == 0:
                    line.addWidget(label, 0, _TOP)
                line.addWidget(editor, 1 if editor.stretches else 0, _WHOLE if editor.stretches else _TOP)
            if not any(self.editors[name].stretches for name in names):
                line.addStretch(1)
            if at == 0:
                line.addWidget(self.remove, 0, _TOP)
            self._column.insertLayout(at, line)
            self._lines.append(line)

    def _fit(self) -> None:
        """Take another line where the editors lack room; files take one of their own sooner."""
        shape = self._wanted_shape()
        if shape != self._shape:
            self._shape_as(shape)

    def _wanted_shape(self) -> list[list[str]]:
        room, space, lead = self.width(), theme.px(SPACE), self._indent.width()
        behind = self.remove.sizeHint().width() + space
        shape: list[list[str]] = [[]]
        used = lead + behind
        for name, editor in self.editors.items():
            if editor.isHidden():
                shape[-1].append(name)
                continue
            label = self.labels[name]
            before = label.needed() + space if label is not self.lead and label.text() else 0
            needs = before + space + max(editor.minimumSizeHint().width(), round(editor.sizeHint().width() * SNUG))
            alone = isinstance(editor, FileEditor) and room < theme.px(ONE_LINE)
            if shape[-1] and (alone or used + needs > room):
                shape.append([])
                used, needs = lead, needs - before
            shape[-1].append(name)
            used += needs
        return shape

    @property
    def blank(self) -> bool:
        """Whether nothing stands in the whole row but what it began with."""
        return all(
            editor.is_blank() or editor.typed() == self._begun.get(name) for name, editor in self.editors.items()
        )

    def call(self, number: int, noun: str) -> None:
        """Give the row its number and its parts the names a screen reader says."""
        first = self._fields[0]
        named = "" if isinstance(first.kind, kinds.Flag) else label_of(first)
        self.lead.setText(f"{number}&nbsp;&nbsp;{named}")
        for editor in self.editors.values():
            editor.control.setAccessibleName(f"{noun} {number} {editor.field.label}")
        self.remove.setAccessibleName(f"删除{noun} {number}")
        self.remove.setToolTip(f"删除这一项（{REMOVE}），之后可以撤销")

    def align(self, width: int) -> None:
        """Let the first label of each line, and the space before the note, be `width` wide."""
        self._indent.setFixedWidth(width)
        for names in self._shape:
            self.labels[names[0]].be_at_least(width)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def typed(self) -> dict[str, Any]:
        """What stands in the row."""
        return {name: editor.typed() for name, editor in self.editors.items()}

    def retype(self, typed: dict[str, Any]) -> None:
        """Let stand what `typed` gave."""
        for name, editor in self.editors.items():
            editor.retype(typed.get(name))

    def begin(self, today: date, first: str = "") -> None:
        """Show what a new row begins with; `first`: the code that its first column takes instead of its default."""
        for field in self._fields:
            if field.default == "today":
                self.editors[field.name].show_value(today)
            elif field.default is not None and field.default not in ("now", "staff", "last"):
                code = first if first and field is self._fields[0] else field.default
                self.editors[field.name].show_value(field.kind.restore(code))
        self._begun = self.typed()
