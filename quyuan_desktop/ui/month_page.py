"""The month of a desk: its figures at a glance, the records behind each, its paper and its Excel sheet."""

import re
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.figures import FigureLine, FigureTable
from quyuan_desktop.domain.periods import Period
from quyuan_desktop.domain.text import half_width
from quyuan_desktop.registers.base import Desk
from quyuan_desktop.services import month
from quyuan_desktop.services.workplace import Changed
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import forget, label
from quyuan_desktop.ui.elided import Elided
from quyuan_desktop.ui.figure_rows import FigureRows
from quyuan_desktop.ui.figure_table import FigureModel, FigureView, change_text
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.paper_side import tipped
from quyuan_desktop.ui.paper_source import Document
from quyuan_desktop.ui.paper_view import PaperView, save_file
from quyuan_desktop.ui.printing import Printers
from quyuan_desktop.ui.sitting import Sitting

CARDS = 3
PANEL_WIDTH = 400


def read_month(typed: str, today: date) -> Period:
    """The month written 2023-11, 2023.11, 202311, 2023年11月 or 11 (of this year).

    Raises ValueError with a sentence.
    """
    text = half_width(typed).strip()
    found = re.fullmatch(r"(?:([0-9]{4})\s*[-./年]?\s*)?([0-9]{1,2})\s*月?", text)
    if not found:
        raise ValueError(f"“{typed[:20]}”不是月份，请按 2023-11 的样子写。")
    return periods.month(f"{found[1] or today.year}-{int(found[2]):02d}")


