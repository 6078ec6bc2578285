"""What papers and numbers say of the office; the shapes of numbers are among the rules (rules.py)."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from quyuan_desktop.domain.office import Level, Role, for_head_alone
from quyuan_desktop.domain.problems import Problem, Refused
from quyuan_desktop.domain.terms import Town
from quyuan_desktop.services.open_office import change_office
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import Entry, Slip, button, column, fit, label
from quyuan_desktop.ui.sitting import Sitting

NUMBERS = "编号字头用在以后的编号里，已有的编号不变。各种编号的样子在菜单“规则设置”的“编号”一页里改。"


class OfficeSettings(QDialog):
    """Changes the office and the head of its numbers. `changed(Workplace)`: the place as it now is."""

    changed = Signal(object)

    def __init__(self, sitting: Sitting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sitting = sitting
        self.setWindowTitle("单位信息与编号")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit(self, 640, 360)
        office = sitting.place.office
        self.name, self.short = QLineEdit(office.name), QLineEdit(office.short)
        self.phone, self.address = QLineEdit(office.phone), QLineEdit(office.address)
        self.hours = QLineEdit(office.hours)
        self.town = QComboBox()
        for town in Town:
            self.town.addItem(town.label, town.code)
        self.town.setCurrentIndex(self.town.findData(office.town))
        self.entries = {
            "name": Entry("单位名称（文书上的全称）", self.name),
            "short": Entry("编号字头", self.short),
            "town": Entry("所在乡镇（街道）", self.town),
            "phone": Entry("电话（印在回执上）", self.phone),
            "hours": Entry("上班时间（印在回执上）", self.hours),
            "address": Entry("地址（印在回执上）", self.address),
        }
        self.entries["town"].setVisible(sitting.place.office.level is Level.OFFICE)
        self.code = label(f"编码 {office.code}，与区局结对用，不能改。", "hint")
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.slip = Slip()
        self.save = button("保存", "primary", self.keep)
        self.save.setEnabled(sitting.place.staff.role is Role.HEAD)
        self._lay_out()

    def _lay_out(self) -> None:
        page = column(self)
        page.addWidget(label("单位信息", "heading"))
        grid = QGridLayout()
        grid.setSpacing(theme.px(12))
        for place, name in enumerate(self.entries):
            grid.addWidget(self.entries[name], place // 2, place % 2, Qt.AlignmentFlag.AlignTop)
        page.addLayout(grid)
        page.addWidget(label(NUMBERS, "hint", wrap=True))
        page.addWidget(self.code)
        page.addWidget(self.slip)
        page.addStretch(1)
        foot = QHBoxLayout()
        if not self.save.isEnabled():
            foot.addWidget(label(for_head_alone("修改", self._sitting.place.office.level), "hint"))
        foot.addStretch(1)
        foot.addWidget(button("关闭", "", self.close))
        foot.addWidget(self.save)
        page.addLayout(foot)

    def keep(self) -> None:
        """Save what was changed."""
        place = self._sitting.place
        office = replace(
            place.office,
            name=self.name.text().strip(),
            short=self.short.text().strip(),
            town=self.town.currentData() or place.office.town,
            hours=self.hours.text().strip(),
            phone=self.phone.text().strip(),
            address=self.address.text().strip(),
        )

        self._sitting.tasks.run(lambda: change_office(place, office), done=self._kept, trouble=self._refuse)

    def _kept(self, place: Workplace) -> None:
        self.changed.emit(place)
        self._sitting.said.emit("单位信息已保存。")
        self.close()

    def _refuse(self, error: Exception) -> None:
        problems: Sequence[Problem] = error.problems if isinstance(error, Refused) else []
        told = {problem.field: problem.text for problem in problems}
        for name, entry in self.entries.items():
            entry.refuse(told.get(name, ""))
        self.slip.say("" if told else str(error))
