"""写回执: an answer for each office onto a stick, pulled out only when it may be."""

from PySide6.QtWidgets import QWidget

from quyuan_desktop.services.district_tables import LaidDown
from quyuan_desktop.services.drives import drives
from quyuan_desktop.services.receipts import Acknowledged, acknowledge
from quyuan_desktop.services.stick import Outcome
from quyuan_desktop.services.workplace import Changed
from quyuan_desktop.ui.dialogs.export import VERDICTS
from quyuan_desktop.ui.dialogs.stick import StickDialog
from quyuan_desktop.ui.drive_choice import Finds
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.tasks import Progress

MOST_NAMED = 8
"""Receipts that are named one by one, so that what came of it fits a small screen."""


class WriteReceipts(StickDialog):
    """Writes the receipts of all paired offices; each office finds its own and can open no other."""

    def __init__(
        self, sitting: Sitting, laid: LaidDown | None, parent: QWidget | None = None, finds: Finds = drives
    ) -> None:
        super().__init__(sitting, "把回执写到U盘", "写回执", parent, writing=True, finds=finds)
        tables = f"带着第 {laid.number} 次下发的规则。" if laid is not None else "没有下发过规则。"
        self.told.setText(
            "给每个结过对、报过包的所各写一份回执：收到了哪些批、退回和理由、冲突的裁定。"
            f"几个所的写在同一个U盘上也不要紧，各所只能打开自己的。{tables}"
        )
        self.told.show()
        self.look_again()

    def ready(self) -> bool:
        drive = self.choice.drive()
        return drive is not None and not drive.read_only

    def look_again(self) -> None:
        drive = self.choice.drive()
        if drive is not None and drive.read_only:
            self.slip.say(Outcome.READ_ONLY.sentence)
        elif self.slip.text() == Outcome.READ_ONLY.sentence:
            self.slip.say("")
        super().look_again()

    def go(self) -> None:
        folder = self.choice.folder()
        if folder is None:
            return
        place = self._sitting.place

        def job(progress: Progress) -> Acknowledged:
            progress.step("正在写回执", 0, 0)
            return acknowledge(place, folder)

        self.work("正在把回执写到U盘，请不要拔出", job, self._done)

    def _done(self, done: Acknowledged) -> None:
        codes = "、".join(done.unpaired[:MOST_NAMED]) + ("等" if len(done.unpaired) > MOST_NAMED else "")
        unpaired = [f"编码 {codes} 的司法所还没有结对，或结对码还没有核对，没有写回执。"] if codes else []
        if done.outcome is Outcome.DONE and not done.paths:
            told = ["还没有合并过已结对司法所的上报包，没有回执可写。", *unpaired]
            self.tell("— 没有写回执", "amber", "\n".join(told), again=True)
            return
        verdict, tone = VERDICTS[done.outcome]
        names = [f"{number}. {path.name}" for number, path in enumerate(done.paths[:MOST_NAMED], start=1)]
        if len(done.paths) > MOST_NAMED:
            names.append(f"……共 {len(done.paths)} 份。")
        told = [done.outcome.sentence, "", *(names or ["没有写成任何一份。"]), *unpaired]
        self.tell(verdict, tone, "\n".join(told), again=done.outcome is not Outcome.DONE)
        self._sitting.changed.emit(Changed("", ()))
