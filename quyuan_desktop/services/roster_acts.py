"""Arranging the duty roster: filling, clearing, moving, repeating last month, standing in, signing in and out.

Each is one transaction over as many slots as it takes, and is taken back as one (`take_back`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from quyuan_desktop.domain import periods, text
from quyuan_desktop.domain.periods import Period
from quyuan_desktop.domain.problems import Problem, Refused
from quyuan_desktop.registers.base import State, Values, blank, values_of
from quyuan_desktop.registers.linked import points_to
from quyuan_desktop.registers.service_points.duty import DUTY, Duty
from quyuan_desktop.registers.service_points.terms import DutyRole, Half
from quyuan_desktop.services.roster import (
    Cell,
    Known,
    RosterPoint,
    Slot,
    away,
    days_of,
    people_of,
    read_point,
    read_slots,
)
from quyuan_desktop.services.save_together import Drop, Put, Together, save_together, undo_together
from quyuan_desktop.services.workplace import Changed, Workplace
from quyuan_desktop.storage import records

ARRANGED = "排班调整"
SIGNED_IN, SIGNED_OUT = "签到", "签退"
_WEEKDAYS = "一二三四五六日"
_OF_THE_PERSON = ("person", "role", "phone", "substitute", "substitute_reason")
"""What changes hands when two slots change places."""


@dataclass(frozen=True, slots=True)
class Arranged:
    """What was done, in words; `left_out` says what was not and why; `done` None when there was nothing to do."""

    words: str
    done: Together | None = None
    left_out: tuple[str, ...] = ()


def take_back(place: Workplace, arranged: Arranged) -> Changed:
    """Undo it whole. Raises Refused when one of the slots was changed since, Trouble."""
    return undo_together(place, arranged.done) if arranged.done is not None else Changed(DUTY.code, ())


def fill(place: Workplace, uid: str, names: Mapping[Cell, str]) -> Arranged:
    """Put people into half days of the point `uid`; an empty name clears one.

    Raises Refused for a half day on which somebody has signed in, or after the point's end; Trouble.
    """
    wanted = {cell: text.clean_name(name) for cell, name in names.items()}
    with place.ledger.reading() as session:
        desk = _Desk(place, session, uid, wanted)
    acts: list[Put | Drop] = []
    for cell, name in wanted.items():
        held = desk.held.get(cell)
        if not name and held is not None:
            acts.append(_dropped(held))
        elif name and held is None:
            acts.append(Put(desk.new(cell, name)))
        elif held is not None and name != held.person:
            acts.append(Put({**_free(held), **desk.person(name)}, held.uid, ARRANGED))
    return _do(place, acts, f"已排 {len(acts)} 班" if any(wanted.values()) else f"已清空 {len(acts)} 班")


def clear(place: Workplace, uid: str, cells: Iterable[Cell]) -> Arranged:
    """Take people out of half days; the slots are void. Raises Refused, Trouble."""
    return fill(place, uid, dict.fromkeys(cells, ""))


def move(place: Workplace, uid: str, source: Cell, target: Cell, *, copy: bool = False) -> Arranged:
    """Move who is at `source` to `target`; two people change places; with `copy` the one at `source` stays too.

    Raises Refused, Trouble.
    """
    with place.ledger.reading() as session:
        desk = _Desk(place, session, uid, (source, target))
    held, other = desk.held.get(source), desk.held.get(target)
    if held is None or source == target:
        return Arranged("")
    if copy:
        return fill(place, uid, {target: held.person})
    values = _free(held)
    if other is None:
        desk.check(target)
        moved = {**values, "on": target[0], "half": target[1]}
        return _do(place, [Put(moved, held.uid, ARRANGED)], f"{held.person}改到 {_when(target)}")
    theirs = _free(other)
    acts = [
        Put({**values, **_person_of(theirs)}, held.uid, ARRANGED),
        Put({**theirs, **_person_of(values)}, other.uid, ARRANGED),
    ]
    if held.person == other.person:
        return Arranged("")
    return _do(place, acts, f"{held.person}与{other.person}已对调")


def lead(place: Workplace, uid: str, cells: Iterable[Cell], leader: str) -> Arranged:
    """Let `leader` be the 带班领导 of those slots. Raises Refused, Trouble."""
    name = text.clean_name(leader)
    with place.ledger.reading() as session:
        desk = _Desk(place, session, uid, cells)
    acts = [
        Put({**values_of(held), "leader": name}, held.uid, ARRANGED)
        for held in desk.held.values()
        if held.leader != name
    ]
    return _do(place, acts, f"{len(acts)} 班的带班领导改为{name}")


def stand_in(place: Workplace, uid: str, cell: Cell, name: str, reason: str) -> Arranged:
    """Let `name` stand in for who is entered, for a `reason`; an empty name takes that back. Raises Refused, Trouble."""
    held = _held(place, uid, cell)
    substitute = text.clean_name(name)
    values = {**values_of(held), "substitute": substitute, "substitute_reason": reason if substitute else ""}
    why = f"替班：{reason}" if substitute else "取消替班"
    words = f"{_when(cell)}由{substitute}替{held.person}值班" if substitute else f"{_when(cell)}已取消替班"
    return _do(place, [Put(values, held.uid, why[:200])], words)


def sign_in(place: Workplace, uid: str, cell: Cell) -> Arranged:
    """Note that whoever is on duty has come, now. Raises Refused on any other day than the slot's, Trouble."""
    held = _held(place, uid, cell)
    if held.signed_in is not None:
        raise Refused([Problem("signed_in", f"{held.signed_in:%H:%M} 已经签到。")])
    return _sign(place, held, cell, "signed_in", SIGNED_IN)


