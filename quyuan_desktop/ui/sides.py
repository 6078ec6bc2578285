"""A layout of two rows, one at the left and one at the right: in one line where both fit, else in two."""

from collections.abc import Iterable

from PySide6.QtCore import QMargins, QRect, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QLayoutItem, QWidget


class Sides(QLayout):
    """`left` takes what `right` leaves; both rows are `across` pixels apart and in themselves, lines `down` pixels."""

    def __init__(self, parent: QWidget | None = None, across: int = 8, down: int = 4) -> None:
        super().__init__(parent)
        self.setContentsMargins(QMargins(0, 0, 0, 0))
        self.left, self.right = QHBoxLayout(), QHBoxLayout()
        self._down = down
        for row in (self.left, self.right):
            self.addChildLayout(row)
        self.set_across(across)

    def set_across(self, across: int) -> None:
        """Let widgets be so many pixels apart."""
        self._across = across
        for row in (self.left, self.right):
            row.setSpacing(across)

    def fill(self, left: Iterable[QWidget], right: Iterable[QWidget]) -> None:
        """Put these at either side; those at the left stand together."""
        for each in left:
            self.left.addWidget(each)
        self.left.addStretch(1)
        for each in right:
            self.right.addWidget(each)

    def addItem(self, item: QLayoutItem) -> None:
        raise NotImplementedError("put it into `left` or `right`")

    def count(self) -> int:
        return 2

    def itemAt(self, index: int) -> QLayoutItem | None:
        return (self.left, self.right)[index] if 0 <= index < 2 else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]  # None ends Qt's counting
        return None  # both rows stay for good

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        around = self.contentsMargins()
        inner = self._arrange(QRect(0, 0, width - around.left() - around.right(), 0), move=False)
        return inner + around.top() + around.bottom()

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect.marginsRemoved(self.contentsMargins()), move=True)

    def sizeHint(self) -> QSize:
        return self._around(self._beside(self.left.sizeHint(), self.right.sizeHint()))

    def minimumSize(self) -> QSize:
        return self._around(self.left.minimumSize().expandedTo(self.right.minimumSize()))

    def _around(self, inner: QSize) -> QSize:
        return inner.grownBy(self.contentsMargins())

    def _beside(self, left: QSize, right: QSize) -> QSize:
        across = self._across if left.width() and right.width() else 0
        return QSize(left.width() + across + right.width(), max(left.height(), right.height()))

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """Returns the height."""
        right = self.right.sizeHint()
        least = self._beside(self.left.minimumSize(), self.right.minimumSize()).width()
        together = least <= rect.width()
        if together:
            wide = min(right.width(), rect.width() - least + self.right.minimumSize().width())
            room = rect.width() - wide - (self._across if wide else 0)
            first = last = max(_high(self.left, room), right.height())
            top = rect.y()
        else:
            wide, room = min(right.width(), rect.width()), rect.width()
            first, last = _high(self.left, room), right.height()
            top = rect.y() + first + self._down
        if move:
            self.left.setGeometry(QRect(rect.x(), rect.y(), room, first))
            self.right.setGeometry(QRect(rect.x() + rect.width() - wide, top, wide, last))
        return top + last - rect.y()


def _high(row: QHBoxLayout, width: int) -> int:
    return row.heightForWidth(width) if row.hasHeightForWidth() else row.sizeHint().height()
