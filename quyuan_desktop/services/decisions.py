"""The district's decisions on records in dispute, on their way back to the office in a receipt."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy.orm import Session

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.exchange import sentences
from quyuan_desktop.exchange.lines import Line
from quyuan_desktop.exchange.package import Bytes
from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.registers.base import State
from quyuan_desktop.registers.restoring import restored
from quyuan_desktop.services.attached_files import files_of
from quyuan_desktop.services.workplace import Changed, Workplace
from quyuan_desktop.storage import adopting, arrivals, deciding
from quyuan_desktop.storage.beside import note_known
from quyuan_desktop.storage.deciding import Author
from quyuan_desktop.storage.lines import DECIDE
from quyuan_desktop.storage.papers import blob, keep_blob

UNREADABLE = (ValueError, TypeError, LookupError, AttributeError)


@dataclass(slots=True)
class Decided:
    """What the decisions of a receipt changed. `overruled`: records of which something done here since does not hold."""

    changed: list[Changed]
    overruled: list[Changed]


def decisions_for(session: Session, office: str) -> list[Line]:
    """The states by which the district has decided disputes of an office, with all that they came of."""
    return [Line(**state) for state in deciding.decided(session, office)]


def files_for(session: Session, decisions: Iterable[Line]) -> list[Bytes]:
    """The bytes that some of these states name and others do not: the office may lack them."""
    wanted: dict[str, None] = {}
    for _, lines in groupby(decisions, key=lambda line: (line.register, line.uid)):
        named = [_files(line) for line in lines]
        common = set.intersection(*named)
        wanted.update((sha256, None) for each in named for sha256 in sorted(each - common))
    return [Bytes(sha256, blob(session, sha256)) for sha256 in wanted]


def _files(line: Line) -> set[str]:
    declared = REGISTERS[line.register].record
    return {file.sha256 for file in files_of(declared, restored(declared, line.content["fields"]))}


def take_decisions(
    place: Workplace, session: Session, decisions: Iterable[Line], files: Iterable[Bytes]
) -> Decided:
    """Take over what the district has decided. Repeating it changes nothing. Raises Trouble."""
    lines = sorted(decisions, key=lambda line: (line.register, line.uid, line.step, line.digest))
    for each in files:
        keep_blob(session, each.content)
    session.flush()
    told = Decided([], [])
    author = Author(place.now(), place.staff.name)
    for (register, uid), group in groupby(lines, key=lambda line: (line.register, line.uid)):
        states = {line.digest: adopting.columns_of(line) for line in group}
        _refuse_strange(place, session, states.values())
        adoption = deciding.take_over(session, states, author)
        note_known(session, states)
        if adoption.changed:
            told.changed.append(Changed(register, (uid,)))
        if adoption.overruled:
            told.overruled.append(Changed(register, (uid,)))
    return told


def _refuse_strange(place: Workplace, session: Session, states: Iterable[dict[str, object]]) -> None:
    """Raise Trouble for states that are not this office's, that say what nobody can read, or whose files are missing."""
    if not any(state["verb"] == DECIDE for state in states):
        raise Trouble(sentences.UNREADABLE)
    for state in states:
        content = state["content"]
        assert isinstance(content, dict)  # read_line has seen to it
        if content.get("office") != place.office.code:
            raise Trouble(sentences.ANOTHERS)
        try:
            declared = REGISTERS[str(state["register"])].record
            named = {file.sha256 for file in files_of(declared, restored(declared, content["fields"]))}
            State.of(content["state"])
            sound = all(type(content[name]) is str for name in ("number", "void_reason"))
        except UNREADABLE as error:
            raise Trouble(sentences.UNREADABLE) from error
        if not sound or any(not arrivals.has_blob(session, sha256) for sha256 in named):
            raise Trouble(sentences.UNREADABLE)
