"""公共法律服务点及村（社区）法律顾问情况表: a row to each village: its points, adviser, hours, lectures, chat, what is lacking."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import or_, select

from quyuan_desktop.domain.figures import NONE
from quyuan_desktop.domain.grids import GridCell, GridColumn, GridRow, count, day, decimal, rate
from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers.advisers import tenure
from quyuan_desktop.registers.advisers.coverage import VillageState, states
from quyuan_desktop.registers.base import State
from quyuan_desktop.registers.service_points.point import Point
from quyuan_desktop.reports.forms.shape import Asked, Body, Form

COLUMNS = (
    GridColumn("乡镇", 18, "center", merged=True),
    GridColumn("村（社区）", 24, "left"),
    GridColumn("公共法律服务点", 40, "left"),
    GridColumn("姓名", 18, "left", "法律顾问"),
    GridColumn("执业机构", 42, "left", "法律顾问"),
    GridColumn("聘期止", 22, "center", "法律顾问"),
    GridColumn("现场工时", 16, "right", "本期服务"),
    GridColumn("讲座", 12, "right", "本期服务"),
    GridColumn("微信群", 22, "left"),
    GridColumn("缺口", 44, "left"),
)


def villages(asked: Asked) -> Body:
    """The villages in use at the end of the period by town, and 合计; what no village has stands as 「—」."""
    found = states(asked.session, asked.last, asked.house)
    order = list(Town)
    found.sort(key=lambda each: order.index(each.town))
    points = _points(asked)
    minutes: dict[str, int] = defaultdict(int)
    for village, served in _minutes(asked):
        minutes[village] += served
    lectures = tenure.lectures(asked.session, asked.first, asked.last)
    rows = [
        GridRow(
            tuple(_cells(each, points[each.town, each.name], minutes[each.uid], lectures.get(each.uid, 0))),
            False,
            "village",
            each.uid,
        )
        for each in found
    ]
    own = {(each.town, each.name) for each in found}
    elsewhere = [name for key, names in points.items() if key not in own for name in names]
    with_point = sum(bool(points[each.town, each.name]) for each in found)
    total = _total(found, with_point, sum(minutes[each.uid] for each in found), lectures)
    notes = (*NOTES, f"不在各村的服务点：{'、'.join(elsewhere)}") if elsewhere else NOTES
    return Body(COLUMNS, (*rows, GridRow(tuple(total), total=True)), notes)


def _minutes(asked: Asked) -> Iterator[tuple[str, int]]:
    for (village, _), served in tenure.minutes_by_month(asked.session, asked.first, asked.last).items():
        yield village, served


def _points(asked: Asked) -> dict[tuple[Town, str], list[str]]:
    """The points in use at the end of the period, by the village that their record names."""
    wanted = select(Point.town, Point.village, Point.name).where(
        Point.state == State.LIVE,
        Point.opened_on <= asked.last,
        or_(Point.closed_on.is_(None), Point.closed_on >= asked.last),
    )
    found: dict[tuple[Town, str], list[str]] = defaultdict(list)
    for town, village, name in asked.session.execute(wanted.order_by(Point.id)):
        found[town, village].append(name)
    return found


def _cells(each: VillageState, points: Sequence[str], minutes: int, lectures: int) -> Iterator[GridCell]:
    yield GridCell(each.town.label)
    yield GridCell(each.name)
    yield GridCell("、".join(points) or NONE)
    if each.term is None:
        yield from (GridCell(NONE),) * 3
    else:
        yield GridCell(each.term.adviser_name)
        yield GridCell(each.term.firm or NONE)
        yield day(each.term.last)
    yield decimal(minutes / 60, 1)
    yield count(lectures)
    yield GridCell(NONE if each.group is None else _chat(each.group.members))
    yield GridCell("、".join(fault.words for fault in each.faults) or "无")


def _chat(members: int | None) -> str:
    return "有" if members is None else f"有，{members} 人"


def _total(
    found: Sequence[VillageState], with_point: int, minutes: int, lectures: dict[str, int]
) -> Iterator[GridCell]:
    served = sum(each.term is not None for each in found)
    yield GridCell("合计")
    yield GridCell(f"{len(found)} 个")
    yield GridCell(f"有服务点的村 {with_point} 个")
    yield GridCell(f"{served} 个村")
    yield GridCell(f"覆盖率 {rate(served, len(found)).text}" + ("%" if found else ""))
    yield GridCell("")
    yield decimal(minutes / 60, 1)
    yield count(sum(lectures.get(each.uid, 0) for each in found))
    yield GridCell(f"{sum(each.group is not None for each in found)} 个群")
    yield GridCell(f"有缺口的村 {sum(bool(each.faults) for each in found)} 个")


NOTES = (
    "村（社区）、服务点、法律顾问、微信群、缺口为期末情况，现场工时、讲座为本期合计",
    "现场工时只计实地服务，单位为小时；服务点按登记的村（社区）归入",
    "覆盖率＝期末有顾问的村÷期末启用的村，按合计数算",
)

VILLAGES = Form(
    code="villages",
    title="公共法律服务点及村（社区）法律顾问情况表",
    make=villages,
    register="service_log",
    unit="个、小时、次",
)
