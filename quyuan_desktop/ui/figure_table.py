"""The figures of a period as a table: groups, values with a bar, yardsticks; and how its cells are painted."""

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSettings,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from quyuan_desktop.domain.figures import FigureLine, accumulates, heads
from quyuan_desktop.services.report_desk import Part
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.clipboard_table import table_mime
from quyuan_desktop.ui.lines_table import keep_width, kept_width
from quyuan_desktop.ui.row_table import dress_table, edge, indent_head, padding

LINE_ROLE = Qt.ItemDataRole.UserRole
BAR_ROLE = Qt.ItemDataRole.UserRole + 1
LABEL, VALUE, BAR, TO_DATE, LAST_YEAR, CHANGE, CODE = range(7)
HEADS = ("指标", "本月", "", "本年累计", "上年同期", "同比", "代码")
WIDTHS = {LABEL: 13, VALUE: 7, TO_DATE: 6, LAST_YEAR: 6, CHANGE: 6, CODE: 15}
"""In Chinese characters; the bar takes what is left."""
GIVING_WAY = (CODE, BAR, LAST_YEAR, TO_DATE)
"""Columns that hide, in this order, when there is no room for all."""
LEAST_BAR = 4
WIDEST_LABEL = 20
"""Up to so many characters the names take of what room there is, unless the person has set their width."""
PARTS = {VALUE: Part.NOW, TO_DATE: Part.TO_DATE, LAST_YEAR: Part.LAST_YEAR}
"""The columns whose cells have records behind them; any other opens those of the period."""
WIDTH_KEY = "report/width"

LONGEST_BAR = 320

Index = QModelIndex | QPersistentModelIndex


def change_text(line: FigureLine) -> str:
    """同比 in words: +12.5%, 持平, or 「—」 when there was nothing the year before."""
    if line.change is None:
        return "—"
    return "持平" if line.change == 0 else f"{line.change:+.2f}%"


class FigureModel(QAbstractTableModel):
    """Lines of a FigureTable with a row for the name of each group."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[FigureLine | str] = []
        self._largest: dict[str, int] = {}
        self.word = HEADS[VALUE]

    def show(self, lines: list[FigureLine], word: str = HEADS[VALUE]) -> None:
        """Show these lines, in their order; `word` is what the period is called (本月, 本季)."""
        self.beginResetModel()
        self.word = word
        self._rows = []
        self._largest = {}
        group = None
        for line in lines:
            if line.group != group:
                group = line.group
                self._rows.append(group)
            self._rows.append(line)
            self._largest[group] = max(self._largest.get(group, 0), line.figure.value)
        self.endResetModel()

    def line(self, row: int) -> FigureLine | None:
        """The figure in a row; None for the name of a group."""
        if not 0 <= row < len(self._rows):
            return None
        found = self._rows[row]
        return None if isinstance(found, str) else found

    def row_of(self, code: str) -> int | None:
        """Where the figure `code` stands."""
        rows = (at for at in range(len(self._rows)) if (line := self.line(at)) and line.figure.code == code)
        return next(rows, None)

    def find(self, typed: str) -> int | None:
        """The first figure whose code begins with, or whose code or name contains, what was typed."""
        wanted = typed.strip().casefold()
        if not wanted:
            return None
        figures = [(at, line.figure) for at in range(len(self._rows)) if (line := self.line(at))]
        for fits in (
            lambda figure: figure.code == wanted,
            lambda figure: figure.code.startswith(wanted),
            lambda figure: wanted in figure.code or wanted in figure.label.casefold(),
        ):
            for at, figure in figures:
                if fits(figure):
                    return at
        return None

    # -- Qt's questions

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() else len(HEADS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self.line(index.row()) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is Qt.Orientation.Vertical or not 0 <= section < len(HEADS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return heads(self.word)[0] if section == VALUE else HEADS[section]
        return _aligned(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, column = self.line(index.row()), index.column()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _aligned(column)
        if role == LINE_ROLE:
            return line
        if line is None:
            named = role == Qt.ItemDataRole.DisplayRole and column == LABEL
            return self._rows[index.row()] if named else None
        if role == Qt.ItemDataRole.DisplayRole:
            return _text(line, column)
        if role == BAR_ROLE and column == BAR:
            return line.figure.value / max(1, self._largest[line.group])
        return f"{line.figure.code}\n{line.words}" if role == Qt.ItemDataRole.ToolTipRole else None


def _aligned(column: int) -> Qt.AlignmentFlag:
    right = column in (VALUE, TO_DATE, LAST_YEAR, CHANGE)
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _text(line: FigureLine, column: int) -> str:
    figure = line.figure
    return (
        figure.label,
        f"{line.cells()[0]} {figure.unit}",
        "",
        *line.cells()[1:],
        change_text(line),
        figure.code,
    )[column]


class FigureDelegate(QStyledItemDelegate):
    """Paints a figure's cell: a quiet bar beside the month's value, zeros grey, names of groups bold."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect  # type: ignore[attr-defined]  # the stubs lack the option's fields
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]  # as above
        shown = theme.colours()
        line = index.data(LINE_ROLE)
        painter.save()
        if line is None:
            painter.fillRect(rect, QColor(shown.window))
        elif state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(shown.soft))
        painter.setPen(QColor(shown.hairline))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        share = index.data(BAR_ROLE)
        if share:
            self._bar(painter, rect, share)
        self._write(painter, rect, index, line)
        if line is not None and index.column() in PARTS and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(shown.accent))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.restore()

    def _bar(self, painter: QPainter, rect: QRect, share: float) -> None:
        room = min(rect.width() - theme.px(16), theme.px(LONGEST_BAR))
        bar = QRect(rect.left() + theme.px(8), 0, max(theme.px(2), round(room * share)), theme.px(8))
        bar.moveTop(rect.center().y() - bar.height() // 2)
        painter.setOpacity(0.6)
        painter.fillRect(bar, theme.mark(""))
        painter.setOpacity(1)

    def _write(self, painter: QPainter, rect: QRect, index: Index, line: FigureLine | None) -> None:
        shown = theme.colours()
        text = str(index.data() or "")
        box = rect.adjusted(edge() if index.column() == LABEL else padding(), 0, -padding(), 0)
        if line is None:
            painter.setPen(QColor(shown.muted))
        else:
            if index.column() == LABEL:
                box.adjust(padding() * 2, 0, 0, 0)
            quiet = index.column() == CODE or text.split(" ")[0] in ("0", "—")
            painter.setPen(QColor(shown.muted if quiet else shown.text))
        shortened = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, index.data(Qt.ItemDataRole.TextAlignmentRole), shortened)


