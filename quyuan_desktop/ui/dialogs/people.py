"""Who may sign in: one's own password, and for the head, further people."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QFrame, QHBoxLayout, QLineEdit, QWidget

from quyuan_desktop.domain.office import Role, for_head_alone, title_of
from quyuan_desktop.domain.problems import Problem, Refused
from quyuan_desktop.services.logins import Login, logins
from quyuan_desktop.services.open_office import add_login, change_password
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import Entry, PasswordEdit, Slip, button, column, fit, label
from quyuan_desktop.ui.short_list import Line, ShortList
from quyuan_desktop.ui.sitting import Sitting


class People(QDialog):
    """Lists the people; changes one's own password; the head adds others."""

    def __init__(self, sitting: Sitting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sitting = sitting
        self.setWindowTitle("人员与密码")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit(self, 640, 440)
        self.list = ShortList("可以登录的人", most=6)
        self.old, self.new, self.again = PasswordEdit(), PasswordEdit(), PasswordEdit()
        self.name, self.role, self.first = QLineEdit(), QComboBox(), PasswordEdit()
        for role in (Role.CLERK, Role.HEAD):
            self.role.addItem(title_of(role, sitting.place.office.level), role)
        self.own = {
            "old": Entry("现在的密码", self.old),
            "password": Entry("新密码（至少 6 位）", self.new),
            "again": Entry("再输一遍新密码", self.again),
        }
        self.other = {
            "name": Entry("姓名", self.name),
            "role": Entry("职务", self.role),
            "password": Entry("初始密码（本人登录后可改）", self.first),
        }
        self.change = button("修改我的密码", "", self.change_own)
        self.add = button("添加人员", "", self.add_person)
        self.said = Slip("green")
        self._lay_out()
        self._refresh()

    def _lay_out(self) -> None:
        page = column(self)
        page.addWidget(label("可以登录的人", "heading"))
        page.addWidget(self.list)
        page.addSpacing(theme.px(8))
        page.addWidget(label(f"我的密码（{self._sitting.place.staff.name}）", "heading"))
        page.addLayout(self._row(self.own, self.change))
        page.addSpacing(theme.px(8))
        page.addWidget(label("添加人员", "heading"))
        if self._sitting.place.staff.role is Role.HEAD:
            page.addLayout(self._row(self.other, self.add))
        else:
            page.addWidget(label(for_head_alone("添加人员", self._sitting.place.office.level), "hint"))
        page.addWidget(self.said)
        page.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button("关闭", "", self.close))
        page.addLayout(foot)

    def _row(self, entries: dict[str, Entry], action: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        for entry in entries.values():
            row.addWidget(entry, 1, Qt.AlignmentFlag.AlignTop)
        under = QFrame()
        inner = column(under, margin=0, spacing=3)
        inner.addWidget(label(" ", "label"))
        inner.addWidget(action)
        row.addWidget(under, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _refresh(self) -> None:
        folder = self._sitting.place.folder
        self._sitting.tasks.run(lambda: logins(folder), done=self._show, trouble=self._tell)

    def _show(self, people: list[Login]) -> None:
        me = self._sitting.place.staff.uid
        self.list.show_lines(
            [Line(each.name, "现在登录的人" if each.uid == me else "", "", each) for each in people]
        )

    def change_own(self) -> None:
        """Change one's own password."""
        old, new = self.old.text(), self.new.text()
        slips = []
        if not old:
            slips.append(Problem("old", "请输入现在的密码。"))
        if new != self.again.text():
            slips.append(Problem("again", "两次输入的新密码不一样，请再输一遍。"))
        _refuse(self.own, slips)
        if slips:
            return
        place = self._sitting.place

        def done(_: object) -> None:
            for edit in (self.old, self.new, self.again):
                edit.clear()
            _say(self.said, "密码已改，下次登录用新密码。")

        def trouble(error: Exception) -> None:
            _refuse(self.own, error.problems if isinstance(error, Refused) else [Problem("old", str(error))])

        self._sitting.tasks.run(lambda: change_password(place, old, new), done=done, trouble=trouble)

    def add_person(self) -> None:
        """Let another person sign in."""
        place, name, first = self._sitting.place, self.name.text().strip(), self.first.text()
        role = Role(self.role.currentData())
        _refuse(self.other, [])

        def done(added: Login) -> None:
            self.name.clear()
            self.first.clear()
            _say(self.said, f"已添加{added.name}，请把初始密码当面告诉本人。")
            self._refresh()

        def trouble(error: Exception) -> None:
            _refuse(self.other, error.problems if isinstance(error, Refused) else [Problem("name", str(error))])

        self._sitting.tasks.run(lambda: add_login(place, name, role, first), done=done, trouble=trouble)

    def _tell(self, error: Exception) -> None:
        _say(self.said, str(error), "red")


def _say(slip: Slip, text: str, tone: str = "green") -> None:
    theme.set_tone(slip, tone)
    slip.say(text)


def _refuse(entries: dict[str, Entry], slips: Sequence[Problem]) -> None:
    told = {slip.field: slip.text for slip in reversed(slips)}
    for name, entry in entries.items():
        entry.refuse(told.get(name, ""))
    for name, entry in entries.items():
        if name in told:
            entry.edit.setFocus()
            return
