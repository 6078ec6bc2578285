"""A record in words, part by part, made from its declaration: for the pane that shows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from quyuan_desktop.domain import identity, masking
from quyuan_desktop.domain.standing import Answer, Standing
from quyuan_desktop.domain.terms import Sex
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.attached import Files
from quyuan_desktop.registers.base import PersonRole, Register, Values, fields_of, row_class
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.registers.linked import Link
from quyuan_desktop.services.recognise import Moment


@dataclass(frozen=True, slots=True)
class Line:
    """One label with its value; `hidden` when the value is masked and may be shown on request."""

    label: str
    text: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """Something to read: a matter or an answer."""

    head: str
    text: str


def who(register: Register, values: Values) -> str:
    """The name of the person a record is about."""
    return register.field(register.who).kind.show(values[register.who]) or "未填姓名"


def person_line(register: Register, values: Values) -> str:
    """性别 · 年龄 on the record's day · 乡镇村, as far as they are known."""
    role = _first_role(register)
    parts = [each.kind.show(values[each.name]) for each in _sexes(register) if values[each.name]]
    age = _age(register, values, role)
    if age:
        parts.append(age)
    if role is not None:
        places = (name for name in (role.town, role.village) if name)
        parts.append("".join(register.field(name).kind.show(values[name]) for name in places))
    return " · ".join(part for part in parts if part)


def _first_role(register: Register) -> PersonRole | None:
    return register.people[0] if register.people else None


def _sexes(register: Register) -> Iterator[Field]:
    for field in register.fields:
        if isinstance(field.kind, kinds.Choice) and field.kind.terms is Sex:
            yield field


def _birth_field(register: Register, role: PersonRole | None) -> Field | None:
    carried = role.carried if role else ()
    days = (register.field(name) for name in carried)
    return next((field for field in days if isinstance(field.kind, kinds.Day)), None)


def _age(register: Register, values: Values, role: PersonRole | None) -> str:
    field = _birth_field(register, role)
    birth: date | None = values[field.name] if field else None
    day: date | None = values[register.day]
    return f"{identity.age_on(birth, day)} 岁" if birth and day and birth <= day else ""


def visit_line(register: Register, moments: list[Moment], uid: str) -> str:
    """第 N 次来访: which of the person's records in this register this one is."""
    role = _first_role(register)
    mine = [moment.uid for moment in moments if moment.register == register.code]
    if role is None or uid not in mine:
        return ""
    return f"第 {mine.index(uid) + 1} 次{role.label.removesuffix('人')}"


def reception_line(register: Register, record: Any, values: Values) -> str:
    """The number and what stands in the same section as the day."""
    section = register.field(register.day).section
    parts = [register.field(register.day).kind.show(values[register.day])]
    for field in register.fields:
        if field.section != section or field.name == register.day:
            continue
        if isinstance(field.kind, Link | Files | kinds.Rows):
            continue
        if field.masked or _long(field) or field.name == register.who:
            continue
        if register.workflow is not None and field.name == register.workflow.stage:
            continue
        if isinstance(field.kind, kinds.Flag):
            parts.append(field.label if values[field.name] else "")
        elif isinstance(field.kind, kinds.Clock):
            parts[0] = f"{parts[0]} {field.kind.show(values[field.name])}".strip()
        else:
            shown = field.kind.show(values[field.name])
            named = shown and not isinstance(field.kind, kinds.Choice)
            parts.append(f"{field.label} {shown}" if named else shown)
    return "　".join([record.number, *(part for part in parts if part)])


def standing_line(answer: Answer | None) -> tuple[str, str]:
    """How a record stands towards the district, with its tone: 已报 第3批 11-30; 退回, why, and what to do."""
    if answer is None:
        return "", ""
    went = f"第{answer.batch}批 {answer.at.astimezone():%m-%d}" if answer.at is not None else ""
    match answer.standing:
        case Standing.RETURNED:
            return "red", f"× 区局退回（{went}）：{answer.reason}。请按 F2 更正后再上报"
        case Standing.CLASH:
            return "amber", f"△ 冲突（{went}）：区局还有这条记录的另一份修改，等区局裁定"
        case Standing.UNSENT:
            return "grey", "○ 未报"
        case _:
            sign = "✓" if answer.standing is Standing.RECEIVED else "→"
            return "", f"{sign} {answer.standing.label} {went}"


