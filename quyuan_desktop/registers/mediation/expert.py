"""群英: a person engaged for 群英断是非, with the terms one after another."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from quyuan_desktop.domain.deadlines import Running
from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.domain.terms import Sex, Town
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.attached import Attached
from quyuan_desktop.registers.base import Occasion, Record, Register, Row, Section, Values, parent
from quyuan_desktop.registers.fields import choice, day, files, full_name, rows, telephone, words
from quyuan_desktop.registers.mediation import terms
from quyuan_desktop.registers.mediation.expert_terms import expert_figures
from quyuan_desktop.registers.twice import either, entered_once


class Renewal(Row, kw_only=True):
    """One more term (续聘)."""

    __tablename__ = "expert_renewal"

    parent_id: Mapped[int] = parent("expert")
    letter: Mapped[str] = words("聘书号", limit=60, width=18)
    start_on: Mapped[date] = day("聘期自", required=True, width=11)
    end_on: Mapped[date] = day("聘期至", required=True, width=11)


class Expert(Record, kw_only=True):
    """One person of 群英断是非."""

    __tablename__ = "expert"
    __table_args__ = (Index("ix_expert_listed", "state", "start_on"),)

    name: Mapped[str] = full_name("姓名", section="expert", required=True, column=True, searched="name")
    kind: Mapped[terms.ExpertKind] = choice(
        "类别", terms.ExpertKind, required=True, column=True, counted=True, default="elder", width=12
    )
    sex: Mapped[Sex | None] = choice("性别", Sex, width=6)
    phone: Mapped[str] = telephone("电话", masked=True, searched="phone")
    speciality: Mapped[str] = words(
        "专长", limit=100, column=True, searched="content", suggest="speciality", width=20
    )
    town: Mapped[Town | None] = choice("乡镇", Town, column=True, default="last", width=9)
    village: Mapped[str] = words("所属村、社区", limit=60, suggest="village", width=12)
    letter: Mapped[str] = words("聘书号", limit=60, section="term", column=True, searched="content", width=18)
    start_on: Mapped[date] = day("聘期自", required=True, column=True, default="today")
    end_on: Mapped[date] = day("聘期至", required=True)
    renewals: Mapped[list[Renewal]] = rows("续聘", "Renewal", noun="续聘")
    dismissed_on: Mapped[date | None] = day("解聘日期", help="聘期未满不再聘用的，填最后一天的次日。")
    dismissal: Mapped[str] = words("解聘原因", limit=100, width=24)
    last_on: Mapped[date] = day("实际到期", derived=True, required=True, column=True)
    photo: Mapped[tuple[Attached, ...]] = files("照片", most=1, pictures=True)
    note: Mapped[str] = words("备注", limit=200, width=40)


def complete(values: Values, occasion: Occasion) -> Values:
    """The last term ends with its last day, or on the day before the dismissal."""
    filled = dict(values)
    ends = [each["end_on"] for each in (filled, *filled["renewals"]) if each["end_on"]]
    last = max(ends, default=None)
    if last is not None and filled["dismissed_on"] and filled["dismissed_on"] > kinds.EARLIEST:
        last = min(last, filled["dismissed_on"] - timedelta(days=1))
    filled["last_on"] = last
    return filled


def check(values: Values, occasion: Occasion) -> list[Problem]:
    """The slips of an engagement."""
    return list(_slips(values))


def _slips(values: Values) -> Iterator[Problem]:
    if values["start_on"] and values["end_on"] and values["end_on"] < values["start_on"]:
        yield Problem("end_on", "聘期止日早于起日，请核对。")
    before = values["end_on"]
    for place, row in enumerate(values["renewals"]):
        if row["start_on"] and row["end_on"] and row["end_on"] < row["start_on"]:
            yield Problem(f"renewals.{place}.end_on", "聘期止日早于起日，请核对。")
        if before and row["start_on"] and row["start_on"] <= before:
            yield Problem(f"renewals.{place}.start_on", "续聘的起日要在上一聘期届满之后，请核对。")
        before = row["end_on"] or before
    if bool(values["dismissed_on"]) != bool(values["dismissal"]):
        field = "dismissal" if values["dismissed_on"] else "dismissed_on"
        yield Problem(field, "解聘日期和解聘原因要一起填。")
    if values["dismissed_on"] and values["start_on"] and values["dismissed_on"] <= values["start_on"]:
        yield Problem("dismissed_on", "解聘日期要在聘期起日之后，请核对。")


def limits(values: Values) -> list[Running]:
    """The end of the last term, before which a new letter is wanted."""
    if values["last_on"] is None or values["dismissed_on"]:
        return []
    return [Running(code="mediation.expiry", start=values["start_on"], due=values["last_on"], lapses=True)]


EXPERT = Register(
    code="expert",
    label="群英",
    record=Expert,
    number="{short}群英〔{year}〕{serial}号",
    day="start_on",
    who="name",
    what="speciality",
    called_by=("name",),
    sections=(Section(code="expert", label="群英"), Section(code="term", label="聘期")),
    filters=("kind", "town"),
    known_by=(("letter",), ("name", "village")),
    printed=("name", "kind", "speciality", "town", "village", "letter", "start_on", "last_on"),
    measures=expert_figures(Expert),
    report="“群英断是非”专家月报表",
    complete=complete,
    check=check,
    doubted=either(
        entered_once(
            Expert,
            "letter",
            "这个聘书号已登记在 {number}，一名群英只登记一条，续聘的在那一条里增加聘期。",
            "letter",
        ),
        entered_once(
            Expert,
            "name",
            "同村同名的群英已登记为 {number}，一名群英只登记一条，续聘的在那一条里增加聘期。",
            "name",
            "village",
        ),
    ),
    limits=limits,
    timed_by=("start_on", "last_on", "dismissed_on"),
    unsettled=Expert.dismissed_on.is_(None),
)
