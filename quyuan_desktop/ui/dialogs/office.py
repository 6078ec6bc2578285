"""What papers and numbers say of the office; the shape of each register's numbers."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from quyuan_desktop.domain.office import Role
from quyuan_desktop.domain.problems import Problem, Refused
from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.services.open_office import change_office
from quyuan_desktop.services.settings import keep_setting, setting
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import Entry, Slip, button, column, fit, label
from quyuan_desktop.ui.sitting import Sitting

WANTED = ("{year}", "{serial}")


def slip_of_template(template: str) -> str:
    """What is wrong with a number's template ('' for nothing): year and serial once each, no other braces."""
    rest = template
    for part in WANTED:
        if template.count(part) != 1:
            return "编号里要有一处 {year}（年份）和一处 {serial}（顺序号），{short} 是字头。请补上。"
        rest = rest.replace(part, "")
    rest = rest.replace("{short}", "")
    if "{" in rest or "}" in rest:
        return "花括号里只能是 {short}、{year}、{serial}，请改正。"
    return ""


class OfficeSettings(QDialog):
    """Changes the office and the numbers. `changed(Workplace)`: the place as it now is."""

    changed = Signal(object)

    def __init__(self, sitting: Sitting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sitting = sitting
        self.setWindowTitle("本所信息与编号")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit(self, 640, 460)
        office = sitting.place.office
        self.name, self.short = QLineEdit(office.name), QLineEdit(office.short)
        self.phone, self.address = QLineEdit(office.phone), QLineEdit(office.address)
        self.hours = QLineEdit(office.hours)
        self.town = QComboBox()
        for town in Town:
            self.town.addItem(town.label, town.code)
        self.town.setCurrentIndex(self.town.findData(office.town))
        self.entries = {
            "name": Entry("本所名称（文书上的全称）", self.name),
            "short": Entry("编号字头", self.short),
            "town": Entry("所在乡镇（街道）", self.town),
            "phone": Entry("电话（印在回执上）", self.phone),
            "hours": Entry("上班时间（印在回执上）", self.hours),
            "address": Entry("地址（印在回执上）", self.address),
        }
        self.templates = {code: QLineEdit(register.number) for code, register in REGISTERS.items()}
        self.samples = {code: label("", "hint") for code in REGISTERS}
        self.slip = Slip()
        self.save = button("保存", "primary", self.keep)
        self.save.setEnabled(sitting.place.staff.role is Role.HEAD)
        self._lay_out()
        for edit in (*self.templates.values(), self.short):
            edit.textChanged.connect(self._show_samples)
        self._show_samples()
        place = sitting.place
        sitting.tasks.run(lambda: _templates(place), done=self._show_templates, trouble=self._refuse)

    def _lay_out(self) -> None:
        page = column(self)
        page.addWidget(label("本所信息", "heading"))
        grid = QGridLayout()
        grid.setSpacing(theme.px(12))
        for place, name in enumerate(self.entries):
            grid.addWidget(self.entries[name], place // 2, place % 2, Qt.AlignmentFlag.AlignTop)
        page.addLayout(grid)
        page.addSpacing(theme.px(16))
        page.addWidget(label("编号", "heading"))
        for code, register in REGISTERS.items():
            page.addWidget(Entry(f"{register.label}的编号", self.templates[code]))
            page.addWidget(self.samples[code])
        page.addWidget(label("改后只用于以后的登记，已有的编号不变。", "hint"))
        page.addWidget(self.slip)
        page.addStretch(1)
        foot = QHBoxLayout()
        if not self.save.isEnabled():
            foot.addWidget(label("只有所长可以修改，请所长登录后操作。", "hint"))
        foot.addStretch(1)
        foot.addWidget(button("关闭", "", self.close))
        foot.addWidget(self.save)
        page.addLayout(foot)

    def _show_templates(self, found: dict[str, str]) -> None:
        for code, template in found.items():
            self.templates[code].setText(template)

    def _show_samples(self) -> None:
        year = str(self._sitting.place.today.year)
        for code, edit in self.templates.items():
            template = edit.text().strip()
            slip = slip_of_template(template)
            filled = template.replace("{short}", self.short.text().strip()).replace("{year}", year)
            self.samples[code].setText(slip or f"样子：{filled.replace('{serial}', '118')}")
            theme.set_tone(self.samples[code], "red" if slip else "")

    def keep(self) -> None:
        """Save what was changed."""
        templates = {code: edit.text().strip() for code, edit in self.templates.items()}
        if any(slip_of_template(template) for template in templates.values()):
            return
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

        def work() -> Workplace:
            changed = change_office(place, office)
            for code, template in templates.items():
                keep_setting(place, f"number.{code}", template)
            return changed

        self._sitting.tasks.run(work, done=self._kept, trouble=self._refuse)

    def _kept(self, place: Workplace) -> None:
        self.changed.emit(place)
        self._sitting.said.emit("本所信息已保存。")
        self.close()

    def _refuse(self, error: Exception) -> None:
        problems: Sequence[Problem] = error.problems if isinstance(error, Refused) else []
        told = {problem.field: problem.text for problem in problems}
        for name, entry in self.entries.items():
            entry.refuse(told.get(name, ""))
        self.slip.say("" if told else str(error))


def _templates(place: Workplace) -> dict[str, str]:
    return {code: str(setting(place, f"number.{code}", register.number)) for code, register in REGISTERS.items()}
