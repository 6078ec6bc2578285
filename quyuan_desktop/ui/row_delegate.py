"""How a row of a list is painted: the text, a hairline below, a tint when selected, 作废 beside its number."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from quyuan_desktop.services.list_records import ListRow
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.columns import NUMBER, is_void
from quyuan_desktop.ui.table_model import ROW_ROLE, RegisterModel

Index = QModelIndex | QPersistentModelIndex


def padding() -> int:
    """Pixels between a cell's edge and its text."""
    return theme.px(8)


class RowDelegate(QStyledItemDelegate):
    """Paints a cell: the text, a hairline below, a tint when selected, 作废 beside a void number."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect  # type: ignore[attr-defined]  # the stubs lack the option's fields
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]  # as above
        shown = theme.colours()
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            active = bool(state & QStyle.StateFlag.State_Active)
            painter.fillRect(rect, QColor(shown.soft if active else shown.hover))
        painter.setPen(QColor(shown.hairline))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        row = index.data(ROW_ROLE)
        void = isinstance(row, ListRow) and is_void(row)
        quiet = void or row is None
        self._write(painter, rect, index, QColor(shown.muted if quiet else shown.text), void)
        painter.restore()

    def _write(self, painter: QPainter, rect: QRect, index: Index, ink: QColor, void: bool) -> None:
        font = QFont(painter.font())
        box = rect.adjusted(padding(), 0, -padding(), 0)
        model = index.model()
        if void and isinstance(model, RegisterModel) and model.columns[index.column()].key == NUMBER:
            painter.setPen(theme.meaning("red"))
            word = "作废"
            wide = painter.fontMetrics().horizontalAdvance(word)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, word)
            box.adjust(0, 0, -wide - theme.px(6), 0)
        font.setStrikeOut(void)
        painter.setFont(font)
        painter.setPen(ink)
        text = str(index.data() or "").replace("\n", " ")
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, index.data(Qt.ItemDataRole.TextAlignmentRole), shown)
