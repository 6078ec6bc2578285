"""The editor of child rows: add by one key, remove and take that back, move up and down."""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.base import Values, fields_of
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.editor import Editor, Today, label_of
from quyuan_desktop.ui.editors import make_editor
from quyuan_desktop.ui.file_editor import FileEditor
from quyuan_desktop.ui.line_editors import Suggest
from quyuan_desktop.ui.note import Note
from quyuan_desktop.ui.sitting import Sitting

ADD, REMOVE, UP, DOWN = "F8", "Shift+F8", "Ctrl+Shift+Up", "Ctrl+Shift+Down"
ONE_LINE = 1080
"""From this width (pixels at 100 %) on attached files stand behind a row's other fields, below it beneath them."""


_WHOLE = Qt.AlignmentFlag(0)


def stops_of(editor: Editor) -> list[QWidget]:
    """The parts of an editor that Tab or the arrow keys may come to, in reading order."""
    if isinstance(editor, FileEditor):
        return editor.stops
    return list(editor.buttons.values()) if hasattr(editor, "buttons") else [editor.control]


class RowView(QWidget):
    """One child row: its number, its editors, the button that removes it, and what is wrong with it."""

    def __init__(
        self, fields: tuple[Field, ...], today: Today, suggest: Suggest | None, sitting: Sitting | None = None
    ) -> None:
        super().__init__()
        self.editors: dict[str, Editor] = {
            field.name: make_editor(field, today, suggest, sitting) for field in fields
        }
        self._fields = fields
        self._begun: dict[str, Any] = {}
        self.lead = self._label("")
        self.remove = QPushButton("删除")
        self.remove.setProperty("role", "quiet")
        self.note = Note()
        self._files: list[tuple[QLabel, Editor]] = []
        self._beneath = False
        self._line, self._second, self._gap = QHBoxLayout(), QHBoxLayout(), QWidget(self)
        for each in (self._line, self._second):
            each.setSpacing(theme.px(10))
        self._line_up()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addLayout(self._line)
        column.addLayout(self._second)
        below = QHBoxLayout()
        below.setSpacing(theme.px(10))
        self._indent = QWidget()
        below.addWidget(self._indent)
        below.addWidget(self.note, 1)
        column.addLayout(below)

    def _line_up(self) -> None:
        line, first = self._line, self._fields[0]
        line.addWidget(self.lead, 0, Qt.AlignmentFlag.AlignTop)
        self.lead.setBuddy(self.editors[first.name])
        for field in self._fields:
            editor = self.editors[field.name]
            if field is not first and not isinstance(field.kind, kinds.Flag):
                label = self._label(label_of(field))
                label.setBuddy(editor)
                line.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
                if isinstance(editor, FileEditor):
                    self._files.append((label, editor))
            line.addWidget(editor, 0, _WHOLE if editor.stretches else Qt.AlignmentFlag.AlignTop)
        if not any(editor.stretches for editor in self.editors.values()):
            line.addStretch(1)
        self._gap.hide()
        line.addWidget(self._gap, 1)
        line.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)

    def _label(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setProperty("role", "label")
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setMinimumHeight(theme.px(30))
        return label

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
        """Let the first label, and the space before the note, be `width` wide."""
        self.lead.setMinimumWidth(width)
        self._indent.setFixedWidth(width)
        self._place_files()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_files()

    def _place_files(self) -> None:
        """Let attached files stand behind the other fields, or beneath them where there is little room."""
        if not self._files or not self.isVisible():
            return
        beneath = self.width() < theme.px(ONE_LINE)
        for label, editor in self._files:
            label.setMinimumWidth(self._indent.width() if beneath else 0)
            if beneath is not self._beneath:
                old, new = (self._line, self._second) if beneath else (self._second, self._line)
                at = new.count() if beneath else new.indexOf(self._gap)
                for part, stretch in ((editor, 1), (label, 0)):
                    old.removeWidget(part)
                    new.insertWidget(at, part, stretch, Qt.AlignmentFlag.AlignTop if part is label else _WHOLE)
        self._beneath = beneath
        self._gap.setVisible(beneath)

    def typed(self) -> dict[str, Any]:
        """What stands in the row."""
        return {name: editor.typed() for name, editor in self.editors.items()}

    def retype(self, typed: dict[str, Any]) -> None:
        """Let stand what `typed` gave."""
        for name, editor in self.editors.items():
            editor.retype(typed.get(name))

    def begin(self, today: date) -> None:
        """Show what a new row begins with."""
        for field in self._fields:
            if field.default == "today":
                self.editors[field.name].show_value(today)
            elif field.default is not None and field.default not in ("now", "staff", "last"):
                self.editors[field.name].show_value(field.kind.restore(field.default))
        self._begun = self.typed()


class RowsEditor(QWidget):
    """All child rows of one field. The signals of their editors come with the row's editor."""

    changed = Signal()
    left = Signal(object)
    entered = Signal(object)
    refused = Signal(object, str)

    def __init__(
        self,
        field: Field,
        row: Any,
        today: Today,
        suggest: Suggest | None = None,
        sitting: Sitting | None = None,
    ) -> None:
        super().__init__()
        if not isinstance(field.kind, kinds.Rows):
            raise TypeError(f"{field.name} holds no rows")
        self.field, self.kind = field, field.kind
        self._fields, self._today, self._suggest, self._sitting = fields_of(row), today, suggest, sitting
        self.rows: list[RowView] = []
        self._removed: tuple[int, dict[str, Any]] | None = None
        self._lead = 0
        self.setObjectName(f"rows_{field.name}")
        self.setAccessibleName(field.label)
        self.note = Note()
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.px(6))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.px(4))
        whole.addLayout(self._head())
        whole.addWidget(self.note)
        whole.addLayout(self._column)
        for key, act in ((UP, self._up), (DOWN, self._down), (REMOVE, self._remove_focused)):
            shortcut = QShortcut(QKeySequence(key), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.retype([])

    def _head(self) -> QHBoxLayout:
        heading = QLabel(self.field.label)
        heading.setProperty("role", "heading")
        self.add_button = QPushButton(f"＋ 增加一项  {ADD}")
        self.add_button.setProperty("role", "link")
        self.add_button.setToolTip(
            f"再填一项{self.kind.noun}（{ADD}）；{UP.replace('Up', '↑')} / ↓ 调整顺序，{REMOVE} 删除"
        )
        self.add_button.clicked.connect(self.add)
        self._gone = QLabel()
        self._gone.setProperty("role", "hint")
        self._back = QPushButton("撤销删除")
        self._back.setProperty("role", "link")
        self._back.clicked.connect(self.take_back)
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        for part in (heading, self.add_button, self._gone, self._back):
            head.addWidget(part)
        head.addStretch(1)
        return head

    def align(self, width: int) -> None:
        """Give the rows' first labels that width, the same as on the rest of the form."""
        self._lead = width
        for row in self.rows:
            row.align(width)

    def lead_width(self) -> int:
        """The width that the rows' first labels need."""
        return max((row.lead.sizeHint().width() for row in self.rows), default=0)

    def add(self) -> None:
        """One more row, with the focus in its first field."""
        if len(self.rows) >= self.kind.at_most:
            self.note.say([Problem("", f"{self.field.label}最多 {self.kind.at_most} 项，请分次登记。")])
            return
        self._insert(len(self.rows), {})
        self._number()
        self.changed.emit()
        next(iter(self.rows[-1].editors.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def remove(self, row: RowView) -> None:
        """Take a row away; `take_back` returns it."""
        at = self.rows.index(row)
        self._removed = (at, row.typed())
        self._drop(row)
        if len(self.rows) < self.kind.at_least:
            self._insert(len(self.rows), {})
        self._number()
        if self.rows:
            following = self.rows[min(at, len(self.rows) - 1)]
            next(iter(following.editors.values())).setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def take_back(self) -> None:
        """Return the row that was removed last to its place."""
        if self._removed is None:
            return
        at, typed = self._removed
        self._removed = None
        filler = next((row for row in reversed(self.rows) if row.blank), None)
        if filler is not None and len(self.rows) == self.kind.at_least:
            self._drop(filler)
        view = self._insert(min(at, len(self.rows)), typed)
        self._number()
        next(iter(view.editors.values())).setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def typed(self) -> list[dict[str, Any]]:
        """What stands in the rows, blank ones too."""
        return [row.typed() for row in self.rows]

    def retype(self, typed: Any) -> None:
        """Let stand what `typed` gave; silently."""
        for row in list(self.rows):
            self._drop(row)
        self._removed = None
        for each in list(typed or ())[: self.kind.at_most]:
            self._insert(len(self.rows), dict(each))
        while len(self.rows) < self.kind.at_least:
            self._insert(len(self.rows), {})
        self._number()

    def show_value(self, value: Any) -> None:
        """Show the values of the rows; silently."""
        self.retype([])
        for _ in range(len(value or ()) - len(self.rows)):
            self._insert(len(self.rows), {})
        self._number()
        for row, each in zip(self.rows, value or (), strict=False):
            for name, editor in row.editors.items():
                editor.show_value(each[name])

    def value(self) -> tuple[list[Values], list[Problem], list[RowView]]:
        """The values of the rows that are not blank, their slips, and the row that each value is of.

        With nothing filled in at all there are as many blank ones as are needed.
        """
        kept = [row for row in self.rows if not row.blank] or self.rows[: self.kind.at_least]
        values, problems = [], []
        for place, row in enumerate(kept):
            read = {}
            for name, editor in row.editors.items():
                found = editor.value()
                if isinstance(found, Problem):
                    problems.append(Problem(f"{self.field.name}.{place}.{name}", found.text))
                    found = editor.field.kind.empty
                read[name] = found
            values.append(read)
        return values, problems, kept

    def is_blank(self) -> bool:
        """Whether nothing stands in any row."""
        return all(row.blank for row in self.rows)

    def row_of(self, widget: QWidget | None) -> RowView | None:
        """The row in which `widget` is."""
        return next((row for row in self.rows if widget is not None and row.isAncestorOf(widget)), None)

    def _insert(self, at: int, typed: dict[str, Any]) -> RowView:
        row = RowView(self._fields, self._today, self._suggest, self._sitting)
        if typed:
            row.retype(typed)
        else:
            row.begin(self._today())
        row.align(self._lead)
        row.remove.clicked.connect(lambda: self.remove(row))
        for editor in row.editors.values():
            editor.changed.connect(self.changed)
            editor.left.connect(lambda editor=editor: self.left.emit(editor))
            editor.entered.connect(lambda editor=editor: self.entered.emit(editor))
            editor.refused.connect(lambda text, editor=editor: self.refused.emit(editor, text))
        self.rows.insert(at, row)
        self._column.insertWidget(at, row)
        row.show()
        return row

    def _drop(self, row: RowView) -> None:
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.setParent(None)
        row.deleteLater()

    def _number(self) -> None:
        previous: QWidget = self.add_button
        for number, row in enumerate(self.rows, 1):
            row.call(number, self.kind.noun)
            row.remove.setVisible(len(self.rows) > self.kind.at_least)
            for part in (*(stop for each in row.editors.values() for stop in stops_of(each)), row.remove):
                QWidget.setTabOrder(previous, part)
                previous = part
        self._gone.setText("" if self._removed is None else f"已删除第 {self._removed[0] + 1} 项")
        self._gone.setVisible(self._removed is not None)
        self._back.setVisible(self._removed is not None)
        self.note.say([])

    def _move(self, by: int) -> None:
        row = self.row_of(self.focusWidget())
        if row is None:
            return
        at = self.rows.index(row)
        to = at + by
        if not 0 <= to < len(self.rows):
            return
        focus = self.focusWidget()
        self.rows.insert(to, self.rows.pop(at))
        self._column.removeWidget(row)
        self._column.insertWidget(to, row)
        self._number()
        if focus is not None:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _up(self) -> None:
        self._move(-1)

    def _down(self) -> None:
        self._move(1)

    def _remove_focused(self) -> None:
        row = self.row_of(self.focusWidget())
        if row is not None:
            self.remove(row)
