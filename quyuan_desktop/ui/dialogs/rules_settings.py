"""The pages of numbers and of what a desk lets its office decide: one card to a value, with what it decides."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QFrame

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.base import Desk
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.registers.settings import DeskSetting
from quyuan_desktop.services.house_rules import forget_setting, keep_setting, report_settings
from quyuan_desktop.services.number_templates import (
    LONGEST_NUMBER,
    NumberTemplate,
    clash,
    in_words,
    keep_template,
    number_templates,
    read_template,
    sample,
    slips_of,
)
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import button, column, label
from quyuan_desktop.ui.dialogs.rule_parts import Check, Keep, KeptField, RulesPage, mark_to_confirm, sentence_of
from quyuan_desktop.ui.editor import Today
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.sitting import Sitting

NUMBERS_ABOUT = (
    "编号由文字和三处花括号组成：{字头}是单位的编号字头（在菜单“单位信息与编号”里改），{年份}是四位年份，"
    "{序号}每年从 1 起连续。改后只用于以后的编号，已有的编号不变。"
)
EDITOR = 360
"""Pixels at 100 % of the editor of a number's shape."""
REPORTING_ABOUT = (
    "统计到哪一天、什么时候报、每张表按什么周期报。改后用于还没有结账的期间；已结账的月份不变。"
    "带“⚠ 待区局确认”的，请问清区局后填写。"
)
DESK_ABOUT = "这些数值由本单位决定。带“⚠ 待区局确认”的，请问清区局后填写。"


class ValueCard(QFrame):
    """A kept field, what is said of it beneath or `beside` it, and its way back to the program's own value."""

    def __init__(
        self,
        field: Field,
        today: Today,
        *,
        editable: bool,
        certain: bool = True,
        check: Check | None = None,
        beside: bool = False,
    ) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.field = KeptField(field, today, editable=editable, check=check)
        self.hint = label(field.help, "hint", wrap=not beside)
        self.back = button("恢复默认", "link", self.restore)
        self._default: Any = None
        self._editable = editable
        if not certain:
            self.field.head.insertWidget(1, mark_to_confirm())
        inner = column(self, margin=14, spacing=4)
        inner.addWidget(self.field)
        self.field.line.insertWidget(1, self.back)
        if beside:
            self.field.editor.setFixedWidth(theme.px(EDITOR))
            self.field.line.insertWidget(1, self.hint)
            self.field.line.addStretch(1)
        else:
            inner.addWidget(self.hint)
            self.hint.setVisible(bool(field.help))
        self.back.hide()

    def show_value(self, value: Any, default: Any) -> None:
        """Show what is kept, and offer the way back where that is something else."""
        self._default = default
        self.field.show_value(value)
        self.back.setVisible(self._editable and value != default)
        shown = self.field.field.kind.show(default) or "（空）"
        self.back.setToolTip(f"程序原来的值：{shown}")

    def restore(self) -> None:
        """Let the program's own value be kept again."""
        self.field.editor.setFocus()
        self.field.revert()
        self.field.editor.show_value(self._default)
        self.field.finish()


class SettingsPage(RulesPage):
    """What an office decides of one thing: a card to each of its settings, under the headings there are."""

    def __init__(
        self, sitting: Sitting, keep: Keep, title: str, about: str, groups: Mapping[str, Sequence[DeskSetting]]
    ) -> None:
        super().__init__(sitting, keep, title, about)
        self.cards: dict[str, ValueCard] = {}
        self._settings = [setting for group in groups.values() for setting in group]
        for heading, group in groups.items():
            if heading:
                self.rows.addWidget(label(heading, "label"))
            for setting in group:
                self._add(setting)
        self.rows.addStretch(1)
        self.take(self.place)

    def _add(self, setting: DeskSetting) -> None:
        width = 40 if isinstance(setting.kind, kinds.Text) else 14
        field = Field(
            name=setting.code.replace(".", "_"),
            label=setting.label,
            kind=setting.kind,
            width=width,
            help=setting.help,
        )
        card = ValueCard(field, self.today, editable=self.editable, certain=setting.certain)
        self.cards[setting.code] = card
        self.fields.append(card.field)
        self.rows.addWidget(card)

        def change(value: Any) -> None:
            self.keep(
                lambda place: _kept(place, setting, value),
                setting.label,
                lambda error: card.field.refuse(sentence_of(error)),
            )

        card.field.wanted.connect(change)

    def take(self, place: Workplace) -> None:
        super().take(place)
        for setting in self._settings:
            self.cards[setting.code].show_value(setting.of(place.house), setting.default)


