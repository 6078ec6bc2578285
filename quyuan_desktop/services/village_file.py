"""The file of one village (一村一卷): terms, the present adviser, services month by month, group, papers."""

import calendar
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from quyuan_desktop.documents.village_cover import CoverMonth, CoverSheet, village_cover_pdf
from quyuan_desktop.domain import masking
from quyuan_desktop.domain.problems import Problem, Refused
from quyuan_desktop.registers.advisers import tenure
from quyuan_desktop.registers.advisers.adviser import ADVISER, WechatGroup
from quyuan_desktop.registers.advisers.assignment import ASSIGNMENT, Assignment
from quyuan_desktop.registers.advisers.coverage import VillageState, hours, states, village_months
from quyuan_desktop.registers.advisers.service_log import SERVICE_LOG, ServiceLog
from quyuan_desktop.registers.advisers.terms import AdviceKind, Mode
from quyuan_desktop.registers.attached import Attached
from quyuan_desktop.registers.base import State, Values, called
from quyuan_desktop.registers.linked import Linked, points_to, uid_of
from quyuan_desktop.registers.places.village import VILLAGE
from quyuan_desktop.services.save_record import defaults
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import records
from quyuan_desktop.storage.tables import Paper

MONTHS = 12


@dataclass(frozen=True, slots=True)
class FileMonth:
    """One month of the village: minutes on site of those wanted, lectures, services, people served."""

    first: date
    minutes: int
    wanted: float
    lectures: int
    services: int
    people: int


@dataclass(frozen=True, slots=True)
class FilePaper:
    """A paper issued, or a file attached, with the record it belongs to."""

    label: str
    detail: str
    on: date
    register: str
    uid: str


@dataclass(frozen=True, slots=True)
class VillageFile:
    """All that belongs to one village. The records are whole and detached; lists begin with the newest.

    state: how it stands on the day, None while it is not in use; adviser: who is under contract on the day.
    """

    on: date
    village: Any
    state: VillageState | None
    adviser: Any
    terms: tuple[Any, ...]
    services: tuple[Any, ...]
    groups: tuple[Any, ...]
    months: tuple[FileMonth, ...]
    papers: tuple[FilePaper, ...]

    @property
    def term(self) -> Any:
        """The assignment in force on the day, None when there is none."""
        held = self.state.term if self.state else None
        return next((each for each in self.terms if held is not None and each.uid == held.uid), None)

    @property
    def photo(self) -> Attached | None:
        """The photograph of the present adviser."""
        return self.adviser.photo[0] if self.adviser is not None and self.adviser.photo else None


def village_file(place: Workplace, uid: str, on: date | None = None) -> VillageFile:
    """The file of the village `uid` as of a day, today unless told otherwise. Raises Trouble when there is none."""
    day = on or place.today
    with place.ledger.reading() as session:
        village: Any = records.load(session, VILLAGE, uid)
        state = next((each for each in states(session, day, place.house) if each.uid == uid), None)
        terms = _live(session, Assignment, points_to(Assignment.village, uid), Assignment.start_on)
        held = [each.uid for each in terms]
        services = _live(session, ServiceLog, uid_of(ServiceLog.assignment).in_(held), ServiceLog.on)
        groups = _live(session, WechatGroup, points_to(WechatGroup.village, uid), WechatGroup.founded_on)
        adviser = records.load(session, ADVISER, state.term.adviser) if state and state.term else None
        first = _months_before(day, MONTHS - 1)
        months = _months(place, session, uid, services, first, day)
        papers = _papers(session, village, terms, services)
    return VillageFile(day, village, state, adviser, terms, services, groups, months, papers)


def _live(session: Any, record: Any, when: Any, by: Any) -> tuple[Any, ...]:
    """The records in force for which that holds, the newest first; none of these has child rows."""
    wanted = select(record).where(record.state == State.LIVE, when).order_by(by.desc(), record.id.desc())
    return tuple(session.scalars(wanted))


