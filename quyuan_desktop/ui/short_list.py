"""A short list of lines that open something: a title, a quiet word at the right, a mark for what is urgent."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from quyuan_desktop.ui import theme

LINE = Qt.ItemDataRole.UserRole


class Line(NamedTuple):
    """One line; `what` is handed back when it is opened. `tone` is amber, red, green, grey or empty."""

    title: str
    detail: str
    tone: str
    what: Any


def divide(room: int, title: int, detail: int, gap: int) -> tuple[int, int]:
    """The widths of title and detail, all in pixels: where both do not fit, the title has up to two thirds."""
    if title + detail + (gap if title and detail else 0) <= room:
        return title, detail
    title = min(title, room if not detail else max(room * 2 // 3, room - gap - detail))
    return title, max(0, min(detail, room - title - gap))


def shorten(metrics: QFontMetrics, title: str, room: int) -> str:
    """`title` in so many pixels; its end stays, for there stands whom it is about."""
    if metrics.horizontalAdvance(title) <= room:
        return title  # elidedText takes the width before rounding, and would shorten what just fits
    return metrics.elidedText(title, Qt.TextElideMode.ElideMiddle, room)


class LineDelegate(QStyledItemDelegate):
    """Paints a line: a bar in the tone's colour, the title, the detail at the right in the tone's words."""

    def __init__(self, parent: QObject, *, marked: bool = False) -> None:
        super().__init__(parent)
        self._marked = marked

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, theme.px(theme.ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line: Line = index.data(LINE)
        rect: QRect = option.rect  # type: ignore[attr-defined]  # the stubs leave the fields out
        state = option.state  # type: ignore[attr-defined]  # likewise
        painter.save()
        painter.setFont(theme.font())
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        if state & QStyle.StateFlag.State_Selected and (focused or self._marked):
            painter.fillRect(rect, theme.colour("soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.colour("hover"))
        if line.tone in ("red", "amber", "green"):
            bar = QRect(
                rect.left() + theme.px(4), rect.top() + theme.px(8), theme.px(3), rect.height() - theme.px(16)
            )
            painter.fillRect(bar, theme.mark(line.tone))
        box = rect.adjusted(theme.px(16), 0, -theme.px(12), 0)
        metrics = painter.fontMetrics()
        title_wide, detail_wide = (metrics.horizontalAdvance(text) for text in (line.title, line.detail))
        title_room, detail_room = divide(box.width(), title_wide, detail_wide, gap=theme.px(16))
        detail = line.detail  # as in `shorten`, elidedText would shorten what just fits
        if detail_wide > detail_room:
            detail = metrics.elidedText(detail, Qt.TextElideMode.ElideRight, detail_room)
        painter.setPen(theme.meaning(line.tone) if line.tone else theme.colour("muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, detail)
        title = shorten(metrics, line.title, title_room)
        painter.setPen(theme.colour("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
        painter.setPen(theme.colour("hairline"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()


class ShortList(QListView):
    """Shows lines, as high as they are up to `most`; with 0 as high as there is room. `opened(what)`: Enter or
    a double click.

    `marked`: the current line is marked while the focus is elsewhere, too, as in a list of pages.
    """

    opened = Signal(object)
    dropped = Signal(object)

    def __init__(self, name: str, most: int = 8, *, marked: bool = False) -> None:
        super().__init__()
        self.most = most
        self._model = QStandardItemModel(self)
        self.setModel(self._model)
        self.setItemDelegate(LineDelegate(self, marked=marked))
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(LINE).what))

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show `lines`; the current place is kept where there still is one."""
        row = self.currentIndex().row()
        self._model.clear()
        for line in lines:
            item = QStandardItem(f"{line.title} {line.detail}")
            item.setData(line, LINE)
            item.setEditable(False)
            self._model.appendRow(item)
        if lines:
            self.setCurrentIndex(self._model.index(max(0, min(row, len(lines) - 1)), 0))
        self._fit()

    def show_most(self, most: int) -> None:
        """Be as high as the lines are, up to `most`."""
        self.most = most
        self._fit()

    def _fit(self) -> None:
        if self.most:
            rows = max(1, min(self._model.rowCount(), self.most))
            self.setFixedHeight(theme.px(theme.ROW) * rows + 2)
        else:
            self.setMinimumHeight(theme.px(theme.ROW) * 3 // 2)  # where there is little room it scrolls

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def lines(self) -> list[Line]:
        """What is shown."""
        return [self._model.index(row, 0).data(LINE) for row in range(self._model.rowCount())]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if index.isValid() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(index.data(LINE).what)
        elif index.isValid() and event.key() == Qt.Key.Key_Delete:
            self.dropped.emit(index.data(LINE).what)
        else:
            super().keyPressEvent(event)
