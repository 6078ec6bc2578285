"""A sheet of a superior's form as a grid: its words, merged cells and widths; what is tied to a figure is tinted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from quyuan_desktop.services.form_contents import SOURCES, VALUES, Content, holds
from quyuan_desktop.services.own_forms import FormSheet, MappedCell, OwnForm, Place, name_of
from quyuan_desktop.ui import theme

Index = QModelIndex | QPersistentModelIndex

PADDING = 6
LEAST_HEIGHT = 26
MOST_WIDTH = 420
SPARE = 2
"""Empty rows and columns shown beyond what the sheet holds."""
_ALIGNED = {
    "center": Qt.AlignmentFlag.AlignHCenter,
    "centerContinuous": Qt.AlignmentFlag.AlignHCenter,
    "distributed": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}


@dataclass(frozen=True, slots=True)
class Tied:
    """What a tied cell says, in words, and what that is in the period (None: not counted yet)."""

    words: str
    content: Content | None


TIED_ROLE = Qt.ItemDataRole.UserRole
FORMULA_ROLE = Qt.ItemDataRole.UserRole + 1
LOOK_ROLE = Qt.ItemDataRole.UserRole + 2
FURTHEST = 12
"""Columns over which a text runs into the empty cells beside it."""


def told(cell: MappedCell) -> str:
    """What a tied cell says, in words: 咨询人次 本年累计."""
    source = SOURCES.get(cell.code)
    label = source.label if source else f"{cell.code}（已停用）"
    return f"{label} {VALUES[cell.value]}" if cell.value in VALUES else label


class FormModel(QAbstractTableModel):
    """The cells of one sheet, and what of them is tied."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sheet: FormSheet | None = None
        self._tied: dict[Place, Tied] = {}

    def show(self, sheet: FormSheet | None) -> None:
        """Show another sheet, nothing of it tied yet."""
        self.beginResetModel()
        self.sheet, self._tied = sheet, {}
        self.endResetModel()

    def tie(self, form: OwnForm, contents: dict[tuple[str, str], Content], at: Callable[[str], Place]) -> None:
        """Show what is tied, and what it comes to."""
        if self.sheet is None:
            return
        name = self.sheet.name
        mine = [each for each in form.cells if each.sheet == name]
        self._tied = {at(each.cell): Tied(told(each), contents.get((name, each.cell))) for each in mine}
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    # -- Qt's questions

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() or self.sheet is None else self.sheet.rows + SPARE

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() or self.sheet is None else self.sheet.columns + SPARE

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return str(section + 1) if orientation is Qt.Orientation.Vertical else name_of((0, section))[:-1]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self.sheet is None:
            return None
        place = self.sheet.first_of((index.row(), index.column()))
        cell, tied = self.sheet.cell(place), self._tied.get(place)
        if role == TIED_ROLE:
            return tied
        if role == Qt.ItemDataRole.DisplayRole:
            if tied is not None and tied.content is not None and cell.text.strip():
                return str(holds(cell, tied.content))
            return cell.text if not cell.formula else "公式"
        if role == LOOK_ROLE:
            return cell.look
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole) and tied is not None:
            value = f"：{tied.content.shown()}" if tied.content else ""
            return f"{name_of(place)} {tied.words}{value}"
        if role == Qt.ItemDataRole.FontRole:
            font = theme.font()
            font.setBold(cell.look.bold)
            return font
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGNED.get(cell.look.align, Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter
        return cell.formula if role == FORMULA_ROLE else None


class FormDelegate(QStyledItemDelegate):
    """Paints a cell: the form's words, or what is tied to it with its value; a frame around the current one."""

    def __init__(self, grid: QTableView) -> None:
        super().__init__(grid)
        self._grid = grid

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect  # type: ignore[attr-defined]  # the stubs lack the option's fields
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]  # as above
        tied: Tied | None = index.data(TIED_ROLE)
        painter.save()
        painter.setClipRect(rect)
        if tied is not None:
            painter.fillRect(rect, theme.colour("soft"))
        if index.data():
            self._words(painter, rect, index)
        elif tied is not None:
            self._tied(painter, rect, tied, dated=index.data(LOOK_ROLE).dated)
        else:
            self._overflow(painter, rect, index)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(theme.colour("accent"), theme.px(2)))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def _words(self, painter: QPainter, rect: QRect, index: Index) -> None:
        painter.setFont(index.data(Qt.ItemDataRole.FontRole))
        painter.setPen(theme.colour("muted" if index.data(FORMULA_ROLE) else "text"))
        wrap = index.data(LOOK_ROLE).wrap or self._grid.columnSpan(index.row(), index.column()) > 1
        flag = Qt.TextFlag.TextWordWrap if wrap else Qt.TextFlag.TextDontClip
        box = rect.adjusted(theme.px(PADDING), 0, -theme.px(PADDING), 0)
        painter.drawText(box, index.data(Qt.ItemDataRole.TextAlignmentRole) | flag, str(index.data()))

    def _overflow(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """The words of a cell further left that run into this empty one, as in Excel."""
        row, model = index.row(), index.model()
        for column in range(index.column() - 1, max(-1, index.column() - FURTHEST), -1):
            other = model.index(row, column)
            if not other.data() and other.data(TIED_ROLE) is None:
                continue
            aligned = other.data(Qt.ItemDataRole.TextAlignmentRole)
            if other.data() and aligned & Qt.AlignmentFlag.AlignLeft and not other.data(LOOK_ROLE).wrap:
                left = self._grid.columnViewportPosition(column)
                self._words(painter, QRect(left, rect.top(), rect.right() - left, rect.height()), other)
            return

    def _tied(self, painter: QPainter, rect: QRect, tied: Tied, *, dated: bool) -> None:
        """The value at the right, what it is at the left as far as there is room."""
        box = rect.adjusted(theme.px(PADDING), 0, -theme.px(PADDING), 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        bold = theme.font()
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(theme.colour("text"))
        value = tied.content.shown() if tied.content else "…"
        if dated and tied.content and isinstance(tied.content.value, date):
            value = f"{tied.content.value:%Y-%m-%d}"
        shown = self._short(painter, value, box.width())
        painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, shown)
        room = box.width() - painter.fontMetrics().horizontalAdvance(shown) - theme.px(6)
        painter.setFont(theme.font(8.5))
        if room > painter.fontMetrics().horizontalAdvance("字…"):
            painter.setPen(theme.colour("muted"))
            painter.drawText(
                box, middle | Qt.AlignmentFlag.AlignLeft, self._short(painter, tied.words.partition(" ")[0], room)
            )

    def _short(self, painter: QPainter, words: str, room: int) -> str:
        metrics = painter.fontMetrics()
        if metrics.horizontalAdvance(words) <= room:
            return words
        return metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)


