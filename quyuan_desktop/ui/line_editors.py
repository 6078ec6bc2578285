"""Editors of one line of text: earlier entries are offered while one types, numbers count by arrow keys."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QLabel, QWidget

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.drop_line import DropLine
from quyuan_desktop.ui.editor import Editor, Today

Suggest = Callable[[Field, str, Callable[[list[str]], None]], None]
"""Asks for earlier entries: the field, what is typed, and who is to be told."""


class LineEditor(Editor):
    """One line of text, with earlier entries offered where the field names a store of them."""

    def __init__(
        self, field: Field, today: Today, suggest: Suggest | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(field, today, parent)
        kind = field.kind
        self.stretches = field.width >= 30
        self.line = DropLine(kind.limit if isinstance(kind, kinds.Text) else 40)
        self.line.set_characters(field.width)
        self._suggest = suggest
        self._silent = False
        self.placeholder = ""
        self.hold(self.line)
        self.line.textChanged.connect(self._tell)
        self.line.edited.connect(self._ask)
        self.line.asked.connect(lambda: self._ask(self.line.text(), mark=True))
        self.line.stepped.connect(self._step)
        self.line.picked.connect(self._take)
        self.line.refused.connect(self.refused)

    def finish(self) -> None:
        if self.line.dropped:
            picked = self.line.list.chosen()
            self.line.list.close_up()
            if isinstance(picked, str):
                self._take(picked)
        found = self.value()
        if not isinstance(found, Problem):
            self.line.replace_with(self.field.kind.show(found))

    def typed(self) -> str:
        return self.line.text()

    def retype(self, typed: Any) -> None:
        self._silent = True
        self.line.setText(str(typed or ""))
        self.line.setCursorPosition(0)
        self._silent = False

    def show_value(self, value: Any) -> None:
        self.retype(self.field.kind.show(value))

    def follow(self, completed: Any) -> None:
        shown = "" if completed is None else self.field.kind.show(completed)
        self.line.setPlaceholderText(shown or self.placeholder)

    def _tell(self) -> None:
        if not self._silent:
            self.changed.emit()

    def _ask(self, typed: str, *, mark: bool = False) -> None:
        if self._suggest is not None:
            self._suggest(self.field, typed, lambda found: self._offer(typed, found, mark))

    def _offer(self, typed: str, found: list[str], mark: bool) -> None:
        if self.line.text() != typed or not self.line.hasFocus():
            return
        entries = [(text, text) for text in found if text != typed]
        spelt = typed.isascii() and typed.isalpha()
        self.line.list.offer([*entries], current=0 if spelt or mark else -1)

    def _step(self, by: int) -> None:
        self._ask(self.line.text(), mark=True)

    def _take(self, picked: object) -> None:
        self.line.replace_with(str(picked))


class NumberEditor(LineEditor):
    """A whole number with its unit behind it; the arrow keys count up and down."""

    def __init__(self, field: Field, today: Today, parent: QWidget | None = None) -> None:
        super().__init__(field, today, None, parent)
        unit = getattr(field.kind, "unit", "")
        if unit:
            label = QLabel(unit)
            label.setProperty("role", "hint")
            self._row.setSpacing(theme.px(6))
            self._row.addWidget(label)

    def _step(self, by: int) -> None:
        kind, now = self.field.kind, self.value()
        if isinstance(kind, kinds.Number) and not isinstance(now, Problem):
            start = kind.least - 1 if now is None else now
            step = -1 if by > 0 else 1
            self._take(max(kind.least, min(kind.most, start + step)))
