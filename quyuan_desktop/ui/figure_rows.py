"""The panel beside the figures: exactly the records that one of them counts."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from quyuan_desktop.domain.figures import FigureLine, FigureRow, shown
from quyuan_desktop.domain.numbers import short_number
from quyuan_desktop.registers import MEASURES
from quyuan_desktop.services.cross_checks import Finding
from quyuan_desktop.services.report_desk import Part
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import button, label
from quyuan_desktop.ui.elided import Elided
from quyuan_desktop.ui.row_table import RowLook, RowTable

HEADS = ("编号", "日期", "姓名", "计入")
NUMBER, DAY, NAME, VALUE = range(4)

PARTS = {Part.NOW: "", Part.TO_DATE: "本年累计 ", Part.LAST_YEAR: "上年同期 "}

Index = QModelIndex | QPersistentModelIndex


class BehindModel(QAbstractTableModel):
    """The rows behind a figure."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[FigureRow] = []
        self.unit = ""

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
            return row_texts(row, self.unit)[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _aligned(index.column())
        if role == Qt.ItemDataRole.UserRole:
            return row
        return row.number if role == Qt.ItemDataRole.ToolTipRole else None


def row_texts(row: FigureRow, unit: str = "") -> tuple[str, ...]:
    """What stands in the columns of HEADS."""
    return short_number(row.number), f"{row.date:%Y-%m-%d}", row.label, shown(row.value, unit)


def _aligned(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column == VALUE else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class BehindTable(RowTable):
    """entered(FigureRow): Enter or a double click on a row; left(): Esc."""

    entered = Signal(object)
    left = Signal()

    def __init__(self, rows: BehindModel) -> None:
        super().__init__()
        self._rows = rows
        self.setModel(rows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.horizontalHeader().setSectionsClickable(False)
        self.doubleClicked.connect(lambda at: self.entered.emit(rows.rows[at.row()]))

    def look(self, row: int) -> RowLook:
        return RowLook(row_texts(self._rows.rows[row], self._rows.unit))

    def right(self, section: int) -> bool:
        return section == VALUE

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.entered.emit(self.currentIndex().data(Qt.ItemDataRole.UserRole))
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class FigureRows(QFrame):
    """opened(register, uid): a record is wanted; closed(): the panel is to go."""

    opened = Signal(str, str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "side")
        self.model = BehindModel(self)
        self.table = BehindTable(self.model)
        self.table.setAccessibleName("计入这项数字的记录")
        self.table.horizontalHeader().setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self.table.entered.connect(lambda row: self.opened.emit(row.register, row.uid))
        self.table.left.connect(self.closed)
        self.head = Elided("", "heading")
        self.words = label("", "hint", wrap=True)
        self.note = label("", "", "amber", wrap=True)
        self._expected: int | None = None
        inner = QVBoxLayout(self)
        inner.setContentsMargins(1, theme.px(8), 0, 0)
        inner.setSpacing(4)
        row = QHBoxLayout()
        row.setContentsMargins(theme.px(15), 0, theme.px(8), 0)
        row.addWidget(self.head)
        row.addStretch(1)
        row.addWidget(button("收起 Esc", "quiet", self.closed.emit))
        inner.addLayout(row)
        self.words.setContentsMargins(theme.px(15), 0, theme.px(8), theme.px(4))
        self.note.hide()
        self.note.setContentsMargins(theme.px(15), 0, theme.px(8), theme.px(4))
        inner.addWidget(self.words)
        inner.addWidget(self.note)
        inner.addWidget(self.table, 1)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "table"):
            self.fit()

    def fit(self) -> None:
        """Sizes that follow the size of type."""
        one = self.fontMetrics().horizontalAdvance("字")
        for column, characters in ((NUMBER, 8), (DAY, 7), (VALUE, 6)):
            self.table.setColumnWidth(column, characters * one)
        self.table.fit_type()

    def name(self, line: FigureLine, part: Part = Part.NOW) -> None:
        """Say which cell's rows are coming."""
        at = list(Part).index(part)
        self.head.setText(f"{line.figure.label}　{PARTS[part]}{line.cells()[at]} {line.figure.unit}")
        self.model.unit = line.figure.unit
        self.words.setText(f"口径：{line.words}。")
        values = (line.figure.value, line.year_to_date, line.last_year)
        self._expected = values[at] if line.counted else None
        self._say("" if line.counted else "平均数、比率由别的指标算出，没有自己的明细。", "")

    def name_cell(self, code: str, part: Part, text: str) -> None:
        """Say which number of a form the rows that are coming stand behind."""
        counting = MEASURES[code]
        self.head.setText(f"{counting.label}　{PARTS[part]}{text}")
        self.model.unit = counting.unit
        self.words.setText(f"口径：{counting.words}。")
        self._expected = None
        self._say("", "")

    def show_rows(self, rows: list[FigureRow]) -> None:
        """Show the rows, the first one current."""
        self.model.show(rows)
        if rows:
            self.table.selectRow(0)
        if self._expected is None:
            return
        total = sum(row.value for row in rows)
        if total != self._expected:
            now = shown(total, self.model.unit)
            self._say(f"明细现在合计 {now}：结账以后记录更正过（列入更正表），或者统计年度改过。", "amber")
        elif not rows:
            self._say("没有计入这项数字的记录。", "")

    def show_finding(self, finding: Finding) -> None:
        """Show the records for which a cross-check does not hold, each with what it is out by."""
        self.head.setText("不符的记录")
        self.words.setText(finding.sentence)
        self.model.unit = ""
        self._expected = None
        self._say("", "")
        self.show_rows(list(finding.rows))

    def _say(self, text: str, tone: str) -> None:
        theme.set_tone(self.note, tone)
        self.note.setText(text)
        self.note.setVisible(bool(text))
