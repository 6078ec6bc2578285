"""检查: an inspection of a point, its items and scores, and what has to be put right by when."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from quyuan_desktop.domain.deadlines import Running
from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers.attached import Attached
from quyuan_desktop.registers.base import Occasion, PaperKind, Record, Register, Row, Section, Values, parent
from quyuan_desktop.registers.fields import count, day, files, link, paragraph, rows, words
from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.registers.service_points.measures import inspection_measures
from quyuan_desktop.registers.service_points.point import out_of_use


class InspectionItem(Row, kw_only=True):
    """One item that was looked at: its full score, and what was taken off for what."""

    __tablename__ = "inspection_item"

    parent_id: Mapped[int] = parent("inspection")
    item: Mapped[str] = words("项目", limit=100, required=True, suggest="inspection_item", width=24)
    full: Mapped[int] = count("分值", least=1, most=100, required=True, default=10, width=4)
    off: Mapped[int | None] = count("扣分", most=100, width=4)
    problem: Mapped[str] = words("问题", limit=200, width=30)


class Inspection(Record, kw_only=True):
    """One inspection of one point."""

    __tablename__ = "inspection"
    __table_args__ = (Index("ix_inspection_listed", "state", "on"),)

    on: Mapped[date] = day(
        "检查日期", section="inspection", past=True, required=True, column=True, default="today"
    )
    point: Mapped[Linked] = link("服务点", "point", required=True)
    point_name: Mapped[str] = words(
        "服务点名称", limit=60, derived=True, column=True, searched="content", width=20
    )
    team: Mapped[str] = words("检查组", limit=100, required=True, column=True, suggest="team", width=20)
    items: Mapped[list[InspectionItem]] = rows("检查项目", "InspectionItem", noun="项目", at_least=1)
    score: Mapped[int | None] = count("得分", derived=True, column=True, most=10_000, unit="分")
    full: Mapped[int | None] = count("总分", derived=True, most=10_000, unit="分")
    problems: Mapped[str] = paragraph("问题与要求", searched="content", limit=3000)
    due_on: Mapped[date | None] = day("整改期限", column=True)
    rectified_on: Mapped[date | None] = day("整改完成日期", past=True, column=True)
    result: Mapped[str] = words("整改结果", limit=300, width=40)
    photos: Mapped[tuple[Attached, ...]] = files("照片", pictures=True)


def complete(values: Values, occasion: Occasion) -> Values:
    """Sum up the scores, and call the inspection by its point."""
    filled = dict(values)
    full = [row["full"] or 0 for row in filled["items"]]
    off = [row["off"] or 0 for row in filled["items"]]
    filled["full"] = sum(full) if full else None
    filled["score"] = max(0, sum(full) - sum(off)) if full else None
    filled["point_name"] = filled["point"].text if filled["point"] is not None else ""
    return filled


def check(values: Values, occasion: Occasion) -> list[Problem]:
    """The slips of an inspection."""
    return list(_slips(values))


def _slips(values: Values) -> Iterator[Problem]:
    found = False
    for place, row in enumerate(values["items"]):
        if row["off"] and row["full"] and row["off"] > row["full"]:
            yield Problem(f"items.{place}.off", "扣分多于分值，请核对。")
        if row["off"] and not row["problem"]:
            yield Problem(f"items.{place}.problem", "有扣分，请写明问题。")
        found = found or bool(row["off"])
    if (found or values["problems"]) and not values["due_on"]:
        yield Problem("due_on", "检查发现问题，请填整改期限。")
    if values["due_on"] and values["on"] and values["due_on"] < values["on"]:
        yield Problem("due_on", "整改期限早于检查日期，请核对。")
    if values["rectified_on"] and values["on"] and values["rectified_on"] < values["on"]:
        yield Problem("rectified_on", "整改完成日期早于检查日期，请核对。")
    if values["rectified_on"] and not values["result"]:
        yield Problem("result", "整改完成的，请写整改结果。")


def limits(values: Values) -> list[Running]:
    """The putting right of what was found."""
    if not values["due_on"]:
        return []
    return [
        Running(code="inspection.rectify", start=values["on"], done=values["rectified_on"], due=values["due_on"])
    ]


INSPECTION = Register(
    code="inspection",
    label="检查",
    record=Inspection,
    number="{short}检字〔{year}〕{serial}号",
    day="on",
    who="point_name",
    what="team",
    sections=(Section(code="inspection", label="检查"),),
    measures=inspection_measures(Inspection),
    report="服务点检查月报表",
    papers=(
        PaperKind(
            code="inspection_notice", label="检查整改通知", number="{short}改字〔{year}〕第{serial}号", away=True
        ),
    ),
    complete=complete,
    check=check,
    doubted=out_of_use,
    limits=limits,
    timed_by=("on", "due_on", "rectified_on"),
    unsettled=Inspection.due_on.is_not(None) & Inspection.rectified_on.is_(None),
)
