"""What only the merged ledger shows: the same matter claimed in two offices, an adviser assigned in too many places."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import case, func, or_, select, tuple_
from sqlalchemy.orm import Session

from quyuan_desktop.domain.problems import Problem, Refused
from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers.advisers.adviser import ADVISER, Adviser
from quyuan_desktop.registers.advisers.assignment import ASSIGNMENT, MOST_VILLAGES, Assignment
from quyuan_desktop.registers.base import State
from quyuan_desktop.registers.legal_aid.application import Application
from quyuan_desktop.registers.legal_aid.application_register import APPLICATION
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION, Consultation, Matter
from quyuan_desktop.registers.linked import uid_of
from quyuan_desktop.registers.mediation.claim import CLAIM, Claim
from quyuan_desktop.registers.mediation.dispute import Dispute, Party
from quyuan_desktop.registers.mediation.dispute_register import DISPUTE
from quyuan_desktop.registers.places.village import VILLAGE, Village
from quyuan_desktop.registers.reporting import CROSS_DAYS
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import history, settings

CLEARED = "exchange.cleared"
"""Setting: the findings that a person has looked into and found to be in order, with the reason, by key."""
BACK = 2
"""So many times the days within which two count as one are looked back on."""
LONGEST_REASON = 200
OLD, NEW = 15, 18
"""Digits of a resident's number until 1999 and since (《公民身份号码》GB 11643-1999)."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One record that a finding rests on."""

    register: str
    uid: str
    office: str
    number: str
    day: date
    words: str


