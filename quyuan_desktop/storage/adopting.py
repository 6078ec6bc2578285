"""Taking over states of records that were made elsewhere: the outcome depends on which are known, not on their order.

All states known of a record are a set. Those that no other came of are its heads; with one head the record is what
that says. With several they clash: the one of the longest line is in force (of equals, the one with the greatest
digest, so that every district chooses alike), the others are kept beside it until a person decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from quyuan_desktop.domain.lineage import Kinship, compare
from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.registers.base import Record, Register, State, restored
from quyuan_desktop.storage import history, people, records, search
from quyuan_desktop.storage.lines import straight
from quyuan_desktop.storage.search_texts import texts_of
from quyuan_desktop.storage.tables import Contested, Revision

COLUMNS = ("register", "uid", "step", "verb", "reason", "content", "digest", "lineage", "at", "by")
Known = dict[str, dict[str, Any]]
"""The states known of one record, by digest; each by the columns above."""


@dataclass(slots=True)
class Incoming:
    """The states that have come of one record."""

    register: str
    uid: str
    states: Known = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Adopted:
    """How what came stood to what was here.

    `gap` says that states before it are missing here; `office` whose record it is here, empty for a new one.
    """

    kinship: Kinship
    gap: bool
    office: str = ""


def columns_of(state: Any) -> dict[str, Any]:
    """The columns of a revision, a contested state, or a line of a package."""
    return {name: getattr(state, name) for name in COLUMNS}


def kinships(session: Session, batch: list[Incoming]) -> list[Adopted]:
    """How each of `batch` stands to what is here. Changes nothing."""
    here = _known(session, batch)
    return [_stands(here.get((each.register, each.uid), {}), each.states) for each in batch]


def adopt(session: Session, batch: list[Incoming]) -> list[Adopted]:
    """Take over the states of `batch`, each of another record, and bring the records to what they then are.

    Raises ValueError, TypeError or KeyError for a state that the declarations cannot read.
    """
    known = _known(session, batch)
    found: list[Adopted] = []
    fresh: list[dict[str, Any]] = []
    changed: list[tuple[Incoming, Known]] = []
    for each in batch:
        here = known.get((each.register, each.uid), {})
        found.append(_stands(here, each.states))
        more = [state for digest, state in each.states.items() if digest not in here]
        if more:
            fresh += more
            changed.append((each, {**here, **each.states}))
    _write_states(session, changed)
    for register in {each.register: None for each, _ in changed}:
        _write_records(session, REGISTERS[register], [all_ for each, all_ in changed if each.register == register])
    history.adopt_acts(session, fresh)
    return found


def _known(session: Session, batch: list[Incoming]) -> dict[tuple[str, str], Known]:
    uids = [each.uid for each in batch]
    found: dict[tuple[str, str], Known] = {}
    tables: tuple[type[Revision] | type[Contested], ...] = (Revision, Contested)
    for table in tables:
        kept: Iterable[Revision | Contested] = session.scalars(select(table).where(table.uid.in_(uids)))
        for state in kept:
            found.setdefault((state.register, state.uid), {})[state.digest] = columns_of(state)
    return found


def _stands(here: Known, there: Known) -> Adopted:
    mine, theirs = head_of(here), head_of(there)
    assert theirs is not None
    known = here.keys() | there.keys()
    gap = not known.issuperset(theirs["lineage"])
    office = mine["content"]["office"] if mine else ""
    if theirs["digest"] in here:
        same = mine is not None and mine["digest"] == theirs["digest"]
        clash = (
            len(_heads(here)) > 1 and not same and theirs["digest"] in {each["digest"] for each in _heads(here)}
        )
        return Adopted(Kinship.SAME if same else Kinship.CLASH if clash else Kinship.OLDER, gap, office)
    digest, lineage = (mine["digest"], mine["lineage"]) if mine else (None, [])
    return Adopted(compare(digest, lineage, theirs["digest"], theirs["lineage"]), gap, office)


def _heads(states: Known) -> list[dict[str, Any]]:
    """The states that no other came of."""
    passed = {digest for state in states.values() for digest in state["lineage"]}
    return [state for digest, state in states.items() if digest not in passed]


def head_of(states: Known) -> dict[str, Any] | None:
    """The state that is in force."""
    return max(_heads(states), key=lambda state: (len(state["lineage"]), state["digest"]), default=None)


def _in_force(states: Known) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The state in force, and the line of those it came of as far as they are known, itself the last."""
    head = head_of(states)
    assert head is not None
    line = [states[digest] for digest in head["lineage"] if digest in states]
    return head, straight([*sorted(line, key=lambda state: state["step"]), head])


def _write_states(session: Session, changed: list[tuple[Incoming, Known]]) -> None:
    """Write the states anew: those in the line of the one in force as the history, the others beside."""
    lines: list[dict[str, Any]] = []
    beside: list[dict[str, Any]] = []
    for _, states in changed:
        _, line = _in_force(states)
        lines += line
        within = {state["digest"] for state in line}
        others = [state for digest, state in states.items() if digest not in within]
        beside += sorted(others, key=lambda state: (state["step"], state["digest"]))
    for table, rows in ((Revision, lines), (Contested, beside)):
        for register in {each.register: None for each, _ in changed}:
            uids = [each.uid for each, _ in changed if each.register == register]
            old = delete(table).where(table.register == register, table.uid.in_(uids))
            session.execute(old, execution_options={"synchronize_session": False})
        if rows:
            session.execute(insert(table), rows)


def _write_records(session: Session, register: Register, changed: list[Known]) -> None:
    """Bring the records of a register to what the states in force say, and what is made from them."""
    heads = [_in_force(states) for states in changed]
    loaded = {each.uid: each for each in records.load_all(session, register, [head["uid"] for head, _ in heads])}
    written = []
    for head, line in heads:
        record = _record(session, register, loaded.get(head["uid"]), head, line[0])
        session.add(record)
        written.append(record)
    session.flush()
    people.note_all(session, register, written)
    for record in written:
        search.index(session.connection(), register.code, record.uid, texts_of(register, record))


def _record(
    session: Session, register: Register, record: Record | None, head: dict[str, Any], first: dict[str, Any]
) -> Record:
    content = head["content"]
    values = restored(register.record, content["fields"])
    if record is None:
        told = {"uid": head["uid"], "office": content["office"], "number": content["number"]}
        record = records.made(register, values, **told, at=first["at"], by=first["by"])
    else:
        records.overwrite(session, register, record, values, head["at"], head["by"])
    record.number = content["number"]
    record.state, record.void_reason = State.of(content["state"]), content["void_reason"]
    record.digest, record.revisions = head["digest"], head["step"]
    record.created_at, record.created_by = first["at"], first["by"]
    record.changed_at, record.changed_by = head["at"], head["by"]
    return record


def contested(session: Session) -> Iterable[Contested]:
    """The states kept beside those in force, each the last of its line."""
    return session.scalars(select(Contested).order_by(Contested.register, Contested.uid, Contested.step))
