"""值班: who is on duty at a point on a half day (the roster), and what the duty's log says of the day."""

from collections.abc import Iterator
from datetime import date, time
from typing import Any

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers.attached import Attached
from quyuan_desktop.registers.base import Occasion, PaperKind, Record, Register, Section, State, Values
from quyuan_desktop.registers.fields import choice, clock, count, day, files, link, name, paragraph, phone, words
from quyuan_desktop.registers.linked import Linked, points_to
from quyuan_desktop.registers.service_points.measures import duty_means, duty_measures, log_measures
from quyuan_desktop.registers.service_points.point import out_of_use
from quyuan_desktop.registers.service_points.terms import DutyRole, Half


class Duty(Record, kw_only=True):
    """One slot of the roster: a point, a day, a half of it, and who is there."""

    __tablename__ = "duty"
    __table_args__ = (Index("ix_duty_listed", "state", "on"), Index("ix_duty_person", "person", "on"))

    on: Mapped[date] = day("日期", section="duty", required=True, column=True, default="today")
    half: Mapped[Half] = choice("时段", Half, required=True, column=True, counted=True, default="am", width=6)
    point: Mapped[Linked] = link("服务点", "point", required=True, column=True, default="last")
    person: Mapped[str] = name("值班人", required=True, column=True, searched="name", suggest="duty_person")
    role: Mapped[DutyRole] = choice("身份", DutyRole, required=True, column=True, default="office", width=16)
    phone: Mapped[str] = phone("电话", masked=True)
    leader: Mapped[str] = name("带班领导", suggest="duty_leader")
    substitute: Mapped[str] = name("替班人", column=True, searched="name", suggest="duty_person")
    substitute_reason: Mapped[str] = words("替班原因", limit=100, suggest="substitute_reason", width=24)
    signed_in: Mapped[time | None] = clock("签到")
    signed_out: Mapped[time | None] = clock("签退")
    note: Mapped[str] = words("备注", limit=100, column=True, width=20)


def check_duty(values: Values, occasion: Occasion) -> list[Problem]:
    """The slips of a slot."""
    return list(_duty_slips(values, occasion.today))


def _duty_slips(values: Values, today: date) -> Iterator[Problem]:
    if values["substitute"] and not values["substitute_reason"]:
        yield Problem("substitute_reason", "有替班人，请写替班原因。")
    if values["substitute_reason"] and not values["substitute"]:
        yield Problem("substitute", "写了替班原因，请填替班人；没有人替班的清空原因。")
    if (values["signed_in"] or values["signed_out"]) and values["on"] and values["on"] > today:
        yield Problem("signed_in", f"{values['on']} 还没有到，不能签到签退，请核对日期。")
    if values["substitute"] and values["substitute"] == values["person"]:
        yield Problem("substitute", "替班人与值班人是同一人，请核对。")
    if values["signed_in"] and values["signed_out"] and values["signed_out"] < values["signed_in"]:
        yield Problem("signed_out", "签退时间早于签到时间，请核对。")
    if values["signed_out"] and not values["signed_in"]:
        yield Problem("signed_in", "有签退没有签到，请补填签到时间。")


def taken(session: Any, values: Values, uid: str) -> list[Problem]:
    """A slot is given once; a second entry for it is most often a slip."""
    if values["point"] is None or values["on"] is None or values["half"] is None:
        return []
    wanted = select(Duty.person).where(
        Duty.state == State.LIVE,
        Duty.on == values["on"],
        Duty.half == values["half"],
        points_to(Duty.point, values["point"].uid),
        Duty.uid != uid,
    )
    person = session.scalar(wanted.limit(1))
    if person is None:
        return []
    text = f"{values['on']:%m-%d} {values['half'].label}已排{person}值班。要换人请更正那一条，或填替班人。"
    return [Problem("person", text)]


class DutyLog(Record, kw_only=True):
    """值班日志: what happened on a day of duty."""

    __tablename__ = "duty_log"
    __table_args__ = (Index("ix_duty_log_listed", "state", "on"),)

    on: Mapped[date] = day("日期", section="log", past=True, required=True, column=True, default="today")
    point: Mapped[Linked] = link("服务点", "point", required=True, column=True, default="last")
    person: Mapped[str] = name(
        "值班人", required=True, column=True, searched="name", default="staff", suggest="duty_person"
    )
    batches: Mapped[int | None] = count("接待批次", most=999, column=True, unit="批", counted=True)
    people: Mapped[int | None] = count("接待人次", most=9999, column=True, unit="人次", counted=True)
    calls: Mapped[int | None] = count("来电", most=999, unit="个", counted=True)
    topic: Mapped[str] = words("主要事项", limit=100, required=True, column=True, searched="content", width=24)
    summary: Mapped[str] = paragraph("事项摘要", searched="content", limit=5000)
    done: Mapped[int | None] = count("已办", most=999, unit="件", counted=True)
    transferred: Mapped[int | None] = count("转办", most=999, unit="件", counted=True)
    pending: Mapped[int | None] = count("待办", most=999, unit="件", counted=True)
    handed_to: Mapped[str] = name("交接人", suggest="duty_person")
    signature: Mapped[tuple[Attached, ...]] = files("签字扫描件", most=5)


def check_log(values: Values, occasion: Occasion) -> list[Problem]:
    """The slips of a log."""
    batches, people = values["batches"], values["people"]
    found = []
    if batches is not None and people is not None and people < batches:
        found.append(Problem("people", "接待人次不能少于批次，请核对。"))
    if values["pending"] and not values["handed_to"]:
        found.append(Problem("handed_to", "有待办事项，请填交接人。", warning=True))
    return found


DUTY = Register(
    code="duty",
    label="值班",
    record=Duty,
    number="{short}值班〔{year}〕{serial}",
    day="on",
    who="person",
    what="note",
    sections=(Section(code="duty", label="值班"),),
    filters=("half", "role"),
    measures=duty_measures(Duty),
    means=duty_means(),
    report="值班情况月报表",
    check=check_duty,
    against=taken,
    doubted=out_of_use,
)

DUTY_LOG = Register(
    code="duty_log",
    label="值班日志",
    record=DutyLog,
    number="{short}值志〔{year}〕{serial}号",
    day="on",
    who="person",
    what="topic",
    sections=(Section(code="log", label="值班日志"),),
    measures=log_measures(DutyLog),
    report="值班日志月报表",
    papers=(PaperKind(code="duty_log_sheet", label="值班日志"),),
    check=check_log,
    doubted=out_of_use,
)
