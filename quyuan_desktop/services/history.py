"""What became of a record: every revision with what it changed, readable."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.base import Base, Register, Values, blank, fields_of, row_class
from quyuan_desktop.registers.restoring import restored
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import history as stored
from quyuan_desktop.storage.lines import DECIDE, SETTLE

VERBS = {
    "create": "登记",
    "correct": "更正",
    "void": "作废",
    "undo": "撤销",
    DECIDE: "区局裁定",
    SETTLE: "归并",
}


def verb_label(register: Register, verb: str, undone: str = "") -> str:
    """What an act is called; of one that took another back, with the verb of that."""
    if verb == "undo" and undone:
        return f"撤销{verb_label(register, undone)}"
    if register.workflow is not None and verb not in VERBS:
        return next((step.label for step in register.workflow.steps if step.code == verb), verb)
    return VERBS.get(verb, verb)


@dataclass(frozen=True, slots=True)
class Difference:
    """One field before and after, as a person reads them."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One revision."""

    step: int
    verb_label: str
    at: datetime
    by: str
    reason: str
    differences: tuple[Difference, ...]


def history(place: Workplace, register: Register, uid: str) -> list[Change]:
    """All changes of a record, newest first; the first one lists what was entered."""
    with place.ledger.reading() as session:
        changes = []
        before, verb = blank(register.record), ""
        for revision in stored.revisions(session, register.code, uid):
            after = restored(register.record, revision.content["fields"])
            changes.append(
                Change(
                    revision.step,
                    verb_label(register, revision.verb, verb),
                    revision.at.astimezone(),
                    revision.by,
                    revision.reason,
                    tuple(_differences(register.record, before, after)),
                )
            )
            before, verb = after, revision.verb
    return changes[::-1]


def _differences(declared: type[Base], before: Values, after: Values, prefix: str = "") -> list[Difference]:
    found = []
    for field in fields_of(declared):
        old, new = before[field.name], after[field.name]
        if isinstance(field.kind, kinds.Rows):
            found += _row_differences(row_class(declared, field.name), field.kind.noun, old, new)
        elif old != new:
            found.append(Difference(prefix + field.label, field.kind.show(old), field.kind.show(new)))
    return found


def _row_differences(row: type[Base], noun: str, old: list[Values], new: list[Values]) -> list[Difference]:
    found = []
    for position in range(max(len(old), len(new))):
        one: Any = old[position] if position < len(old) else blank(row)
        other: Any = new[position] if position < len(new) else blank(row)
        found += _differences(row, one, other, f"{noun}{position + 1} ")
    return found
