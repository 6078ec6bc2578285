"""The first start in one short page: the office, who heads it, and a password."""

import itertools
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QHBoxLayout, QLineEdit, QRadioButton, QWidget

from quyuan_desktop.domain.office import LEVEL_LABELS, Level, Office
from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.domain.terms import Town
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import Entry, PasswordEdit, Slip, button, column, label

OFFICES = {
    "天问司法所": Town.TIANWEN,
    "营田司法所": Town.YINGTIAN,
    "河市司法所": Town.HESHI,
    "凤凰司法所": Town.FENGHUANG,
}
"""The offices (司法所) of the district by name; any other name may be typed."""
BUREAU, BUREAU_CODE, BUREAU_SHORT = "屈原管理区司法局", "430671", "屈司"
"""The bureau of the district: its name, statistical code and number head."""
FIELDS = ("name", "staff", "town", "short", "password", "again")


def short_of(name: str) -> str:
    """The number head of an office by its name: 营田司法所 → 屈营司."""
    first = name.strip()[:1]
    return f"屈{first}司" if first else ""


def town_of(name: str) -> Town | None:
    """The town that an office's name begins with, if it is one of the district's."""
    for town in Town:
        if town is not Town.ELSEWHERE and name.strip().startswith(town.label[:2]):
            return town
    return None


def office_of(name: str, town: Town, short: str) -> Office:
    """The office of those entries. `code` is the town's statistical code, or made from the name elsewhere."""
    code = f"x{name.encode('utf-8', 'replace').hex()[:20]}" if town is Town.ELSEWHERE else town.code
    return Office(code=code, name=name, short=short, town=town.code)


def bureau_of(name: str, short: str) -> Office:
    """The bureau of those entries; that of another district has a code made from its name."""
    code = BUREAU_CODE if name.startswith(BUREAU[:2]) else f"x{name.encode('utf-8', 'replace').hex()[:20]}"
    return Office(code=code, name=name, short=short, town=Town.ELSEWHERE.code, level=Level.DISTRICT)