def hidden_lines(register: Register, values: Values, *, revealed: bool) -> list[Line]:
    """The masked fields that are filled in, masked unless `revealed`."""
    found = []
    for field in register.fields:
        shown = field.kind.show(values[field.name]) if field.masked else ""
        if shown:
            text = shown if revealed else masking.masked(field.kind, shown)
            found.append(Line(field.label, text, hidden=True))
    return found


def passages(register: Register, values: Values, *, revealed: bool = False) -> list[Passage]:
    """What there is to read: child rows that tell something, then the long texts, then rows that only list.

    What is masked in rows stays so unless `revealed`.
    """
    telling, listing = [], []
    for field in register.fields:
        if isinstance(field.kind, kinds.Rows):
            declared = fields_of(row_class(register.record, field.name))
            if any(_long(each) for each in declared):
                telling += [
                    _row_told(field, declared, values[field.name], at, revealed)
                    for at in range(len(values[field.name]))
                ]
            elif values[field.name]:
                listing.append(_rows_listed(field, declared, values[field.name], revealed))
    texts = [
        Passage(field.label, field.kind.show(values[field.name]))
        for field in register.fields
        if _long(field) and values[field.name]
    ]
    return [*telling, *texts, *listing]


def _row_told(field: Field, declared: tuple[Field, ...], rows: list[Values], at: int, revealed: bool) -> Passage:
    shown = _row_shown(declared, rows[at], revealed)
    short = [_short_text(each, text) for each, text in shown if not _long(each)]
    head = f"{_noun(field)} {at + 1}" if len(rows) > 1 else _noun(field)
    return Passage("　".join([head, *short]), "\n".join(text for each, text in shown if _long(each)))


def _rows_listed(field: Field, declared: tuple[Field, ...], rows: list[Values], revealed: bool) -> Passage:
    """One line to a row, numbered when there are several."""
    lines = [
        "　".join(_short_text(each, text) for each, text in _row_shown(declared, row, revealed)) for row in rows
    ]
    if len(lines) > 1:
        lines = [f"{number}　{line}" for number, line in enumerate(lines, 1)]
    return Passage(field.label, "\n".join(lines))


def _row_shown(declared: tuple[Field, ...], row: Values, revealed: bool) -> list[tuple[Field, str]]:
    told = (each for each in declared if not isinstance(each.kind, Files))
    shown = [(each, each.kind.show(row[each.name])) for each in told]
    return [
        (each, masking.masked(each.kind, text) if each.masked and not revealed else text)
        for each, text in shown
        if text
    ]


def _noun(field: Field) -> str:
    return field.kind.noun if isinstance(field.kind, kinds.Rows) else field.label


def _short_text(field: Field, text: str) -> str:
    """A short value in a line of several: numbers say what they are."""
    return f"{field.label} {text}" if isinstance(field.kind, kinds.Number | kinds.Money | kinds.Day) else text


def _long(field: Field) -> bool:
    return isinstance(field.kind, kinds.Text) and field.kind.multiline


MADE_ANEW = ("today", "now", "staff", "last")


def _usual(field: Field, value: Any) -> bool:
    """Whether a value is what the declaration puts there unasked: 汉族, 中国, 1 人次."""
    plain = field.default
    return plain is not None and plain not in MADE_ANEW and bool(value == field.kind.restore(plain))


def facts(register: Register, values: Values) -> list[Line]:
    """All that is filled in, out of the usual, and not said elsewhere in the pane; what it is about comes first."""
    role = _first_role(register)
    said = {register.who, register.day, *(each.name for each in _sexes(register))}
    if register.workflow is not None:
        said.add(register.workflow.stage)
    if role is not None:
        said |= {role.town, role.village}
    section = register.field(register.day).section
    if any(values[register.what] in passage.head for passage in passages(register, values)):
        said.add(register.what)
    found = []
    subject = register.field(register.what).section
    told = sorted(
        register.fields, key=lambda each: (each.section != subject, not (each.required and each.counted))
    )
    for field in told:
        value = values[field.name]
        elsewhere = field.name in said or field.masked or field.section == section or _long(field)
        elsewhere = elsewhere or isinstance(field.kind, Files | Link)
        if elsewhere or isinstance(field.kind, kinds.Rows) or value in (None, "", (), False):
            continue
        if _usual(field, value):
            continue
        shown = field.kind.show(value)
        unit = field.kind.unit if isinstance(field.kind, kinds.Number) else ""
        if isinstance(field.kind, kinds.Money) and "元" not in field.label:
            unit = "元"
        found.append(Line(field.label, f"{shown} {unit}".strip()))
    return found
