"""Asked before a list goes out or is printed: which columns, and whether personal data stay hidden."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QDialog, QHBoxLayout, QRadioButton, QWidget

from quyuan_desktop.registers.base import Register
from quyuan_desktop.services.workbook_export import Extract
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import Slip, button, column, label

OPEN = "不遮住的表写有完整的证件号码、电话和住址，用后请妥善保管；导出会记入操作记录。"


class ListOut(QDialog):
    """chosen(Extract): the person has decided."""

    chosen = Signal(object)

    def __init__(
        self, register: Register, extract: Extract, *, printing: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._extract, self._printing = extract, printing
        self.setWindowTitle("打印一览表" if printing else "导出 Excel")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        hidden = [field.label for field in register.fields if field.masked]
        self.shown = QRadioButton("列表上显示的列")
        self.whole = QRadioButton(f"{register.label}一览表的列" if printing else "全部内容，可以改好后再导入")
        group = QButtonGroup(self)
        for each in (self.shown, self.whole):
            group.addButton(each)
        usual = self.whole if printing else self.shown
        usual.setChecked(True)
        self.masked = QCheckBox("遮住个人信息")
        self.masked.setToolTip("、".join(hidden))
        self.masked.setChecked(True)
        if not hidden:
            self.masked.hide()
        self.slip = Slip("amber")
        self.masked.toggled.connect(lambda on: self.slip.say("" if on else OPEN))
        self.go = button("预览" if printing else "选择位置并导出…", "primary", self.accept)
        self.go.setDefault(True)
        self._lay_out(register, hidden)
        self.setFixedWidth(theme.px(440))
        usual.setFocus()

    def _lay_out(self, register: Register, hidden: list[str]) -> None:
        page = column(self, spacing=10)
        page.addWidget(label(f"{self.windowTitle()}：{register.label}", "heading"))
        page.addWidget(label(f"范围：{self._extract.words}", "hint", wrap=True))
        page.addWidget(label("列", "label"))
        for each in (self.shown, self.whole):
            page.addWidget(each)
        page.addSpacing(theme.px(8))
        page.addWidget(self.masked)
        if hidden:
            said = label("、".join(hidden), "hint", wrap=True)
            said.setIndent(theme.px(24))
            page.addWidget(said)
        page.addWidget(self.slip)
        page.addSpacing(theme.px(8))
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button("取消", "", self.reject))
        foot.addWidget(self.go)
        page.addLayout(foot)

    def accept(self) -> None:
        columns = self._extract.columns if self.shown.isChecked() else None
        extract = replace(self._extract, columns=columns, masked=self.masked.isChecked())
        super().accept()
        self.chosen.emit(extract)
