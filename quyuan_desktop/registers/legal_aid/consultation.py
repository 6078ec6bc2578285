"""咨询: one reception of one visitor (人次); the matters asked about are its child rows (件)."""

from datetime import date, time

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped

from quyuan_desktop.domain.terms import Education, IdKind, PersonGroup, Sex, Town
from quyuan_desktop.registers.attached import Attached
from quyuan_desktop.registers.base import Lead, PaperKind, PersonRole, Record, Register, Row, Section, parent
from quyuan_desktop.registers.fields import (
    choice,
    choices,
    clock,
    count,
    day,
    files,
    flag,
    identity,
    link,
    name,
    paragraph,
    phone,
    rows,
    words,
)
from quyuan_desktop.registers.legal_aid import rules
from quyuan_desktop.registers.legal_aid.application_register import from_consultation, leads_to_application
from quyuan_desktop.registers.legal_aid.measures import consultation_measures
from quyuan_desktop.registers.legal_aid.terms import Channel, MatterKind, Result
from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.registers.mediation.leading import from_consultation as from_consultation_to_dispute


class Matter(Row, kw_only=True):
    """One matter asked about (件): 1 visitor asking of two kinds is 1 人次, 2 件."""

    __tablename__ = "consultation_matter"
    __table_args__ = (Index("ix_consultation_matter_counted", "parent_id", "category"),)

    parent_id: Mapped[int] = parent("consultation", index=False)
    category: Mapped[MatterKind] = choice(
        "案由",
        MatterKind,
        required=True,
        column=True,
        counted=True,
        width=16,
        help="按来访人所问的事选一类；问两类以上的，用“增加一项”分开填，每项计 1 件。",
    )
    summary: Mapped[str] = paragraph("内容", required=True, searched="content", suggest="summary", limit=5000)


class Consultation(Record, kw_only=True):
    """One reception of one visitor."""

    __tablename__ = "consultation"
    __table_args__ = (
        Index("ix_consultation_listed", "state", "received_on"),
        Index(
            "ix_consultation_waiting",
            "replied_on",
            "state",
            "id",
            "result",
            "channel",
            sqlite_where=text("replied_on IS NULL"),
        ),
        Index(
            "ix_consultation_counted",
            "received_on",
            "state",
            "office",
            "id",
            "headcount",
            "channel",
            "via_12348",
            "sex",
            "result",
            "town",
            "groups",
            "repeat_visit",
            "companions",
            "id_kind",
            "informed_right",
            "at_point",
            "at_popup",
            "at_event",
        ),
    )

    channel: Mapped[Channel] = choice(
        "途径",
        Channel,
        section="reception",
        radio=True,
        required=True,
        column=True,
        counted=True,
        default="visit",
        width=6,
        help="来访人怎样找到本所。下村、赶集时接待的选“巡回”。电话、网络咨询同样要登记。",
    )
    via_12348: Mapped[bool] = flag("12348转来", counted=True, help="由12348热线转来的电话，计入“其中12348”。")
    received_on: Mapped[date] = day(
        "日期",
        past=True,
        required=True,
        column=True,
        default="today",
        help="接待当天。年龄、所属月份都按这一天算。",
    )
    received_time: Mapped[time | None] = clock("时间", default="now")
    receptionist: Mapped[str] = words(
        "接待人", limit=60, required=True, column=True, default="staff", suggest="receptionist", width=8
    )

    point: Mapped[Linked | None] = link(
        "服务点", "point", help="在公共法律服务点接待的，选服务点；这次咨询两个台都看得到，只计一次。"
    )
    popup: Mapped[Linked | None] = link(
        "临时站点", "popup", help="在集市、农资店等临时站点接待的，选那次站点活动。"
    )
    lead: Mapped[Linked | None] = link(
        "来自线索", "lead", help="由矛盾线索转来的咨询与那条线索互相关联，咨询只计一次。"
    )
    at_point: Mapped[bool] = flag("在服务点", derived=True, counted=True)
    at_popup: Mapped[bool] = flag("在临时站点", derived=True, counted=True)
    event: Mapped[Linked | None] = link(
        "普法活动", "promo_event", help="在普法活动现场接待的，选那次活动；这次咨询只计一次。"
    )
    at_event: Mapped[bool] = flag("在普法活动", derived=True, counted=True)

    visitor: Mapped[str] = name(
        "姓名",
        section="visitor",
        required=True,
        column=True,
        searched="name",
        help="来访人不愿留名的，填“未留名”，证件类型选“拒绝提供”。",
    )
    id_kind: Mapped[IdKind] = choice(
        "证件类型",
        IdKind,
        required=True,
        default="resident",
        width=14,
        help="没有带证件选“无证件”；不肯出示选“拒绝提供”，记录中会载明。",
    )
    id_number: Mapped[str] = identity(
        "证件号码",
        masked=True,
        searched="tail",
        help="18位居民身份证会带出性别、出生日期和年龄（GB 11643-1999）。校验不符只提醒，写明理由仍可保存。",
    )
    id_reason: Mapped[str] = words(
        "证件号说明", limit=100, width=20, help="证件号校验不符仍要保存时，写明理由，如“老证号码如此”。"
    )
    sex: Mapped[Sex | None] = choice("性别", Sex, column=True, counted=True, width=6)
    birth_date: Mapped[date | None] = day("出生日期", past=True, help="由居民身份证号自动带出。")
    phone: Mapped[str] = phone("电话", masked=True, searched="phone")
    town: Mapped[Town | None] = choice("乡镇", Town, column=True, counted=True, default="last", width=9)
    village: Mapped[str] = words("村（社区）", limit=60, column=True, suggest="village", width=10)
    address: Mapped[str] = words("组、门牌", limit=120, masked=True, width=14)
    groups: Mapped[tuple[PersonGroup, ...]] = choices(
        "类别",
        PersonGroup,
        counted=True,
        width=40,
        help=(
            "可多选，各类相加不等于总数。妇女指成年女性；老年人满60周岁，未成年人不满18周岁，按来访当天计算。"
            "农民、农民工按户籍在农村和主要收入来源区分：务农为主是农民，务工为主是农民工。"
        ),
    )
    ethnic_group: Mapped[str] = words("民族", limit=20, default="汉族", suggest="ethnic_group", width=6)
    education: Mapped[Education | None] = choice("文化程度", Education, width=12)
    nationality: Mapped[str] = words("国籍", limit=30, default="中国", width=6)
    household: Mapped[str] = words("户籍地", limit=120, suggest="household", width=20)
    workplace: Mapped[str] = words("工作单位", limit=100, width=20)
    companions: Mapped[int | None] = count("同来人数", counted=True, unit="人", most=999)
    headcount: Mapped[int] = count(
        "统计人次",
        required=True,
        least=1,
        most=999,
        default=1,
        counted=True,
        unit="人次",
        help="一次接待一位来访人计 1 人次，问几件事都是 1 人次。多人同来共同咨询需按人计的，在此改写。",
    )
    repeat_visit: Mapped[bool] = flag("重复来访", counted=True, help="同一人就同一事再次来访。")
    opposing_party: Mapped[str] = name(
        "对方当事人", searched="name", help="与来访人有争议的人或单位。曾在本所咨询过的会提示，以便回避。"
    )

    matters: Mapped[list[Matter]] = rows("咨询事项", "Matter", section="matters", at_least=1, noun="事项")

    title: Mapped[str] = words("标题", section="answer", limit=100, column=True, searched="content", width=20)
    reply: Mapped[str] = paragraph("答复意见", searched="content", suggest="reply", limit=10_000)
    result: Mapped[Result | None] = choice("结果", Result, radio=True, column=True, counted=True, width=10)
    replied_on: Mapped[date | None] = day("答复日期", past=True)
    informed_right: Mapped[bool] = flag(
        "已告知申请权",
        counted=True,
        help="法律援助法第23条：提供法律咨询，应当提示当事人有权依法申请法律援助，并告知申请条件和程序。",
    )
    informed_on: Mapped[date | None] = day("告知日期", past=True)
    appointment_on: Mapped[date | None] = day("约定日期", help="疑难问题约期答复的日期，到期在“今日”提醒。")
    referred_to: Mapped[str] = words("转往何处", limit=100, suggest="referred_to", width=20)
    note: Mapped[str] = words("备注", limit=500, width=40)
    attachments: Mapped[tuple[Attached, ...]] = files(
        "附件", most=10, help="来访人带来的材料、来信、委托书的照片或扫描件。"
    )


