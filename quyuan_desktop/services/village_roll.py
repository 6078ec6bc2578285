"""村名册: the bureau's list of villages on its way to the offices, who see what differs and take over what they choose.

The list carries no people and no numbers of households. Nothing of an office's own records is changed by its coming.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from quyuan_desktop.domain.problems import Problem, Refused
from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.base import State, blank, called, values_of
from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.registers.places import VILLAGE
from quyuan_desktop.registers.places.village import Village, VillageKind
from quyuan_desktop.services.examining import examine
from quyuan_desktop.services.save_record import keep_within
from quyuan_desktop.services.workplace import Changed, Workplace
from quyuan_desktop.storage import numbering, records, settings

KEPT = "exchange.villages"
"""A setting of an office: the number under which the list was laid down, and its rows."""
MOST = 20_000
STALE = "名册或本所的登记刚刚有变化，请照新列出的内容重新选。"
_Terms = TypeVar("_Terms", Town, VillageKind)
Named = tuple[Town, str]
"""By what a village is known from others: its town and its name."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One village of the list: in use from `since` to `until` (None: still), from when on it is part of `into`."""

    name: str
    town: Town
    kind: VillageKind
    code: str
    since: date
    until: date | None = None
    into: Named | None = None

    @property
    def named(self) -> Named:
        """Town and name."""
        return self.town, self.name


@dataclass(frozen=True, slots=True)
class Change:
    """One field in which list and record differ: its label, what the office has, what the list has."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A village of the list that the office lacks (`uid` empty) or has otherwise; `number` and `name` are its own."""

    listed: Listed
    uid: str = ""
    number: str = ""
    name: str = ""
    changes: tuple[Change, ...] = ()


# -- at the bureau


def gathered(session: Session, own: str) -> list[dict[str, Any]]:
    """The villages known here, fit for JSON: those that the bureau (whose code is `own`) entered stand before an
    office's of the same name or code."""
    wanted = select(Village).where(Village.state == State.LIVE).order_by(Village.id)
    found = list(session.scalars(wanted))
    names = {each.uid: (each.town, each.name) for each in found}
    mine = [each for each in found if each.office == own]
    codes = {each.code for each in mine if each.code}
    rows = {names[each.uid]: each for each in mine}
    for each in found:
        if each.code not in codes:
            rows.setdefault(names[each.uid], each)
    return [_plain(each, names) for each in rows.values()]


def _plain(village: Village, names: dict[str, Named]) -> dict[str, Any]:
    into = names.get(village.merged_into.uid) if village.merged_into is not None else None
    return {
        "name": village.name,
        "town": village.town.code,
        "kind": village.kind.code,
        "code": village.code,
        "since": village.valid_from.isoformat(),
        "until": village.valid_to.isoformat() if village.valid_to is not None else None,
        "into": [into[0].code, into[1]] if into is not None else None,
    }


# -- at the office


def take(session: Session, number: int, rows: Any) -> None:
    """Keep the list that was laid down under `number` in place of an earlier one. Raises ValueError, TypeError or
    LookupError for what is no list of villages."""
    if type(rows) is not list or len(rows) > MOST:
        raise TypeError("a list of villages")
    for each in rows:
        _read(each)
    settings.keep(session, KEPT, {"number": number, "rows": rows})


def _read(told: Any) -> Listed | None:
    """A row; None for one of a town or kind that only a newer program knows."""
    texts = [told[name] for name in ("name", "town", "kind", "code", "since")]
    if not all(type(each) is str for each in texts):
        raise TypeError("texts")
    name = _name(texts[0])
    code, since, until = texts[3], date.fromisoformat(texts[4]), told.get("until")
    last = None if until is None else date.fromisoformat(until)
    if code and not (code.isascii() and code.isdigit() and len(code) == 12):
        raise ValueError(code)
    if not kinds.EARLIEST <= since <= (last or since) <= kinds.LATEST:
        raise ValueError(texts[4])
    into = _into(told.get("into"))
    if into is not None and last is None:
        raise ValueError("merged on no day")
    town, kind = _known(Town, texts[1]), _known(VillageKind, texts[2])
    if town is None or kind is None:
        return None
    return Listed(name, town, kind, code, since, last, into)


def _into(told: Any) -> Named | None:
    if told is None:
        return None
    if type(told) is not list or list(map(type, told)) != [str, str]:
        raise TypeError("town and name")
    town, name = _known(Town, told[0]), _name(told[1])
    return (town, name) if town is not None else None


def _name(told: str) -> str:
    found = VILLAGE.field("name").kind.read(told, kinds.EARLIEST)
    if isinstance(found, Problem) or not found:
        raise ValueError("a name")
    return str(found)


def _known(terms: type[_Terms], code: str) -> _Terms | None:
    return next((each for each in terms if each.code == code), None)


def differences(place: Workplace) -> list[Difference]:
    """What the list has otherwise than the office, for the towns of the office; in the order of town and name."""
    with place.ledger.reading() as session:
        return _differences(session, place)


def how_many(session: Session, place: Workplace) -> int:
    """How many that would be, within the transaction of `session`."""
    return len(_differences(session, place))


