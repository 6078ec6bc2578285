"""Taking a table in: what each row would do, looked at before anything is done; then all of it as one act, or nothing."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any

from quyuan_desktop.documents.import_workbook import returned_xlsx
from quyuan_desktop.documents.read_workbook import Table, read_tables
from quyuan_desktop.domain.problems import Problem, Refused, Trouble
from quyuan_desktop.registers.base import Register, Values
from quyuan_desktop.services.import_heads import Heads, find_heads
from quyuan_desktop.services.import_plan import Planned, planned_rows
from quyuan_desktop.services.import_rows import problem_words, read_entries
from quyuan_desktop.services.save_record import Undo, keep_within, take_back_within
from quyuan_desktop.services.workplace import Changed, Workplace
from quyuan_desktop.storage import history, numbering

Tell = Callable[[str, int, int], None]
REASON = "Excel 导入"


class Verdict(Enum):
    """What a row comes to."""

    NEW = "新增"
    SAME = "相同"
    CHANGED = "变更"
    FAULTY = "有误"


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One row: its number in the table, what it comes to, whom it speaks of, and what there is to say of it.

    told: faults or, of a changed row, what changes; warned: what should be looked at and does not stand in the way.
    """

    line: int
    verdict: Verdict
    title: str
    told: tuple[str, ...] = ()
    warned: tuple[str, ...] = ()
    uid: str = ""
    values: Values | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A table that was read: its rows and what they come to. Nothing is done yet."""

    register: Register
    name: str
    sha256: str
    tables: tuple[Table, ...]
    heads: Heads
    child_heads: tuple[Heads, ...]
    rows: tuple[ImportRow, ...]
    astray: tuple[tuple[int, int, str], ...] = ()

    def count(self, verdict: Verdict) -> int:
        """How many rows come to that."""
        return sum(row.verdict is verdict for row in self.rows)

    @property
    def faulty(self) -> bool:
        """Whether anything keeps the table from being taken in."""
        return bool(self.astray) or self.count(Verdict.FAULTY) > 0

    @property
    def idle(self) -> bool:
        """Whether it would change nothing."""
        return all(row.verdict is Verdict.SAME for row in self.rows)


@dataclass(frozen=True, slots=True)
class Imported:
    """What was taken in, and what it takes to take all of it back."""

    changed: Changed
    new: int
    corrected: int
    undos: tuple[Undo, ...]


class _Rehearsed(Exception):
    """Ends a rehearsal: what it wrote is not kept."""


def plan_import(place: Workplace, register: Register, path: Path, tell: Tell) -> Plan:
    """Read the file at `path` and say of every row what it would do. Changes nothing. Raises Trouble."""
    tell("读取文件", 0, 1)
    tables = read_tables(path, tell)
    main, children = find_heads(register, tables, path.name)
    entries, astray = read_entries(register, tables, main, children, place.today)
    if not entries:
        raise Trouble(f"“{path.name}”的表头下面没有要导入的行。请核对选的是不是填好的那一份。")
    planned = planned_rows(place, register, entries, tell)
    _rehearse(place, register, planned, tell)
    return Plan(
        register,
        path.name,
        hashlib.sha256(path.read_bytes()).hexdigest(),
        tuple(tables),
        main,
        tuple(children.values()),
        tuple(_row(register, each) for each in planned),
        tuple((table, line, told) for (table, line), told in astray.items()),
    )


def _row(register: Register, planned: Planned) -> ImportRow:
    faults = tuple(problem_words(register, each) for each in planned.problems if not each.warning)
    warned = tuple(problem_words(register, each) for each in planned.problems if each.warning)
    if faults:
        return ImportRow(planned.line, Verdict.FAULTY, planned.title, faults, warned)
    if planned.same:
        return ImportRow(planned.line, Verdict.SAME, planned.title)
    verdict = Verdict.CHANGED if planned.known else Verdict.NEW
    return ImportRow(
        planned.line, verdict, planned.title, planned.differences, warned, planned.uid, planned.values
    )


def _rehearse(place: Workplace, register: Register, planned: list[Planned], tell: Tell) -> None:
    """Write the rows as an import would, note what the ledger says against them, and keep nothing of it.

    Where no other record may speak against one there is nothing to be heard.
    """
    ready = [each for each in planned if not each.same and not each.faulty]
    if not register.asks_the_ledger or not ready:
        return
    try:
        with place.ledger.writing() as session:
            for done, each in enumerate(ready, start=1):
                try:
                    _keep(session, place, register, each.uid, each.known, each.values)
                except Refused as refused:
                    each.problems += refused.problems
                if done % 20 == 0 or done == len(ready):
                    tell("逐行核对", done, len(ready))
            raise _Rehearsed
    except _Rehearsed:
        return


def _keep(
    session: Any, place: Workplace, register: Register, uid: str, known: bool, values: Values
) -> tuple[Undo, Any]:
    """Write one row: a correction of the record `uid`, or a new record of that name."""
    named = place if known else replace(place, name_record=lambda: uid)
    return keep_within(session, named, register, values, uid=uid if known else "", verb="correct", reason=REASON)


def apply_import(place: Workplace, plan: Plan, tell: Tell) -> Imported:
    """Do what `plan` says, all of it in one transaction, and say so in the audit.

    Raises Refused when a row is faulty or has become so, Trouble; then nothing was changed.
    """
    if plan.faulty:
        raise Refused([Problem("", "有误的行没有改好，整个文件都没有导入。")])
    register = plan.register
    rows = [row for row in plan.rows if row.values is not None]
    undos = []
    with place.ledger.writing() as session:
        for done, row in enumerate(rows, start=1):
            assert row.values is not None
            try:
                undo, _ = _keep(session, place, register, row.uid, row.verdict is Verdict.CHANGED, row.values)
            except Refused as refused:
                told = "；".join(problem_words(register, each) for each in refused.problems)
                raise Refused([Problem("", f"第 {row.line} 行：{told}整个文件都没有导入。")]) from refused
            undos.append(undo)
            if done % 20 == 0 or done == len(rows):
                tell("导入", done, len(rows))
        detail = f"新增 {plan.count(Verdict.NEW)} 变更 {plan.count(Verdict.CHANGED)} 文件 {plan.sha256}"
        history.audit(session, "import", place.now(), place.staff.name, register=register.code, detail=detail)
    numbering.remember_after(place.ledger, place.folder)
    changed = Changed(register.code, tuple(undo.uid for undo in undos))
    return Imported(changed, plan.count(Verdict.NEW), plan.count(Verdict.CHANGED), tuple(undos))


def undo_import(place: Workplace, imported: Imported) -> Changed:
    """Take a whole import back: new records are voided, corrections undone; all of it or nothing.

    Raises Refused when one of the records was changed since.
    """
    with place.ledger.writing() as session:
        for undo in reversed(imported.undos):
            take_back_within(session, place, undo)
        detail = f"撤销导入 {len(imported.undos)} 条"
        code = imported.changed.register
        history.audit(session, "import", place.now(), place.staff.name, register=code, detail=detail)
    return imported.changed


def returned_workbook(place: Workplace, plan: Plan, made: datetime | None = None) -> bytes:
    """The table as it was handed in, with what is wrong beside its rows."""
    heads = [0] * len(plan.tables)
    for each in (plan.heads, *plan.child_heads):
        heads[each.table] = each.head
    faults = {
        (plan.heads.table, row.line): ("\n".join(row.told), True)
        if row.verdict is Verdict.FAULTY
        else ("\n".join(row.warned), False)
        for row in plan.rows
        if row.verdict is Verdict.FAULTY or row.warned
    }
    faults |= {(table, line): (told, True) for table, line, told in plan.astray}
    title = f"{plan.register.label}导入问题"
    return returned_xlsx(title, place.office.name, plan.tables, heads, faults, made or place.now())
