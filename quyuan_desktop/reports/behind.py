"""The records behind the figures of a period, each once, with all that it counts as: a query for each base of counting."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain
from operator import itemgetter
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


class Behind:
    """A record of the register called `register`, with the digest of the state in which it counts.

    A closing may hold a hundred thousand of them: what names it is kept as one run of bytes, a third of three strings.
    """

    __slots__ = ("_named", "entries", "register")

    def __init__(self, register: str, uid: str, number: str, digest: str, entries: tuple[Entry, ...]) -> None:
        self.register = register
        self.entries = entries
        self._named = f"{uid}\0{digest}\0{number}".encode()

    @property
    def uid(self) -> str:
        """The record's uid."""
        return self._name(0)

    @property
    def digest(self) -> str:
        """The digest of its state."""
        return self._name(1)

    @property
    def number(self) -> str:
        """Its serial number."""
        return self._name(2)

    def _name(self, at: int) -> str:
        return self._named.split(b"\0", 2)[at].decode()

    def values(self) -> dict[str, int]:
        """Its values by code over all its days."""
        found: dict[str, int] = {}
        for entry in self.entries:
            for code, value in entry.values.items():
                found[code] = found.get(code, 0) + value
        return {code: value for code, value in found.items() if value}


_Values = tuple[tuple[str, int], ...]
_Counts = tuple[tuple[date, str, _Values], ...]
"""What a record counts as: day, label and values by code. The many that count as the same share one."""


@dataclass(slots=True)
class _Found:
    """A record while its values are gathered."""

    number: str
    digest: str
    counts: _Counts


class _Gathered(dict[tuple[str, str], _Found]):
    """The records found so far, by register and uid."""

    def __init__(self) -> None:
        super().__init__()
        self._alike: dict[_Counts, _Counts] = {}

    def add(self, register: str, uid: str, number: str, digest: str, counts: _Counts) -> None:
        """What a record counts as, beside what is known of it."""
        found = self.get((register, uid))
        if found is None:
            self[register, uid] = _Found(number, digest, self._alike.setdefault(counts, counts))
        else:
            together = _together(found.counts, counts)
            found.counts = self._alike.setdefault(together, together)


def _together(*several: _Counts) -> _Counts:
    """Values of one day and label are one sum."""
    found: dict[tuple[date, str], dict[str, int]] = {}
    for day, label, values in chain(*several):
        entry = found.setdefault((day, label), {})
        for code, value in values:
            entry[code] = entry.get(code, 0) + value
    return tuple((*key, tuple(entry.items())) for key, entry in found.items())


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
    gathered = _Gathered()
    for measures in _by_base(tuple(into)):
        _measured(session, measures, into, first, last, only, gathered)
    if only is None:
        for each in into:
            if not isinstance(each, Measure) or each.worst:
                _computed(session, each, into[each], first, last, house, gathered)
        _add_digests(session, gathered)
    order = {code: place for place, code in enumerate(REGISTERS)}
    keys = sorted(gathered, key=lambda key: (order[key[0]], gathered[key].number, key[1]))
    entries: dict[_Counts, tuple[Entry, ...]] = {}
    values: dict[_Values, Mapping[str, int]] = {}
    return [_behind(*key, gathered.pop(key), entries, values) for key in keys]  # popped: nothing is there twice


def _behind(
    register: str,
    uid: str,
    found: _Found,
    known: dict[_Counts, tuple[Entry, ...]],
    values: dict[_Values, Mapping[str, int]],
) -> Behind:
    entries = known.get(found.counts)
    if entries is None:
        ordered = sorted(found.counts, key=itemgetter(0, 1))
        entries = tuple(Entry(day, label, values.setdefault(own, dict(own))) for day, label, own in ordered)
        known[found.counts] = entries
    return Behind(register, uid, found.number, found.digest, entries)


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
def _by_base(counting: tuple[Counting, ...]) -> list[tuple[Measure, ...]]:
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
            own: dict[str, int] = {}
            for into_these, value in zip(codes, values, strict=True):
                for code in into_these if value else ():
                    own[code] = own.get(code, 0) + int(value)
            gathered.add(register, uid, number, digest, ((day, "", tuple(own.items())),))


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
        values = tuple((code, row.value) for code in codes)
        counts = ((row.date, row.label if labelled else "", values),)
        gathered.add(row.register, row.uid, row.number, "", counts)


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
