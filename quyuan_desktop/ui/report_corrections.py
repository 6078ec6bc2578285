"""The corrections (更正表) of a month: which records of closed months count otherwise than they were reported."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from quyuan_desktop.domain.corrections import Correction
from quyuan_desktop.domain.figures import NONE, shown
from quyuan_desktop.domain.numbers import short_number
from quyuan_desktop.domain.periods import Period
from quyuan_desktop.registers import MEASURES, REGISTERS
from quyuan_desktop.services import report_desk
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import label
from quyuan_desktop.ui.empty_state import EmptyState
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.lines_table import Head, LinesTable, Shown
from quyuan_desktop.ui.sitting import Sitting

HEADS = (
    Head("所属月份", 8),
    Head("登记簿", 6),
    Head("编号", 8),
    Head("类别", 5),
    Head("指标", 16),
    Head("原报", 5, right=True),
    Head("更正后", 5, right=True),
    Head("增减", 5, right=True),
    Head("理由", 0),
    Head("经手", 10),
)

NOT_SUMMED = "不逐月相加，不影响累计"
"""In place of a reason, for what stands at a month's end."""


class ReportCorrections(QWidget):
    """opened(register, uid): a corrected record is wanted; turned(register): its table is; left(): the tables are."""

    opened = Signal(str, str)
    turned = Signal(str)
    left = Signal()

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self._sitting = sitting
        self._asked = Latest(self, sitting.tasks)
        self.period: Period | None = None
        self.head = label("", "hint", wrap=True)
        self.table = LinesTable("更正表", HEADS, sitting.layout, "report/corrections")
        self.table.opened.connect(self._open)
        self.empty = EmptyState("看各表")
        self.empty.begun.connect(self.left)
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, theme.px(8), 0, 0)
        column.setSpacing(theme.px(8))
        self.head.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        column.addWidget(self.head)
        column.addWidget(self.table, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(full)
        self._stack.addWidget(self.empty)
        self.setFocusProxy(self.table)

    def _open(self, each: Correction) -> None:
        if each.uid:
            self.opened.emit(each.register, each.uid)
        else:
            self.turned.emit(each.table)

    def load(self, period: Period, *, closed: bool) -> None:
        """List what the 更正表 of the period says, or would say when it is closed."""
        self.period = period
        place = self._sitting.place
        if not period.is_month:
            self.table.show_lines([])
            self._asked.drop()
            self._tell("更正表随月份出", "请选一个月份。季度、半年和全年按现有记录统计，已含更正。")
            return
        self._asked.ask(
            lambda: report_desk.told_corrections(place, period), lambda found: self._take(found, closed=closed)
        )

    def _take(self, found: Sequence[Correction], *, closed: bool) -> None:
        self.table.show_lines(list(lines_of(found)))
        assert self.period is not None
        if not found:
            self._tell(
                f"{self.period.label}没有更正",
                "以前已结账的月份，记录后来补录、更正或作废了，会列在这里，随本月一起报。",
            )
            return
        self._stack.setCurrentIndex(0)
        told = "已随本月结账存档" if closed else "本月结账时随表上报；结账前还会变"
        records = sum(bool(each.uid) for each in found)
        stock = sum(len(list(each.changes())) for each in found if not each.uid)
        counted = [f"{records} 条记录"] if records else []
        counted += [f"{stock} 项期末数（不计入累计）"] if stock else []
        self.head.setText(f"以前已结账月份的更正，共 {'、'.join(counted)}，{told}。回车打开记录或所在的表。")

    def _tell(self, head: str, text: str) -> None:
        self.empty.tell(head, text, "")
        self._stack.setCurrentIndex(1)


def lines_of(found: Sequence[Correction]) -> Iterator[Shown]:
    """A line for each figure of each record; what the record is stands in its first."""
    order = {code: place for place, code in enumerate(MEASURES)}
    for each in found:
        changes = sorted(each.changes(), key=lambda change: order.get(change[0], len(order)))
        for place, (code, before, after) in enumerate(changes):
            counting = MEASURES.get(code)
            unit = counting.unit if counting is not None else ""
            more = after - before
            named = f"{counting.group}·{counting.label}" if counting is not None else code
            number = short_number(each.number) if each.uid else NONE
            own = (each.month, REGISTERS[each.table].label, number, each.kind.label)
            figures = (
                named,
                shown(before, unit),
                shown(after, unit),
                f"{'+' if more > 0 else ''}{shown(more, unit)}",
            )
            reason, by = (each.reason, f"{each.by} {each.on:%m-%d}") if each.uid else (NOT_SUMMED, "")
            last = (reason, by) if place == 0 else ("", "")
            texts = (*(own if place == 0 else ("", "", "", "")), *figures, *last)
            yield Shown(texts, each, tips=f"{each.number or REGISTERS[each.table].label}\n{named}\n{reason}")
