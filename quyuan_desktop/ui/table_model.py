"""The model of a register's list: a count and a few pages of rows, fetched on the worker as they are seen."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont

from quyuan_desktop.registers.base import Register
from quyuan_desktop.services import list_records
from quyuan_desktop.services.list_records import Choice, ListRow
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.columns import LIMIT, NUMBER, STANDING, STANDING_TONES, Column, columns_of, is_void
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.sitting import Sitting

PAGE = 100
KEPT_PAGES = 12
WAITING_PAGES = 4
ROW_ROLE = Qt.ItemDataRole.UserRole
LOADING = "…"
UNREAD = "未读出"

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Question:
    """What the list shows: the filter and the order."""

    choice: Choice = field(default_factory=Choice)
    newest_first: bool = True


class Line(NamedTuple):
    """A row with what its columns show, made ready on the worker."""

    row: ListRow
    texts: tuple[str, ...]


class RegisterModel(QAbstractTableModel):
    """Rows of `register` under one Question. `data` never queries: it asks for the page and shows 「…」.

    counted(int): a new answer has come, with so many rows; it follows the reset of the model.
    """

    counted = Signal(int)

    def __init__(self, sitting: Sitting, register: Register, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.register = register
        self.columns: tuple[Column, ...] = columns_of(register, sitting.place.office.level)
        self.question = Question()
        self._sitting = sitting
        self._tasks = sitting.tasks
        self._asked = Latest(self, sitting.tasks)
        self._fetched = Latest(self, sitting.tasks)
        self._located = Latest(self, sitting.tasks)
        self._total = 0
        self._pages: OrderedDict[int, list[Line]] = OrderedDict()
        self._waiting: list[int] = []
        self._failed: set[int] = set()
        self._fetching = False
        self._shown = self.question
        self._struck = QFont()
        self._struck.setStrikeOut(True)

    # -- what is shown

    def show(self, question: Question) -> None:
        """Show what `question` asks for; the present rows stay until its answer has come."""
        self.question = question
        self.reload()

    def reload(self) -> None:
        """Ask again, because records changed."""
        place, register, question, columns = self._sitting.place, self.register, self.question, self.columns

        def job() -> tuple[int, list[Line]]:
            total = list_records.count_records(place, register, question.choice)
            return total, (_page(place, register, question, 0, columns) if total else [])

        self._asked.ask(job, lambda answer: self._take(question, *answer))

    def _take(self, question: Question, total: int, first: list[Line]) -> None:
        self.beginResetModel()
        self._fetched.drop()
        self._located.drop()
        self._fetching = False
        self._shown = question
        self._total = total
        self._pages.clear()
        self._waiting.clear()
        self._failed.clear()
        if total:
            self._pages[0] = first
        self.endResetModel()
        self.counted.emit(total)

    # -- Qt's questions

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        if not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            arrow = "↓" if self.question.newest_first else "↑"
            return f"{column.label} {arrow}" if column.key == self.register.day else column.label
        if role == Qt.ItemDataRole.ToolTipRole and column.key == self.register.day:
            return "从近到远排列，点一下从远到近" if self.question.newest_first else "从远到近排列，点一下从近到远"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _aligned(column)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or role == Qt.ItemDataRole.SizeHintRole:
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _aligned(column)
        line = self.line(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return (line.texts if line else self.placeholder(index.row()))[index.column()]
        return self._told(column, line.row, role) if line else None

    def _told(self, column: Column, row: ListRow, role: int) -> Any:
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.FontRole:
            return self._struck if is_void(row) else None
        if role == Qt.ItemDataRole.ForegroundRole:
            tone = _tone(column, row)
            return theme.meaning(tone) if tone else None
        if role == Qt.ItemDataRole.ToolTipRole and column.key == LIMIT:
            return row.limit.explain() if row.limit is not None else None
        if role == Qt.ItemDataRole.ToolTipRole:
            whole = f"{row.number}（作废）" if is_void(row) else row.number
            return whole if column.key == NUMBER else column.text(row) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ("作废 " if is_void(row) and column.key == NUMBER else "") + column.text(row)
        return None

    # -- rows and pages

    def row(self, at: int) -> ListRow | None:
        """The row at position `at`; None, and asked for, when it is not here yet."""
        line = self.line(at)
        return line.row if line else None

    def line(self, at: int) -> Line | None:
        """The row at position `at` with its texts; None, and asked for, when it is not here yet."""
        page, offset = divmod(at, PAGE)
        rows = self._pages.get(page)
        if rows is None:
            self._want(page)
            return None
        self._pages.move_to_end(page)
        return rows[offset] if offset < len(rows) else None

    def position(self, uid: str) -> int | None:
        """Where the record `uid` stands, if its page is here."""
        for page, rows in self._pages.items():
            for offset, line in enumerate(rows):
                if line.row.uid == uid:
                    return page * PAGE + offset
        return None

    def placeholder(self, at: int) -> tuple[str, ...]:
        """What the columns show of a row that is not here."""
        word = UNREAD if at // PAGE in self._failed else LOADING
        return tuple(word if column.key == NUMBER else "" for column in self.columns)

    def _want(self, page: int) -> None:
        if page in self._failed:
            return
        if page in self._waiting:
            self._waiting.remove(page)
        self._waiting.append(page)
        del self._waiting[:-WAITING_PAGES]
        if not self._fetching:
            self._fetch_next()

    def _fetch_next(self) -> None:
        if not self._waiting:
            self._fetching = False
            return
        self._fetching = True
        page = self._waiting[-1]
        place, register, question, columns = self._sitting.place, self.register, self._shown, self.columns

        def done(rows: list[Line]) -> None:
            self._keep(page, rows)

        def trouble(error: Exception) -> None:
            self._failed.add(page)
            self._keep(page, None)
            self._tasks.troubled.emit(error)

        self._fetched.ask(lambda: _page(place, register, question, page, columns), done, trouble)

    def _keep(self, page: int, rows: list[Line] | None) -> None:
        if page in self._waiting:
            self._waiting.remove(page)
        if rows is not None:
            self._pages[page] = rows
            while len(self._pages) > KEPT_PAGES:
                self._pages.popitem(last=False)
        last = min((page + 1) * PAGE, self._total) - 1
        self._fetch_next()
        if last >= page * PAGE:
            self.dataChanged.emit(self.index(page * PAGE, 0), self.index(last, len(self.columns) - 1))

    # -- more than is seen

    def collect(self, spans: list[tuple[int, int]], asked: Latest, done: Callable[[list[ListRow]], None]) -> None:
        """Fetch the rows of `spans` (first, last) whether they are here or not; `done(rows)` follows.

        `asked` belongs to whoever asks: of several questions it only hears the newest answered.
        """
        asked.drop()
        here = self._here(spans)
        if here is not None:
            done(here)
            return
        place, register, question = self._sitting.place, self.register, self._shown

        def job() -> list[ListRow]:
            return [
                row
                for first, last in spans
                for row in list_records.page_of_records(
                    place,
                    register,
                    question.choice,
                    first,
                    last - first + 1,
                    newest_first=question.newest_first,
                )
            ]

        asked.ask(job, done)

    def _here(self, spans: list[tuple[int, int]]) -> list[ListRow] | None:
        found: list[ListRow] = []
        for first, last in spans:
            for at in range(first, last + 1):
                rows = self._pages.get(at // PAGE)
                if rows is None or at % PAGE >= len(rows):
                    return None
                found.append(rows[at % PAGE].row)
        return found

    def locate(self, uid: str, day: date, done: Callable[[int | None], None]) -> None:
        """Find where the record `uid` of `day` stands; `done(row)` follows, None when it is not in the list."""
        self._located.drop()
        at = self.position(uid)
        if at is not None:
            done(at)
            return
        place, register, question = self._sitting.place, self.register, self._shown
        self._located.ask(lambda: position_of(place, register, question, uid, day), done)


def _tone(column: Column, row: ListRow) -> str:
    """The meaning that a cell's colour has; empty for none."""
    if column.key == STANDING:
        return STANDING_TONES.get(row.standing, "")
    return row.limit.tone if column.key == LIMIT and row.limit is not None else ""


