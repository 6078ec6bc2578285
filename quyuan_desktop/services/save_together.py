"""Several records of one register saved, corrected and voided as one act: all of it or nothing, undone as one."""

from collections.abc import Sequence
from dataclasses import dataclass

from quyuan_desktop.domain.problems import Problem, Refused
from quyuan_desktop.registers.base import Register, Values
from quyuan_desktop.services.save_record import Undo, examine, keep_within, take_back_within, void_within
from quyuan_desktop.services.workplace import Changed, Workplace
from quyuan_desktop.storage import numbering


@dataclass(frozen=True, slots=True)
class Put:
    """A new record with `values`, or with `uid` the correction of one, for a `reason`."""

    values: Values
    uid: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Drop:
    """A record to be voided, for a `reason`."""

    uid: str
    reason: str


@dataclass(frozen=True, slots=True)
class Together:
    """What was done, and what it takes to take all of it back."""

    changed: Changed
    undos: tuple[Undo, ...]


def save_together(
    place: Workplace, register: Register, acts: Sequence[Put | Drop], *, confirmed: bool = False
) -> Together:
    """Do all of `acts`, in their order, or none.

    Raises Refused with the slips of all; warnings alone refuse too unless they were `confirmed`. Raises Trouble.
    """
    ready: list[Put | Drop] = []
    problems: list[Problem] = []
    for act in acts:
        if isinstance(act, Put):
            completed, found = examine(place, register, act.values)
            problems += found
            ready.append(Put(completed, act.uid, act.reason))
        else:
            ready.append(act)
    if any(not problem.warning for problem in problems) or (problems and not confirmed):
        raise Refused(problems)
    undos = []
    with place.ledger.writing() as session:
        for act in ready:
            if isinstance(act, Put):
                undo, _ = keep_within(
                    session, place, register, act.values, uid=act.uid, verb="correct", reason=act.reason
                )
            else:
                undo = void_within(session, place, register, act.uid, act.reason)
            undos.append(undo)
    numbering.remember_after(place.ledger, place.folder)
    return Together(Changed(register.code, tuple(undo.uid for undo in undos)), tuple(undos))


def undo_together(place: Workplace, done: Together) -> Changed:
    """Take all of it back, the last act first, or nothing.

    Raises Refused when one of the records was changed since or another stands in the way.
    """
    with place.ledger.writing() as session:
        for undo in reversed(done.undos):
            take_back_within(session, place, undo)
    return done.changed