@dataclass(frozen=True, slots=True)
class CrossFinding:
    """What was found. `grave`: money may be paid twice for it, or a rule is broken; `key` names it for ever."""

    rule: str
    words: str
    grave: bool
    rows: tuple[Sighting, ...]

    @property
    def key(self) -> str:
        """The finding's name: another record in it makes it another finding."""
        told = "|".join((self.rule, *sorted(row.uid for row in self.rows)))
        return hashlib.sha256(told.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Seen:
    """A record with what makes it the same as another: who it is about, and what."""

    who: str
    what: str
    row: Sighting


def cross_check(place: Workplace, progress: Callable[[str, int, int], None] | None = None) -> list[CrossFinding]:
    """What stands out between offices, the grave first; without what a person has cleared. Raises Trouble."""
    tell = progress or (lambda text, done, total: None)
    days = int(CROSS_DAYS.of(place.house) or 0)
    since = place.today - timedelta(days=BACK * days)
    steps: tuple[tuple[str, Callable[[Session], Iterable[CrossFinding]]], ...] = (
        ("核对咨询", lambda session: _twice(CONSULTATION.label, _consultations(session, since), days)),
        ("核对法律援助申请", lambda session: _twice(APPLICATION.label, _applications(session, since), days)),
        ("核对纠纷与以案定补", lambda session: _disputes(session, since, days)),
        ("核对法律顾问聘任", lambda session: _advisers(session, place)),
        ("核对村（社区）", lambda session: _villages(session, place)),
    )
    found: dict[str, CrossFinding] = {}
    with place.ledger.reading() as session:
        cleared = settings.read(session, CLEARED, {})
        for done, (name, step) in enumerate(steps):
            tell(name, done, len(steps))
            found.update((each.key, each) for each in step(session) if each.key not in cleared)
    return sorted(found.values(), key=lambda each: (not each.grave, each.rule, each.rows[0].day))


def clear(place: Workplace, finding: CrossFinding, reason: str) -> None:
    """Say why a finding is in order; it is not shown again while no other record joins it. Raises Refused."""
    said = " ".join(reason.split())
    if not said or len(said) > LONGEST_REASON:
        raise Refused([Problem("reason", f"请写明核对的结果，最多 {LONGEST_REASON} 字。")])
    with place.ledger.writing() as session:
        known = settings.read(session, CLEARED, {})
        told = {"reason": said, "by": place.staff.name, "on": place.today.isoformat()}
        settings.keep(session, CLEARED, {**known, finding.key: told})
        detail = f"{finding.rule} {'、'.join(row.number for row in finding.rows)} {said}"[:400]
        history.audit(session, "cross_clear", place.now(), place.staff.name, detail=detail)


# -- the same person with the same matter


def _consultations(session: Session, since: date) -> Iterator[_Seen]:
    found = _people(Consultation, Consultation.id_number, Consultation.received_on, since)
    wanted = found.join(Matter, Matter.parent_id == Consultation.id).add_columns(
        Consultation.visitor, Matter.category
    )
    for who, uid, number, office, day, name, kind in session.execute(wanted):
        row = Sighting(CONSULTATION.code, uid, office, number, day, f"{name} {kind.label}")
        yield _Seen(who, kind.code, row)


def _applications(session: Session, since: date) -> Iterator[_Seen]:
    found = _people(Application, Application.id_number, Application.applied_on, since)
    wanted = found.add_columns(Application.applicant, Application.cause)
    for who, uid, number, office, day, name, cause in session.execute(wanted):
        yield _Seen(who, cause, Sighting(APPLICATION.code, uid, office, number, day, f"{name} {cause}"))


def _people(record: Any, id_number: Any, day: Any, since: date) -> Any:
    """The records of persons whom more than one office has."""
    live = (record.state == State.LIVE, day >= since, id_number != "")
    who = _whose(id_number)
    several = select(who).where(*live).group_by(who).having(func.count(record.office.distinct()) > 1)
    columns = (who, record.uid, record.number, record.office, day)
    return select(*columns).where(*live, who.in_(several))


def _whose(id_number: Any) -> Any:
    """The number without what the old form of 15 digits and the new one of 18 do not share, so that both are one."""
    old = func.substr(id_number, 1, 6).concat("19").concat(func.substr(id_number, 7, 9))
    long = func.length(id_number)
    return case((long == OLD, old), (long == NEW, func.substr(id_number, 1, NEW - 1)), else_=id_number)


def _twice(label: str, seen: Iterable[_Seen], days: int) -> Iterator[CrossFinding]:
    for rows in _together(seen, days):
        offices = len({row.office for row in rows})
        words = f"{rows[-1].words}：{days} 日内在 {offices} 个单位各有一次{label}，请核对是否重复计数。"
        yield CrossFinding(f"同一人同一事项·{label}", words, False, rows)


def _together(seen: Iterable[_Seen], days: int) -> Iterator[tuple[Sighting, ...]]:
    """Those about the same person and matter that follow one another within `days` and are not all of one office."""
    groups: dict[tuple[str, str], dict[str, Sighting]] = {}
    for each in seen:
        groups.setdefault((each.who, each.what), {})[each.row.uid] = each.row
    for group in groups.values():
        run: list[Sighting] = []
        for row in [*sorted(group.values(), key=lambda row: (row.day, row.uid)), None]:
            if row is None or (run and (row.day - run[-1].day).days > days):
                if len({each.office for each in run}) > 1:
                    yield tuple(run)
                run = []
            if row is not None:
                run.append(row)


# -- the same dispute


def _disputes(session: Session, since: date, days: int) -> Iterator[CrossFinding]:
    """Disputes that two offices have, by a party's ID number or by the names of all parties."""
    columns = (Dispute.uid, Dispute.number, Dispute.office, Dispute.accepted_on, Dispute.sides, Dispute.kind)
    live = (Dispute.state == State.LIVE, Dispute.accepted_on >= since)
    who_id = _whose(Party.id_number)
    several = (
        select(who_id)
        .join(Dispute, Party.parent_id == Dispute.id)
        .where(*live, Party.id_number != "")
        .group_by(who_id)
        .having(func.count(Dispute.office.distinct()) > 1)
    )
    by_number = (
        select(who_id, *columns).join(Dispute, Party.parent_id == Dispute.id).where(*live, who_id.in_(several))
    )
    same_names = select(Dispute.sides).where(*live, Dispute.sides != "").group_by(Dispute.sides)
    same_names = same_names.having(func.count(Dispute.office.distinct()) > 1)
    by_names = select(Dispute.sides, *columns).where(*live, Dispute.sides.in_(same_names))
    told: set[frozenset[str]] = set()
    for wanted in (by_number, by_names):
        seen = [
            _Seen(who, kind.code, Sighting(DISPUTE.code, uid, office, number, day, f"{sides} {kind.label}"))
            for who, uid, number, office, day, sides, kind in session.execute(wanted)
        ]
        for rows in _together(seen, days):
            if (named := frozenset(row.uid for row in rows)) not in told:
                told.add(named)
                yield _of_dispute(session, rows, days)


def _of_dispute(session: Session, rows: tuple[Sighting, ...], days: int) -> CrossFinding:
    wanted = select(Claim.uid, Claim.office, Claim.number, Claim.claimed_on, Claim.dispute_told)
    uids = [row.uid for row in rows]
    claims = tuple(
        Sighting(CLAIM.code, uid, office, number, day, told)
        for uid, office, number, day, told in session.execute(
            wanted.where(Claim.state == State.LIVE, uid_of(Claim.dispute).in_(uids)).order_by(Claim.claimed_on)
        )
    )
    if len({claim.office for claim in claims}) > 1:
        words = f"{rows[-1].words}：两个单位都申报了以案定补，同一案只能申报一次，请核对后退回一件。"
        return CrossFinding("以案定补重复申报", words, True, (*claims, *rows))
    words = f"{rows[-1].words}：{days} 日内两个单位都登记了这件纠纷，请核对是否同一件。"
    return CrossFinding("同一纠纷两处登记", words, False, rows)


# -- advisers


def _advisers(session: Session, place: Workplace) -> Iterator[CrossFinding]:
    """Advisers whose terms today, in all offices together, are in more villages than the rules allow."""
    today, allowed = place.today, int(MOST_VILLAGES.of(place.house) or 0)
    wanted = (
        select(Adviser.licence, Adviser.name, Adviser.firm, uid_of(Assignment.village), Assignment.village_name)
        .add_columns(Assignment.uid, Assignment.office, Assignment.number, Assignment.start_on)
        .join(Adviser, Adviser.uid == uid_of(Assignment.adviser))
        .where(Assignment.state == State.LIVE, Adviser.state == State.LIVE)
        .where(Assignment.start_on <= today, Assignment.last_on >= today)
        .order_by(Assignment.start_on, Assignment.uid)
    )
    people: dict[str, list[tuple[str, str, Sighting]]] = {}
    for licence, name, firm, village, village_name, uid, office, number, start in session.execute(wanted):
        row = Sighting(ASSIGNMENT.code, uid, office, number, start, f"{village_name} {name}")
        person = licence.strip().upper() or f"{name} {firm}"
        people.setdefault(person, []).append((village, name, row))
    for terms in people.values():
        villages, rows = {village for village, _, _ in terms}, tuple(row for _, _, row in terms)
        if len(villages) > allowed and len({row.office for row in rows}) > 1:
            words = f"{terms[0][1]}在各所合计同时服务 {len(villages)} 个村，超过规定的 {allowed} 个。"
            yield CrossFinding(f"{ADVISER.label}超载", words, True, rows)


# -- villages


def _villages(session: Session, place: Workplace) -> Iterator[CrossFinding]:
    """Villages in use today that two offices have entered, or an office and the bureau: they would count twice."""
    today = place.today
    used = (Village.state == State.LIVE, Village.valid_from <= today)
    still = or_(Village.valid_to.is_(None), Village.valid_to > today)
    several = select(Village.town, Village.name).where(*used, still).group_by(Village.town, Village.name)
    several = several.having(func.count(Village.office.distinct()) > 1)
    columns = (Village.town, Village.name, Village.uid, Village.office, Village.number, Village.valid_from)
    wanted = select(*columns).where(*used, still, tuple_(Village.town, Village.name).in_(several))
    found: dict[tuple[Town, str], list[Sighting]] = {}
    for town, name, uid, office, number, since in session.execute(wanted.order_by(Village.uid)):
        row = Sighting(VILLAGE.code, uid, office, number, since, f"{town.label}{name}")
        found.setdefault((town, name), []).append(row)
    for rows in found.values():
        mine = any(row.office == place.office.code for row in rows)
        advice = "司法所已经登记了，请把区局自己的那条作废" if mine else "请核对归哪个所，退回另一个所的那条"
        words = f"{rows[0].words}：{len(rows)} 个单位各登记了一条，会算成 {len(rows)} 个村。{advice}。"
        yield CrossFinding("同一个村两处登记", words, False, tuple(rows))