class FirstStart(QWidget):
    """Asks what a new ledger needs. `filled(Office, name, password)`: all entries look right."""

    filled = Signal(object, str, str)

    def __init__(self, year: int) -> None:
        super().__init__()
        self._year = year
        self.levels = {level: QRadioButton(LEVEL_LABELS[level]) for level in Level}
        self.levels[Level.OFFICE].setChecked(True)
        self.levels[Level.DISTRICT].setToolTip("收各所上报包、合并、出全区报表的电脑选这一项")
        self.name = QLineEdit()
        self.name.setPlaceholderText("如 营田司法所")
        self.name.setClearButtonEnabled(False)
        completer = QCompleter(list(OFFICES), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.name.setCompleter(completer)
        self.town = QComboBox()
        for town in Town:
            self.town.addItem(town.label, town.code)
        self.town.setCurrentIndex(-1)
        self.town.setPlaceholderText("请选择")
        self.short = QLineEdit()
        self.staff = QLineEdit()
        self.password, self.again = PasswordEdit(), PasswordEdit()
        self.show_typed = QCheckBox("显示密码")
        self.caps = Slip("amber")
        self.sample = label("", "hint")
        self.start = button("开始使用", "primary", self.submit)
        self.entries = {
            "name": Entry("本所名称", self.name),
            "town": Entry("所在乡镇（街道）", self.town),
            "short": Entry("编号字头", self.short),
            "staff": Entry("您的姓名", self.staff),
            "password": Entry("密码（至少 6 位，字母、数字都可以）", self.password),
            "again": Entry("再输一遍密码", self.again),
        }
        self._derived = ""
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        page = column(self, margin=0, spacing=12)
        whose = QHBoxLayout()
        whose.setSpacing(theme.px(16))
        whose.addWidget(label("这台电脑给谁用", "label"))
        for each in self.levels.values():
            whose.addWidget(each)
        whose.addStretch(1)
        page.addLayout(whose)
        for left, right in (("name", "staff"), ("town", "short"), ("password", "again")):
            pair = QHBoxLayout()
            pair.setSpacing(theme.px(16))
            for name in (left, right):
                pair.addWidget(self.entries[name], 1, Qt.AlignmentFlag.AlignTop)
            page.addLayout(pair)
            if left == "town":
                page.addWidget(self.sample)
        last = QHBoxLayout()
        last.addWidget(self.show_typed)
        last.addWidget(self.caps, 1)
        last.addStretch(1)
        last.addWidget(self.start)
        page.addLayout(last)
        for before, after in itertools.pairwise(FIELDS):
            QWidget.setTabOrder(self.entries[before].edit, self.entries[after].edit)
        QWidget.setTabOrder(self.again, self.show_typed)
        QWidget.setTabOrder(self.show_typed, self.start)

    def _connect(self) -> None:
        self.levels[Level.DISTRICT].toggled.connect(self._turn)
        self.name.textChanged.connect(self._derive)
        self.short.textChanged.connect(self._show_sample)
        self.show_typed.toggled.connect(self.password.show_typed)
        self.show_typed.toggled.connect(self.again.show_typed)
        for hidden in (self.password, self.again):
            hidden.caps_lock.connect(
                lambda on: self.caps.say("大写锁定已打开，请按 Caps Lock 键关闭。" if on else "")
            )
        for edit in (self.name, self.short, self.staff, self.password):
            edit.returnPressed.connect(self.focusNextChild)
        self.again.returnPressed.connect(self.submit)
        self.town.installEventFilter(self)
        self._show_sample()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.town and event.type() == QEvent.Type.KeyPress:
            key = event.key()  # type: ignore[attr-defined]  # a KeyPress is a QKeyEvent
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.focusNextChild()
                return True
        return super().eventFilter(watched, event)

    def begin(self) -> None:
        """Put the cursor into the first field."""
        QTimer.singleShot(0, self.name.setFocus)

    @property
    def level(self) -> Level:
        """Whose ledger it is going to be."""
        return next(level for level, each in self.levels.items() if each.isChecked())

    def _turn(self, district: bool) -> None:
        """Ask for what a bureau needs, or an office."""
        self.entries["town"].setVisible(not district)
        self.entries["name"].rename("本局名称" if district else "本所名称")
        self.name.setPlaceholderText(f"如 {BUREAU}" if district else "如 营田司法所")
        if district and not self.name.text().strip():
            self.name.setText(BUREAU)
        elif not district and self.name.text() == BUREAU:
            self.name.clear()
        self._derive(self.name.text())
        self.begin()

    def _derive(self, name: str) -> None:
        town = OFFICES.get(name.strip()) or town_of(name)
        if town is not None:
            self.town.setCurrentText(town.label)
        if self.short.text() == self._derived:
            self._derived = BUREAU_SHORT if self.level is Level.DISTRICT and name.strip() else short_of(name)
            self.short.setText(self._derived)

    def _show_sample(self) -> None:
        head = self.short.text().strip()
        self.sample.setText(f"编号的样子：{head or '屈营司'}咨字〔{self._year}〕1号。字头以后还可以改。")

    def submit(self) -> None:
        """Check the entries; `filled` follows when there is nothing to say about them."""
        if not self.start.isEnabled():
            return
        problems = self._slips()
        self.refuse(problems)
        if not problems:
            name, short = self.name.text().strip(), self.short.text().strip()
            district = self.level is Level.DISTRICT
            office = (
                bureau_of(name, short) if district else office_of(name, Town.of(self.town.currentData()), short)
            )
            self.filled.emit(office, self.staff.text().strip(), self.password.text())

    def _slips(self) -> list[Problem]:
        found = []
        district = self.level is Level.DISTRICT
        if not self.name.text().strip():
            told = f"请填写本局名称，如“{BUREAU}”。" if district else "请填写本所名称，如“营田司法所”。"
            found.append(Problem("name", told))
        if self.town.currentIndex() < 0 and not district:
            found.append(Problem("town", "请选择所在乡镇（街道）。"))
        if not self.short.text().strip():
            found.append(Problem("short", "请填写编号字头，如“屈营司”。"))
        if not self.staff.text().strip():
            found.append(Problem("staff", "请填写您的姓名。"))
        if len(self.password.text()) < 6:
            found.append(Problem("password", "密码至少 6 位，请加长。"))
        elif self.again.text() != self.password.text():
            found.append(Problem("again", "两次输入的密码不一样，请再输一遍。"))
        return found

    def refuse(self, problems: Sequence[Problem]) -> None:
        """Show what is wrong beside the fields; the first one gets the focus."""
        told = {problem.field: problem.text for problem in reversed(problems)}
        for name, entry in self.entries.items():
            entry.refuse(told.get(name, ""))
        for name in FIELDS:
            if name in told:
                self.entries[name].edit.setFocus()
                return
