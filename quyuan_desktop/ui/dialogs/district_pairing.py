"""结对 at the bureau: a pairing file for an office, its answer, the digits read over the telephone, parting."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from quyuan_desktop.domain.problems import Refused
from quyuan_desktop.domain.terms import Town
from quyuan_desktop.services import pairing
from quyuan_desktop.services.district_desk import (
    NOT_ANSWERED,
    NOT_CONFIRMED,
    PAIRED,
    STATES,
    OfficeStanding,
    save_enrolment,
    take_answers,
)
from quyuan_desktop.services.drives import drives
from quyuan_desktop.services.pairing import Pairing
from quyuan_desktop.services.workplace import Changed
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.enter import EnterDialog
from quyuan_desktop.ui.dialogs.first_start import OFFICES, town_of
from quyuan_desktop.ui.dialogs.parts import Slip, button, column, fit, label
from quyuan_desktop.ui.dialogs.stick import StickDialog
from quyuan_desktop.ui.drive_choice import Finds
from quyuan_desktop.ui.pairing_digits import PairingDigits
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.tasks import Progress

FILES = "结对回复 (*.qyj)"


class EnrolOffice(StickDialog):
    """Makes the pairing file for an office: its name and code, written to a stick."""

    def __init__(
        self,
        sitting: Sitting,
        parent: QWidget | None = None,
        finds: Finds = drives,
        code: str = "",
        name: str = "",
    ) -> None:
        super().__init__(sitting, "给司法所生成结对文件", "写到U盘", parent, writing=True, finds=finds)
        self.told.setText(
            "结对文件写明区局是谁、这个所叫什么、有哪些村。司法所在“上报区局”里导入，把回复文件带回来，再打电话核对结对码。"
        )
        self.told.show()
        self.name = QComboBox()
        self.name.setEditable(True)
        self.name.addItems(list(OFFICES))
        self.name.setAccessibleName("司法所名称")
        self.code = QLineEdit()
        self.code.setAccessibleName("司法所编码")
        self.code.setToolTip("与司法所电脑上“单位信息与编号”里的编码一样；常用的四个所自动填好")
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(8))
        for row, (text, edit) in enumerate((("司法所", self.name), ("编码", self.code))):
            grid.addWidget(label(text, "label"), row, 0, Qt.AlignmentFlag.AlignRight)
            edit.setFixedWidth(theme.px(240))
            grid.addWidget(edit, row, 1)
        grid.setColumnStretch(2, 1)
        self.options.addLayout(grid)
        self.name.currentTextChanged.connect(self._derive)
        self.code.textChanged.connect(self.look_again)
        self.name.setCurrentIndex(-1)
        self.name.setEditText(name)
        if code:
            self.code.setText(code)
        self.look_again()

    def _town(self) -> Town | None:
        name = self.name.currentText()
        return OFFICES.get(name.strip()) or town_of(name)

    def _derive(self, name: str) -> None:
        town = self._town()
        if town is not None:
            self.code.setText(town.code)
        self.look_again()

    def ready(self) -> bool:
        drive = self.choice.drive()
        named = bool(self.name.currentText().strip()) and bool(self.code.text().strip())
        return named and drive is not None and not drive.read_only

    def go(self) -> None:
        folder = self.choice.folder()
        if folder is None:
            return
        place, code, name, town = self._sitting.place, self.code.text(), self.name.currentText(), self._town()

        def job(progress: Progress) -> Path:
            progress.step("正在写结对文件", 0, 0)
            return save_enrolment(place, folder, code, name, town)

        self.work("正在写结对文件", job, self._done)

    def _done(self, path: Path) -> None:
        self._sitting.changed.emit(Changed("", ()))
        told = f"文件名：{path.name}\n\n请把U盘带到司法所；他们导入以后，U盘上会有一个“结对回复”，带回来按“导入回复”。"
        self.tell("✓ 结对文件已写好", "green", told)


class TakeAnswers(StickDialog):
    """Takes the answers that lie on a stick."""

    def __init__(self, sitting: Sitting, parent: QWidget | None = None, finds: Finds = drives) -> None:
        super().__init__(sitting, "导入司法所的结对回复", "导入回复", parent, writing=False, finds=finds)
        self.told.setText("选放着结对回复（*.qyj）的U盘；几个所的可以一起导入。导入以后打电话核对结对码。")
        self.told.show()
        self.asking_foot.insertWidget(0, button("选回复文件…", "quiet", self.choose_file))
        self.look_again()

    def choose_file(self) -> None:
        """Take a file that is chosen by its name."""
        path = self._sitting.ask.open_path("选择结对回复", FILES)
        if path is not None:
            self._take(path)

    def go(self) -> None:
        folder = self.choice.folder()
        if folder is not None:
            self._take(folder)

    def _take(self, path: Path) -> None:
        place = self._sitting.place

        def job(progress: Progress) -> list[Pairing]:
            progress.step("正在核对结对回复", 0, 0)
            return take_answers(place, path)

        self.work("正在导入结对回复", job, self._done)

    def _done(self, found: list[Pairing]) -> None:
        self._sitting.changed.emit(Changed("", ()))
        names = "、".join(each.name for each in found)
        told = "请给司法所打电话，双方各读一遍结对码（在“司法所”里选中它按回车）；一样才确认。"
        self.tell(f"✓ 已导入{names}的回复", "green", told)


class OfficePairing(EnterDialog):
    """How the pairing with one office stands, and the next step."""

    def __init__(
        self, sitting: Sitting, office: OfficeStanding, parent: QWidget | None = None, finds: Finds = drives
    ) -> None:
        super().__init__(parent)
        self._sitting, self.office, self._finds = sitting, office, finds
        self.setWindowTitle(f"与{office.name}结对")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit(self, 720, 420)
        said, tone = STATES[office.state]
        self.digits = PairingDigits()
        if office.digits:
            self.digits.show_digits(office.digits)
        self.digits.setVisible(bool(office.digits))
        self.slip = Slip()
        self.part_button = button("解除结对…", "danger", self.part)
        self.file_button = button("再写一份结对文件…", "", self.enrol)
        self.take_button = button("导入回复…", "primary", self.take)
        self.confirm_button = button("一样，确认结对", "primary", self.confirm)
        page = column(self, spacing=16)
        page.addWidget(label(f"{said}　{office.name}（编码 {office.code}）", "heading", tone, wrap=True))
        page.addWidget(label(self._told(), "", wrap=True))
        page.addWidget(self.digits)
        page.addWidget(self.slip)
        page.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        for each in (self.part_button, self.file_button):
            foot.addWidget(each)
        foot.addStretch(1)
        self.close_button = button("关闭 Esc", "", self.close)
        foot.addWidget(self.close_button)
        for each in (self.take_button, self.confirm_button):
            foot.addWidget(each)
        page.addLayout(foot)
        state = office.state
        self.part_button.setVisible(state in (NOT_CONFIRMED, PAIRED, NOT_ANSWERED))
        self.file_button.setVisible(state not in (NOT_CONFIRMED, PAIRED))
        self.take_button.setVisible(state == NOT_ANSWERED)
        self.confirm_button.setVisible(state == NOT_CONFIRMED)
        first = {NOT_ANSWERED: self.take_button, NOT_CONFIRMED: self.confirm_button}.get(state, self.close_button)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _told(self) -> str:
        match self.office.state:
            case state if state == NOT_ANSWERED:
                return "结对文件已经写过。等司法所导入后带回“结对回复”，在这里导入。"
            case state if state == NOT_CONFIRMED:
                return "请给司法所打电话，双方各读一遍下面的结对码。四组数字完全一样，才按“一样，确认结对”。"
            case state if state == PAIRED:
                return "结对码核对过了。这个所的上报包只认它自己的签名；回执只有它能打开。"
        return "现在没有与这个所结对（没有结过，或已经解除）。写一份结对文件给它；结对以后，上报包不用口令。"

    def enrol(self) -> None:
        """Write the file once more."""
        self.close()
        EnrolOffice(self._sitting, self.parentWidget(), self._finds, self.office.code, self.office.name).open()

    def take(self) -> None:
        """Take the answer."""
        self.close()
        TakeAnswers(self._sitting, self.parentWidget(), self._finds).open()

    def confirm(self) -> None:
        """The digits were read and found the same."""
        place, code = self._sitting.place, self.office.code
        self._run(lambda: pairing.confirm(place, code), f"已确认与{self.office.name}结对。")

    def part(self) -> None:
        """Undo the pairing, after asking."""
        place, office = self._sitting.place, self.office
        text = f"解除以后不再收{office.name}用现在的钥匙封的包，要重新生成结对文件。已经合并的不受影响。"
        if self._sitting.ask.confirm("解除结对", text, "解除结对", danger=True):
            self._run(lambda: pairing.part(place, office.code), f"已解除与{office.name}的结对。")

    def _run(self, job: Callable[[], Any], said: str) -> None:
        def done(_: Any) -> None:
            self._sitting.said.emit(said)
            self._sitting.changed.emit(Changed("", ()))
            self.close()

        def trouble(error: Exception) -> None:
            told = "；".join(each.text for each in error.problems) if isinstance(error, Refused) else str(error)
            self.slip.say(told)

        self._sitting.tasks.run(job, done=done, trouble=trouble)
