"""The period in words (文字总结), to be copied as it is or saved for Word."""

from html import escape

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from quyuan_desktop.domain.periods import Period
from quyuan_desktop.services import report_desk
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.elided import Elided
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.paper_side import tipped
from quyuan_desktop.ui.sitting import Sitting


class ReportWords(QWidget):
    """Shows the paragraphs of a period. saving(): they are wanted as a Word file."""

    saving = Signal()

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self._sitting = sitting
        self._asked = Latest(self, sitting.tasks)
        self._plain = ""
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setAccessibleName("文字总结")
        self.copy_button = tipped("复制全文", "复制后可粘贴到 WPS、Word 或工作群（Ctrl+Shift+C）", self.copy)
        self.save_button = tipped("另存为 Word", "存成 Word 文件", self.saving.emit)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(Elided("数字都取自各表，为零的不写；只读，可选中一段复制。", "hint"))
        row.addStretch(1)
        row.addWidget(self.copy_button)
        row.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(24), theme.px(12), theme.px(24), theme.px(12))
        column.setSpacing(theme.px(8))
        column.addLayout(row)
        column.addWidget(self.text, 1)
        self.setFocusProxy(self.text)

    def load(self, period: Period) -> None:
        """Put the period into words."""
        place = self._sitting.place
        self._asked.ask(lambda: report_desk.period_words(place, period), self._take)

    def _take(self, found: list[tuple[str, str]]) -> None:
        self._plain = "\n".join(line for pair in found for line in pair if line)
        self.text.setHtml("".join(_written(*pair) for pair in found))

    def copy(self) -> None:
        """Put the whole text on the clipboard."""
        QApplication.clipboard().setText(self._plain)
        self._sitting.said.emit("文字总结已复制。")


def _written(heading: str, paragraph: str) -> str:
    """A part as it is looked at: its heading, then the paragraph with its first line set in."""
    head = f"<p style='margin:12px 0 2px'><b>{escape(heading)}</b></p>" if heading else ""
    return f"{head}<p style='margin:0; line-height:125%; text-indent:{theme.px(28)}px'>{escape(paragraph)}</p>"
