"""排查 and 专项行动: the rounds in which conflicts are looked for, on three levels, and the campaigns."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Index, func, literal
from sqlalchemy.orm import Mapped

from quyuan_desktop.domain.deadlines import Running
from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers.attached import Attached
from quyuan_desktop.registers.base import Occasion, Record, Register, Row, Section, Values, parent
from quyuan_desktop.registers.fields import choice, count, day, files, full_name, name, paragraph, rows, words
from quyuan_desktop.registers.measures import Counted, Counting, Measure
from quyuan_desktop.registers.mediation import terms
from quyuan_desktop.registers.twice import entered_once


class KeyMatter(Row, kw_only=True):
    """One person or matter to keep an eye on, who settles it, which leader stands behind it, by when."""

    __tablename__ = "screening_matter"

    parent_id: Mapped[int] = parent("screening")
    matter: Mapped[str] = words("重点人、重点事", limit=200, required=True, searched="content", width=30)
    responsible: Mapped[str] = full_name("化解责任人", searched="name", width=10)
    leader: Mapped[str] = words("包案领导", limit=60, suggest="leader", width=10)
    due_on: Mapped[date | None] = day("时限", width=11)
    settled_on: Mapped[date | None] = day("化解日期", past=True, width=11)


class Screening(Record, kw_only=True):
    """One round of screening on one level."""

    __tablename__ = "screening"
    __table_args__ = (Index("ix_screening_listed", "state", "start_on"),)

    period: Mapped[str] = words(
        "期次",
        limit=60,
        section="screening",
        required=True,
        column=True,
        searched="content",
        suggest="period",
        width=18,
        help="如“11月上半月”。村级一般半月一次，乡镇一般每月一次。",
    )
    tier: Mapped[terms.Tier] = choice(
        "层级", terms.Tier, required=True, column=True, counted=True, default="village", width=14
    )
    start_on: Mapped[date] = day("开始日期", past=True, required=True, column=True, default="today")
    end_on: Mapped[date | None] = day("结束日期", past=True)
    town: Mapped[Town | None] = choice("乡镇", Town, column=True, default="last", width=9)
    village: Mapped[str] = words("村（社区）、组", limit=60, suggest="village", width=12)
    screener: Mapped[str] = name("排查人", required=True, column=True, searched="name", default="staff")
    found: Mapped[int] = count(
        "排查数", most=100_000, required=True, column=True, counted=True, unit="件", default=0
    )
    settled: Mapped[int] = count(
        "化解数", most=100_000, required=True, column=True, counted=True, unit="件", default=0
    )
    reported: Mapped[int] = count(
        "上报数", most=100_000, required=True, column=True, counted=True, unit="件", default=0
    )
    matters: Mapped[list[KeyMatter]] = rows("重点人、重点事", "KeyMatter", noun="重点")
    note: Mapped[str] = paragraph("情况", searched="content", limit=3000)


def check_screening(values: Values, occasion: Occasion) -> list[Problem]:
    """The slips of a round."""
    return list(_round_slips(values))


def _round_slips(values: Values) -> Iterator[Problem]:
    start = values["start_on"]
    if values["end_on"] and start and values["end_on"] < start:
        yield Problem("end_on", "结束日期早于开始日期，请核对。")
    found, settled, reported = (values[each] or 0 for each in ("found", "settled", "reported"))
    if settled > found:
        yield Problem("settled", f"化解数多于排查数（{found} 件），请核对。")
    if reported > found:
        yield Problem("reported", f"上报数多于排查数（{found} 件），请核对。")
    if settled + reported > found:
        text = f"化解数加上报数多于排查数（{found} 件）；化解了又上报的，请核对是否重复。"
        yield Problem("reported", text, warning=True)
    for place, row in enumerate(values["matters"]):
        for field, label in (("due_on", "时限"), ("settled_on", "化解日期")):
            if row[field] and start and row[field] < start:
                yield Problem(f"matters.{place}.{field}", f"{label}早于排查开始日期，请核对。")


def screening_limits(values: Values) -> list[Running]:
    """What key matters have to be settled by."""
    if values["start_on"] is None:
        return []
    return [
        Running(code="mediation.key", start=values["start_on"], done=row["settled_on"], due=row["due_on"])
        for row in values["matters"]
        if row["due_on"]
    ]


def _screening_figures() -> Iterator[Counting]:
    base = Counted(record=Screening, day=Screening.start_on)
    counted: tuple[tuple[str, str, str, Any], ...] = (
        ("rounds", "排查次数", "次", literal(1)),
        ("found", "排查纠纷", "件", Screening.found),
        ("settled", "化解纠纷", "件", Screening.settled),
        ("reported", "上报纠纷", "件", Screening.reported),
    )
    for code, label, unit, value in counted:
        for tier in (None, *terms.Tier):
            which: Any = {} if tier is None else {"by": Screening.tier, "of": (tier,)}
            whose = "" if tier is None else f"、层级为“{tier.label}”"
            yield Measure(
                code=f"screening.{code}" + ("" if tier is None else f".{tier.code}"),
                label=label if tier is None else tier.label,
                unit=unit,
                group="排查" if tier is None else f"{label}（按层级）",
                words=f"开始日期在本期{whose}的排查的{label}",
                base=base,
                value=value,
                **which,
            )


SCREENING = Register(
    code="screening",
    label="排查",
    record=Screening,
    number="{short}排〔{year}〕{serial}号",
    day="start_on",
    who="screener",
    what="period",
    sections=(Section(code="screening", label="排查"),),
    filters=("tier", "town"),
    sheet=("start_on", "period", "tier", "town", "village", "screener", "found", "settled", "reported"),
    printed=("start_on", "period", "tier", "town", "village", "screener", "found", "settled", "reported"),
    measures=tuple(_screening_figures()),
    report="矛盾纠纷三级排查月报表",
    check=check_screening,
    doubted=entered_once(
        Screening,
        "period",
        "同一期次、同一层级、同一范围的排查已登记为 {number}，重复登记会重复计数。",
        "period",
        "tier",
        "start_on",
        "screener",
    ),
    limits=screening_limits,
    timed_by=("start_on", "matters"),
)


class Partner(Row, kw_only=True):
    """One more body that takes part."""

    __tablename__ = "campaign_partner"

    parent_id: Mapped[int] = parent("campaign")
    unit: Mapped[str] = words("参与单位", limit=60, required=True, suggest="unit", width=24)
    people: Mapped[int | None] = count("人数", most=9999, width=5)


class Campaign(Record, kw_only=True):
    """One campaign (专项行动)."""

    __tablename__ = "campaign"
    __table_args__ = (Index("ix_campaign_listed", "state", "start_on"),)

    title: Mapped[str] = words(
        "名称", limit=100, section="campaign", required=True, column=True, searched="content", width=28
    )
    theme: Mapped[str] = words("主题", limit=100, column=True, searched="content", suggest="theme", width=20)
    start_on: Mapped[date] = day("开始日期", past=True, required=True, column=True, default="today")
    end_on: Mapped[date | None] = day("结束日期", past=True)
    town: Mapped[Town | None] = choice("乡镇", Town, column=True, counted=True, default="last", width=9)
    lead_unit: Mapped[str] = words("牵头单位", limit=60, required=True, suggest="unit", width=20)
    partners: Mapped[list[Partner]] = rows("参与单位", "Partner", noun="单位")
    households: Mapped[int | None] = count("走访户数", most=1_000_000, counted=True, unit="户")
    found: Mapped[int | None] = count("排查数", most=100_000, counted=True, column=True, unit="件")
    settled: Mapped[int | None] = count("化解数", most=100_000, counted=True, column=True, unit="件")
    photos: Mapped[tuple[Attached, ...]] = files("照片", pictures=True)
    note: Mapped[str] = paragraph("情况", searched="content", limit=3000)


def check_campaign(values: Values, occasion: Occasion) -> list[Problem]:
    """The slips of a campaign."""
    found = []
    if values["end_on"] and values["start_on"] and values["end_on"] < values["start_on"]:
        found.append(Problem("end_on", "结束日期早于开始日期，请核对。"))
    if (values["settled"] or 0) > (values["found"] or 0):
        found.append(Problem("settled", f"化解数多于排查数（{values['found'] or 0} 件），请核对。"))
    return found


def _campaign_figures() -> Iterator[Counting]:
    base = Counted(record=Campaign, day=Campaign.start_on)
    for code, label, unit, value in (
        ("count", "专项行动", "次", literal(1)),
        ("households", "走访", "户", func.coalesce(Campaign.households, 0)),
        ("found", "排查纠纷", "件", func.coalesce(Campaign.found, 0)),
        ("settled", "化解纠纷", "件", func.coalesce(Campaign.settled, 0)),
    ):
        yield Measure(
            code=f"campaign.{code}",
            label=label,
            unit=unit,
            group="专项行动",
            words="开始日期在本期的专项行动" + ("次数" if code == "count" else f"的{label}之和"),
            base=base,
            value=value,
        )


CAMPAIGN = Register(
    code="campaign",
    label="专项行动",
    record=Campaign,
    number="{short}专〔{year}〕{serial}号",
    day="start_on",
    who="title",
    what="theme",
    called_by=("title",),
    sections=(Section(code="campaign", label="专项行动"),),
    filters=("town",),
    printed=("start_on", "end_on", "title", "theme", "lead_unit", "households", "found", "settled"),
    measures=tuple(_campaign_figures()),
    report="矛盾纠纷化解专项行动月报表",
    check=check_campaign,
    doubted=entered_once(
        Campaign, "title", "同名、同日开始的专项行动已登记为 {number}，一次行动只登记一条。", "title", "start_on"
    ),
)
