"""A list that drops down under a line while one types; the line keeps the focus and the input method."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from quyuan_desktop.ui import theme
from quyuan_desktop.ui.sheet import Sheet

MOST_SHOWN = 9


class SuggestionList(Sheet):
    """What may be picked for `line`; a plain child of its window, so that no key ever goes elsewhere."""

    picked = Signal(object)

    def __init__(self, line: QWidget) -> None:
        super().__init__(line)
        self._line = line
        self.list = QListWidget()
        for part in (self, self.list):
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setAccessibleName("可选内容")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.itemEntered.connect(self.list.setCurrentItem)
        self.list.itemClicked.connect(self._pick)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 2, 2, 2)
        column.addWidget(self.list)
        line.destroyed.connect(self.deleteLater)
        self.hide()

    def offer(self, entries: list[tuple[str, object]], current: int = 0) -> None:
        """Show `entries` (text, what is picked) with the one at `current` marked; hide when there are none."""
        self.list.ensurePolished()  # rows are measured as they are filled in
        self.list.clear()
        for text, data in entries:
            item = QListWidgetItem(text)
            item.setData(Qt.ItemDataRole.UserRole, data)
            self.list.addItem(item)
        if not entries:
            self.close_up()
            return
        self.list.setCurrentRow(current)
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
        if not self.isHidden():
            self.hide()
            QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]  # there is one

    def chosen(self) -> object:
        """What the marked entry stands for, None when none is marked."""
        item = self.list.currentItem()
        return item.data(Qt.ItemDataRole.UserRole) if item is not None else None

    def texts(self) -> list[str]:
        """What is offered, from top to bottom."""
        return [self.list.item(row).text() for row in range(self.list.count())]

    def step(self, by: int) -> None:
        """Mark another entry, `by` further down."""
        if self.list.count():
            self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + by)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseButtonPress
        if pressed or isinstance(event, QWheelEvent):
            at = event.globalPosition().toPoint()  # type: ignore[attr-defined]  # both kinds have it
            parts = (self, self._line) if pressed else (self,)
            if not any(part.rect().contains(part.mapFromGlobal(at)) for part in parts):
                self.close_up()
        elif (event.type(), watched) in ((QEvent.Type.Resize, self.window()), (QEvent.Type.Hide, self._line)):
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
        row = max(self.list.sizeHintForRow(0), theme.px(24))
        height = min(self.list.count(), MOST_SHOWN) * row + 4
        widest = self.list.sizeHintForColumn(0) + theme.px(28)
        width = max(self._line.width(), min(widest, theme.px(520)))
        corner = self._line.mapTo(window, QPoint(0, self._line.height() + 2))
        below = window.height() - corner.y()
        above = self._line.mapTo(window, QPoint(0, -2)).y()
        if below < height and above > below:
            height = min(height, above)
            corner.setY(above - height)
        else:
            height = min(height, below)
        corner.setX(max(0, min(corner.x(), window.width() - width)))
        self.setGeometry(corner.x(), corner.y(), width, height)