def _differences(session: Session, place: Workplace) -> list[Difference]:
    kept = settings.read(session, KEPT)
    if kept is None:
        return []
    here = list(session.scalars(select(Village).where(Village.state == State.LIVE).order_by(Village.id)))
    towns = {each.town for each in here} | {town for town in Town if town.code == place.office.code}
    rows = dict.fromkeys(each for each in map(_read, kept["rows"]) if each is not None)
    listed = [each for each in rows if not towns or each.town in towns]
    names = {each.uid: (each.town, each.name) for each in here}
    told = {each.named for each in listed}
    found = []
    for each, mine in _paired(listed, here):
        changes = _changes(each, mine, names, told | set(names.values())) if mine is not None else ()
        if mine is None:
            found.append(Difference(each))
        elif changes:
            found.append(Difference(each, mine.uid, mine.number, mine.name, changes))
    return sorted(found, key=lambda one: (one.listed.town.code, one.listed.name, one.listed.since))


def _paired(listed: Sequence[Listed], here: Sequence[Village]) -> list[tuple[Listed, Village | None]]:
    """Each of the list with the office's own record of it: first by town and name, then what is left by its code."""
    left = list(here)
    found: dict[int, Village] = {}

    def pick(row: Listed, may_be: list[Village]) -> None:
        if may_be:
            best = max(may_be, key=lambda one: (one.code == row.code, one.valid_from == row.since))
            left[:] = [each for each in left if each is not best]
            found[id(row)] = best

    for row in listed:
        pick(row, [each for each in left if (each.town, each.name) == row.named])
    for row in listed:
        if id(row) not in found and row.code:
            pick(row, [each for each in left if each.code == row.code])
    return [(row, found.get(id(row))) for row in listed]


def _changes(row: Listed, mine: Village, names: dict[str, Named], known: set[Named]) -> tuple[Change, ...]:
    """Where they differ. A code that the list lacks, and since when a village is there, are the office's own affair."""
    held = names.get(mine.merged_into.uid) if mine.merged_into is not None else None
    into = row.into if row.into in known else held
    pairs = [
        ("name", mine.name, row.name),
        ("kind", mine.kind.label, row.kind.label),
        ("valid_to", _day(mine.valid_to), _day(row.until)),
        ("merged_into", held[1] if held else "", into[1] if into and row.until else ""),
        ("code", mine.code, row.code or mine.code),
    ]
    return tuple(
        Change(name, VILLAGE.field(name).label, before, after) for name, before, after in pairs if before != after
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


def take_over(place: Workplace, chosen: Iterable[Difference]) -> Changed:
    """Enter what the office lacks and correct what it has otherwise, of what was `chosen`: all of it or nothing.

    Each correction is a revision with its reason. Raises Refused when the list or a record has changed since, or a
    village is to become part of one that is not here. Raises Trouble.
    """
    wanted = list(chosen)
    with place.ledger.writing() as session:
        known = _differences(session, place)
        if not wanted or any(each not in known for each in wanted):
            raise Refused([Problem("", STALE)])
        number = settings.read(session, KEPT)["number"]
        reason = f"照区局下发的村名册（第{number}次下发）"
        uids = [_taken(session, place, each, reason) for each in sorted(wanted, key=_order)]
    numbering.remember_after(place.ledger, place.folder)
    return Changed(VILLAGE.code, tuple(uids))


def _order(each: Difference) -> tuple[bool, bool]:
    """New ones first, and of these the ones that others become part of."""
    return bool(each.uid), each.listed.into is not None


def _taken(session: Session, place: Workplace, each: Difference, reason: str) -> str:
    row = each.listed
    told: dict[str, Any] = {"name": row.name, "kind": row.kind, "valid_to": row.until, "merged_into": None}
    if each.uid:
        before = values_of(records.load(session, VILLAGE, each.uid))
        named = {change.field for change in each.changes}
        values = {**before, **{name: value for name, value in told.items() if name in named}}
        values["code"] = row.code or before["code"]
    else:
        values = {**blank(VILLAGE.record), **told, "code": row.code, "town": row.town, "valid_from": row.since}
    completed, problems = examine(place, VILLAGE, values)
    if slips := [problem for problem in problems if not problem.warning]:
        raise Refused([Problem("", f"{row.town.label}{row.name}：{slip.text}") for slip in slips])
    if row.into is not None and (not each.uid or any(change.field == "merged_into" for change in each.changes)):
        completed["merged_into"] = _linked(session, row, row.into)
    _, record = keep_within(session, place, VILLAGE, completed, uid=each.uid, verb="correct", reason=reason)
    session.flush()
    return record.uid


def _linked(session: Session, row: Listed, into: Named) -> Linked:
    wanted = select(Village).where(Village.state == State.LIVE, Village.town == into[0], Village.name == into[1])
    target = session.scalars(wanted.order_by(Village.valid_from.desc(), Village.id.desc()).limit(1)).first()
    if target is None:
        text = f"{row.name}并入{into[1]}，本所还没有登记{into[1]}。请连同{into[1]}一起选用，或先登记它。"
        raise Refused([Problem("", text)])
    return Linked(target.uid, called(VILLAGE, target))
