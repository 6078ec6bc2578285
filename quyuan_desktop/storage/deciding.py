"""Decisions on records in dispute: made at the district, taken over by the office, each a state like any other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quyuan_desktop.storage import adopting, settings
from quyuan_desktop.storage.adopting import Incoming, Known
from quyuan_desktop.storage.lines import DECIDE, SETTLE, StateColumns, heads, joined, said_before
from quyuan_desktop.storage.tables import Contested, Revision

DECIDED = "exchange.decided"
"""Setting: the records that this district has decided on, as [office, register, uid]."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who decides, and when."""

    at: datetime
    by: str


def states_of(session: Session, register: str, uid: str) -> Known:
    """All states known of a record, by digest."""
    found: Known = {}
    tables: tuple[type[Revision] | type[Contested], ...] = (Revision, Contested)
    for table in tables:
        kept: Iterable[Revision | Contested] = session.scalars(
            select(table).where(table.register == register, table.uid == uid)
        )
        found.update((state.digest, adopting.columns_of(state)) for state in kept)
    return found


def decide(session: Session, states: Known, digest: str, reason: str, author: Author) -> StateColumns:
    """Let the state `digest`, one of the heads of `states`, hold: a state that came of them all says what it says."""
    ends = heads(states.values())
    chosen = next(each for each in ends if each["digest"] == digest)
    others = [each for each in ends if each is not chosen]
    made = joined(chosen, others, verb=DECIDE, reason=reason, at=author.at, by=author.by)
    _adopt(session, made, {made["digest"]: made})
    entry = [made["content"]["office"], made["register"], made["uid"]]
    known = settings.read(session, DECIDED, [])
    if entry not in known:
        settings.keep(session, DECIDED, sorted([*known, entry]))
    return made


def decided(session: Session, office: str) -> list[StateColumns]:
    """The states of the records of an office that were decided on: the decisions, and all that they came of."""
    found: list[StateColumns] = []
    for code, register, uid in settings.read(session, DECIDED, []):
        if code != office:
            continue
        states = states_of(session, register, uid)
        wanted = {each["digest"] for each in states.values() if each["verb"] == DECIDE}
        wanted |= {digest for each in wanted for digest in states[each]["lineage"]}
        found += [state for digest, state in states.items() if digest in wanted]
    return sorted(found, key=lambda state: (state["register"], state["uid"], state["step"], state["digest"]))


@dataclass(frozen=True, slots=True)
class Adoption:
    """What a decision changed at the office. `overruled`: something done here meanwhile does not hold any more."""

    changed: bool
    overruled: bool = False


def take_over(session: Session, incoming: Known, author: Author) -> Adoption:
    """Take over the states of one record with the district's decisions, at the office.

    What was done here since is brought together with them: it holds where the district let the line hold on which it
    was done, else the decision does. Nothing is changed when all is known.
    """
    one = next(iter(incoming.values()))
    here = states_of(session, one["register"], one["uid"])
    fresh = incoming.keys() - here.keys()
    if fresh:
        _adopt(session, one, incoming)
    states = {**here, **incoming}
    ends = heads(states.values())
    decision = max(
        (each for each in states.values() if each["verb"] == DECIDE), key=lambda each: len(each["lineage"])
    )
    own = [each for each in ends if decision["digest"] not in (each["digest"], *each["lineage"])]
    if not own:
        return Adoption(bool(fresh))
    goes_on = len(own) == 1 and len(ends) == 2 and _stands_on(own[0], decision, states)
    holds = own[0] if goes_on else next(each for each in ends if each not in own)
    others = [each for each in ends if each is not holds]
    made = joined(holds, others, verb=SETTLE, reason="", at=author.at, by=author.by)
    _adopt(session, made, {made["digest"]: made})
    return Adoption(True, overruled=not goes_on)


def _stands_on(own: StateColumns, decision: StateColumns, states: Known) -> bool:
    """Whether `own` was made on the line that the decision let hold."""
    chosen = said_before(decision, states)
    return chosen is not None and chosen["digest"] in own["lineage"]


def _adopt(session: Session, one: dict[str, Any], states: Known) -> None:
    adopting.adopt(session, [Incoming(one["register"], one["uid"], states)])
    session.flush()
