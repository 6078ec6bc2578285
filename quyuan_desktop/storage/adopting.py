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
    acts: list[dict[str, Any]] = []
    for each in batch:
        here = known.get((each.register, each.uid), {})
        found.append(_stands(here, each.states))
        fresh = [state for digest, state in each.states.items() if digest not in here]
        if fresh:
            acts += fresh
            _settle(session, each, here, {**here, **each.states})
    history.adopt_acts(session, acts)
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


def _settle(session: Session, incoming: Incoming, here: Known, states: Known) -> None:
    """Write the states anew, those in the line of the head as the history, the others beside, and the record."""
    head = head_of(states)
    assert head is not None
    line = {*head["lineage"], head["digest"]}
    for table, chosen in ((Revision, True), (Contested, False)):
        if here:
            session.execute(
                delete(table).where(table.register == incoming.register, table.uid == incoming.uid),
                execution_options={"synchronize_session": False},
            )
        rows = [state for digest, state in states.items() if (digest in line) is chosen]
        if rows:
            session.execute(insert(table), sorted(rows, key=lambda state: (state["step"], state["digest"])))
    first = min((states[digest] for digest in line if digest in states), key=lambda state: state["step"])
    _write_record(session, REGISTERS[incoming.register], head, first)


def _write_record(session: Session, register: Register, head: dict[str, Any], first: dict[str, Any]) -> None:
    content = head["content"]
    values = restored(register.record, content["fields"])
    loaded = records.load_all(session, register, [head["uid"]])
    if loaded:
        record: Record = loaded[0]
        records.overwrite(session, register, record, values, head["at"], head["by"])
    else:
        told = {"uid": head["uid"], "office": content["office"], "number": content["number"]}
        record = records.create(session, register, values, **told, at=first["at"], by=first["by"])
    record.number = content["number"]
    record.state, record.void_reason = State.of(content["state"]), content["void_reason"]
    record.digest, record.revisions = head["digest"], head["step"]
    record.created_at, record.created_by = first["at"], first["by"]
    record.changed_at, record.changed_by = head["at"], head["by"]
    session.flush()
    if record.state is State.LIVE:
        people.note(session, register, record)
    else:
        people.forget(session, register, record.uid)
    search.index(session.connection(), register.code, record.uid, texts_of(register, record))


def contested(session: Session) -> Iterable[Contested]:
    """The states kept beside those in force, each the last of its line."""
    return session.scalars(select(Contested).order_by(Contested.register, Contested.uid, Contested.step))
