"""The workflow of an application as one table: 登记 → 收件 → 补正 ⇄ → 转交中心 → 决定 → 指派 → 结案 → 归档, and what leaves it.

The station receives, asks for supplements and hands over; decisions, appointments and terminations are the centre's
(法律援助法第12条) and are only recorded here.
"""

from collections.abc import Callable

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers.base import Occasion, Values, blank
from quyuan_desktop.registers.legal_aid.aid_terms import Decision, MeansTest, ObjectionResult, Stage, Withdrawal
from quyuan_desktop.registers.legal_aid.application import Supplement
from quyuan_desktop.registers.legal_aid.application_rules import open_supplement
from quyuan_desktop.registers.workflow import Step, Workflow

Begin = Callable[[Values, Occasion], Values]


def _today(*fields: str) -> Begin:
    """A step's form that begins with today in `fields`, where they are empty."""

    def begin(values: Values, occasion: Occasion) -> Values:
        return {**values, **{field: values[field] or occasion.today for field in fields}}

    return begin


def _receive(values: Values, occasion: Occasion) -> Values:
    begun = _today("received_on")(values, occasion)
    begun["receipt_by"] = values["receipt_by"] or occasion.staff
    return begun


def _ask(values: Values, occasion: Occasion) -> Values:
    rule = next((each for each in occasion.house.deadlines if each.code == "aid.supplement"), None)
    due = None
    if rule is not None:
        due = occasion.house.holidays.add_days(occasion.today, rule.days, rule.kind, roll_over=rule.roll_over).due
    row = {**blank(Supplement), "asked_on": occasion.today, "due_on": due}
    return {**values, "supplements": [*values["supplements"], row]}


def _returned(values: Values, occasion: Occasion) -> Values:
    waiting = open_supplement(values)
    rows = [
        {**row, "returned_on": row["returned_on"] or (occasion.today if row is waiting else None)}
        for row in values["supplements"]
    ]
    return {**values, "supplements": rows}


def _hand_over(values: Values, occasion: Occasion) -> Values:
    begun = _today("handed_over_on")(values, occasion)
    begun["handed_over_by"] = values["handed_over_by"] or occasion.staff
    return begun


def _complete_papers(values: Values, occasion: Occasion) -> list[Problem]:
    """What a file needs before it is handed over (法律援助法第41条, 程序规定)."""
    found = []
    if not values["materials"]:
        found.append(Problem("materials", "还没有登记申请材料，请先在“更正”里列出收到的材料。"))
    if values["means"] is None:
        found.append(Problem("means", "还没有核查方式，请选择经济困难状况怎样核查（法律援助法第41、42条）。"))
    elif values["means"] is MeansTest.PLEDGE and not values["members"]:
        found.append(Problem("members", "按诚信承诺申请的，请先填写经济困难状况说明表的家庭成员和收入。"))
    return found


def _deemed(values: Values, occasion: Occasion) -> list[Problem]:
    """Only who let the time for supplements pass is deemed to have withdrawn (法律援助法第43条)."""
    if values["withdrawal"] is not Withdrawal.DEEMED:
        return []
    late = any(row["due_on"] and row["due_on"] < values["withdrawn_on"] for row in values["supplements"])
    return [] if late else [Problem("withdrawal", "补正期限还没有过，不能按视为撤回处理（法律援助法第43条）。")]


def _decided_again(values: Values, occasion: Occasion) -> list[Problem]:
    """A refusal may be decided anew only when the bureau has ordered it (法律援助法第49条)."""
    if values["refusal"] is None or values["decision"] is not Decision.GRANT:
        return []
    if values["objection_result"] is ObjectionResult.CORRECTED:
        return []
    return [Problem("decision", "原来决定不予援助，司法行政部门责令改正后才能改为给予（第49条）。")]


def _to_be_decided(values: Values) -> bool:
    """Whether a decision is due: the first one, or the one that the bureau has ordered (法律援助法第49条)."""
    return values["stage"] is not Stage.REFUSED or values["objection_result"] is ObjectionResult.CORRECTED


_MEANS = ("means", "exemption", "exemption_evidence", "pledged")
"""What an application leaves open that is needed before it is handed over."""

