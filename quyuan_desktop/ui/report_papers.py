"""What the report desk prints and saves: forms, tables, the whole set, corrections, words; looked at before they go."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedLayout

from quyuan_desktop.domain.periods import Period
from quyuan_desktop.registers.base import Register
from quyuan_desktop.registers.reporting import TABLES, title_of
from quyuan_desktop.services import month, month_files, report_desk, report_forms, year
from quyuan_desktop.services.report_forms import Form, form_title
from quyuan_desktop.services.side_by_side import TITLE, side_by_side_pdf, side_by_side_xlsx
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.ui.paper_source import Document
from quyuan_desktop.ui.paper_view import PaperView, save_file
from quyuan_desktop.ui.printing import Printers
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.tasks import Progress

EXCEL, WORD = "Excel 工作簿 (*.xlsx)", "Word 文件 (*.docx)"


class ReportPapers(QObject):
    """Papers are shown over `stack`. left(): the one that was shown is put away."""

    left = Signal()

    def __init__(self, sitting: Sitting, printers: Printers, stack: QStackedLayout) -> None:
        super().__init__(stack)
        self._sitting, self._printers, self._stack = sitting, printers, stack

    # -- looked at

    def print_table(self, period: Period, register: Register) -> None:
        """Look at a register's table as it is printed."""
        place = self._sitting.place
        self._show(period, title_of(register, period), lambda: month.month_pdf(place, period, register))

    def print_form(self, period: Period, form: Form) -> None:
        """Look at a form as it is printed."""
        place = self._sitting.place
        self._show(period, form_title(form, period), lambda: report_forms.form_pdf(place, form, period))

    def print_set(self, period: Period) -> None:
        """Look at all forms and tables as they are printed."""
        place = self._sitting.place
        self._show(period, f"全套{TABLES[period.word]}", lambda: report_desk.whole_set_pdf(place, period))

    def print_corrections(self, period: Period) -> None:
        """Look at the 更正表 as it is printed, or as it would be."""
        place = self._sitting.place
        self._show(period, "更正表", lambda: report_desk.corrections_paper(place, period))

    def print_side_by_side(self, place: Workplace, period: Period, register: Register) -> None:
        """Look at a table with the offices of the bureau's ledger `place` side by side."""
        what = f"{title_of(register, period)}{TITLE}"
        self._show(period, what, lambda: side_by_side_pdf(place, register, period))

    def export_side_by_side(self, place: Workplace, period: Period) -> None:
        """Save all tables with the offices side by side as one Excel workbook."""
        self._excel(period, TITLE, lambda: side_by_side_xlsx(place, period))

    def _show(self, period: Period, what: str, make: Callable[[], bytes]) -> None:
        if self._stack.currentIndex() != 0:
            return
        source = Document(f"{what}　{period.label}", self._named(period, what, "pdf"), make)
        view = PaperView(self._sitting, source, self._printers)
        view.closed.connect(lambda: self._put_away(view))
        self._stack.addWidget(view)
        self._stack.setCurrentWidget(view)

    def _put_away(self, view: PaperView) -> None:
        self._stack.setCurrentIndex(0)
        self._stack.removeWidget(view)
        view.deleteLater()
        self.left.emit()

    # -- saved

    def export_table(self, period: Period, register: Register) -> None:
        """Save a register's table as an Excel workbook."""
        place = self._sitting.place
        self._excel(period, title_of(register, period), lambda: month.month_workbook(place, period, [register]))

    def export_form(self, period: Period, form: Form) -> None:
        """Save a form as an Excel workbook."""
        place = self._sitting.place
        self._excel(period, form_title(form, period), lambda: report_forms.form_xlsx(place, [form], period))

    def export_set(self, period: Period) -> None:
        """Save all forms and tables as one Excel workbook."""
        place = self._sitting.place
        self._excel(period, f"全套{TABLES[period.word]}", lambda: month_files.whole_workbook(place, period))

    def export_words(self, period: Period) -> None:
        """Save the text as a Word file."""
        place = self._sitting.place
        name = self._named(period, "工作情况", "docx")
        self._save("另存为 Word", name, WORD, lambda: month.month_summary(place, period))

    def export_year(self, period: Period) -> None:
        """Save the draft of the report for the year of `period` as Word file and PDF with figures.json, and look at it."""
        place = self._sitting.place
        meant = year.year_meant(period, place.today)
        asked = self._sitting.ask.save_path("年度报告初稿存到", f"{meant}年度报告初稿.docx", WORD)
        if asked is None:
            return

        def job(progress: Progress) -> tuple[Period, list[Path]]:
            progress.step("正在写年度报告", 0, 1)
            whole = year.read_year(place, str(meant))
            return whole, year.write_year(place, whole, asked.parent, asked.name.removesuffix(".docx"))

        def done(found: tuple[Period, list[Path]]) -> None:
            whole, (word, pdf, figures) = found
            self._sitting.said.emit(f"已存为 {word.name}、{pdf.name} 和 {figures.name}，底色处待填。")
            self._show(whole, "年度报告初稿", pdf.read_bytes)

        self._sitting.tasks.run_long(job, done=done)

    def _excel(self, period: Period, what: str, make: Callable[[], bytes]) -> None:
        self._save("导出 Excel", self._named(period, what, "xlsx"), EXCEL, make)

    def _named(self, period: Period, what: str, ending: str) -> str:
        return f"{self._sitting.place.office.name}-{period.label}-{what}.{ending}"

    def _save(self, title: str, name: str, pattern: str, make: Callable[[], bytes]) -> None:
        path = self._sitting.ask.save_path(title, name, pattern)
        if path is None:
            return
        ending = Path(name).suffix
        target = path if path.suffix.lower() == ending else path.with_name(path.name + ending)

        def job(progress: Progress) -> None:
            progress.step("正在出表", 0, 2)
            made = make()
            progress.step(f"正在写 {target.name}", 1, 2)
            save_file(target, made)

        self._sitting.tasks.run_long(job, done=lambda _: self._sitting.said.emit(f"已存为 {target.name}。"))
