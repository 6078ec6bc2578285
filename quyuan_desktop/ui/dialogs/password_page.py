"""The usual start: who, and the password."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from quyuan_desktop.services.logins import Login
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import CAPS_LOCK, Entry, PasswordEdit, Slip, button, column


class PasswordPage(QWidget):
    """Asks for a name, if there are several, and the password.

    `tried`: Enter; `forgot` and `rescue`: the links below. The link to the backups shows when something is wrong
    that a backup can mend.
    """

    tried = Signal()
    forgot = Signal()
    rescue = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.people: list[Login] = []
        self.who = QComboBox()
        self.password = PasswordEdit()
        self.who_entry = Entry("姓名", self.who)
        self.entry = Entry("密码", self.password)
        self.caps = Slip("amber")
        self.said = Slip("green")
        self.enter = button("登录", "primary", self.tried.emit)
        self.forgot_link = button("忘记密码", "link", self.forgot.emit)
        self.rescue_link = button("从备份还原…", "link", self.rescue.emit)
        page = column(self, margin=0, spacing=12)
        for each in (self.said, self.who_entry, self.entry, self.caps):
            page.addWidget(each)
        page.addSpacing(theme.px(8))
        page.addWidget(self.enter)
        links = QHBoxLayout()
        links.addWidget(self.rescue_link)
        links.addStretch(1)
        links.addWidget(self.forgot_link)
        page.addLayout(links)
        page.addStretch(1)
        self.rescue_link.hide()
        self.password.returnPressed.connect(self.tried)
        self.password.caps_lock.connect(lambda on: self.caps.say(CAPS_LOCK if on else ""))

    @property
    def uid(self) -> str:
        """Who is chosen; empty when nobody can be."""
        return self.who.currentData() or ""

    def list_people(self, people: Sequence[Login], last: str) -> None:
        """Offer these people, and choose the one called `last`."""
        self.people = list(people)
        self.who.clear()
        for login in people:
            self.who.addItem(login.name, login.uid)
        self.who.setCurrentIndex(max(0, self.who.findData(last)))
        self.who_entry.setVisible(len(people) > 1)

    def refuse(self, text: str) -> None:
        """Say what is wrong ('' for nothing); what a backup can mend says so in its sentence."""
        self.entry.refuse(text)
        self.rescue_link.setVisible("备份" in text)
        if text:
            self.said.say("")
            self.password.selectAll()
            self.password.setFocus()
