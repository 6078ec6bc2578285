"""The grid of an entry sheet: each cell is typed into with the editor that the form has for its field."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.registers.linked import Link
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.composing_table import ComposingTable
from quyuan_desktop.ui.editor import Editor
from quyuan_desktop.ui.editors import make_editor
from quyuan_desktop.ui.entry_model import EntryModel, Index
from quyuan_desktop.ui.line_editors import Suggest
from quyuan_desktop.ui.sitting import Sitting

_BEGUN = "begun"
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
WIDTHS = {kinds.Day: 6, kinds.Clock: 3, kinds.Number: 5, kinds.Flag: 4, kinds.Choice: 6, Link: 10}
OTHERS = 8
"""Characters of a column at the most, by the kind of its field; a longer head takes two lines."""


class EntryDelegate(QStyledItemDelegate):
    """Makes the editors. stepped(by): Enter or Tab (1), Shift+Tab (-1) left the editor."""

    stepped = Signal(int)

    def __init__(self, sitting: Sitting, model: EntryModel, suggest: Suggest, parent: QObject) -> None:
        super().__init__(parent)
        self._sitting, self._model, self._suggest = sitting, model, suggest
        self._open: dict[QObject, Editor] = {}

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        place = self._sitting.place
        field = self._model.fields[index.column()]
        editor = make_editor(field, lambda: place.today, self._suggest, self._sitting)
        editor.setParent(parent)
        editor.setAutoFillBackground(True)
        editor.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the table asks for it once a composition has ended
        editor.control.setMaximumWidth(16_777_215)
        editor.control.setMinimumWidth(0)
        editor.control.setStyleSheet("QLineEdit { border-radius: 0; }")
        editor.control.installEventFilter(self)
        self._open[editor.control] = editor
        editor.destroyed.connect(lambda: self._forget(editor))
        editor.entered.connect(lambda: self._commit(editor, 1))
        editor.left.connect(lambda: self._commit(editor, 0))
        return editor

    def _forget(self, editor: Editor) -> None:
        self._open = {control: each for control, each in self._open.items() if each is not editor}

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        # Qt asks again whenever another cell changes: what is being typed stays.
        if isinstance(editor, Editor) and not editor.property(_BEGUN):
            editor.setProperty(_BEGUN, True)
            editor.retype(self._model.typed_at(index.row(), index.column()))
            select = getattr(editor.control, "selectAll", None)
            if select is not None:
                select()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, Editor):
            editor.finish()
            self._model.put(index.row(), index.column(), editor.typed())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect)  # type: ignore[attr-defined]  # the stubs leave the fields out

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]  # the stubs leave the fields out
        if state & QStyle.StateFlag.State_HasFocus:
            painter.save()
            painter.setPen(QPen(theme.colour("accent"), theme.px(2)))
            painter.drawRect(option.rect.adjusted(1, 1, -2, -2))  # type: ignore[attr-defined]  # likewise
            painter.restore()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        editor = self._open.get(watched)
        if editor is None:
            return isinstance(watched, Editor) and super().eventFilter(watched, event)
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                self._commit(editor, 1 if event.key() == Qt.Key.Key_Tab else -1)
                return True
            if event.key() == Qt.Key.Key_Escape and not getattr(editor.control, "dropped", False):
                self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.RevertModelCache)
                return True
        return False

    def _commit(self, editor: Editor, step: int) -> None:
        if editor.control not in self._open:
            return
        self.commitData.emit(editor)
        del self._open[editor.control]
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        if step:
            self.stepped.emit(step)


class EntryGrid(ComposingTable):
    """The table. pasted(row, column, texts): a block came from the clipboard; stood(row): the line one stands in."""

    pasted = Signal(int, int, object)
    stood = Signal(int)

    def __init__(self, sitting: Sitting, model: EntryModel, suggest: Suggest) -> None:
        super().__init__()
        self._model = model
        self.setModel(model)
        self.delegate = EntryDelegate(sitting, model, suggest, self)
        self.delegate.stepped.connect(self._step)
        self.setItemDelegate(self.delegate)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setAccessibleName("成批录入的表格")
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        )
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.fit()

    def fit(self) -> None:
        """Give columns the width their fields have, in the size of type that is set."""
        one = self.fontMetrics().horizontalAdvance("字")
        self.verticalHeader().setDefaultSectionSize(theme.px(theme.ROW + 4))
        for column, field in enumerate(self._model.fields):
            most = WIDTHS.get(type(field.kind), OTHERS)
            self.setColumnWidth(column, (min(max(field.width, 3), most) + 1) * one)
        self.verticalHeader().setFixedWidth(4 * one)
        self.horizontalHeader().setFixedHeight(2 * self.fontMetrics().height() + theme.px(8))

    def stand(self, row: int, column: int) -> None:
        """Go to a cell."""
        self.setCurrentIndex(self._model.index(row, column))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self._model.stand_in(current.row())
            self.stood.emit(current.row())

    def _step(self, by: int) -> None:
        index, last = self.currentIndex(), self._model.columnCount() - 1
        row, column = index.row(), index.column() + by
        if column > last:
            row, column = row + 1, 0
        elif column < 0:
            row, column = row - 1, last
        if 0 <= row < self._model.rowCount():
            self.stand(row, column)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        doing = self._doing(event)
        if doing is None:
            super().keyPressEvent(event)
            return
        doing()
        event.accept()

    def _doing(self, event: QKeyEvent) -> Callable[[], None] | None:
        """What a key does that Qt's table leaves undone."""
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.matches(QKeySequence.StandardKey.Paste):
            return self.paste
        if event.matches(QKeySequence.StandardKey.Copy):
            return self.copy
        if control and key == Qt.Key.Key_D:
            return self.repeat_above
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and plain:
            return self.clear
        if (key in _ENTER or key == Qt.Key.Key_Tab) and plain:
            return lambda: self._step(1)
        return (lambda: self._step(-1)) if key == Qt.Key.Key_Backtab else None

    def focusNextPrevChild(self, forward: bool) -> bool:
        # Tab goes from cell to cell, and leaves the table from its last line.
        return False

    def repeat_above(self) -> None:
        """Let the selected cells say what the cells above the selection say; without any above, nothing."""
        chosen = self.selectedIndexes() or [self.currentIndex()]
        top = min(index.row() for index in chosen)
        # One cell takes the one above it; of several, all take the topmost one, as in a spreadsheet.
        source = top - 1 if len({index.row() for index in chosen}) == 1 else top
        if source < 0:
            return
        for index in chosen:
            if index.row() != source:
                self._model.put(index.row(), index.column(), self._model.typed_at(source, index.column()))

    def clear(self) -> None:
        """Empty the selected cells."""
        for index in self.selectedIndexes():
            self._model.put(index.row(), index.column(), _empty(self._model.fields[index.column()]))

    def copy(self) -> None:
        """Put the selected cells on the clipboard, as a spreadsheet takes them."""
        chosen = self.selectedIndexes()
        if not chosen:
            return
        rows, columns = sorted({each.row() for each in chosen}), sorted({each.column() for each in chosen})
        lines = ["\t".join(self._shown(row, column) for column in columns) for row in rows]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _shown(self, row: int, column: int) -> str:
        field = self._model.fields[column]
        if isinstance(field.kind, kinds.Flag):
            return "是" if self._model.typed_at(row, column) else ""
        return str(self._model.index(row, column).data() or "").replace("\t", " ").replace("\n", " ")

    def paste(self) -> None:
        """Hand on what the clipboard has, from the cell one stands in."""
        text = QGuiApplication.clipboard().text().rstrip("\n")
        block = [line.split("\t") for line in text.replace("\r\n", "\n").split("\n")]
        if text and self.currentIndex().isValid():
            self.pasted.emit(self.currentIndex().row(), self.currentIndex().column(), block)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.fit()


def _empty(field: Field) -> Any:
    return False if isinstance(field.kind, kinds.Flag) else ""
