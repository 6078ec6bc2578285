"""The pane below the list: one record in words, its person's line of time, and what can be done with it."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLayout,
    QMenu,
    QPushButton,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from quyuan_desktop.domain.deadlines import Limit
from quyuan_desktop.domain.office import Level
from quyuan_desktop.domain.standing import Answer
from quyuan_desktop.registers.base import Lead, Register, State, Values, values_of
from quyuan_desktop.registers.workflow import Step
from quyuan_desktop.services import limits, linking, papers, recognise, save_record
from quyuan_desktop.services.linking import Pointing
from quyuan_desktop.services.office_sight import office_line
from quyuan_desktop.services.papers import PaperEntry
from quyuan_desktop.services.recognise import Moment
from quyuan_desktop.services.standings import answer_of
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.ui import record_text, theme
from quyuan_desktop.ui.dialogs.parts import button, label
from quyuan_desktop.ui.elided import Elided
from quyuan_desktop.ui.file_strip import FileStrip, groups_of
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.link_line import LinkLine
from quyuan_desktop.ui.progress_strip import ProgressStrip
from quyuan_desktop.ui.record_body import RecordBody
from quyuan_desktop.ui.sides import Sides
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.time_line import TimeLine


@dataclass(frozen=True, slots=True)
class Sight:
    """What the pane shows of one record. `others`: an office's, at the bureau; `office` says whose, with a tone."""

    record: Any
    values: Values
    moments: list[Moment]
    papers: list[PaperEntry]
    limits: list[Limit]
    pointing: list[Pointing]
    answer: Answer | None
    others: bool = False
    office: tuple[str, str] = ("", "")

    @property
    def void(self) -> bool:
        """Whether the record was made void."""
        return self.record.state is State.VOID


def look_at(place: Workplace, register: Register, uid: str) -> Sight:
    """Read all that the pane shows of the record `uid`; for the worker. Raises Trouble."""
    record = save_record.open_record(place, register, uid)
    values = values_of(record)
    at_office = place.office.level is Level.OFFICE
    return Sight(
        record,
        values,
        recognise.timeline(place, register, uid, record),
        papers.papers_of(place, register, uid),
        [] if record.state is State.VOID else limits.limits_of(place, register, values),
        linking.pointing_at(place, register.code, uid),
        answer_of(place, register, uid, record.digest) if at_office else None,
        not at_office and record.office != place.office.code,
        ("", "") if at_office else office_line(place, register, record),
    )


