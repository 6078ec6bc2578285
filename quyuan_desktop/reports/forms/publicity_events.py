"""法治宣传情况表: one row to each event of the period, with copies, reach counted and estimated, consultations; and 合计."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select

from quyuan_desktop.domain.grids import GridCell, GridColumn, GridRow, count, day
from quyuan_desktop.registers.base import State
from quyuan_desktop.registers.legal_aid.consultation import Consultation
from quyuan_desktop.registers.linked import uid_of
from quyuan_desktop.registers.publicity.event import PromoEvent, PromoOrganisation
from quyuan_desktop.reports.forms.shape import Asked, Body, Form

COLUMNS = (
    GridColumn("序号", 9, "center"),
    GridColumn("时间", 20, "center"),
    GridColumn("主题", 46, "left"),
    GridColumn("地点", 36, "left"),
    GridColumn("形式", 24, "left"),
    GridColumn("参与单位", 46, "left"),
    GridColumn("发放资料（册）", 16),
    GridColumn("合计", 14, "right", "受众（人次）"),
    GridColumn("其中估计", 14, "right", "受众（人次）"),
    GridColumn("现场咨询（人次）", 16),
    GridColumn("照片", 9, "center"),
)
NAMED = 4
"""So many organisations are named in a row; the others are counted."""


def publicity_events(asked: Asked) -> Body:
    """The events by day."""
    within = (PromoEvent.on.between(asked.first, asked.last), PromoEvent.state == State.LIVE)
    found = list(asked.session.scalars(select(PromoEvent).where(*within).order_by(PromoEvent.on, PromoEvent.id)))
    units: dict[int, list[str]] = {}
    named = select(PromoOrganisation.parent_id, PromoOrganisation.name).join(
        PromoEvent, PromoEvent.id == PromoOrganisation.parent_id
    )
    for event, name in asked.session.execute(named.where(*within).order_by(PromoOrganisation.position)):
        units.setdefault(event, []).append(name)
    asked_there = _consulted(asked)
    rows = [
        GridRow(tuple(_cells(at, each, units.get(each.id, []), asked_there)), False, "promo_event", each.uid)
        for at, each in enumerate(found, 1)
    ]
    consulted = sum(_at(each, asked_there) for each in found)
    total = (
        GridCell("合计"),
        GridCell(f"{len(found)} 场", None, "promo.count", "now"),
        *(GridCell(""),) * 4,
        count(sum(each.copies for each in found), "promo.copies", "now"),
        count(sum(each.reach for each in found), "promo.reach", "now"),
        count(sum(each.reach_estimated or 0 for each in found), "promo.reach.estimated", "now"),
        count(consulted),
        GridCell(""),
    )
    return Body(COLUMNS, (*rows, GridRow(total, total=True)), NOTES)


def _consulted(asked: Asked) -> dict[str, int]:
    """The visitors taken in one by one at each event, by the event's uid."""
    event = uid_of(Consultation.event)
    wanted = select(event, func.sum(Consultation.headcount)).where(
        Consultation.state == State.LIVE, Consultation.event.is_not(None)
    )
    return {uid: int(people) for uid, people in asked.session.execute(wanted.group_by(event))}


def _at(each: Any, asked_there: dict[str, int]) -> int:
    return (each.other_consulted or 0) + asked_there.get(each.uid, 0)


def _cells(at: int, each: Any, units: list[str], asked_there: dict[str, int]) -> Iterator[GridCell]:
    yield count(at)
    yield day(each.on)
    yield GridCell(each.topic)
    yield GridCell(each.place)
    yield GridCell(each.form.label)
    yield GridCell("、".join(units[:NAMED]) + (f"等 {len(units)} 家" if len(units) > NAMED else ""))
    yield count(each.copies)
    yield count(each.reach)
    yield count(each.reach_estimated or 0)
    yield count(_at(each, asked_there))
    yield GridCell("有" if each.proved else "无")


NOTES = (
    "受众为点人数、签到得来的加估计的，估计的另列；同一场活动只列一行",
    "现场咨询为在活动现场逐一登记的咨询加没有逐一登记的，一次只计一次",
)

PUBLICITY_EVENTS = Form(
    code="publicity_events",
    title="法治宣传情况表",
    make=publicity_events,
    register="promo_event",
    unit="场、册、人次",
)
