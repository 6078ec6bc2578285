"""The rows of a table that came in: what each cell means, child rows put to theirs, nothing decided yet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from quyuan_desktop.documents.import_workbook import EXAMPLE
from quyuan_desktop.documents.read_workbook import Line, Table
from quyuan_desktop.documents.workbook_cells import Raw, plain_head, value_of, words_of
from quyuan_desktop.domain import masking
from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.base import Register, fields_by_name, row_class
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.registers.linked import Link
from quyuan_desktop.services.import_heads import Heads, importable

_TOTALS = {"合计", "总计", "小计", "共计"}


@dataclass(slots=True)
class Entry:
    """One row: where it stands, what it says by field (blank cells say nothing), and what is wrong with it.

    hidden: fields whose cell is half hidden, as a masked export has it; by_name: links by the words in their cell;
    rows: child rows by field, with the same.
    """

    line: int
    number: str = ""
    key: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    hidden: dict[str, str] = field(default_factory=dict)
    by_name: dict[str, str] = field(default_factory=dict)
    rows: dict[str, list["Entry"]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_entries(
    register: Register, tables: Sequence[Table], main: Heads, children: dict[str, Heads], today: date
) -> tuple[list[Entry], dict[tuple[int, int], str]]:
    """The rows of the register's table with their child rows; and what is wrong with child rows that belong to none,
    by (table, row)."""
    taken = {each.name for each in importable(register, register.record)}
    entries = [_entry(line, main, taken, today) for line in _lines(tables[main.table], main)]
    by_key = {entry.key: entry for entry in reversed(entries) if entry.key}
    astray: dict[tuple[int, int], str] = {}
    for name, heads in children.items():
        own = {each.name for each in importable(register, row_class(register.record, name))}
        for line in _lines(tables[heads.table], heads):
            child = _entry(line, heads, own, today)
            parent = by_key.get(child.key)
            if parent is None:
                astray[heads.table, line.number] = f"主表里没有序号“{child.key[:20]}”的这一行。"
            else:
                parent.rows.setdefault(name, []).append(child)
    return entries, astray


def _lines(table: Table, heads: Heads) -> Iterator[Line]:
    """The rows beneath the heads that are to be taken in: no example, no total, no head once more."""
    known = [*heads.columns, *(at for at in (heads.number_at,) if at >= 0)]
    for line in table.lines:
        if line.number <= heads.head:
            continue
        first = _cell(line, heads.row_at)
        words = words_of(first).strip()
        if words.startswith(EXAMPLE) or plain_head(words) in _TOTALS:
            continue
        if plain_head(words_of(_cell(line, min(known)))) in _TOTALS:
            continue
        shown = [words_of(_cell(line, at)).strip() for at in known]
        repeated = all(
            plain_head(words_of(_cell(line, at))) in ("", plain_head(each.label))
            for at, each in heads.columns.items()
        )
        if any(shown) and not repeated:
            yield line


def _cell(line: Line, at: int) -> Raw:
    return line.cells[at] if 0 <= at < len(line.cells) else None


def _entry(line: Line, heads: Heads, taken: set[str], today: date) -> Entry:
    entry = Entry(
        line.number,
        number=words_of(_cell(line, heads.number_at)).strip().removesuffix("（作废）"),
        key=words_of(_cell(line, heads.row_at)).strip(),
    )
    for at, each in heads.columns.items():
        raw = _cell(line, at)
        if each.name in taken and words_of(raw).strip():
            _take(entry, each, raw, today)
    return entry


def _take(entry: Entry, each: Field, raw: Raw, today: date) -> None:
    words = words_of(raw).strip()
    if each.masked and masking.STAR in words:
        entry.hidden[each.name] = words
        return
    found = value_of(each, raw, today)
    if isinstance(found, Problem):
        entry.problems.append(Problem(each.name, found.text))
    elif isinstance(each.kind, Link):
        entry.by_name[each.name] = found
    elif found not in (None, "", ()):
        entry.values[each.name] = found


def problem_words(register: Register, problem: Problem) -> str:
    """A slip with the head of its column: 户数：……"""
    parts = problem.field.split(".")
    if not parts[0]:
        return problem.text
    own = register.field(parts[0])
    if len(parts) < 3 or not isinstance(own.kind, kinds.Rows):
        return f"{own.label}：{problem.text}"
    label = fields_by_name(row_class(register.record, parts[0]))[parts[2]].label
    return f"{own.label}第 {int(parts[1]) + 1} {own.kind.noun}，{label}：{problem.text}"