class MonthPage(QWidget):
    """Shows one month of `desk`. A figure opens its records, a record is asked for by `sitting.wanted`."""

    def __init__(
        self, sitting: Sitting, desk: Desk, parent: QWidget | None = None, printers: Printers | None = None
    ) -> None:
        super().__init__(parent)
        self._sitting = sitting
        self._desk = desk
        self._printers = printers or Printers()
        self._asked = Latest(self, sitting.tasks)
        self._behind = Latest(self, sitting.tasks)
        self._reported = [each for each in desk.registers if each.measures]
        self.register = self._reported[0]
        self._stale = True
        self._table: FigureTable | None = None
        self.period = periods.month(f"{sitting.place.today:%Y-%m}")
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._page())
        self._name_month()
        sitting.changed.connect(self._note_change)

    # -- built once

    def _page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(self._summary())
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.rows = FigureRows()
        self.splitter.addWidget(self._figures())
        self.rows.opened.connect(self._open_record)
        self.rows.closed.connect(self.close_rows)
        self.rows.hide()
        self.splitter.addWidget(self.rows)
        self.splitter.setStretchFactor(0, 1)
        column.addWidget(self.splitter, 1)
        for keys, slot in (
            ("Alt+Left", lambda: self.step_month(-1)),
            ("Alt+Right", lambda: self.step_month(1)),
            ("Ctrl+P", self.show_paper),
        ):
            QShortcut(QKeySequence(keys), page).activated.connect(slot)
        return page

    def _head(self) -> QWidget:
        head = QFrame()
        head.setProperty("role", "head")
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(8))
        row.setSpacing(8)
        self.which = QComboBox()
        self.which.setAccessibleName("哪一张表")
        self.which.setToolTip("看哪一张月报表")
        for each in self._reported:
            self.which.addItem(each.label, each)
        self.which.currentIndexChanged.connect(self._choose_table)
        back = tipped("‹", "上一个月（Alt+←）", lambda: self.step_month(-1))
        on = tipped("›", "下一个月（Alt+→）", lambda: self.step_month(1))
        back.setAccessibleName("上一个月")
        on.setAccessibleName("下一个月")
        self.month_edit = QLineEdit()
        self.month_edit.setAccessibleName("月份")
        self.month_edit.setToolTip("月份，如 2023-11，按回车")
        self.month_edit.returnPressed.connect(self._read_month)
        now = tipped("本月", "回到本月", self._this_month, "quiet")
        self.slip = Elided("", "", "red")
        self.jump = QLineEdit()
        self.jump.setPlaceholderText("找指标或代码")
        self.jump.setAccessibleName("找指标或代码")
        self.jump.setToolTip("输入指标名称或代码，表格跳到那一行；按回车打开明细")
        self.jump.setClearButtonEnabled(True)
        self.jump.textChanged.connect(self._jump_to)
        self.jump.returnPressed.connect(self.open_rows)
        self.excel = tipped("导出 Excel", "把本月的表存成 Excel 文件", self.export)
        self.paper = tipped("打印汇总", "预览、打印或另存本月的汇总表（Ctrl+P）", self.show_paper, "primary")
        for widget in (self.which, back, self.month_edit, on, now, self.slip):
            row.addWidget(widget)
        self.which.setVisible(len(self._reported) > 1)
        row.addStretch(1)
        for widget in (self.jump, self.excel, self.paper):
            row.addWidget(widget)
        return head

    def _summary(self) -> QWidget:
        summary = QFrame()
        summary.setProperty("role", "head")
        self._cards = QHBoxLayout(summary)
        self._cards.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(8))
        self._cards.setSpacing(32)
        return summary

    def _figures(self) -> QTableView:
        self.model = FigureModel(self)
        self.figures = FigureView(self.model)
        self._fit()
        self.figures.entered.connect(self.open_rows)
        self.figures.typed.connect(self._begin_jump)
        self.figures.selectionModel().currentRowChanged.connect(lambda *_: self._follow())
        return self.figures

    def _fit(self) -> None:
        """Sizes that follow the size of type."""
        self.figures.fit()
        one = self.fontMetrics().horizontalAdvance("字")
        self.month_edit.setFixedWidth(one * 7)
        self.jump.setFixedWidth(one * 12)
        self.rows.setMinimumWidth(theme.px(PANEL_WIDTH))
        self.rows.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "figures"):
            self._fit()

    # -- which month

    def _name_month(self) -> None:
        self.month_edit.setText(f"{self.period.first:%Y-%m}")
        theme.set_tone(self.month_edit, "")
        self.slip.clear()

    def show_month(self, period: Period) -> None:
        """Show another month."""
        self.period = period
        self._name_month()
        self.reload()

    def step_month(self, months: int) -> None:
        """One month back (-1) or on (1)."""
        day = self.period.first - timedelta(days=1) if months < 0 else self.period.last + timedelta(days=1)
        try:
            self.show_month(periods.month(f"{day:%Y-%m}"))
        except ValueError as error:
            self._say_slip(str(error))

    def _this_month(self) -> None:
        self.show_month(periods.month(f"{self._sitting.place.today:%Y-%m}"))

    def _read_month(self) -> None:
        try:
            self.show_month(read_month(self.month_edit.text(), self._sitting.place.today))
        except ValueError as error:
            self._say_slip(str(error))
            return
        self.figures.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_slip(self, sentence: str) -> None:
        theme.set_tone(self.month_edit, "red")
        self.slip.setText(sentence)
        self.month_edit.selectAll()

    # -- what is shown

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.reload()

    def _note_change(self, changed: Changed) -> None:
        if changed.register not in {register.code for register in self._desk.registers}:
            return
        self._stale = True
        if self.isVisible():
            self.reload()

    def reload(self) -> None:
        """Count the month again."""
        self._stale = False
        place, period, register = self._sitting.place, self.period, self.register
        self._asked.ask(lambda: month.month_table(place, period, [register]), self._take)

    def _choose_table(self, at: int) -> None:
        self.register = self._reported[at]
        self.close_rows()
        self.reload()

    def _take(self, table: FigureTable) -> None:
        kept = self.current_line()
        self._table = table
        lines = list(table.lines)
        self.model.show(lines)
        self.figures.span_groups()
        self._show_cards(lines)
        place = self.model.row_of(kept.figure.code) if kept else None
        if self.model.rowCount():
            self.figures.selectRow(1 if place is None else place)

    def _show_cards(self, lines: list[FigureLine]) -> None:
        forget(self._cards)
        for line in lines[:CARDS]:
            self._cards.addWidget(_card(line))
        empty = not any(line.figure.value for line in lines)
        text = f"{self.period.label}没有登记的{self.register.label}，各项为 0。" if empty else ""
        self._cards.addStretch(1)
        self._cards.addWidget(Elided(text, "hint"))
        self._cards.addWidget(label("回车看明细", "hint"))

    def current_line(self) -> FigureLine | None:
        """The figure one stands on."""
        return self.model.line(self.figures.currentIndex().row())

    # -- finding and opening

    def _begin_jump(self, letter: str) -> None:
        self.jump.setFocus(Qt.FocusReason.OtherFocusReason)
        self.jump.setText(letter)

    def _jump_to(self, typed: str) -> None:
        row = self.model.find(typed)
        theme.set_tone(self.jump, "red" if typed.strip() and row is None else "")
        if row is not None:
            self.figures.selectRow(row)
            self.figures.scrollTo(self.model.index(row, 0), QTableView.ScrollHint.PositionAtCenter)

    def open_rows(self) -> None:
        """Open the records behind the figure one stands on."""
        if self.current_line() is not None:
            self.rows.show()
            self._follow()
            self.rows.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_rows(self) -> None:
        """Put the panel away."""
        self._behind.drop()
        self.rows.hide()
        self.figures.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow(self) -> None:
        line = self.current_line()
        if line is None or self.rows.isHidden():
            return
        place, period, code = self._sitting.place, self.period, line.figure.code
        self.rows.name(line)
        self._behind.ask(lambda: month.rows_behind(place, code, period), self.rows.show_rows)

    def _open_record(self, register: str, uid: str) -> None:
        self._sitting.wanted.emit(register or self.register.code, uid)

    # -- paper and file

    def _file_name(self, ending: str) -> str:
        title = self._table.title if self._table else "月报表"
        return f"{self._sitting.place.office.name}-{title}.{ending}"

    def show_paper(self) -> None:
        """Look at the month's table as it is printed."""
        place, period, register = self._sitting.place, self.period, self.register
        title = self._table.title if self._table else period.label
        source = Document(title, self._file_name("pdf"), lambda: month.month_pdf(place, period, register))
        view = PaperView(self._sitting, source, self._printers)
        view.closed.connect(lambda: self._put_away(view))
        self._stack.addWidget(view)
        self._stack.setCurrentWidget(view)

    def _put_away(self, view: PaperView) -> None:
        self._stack.setCurrentIndex(0)
        self._stack.removeWidget(view)
        view.deleteLater()
        self.figures.setFocus(Qt.FocusReason.OtherFocusReason)

    def export(self) -> None:
        """Save the month's table as an Excel workbook."""
        path = self._sitting.ask.save_path("导出 Excel", self._file_name("xlsx"), "Excel 工作簿 (*.xlsx)")
        if path is None:
            return
        target = path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")
        place, period, register = self._sitting.place, self.period, self.register

        def job() -> Path:
            save_file(target, month.month_workbook(place, period, [register]))
            return target

        self._sitting.tasks.run(job, done=lambda done: self._sitting.said.emit(f"已存为 {done.name}。"))


def _card(line: FigureLine) -> QWidget:
    card = QWidget()
    column = QVBoxLayout(card)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    figure = label(f"{line.cells()[0]} {line.figure.unit}", "figure")
    column.addWidget(label(line.figure.label, "label"))
    column.addWidget(figure)
    column.addWidget(label(f"本年 {line.cells()[1]}　同比 {change_text(line)}", "hint"))
    return card
