"""The district's ledger seen office by office: which offices there are, and the same services on one of them."""

from dataclasses import dataclass, replace

from sqlalchemy import select

from quyuan_desktop.domain.office import Level, Office
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.services import pairing
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import settings
from quyuan_desktop.storage.one_office import OfficeLedger
from quyuan_desktop.storage.tables import Arrival


@dataclass(frozen=True, slots=True)
class OfficeName:
    """An office by its code and name."""

    code: str
    name: str


def offices_in(place: Workplace) -> list[OfficeName]:
    """The offices whose records lie in this ledger, or that it knows: its own first, then by code."""
    with place.ledger.reading() as session:
        known = {code: str(kept["name"]) for code, kept in settings.read(session, pairing.OFFICES, {}).items()}
        heard = session.execute(select(Arrival.office, Arrival.told).order_by(Arrival.office, Arrival.batch))
        for code, told in heard:
            known.setdefault(code, str(told.get("office_name", code)))
    known.pop(place.office.code, None)
    others = [OfficeName(code, name) for code, name in sorted(known.items())]
    return [OfficeName(place.office.code, place.office.name), *others]


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
