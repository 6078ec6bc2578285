"""The head of a table in two rows: names of groups over the columns that they have in common."""

from collections.abc import Callable, Iterator
from itertools import groupby

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from quyuan_desktop.domain.grids import GridColumn
from quyuan_desktop.ui import theme

CENTRED = Qt.AlignmentFlag.AlignCenter


class GroupedHeader(QHeaderView):
    """Shows what `columns` gives; one row where there are no groups."""

    def __init__(self, columns: Callable[[], tuple[GridColumn, ...]], parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._columns = columns
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    @property
    def _grouped(self) -> bool:
        return any(column.group for column in self._columns())

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width(), theme.px(theme.ROW) * (2 if self._grouped else 1))

    def fit(self) -> None:
        """Take the height that the heads need."""
        self.setFixedHeight(self.sizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        columns = self._columns()
        if logical >= len(columns):
            return
        column, shown = columns[logical], theme.colours()
        box = QRect(rect)
        if column.group:
            box.setTop(rect.top() + rect.height() // 2)
        painter.save()
        painter.fillRect(rect, QColor(shown.window))
        painter.setPen(QColor(shown.hairline))
        painter.drawLine(box.topRight(), box.bottomRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        self._write(painter, box, column.head)
        painter.restore()

    def _write(self, painter: QPainter, box: QRect, text: str) -> None:
        painter.setPen(QColor(theme.colours().muted))
        room = box.width() - theme.px(4)
        shortened = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(box, CENTRED, shortened)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setFont(self.font())
        for name, box in self._groups():
            painter.setPen(QColor(theme.colours().hairline))
            painter.drawLine(box.bottomLeft(), box.bottomRight())
            painter.drawLine(box.topRight(), box.bottomRight())
            self._write(painter, box, name)
        painter.end()

    def _groups(self) -> Iterator[tuple[str, QRect]]:
        columns = self._columns()
        for name, members in groupby(range(min(len(columns), self.count())), lambda at: columns[at].group):
            span = list(members)
            if name:
                left = self.sectionViewportPosition(span[0])
                right = self.sectionViewportPosition(span[-1]) + self.sectionSize(span[-1])
                yield name, QRect(left, 0, right - left, self.height() // 2)
