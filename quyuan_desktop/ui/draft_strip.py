"""The thin strip above a list that offers unfinished entries: go on with one, or throw it away."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from quyuan_desktop.registers.base import Register
from quyuan_desktop.services import drafts
from quyuan_desktop.services.drafts import DraftEntry
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import button
from quyuan_desktop.ui.elided import Elided
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.sitting import Sitting


def draft_line(entry: DraftEntry, today: date) -> str:
    """A draft in one line: what it is of, and when it was left."""
    at = f"{entry.at:%H:%M}" if entry.at.date() == today else f"{entry.at:%m-%d %H:%M}"
    return f"{'更正 ' if entry.uid else ''}{entry.title or '未填姓名'}　{at} {entry.by}"


class DraftStrip(QFrame):
    """Hidden while there is nothing unfinished. resumed(draft key): the person wants to go on with it."""

    resumed = Signal(str)

    def __init__(self, sitting: Sitting, register: Register, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sitting = sitting
        self._register = register
        self._asked = Latest(self, sitting.tasks)
        self.entries: list[DraftEntry] = []
        self.setProperty("role", "banner")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(16), theme.px(2), theme.px(16), theme.px(2))
        row.setSpacing(8)
        self.text = Elided()
        self.go_on = button("继续", "link", lambda: self.resumed.emit(self.entries[0].key))
        self.throw = button("丢弃…", "link", lambda: self._throw_away(self.entries[0]))
        self.others = QToolButton()
        self.others.setProperty("role", "quiet")
        self.others.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.others.setMenu(QMenu(self.others))
        for widget in (self.text, self.go_on, self.throw, self.others):
            row.addWidget(widget)
        row.addStretch(1)
        self.hide()

    def reload(self) -> None:
        """Look again for what is unfinished."""
        place = self._sitting.place
        self._asked.ask(lambda: drafts.drafts(place), self._take)

    def _take(self, entries: list[DraftEntry]) -> None:
        self.entries = [entry for entry in entries if entry.register_code == self._register.code]
        self.setVisible(bool(self.entries))
        if not self.entries:
            return
        today = self._sitting.place.today
        first = self.entries[0]
        self.text.setText(f"{len(self.entries)} 份草稿：{draft_line(first, today)}")
        self.go_on.setAccessibleName(f"继续草稿 {first.title}")
        self.throw.setAccessibleName(f"丢弃草稿 {first.title}")
        rest = self.entries[1:]
        self.others.setVisible(bool(rest))
        self.others.setText(f"其余 {len(rest)} 份 ▾")
        menu = self.others.menu()
        menu.clear()
        for entry in rest:
            inner = menu.addMenu(draft_line(entry, today))
            inner.addAction("继续").triggered.connect(lambda _=False, key=entry.key: self.resumed.emit(key))
            inner.addAction("丢弃…").triggered.connect(lambda _=False, each=entry: self._throw_away(each))

    def _throw_away(self, entry: DraftEntry) -> None:
        line = draft_line(entry, self._sitting.place.today)
        text = f"草稿“{line}”里已填的内容会丢掉，找不回来。"
        if not self._sitting.ask.confirm("丢弃草稿", text, "丢弃这份草稿", danger=True):
            return
        place = self._sitting.place

        def done(_: object) -> None:
            self._sitting.said.emit("草稿已丢弃。")
            self.reload()

        self._asked.ask(lambda: drafts.drop_draft(place, entry.key), done)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
