"""Finding a record at any desk as one types."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.registers.base import State
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import search


@dataclass(frozen=True, slots=True)
class Found:
    """A record that was found, and the `reason` (「姓名 王小明」)."""

    register_code: str
    register_label: str
    uid: str
    number: str
    day: date
    title: str
    reason: str
    void: bool


def find(place: Workplace, query: str, limit: int = 50) -> list[Found]:
    """The newest records that all words of `query` find, grouped by register, newest first in each."""
    with place.ledger.reading() as session:
        hits = search.find(session.connection(), query, limit=limit)
        found: dict[tuple[str, str], Found] = {}
        for code, register in REGISTERS.items():
            reasons = {hit.uid: hit.reason for hit in hits if hit.register == code}
            if not reasons:
                continue
            record: Any = register.record
            day, who, what = (getattr(record, name) for name in (register.day, register.who, register.what))
            wanted = select(record.uid, record.number, day, who, what, record.state)
            for uid, number, on, name, matter, state in session.execute(wanted.where(record.uid.in_(reasons))):
                found[code, uid] = Found(
                    code,
                    register.label,
                    uid,
                    number,
                    on,
                    " · ".join(part for part in (name, matter) if part),
                    reasons[uid],
                    state is State.VOID,
                )
    order = list(REGISTERS)
    known = [found[hit.register, hit.uid] for hit in hits if (hit.register, hit.uid) in found]
    return sorted(known, key=lambda each: order.index(each.register_code))
