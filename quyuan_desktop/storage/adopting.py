"""Taking over states of records that were made elsewhere: the outcome depends on which are known, not on their order.

All states known of a record are a set. Those that no other came of are its heads; with one head the record is what
that says. With several they clash: the one of the longest line is in force (of equals, the one with the greatest
digest, so that every district chooses alike), the others are kept beside it until a person decides.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter, itemgetter
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from quyuan_desktop.domain.lineage import Kinship, compare
from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.registers.base import Record, Register, State, Values
from quyuan_desktop.registers.restoring import restored
from quyuan_desktop.storage import history, people, records, search
from quyuan_desktop.storage.bulk import insert_kept, kept_instant
from quyuan_desktop.storage.engine import written_json
from quyuan_desktop.storage.lines import straight
from quyuan_desktop.storage.search_texts import texts_of
from quyuan_desktop.storage.tables import Contested, Revision

COLUMNS = ("register", "uid", "step", "verb", "reason", "content", "digest", "lineage", "at", "by")
_columns, _told = itemgetter(*COLUMNS), attrgetter(*COLUMNS)
_REVISIONS, _CONTESTED = (kept.metadata.tables[kept.__tablename__] for kept in (Revision, Contested))
_THERE = "SELECT DISTINCT uid FROM revision WHERE register = ? AND uid IN (SELECT value FROM json_each(?))"
Known = dict[str, dict[str, Any]]
"""The states known of one record, by digest; each by the columns above."""


@dataclass(slots=True)
class Incoming:
    """The states that have come of one record; by digest `values` are what the declarations read in them, `written`
    their contents in the form that they are kept in. What is lacking is read and written here."""

    register: str
    uid: str
    states: Known = field(default_factory=dict)
    values: dict[str, Values] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Changed:
    """A record of which new states came: all of them, the one in force, and the line of those it came of."""

    incoming: Incoming
    states: Known
    head: dict[str, Any]
    line: list[dict[str, Any]]


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
    return dict(zip(COLUMNS, _told(state), strict=True))


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
    changed: list[_Changed] = []
    for each in batch:
        here = known.get((each.register, each.uid), {})
        found.append(_stands(here, each.states))
        more = [state for digest, state in each.states.items() if digest not in here]
        if more:
            fresh += more
            states = {**here, **each.states} if here else each.states
            changed.append(_Changed(each, states, *_in_force(states)))
    _write_states(session, changed, known)
    for register in {each.incoming.register: None for each in changed}:
        of_it = [each for each in changed if each.incoming.register == register]
        there = [each.incoming.uid for each in of_it if (register, each.incoming.uid) in known]
        _write_records(session, REGISTERS[register], of_it, there)
    history.adopt_acts(session, fresh)
    return found


def _known(session: Session, batch: list[Incoming]) -> dict[tuple[str, str], Known]:
    found: dict[tuple[str, str], Known] = {}
    here = {register: _there(session, register, uids) for register, uids in _uids(batch).items()}
    for table in (_REVISIONS, _CONTESTED):
        columns = [table.c[name] for name in COLUMNS]
        for register, uids in here.items():
            if not uids:
                continue
            wanted = select(*columns).where(table.c.register == register, table.c.uid.in_(uids))
            for kept in session.execute(wanted).mappings():
                found.setdefault((register, kept["uid"]), {})[kept["digest"]] = dict(kept)
    return found


def _there(session: Session, register: str, uids: list[str]) -> list[str]:
    """Which of `uids` there is a state of in the history; what is kept beside it is of those, too."""
    asked = (register, written_json(uids))
    return [*session.connection().exec_driver_sql(_THERE, asked).scalars()]


def _uids(batch: Iterable[Incoming]) -> dict[str, list[str]]:
    """The uids of a batch by register: the indexes begin with it."""
    found: dict[str, list[str]] = {}
    for each in batch:
        found.setdefault(each.register, []).append(each.uid)
    return found


def _stands(here: Known, there: Known) -> Adopted:
    theirs = head_of(there)
    assert theirs is not None
    gap = not all(digest in here or digest in there for digest in theirs["lineage"])
    if not here:
        return Adopted(Kinship.NEW, gap)
    mine = head_of(here)
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


def _follow(states: Known) -> bool:
    """Whether each of `states` came of all those before it, the first of none, and of no others."""
    before: list[str] = []
    for digest, state in states.items():
        if state["lineage"] != before:
            return False
        before = [*before, digest]
    return bool(states)


def head_of(states: Known) -> dict[str, Any] | None:
    """The state that is in force."""
    if _follow(states):
        return states[next(reversed(states))]
    return max(_heads(states), key=lambda state: (len(state["lineage"]), state["digest"]), default=None)


def _in_force(states: Known) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The state in force, and the line of those it came of as far as they are known, itself the last."""
    head = head_of(states)
    assert head is not None
    if _follow(states):
        return head, [*states.values()]
    line = [states[digest] for digest in head["lineage"] if digest in states]
    return head, straight([*sorted(line, key=lambda state: state["step"]), head])


