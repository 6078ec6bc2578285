"""The lines of an entry sheet: what was typed into their cells, the values read from it, and what is wrong."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.base import Register, Values
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.registers.linked import Link
from quyuan_desktop.services.entry_sheet import Slips, examine_lines
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.ui import theme

Index = QModelIndex | QPersistentModelIndex
LEAST_LINES = 15
TICK = "✓"


def sentence(problems: Sequence[Problem]) -> str:
    """What is wrong, in one sentence."""
    return "；".join(problem.text.rstrip("。") for problem in problems) + ("。" if problems else "")


class EntryModel(QAbstractTableModel):
    """One line a record, one column a field of the register's sheet; there is always a blank line at the end.

    typed: a cell was changed by the person.
    """

    typed = Signal()

    def __init__(self, place: Workplace, register: Register, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._place, self._register = place, register
        self.fields: tuple[Field, ...] = tuple(register.field(name) for name in register.sheet)
        self._begin: Values = {}
        self._cells: list[dict[str, Any]] = []
        self._completed: dict[int, Values] = {}
        self.slips: Slips = {}
        self._found: Slips = {}
        self._standing = -1
        self._removing = False

    # -- what the sheet does

    def show(self, begin: Values, lines: list[dict[str, Any]]) -> None:
        """Start with these lines as they were typed; every line begins with the values `begin`."""
        self.beginResetModel()
        self._begin = begin
        names = {field.name for field in self.fields}
        self._cells = [{name: typed for name, typed in line.items() if name in names} for line in lines]
        self._cells += [{} for _ in range(max(1, LEAST_LINES - len(self._cells)))]
        self._examine()
        self.endResetModel()

    def lines(self) -> list[int]:
        """The rows in which something stands."""
        return [
            row
            for row, cells in enumerate(self._cells)
            if any(typed not in ("", False) for typed in cells.values())
        ]

    def all_typed(self) -> list[dict[str, Any]]:
        """What was typed, by line, in a form that JSON can hold."""
        return [dict(self._cells[row]) for row in self.lines()]

    def values(self) -> tuple[list[Values], Slips]:
        """The values of the lines, and the cells that cannot be read, by their place among the lines."""
        found, slips = [], {}
        for at, row in enumerate(self.lines()):
            values, unread = self._read(row)
            found.append(values)
            if unread:
                slips[at] = unread
        return found, slips

    def put(self, row: int, column: int, typed: Any) -> None:
        """Let `typed` stand in a cell, as an editor gives it."""
        field = self.fields[column]
        if self._cells[row].get(field.name, "") == typed:
            return
        self._cells[row][field.name] = typed
        if row == len(self._cells) - 1:
            self.beginInsertRows(QModelIndex(), row + 1, row + 1)
            self._cells.append({})
            self.endInsertRows()
        self._examine()
        self._repaint()
        self.typed.emit()

    def remove(self, rows: list[int]) -> None:
        """Take these lines out."""
        self._removing = True  # the table stands elsewhere at once; nothing may be told in the midst of it
        self._completed, self._found, self.slips = {}, {}, {}
        for row in sorted(set(rows), reverse=True):
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._cells[row]
            self.endRemoveRows()
        if not self._cells:
            self.beginInsertRows(QModelIndex(), 0, 0)
            self._cells.append({})
            self.endInsertRows()
        self._removing = False
        self._examine()
        self._repaint()
        self.typed.emit()

    def typed_at(self, row: int, column: int) -> Any:
        """What stands in a cell, as an editor takes it."""
        return self._cells[row].get(self.fields[column].name, "")

    def stand_in(self, row: int) -> None:
        """The person is in that line: what is still blank in it is not held against it yet."""
        if row != self._standing:
            self._standing = row
            if self._removing:
                return
            self._judge()
            self._repaint()

    def tell(self, slips: Slips) -> None:
        """Show what saving found wrong, by place among the lines."""
        rows = self.lines()
        self.slips = {rows[at]: found for at, found in slips.items() if at < len(rows)}
        self._repaint()

    def _repaint(self) -> None:
        self.dataChanged.emit(self.index(0, 0), self.index(len(self._cells) - 1, len(self.fields) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(self._cells) - 1)

    def in_words(self, row: int) -> str:
        """What is wrong with a line; empty when nothing is."""
        return sentence(self.slips.get(row, ()))

    # -- reading

    def _examine(self) -> None:
        values, unread = self.values()
        completed, found = examine_lines(self._place, self._register, values)
        rows = self.lines()
        self._completed = {row: completed[at] for at, row in enumerate(rows)}
        self._found = {}
        for at, row in enumerate(rows):
            faulty = {problem.field for problem in unread.get(at, ())}
            told = [*unread.get(at, ()), *(each for each in found.get(at, ()) if each.field not in faulty)]
            if told:
                self._found[row] = told
        self._judge()

    def _judge(self) -> None:
        """Hold against each line what was found, and against the one that is being typed only what stands there."""
        self.slips = dict(self._found)
        cells = self._cells[self._standing] if 0 <= self._standing < len(self._cells) else {}
        now = [
            each for each in self._found.get(self._standing, ()) if cells.get(each.field) not in (None, "", False)
        ]
        self.slips.pop(self._standing, None)
        if now:
            self.slips[self._standing] = now

    def _read(self, row: int) -> tuple[Values, list[Problem]]:
        values, problems = dict(self._begin), []
        for field in self.fields:
            if field.name not in self._cells[row]:
                continue
            value = self.value_of(field, self._cells[row][field.name])
            if isinstance(value, Problem):
                problems.append(Problem(field.name, f"{field.label}：{value.text}"))
            else:
                values[field.name] = value
        return values, problems

    def value_of(self, field: Field, typed: Any) -> Any:
        """The value of what was typed into a cell, or a Problem."""
        kind = field.kind
        if isinstance(kind, Link) and isinstance(typed, dict):
            return kind.restore(typed)
        if isinstance(kind, kinds.Flag):
            return bool(typed)
        return kind.read(str(typed), self._place.today)

    # -- Qt's questions

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() else len(self._cells)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() else len(self.fields)

    def flags(self, index: Index) -> Qt.ItemFlag:
        known = super().flags(index)
        if not index.isValid():
            return known
        if isinstance(self.fields[index.column()].kind, kinds.Flag):
            return known | Qt.ItemFlag.ItemIsUserCheckable
        return known | Qt.ItemFlag.ItemIsEditable

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is Qt.Orientation.Horizontal:
            if not 0 <= section < len(self.fields):
                return None
            if role == Qt.ItemDataRole.DisplayRole:
                return self.fields[section].label
            return self.fields[section].help or None if role == Qt.ItemDataRole.ToolTipRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._sign(section)
        return self.in_words(section) or None if role == Qt.ItemDataRole.ToolTipRole else None

    def _sign(self, row: int) -> str:
        if row in self.slips:
            return f"{row + 1} ✕" if any(not each.warning for each in self.slips[row]) else f"{row + 1} !"
        whole = row in self._completed and row not in self._found
        return f"{row + 1} {TICK}" if whole else f"{row + 1}"

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, field = index.row(), self.fields[index.column()]
        is_flag = isinstance(field.kind, kinds.Flag)
        if role == Qt.ItemDataRole.CheckStateRole and is_flag:
            ticked = bool(self._cells[row].get(field.name))
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.DisplayRole and not is_flag:
            return self._text(row, field)
        if role == Qt.ItemDataRole.BackgroundRole:
            return self._ground(row, field)
        if role == Qt.ItemDataRole.ForegroundRole and self._is_blank(row, field):
            return QColor(theme.colours().muted)
        return self._wrong(row, field) or None if role == Qt.ItemDataRole.ToolTipRole else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role == Qt.ItemDataRole.CheckStateRole:
            self.put(index.row(), index.column(), Qt.CheckState(value) is Qt.CheckState.Checked)
            return True
        return False

    def _is_blank(self, row: int, field: Field) -> bool:
        return bool(self._cells[row].get(field.name, "") == "")

    def _text(self, row: int, field: Field) -> str:
        """What was typed, in its formal shape; in a line begun, what an empty cell will be filled in with."""
        if self._is_blank(row, field):
            completed = self._completed.get(row)
            return field.kind.show(completed[field.name]) if completed is not None else ""
        typed = self._cells[row][field.name]
        value = self.value_of(field, typed)
        return str(typed) if isinstance(value, Problem) else field.kind.show(value)

    def _wrong(self, row: int, field: Field) -> str:
        return sentence([each for each in self.slips.get(row, ()) if each.field == field.name])

    def _ground(self, row: int, field: Field) -> QColor | None:
        found = [each for each in self.slips.get(row, ()) if each.field == field.name]
        if not found:
            return None
        shown = theme.colours()
        return QColor(shown.amber_soft if all(each.warning for each in found) else shown.red_soft)
