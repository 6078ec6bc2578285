"""顾问服务记录: one service of an adviser in a village, with its evidence."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Index, and_, func, select
from sqlalchemy.orm import Mapped

from quyuan_desktop.domain.house import HouseRules
from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers.advisers.assignment import LATE_DAYS, MOST_HOURS_A_DAY, Assignment
from quyuan_desktop.registers.advisers.coverage_figures import COPIES, SHORTEST, told
from quyuan_desktop.registers.advisers.measures import log_measures
from quyuan_desktop.registers.advisers.terms import AdviceKind, Mode
from quyuan_desktop.registers.attached import Attached
from quyuan_desktop.registers.base import Lead, Occasion, PaperKind, Record, Register, Section, State, Values
from quyuan_desktop.registers.fields import choice, clock, count, day, files, flag, link, name, paragraph, words
from quyuan_desktop.registers.linked import Linked, points_to, uid_of
from quyuan_desktop.registers.mediation.leading import from_service
from quyuan_desktop.registers.publicity.terms import Audience, PromoForm

NEAR = timedelta(days=93)
"""How far before and after a service the same text is looked for."""


class ServiceLog(Record, kw_only=True):
    """One service: when, how long, how, what, for how many, and what proves it."""

    __tablename__ = "service_log"
    __table_args__ = (
        Index("ix_service_log_listed", "state", "on"),
        Index("ix_service_log_counted", "on", "state", "kind", "mode", "minutes", "people"),
    )

    on: Mapped[date] = day("服务日期", section="service", past=True, required=True, column=True, default="today")
    start: Mapped[time | None] = clock("自", help="和“至”一起算出服务时长。")
    end: Mapped[time | None] = clock("至")
    assignment: Mapped[Linked] = link(
        "村和顾问", "assignment", required=True, default="last", help="输入村名或顾问姓名选择聘任关系。"
    )
    village_and_adviser: Mapped[str] = words(
        "村、顾问", limit=120, derived=True, column=True, searched="name", width=16
    )
    mode: Mapped[Mode] = choice("方式", Mode, required=True, column=True, counted=True, default="onsite", width=6)
    kind: Mapped[AdviceKind] = choice("类别", AdviceKind, required=True, column=True, counted=True, width=12)
    minutes: Mapped[int] = count(
        "服务时长",
        required=True,
        least=1,
        most=1440,
        column=True,
        counted=True,
        unit="分钟",
        help="填了起止时间的自动算出。",
    )
    people: Mapped[int | None] = count("服务人数", most=10_000, column=True, counted=True, unit="人")
    served: Mapped[str] = words("服务对象", limit=100, width=20)
    topic: Mapped[str] = words("主题", limit=100, required=True, column=True, searched="content", width=24)
    content: Mapped[str] = paragraph("内容", searched="content", limit=5000)
    result: Mapped[str] = words("结果", limit=300, width=40)
    consultation: Mapped[Linked | None] = link("关联咨询", "consultation", help="服务中逐一登记的咨询，只计一次。")
    dispute: Mapped[Linked | None] = link(
        "参与的纠纷", "dispute", help="参加调解的，关联那件纠纷；纠纷和服务各计一次。"
    )
    signed: Mapped[bool] = flag("村干部已签字", section="evidence", counted=True)
    signer: Mapped[str] = name("签字人")
    photos: Mapped[tuple[Attached, ...]] = files("照片、签字单", most=20)
    entered_on: Mapped[date] = day("录入日期", derived=True, required=True)
    late: Mapped[bool] = flag("补录", derived=True, counted=True, column=True)
    proved: Mapped[bool] = flag("有佐证", derived=True, counted=True)


def complete(values: Values, occasion: Occasion) -> Values:
    """Reckon the length from the times, and note when it was entered and whether there is evidence."""
    filled = dict(values)
    filled["minutes"] = filled["minutes"] or follow(filled)["minutes"]
    filled["village_and_adviser"] = filled["assignment"].text if filled["assignment"] is not None else ""
    filled["entered_on"] = filled["entered_on"] or occasion.today
    if filled["on"]:
        filled["late"] = (filled["entered_on"] - filled["on"]).days > LATE_DAYS.of(occasion.house)
    filled["proved"] = bool(filled["photos"]) or bool(filled["signed"])
    return filled


def follow(values: Values) -> Values:
    """The length follows from the times unless a shorter one was written, as for a break."""
    return {"minutes": _between(values["start"], values["end"])}


def _between(start: time | None, end: time | None) -> int | None:
    """Minutes from start to end, None when these are no two times in a row."""
    if start is None or end is None or end <= start:
        return None
    return (end.hour - start.hour) * 60 + end.minute - start.minute


def check(values: Values, occasion: Occasion) -> list[Problem]:
    """The slips of a service."""
    return list(_slips(values, occasion))


def _slips(values: Values, occasion: Occasion) -> Iterator[Problem]:
    start, end, minutes = values["start"], values["end"], values["minutes"]
    if start and end and end <= start:
        yield Problem("end", "结束时间不晚于开始时间，请核对。")
    elif not minutes:
        yield Problem("minutes", "请填服务时长，或把起止时间都填上。")
    elif start and end and minutes:
        reckoned = _between(start, end)
        if reckoned and minutes > reckoned:
            yield Problem("minutes", f"服务时长多于起止时间（{reckoned} 分钟），请核对。")
    if minutes and minutes > MOST_HOURS_A_DAY.of(occasion.house) * 60:
        yield Problem("minutes", f"一次服务 {minutes / 60:.1f} 小时，请核对。", warning=True)
    if not values["proved"]:
        yield Problem("signed", "没有村干部签字，也没有照片，服务将列为没有佐证。", warning=True)
    if values["signed"] and not values["signer"]:
        yield Problem("signer", "勾了村干部已签字，请填签字人。")
    if values["kind"] is AdviceKind.LECTURE and not values["people"]:
        yield Problem("people", "讲座请填听讲人数。", warning=True)


DAY = 24 * 60


def against(session: Any, values: Values, uid: str) -> list[Problem]:
    """What cannot be: a service outside the term it belongs to, a day of an adviser with more than 24 hours."""
    return outside_term(session, values) or list(_beyond_a_day(session, values, uid))


def _beyond_a_day(session: Any, values: Values, uid: str) -> Iterator[Problem]:
    if values["assignment"] is None or values["on"] is None:
        return
    together = _others_that_day(session, values, uid) + (values["minutes"] or 0)
    if together > DAY:
        text = (
            f"加上这次，这名顾问 {values['on']} 共服务 {together / 60:.1f} 小时，超过 24 小时，请核对日期和时长。"
        )
        yield Problem("minutes", text)


def outside_term(session: Any, values: Values) -> list[Problem]:
    """A service is given within the term it belongs to."""
    if values["assignment"] is None or values["on"] is None:
        return []
    wanted = select(Assignment.start_on, Assignment.last_on, Assignment.state)
    found = session.execute(wanted.where(Assignment.uid == values["assignment"].uid)).first()
    if found is None:
        return []
    first, last, state = found
    if state is State.VOID:
        return [Problem("assignment", "这条聘任已作废，请选择当时有效的聘任。")]
    if first <= values["on"] <= last:
        return []
    text = f"服务日期不在聘期内（{first}至{last}）。请核对日期，或选择当时的聘任；聘期记错的，先更正聘任。"
    return [Problem("on", text)]


def doubted(session: Any, values: Values, uid: str, house: HouseRules) -> list[Problem]:
    """A day of an adviser that grows too long, another service at the same time, a text that stands elsewhere."""
    if values["assignment"] is None or values["on"] is None:
        return []
    return [
        *_long_day(session, values, uid, house),
        *_same_time(session, values, uid),
        *_same_text(session, values, uid),
    ]


def _of_the_adviser(values: Values, uid: str) -> ColumnElement[bool]:
    """The other services of that adviser on that day; over ServiceLog joined to Assignment."""
    adviser = select(uid_of(Assignment.adviser)).where(Assignment.uid == values["assignment"].uid)
    return and_(
        ServiceLog.state == State.LIVE,
        ServiceLog.on == values["on"],
        ServiceLog.uid != uid,
        uid_of(Assignment.adviser) == adviser.scalar_subquery(),
    )


def _others_that_day(session: Any, values: Values, uid: str) -> int:
    """Minutes of the adviser's other services on that day."""
    wanted = select(func.coalesce(func.sum(ServiceLog.minutes), 0)).join(
        Assignment, Assignment.uid == uid_of(ServiceLog.assignment)
    )
    return int(session.scalar(wanted.where(_of_the_adviser(values, uid))))


