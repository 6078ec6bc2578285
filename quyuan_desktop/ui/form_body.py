"""The fields of a form in their cards: what stands there, its values, its slips, and the way through by keys."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QScrollArea, QVBoxLayout, QWidget

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.domain.terms import Term
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.base import Register, Values, row_class
from quyuan_desktop.registers.form_design import Card, FormDesign
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.choice_editors import ChoiceEditor
from quyuan_desktop.ui.editor import Editor, Today
from quyuan_desktop.ui.editors import make_editor
from quyuan_desktop.ui.form_cards import AnyEditor, CardView, SlotView
from quyuan_desktop.ui.line_editors import Suggest
from quyuan_desktop.ui.people_panel import PeoplePanel
from quyuan_desktop.ui.row_view import RowView, stops_of
from quyuan_desktop.ui.rows_editor import RowsEditor
from quyuan_desktop.ui.sitting import Sitting

TWO_COLUMNS, BESIDE = 1000, 1140
"""From these widths (pixels at 100 %) on: two slots to a line; 曾来访 beside the person's card."""


class FormBody(QScrollArea):
    """changed(name): something was typed into the field; left(editor): the focus went on from there.

    going_on(): Enter is about to look for the next field, which may depend on what was just typed.
    """

    changed = Signal(str)
    left = Signal(object)
    going_on = Signal()
    ended = Signal()

    def __init__(
        self,
        register: Register,
        design: FormDesign,
        today: Today,
        suggest: Suggest | None,
        people: PeoplePanel,
        sitting: Sitting | None = None,
    ) -> None:
        super().__init__()
        self.register, self.design = register, design
        self.editors: dict[str, AnyEditor] = {}
        self.base: Values = {}
        self._kept_rows: dict[str, list[RowView]] = {}
        self._transient: dict[str, Problem] = {}
        for name in design.fields:
            self._make(name, today, suggest, sitting)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.inner = QWidget()
        self._column = QVBoxLayout(self.inner)
        self._column.setContentsMargins(theme.px(16), theme.px(2), theme.px(16), theme.px(6))
        self._column.setSpacing(theme.px(8))
        self._people = people
        people.setParent(self.inner)  # a form without a card for it must not let it stand as a window of its own
        people.hide()
        self._pairs: list[QBoxLayout] = []
        self.cards = [self._card(card) for card in design.cards]
        self.folded: CardView | None = None
        if design.folded:
            self.folded = self._card(Card(heading="更多", lines=design.folded))
            self.folded.hide()
        self._column.addStretch(1)
        self.setWidget(self.inner)
        self._by_field = {name: slot for card in self._all_cards for slot in card.slots for name in slot.editors}
        self._chain_tabs()
        QApplication.instance().focusChanged.connect(self._follow_focus)  # type: ignore[union-attr]  # there is one
        self.arrange(frozenset(), {})

    @property
    def _all_cards(self) -> list[CardView]:
        return [*self.cards, *([self.folded] if self.folded else [])]

    def _make(self, name: str, today: Today, suggest: Suggest | None, sitting: Sitting | None) -> None:
        field = self.register.field(name)
        if name in self.design.asked:
            field = replace(field, required=True, default=None)
        editor: AnyEditor
        if isinstance(field.kind, kinds.Rows):
            asked = self.design.columns.get(name)
            rows = RowsEditor(field, row_class(self.register.record, name), today, suggest, sitting, asked)
            rows.left.connect(self.left)
            rows.entered.connect(self.go_on)
            rows.refused.connect(lambda _, text, name=name: self.warn_once(name, text))
            editor = rows
        else:
            one = make_editor(field, today, suggest, sitting)
            one.left.connect(lambda: self.left.emit(one))
            one.entered.connect(lambda: self.go_on(one))
            one.refused.connect(lambda text, name=name: self.warn_once(name, text))
            editor = one
        editor.changed.connect(lambda name=name: self._note_change(name))
        self.editors[name] = editor

    def _card(self, card: Card) -> CardView:
        view = CardView(card, self.editors)
        if not card.people:
            self._column.addWidget(view)
            return view
        pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        pair.setSpacing(theme.px(8))
        pair.addWidget(view, 1)
        pair.addWidget(self._people)
        view.setSizePolicy(view.sizePolicy().horizontalPolicy(), self._people.sizePolicy().verticalPolicy())
        self._pairs.append(pair)
        self._column.addLayout(pair)
        return view

    def _chain_tabs(self) -> None:
        previous: QWidget | None = None
        for editor in self.editors.values():
            for part in _stops(editor):
                if previous is not None:
                    QWidget.setTabOrder(previous, part)
                previous = part

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_by_field"):
            self._fit()

    def _fit(self) -> None:
        room = self.width()
        for card in self._all_cards:
            card.set_columns(2 if room >= theme.px(TWO_COLUMNS) else 1)
        beside = room >= theme.px(BESIDE)
        for pair in self._pairs:
            pair.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self._people.keep_in_sight(beside and bool(self._pairs))
        width = max(card.label_width() for card in self._all_cards)
        for card in self._all_cards:
            card.align(width)

    def typed(self) -> dict[str, Any]:
        """What stands in every field, exactly, in a form that JSON can hold."""
        return {name: editor.typed() for name, editor in self.editors.items()}

    def retype(self, typed: dict[str, Any]) -> None:
        """Let stand what `typed` gave; fields it lacks stay. Silent."""
        for name, editor in self.editors.items():
            if name in typed:
                editor.retype(typed[name])

    def show_values(self, values: Values) -> None:
        """Show the values of a record; silently. Those of fields that the form does not hold stay as they are."""
        self._transient.clear()
        self.base = {name: value for name, value in values.items() if name not in self.editors}
        for name, editor in self.editors.items():
            editor.show_value(values[name])

    def collect(self) -> tuple[Values, list[Problem]]:
        """The values of what stands there, and the slips of reading it (its value is then empty)."""
        values: Values = dict(self.base)
        problems: list[Problem] = []
        for name, editor in self.editors.items():
            if isinstance(editor, RowsEditor):
                values[name], more, self._kept_rows[name] = editor.value()
                problems += more
                continue
            found = editor.value()
            if isinstance(found, Problem):
                problems.append(Problem(name, found.text))
                found = editor.field.kind.empty
            values[name] = found
        return values, problems

    def follow(self, completed: Values) -> None:
        """Let the person see what will be filled in by itself."""
        for name, editor in self.editors.items():
            if isinstance(editor, Editor):
                editor.follow(completed[name])

    def arrange(self, hidden: frozenset[str], told: Any) -> None:
        """Show the fields that are not hidden, and the derived texts."""
        for card in self._all_cards:
            card.arrange(hidden, told)
        self._fit()

    def narrow(self, offered: Mapping[str, tuple[Term, ...]]) -> None:
        """Let choices offer only these values; all values where nothing is said."""
        for name, editor in self.editors.items():
            if isinstance(editor, ChoiceEditor):
                editor.offer_only(offered.get(name))

    def asks(self, editor: Editor) -> bool:
        """Whether this form is for filling that in: not for what it only shows of child rows and of earlier ones."""
        for name, top in self.editors.items():
            if isinstance(top, RowsEditor) and name in self.design.columns and top.isAncestorOf(editor):
                return top.rows[-1].isAncestorOf(editor) and editor not in top.rows[-1].aside
        return True

    def unfold(self, shown: bool = True) -> None:
        """Open or fold the rarely used fields."""
        if self.folded is not None:
            self.folded.setVisible(shown)

    @property
    def unfolded(self) -> bool:
        """Whether the rarely used fields are to be seen."""
        return self.folded is not None and self.folded.isVisibleTo(self.inner)

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Show each problem beside its field, and none elsewhere."""
        by_slot: dict[SlotView, list[Problem]] = {}
        tones: dict[Editor, str] = {}
        rows: dict[RowView, list[Problem]] = {}
        whole: dict[RowsEditor, list[Problem]] = {}
        for problem in [*problems, *self._transient.values()]:
            editor = self.editor_of(problem.field)
            if editor is None:
                continue
            name, _, inner = problem.field.partition(".")
            if isinstance(editor, RowsEditor):
                whole.setdefault(editor, []).append(problem)
                continue
            if tones.get(editor) != "red":
                tones[editor] = "amber" if problem.warning else "red"
            if inner:
                rows.setdefault(self._row_at(problem.field), []).append(problem)
            else:
                by_slot.setdefault(self._by_field[name], []).append(problem)
        for slot in self._by_field.values():
            slot.say(by_slot.get(slot, ()))
        for top in self.editors.values():
            if isinstance(top, RowsEditor):
                top.note.say(whole.get(top, ()))
                for row in top.rows:
                    row.note.say(rows.get(row, ()))
        for every in self.every_editor():
            every.set_tone(tones.get(every, ""))

    def _row_at(self, path: str) -> RowView:
        name, place, _ = path.split(".")
        return self._kept_rows[name][int(place)]

    def editor_of(self, path: str) -> AnyEditor | None:
        """The editor that a problem's field names, as of the last `collect`."""
        name, _, inner = path.partition(".")
        editor = self.editors.get(name)
        if not inner or not isinstance(editor, RowsEditor):
            return editor
        place, _, field = inner.partition(".")
        kept = self._kept_rows.get(name, [])
        if not place.isdigit() or int(place) >= len(kept):
            return editor
        return kept[int(place)].editors.get(field, None) or editor

    def path_of(self, editor: object) -> str:
        """The name by which problems speak of an editor, as of the last `collect`; empty for none."""
        for name, top in self.editors.items():
            if top is editor:
                return name
            if isinstance(top, RowsEditor):
                for place, row in enumerate(self._kept_rows.get(name, [])):
                    for inner, each in row.editors.items():
                        if each is editor:
                            return f"{name}.{place}.{inner}"
        return ""

    def every_editor(self) -> list[Editor]:
        """The editors in the order in which they are filled in, those of child rows among them."""
        found: list[Editor] = []
        for editor in self.editors.values():
            if isinstance(editor, RowsEditor):
                found += [each for row in editor.rows for each in row.editors.values()]
            else:
                found.append(editor)
        return found

    def focused(self) -> Editor | None:
        """The editor that has the focus."""
        widget = QApplication.focusWidget()
        return next((each for each in self.every_editor() if widget and each.isAncestorOf(widget)), None)

    def go_to(self, editor: AnyEditor) -> None:
        """Give an editor the focus and bring it into sight, unfolding it when needed."""
        if editor.field.name in self.design.folded_fields:
            self.unfold()
        if isinstance(editor, RowsEditor):
            target: QWidget = next(iter(editor.rows[0].editors.values())) if editor.rows else editor.add_button
        else:
            target = editor
        target.setFocus(Qt.FocusReason.TabFocusReason)
        self._follow_focus(None, target)

    def _follow_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self.inner.isAncestorOf(new):
            # Only then is the place of what has just appeared or moved known.
            QTimer.singleShot(0, self, self._reveal_focus)

    def _reveal_focus(self) -> None:
        focus = QApplication.focusWidget()
        if focus is None or not self.inner.isAncestorOf(focus):
            return
        self.inner.layout().activate()  # type: ignore[union-attr]  # it has one
        top = focus.mapTo(self.viewport(), QPoint(0, 0)).y()
        if top < 0 or top + focus.height() > self.viewport().height():
            self.ensureWidgetVisible(focus, 0, theme.px(40))

    def go_on(self, editor: object) -> None:
        """Enter was pressed in `editor`: on to the next one that is to be seen; `ended` after the last."""
        self.going_on.emit()
        stops = [each for each in self.every_editor() if each is editor or each.isVisibleTo(self.inner)]
        following = stops[stops.index(editor) + 1 :] if editor in stops else []
        if following:
            self.go_to(following[0])
        else:
            self.ended.emit()

    def warn_once(self, name: str, text: str) -> None:
        """Say beside a field that something was not taken, until it is next changed."""
        self._transient[name] = Problem(name, text)
        self.left.emit(self.editors[name])

    def _note_change(self, name: str) -> None:
        self._transient.pop(name, None)
        self.changed.emit(name)


def _stops(editor: AnyEditor) -> list[QWidget]:
    if isinstance(editor, RowsEditor):
        parts: list[QWidget] = [editor.add_button]
        for row in editor.rows:
            parts += [stop for each in row.editors.values() for stop in stops_of(each)]
        return parts
    return stops_of(editor)
