"""The district's ledger seen office by office: which offices there are, and the same services on one of them."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quyuan_desktop.domain.office import Level, Office
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers.base import Register
from quyuan_desktop.services import pairing
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import history, settings
from quyuan_desktop.storage.one_office import OfficeLedger
from quyuan_desktop.storage.tables import Arrival, Contested, Returned


@dataclass(frozen=True, slots=True)
class OfficeName:
    """An office by its code and name."""

    code: str
    name: str


def names_of_offices(place: Workplace, session: Session) -> dict[str, str]:
    """The names of the offices that this ledger knows, by code; its own is among them."""
    known = {code: str(kept["name"]) for code, kept in settings.read(session, pairing.OFFICES, {}).items()}
    name = func.max(Arrival.told["office_name"].as_string())
    for code, told in session.execute(select(Arrival.office, name).group_by(Arrival.office)):
        known.setdefault(code, str(told or code))
    return pairing.told_apart({**known, place.office.code: place.office.name})


def offices_in(place: Workplace) -> list[OfficeName]:
    """The offices whose records lie in this ledger, or that it knows: its own first, then by code."""
    with place.ledger.reading() as session:
        known = names_of_offices(place, session)
    own = known.pop(place.office.code)
    return [OfficeName(place.office.code, own), *(OfficeName(*each) for each in sorted(known.items()))]


def seen_as(place: Workplace, code: str) -> Workplace:
    """The ledger as the office `code` alone has it; "" for the whole. Raises Trouble for an office nobody knows."""
    if not code:
        return place
    name = next((each.name for each in offices_in(place) if each.code == code), None)
    if name is None:
        known = "、".join(f"{each.code} {each.name}" for each in offices_in(place))
        raise Trouble(f"没有编码为“{code[:40]}”的司法所。已知的：{known}。")
    level = place.office.level if code == place.office.code else Level.OFFICE
    office = Office(code=code, name=name, short=place.office.short, town=place.office.town, level=level)
    return replace(place, ledger=OfficeLedger(place.ledger, code), office=office)


def office_line(place: Workplace, register: Register, record: Any) -> tuple[str, str]:
    """At the bureau, whose record it is and whether it goes back or is in dispute, with a tone."""
    with place.ledger.reading() as session:
        name = names_of_offices(place, session).get(record.office, record.office)
        returned = session.get(Returned, (register.code, record.uid, record.digest))
        contested = select(Contested).where(Contested.register == register.code, Contested.uid == record.uid)
        beside = list(session.scalars(contested))
        here = history.newest(session, register.code, record.uid)
    passed = {digest for each in beside for digest in each.lineage} | {*(here.lineage if here else ())}
    if any(each.digest not in passed for each in beside):
        return "amber", f"{name}　△ 有冲突，到“汇总”里裁定"
    if returned is not None:
        return "amber", f"{name}　△ 已退回（{returned.at.astimezone():%m-%d}）：{returned.reason}"
    return "", name
