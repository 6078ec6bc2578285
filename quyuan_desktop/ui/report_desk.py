"""统计报送: one period, all its tables, what stands behind every number, its words, corrections and papers, its closing."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtGui import QShowEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QStackedLayout, QStackedWidget, QVBoxLayout, QWidget

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.office import Role, for_head_alone
from quyuan_desktop.domain.periods import Period, of_kind
from quyuan_desktop.registers import COUNTED_IN, REGISTERS, desks_for
from quyuan_desktop.registers.base import Register
from quyuan_desktop.registers.reporting import reported
from quyuan_desktop.services import report_desk
from quyuan_desktop.services.closing import ClosedMonth, reopen
from quyuan_desktop.services.report_desk import PeriodState
from quyuan_desktop.services.report_forms import FORMS, Form
from quyuan_desktop.services.workplace import Changed
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.answering_keys import answer_keys
from quyuan_desktop.ui.closed_months_page import ClosedMonthsPage
from quyuan_desktop.ui.desk import CODE, SideDelegate
from quyuan_desktop.ui.dialogs.closing import Closing
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.paper_view import PaperView
from quyuan_desktop.ui.printing import Printers
from quyuan_desktop.ui.report_corrections import ReportCorrections
from quyuan_desktop.ui.report_form import ReportForm
from quyuan_desktop.ui.report_head import ReportHead
from quyuan_desktop.ui.report_papers import ReportPapers
from quyuan_desktop.ui.report_table import ReportTable
from quyuan_desktop.ui.report_words import ReportWords
from quyuan_desktop.ui.sitting import Sitting

SIDE, ROW = 156, 30
SHORT_TITLES = {
    "office_report": "工作月报表",
    "aid_report": "法律援助月报表",
    "consultation_kinds": "咨询分类统计",
    "mediation_cases": "调解情况统计",
    "dispute_ledger": "排查化解台账",
    "villages": "服务点与顾问",
    "publicity_events": "法治宣传情况",
}
"""What a form is called where there is little room."""
WORDS, CORRECTIONS, MONTHS = "words", "corrections", "months"
FORMS_BY_CODE = {form.code: form for form in FORMS}
PAGES = {WORDS: "文字总结", CORRECTIONS: "更正表", MONTHS: "结账记录"}


class ReportDesk(QWidget):
    """The desk of reports. A figure opens its records; a record is asked for by `sitting.wanted`."""

    def __init__(self, sitting: Sitting, printers: Printers | None = None) -> None:
        super().__init__()
        self._sitting = sitting
        self._printers = printers or Printers()
        self._stated = Latest(self, sitting.tasks)
        self._stale = True
        self.state: PeriodState | None = None
        self.period = of_kind("本月", sitting.place.today)
        self.head = ReportHead(lambda: sitting.place.today)
        self.table = ReportTable(sitting)
        self.form_page = ReportForm(sitting)
        self.words = ReportWords(sitting)
        self.corrections = ReportCorrections(sitting)
        self.months = ClosedMonthsPage(sitting)
        self._lay_out()
        self._connect()
        self._make_keys()
        self.head.show_period(self.period)
        self.turn_to(reported()[0].code)

    # -- built once

    def _lay_out(self) -> None:
        self._lines = QStandardItemModel(self)
        self.side = QListView()
        self.side.setModel(self._lines)
        self.side.setItemDelegate(SideDelegate(self.side, ROW))
        self.side.setMouseTracking(True)
        self.side.setFrameShape(QFrame.Shape.NoFrame)
        self.side.setTabKeyNavigation(False)
        self.side.setProperty("role", "clear")
        self.side.setAccessibleName("各表")
        for code, name in self._entries():
            item = QStandardItem(name)
            item.setData(code, CODE)
            item.setEditable(False)
            item.setSelectable(bool(code))
            item.setEnabled(bool(code))
            self._lines.appendRow(item)
        self._frame = QFrame()
        self._frame.setProperty("role", "side")
        self._frame.setFixedWidth(theme.px(SIDE))
        inner = QVBoxLayout(self._frame)
        inner.setContentsMargins(0, theme.px(8), 1, theme.px(8))
        inner.addWidget(self.side)
        self.pages = QStackedWidget()
        for page in (self.table, self.form_page, self.words, self.corrections, self.months):
            self.pages.addWidget(page)
        ground = QWidget()
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._frame)
        row.addWidget(self.pages, 1)
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(row, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(ground)
        self.papers = ReportPapers(self._sitting, self._printers, self._stack)
        self.papers.left.connect(self.take_focus)

    def _entries(self) -> list[tuple[str, str]]:
        found = [("", "本期"), *PAGES.items(), ("", "上报表")]
        found += [(form.code, SHORT_TITLES.get(form.code, form.title)) for form in FORMS]
        for desk in desks_for(self._sitting.place.office.level):
            own = [each for each in desk.registers if each.measures]
            found += [("", desk.label), *((each.code, each.label) for each in own)] if own else []
        return found

    def _connect(self) -> None:
        self.head.chosen.connect(self.show_period)
        self.head.wanted.connect(self.do)
        self.head.sought.connect(self._seek)
        self.head.entered.connect(self._open_sought)
        self.side.selectionModel().currentChanged.connect(self._turn)
        self.table.figures.typed.connect(self._begin_seeking)
        for page in (self.table, self.form_page, self.corrections):
            page.opened.connect(self._sitting.wanted)
        for each in (self.corrections, self.months):
            each.left.connect(lambda: self.turn_to(reported()[0].code))
        self.corrections.turned.connect(self.turn_to)
        self.words.saving.connect(lambda: self.do("word"))
        self.months.opened.connect(self._open_month)
        self._sitting.changed.connect(self._note_change)

    def _make_keys(self) -> None:
        answer_keys(
            self,
            ("Alt+Left", lambda: self.head.period.step(-1)),
            ("Alt+Right", lambda: self.head.period.step(1)),
            ("Alt+D", lambda: self.head.period.line.setFocus()),
            ("Alt+F", lambda: self.head.jump.setFocus()),
            ("Alt+Up", lambda: self._step_page(-1)),
            ("Alt+Down", lambda: self._step_page(1)),
            ("Ctrl+P", lambda: self.do("print")),
            ("Ctrl+Shift+P", lambda: self.do("print_set")),
            ("Ctrl+Shift+C", lambda: self.do("copy_words")),
            ("Ctrl+E", lambda: self.do("close")),
            ("F8", lambda: self.do("checks")),
            ("F9", lambda: self.do("charts")),
        )

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "_frame"):
            self._frame.setFixedWidth(theme.px(SIDE))

    # -- which period, which table

    @property
    def code(self) -> str:
        """What is shown: the code of a register or a form, WORDS, CORRECTIONS or MONTHS."""
        return str(self.side.currentIndex().data(CODE) or "")

    @property
    def form(self) -> Form | None:
        """The form that is shown; None where a table or a page is."""
        return FORMS_BY_CODE.get(self.code)

    @property
    def register(self) -> Register:
        """The register whose table is shown, or was last."""
        return REGISTERS[self.code] if self.code in REGISTERS else self.table.register or reported()[0]

    def show_period(self, period: Period) -> None:
        """Show another period."""
        typed = self.head.period.line.hasFocus()
        self.period = period
        self.head.show_period(period)
        self.reload()
        if typed:
            self.take_focus()

    def turn_to(self, code: str) -> None:
        """Show a register's table, a form, or WORDS, CORRECTIONS or MONTHS. Raises KeyError for any other code."""
        for row in range(self._lines.rowCount()):
            if self._lines.index(row, 0).data(CODE) == code:
                self.side.setCurrentIndex(self._lines.index(row, 0))
                return
        raise KeyError(code)

    def _turn(self, index: QModelIndex) -> None:
        code = str(index.data(CODE) or "")
        named = {WORDS: self.words, CORRECTIONS: self.corrections, MONTHS: self.months}
        page = self.form_page if code in FORMS_BY_CODE else named.get(code, self.table)
        self.pages.setCurrentWidget(page)
        if self.isVisible():
            self._load()

    def _step_page(self, step: int) -> None:
        rows = [row for row in range(self._lines.rowCount()) if self._lines.index(row, 0).data(CODE)]
        at = rows.index(self.side.currentIndex().row()) + step
        if 0 <= at < len(rows):
            self.side.setCurrentIndex(self._lines.index(rows[at], 0))
            self.take_focus()

    def _open_month(self, code: str) -> None:
        self.turn_to(self.register.code)
        self.show_period(of_kind("本月", periods.month(code).first))
        self.take_focus()

    # -- what is shown

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.reload()

    def _note_change(self, changed: Changed) -> None:
        self._stale = True
        if self.isVisible():
            self.reload()

    def reload(self) -> None:
        """Count anew, and ask anew how the period stands."""
        self._stale = False
        place, period = self._sitting.place, self.period
        self._load()
        self._stated.ask(lambda: report_desk.period_state(place, period), self._take_state)

    def _load(self) -> None:
        code = self.code
        if code == WORDS:
            self.words.load(self.period)
        elif code == CORRECTIONS:
            self.corrections.load(self.period, closed=self._closed())
        elif code == MONTHS:
            self.months.load()
        elif code in FORMS_BY_CODE:
            self.form_page.load(self.period, FORMS_BY_CODE[code])
        elif code:
            self.table.load(self.period, REGISTERS[code])

    def _closed(self) -> bool:
        return self.state is not None and self.state.closed is not None

    def _take_state(self, state: PeriodState) -> None:
        self.state = state
        self.head.show_state(state)
        if self.code == CORRECTIONS:
            self.corrections.load(self.period, closed=self._closed())

    def take_focus(self) -> None:
        """Put the focus on what is shown."""
        shown = self._stack.currentWidget()
        target = shown if isinstance(shown, PaperView) else self.pages.currentWidget()
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- finding a figure

    def _begin_seeking(self, letter: str) -> None:
        self.head.jump.setFocus(Qt.FocusReason.OtherFocusReason)
        self.head.jump.setText(letter)

    def _seek(self, typed: str) -> None:
        code = report_desk.figure_called(typed, self.register, self._sitting.place.office.level)
        here = self.table.model.find(typed) if code is None else None
        line = self.table.model.line(here) if here is not None else None
        found = line.figure.code if line is not None else code
        theme.set_tone(self.head.jump, "red" if typed.strip() and found is None else "")
        if found is None:
            return
        if code is not None and COUNTED_IN[code].code != self.code:
            self.turn_to(COUNTED_IN[code].code)
        self.table.go_to(found)

    def _open_sought(self) -> None:
        typed = self.head.jump.text()
        found = self.table.current_line()
        if typed.strip() and self.head.jump.property("tone") != "red":
            pending = self.table.pending
            if pending:
                self.table.go_to(pending, opens=True)
            elif found is not None:
                self.table.open_rows()

    # -- deeds

    def do(self, code: str) -> None:
        """What the buttons and keys ask for, by its code."""
        deeds: dict[str, Callable[[], object]] = {
            "print": self.print_shown,
            "print_set": lambda: self.papers.print_set(self.period),
            "corrections": lambda: self.papers.print_corrections(self.period),
            "copy": self._copy,
            "copy_words": self._copy_words,
            "excel": self.export_shown,
            "excel_set": lambda: self.papers.export_set(self.period),
            "word": lambda: self.papers.export_words(self.period),
            "year": lambda: self.papers.export_year(self.period),
            "close": self.close_month,
            "reopen": self.reopen,
            "checks": self._show_checks,
            "changed": lambda: self.turn_to(CORRECTIONS),
            "charts": lambda: self.table.want_charts(not self.table.charts_shown),
        }
        deeds[code]()

    def print_shown(self) -> None:
        """Look at what is shown as it is printed."""
        if self.code == CORRECTIONS:
            self.papers.print_corrections(self.period)
        elif self.form is not None:
            self.papers.print_form(self.period, self.form)
        else:
            self.papers.print_table(self.period, self.register)

    def export_shown(self) -> None:
        """Save the form or the table that is shown as an Excel workbook."""
        if self.form is not None:
            self.papers.export_form(self.period, self.form)
        else:
            self.papers.export_table(self.period, self.register)

    def _copy(self) -> None:
        if self.form is not None:
            self.form_page.view.copy()
        else:
            self.table.figures.copy()

    def _copy_words(self) -> None:
        if self.code == WORDS:
            self.words.copy()

    def _show_checks(self) -> None:
        if self.state is not None:
            if self.code not in REGISTERS:
                self.turn_to(self.register.code)
            self.table.show_findings(self.state)

    # -- closing and re-opening

    def close_month(self) -> None:
        """Ask for the closing of the month that is shown."""
        if not self.head.close_button.isEnabled():
            return
        dialog = Closing(self._sitting, self.period, self)
        dialog.closed.connect(self._month_closed)
        dialog.finished.connect(lambda _: self.take_focus())
        dialog.open()

    def _month_closed(self, closed: ClosedMonth) -> None:
        self._sitting.said.emit(f"{closed.label}已结账，编号{closed.number}。")
        self._sitting.changed.emit(Changed("", ()))

    def reopen(self) -> None:
        """Re-open the month, when the head gives a reason."""
        place, period = self._sitting.place, self.period
        if place.staff.role is not Role.HEAD:
            self._sitting.ask.tell("撤销结账", for_head_alone("撤销结账", place.office.level))
            return
        why = self._sitting.ask.reason(
            f"撤销结账 · {period.label}", "为什么撤销？会记入操作记录；原来的编号和存档留着，不再作数。"
        )
        if why is None:
            return

        def reopened(closed: ClosedMonth) -> None:
            self._sitting.said.emit(f"{closed.label}已撤销结账，改好后请重新结账。")
            self._sitting.changed.emit(Changed("", ()))

        self._sitting.tasks.run(lambda: reopen(place, period, why), done=reopened)
