"""The month grid of the roster: how its cells are painted, typed into, copied, cleared and walked through by keys."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractItemModel, QEvent, QItemSelectionModel, QObject, QRect, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from quyuan_desktop.domain.names import spelt_by
from quyuan_desktop.services.roster import Cell, Known
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.composing_table import ComposingTable
from quyuan_desktop.ui.drop_line import DropLine
from quyuan_desktop.ui.roster_model import HALVES, LINES, LOOK_ROLE, Index, Kind, Look, RosterModel

DATE_ROW, SLOT_ROW, LEAST_COLUMN, LEAST_IDLE, MARGIN = 22, 32, 92, 40, 6
"""Pixels at 100 %."""
IDLE_SHARE = 0.5
"""How wide a day of the week is on which nobody is put in and nobody need be, beside the others."""
LONGEST = 60
_BEGUN = "begun"
MOST_OFFERED = 9
_STEPS = {Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1)}


def offered(people: Sequence[Known], typed: str) -> list[str]:
    """The names that what was typed begins, is part of, or spells in pinyin; the best first."""
    wanted = typed.strip()
    if not wanted:
        return [each.name for each in people][:MOST_OFFERED]
    ranked = []
    for place, each in enumerate(people):
        if each.name.startswith(wanted):
            ranked.append((0, place, each.name))
        elif wanted in each.name or (wanted.isascii() and spelt_by(each.name, wanted)):
            ranked.append((1, place, each.name))
    return [name for _, _, name in sorted(ranked)][:MOST_OFFERED]


class RosterDelegate(QStyledItemDelegate):
    """Paints half days and lets names be typed into them. finished(step): Enter (1) or Tab left the editor."""

    finished = Signal(int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.people: Sequence[Known] = ()

    # -- typing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        line = DropLine(LONGEST, parent)
        line.setAccessibleName("值班人")
        line.setStyleSheet("QLineEdit { border-radius: 0; }")
        line.edited.connect(lambda typed: self._offer(line, typed))
        line.asked.connect(lambda: self._offer(line, ""))
        line.stepped.connect(lambda _: self._offer(line, line.text()))
        line.picked.connect(lambda picked: self._take(line, str(picked)))
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        # Qt asks again whenever the month is read anew: what is being typed stays.
        if isinstance(editor, DropLine) and not editor.property(_BEGUN):
            editor.setProperty(_BEGUN, True)
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, DropLine):
            typed = editor.text().strip()
            meant = offered(self.people, typed) if typed.isascii() and typed else []
            model.setData(index, meant[0] if meant else typed)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect)  # type: ignore[attr-defined]  # the stubs leave the fields out

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if isinstance(editor, DropLine) and isinstance(event, QKeyEvent):
            pressed = event.type() is QEvent.Type.KeyPress
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab) and pressed:
                self._commit(editor)
                self.finished.emit(1)
                return True
            if event.key() == Qt.Key.Key_Escape and editor.dropped:
                return False  # the line closes its list first
        if isinstance(editor, DropLine) and event.type() is QEvent.Type.FocusOut and editor.dropped:
            editor.list.close_up()
        return super().eventFilter(editor, event)

    def _commit(self, line: DropLine) -> None:
        picked = line.list.chosen() if line.dropped else None
        if isinstance(picked, str):
            line.replace_with(picked)
        line.list.close_up()
        self.commitData.emit(line)
        self.closeEditor.emit(line, QAbstractItemDelegate.EndEditHint.NoHint)

    def _take(self, line: DropLine, name: str) -> None:
        line.replace_with(name)
        self._commit(line)
        self.finished.emit(1)

    def _offer(self, line: DropLine, typed: str) -> None:
        found = [name for name in offered(self.people, typed) if name != typed]
        spelt = typed.isascii() and typed.isalpha()
        line.list.offer([(name, name) for name in found], current=0 if spelt else -1)

    # -- painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect  # type: ignore[attr-defined]  # the stubs leave the fields out
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]  # as above
        look = index.data(LOOK_ROLE)
        if not isinstance(look, Look):
            return
        painter.save()
        painter.setFont(theme.font())
        self._ground(painter, rect, look, selected=bool(state & QStyle.StateFlag.State_Selected))
        if look.kind is Kind.DATE:
            self._date(painter, rect, look)
        elif look.kind is Kind.SLOT:
            self._slot(painter, rect, look)
        painter.setPen(theme.colour("line" if index.row() % LINES == LINES - 1 else "hairline"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(theme.colour("line"))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.colour("accent"), theme.px(2)))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRect, look: Look, *, selected: bool) -> None:
        shown = theme.colours()
        day = look.day
        if day is None:
            painter.fillRect(rect, QColor(shown.window))
        elif selected:
            painter.fillRect(rect, QColor(shown.soft))
        elif look.slot is not None and look.slot.clash:
            painter.fillRect(rect, QColor(shown.red_soft))
        elif day.rest:
            painter.fillRect(rect, QColor(shown.grey_soft))
        else:
            quiet = look.kind is Kind.SLOT and not day.wanted and not look.name
            painter.fillRect(rect, QColor(shown.window if quiet else shown.base))
            if look.lacking:
                painter.fillRect(rect, QBrush(QColor(shown.line), Qt.BrushStyle.BDiagPattern))

    def _date(self, painter: QPainter, rect: QRect, look: Look) -> None:
        assert look.day is not None
        box = rect.adjusted(theme.px(MARGIN), 0, -theme.px(MARGIN), 0)
        number = f"{look.day.on.day}"
        face = theme.font()
        face.setBold(look.today)
        painter.setFont(face)
        painter.setPen(theme.colour("accent" if look.today else "muted" if look.day.rest else "text"))
        painter.drawText(box, LEFT, f"{number} 今天" if look.today else number)
        painter.setFont(theme.font(9))
        painter.setPen(theme.colour("muted"))
        taken = painter.fontMetrics().horizontalAdvance(f"{number} 今天　" if look.today else f"{number} ")
        rest = "休" if look.day.rest and not look.day.name else look.day.name
        room = box.adjusted(taken, 0, 0, 0)
        painter.drawText(room, RIGHT, _cut(painter, rest, room.width()))

    def _slot(self, painter: QPainter, rect: QRect, look: Look) -> None:
        box = rect.adjusted(theme.px(MARGIN), 0, -theme.px(MARGIN), 0)
        if look.lacking:
            word = painter.fontMetrics().horizontalAdvance("未排") + theme.px(MARGIN)
            painter.fillRect(QRect(box.left() - 2, rect.top() + 6, word, rect.height() - 12), theme.colour("base"))
            painter.setPen(theme.colour("muted"))
            painter.drawText(box, LEFT, "未排")
            return
        wide = self._write_sign(painter, box, look)
        clash = look.slot is not None and bool(look.slot.clash)
        pending = look.pending is not None
        painter.setPen(theme.meaning("red") if clash else theme.colour("muted" if pending else "text"))
        text = f"⚠ {look.name}" if clash else look.name
        painter.drawText(box, LEFT, _cut(painter, text, box.width() - wide))

    def _write_sign(self, painter: QPainter, box: QRect, look: Look) -> int:
        """Write what stands at the right of a name, shortened where the name needs the room; its width in pixels."""
        signs, tone = _signs(look)
        room = box.width() - painter.fontMetrics().horizontalAdvance(look.name) - theme.px(4)
        painter.setFont(theme.font(9))
        wide = 0
        for sign in signs:
            wide = painter.fontMetrics().horizontalAdvance(sign)
            if wide <= room or sign == signs[-1]:
                painter.setPen(theme.meaning(tone))
                painter.drawText(box, RIGHT, sign)
                break
        painter.setFont(theme.font())
        return wide + theme.px(4) if wide else 0


LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def _signs(look: Look) -> tuple[tuple[str, ...], str]:
    """What stands small at the right of a name, the long way and the short one, and its meaning."""
    slot = look.slot
    if slot is None or look.pending is not None:
        return (), ""
    if slot.signed_out is not None:
        return ("✓ 已签退", "✓✓"), "green"
    if slot.signed_in is not None:
        return (f"✓ {slot.signed_in:%H:%M}", "✓"), "green"
    return ((f"替{slot.person}", "替"), "amber") if slot.substitute else ((), "")


def _cut(painter: QPainter, text: str, room: int) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(0, room))


class RosterGrid(ComposingTable):
    """The grid. cleared(cells), pasted({cell: name}), turned(-1 or 1): keys asked for it; left(): Escape."""

    cleared = Signal(object)
    pasted = Signal(object)
    turned = Signal(int)

    def __init__(self, model: RosterModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._idle: list[bool] = []
        self.delegate = RosterDelegate(self)
        self.setModel(model)
        self.setItemDelegate(self.delegate)
        self.setAccessibleName("值班表")
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.AnyKeyPressed | trigger.EditKeyPressed | trigger.DoubleClicked)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setStyleSheet("QHeaderView::section { padding: 0; }")
        self.horizontalHeader().setMinimumSectionSize(LEAST_IDLE // 2)
        self.verticalHeader().setSectionsClickable(False)
        self.verticalHeader().setHighlightSections(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.delegate.finished.connect(self._go_on)
        model.modelReset.connect(self.fit)
        model.dataChanged.connect(self._fit_again)

    def fit(self) -> None:
        """Sizes that follow the size of type and the room there is."""
        room, columns = self.viewport().width(), self._model.columnCount()
        idle = [self._model.idle(at) for at in range(columns)]
        resting = sum(idle)
        share = room / max(1.0, columns - resting * (1 - IDLE_SHARE))
        busy = max(theme.px(LEAST_COLUMN), int(share))
        left = (room - busy * (columns - resting)) // max(1, resting)
        for at, rests in enumerate(idle):
            wide = max(theme.px(LEAST_IDLE), left) if rests else busy
            if at == columns - 1:
                wide = max(wide, room - sum(self.columnWidth(each) for each in range(at)))
            self.setColumnWidth(at, wide)
        for row in range(self._model.rowCount()):
            self.setRowHeight(row, theme.px(SLOT_ROW if HALVES[row % LINES] else DATE_ROW))

    def _fit_again(self) -> None:
        """A day of rest on which somebody is put in needs more room, and less when nobody is any more."""
        idle = [self._model.idle(at) for at in range(self._model.columnCount())]
        if idle != self._idle:
            self._idle = idle
            self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit()

    # -- going about

    def stand_on(self, cell: Cell | None) -> None:
        """Let one stand on that half day."""
        index = self._model.index_of(cell) if cell is not None else None
        if index is not None and index.isValid():
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(index, flag)
            self.scrollTo(index)

    def current_cell(self) -> Cell | None:
        """The half day one stands on."""
        return self._model.cell(self.currentIndex())

    def chosen(self) -> list[Cell]:
        """The half days that are selected, by day."""
        cells = [self._model.cell(index) for index in self.selectedIndexes()]
        return sorted((cell for cell in cells if cell is not None), key=lambda cell: (cell[0], cell[1].code))

    def _go_on(self) -> None:
        cell = self.current_cell()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if cell is not None:
            self.stand_on(self._model.next_cell(cell) or cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        deed = self._deed(event)
        if deed is not None:
            deed()
        else:
            super().keyPressEvent(event)

    def _deed(self, event: QKeyEvent) -> Callable[[], None] | None:
        key = Qt.Key(event.key())
        if event.matches(QKeySequence.StandardKey.Copy):
            return self.copy
        if event.matches(QKeySequence.StandardKey.Cut):
            return self.cut
        if event.matches(QKeySequence.StandardKey.Paste):
            return self.paste
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held:
            return None
        deeds: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Return: self._go_on,
            Qt.Key.Key_Enter: self._go_on,
            Qt.Key.Key_Delete: lambda: self.cleared.emit(self.chosen()),
            Qt.Key.Key_Backspace: lambda: self.cleared.emit(self.chosen()),
            Qt.Key.Key_PageUp: lambda: self.turned.emit(-1),
            Qt.Key.Key_PageDown: lambda: self.turned.emit(1),
            **{step: lambda by=by: self._step(*by) for step, by in _STEPS.items()},  # type: ignore[misc]  # bound early
        }
        return deeds.get(key)

    def _step(self, down: int, right: int) -> None:
        """Go to the next half day that way, over dates and days of other months."""
        row, column = self.currentIndex().row(), self.currentIndex().column()
        for _ in range(max(self._model.rowCount(), self._model.columnCount())):
            row, column = row + down, column + right
            index = self._model.index(row, column)
            if not index.isValid():
                return
            cell = self._model.cell(index)
            if cell is not None:
                self.stand_on(cell)
                return

    # -- the clipboard

    def copy(self) -> None:
        """Copy the selected half days as a table that Excel understands."""
        indexes = [index for index in self.selectedIndexes() if self._model.cell(index) is not None]
        if not indexes:
            return
        rows = sorted({index.row() for index in indexes})
        columns = range(min(i.column() for i in indexes), max(i.column() for i in indexes) + 1)
        held = {
            (index.row(), index.column()): str(index.data(Qt.ItemDataRole.EditRole) or "") for index in indexes
        }
        lines = ["\t".join(held.get((row, column), "") for column in columns) for row in rows]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def cut(self) -> None:
        """Copy, and clear what was copied."""
        self.copy()
        self.cleared.emit(self.chosen())

    def paste(self) -> None:
        """Put the copied names in from the current half day on; a single name into all that are selected."""
        text = QGuiApplication.clipboard().text().replace("\r\n", "\n").strip("\n")
        lines = [line.split("\t") for line in text.split("\n")]
        if not text.strip():
            return
        chosen = self.chosen()
        if len(lines) == 1 and len(lines[0]) == 1 and len(chosen) > 1:
            self.pasted.emit(dict.fromkeys(chosen, lines[0][0].strip()[:LONGEST]))
            return
        first = min(self.selectedIndexes() or [self.currentIndex()], key=lambda i: (i.row(), i.column()))
        rows = [row for row in range(first.row(), self._model.rowCount()) if HALVES[row % LINES]]
        names: dict[Cell, str] = {}
        for row, line in zip(rows, lines, strict=False):
            for column, name in enumerate(line, first.column()):
                cell = self._model.cell(self._model.index(row, column))
                if cell is not None and name.strip():
                    names[cell] = name.strip()[:LONGEST]
        if names:
            self.pasted.emit(names)
