"""结对 at the office: the district's file in, the answer out, and the digits that both read over the telephone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QWidget

from quyuan_desktop.domain.office import Role, for_head_alone
from quyuan_desktop.domain.problems import Refused
from quyuan_desktop.services import pairing
from quyuan_desktop.services.drives import drives
from quyuan_desktop.services.pairing import Pairing
from quyuan_desktop.services.pairing_files import save_answer, take_enrolment
from quyuan_desktop.services.workplace import Changed
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import Slip, button, column, fit, label
from quyuan_desktop.ui.dialogs.stick import StickDialog
from quyuan_desktop.ui.drive_choice import Finds
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.pairing_digits import PairingDigits
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.tasks import Progress

FILES = "结对文件 (*.qyj)"
FIRST = (
    "第一步：区局给本所做一个结对文件（*.qyj），放在U盘里带来。\n"
    "第二步：在这里导入。回复文件会写到同一个U盘上，交回区局。\n"
    "第三步：打电话，双方读一遍结对码，一样才确认。以后上报不用口令。"
)
READ_OUT = "请给区局打电话，双方各读一遍下面的结对码。四组数字完全一样，才按“一样，确认结对”。"
UNLIKE = "四组数字不一样，说明文件在路上换过或拿错了。请解除结对，向区局重新要一份结对文件。"


class TakeEnrolment(StickDialog):
    """Chooses the stick with the district's file, takes it, and writes the answer beside it."""

    def __init__(self, sitting: Sitting, parent: QWidget | None = None, finds: Finds = drives) -> None:
        super().__init__(sitting, "导入结对文件", "导入结对文件", parent, writing=False, finds=finds)
        self.told.setText("选放着结对文件（*.qyj）的U盘。导入以后，回复文件写到同一个U盘上。")
        self.told.show()
        self.asking_foot.insertWidget(0, button("选结对文件…", "quiet", self.choose_file))
        self.look_again()

    def choose_file(self) -> None:
        """Take a file that is chosen by its name."""
        path = self._sitting.ask.open_path("选择结对文件", FILES)
        if path is not None:
            self._take(path)

    def go(self) -> None:
        folder = self.choice.folder()
        if folder is not None:
            self._take(folder)

    def _take(self, path: Path) -> None:
        place = self._sitting.place
        folder = path.parent if path.is_file() else path

        def job(progress: Progress) -> Path:
            progress.step("正在核对结对文件", 0, 0)
            take_enrolment(place, path)
            return save_answer(place, folder)

        self.work("正在导入结对文件", job, self._done)

    def _done(self, answer: Path) -> None:
        self._sitting.changed.emit(Changed("", ()))
        told = f"回复文件：{answer.name}\n\n请把它交回区局；再打电话核对结对码。"
        self.tell("✓ 已导入，回复文件已写好", "green", told)