def _aligned(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _page(
    place: Workplace, register: Register, question: Question, page: int, columns: tuple[Column, ...]
) -> list[Line]:
    rows = list_records.page_of_records(
        place, register, question.choice, page * PAGE, PAGE, newest_first=question.newest_first
    )
    return [Line(row, tuple(column.text(row) for column in columns)) for row in rows]


def position_of(place: Workplace, register: Register, question: Question, uid: str, day: date) -> int | None:
    """Where the record `uid` stands in the list, by halving on its `day`; None when the list lacks it.

    Rows of one day are read a page at a time; a list is ordered by day before all else.
    """
    total = list_records.count_records(place, register, question.choice)
    low, high = 0, total
    while low < high:
        middle = (low + high) // 2
        rows = list_records.page_of_records(
            place, register, question.choice, middle, 1, newest_first=question.newest_first
        )
        if not rows:
            return None
        before = rows[0].day > day if question.newest_first else rows[0].day < day
        low, high = (middle + 1, high) if before else (low, middle)
    while low < total:
        rows = list_records.page_of_records(
            place, register, question.choice, low, PAGE, newest_first=question.newest_first
        )
        for offset, row in enumerate(rows):
            if row.day != day:
                return None
            if row.uid == uid:
                return low + offset
        if not rows:
            return None
        low += len(rows)
    return None
