"""The panel beside the month's figures: exactly the records that one figure counts."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QHeaderView, QTableView, QVBoxLayout, QWidget

from quyuan_desktop.domain.figures import FigureLine, FigureRow
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.columns import short_number
from quyuan_desktop.ui.detail import label
from quyuan_desktop.ui.paper_side import button
from quyuan_desktop.ui.row_delegate import RowDelegate

HEADS = ("编号", "日期", "姓名", "计入")
NUMBER, DAY, NAME, VALUE = range(4)

Index = QModelIndex | QPersistentModelIndex


class BehindModel(QAbstractTableModel):
    """The rows behind a figure."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[FigureRow] = []

    def show(self, rows: list[FigureRow]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() else len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is Qt.Orientation.Vertical or not 0 <= section < len(HEADS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return HEADS[section]
        return _aligned(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (short_number(row.number), f"{row.date:%Y-%m-%d}", row.label, str(row.value))[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _aligned(index.column())
        if role == Qt.ItemDataRole.UserRole:
            return row
        return row.number if role == Qt.ItemDataRole.ToolTipRole else None


def _aligned(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column == VALUE else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class BehindTable(QTableView):
    """entered(FigureRow): Enter or a double click on a row; left(): Esc."""

    entered = Signal(object)
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.entered.emit(self.currentIndex().data(Qt.ItemDataRole.UserRole))
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def dress_table(table: QTableView) -> None:
    """A quiet table of whole rows without grid."""
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.verticalHeader().setDefaultSectionSize(theme.px(theme.ROW))
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setSectionsClickable(False)


class FigureRows(QFrame):
    """opened(uid): a record is wanted; closed(): the panel is to go."""

    opened = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "side")
        self.model = BehindModel(self)
        self.table = BehindTable()
        self.table.setModel(self.model)
        self.table.setItemDelegate(RowDelegate(self.table))
        self.table.setAccessibleName("计入这项数字的记录")
        dress_table(self.table)
        self.table.horizontalHeader().setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        one = self.fontMetrics().horizontalAdvance("字")
        for column, characters in ((NUMBER, 8), (DAY, 7), (VALUE, 4)):
            self.table.setColumnWidth(column, characters * one)
        self.table.entered.connect(lambda row: self.opened.emit(row.uid))
        self.table.doubleClicked.connect(lambda at: self.opened.emit(self.model.rows[at.row()].uid))
        self.table.left.connect(self.closed)
        self.head = label("", "heading")
        self.words = label("", "hint")
        self.words.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 0, 0)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.addWidget(self.head, 1)
        row.addWidget(button("收起 Esc", "收起右边的记录（Esc）", self.closed.emit, "quiet"))
        column.addLayout(row)
        column.addWidget(self.words)
        column.addWidget(self.table, 1)

    def name(self, line: FigureLine) -> None:
        """Say which figure's rows are coming."""
        self.head.setText(f"{line.figure.label}　{line.figure.value} {line.figure.unit}")
        self.words.setText(f"口径：{line.words}。")

    def show_rows(self, rows: list[FigureRow]) -> None:
        """Show the rows, the first one current."""
        self.model.show(rows)
        if rows:
            self.table.selectRow(0)
