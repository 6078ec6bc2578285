"""Who is spoken of in which record, so that a returning person is recognised at any desk."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from quyuan_desktop.domain.identity import forms_of
from quyuan_desktop.domain.names import is_nameless
from quyuan_desktop.registers.base import Register, Values
from quyuan_desktop.storage.bulk import insert_all
from quyuan_desktop.storage.tables import Mention

_TABLE = Mention.metadata.tables[Mention.__tablename__]
_FORGET = delete(_TABLE).where(
    _TABLE.c.register == bindparam("of"), _TABLE.c.uid.in_(bindparam("uids", expanding=True))
)

_SAME_NUMBER, _SAME_NAME = (
    select(Mention)
    .where(column.in_(bindparam("sought", expanding=True)))
    .order_by(Mention.on.desc(), Mention.id.desc())
    .limit(bindparam("most"))
    for column in (Mention.id_number, Mention.name)
)


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


def note(session: Session, register: Register, uid: str, values: Values | None) -> None:
    """Remember whom the record speaks of, in place of what it said before; None for a void one, which says nothing."""
    note_all(session, register, {uid: values})


def note_all(
    session: Session, register: Register, records: Mapping[str, Values | None], *, there: list[str] | None = None
) -> None:
    """As `note`, for many records at once by their uids; `there` are those of which something was said before, all of
    them when it is not known."""
    before = list(records) if there is None else there
    if before:
        session.execute(_FORGET, {"of": register.code, "uids": before})
    mentions = [
        {
            "register": register.code,
            "uid": uid,
            "on": values[register.day],
            "role": person.role,
            "name": person.name,
            "id_number": person.id_number,
            "phone": person.phone,
            "place": person.place,
        }
        for uid, values in records.items()
        if values is not None
        for person in spoken_of(register, values)
    ]
    insert_all(session, _TABLE, mentions)


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
    for wanted, among in ((_SAME_NUMBER, numbers), (_SAME_NAME, names)):
        if among:
            asked = {"sought": among, "most": limit}
            found.update((mention.id, mention) for mention in session.scalars(wanted, asked))
    return sorted(found.values(), key=lambda mention: (mention.on, mention.id), reverse=True)