class DeskPage(SettingsPage):
    """What one desk lets its office decide."""

    def __init__(self, sitting: Sitting, keep: Keep, desk: Desk) -> None:
        super().__init__(sitting, keep, desk.label, DESK_ABOUT, {"": desk.settings})


class ReportingPage(SettingsPage):
    """How the office reports: up to which day it counts, until when it hands in, which forms for which period."""

    def __init__(self, sitting: Sitting, keep: Keep) -> None:
        groups = report_settings(sitting.place.office.level)
        super().__init__(sitting, keep, "统计报送", REPORTING_ABOUT, groups)


def _kept(place: Workplace, setting: DeskSetting, value: Any) -> Workplace:
    """What the program says anyway is not kept, so that a later program may say otherwise."""
    if value == setting.default:
        return forget_setting(place, setting.code)
    return keep_setting(place, setting.code, value)


class NumbersPage(RulesPage):
    """The shape of every kind of number, with a sample that follows what is typed."""

    def __init__(self, sitting: Sitting, keep: Keep) -> None:
        super().__init__(sitting, keep, "编号", NUMBERS_ABOUT)
        self._latest = Latest(self, sitting.tasks)
        self.cards: dict[str, ValueCard] = {}
        self.templates: dict[str, NumberTemplate] = {}
        self.rows.addStretch(1)
        self._ask()

    def take(self, place: Workplace) -> None:
        super().take(place)
        self._ask()

    def _ask(self) -> None:
        place = self.place
        self._latest.ask(lambda: number_templates(place), self._show_templates)

    def _show_templates(self, found: list[NumberTemplate]) -> None:
        self.templates = {each.code: each for each in found}
        for each in found:
            if each.code not in self.cards:
                self.cards[each.code] = self._card(each)
            self.cards[each.code].show_value(in_words(each.template), in_words(each.default))
            self._show_sample(each.code)

    def _card(self, template: NumberTemplate) -> ValueCard:
        code = template.code
        card = ValueCard(
            Field(name=code, label=template.label, kind=kinds.Text(limit=2 * LONGEST_NUMBER), width=40),
            self.today,
            editable=self.editable,
            check=lambda typed: self._problems(code, typed),
            beside=True,
        )

        def change(typed: Any) -> None:
            self.keep(
                _keeping(code, str(typed)),
                f"{template.label}的编号",
                lambda error: card.field.refuse(sentence_of(error)),
            )

        card.field.wanted.connect(change)
        card.field.typed.connect(lambda: self._show_sample(code))
        self.fields.append(card.field)
        self.rows.insertWidget(self.rows.count() - 1, card)
        return card

    def _problems(self, code: str, typed: Any) -> list[Problem]:
        template = read_template(str(typed))
        return [*slips_of(template, self.place.office), *clash(template, code, self.templates.values())]

    def _show_sample(self, code: str) -> None:
        card = self.cards[code]
        template = read_template(str(card.field.editor.typed()))
        slips = [each for each in slips_of(template, self.place.office) if not each.warning]
        shown = "—" if slips else sample(template, self.place.office, self.place.today.year)
        card.hint.setText(f"样子：{shown}")


def _keeping(code: str, typed: str) -> Callable[[Workplace], Workplace]:
    def job(place: Workplace) -> Workplace:
        keep_template(place, code, typed)
        return place

    return job
