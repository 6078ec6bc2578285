"""A plain table of lines that open something; its column widths are kept, Ctrl+C copies what is selected."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSettings,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QHeaderView

from quyuan_desktop.ui import theme
from quyuan_desktop.ui.clipboard_table import table_mime
from quyuan_desktop.ui.row_table import RowLook, RowTable

Index = QModelIndex | QPersistentModelIndex


class Head(NamedTuple):
    """A column: its name, its width in Chinese characters (0: what is left), whether its texts stand at the right."""

    name: str
    wide: int
    right: bool = False


class Shown(NamedTuple):
    """A line: its texts, what is handed back when it is opened; `quiet`: it counts no more; the column `toned` has a
    meaning, `tone`."""

    texts: tuple[str, ...]
    what: Any
    quiet: bool = False
    tips: str = ""
    tone: str = ""
    toned: int = -1


class LinesModel(QAbstractTableModel):
    """The lines of a table."""

    def __init__(self, heads: Sequence[Head], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.heads = tuple(heads)
        self.lines: list[Shown] = []

    def show(self, lines: Sequence[Shown]) -> None:
        """Show these lines."""
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() else len(self.heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is Qt.Orientation.Vertical or not 0 <= section < len(self.heads):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.heads[section].name
        return self._aligned(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.texts[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._aligned(index.column())
        return (line.tips or line.texts[index.column()]) if role == Qt.ItemDataRole.ToolTipRole else None

    def _aligned(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if self.heads[column].right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


class LinesTable(RowTable):
    """opened(what): Enter or a double click. Widths are kept in `layout` under `key`."""

    opened = Signal(object)

    def __init__(self, name: str, heads: Sequence[Head], layout: QSettings, key: str) -> None:
        super().__init__()
        self.lines = LinesModel(heads, self)
        self._layout, self._key = layout, key
        self._fitting = False
        self.setModel(self.lines)
        self.setAccessibleName(name)
        self.horizontalHeader().setSectionsClickable(False)
        self.doubleClicked.connect(lambda at: self.opened.emit(self.lines.lines[at.row()].what))
        self.horizontalHeader().sectionResized.connect(self._remember)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "_key"):
            self.fit()

    def fit(self) -> None:
        """Sizes that follow the size of type, or what the person has made of them."""
        one = self.fontMetrics().horizontalAdvance("字")
        self._fitting = True
        for column, head in enumerate(self.lines.heads):
            if head.wide:
                self.setColumnWidth(column, round(kept_width(self._layout, self._key, column, head.wide) * one))
            else:
                self.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self._fitting = False
        self.setMinimumHeight(theme.px(theme.ROW) * 2)  # the head and a line
        self.fit_type()

    def _remember(self, column: int, old: int, new: int) -> None:
        if not self._fitting and self.lines.heads[column].wide:
            keep_width(self._layout, self._key, column, new / self.fontMetrics().horizontalAdvance("字"))

    def show_lines(self, lines: Sequence[Shown]) -> None:
        """Show these lines, the first one current."""
        self.lines.show(lines)
        if lines:
            self.selectRow(0)

    def look(self, row: int) -> RowLook:
        line = self.lines.lines[row]
        return RowLook(line.texts, quiet=line.quiet, tones=((line.toned, line.tone),) if line.tone else ())

    def right(self, section: int) -> bool:
        return self.lines.heads[section].right

    def copy(self) -> None:
        """Put the selected lines, or all when there is one only, on the clipboard."""
        chosen = sorted({each.row() for each in self.selectedIndexes()})
        rows = chosen if len(chosen) > 1 else range(len(self.lines.lines))
        heads = [head.name for head in self.lines.heads]
        QApplication.clipboard().setMimeData(
            table_mime([heads, *(list(self.lines.lines[row].texts) for row in rows)])
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.lines.lines[self.currentIndex().row()].what)
        else:
            super().keyPressEvent(event)


def kept_width(layout: QSettings, key: str, column: int, usual: float) -> float:
    """The width of a column in characters, as the person has left it."""
    try:
        return min(80.0, max(2.0, float(str(layout.value(f"{key}/{column}", usual)))))
    except ValueError:
        return usual


def keep_width(layout: QSettings, key: str, column: int, wide: float) -> None:
    """Remember a width in characters."""
    layout.setValue(f"{key}/{column}", round(wide, 2))
