"""The head of the roster page: which point, which month, what can be done with the whole of it."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QMenu, QWidget

from quyuan_desktop.domain.periods import Period
from quyuan_desktop.services.roster import RosterPoint
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.paper_side import tipped
from quyuan_desktop.ui.period_edit import read_month
from quyuan_desktop.ui.sides import Sides

NARROWEST = 10
"""Characters of the point's name that are always shown."""


class RosterHead(QFrame):
    """pointed(uid), stepped(-1 or 1), month_read(Period), slipped(sentence), and what the buttons ask for."""

    pointed = Signal(str)
    stepped = Signal(int)
    month_read = Signal(object)
    slipped = Signal(str)
    undone = Signal()
    repeated = Signal()
    sheet_wanted = Signal()
    board_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "head")
        self._today = date.min
        self.point = QComboBox()
        self.point.setAccessibleName("服务点")
        self.point.setToolTip("看哪个服务点的值班表")
        self.point.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.point.activated.connect(lambda _: self.pointed.emit(str(self.point.currentData())))
        self.back = tipped("‹", "上月（Alt+← 或 Page Up）", lambda: self.stepped.emit(-1))
        self.on = tipped("›", "下月（Alt+→ 或 Page Down）", lambda: self.stepped.emit(1))
        self.back.setAccessibleName("上月")
        self.on.setAccessibleName("下月")
        self.month = QLineEdit()
        self.month.setAccessibleName("月份")
        self.month.setToolTip("月份，如 2023-11，按回车")
        self.month.returnPressed.connect(self._read)
        self.now = tipped("本月", "回到本月", self._this_month, "quiet")
        self.undo = tipped("撤销", "撤销刚才的排班（Ctrl+Z）", self.undone.emit, "quiet")
        self.repeat = tipped("照上月排", "按上个月同一个星期几的人排，跳过休息日，已排的不动", self.repeated.emit)
        self.board = tipped("公示牌…", "A3 公示牌：本月或本周", self._open_boards)
        self.sheet = tipped("打印值班表", "A4 值班表（Ctrl+P）", self.sheet_wanted.emit, "primary")
        self._row = Sides(self)
        self._row.fill(
            (self.point, self.back, self.month, self.on, self.now),
            (self.undo, self.repeat, self.board, self.sheet),
        )
        self._row.left.setStretchFactor(self.point, 1)
        self.fit()

    def fit(self) -> None:
        """Sizes that follow the size of type."""
        one = self.fontMetrics().horizontalAdvance("字")
        self._row.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(8))
        self._row.set_across(theme.px(8))
        self.month.setFixedWidth(one * 6)
        self.point.setMinimumWidth(one * NARROWEST)
        self.point.setMaximumWidth(one * 22)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "_row"):
            self.fit()

    def show_points(self, points: Sequence[RosterPoint], chosen: str) -> None:
        """List the points and stand on the chosen one."""
        self.point.clear()
        for each in points:
            self.point.addItem(each.name, each.uid)
        self.point.setCurrentIndex(max(0, self.point.findData(chosen)))
        self.point.setToolTip(f"看哪个服务点的值班表：{self.point.currentText()}")

    def show_month(self, period: Period, today: date) -> None:
        """Say which month is shown."""
        self._today = today
        self.month.setText(f"{period.first:%Y-%m}")
        theme.set_tone(self.month, "")

    def _this_month(self) -> None:
        self.month.setText(f"{self._today:%Y-%m}")
        self._read()

    def _read(self) -> None:
        try:
            period = read_month(self.month.text(), self._today)
        except ValueError as error:
            theme.set_tone(self.month, "red")
            self.month.selectAll()
            self.slipped.emit(str(error))
            return
        self.month_read.emit(period)

    def _open_boards(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("本月公示牌（A3）", lambda: self.board_wanted.emit(False))
        menu.addAction("所选一周的公示牌（A3）", lambda: self.board_wanted.emit(True))
        menu.popup(self.board.mapToGlobal(self.board.rect().bottomLeft()))
