"""The workflow of a dispute as one table: 受理 → 派单 → 承接 ⇄ 转派 → 调解 → 结果 → 履行 → 回访 → 归档, and what leaves it."""

from collections.abc import Callable

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers.base import Occasion, Values, blank
from quyuan_desktop.registers.mediation.dispute import MediationSession
from quyuan_desktop.registers.mediation.terms import Performance, Result, Side, Stage, Taking
from quyuan_desktop.registers.workflow import Step, Workflow

Begin = Callable[[Values, Occasion], Values]
DEFAULT_RETENTION = "长期"


def _today(*fields: str) -> Begin:
    """A step's form that begins with today in `fields`, where they are empty."""

    def begin(values: Values, occasion: Occasion) -> Values:
        return {**values, **{field: values[field] or occasion.today for field in fields}}

    return begin


def _dispatch(values: Values, occasion: Occasion) -> Values:
    begun = _today("dispatched_on")(values, occasion)
    begun["dispatcher"] = values["dispatcher"] or occasion.staff
    return begun


def _pass_on(values: Values, occasion: Occasion) -> Values:
    """Whoever had it lets go of it: it waits to be taken over again."""
    return {**values, "dispatched_on": occasion.today, "expert": None}


def _take(values: Values, occasion: Occasion) -> Values:
    begun = _today("taken_on")(values, occasion)
    begun["taking"] = values["taking"] or Taking.ALONE
    if not values["mediators"] and values["expert"] is not None:
        begun["mediators"] = values["expert"].text
    return begun


def _mediate(values: Values, occasion: Occasion) -> Values:
    parties = "、".join(row["name"] for row in values["parties"] if row["name"])[:200]
    row = {**blank(MediationSession), "on": occasion.today, "present": parties}
    if values["sessions"]:
        row["place"] = values["sessions"][-1]["place"]
    begun = {**values, "sessions": [*values["sessions"], row]}
    if not values["mediators"]:
        begun["mediators"] = values["expert"].text if values["expert"] is not None else occasion.staff
    return begun


def _conclude(values: Values, occasion: Occasion) -> Values:
    last = max((row["on"] for row in values["sessions"] if row["on"]), default=None)
    return {**values, "closed_on": values["closed_on"] or last or occasion.today}


def _both_sides(values: Values, occasion: Occasion) -> list[Problem]:
    """Nobody agrees with nobody (人民调解法第29条); the rules say the same of a correction."""
    sides = {row["side"] for row in values["parties"]}
    if values["result"] is Result.SUCCESS and not {Side.APPLICANT, Side.RESPONDENT} <= sides:
        return [Problem("result", "还没有双方当事人，不能达成协议。请先在“更正”里把申请人和被申请人填全。")]
    return []


def _perform(values: Values, occasion: Occasion) -> Values:
    begun = _today("performed_on")(values, occasion)
    begun["performance"] = values["performance"] or Performance.FULL
    return begun


def _visit(values: Values, occasion: Occasion) -> Values:
    begun = _today("visited_on")(values, occasion)
    begun["visitor"] = values["visitor"] or occasion.staff
    return begun


def _archive(values: Values, occasion: Occasion) -> Values:
    begun = _today("archived_on")(values, occasion)
    begun["retention"] = values["retention"] or DEFAULT_RETENTION
    return begun


WORKFLOW = Workflow(
    stage="stage",
    steps=(
        Step(
            code="dispatch",
            label="派单",
            start=(Stage.ACCEPTED,),
            end=(Stage.SENT,),
            fields=("dispatched_on", "dispatcher", "expert"),
            needs=("dispatched_on", "expert"),
            begin=_dispatch,
        ),
        Step(
            code="take",
            label="承接",
            start=(Stage.SENT,),
            end=(Stage.TAKEN,),
            fields=("taken_on", "taking", "joined", "mediators"),
            needs=("taken_on", "taking"),
            begin=_take,
        ),
        Step(
            code="pass_on",
            label="转派",
            start=(Stage.SENT, Stage.TAKEN),
            end=(Stage.SENT,),
            fields=("dispatched_on", "expert", "pass_reason"),
            needs=("dispatched_on", "expert", "pass_reason"),
            begin=_pass_on,
            clears=("taken_on", "taking", "joined", "mediators"),
            aside=True,
        ),
        Step(
            code="conclude",
            label="登记结果",
            start=(Stage.MEDIATING,),
            end=(Stage.AGREED, Stage.FAILED),
            fields=(
                "closed_on",
                "result",
                "form",
                "agreement_number",
                "facts",
                "agreement",
                "effective_on",
                "agreed_amount",
                "perform_by",
                "advice",
                "prevented",
            ),
            needs=("closed_on", "result"),
            begin=_conclude,
            guard=_both_sides,
        ),
        Step(
            code="mediate",
            label="登记调解",
            start=(Stage.ACCEPTED, Stage.TAKEN, Stage.MEDIATING),
            end=(Stage.MEDIATING,),
            fields=("sessions", "mediators"),
            needs=("sessions", "mediators"),
            begin=_mediate,
            paper="mediation_record",
        ),
        Step(
            code="perform",
            label="登记履行",
            start=(Stage.AGREED,),
            end=(Stage.PERFORMED,),
            fields=("performed_on", "performance", "performance_note"),
            needs=("performed_on", "performance"),
            begin=_perform,
        ),
        Step(
            code="confirm",
            label="登记司法确认",
            start=(Stage.AGREED, Stage.PERFORMED, Stage.VISITED),
            end=(Stage.AGREED, Stage.PERFORMED, Stage.VISITED),
            fields=("confirm_on", "court", "confirmation", "confirm_number"),
            needs=("confirm_on",),
            begin=_today("confirm_on"),
            paper="mediation_confirm",
            aside=True,
        ),
        Step(
            code="visit",
            label="登记回访",
            start=(Stage.PERFORMED,),
            end=(Stage.VISITED,),
            fields=("visited_on", "visitor", "visit_note", "satisfaction"),
            needs=("visited_on", "visitor", "visit_note"),
            begin=_visit,
            paper="mediation_visit",
        ),
        Step(
            code="archive",
            label="归档",
            start=(Stage.VISITED, Stage.PERFORMED, Stage.FAILED, Stage.WITHDRAWN),
            end=(Stage.ARCHIVED,),
            fields=("archived_on", "file_number", "file_pages", "retention", "papers"),
            needs=("archived_on", "file_number", "papers"),
            begin=_archive,
            paper="mediation_contents",
        ),
        Step(
            code="refuse",
            label="不予受理",
            start=(Stage.ACCEPTED,),
            end=(Stage.REFUSED,),
            fields=("refused_on", "refusal"),
            needs=("refused_on", "refusal"),
            begin=_today("refused_on"),
            aside=True,
        ),
        Step(
            code="withdraw",
            label="撤回",
            start=(Stage.ACCEPTED, Stage.SENT, Stage.TAKEN, Stage.MEDIATING),
            end=(Stage.WITHDRAWN,),
            fields=("withdrawn_on", "withdrawal_note"),
            needs=("withdrawn_on",),
            begin=_today("withdrawn_on"),
            aside=True,
        ),
    ),
)
