"""The workflow of an application as one table: 登记 → 收件 → 补正 ⇄ → 转交中心 → 决定 → 指派 → 结案 → 归档, and what leaves it.

The station receives, asks for supplements and hands over; decisions, appointments and terminations are the centre's
(法律援助法第12条) and are only recorded here.
"""

from collections.abc import Callable
from datetime import date

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers.base import Occasion, Values, blank
from quyuan_desktop.registers.legal_aid.aid_terms import (
    Decision,
    MeansTest,
    ObjectionResult,
    Outcome,
    Stage,
    Withdrawal,
)
from quyuan_desktop.registers.legal_aid.application import Supplement
from quyuan_desktop.registers.legal_aid.application_course import open_supplement
from quyuan_desktop.registers.legal_aid.application_order import objected_decision
from quyuan_desktop.registers.workflow import Step, Workflow

Begin = Callable[[Values, Occasion], Values]


def _today(*fields: str) -> Begin:
    """A step's form that begins with today in `fields`, where they are empty."""

    def begin(values: Values, occasion: Occasion) -> Values:
        return {**values, **{field: values[field] or occasion.today for field in fields}}

    return begin


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


def _decide(values: Values, occasion: Occasion) -> Values:
    """A decision of its own, also where an earlier one was to be put right: nothing of that one stays."""
    empty = dict.fromkeys(("decision", "refusal", "decision_served_on"))
    return {**values, **empty, "decided_on": occasion.today, "decision_number": "", "decision_note": ""}


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
    """Only who did not supplement as asked, and in time, is deemed to have withdrawn (法律援助法第43条)."""
    left: date | None = values["withdrawn_on"]
    if values["withdrawal"] is not Withdrawal.DEEMED or left is None or not values["supplements"]:
        return []
    over = [row for row in values["supplements"] if row["due_on"] and row["due_on"] < left]
    if not over:
        return [Problem("withdrawal", "补正期限还没有过，不能按视为撤回处理（法律援助法第43条）。")]
    if any(_unanswered(row) for row in over):
        return []
    return [Problem("withdrawal", "申请人已按期补正，不能按视为撤回处理（法律援助法第43条）。")]


def _unanswered(row: Values) -> bool:
    """Whether what was asked for did not come, not in time, or not whole."""
    late = row["returned_on"] is None or row["returned_on"] > row["due_on"]
    return late or row["outcome"] in (Outcome.PARTIAL, Outcome.NONE)


def _ordered_anew(values: Values) -> bool:
    """Whether the bureau has ordered to put a decision right that was not decided anew since (法律援助法第49条)."""
    if values["objection_result"] is not ObjectionResult.CORRECTED or values["terminated_on"]:
        return False
    decided, reviewed = values["decided_on"], values["objection_decided_on"]
    return decided is None or reviewed is None or decided <= reviewed


def _decided_before(values: Values) -> list[Problem]:
    """A refusal may be decided anew only when the bureau has ordered it (法律援助法第49条)."""
    if values["decided_on"] is None or _ordered_anew(values):
        return []
    return [Problem("decision", "原来决定不予援助，司法行政部门责令改正后才能改为给予（第49条）。")]


def _objection_open(values: Values) -> bool:
    return values["objection_on"] is not None and values["objection_decided_on"] is None


def _objected_before(values: Values) -> list[Problem]:
    """Against one decision there is one objection (法律援助法第49条)."""
    if not values["terminated_on"] and values["decision"] is not Decision.REFUSE:
        return [Problem("", "没有不予援助或者终止援助的决定，不能提出异议（法律援助法第49条）。")]
    if _objection_open(values):
        return [Problem("", "已经登记过异议，请先登记异议审查结果。")]
    if _ordered_anew(values):
        return [Problem("", "司法行政部门已责令改正，请先登记新的决定（法律援助法第49条）。")]
    if values["objection_on"] and _same_decision(values):
        return [Problem("", "这个决定的异议已经审查过；不服维持决定的，申请人可以申请复议或者起诉（第49条）。")]
    return []


def _same_decision(values: Values) -> bool:
    """Whether the objection on record is against the decision that stands now, not an earlier one."""
    objected = objected_decision(values)
    return objected is not None and values["objection_on"] >= objected


def _object(values: Values, occasion: Occasion) -> Values:
    """An objection takes a file that was put away out again; it is filed anew once it is reviewed."""
    return {**values, "objection_on": occasion.today, "objection_note": ""}


def _nothing_to_review(values: Values) -> list[Problem]:
    if values["objection_on"] is None:
        return [Problem("", "还没有登记异议，请先登记异议。")]
    return [] if _objection_open(values) else [Problem("", "异议审查结果已经登记过，登记错的请用“更正”。")]


def _not_to_be_filed(values: Values) -> list[Problem]:
    """A file is not closed over an objection."""
    if _objection_open(values):
        return [Problem("", "异议还没有审查结果，请先登记异议审查结果再归档。")]
    if values["decision"] is Decision.REFUSE and _ordered_anew(values):
        reviewed, decided = values["objection_decided_on"], values["decided_on"]
        if reviewed and decided and decided < reviewed:
            return [Problem("", "司法行政部门已责令改正，请先登记新的决定再归档（法律援助法第49条）。")]
    return []


def _nothing_to_pay(values: Values) -> list[Problem]:
    """A subsidy is paid to who has undertaken a case, by the centre (法律援助法第12条)."""
    if values["appointed_on"] and (values["closed_on"] or values["terminated_on"]):
        return []
    return [Problem("", "没有指派承办、结案或终止的案件，不发办案补贴。")]


_MEANS = ("means", "exemption", "exemption_evidence", "pledged")
"""What an application leaves open that is needed before it is handed over."""

WORKFLOW = Workflow(
    stage="stage",
    ended=(Stage.REFUSED, Stage.WITHDRAWN, Stage.TERMINATED, Stage.ARCHIVED),
    steps=(
        Step(
            code="receive",
            label="收件",
            start=(Stage.NOTED,),
            end=(Stage.RECEIVED,),
            fields=("received_on", "receipt_by", "materials"),
            needs=("received_on", "receipt_by", "materials"),
            begin=_today("received_on"),
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
            begin=_today("handed_over_on"),
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
            begin=_decide,
            barred=_decided_before,
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
            barred=_not_to_be_filed,
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
            barred=_nothing_to_pay,
            through=(Stage.CLOSED, Stage.TERMINATED),
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
            start=(Stage.REFUSED, Stage.TERMINATED, Stage.ARCHIVED),
            end=(Stage.REFUSED, Stage.TERMINATED),
            fields=("objection_on", "objection_note"),
            needs=("objection_on",),
            begin=_object,
            clears=("objection_decided_on", "objection_result", "archived_on"),
            barred=_objected_before,
            through=(Stage.REFUSED, Stage.TERMINATED),
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
            barred=_nothing_to_review,
            aside=True,
        ),
    ),
)
