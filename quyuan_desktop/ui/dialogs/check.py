"""Is the data whole: runs the check and tells what it found."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QWidget

from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import button, column, fit, label
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.status import WorkBar
from quyuan_desktop.ui.tasks import Cancelled, Progress


class Check(QDialog):
    """Begins at once; the findings are sentences that can be copied."""

    def __init__(self, sitting: Sitting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work: Progress | None = None
        self.setWindowTitle("核对数据")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit(self, 600, 360)
        self.verdict = label("正在核对数据库、修改历史、编号和存档文书……", "heading", wrap=True)
        self.findings = QPlainTextEdit()
        self.findings.setReadOnly(True)
        self.findings.setAccessibleName("核对结果")
        self.findings.hide()
        self.close_button = button("关闭", "", self.close)
        page = column(self)
        page.addWidget(self.verdict)
        page.addWidget(self.findings, 1)
        page.addStretch(0)
        page.addWidget(WorkBar(sitting.tasks))
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        page.addLayout(foot)
        place = sitting.place

        def work(progress: Progress) -> list[str] | None:
            try:
                return check(place, progress.step)
            except Cancelled:
                return None

        self._work = sitting.tasks.run_long(work, done=self._show, trouble=self._refuse)

    def _show(self, found: list[str] | None) -> None:
        self._work = None
        if found is None:
            self.verdict.setText("核对没有做完：已取消。")
        elif not found:
            theme.set_tone(self.verdict, "green")
            self.verdict.setText("✓ 核对完成，没有发现问题。")
        else:
            theme.set_tone(self.verdict, "red")
            self.verdict.setText(f"⚠ 发现 {len(found)} 处问题，请先备份，再请负责人或技术人员处理。")
            self.findings.setPlainText("\n".join(found))
            self.findings.show()
        self.close_button.setFocus()

    def _refuse(self, error: Exception) -> None:
        self._work = None
        theme.set_tone(self.verdict, "red")
        self.verdict.setText(f"⚠ {error}")

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._work is not None:
            self._work.cancel()
            event.ignore()