class FormGrid(QTableView):
    """The sheet. stood(place): another cell is the current one; asked(str): Enter, a double click ('') or a typed
    character; cleared(): Delete."""

    stood = Signal(object)
    asked = Signal(str)
    cleared = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.form = FormModel(self)
        self.setModel(self.form)
        self.setItemDelegate(FormDelegate(self))
        self.setAccessibleName("上级报表的空表")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setSectionsClickable(False)
            header.setMinimumSectionSize(0)
        self.selectionModel().currentChanged.connect(lambda *_: self.stood.emit(self.place()))
        self.doubleClicked.connect(lambda _: self.asked.emit(""))

    def place(self) -> Place | None:
        """The cell one stands on, of merged ones the first."""
        index = self.currentIndex()
        if not index.isValid() or self.form.sheet is None:
            return None
        return self.form.sheet.first_of((index.row(), index.column()))

    def stand_on(self, place: Place) -> None:
        """Go to that cell."""
        index = self.form.index(*place)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def step_down(self) -> None:
        """Go to the cell below, as Excel does on Enter."""
        place, sheet = self.place(), self.form.sheet
        if place is not None and sheet is not None:
            below = place[0] + sheet.spans.get(place, (1, 1))[0]
            if below < self.form.rowCount():
                self.stand_on(sheet.first_of((below, place[1])))

    def show_sheet(self, sheet: FormSheet | None) -> None:
        """Show that sheet as wide and high as it is."""
        self.clearSpans()
        self.form.show(sheet)
        if sheet is None:
            return
        for (row, column), (rows, columns) in sheet.spans.items():
            self.setSpan(row, column, rows, columns)
        self.fit()

    def fit(self) -> None:
        """Sizes that follow the sheet and the size of type."""
        sheet = self.form.sheet
        if sheet is None:
            return
        for column in range(self.form.columnCount()):
            width = sheet.widths.get(column, sheet.usual_width)
            self.setColumnHidden(column, width <= 0)
            if width > 0:
                self.setColumnWidth(column, theme.px(min(width * 7 + 5, MOST_WIDTH)))
        for row in range(self.form.rowCount()):
            height = sheet.heights.get(row, sheet.usual_height)
            self.setRowHidden(row, height <= 0)
            if height > 0:
                self.setRowHeight(row, theme.px(max(height * 4 / 3, LEAST_HEIGHT)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter, control = event.text(), event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.asked.emit("")
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.cleared.emit()
        elif letter.isprintable() and letter.strip() and not control & ~Qt.KeyboardModifier.KeypadModifier:
            self.asked.emit(letter)
        else:
            super().keyPressEvent(event)
