"""Invented villages with their advisers, terms and services, for tests of coverage."""

from datetime import date
from typing import Any

from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.registers.advisers.terms import AdviceKind, AdviserKind, Mode, Practice
from quyuan_desktop.registers.base import Values, blank, called
from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.registers.places.village import VillageKind
from quyuan_desktop.services.save_record import save_record
from quyuan_desktop.services.workplace import Workplace

YEAR = (date(2023, 1, 1), date(2023, 12, 31))


def put(place: Workplace, code: str, /, **values: Any) -> Linked:
    """Save a record of that register, and say how it is linked to."""
    register = REGISTERS[code]
    filled: Values = {**blank(register.record), **values}
    record = save_record(place, register, filled, confirmed=True).record
    return Linked(record.uid, called(register, record))


def village(place: Workplace, name: str, town: Town = Town.YINGTIAN, **more: Any) -> Linked:
    """A village in use since 2000."""
    values = {"kind": VillageKind.VILLAGE, "valid_from": date(2000, 1, 1), **more}
    return put(place, "village", name=name, town=town, **values)


def adviser(place: Workplace, name: str = "易鸣谦", **more: Any) -> Linked:
    """A lawyer."""
    values = {
        "kind": AdviserKind.LAWYER,
        "licence": "14306202310000001",
        "firm": "湖南湘汨律师事务所",
        "phone": "19055550123",
        "practice": Practice.ACTIVE,
        "since": date(2022, 1, 1),
    }
    return put(place, "adviser", name=name, **{**values, **more})


def term(
    place: Workplace, where: Linked, who: Linked, first: date = YEAR[0], last: date = YEAR[1], **more: Any
) -> Linked:
    """A term of that adviser in that village, the year 2023 unless told otherwise."""
    return put(place, "assignment", village=where, adviser=who, start_on=first, end_on=last, **more)


def service(place: Workplace, held: Linked, on: date, minutes: int | None = 60, **more: Any) -> Linked:
    """A service on site, signed for."""
    values = {
        "mode": Mode.ON_SITE,
        "kind": AdviceKind.CONSULTATION,
        "topic": "邻里纠纷",
        "content": "",
        "signed": True,
        "signer": "村支书",
    }
    return put(place, "service_log", assignment=held, on=on, minutes=minutes, **{**values, **more})


def lecture(place: Workplace, held: Linked, on: date, minutes: int = 60) -> Linked:
    """A lecture on site."""
    return service(place, held, on, minutes, kind=AdviceKind.LECTURE, people=30)
