"""The register 申请: the declaration of `application.py` with its rules, workflow, papers and figures."""

from quyuan_desktop.registers.base import PaperKind, PersonRole, Register, Section, Todo, Values
from quyuan_desktop.registers.legal_aid import application_course, application_follows
from quyuan_desktop.registers.legal_aid import application_rules as rules
from quyuan_desktop.registers.legal_aid.aid_terms import Domain, Form, Ground, Stage
from quyuan_desktop.registers.legal_aid.application import Application
from quyuan_desktop.registers.legal_aid.application_measures import application_means, application_measures
from quyuan_desktop.registers.legal_aid.application_workflow import WORKFLOW
from quyuan_desktop.registers.legal_aid.terms import MatterKind, Result

CARRIED = (
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
)
"""Fields of a person that consultation and application call the same."""

APPLICATION = Register(
    code="application",
    label="申请",
    record=Application,
    number="{short}援收字〔{year}〕第{serial}号",
    day="applied_on",
    who="applicant",
    what="cause",
    report="法律援助申请办理月报表",
    sections=(
        Section(code="application", label="申请"),
        Section(code="applicant", label="申请人"),
        Section(code="agent", label="代理人"),
        Section(code="case", label="案件"),
        Section(code="means", label="经济困难状况"),
        Section(code="materials", label="申请材料"),
        Section(code="other", label="其他"),
        Section(code="steps", label="办理经过"),
    ),
    filters=("stage", "ground", "town"),
    people=(
        PersonRole(
            code="applicant",
            label="申请人",
            name="applicant",
            id_number="id_number",
            phone="phone",
            town="town",
            village="village",
            carried=("applicant", *CARRIED),
        ),
        PersonRole(code="opposing", label="对方当事人", name="opposing_party"),
        PersonRole(code="agent", label="代理人", name="agent", id_number="agent_id_number", phone="agent_phone"),
    ),
    papers=(
        PaperKind(code="aid_application", label="法律援助申请表"),
        PaperKind(code="aid_means", label="经济困难状况说明表"),
        PaperKind(code="aid_receipt", label="申请材料接收凭证", since="received_on", away=True),
        PaperKind(
            code="aid_supplement",
            label="补充材料/说明通知书",
            number="{short}援补字〔{year}〕第{serial}号",
            stages=(Stage.ASKED,),
            away=True,
        ),
        PaperKind(
            code="aid_handover",
            label="转交清单",
            number="{short}援转字〔{year}〕第{serial}号",
            since="handed_over_on",
        ),
        PaperKind(code="aid_delivery", label="送达回证"),
        PaperKind(code="aid_contents", label="卷内目录", since="archived_on"),
        PaperKind(code="aid_cover", label="档案封面", since="archived_on"),
    ),
    measures=application_measures(),
    means=application_means(),
    todos=(
        Todo(
            code="receive",
            label="待收件",
            since=Application.applied_on,
            open_=Application.stage == Stage.NOTED,
        ),
        Todo(
            code="hand_over",
            label="待转交",
            since=Application.received_on,
            open_=Application.stage == Stage.RECEIVED,
            limits=("aid.handover", "aid.detained"),
        ),
        Todo(
            code="archive",
            label="待归档",
            since=Application.closed_on,
            open_=Application.stage == Stage.CLOSED,
            limits=("aid.archive",),
        ),
    ),
    workflow=WORKFLOW,
    complete=application_follows.complete,
    follow=application_follows.follow,
    check=rules.check,
    against=rules.against,
    limits=application_course.limits,
    timed_by=application_course.TIMED_BY,
    unsettled=Application.stage.not_in((Stage.WITHDRAWN,))
    & Application.subsidy_on.is_(None)
    & ((Application.stage != Stage.ARCHIVED) | Application.closed_on.is_not(None)),
)

GROUND_OF = {
    MatterKind.WAGES: "a31n5",
    MatterKind.LABOUR_RELATION: "a31n5",
    MatterKind.WORK_INJURY: "a31n7",
    MatterKind.SUPPORT_PARENTS: "a31n4",
    MatterKind.SUPPORT_CHILD: "a31n4",
    MatterKind.SUPPORT_SPOUSE: "a31n4",
    MatterKind.VIOLENCE: "a32n4",
    MatterKind.TRAFFIC: "a31n7",
    MatterKind.MEDICAL: "a31n7",
    MatterKind.FOOD_DRUG: "a31n7",
    MatterKind.FARM_SUPPLIES: "hn1",
    MatterKind.EMERGENCY: "hn2",
    MatterKind.ENVIRONMENT: "a31n8",
    MatterKind.SOCIAL_INSURANCE: "a31n2",
    MatterKind.SUBSISTENCE: "a31n2",
    MatterKind.PENSION: "a31n3",
    MatterKind.STATE_COMPENSATION: "a31n1",
    MatterKind.GOOD_SAMARITAN: "a32n2",
    MatterKind.CAPACITY: "a31n6",
    MatterKind.RETRIAL: "a33",
}
"""The ground of an application by what was asked about in the consultation that led to it."""


def from_consultation(values: Values) -> Values:
    """What an application begins with when a consultation leads to it: nothing is typed twice."""
    carried: Values = {name: values[name] for name in CARRIED}
    carried["applicant"] = values["visitor"]
    carried["opposing_party"] = values["opposing_party"]
    matters = [each for each in values["matters"] if each["category"]]
    carried["summary"] = "\n".join(each["summary"] for each in matters)
    kinds = [each["category"] for each in matters]
    grounds = ((kind, Ground.of(GROUND_OF[kind])) for kind in kinds if kind in GROUND_OF)
    on = values["received_on"]
    asked, ground = next(
        ((kind, each) for kind, each in grounds if on is None or each.offered_on(on)), (None, None)
    )
    if ground is not None:
        carried["ground"] = ground
    elif MatterKind.CRIMINAL in kinds:
        asked = MatterKind.CRIMINAL
        carried["domain"], carried["form"] = Domain.CRIMINAL, Form.DEFENCE
    if asked in (MatterKind.WAGES, MatterKind.LABOUR_RELATION):
        carried["form"] = Form.ARBITRATION
    first = asked or next(iter(kinds), None)
    carried["cause"] = first.label if first is not None else values["title"]
    return carried


def leads_to_application(values: Values) -> bool:
    """Whether a consultation's result is that legal aid is applied for."""
    return values["result"] is Result.APPLICATION
