"""Which table of a file is the register's, where its heads stand, and which field each column is."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quyuan_desktop.documents.import_workbook import CHOICES, FAULT_HEAD, GUIDE, NUMBER_HEAD, ROW_HEAD
from quyuan_desktop.documents.read_workbook import Line, Table
from quyuan_desktop.documents.workbook import sheet_name
from quyuan_desktop.documents.workbook_cells import plain_head, words_of
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.attached import Files
from quyuan_desktop.registers.base import Base, Register, fields_of, row_class
from quyuan_desktop.registers.fields import Field

LOOKED_AT = 40
"""Rows from the top among which the heads are looked for; titles and notes may stand above them."""
_ROW, _NUMBER = plain_head(ROW_HEAD), plain_head(NUMBER_HEAD)
_OURS = {plain_head(each) for each in (FAULT_HEAD, "记录状态", "结果", "备注说明")}
MOMENT = ("today", "now", "staff", "last")
"""Defaults that hold for the moment of typing, and say nothing of a row that comes in."""


@dataclass(frozen=True, slots=True)
class Heads:
    """Where the heads of table number `table` stand (row `head`) and what its columns are.

    row_at and number_at: columns of 序号 and 编号, -1 for none; unknown: heads that are no field.
    """

    table: int
    head: int
    columns: dict[int, Field]
    row_at: int
    number_at: int
    unknown: tuple[str, ...]


def importable(register: Register, declared: type[Base]) -> Iterator[Field]:
    """The fields that a table may fill in: those that people type, without the steps of a workflow."""
    for field in fields_of(declared):
        filled_by_steps = register.workflow is not None and field.step
        if not (field.derived or filled_by_steps or isinstance(field.kind, Files | kinds.Rows)):
            yield field


def find_heads(register: Register, tables: Sequence[Table], name: str) -> tuple[Heads, dict[str, Heads]]:
    """The heads of the register's table and of its child rows' by field. Raises Trouble naming what is missing."""
    child_fields = {
        sheet_name(field.label): field for field in register.fields if isinstance(field.kind, kinds.Rows)
    }
    best: Heads | None = None
    children: dict[str, Heads] = {}
    for place, table in enumerate(tables):
        if table.name in (GUIDE, CHOICES):
            continue
        if table.name in child_fields:
            field = child_fields[table.name]
            found = _best_in(row_class(register.record, field.name), place, table)
            if found is not None and found.row_at >= 0:
                children[field.name] = found
            continue
        found = _best_in(register.record, place, table)
        if found is not None and (best is None or len(found.columns) > len(best.columns)):
            best = found
    if best is None:
        wanted = "、".join(field.label for field in importable(register, register.record) if field.required)
        raise Trouble(
            f"“{name}”里没有找到{register.label}的表头。表头要有：{wanted}。请用“下载模板”得到的表填写。"
        )
    _refuse_gaps(register, best, name)
    return best, children


def _best_in(declared: type[Base], place: int, table: Table) -> Heads | None:
    best: Heads | None = None
    for line in table.lines[:LOOKED_AT]:
        found = _read(declared, place, line)
        if len(found.columns) >= 2 and (best is None or len(found.columns) > len(best.columns)):
            best = found
    return best


def _read(declared: type[Base], place: int, line: Line) -> Heads:
    by_head = _by_head(declared)
    columns: dict[int, Field] = {}
    row_at = number_at = -1
    unknown = []
    for at, cell in enumerate(line.cells):
        words = words_of(cell).strip()
        field = by_head.get(plain_head(words)) or by_head.get(plain_head(_without_brackets(words)))
        if field is not None:
            columns[at] = field
        elif plain_head(words) == _ROW:
            row_at = at
        elif plain_head(words) == _NUMBER:
            number_at = at
        elif words and plain_head(words) not in _OURS:
            unknown.append(words[:20])
    return Heads(place, line.number, columns, row_at, number_at, tuple(unknown))


def _by_head(declared: type[Base]) -> dict[str, Field]:
    fields = [field for field in fields_of(declared) if not isinstance(field.kind, kinds.Rows)]
    loose = [plain_head(_without_brackets(field.label)) for field in fields]
    found = {head: field for head, field in zip(loose, fields, strict=True) if loose.count(head) == 1}
    return {**found, **{plain_head(field.label): field for field in fields}}


def _without_brackets(words: str) -> str:
    return re.sub(r"[（(][^）)]*[）)]", "", words)


def _refuse_gaps(register: Register, heads: Heads, name: str) -> None:
    """Raise Trouble for fields that two columns claim, and for needed ones that no column has."""
    there = [field.name for field in heads.columns.values()]
    twice = sorted({field.label for field in heads.columns.values() if there.count(field.name) > 1})
    if twice:
        raise Trouble(f"“{name}”第 {heads.head} 行的表头有重复的列：{'、'.join(twice)}。请删掉多余的一列。")
    if heads.number_at >= 0:
        return
    missing = [
        field.label
        for field in importable(register, register.record)
        if field.required and field.name not in there and (field.default is None or field.default in MOMENT)
    ]
    if missing:
        near = [_near(label, heads.unknown) for label in missing]
        told = "、".join(f"{label}{hint}" for label, hint in zip(missing, near, strict=True))
        raise Trouble(f"“{name}”第 {heads.head} 行的表头缺少必填的列：{told}。请照模板补上，再导入。")


def _near(label: str, unknown: Sequence[str]) -> str:
    found = difflib.get_close_matches(label, unknown, n=1, cutoff=0.4)
    return f"（是不是“{found[0]}”？）" if found else ""
