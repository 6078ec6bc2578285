"""What stands around the fields of a form: its heading with the summary, and the bar with the buttons."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.registers.kinds import Text
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.editor import Today, label_of
from quyuan_desktop.ui.line_editors import LineEditor
from quyuan_desktop.ui.sides import Sides

REASON = "reason"
"""The name by which slips speak of the reason for a correction."""
REASONS = ("录入错误", "补充信息", "来访人要求更正", "核对证件后更正", "重新选择类别或事项")
REASON_FIELD = Field(
    label="更正原因",
    kind=Text(limit=200),
    name=REASON,
    required=True,
    width=30,
    help="更正已保存的记录要写明原因。原来的内容和原因都留在修改历史里，不会丢失。",
)
MORE = "F7"


class FormHead(QWidget):
    """Title at the left, the state of the draft at the right, beneath them the summary and the reason line."""

    def __init__(self, today: Today) -> None:
        super().__init__()
        self.title = _label("title", self)
        self.kept = _label("hint", self)
        self.kept.setAccessibleName("草稿状态")
        self.reason = LineEditor(REASON_FIELD, today, _suggest_reason)
        self.reason.placeholder = "写明为什么更正；按 ↓ 选常用的原因"
        self.reason.follow(None)
        self._reason_row = QFrame()
        self._reason_row.setProperty("role", "card")
        line = QHBoxLayout(self._reason_row)
        line.setContentsMargins(theme.px(12), theme.px(4), theme.px(12), theme.px(4))
        name = _label("label", self)
        name.setTextFormat(Qt.TextFormat.RichText)
        name.setText(label_of(REASON_FIELD))
        name.setBuddy(self.reason)
        line.addWidget(name)
        line.addWidget(self.reason, 1)
        self.summary = _label("", self)
        self.summary.setWordWrap(True)
        self._banner = QFrame()
        self._banner.setProperty("role", "banner")
        inside = QVBoxLayout(self._banner)
        inside.setContentsMargins(theme.px(12), theme.px(6), theme.px(12), theme.px(6))
        inside.addWidget(self.summary)
        top = QHBoxLayout()
        top.addWidget(self.title)
        top.addStretch(1)
        top.addWidget(self.kept)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(16), theme.px(6), theme.px(16), theme.px(2))
        column.setSpacing(theme.px(6))
        column.addLayout(top)
        column.addWidget(self._banner)
        column.addWidget(self._reason_row)
        self.say("", "")

    def open(self, title: str, correcting: bool) -> None:
        """Begin anew under `title`; `correcting` asks for a reason."""
        self.title.setText(title)
        self.kept.clear()
        self.reason.retype("")
        self._reason_row.setVisible(correcting)
        self.say("", "")
        self.mark_reason("")

    def ask_reason(self) -> None:
        """Ask for a reason also where nothing is corrected: the record falls into a closed month."""
        self._reason_row.show()

    def say(self, text: str, tone: str) -> None:
        """Show a summary, or nothing."""
        theme.set_tone(self._banner, tone)
        self.summary.setText(text)
        self._banner.setVisible(bool(text))

    def mark_reason(self, tone: str) -> None:
        """Mark the line for the reason."""
        self.reason.set_tone(tone)


SAID = 8
"""Characters of a line that what is the matter has at the least."""


class FormBar(QFrame):
    """The buttons, always in the same place, and beside them one line of what is the matter.

    `verb` is what saving is called; what follows it (打印回执, 转申请) may change as one types. led_elsewhere(field):
    the way to a field that is not in this form is wanted.
    """

    kept = Signal()
    saved = Signal()
    went_on = Signal()
    unfolded = Signal()
    led_elsewhere = Signal(str)

    def __init__(self, verb: str, folds: bool) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self._verb, self._then, self._instead = verb, "", False
        self._saving = self._anyway = False
        self.more = self._button("quiet", f"更多栏目（{MORE}）：不常用的栏目", self.unfolded.emit)
        self.more.setVisible(folds)
        self.message = _label("", self)
        self.message.setWordWrap(True)
        self.keep = self._button("", "存为草稿并关闭（Esc）", self.kept.emit)
        self.save = self._button("primary", f"{verb}（Ctrl+S）", self.saved.emit)
        self.then = self._button("primary", "", self.went_on.emit)
        self.way = self._button(
            "link", "存下草稿，打开“更正”填写缺的栏目；填好保存后再办这一步", self._go_elsewhere
        )
        self._elsewhere = ""
        self.way.setText("去更正里填写")
        self.way.hide()
        row = Sides(self, across=theme.px(8), down=theme.px(6))
        row.setContentsMargins(theme.px(16), theme.px(6), theme.px(16), theme.px(6))
        row.fill((self.more, self.message, self.way), (self.keep, self.save, self.then))
        row.left.setStretchFactor(self.message, 1)
        self._fit()
        self.show_folded(True)
        self.show_then("")

    def _fit(self) -> None:
        self.message.setMinimumWidth(self.fontMetrics().horizontalAdvance("字") * SAID)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "way"):
            self._fit()

    def offer_way(self, field: str) -> None:
        """Offer the way to a field that is not in this form; empty for none."""
        self._elsewhere = field
        self.way.setVisible(bool(field))

    def _go_elsewhere(self) -> None:
        self.led_elsewhere.emit(self._elsewhere)

    def _button(self, role: str, tip: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(self)  # of its own it would flash up as a window
        button.setProperty("role", role)
        button.setToolTip(tip)
        button.setAutoDefault(True)
        button.clicked.connect(lambda: act())
        return button

    @property
    def primary(self) -> QPushButton:
        """The one primary button."""
        return self.then if self._then else self.save

    def say(self, text: str, tone: str = "") -> None:
        """One line beside the buttons."""
        theme.set_tone(self.message, tone)
        self.message.setText(text)

    def show_folded(self, folded: bool) -> None:
        """Whether the rarely used fields are out of sight."""
        self.more.setText(f"{'更多栏目' if folded else '收起更多'} {MORE} {'▾' if folded else '▴'}")

    def show_then(self, words: str, *, instead: bool = False) -> None:
        """What follows the saving with the main button, or with `instead` takes its place; empty for nothing."""
        self._then, self._instead = words, instead
        self.then.setVisible(bool(words))
        self.then.setToolTip(f"{words if instead else f'{self._verb}并{words}'}（Ctrl+Enter）")
        role = "" if words else "primary"
        if self.save.property("role") != role:
            self.save.setProperty("role", role)
            self.save.style().unpolish(self.save)
            self.save.style().polish(self.save)
        self._name_buttons()

    def show_state(self, *, saving: bool, anyway: bool) -> None:
        """saving: nothing may be pressed; anyway: one more press saves in spite of the warnings."""
        self._saving, self._anyway = saving, anyway
        self._name_buttons()
        for button in (self.keep, self.save, self.then):
            button.setEnabled(not saving)

    def _name_buttons(self) -> None:
        self.keep.setText("存草稿 &Esc")
        verb = f"仍要{self._verb}" if self._anyway else self._verb
        self.save.setText(f"{verb} Ctrl+&S" if self._then or not self._saving else "正在保存…")
        then = self._then if self._instead else f"{verb}并{self._then}"
        self.then.setText("正在保存…" if self._saving else f"{then} Ctrl+E&nter")


def summary_of(problems: Sequence[Problem], labels: Sequence[str]) -> str:
    """The slips and warnings in one sentence; `labels` are those of the problems' fields."""
    slips = [label for problem, label in zip(problems, labels, strict=True) if not problem.warning]
    doubts = [label for problem, label in zip(problems, labels, strict=True) if problem.warning]
    if slips:
        return f"还没有保存，请先改正 {len(slips)} 处：{_listed(slips)}。"
    return f"请核对 {len(doubts)} 处：{_listed(doubts)}。确认无误，再按一次仍要保存。" if doubts else ""


def _listed(labels: Sequence[str]) -> str:
    known = list(dict.fromkeys(labels))
    return "、".join(known[:8]) + ("等" if len(known) > 8 else "")


def _label(role: str, parent: QWidget) -> QLabel:
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    return made


def _suggest_reason(field: Field, typed: str, tell: object) -> None:
    tell([reason for reason in REASONS if typed.strip() in reason])  # type: ignore[operator]  # see Suggest
