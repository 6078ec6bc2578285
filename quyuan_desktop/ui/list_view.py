"""The list of a register: rows with hairlines, columns one may choose, a sum of what is selected, copying."""

from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QWidget

from quyuan_desktop.services.list_records import ListRow
from quyuan_desktop.ui.clipboard_table import table_mime
from quyuan_desktop.ui.columns import LIMIT, STANDING, STANDING_TONES, is_void, summed_field, table_lines
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.list_columns import ListColumns
from quyuan_desktop.ui.row_table import RowLook, RowTable
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.table_model import RegisterModel

MOST_ROWS = 5000

Index = QModelIndex | QPersistentModelIndex


class RecordList(RowTable):
    """The table of one register.

    opened(uid): Enter or a double click; chosen(ListRow | None): the row one stands on;
    summed(str): what is selected, in words, empty for less than two rows; lacking(uid): the record one was to
    stand on is not in the list.
    """

    opened = Signal(str)
    chosen = Signal(object)
    summed = Signal(str)
    lacking = Signal(str)

    def __init__(self, sitting: Sitting, model: RegisterModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._said = sitting.said
        self._copied = Latest(self, sitting.tasks)
        self._counted = Latest(self, sitting.tasks)
        self._kept: tuple[str, date | None] | None = None
        self._strict = False
        keys = [column.key for column in model.columns]
        self._limit_column = keys.index(LIMIT) if LIMIT in keys else -1
        self._standing_column = keys.index(STANDING) if STANDING in keys else -1
        self._kept_scroll = 0
        self.setModel(model)
        self.setAccessibleName(f"{model.register.label}列表")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._columns = ListColumns(self, model, sitting.layout)
        self._columns.said.connect(self._said)
        self._listen()

    def look(self, row: int) -> RowLook:
        line = self._model.line(row)
        if line is None:
            return RowLook(self._model.placeholder(row), quiet=True)
        void = is_void(line.row)
        tones = []
        if line.row.limit is not None and line.row.limit.tone:
            tones.append((self._limit_column, line.row.limit.tone))
        if tone := STANDING_TONES.get(line.row.standing):
            tones.append((self._standing_column, tone))
        return RowLook(line.texts, quiet=void, void=void, tagged=0 if void else -1, tones=tuple(tones))

    def right(self, section: int) -> bool:
        return self._model.columns[section].right

    def _listen(self) -> None:
        self.doubleClicked.connect(lambda index: self._open(index.row()))
        self._model.modelAboutToBeReset.connect(self._before_reset)
        self._model.modelReset.connect(self._after_reset)
        self._model.dataChanged.connect(self._arrived)

    def column_menu(self) -> QMenu:
        """The menu that chooses columns and the order."""
        return self._columns.menu()

    def shown_columns(self) -> tuple[tuple[str, str], ...]:
        """Keys and heads of the columns one sees, in the order in which they stand."""
        shown = (self._model.columns[at] for at in self._columns.shown())
        return tuple((column.key, column.label) for column in shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._columns.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "_columns"):
            self.fit_type()
            self._columns.follow_type()

    # -- standing on a row

    def current_row(self) -> ListRow | None:
        """The row one stands on."""
        index = self.currentIndex()
        return self._model.row(index.row()) if index.isValid() else None

    def expect(self, uid: str, day: date | None = None) -> None:
        """This record and no other is to be stood on, now or when the list is read again."""
        self._kept, self._strict = (uid, day), True

    def relent(self) -> None:
        """If what is expected is not in the list any other record will do."""
        self._strict = False

    def stand_on(self, uid: str, day: date) -> None:
        """Go to the record `uid` of `day` wherever it stands in the list; if it is not in it, say lacking."""
        self.expect(uid, day)

        def found(at: int | None) -> None:
            row = self._model.row(at) if at is not None and at < self._model.rowCount() else None
            if at is None:
                self._lack(uid)
            elif at >= self._model.rowCount() or (row is not None and row.uid != uid):
                self._model.reload()  # the ledger has changed since the list was read
            else:
                self._stand(at)

        self._model.locate(uid, day, found)

    def _lack(self, uid: str) -> None:
        self.clearSelection()
        self.setCurrentIndex(QModelIndex())
        self.lacking.emit(uid)

    def _stand(self, at: int) -> None:
        self.selectRow(at)
        self.scrollTo(self._model.index(at, 0))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if not current.isValid():
            self.chosen.emit(None)
            return
        self._strict = False
        if current.row() != previous.row() or not previous.isValid():
            self.chosen.emit(self._model.row(current.row()))

    def _arrived(self, first: Index, last: Index) -> None:
        at = self.currentIndex().row()
        if first.row() <= at <= last.row():
            self.chosen.emit(self._model.row(at))

    def _before_reset(self) -> None:
        row = self.current_row() if self._model.rowCount() else None
        if row is not None and not self._strict:
            self._kept = (row.uid, row.day)
        self._kept_scroll = self.verticalScrollBar().value()

    def _after_reset(self) -> None:
        self.verticalScrollBar().setValue(self._kept_scroll)
        self.summed.emit("")
        uid, day = self._kept or ("", None)
        if self._strict and day is None:
            return  # its day is still being asked for; whoever expects it will say stand_on
        if day is None:
            self._stand_again(uid, 0)
        else:
            self._model.locate(uid, day, lambda at: self._stand_again(uid, at))

    def _stand_again(self, uid: str, at: int | None) -> None:
        if self.currentIndex().isValid():
            return
        if self._strict and at is None:
            self._lack(uid)
        elif self._model.rowCount():
            self._stand(min(at or 0, self._model.rowCount() - 1))

    def _open(self, at: int) -> None:
        row = self._model.row(at)
        if row is not None:
            self.opened.emit(row.uid)

    # -- selecting and copying

    def _spans(self) -> list[tuple[int, int]]:
        chosen = self.selectionModel().selection()
        ranges = {(chosen.at(each).top(), chosen.at(each).bottom()) for each in range(chosen.count())}
        merged: list[tuple[int, int]] = []
        for first, last in sorted(ranges):
            if merged and first <= merged[-1][1] + 1:
                merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
            else:
                merged.append((first, last))
        return merged

    def selectionChanged(self, selected: Any, deselected: Any) -> None:
        super().selectionChanged(selected, deselected)
        spans = self._spans()
        lines = sum(last - first + 1 for first, last in spans)
        field = summed_field(self._model.register)
        if lines < 2 or lines > MOST_ROWS or field is None:
            self._counted.drop()
            self.summed.emit(f"选中 {lines} 行" if lines > 1 else "")
            return
        unit = getattr(field.kind, "unit", "")

        def tell(rows: list[ListRow]) -> None:
            counted = [row.values.get(field.name) for row in rows if not is_void(row)]
            known = [each for each in counted if each is not None]
            total = f"　合计 {sum(known)} {unit}" if len(known) == len(counted) else ""
            self.summed.emit(f"选中 {len(rows)} 行{total}")

        self._model.collect(spans, self._counted, tell)

    def copy_selection(self) -> None:
        """Copy the selected rows as a table, in the columns that are seen and in their order."""
        spans = self._spans()
        lines = sum(last - first + 1 for first, last in spans)
        if not lines:
            self._said.emit("没有选中任何行。请先点选要复制的行，再按 Ctrl+C。")
            return
        if lines > MOST_ROWS:
            self._said.emit(f"选中了 {lines} 行，一次最多复制 {MOST_ROWS} 行。请缩小筛选范围再复制。")
            return
        columns = tuple(self._model.columns[at] for at in self._columns.shown())

        def put(rows: list[ListRow]) -> None:
            QGuiApplication.clipboard().setMimeData(table_mime(list(table_lines(columns, rows))))
            self._said.emit(f"已复制 {len(rows)} 行，可粘贴到 Excel 或 WPS 表格。")

        self._model.collect(spans, self._copied, put)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex().row())
        elif plain and key == Qt.Key.Key_Home and self._model.rowCount():
            self._stand(0)
        elif plain and key == Qt.Key.Key_End and self._model.rowCount():
            self._stand(self._model.rowCount() - 1)
        else:
            super().keyPressEvent(event)
