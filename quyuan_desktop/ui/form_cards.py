"""The drawn parts of a form: slots (a label with its editors and what is wrong), and the cards they stand in."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.form_design import Card, Line, Slot, is_narrow
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.choice_editors import ChoiceEditor
from quyuan_desktop.ui.editor import Editor, is_asked, label_of
from quyuan_desktop.ui.line_editors import LineEditor
from quyuan_desktop.ui.note import Note
from quyuan_desktop.ui.rows_editor import RowsEditor

AnyEditor = Editor | RowsEditor
LINE_HEIGHT = 30


class SlotView(QWidget):
    """A slot's editors side by side; the card places its `label` before and its `note` beneath."""

    def __init__(self, slot: Slot, editors: Mapping[str, AnyEditor]) -> None:
        super().__init__()
        self.slot = slot
        self.editors = {name: editors[name] for name in slot.fields}
        self.label = QLabel()
        self.label.setProperty("role", "label")
        self.label.setTextFormat(Qt.TextFormat.RichText)
        self.label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.note = Note()
        self._inline: dict[str, QLabel] = {}
        self.told = QLabel()
        self.told.setVisible(False)
        self.told.setMinimumHeight(theme.px(LINE_HEIGHT - 6))
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        for name, editor in self.editors.items():
            self._add(line, name, editor)
        if slot.told:
            line.addWidget(self.told)
        if not self.stretches:
            line.addStretch(1)
        line.setContentsMargins(0, 0, 0, 0)
        self.setLayout(line)
        self.label.setBuddy(next(iter(self.editors.values())))

    @property
    def stretches(self) -> bool:
        """Whether an editor here takes all the width there is."""
        return any(isinstance(editor, RowsEditor) or editor.stretches for editor in self.editors.values())

    @property
    def bare(self) -> bool:
        """Whether the editor brings its own heading and wants the whole card."""
        return any(isinstance(editor, RowsEditor) for editor in self.editors.values())

    def _add(self, line: QHBoxLayout, name: str, editor: AnyEditor) -> None:
        if name in self.slot.labelled:
            label = QLabel(editor.field.label)
            label.setProperty("role", "label")
            label.setBuddy(editor)
            line.addSpacing(theme.px(4))
            line.addWidget(label)
            self._inline[name] = label
        elif (self.slot.label or name != self.slot.fields[0]) and isinstance(editor, LineEditor | ChoiceEditor):
            editor.placeholder = editor.field.label
            editor.follow(None)
        line.addWidget(editor)

    def arrange(self, hidden: frozenset[str], told: Mapping[str, str]) -> bool:
        """Show what is not hidden, and the derived text; whether anything is to be seen at all."""
        first = ""
        for name, editor in self.editors.items():
            shown = name not in hidden
            first = first or (name if shown else "")
            editor.setVisible(shown)
            if name in self._inline:
                self._inline[name].setVisible(shown and name != first)
        self.label.setText(self._label_of(first))
        text = told.get(self.slot.told, "") if self.slot.told else ""
        self.told.setText(text)
        self.told.setVisible(bool(text))
        self.label.setMinimumHeight(theme.px(LINE_HEIGHT if first else LINE_HEIGHT - 6))
        return bool(first or text)

    def _label_of(self, first: str) -> str:
        if not first or self.bare:
            return ""
        field = self.editors[first].field
        return "" if isinstance(field.kind, kinds.Flag) else label_of(field, self.slot.label)

    def align(self, width: int) -> None:
        """Let child rows begin where the other editors do."""
        for editor in self.editors.values():
            if isinstance(editor, RowsEditor):
                editor.align(width)

    def lead_width(self) -> int:
        """The width that the label may come to need, whichever field is the first to be seen."""
        if self.bare:
            return max(each.lead_width() for each in self.editors.values() if isinstance(each, RowsEditor))
        fields = [each.field for each in self.editors.values()]
        if isinstance(fields[0].kind, kinds.Flag):
            return 0  # it says itself what it asks, and stands before the others
        names = [self.slot.label or field.label for field in fields] or [""]
        star = "*" if any(is_asked(field) for field in fields) else ""
        return max(self.fontMetrics().horizontalAdvance(star + name) for name in names)

    def say(self, problems: Iterable[Problem]) -> None:
        """Show what is wrong with the fields here."""
        self.note.say(problems)


