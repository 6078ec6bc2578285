"""The editor of child rows: add by one key, remove and take that back, move up and down."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.base import Values, fields_of
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.answering_keys import answer_keys
from quyuan_desktop.ui.editor import Today, label_of
from quyuan_desktop.ui.line_editors import Suggest
from quyuan_desktop.ui.note import Note
from quyuan_desktop.ui.row_view import REMOVE, RowView, stops_of
from quyuan_desktop.ui.sitting import Sitting

ADD, USUAL, UP, DOWN = "F8", "Ctrl+F8", "Ctrl+Shift+Up", "Ctrl+Shift+Down"


def _with_path(name: str, suggest: Suggest) -> Suggest:
    """Asks for earlier entries of a column by its path: materials.name."""
    return lambda field, typed, tell: suggest(replace(field, name=f"{name}.{field.name}"), typed, tell)


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
        asked: frozenset[str] | None = None,
    ) -> None:
        super().__init__()
        if not isinstance(field.kind, kinds.Rows):
            raise TypeError(f"{field.name} holds no rows")
        self.field, self.kind = field, field.kind
        self._fields, self._today, self._sitting = fields_of(row), today, sitting
        self._suggest = _with_path(field.name, suggest) if suggest is not None else None
        self._asked = asked
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
        answer_keys(self, (UP, self._up), (DOWN, self._down), (REMOVE, self._remove_focused))
        self.retype([])

    def _head(self) -> QHBoxLayout:
        heading = QLabel(label_of(self.field))
        heading.setTextFormat(Qt.TextFormat.RichText)
        heading.setProperty("role", "heading")
        self.add_button = QPushButton(f"＋ 增加一项  {ADD}")
        self.add_button.setProperty("role", "link")
        self.add_button.setToolTip(
            f"再填一项{self.kind.noun}（{ADD}）；{UP.replace('Up', '↑')} / ↓ 调整顺序，{REMOVE} 删除"
        )
        self.add_button.clicked.connect(self.add)
        self.usual_button = QPushButton(f"填入常用{self.kind.noun} {len(self.kind.usual)} 项  {USUAL}", self)
        self.usual_button.setProperty("role", "link")
        self.usual_button.setToolTip(f"{'、'.join(self.kind.usual)}（{USUAL}）；已经列出的不重复")
        self.usual_button.clicked.connect(self.add_usual)
        self.usual_button.setVisible(bool(self.kind.usual))
        self._gone = QLabel()
        self._gone.setProperty("role", "hint")
        self._back = QPushButton("撤销删除")
        self._back.setProperty("role", "link")
        self._back.clicked.connect(self.take_back)
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        for part in (heading, self.add_button, self.usual_button, self._gone, self._back):
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
        return max((row.lead.needed() for row in self.rows), default=0)

    def add(self) -> None:
        """One more row, with the focus in its first field."""
        if len(self.rows) >= self.kind.at_most:
            self.note.say([Problem("", f"{self.field.label}最多 {self.kind.at_most} 项，请分次登记。")])
            return
        self._insert(len(self.rows), {})
        self._number()
        self.changed.emit()
        next(iter(self.rows[-1].editors.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def add_usual(self) -> None:
        """A row for each of what is usual, with the focus in the first of them; what is listed already is not doubled."""
        first = self._fields[0].name
        listed = {row.editors[first].typed() for row in self.rows}
        wanted = [each for each in self.kind.usual if each not in listed]
        if not wanted or len(self.rows) + len(wanted) > self.kind.at_most:
            return
        for row in [row for row in self.rows if row.blank]:
            self._drop(row)
        made = [self._insert(len(self.rows), {}) for _ in wanted]
        for row, text in zip(made, wanted, strict=True):
            row.editors[first].retype(text)
        self._number()
        self.changed.emit()
        made[0].editors[first].setFocus(Qt.FocusReason.OtherFocusReason)

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
        self._fill_up()

    def _fill_up(self) -> None:
        """As many rows as are needed, one for each turn; where rows are asked for at all a blank one lies ready."""
        while len(self.rows) < max(self.kind.at_least, int(self.field.required), len(self.kind.turns)):
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
            row.show_what_says_something()

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
        row = RowView(self._fields, self._today, self._suggest, self._sitting, self._asked)
        turns = self.kind.turns
        row.begin(self._today(), turns[min(at, len(turns) - 1)] if turns else "")
        if typed:
            row.retype(typed)
        row.align(self._lead)
        row.show_what_says_something()
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
