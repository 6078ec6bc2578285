"""接待: a visit to a point that is not a legal consultation; one that is, is taken in as 咨询 and seen from both desks."""

from collections.abc import Iterator
from datetime import date, time

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped

from quyuan_desktop.domain.deadlines import Running
from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.domain.terms import IdKind, PersonGroup, Sex, Town
from quyuan_desktop.registers.base import (
    Lead,
    Occasion,
    PaperKind,
    PersonRole,
    Record,
    Register,
    Section,
    Todo,
    Values,
    blank,
)
from quyuan_desktop.registers.fields import (
    choice,
    choices,
    clock,
    count,
    day,
    identity,
    link,
    name,
    paragraph,
    phone,
    words,
)
from quyuan_desktop.registers.legal_aid.consultation import Matter
from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.registers.mediation.leading import from_visit
from quyuan_desktop.registers.persons import check_birth, check_number, check_phone, complete_person
from quyuan_desktop.registers.service_points.measures import visit_measures
from quyuan_desktop.registers.service_points.point import out_of_use
from quyuan_desktop.registers.service_points.terms import Manner, Satisfaction, Service, VisitResult


class Visit(Record, kw_only=True):
    """One visit to a point."""

    __tablename__ = "visit"
    __table_args__ = (
        Index("ix_visit_listed", "state", "on"),
        Index("ix_visit_waiting", "state", "result"),
        Index(
            "ix_visit_follow_up",
            "follow_up_on",
            "state",
            sqlite_where=text("follow_up_due IS NOT NULL AND follow_up_on IS NULL"),
        ),
    )

    on: Mapped[date] = day("日期", section="reception", past=True, required=True, column=True, default="today")
    at: Mapped[time | None] = clock("时间", default="now")
    point: Mapped[Linked] = link("服务点", "point", required=True, column=True, default="last")
    manner: Mapped[Manner] = choice(
        "方式", Manner, required=True, column=True, counted=True, default="visit", width=6
    )
    receptionist: Mapped[str] = words(
        "接待人", limit=60, required=True, column=True, default="staff", suggest="receptionist", width=8
    )

    visitor: Mapped[str] = name("姓名", section="visitor", required=True, column=True, searched="name")
    id_kind: Mapped[IdKind] = choice("证件类型", IdKind, required=True, default="none", width=14)
    id_number: Mapped[str] = identity("证件号码", masked=True, searched="tail", help="选填；打印时隐去中间。")
    id_reason: Mapped[str] = words("证件号说明", limit=100, width=20)
    sex: Mapped[Sex | None] = choice("性别", Sex, counted=True, width=6)
    birth_date: Mapped[date | None] = day("出生日期", past=True)
    phone: Mapped[str] = phone("电话", masked=True, searched="phone")
    town: Mapped[Town | None] = choice("乡镇", Town, column=True, counted=True, default="last", width=9)
    village: Mapped[str] = words("村（社区）", limit=60, suggest="village", width=10)
    address: Mapped[str] = words("组、门牌", limit=120, masked=True, width=14)
    groups: Mapped[tuple[PersonGroup, ...]] = choices("类别", PersonGroup, counted=True, width=40)
    headcount: Mapped[int] = count(
        "人次", required=True, least=1, most=999, default=1, counted=True, unit="人次", help="同来的一并计入。"
    )

    service: Mapped[Service] = choice(
        "事项类别",
        Service,
        section="matter",
        required=True,
        column=True,
        counted=True,
        width=16,
        help="问法律问题的按“咨询”登记，计入法律援助咨询，不在这里重复登记；选“法律咨询”后按 Ctrl+Enter 转过去。",
    )
    title: Mapped[str] = words(
        "标题", limit=100, column=True, searched="content", width=24, help="空着的按事项类别填。"
    )
    content: Mapped[str] = paragraph("内容", searched="content", limit=5000)
    reply: Mapped[str] = paragraph("答复", searched="content", suggest="reply", limit=5000)
    result: Mapped[VisitResult | None] = choice(
        "处理结果", VisitResult, column=True, counted=True, radio=True, width=10
    )
    referred_to: Mapped[str] = words("转往何处", limit=100, suggest="referred_to", width=20)
    related: Mapped[str] = words("关联案件号", limit=60, searched="content", width=20)
    satisfaction: Mapped[Satisfaction | None] = choice("满意度", Satisfaction, counted=True, width=8)
    follow_up_due: Mapped[date | None] = day("约定回访日期")
    follow_up_on: Mapped[date | None] = day("回访日期", past=True)
    follow_up: Mapped[str] = words("回访情况", limit=300, width=40)