def _same_time(session: Any, values: Values, uid: str) -> Iterator[Problem]:
    """Nobody is in two places at once; the same service entered twice is a slip."""
    wanted = select(ServiceLog.village_and_adviser, ServiceLog.start, ServiceLog.end).join(
        Assignment, Assignment.uid == uid_of(ServiceLog.assignment)
    )
    if values["start"] and values["end"]:
        meeting = and_(ServiceLog.start < values["end"], ServiceLog.end > values["start"])
    else:
        same = (ServiceLog.kind == values["kind"], ServiceLog.topic == values["topic"])
        meeting = and_(points_to(ServiceLog.assignment, values["assignment"].uid), *same)
    found = session.execute(wanted.where(_of_the_adviser(values, uid), meeting).limit(1)).first()
    if found is not None:
        where, start, end = found
        if values["start"] and values["end"]:
            text = f"这名顾问同一时间已有一次服务（{where}，{start:%H:%M}至{end:%H:%M}），请核对是否重复。"
        else:
            text = f"同一天已有类别、主题相同的一次服务（{where}），请核对是否重复。"
        yield Problem("on", text, warning=True)


def _long_day(session: Any, values: Values, uid: str, house: HouseRules) -> Iterator[Problem]:
    others = _others_that_day(session, values, uid)
    together = others + (values["minutes"] or 0)
    most = MOST_HOURS_A_DAY.of(house)
    if others and together > most * 60:
        text = f"加上这次，这名顾问当天服务共 {together / 60:.1f} 小时，超过 {most} 小时，请核对。"
        yield Problem("minutes", text, warning=True)


