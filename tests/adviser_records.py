"""Invented villages, advisers, terms and services, saved through the services as tests of papers need them."""

from datetime import date, time
from typing import Any

from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers.advisers.adviser import ADVISER, WECHAT_GROUP
from quyuan_desktop.registers.advisers.assignment import ASSIGNMENT
from quyuan_desktop.registers.advisers.service_log import SERVICE_LOG
from quyuan_desktop.registers.advisers.terms import AdviceKind, AdviserKind, Mode
from quyuan_desktop.registers.base import Record, Register, blank, called
from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.registers.places.village import VILLAGE
from quyuan_desktop.services.save_record import save_record
from quyuan_desktop.services.workplace import Workplace


def saved(place: Workplace, register: Register, /, **values: Any) -> Record:
    """A record of `register` with these values over blank ones."""
    record: Record = save_record(place, register, {**blank(register.record), **values}, confirmed=True).record
    return record


def link(register: Register, record: Record) -> Linked:
    """A link that leads to `record`."""
    return Linked(record.uid, called(register, record))


def village(place: Workplace, name: str, **values: Any) -> Record:
    """A village in use since 2000."""
    kind = VILLAGE.field("kind").kind.restore(VILLAGE.field("kind").default)
    given = {"town": Town.YINGTIAN, "kind": kind, "valid_from": date(2000, 1, 1), **values}
    return saved(place, VILLAGE, name=name, **given)


def adviser(place: Workplace, name: str, **values: Any) -> Record:
    """A lawyer of an invented firm."""
    practice = ADVISER.field("practice").kind.restore("active")
    given = {
        "kind": AdviserKind.LAWYER,
        "licence": "14306202310000001",
        "firm": "湖南某某律师事务所",
        "phone": "19055550188",
        "practice": practice,
        "since": date(2023, 1, 1),
        **values,
    }
    return saved(place, ADVISER, name=name, **given)


def term(place: Workplace, where: Record, who: Record, start: date, end: date, **values: Any) -> Record:
    """A term of an adviser in a village."""
    links = {"village": link(VILLAGE, where), "adviser": link(ADVISER, who)}
    return saved(place, ASSIGNMENT, **links, start_on=start, end_on=end, firm="湖南某某律师事务所", **values)


def service(place: Workplace, of: Record, on: date, minutes: int, **values: Any) -> Record:
    """A service on site, signed for by a village cadre."""
    given = {
        "mode": Mode.ON_SITE,
        "kind": AdviceKind.CONSULTATION,
        "topic": "土地流转",
        "signed": True,
        "signer": "易冬生",
        "start": time(9),
        "end": time(9 + minutes // 60, minutes % 60),
        **values,
    }
    return saved(place, SERVICE_LOG, assignment=link(ASSIGNMENT, of), on=on, minutes=minutes, **given)


def group(place: Workplace, where: Record, name: str, **values: Any) -> Record:
    """A group chat of a village."""
    given = {"founded_on": date(2023, 2, 1), "owner": "易冬生", **values}
    return saved(place, WECHAT_GROUP, village=link(VILLAGE, where), name=name, **given)
