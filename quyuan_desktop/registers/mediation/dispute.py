"""纠纷: one dispute from the day it is accepted to its file; who quarrels, how often they sat together, what came of it."""

from datetime import date, time

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from quyuan_desktop.domain.terms import Sex, Town
from quyuan_desktop.registers.attached import Attached
from quyuan_desktop.registers.base import Record, Row, parent
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
    money,
    name,
    paragraph,
    rows,
    telephone,
    words,
)
from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.registers.mediation import terms


class Party(Row, kw_only=True):
    """One party; the papers ask for nation, occupation and home beside the name."""

    __tablename__ = "dispute_party"

    parent_id: Mapped[int] = parent("dispute")
    side: Mapped[terms.Side] = choice("身份", terms.Side, required=True, default="applicant", width=9)
    name: Mapped[str] = name("姓名或名称", required=True, searched="name", width=10)
    id_number: Mapped[str] = identity("证件号码", masked=True, searched="tail")
    sex: Mapped[Sex | None] = choice("性别", Sex, width=6)
    ethnic_group: Mapped[str] = words("民族", limit=20, default="汉族", suggest="ethnic_group", width=6)
    age: Mapped[int | None] = count("年龄", most=150, width=4)
    occupation: Mapped[str] = words("职业或职务", limit=40, suggest="occupation", width=10)
    phone: Mapped[str] = telephone("电话", masked=True, searched="phone", width=13)
    address: Mapped[str] = words("住址", limit=120, masked=True, width=24)


class MediationSession(Row, kw_only=True):
    """One time that the parties were sat together, and what was said."""

    __tablename__ = "dispute_session"

    parent_id: Mapped[int] = parent("dispute")
    on: Mapped[date] = day("调解日期", past=True, required=True, default="today", width=11)
    start: Mapped[time | None] = clock("开始")
    end: Mapped[time | None] = clock("结束")
    place: Mapped[str] = words("地点", limit=100, suggest="mediation_place", width=18)
    present: Mapped[str] = words("到场人员", limit=200, width=24)
    content: Mapped[str] = paragraph("调解情况", searched="content", limit=5000)


class Prevented(Row, kw_only=True):
    """What was kept from growing worse (防激化): cases and people."""

    __tablename__ = "dispute_prevented"

    parent_id: Mapped[int] = parent("dispute")
    kind: Mapped[terms.Escalation] = choice("防激化类型", terms.Escalation, required=True, counted=True, width=14)
    cases: Mapped[int] = count("件", least=1, most=99, required=True, counted=True, default=1, width=4)
    people: Mapped[int] = count("人", least=0, most=9999, required=True, counted=True, default=0, width=5)


