"""One table of the period: its figures, beside them their pictures, or the records behind a cell, or what does not hold."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from quyuan_desktop.domain.figures import FigureLine, FigureTable
from quyuan_desktop.domain.periods import Period
from quyuan_desktop.registers import COUNTED_IN, MEASURES
from quyuan_desktop.registers.base import Register
from quyuan_desktop.services import month, report_desk
from quyuan_desktop.services.cross_checks import Finding
from quyuan_desktop.services.report_desk import PeriodState
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import label
from quyuan_desktop.ui.figure_rows import FigureRows
from quyuan_desktop.ui.figure_table import FigureModel, FigureView
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.report_charts import Charts
from quyuan_desktop.ui.sitting import Sitting

PANEL_WIDTH = 380
ROOMY = 1000
"""From so many pixels on, at 100 %, there is room for pictures beside the figures."""
SPLIT = "report/split"
SHOWN = "report/charts"


class FindingsPanel(QFrame):
    """What does not hold among the figures. chosen(Finding): Enter or a double click."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "side")
        self.head = label("勾稽核对", "heading")
        self.text = label("", "hint", wrap=True)
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setAccessibleName("勾稽核对不符的地方")
        self.list.itemActivated.connect(lambda item: self.chosen.emit(item.data(Qt.ItemDataRole.UserRole)))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(16), theme.px(8), theme.px(8), theme.px(8))
        column.setSpacing(theme.px(4))
        for each in (self.head, self.text, self.list):
            column.addWidget(each)
        column.addStretch(1)

    def show_state(self, state: PeriodState) -> None:
        """List what does not hold."""
        self.list.clear()
        for finding in state.findings:
            item = QListWidgetItem(f"{'⚠' if finding.warning else '✗'} {finding.sentence}")
            item.setForeground(theme.meaning("amber" if finding.warning else "red"))
            item.setData(Qt.ItemDataRole.UserRole, finding)
            self.list.addItem(item)
        self.list.setVisible(bool(state.findings))
        told = "回车看不符的记录。" if state.findings else "各表之间的数字都对得上。"
        self.text.setText(f"共核对 {state.checks} 项，{told}")
        if state.findings:
            self.list.setCurrentRow(0)


