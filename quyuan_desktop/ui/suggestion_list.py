"""A list that drops down under a line while one types; the line keeps the focus and the input method."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QFrame, QListWidget, QListWidgetItem, QWidget

from quyuan_desktop.ui import theme

MOST_SHOWN = 9


class SuggestionList(QListWidget):
    """What may be picked for `line`; a plain child of its window, so that no key ever goes elsewhere."""

    picked = Signal(object)

    def __init__(self, line: QWidget) -> None:
        super().__init__(line)
        self._line = line
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "drop")
        self.setAccessibleName("可选内容")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.itemEntered.connect(self.setCurrentItem)
        self.itemClicked.connect(lambda item: self._pick(item))
        line.destroyed.connect(self.deleteLater)
        self.hide()

    def offer(self, entries: list[tuple[str, object]], current: int = 0) -> None:
        """Show `entries` (text, what is picked) with the one at `current` chosen; hide when there are none."""
        self.clear()
        for text, data in entries:
            item = QListWidgetItem(text)
            item.setData(Qt.ItemDataRole.UserRole, data)
            self.addItem(item)
        if not entries:
            self.close_up()
            return
        self.setCurrentRow(current)
        self._place()
        if not self.isVisible():
            self.show()
            QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]  # there is one
        self.raise_()

    @property
    def open(self) -> bool:
        """Whether it is to be seen."""
        return self.isVisible()

    def close_up(self) -> None:
        """Go away."""
        if self.isVisible():
            self.hide()
            QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]  # there is one

    def chosen(self) -> object:
        """What the marked entry stands for, None when none is marked."""
        item = self.currentItem()
        return item.data(Qt.ItemDataRole.UserRole) if item is not None else None

    def step(self, by: int) -> None:
        """Mark another entry, `by` further down."""
        if self.count():
            self.setCurrentRow(max(0, min(self.count() - 1, self.currentRow() + by)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseButtonPress
        if pressed or isinstance(event, QWheelEvent):
            at = event.globalPosition().toPoint()  # type: ignore[attr-defined]  # both kinds have it
            parts = (self, self._line) if pressed else (self,)
            if not any(part.rect().contains(part.mapFromGlobal(at)) for part in parts):
                self.close_up()
        elif watched is self.window() and event.type() in (QEvent.Type.Resize, QEvent.Type.Hide):
            self.close_up()
        return False

    def _pick(self, item: QListWidgetItem) -> None:
        data = item.data(Qt.ItemDataRole.UserRole)
        self.close_up()
        self.picked.emit(data)

    def _place(self) -> None:
        window = self._line.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        row = max(self.sizeHintForRow(0), theme.px(24))
        height = min(self.count(), MOST_SHOWN) * row + 2 * self.frameWidth() + theme.px(4)
        width = max(self._line.width(), min(self.sizeHintForColumn(0) + theme.px(28), theme.px(420)))
        corner = self._line.mapTo(window, QPoint(0, self._line.height() + 2))
        if corner.y() + height > window.height():
            above = self._line.mapTo(window, QPoint(0, -2)).y()
            height = min(height, max(above, window.height() - corner.y()))
            corner.setY(above - height if above > window.height() - corner.y() else corner.y())
        left = max(0, min(corner.x(), window.width() - width))
        self.setGeometry(left, corner.y(), width, height)
