"""A form as it is handed in, on the screen: its cells as they are printed, the records behind a number beside it."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QSplitter, QTableView, QVBoxLayout, QWidget

from quyuan_desktop.domain.grids import Grid, GridCell, GridRow
from quyuan_desktop.domain.periods import Period
from quyuan_desktop.registers import COUNTED_IN
from quyuan_desktop.services import report_desk
from quyuan_desktop.services.report_desk import Part
from quyuan_desktop.services.report_forms import Form, form_grid
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.clipboard_table import table_mime
from quyuan_desktop.ui.dialogs.parts import label
from quyuan_desktop.ui.figure_rows import FigureRows
from quyuan_desktop.ui.grouped_header import GroupedHeader
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.row_table import dress_table
from quyuan_desktop.ui.sitting import Sitting

Index = QModelIndex | QPersistentModelIndex
ALIGNED = {
    "left": Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    "center": Qt.AlignmentFlag.AlignCenter,
    "right": Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
}
NARROWEST, WIDEST = 3, 18
"""Chinese characters of a column."""
PANEL = 380


class GridModel(QAbstractTableModel):
    """The cells of a table as they are printed; a head above a head stands over it in the same cell."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.grid: Grid | None = None

    def show(self, grid: Grid) -> None:
        """Show this table."""
        self.beginResetModel()
        self.grid = grid
        self.endResetModel()

    def row(self, at: int) -> GridRow | None:
        """The row there."""
        return self.grid.rows[at] if self.grid is not None and 0 <= at < len(self.grid.rows) else None

    def cell(self, index: Index) -> GridCell | None:
        """The cell there."""
        row = self.row(index.row()) if index.isValid() else None
        return row.cells[index.column()] if row is not None else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() or self.grid is None else len(self.grid.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() or self.grid is None else len(self.grid.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if self.grid is None or orientation is Qt.Orientation.Vertical or section >= len(self.grid.columns):
            return None
        column = self.grid.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{column.group} {column.head}" if column.group else column.head
        return ALIGNED["center"] if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell, row = self.cell(index), self.row(index.row())
        if cell is None or row is None or self.grid is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return cell.text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return ALIGNED[self.grid.columns[index.column()].align]
        if role == Qt.ItemDataRole.FontRole and row.total:
            bold = QFont(QApplication.font())
            bold.setBold(True)
            return bold
        if role == Qt.ItemDataRole.ForegroundRole and cell.text in ("0", "—", "0.00", "0.0"):
            return theme.meaning("grey")
        return None


class GridView(QTableView):
    """A table one goes about in cell by cell. entered(): Enter or a double click; Ctrl+C copies the whole table."""

    entered = Signal()

    def __init__(self, model: GridModel) -> None:
        super().__init__()
        self._model = model
        self.setModel(model)
        self.head = GroupedHeader(lambda: model.grid.columns if model.grid is not None else (), self)
        self.setHorizontalHeader(self.head)
        self.head.setVisible(True)
        dress_table(self)
        self.setShowGrid(True)
        self.setAccessibleName("上报表")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.doubleClicked.connect(lambda _: self.entered.emit())

    def fit(self) -> None:
        """Columns as wide as their texts, within limits; cells that are one on paper are one here."""
        grid = self._model.grid
        if grid is None:
            return
        one = self.fontMetrics().horizontalAdvance("字")
        self.clearSpans()
        for at, column in enumerate(grid.columns):
            texts = (column.head, *(row.cells[at].text for row in grid.rows))
            needed = max(self.fontMetrics().horizontalAdvance(text) for text in texts) + theme.px(18)
            self.setColumnWidth(at, round(min(max(needed, NARROWEST * one), WIDEST * one)))
            if column.merged:
                self._merge(at, grid)
        self.verticalHeader().setDefaultSectionSize(theme.px(theme.ROW))
        self.head.fit()

    def _merge(self, at: int, grid: Grid) -> None:
        start = 0
        for place in range(1, len(grid.rows) + 1):
            same = place < len(grid.rows) and grid.rows[place].cells[at].text == grid.rows[start].cells[at].text
            if not same:
                if place - start > 1:
                    self.setSpan(start, at, place - start, 1)
                start = place

    def copy(self) -> None:
        """Put the table on the clipboard, as Excel and WPS take it."""
        grid = self._model.grid
        if grid is not None:
            heads = [f"{column.group}{column.head}" for column in grid.columns]
            lines = [heads, *([cell.text for cell in row.cells] for row in grid.rows)]
            QApplication.clipboard().setMimeData(table_mime(lines))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "_model"):
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class ReportForm(QWidget):
    """The page of one form. opened(register, uid): a record is wanted."""

    opened = Signal(str, str)

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self._sitting = sitting
        self._asked, self._behind = Latest(self, sitting.tasks), Latest(self, sitting.tasks)
        self.form: Form | None = None
        self.period: Period | None = None
        self.model = GridModel(self)
        self.view = GridView(self.model)
        self.rows = FigureRows()
        self.notes = label("", "hint", wrap=True)
        self.notes.setContentsMargins(theme.px(16), theme.px(4), theme.px(16), theme.px(4))
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.view)
        self.splitter.addWidget(self.rows)
        self.splitter.setStretchFactor(0, 1)
        self.rows.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.splitter, 1)
        column.addWidget(self.notes)
        self.setFocusProxy(self.view)
        self.view.entered.connect(self.open_cell)
        self.view.selectionModel().currentChanged.connect(lambda *_: self._follow())
        self.rows.opened.connect(self._open_record)
        self.rows.closed.connect(self.close_side)

    def load(self, period: Period, form: Form) -> None:
        """Draw up the form for the period."""
        if form is not self.form:
            self.rows.hide()
        self.period, self.form = period, form
        place = self._sitting.place
        self._asked.ask(lambda: form_grid(place, form, period), self._take)

    def _take(self, grid: Grid) -> None:
        kept = self.view.currentIndex()
        at = (kept.row(), kept.column())
        self.model.show(grid)
        self.view.fit()
        known = self.model.index(*at)
        self.view.setCurrentIndex(known if known.isValid() else self.model.index(0, 0))
        self.notes.setText("说明：" + "；".join(note.strip("；。") for note in grid.notes) + "。")

    # -- the records behind a cell

    @property
    def side_open(self) -> bool:
        """Whether records stand beside the table."""
        return not self.rows.isHidden()

    def open_cell(self) -> None:
        """Open the record that the row is about, or the records behind the number one stands on."""
        index = self.view.currentIndex()
        cell, row = self.model.cell(index), self.model.row(index.row())
        if cell is not None and cell.code:
            self.rows.show()
            self._fit_side()
            self._follow()
            self.rows.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif row is not None and row.uid:
            self.opened.emit(row.register, row.uid)

    def close_side(self) -> None:
        """Leave the room to the table."""
        self._behind.drop()
        self.rows.hide()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow(self) -> None:
        cell, period, place = self.model.cell(self.view.currentIndex()), self.period, self._sitting.place
        if not self.side_open or cell is None or period is None:
            return
        if not cell.code:
            self.close_side()
            return
        code, part = cell.code, Part(cell.part)
        self.rows.name_cell(code, part, cell.text)
        self._behind.ask(lambda: report_desk.rows_of(place, code, period, part), self.rows.show_rows)

    def _open_record(self, register: str, uid: str) -> None:
        cell = self.model.cell(self.view.currentIndex())
        own = COUNTED_IN[cell.code].code if cell is not None and cell.code else ""
        self.opened.emit(register or own, uid)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_side()

    def _fit_side(self) -> None:
        self.rows.fit()
        self.rows.setMinimumWidth(theme.px(280))
        self.splitter.setSizes([max(1, self.width() - theme.px(PANEL)), theme.px(PANEL)])
