"""线索: a conflict that was noticed, whom it was sent to, and what was found on the spot."""

from datetime import date, time

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers.attached import Attached
from quyuan_desktop.registers.base import Record
from quyuan_desktop.registers.fields import choice, clock, day, files, link, name, paragraph, phone, words
from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.registers.mediation import terms


class DisputeLead(Record, kw_only=True):
    """One lead. Its stage follows from the days that its steps have filled in."""

    __tablename__ = "dispute_lead"
    __table_args__ = (
        Index("ix_dispute_lead_listed", "state", "found_on"),
        Index("ix_dispute_lead_waiting", "state", "stage"),
    )

    source: Mapped[terms.LeadSource] = choice(
        "来源",
        terms.LeadSource,
        section="lead",
        required=True,
        column=True,
        counted=True,
        radio=True,
        default="snapshot",
        width=10,
    )
    found_on: Mapped[date] = day("发现日期", past=True, required=True, column=True, default="today")
    found_at: Mapped[time | None] = clock("时间", default="now")
    town: Mapped[Town | None] = choice("乡镇", Town, column=True, counted=True, default="last", width=9)
    village: Mapped[str] = words("村（社区）", limit=60, suggest="village", width=10)
    place: Mapped[str] = words(
        "地点", limit=100, required=True, column=True, searched="content", suggest="place", width=20
    )
    subject: Mapped[str] = words(
        "事由", limit=100, required=True, column=True, searched="content", suggest="lead_subject", width=24
    )
    description: Mapped[str] = paragraph("描述", searched="content", limit=5000)
    reporter: Mapped[str] = name("反映人", searched="name", help="随手拍、来电反映的人；不愿留名的空着。")
    reporter_phone: Mapped[str] = phone("反映人电话", masked=True, searched="phone")
    photos: Mapped[tuple[Attached, ...]] = files("照片", pictures=True)
    stage: Mapped[terms.LeadStage] = choice(
        "进度", terms.LeadStage, derived=True, column=True, required=True, width=8
    )
    dispatched_on: Mapped[date | None] = day("派单日期", section="steps", step=True, past=True)
    dispatched_at: Mapped[time | None] = clock("派单时间", step=True)
    dispatcher: Mapped[str] = words("派单人", limit=60, step=True, suggest="receptionist", width=8)
    expert: Mapped[Linked | None] = link("承接群英", "expert", step=True)
    joined: Mapped[str] = words(
        "联合到场人员", limit=200, step=True, suggest="joined", width=30, help="联合调解的，填一起到场的人。"
    )
    pass_reason: Mapped[str] = words("转派原因", limit=200, step=True, width=30)
    arrived_on: Mapped[date | None] = day("到场日期", step=True, past=True)
    arrived_at: Mapped[time | None] = clock("到场时间", step=True)
    outcome: Mapped[terms.Outcome | None] = choice(
        "现场情况", terms.Outcome, step=True, radio=True, counted=True, width=10
    )
    outcome_note: Mapped[str] = words("现场处理", limit=300, step=True, width=40)
    invalid_on: Mapped[date | None] = day("认定无效日期", step=True, past=True)
    invalid: Mapped[terms.Invalid | None] = choice("无效原因", terms.Invalid, step=True, counted=True, width=14)
