"""The line of states a history shows, and the state that brings several together when a person has decided.

A state that joins others came of all of them and says what one of them says. Its history is the line of that one; the
other lines are kept beside it.
"""

import itertools
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from quyuan_desktop.domain.lineage import digest

DECIDE, SETTLE = "district.decide", "district.settle"
"""The district has decided a clash (裁定); the office has brought what it did meanwhile together with that (归并).
No step of a workflow has a dot in its code, so that none is taken for one of these."""
JOINING = (DECIDE, SETTLE)

StateColumns = dict[str, Any]


def heads(states: Iterable[StateColumns]) -> list[StateColumns]:
    """The states that no other of `states` came of."""
    listed = list(states)
    passed = {digest for state in listed for digest in state["lineage"]}
    return [state for state in listed if state["digest"] not in passed]


def straight(line: list[StateColumns]) -> list[StateColumns]:
    """Of a state, the last of `line`, and the ancestors of it that are known, in the order of their steps: one line.

    Without a joining state that is all of them.
    """
    if all(one["digest"] in other["lineage"] for one, other in itertools.pairwise(line)):
        return line
    known = {state["digest"]: state for state in line}
    found = [line[-1]]
    while (before := said_before(found[-1], known)) is not None:
        found.append(before)
    return found[::-1]


def said_before(state: StateColumns, known: dict[str, StateColumns]) -> StateColumns | None:
    """The state that `state` came of; of several, the one that said the same. None when none is known."""
    came_of = heads(known[digest] for digest in state["lineage"] if digest in known)
    return max(
        came_of,
        key=lambda each: (each["content"] == state["content"], len(each["lineage"]), each["digest"]),
        default=None,
    )


def joined(
    chosen: StateColumns, others: Sequence[StateColumns], *, verb: str, reason: str, at: datetime, by: str
) -> StateColumns:
    """The state that came of `chosen` and of `others`, and says what `chosen` says."""
    lineage = [*chosen["lineage"], chosen["digest"]]
    beside = {digest for each in others for digest in (*each["lineage"], each["digest"])}
    lineage += sorted(beside - set(lineage))
    return {
        "register": chosen["register"],
        "uid": chosen["uid"],
        "step": len(lineage) + 1,
        "verb": verb,
        "reason": reason,
        "content": chosen["content"],
        "digest": digest(chosen["content"], lineage),
        "lineage": lineage,
        "at": at,
        "by": by,
    }
