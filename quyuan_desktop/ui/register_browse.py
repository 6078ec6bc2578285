"""What one sees of a register at work: its head and filter, drafts left, the list or why it is empty, the record below."""

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QSplitter, QStackedLayout, QVBoxLayout, QWidget

from quyuan_desktop.registers.base import Register
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.detail import DetailPane
from quyuan_desktop.ui.draft_strip import DraftStrip
from quyuan_desktop.ui.empty_state import EmptyState
from quyuan_desktop.ui.list_view import RecordList
from quyuan_desktop.ui.register_head import KEY, RegisterHead
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.table_model import RegisterModel

DETAIL_HEIGHT = 250


class RegisterBrowse(QWidget):
    """The parts of the page of `register`, laid out; how list and record share the height is remembered."""

    def __init__(self, sitting: Sitting, register: Register, model: RegisterModel) -> None:
        super().__init__()
        self._sitting = sitting
        self._register = register
        self.head = RegisterHead(sitting, register)
        self.filter = self.head.filter
        self.drafts = DraftStrip(sitting, register)
        self.list = RecordList(sitting, model)
        self.empty = EmptyState(f"新建{register.label}{KEY}")
        self.detail = DetailPane(sitting, register)
        self.splitter = self._split()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.drafts)
        column.addWidget(self.splitter, 1)

    def _split(self) -> QSplitter:
        area = QWidget()
        self._area = QStackedLayout(area)
        self._area.addWidget(self.list)
        self._area.addWidget(self.empty)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(area)
        splitter.addWidget(self.detail)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        # In large type what is read wants more of the height.
        splitter.setSizes([3 * DETAIL_HEIGHT // 2, theme.px(DETAIL_HEIGHT)])
        key = f"list/{self._register.code}/split"
        kept = self._sitting.layout.value(key)
        if isinstance(kept, QByteArray):
            splitter.restoreState(kept)
        splitter.splitterMoved.connect(lambda: self._sitting.layout.setValue(key, splitter.saveState()))
        return splitter

    def show_count(self, total: int, *, keeps: bool) -> None:
        """Show how many the list has, or why it has none; `keeps`: the record below stays, though no list has it."""
        self.head.show_count(total)
        self._area.setCurrentIndex(0 if total else 1)
        self.detail.show()
        if total:
            return
        if not keeps:
            self.detail.show_nothing()
            self.detail.hide()
        name, days = self._register.label, self.filter.period_label()
        if self.filter.narrowed:
            self.empty.tell(f"没有符合筛选条件的{name}", "换个条件，或者清除筛选再看。", "清除筛选")
        elif days == "全部时间":
            self.empty.tell(f"还没有{name}记录", f"登记过的{name}都列在这里，凭证和月报由它们得来。", "")
        else:
            self.empty.tell(
                f"{days}还没有{name}记录", f"登记的{name}列在这里，凭证和月报由它们得来。", "看全部时间"
            )
