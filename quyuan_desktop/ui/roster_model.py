"""A month of duty as a table: weeks of seven days, each with a line of dates and a morning and an afternoon."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from enum import IntEnum
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from quyuan_desktop.registers.service_points.terms import Half
from quyuan_desktop.services.roster import Cell, Roster, RosterDay, Slot

Index = QModelIndex | QPersistentModelIndex

LOOK_ROLE = Qt.ItemDataRole.UserRole
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
LINES = 3
"""Rows of a week: its dates, the mornings, the afternoons."""
HALVES = (None, Half.MORNING, Half.AFTERNOON)


class Kind(IntEnum):
    """What a cell of the table is."""

    OUTSIDE = 0
    DATE = 1
    SLOT = 2


class Look(NamedTuple):
    """What a cell shows. `pending` is a name that is being saved."""

    kind: Kind
    day: RosterDay | None = None
    slot: Slot | None = None
    today: bool = False
    pending: str | None = None

    @property
    def name(self) -> str:
        """Who stands there now."""
        if self.pending is not None:
            return self.pending
        return self.slot.present if self.slot is not None else ""

    @property
    def lacking(self) -> bool:
        """Whether somebody ought to be there and is not."""
        return self.kind is Kind.SLOT and not self.name and self.day is not None and self.day.wanted


OUTSIDE = Look(Kind.OUTSIDE)


class RosterModel(QAbstractTableModel):
    """The table. named(cell, name): a name was typed into a half day; an empty one clears it."""

    named = Signal(object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.roster: Roster | None = None
        self._today = date.min
        self._monday = date.min
        self._weeks = 0
        self._days: dict[date, RosterDay] = {}
        self._pending: dict[Cell, str] = {}
        self._flying: Counter[Cell] = Counter()

    # -- what is shown

    def show(self, roster: Roster | None, today: date) -> None:
        """Show this month. The same month of the same point keeps editors, selection and place."""
        before = self.roster
        same = (
            before is not None
            and roster is not None
            and (before.period, before.point.uid) == (roster.period, roster.point.uid)
        )
        if not same:
            self.beginResetModel()
            self._pending.clear()
            self._flying.clear()
        self.roster, self._today = roster, today
        self._days = {day.on: day for day in roster.days} if roster is not None else {}
        if roster is not None:
            first, last = roster.period.first, roster.period.last
            self._monday = first - timedelta(days=first.weekday())
            self._weeks = (last - self._monday).days // 7 + 1
        else:
            self._weeks = 0
        self._pending = {cell: name for cell, name in self._pending.items() if self._flying[cell]}
        if same:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
        else:
            self.endResetModel()

    def expect(self, names: dict[Cell, str]) -> None:
        """Show these names until they are saved, or are not."""
        self._pending.update(names)
        self._flying.update(names.keys())
        self._tell(names)

    def settle(self, cells: Iterable[Cell], *, failed: bool = False) -> None:
        """What was expected for these half days was saved, or failed."""
        for cell in cells:
            self._flying[cell] = max(0, self._flying[cell] - 1)
            if failed and not self._flying[cell]:
                self._pending.pop(cell, None)
        self._tell(cells)

    def _tell(self, cells: Iterable[Cell]) -> None:
        for cell in cells:
            index = self.index_of(cell)
            if index.isValid():
                self.dataChanged.emit(index, index)

    # -- half days and places

    def cell(self, index: Index) -> Cell | None:
        """The half day at that place; None for a date, or a day of another month."""
        look = self.look(index)
        half = HALVES[index.row() % LINES] if index.isValid() else None
        return (look.day.on, half) if look.kind is Kind.SLOT and look.day is not None and half else None

    def index_of(self, cell: Cell) -> QModelIndex:
        """Where a half day stands; an invalid index when it is not shown."""
        day, half = cell
        if day not in self._days:
            return QModelIndex()
        week, weekday = divmod((day - self._monday).days, 7)
        return self.index(week * LINES + HALVES.index(half), weekday)

    def slot(self, index: Index) -> Slot | None:
        """Who is entered there."""
        cell = self.cell(index)
        return self.roster.slots.get(cell) if cell is not None and self.roster is not None else None

    def next_cell(self, cell: Cell) -> Cell | None:
        """The half day after this one on which somebody is to be; None at the end of the month."""
        if self.roster is None:
            return None
        order = list(Half)
        later = [
            each
            for each in self.roster.wanted
            if (each[0], order.index(each[1])) > (cell[0], order.index(cell[1]))
        ]
        return later[0] if later else None

    def first_cell(self) -> Cell | None:
        """Where one begins: today's morning, or the month's first half day on which somebody is to be."""
        if self.roster is None:
            return None
        if self._today in self._days:
            return (self._today, Half.MORNING)
        return next(iter(self.roster.wanted), (self.roster.period.first, Half.MORNING))

    def look(self, index: Index) -> Look:
        """What the cell at that place shows."""
        if not index.isValid() or self.roster is None:
            return OUTSIDE
        week, line = divmod(index.row(), LINES)
        day = self._days.get(self._monday + timedelta(days=week * 7 + index.column()))
        if day is None:
            return OUTSIDE
        half, today = HALVES[line], day.on == self._today
        if half is None:
            return Look(Kind.DATE, day, today=today)
        cell = (day.on, half)
        return Look(Kind.SLOT, day, self.roster.slots.get(cell), today, self._pending.get(cell))

    def idle(self, column: int) -> bool:
        """Whether that day of the week has nobody all month, and need not have."""
        if self.roster is None:
            return False
        cells = (*self.roster.wanted, *self.roster.slots, *self._pending)
        return not any(day.weekday() == column for day, _ in cells)

    # -- Qt's questions

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() else self._weeks * LINES

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() else len(WEEKDAYS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Horizontal:
            return WEEKDAYS[section] if 0 <= section < len(WEEKDAYS) else None
        half = HALVES[section % LINES]
        return half.label if half is not None else ""

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.cell(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == LOOK_ROLE:
            return self.look(index)
        look = self.look(index)
        if role == Qt.ItemDataRole.EditRole:
            return look.pending if look.pending is not None else (look.slot.person if look.slot else "")
        if role == Qt.ItemDataRole.DisplayRole:
            return _words(look)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(look) or None
        if role == Qt.ItemDataRole.AccessibleTextRole and look.day is not None:
            half = HALVES[index.row() % LINES]
            return f"{look.day.on:%m-%d} {WEEKDAYS[index.column()]}{half.label if half else ''} {_words(look)}"
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        cell = self.cell(index)
        if cell is None or role != Qt.ItemDataRole.EditRole:
            return False
        if str(value).strip() != str(self.data(index, Qt.ItemDataRole.EditRole)):
            self.named.emit(cell, str(value).strip())
        return True


def _words(look: Look) -> str:
    if look.kind is Kind.DATE and look.day is not None:
        return f"{look.day.on.day} {look.day.name}".strip()
    return look.name or ("未排" if look.lacking else "")


def tip(look: Look) -> str:
    """All there is to know of a half day, line by line; empty for one that says everything itself."""
    slot = look.slot
    if slot is None or look.kind is not Kind.SLOT:
        return look.day.name if look.day is not None and look.kind is Kind.DATE else ""
    lines = [f"⚠ {slot.clash}"] if slot.clash else []
    lines.append(f"{slot.person}（{slot.role.label}）" + (f" {slot.phone}" if slot.phone else ""))
    if slot.substitute:
        lines.append(f"由{slot.substitute}替班：{slot.substitute_reason}")
    if slot.leader:
        lines.append(f"带班领导：{slot.leader}")
    if slot.signed_in is not None:
        out = f"，签退 {slot.signed_out:%H:%M}" if slot.signed_out is not None else ""
        lines.append(f"签到 {slot.signed_in:%H:%M}{out}")
    return "\n".join(lines)
