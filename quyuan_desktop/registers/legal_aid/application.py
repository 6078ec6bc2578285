"""法律援助申请: one application from the day it is noted to the archive, however many steps it takes (件)."""

from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from quyuan_desktop.domain.terms import Education, IdKind, PersonGroup, Sex, Town
from quyuan_desktop.registers.attached import Attached
from quyuan_desktop.registers.base import Record, Row, parent
from quyuan_desktop.registers.fields import (
    choice,
    choices,
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
from quyuan_desktop.registers.legal_aid import aid_terms as terms
from quyuan_desktop.registers.linked import Linked


class JointApplicant(Row, kw_only=True):
    """One more applicant who asks together with the first (共同申请)."""

    __tablename__ = "application_joint"

    parent_id: Mapped[int] = parent("application")
    name: Mapped[str] = name("姓名", required=True, searched="name", width=10)
    id_number: Mapped[str] = identity("证件号码", masked=True, searched="tail")
    phone: Mapped[str] = telephone("电话", masked=True, searched="phone", width=13)


class HouseholdMember(Row, kw_only=True):
    """One member of the household with their income of a year (经济困难状况说明表)."""

    __tablename__ = "application_household"

    parent_id: Mapped[int] = parent("application")
    name: Mapped[str] = name("姓名", required=True, width=10)
    relation: Mapped[str] = words("关系", limit=20, suggest="relation", width=8)
    age: Mapped[int | None] = count("年龄", most=150, width=4)
    wage: Mapped[int | None] = money("工资性收入", width=10)
    business: Mapped[int | None] = money("经营性收入", width=10)
    other: Mapped[int | None] = money("其他收入", width=10)


class Material(Row, kw_only=True):
    """One of the papers handed in, with its scan."""

    __tablename__ = "application_material"

    parent_id: Mapped[int] = parent("application")
    name: Mapped[str] = words("材料名称", limit=100, required=True, suggest="material", width=26)
    copies: Mapped[int] = count("份数", least=1, most=999, default=1, required=True, width=4)
    pages: Mapped[int | None] = count("页数", most=9999, width=4)
    original: Mapped[terms.Original] = choice(
        "原件/复印件", terms.Original, required=True, default="copy", width=8
    )
    scans: Mapped[tuple[Attached, ...]] = files("扫描件", most=30)


class Supplement(Row, kw_only=True):
    """One notice to supplement (补正), and what came back; the clock of the decision stands between them."""

    __tablename__ = "application_supplement"

    parent_id: Mapped[int] = parent("application")
    asked_on: Mapped[date] = day("通知日期", past=True, required=True, default="today", width=11)
    due_on: Mapped[date | None] = day("补正期限", required=True, width=11)
    items: Mapped[str] = words("要补充的材料", limit=500, width=26)
    matters: Mapped[str] = words("要说明的事项", limit=500, width=26)
    returned_on: Mapped[date | None] = day("收到日期", past=True, width=11)
    outcome: Mapped[terms.Outcome | None] = choice("结果", terms.Outcome, width=9)


class Application(Record, kw_only=True):
    """One application for legal aid. Its stage follows from the days that its steps have filled in."""

    __tablename__ = "application"
    __table_args__ = (
        Index("ix_application_listed", "state", "applied_on"),
        Index("ix_application_waiting", "state", "stage"),
        Index("ix_application_received", "received_on"),
        Index("ix_application_decided", "decided_on"),
        Index("ix_application_closed", "closed_on"),
    )

    # -- the application

    applied_on: Mapped[date] = day(
        "申请日期",
        section="application",
        past=True,
        required=True,
        column=True,
        default="today",
        help="申请人提出申请的日期。年龄、人群类别按这一天算。",
    )
    way: Mapped[terms.Way] = choice("申请方式", terms.Way, required=True, default="person", width=12)
    source: Mapped[terms.Source] = choice("案源", terms.Source, required=True, default="party", width=10)
    acceptor: Mapped[str] = words(
        "经办人", limit=60, required=True, default="staff", suggest="receptionist", width=8
    )
    consultation: Mapped[Linked | None] = link(
        "来自咨询", "consultation", help="由咨询转来的申请与那次咨询互相关联，申请只计一件。"
    )
    visit: Mapped[Linked | None] = link("来自接待", "visit", help="由服务点的接待转来的申请与那次接待互相关联。")
    stage: Mapped[terms.Stage] = choice("进度", terms.Stage, derived=True, column=True, required=True, width=9)

    # -- the applicant

    applicant: Mapped[str] = name("姓名", section="applicant", required=True, column=True, searched="name")
    id_kind: Mapped[IdKind] = choice("证件类型", IdKind, required=True, default="resident", width=14)
    id_number: Mapped[str] = identity("证件号码", masked=True, searched="tail")
    id_reason: Mapped[str] = words("证件号说明", limit=100, width=20)
    sex: Mapped[Sex | None] = choice("性别", Sex, required=True, counted=True, width=6)
    birth_date: Mapped[date | None] = day("出生日期", past=True, required=True)
    ethnic_group: Mapped[str] = words("民族", limit=20, default="汉族", suggest="ethnic_group", width=6)
    nationality: Mapped[str] = words("国籍", limit=30, default="中国", width=6)
    education: Mapped[Education | None] = choice("文化程度", Education, width=12)
    phone: Mapped[str] = telephone("电话", required=True, masked=True, searched="phone")
    postcode: Mapped[str] = words("邮编", limit=6, default="414418", width=7)
    household: Mapped[str] = words("户籍地", limit=120, suggest="household", width=24)
    town: Mapped[Town | None] = choice("乡镇", Town, column=True, counted=True, default="last", width=9)
    village: Mapped[str] = words("村（社区）", limit=60, suggest="village", width=10)
    address: Mapped[str] = words("组、门牌", limit=120, masked=True, width=14)
    workplace: Mapped[str] = words("工作单位", limit=100, width=20)
    groups: Mapped[tuple[PersonGroup, ...]] = choices(
        "类别",
        PersonGroup,
        counted=True,
        width=40,
        help="可多选，各类相加不等于总数。农民、农民工按户籍在农村和主要收入来源区分。",
    )
    detained: Mapped[bool] = flag(
        "被羁押", help="被羁押的，由监管场所或值班律师在24小时内转交申请（法律援助法第39条）。"
    )
    detained_at: Mapped[str] = words("羁押地点", limit=100, width=20)
    delivery: Mapped[terms.Delivery | None] = choice("文书送达方式", terms.Delivery, default="direct", width=9)
    delivery_address: Mapped[str] = words("送达地址", limit=120, masked=True, width=24)
    applied_before: Mapped[bool] = flag("曾申请法律援助")
    before_where: Mapped[str] = words("曾申请的时间、地点、编号", limit=120, width=24)
    joint: Mapped[terms.Joint] = choice(
        "共同申请",
        terms.Joint,
        required=True,
        default="alone",
        width=26,
        help="请求不可分的多人计1件；请求可分且同类（如多名农民工讨薪）按人数计件（季报表注）。",
    )
    joint_applicants: Mapped[list[JointApplicant]] = rows("共同申请人", "JointApplicant", noun="申请人")

    # -- the agent

    agent_kind: Mapped[terms.AgentKind | None] = choice("代理人", terms.AgentKind, section="agent", width=10)
    agent: Mapped[str] = name("代理人姓名", searched="name")
    agent_id_number: Mapped[str] = identity("代理人证件号码", masked=True)
    agent_phone: Mapped[str] = telephone("代理人电话", masked=True, searched="phone")
    agent_relation: Mapped[str] = words("与申请人关系", limit=30, suggest="relation", width=10)

    # -- the case

    domain: Mapped[terms.Domain] = choice(
        "案件类别", terms.Domain, section="case", required=True, counted=True, default="civil", radio=True, width=8
    )
    form: Mapped[terms.Form] = choice("援助形式", terms.Form, required=True, default="litigation", width=16)
    ground: Mapped[terms.Ground] = choice(
        "援助事项",
        terms.Ground,
        required=True,
        counted=True,
        width=30,
        help="法律援助法第31条（须经济困难）、第32条（不受经济条件限制）、第24、25、28、29条（刑事）和湖南省加项。",
    )
    report_column: Mapped[terms.Column] = choice(
        "报表列",
        terms.Column,
        required=True,
        counted=True,
        width=12,
        help="旧报表第3至13列中的一列，由援助事项和形式推算，可以改。",
    )
    cause: Mapped[str] = words(
        "案由", limit=100, required=True, column=True, searched="content", suggest="cause", width=18
    )
    status: Mapped[terms.Status | None] = choice("法律地位", terms.Status, width=14)
    case_stage: Mapped[terms.CaseStage | None] = choice("所处阶段", terms.CaseStage, width=12)
    opposing_party: Mapped[str] = name("对方当事人", searched="name")
    handling_body: Mapped[str] = words("办案机关", limit=100, suggest="handling_body", width=18)
    handling_contact: Mapped[str] = words("办案人员及电话", limit=100, width=18)
    claim: Mapped[int | None] = money("涉及金额（元）")
    summary: Mapped[str] = paragraph("案情及申请理由", required=True, searched="content", limit=10_000)
    event_on: Mapped[date | None] = day(
        "权利受损之日", past=True, help="时效自知道或者应当知道权利受到损害之日起计算。"
    )
    limitation: Mapped[terms.Limitation | None] = choice("时效", terms.Limitation, width=16)
    limitation_on: Mapped[date | None] = day(
        "时效届满日",
        help="由权利受损之日和时效推算，可以改。不足7日的，可以先行提供法律援助（法律援助法第44条）。",
    )
    urgency: Mapped[terms.Urgency | None] = choice(
        "先行提供", terms.Urgency, width=24, help="法律援助法第44条：情况紧急的先行提供，事后补办手续。"
    )
    green: Mapped[terms.Green | None] = choice("绿色通道", terms.Green, counted=True, width=12)

    # -- the economic situation

    means: Mapped[terms.MeansTest | None] = choice(
        "核查方式",
        terms.MeansTest,
        section="means",
        width=14,
        help="经济困难状况通过信息共享查询或者由申请人个人诚信承诺（法律援助法第41条）；曾作虚假承诺的不适用承诺（湖南）。",
    )
    exemption: Mapped[terms.Exemption | None] = choice(
        "免予核查", terms.Exemption, width=24, help="法律援助法第42条。"
    )
    exemption_evidence: Mapped[str] = words(
        "免核查凭证",
        limit=100,
        suggest="exemption_evidence",
        width=20,
        help="如低保证、残疾证、特困证、劳动合同。",
    )
    members: Mapped[list[HouseholdMember]] = rows("家庭成员及年收入（元）", "HouseholdMember", noun="成员")
    family_size: Mapped[int | None] = count("家庭人数", most=50, unit="人")
    yearly_income: Mapped[int | None] = money("家庭年总收入（元）", derived=True)
    monthly_income: Mapped[int | None] = money("人均月收入（元）", derived=True)
    monthly_spending: Mapped[int | None] = money("人均月支出（元）")
    housing: Mapped[str] = words("房产", limit=100, width=20)
    savings: Mapped[str] = words("储蓄、证券等资产", limit=100, width=20)
    pledged: Mapped[bool] = flag(
        "已签诚信承诺", help="承诺所填情况真实；骗取法律援助的，支付费用并可处三千元以下罚款（法律援助法第64条）。"
    )
    false_pledge: Mapped[bool] = flag(
        "查实作过虚假承诺", help="勾选后，此人以后的申请不能再用诚信承诺（湖南省规定第4条），只能查询或提供证明。"
    )
    materials: Mapped[list[Material]] = rows(
        "申请材料",
        "Material",
        section="materials",
        noun="材料",
        usual=("法律援助申请表", "申请人身份证明", "经济困难状况说明表", "案件材料"),
    )
    note: Mapped[str] = words("备注", limit=500, section="other", width=40)

    # -- what the steps fill in

    received_on: Mapped[date | None] = day(
        "收件日期", section="steps", step=True, past=True, help="工作站收到申请材料的日期，7日决定期限从次日起算。"
    )
    receipt_by: Mapped[str] = words("收件人", limit=60, step=True, default="staff", width=8)
    supplements: Mapped[list[Supplement]] = rows("补正", "Supplement", step=True, noun="补正")
    handed_over_on: Mapped[date | None] = day("转交日期", step=True, past=True)
    handed_over_to: Mapped[str] = words(
        "转交单位", limit=60, step=True, default="屈原管理区法律援助中心", suggest="handed_over_to", width=20
    )
    handed_over_by: Mapped[str] = words("转交人", limit=60, step=True, default="staff", width=8)
    decided_on: Mapped[date | None] = day("决定日期", step=True, past=True)
    decision: Mapped[terms.Decision | None] = choice("决定", terms.Decision, step=True, radio=True, width=12)
    decision_number: Mapped[str] = words("决定书文号", limit=60, step=True, searched="content", width=20)
    refusal: Mapped[terms.Refusal | None] = choice(
        "不予援助原因", terms.Refusal, step=True, counted=True, width=16
    )
    decision_note: Mapped[str] = words("决定理由", limit=300, step=True, width=40)
    decision_served_on: Mapped[date | None] = day("决定送达日期", step=True, past=True)
    appointed_on: Mapped[date | None] = day("指派日期", step=True, past=True)
    appointment_number: Mapped[str] = words("指派通知书文号", limit=60, step=True, searched="content", width=20)
    firm: Mapped[str] = words("承办单位", limit=60, step=True, suggest="firm", width=20)
    undertaker: Mapped[str] = name("承办人", step=True, searched="name", suggest="undertaker")
    undertaker_kind: Mapped[terms.Undertaker | None] = choice(
        "承办人员类别", terms.Undertaker, step=True, width=14
    )
    undertaker_phone: Mapped[str] = telephone("承办人电话", step=True, masked=True)
    agreement_on: Mapped[date | None] = day("签订委托协议日期", step=True, past=True)
    closed_on: Mapped[date | None] = day(
        "结案日期",
        step=True,
        past=True,
        help="收到判决、裁定、调解书、仲裁裁决书或复议决定书，或达成和解、调解之日；无文书的，义务人开始履行之日。",
    )
    closing: Mapped[terms.Closing | None] = choice("结案方式", terms.Closing, step=True, counted=True, width=14)
    closing_document: Mapped[str] = words("结案文书及文号", limit=120, step=True, width=30)
    effect: Mapped[str] = words("案件效果", limit=300, step=True, width=40)
    recovered: Mapped[int | None] = money("挽回损失（元）", step=True)
    wages: Mapped[int | None] = money("其中为农民工讨薪（元）", step=True)
    terminated_on: Mapped[date | None] = day("终止日期", step=True, past=True)
    termination: Mapped[terms.Termination | None] = choice("终止事由", terms.Termination, step=True, width=30)
    termination_number: Mapped[str] = words("终止决定书文号", limit=60, step=True, width=20)
    termination_served_on: Mapped[date | None] = day("终止决定送达日期", step=True, past=True)
    withdrawn_on: Mapped[date | None] = day("撤回日期", step=True, past=True)
    withdrawal: Mapped[terms.Withdrawal | None] = choice("撤回方式", terms.Withdrawal, step=True, width=18)
    withdrawal_note: Mapped[str] = words("撤回说明", limit=200, step=True, width=40)
    objection_on: Mapped[date | None] = day("提出异议日期", step=True, past=True)
    objection_note: Mapped[str] = words("异议理由", limit=300, step=True, width=40)
    objection_decided_on: Mapped[date | None] = day("异议审查日期", step=True, past=True)
    objection_result: Mapped[terms.ObjectionResult | None] = choice(
        "异议审查结果", terms.ObjectionResult, step=True, width=10
    )
    archived_on: Mapped[date | None] = day("归档日期", step=True, past=True)
    file_number: Mapped[str] = words("卷号", limit=60, step=True, searched="content", width=20)
    file_pages: Mapped[int | None] = count("卷内页数", step=True, most=9999, unit="页")
    retention: Mapped[str] = words("保管期限", limit=20, step=True, suggest="retention", width=8)
    subsidy_on: Mapped[date | None] = day("补贴发放日期", step=True, past=True)

    # -- what the month counts by

    cases: Mapped[int] = count("计件", derived=True, required=True, least=1, most=999, unit="件")
    persons: Mapped[int] = count("受援人数", derived=True, required=True, least=1, most=999, unit="人")
    handover_days: Mapped[int | None] = count("转交用时", derived=True, most=100_000, unit="日")
    decision_days: Mapped[int | None] = count("决定用时", derived=True, most=100_000, unit="日")
    appointment_days: Mapped[int | None] = count("指派用时", derived=True, most=100_000, unit="日")
    archive_days: Mapped[int | None] = count("归档用时", derived=True, most=100_000, unit="日")
