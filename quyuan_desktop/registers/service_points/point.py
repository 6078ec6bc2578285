"""服务点: a point of public legal service; its tier apart from what it is called."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped

from quyuan_desktop.domain.house import HouseRules
from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers.attached import Attached
from quyuan_desktop.registers.base import Occasion, PaperKind, Record, Register, Section, Values
from quyuan_desktop.registers.fields import choice, choices, count, day, files, full_name, name, phone, words
from quyuan_desktop.registers.service_points.measures import point_measures
from quyuan_desktop.registers.service_points.terms import Equipment, Plate, PointState, Service, Tier


class Point(Record, kw_only=True):
    """One point: centre, station, village point or pop-up place."""

    __tablename__ = "point"
    __table_args__ = (Index("ix_point_listed", "state", "opened_on"),)

    name: Mapped[str] = name(
        "名称",
        section="point",
        required=True,
        column=True,
        searched="name",
        width=24,
        help="牌子上写的名称，如“营田司法所公共法律服务点”；级别另选，两者可以不一致。",
    )
    tier: Mapped[Tier] = choice("级别", Tier, required=True, column=True, counted=True, default="point", width=16)
    town: Mapped[Town] = choice("乡镇", Town, required=True, column=True, counted=True, default="last", width=9)
    village: Mapped[str] = words("村（社区）", limit=60, column=True, suggest="village", width=10)
    address: Mapped[str] = words("地址", limit=120, searched="content", width=24)
    host: Mapped[str] = words("依托单位", limit=60, suggest="host", width=18)
    head: Mapped[str] = full_name("负责人", column=True)
    staff: Mapped[str] = words("工作人员", limit=200, width=24)
    phone: Mapped[str] = phone("电话", masked=False, searched="phone")
    hours: Mapped[str] = words("开放时间", limit=60, suggest="hours", width=24)
    service_days: Mapped[str] = words("服务日", limit=60, suggest="service_days", width=16)
    area: Mapped[int | None] = count("面积", most=10_000, unit="平方米")
    opened_on: Mapped[date] = day("挂牌日期", required=True, column=True, default="today")
    point_state: Mapped[PointState] = choice(
        "状态", PointState, required=True, column=True, counted=True, default="open", width=6
    )
    closed_on: Mapped[date | None] = day("停用日期")
    services: Mapped[tuple[Service, ...]] = choices("服务事项", Service, section="equipment", width=40)
    plates: Mapped[tuple[Plate, ...]] = choices("标牌", Plate, width=40)
    equipment: Mapped[tuple[Equipment, ...]] = choices("设备", Equipment, width=40)
    photos: Mapped[tuple[Attached, ...]] = files("照片", pictures=True)
    note: Mapped[str] = words("备注", limit=300, width=40)


def complete(values: Values, occasion: Occasion) -> Values:
    """A point that is open has no day of its end."""
    filled = dict(values)
    if filled["closed_on"]:
        filled["point_state"] = PointState.CLOSED
    return filled


def check(values: Values, occasion: Occasion) -> list[Problem]:
    """The slips of a point."""
    return list(_slips(values))


def _slips(values: Values) -> Iterator[Problem]:
    if values["point_state"] is PointState.CLOSED and not values["closed_on"]:
        yield Problem("closed_on", "状态是停用，请填停用日期。")
    if values["closed_on"] and values["opened_on"] and values["closed_on"] < values["opened_on"]:
        yield Problem("closed_on", "停用日期早于挂牌日期，请核对。")
    if values["tier"] is Tier.POINT and not values["village"]:
        yield Problem("village", "村级工作点请填村（社区）。", warning=True)


def out_of_use(session: Any, values: Values, uid: str, house: HouseRules) -> list[Problem]:
    """What is entered for a point on a day on which it was not open yet or no more: doubtful, for `doubted`."""
    if values["point"] is None or values["on"] is None:
        return []
    return not_open(session, values["point"].uid, values["on"])


def not_open(session: Any, uid: str, on: date) -> list[Problem]:
    """That the point `uid` was not open on that day."""
    wanted = select(Point.name, Point.opened_on, Point.closed_on).where(Point.uid == uid)
    name, opened, closed = session.execute(wanted).one()
    if on < opened:
        return [Problem("point", f"{name} {opened} 才挂牌，请核对日期和服务点。", warning=True)]
    if closed is not None and on > closed:
        return [Problem("point", f"{name} {closed} 已停用，请核对日期和服务点。", warning=True)]
    return []


POINT = Register(
    code="point",
    label="服务点",
    record=Point,
    number="{short}点〔{year}〕{serial}",
    day="opened_on",
    who="name",
    what="head",
    called_by=("name",),
    sections=(Section(code="point", label="服务点"), Section(code="equipment", label="服务与设备")),
    filters=("tier", "town", "point_state"),
    known_by=(("name", "town"),),
    printed=(
        "name",
        "tier",
        "town",
        "village",
        "address",
        "head",
        "phone",
        "hours",
        "opened_on",
        "point_state",
    ),
    report="公共法律服务点月报表",
    papers=(PaperKind(code="point_sheet", label="服务点登记表"),),
    measures=point_measures(Point),
    complete=complete,
    check=check,
)
