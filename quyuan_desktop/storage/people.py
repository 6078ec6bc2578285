"""Who is spoken of in which record, so that a returning person is recognised at any desk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from quyuan_desktop.domain.identity import forms_of
from quyuan_desktop.domain.names import is_nameless
from quyuan_desktop.registers.base import Record, Register, State, Values, values_of
from quyuan_desktop.storage.tables import Mention


@dataclass(frozen=True, slots=True)
class Person:
    """A person as one record speaks of them; empty where it says nothing."""

    role: str
    name: str
    id_number: str
    phone: str
    place: str


def spoken_of(register: Register, values: Values) -> list[Person]:
    """The persons that `values` name, by the register's roles."""
    found = []
    for role in register.people:
        name = values[role.name]
        number = values[role.id_number] if role.id_number else ""
        if not (name or number):
            continue
        town = values[role.town] if role.town else None
        village = values[role.village] if role.village else ""
        found.append(
            Person(
                role=role.code,
                name=name,
                id_number=number,
                phone=values[role.phone] if role.phone else "",
                place=f"{town.code}/{village}" if town and village else "",
            )
        )
    return found


def note(session: Session, register: Register, record: Record) -> None:
    """Remember whom the record speaks of, in place of what it said before."""
    note_all(session, register, [record])


def note_all(session: Session, register: Register, records: Sequence[Record]) -> None:
    """As `note`, for many records at once; what a void one says is remembered no more."""
    uids = [record.uid for record in records]
    session.execute(delete(Mention).where(Mention.register == register.code, Mention.uid.in_(uids)))
    for record in records:
        if record.state is not State.LIVE:
            continue
        values = values_of(record)
        for person in spoken_of(register, values):
            session.add(
                Mention(
                    register=register.code,
                    uid=record.uid,
                    role=person.role,
                    name=person.name,
                    id_number=person.id_number,
                    phone=person.phone,
                    place=person.place,
                    on=values[register.day],
                )
            )
    session.flush()


def forget(session: Session, register: Register, uid: str) -> None:
    """Take out what was remembered of a record (when it is void)."""
    session.execute(delete(Mention).where(Mention.register == register.code, Mention.uid == uid))


def beside(session: Session, mentions: Iterable[Mention], role: str) -> dict[str, Mention]:
    """Whom the records of these mentions name in another role, by the records' uids."""
    uids = {mention.uid for mention in mentions}
    wanted = select(Mention).where(Mention.uid.in_(uids), Mention.role == role)
    return {mention.uid: mention for mention in session.scalars(wanted)} if uids else {}


def alike(session: Session, person: Person, *, limit: int = 100) -> list[Mention]:
    """Mentions that may be of `person`: the same ID number (old form or new), the same name unless it is none.

    Newest first, `limit` of each.
    """
    found: dict[int, Mention] = {}
    numbers = forms_of(person.id_number) if person.id_number else ()
    names = (person.name,) if person.name and not is_nameless(person.name) else ()
    for column, among in ((Mention.id_number, numbers), (Mention.name, names)):
        if among:
            wanted = select(Mention).where(column.in_(among)).order_by(Mention.on.desc(), Mention.id.desc())
            found.update((mention.id, mention) for mention in session.scalars(wanted.limit(limit)))
    return sorted(found.values(), key=lambda mention: (mention.on, mention.id), reverse=True)
