"""A forgotten password: the recovery code, and a new one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QWidget

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.services.logins import Login
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import Entry, PasswordEdit, button, column, label


class Forgotten(QWidget):
    """Asks for the code and a new password. `filled(uid, code, password)`; `given_up`."""

    filled = Signal(str, str, str)
    given_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.who = QComboBox()
        self.code = QLineEdit()
        self.code.setPlaceholderText("XXXXX-XXXXX-XXXXX-XXXXX-XXXXX")
        self.password, self.again = PasswordEdit(), PasswordEdit()
        self.show_typed = QCheckBox("显示密码")
        self.reset = button("重设密码并登录", "primary", self.submit)
        self.back = button("返回登录", "quiet", self.given_up.emit)
        self.entries = {
            "who": Entry("姓名", self.who),
            "code": Entry("恢复码", self.code),
            "password": Entry("新密码（至少 6 位）", self.password),
            "again": Entry("再输一遍新密码", self.again),
        }
        page = column(self, margin=0, spacing=12)
        page.addWidget(label("忘记密码", "heading"))
        page.addWidget(
            label("恢复码是第一次使用时抄下、打印或保存的那串字母数字，大小写和短横都不要紧。", "hint", wrap=True)
        )
        for names in (("who",), ("code",), ("password", "again")):
            pair = QHBoxLayout()
            pair.setSpacing(theme.px(16))
            for name in names:
                pair.addWidget(self.entries[name], 1, Qt.AlignmentFlag.AlignTop)
            page.addLayout(pair)
        page.addWidget(self.show_typed)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.reset)
        page.addLayout(row)
        page.addStretch(1)
        self.show_typed.toggled.connect(self.password.show_typed)
        self.show_typed.toggled.connect(self.again.show_typed)
        for edit in (self.code, self.password):
            edit.returnPressed.connect(self.focusNextChild)
        self.again.returnPressed.connect(self.submit)

    def begin(self, people: Sequence[Login], uid: str) -> None:
        """Start anew, for the person called `uid`."""
        self.who.clear()
        for login in people:
            self.who.addItem(login.name, login.uid)
        self.who.setCurrentIndex(max(0, self.who.findData(uid)))
        self.entries["who"].setVisible(len(people) > 1)
        for edit in (self.code, self.password, self.again):
            edit.clear()
        self.refuse(())
        self.code.setFocus()

    def submit(self) -> None:
        """Check the entries; `filled` follows when they look right."""
        problems = []
        if not self.code.text().strip():
            problems.append(Problem("code", "请输入恢复码。找不到恢复码的，请另一位能登录的同事先登录。"))
        if len(self.password.text()) < 6:
            problems.append(Problem("password", "密码至少 6 位，请加长。"))
        elif self.password.text() != self.again.text():
            problems.append(Problem("again", "两次输入的密码不一样，请再输一遍。"))
        self.refuse(problems)
        if not problems:
            self.filled.emit(self.who.currentData() or "", self.code.text(), self.password.text())

    def refuse(self, problems: Sequence[Problem]) -> None:
        """Show what is wrong beside the fields; a slip of no field stands at the code."""
        told = {(each.field if each.field in self.entries else "code"): each.text for each in reversed(problems)}
        for name, entry in self.entries.items():
            entry.refuse(told.get(name, ""))
        for name, entry in self.entries.items():
            if name in told:
                entry.edit.setFocus()
                return
