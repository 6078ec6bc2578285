"""法治文化阵地: squares, galleries, boards where people meet the law, and who keeps them up."""

from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers.attached import Attached
from quyuan_desktop.registers.base import Occasion, Record, Register, Section, Values
from quyuan_desktop.registers.fields import choice, count, day, files, full_name, words
from quyuan_desktop.registers.publicity.measures import place_measures
from quyuan_desktop.registers.publicity.terms import PlaceKind, Rank
from quyuan_desktop.registers.twice import entered_once


class CulturePlace(Record, kw_only=True):
    """One place."""

    __tablename__ = "culture_place"
    __table_args__ = (Index("ix_culture_place_listed", "state", "built_on"),)

    name: Mapped[str] = full_name("名称", section="place", required=True, column=True, searched="name", width=20)
    kind: Mapped[PlaceKind] = choice("类型", PlaceKind, required=True, column=True, counted=True, width=12)
    rank: Mapped[Rank | None] = choice("级别", Rank, width=8, help="命名为示范基地的，填命名的级别。")
    town: Mapped[Town] = choice("乡镇", Town, required=True, column=True, default="last", width=9)
    village: Mapped[str] = words("村（社区）", limit=60, suggest="village", width=10)
    address: Mapped[str] = words("位置", limit=120, column=True, searched="content", width=20)
    area: Mapped[int | None] = count("面积", most=1_000_000, unit="平方米", width=7)
    built_on: Mapped[date] = day("建成日期", past=True, required=True, column=True, default="today")
    keeper: Mapped[str] = words("维护单位", limit=60, required=True, column=True, suggest="unit", width=20)
    checked_on: Mapped[date | None] = day("最近维护日期", past=True)
    until: Mapped[date | None] = day("停用日期")
    photos: Mapped[tuple[Attached, ...]] = files("照片", pictures=True)
    note: Mapped[str] = words("备注", limit=200, width=40)


def check(values: Values, occasion: Occasion) -> list[Problem]:
    """The slips of a place."""
    return [
        Problem(name_, f"{label}早于建成日期，请核对。")
        for name_, label in (("checked_on", "维护日期"), ("until", "停用日期"))
        if values[name_] and values["built_on"] and values[name_] < values["built_on"]
    ]


CULTURE_PLACE = Register(
    code="culture_place",
    label="法治文化阵地",
    record=CulturePlace,
    number="{short}阵地〔{year}〕{serial}",
    day="built_on",
    who="name",
    what="address",
    called_by=("name",),
    sections=(Section(code="place", label="法治文化阵地"),),
    filters=("kind", "town"),
    sheet=("name", "kind", "town", "village", "address", "built_on", "keeper"),
    known_by=(("name", "town"),),
    measures=place_measures(CulturePlace),
    report="法治文化阵地月报表",
    check=check,
    doubted=entered_once(
        CulturePlace,
        "name",
        "同一乡镇的同名阵地已登记为 {number}，重复登记会重复计数。",
        "name",
        "town",
        still="until",
    ),
)
