"""The page of time limits: the table, one limit with all its columns, and an example counted for real."""

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from quyuan_desktop.domain.deadlines import CERTAINTY_LABELS, Certainty, DeadlineRule, Running, limit
from quyuan_desktop.domain.problems import Refused
from quyuan_desktop.domain.terms import Term
from quyuan_desktop.domain.workdays import DayKind
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.services.house_rules import LONGEST_LIMIT, change_deadline, seeded_deadlines
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.choice_editors import RadioEditor
from quyuan_desktop.ui.dialogs.deadline_table import DeadlineTable
from quyuan_desktop.ui.dialogs.parts import button, label
from quyuan_desktop.ui.dialogs.rule_parts import SAVED_AT_ONCE, Keep, KeptField, RulesPage, sentence_of
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.sitting import Sitting

ABOUT = "每项工作的办理期限：从哪天算起、几日、依据哪一条。带“⚠ 待区局确认”的，问清区局后改为“法律原文”。"


class CountedIn(Term):
    """日别, as the form offers it."""

    NATURAL = DayKind.NATURAL.value, "自然日"
    WORKING = DayKind.WORKING.value, "工作日"


class Sureness(Term):
    """可信度, as the form offers it."""

    LAW = Certainty.LAW.value, CERTAINTY_LABELS[Certainty.LAW]
    CONFIRMED = Certainty.CONFIRMED.value, CERTAINTY_LABELS[Certainty.CONFIRMED]
    TO_CONFIRM = Certainty.TO_CONFIRM.value, f"⚠ {CERTAINTY_LABELS[Certainty.TO_CONFIRM]}"


LINES: tuple[tuple[tuple[Field, int], ...], ...] = (
    (
        (Field(name="event", label="事项", kind=kinds.Text(limit=60), required=True, width=30), 1),
        (Field(name="trigger", label="从哪天算起", kind=kinds.Text(limit=60), required=True, width=30), 1),
    ),
    (
        (
            Field(
                name="days", label="期限", kind=kinds.Number(most=LONGEST_LIMIT, unit="日"), required=True, width=4
            ),
            0,
        ),
        (Field(name="kind", label="日别", kind=kinds.Choice(terms=CountedIn, radio=True), required=True), 0),
        (Field(name="roll_over", label="逢休息日顺延", kind=kinds.Flag()), 0),
        (Field(name="ahead", label="提前提醒", kind=kinds.Number(most=365, unit="日"), required=True, width=4), 0),
        (Field(name="on", label="在今日提醒", kind=kinds.Flag()), 0),
    ),
    (
        (Field(name="party", label="承担方", kind=kinds.Text(limit=30), width=30), 2),
        (Field(name="article", label="依据", kind=kinds.Text(limit=60), width=30), 3),
        (Field(name="source", label="来源", kind=kinds.Text(limit=100), width=30), 3),
        (Field(name="certainty", label="可信度", kind=kinds.Choice(terms=Sureness, radio=True), required=True), 0),
    ),
)
"""The columns of a time limit by the lines of the form, each with its share of the width."""


def shown_value(rule: DeadlineRule, name: str) -> Any:
    """The column as the form's editor has it."""
    value = getattr(rule, name)
    if name == "kind":
        return CountedIn.of(value.value)
    return Sureness.of(value.value) if name == "certainty" else value


def with_value(rule: DeadlineRule, name: str, value: Any) -> DeadlineRule:
    """The rule with what the form's editor has for a column."""
    if name == "kind":
        value = DayKind(value.code)
    elif name == "certainty":
        value = Certainty(value.code)
    return replace(rule, **{name: value})