WORKFLOW = Workflow(
    stage="stage",
    steps=(
        Step(
            code="receive",
            label="收件",
            start=(Stage.NOTED,),
            end=(Stage.RECEIVED,),
            fields=("received_on", "receipt_by", "materials"),
            needs=("received_on", "receipt_by", "materials"),
            begin=_receive,
            paper="aid_receipt",
        ),
        Step(
            code="hand_over",
            label="转交中心",
            start=(Stage.RECEIVED,),
            end=(Stage.HANDED,),
            fields=("handed_over_on", "handed_over_to", "handed_over_by", *_MEANS),
            also=_MEANS,
            needs=("handed_over_on", "handed_over_to"),
            begin=_hand_over,
            guard=_complete_papers,
            paper="aid_handover",
        ),
        Step(
            code="ask",
            label="通知补正",
            start=(Stage.RECEIVED, Stage.HANDED),
            end=(Stage.ASKED,),
            fields=("supplements",),
            columns=("supplements.asked_on", "supplements.due_on", "supplements.items", "supplements.matters"),
            begin=_ask,
            paper="aid_supplement",
            aside=True,
        ),
        Step(
            code="supplemented",
            label="登记补正收到",
            start=(Stage.ASKED,),
            end=(Stage.RECEIVED, Stage.HANDED),
            fields=("supplements", "materials"),
            columns=("supplements.returned_on", "supplements.outcome"),
            begin=_returned,
            paper="aid_receipt",
        ),
        Step(
            code="decide",
            label="登记决定",
            start=(Stage.HANDED, Stage.REFUSED),
            end=(Stage.GRANTED, Stage.REFUSED),
            fields=(
                "decided_on",
                "decision",
                "decision_number",
                "refusal",
                "decision_note",
                "decision_served_on",
            ),
            needs=("decided_on", "decision"),
            begin=_today("decided_on"),
            guard=_decided_again,
            usual=_to_be_decided,
        ),
        Step(
            code="appoint",
            label="登记指派",
            start=(Stage.GRANTED,),
            end=(Stage.APPOINTED,),
            fields=(
                "appointed_on",
                "appointment_number",
                "firm",
                "undertaker",
                "undertaker_kind",
                "undertaker_phone",
            ),
            needs=("appointed_on", "firm"),
            begin=_today("appointed_on"),
        ),
        Step(
            code="agree",
            label="登记委托协议",
            start=(Stage.APPOINTED,),
            end=(Stage.APPOINTED,),
            fields=("agreement_on",),
            needs=("agreement_on",),
            begin=_today("agreement_on"),
            aside=True,
        ),
        Step(
            code="close",
            label="结案",
            start=(Stage.APPOINTED,),
            end=(Stage.CLOSED,),
            fields=("closed_on", "closing", "closing_document", "effect", "recovered", "wages"),
            needs=("closed_on", "closing"),
            begin=_today("closed_on"),
        ),
        Step(
            code="archive",
            label="归档",
            start=(Stage.CLOSED, Stage.TERMINATED, Stage.WITHDRAWN, Stage.REFUSED),
            end=(Stage.ARCHIVED,),
            fields=("archived_on", "file_number", "file_pages", "retention"),
            needs=("archived_on", "file_number"),
            begin=_today("archived_on"),
            paper="aid_contents",
        ),
        Step(
            code="pay",
            label="登记补贴发放",
            start=(Stage.ARCHIVED,),
            end=(Stage.ARCHIVED,),
            fields=("subsidy_on",),
            needs=("subsidy_on",),
            begin=_today("subsidy_on"),
            aside=True,
        ),
        Step(
            code="withdraw",
            label="撤回",
            start=(Stage.NOTED, Stage.RECEIVED, Stage.ASKED, Stage.HANDED),
            end=(Stage.WITHDRAWN,),
            fields=("withdrawn_on", "withdrawal", "withdrawal_note"),
            needs=("withdrawn_on", "withdrawal"),
            begin=_today("withdrawn_on"),
            guard=_deemed,
            aside=True,
        ),
        Step(
            code="terminate",
            label="登记终止",
            start=(Stage.GRANTED, Stage.APPOINTED),
            end=(Stage.TERMINATED,),
            fields=("terminated_on", "termination", "termination_number", "termination_served_on", "false_pledge"),
            needs=("terminated_on", "termination"),
            begin=_today("terminated_on"),
            aside=True,
        ),
        Step(
            code="object",
            label="登记异议",
            start=(Stage.REFUSED, Stage.TERMINATED),
            end=(Stage.REFUSED, Stage.TERMINATED),
            fields=("objection_on", "objection_note"),
            needs=("objection_on",),
            begin=_today("objection_on"),
            aside=True,
        ),
        Step(
            code="review",
            label="登记异议审查结果",
            start=(Stage.REFUSED, Stage.TERMINATED),
            end=(Stage.REFUSED, Stage.TERMINATED),
            fields=("objection_decided_on", "objection_result"),
            needs=("objection_decided_on", "objection_result"),
            begin=_today("objection_decided_on"),
            aside=True,
        ),
    ),
)
