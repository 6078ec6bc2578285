"""What a paper says that its record does not hold itself: of the records it points at, and of the house's rules."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quyuan_desktop.domain.amounts import capital_amount
from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers.advisers.adviser import Adviser, WechatGroup
from quyuan_desktop.registers.advisers.assignment import HOURS, LECTURES, Assignment
from quyuan_desktop.registers.base import Record, Register, State
from quyuan_desktop.registers.linked import Linked, points_to
from quyuan_desktop.registers.places.village import Village, VillageKind
from quyuan_desktop.registers.service_points.point import Point
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import papers as stored


@dataclass(slots=True)
class Facts:
    """Texts and pictures by name, beside the declared fields of a record."""

    texts: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)


def facts_of(place: Workplace, session: Session, register: Register, record: Record) -> Facts:
    """The facts for the papers of `record`; none for most registers. Raises Trouble for a damaged photograph."""
    gather = _GATHER.get(register.code)
    return gather(place, session, record) if gather is not None else Facts()


def _pointed_at(session: Session, declared: Any, link: Linked | None) -> Any:
    """The record that a link leads to, if it leads anywhere."""
    return None if link is None else session.scalar(select(declared).where(declared.uid == link.uid))


def _of_visit(place: Workplace, session: Session, record: Any) -> Facts:
    point: Point | None = _pointed_at(session, Point, record.point)
    if point is None:
        return Facts()
    return Facts({"point_address": point.address, "point_hours": point.hours, "point_phone": point.phone})


def _of_assignment(place: Workplace, session: Session, record: Any) -> Facts:
    facts = Facts(_of_term(session, record))
    adviser: Adviser | None = _pointed_at(session, Adviser, record.adviser)
    if adviser is not None and adviser.photo:
        facts.pictures["photo"] = stored.blob(session, adviser.photo[0].sha256)
    group = _group(session, record.village)
    facts.texts |= {
        "group": group.name if group is not None else "",
        "invitation": group.invitation if group is not None else "",
        "hours": str(HOURS.of(place.house)),
        "lectures": str(LECTURES.of(place.house)),
        "subsidy_capital": capital_amount(record.subsidy) if record.subsidy is not None else "",
    }
    return facts


def _of_service(place: Workplace, session: Session, record: Any) -> Facts:
    term: Assignment | None = _pointed_at(session, Assignment, record.assignment)
    return Facts(_of_term(session, term) if term is not None else {})


def _of_term(session: Session, term: Assignment) -> dict[str, str]:
    """Who serves whom: the adviser and the village of an assignment, as they are now."""
    adviser: Adviser | None = _pointed_at(session, Adviser, term.adviser)
    village: Village | None = _pointed_at(session, Village, term.village)
    found = {"adviser_told": term.adviser_name, "village_told": term.village_name, "adviser_firm": term.firm}
    if adviser is not None:
        found |= {
            "adviser_told": adviser.name,
            "adviser_kind": adviser.kind.label,
            "licence": adviser.licence,
            "adviser_firm": term.firm or adviser.firm,
            "adviser_phone": adviser.phone,
            "specialities": adviser.specialities,
        }
    if village is not None:
        town = "" if village.town is Town.ELSEWHERE else village.town.label
        found |= {"village_told": f"{town}{village.name}", "committee": town + committee(village)}
    return found


def committee(village: Village) -> str:
    """What the village's own body is called: 荷花村村民委员会, 槐花社区居民委员会 (村民委员会组织法; 城市居民委员会组织法)."""
    if village.name.endswith("委员会"):
        return village.name
    whose = "居民" if village.kind is VillageKind.COMMUNITY else "村民"
    return f"{village.name.removesuffix('居委会')}{whose}委员会"


def _group(session: Session, village: Linked | None) -> WechatGroup | None:
    """The newest group chat of a village that still is one."""
    if village is None:
        return None
    wanted = select(WechatGroup).where(
        WechatGroup.state == State.LIVE,
        points_to(WechatGroup.village, village.uid),
        WechatGroup.dissolved_on.is_(None),
    )
    newest: WechatGroup | None = session.scalar(wanted.order_by(WechatGroup.founded_on.desc()).limit(1))
    return newest


_GATHER: dict[str, Callable[[Workplace, Session, Any], Facts]] = {
    "visit": _of_visit,
    "assignment": _of_assignment,
    "service_log": _of_service,
}