def sign_out(place: Workplace, uid: str, cell: Cell) -> Arranged:
    """Note that whoever is on duty leaves, now. Raises Refused before they signed in or on another day, Trouble."""
    held = _held(place, uid, cell)
    if held.signed_in is None:
        raise Refused([Problem("signed_out", "还没有签到，不能签退。请先签到，或打开记录补填。")])
    if held.signed_out is not None:
        raise Refused([Problem("signed_out", f"{held.signed_out:%H:%M} 已经签退。")])
    return _sign(place, held, cell, "signed_out", SIGNED_OUT)


def _sign(place: Workplace, held: Duty, cell: Cell, field: str, word: str) -> Arranged:
    if cell[0] != place.today:
        told = f"只能在值班当天{word}。漏签的请打开记录补填时间，写明理由，会记入修改历史。"
        raise Refused([Problem(field, told)])
    at = place.now().time().replace(second=0, microsecond=0)
    who = held.substitute or held.person
    return _do(place, [Put({**values_of(held), field: at}, held.uid, word)], f"{who} {at:%H:%M} {word}")


# -- last month once more


def repeat_last_month(place: Workplace, uid: str, period: Period) -> Arranged:
    """Fill the empty half days of `period` as last month was: its second Wednesday gives the second Wednesday.

    Where last month has no such day or nobody on it, whoever had that weekday's half most often is taken. Rest days
    are passed over, slots that are filled stay, and nobody is put into two places at once; `left_out` tells.
    """
    before = periods.month(f"{period.first - timedelta(days=1):%Y-%m}")
    with place.ledger.reading() as session:
        point = read_point(session, uid)
        last = read_slots(session, point, before)
        days = list(days_of(place, point, period))
        desk = _Desk(place, session, uid, [(day.on, half) for day in days for half in Half])
        elsewhere = away(session, point, period)
    if not last:
        return Arranged(f"{before.label}没有排班，没有可以照排的。")
    acts, left_out = [], []
    for day in days:
        if not day.wanted:
            continue
        for cell in ((day.on, half) for half in Half):
            slot = _as_last_month(last, cell)
            if cell in desk.held:
                continue
            if slot is None:
                left_out.append(f"{_when(cell)}：上月没有排过周{_WEEKDAYS[day.on.weekday()]}{cell[1].label}")
            elif slot.person in elsewhere.get(cell, ()):
                left_out.append(f"{_when(cell)}：{slot.person}那时在别的服务点值班")
            else:
                acts.append(Put({**desk.new(cell, slot.person), **_kept(slot)}))
    skipped = sum(day.rest for day in days)
    words = f"照{before.label}排了 {len(acts)} 班，跳过休息日 {skipped} 天"
    kept = sum((day.on, half) in desk.held for day in days if day.wanted for half in Half)
    words += f"，已排的 {kept} 班没有动" if kept else ""
    return _do(place, acts, words, tuple(left_out))


