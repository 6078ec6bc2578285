"""The editor of a link: found as one types, by name, pinyin, number or words, and picked from the list."""

from typing import Any

from PySide6.QtWidgets import QWidget

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.registers.linked import Link, Linked
from quyuan_desktop.services.linking import linkable
from quyuan_desktop.ui.drop_line import DropLine
from quyuan_desktop.ui.editor import Editor, Today
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.sitting import Sitting

HINT = "输入姓名、拼音、编号查找"


class LinkEditor(Editor):
    """One record of another register. What was typed and not picked stays as words, and is a slip."""

    def __init__(
        self, field: Field, today: Today, sitting: Sitting | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(field, today, parent)
        if not isinstance(field.kind, Link):
            raise TypeError(f"{field.name} is no link")
        self._kind = field.kind
        self._sitting = sitting
        self._asked = Latest(self, sitting.tasks) if sitting is not None else None
        self._picked: Linked | None = None
        self._sought = self._awaited = ""
        self.line = DropLine(200)
        self.line.set_characters(field.width)
        self.line.setPlaceholderText(HINT)
        self.line.add_button("down", f"选择{field.label}")
        self.hold(self.line)
        self.line.edited.connect(self._type)
        self.line.asked.connect(lambda: self._ask("" if self._picked else self.line.text()))
        self.line.stepped.connect(lambda _: self._ask("" if self._picked else self.line.text()))
        self.line.picked.connect(self._take)
        self.line.refused.connect(self.refused)

    def finish(self) -> None:
        if self.line.dropped:
            picked = self.line.list.chosen()
            self.line.list.close_up()
            if isinstance(picked, Linked):
                self._take(picked)
        elif self._picked is None and self._sought:
            self._awaited = self._sought  # the list has not come yet

    def typed(self) -> Any:
        return self._kind.plain(self._picked) if self._picked is not None else self.line.text()

    def retype(self, typed: Any) -> None:
        self._picked, self._awaited = None, ""
        if isinstance(typed, dict):
            try:
                self._picked = self._kind.restore(typed)
            except (KeyError, TypeError, ValueError):
                typed = ""
        self.line.setText(self._picked.text if self._picked is not None else str(typed or ""))
        self.line.setCursorPosition(0)

    def show_value(self, value: Any) -> None:
        self.retype(self._kind.plain(value))

    def value(self) -> Any:
        if self._picked is not None:
            return self._picked
        found = self._kind.read(self.line.text(), self.today())
        return Problem("", found.text) if isinstance(found, Problem) else found

    def _type(self, typed: str) -> None:
        self._picked = None
        self._awaited = ""
        self.changed.emit()
        self._ask(typed)

    def _ask(self, typed: str) -> None:
        if self._asked is None or self._sitting is None:
            return
        place, code = self._sitting.place, self._kind.register
        self._sought = typed.strip()
        self._asked.ask(lambda: linkable(place, code, typed), lambda found: self._offer(found))

    def _offer(self, found: list[Linked]) -> None:
        """Offer what was found; who has gone on meanwhile gets the only hit without being asked."""
        awaited, self._sought, self._awaited = self._awaited, "", ""
        if awaited and self.line.text().strip() == awaited and self._picked is None:
            if len(found) == 1:
                self._take(found[0])
        elif self.line.hasFocus():
            self.line.list.offer([(each.text, each) for each in found], current=0)

    def _take(self, picked: object) -> None:
        if isinstance(picked, Linked):
            self._picked = picked
            self.line.replace_with(picked.text)
            self.line.setCursorPosition(0)
            self.changed.emit()
