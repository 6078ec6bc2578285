"""Records in dispute (冲突) at the district: both sides field by field, and the decision which of them holds."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quyuan_desktop.domain.problems import Problem, Refused, Trouble
from quyuan_desktop.registers import REGISTERS, kinds
from quyuan_desktop.registers.base import Base, Record, State, Values, fields_of, row_class
from quyuan_desktop.registers.restoring import restored
from quyuan_desktop.services.history import verb_label
from quyuan_desktop.services.workplace import Changed, Workplace
from quyuan_desktop.storage import arrivals, deciding, records
from quyuan_desktop.storage.deciding import Author
from quyuan_desktop.storage.lines import heads

LONGEST_REASON = 200
EMPTY = "（空）"


@dataclass(frozen=True, slots=True)
class ClashLine:
    """One record in dispute, as the list shows it."""

    register: str
    uid: str
    office: str
    number: str
    title: str
    sides: int


@dataclass(frozen=True, slots=True)
class Side:
    """One of the states that a record might be in. `holds`: it is in force until a person decides."""

    digest: str
    verb: str
    reason: str
    at: datetime
    by: str
    step: int
    holds: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """One field in words, in each of the sides; `differs` when they do not all say the same."""

    label: str
    values: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether the sides say different things."""
        return len(set(self.values)) > 1


@dataclass(frozen=True, slots=True)
class Clash:
    """A record in dispute, whole: its sides, the one in force first, and what each says, field by field."""

    line: ClashLine
    sides: tuple[Side, ...]
    fields: tuple[Compared, ...]


def clashes(place: Workplace, office: str = "") -> list[ClashLine]:
    """The records in dispute, of one office or of all."""
    with place.ledger.reading() as session:
        found = []
        for dispute in arrivals.disputes(session, office):
            register = REGISTERS[dispute.register]
            record: Any = records.load(session, register, dispute.uid)
            who = register.field(register.who).kind.show(getattr(record, register.who))
            sides = 1 + len(dispute.others)
            found.append(
                ClashLine(dispute.register, dispute.uid, dispute.office, record.number, _title(record, who), sides)
            )
    return found


def _title(record: Record, who: str) -> str:
    return who or record.number


def clash(place: Workplace, register: str, uid: str) -> Clash:
    """The record in dispute `uid`. Raises Trouble when it is not in dispute any more."""
    line = next((each for each in clashes(place) if (each.register, each.uid) == (register, uid)), None)
    if line is None:
        raise Trouble("这条记录已经没有冲突，请刷新后再看。")
    declared = REGISTERS[register].record
    with place.ledger.reading() as session:
        states = deciding.states_of(session, register, uid)
        here = records.digest_of(session, REGISTERS[register], uid)
    ends = sorted(heads(states.values()), key=lambda each: (each["digest"] != here, each["digest"]))
    sides = tuple(
        Side(
            each["digest"],
            verb_label(REGISTERS[register], each["verb"]),
            each["reason"],
            each["at"].astimezone(),
            each["by"],
            each["step"],
            each["digest"] == here,
        )
        for each in ends
    )
    contents = [each["content"] for each in ends]
    state = Compared("状态", tuple(_state(each) for each in contents))
    number = Compared("编号", tuple(each["number"] for each in contents))
    values = [restored(declared, each["fields"]) for each in contents]
    return Clash(line, sides, (number, state, *_compared(declared, values)))


def _state(content: dict[str, Any]) -> str:
    state = State.of(content["state"])
    return f"{state.label}（{content['void_reason']}）" if content["void_reason"] else state.label


def _compared(declared: type[Base], sides: list[Values], prefix: str = "") -> list[Compared]:
    """Every field that any side has filled in."""
    found = []
    for field in fields_of(declared):
        values = [side[field.name] for side in sides]
        if isinstance(field.kind, kinds.Rows):
            row = row_class(declared, field.name)
            for position in range(max(map(len, values))):
                rows = [each[position] if position < len(each) else None for each in values]
                found += _compared_rows(row, rows, f"{prefix}{field.kind.noun}{position + 1} ")
            continue
        shown = [field.kind.show(value) for value in values]
        if any(shown):
            found.append(Compared(prefix + field.label, tuple(each or EMPTY for each in shown)))
    return found


def _compared_rows(row: type[Base], rows: list[Values | None], prefix: str) -> list[Compared]:
    there = next(each for each in rows if each is not None)
    blanks = [each or dict.fromkeys(there) for each in rows]
    found = []
    for field in fields_of(row):
        shown = [field.kind.show(each[field.name]) if each[field.name] is not None else "" for each in blanks]
        if any(shown):
            found.append(Compared(prefix + field.label, tuple(each or EMPTY for each in shown)))
    return found


def decide(place: Workplace, found: Clash, digest: str, reason: str) -> Changed:
    """Let the side `digest` of `found` hold; it travels back with the next receipt, and what was done is told in the history.

    Raises Refused without a reason, Trouble when the record has changed since it was looked at.
    """
    said = " ".join(reason.split())
    if not said or len(said) > LONGEST_REASON:
        raise Refused([Problem("reason", f"请写明采用这一份的理由，最多 {LONGEST_REASON} 字。")])
    register, uid = found.line.register, found.line.uid
    with place.ledger.writing() as session:
        states = deciding.states_of(session, register, uid)
        if {each["digest"] for each in heads(states.values())} != {each.digest for each in found.sides}:
            raise Trouble("这条记录刚才又有了变化，没有裁定。请重新打开，看过再定。")
        deciding.decide(session, states, digest, said, Author(place.now(), place.staff.name))
    return Changed(register, (uid,))
