"""The head of 上报区局: how the pairing stands, and what can be done."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from quyuan_desktop.services.dispatch_desk import DispatchView
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import label
from quyuan_desktop.ui.elided import Elided
from quyuan_desktop.ui.paper_side import tipped
from quyuan_desktop.ui.sides import Sides

UNPAIRED = "先向区局要一份结对文件（U盘带来），再按“结对”；急着上报的，可以用口令封包。"
UNCONFIRMED = "请打电话与区局核对结对码，核对过才能用钥匙上报。"


class DispatchHead(QFrame):
    """wanted(code): export, receive, pair or villages."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "head")
        self.badge = label("正在查看……", "")
        self.told = Elided("", "hint")
        self.pair = tipped("结对…", "与区局结对：导入结对文件、核对结对码", lambda: self.wanted.emit("pair"))
        self.receive = tipped(
            "导入回执… Ctrl+I", "区局合并以后写在U盘上的回执（Ctrl+I）", lambda: self.wanted.emit("receive")
        )
        self.export = tipped(
            "上报到U盘… Ctrl+E",
            "把还没有报的封好，写到U盘（Ctrl+E）",
            lambda: self.wanted.emit("export"),
            "primary",
        )
        self.villages = tipped(
            "", "区局下发的村名册与本所登记不同的地方，看过后选用", lambda: self.wanted.emit("villages")
        )
        self.villages.hide()
        row = Sides(self, across=theme.px(8))
        row.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(8))
        row.fill((self.badge, self.told), (self.villages, self.pair, self.receive, self.export))

    def show_view(self, view: DispatchView) -> None:
        """Say how the pairing stands, and what was last heard."""
        paired = view.pairing
        if paired is None:
            tone, said, told = "amber", "○ 还没有与区局结对", UNPAIRED
        elif not paired.confirmed:
            tone, said, told = "amber", f"△ 与{paired.name}的结对等电话核对", UNCONFIRMED
        else:
            tone, said, told = "green", f"✓ 已与{paired.name}结对", _last(view)
        theme.set_tone(self.badge, tone)
        self.badge.setText(said)
        self.told.setText(told)
        self.villages.setText(f"核对村名册（{view.villages}）…")
        self.villages.setVisible(view.villages > 0)


def _last(view: DispatchView) -> str:
    """The last package that was finished."""
    last = next((each for each in view.batches if each.whole), None)
    return f"上次上报 {last.at:%Y-%m-%d}，第{last.number}批" if last is not None else "还没有上报过"