class FigureView(QTableView):
    """The table of figures. entered(): Enter or a double click; typed(str): a character of a code.

    Widths are kept in `layout`, Ctrl+C copies the whole table.
    """

    entered = Signal()
    typed = Signal(str)

    def __init__(self, model: FigureModel, layout: QSettings) -> None:
        super().__init__()
        self._model = model
        self._layout = layout
        self._fitting = False
        self.setModel(model)
        self.setItemDelegate(FigureDelegate(self))
        self.setAccessibleName("各项数字")
        dress_table(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setSectionResizeMode(BAR, QHeaderView.ResizeMode.Stretch)
        self.doubleClicked.connect(lambda _: self.entered.emit())
        self.horizontalHeader().sectionResized.connect(self._remember)

    def _remember(self, column: int, old: int, new: int) -> None:
        mode = self.horizontalHeader().sectionResizeMode(column)
        if not self._fitting and new and mode is QHeaderView.ResizeMode.Interactive and column in WIDTHS:
            keep_width(self._layout, WIDTH_KEY, column, new / self.fontMetrics().horizontalAdvance("字"))

    @property
    def part(self) -> Part:
        """Which number of the line one stands on."""
        return PARTS.get(self.currentIndex().column(), Part.NOW)

    def copy(self) -> None:
        """Put the table on the clipboard, as Excel and WPS take it."""
        model = self._model
        shown = [column for column in range(model.columnCount()) if column not in (BAR, *self._without())]
        lines = [[str(model.headerData(each, Qt.Orientation.Horizontal)) for each in shown]]
        for row in range(model.rowCount()):
            lines.append([str(model.index(row, column).data() or "") for column in shown])
        QApplication.clipboard().setMimeData(table_mime(lines))

    def _without(self) -> tuple[int, ...]:
        """The columns that the period has not: a year is its own year to date."""
        return () if accumulates(self._model.word) else (TO_DATE,)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "_fitting"):
            self.fit()

    def fit(self) -> None:
        """Sizes that follow the size of type, the room there is, and what the person has made of them."""
        self._fitting = True
        self._fit()
        self._fitting = False

    def _fit(self) -> None:
        one = self.fontMetrics().horizontalAdvance("字")
        wide = {at: kept_width(self._layout, WIDTH_KEY, at, usual) for at, usual in WIDTHS.items()}
        needed = {**wide, BAR: LEAST_BAR}
        hidden = list(self._without())
        for column in (-1, *GIVING_WAY):
            hidden += [column]
            if sum(each * one for at, each in needed.items() if at not in hidden) <= self.viewport().width():
                break
        spare = self.viewport().width() / one - sum(each for at, each in needed.items() if at not in hidden)
        if spare > 0 and wide[LABEL] == WIDTHS[LABEL]:
            wide[LABEL] = min(WIDEST_LABEL, wide[LABEL] + spare / 2)
        for column, each in wide.items():
            self.setColumnWidth(column, round(each * one))
        for column in needed:
            self.setColumnHidden(column, column in hidden)
        if BAR in hidden:
            self.horizontalHeader().setSectionResizeMode(LABEL, QHeaderView.ResizeMode.Stretch)
        else:
            self.horizontalHeader().setSectionResizeMode(LABEL, QHeaderView.ResizeMode.Interactive)
            self.setColumnWidth(LABEL, round(wide[LABEL] * one))
        self.verticalHeader().setDefaultSectionSize(theme.px(theme.ROW))
        indent_head(self.horizontalHeader())

    def follow(self) -> None:
        """Show the columns that the period has; the name of a group takes its whole row."""
        self.fit()
        self.clearSpans()
        for row in range(self._model.rowCount()):
            if self._model.line(row) is None:
                self.setSpan(row, 0, 1, self._model.columnCount())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.text()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif letter.isprintable() and letter.strip() and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.typed.emit(letter)
        else:
            super().keyPressEvent(event)
