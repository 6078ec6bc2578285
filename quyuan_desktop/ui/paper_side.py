"""The panel beside a paper: which printer, how many, how large one looks at it, and what was issued before."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSettings, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from quyuan_desktop.services.papers import PaperEntry
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import button, label
from quyuan_desktop.ui.paper_source import PaperSource
from quyuan_desktop.ui.printing import Printers, remembered_printer

WIDTH = 280
MOST_COPIES = 5


def tipped(text: str, tip: str, pressed: Callable[[], object], role: str = "") -> QPushButton:
    """A button with a tooltip."""
    made = button(text, role, pressed)
    made.setToolTip(tip)
    return made


class PaperSide(QFrame):
    """zoom_wanted(1, -1 or 0 to fit); reprint_wanted(paper uid): the button below the issued papers."""

    zoom_wanted = Signal(int)
    reprint_wanted = Signal(str)

    def __init__(
        self, source: PaperSource, printers: Printers, layout: QSettings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._printers = printers
        self._kept_layout = layout
        self._busy = False
        self.setProperty("role", "side")
        self.setFixedWidth(theme.px(WIDTH))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        self._column.setSpacing(8)
        self._add_printer()
        self._add_zoom()
        self._add_issued()
        self.name_printers()
        self.show_entries([])

    def _head(self, text: str) -> None:
        self._column.addWidget(label(text, "label"))

    def _add_printer(self) -> None:
        self._head("打印机")
        self.printer = QComboBox()
        self.printer.setAccessibleName("打印机")
        self.printer.setToolTip(f"打印 {self._source.size} 纸用的打印机，会记住")
        self.printer.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._column.addWidget(self.printer)
        row = QHBoxLayout()
        self.copies = QComboBox()
        for many in range(1, MOST_COPIES + 1):
            self.copies.addItem(f"{many} 份", many)
        self.copies.setAccessibleName("份数")
        row.addWidget(self.copies)
        row.addWidget(QLabel(f"{self._source.size} 纸"))
        row.addStretch(1)
        self._column.addLayout(row)
        self._column.addSpacing(16)

    def _add_zoom(self) -> None:
        self._head("预览")
        row = QHBoxLayout()
        row.setSpacing(4)
        smaller = tipped("−", "缩小（Ctrl+-）", lambda: self.zoom_wanted.emit(-1), "quiet")
        larger = tipped("+", "放大（Ctrl++）", lambda: self.zoom_wanted.emit(1), "quiet")
        smaller.setAccessibleName("缩小")
        larger.setAccessibleName("放大")
        fit = tipped("适合宽度", "适合宽度（Ctrl+0）", lambda: self.zoom_wanted.emit(0), "quiet")
        self._percent = QLabel("100%")
        for widget in (smaller, self._percent, larger, fit):
            row.addWidget(widget)
        row.addStretch(1)
        self._column.addLayout(row)
        self._page = label("", "hint")
        self._column.addWidget(self._page)
        self._column.addSpacing(16)

    def _add_issued(self) -> None:
        if not self._source.kept:
            self._column.addStretch(1)
        self.issued = QListWidget()
        self.issued.setAccessibleName("已出具的文书")
        self.issued.setWordWrap(True)
        self.issued.itemSelectionChanged.connect(self._enable)
        self._hint = label("还没有出具过。打印或另存后，原样存档，随时可以重印。", "hint", wrap=True)
        self.reprint = tipped("重印选中的一份", "存档的原样再打一份，标“重印”，记入日志", self._want_reprint)
        if self._source.kept:
            self._head("已出具的")
            self._column.addWidget(self._hint)
            self._column.addWidget(self.issued, 1)
            self._column.addWidget(self.reprint)
            self._column.addStretch(1)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.setFixedWidth(theme.px(WIDTH))

    # -- what is shown

    def show_percent(self, percent: int) -> None:
        """Say how large pages are shown."""
        self._percent.setText(f"{percent}%")

    def show_page(self, page: int, pages: int) -> None:
        """Say which page is looked at."""
        self._page.setText(f"第 {page} / {pages} 页，Page Up、Page Down 翻页" if pages > 1 else "共 1 页")

    def show_entries(self, entries: list[PaperEntry]) -> None:
        """List the issued papers."""
        self.issued.clear()
        for entry in entries:
            again = f"，重印 {entry.reprints} 次" if entry.reprints else ""
            older = "" if entry.current else "（更正前）"
            item = QListWidgetItem(f"{entry.issued_at:%Y-%m-%d %H:%M}　{entry.issued_by}{again}{older}")
            item.setData(Qt.ItemDataRole.UserRole, entry.uid)
            self.issued.addItem(item)
        kept = self._source.kept
        self.issued.setVisible(kept and bool(entries))
        self.reprint.setVisible(kept and bool(entries))
        self._hint.setVisible(kept and not entries)
        self._enable()

    def set_busy(self, busy: bool) -> None:
        """While a paper goes out nothing else can."""
        self._busy = busy
        self._enable()

    def _enable(self) -> None:
        self.reprint.setEnabled(bool(self.issued.selectedItems()) and not self._busy)

    def _want_reprint(self) -> None:
        for item in self.issued.selectedItems():
            self.reprint_wanted.emit(str(item.data(Qt.ItemDataRole.UserRole)))

    # -- printers

    def name_printers(self) -> None:
        """List the printers there are now; stand on the one last used for this paper size."""
        names = self._printers.names()
        self.printer.clear()
        for name in names:
            self.printer.addItem(name, name)
        if not names:
            self.printer.addItem("没有打印机", "")
        kept = remembered_printer(self._kept_layout, self._source.size, names)
        self.printer.setCurrentIndex(max(0, self.printer.findData(kept)))
        self.printer.setEnabled(bool(names))

    def chosen_copies(self) -> int:
        """How many are to be printed."""
        return int(self.copies.currentData())

    def chosen_printer(self) -> str:
        """The chosen printer, empty when there is none."""
        if not self.printer.currentData():
            self.name_printers()
        return str(self.printer.currentData() or "")
