"""The records behind the figures of a period, each once, with all that it counts as: a query for each base of counting."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from quyuan_desktop.domain.house import HouseRules
from quyuan_desktop.registers import COUNTED_IN, MEASURES, REGISTERS
from quyuan_desktop.registers.measures import Counting, Measure, Total
from quyuan_desktop.reports import month

MOST = 500
"""Records that one query is asked for by name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a record counts as on one day: values by code; `label` where the figure words it itself."""

    day: date
    label: str
    values: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Behind:
    """A record of the register called `register`, with the digest of the state in which it counts."""

    register: str
    uid: str
    number: str
    digest: str
    entries: tuple[Entry, ...]

    def values(self) -> dict[str, int]:
        """Its values by code over all its days."""
        found: dict[str, int] = {}
        for entry in self.entries:
            for code, value in entry.values.items():
                found[code] = found.get(code, 0) + value
        return {code: value for code, value in found.items() if value}


@dataclass(slots=True)
class _Found:
    """A record while its values are gathered."""

    number: str
    digest: str
    entries: dict[tuple[date, str], dict[str, int]]


_Gathered = dict[tuple[str, str], _Found]
_Alike = dict[tuple[tuple[str, int], ...], Mapping[str, int]]
"""Values as they came up, so that the many records that count as the same share them."""


def records_behind(
    session: Session,
    counting: Iterable[Counting],
    first: date,
    last: date,
    house: HouseRules,
    only: Mapping[str, Collection[str]] | None = None,
) -> list[Behind]:
    """The records behind the figures from `first` to `last`, by register and number.

    The values of all records sum to each figure, but for a `worst`, behind which is the first that has it. With
    `only`, the uids by register, no other records are looked at; figures that no single query gives are left out.
    """
    into = _into(tuple(counting))
    gathered: _Gathered = {}
    for measures in _together(tuple(into)):
        _measured(session, measures, into, first, last, only, gathered)
    if only is None:
        for each in into:
            if not isinstance(each, Measure) or each.worst:
                _computed(session, each, into[each], first, last, house, gathered)
        _add_digests(session, gathered)
    order = {code: place for place, code in enumerate(REGISTERS)}
    keys = sorted(gathered, key=lambda key: (order[key[0]], gathered[key].number, key[1]))
    alike: _Alike = {}
    return [_behind(*key, gathered.pop(key), alike) for key in keys]  # popped: nothing is there twice


def _behind(register: str, uid: str, found: _Found, alike: _Alike) -> Behind:
    entries = (
        Entry(day, label, alike.setdefault(tuple(values.items()), values))
        for (day, label), values in sorted(found.entries.items())
    )
    return Behind(register, uid, found.number, found.digest, tuple(entries))


@cache
def _into(wanted: tuple[Counting, ...]) -> dict[Counting, tuple[str, ...]]:
    """What has to be counted, and the codes of the wanted figures into which it goes."""
    found: dict[Counting, list[str]] = {}
    for each in wanted:
        for part in leaves(each):
            found.setdefault(part, []).append(each.code)
    return {part: tuple(codes) for part, codes in found.items()}


def leaves(counting: Counting) -> Iterator[Counting]:
    """What a figure is summed of in the end: itself, unless it is a total."""
    if isinstance(counting, Total):
        for code in counting.parts:
            yield from leaves(MEASURES[code])
    else:
        yield counting


@cache
def _together(counting: tuple[Counting, ...]) -> list[tuple[Measure, ...]]:
    """The measures that one query answers: those over the same base."""
    found: dict[int, list[Measure]] = {}
    for each in counting:
        if isinstance(each, Measure) and not each.worst:
            found.setdefault(id(each.base), []).append(each)
    return [tuple(measures) for measures in found.values()]


@cache
def _query(measures: tuple[Measure, ...], some: bool) -> Select[Any]:
    base = measures[0].base
    record = base.record
    sums = [func.sum(month.value_of(measure)).label(f"value{at}") for at, measure in enumerate(measures)]
    wanted = month.counted(base, select(record.uid, record.number, record.digest, base.day, *sums))
    if some:
        wanted = wanted.where(record.uid.in_(bindparam("uids", expanding=True)))
    return wanted.group_by(record.id)


def _measured(
    session: Session,
    measures: tuple[Measure, ...],
    into: Mapping[Counting, tuple[str, ...]],
    first: date,
    last: date,
    only: Mapping[str, Collection[str]] | None,
    gathered: _Gathered,
) -> None:
    register = COUNTED_IN[measures[0].code].code
    given: dict[str, Any] = {"first": first, "last": last}
    batches: list[dict[str, Any]] = [given]
    if only is not None:
        uids = sorted(only.get(register, ()))
        batches = [{**given, "uids": uids[at : at + MOST]} for at in range(0, len(uids), MOST)]
    codes = [into[measure] for measure in measures]
    for batch in batches:
        rows = session.connection().execute(_query(measures, only is not None), batch)
        for uid, number, digest, day, *values in rows:
            found = gathered.setdefault((register, uid), _Found(number, digest, {}))
            entry = found.entries.setdefault((day, ""), {})
            for into_these, value in zip(codes, values, strict=True):
                for code in into_these if value else ():
                    entry[code] = entry.get(code, 0) + int(value)


def _computed(
    session: Session,
    counting: Counting,
    codes: tuple[str, ...],
    first: date,
    last: date,
    house: HouseRules,
    gathered: _Gathered,
) -> None:
    labelled = not isinstance(counting, Measure)
    for row in month.rows(session, counting, first, last, house):
        found = gathered.setdefault((row.register, row.uid), _Found(row.number, "", {}))
        entry = found.entries.setdefault((row.date, row.label if labelled else ""), {})
        for code in codes:
            entry[code] = entry.get(code, 0) + row.value


def _add_digests(session: Session, gathered: _Gathered) -> None:
    lacking: dict[str, list[str]] = {}
    for (register, uid), found in gathered.items():
        if not found.digest:
            lacking.setdefault(register, []).append(uid)
    for register, uids in lacking.items():
        record: Any = REGISTERS[register].record
        for at in range(0, len(uids), MOST):
            wanted = select(record.uid, record.digest).where(record.uid.in_(uids[at : at + MOST]))
            for uid, digest in session.execute(wanted):
                gathered[register, uid].digest = digest
