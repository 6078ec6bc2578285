"""聘任: which adviser serves which village from when to when, under which agreement."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Index, or_, select
from sqlalchemy.orm import Mapped

from quyuan_desktop.domain.deadlines import Running
from quyuan_desktop.domain.house import HouseRules
from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.advisers.measures import assignment_figures, assignment_means
from quyuan_desktop.registers.advisers.terms import Dismissal, Practice
from quyuan_desktop.registers.attached import Attached
from quyuan_desktop.registers.base import Occasion, PaperKind, Record, Register, Section, State, Values
from quyuan_desktop.registers.fields import choice, day, files, flag, link, money, words
from quyuan_desktop.registers.linked import Linked, points_to, uid_of
from quyuan_desktop.registers.settings import DeskSetting

MOST_VILLAGES = DeskSetting(
    code="advisers.most_villages",
    label="一名顾问最多服务几个村",
    kind=kinds.Number(least=1, most=100, unit="个"),
    default=5,
    help="安徽2021年标准为5个；本省没有查到统一规定，可以改。",
    certain=False,
)
EXPIRY_AHEAD = DeskSetting(
    code="advisers.expiry_ahead",
    label="聘期届满前多少日提醒",
    kind=kinds.Number(least=1, most=365, unit="日"),
    default=60,
    help="到期前开始提醒续聘或换人。",
)
HOURS = DeskSetting(
    code="advisers.hours",
    label="每村每月现场服务小时数",
    kind=kinds.Number(least=0, most=100, unit="小时"),
    default=4,
    help="参照河南2018、安徽2021的规定；湖南没有查到统一规定，可以改。",
    certain=False,
)
LECTURES = DeskSetting(
    code="advisers.lectures",
    label="每村每季度法治讲座次数",
    kind=kinds.Number(least=0, most=20, unit="次"),
    default=1,
    help="参照河南2018、安徽2021的规定，可以改。",
    certain=False,
)
SILENT_DAYS = DeskSetting(
    code="advisers.silent_days",
    label="多少日没有服务记录算缺口",
    kind=kinds.Number(least=1, most=365, unit="日"),
    default=45,
    help="超过这么多日没有服务记录的村列入缺口清单。",
)
LATE_DAYS = DeskSetting(
    code="advisers.late_days",
    label="服务后多少日才录入算补录",
    kind=kinds.Number(least=1, most=365, unit="日"),
    default=15,
    help="录入日比服务日晚得多的，显示“补录”。",
)
MOST_HOURS_A_DAY = DeskSetting(
    code="advisers.most_hours",
    label="一名顾问一天最多服务几小时",
    kind=kinds.Number(least=1, most=24, unit="小时"),
    default=8,
    help="超过的提示核对，不拦截。",
)
SETTINGS = (HOURS, LECTURES, MOST_VILLAGES, EXPIRY_AHEAD, SILENT_DAYS, LATE_DAYS, MOST_HOURS_A_DAY)


class Assignment(Record, kw_only=True):
    """One term of one adviser in one village."""

    __tablename__ = "assignment"
    __table_args__ = (Index("ix_assignment_listed", "state", "start_on"),)

    village: Mapped[Linked] = link("村（社区）", "village", section="assignment", required=True)
    adviser: Mapped[Linked] = link("法律顾问", "adviser", required=True)
    village_name: Mapped[str] = words("村名", limit=60, derived=True, column=True, searched="name", width=10)
    adviser_name: Mapped[str] = words("顾问", limit=60, derived=True, column=True, searched="name", width=8)
    firm: Mapped[str] = words(
        "合同相对方", limit=60, column=True, suggest="firm", width=20, help="签合同的律所、法律服务所。"
    )
    agreement: Mapped[str] = words("聘书或协议编号", limit=60, column=True, searched="content", width=18)
    signed_on: Mapped[date | None] = day("签订日期")
    start_on: Mapped[date] = day("聘期自", required=True, column=True, default="today")
    end_on: Mapped[date] = day("聘期至", required=True, column=True)
    subsidy: Mapped[int | None] = money("补贴标准（元/年）")
    mutual: Mapped[bool] = flag("双向选择")
    dismissed_on: Mapped[date | None] = day("解聘日期", column=True)
    dismissal: Mapped[Dismissal | None] = choice("解聘原因", Dismissal, width=14)
    last_on: Mapped[date] = day("实际到期", derived=True, required=True)
    scan: Mapped[tuple[Attached, ...]] = files("协议扫描件", most=10)
    note: Mapped[str] = words("备注", limit=200, width=40)


def complete(values: Values, occasion: Occasion) -> Values:
    """Call the term by its village and adviser; it ends with its last day or the day before the dismissal."""
    filled = dict(values)
    for name in ("village", "adviser"):
        filled[f"{name}_name"] = filled[name].text if filled[name] is not None else ""
    ends = [filled["end_on"]] if filled["end_on"] else []
    if filled["dismissed_on"] and filled["dismissed_on"] > kinds.EARLIEST:
        ends.append(filled["dismissed_on"] - timedelta(days=1))
    filled["last_on"] = min(ends) if ends else None
    return filled


def check(values: Values, occasion: Occasion) -> list[Problem]:
    """The slips of a term."""
    return list(_slips(values))


def _slips(values: Values) -> Iterator[Problem]:
    start, end, dismissed = values["start_on"], values["end_on"], values["dismissed_on"]
    if start and end and end < start:
        yield Problem("end_on", "聘期止日早于起日，请核对。")
    if start and end and (end - start).days > 3660:
        yield Problem("end_on", "聘期超过十年，请核对年份。")
    if bool(dismissed) != bool(values["dismissal"]):
        field = "dismissal" if dismissed else "dismissed_on"
        yield Problem(field, "解聘日期和解聘原因要一起填。")
    if dismissed and start and dismissed < start:
        yield Problem("dismissed_on", "解聘日期早于聘期起日，请核对。")


def against(session: Any, values: Values, uid: str) -> list[Problem]:
    """What the ledger says against a term: another adviser at the same time, services that it would leave outside."""
    return [*_overlapping(session, values, uid), *_left_outside(session, values, uid)]


def _overlapping(session: Any, values: Values, uid: str) -> Iterator[Problem]:
    """A village has one adviser at a time; two terms that overlap are most often a slip."""
    if values["village"] is None or values["start_on"] is None or values["last_on"] is None:
        return
    wanted = select(Assignment.adviser_name, Assignment.start_on, Assignment.last_on).where(
        Assignment.state == State.LIVE,
        points_to(Assignment.village, values["village"].uid),
        Assignment.start_on <= values["last_on"],
        Assignment.last_on >= values["start_on"],
        Assignment.uid != uid,
    )
    found = session.execute(wanted.limit(1)).first()
    if found is not None:
        name, first, last = found
        text = f"{values['village'].text}这段时间已聘{name}（{first}至{last}）。换人的，请先把那一条解聘。"
        yield Problem("village", text)


def _left_outside(session: Any, values: Values, uid: str) -> Iterator[Problem]:
    """A term that is corrected still holds every service that was entered under it."""
    from quyuan_desktop.registers.advisers.service_log import ServiceLog  # which is declared on this register

    if not uid or values["start_on"] is None or values["last_on"] is None:
        return
    wanted = select(ServiceLog.on, ServiceLog.number).where(
        ServiceLog.state == State.LIVE,
        points_to(ServiceLog.assignment, uid),
        or_(ServiceLog.on < values["start_on"], ServiceLog.on > values["last_on"]),
    )
    found = session.execute(wanted.order_by(ServiceLog.on).limit(1)).first()
    if found is not None:
        on, number = found
        field = "start_on" if on < values["start_on"] else "dismissed_on" if values["dismissed_on"] else "end_on"
        yield Problem(field, f"{on} 已有服务记录 {number}，不在改后的聘期内。请核对聘期，或先更正那条服务记录。")


def doubted(session: Any, values: Values, uid: str, house: HouseRules) -> list[Problem]:
    """A village or an adviser out of use during the term, and an adviser with more villages than allowed (超载)."""
    return [*_out_of_use(session, values), *_overloaded(session, values, uid, house)]


def _out_of_use(session: Any, values: Values) -> Iterator[Problem]:
    from quyuan_desktop.registers.advisers.adviser import Adviser
    from quyuan_desktop.registers.places.village import Village

    last = values["last_on"]
    if last is None:
        return
    if values["village"] is not None:
        wanted = select(Village.name, Village.valid_to).where(Village.uid == values["village"].uid)
        name, until = session.execute(wanted).one()
        if until is not None and until < last:
            text = f"{name} {until} 停用，聘期却到 {last}，请核对；并村的，聘任登记在并入的村。"
            yield Problem("village", text, warning=True)
    if values["adviser"] is not None:
        told = select(Adviser.name, Adviser.practice, Adviser.until).where(Adviser.uid == values["adviser"].uid)
        name, practice, until = session.execute(told).one()
        if until is not None and until < last:
            text = f"{name} {until} 离任，聘期却到 {last}，请核对。"
            yield Problem("adviser", text, warning=True)
        elif practice is not Practice.ACTIVE and not values["dismissed_on"]:
            yield Problem("adviser", f"{name}的执业状态是“{practice.label}”，请核对。", warning=True)


def _overloaded(session: Any, values: Values, uid: str, house: HouseRules) -> list[Problem]:
    village, adviser = values["village"], values["adviser"]
    if village is None or adviser is None or values["start_on"] is None or values["last_on"] is None:
        return []
    wanted = select(uid_of(Assignment.village), Assignment.start_on, Assignment.last_on).where(
        Assignment.state == State.LIVE,
        points_to(Assignment.adviser, adviser.uid),
        Assignment.start_on <= values["last_on"],
        Assignment.last_on >= values["start_on"],
        Assignment.uid != uid,
    )
    others = list(session.execute(wanted))
    days = {values["start_on"], *(start for _, start, _ in others if start > values["start_on"])}
    most = max(len({village.uid, *(v for v, start, last in others if start <= day <= last)}) for day in days)
    allowed = MOST_VILLAGES.of(house)
    if most <= allowed:
        return []
    return [
        Problem(
            "adviser", f"{adviser.text}将同时服务 {most} 个村，超过规定的 {allowed} 个，请核对。", warning=True
        )
    ]


def limits(values: Values) -> list[Running]:
    """The end of a term. Whether another follows it is not written in it: the board knows, and asks for one."""
    if values["last_on"] is None or values["dismissed_on"]:
        return []
    return [Running(code="adviser.expiry", start=values["start_on"], due=values["last_on"], asks=False)]


ASSIGNMENT = Register(
    code="assignment",
    label="聘任",
    record=Assignment,
    number="{short}聘〔{year}〕{serial}号",
    day="start_on",
    who="village_name",
    what="adviser_name",
    called_by=("village_name", "adviser_name"),
    sections=(Section(code="assignment", label="聘任"),),
    measures=assignment_figures(Assignment),
    means=assignment_means(),
    report="一村一法律顾问月报表",
    papers=(
        PaperKind(code="assignment_letter", label="聘书"),
        PaperKind(code="assignment_agreement", label="聘任协议"),
        PaperKind(code="adviser_board", label="公示牌", size="A3"),
        PaperKind(code="adviser_board_a4", label="公示牌"),
        PaperKind(code="assignment_sheet", label="聘任登记表"),
    ),
    complete=complete,
    check=check,
    against=against,
    doubted=doubted,
    limits=limits,
    timed_by=("start_on", "last_on", "dismissed_on"),
    unsettled=Assignment.dismissed_on.is_(None),
)
