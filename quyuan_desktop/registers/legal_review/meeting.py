"""会议: meetings of the year's report: the 中心组, the 依法治区委, the preparation of the 宪法宣传周."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Index, extract, select
from sqlalchemy.orm import Mapped

from quyuan_desktop.domain.house import HouseRules
from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers.attached import Attached
from quyuan_desktop.registers.base import Occasion, Record, Register, Section, State, Values
from quyuan_desktop.registers.fields import choice, count, day, files, flag, paragraph, words
from quyuan_desktop.registers.legal_review.measures import meeting_measures
from quyuan_desktop.registers.legal_review.terms import MeetingKind


class Meeting(Record, kw_only=True):
    """One meeting."""

    __tablename__ = "meeting"
    __table_args__ = (Index("ix_meeting_listed", "state", "on"),)

    on: Mapped[date] = day("日期", section="meeting", past=True, required=True, column=True, default="today")
    kind: Mapped[MeetingKind] = choice("会议类别", MeetingKind, required=True, column=True, counted=True, width=20)
    title: Mapped[str] = words("会议名称", limit=100, required=True, column=True, searched="content", width=30)
    ordinal: Mapped[int | None] = count("第几次", least=1, most=999, column=True, unit="次", help="本年第几次。")
    enlarged: Mapped[bool] = flag("扩大会议", counted=True)
    topic: Mapped[str] = words("专题、议题", limit=200, column=True, searched="content", width=36)
    thought: Mapped[bool] = flag("习近平法治思想专题", counted=True)
    reporting: Mapped[bool] = flag("现场述法", counted=True)
    host: Mapped[str] = words("召集单位", limit=60, suggest="unit", width=20)
    chair: Mapped[str] = words("主持人", limit=60, width=10)
    place: Mapped[str] = words("地点", limit=100, suggest="place", width=20)
    attendance: Mapped[int | None] = count("参会人数", most=100_000, unit="人")
    account: Mapped[str] = paragraph("会议情况", searched="content", limit=5000)
    scan: Mapped[tuple[Attached, ...]] = files("纪要、照片", most=20)
    note: Mapped[str] = words("备注", limit=300, width=40)


def check(values: Values, occasion: Occasion) -> list[Problem]:
    """The slips of a meeting."""
    return list(_slips(values))


def _slips(values: Values) -> Iterator[Problem]:
    if values["kind"] in (MeetingKind.STUDY, MeetingKind.COMMITTEE) and not values["ordinal"]:
        yield Problem("ordinal", "请填这是本年第几次会议，年度报告要用。", warning=True)
    if values["reporting"] and values["kind"] is not MeetingKind.COMMITTEE:
        text = "现场述法只在“依法治区委员会会议”中统计，请核对会议类别。"
        yield Problem("reporting", text, warning=True)
    if values["thought"] and values["kind"] is not MeetingKind.STUDY:
        text = "专题学习只在“党工委中心组学习”中统计，请核对会议类别。"
        yield Problem("thought", text, warning=True)
    if values["thought"] and not values["topic"]:
        yield Problem("topic", "勾了专题学习，请写明专题。")


def held_already(session: Any, values: Values, uid: str, house: HouseRules) -> list[Problem]:
    """The tenth meeting of a year is one meeting."""
    if not values["ordinal"] or not values["on"]:
        return []
    wanted = select(Meeting.number).where(
        Meeting.state == State.LIVE,
        Meeting.uid != uid,
        Meeting.kind == values["kind"],
        Meeting.ordinal == values["ordinal"],
        extract("year", Meeting.on) == values["on"].year,
    )
    number = session.scalar(wanted) if values["kind"] is not MeetingKind.OTHER else None
    if number is None:
        return []
    return [Problem("ordinal", f"本年第 {values['ordinal']} 次已经登记（{number}），请核对。", warning=True)]


MEETING = Register(
    code="meeting",
    label="会议",
    record=Meeting,
    number="{short}会〔{year}〕{serial}号",
    day="on",
    who="title",
    what="topic",
    called_by=("title",),
    sections=(Section(code="meeting", label="会议"),),
    filters=("kind",),
    printed=("on", "kind", "ordinal", "title", "topic", "attendance"),
    measures=meeting_measures(Meeting),
    report="会议情况表",
    check=check,
    doubted=held_already,
)
