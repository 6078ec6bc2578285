"""The head of the report desk: which period, how it stands, what does not hold, and what can be done with it."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from quyuan_desktop.domain.periods import Period
from quyuan_desktop.services.report_desk import PeriodState
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import button, label
from quyuan_desktop.ui.elided import Elided
from quyuan_desktop.ui.paper_side import tipped
from quyuan_desktop.ui.period_edit import PeriodEdit
from quyuan_desktop.ui.sides import Sides


def days_of(period: Period) -> str:
    """The days of a period, the year of its last where it is another: 2022-12-21 至 2023-01-20, 2023-11-01 至 11-30."""
    last = f"{period.last:%m-%d}" if period.last.year == period.first.year else f"{period.last:%Y-%m-%d}"
    return f"{period.first:%Y-%m-%d} 至 {last}"


class ReportHead(QFrame):
    """What the buttons ask for: wanted(code) with print, print_set, excel, excel_set, copy, word, year, close, reopen, checks,

    charts, corrections. chosen(Period), and from the line for a figure: sought(str), entered().
    """

    chosen = Signal(object)
    wanted = Signal(str)
    sought = Signal(str)
    entered = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "head")
        self._today = today
        self.period = PeriodEdit(today)
        self.period.chosen.connect(self.chosen)
        self.period.slipped.connect(self.say_slip)
        self.now = tipped("本期", "回到今天所在的一期", self.period.take_now, "quiet")
        self.jump = QLineEdit()
        self.jump.setPlaceholderText("找指标或代码")
        self.jump.setAccessibleName("找指标或代码")
        self.jump.setToolTip("各表的指标名称或代码；按回车打开明细（Alt+F）")
        self.jump.setClearButtonEnabled(True)
        self.jump.textChanged.connect(self.sought)
        self.jump.returnPressed.connect(self.entered)
        self.copy = self._menu(
            "导出",
            "复制或存成文件",
            (
                ("复制本表\tCtrl+C", "copy"),
                ("本表存成 Excel…", "excel"),
                ("全套存成 Excel…", "excel_set"),
                ("文字总结存成 Word…", "word"),
                ("年度报告初稿（Word、PDF）…", "year"),
            ),
        )
        self.paper = self._menu(
            "打印",
            "预览、打印或另存",
            (
                ("打印本表\tCtrl+P", "print"),
                ("打印全套\tCtrl+Shift+P", "print_set"),
                ("打印更正表", "corrections"),
            ),
        )
        self.close_button = tipped(
            "结账…", "核对、预览，然后结账存档（Ctrl+E）", lambda: self.wanted.emit("close"), "primary"
        )
        self._state_line()
        top = Sides(across=theme.px(8))
        top.fill((self.period, self.now), (self.jump, self.copy, self.paper, self.close_button))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(4))
        column.setSpacing(theme.px(4))
        column.addLayout(top)
        column.addLayout(self._below)
        self.fit()

    def _menu(self, name: str, tip: str, lines: tuple[tuple[str, str], ...]) -> "MenuButton":
        made = MenuButton(name, tip, self)
        for text, code in lines:
            made.add(text, code)
        made.chosen.connect(self.wanted)
        return made

    def _state_line(self) -> None:
        self.badge = label("", "")
        self.told = Elided("", "hint")
        self.slip = Elided("", "", "red")
        self.slip.hide()
        self.changed = button("", "link", lambda: self.wanted.emit("changed"))
        self.checks = button("", "link", lambda: self.wanted.emit("checks"))
        self.checks.setToolTip("看各项勾稽核对（F8）")
        self.reopen = tipped(
            "撤销结账…", "由负责人写明理由撤销结账，改好后再结", lambda: self.wanted.emit("reopen"), "link"
        )
        self.charts = button("图表", "link", lambda: self.wanted.emit("charts"))
        self.charts.setToolTip("显示或收起图表（F9）")
        self._below = Sides(across=theme.px(12), down=0)
        self._below.fill((self.badge, self.told, self.slip), (self.changed, self.reopen, self.checks, self.charts))
        for link in (self.changed, self.reopen):
            link.hide()

    def fit(self) -> None:
        """Sizes that follow the size of type."""
        self.period.fit()
        one = self.fontMetrics().horizontalAdvance("字")
        self.jump.setMinimumWidth(one * 5)
        self.jump.setMaximumWidth(one * 10)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "jump"):
            self.fit()

    # -- what is said

    def show_period(self, period: Period) -> None:
        """Name the period; how it stands is not known yet."""
        self.period.show_period(period)
        self.slip.clear()
        self.slip.hide()
        self.told.show()
        for each in (self.changed, self.reopen):
            each.hide()
        self.badge.clear()
        self.told.setText(period.label)
        self.checks.setText("正在核对…")
        theme.set_tone(self.checks, "")

    def say_slip(self, sentence: str) -> None:
        """Say why no other period is shown."""
        self.slip.setText(sentence)
        self.slip.show()
        self.told.hide()

    def show_state(self, state: PeriodState) -> None:
        """Say how the period stands."""
        closed, faults = state.closed, len(state.findings)
        days = days_of(state.period)
        name = f"{state.period.label.partition('（')[0]}　" if state.period.code else ""
        if closed is not None:
            theme.set_tone(self.badge, "green")
            self.badge.setText(f"✓ 已结账 {closed.number}")
            self.told.setText(f"{closed.by} {closed.at:%Y-%m-%d %H:%M}　统计 {days}")
        elif state.period.is_month:
            theme.set_tone(self.badge, "amber")
            self.badge.setText("○ 未结账")
            self.told.setText(f"{name}统计 {days}")
        else:
            theme.set_tone(self.badge, "")
            self.badge.clear()
            self.told.setText(f"{name}统计 {days}，按现有记录")
        if state.due is not None and closed is None:
            self.told.setText(f"{self.told.text()}　{self._due(state.due)}")
        self.badge.setVisible(bool(self.badge.text()))
        self.close_button.setEnabled(closed is None and state.period.is_month)
        self.reopen.setVisible(closed is not None)
        self.changed.setVisible(bool(state.changed))
        self.changed.setText(f"结账后更正过 {state.changed} 条")
        self.checks.setText(f"⚠ 勾稽核对 {faults} 处不符" if faults else f"✓ 勾稽核对 {state.checks} 项相符")
        grave = any(not each.warning for each in state.findings)
        theme.set_tone(self.checks, "red" if grave else "amber" if faults else "")

    def _due(self, due: date) -> str:
        left = (due - self._today()).days
        told = f"剩 {left} 日" if left > 0 else "今天到期" if left == 0 else f"已过 {-left} 日"
        return f"报送期限 {due:%m-%d}，{told}"


class MenuButton(QWidget):
    """A button that opens a list of deeds. chosen(code)."""

    chosen = Signal(str)

    def __init__(self, name: str, tip: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.button = tipped(f"{name} ▾", tip, self.open)
        self.menu = QMenu(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        self.setFocusProxy(self.button)

    def add(self, text: str, code: str) -> QAction:
        """One more deed."""
        action = self.menu.addAction(text)
        action.setData(code)
        action.triggered.connect(lambda _=False: self.chosen.emit(code))
        return action

    def open(self) -> None:
        """Show the list below the button."""
        self.menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))
        self.menu.setFocus(Qt.FocusReason.PopupFocusReason)
