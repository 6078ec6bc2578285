"""What is entered once: another record in force that says the same of the same thing is pointed out before it is saved."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, select

from quyuan_desktop.domain.house import HouseRules
from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers.base import Record, State, Values
from quyuan_desktop.registers.linked import Linked, points_to

Doubt = Callable[[Any, Values, str, HouseRules], list[Problem]]


def same(record: type[Record], values: Values, names: tuple[str, ...]) -> list[ColumnElement[bool]] | None:
    """That the fields `names` hold what `values` hold, in SQL; None where one of them holds nothing."""
    found: list[ColumnElement[bool]] = []
    for name in names:
        value, column = values[name], getattr(record, name)
        if value is None or value == "":
            return None
        found.append(points_to(column, value.uid) if isinstance(value, Linked) else column == value)
    return found


def number_of(session: Any, record: type[Record], uid: str, wanted: list[ColumnElement[bool]]) -> str | None:
    """The number of a record in force, other than `uid`, of which all of `wanted` holds; None for none."""
    live = select(record.number).where(record.state == State.LIVE, record.uid != uid, *wanted)
    number: str | None = session.scalar(live.limit(1))
    return number


def entered_once(record: type[Record], at: str, told: str, *names: str, still: str = "") -> Doubt:
    """A warning at the field `at` when another record in force has the same in all of `names`.

    told: the sentence, with {number} for that record's number. still: the field with the day on which such a thing
    comes to an end; what has ended stands in nobody's way. Where one of `names` is empty nothing is said.
    """

    def doubted(session: Any, values: Values, uid: str, house: HouseRules) -> list[Problem]:
        wanted = same(record, values, names)
        if wanted is None or (still and values[still]):
            return []
        if still:
            wanted.append(getattr(record, still).is_(None))
        number = number_of(session, record, uid, wanted)
        return [] if number is None else [Problem(at, told.format(number=number), warning=True)]

    return doubted


def either(*doubts: Doubt) -> Doubt:
    """What any of `doubts` says, each field once."""

    def doubted(session: Any, values: Values, uid: str, house: HouseRules) -> list[Problem]:
        said: dict[str, Problem] = {}
        for problem in _all(doubts, session, values, uid, house):
            said.setdefault(problem.field, problem)
        return list(said.values())

    return doubted


def _all(
    doubts: tuple[Doubt, ...], session: Any, values: Values, uid: str, house: HouseRules
) -> Iterator[Problem]:
    for doubt in doubts:
        yield from doubt(session, values, uid, house)