def _as_last_month(last: Mapping[Cell, Slot], cell: Cell) -> Slot | None:
    day, half = cell
    same = [slot for (on, each), slot in last.items() if each is half and on.weekday() == day.weekday()]
    same.sort(key=lambda slot: slot.on)
    exact = [slot for slot in same if _ordinal(slot.on) == _ordinal(day)]
    if exact or not same:
        return exact[0] if exact else None
    often = Counter(slot.person for slot in same)
    return max(same, key=lambda slot: (often[slot.person], slot.on))


def _ordinal(day: date) -> int:
    """Which of its weekday in the month it is: 1 to 5."""
    return (day.day + 6) // 7


def _kept(slot: Slot) -> Values:
    return {"role": slot.role, "phone": slot.phone, "leader": slot.leader}


# -- what the acts are made from


class _Desk:
    """What is known while slots of one point are arranged: who holds them, who everybody is, who leads."""

    def __init__(self, place: Workplace, session: Any, uid: str, cells: Iterable[Cell]) -> None:
        self.point: RosterPoint = read_point(session, uid)
        self.held = _holders(session, uid, tuple(cells))
        self._known = {each.name: each for each in people_of(place, session, self.point)}
        leads = select(Duty.leader).where(Duty.state == State.LIVE, Duty.leader != "", points_to(Duty.point, uid))
        self._leader = session.scalar(leads.order_by(Duty.on.desc(), Duty.id.desc()).limit(1)) or ""

    def check(self, cell: Cell) -> None:
        """Raise Refused after the point's end."""
        closed = self.point.closed_on
        if closed is not None and cell[0] > closed:
            raise Refused([Problem("on", f"“{self.point.name}”{closed:%Y-%m-%d} 已停用，之后不能再排班。")])

    def new(self, cell: Cell, name: str) -> Values:
        """The values of a slot that nobody holds yet."""
        self.check(cell)
        at = {"on": cell[0], "half": cell[1], "point": self.point.link, "leader": self._leader}
        return {**blank(Duty), **at, **self.person(name)}

    def person(self, name: str) -> Values:
        """What a slot says of the person called `name`."""
        known = self._known.get(name) or Known(name, DutyRole.OFFICE)
        return {**dict.fromkeys(_OF_THE_PERSON, ""), "person": name, "role": known.role, "phone": known.phone}


def _holders(session: Any, uid: str, cells: Sequence[Cell]) -> dict[Cell, Duty]:
    if not cells:
        return {}
    days = [day for day, _ in cells]
    wanted = select(Duty.uid).where(
        Duty.state == State.LIVE, points_to(Duty.point, uid), Duty.on.between(min(days), max(days))
    )
    loaded: list[Any] = records.load_all(session, DUTY, list(session.scalars(wanted)))
    found: dict[Cell, Duty] = {}
    for each in sorted(loaded, key=lambda duty: duty.id):
        if (each.on, each.half) in cells:
            found.setdefault((each.on, each.half), each)
    return found


def _held(place: Workplace, uid: str, cell: Cell) -> Duty:
    with place.ledger.reading() as session:
        found = _holders(session, uid, (cell,))
    if not found:
        raise Refused([Problem("person", f"{_when(cell)}还没有排人，请先排班。")])
    return found[cell]


def _free(held: Duty) -> Values:
    """The values of a slot that may still be rearranged. Raises Refused once somebody has signed in."""
    if held.signed_in is not None:
        when = _when((held.on, held.half))
        told = f"{when}{held.substitute or held.person}已签到，不能再调整；登记有误的请打开记录更正。"
        raise Refused([Problem("person", told)])
    return values_of(held)


def _dropped(held: Duty) -> Drop:
    _free(held)
    return Drop(held.uid, ARRANGED)


def _person_of(values: Values) -> Values:
    return {name: values[name] for name in _OF_THE_PERSON}


def _when(cell: Cell) -> str:
    return f"{cell[0]:%m-%d} {cell[1].label}"


def _do(place: Workplace, acts: Sequence[Put | Drop], words: str, left_out: tuple[str, ...] = ()) -> Arranged:
    done = save_together(place, DUTY, acts) if acts else None
    return Arranged(words if acts or left_out else "", done, left_out)