class DeadlinesPage(RulesPage):
    """Enter on a row goes to its days; what is typed is tried out in the example at once."""

    def __init__(self, sitting: Sitting, keep: Keep) -> None:
        super().__init__(sitting, keep, "时限", ABOUT)
        self._latest = Latest(self, sitting.tasks)
        self.defaults: dict[str, DeadlineRule] = {}
        self.rules: dict[str, DeadlineRule] = {rule.code: rule for rule in self.place.house.deadlines}
        self.table = DeadlineTable()
        self.table.show_rules(list(self.rules.values()), {})
        self.by_name: dict[str, KeptField] = {}
        self.example = label("", "", wrap=True)
        self.example.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.example.setAccessibleName("例")
        self.default_hint = label("", "hint", wrap=True)
        self.restore = button("恢复默认", "", self.restore_default)
        self.restore.setToolTip("这一项时限的各栏都回到程序原来的值")
        self.example.setMinimumHeight(2 * self.example.fontMetrics().lineSpacing())
        self.rows.addWidget(self.table, 1)
        self.rows.addWidget(self.example)
        self.rows.addWidget(self._form())
        self.table.itemSelectionChanged.connect(self._show_rule)
        self.table.opened.connect(lambda: self.by_name["days"].editor.setFocus())
        self.table.setCurrentCell(0, 0)
        self._latest.ask(lambda: {rule.code: rule for rule in seeded_deadlines()}, self._take_defaults)

    def _form(self) -> QWidget:
        form = QFrame()
        form.setProperty("role", "card")
        lines = QVBoxLayout(form)
        lines.setContentsMargins(*(theme.px(each) for each in (16, 10, 16, 12)))
        lines.setSpacing(theme.px(8))
        for declared in LINES:
            line = QHBoxLayout()
            line.setSpacing(theme.px(16))
            for field, share in declared:
                line.addWidget(self._field(field), share, Qt.AlignmentFlag.AlignTop)
            if not any(share for _, share in declared):
                line.addStretch(1)
            lines.addLayout(line)
        foot = QHBoxLayout()
        foot.addWidget(self.default_hint, 1)
        foot.addWidget(self.restore)
        lines.addLayout(foot)
        return form

    def _field(self, field: Field) -> KeptField:
        made = KeptField(field, self.today, editable=self.editable)
        if isinstance(made.editor, RadioEditor):
            made.editor.setMinimumWidth(made.editor.sizeHint().width())
        made.wanted.connect(partial(self._change, field.name))
        made.typed.connect(self._try_out)
        self.by_name[field.name] = made
        self.fields.append(made)
        return made

    # -- what is shown

    @property
    def rule(self) -> DeadlineRule:
        """The time limit one stands on."""
        return self.rules[self.table.code()]

    def take(self, place: Workplace) -> None:
        super().take(place)
        self.rules = {rule.code: rule for rule in place.house.deadlines}
        self._refresh()

    def _take_defaults(self, defaults: dict[str, DeadlineRule]) -> None:
        self.defaults = defaults
        self._refresh()

    def _refresh(self) -> None:
        self.table.show_rules(list(self.rules.values()), self.defaults)
        self._fill()

    def _show_rule(self) -> None:
        for field in self.fields:
            field.revert()
        self._fill()

    def _fill(self) -> None:
        for name, field in self.by_name.items():
            field.show_value(shown_value(self.rule, name))
        self._show_default()
        self._try_out()

    def _show_default(self) -> None:
        default = self.defaults.get(self.rule.code)
        changed = default is not None and default != self.rule
        self.restore.setEnabled(self.editable and changed)
        if default is None or not changed:
            self.default_hint.setText(SAVED_AT_ONCE if self.editable else "")
            return
        told = [
            f"{field.field.label} {field.field.kind.show(shown_value(default, name)) or '（空）'}"
            for name, field in self.by_name.items()
            if getattr(default, name) != getattr(self.rule, name)
        ]
        self.default_hint.setText(f"程序原来的值：{'；'.join(told)}。")

    def _try_out(self) -> None:
        """Count the example with what stands in the form now."""
        rule = self.rule
        for name, field in self.by_name.items():
            value = field.sound_value()
            if value is not None:
                rule = with_value(rule, name, value)
        text, certain = example_of(rule, self.place)
        self.example.setText(text)
        theme.set_tone(self.example, "" if certain else "amber")

    # -- what is changed

    def _change(self, name: str, value: Any) -> None:
        self._keep_rule(with_value(self.rule, name, value), name)

    def restore_default(self) -> None:
        """Let the program's own columns stand again."""
        for field in self.fields:
            field.revert()
        self._keep_rule(self.defaults[self.rule.code], "days")

    def _keep_rule(self, rule: DeadlineRule, name: str) -> None:
        def refused(error: Exception) -> None:
            wrong = [each.field for each in error.problems] if isinstance(error, Refused) else []
            told = next((each for each in wrong if each in self.by_name), name)
            self.by_name[told].refuse(sentence_of(error))

        self.rules[rule.code] = rule
        self._refresh()
        self.keep(lambda place: change_deadline(place, rule), rule.event, refused)


def example_of(rule: DeadlineRule, place: Workplace) -> tuple[str, bool]:
    """The rule begun today, in words, and whether the holidays that decide it are known."""
    today = place.today
    trigger = rule.trigger.strip() or "算起"
    if rule.days == 0:
        running = Running(code=rule.code, start=today, due=today)
        text = f"例：写明的日期是 {today:%Y-%m-%d}，当日到期。"
    else:
        running = Running(code=rule.code, start=today)
        text = f"例：{today:%Y-%m-%d} {trigger}，"
    found = limit(rule, running, today, place.house.holidays)
    if rule.days:
        text += f"{found.due:%Y-%m-%d} 到期。"
    why = found.explain().removeprefix(f"{rule.event}：{rule.trigger}。")
    return f"{text}为什么：{why}", found.count is None or found.count.certain
