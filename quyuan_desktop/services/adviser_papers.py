"""Papers of village advisers over a period, from the records: 工作日志, 考核评分表, 补贴核算表; as PDF or as Word."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from quyuan_desktop.documents import adviser_periods as drawn
from quyuan_desktop.documents.layout import Form
from quyuan_desktop.documents.layout_pdf import form_pdf
from quyuan_desktop.documents.sheet import long_date
from quyuan_desktop.domain.names import readings
from quyuan_desktop.domain.periods import Period
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers.advisers.adviser import Adviser, WechatGroup
from quyuan_desktop.registers.advisers.assignment import HOURS, LECTURES, Assignment
from quyuan_desktop.registers.advisers.coverage import VillageMonth, village_months
from quyuan_desktop.registers.advisers.scoring import Doing, Mark, marks
from quyuan_desktop.registers.advisers.service_log import ServiceLog
from quyuan_desktop.registers.advisers.subsidy import months_in_term, months_told, subsidy_due
from quyuan_desktop.registers.advisers.terms import AdviceKind
from quyuan_desktop.registers.base import State
from quyuan_desktop.registers.linked import points_to, uid_of
from quyuan_desktop.registers.places.village import Village
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage.tables import Paper

BOARDS = ("adviser_board", "adviser_board_a4")


def log_book(
    place: Workplace, period: Period, *, village: str = "", adviser: str = "", word: bool = False
) -> bytes:
    """工作日志 of the village, or of the adviser, with that uid: one of the two is given. With `word`, as DOCX.

    Raises Trouble when there is no such village or adviser, ValueError when none or both are asked for.
    """
    with place.ledger.reading() as session:
        whose = _name(session, village, adviser)
        terms = _terms(session, period, village=village, adviser=adviser)
        logs = _logs(session, period, terms)
    told = {term.uid: term for term in terms}
    services = tuple(_served(log, told[log.assignment.uid]) for log in logs)
    book = drawn.LogBook(whose, bool(village), period_told(period), services)
    return _made(place, drawn.log_book(book), word=word)


def score_sheet(
    place: Workplace, period: Period, *, village: str = "", adviser: str = "", word: bool = False
) -> bytes:
    """考核评分表 of the adviser, or of the village, with that uid; otherwise like `log_book`."""
    with place.ledger.reading() as session:
        whose = _name(session, village, adviser)
        terms = _terms(session, period, village=village, adviser=adviser)
        logs = _logs(session, period, terms)
        months = _months(session, place, period, terms)
        done = _doing(session, place, period, terms, logs, months)
    others = [term.adviser_name if village else term.village_name for term in terms]
    items = marks(done, HOURS.of(place.house), LECTURES.of(place.house))
    sheet = drawn.ScoreSheet(
        whose,
        bool(village),
        "、".join(dict.fromkeys(others)),
        period_told(period),
        tuple(map(_scored, items)),
    )
    return _made(place, drawn.score_sheet(sheet), word=word)


def subsidy_sheet(place: Workplace, period: Period, *, word: bool = False) -> bytes:
    """补贴核算表 of all terms that touch the period, by adviser and village. With `word`, as DOCX. Raises Trouble."""
    with place.ledger.reading() as session:
        terms = _terms(session, period)
        logs = _logs(session, period, terms)
        months = _months(session, place, period, terms)
    by_term: dict[str, list[ServiceLog]] = defaultdict(list)
    for log in logs:
        by_term[log.assignment.uid].append(log)
    full = Counter(each.term.uid for each in months if _enough(each))
    ordered = sorted(terms, key=_by_adviser)
    rows = [_subsidy(term, period, by_term[term.uid], full[term.uid]) for term in ordered]
    return _made(place, drawn.subsidy_sheet(period_told(period), rows), word=word)


def period_told(period: Period) -> str:
    """A period in words with its days: 2023年（2023年1月1日至2023年12月31日）."""
    return f"{period.label}（{long_date(period.first)}至{long_date(period.last)}）"


def _made(place: Workplace, form: Form, *, word: bool) -> bytes:
    sheet = drawn.sheet_for(place.office, place.now(), place.staff.name)
    if not word:
        return form_pdf(form, sheet)
    from quyuan_desktop.documents.layout_docx import form_docx  # Word's library takes 0.1 s, and few ask for it

    return form_docx(form, sheet)


# -- what the records hold


def _name(session: Session, village: str, adviser: str) -> str:
    if bool(village) == bool(adviser):
        raise ValueError("of a village or of an adviser")
    declared: Any = Village if village else Adviser
    name = session.scalar(select(declared.name).where(declared.uid == (village or adviser)))
    if name is None:
        raise Trouble("没有找到这个村（社区）或法律顾问，请刷新后再试。")
    return str(name)


def _terms(session: Session, period: Period, *, village: str = "", adviser: str = "") -> list[Assignment]:
    """The assignments in force on any day of the period, of one village or adviser when given."""
    wanted = select(Assignment).where(
        Assignment.state == State.LIVE,
        Assignment.start_on <= period.last,
        Assignment.last_on >= period.first,
    )
    if village:
        wanted = wanted.where(points_to(Assignment.village, village))
    if adviser:
        wanted = wanted.where(points_to(Assignment.adviser, adviser))
    return list(session.scalars(wanted.order_by(Assignment.start_on, Assignment.id)))


def _logs(session: Session, period: Period, terms: Iterable[Assignment]) -> list[ServiceLog]:
    """The services of these terms in the period, by day and time."""
    wanted = select(ServiceLog).where(
        ServiceLog.state == State.LIVE, ServiceLog.on >= period.first, ServiceLog.on <= period.last
    )
    known = {term.uid for term in terms}
    found = session.scalars(wanted.order_by(ServiceLog.on, ServiceLog.start, ServiceLog.id))
    return [log for log in found if log.assignment.uid in known]


def _months(session: Session, place: Workplace, period: Period, terms: Iterable[Assignment]) -> list[VillageMonth]:
    known = {term.uid for term in terms}
    return [
        each for each in village_months(session, period.first, period.last, place.house) if each.term.uid in known
    ]


def _enough(month: VillageMonth) -> bool:
    return month.minutes + 1e-6 >= month.wanted


def _served(log: ServiceLog, term: Assignment) -> drawn.Served:
    times = f"{log.start:%H:%M}—{log.end:%H:%M}" if log.start and log.end else ""
    told = f"{log.topic}：{log.content}" if log.content and log.content != log.topic else log.topic
    proof = [log.signer or "已签字"] if log.signed else []
    proof += [f"照片{len(log.photos)}份"] if log.photos else []
    proof += ["补录"] if log.late else []
    return drawn.Served(
        on=log.on,
        times=times,
        village=term.village_name,
        adviser=term.adviser_name,
        mode=log.mode.label,
        kind=log.kind.label,
        minutes=log.minutes,
        people=log.people,
        told=told,
        result=log.result,
        proof="，".join(proof),
    )


# -- scores


def _doing(
    session: Session,
    place: Workplace,
    period: Period,
    terms: Sequence[Assignment],
    logs: Sequence[ServiceLog],
    months: Sequence[VillageMonth],
) -> Doing:
    quarters = [(term.uid, *quarter) for term in terms for quarter in _whole_quarters(term, period)]
    wanted = LECTURES.of(place.house)
    lectures = [(log.assignment.uid, log.on) for log in logs if log.kind is AdviceKind.LECTURE]
    groups = _groups(session, period, {term.village.uid for term in terms})
    boards = select(func.count(func.distinct(Paper.record))).where(
        Paper.register == "assignment", Paper.kind.in_(BOARDS), Paper.record.in_([term.uid for term in terms])
    )
    return Doing(
        terms=len(terms),
        agreements=sum(bool(term.agreement or term.scan) for term in terms),
        boards=session.scalar(boards) or 0,
        months=len(months),
        fulfilled=sum(map(_enough, months)),
        quarters=len(quarters),
        lectured=sum(
            sum(term == uid and first <= on <= last for uid, on in lectures) >= wanted
            for term, first, last in quarters
        ),
        services=len(logs),
        proved=sum(log.proved for log in logs),
        late=sum(log.late for log in logs),
        groups=len(groups),
        pushes=sum(group.pushes or 0 for group in groups),
        mediations=sum(log.kind is AdviceKind.MEDIATION for log in logs),
        aids=sum(log.kind is AdviceKind.AID for log in logs),
    )


def _whole_quarters(term: Assignment, period: Period) -> Iterator[tuple[date, date]]:
    """The calendar quarters that lie wholly within the term and the period."""
    begin, end = max(term.start_on, period.first), min(term.last_on, period.last)
    first = date(begin.year, (begin.month - 1) // 3 * 3 + 1, 1)
    while first <= end:
        after = date(first.year + first.month // 10, (first.month + 2) % 12 + 1, 1)
        if first >= begin and after - timedelta(days=1) <= end:
            yield first, after - timedelta(days=1)
        first = after


def _groups(session: Session, period: Period, villages: set[str]) -> list[WechatGroup]:
    """The group chats that these villages have at the end of the period."""
    wanted = select(WechatGroup).where(
        WechatGroup.state == State.LIVE,
        WechatGroup.founded_on <= period.last,
        or_(WechatGroup.dissolved_on.is_(None), WechatGroup.dissolved_on > period.last),
        uid_of(WechatGroup.village).in_(villages),
    )
    return list(session.scalars(wanted))


def _scored(mark: Mark) -> drawn.Scored:
    points = "" if mark.points is None else f"{mark.points.normalize():f}"
    return drawn.Scored(mark.item, mark.full, mark.rule, mark.found, points)


# -- subsidies


def _by_adviser(term: Assignment) -> tuple[Any, ...]:
    """Terms in the order of the advisers' names in pinyin, then of the villages'."""
    return readings(term.adviser_name)[:1], term.adviser.uid, readings(term.village_name)[:1], term.start_on


def _subsidy(term: Assignment, period: Period, logs: Sequence[ServiceLog], full: int) -> drawn.Subsidy:
    months = months_in_term(term.start_on, term.last_on, period.first, period.last)
    begin, end = max(term.start_on, period.first), min(term.last_on, period.last)
    due = None if term.subsidy is None else subsidy_due(term.subsidy, months)
    return drawn.Subsidy(
        key=term.adviser.uid,
        village=term.village_name,
        adviser=term.adviser_name,
        firm=term.firm,
        agreement=term.agreement,
        term=f"{begin:%Y-%m-%d}\n至{end:%Y-%m-%d}",
        months=months_told(months),
        fulfilled=str(full),
        services=len(logs),
        proved=sum(log.proved for log in logs),
        lectures=sum(log.kind is AdviceKind.LECTURE for log in logs),
        standard=term.subsidy,
        due=due,
        note=_remark(term),
    )


def _remark(term: Assignment) -> str:
    notes = ["未填补贴标准"] if term.subsidy is None else []
    if term.dismissal is not None:
        notes.append(f"已解聘：{term.dismissal.label}")
    return "；".join(notes)
