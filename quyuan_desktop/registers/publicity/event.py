"""普法活动: one event on one day, the organisations that took part, what was handed out, and whom it reached."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers.attached import Attached
from quyuan_desktop.registers.base import (
    Occasion,
    PaperKind,
    Record,
    Register,
    Row,
    Section,
    State,
    Values,
    parent,
)
from quyuan_desktop.registers.fields import (
    choice,
    choices,
    count,
    day,
    files,
    flag,
    link,
    name,
    paragraph,
    rows,
    words,
)
from quyuan_desktop.registers.linked import Linked, points_to
from quyuan_desktop.registers.publicity.measures import event_measures
from quyuan_desktop.registers.publicity.terms import Audience, OrgKind, Part, PromoForm
from quyuan_desktop.registers.twice import entered_once


class PromoOrganisation(Row, kw_only=True):
    """One organisation that took part."""

    __tablename__ = "promo_organisation"

    parent_id: Mapped[int] = parent("promo_event")
    name: Mapped[str] = name("单位名称", required=True, searched="name", suggest="unit", width=20)
    part: Mapped[Part] = choice("参与方式", Part, required=True, default="joined", width=8)
    kind: Mapped[OrgKind | None] = choice("单位类别", OrgKind, counted=True, width=12)


class PromoMaterial(Row, kw_only=True):
    """One kind of material handed out, and how many copies."""

    __tablename__ = "promo_material"

    parent_id: Mapped[int] = parent("promo_event")
    kind: Mapped[str] = words("资料名称", limit=100, required=True, suggest="handout", width=30)
    copies: Mapped[int] = count("册数", least=1, most=100_000, required=True, counted=True, unit="册", width=7)


class PromoEvent(Record, kw_only=True):
    """One event. Whom it reached by counting heads and by estimate are two numbers, never one."""

    __tablename__ = "promo_event"
    __table_args__ = (Index("ix_promo_event_listed", "state", "on"),)

    on: Mapped[date] = day("日期", section="event", past=True, required=True, column=True, default="today")
    topic: Mapped[str] = words(
        "主题", limit=100, required=True, column=True, searched="content", suggest="promo_topic", width=24
    )
    form: Mapped[PromoForm] = choice("形式", PromoForm, required=True, column=True, counted=True, width=12)
    audiences: Mapped[tuple[Audience, ...]] = choices("法律八进", Audience, counted=True, width=40)
    place: Mapped[str] = words(
        "地点", limit=100, required=True, column=True, searched="content", suggest="place", width=20
    )
    town: Mapped[Town] = choice("乡镇", Town, required=True, counted=True, default="last", width=9)
    village: Mapped[str] = words("村（社区）", limit=60, suggest="village", width=10)
    laws: Mapped[str] = words("普及法律", limit=200, searched="content", suggest="law", width=36)
    volunteers: Mapped[int | None] = count("志愿者", most=10_000, counted=True, unit="人")
    service: Mapped[Linked | None] = link(
        "顾问服务", "service_log", help="村法律顾问的讲座转登记的，带出那次服务；一次讲座只登记一次普法活动。"
    )

    organisations: Mapped[list[PromoOrganisation]] = rows(
        "参与单位",
        "PromoOrganisation",
        section="taking_part",
        at_least=1,
        noun="单位",
        help="一家单位一行；统计时同一天同一家单位只计一次。",
    )
    hosts: Mapped[str] = words("主办单位", limit=200, derived=True, column=True, width=16)

    materials: Mapped[list[PromoMaterial]] = rows("发放资料", "PromoMaterial", section="reach", noun="资料")
    copies: Mapped[int] = count("资料册数", most=10**8, derived=True, column=True, counted=True, unit="册")
    reach_counted: Mapped[int | None] = count(
        "受众（点数）",
        most=1_000_000,
        counted=True,
        unit="人次",
        width=7,
        help="签到、点人数得来的受众。",
    )
    reach_estimated: Mapped[int | None] = count(
        "受众（估计）",
        most=1_000_000,
        counted=True,
        unit="人次",
        width=7,
        help="估计的受众；与点数的分开填、分开统计，已经点数的人不要再估进来。",
    )
    reach: Mapped[int] = count("受众合计", most=10**7, derived=True, column=True, counted=True, unit="人次")
    other_consulted: Mapped[int | None] = count(
        "未逐一登记的咨询",
        most=10_000,
        counted=True,
        unit="人次",
        help="在现场逐一登记成“咨询”的不要再计在这里；这里只填没有逐一登记的。",
    )
    account: Mapped[str] = paragraph("活动情况", searched="content", limit=5000)
    photos: Mapped[tuple[Attached, ...]] = files("照片", pictures=True)
    proved: Mapped[bool] = flag("有照片", derived=True, counted=True)
    note: Mapped[str] = words("备注", limit=300, width=40)


def complete(values: Values, occasion: Occasion) -> Values:
    """Sum the copies and the reach, and name the hosts."""
    filled = dict(values)
    filled["copies"] = sum(row["copies"] or 0 for row in filled["materials"])
    filled["reach"] = (filled["reach_counted"] or 0) + (filled["reach_estimated"] or 0)
    hosts = [row["name"] for row in filled["organisations"] if row["part"] is Part.HOST and row["name"]]
    filled["hosts"] = "、".join(hosts)[:200]
    filled["proved"] = bool(filled["photos"])
    return filled


def check(values: Values, occasion: Occasion) -> list[Problem]:
    """The slips of an event."""
    return list(_slips(values))


def _slips(values: Values) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, row in enumerate(values["organisations"]):
        if row["name"] and row["name"] in seen:
            yield Problem(f"organisations.{place}.name", "这家单位前面已经填了，一家单位填一行。")
        seen.add(row["name"])
    if values["organisations"] and not values["hosts"]:
        yield Problem("organisations", "没有标明哪家单位主办，请把主办单位的参与方式选为“主办”。", warning=True)
    if not values["reach"]:
        yield Problem("reach_counted", "没有填受众人次，点数的和估计的请至少填一项。", warning=True)
    if values["other_consulted"] and values["reach"] and values["other_consulted"] > values["reach"]:
        yield Problem("other_consulted", "咨询人次多于受众人次，请核对。", warning=True)
    if not values["proved"]:
        yield Problem("photos", "还没有照片，活动将列为没有佐证。", warning=True)


def counted_already(session: Any, values: Values, uid: str) -> list[Problem]:
    """One lecture of an adviser is one event."""
    if values["service"] is None:
        return []
    wanted = select(PromoEvent.number).where(
        points_to(PromoEvent.service, values["service"].uid),
        PromoEvent.state == State.LIVE,
        PromoEvent.uid != uid,
    )
    number = session.scalar(wanted)
    if number is None:
        return []
    return [Problem("service", f"这次顾问服务已登记为普法活动（{number}），一次讲座只计一次。")]


PROMO_EVENT = Register(
    code="promo_event",
    label="普法活动",
    record=PromoEvent,
    number="{short}普字〔{year}〕{serial}号",
    day="on",
    who="topic",
    what="place",
    sections=(
        Section(code="event", label="活动"),
        Section(code="taking_part", label="参与"),
        Section(code="reach", label="成效"),
    ),
    filters=("form", "town"),
    printed=("on", "topic", "form", "place", "hosts", "copies", "reach_counted", "reach_estimated"),
    measures=event_measures(PromoEvent, PromoOrganisation),
    report="法治宣传情况月报表",
    papers=(PaperKind(code="event_sheet", label="普法活动登记表"),),
    complete=complete,
    check=check,
    against=counted_already,
    doubted=entered_once(
        PromoEvent,
        "topic",
        "同一天、同一地点、同一主题的活动已登记为 {number}，重复登记会重复计数。",
        "on",
        "topic",
        "place",
    ),
)