class CardView(QFrame):
    """One card: its heading and its lines in one grid, so that labels and editors stand in columns."""

    def __init__(self, card: Card, editors: Mapping[str, AnyEditor]) -> None:
        super().__init__()
        if card.framed:
            self.setProperty("role", "card")
        # Maximum would hold it to the height of buttons that need no second line
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.lines: list[tuple[Line, list[SlotView | None]]] = [
            (line, [None if slot is None else SlotView(slot, editors) for slot in line.slots])
            for line in card.lines
        ]
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(theme.px(10))
        self.grid.setVerticalSpacing(theme.px(6))
        whole = QVBoxLayout(self)
        across, down = theme.px(12), theme.px(8) if card.framed else 0
        whole.setContentsMargins(across, down, across, down)
        whole.setSpacing(theme.px(4))
        if card.heading:
            heading = QLabel(card.heading)
            heading.setProperty("role", "heading")
            whole.addWidget(heading)
        whole.addLayout(self.grid)
        self._flows = card.flows
        self._placed: list[list[SlotView | None]] = [slots for _, slots in self.lines]
        self._columns = 0
        self.set_columns(2)

    @property
    def slots(self) -> list[SlotView]:
        """The slots in reading order."""
        return [slot for _, slots in self.lines for slot in slots if slot is not None]

    def set_columns(self, columns: int) -> None:
        """Two slots to a line, or one where the window is narrow."""
        if columns != self._columns:
            self._columns = columns
            self._place()

    def _place(self) -> None:
        columns = self._columns
        for placed in self.slots:
            for part in (placed.label, placed, placed.note):
                self.grid.removeWidget(part)
        at = 0
        for slots in self._placed:
            single = len(slots) == 1
            for place, slot in enumerate(slots):
                if slot is None:
                    continue
                wide = single or columns == 1
                self._put(slot, at, 0 if wide else 2 * place, 3 if wide else 1)
                column, span = (1, 3) if wide or place == 0 else (3, 1)
                self.grid.addWidget(slot.note, at + 1 + place, column, 1, span)
                at += 3 if columns == 1 else 0
            at += 3 if columns != 1 else 0
        self.grid.setColumnStretch(1, 0)
        self.grid.setColumnStretch(3, 1)

    def _put(self, slot: SlotView, row: int, column: int, span: int) -> None:
        if slot.bare:
            self.grid.addWidget(slot, row, 0, 1, 4)
            return
        self.grid.addWidget(slot.label, row, column, Qt.AlignmentFlag.AlignTop)
        self.grid.addWidget(slot, row, column + 1, 1, span)

    def label_width(self) -> int:
        """The width that the first column's labels need."""
        firsts = [slot for slots in self._placed for slot in (slots if self._columns == 1 else slots[:1])]
        widths = [slot.lead_width() for slot in firsts if slot is not None]
        return max(widths, default=0)

    def align(self, width: int) -> None:
        """Give the first column's labels that width, the same on every card; the second's are the card's own."""
        self.grid.setColumnMinimumWidth(0, width)
        seconds = [slots[1] for slots in self._placed if len(slots) > 1 and self._columns == 2]
        self.grid.setColumnMinimumWidth(2, max((slot.lead_width() for slot in seconds if slot), default=0))
        for slot in self.slots:
            slot.align(width)

    def arrange(self, hidden: frozenset[str], told: Mapping[str, str]) -> None:
        """Show the slots of which something is to be seen."""
        seen = []
        for slot in self.slots:
            shown = slot.arrange(hidden, told)
            slot.setVisible(shown)
            slot.label.setVisible(shown and not slot.bare)
            seen += [slot] if shown else []
        if self._flows:
            placed = _closed_up(seen)
            if placed != self._placed:
                self._placed = placed
                self._place()


def _closed_up(slots: Iterable[SlotView]) -> list[list[SlotView | None]]:
    """The slots in their order, the narrow ones two to a line."""
    lines: list[list[SlotView | None]] = []
    waiting = False
    for slot in slots:
        narrow = all(is_narrow(editor.field) for editor in slot.editors.values())
        if narrow and waiting:
            lines[-1].append(slot)
        else:
            lines.append([slot])
        waiting = narrow and not waiting
    return lines