class PairingDialog(QDialog):
    """Shows how the pairing stands, and what is the next step."""

    def __init__(self, sitting: Sitting, parent: QWidget | None = None, finds: Finds = drives) -> None:
        super().__init__(parent)
        self._sitting, self._finds = sitting, finds
        self._asked = Latest(self, sitting.tasks)
        self.paired: Pairing | None = None
        self.taking: TakeEnrolment | None = None
        self.setWindowTitle("与区局结对")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit(self, 720, 440)
        self.head = label("", "heading", wrap=True)
        self.told = label("", "", wrap=True)
        self.digits = PairingDigits()
        self.slip = Slip()
        self.import_button = button("导入结对文件…", "primary", self.take)
        self.confirm_button = button("一样，确认结对", "primary", self.confirm)
        self.answer_button = button("另存回复文件…", "", self.save_answer)
        self.leave_button = button("关闭 Esc", "", self.close)
        self.part_button = button("解除结对…", "danger", self.part)
        self._lay_out()
        sitting.changed.connect(lambda _: self.refresh())
        self.refresh()

    def _lay_out(self) -> None:
        page = column(self, spacing=16)
        page.addWidget(self.head)
        page.addWidget(self.told)
        page.addWidget(self.digits)
        page.addWidget(self.slip)
        page.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        foot.addWidget(self.part_button)
        foot.addWidget(self.answer_button)
        foot.addStretch(1)
        foot.addWidget(self.leave_button)
        foot.addWidget(self.import_button)
        foot.addWidget(self.confirm_button)
        page.addLayout(foot)
        for each in (self.digits, self.import_button, self.confirm_button, self.answer_button, self.part_button):
            each.hide()

    # -- how it stands

    def refresh(self) -> None:
        """Ask anew how it stands."""
        place = self._sitting.place
        self._asked.ask(lambda: pairing.district(place), self._show)

    def _show(self, paired: Pairing | None) -> None:
        self.paired = paired
        head = self._sitting.place.staff.role is Role.HEAD
        confirmed = paired is not None and paired.confirmed
        theme.set_tone(self.head, "green" if confirmed else "amber")
        if paired is None:
            self.head.setText("○ 还没有与区局结对")
            self.told.setText(FIRST)
        elif not confirmed:
            self.head.setText(f"△ 已导入{paired.name}的结对文件，等电话核对")
            self.told.setText(READ_OUT)
        else:
            self.head.setText(f"✓ 已与{paired.name}结对")
            self.told.setText("结对码核对过了。以后的上报包封好后只有区局能打开，回执只认区局的签名。")
        if paired is not None:
            self.digits.show_digits(paired.digits)
        self.digits.setVisible(paired is not None)
        self.import_button.setVisible(paired is None and head)
        self.confirm_button.setVisible(paired is not None and not confirmed and head)
        self.answer_button.setVisible(paired is not None and head)
        self.part_button.setVisible(paired is not None and head)
        self.slip.say("" if head else for_head_alone("办理结对", self._sitting.place.office.level))
        first = self.import_button if self.import_button.isVisible() else self.leave_button
        first.setFocus(Qt.FocusReason.OtherFocusReason)  # nothing is ever confirmed by a stray Enter

    # -- steps

    def take(self) -> None:
        """Choose the stick with the district's file."""
        self.taking = TakeEnrolment(self._sitting, self, self._finds)
        self.taking.open()

    def confirm(self) -> None:
        """The digits were read and found the same."""
        place, paired = self._sitting.place, self.paired
        if paired is not None:
            self._run(lambda: pairing.confirm(place, paired.code), "已确认结对。")

    def save_answer(self) -> None:
        """Write the answer once more."""
        place = self._sitting.place
        folder = self._sitting.ask.folder_path("回复文件存到哪里（U盘）")
        if folder is not None:
            self._run(lambda: save_answer(place, folder), "回复文件已写好，请交回区局。")

    def part(self) -> None:
        """Undo the pairing, after asking."""
        place, paired = self._sitting.place, self.paired
        if paired is None:
            return
        text = f"解除以后不能用钥匙上报，要向{paired.name}重新要一份结对文件。已经上报的不受影响。"
        text = text if paired.confirmed else f"{UNLIKE}\n{text}"
        if self._sitting.ask.confirm("解除结对", text, "解除结对", danger=True):
            self._run(lambda: pairing.part(place, paired.code), "已解除结对。")

    def _run(self, job: Callable[[], Any], said: str) -> None:
        def done(_: Any) -> None:
            self._sitting.said.emit(said)
            self._sitting.changed.emit(Changed("", ()))

        def trouble(error: Exception) -> None:
            told = "；".join(each.text for each in error.problems) if isinstance(error, Refused) else str(error)
            self.slip.say(told)

        self._sitting.tasks.run(job, done=done, trouble=trouble)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter presses the button that has the focus, and no other.
        held = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if isinstance(held, QPushButton):
                held.click()
            return
        super().keyPressEvent(event)
