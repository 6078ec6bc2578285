"""Recognising people: who was here before, and whose opponent was; asked once, remembered."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from quyuan_desktop.domain.identity import forms_of
from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.registers.base import Record, Register, State, Values, values_of
from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import people, records
from quyuan_desktop.storage.people import Person
from quyuan_desktop.storage.tables import Mention, Verdict

OPPOSING = "opposing"
"""The role of who stands against the person at the desk."""
LONGEST_KEY = 160


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """Someone in the ledger who may be the person at the desk, or stands against them (`warning`).

    `offer` are field values that may be taken over. `times` is how often they are in the ledger.
    """

    register: str
    uid: str
    number: str
    day: date
    name: str
    reasons: tuple[str, ...]
    warning: bool
    times: int
    settled: bool
    offer: Values
    key: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Moment:
    """One record in a person's line of time."""

    day: date
    register: str
    label: str
    uid: str
    number: str
    title: str


def recognise(place: Workplace, register: Register, values: Values, uid: str = "") -> list[Acquaintance]:
    """Who in the ledger looks like the persons in `values`; newest record of each.

    `uid` is the record itself; it and the records that it comes from are not told of.
    """
    own = {uid, *(value.uid for value in values.values() if isinstance(value, Linked))}
    with place.ledger.reading() as session:
        met: dict[tuple[str, str], list[tuple[Mention, tuple[str, ...], bool]]] = {}
        spoken = people.spoken_of(register, values)
        for person in spoken:
            alike = [mention for mention in people.alike(session, person) if mention.uid not in own]
            whose = _whose(session, alike)
            for mention in alike:
                reasons, warning = _reasons(register, person, mention, place.today)
                if reasons:
                    key = _pair(person, _client(register, person, spoken), mention, whose.get(mention.uid))
                    met.setdefault(key, []).append((mention, reasons, warning))
        found = []
        for key, mentions in met.items():
            verdict = session.get(Verdict, key)
            if verdict is not None and not verdict.same:
                continue
            found.append(_acquaintance(session, register, key, mentions, verdict is not None))
    return sorted(found, key=lambda each: (not each.warning, -each.day.toordinal()))


def _acquaintance(
    session: Any,
    register: Register,
    key: tuple[str, str],
    mentions: list[tuple[Mention, tuple[str, ...], bool]],
    settled: bool,
) -> Acquaintance:
    newest = mentions[0][0]
    record = records.load(session, REGISTERS[newest.register], newest.uid)
    return Acquaintance(
        register=newest.register,
        uid=newest.uid,
        number=record.number,
        day=newest.on,
        name=newest.name,
        reasons=tuple(dict.fromkeys(reason for _, reasons, _ in mentions for reason in reasons)),
        warning=any(warning for _, _, warning in mentions),
        times=len(mentions),
        settled=settled,
        offer=_offer(register, newest, values_of(record)),
        key=key,
    )


def _offer(register: Register, mention: Mention, values: Values) -> Values:
    """What may be taken over: all that the same role carries, or between registers what both call the same."""
    source = REGISTERS[mention.register]
    carried = [role.carried for role in source.people if role.code == mention.role]
    wanted = {name for role in register.people for name in role.carried}
    return {name: values[name] for names in carried for name in names if name in wanted and values[name]}


def _reasons(register: Register, person: Person, mention: Mention, today: date) -> tuple[tuple[str, ...], bool]:
    """Why the mention may be of the person, and whether that is a matter for caution."""
    here, there = _first_role(register), _first_role(REGISTERS[mention.register])
    same_id = bool(person.id_number) and mention.id_number in forms_of(person.id_number)
    if not same_id and person.id_number and mention.id_number:
        return (), False  # two different valid numbers: two people
    if person.role != OPPOSING and mention.role == OPPOSING:
        return ("曾为对方当事人",), True
    if person.role == OPPOSING and mention.role != OPPOSING:
        return ("对方曾来本所",), True
    if person.role != here or mention.role != there:
        return (), False
    reasons = []
    if same_id:
        reasons.append("同号")
    elif person.place and person.place == mention.place:
        reasons.append("同名同村")
    elif person.phone and person.phone == mention.phone:
        reasons.append("同名同电话")
    elif not (person.place and mention.place):
        reasons.append("同名")
    if reasons and mention.on == today:
        reasons.append("今日已来访")
    return tuple(reasons), False


def _first_role(register: Register) -> str:
    return register.people[0].code if register.people else ""


def _client(register: Register, person: Person, spoken: list[Person]) -> Person | None:
    """Whose opponent the person is, in the values at hand; None for who is no opponent."""
    if person.role != OPPOSING:
        return None
    return next((each for each in spoken if each.role == _first_role(register)), None)


def _whose(session: Any, mentions: list[Mention]) -> dict[str, Mention]:
    """Whose opponents these mentions are, by the uids of their records."""
    opposing = [mention for mention in mentions if mention.role == OPPOSING]
    first = {_first_role(REGISTERS[mention.register]) for mention in opposing}
    found: dict[str, Mention] = {}
    for role in first:
        found |= people.beside(session, opposing, role)
    return found


def _pair(person: Person, client: Person | None, mention: Mention, whose: Mention | None) -> tuple[str, str]:
    """What a verdict is of. What was settled of an opponent holds for whose opponent they are, and no further."""
    mine, theirs = _identity(person, client), _identity(mention, whose)
    return (mine, theirs) if mine <= theirs else (theirs, mine)


def _identity(one: Person | Mention, client: Person | Mention | None) -> str:
    told = f"{one.role}:{_told(one)}"
    if client is None or one.role != OPPOSING:
        return told[:LONGEST_KEY]
    whose = client.name or client.id_number  # the name alone: it is there first, while the rest is still typed
    mark = f"<{sha256(whose.encode()).hexdigest()[:24]}"
    return told[: LONGEST_KEY - len(mark)] + mark


def _told(one: Person | Mention) -> str:
    return one.id_number or f"{one.name}@{one.place}"


def settle(place: Workplace, acquaintance: Acquaintance, same: bool) -> None:
    """Remember whether they are one person (or, with a warning, whether it matters); not asked again."""
    with place.ledger.writing() as session:
        row = session.get(Verdict, acquaintance.key)
        if row is None:
            one, other = acquaintance.key
            session.add(Verdict(one=one, other=other, same=same, at=place.now(), by=place.staff.name))
        else:
            row.same, row.at, row.by = same, place.now(), place.staff.name


def timeline(place: Workplace, register: Register, uid: str, record: Record | None = None) -> list[Moment]:
    """All records of the person of a record, oldest first; the record itself among them.

    `record` when it is loaded already.
    """
    with place.ledger.reading() as session:
        record = record or records.load(session, register, uid)
        spoken = people.spoken_of(register, values_of(record))
        met = {(register.code, uid)}
        if record.state is State.LIVE and spoken:
            for mention in people.alike(session, spoken[0], limit=500):
                reasons, warning = _reasons(register, spoken[0], mention, place.today)
                verdict = session.get(Verdict, _pair(spoken[0], None, mention, None))
                refuted = verdict is not None and not verdict.same
                certain = {"同号", "同名同村", "同名同电话"} & set(reasons) or (
                    verdict is not None and verdict.same
                )
                if certain and not warning and not refuted:
                    met.add((mention.register, mention.uid))
        moments = []
        for code, one in met:
            source = REGISTERS[code]
            day, number, what = records.in_a_line(session, source, one)
            moments.append(Moment(day, code, source.label, one, number, what))
    return sorted(moments, key=lambda moment: (moment.day, moment.number))
