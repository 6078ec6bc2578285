"""The head of a register page: the filter, how many there are, the columns, and the one main button."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from quyuan_desktop.registers.base import Register
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import button, label
from quyuan_desktop.ui.filter_bar import FilterBar
from quyuan_desktop.ui.sitting import Sitting

KEY, SHORT = " Ctrl+N", "新建"
ROOMY = 66
"""With less room than so many characters the main button drops its key, and the count goes; with less still, its register."""


class RegisterHead(QFrame):
    """begun(): a new record is wanted; columns_wanted(): the menu of columns; tables_wanted(): that of tables;
    sheet_wanted(): the sheet for many."""

    begun = Signal()
    columns_wanted = Signal()
    tables_wanted = Signal()
    sheet_wanted = Signal()

    def __init__(self, sitting: Sitting, register: Register, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first_step = f"新建{register.label}"
        self.setProperty("role", "head")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(8))
        row.setSpacing(theme.px(6))
        self.filter = FilterBar(sitting, register)
        self.count = label("", "hint")
        self.columns = button("列", "quiet", self.columns_wanted.emit)
        self.columns.setToolTip("选择显示哪些列、按日期怎样排（Ctrl+L）")
        self.tables = button("表格", "quiet", self.tables_wanted.emit)
        self.tables.setToolTip("导出 Excel、打印一览表、从 Excel 导入（Ctrl+T）")
        self.new = button(self._first_step + KEY, "primary", self.begun.emit)
        self.new.setToolTip(f"新建一条{register.label}（Ctrl+N）")
        row.addWidget(self.filter, 1)
        self.sheet = button("成批录入", "quiet", self.sheet_wanted.emit)
        self.sheet.setToolTip("一行一条，整张表一起保存（Ctrl+Shift+N）")
        for widget in (self.count, self.columns, self.tables, self.sheet, self.new):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        self.sheet.setVisible(bool(register.sheet))
        self.count.setMinimumHeight(self.new.sizeHint().height())

    def show_count(self, total: int) -> None:
        """Say how many there are."""
        self.count.setText(f"{total:,} 条")

    def _fit(self) -> None:
        roomy = self.width() > self.fontMetrics().horizontalAdvance("字") * ROOMY
        tight = self.width() < self._least(self._first_step)
        self.new.setText(SHORT if tight else self._first_step + KEY if roomy else self._first_step)
        self.count.setVisible(roomy)

    def _least(self, step: str) -> int:
        """Pixels it needs without the count, with that on the main button."""
        advance = self.fontMetrics().horizontalAdvance
        shown = 0 if self.count.isHidden() else self.count.minimumSizeHint().width() + theme.px(6)
        return super().minimumSizeHint().width() - shown - advance(self.new.text()) + advance(step)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "new"):
            self._fit()

    def minimumSizeHint(self) -> QSize:
        # What would give way must not hold the window open.
        return QSize(self._least(SHORT), super().minimumSizeHint().height())