class Dispute(Record, kw_only=True):
    """One dispute. Its stage follows from the days that its steps have filled in."""

    __tablename__ = "dispute"
    __table_args__ = (
        Index("ix_dispute_listed", "state", "accepted_on"),
        Index("ix_dispute_waiting", "state", "stage"),
        Index("ix_dispute_closed", "closed_on"),
    )

    accepted_on: Mapped[date] = day(
        "受理日期",
        section="acceptance",
        past=True,
        required=True,
        column=True,
        default="today",
        help="登记受理的日期。统计表的受理、类型、来源、成功都按这一天归入月份。",
    )
    committee: Mapped[str] = words(
        "调委会", limit=60, required=True, default="last", suggest="committee", width=20
    )
    committee_kind: Mapped[terms.Committee] = choice(
        "调委会类型",
        terms.Committee,
        required=True,
        counted=True,
        default="town",
        width=18,
        help="人民调解法第8条、第34条。",
    )
    source: Mapped[terms.Source] = choice(
        "案件来源",
        terms.Source,
        required=True,
        counted=True,
        default="applied",
        width=14,
        help="主动调解、依申请调解（人民调解法第17条），或者接受有关机关委托移送（第18条）。",
    )
    acceptor: Mapped[str] = words(
        "受理人", limit=60, required=True, default="staff", suggest="receptionist", width=8
    )
    lead: Mapped[Linked | None] = link("来自线索", "lead", help="由线索转来的纠纷与那条线索互相关联，只计一件。")
    consultation: Mapped[Linked | None] = link(
        "来自咨询", "consultation", help="由咨询转来的纠纷与那次咨询互相关联，纠纷只计一件。"
    )
    visit: Mapped[Linked | None] = link("来自接待", "visit", help="由服务点的接待转来的纠纷与那次接待互相关联。")
    service: Mapped[Linked | None] = link(
        "来自顾问服务",
        "service_log",
        help="由村法律顾问的服务转来的纠纷与那次服务互相关联，各计一次；顾问中途参加的，登记“顾问参与”。",
    )
    stage: Mapped[terms.Stage] = choice("进度", terms.Stage, derived=True, column=True, required=True, width=10)
    status: Mapped[terms.Status | None] = choice("统计状态", terms.Status, derived=True, counted=True, width=8)

    parties: Mapped[list[Party]] = rows(
        "当事人", "Party", section="parties", noun="当事人", at_least=1, turns=("applicant", "respondent")
    )
    sides: Mapped[str] = words("双方当事人", limit=200, derived=True, column=True, width=16)

    kind: Mapped[terms.Kind] = choice(
        "纠纷类型", terms.Kind, section="matter", required=True, column=True, counted=True, width=16
    )
    title: Mapped[str] = words(
        "案由",
        limit=100,
        column=True,
        searched="content",
        suggest="dispute_title",
        width=20,
        help="一句话写明争什么，如“排水沟归属”。空着的按纠纷类型填。",
    )
    town: Mapped[Town | None] = choice("乡镇", Town, counted=True, default="last", width=9)
    village: Mapped[str] = words("村（社区）", limit=60, suggest="village", width=10)
    arose_on: Mapped[date | None] = day("纠纷发生日期", past=True)
    persons: Mapped[int | None] = count(
        "涉及人数", least=1, most=100_000, unit="人", counted=True, help="至少是列出的当事人数。"
    )
    amount: Mapped[int | None] = money("涉及金额（元）", counted=True)
    hard: Mapped[bool] = flag("疑难复杂", counted=True)
    summary: Mapped[str] = paragraph("纠纷简要情况", required=True, searched="content", limit=10_000)
    request: Mapped[str] = paragraph("当事人请求", limit=3000)
    evidence: Mapped[tuple[Attached, ...]] = files("证据、照片")
    note: Mapped[str] = words("备注", limit=500, width=40)

    # -- what the steps fill in

    dispatched_on: Mapped[date | None] = day("派单日期", section="steps", step=True, past=True)
    dispatcher: Mapped[str] = words("派单人", limit=60, step=True, suggest="receptionist", width=8)
    expert: Mapped[Linked | None] = link("群英", "expert", step=True, help="聘期内的“群英断是非”专家。")
    pass_reason: Mapped[str] = words("转派原因", limit=200, step=True, width=30)
    taken_on: Mapped[date | None] = day("承接日期", step=True, past=True)
    taking: Mapped[terms.Taking | None] = choice("承接方式", terms.Taking, step=True, radio=True, width=9)
    joined: Mapped[str] = words("联合调解人员", limit=200, step=True, suggest="joined", width=30)
    expert_took_part: Mapped[bool] = flag("群英介入", derived=True, counted=True)
    mediators: Mapped[str] = words(
        "调解员", limit=100, step=True, searched="content", suggest="mediator", width=16
    )
    sessions: Mapped[list[MediationSession]] = rows("调解", "MediationSession", step=True, noun="调解")
    times: Mapped[int] = count("调解次数", derived=True, required=True, least=0, most=999, unit="次")
    closed_on: Mapped[date | None] = day("结案日期", step=True, past=True, column=True)
    result: Mapped[terms.Result | None] = choice(
        "调解结果", terms.Result, step=True, radio=True, column=True, width=9
    )
    form: Mapped[terms.AgreementForm | None] = choice(
        "协议形式",
        terms.AgreementForm,
        step=True,
        radio=True,
        counted=True,
        width=9,
        help="可以制作协议书；当事人认为无需制作的，可以采取口头协议方式，调解员应当记录协议内容（人民调解法第28条）。",
    )
    agreement_number: Mapped[str] = words("协议编号", limit=60, step=True, searched="content", width=20)
    facts: Mapped[str] = paragraph(
        "纠纷主要事实、争议事项", step=True, limit=5000, help="空着的，协议书上用纠纷简要情况。"
    )
    agreement: Mapped[str] = paragraph(
        "协议内容",
        step=True,
        limit=5000,
        searched="content",
        suggest="agreement",
        help="当事人达成协议的内容、履行的方式、期限（人民调解法第29条）。",
    )
    effective_on: Mapped[date | None] = day(
        "协议生效日期",
        step=True,
        past=True,
        help="协议书自各方签名、盖章或捺印，调解员签名并加盖印章之日起生效；口头协议自达成之日起生效（第29、30条）。",
    )
    agreed_amount: Mapped[int | None] = money("协议金额（元）", step=True, counted=True)
    perform_by: Mapped[date | None] = day("履行期限", step=True)
    advice: Mapped[str] = words(
        "不成的告知",
        limit=300,
        step=True,
        suggest="advice",
        width=40,
        help="调解不成的，应当终止调解，告知当事人可以依法通过仲裁、行政、司法等途径维护权利（人民调解法第26条）。",
    )
    prevented: Mapped[list[Prevented]] = rows("防止激化", "Prevented", step=True, noun="防激化")
    performance: Mapped[terms.Performance | None] = choice(
        "履行情况", terms.Performance, step=True, radio=True, counted=True, width=10
    )
    performed_on: Mapped[date | None] = day("履行登记日期", step=True, past=True)
    performance_note: Mapped[str] = words("履行说明", limit=300, step=True, width=40)
    confirm_on: Mapped[date | None] = day(
        "司法确认申请日",
        step=True,
        past=True,
        help="双方认为有必要的，可以自协议生效之日起30日内共同向法院申请司法确认（人民调解法第33条）。",
    )
    court: Mapped[str] = words("法院", limit=60, step=True, suggest="court", width=18)
    confirmation: Mapped[terms.Confirmation | None] = choice("确认结果", terms.Confirmation, step=True, width=10)
    confirm_number: Mapped[str] = words("裁定书文号", limit=60, step=True, searched="content", width=20)
    visited_on: Mapped[date | None] = day("回访日期", step=True, past=True)
    visitor: Mapped[str] = words("回访人", limit=60, step=True, suggest="receptionist", width=8)
    visit_note: Mapped[str] = paragraph(
        "回访情况", step=True, limit=2000, help="履行情况、当事人是否满意、有无激化迹象。"
    )
    satisfaction: Mapped[terms.Satisfaction | None] = choice("满意度", terms.Satisfaction, step=True, width=8)
    refused_on: Mapped[date | None] = day("不予受理日期", step=True, past=True)
    refusal: Mapped[terms.Refusal | None] = choice("不予受理原因", terms.Refusal, step=True, width=24)
    withdrawn_on: Mapped[date | None] = day("撤回日期", step=True, past=True)
    withdrawal_note: Mapped[str] = words("撤回说明", limit=200, step=True, width=40)
    archived_on: Mapped[date | None] = day("归档日期", step=True, past=True)
    file_number: Mapped[str] = words("卷号", limit=60, step=True, searched="content", width=20)
    file_pages: Mapped[int | None] = count("卷内页数", step=True, most=9999, unit="页")
    retention: Mapped[str] = words("保管期限", limit=20, step=True, suggest="retention", width=8)
    papers: Mapped[tuple[terms.FilePaper, ...]] = choices(
        "卷内材料", terms.FilePaper, step=True, width=40, help="逐件核对实物后勾选；缺必须的材料不能归档。"
    )