def _same_text(session: Any, values: Values, uid: str) -> Iterator[Problem]:
    text = values["content"] or values["result"]
    if len(text) < SHORTEST:
        return
    village = select(uid_of(Assignment.village)).where(Assignment.uid == values["assignment"].uid)
    wanted = (
        select(func.count(func.distinct(uid_of(Assignment.village))))
        .join(ServiceLog, Assignment.uid == uid_of(ServiceLog.assignment))
        .where(
            ServiceLog.state == State.LIVE,
            ServiceLog.on.between(values["on"] - NEAR, values["on"] + NEAR),
            told(ServiceLog) == text,
            ServiceLog.uid != uid,
            uid_of(Assignment.village) != village.scalar_subquery(),
        )
    )
    others = session.scalar(wanted)
    if others >= COPIES - 1:
        words = f"同样的内容已写在 {others} 个村的服务记录里。请写这次的实际情况。"
        yield Problem("content" if values["content"] else "result", words, warning=True)


def to_event(values: Values) -> Values:
    """What an event begins with when a service was a lecture; who came was counted, and signed for."""
    carried: Values = {"on": values["on"], "topic": values["topic"], "form": PromoForm.LECTURE}
    carried |= {"audiences": (Audience.VILLAGES,), "reach_counted": values["people"], "account": values["content"]}
    return {**carried, "photos": values["photos"]}


SERVICE_LOG = Register(
    code="service_log",
    label="服务记录",
    record=ServiceLog,
    number="{short}服〔{year}〕{serial}号",
    day="on",
    who="village_and_adviser",
    what="topic",
    sections=(Section(code="service", label="服务"), Section(code="evidence", label="佐证")),
    filters=("kind", "mode"),
    sheet=(
        "on",
        "assignment",
        "start",
        "end",
        "minutes",
        "mode",
        "kind",
        "people",
        "topic",
        "result",
        "signed",
        "signer",
    ),
    measures=log_measures(ServiceLog),
    report="法律顾问服务月报表",
    papers=(
        PaperKind(code="service_slip", label="服务确认单"),
        PaperKind(code="service_log_sheet", label="服务记录表"),
    ),
    leads=(
        Lead(
            code="mediate",
            label="转调解",
            to="dispute",
            link="service",
            carry=from_service,
            when=lambda values: values["kind"] is AdviceKind.MEDIATION,
        ),
        Lead(
            code="publicity",
            label="转登记为普法活动",
            to="promo_event",
            link="service",
            carry=to_event,
            when=lambda values: values["kind"] is AdviceKind.LECTURE,
        ),
    ),
    complete=complete,
    follow=follow,
    check=check,
    against=against,
    doubted=doubted,
)
