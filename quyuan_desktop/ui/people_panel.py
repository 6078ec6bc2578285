"""曾来访: who in the ledger looks like the person at the desk, what may be taken over, and the clerk's verdict."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from quyuan_desktop.registers.base import Register, Values
from quyuan_desktop.services.recognise import Acquaintance, recognise, settle
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.sitting import Sitting

TAKE = "F6"
WIDTH = 268
NOBODY_SOUGHT = "填了姓名、证件号或电话后，\n曾来过的人会列在这里。"
NOBODY_FOUND = "没有查到这个人以前的记录。"


class AcquaintanceView(QFrame):
    """One acquaintance: why, when, how often, and what may be done."""

    def __init__(self, found: Acquaintance, place: int, panel: "PeoplePanel") -> None:
        super().__init__()
        self.found = found
        tone = "amber" if found.warning else ""
        name = QLabel(found.name)
        why = QLabel("、".join(found.reasons))
        why.setWordWrap(True)
        theme.set_tone(why, tone)
        when = QLabel(
            f"{found.day:%Y-%m-%d} {found.number}" + (f"，共 {found.times} 次" if found.times > 1 else "")
        )
        when.setProperty("role", "hint")
        when.setWordWrap(True)
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(name)
        head.addWidget(why, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(2), 0, theme.px(2))
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(when)
        column.addLayout(self._buttons(place, panel))
        self.setAccessibleName(f"{found.name}：{'、'.join(found.reasons)}，{found.day:%Y-%m-%d}")

    def _buttons(self, place: int, panel: "PeoplePanel") -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(4))
        found = self.found

        def button(text: str, tip: str, act: Callable[[], None]) -> QPushButton:
            made = QPushButton(text)
            made.setProperty("role", "link")
            made.setToolTip(tip)
            made.setAccessibleName(f"{text.split()[0]}：{found.name}")
            made.clicked.connect(act)
            row.addWidget(made)
            return made

        if found.offer and not found.warning:
            key = f" {TAKE}" if place == 1 else f" Alt+{place}"
            tip = f"把上次登记的身份信息填到空着的栏目（{TAKE if place == 1 else f'Alt+{place}'}）"
            button(f"带出{key}", tip, lambda: panel.take(found))
        button("查看", "打开那一次的记录", lambda: panel.opened.emit(found.register, found.uid))
        if not found.settled:
            if found.warning:
                button("已知悉", "记下已经留意到，以后只列出、不再询问", lambda: panel.settle(found, True))
                button("无关", "记住与此事无关，以后不再提示", lambda: panel.settle(found, False))
            else:
                button("是同一人", "确认是同一人，以后不再询问", lambda: panel.settle(found, True))
                button("不是", "记住不是同一人，以后不再提示", lambda: panel.settle(found, False))
        row.addStretch(1)
        return row


class PeoplePanel(QFrame):
    """taken(values): the offered values are wanted in the form; opened(register, uid): that record is."""

    taken = Signal(object)
    taken_back = Signal()
    opened = Signal(str, str)

    def __init__(self, sitting: Sitting, register: Register) -> None:
        super().__init__()
        self._sitting, self._register = sitting, register
        self._latest = Latest(self, sitting.tasks)
        self._asked: tuple[Values, str] | None = None
        self.found: list[Acquaintance] = []
        self._kept_in_sight = False
        self.setProperty("role", "card")
        self.setMinimumWidth(theme.px(WIDTH))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        heading = QLabel("曾来访")
        heading.setProperty("role", "heading")
        self.back = QPushButton("撤销带出")
        self.back.setProperty("role", "link")
        self.back.setToolTip("把带出前的内容放回去")
        self.back.clicked.connect(self.taken_back)
        self.back.hide()
        head = QHBoxLayout()
        head.addWidget(heading)
        head.addStretch(1)
        head.addWidget(self.back)
        self.empty = QLabel(NOBODY_SOUGHT)
        self.empty.setProperty("role", "hint")
        self.empty.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(12), theme.px(8), theme.px(6), theme.px(8))
        column.setSpacing(theme.px(4))
        column.addLayout(head)
        column.addWidget(self._scrolled(), 1)
        self.setAccessibleName("曾来访")

    def _scrolled(self) -> QScrollArea:
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(theme.px(2))
        inner = QWidget()
        body = QVBoxLayout(inner)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(self.empty)
        body.addLayout(self._list)
        body.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        area.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)
        return area

    def sizeHint(self) -> QSize:
        return QSize(theme.px(WIDTH), theme.px(110))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(WIDTH), theme.px(110))

    def keep_in_sight(self, kept: bool) -> None:
        """Whether to be seen even while there is nobody to list."""
        self._kept_in_sight = kept
        self.setVisible(kept or bool(self.found))

    def look_for(self, values: Values, uid: str) -> None:
        """Ask who is known of the persons in `values`; only the newest question counts."""
        self._asked = (values, uid)
        place, register = self._sitting.place, self._register
        sought = any(values[name] for role in register.people for name in (role.name, role.id_number) if name)
        self.empty.setText(NOBODY_FOUND if sought else NOBODY_SOUGHT)
        self._latest.ask(lambda: recognise(place, register, values, uid), self.show_found)

    def clear(self) -> None:
        """Nobody is looked for any more."""
        self._latest.drop()
        self.back.hide()
        self.show_found([])

    def show_found(self, found: list[Acquaintance]) -> None:
        """List them, warnings first."""
        self.found = found
        while self._list.count():
            item = self._list.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        place = 0
        for each in found:
            place += bool(each.offer) and not each.warning
            view = AcquaintanceView(each, place, self)
            self._list.addWidget(view)
            view.show()
        self.empty.setVisible(not found)
        self.setVisible(self._kept_in_sight or bool(found))

    @property
    def offers(self) -> list[Acquaintance]:
        """Those whose values may be taken over, in the order of their keys."""
        return [each for each in self.found if each.offer and not each.warning]

    def take_number(self, place: int) -> None:
        """Take over from the `place`-th on offer, counted from 1."""
        if 0 < place <= len(self.offers):
            self.take(self.offers[place - 1])

    def take(self, found: Acquaintance) -> None:
        """Take over what is offered."""
        self.taken.emit(found.offer)
        self.back.show()

    def settle(self, found: Acquaintance, same: bool) -> None:
        """Remember the verdict and look again."""
        place = self._sitting.place
        self._sitting.tasks.run(lambda: settle(place, found, same), done=lambda _: self._again())

    def _again(self) -> None:
        if self._asked is not None:
            self.look_for(*self._asked)
