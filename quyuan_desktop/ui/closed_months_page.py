"""The months that were closed, with their numbers and digests; the re-opened ones too."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from quyuan_desktop.services.closing import ClosedMonth, closed_list
from quyuan_desktop.ui.empty_state import EmptyState
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.lines_table import Head, LinesTable, Shown
from quyuan_desktop.ui.sitting import Sitting

HEADS = (
    Head("月份", 7),
    Head("编号", 14),
    Head("状态", 6),
    Head("结账时间", 9),
    Head("结账人", 6),
    Head("更正", 3, right=True),
    Head("摘要", 11),
    Head("撤销结账", 0),
)
DIGEST = 16


class ClosedMonthsPage(QWidget):
    """opened(code): that month is wanted; left(): back to the tables."""

    opened = Signal(str)
    left = Signal()

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self._sitting = sitting
        self._asked = Latest(self, sitting.tasks)
        self.table = LinesTable("结账记录", HEADS, sitting.layout, "report/months")
        self.table.opened.connect(lambda month: self.opened.emit(month.code))
        self.empty = EmptyState("看各表")
        self.empty.begun.connect(self.left)
        self.empty.tell(
            "还没有结过账",
            "月底核对无误后按“结账”：当月的数字、明细和表格存档，以后打印永远一样，再改的进下月更正表。",
            "",
        )
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self.setFocusProxy(self.table)

    def load(self) -> None:
        """List the closings, the newest first."""
        place = self._sitting.place
        self._asked.ask(lambda: closed_list(place), self._take)

    def _take(self, found: list[ClosedMonth]) -> None:
        self.table.show_lines([_line(each) for each in reversed(found)])
        self._stack.setCurrentIndex(0 if found else 1)


def _line(each: ClosedMonth) -> Shown:
    reopened = ""
    if each.reopened_at is not None:
        reopened = f"{each.reopened_at:%Y-%m-%d %H:%M} {each.reopened_by}：{each.reopen_reason}"
    texts = (
        each.label,
        each.number,
        "已撤销" if reopened else "✓ 已结账",
        f"{each.at:%Y-%m-%d %H:%M}",
        each.by,
        str(each.corrections),
        each.digest[:DIGEST],
        reopened,
    )
    return Shown(texts, each, quiet=bool(reopened), tips=f"摘要 {each.digest}")
