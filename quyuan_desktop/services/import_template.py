"""The workbook that is filled in and comes back: made from a register's declaration, with the ledger's own names to choose."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quyuan_desktop.documents.import_workbook import (
    EXAMPLE,
    ROW_HEAD,
    TemplateColumn,
    TemplateSheet,
    template_xlsx,
)
from quyuan_desktop.registers import REGISTERS, kinds
from quyuan_desktop.registers.base import Base, Register, State, row_class
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.registers.linked import Link
from quyuan_desktop.services.import_heads import MOMENT, importable
from quyuan_desktop.services.workbook_export import write_file
from quyuan_desktop.services.workplace import Workplace

MOST_OFFERED = 1000
NOTES = (
    "带 * 的列必须填写；其他列不知道的先空着。",
    "不要改动表头这一行的名称；列的次序可以调整，不用的列可以删掉，上面可以加标题。",
    f"“{ROW_HEAD}”写“{EXAMPLE}”的一行只是样子，不会导入。",
    "账上已有的记录：只改表里填了的格，空着的格不动原来的内容；要清空某一项，请在程序里更正。",
    "日期写年、月、日，如 2023-11-30；证件号码、代码一律按文本填写，不要让 Excel 变成数字。",
    "有一行有误，整个文件都不导入；程序会另存一份写明问题的表，改好后再导入。",
)


def write_template(place: Workplace, register: Register, path: Path) -> Path:
    """Write the register's template to `path`. Raises Trouble."""
    write_file(path, template(place, register))
    return path


def template(place: Workplace, register: Register) -> bytes:
    """The register's template as a workbook."""
    with place.ledger.reading() as session:
        main = _sheet(session, place, register, register.record, register.label)
        children = [
            _sheet(session, place, register, row_class(register.record, field.name), field.label)
            for field in register.fields
            if isinstance(field.kind, kinds.Rows)
        ]
    notes = list(NOTES)
    if children:
        names = "、".join(f"“{each.name}”" for each in children)
        notes.append(f"{names}各在自己的工作表里填，“{ROW_HEAD}”写主表那一行的序号；一条有几项就写几行。")
    if register.known_by:
        ways = "，或".join("、".join(register.field(each).label for each in names) for names in register.known_by)
        notes.append(f"怎样认出账上已有的：{ways}相同的，是同一条。")
    made = place.now()
    return template_xlsx(f"{register.label}导入模板", place.office.name, [main, *children], notes, made)


def _sheet(
    session: Session, place: Workplace, register: Register, declared: type[Base], name: str
) -> TemplateSheet:
    columns = [_column(session, place, each) for each in importable(register, declared)]
    return TemplateSheet(name, "带 * 的必填；灰色的示例行不导入；填法见“填表说明”。", columns)


def _column(session: Session, place: Workplace, field: Field) -> TemplateColumn:
    choices: tuple[str, ...] = ()
    closed = True
    match field.kind:
        case kinds.Choice() as kind:
            choices = tuple(term.label for term in kind.terms if term.offered_on(place.today))
        case kinds.Choices() as kind:
            choices, closed = tuple(term.label for term in kind.terms if term.offered_on(place.today)), False
        case kinds.Flag():
            choices = ("是", "否")
        case Link() as kind:
            choices, closed = tuple(_called_now(session, kind.register)), False
    typed = isinstance(field.kind, kinds.Day | kinds.Number | kinds.Money)
    single = () if isinstance(field.kind, kinds.Choices) else choices
    needed = field.required and (field.default is None or field.default in MOMENT)
    how = _how(field, choices)
    return TemplateColumn(field.label, needed, how, _example(place, field, choices), single, closed, not typed)


def _how(field: Field, choices: tuple[str, ...]) -> str:
    match field.kind:
        case kinds.Day():
            found = "日期，如 2023-11-30"
        case kinds.Clock():
            found = "时间，如 14:20"
        case kinds.Number() as kind:
            found = f"整数{f'，单位{kind.unit}' if kind.unit else ''}"
        case kinds.Money():
            found = "金额，单位元"
        case kinds.Choices():
            found = f"可填几项，用顿号隔开：{'、'.join(choices)}"
        case kinds.Choice():
            found = "从下拉列表中选一项"
        case kinds.Flag():
            found = "填“是”或“否”"
        case Link() as kind:
            found = f"填已登记的{REGISTERS[kind.register].label}的名称；有重名的填编号"
        case kinds.Text() as kind:
            found = f"文字，最多 {kind.limit} 字"
        case _:
            found = ""
    if field.default is not None and field.default not in MOMENT:
        found += f"；空着按“{field.kind.show(field.kind.restore(field.default))}”"
    return f"{found}。{field.help}"


def _example(place: Workplace, field: Field, choices: tuple[str, ...]) -> str:
    match field.kind:
        case kinds.Day():
            return f"{place.today:%Y-%m-%d}" if field.required else ""
        case kinds.Clock():
            return "09:00"
        case kinds.Number() as kind:
            return str(max(kind.least, 1))
        case kinds.Money():
            return "1000"
        case kinds.Identity():
            return "（18 位号码）"
        case kinds.Phone():
            return "0730-5550000"
        case kinds.Choices():
            return "、".join(choices[:2])
        case kinds.Choice() | kinds.Flag() | Link():
            return choices[0] if choices and field.required else ""
    return f"（{field.label}）" if field.required else ""


def _called_now(session: Session, code: str) -> Iterator[str]:
    """What records in force are called, of registers whose records go by names; those of one name by number too."""
    register = REGISTERS[code]
    if not register.called_by:
        return
    record: Any = register.record
    columns = [getattr(record, name) for name in register.called_by]
    wanted = select(record.number, *columns).where(record.state == State.LIVE).order_by(*columns, record.id)
    named = [
        (number, " ".join(filter(None, _shown(register, values))))
        for number, *values in session.execute(wanted.limit(MOST_OFFERED))
    ]
    often = Counter(words for _, words in named)
    for number, words in named:
        yield words if often[words] == 1 else f"{words} {number}"


def _shown(register: Register, values: list[Any]) -> Iterator[str]:
    for name, value in zip(register.called_by, values, strict=True):
        yield register.field(name).kind.show(value)
