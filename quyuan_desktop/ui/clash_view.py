"""One record in dispute: what each side says, field by field; a person decides which of them holds."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.services.clashes import Clash, ClashLine, Compared, Side, clash, decide
from quyuan_desktop.services.workplace import Changed
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import button, forget, label
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.lines_table import Head, LinesTable, Shown
from quyuan_desktop.ui.sitting import Sitting

REASONS = ("已与司法所电话核实，以这一份为准", "这一份内容更全", "这一份是后来更正的", "另一份是误改的")
KEYS = 9
"""Sides that can be chosen by Alt and their number."""
WHOLE = 96
"""Pixels for the whole text of the field one stands on."""


class ClashView(QWidget):
    """closed(): done with it."""

    closed = Signal()

    def __init__(self, sitting: Sitting, line: ClashLine, office: str) -> None:
        super().__init__()
        self._sitting, self.line = sitting, line
        self._asked = Latest(self, sitting.tasks)
        self.found: Clash | None = None
        self._shown: list[Compared] = []
        register = REGISTERS[line.register]
        self.head = label(f"冲突　{office} · {register.label} {line.number}　{line.title}", "heading")
        self.told = label(
            "同一条记录有两份不同的修改，谁也不是从谁改来的。两份都留在历史里；采用哪一份由人定，随回执带回司法所。",
            "hint",
            wrap=True,
        )
        self.choices: list[QWidget] = []
        self._sides = QHBoxLayout()
        self._sides.setSpacing(theme.px(12))
        self.only = QCheckBox("只看不同的")
        self.only.setChecked(True)
        self.only.toggled.connect(self._show_fields)
        self._place = QVBoxLayout()
        self.table: LinesTable | None = None
        self.whole = QHBoxLayout()
        self.whole.setSpacing(theme.px(12))
        # of the view, not of a card: a card that was replaced would hold its key until it is gone
        for number in range(1, KEYS + 1):
            QShortcut(QKeySequence(f"Alt+{number}"), self).activated.connect(partial(self.choose, number))
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        edge = theme.px(16)
        column.setContentsMargins(edge, theme.px(12), edge, theme.px(12))
        column.setSpacing(theme.px(10))
        column.addWidget(self.head)
        column.addWidget(self.told)
        column.addLayout(self._sides)
        column.addLayout(self._place, 1)
        reading = QWidget()
        reading.setLayout(self.whole)
        self.reading = QScrollArea()
        self.reading.setWidgetResizable(True)
        self.reading.setFrameShape(QFrame.Shape.NoFrame)
        self.reading.setFixedHeight(theme.px(WHOLE))
        self.reading.setAccessibleName("这个字段的全文")
        self.reading.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.reading.setWidget(reading)
        column.addWidget(self.reading)
        foot = QHBoxLayout()
        foot.addWidget(self.only)
        foot.addStretch(1)
        foot.addWidget(button("先不定 Esc", "", self.closed.emit))
        column.addLayout(foot)

    def load(self) -> None:
        """Ask for the record."""
        place, line = self._sitting.place, self.line
        self._asked.ask(lambda: clash(place, line.register, line.uid), self.show_clash, self._gone)

    def _gone(self, error: Exception) -> None:
        self._sitting.said.emit(str(error))
        self.closed.emit()

    # -- what is shown

    def show_clash(self, found: Clash) -> None:
        """Show both sides."""
        self.found = found
        forget(self._sides)
        self.choices = []
        for number, side in enumerate(found.sides, start=1):
            self._sides.addWidget(self._card(number, side), 1)
        forget(self._place)
        heads = (Head("", 2), Head("字段", 14), *(Head(side_name(n, s), 0) for n, s in _numbered(found)))
        self.table = LinesTable("逐项比较", heads, self._sitting.layout, f"clash/{len(found.sides)}")
        self.table.selectionModel().currentChanged.connect(lambda *_: self._show_whole())
        self._place.addWidget(self.table)
        self._show_fields()
        self.take_focus()

    def _card(self, number: int, side: Side) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        column.setSpacing(theme.px(4))
        column.addWidget(label(side_name(number, side), "heading"))
        reason = f"，理由：{side.reason}" if side.reason else ""
        said = f"{side.verb}　{side.at:%Y-%m-%d %H:%M}　{side.by}（第 {side.step} 次）{reason}"
        column.addWidget(label(said, "hint", wrap=True))
        choose = button(f"采用第 {number} 份… Alt+{number}", "", partial(self.choose, number))
        choose.setAccessibleName(f"采用第 {number} 份")
        self.choices.append(choose)
        row = QHBoxLayout()
        row.addWidget(choose)
        row.addStretch(1)
        column.addLayout(row)
        return card

    def _show_fields(self) -> None:
        if self.found is None or self.table is None:
            return
        self._shown = [each for each in self.found.fields if each.differs or not self.only.isChecked()]
        self.table.show_lines([_line(each) for each in self._shown])
        differing = sum(each.differs for each in self.found.fields)
        self.only.setText(f"只看不同的（{differing} 项不同，共 {len(self.found.fields)} 项）")
        self._show_whole()

    def _show_whole(self) -> None:
        """The field one stands on, in full."""
        forget(self.whole)
        at = self.table.currentIndex().row() if self.table is not None else -1
        if not 0 <= at < len(self._shown):
            return
        for number, text in enumerate(self._shown[at].values, start=1):
            made = label(f"第 {number} 份　{self._shown[at].label}：{text}", "", wrap=True)
            made.setAlignment(Qt.AlignmentFlag.AlignTop)
            made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.whole.addWidget(made, 1)

    def take_focus(self) -> None:
        """Put the focus on the fields."""
        (self.table or self).setFocus(Qt.FocusReason.OtherFocusReason)

    # -- the decision

    def choose(self, number: int) -> None:
        """Let that side hold, when a reason is given."""
        found = self.found
        if found is None or not 0 < number <= len(found.sides):
            return
        side = found.sides[number - 1]
        title = f"采用第 {number} 份"
        text = f"{found.line.number}：采用第 {number} 份（{side.verb} {side.at:%m-%d %H:%M} {side.by}）。\n请写明理由："
        reason = self._sitting.ask.reason(title, text, REASONS)
        if reason is None:
            return
        place = self._sitting.place

        def done(changed: Changed) -> None:
            self._sitting.said.emit(f"{found.line.number} 已裁定采用第 {number} 份，随下一份回执带回。")
            self._sitting.changed.emit(changed)
            self.closed.emit()

        self._sitting.tasks.run(lambda: decide(place, found, side.digest, reason), done=done)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _numbered(found: Clash) -> list[tuple[int, Side]]:
    return list(enumerate(found.sides, start=1))


def side_name(number: int, side: Side) -> str:
    """第 1 份（现在用的）."""
    return f"第 {number} 份{'（现在用的）' if side.holds else ''}"


def _line(each: Compared) -> Shown:
    texts = ("≠" if each.differs else "", each.label, *each.values)
    return Shown(texts, each, quiet=not each.differs, tone="amber" if each.differs else "", toned=0)
