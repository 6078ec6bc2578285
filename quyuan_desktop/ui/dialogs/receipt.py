"""导入回执: the district's answer from the stick; what came back is told, and leads to the records."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from quyuan_desktop.domain.standing import Standing
from quyuan_desktop.services.dispatch_desk import Returned, returned
from quyuan_desktop.services.drives import drives
from quyuan_desktop.services.house_rules import refreshed
from quyuan_desktop.services.receipts import Taken, receive
from quyuan_desktop.services.workplace import Changed, Workplace
from quyuan_desktop.ui.dialogs.stick import StickDialog
from quyuan_desktop.ui.drive_choice import Finds
from quyuan_desktop.ui.paper_side import tipped
from quyuan_desktop.ui.returned_list import ReturnedList
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.tasks import Progress

RECEIPT = "回执 (*.qyr)"
SHOWN = 6


class TakeReceipt(StickDialog):
    """opened(register, uid): a record that came back is to be shown."""

    opened = Signal(str, str)

    def __init__(self, sitting: Sitting, parent: QWidget | None = None, finds: Finds = drives) -> None:
        super().__init__(sitting, "导入区局的回执", "导入回执", parent, writing=False, finds=finds)
        self.told.setText("回执是区局合并以后写在U盘上的（*.qyr）。导入以后，记录才算“已收”；重复导入不要紧。")
        self.told.show()
        self.file_button = tipped("选回执文件…", "回执不在U盘的最外层时，自己选文件", self.choose_file, "quiet")
        self.asking_foot.insertWidget(0, self.file_button)
        self.returned = ReturnedList(most=SHOWN)
        self.returned.opened.connect(self._open)
        self.more.addWidget(self.returned)
        self.more.addStretch(1)
        self.look_again()

    def choose_file(self) -> None:
        """Take a receipt that is chosen by its name."""
        path = self._sitting.ask.open_path("选择回执", RECEIPT)
        if path is not None:
            self._take(path)

    def go(self) -> None:
        folder = self.choice.folder()
        if folder is not None:
            self._take(folder)

    def _take(self, path: Path) -> None:
        place = self._sitting.place

        def job(progress: Progress) -> tuple[Taken, tuple[Returned, ...], Workplace]:
            progress.step("正在核对回执", 0, 0)
            return receive(place, path), returned(place), refreshed(place)

        self.work("正在导入回执", job, self._done)

    def _done(self, result: tuple[Taken, tuple[Returned, ...], Workplace]) -> None:
        taken, back, self._sitting.place = result
        self.returned.show_returned(back)
        self.returned.setVisible(bool(back))
        clashing = sum(each.answer.standing is Standing.CLASH for each in back)
        parts = [f"退回 {len(back) - clashing} 条" if len(back) > clashing else ""]
        parts.append(f"冲突 {clashing} 条" if clashing else "")
        said = "，".join(part for part in parts if part)
        verdict = f"△ 已导入：{said}，等你处理" if said else "✓ 已导入回执"
        self.tell(verdict, "amber" if said else "green", "\n".join(sentences(taken)))
        if back:
            self.returned.setFocus(Qt.FocusReason.OtherFocusReason)
        for each in taken.changed:
            self._sitting.changed.emit(each)
        self._sitting.changed.emit(Changed("", ()))

    def _open(self, each: Returned) -> None:
        self.close()
        self.opened.emit(each.register, each.uid)


def sentences(taken: Taken) -> list[str]:
    """What a receipt brought, a sentence each."""
    numbers = "、".join(map(str, taken.batches))
    found = [f"区局已收到第 {numbers} 批。" if numbers else "这份回执以前已经导入过，没有新的内容。"]
    if taken.changed:
        found.append(f"区局裁定了 {len(taken.changed)} 条冲突，已照裁定改好，原来的内容在修改历史里。")
    if taken.overruled:
        found.append(
            f"其中 {len(taken.overruled)} 条裁定以后本所又改过，现在按裁定；你后来改的在修改历史里，请核对后重新更正。"
        )
    if taken.laid_down:
        found.append(f"区局下发了{'、'.join(taken.laid_down)}，已经换上。")
    if taken.villages:
        found.append(
            f"区局的村（社区）名册有 {taken.villages} 处与本所登记的不同，没有改动；请在“上报区局”页按“核对村名册”，看过后选用。"
        )
    if taken.missing:
        lost = "、".join(map(str, taken.missing))
        found.append(f"区局没有收到第 {lost} 批；其内容已包含在后来的批次里，不用补报。")
    if taken.strange:
        found.append(
            f"区局有 {taken.strange} 批是本机没有记录的，本机的数据可能还原过旧备份，请负责人核对后“全部重报”一次。"
        )
    return found