class ReportTable(QWidget):
    """The page of one register's table. opened(register, uid): a record is wanted; taken(FigureTable): it was counted."""

    opened = Signal(str, str)
    taken = Signal(object)

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self._sitting = sitting
        self._asked = Latest(self, sitting.tasks)
        self._behind = Latest(self, sitting.tasks)
        self._trend = Latest(self, sitting.tasks)
        self._wanted = ""
        self._opens = False
        self.register: Register | None = None
        self.period: Period | None = None
        self.table: FigureTable | None = None
        self._squeezed = False
        self._charts_wanted = str(sitting.layout.value(SHOWN, "true")) != "false"
        self.model = FigureModel(self)
        self.figures = FigureView(self.model, sitting.layout)
        self.rows, self.findings, self.charts = FigureRows(), FindingsPanel(), Charts()
        self._build()

    def _build(self) -> None:
        self.side = QStackedWidget()
        for each in (self.charts, self.rows, self.findings):
            self.side.addWidget(each)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.figures)
        self.splitter.addWidget(self.side)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.splitterMoved.connect(self._remember_split)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.splitter)
        self.setFocusProxy(self.figures)
        self.figures.entered.connect(self.open_rows)
        self.figures.selectionModel().currentChanged.connect(lambda *_: self._follow())
        self.rows.opened.connect(self._open_record)
        self.rows.closed.connect(self.close_side)
        self.findings.chosen.connect(self._show_finding)
        self._fit()

    def _fit(self) -> None:
        """Sizes that follow the size of type."""
        self.figures.fit()
        self.rows.fit()
        self.side.setMinimumWidth(theme.px(280))
        wide = int(str(self._sitting.layout.value(SPLIT, PANEL_WIDTH)))
        self.splitter.setSizes([max(1, self.width() - theme.px(wide)), theme.px(wide)])
        self._fit_side()

    def _remember_split(self) -> None:
        self._sitting.layout.setValue(SPLIT, round(self.side.width() * 100 / theme.percent()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "splitter"):
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_side()

    # -- what is shown

    def load(self, period: Period, register: Register) -> None:
        """Count the table of `register` for the period."""
        if register is not self.register and self.side.currentWidget() is self.rows:
            self.close_side()
        self.period, self.register = period, register
        place = self._sitting.place
        self._asked.ask(lambda: month.month_table(place, period, [register]), self._take)

    def go_to(self, code: str, *, opens: bool = False) -> None:
        """Stand on that figure, now or once its table is here; `opens` its records."""
        self._wanted, self._opens = code, opens
        self._go()

    @property
    def pending(self) -> str:
        """The figure to stand on once its table is here."""
        return self._wanted

    def _go(self) -> None:
        row = self.model.row_of(self._wanted) if self._wanted else None
        if row is None:
            return
        self.figures.selectRow(row)
        self.figures.scrollTo(self.model.index(row, 0), QTableView.ScrollHint.PositionAtCenter)
        self._wanted = ""
        if self._opens:
            self._opens = False
            self.open_rows()

    def _take(self, table: FigureTable) -> None:
        kept, column = self.current_line(), self.figures.currentIndex().column()
        self.table = table
        assert self.period is not None
        self.model.show(list(table.lines), self.period.word)
        self.figures.follow()
        row = self.model.row_of(kept.figure.code) if kept else None
        if self.model.rowCount():
            seen = 0 if column < 0 or self.figures.isColumnHidden(column) else column
            self.figures.setCurrentIndex(self.model.index(1 if row is None else row, seen))
        self._go()
        self.taken.emit(table)

    def current_line(self) -> FigureLine | None:
        """The figure one stands on."""
        return self.model.line(self.figures.currentIndex().row())

    # -- beside the figures

    @property
    def charts_shown(self) -> bool:
        """Whether pictures stand beside the figures."""
        return not self.side.isHidden() and self.side.currentWidget() is self.charts

    def want_charts(self, wanted: bool) -> None:
        """Show the pictures, or leave the room to the figures."""
        self._charts_wanted = wanted
        self._sitting.layout.setValue(SHOWN, "true" if wanted else "false")
        self.side.setCurrentWidget(self.charts)
        self._squeezed = wanted
        self._fit_side()
        self._follow()

    def _fit_side(self) -> None:
        roomy = self._squeezed or self.width() >= theme.px(ROOMY)
        pictures = self.side.currentWidget() is self.charts
        self.side.setVisible(not pictures or (self._charts_wanted and roomy))

    def open_rows(self) -> None:
        """Open the records behind the cell one stands on."""
        if self.current_line() is not None:
            self.side.setCurrentWidget(self.rows)
            self._fit_side()
            self._follow()
            self.rows.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_findings(self, state: PeriodState) -> None:
        """Show what does not hold."""
        self.findings.show_state(state)
        self.side.setCurrentWidget(self.findings)
        self._fit_side()
        target = self.findings.list if state.findings else self.figures
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_side(self) -> None:
        """Put the pictures back in the place of records and findings."""
        self._behind.drop()
        self.side.setCurrentWidget(self.charts)
        self._fit_side()
        self._follow()
        self.figures.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def side_open(self) -> bool:
        """Whether records or findings stand where the pictures do."""
        return self.side.currentWidget() is not self.charts

    def _show_finding(self, finding: Finding) -> None:
        if finding.rows:
            self._behind.drop()
            self.rows.show_finding(finding)
            self.side.setCurrentWidget(self.rows)
            self.rows.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow(self) -> None:
        line, period, place = self.current_line(), self.period, self._sitting.place
        if line is None or period is None:
            return
        code = line.figure.code
        if self.side.currentWidget() is self.rows:
            part = self.figures.part
            self.rows.name(line, part)
            self._behind.ask(lambda: report_desk.rows_of(place, code, period, part), self.rows.show_rows)
        elif self.side.currentWidget() is self.charts and not self.side.isHidden() and self.table is not None:
            self.charts.show_parts(self.table.lines, line.group)
            if code in MEASURES:
                self._trend.ask(
                    lambda: report_desk.trend(place, code, period),
                    lambda points: self.charts.show_months(line, points),
                )

    def _open_record(self, register: str, uid: str) -> None:
        line = self.current_line()
        own = COUNTED_IN[line.figure.code].code if line is not None and line.counted else ""
        self.opened.emit(register or own, uid)
