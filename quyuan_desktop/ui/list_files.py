"""What a list gives away and takes in: a workbook of it, its printed list, a template to fill in, a table that came."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMenu

from quyuan_desktop.registers.base import Register
from quyuan_desktop.services.import_template import write_template
from quyuan_desktop.services.list_prints import printed_list
from quyuan_desktop.services.workbook_export import Extract, export_list
from quyuan_desktop.ui.import_dialog import ImportDialog
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.list_out import ListOut
from quyuan_desktop.ui.paper_source import Document
from quyuan_desktop.ui.paper_view import PaperView
from quyuan_desktop.ui.printing import Printers
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.tasks import Cancelled, Progress

if TYPE_CHECKING:
    from quyuan_desktop.ui.register_page import RegisterPage

WORKBOOK = "Excel 工作簿 (*.xlsx)"
TABLES = "表格 (*.xlsx *.xlsm *.csv);;所有文件 (*)"


class ListFiles(QObject):
    """Acts for the list of `page`. opened(PaperView): the printed list is to be looked at."""

    opened = Signal(object)

    def __init__(
        self, sitting: Sitting, register: Register, page: "RegisterPage", printers: Printers | None
    ) -> None:
        super().__init__(page)
        self._sitting, self._register, self._page, self._printers = sitting, register, page, printers
        self._writing = Latest(self, sitting.tasks)
        self.out: ListOut | None = None
        self.importing: ImportDialog | None = None

    def menu(self) -> QMenu:
        """What may be done, with its keys."""
        menu = QMenu(self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, act in (
            ("导出 Excel…\tCtrl+Shift+E", self.export),
            ("打印一览表…\tCtrl+Shift+P", self.print_list),
            ("", None),
            ("导入 Excel…\tCtrl+Shift+I", self.import_file),
            ("下载模板…", self.write_template),
        ):
            if act is None:
                menu.addSeparator()
            else:
                menu.addAction(words).triggered.connect(act)
        return menu

    def open_menu(self) -> None:
        """Drop the menu down under its button."""
        menu, under = self.menu(), self._page.head.tables
        menu.popup(under.mapToGlobal(under.rect().bottomLeft()))

    def _extract(self) -> Extract:
        """The list as it is shown."""
        page = self._page
        newest = page.model.question.newest_first
        return Extract(
            page.filter.choice(), page.list.shown_columns(), True, page.filter.told(), newest_first=newest
        )

    # -- out

    def export(self) -> None:
        """Ask what of the list goes out, and write it to a workbook."""
        self.out = ListOut(self._register, self._extract(), printing=False, parent=self._page)
        self.out.chosen.connect(self._export)
        self.out.open()

    def _export(self, extract: Extract) -> None:
        place, register = self._sitting.place, self._register
        name = f"{place.office.name}-{register.label}-{place.today:%Y-%m-%d}.xlsx"
        path = self._asked("导出 Excel", name)
        if path is None:
            return

        def job(progress: Progress) -> int | None:
            try:
                return export_list(place, register, extract, path, progress.step)
            except Cancelled:
                return None

        def done(total: int | None) -> None:
            told = f"已导出 {total} 条到 {path.name}。" if total is not None else "已取消，没有导出。"
            self._sitting.said.emit(told)

        self._sitting.tasks.run_long(job, done=done)

    def print_list(self) -> None:
        """Ask which columns, and look at the printed list."""
        self.out = ListOut(self._register, self._extract(), printing=True, parent=self._page)
        self.out.chosen.connect(self._look)
        self.out.open()

    def _look(self, extract: Extract) -> None:
        place, register = self._sitting.place, self._register
        title = f"{register.label}一览表"
        name = f"{place.office.name}-{title}-{place.today:%Y-%m-%d}.pdf"
        source = Document(title, name, lambda: printed_list(place, register, extract))
        self.opened.emit(PaperView(self._sitting, source, self._printers))

    # -- in

    def write_template(self) -> None:
        """Write the workbook to be filled in."""
        place, register = self._sitting.place, self._register
        path = self._asked("下载模板", f"{register.label}导入模板.xlsx")
        if path is not None:
            self._writing.ask(
                lambda: write_template(place, register, path),
                lambda done: self._sitting.said.emit(f"模板已写到 {done.name}，填好后用“导入 Excel”收进来。"),
            )

    def import_file(self) -> None:
        """Choose a table and look at what it would do."""
        path = self._sitting.ask.open_path(f"导入{self._register.label}", TABLES)
        if path is not None:
            self.importing = ImportDialog(self._sitting, self._register, path, self._page)
            self.importing.open()

    def _asked(self, title: str, name: str) -> Path | None:
        path = self._sitting.ask.save_path(title, name, WORKBOOK)
        if path is None:
            return None
        return path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")
