"""核对村名册: where the bureau's list of villages differs from what the office has; what is ticked is taken over."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from quyuan_desktop.domain.problems import Refused
from quyuan_desktop.services.village_roll import Change, Difference, differences, take_over
from quyuan_desktop.services.workplace import Changed
from quyuan_desktop.ui.dialogs.enter import EnterDialog
from quyuan_desktop.ui.dialogs.parts import Slip, button, column, fit, label
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.lines_table import Head, LinesTable, Shown
from quyuan_desktop.ui.sitting import Sitting

ROWS = (Head("采用", 4), Head("乡镇", 6), Head("村（社区）", 12), Head("不同之处", 0))
TICK = "✓"
ALL_SAME = "名册与本所登记的一致，没有要核对的。"
TOLD = (
    "这是区局下发的村（社区）名册与本所登记不同的地方，本所的登记没有改动。打了勾的才采用：本所没有的登记为新的一条，"
    "不同的按名册更正，原来的内容留在修改历史里。"
)


class VillageRoll(EnterDialog):
    """Nothing is ticked unasked. Enter or the space bar ticks a line."""

    def __init__(self, sitting: Sitting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sitting = sitting
        self._asked = Latest(self, sitting.tasks)
        self._found: list[Difference] = []
        self.ticked: set[int] = set()
        self.setWindowTitle("核对村名册")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit(self, 1040, 540)
        self.table = LinesTable("与本所登记不同的村（社区）", ROWS, sitting.layout, "village_roll/rows")
        self.table.opened.connect(lambda _: self.tick())
        self.slip = Slip()
        self.all_button = button("全部打勾 Ctrl+A", "", self.tick_all)
        self.go_button = button("采用打勾的", "primary", self.go)
        self._lay_out()
        space = QShortcut(QKeySequence(Qt.Key.Key_Space), self.table, self.tick)
        space.setContext(Qt.ShortcutContext.WidgetShortcut)
        QShortcut(QKeySequence(QKeySequence.StandardKey.SelectAll), self, self.tick_all)
        self._show_ticks()
        self._ask()

    def _lay_out(self) -> None:
        page = column(self, spacing=12)
        page.addWidget(label("核对村名册", "heading"))
        self.told = label(TOLD, "", wrap=True)
        page.addWidget(self.told)
        page.addWidget(self.table, 1)
        page.addWidget(label("按空格或回车打勾。不打勾的留着，下次还可以核对。", "hint"))
        page.addWidget(self.slip)
        foot = QHBoxLayout()
        foot.addWidget(self.all_button)
        foot.addStretch(1)
        foot.addWidget(button("关闭 Esc", "", self.close))
        foot.addWidget(self.go_button)
        page.addLayout(foot)

    def _ask(self) -> None:
        place = self._sitting.place
        self._asked.ask(lambda: differences(place), self._show)

    def _show(self, found: Sequence[Difference]) -> None:
        before = [self._found[at] for at in self.ticked]
        self._found, self.ticked = list(found), {at for at, each in enumerate(found) if each in before}
        self._show_ticks()
        self.told.setText(TOLD if found else ALL_SAME)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_ticks(self) -> None:
        at = max(0, self.table.currentIndex().row())
        self.table.show_lines([_line(each, row in self.ticked) for row, each in enumerate(self._found)])
        if at < len(self._found):
            self.table.selectRow(at)
        self.all_button.setEnabled(bool(self._found))
        self.go_button.setEnabled(bool(self.ticked))
        self.go_button.setText(f"采用打勾的 {len(self.ticked)} 条" if self.ticked else "采用打勾的")

    def tick(self) -> None:
        """Tick the line one stands on, or take its tick away."""
        at = self.table.currentIndex().row()
        if 0 <= at < len(self._found):
            self.ticked ^= {at}
            self._show_ticks()

    def tick_all(self) -> None:
        """Tick every line; where all are, none."""
        every = set(range(len(self._found)))
        self.ticked = set() if self.ticked == every else every
        self._show_ticks()

    def go(self) -> None:
        """Take over what is ticked."""
        place, chosen = self._sitting.place, [self._found[at] for at in sorted(self.ticked)]
        self.slip.say("")

        def done(changed: Changed) -> None:
            self._sitting.said.emit(f"已采用名册上的 {len(changed.uids)} 条。")
            self._sitting.changed.emit(changed)
            self._ask()

        def trouble(error: Exception) -> None:
            self.slip.say(
                "；".join(each.text for each in error.problems) if isinstance(error, Refused) else str(error)
            )
            self._ask()

        self.go_button.setEnabled(False)
        self._sitting.tasks.run(lambda: take_over(place, chosen), done=done, trouble=trouble)


def _line(each: Difference, ticked: bool) -> Shown:
    told = "；".join(map(_change, each.changes)) or "本所没有登记，采用后登记为新的一条"
    texts = (TICK if ticked else "", each.listed.town.label, each.listed.name, told)
    return Shown(texts, each, tips=told, tone="" if each.uid else "amber", toned=-1 if each.uid else len(ROWS) - 1)


def _change(each: Change) -> str:
    """停用日期 空 → 2023-10-31."""
    return f"{each.label} {each.before or '空'} → {each.after or '空'}"
