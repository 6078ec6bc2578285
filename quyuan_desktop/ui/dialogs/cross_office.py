"""One thing that stands out between offices: the records it rests on, each opened by Enter, and 核对过."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.services.cross_office import CrossFinding, Sighting, clear
from quyuan_desktop.services.workplace import Changed
from quyuan_desktop.ui.dialogs.enter import EnterDialog
from quyuan_desktop.ui.dialogs.parts import button, column, fit, label
from quyuan_desktop.ui.lines_table import Head, LinesTable, Shown
from quyuan_desktop.ui.sitting import Sitting

ROWS = (Head("单位", 8), Head("登记簿", 7), Head("编号", 16), Head("日期", 7), Head("内容", 0))
REASONS = ("已与两个司法所核实，是两件事", "已核实，同一件，已退回一条", "已核实，属同名不同人")


class CrossOffice(EnterDialog):
    """opened(register, uid): a record is to be shown."""

    opened = Signal(str, str)

    def __init__(
        self, sitting: Sitting, finding: CrossFinding, names: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._sitting, self._finding = sitting, finding
        self.setWindowTitle("跨所核对")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit(self, 860, 420)
        page = column(self, spacing=12)
        tone = "red" if finding.grave else "amber"
        page.addWidget(label(f"{'⚠' if finding.grave else '△'} {finding.rule}", "heading", tone))
        page.addWidget(label(finding.words, "", wrap=True))
        self.table = LinesTable("有关的记录", ROWS, sitting.layout, "cross/rows")
        self.table.show_lines([_line(each, names) for each in finding.rows])
        self.table.opened.connect(self._open)
        page.addWidget(self.table, 1)
        page.addWidget(label("按回车打开一条；要退回的，在打开的记录上按“退回司法所”。", "hint"))
        foot = QHBoxLayout()
        self.clear_button = button("核对过，没有问题…", "", self.clear)
        foot.addWidget(self.clear_button)
        foot.addStretch(1)
        foot.addWidget(button("关闭 Esc", "", self.close))
        page.addLayout(foot)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, row: Sighting) -> None:
        self.close()
        self.opened.emit(row.register, row.uid)

    def clear(self) -> None:
        """Say why it is in order; it is not shown again."""
        text = f"{self._finding.words}\n核对的结果会记入操作记录，这一处以后不再列出。"
        reason = self._sitting.ask.reason("核对过，没有问题", text, REASONS)
        if reason is None:
            return
        place, finding = self._sitting.place, self._finding

        def done(_: None) -> None:
            self._sitting.changed.emit(Changed("", ()))
            self.close()

        self._sitting.tasks.run(lambda: clear(place, finding, reason), done=done)


def _line(each: Sighting, names: Mapping[str, str]) -> Shown:
    label_ = REGISTERS[each.register].label
    return Shown((names.get(each.office, each.office), label_, each.number, f"{each.day}", each.words), each)