class DetailPane(QWidget):
    """Shows one record of `register`.

    correction_wanted, voiding_wanted, return_wanted, history_wanted (uid) and paper_wanted (uid, kind code): a button
    was pressed; step_wanted (uid, step code) and lead_wanted (uid, lead code): the record is to go on; opened
    (register, uid): a moment of the line of time or a link; place_wanted(): the list is to show where it stands.
    shown(Sight): what is shown changed.
    """

    correction_wanted = Signal(str)
    voiding_wanted = Signal(str)
    return_wanted = Signal(str)
    history_wanted = Signal(str)
    paper_wanted = Signal(str, str)
    step_wanted = Signal(str, str)
    lead_wanted = Signal(str, str)
    opened = Signal(str, str)
    place_wanted = Signal()
    shown = Signal(object)

    def __init__(self, sitting: Sitting, register: Register, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sitting = sitting
        self._register = register
        self._asked = Latest(self, sitting.tasks)
        self._revealed = False
        self.sight: Sight | None = None
        self._usual: Step | Lead | None = None
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._nothing())
        self._stack.addWidget(self._pane())
        self.setAccessibleName(f"{register.label}详情")

    # -- built once

    def _nothing(self) -> QWidget:
        hint = label("在上面的列表中选一条，这里显示它的内容。", "hint")
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return hint

    def _pane(self) -> QWidget:
        pane = QWidget()
        column = QVBoxLayout(pane)
        column.setContentsMargins(theme.px(16), theme.px(10), theme.px(16), theme.px(8))
        column.setSpacing(4)
        self.head = self._head()
        column.addLayout(self.head)
        self.progress = ProgressStrip()
        self.links = LinkLine(self._register)
        self.links.opened.connect(self.opened)
        self.time_line = TimeLine()
        self.time_line.opened.connect(self.opened)
        above: list[QWidget | QLayout] = [
            self._reception(),
            self.progress,
            self.links,
            self._contact(),
            self.time_line,
        ]
        self.body = RecordBody(above)
        self.body.setMinimumHeight(theme.ROW)  # it scrolls; the buttons above it have to be whole
        column.addWidget(self.body, 1)
        self.files = FileStrip(self._sitting)
        column.addWidget(self.files)
        return pane

    def _head(self) -> Sides:
        row = Sides(across=8)
        self.name = Elided("", "heading")
        self.person = Elided()
        self.void = Elided("", "", "red")
        self.visits = Elided("", "hint")
        self.main_step = button("", "primary", self.go_on)
        self.main_step.hide()
        self.more_steps = QToolButton()
        self.more_steps.setText("办理 ▾")
        self.more_steps.setToolTip("办理这条记录的各个步骤（Ctrl+E）")
        self.more_steps.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more_steps.setMenu(QMenu(self.more_steps))
        self.more_steps.hide()
        self.print = QToolButton()
        self.print.setText("打印 ▾")
        self.print.setToolTip("预览、打印或另存文书（Ctrl+P）")
        self.print.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.print)
        for kind in self._register.papers:
            action = menu.addAction(f"{kind.label}（{kind.size}）")
            action.triggered.connect(lambda _=False, code=kind.code: self._want_paper(code))
        self.print.setMenu(menu)
        if not self._register.papers:
            self.print.hide()
        self.correct = self._button("更正 F2", "更正这条记录，写明理由（F2）", self.correction_wanted)
        self.annul = self._button("作废…", "作废这条记录，编号保留，写明理由", self.voiding_wanted)
        self.history = self._button("历史", "这条记录的每一次修改（Ctrl+Shift+H）", self.history_wanted)
        tip = "退回司法所，写明理由，随下一份回执带回（Ctrl+B）"
        self.send_back = self._button("退回司法所…", tip, self.return_wanted)
        self.send_back.hide()
        deeds = (
            self.main_step,
            self.more_steps,
            self.print,
            self.correct,
            self.annul,
            self.send_back,
            self.history,
        )
        row.fill((self.name, self.person, self.void), (self.visits, *deeds))
        return row

    def _button(self, text: str, tip: str, signal: SignalInstance) -> QPushButton:
        made = button(text, "", lambda: signal.emit(self.uid) if self.uid else None)
        made.setToolTip(tip)
        return made

    def _reception(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.reception = Elided("", "hint")
        self.standing = Elided("", "hint")
        self.outside = button("不在当前列表里，转到它所在的月份", "link", self.place_wanted.emit)
        row.addWidget(self.reception)
        row.addWidget(self.standing)
        row.addWidget(self.outside)
        row.addStretch(1)
        return row

    def _contact(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.contact = Elided()
        self.reveal = button("显示", "link", self._turn_reveal)
        self.reveal.setToolTip("显示完整的证件号码、电话和地址")
        row.addWidget(self.contact)
        row.addWidget(self.reveal)
        row.addStretch(1)
        return row

    def minimumSizeHint(self) -> QSize:
        """As high as its head is at its width: the list above gives way to a head of two lines."""
        least = super().minimumSizeHint()
        if not self.isVisible():
            return least  # its width is not yet what it will be
        more = self.head.heightForWidth(self.head.geometry().width()) - self.head.minimumSize().height()
        return QSize(least.width(), least.height() + max(0, more))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    # -- what is shown

    @property
    def uid(self) -> str:
        """The record that is shown; empty for none."""
        return str(self.sight.record.uid) if self.sight else ""

    def show_record(self, uid: str) -> None:
        """Show the record `uid`; what was shown stays until it is here."""
        place, register = self._sitting.place, self._register
        self._asked.ask(lambda: look_at(place, register, uid), self._take)

    def reload(self) -> None:
        """Read the shown record again."""
        if self.uid:
            self.show_record(self.uid)

    def show_nothing(self) -> None:
        """Show that no record is chosen."""
        self._asked.drop()
        self.sight = None
        self._stack.setCurrentIndex(0)
        self.shown.emit(None)

    def tell_outside(self, outside: bool) -> None:
        """Say whether the list leaves this record out, and offer to go to where it is."""
        self.outside.setVisible(outside)

    def focus(self) -> None:
        """Put the keyboard on what can be done with the record."""
        self.print.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_on(self) -> None:
        """Take the usual next step, or lead on to the record that usually follows."""
        if not self.uid or self._usual is None:
            return
        if isinstance(self._usual, Step):
            self.step_wanted.emit(self.uid, self._usual.code)
        else:
            self.lead_wanted.emit(self.uid, self._usual.code)

    def open_steps(self) -> None:
        """Open the menu of steps."""
        if self.more_steps.isVisible() and self.more_steps.isEnabled():
            self.more_steps.showMenu()

    def _show_ways_on(self, sight: Sight) -> None:
        """What may be done next: the usual step on the button, all others in the menu."""
        steps, leads = _ways_on(self._register, sight)
        usual: list[Step | Lead] = [step for step in steps if not step.aside]
        usual += [lead for lead in leads if lead.when(sight.values)]
        self._usual = usual[0] if usual else None
        self.main_step.setVisible(self._usual is not None)
        if self._usual is not None:
            self.main_step.setText(self._usual.label)
            self.main_step.setToolTip(f"{self._usual.label}（Ctrl+Enter）")
        menu = self.more_steps.menu()
        menu.clear()
        for step in steps:
            if step is not self._usual:
                action = menu.addAction(f"{step.label}…")
                action.triggered.connect(lambda _=False, code=step.code: self.step_wanted.emit(self.uid, code))
        for lead in leads:
            if lead is not self._usual:
                action = menu.addAction(f"{lead.label}…")
                action.triggered.connect(lambda _=False, code=lead.code: self.lead_wanted.emit(self.uid, code))
        self.more_steps.setVisible(not menu.isEmpty())

    def open_papers(self) -> None:
        """Open the menu of papers."""
        if self.print.isVisible() and self.print.isEnabled():
            self.print.showMenu()

    def _take(self, sight: Sight) -> None:
        if sight.record.uid != self.uid:
            self._revealed = False
            self.body.to_top()
        self.outside.hide()
        self.sight = sight
        register, values = self._register, sight.values
        self.name.setText(record_text.who(register, values))
        self.person.setText(record_text.person_line(register, values))
        self.visits.setText(record_text.visit_line(register, sight.moments, self.uid))
        self.reception.setText(record_text.reception_line(register, sight.record, values))
        tone, said = record_text.standing_line(sight.answer) if sight.answer is not None else sight.office
        theme.set_tone(self.standing, tone)
        self.standing.setText(said)
        self.void.setVisible(sight.void)
        self.void.setText(f"已作废：{sight.record.void_reason}" if sight.void else "")
        self.send_back.setVisible(sight.others)
        for each in (self.correct, self.annul):
            each.setEnabled(not sight.void and not sight.others)
            each.setVisible(not sight.others)
        self.print.setEnabled(not sight.void or bool(sight.papers))
        self.time_line.show_moments(sight.moments, self.uid)
        self.time_line.setVisible(len(sight.moments) > 1)
        self._show_ways_on(sight)
        flow = register.workflow
        stage = register.field(flow.stage).kind.show(values[flow.stage]) if flow is not None else ""
        self.progress.show_progress(stage, sight.limits)
        self.links.show_links(values, sight.pointing)
        self.files.show_groups(groups_of(register.record, values))
        self._show_contact()
        self._show_body()
        self._stack.setCurrentIndex(1)
        self.shown.emit(sight)

    def _show_contact(self) -> None:
        if self.sight is None:
            return
        lines = record_text.hidden_lines(self._register, self.sight.values, revealed=self._revealed)
        self.contact.setText("　".join(f"{line.label} {line.text}" for line in lines))
        self.contact.setVisible(bool(lines))
        self.reveal.setVisible(bool(lines))
        self.reveal.setText("隐藏" if self._revealed else "显示")

    def _turn_reveal(self) -> None:
        self._revealed = not self._revealed
        self._show_contact()
        self._show_body()

    def _show_body(self) -> None:
        if self.sight is None:
            return
        register, values = self._register, self.sight.values
        passages = record_text.passages(register, values, revealed=self._revealed)
        self.body.say(passages, record_text.facts(register, values))

    def _want_paper(self, code: str) -> None:
        if self.uid:
            self.paper_wanted.emit(self.uid, code)


def _ways_on(register: Register, sight: Sight) -> tuple[list[Step], list[Lead]]:
    """The steps that lead on from where the record is, and the records of other registers it may lead to."""
    if sight.void or sight.others:
        return [], []
    steps: list[Step] = []
    if register.workflow is not None:
        steps = list(register.workflow.possible(sight.values))
    led = {each.register for each in sight.pointing}
    return steps, [lead for lead in register.leads if lead.to not in led and not lead.moves]
