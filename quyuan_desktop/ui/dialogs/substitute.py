"""替班: who stands in for somebody on duty, and why."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QWidget

from quyuan_desktop.services.roster import Known, Slot
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import Entry, button, column, fit, label

REASONS = ("请假", "病假", "出差", "开会", "下村调解", "值班冲突")
LONGEST = 100


class Substitute(QDialog):
    """Asks for both. decided(name, reason): an empty name takes the substitution back."""

    decided = Signal(str, str)

    def __init__(self, slot: Slot, people: Sequence[Known], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._slot = slot
        self.setWindowTitle("替班")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit(self, 420, 260)
        self.name = _line([each.name for each in people if each.name != slot.person], slot.substitute)
        self.reason = _line(REASONS, slot.substitute_reason)
        self.entries = {"name": Entry("替班人", self.name), "reason": Entry("替班原因", self.reason)}
        self.save = button("保存替班", "primary", self.keep)
        self.save.setDefault(True)
        page = column(self)
        page.addWidget(label(f"{slot.on:%m-%d} {slot.half.label}　原排{slot.person}", "heading"))
        for entry in self.entries.values():
            page.addWidget(entry)
        page.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        if slot.substitute:
            foot.addWidget(button("取消替班", "danger", lambda: self._decide("", "")))
        foot.addStretch(1)
        foot.addWidget(button("不改了", "", self.close))
        foot.addWidget(self.save)
        page.addLayout(foot)
        self.name.setFocus()

    def keep(self) -> None:
        """Hand it over, or say what is missing."""
        name, reason = self.name.currentText().strip(), self.reason.currentText().strip()
        same = name == self._slot.person
        self.entries["name"].refuse(
            "替班人与值班人是同一人，请核对。" if same else "" if name else "请填写替班人。"
        )
        self.entries["reason"].refuse("" if reason else "请填写替班原因。")
        if name and reason and not same:
            self._decide(name, reason)

    def _decide(self, name: str, reason: str) -> None:
        self.decided.emit(name, reason[:LONGEST])
        self.close()


def _line(offered: Sequence[str], now: str) -> QComboBox:
    made = QComboBox()
    made.setEditable(True)
    made.addItems(list(offered))
    made.setCurrentText(now)
    return made
