"""The people beside the roster: who may be put in, as what, and how many half days each has this month."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout

from quyuan_desktop.services.roster import Known
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import label
from quyuan_desktop.ui.roster_drag import Carried
from quyuan_desktop.ui.roster_model import Index
from quyuan_desktop.ui.row_table import LEFT, RIGHT, padding

WIDTH, LINE = 180, 44
"""Pixels at 100 %."""
KNOWN_ROLE = Qt.ItemDataRole.UserRole
HINT = "把姓名拖到格子里；或者在格子里直接输入姓名、拼音首字母，回车到下一个半天。"


class PeopleModel(QAbstractListModel):
    """The people in their order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.people: Sequence[Known] = ()

    def show(self, people: Sequence[Known]) -> None:
        """Show these."""
        if people == self.people:
            return
        self.beginResetModel()
        self.people = people
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() else len(self.people)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self.people):
            return None
        known = self.people[index.row()]
        if role == KNOWN_ROLE:
            return known
        if role == Qt.ItemDataRole.DisplayRole:
            return known.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{known.name}（{known.role.label}）本月 {known.slots} 班"
        return None


class PersonDelegate(QStyledItemDelegate):
    """Paints a person: the name, the role beneath, the half days at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, theme.px(LINE))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect  # type: ignore[attr-defined]  # the stubs leave the fields out
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]  # as above
        known = index.data(KNOWN_ROLE)
        if not isinstance(known, Known):
            return
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.colour("hover"))
        box = rect.adjusted(2 * padding(), theme.px(4), -padding(), -theme.px(4))
        above = QRect(box.left(), box.top(), box.width(), box.height() // 2)
        below = above.translated(0, box.height() // 2)
        painter.setFont(theme.font())
        painter.setPen(theme.colour("text"))
        count = f"{known.slots} 班" if known.slots else ""
        room = above.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(count) - theme.px(4), 0)
        name = painter.fontMetrics().elidedText(known.name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, LEFT, name)
        painter.setPen(theme.colour("muted"))
        painter.drawText(above, RIGHT, count)
        painter.setFont(theme.font(9))
        painter.drawText(below, LEFT, known.role.label)
        painter.restore()


class PeopleSide(QFrame):
    """The panel. wanted(name): one was opened by Enter or a double click, to be put where one stands."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "side")
        self.model = PeopleModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(PersonDelegate(self.list))
        self.list.setProperty("role", "clear")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setTabKeyNavigation(False)
        self.list.setAccessibleName("可以排班的人")
        self.list.activated.connect(lambda index: self.wanted.emit(index.data()))
        self._head = label("可以排班的人", "label")
        self._hint = label(HINT, "hint", wrap=True)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._head)
        self._column.addWidget(self.list, 1)
        self._column.addWidget(self._hint)
        self.fit()

    def fit(self) -> None:
        """Sizes that follow the size of type."""
        self.setFixedWidth(theme.px(WIDTH))
        self._column.setContentsMargins(1, theme.px(10), 0, theme.px(10))
        self._column.setSpacing(theme.px(8))
        for each in (self._head, self._hint):
            each.setContentsMargins(theme.px(16), 0, theme.px(8), 0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "_column"):
            self.fit()

    def carried_at(self, at: QPoint) -> Carried | None:
        """Who stands at that point of the list."""
        index = self.list.indexAt(at)
        return Carried(str(index.data())) if index.isValid() else None