CONSULTATION = Register(
    code="consultation",
    label="咨询",
    record=Consultation,
    number="{short}咨字〔{year}〕{serial}号",
    day="received_on",
    who="visitor",
    what="title",
    report="法律援助咨询月报表",
    sections=(
        Section(code="reception", label="接待"),
        Section(code="visitor", label="来访人"),
        Section(code="matters", label="咨询事项"),
        Section(code="answer", label="答复"),
    ),
    filters=("channel", "result", "town"),
    people=(
        PersonRole(
            code="visitor",
            label="来访人",
            name="visitor",
            id_number="id_number",
            phone="phone",
            town="town",
            village="village",
            carried=(
                "visitor",
                "id_kind",
                "id_number",
                "id_reason",
                "sex",
                "birth_date",
                "phone",
                "town",
                "village",
                "address",
                "groups",
                "ethnic_group",
                "education",
                "nationality",
                "household",
                "workplace",
            ),
        ),
        PersonRole(code="opposing", label="对方当事人", name="opposing_party"),
    ),
    papers=(
        PaperKind(code="consultation_form", label="咨询登记表"),
        PaperKind(code="consultation_receipt", label="咨询回执", size="A5", away=True, handed=True),
    ),
    measures=consultation_measures(Consultation, Matter),
    leads=(
        Lead(
            code="apply",
            label="转申请",
            to="application",
            link="consultation",
            carry=from_consultation,
            when=leads_to_application,
        ),
        Lead(
            code="mediate",
            label="转调解",
            to="dispute",
            link="consultation",
            carry=from_consultation_to_dispute,
            when=lambda values: values["result"] is Result.MEDIATION,
        ),
    ),
    complete=rules.complete,
    follow=rules.follow,
    check=rules.check,
    doubted=rules.doubted,
    limits=rules.limits,
    timed_by=("received_on", "replied_on", "result", "appointment_on", "channel"),
    unsettled=Consultation.replied_on.is_(None)
    & ((Consultation.result == Result.APPOINTMENT) | (Consultation.channel == Channel.LETTER)),
)
