"""学法用法示范户 and 民主法治示范村: what was named, when, and whether it still bears the name."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers.attached import Attached
from quyuan_desktop.registers.base import Occasion, Record, Register, Section, Values
from quyuan_desktop.registers.fields import choice, count, day, files, flag, link, name, phone, words
from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.registers.order import in_order
from quyuan_desktop.registers.persons import check_phone
from quyuan_desktop.registers.publicity.measures import household_measures, village_measures
from quyuan_desktop.registers.publicity.terms import Grade, Rank
from quyuan_desktop.registers.twice import entered_once


class ModelHousehold(Record, kw_only=True):
    """One 学法用法示范户: 村初选, 乡审查, 县审定."""

    __tablename__ = "model_household"
    __table_args__ = (Index("ix_model_household_listed", "state", "named_on"),)

    head: Mapped[str] = name("户主", section="household", required=True, column=True, searched="name")
    village: Mapped[Linked] = link("村（社区）", "village", required=True, default="last")
    village_name: Mapped[str] = words("村名", limit=60, derived=True, column=True, searched="content", width=10)
    address: Mapped[str] = words("组、门牌", limit=120, masked=True, width=14)
    members: Mapped[int | None] = count("家庭人口", most=50, unit="人")
    phone: Mapped[str] = phone("电话", masked=True, searched="phone")
    chosen_on: Mapped[date | None] = day("村初选日期", past=True)
    examined_on: Mapped[date | None] = day("乡镇审查日期", past=True)
    named_on: Mapped[date] = day("区审定日期", past=True, required=True, column=True, default="today")
    batch: Mapped[str] = words("批次", limit=40, column=True, suggest="batch", width=12)
    plaque: Mapped[bool] = flag("已挂牌", column=True, help="标牌由农业农村部门制发。")
    until: Mapped[date | None] = day("退出日期")
    photos: Mapped[tuple[Attached, ...]] = files("照片", pictures=True)
    note: Mapped[str] = words("备注", limit=200, width=40)


class ModelVillage(Record, kw_only=True):
    """One naming of a village as 民主法治示范村（社区）, with its reviews."""

    __tablename__ = "model_village"
    __table_args__ = (Index("ix_model_village_listed", "state", "named_on"),)

    village: Mapped[Linked] = link("村（社区）", "village", section="village", required=True)
    village_name: Mapped[str] = words("村名", limit=60, derived=True, column=True, searched="name", width=10)
    rank: Mapped[Rank] = choice("级别", Rank, required=True, column=True, counted=True, radio=True, width=10)
    named_on: Mapped[date] = day("命名日期", past=True, required=True, column=True, default="today")
    batch: Mapped[str] = words("批次、文号", limit=60, column=True, suggest="batch", width=20)
    reviewed_on: Mapped[date | None] = day("最近复核日期", past=True)
    review: Mapped[Grade | None] = choice("复核结果", Grade, column=True, width=8)
    until: Mapped[date | None] = day("撤销日期")
    photos: Mapped[tuple[Attached, ...]] = files("照片", pictures=True)
    note: Mapped[str] = words("备注", limit=200, width=40)


def complete(values: Values, occasion: Occasion) -> Values:
    """Name the village."""
    return {**values, "village_name": values["village"].text[:60] if values["village"] is not None else ""}


def check_household(values: Values, occasion: Occasion) -> list[Problem]:
    """The slips of a household."""
    return list(_household_slips(values))


def _household_slips(values: Values) -> Iterator[Problem]:
    yield from check_phone("phone", values["phone"])
    steps = (("chosen_on", "村初选"), ("examined_on", "乡镇审查"), ("named_on", "区审定"), ("until", "退出"))
    yield from in_order(values, steps)


def check_village(values: Values, occasion: Occasion) -> list[Problem]:
    """The slips of a naming."""
    return list(_village_slips(values))


def _village_slips(values: Values) -> Iterator[Problem]:
    for name_, label in (("reviewed_on", "复核"), ("until", "撤销")):
        if values[name_] and values["named_on"] and values[name_] < values["named_on"]:
            yield Problem(name_, f"{label}日期早于命名日期，请核对。")
    if values["review"] and not values["reviewed_on"]:
        yield Problem("reviewed_on", "填了复核结果，请填复核日期。")
    if values["review"] is Grade.FAILED and not values["until"]:
        yield Problem("until", "复核不合格，请核对是否撤销称号。", warning=True)


MODEL_HOUSEHOLD = Register(
    code="model_household",
    label="示范户",
    record=ModelHousehold,
    number="{short}户〔{year}〕{serial}",
    day="named_on",
    who="head",
    what="village_name",
    called_by=("head", "village_name"),
    sections=(Section(code="household", label="学法用法示范户"),),
    sheet=("head", "village", "address", "members", "phone", "named_on", "batch", "plaque"),
    known_by=(("head", "village"),),
    measures=household_measures(ModelHousehold),
    report="学法用法示范户月报表",
    complete=complete,
    check=check_household,
    doubted=entered_once(
        ModelHousehold,
        "head",
        "这个村的这一户已登记为 {number}，重复登记会重复计数。",
        "head",
        "village",
        still="until",
    ),
)

MODEL_VILLAGE = Register(
    code="model_village",
    label="示范村",
    record=ModelVillage,
    number="{short}示范〔{year}〕{serial}",
    day="named_on",
    who="village_name",
    what="batch",
    called_by=("village_name",),
    sections=(Section(code="village", label="民主法治示范村（社区）"),),
    filters=("rank",),
    known_by=(("village", "rank"),),
    measures=village_measures(ModelVillage),
    report="民主法治示范村月报表",
    complete=complete,
    check=check_village,
    doubted=entered_once(
        ModelVillage,
        "village",
        "这个村的这一级称号已登记为 {number}，复核结果请填在那一条里。",
        "village",
        "rank",
        still="until",
    ),
)
