"""Going back to a backup before anybody is signed in, when the ledger or its keys no longer open."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from quyuan_desktop.ui.dialogs.parts import Entry, PasswordEdit, Slip, button, column, label
from quyuan_desktop.ui.short_list import Line, ShortList

if TYPE_CHECKING:
    from quyuan_desktop.services.backups import Backup


class Rescue(QWidget):
    """Lists the backups and asks for a password. `filled(Backup, password)`; `given_up`."""

    filled = Signal(object, str)
    given_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.list = ShortList("备份", most=6)
        self.password = PasswordEdit()
        self.entry = Entry("密码（现在的，或备份那时的）", self.password)
        self.slip = Slip()
        self.go = button("还原到选中的备份…", "danger", self.submit)
        self.back = button("返回登录", "quiet", self.given_up.emit)
        page = column(self, margin=0, spacing=12)
        page.addWidget(label("从备份还原", "heading"))
        page.addWidget(
            label("数据打不开时用。现在的文件会原样放到一边，不会删除；还原后请登录核对。", "hint", wrap=True)
        )
        for each in (self.list, self.slip, self.entry):
            page.addWidget(each)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.go)
        page.addLayout(row)
        page.addStretch(1)
        self.list.opened.connect(lambda _: self.password.setFocus())
        self.password.returnPressed.connect(self.submit)

    def begin(self, backups: Sequence["Backup"]) -> None:
        """Start anew with these backups, newest first."""
        lines = [
            Line(f"{each.at:%Y-%m-%d %H:%M}  {each.reason}", f"{each.records} 条记录", "", each)
            for each in backups
        ]
        self.list.show_lines(lines)
        self.password.clear()
        self.entry.refuse("")
        self.slip.say(
            "" if lines else "这里没有备份。请在别的文件夹或U盘上找 backups 文件夹，拷到数据文件夹里再来。"
        )
        for each in (self.list, self.go, self.password):
            each.setEnabled(bool(lines))
        (self.list if lines else self.back).setFocus()

    def submit(self) -> None:
        """`filled` follows when a backup is chosen and a password typed."""
        row, lines = self.list.currentIndex().row(), self.list.lines()
        self.entry.refuse("" if self.password.text() else "请输入密码，再按回车键。")
        if self.password.text() and 0 <= row < len(lines):
            self.filled.emit(lines[row].what, self.password.text())
        else:
            self.password.setFocus()

    def refuse(self, text: str) -> None:
        """Say why it did not work."""
        self.entry.refuse(text)
        self.password.selectAll()
        self.password.setFocus()