def _months_before(day: date, many: int) -> date:
    """The first day of the month so many months earlier."""
    month = day.year * 12 + day.month - 1 - many
    return date(month // 12, month % 12 + 1, 1)


def _months(
    place: Workplace, session: Any, uid: str, services: Sequence[Any], first: date, last: date
) -> tuple[FileMonth, ...]:
    """The months from `first` to the one of `last`; the hours wanted are those of whole months in term."""
    end = last.replace(day=calendar.monthrange(last.year, last.month)[1])
    wanted = {
        f"{each.last_day:%Y-%m}": each.wanted
        for each in village_months(session, first, end, place.house)
        if each.term.village == uid
    }
    minutes: Counter[str] = Counter()
    lectures: Counter[str] = Counter()
    count: Counter[str] = Counter()
    people: Counter[str] = Counter()
    for each in services:
        if first <= each.on <= last:
            month = f"{each.on:%Y-%m}"
            count[month] += 1
            people[month] += each.people or 0
            minutes[month] += each.minutes if each.mode is Mode.ON_SITE else 0
            lectures[month] += each.kind is AdviceKind.LECTURE
    found = []
    while first <= last:
        month = f"{first:%Y-%m}"
        found.append(
            FileMonth(
                first,
                minutes[month],
                wanted.get(month, 0.0),
                lectures[month],
                count[month],
                people[month],
            )
        )
        first = (first + timedelta(days=31)).replace(day=1)
    return tuple(found)


def _papers(session: Any, village: Any, terms: Iterable[Any], services: Iterable[Any]) -> tuple[FilePaper, ...]:
    """Papers issued from the village's records, and the files attached to them, the newest first."""
    owners = {village.uid: VILLAGE.code}
    owners |= {each.uid: ASSIGNMENT.code for each in terms} | {each.uid: SERVICE_LOG.code for each in services}
    wanted = select(Paper).where(Paper.register.in_(sorted(set(owners.values()))), Paper.record.in_(owners))
    found = [
        FilePaper(
            paper.label,
            paper.number or paper.issued_by,
            paper.issued_at.astimezone().date(),
            paper.register,
            paper.record,
        )
        for paper in session.scalars(wanted)
    ]
    for term in terms:
        day = term.signed_on or term.start_on
        found += [FilePaper("协议扫描件", file.name, day, ASSIGNMENT.code, term.uid) for file in term.scan]
    for each in services:
        if each.photos:
            words = f"{each.topic} {len(each.photos)} 份"
            found.append(FilePaper("照片、签字单", words, each.on, SERVICE_LOG.code, each.uid))
    return tuple(sorted(found, key=lambda each: each.on, reverse=True))


# -- what is begun from the file


def service_begun(place: Workplace, uid: str) -> Values:
    """The values that a new service in the village begins with: its assignment in force. Raises Refused without one."""
    with place.ledger.reading() as session:
        held = [each for each in tenure.tenures(session, place.today, place.today) if each.village == uid]
        if not held:
            text = "这个村现在没有在聘的法律顾问，请先登记聘任，再登记服务。"
            raise Refused([Problem("", text)])
        term = records.load(session, ASSIGNMENT, held[-1].uid)
    return {**defaults(place, SERVICE_LOG), "assignment": Linked(term.uid, called(ASSIGNMENT, term))}


def assignment_begun(place: Workplace, uid: str) -> Values:
    """The values that a new assignment in the village begins with."""
    with place.ledger.reading() as session:
        village = records.load(session, VILLAGE, uid)
    return {**defaults(place, ASSIGNMENT), "village": Linked(uid, called(VILLAGE, village))}


# -- on paper


def cover_sheet(place: Workplace, uid: str, on: date | None = None) -> bytes:
    """The cover of the village's file for the year of the day, as PDF, A4. Raises Trouble."""
    file = village_file(place, uid, on)
    with place.ledger.reading() as session:
        year = _months(place, session, uid, file.services, date(file.on.year, 1, 1), file.on)
    village, adviser, term = file.village, file.adviser, file.term
    phone = masking.mask_phone(village.contact_phone) if village.contact_phone else ""
    group = file.state.group if file.state else None
    fields = (
        ("乡镇", village.town.label),
        ("村（社区）代码", village.code),
        ("村联系人", f"{village.contact} {phone}".strip()),
        ("微信群", _group_words(group) if group else ""),
        ("法律顾问", f"{adviser.name}（{adviser.kind.label}）" if adviser else ""),
        ("顾问电话", adviser.phone if adviser else ""),
        ("执业机构", adviser.firm if adviser else ""),
        ("执业证号", adviser.licence if adviser else ""),
        ("聘期", f"{term.start_on} 至 {term.last_on}" if term else ""),
        ("协议编号", term.agreement if term else ""),
    )
    earlier = [
        f"{each.adviser_name}（{each.start_on}至{each.last_on}）" for each in file.terms if each is not term
    ]
    sheet = CoverSheet(
        place.office.name,
        f"{village.town.label}{village.name}",
        file.on.year,
        fields,
        "、".join(earlier[:6]) or "无",
        [
            CoverMonth(
                f"{each.first.month}月",
                hours(each.minutes),
                hours(each.wanted),
                each.wanted > each.minutes,
                each.lectures,
                each.services,
                each.people,
            )
            for each in year
        ],
        hours(sum(each.minutes for each in year)),
        hours(sum(each.wanted for each in year)),
        file.on,
    )
    return village_cover_pdf(sheet, place.now(), place.staff.name)


def _group_words(group: tenure.Group) -> str:
    return group.name if group.members is None else f"{group.name}（{group.members} 人）"