def complete(values: Values, occasion: Occasion) -> Values:
    """Fill in what the ID number tells, and the title where nothing else names the visit."""
    filled = {**values, "ethnic_group": "", "nationality": ""}
    complete_person(filled, filled["on"])
    del filled["ethnic_group"], filled["nationality"]
    filled["title"] = filled["title"] or follow(filled)["title"]
    return filled


def follow(values: Values) -> Values:
    """The title is that of the service unless another was written."""
    return {"title": values["service"].label if values["service"] else ""}


def check(values: Values, occasion: Occasion) -> list[Problem]:
    """The slips of a visit."""
    return list(_slips(values, occasion))


def _slips(values: Values, occasion: Occasion) -> Iterator[Problem]:
    yield from check_number(values)
    yield from check_birth(values, values["on"] or occasion.today, "接待日期")
    yield from check_phone("phone", values["phone"])
    if values["service"] is Service.CONSULTATION:
        text = "法律咨询请登记为“咨询”（计入法律援助咨询，只计一次）：按 Ctrl+Enter 转为咨询登记，填好的都带过去。"
        yield Problem("service", text)
    if values["result"] is VisitResult.REFERRED and not values["referred_to"]:
        yield Problem("referred_to", "处理结果是转其他部门，请填转往何处。")
    if values["follow_up"] and not values["follow_up_on"]:
        yield Problem("follow_up_on", "写了回访情况，请填回访日期。")
    for name_, label in (("follow_up_due", "约定回访日期"), ("follow_up_on", "回访日期")):
        if values[name_] and values["on"] and values[name_] < values["on"]:
            yield Problem(name_, f"{label}早于接待日期，请核对。")


def limits(values: Values) -> list[Running]:
    """A call back that was promised."""
    if not values["follow_up_due"]:
        return []
    due = values["follow_up_due"]
    return [Running(code="visit.followup", start=values["on"], done=values["follow_up_on"], due=due)]


CARRIED = (
    "id_kind",
    "id_number",
    "id_reason",
    "sex",
    "birth_date",
    "phone",
    "town",
    "village",
    "address",
    "groups",
)


def to_consultation(values: Values) -> Values:
    """What a consultation begins with when a visit turns out to be one."""
    carried: Values = {name_: values[name_] for name_ in (*CARRIED, "visitor", "receptionist", "reply", "point")}
    carried["received_on"], carried["received_time"] = values["on"], values["at"]
    carried["headcount"] = values["headcount"]
    if values["content"]:
        carried["matters"] = [{**blank(Matter), "summary": values["content"]}]
    return carried


def to_application(values: Values) -> Values:
    """What an application begins with when a visitor was guided to legal aid."""
    carried: Values = {name_: values[name_] for name_ in CARRIED}
    return {**carried, "applicant": values["visitor"], "summary": values["content"], "cause": values["title"]}


VISIT = Register(
    code="visit",
    label="接待",
    record=Visit,
    number="{short}接字〔{year}〕{serial}号",
    day="on",
    who="visitor",
    what="title",
    sections=(
        Section(code="reception", label="接待"),
        Section(code="visitor", label="来访人"),
        Section(code="matter", label="事项"),
    ),
    filters=("service", "result", "town"),
    people=(
        PersonRole(
            code="visitor",
            label="来访人",
            name="visitor",
            id_number="id_number",
            phone="phone",
            town="town",
            village="village",
            carried=("visitor", *CARRIED),
        ),
    ),
    measures=visit_measures(Visit),
    report="群众接待月报表",
    papers=(
        PaperKind(code="visit_form", label="接待登记表", away=True),
        PaperKind(code="visit_receipt", label="接待回执", size="A5", away=True, handed=True),
    ),
    leads=(
        Lead(
            code="consult",
            label="转为咨询",
            to="consultation",
            link="",
            carry=to_consultation,
            when=lambda values: values["service"] is Service.CONSULTATION,
            moves=True,
        ),
        Lead(
            code="apply",
            label="转申请",
            to="application",
            link="visit",
            carry=to_application,
            when=lambda values: values["result"] is VisitResult.AID,
        ),
        Lead(
            code="mediate",
            label="转调解",
            to="dispute",
            link="visit",
            carry=from_visit,
            when=lambda values: values["result"] is VisitResult.MEDIATION,
        ),
    ),
    todos=(Todo(code="pending", label="接待待办", since=Visit.on, open_=Visit.result == VisitResult.PENDING),),
    complete=complete,
    follow=follow,
    check=check,
    doubted=out_of_use,
    limits=limits,
    timed_by=("on", "follow_up_due", "follow_up_on"),
    unsettled=Visit.follow_up_due.is_not(None) & Visit.follow_up_on.is_(None),
)