def _write_states(session: Session, changed: list[_Changed], known: Mapping[tuple[str, str], Known]) -> None:
    """Write the states anew: those in the line of the one in force as the history, the others beside.

    `known` are those that were here.
    """
    lines: list[tuple[Any, ...]] = []
    beside: list[tuple[Any, ...]] = []
    for each in changed:
        written = each.incoming.written
        lines += [_row(state, written) for state in each.line]
        within = {state["digest"] for state in each.line}
        others = [state for digest, state in each.states.items() if digest not in within]
        others.sort(key=lambda state: (state["step"], state["digest"]))
        beside += [_row(state, written) for state in others]
    incoming = [each.incoming for each in changed]
    before = _uids(each for each in incoming if (each.register, each.uid) in known)
    for table, rows in ((_REVISIONS, lines), (_CONTESTED, beside)):
        for register, uids in before.items():
            session.execute(delete(table).where(table.c.register == register, table.c.uid.in_(uids)))
        insert_kept(session, table, COLUMNS, rows)


def _row(state: dict[str, Any], written: dict[str, str]) -> tuple[Any, ...]:
    """The columns of a state as the database keeps them."""
    register, uid, step, verb, reason, content, digest, lineage, at, by = _columns(state)
    text = written.get(digest) or written_json(content)
    return (
        register,
        uid,
        step,
        verb,
        reason,
        text,
        digest,
        written_json(lineage) if lineage else "[]",
        kept_instant(at),
        by,
    )


def _write_records(session: Session, register: Register, changed: list[_Changed], there: list[str]) -> None:
    """Bring the records of a register to what the states in force say, and what is made from them.

    `there` are the uids of those that were here before.
    """
    here = {each.uid: each for each in (records.load_all(session, register, there) if there else ())}
    new: list[tuple[Values, Values]] = []
    spoken: dict[str, Values | None] = {}
    found_by: dict[str, list[search.SearchText]] = {}
    for one in changed:
        each, head = one.incoming, one.head
        read = each.values.get(head["digest"])
        values = restored(register.record, head["content"]["fields"]) if read is None else read
        beside = _beside(head, one.line[0])
        if each.uid in here:
            _bring_to(register, here[each.uid], values, beside)
        else:
            new.append((values, {**beside, "uid": each.uid, "office": head["content"]["office"]}))
        spoken[each.uid] = values if beside["state"] is State.LIVE else None
        found_by[each.uid] = texts_of(register, beside["number"], values)
    session.flush()
    if new:
        records.enter_all(session, register, new)
    people.note_all(session, register, spoken, there=there)
    search.index_all(session.connection(), register.code, found_by, there=there)


def _beside(head: dict[str, Any], first: dict[str, Any]) -> Values:
    """What a record says beside its values, from the state in force and the first known."""
    content = head["content"]
    return {
        "number": content["number"],
        "state": State.of(content["state"]),
        "void_reason": content["void_reason"],
        "digest": head["digest"],
        "revisions": head["step"],
        "created_at": first["at"],
        "created_by": first["by"],
        "changed_at": head["at"],
        "changed_by": head["by"],
    }


def _bring_to(register: Register, record: Record, values: Values, beside: Values) -> None:
    records.overwrite(register, record, values, beside["changed_at"], beside["changed_by"])
    for name, value in beside.items():
        setattr(record, name, value)


def contested(session: Session) -> Iterable[Contested]:
    """The states kept beside those in force, each the last of its line."""
    return session.scalars(select(Contested).order_by(Contested.register, Contested.uid, Contested.step))
