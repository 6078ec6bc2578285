"""A table that came in: what every row would do, then the import as one act, which can be taken back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QAbstractItemView, QDialog, QHBoxLayout, QHeaderView, QTableView, QWidget

from quyuan_desktop.registers.base import Register
from quyuan_desktop.services.workbook_export import write_file
from quyuan_desktop.services.workbook_import import (
    Imported,
    ImportRow,
    Plan,
    Verdict,
    apply_import,
    plan_import,
    returned_workbook,
    undo_import,
)
from quyuan_desktop.services.workplace import Changed
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import Slip, button, column, fit, label
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.status import WorkBar
from quyuan_desktop.ui.tasks import Cancelled, Progress

HEADS = ("行", "结果", "名称", "说明")
TONES = {Verdict.FAULTY: "red", Verdict.CHANGED: "amber", Verdict.NEW: "green", Verdict.SAME: "grey"}
SIGNS = {Verdict.FAULTY: "✗", Verdict.CHANGED: "↻", Verdict.NEW: "＋", Verdict.SAME: "＝"}
TABLES = "表格 (*.xlsx *.xlsm *.csv);;所有文件 (*)"

Index = QModelIndex | QPersistentModelIndex


class ImportModel(QAbstractTableModel):
    """The rows of a plan: the faulty first, then those that change something."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[ImportRow] = []

    def show_rows(self, rows: tuple[ImportRow, ...]) -> None:
        """Show these."""
        order = list(TONES)
        self.beginResetModel()
        self.rows = sorted(rows, key=lambda row: (order.index(row.verdict), not row.warned, row.line))
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() else len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADS[section]
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return _aligned(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            verdict = f"{SIGNS[row.verdict]} {row.verdict.value}"
            return (str(row.line), verdict, row.title, told_of(row))[index.column()]
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == 1:
            return theme.meaning(TONES[row.verdict])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _aligned(index.column())
        return None


def _aligned(section: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if section == 0 else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def told_of(row: ImportRow) -> str:
    """What there is to say of a row, in one line."""
    return "　".join([*row.told, *(f"提醒：{each}" for each in row.warned)])


class ImportDialog(QDialog):
    """Reads the file at once; nothing is written before the person says so."""

    def __init__(self, sitting: Sitting, register: Register, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sitting, self._register, self._path = sitting, register, path
        self._work: Progress | None = None
        self.plan: Plan | None = None
        self.imported: Imported | None = None
        self.setWindowTitle(f"导入{register.label}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit(self, 900, 560)
        self.heading = label("", "heading", wrap=True)
        self.counts = {verdict: label("", "", TONES[verdict]) for verdict in Verdict}
        self.note = label("", "hint", wrap=True)
        self.slip = Slip()
        self.model = ImportModel(self)
        self.table = self._table()
        self.detail = label("", "hint", wrap=True)
        self.other = button("换个文件…", "", self.choose_other)
        self.leave = button("关闭", "", self.close)
        self.back = button("撤销这次导入", "", self.take_back)
        self.report = button("另存问题表…", "primary", self.save_report)
        self.go = button("导入", "primary", self.apply)
        self._lay_out()
        self._read()

    # -- built once

    def _table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        table.setAccessibleName("导入预览")
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(theme.px(theme.ROW))
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for section, wide in enumerate((52, 88, 220)):
            header.resizeSection(section, theme.px(wide))
        table.selectionModel().currentRowChanged.connect(self._tell_row)
        return table

    def _lay_out(self) -> None:
        page = column(self)
        page.addWidget(self.heading)
        row = QHBoxLayout()
        row.setSpacing(theme.px(20))
        for verdict in Verdict:
            row.addWidget(self.counts[verdict])
        row.addStretch(1)
        page.addLayout(row)
        page.addWidget(self.note)
        page.addWidget(self.slip)
        page.addWidget(self.table, 1)
        page.addStretch(0)
        page.addWidget(self.detail)
        page.addWidget(WorkBar(self._sitting.tasks))
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        for each in (self.other, self.back):
            foot.addWidget(each)
        foot.addStretch(1)
        for each in (self.leave, self.report, self.go):
            foot.addWidget(each)
        page.addLayout(foot)

    def _tell_row(self, current: Index) -> None:
        row = self.model.rows[current.row()] if current.isValid() else None
        self.detail.setText(f"第 {row.line} 行　{told_of(row) or row.verdict.value}" if row is not None else "")

    # -- reading

    def choose_other(self) -> None:
        """Look at another file instead."""
        path = self._sitting.ask.open_path(f"导入{self._register.label}", TABLES)
        if path is not None:
            self._path = path
            self._read()

    def _read(self) -> None:
        place, register, path = self._sitting.place, self._register, self._path
        self.plan = self.imported = None
        self.model.show_rows(())
        self._say(f"正在读取 {path.name} ……", "")
        self._run(lambda progress: plan_import(place, register, path, progress.step), self._show, "没有读完")

    def _show(self, plan: Plan) -> None:
        self.plan = plan
        self.model.show_rows(plan.rows)
        if plan.faulty:
            self._say(f"{plan.name}：有 {self._faults(plan)} 行有误，改好之前整个文件都不导入", "red")
        elif plan.idle:
            self._say(f"{plan.name}：与账上完全相同，没有要导入的", "")
        else:
            self._say(f"{plan.name}：核对无误，可以导入", "green")
        for verdict, each in self.counts.items():
            each.setText(f"{SIGNS[verdict]} {verdict.value} {plan.count(verdict):,}")
        notes = [f"没有用到的列：{'、'.join(plan.heads.unknown)}。"] if plan.heads.unknown else []
        notes += [f"“{plan.tables[table].name}”第 {line} 行：{told}" for table, line, told in plan.astray[:3]]
        self.note.setText("　".join(notes))
        self.note.setVisible(bool(notes))
        self.table.selectRow(0)
        self._dress()

    def _faults(self, plan: Plan) -> int:
        return plan.count(Verdict.FAULTY) + len(plan.astray)

    def _dress(self) -> None:
        """Offer what can be done now, with the focus on what comes next."""
        plan, busy = self.plan, self._work is not None
        fit_to_go = plan is not None and not plan.faulty and not plan.idle and self.imported is None
        self.go.setVisible(fit_to_go)
        self.report.setVisible(plan is not None and plan.faulty)
        self.back.setVisible(self.imported is not None)
        for each in (self.go, self.report, self.back, self.other, self.leave):
            each.setEnabled(not busy)
        if plan is not None:
            self.go.setText(f"导入 {plan.count(Verdict.NEW) + plan.count(Verdict.CHANGED):,} 行")
        for seen in (self.table, *self.counts.values()):
            seen.setVisible(plan is not None)
        if not busy:
            able = [each for each in (self.go, self.report, self.leave) if each.isVisibleTo(self)]
            able[0].setDefault(True)
            able[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, words: str, tone: str) -> None:
        mark = {"red": "⚠ ", "green": "✓ "}.get(tone, "")
        self.heading.setText(mark + words)
        theme.set_tone(self.heading, tone)

    # -- acts

    def apply(self) -> None:
        """Take the table in."""
        place, plan = self._sitting.place, self.plan
        if plan is not None and self.go.isEnabled():
            self._run(lambda progress: apply_import(place, plan, progress.step), self._applied, "没有导入")

    def _applied(self, imported: Imported) -> None:
        self.imported = imported
        self._say(f"已导入：新增 {imported.new:,}，变更 {imported.corrected:,}", "green")
        self._dress()
        self._sitting.said.emit(f"已导入{self._register.label}：新增 {imported.new}，变更 {imported.corrected}。")
        self._sitting.changed.emit(imported.changed)

    def take_back(self) -> None:
        """Take the whole import back."""
        place, imported = self._sitting.place, self.imported
        if imported is not None:
            self._run(lambda _: undo_import(place, imported), self._taken_back, "没有撤销")

    def _taken_back(self, changed: Changed) -> None:
        self.imported = self.plan = None
        self.model.show_rows(())
        self._say("已撤销这次导入：新增的已作废，变更的已恢复", "green")
        self._dress()
        self._sitting.changed.emit(changed)

    def save_report(self) -> None:
        """Save what was handed in with the faults beside its rows."""
        place, plan = self._sitting.place, self.plan
        if plan is None:
            return
        suggested = str(self._path.with_name(f"{self._path.stem}-问题.xlsx"))
        path = self._sitting.ask.save_path("另存问题表", suggested, "Excel 工作簿 (*.xlsx)")
        if path is None:
            return
        target = path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")

        def job(progress: Progress) -> Path:
            progress.step("写问题表", 0, 1)
            write_file(target, returned_workbook(place, plan))
            return target

        self._run(job, lambda done: self._saved(done), "没有存上")

    def _saved(self, path: Path) -> None:
        self.note.setText(f"问题表已存为 {path.name}：照“问题”一列改好，再点“换个文件”导入它。")
        self.note.show()
        self._dress()

    # -- on the worker

    def _run(self, job: Callable[[Progress], Any], done: Callable[[Any], None], failed: str) -> None:
        self.slip.say("")

        def work(progress: Progress) -> Any:
            try:
                return job(progress)
            except Cancelled:
                return None

        def finish(result: Any) -> None:
            self._work = None
            if result is None:
                self._say(f"{failed}：已取消，账上没有变动", "")
                self._dress()
            else:
                done(result)

        def refuse(error: Exception) -> None:
            self._work = None
            self._say(failed, "red")
            self.slip.say(str(error))
            self._dress()

        self._work = self._sitting.tasks.run_long(work, done=finish, trouble=refuse)
        self._dress()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._work is not None:
            self._work.cancel()
            event.ignore()

    def reject(self) -> None:
        self.close()
