"""下发规则: which of the bureau's holidays, time limits, settings and forms the offices are to have."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from quyuan_desktop.domain.problems import Refused
from quyuan_desktop.services.district_tables import PARTS, LaidDown, laid_down, lay_down, sizes
from quyuan_desktop.services.workplace import Changed
from quyuan_desktop.ui.dialogs.enter import EnterDialog
from quyuan_desktop.ui.dialogs.parts import Slip, button, column, fit, label
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.sitting import Sitting


class LayDown(EnterDialog):
    """Nothing is chosen unasked: what is laid down takes the place of what the offices have."""

    def __init__(self, sitting: Sitting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sitting = sitting
        self._asked = Latest(self, sitting.tasks)
        self.setWindowTitle("下发规则")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit(self, 620, 460)
        self.boxes = {part: QCheckBox(name) for part, name in PARTS.items()}
        self.before = label("", "hint", wrap=True)
        self.slip = Slip()
        self.go_button = button("下发", "primary", self.go)
        page = column(self, spacing=12)
        page.addWidget(label("下发规则", "heading"))
        told = "选中的内容照本机现在的样子，从下一份回执起带给各所，导入回执时代替各所原有的。同一次下发，各所只导入一次。"
        page.addWidget(label(told, "", wrap=True))
        for each in self.boxes.values():
            each.toggled.connect(self._look_again)
            page.addWidget(each)
        page.addWidget(self.before)
        page.addWidget(self.slip)
        page.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.leave_button = button("不做了 Esc", "", self.close)
        foot.addWidget(self.leave_button)
        foot.addWidget(self.go_button)
        page.addLayout(foot)
        self._look_again()
        place = sitting.place
        self._asked.ask(lambda: (sizes(place), laid_down(place)), self._show)

    def _show(self, found: tuple[dict[str, int], LaidDown | None]) -> None:
        counts, before = found
        for part, each in self.boxes.items():
            each.setText(f"{PARTS[part]}：{counts[part]} 项")
            each.setEnabled(counts[part] > 0)
        if before is not None:
            named = "、".join(PARTS[part].partition("（")[0] for part in before.counts)
            self.before.setText(f"上次：第 {before.number} 次，{before.at} {before.by} 下发了{named}。")
        first = next((each for each in self.boxes.values() if each.isEnabled()), None)
        (first or self.leave_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def _look_again(self) -> None:
        self.go_button.setEnabled(any(each.isChecked() for each in self.boxes.values()))

    def go(self) -> None:
        """Lay down what is chosen."""
        place, parts = self._sitting.place, [part for part, each in self.boxes.items() if each.isChecked()]

        def done(laid: LaidDown) -> None:
            self._sitting.said.emit(f"已下发（第 {laid.number} 次），从下一份回执起带给各所。")
            self._sitting.changed.emit(Changed("", ()))
            self.close()

        def trouble(error: Exception) -> None:
            told = "；".join(each.text for each in error.problems) if isinstance(error, Refused) else str(error)
            self.slip.say(told)

        self._sitting.tasks.run(lambda: lay_down(place, parts), done=done, trouble=trouble)
