"""What a cell of a superior's form may say: every figure in four ways and the facts of the house; how a cell holds it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from quyuan_desktop.documents.fill_workbook import Value
from quyuan_desktop.documents.form_labels import speaks
from quyuan_desktop.documents.form_workbook import FormCell, FormSheet, Place, name_of
from quyuan_desktop.domain.figures import NONE, FigureLine
from quyuan_desktop.domain.periods import Period
from quyuan_desktop.registers.base import Register
from quyuan_desktop.registers.reporting import reported
from quyuan_desktop.services.month import month_table
from quyuan_desktop.services.workplace import Workplace

NOW, TO_DATE, LAST_YEAR, CHANGE = "now", "to_date", "last_year", "change"
VALUES = {NOW: "本期", TO_DATE: "本年累计", LAST_YEAR: "上年同期", CHANGE: "同比%"}
"""Which of a figure's values a cell may say."""

_BLANKS = re.compile(r"[\s_＿]*年[\s_＿]*月(?:[\s_＿]*日)?")
_COLON = re.compile(r"[:：][\s_＿]*$")


@dataclass(frozen=True, slots=True)
class Source:
    """One thing that a cell may say. A fact has no unit and no values to choose from."""

    code: str
    label: str
    unit: str
    group: str
    fact: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """What a cell says: a number with its unit, a day, or words; None for 「—」."""

    value: int | float | date | str | None
    percent: bool = False

    def shown(self) -> str:
        """As people read it."""
        if self.value is None:
            return NONE
        if isinstance(self.value, date):
            return _dated(self.value)
        if isinstance(self.value, str):
            return self.value
        return f"{self.value:,.2f}%" if self.percent else f"{self.value:,}"


FACTS: dict[str, tuple[str, Callable[[Workplace, Period], date | str]]] = {
    "fact.office": ("填报单位", lambda place, period: place.office.name),
    "fact.period": ("统计期间", lambda place, period: period.label),
    "fact.first": ("期间第一天", lambda place, period: period.first),
    "fact.last": ("期间最后一天", lambda place, period: period.last),
    "fact.date": ("填报日期", lambda place, period: place.today),
    "fact.preparer": ("填报人（制表人）", lambda place, period: place.staff.name),
    "fact.phone": ("联系电话", lambda place, period: place.office.phone),
    "fact.address": ("单位地址", lambda place, period: place.office.address),
}


def _sources() -> dict[str, Source]:
    found = {code: Source(code, label, "", "本所", fact=True) for code, (label, _) in FACTS.items()}
    for register in reported():
        for each in (*register.measures, *register.means):
            group = f"{register.label}·{each.group}"
            found[each.code] = Source(each.code, each.label, each.unit, group)
    return found


SOURCES = _sources()
"""All that a cell may say, by code."""


def contents_of(
    place: Workplace, period: Period, wanted: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], Content]:
    """What each of `wanted` (code, which value) is in that period. Raises Trouble."""
    asked = set(wanted)
    codes = {code for code, _ in asked}
    registers = [each for each in reported() if codes & _codes(each)]
    lines = {line.figure.code: line for line in month_table(place, period, registers).lines} if registers else {}
    return {(code, value): _content(place, period, code, value, lines.get(code)) for code, value in asked}


def _codes(register: Register) -> set[str]:
    return {each.code for each in (*register.measures, *register.means)}


def _content(place: Workplace, period: Period, code: str, value: str, line: FigureLine | None) -> Content:
    if code in FACTS:
        return Content(FACTS[code][1](place, period))
    if line is None:  # a figure that a later version does not count any more
        return Content(None)
    if value == CHANGE:
        change = line.change
        return Content(None if change is None else round(change, 1), percent=True)
    number = line.numbers()[(NOW, TO_DATE, LAST_YEAR).index(value)]
    rounded = round(number, 1) if number is not None and not line.counted else number
    return Content(rounded, percent=line.figure.unit == "%")


# -- the cell


def refusal(sheet: FormSheet, at: Place, code: str) -> str:
    """Why that cell cannot say `code`; empty when it can."""
    cell, name = sheet.cell(at), name_of(at)
    if sheet.protected:
        return f"工作表“{sheet.name}”加了保护，不能往里填。请先撤销工作表保护，另存后用“换新表”再选。"
    if cell.formula:
        return f"{name} 是公式，由 Excel 自己算，不用填。"
    if not speaks(cell) or _COLON.search(cell.text) or (code in FACTS and _BLANKS.search(cell.text)):
        return ""
    return f"{name} 里写着“{_short(cell.text)}”，填了会盖掉它。请选旁边空着的格。"


def holds(cell: FormCell, content: Content, *, from_1904: bool = False) -> Value:
    """What to write into the cell so that it says `content` in the form's own manner.

    Behind 「填报单位：」 the words follow; 「  年  月  日」 is filled out; a cell formatted as a percentage holds the
    ratio; one formatted as a date the day.
    """
    value, words = content.value, content.shown()
    if speaks(cell):
        if _BLANKS.search(cell.text) and re.match(r"\d{4}年", words):
            return _BLANKS.sub(lambda _: words, cell.text, count=1)
        return cell.text.rstrip(" \u3000_＿") + words
    if isinstance(value, date):
        first = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
        return (value - first).days if cell.look.dated else words
    if value is None or isinstance(value, str):
        return words
    return value / 100 if content.percent and cell.look.percent else value


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= 16 else f"{plain[:15]}…"


def _dated(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
