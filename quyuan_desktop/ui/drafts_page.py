"""The unfinished entries of a desk: Enter goes on with one, Delete throws it away."""

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.services.drafts import DraftEntry, drafts, drop_draft
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import button, label
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.short_list import Line, ShortList
from quyuan_desktop.ui.sitting import Sitting

EMPTY = "没有草稿。没保存完的登记会自动留在这里，关机、断电也不会丢。"


class DraftsPage(QWidget):
    """Lists drafts. `opened(register, key)`; `changed` when one was thrown away."""

    opened = Signal(str, str)
    changed = Signal()

    def __init__(self, sitting: Sitting, registers: Collection[str]) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._sitting, self._registers = sitting, registers
        self._latest = Latest(self, sitting.tasks)
        self.list = ShortList("草稿", most=0)
        self.list.opened.connect(lambda entry: self.opened.emit(entry.register_code, entry.key))
        self.list.dropped.connect(self.throw_away)
        self.go_on = button("继续填写", "primary", self._go_on)
        self.drop = button("丢弃…", "", self._drop)
        self.drop.setToolTip("丢弃选中的草稿（Delete）")
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(8))
        head.addWidget(label("草稿", "heading"))
        head.addStretch(1)
        head.addWidget(self.drop)
        head.addWidget(self.go_on)
        self.empty = label(EMPTY, "hint", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedLayout()
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addLayout(head)
        page.addLayout(self._stack, 1)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        self._show([])
        sitting.changed.connect(lambda _: self.refresh())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Ask for the drafts anew."""
        place = self._sitting.place
        self._latest.ask(lambda: drafts(place), self._show)

    def _show(self, entries: list[DraftEntry]) -> None:
        mine = [entry for entry in entries if entry.register_code in self._registers]
        self.list.show_lines([self._line(entry) for entry in mine])
        for each in (self.go_on, self.drop):
            each.setEnabled(bool(mine))
        self._stack.setCurrentWidget(self.list if mine else self.empty)

    def _line(self, entry: DraftEntry) -> Line:
        kind = REGISTERS[entry.register_code].label
        verb = "更正" if entry.uid else "新建"
        title = f"{verb}{kind} · {entry.title or '未填姓名'}"
        return Line(title, f"{entry.at:%Y-%m-%d %H:%M} · {entry.by}", "", entry)

    def _current(self) -> DraftEntry | None:
        row = self.list.currentIndex().row()
        lines = self.list.lines()
        found = lines[row].what if 0 <= row < len(lines) else None
        return found if isinstance(found, DraftEntry) else None

    def _go_on(self) -> None:
        entry = self._current()
        if entry is not None:
            self.opened.emit(entry.register_code, entry.key)

    def _drop(self) -> None:
        entry = self._current()
        if entry is not None:
            self.throw_away(entry)

    def throw_away(self, entry: DraftEntry) -> None:
        """Throw that draft away, after asking."""
        text = f"“{entry.title or '未填姓名'}”这份草稿还没有保存，丢弃后找不回来。"
        if not self._sitting.ask.confirm("丢弃草稿", text, "丢弃这份草稿", danger=True):
            return
        place, key = self._sitting.place, entry.key

        def done(_: object) -> None:
            self.refresh()
            self.changed.emit()

        self._sitting.tasks.run(lambda: drop_draft(place, key), done=done)
