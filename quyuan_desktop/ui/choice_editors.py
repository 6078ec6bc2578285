"""Editors of what is chosen: one of a table by typing, radio buttons, check boxes in a flow, yes or no."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QCheckBox, QRadioButton, QWidget

from quyuan_desktop.domain import names
from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.domain.terms import Term
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.drop_line import DropLine
from quyuan_desktop.ui.editor import Editor, Today
from quyuan_desktop.ui.flow import Flow, flowing

_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up)
_ON = (Qt.Key.Key_Right, Qt.Key.Key_Down)
_ERASE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


def terms_of(field: Field) -> type[Term]:
    """The code table of a field that has one."""
    kind = field.kind
    if not isinstance(kind, kinds.Choice | kinds.Choices):
        raise TypeError(f"{field.name} has no code table")
    return kind.terms


def matching(terms: Sequence[Term], typed: str) -> list[Term]:
    """The terms whose label begins with or holds `typed`, or which it spells in pinyin or names by code."""
    wanted = typed.strip().casefold()
    ranked = []
    for place, term in enumerate(terms):
        label = term.label.casefold()
        if label.startswith(wanted):
            rank = 0
        elif wanted in label:
            rank = 1
        elif term.code.casefold().startswith(wanted) or (wanted.isascii() and names.spelt_by(label, wanted)):
            rank = 2
        elif wanted.isascii() and any(names.spelt_by(label[at:], wanted) for at in range(1, len(label))):
            rank = 3
        else:
            continue
        ranked.append((rank, place, term))
    return [term for _, _, term in sorted(ranked, key=lambda each: each[:2])]


def described(term: Term) -> str:
    """A value as it is offered: with the article it comes from, where it has one."""
    return f"{term.label}　{term.note}" if term.note else term.label


class ChoiceEditor(Editor):
    """One value of a code table: typed by label, pinyin or code, stepped through by arrow keys, or picked."""

    def __init__(self, field: Field, today: Today, parent: QWidget | None = None) -> None:
        super().__init__(field, today, parent)
        self.line = DropLine(100)
        self.line.set_characters(field.width)
        self.line.add_button("down", f"选择{field.label}")
        self._silent = False
        self._only: tuple[Term, ...] | None = None
        self.placeholder = ""
        self.hold(self.line)
        self.line.textChanged.connect(self._tell)
        self.line.edited.connect(self._narrow)
        self.line.asked.connect(self._offer_all)
        self.line.stepped.connect(self._step)
        self.line.picked.connect(self._take)
        self.line.refused.connect(self.refused)

    @property
    def terms(self) -> list[Term]:
        """What is offered: values out of use only while one of them stands there."""
        day, now, only = self.today(), self.line.text(), self._only
        offered = [term for term in terms_of(self.field) if only is None or term in only or term.label == now]
        return [term for term in offered if term.offered_on(day) or term.label == now]

    def offer_only(self, terms: tuple[Term, ...] | None) -> None:
        """Offer these values alone, or all of them with None."""
        self._only = terms

    def finish(self) -> None:
        if self.line.dropped:
            picked = self.line.list.chosen()
            self.line.list.close_up()
            self._take(picked)
            return
        typed = self.line.text().strip()
        found = self.value()
        if isinstance(found, Term):
            self._take(found)
        elif typed:
            candidates = matching(self.terms, typed)
            if len(candidates) == 1:
                self._take(candidates[0])

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
        self.line.setPlaceholderText(self.field.kind.show(completed) or self.placeholder)

    def _tell(self) -> None:
        if not self._silent:
            self.changed.emit()

    def _narrow(self, typed: str) -> None:
        found = matching(self.terms, typed) if typed.strip() else []
        self.line.list.offer([(described(term), term) for term in found])

    def _offer_all(self) -> None:
        terms, now = self.terms, self.line.text()
        labels = [term.label for term in terms]
        current = labels.index(now) if now in labels else 0
        self.line.list.offer([(described(term), term) for term in terms], current)

    def _step(self, by: int) -> None:
        terms, now = self.terms, self.line.text()
        labels = [term.label for term in terms]
        start = labels.index(now) if now in labels else (-1 if by > 0 else len(labels))
        self._take(terms[max(0, min(len(terms) - 1, start + by))])
        self.line.selectAll()

    def _take(self, picked: object) -> None:
        if isinstance(picked, Term):
            self.line.replace_with(picked.label)


class _Buttons(Editor):
    """Buttons in a flow that are one stop for Tab: arrow keys go round, letters jump by pinyin."""

    stretches = True

    def arrange(self, buttons: dict[Term, QAbstractButton]) -> None:
        """Hold the buttons, in the order of the code table."""
        self.buttons = buttons
        panel = QWidget()
        flow = Flow(panel, across=theme.px(10), down=0)
        for button in buttons.values():
            button.setAccessibleDescription(self.field.label)
            flow.addWidget(button)
        self.hold(flowing(panel))
        flowing(self)
        for button in buttons.values():
            self.watch(button)
        self.point_at(next(iter(buttons.values())))

    def point_at(self, current: QAbstractButton) -> None:
        """Let Tab come to `current`, and to it alone."""
        for button in self.buttons.values():
            ours = button is current
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if ours else Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(current)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched is not self.control:
            if not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and self._key(watched, event):
                return True
        elif event.type() is QEvent.Type.FocusIn and isinstance(watched, QAbstractButton):
            self.point_at(watched)
        return super().eventFilter(watched, event)

    def go_to(self, button: QAbstractButton) -> None:
        """Bring the focus to one of the buttons."""
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def erase(self) -> None:
        """Delete was pressed."""

    def jump(self, button: QAbstractButton) -> None:
        """A letter or digit named this button."""
        self.go_to(button)

    def _key(self, watched: QObject, event: QKeyEvent) -> bool:
        ring = [button for button in self.buttons.values() if button.isVisibleTo(self)]
        at = ring.index(watched) if watched in ring else 0
        if event.key() in _BACK or event.key() in _ON:
            self.go_to(ring[(at + (1 if event.key() in _ON else -1)) % len(ring)])
            return True
        if event.key() in _ERASE:
            self.erase()
            return True
        named = self._named(event.text(), at)
        if named is not None:
            self.jump(named)
        return named is not None

    def _named(self, text: str, at: int) -> QAbstractButton | None:
        """The button whose place is the digit `text`, or the next one whose pinyin begins with that letter."""
        if not (text.isascii() and text.isalnum() and len(text) == 1):
            return None
        buttons = list(self.buttons.items())
        if text.isdigit():
            return buttons[int(text) - 1][1] if 0 < int(text) <= len(buttons) else None
        later = buttons[at + 1 :] + buttons[: at + 1]
        return next((button for term, button in later if names.spelt_by(term.label, text.casefold())), None)


class RadioEditor(_Buttons):
    """One value of a short code table, all in sight; Delete takes the answer back where none is needed."""

    def __init__(self, field: Field, today: Today, parent: QWidget | None = None) -> None:
        super().__init__(field, today, parent)
        self._group = QButtonGroup(self)
        buttons: dict[Term, QAbstractButton] = {}
        for place, term in enumerate(terms_of(field), 1):
            button = QRadioButton(term.label, self)
            button.setToolTip(f"按 {place} 选“{term.label}”" if place < 10 else f"选“{term.label}”")
            self._group.addButton(button)
            buttons[term] = button
        self.arrange(buttons)
        self._group.buttonClicked.connect(lambda _: self.changed.emit())
        self._offer(None)

    def typed(self) -> str:
        return next((term.code for term, button in self.buttons.items() if button.isChecked()), "")

    def retype(self, typed: Any) -> None:
        self._group.setExclusive(False)
        chosen = None
        for term, button in self.buttons.items():
            button.setChecked(term.code == typed)
            chosen = button if term.code == typed else chosen
        self._group.setExclusive(True)
        self._offer(typed)
        self.point_at(chosen or next(iter(self.buttons.values())))

    def show_value(self, value: Any) -> None:
        self.retype(value.code if value is not None else "")

    def value(self) -> Any:
        return self.field.kind.restore(self.typed() or None)

    def go_to(self, button: QAbstractButton) -> None:
        super().go_to(button)
        if not button.isChecked():
            button.click()

    def erase(self) -> None:
        if self.typed() and not self.field.required:
            self.retype("")
            self.changed.emit()

    def _offer(self, code: Any) -> None:
        day = self.today()
        for term, button in self.buttons.items():
            button.setVisible(term.offered_on(day) or term.code == code)


class ChoicesEditor(_Buttons):
    """Any number of values: the person's own ticks, and those that follow from other fields."""

    def __init__(self, field: Field, today: Today, parent: QWidget | None = None) -> None:
        super().__init__(field, today, parent)
        self._own: set[Term] = set()
        day = today()
        buttons: dict[Term, QAbstractButton] = {}
        for term in terms_of(field):
            button = QCheckBox(term.label, self)
            button.setToolTip(f"空格键勾选“{term.label}”，方向键移动")
            button.clicked.connect(lambda on, term=term: self._tick(term, on))
            button.setVisible(term.offered_on(day))
            buttons[term] = button
        self.arrange(buttons)

    def typed(self) -> list[str]:
        return [term.code for term in self.buttons if term in self._own]

    def retype(self, typed: Any) -> None:
        codes = set(typed or ())
        self._own = {term for term in self.buttons if term.code in codes}
        self.follow(self.value())

    def show_value(self, value: Any) -> None:
        self.retype([term.code for term in value or ()])

    def value(self) -> Any:
        return self.field.kind.restore(self.typed())

    def follow(self, completed: Any) -> None:
        for term, button in self.buttons.items():
            button.setChecked(term in completed)
            if term in completed:
                button.setVisible(True)

    def _tick(self, term: Term, on: bool) -> None:
        (self._own.add if on else self._own.discard)(term)
        self.changed.emit()


class FlagEditor(Editor):
    """Yes or no, in one check box that says what it asks."""

    def __init__(self, field: Field, today: Today, parent: QWidget | None = None) -> None:
        super().__init__(field, today, parent)
        self.box = QCheckBox(field.label)
        self.box.setToolTip(f"空格键勾选“{field.label}”")
        self.hold(self.box)
        self.box.clicked.connect(lambda: self.changed.emit())

    def typed(self) -> bool:
        return self.box.isChecked()

    def retype(self, typed: Any) -> None:
        self.box.setChecked(bool(typed))

    def show_value(self, value: Any) -> None:
        self.retype(value)

    def value(self) -> bool | Problem:
        return self.box.isChecked()
