"""Dragging a name with the mouse, from the list of people or from cell to cell, with a note of what it will do.

Qt's own drag and drop would run an event loop of its own and say nothing while one drags; here the widget that was
pressed keeps the mouse anyway, so its moves are followed.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from quyuan_desktop.services.roster import Cell
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import label
from quyuan_desktop.ui.roster_grid import RosterGrid
from quyuan_desktop.ui.roster_model import RosterModel

EDGE, STEP = 20, 12
"""Pixels from the edge of the grid within which it scrolls, and by how much at each move."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What is dragged: a name, and the half day it comes from when it comes from the grid."""

    name: str
    source: Cell | None = None


class NameDrag(QObject):
    """Follows the mouse over `views`. dropped(Carried, cell, copy): a name was let go over a half day."""

    dropped = Signal(object, object, bool)

    def __init__(self, page: QWidget, grid: RosterGrid, model: RosterModel) -> None:
        super().__init__(page)
        self._grid, self._model, self._page = grid, model, page
        self._sources: dict[QObject, Callable[[QPoint], Carried | None]] = {}
        self._held: Carried | None = None
        self._from = QPoint()
        self.dragging = False
        self.note = label("", "badge")
        self.note.setParent(page)
        self.note.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.note.hide()
        self.add(grid, self._in_grid)

    def add(self, view: QAbstractItemView, find: Callable[[QPoint], Carried | None]) -> None:
        """Let names be dragged from `view`; `find` says what stands at a point of its viewport."""
        self._sources[view.viewport()] = find
        view.viewport().installEventFilter(self)
        view.installEventFilter(self)

    def _in_grid(self, at: QPoint) -> Carried | None:
        index = self._grid.indexAt(at)
        look, cell = self._model.look(index), self._model.cell(index)
        return Carried(look.name, cell) if cell is not None and look.name else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            if self.dragging and event.type() is QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
                self._end()
                return True
            return False
        if not isinstance(event, QMouseEvent) or watched not in self._sources:
            return False
        here = event.globalPosition().toPoint()
        if event.type() is QEvent.Type.MouseButtonPress and event.button() is Qt.MouseButton.LeftButton:
            plain = not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._held = self._sources[watched](event.position().toPoint()) if plain else None
            self._from = here
        elif event.type() is QEvent.Type.MouseMove and self._held is not None:
            far = (here - self._from).manhattanLength() >= QApplication.startDragDistance()
            self.dragging = self.dragging or far
            if self.dragging:
                self._follow(here, copy=self._copies(event))
            return True
        elif event.type() is QEvent.Type.MouseButtonRelease and self._held is not None:
            carried, dropping = self._held, self.dragging
            cell = self._cell_at(here)
            self._end()
            if dropping and cell is not None and cell != carried.source:
                self.dropped.emit(carried, cell, self._copies(event))
        return False

    @staticmethod
    def _copies(event: QMouseEvent) -> bool:
        return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)

    def _cell_at(self, here: QPoint) -> Cell | None:
        view = self._grid.viewport()
        at = view.mapFromGlobal(here)
        return self._model.cell(self._grid.indexAt(at)) if view.rect().contains(at) else None

    def _follow(self, here: QPoint, *, copy: bool) -> None:
        carried, cell = self._held, self._cell_at(here)
        assert carried is not None
        self.note.setText(f"{carried.name}　{self._promise(carried, cell, copy=copy)}")
        self.note.adjustSize()
        at = self._page.mapFromGlobal(here) + QPoint(theme.px(14), theme.px(10))
        room = self._page.rect()
        self.note.move(
            min(at.x(), room.width() - self.note.width()), min(at.y(), room.height() - self.note.height())
        )
        self.note.show()
        self.note.raise_()
        if cell is not None:
            self._grid.stand_on(cell)
        self._scroll(self._grid.viewport().mapFromGlobal(here).y())

    def _scroll(self, y: int) -> None:
        bar, height = self._grid.verticalScrollBar(), self._grid.viewport().height()
        if y < theme.px(EDGE):
            bar.setValue(bar.value() - STEP)
        elif y > height - theme.px(EDGE):
            bar.setValue(bar.value() + STEP)

    def _promise(self, carried: Carried, cell: Cell | None, *, copy: bool) -> str:
        if cell is None or cell == carried.source:
            return "拖到要排的半天"
        when = f"{cell[0].month}月{cell[0].day}日{cell[1].label}"
        held = self._model.look(self._model.index_of(cell)).name
        if carried.source is None or copy:
            return f"排到 {when}" + (f"，换下{held}" if held and held != carried.name else "")
        return f"与{held}对调" if held else f"移到 {when}"

    def _end(self) -> None:
        self._held, self.dragging = None, False
        self.note.hide()
