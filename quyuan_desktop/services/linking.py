"""What a link may lead to, and what leads to a record: by words as one types, or the newest."""

from typing import Any

from sqlalchemy import select

from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.registers.base import Register, State, called
from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import links, records, search
from quyuan_desktop.storage.links import Pointing

__all__ = ["Pointing", "link_to", "linkable", "pointing_at"]

SHOWN = 9


def linkable(place: Workplace, code: str, typed: str, limit: int = SHOWN) -> list[Linked]:
    """Records in force of the register `code` that the words typed find, newest first; the newest without words."""
    register = REGISTERS[code]
    record: Any = register.record
    with place.ledger.reading() as session:
        wanted = select(record.uid).where(record.state == State.LIVE)
        if typed.strip():
            hits = search.find(session.connection(), typed, limit=limit * 3, registers=[code])
            wanted = wanted.where(record.uid.in_([hit.uid for hit in hits]))
        day = getattr(record, register.day)
        uids = list(session.scalars(wanted.order_by(day.desc(), record.id.desc()).limit(limit)))
        loaded = {each.uid: each for each in records.load_all(session, register, uids)}
        return [Linked(uid, called(register, loaded[uid])) for uid in uids]


def link_to(register: Register, record: Any) -> Linked:
    """A link that leads to a loaded record."""
    return Linked(record.uid, called(register, record))


def pointing_at(place: Workplace, code: str, uid: str) -> list[Pointing]:
    """The records in force that lead back to the record `uid` of the register `code`, oldest first."""
    with place.ledger.reading() as session:
        return links.pointing_at(session, code, uid)
