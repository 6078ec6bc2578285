"""Rules of an application's steps: the order of their days, what is filled in only together, what needs what."""

from collections.abc import Iterator
from datetime import date

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers.base import Values
from quyuan_desktop.registers.legal_aid import aid_terms as terms

_IN_ORDER = (
    ("applied_on", "申请"),
    ("received_on", "收件"),
    ("handed_over_on", "转交"),
    ("decided_on", "决定"),
    ("appointed_on", "指派"),
    ("closed_on", "结案"),
    ("archived_on", "归档"),
)
"""The days of the usual way, in their order."""


def check_days(values: Values) -> Iterator[Problem]:
    """Days that lie before the ones they follow."""
    before: tuple[date, str] | None = None
    for field, label in _IN_ORDER:
        day = values[field]
        if day is None:
            continue
        if before is not None and day < before[0]:
            yield Problem(field, f"{label}日期 {day:%Y-%m-%d} 早于{before[1]}日期 {before[0]:%Y-%m-%d}，请核对。")
        before = (day, label)
    for field, after, label in (
        ("decision_served_on", "decided_on", "决定送达"),
        ("agreement_on", "appointed_on", "签订协议"),
        ("terminated_on", "decided_on", "终止"),
        ("termination_served_on", "terminated_on", "终止送达"),
        ("withdrawn_on", "applied_on", "撤回"),
        ("withdrawn_on", "received_on", "撤回"),
        ("archived_on", "withdrawn_on", "归档"),
        ("archived_on", "terminated_on", "归档"),
        ("objection_decided_on", "objection_on", "异议审查"),
        ("subsidy_on", "archived_on", "补贴发放"),
    ):
        if values[field] and values[after] and values[field] < values[after]:
            yield Problem(field, f"{label}日期 {values[field]:%Y-%m-%d} 早于前一步的日期，请核对。")
    if values["event_on"] and values["applied_on"] and values["event_on"] > values["applied_on"]:
        yield Problem("event_on", "权利受损之日在申请日期之后，请核对。")
    objected = objected_decision(values)
    if objected and values["objection_on"] and values["objection_on"] < objected:
        text = f"提出异议日期 {values['objection_on']:%Y-%m-%d} 早于所针对的决定 {objected:%Y-%m-%d}，请核对。"
        yield Problem("objection_on", text)
    yield from _supplements(values)


def objected_decision(values: Values) -> date | None:
    """The day of the decision that the objection on record is made against; None where it was put right since."""
    decided: date | None = values["terminated_on"]
    if decided is None and values["decision"] is terms.Decision.REFUSE:
        decided = values["decided_on"]
    reviewed = values["objection_decided_on"]
    corrected = values["objection_result"] is terms.ObjectionResult.CORRECTED
    if decided and reviewed and corrected and decided >= reviewed:
        return None
    return decided


def _supplements(values: Values) -> Iterator[Problem]:
    for place, row in enumerate(values["supplements"]):
        asked, due, returned = row["asked_on"], row["due_on"], row["returned_on"]
        if asked and values["received_on"] and asked < values["received_on"]:
            yield Problem(f"supplements.{place}.asked_on", "通知补正的日期早于收件日期，请核对。")
        if asked and due and due < asked:
            yield Problem(f"supplements.{place}.due_on", "补正期限早于通知日期，请核对。")
        if asked and returned and returned < asked:
            yield Problem(f"supplements.{place}.returned_on", "收到日期早于通知日期，请核对。")
        if not row["items"] and not row["matters"]:
            yield Problem(
                f"supplements.{place}.items", "请一次写明要补充的全部材料或要说明的事项（法律援助法第43条）。"
            )
    waiting = [row for row in values["supplements"] if row["asked_on"] and not row["returned_on"]]
    if len(waiting) > 1:
        yield Problem("supplements", "上一份补正通知还没有收到回复，请先登记收到再发新的。")


_TOGETHER = (
    ("decided_on", "decision", "决定日期", "决定"),
    ("closed_on", "closing", "结案日期", "结案方式"),
    ("terminated_on", "termination", "终止日期", "终止事由"),
    ("withdrawn_on", "withdrawal", "撤回日期", "撤回方式"),
    ("objection_decided_on", "objection_result", "异议审查日期", "异议审查结果"),
)
"""Fields that say something only together."""


def check_steps(values: Values) -> Iterator[Problem]:
    """What is filled in without what it belongs to, or against it."""
    for one, other, label, other_label in _TOGETHER:
        if values[one] and not values[other]:
            yield Problem(other, f"填了{label}，请填{other_label}。")
        if values[other] and not values[one]:
            yield Problem(one, f"填了{other_label}，请填{label}。")
    if values["decision"] is terms.Decision.REFUSE and not values["refusal"]:
        yield Problem("refusal", "不予援助的，请选择原因（法律援助法第43条：书面说明理由）。")
    if values["decision"] is terms.Decision.GRANT and values["refusal"]:
        yield Problem("refusal", "决定是给予法律援助，没有不予援助原因，请清空。")
    for field, before, label, needed in (
        ("handed_over_on", "received_on", "转交", "收件"),
        ("decided_on", "received_on", "决定", "收件"),
        ("appointed_on", "decided_on", "指派", "决定"),
        ("closed_on", "appointed_on", "结案", "指派"),
        ("objection_decided_on", "objection_on", "异议审查", "提出异议"),
    ):
        if values[field] and not values[before]:
            yield Problem(before, f"有{label}日期而没有{needed}日期，请先填{needed}日期。")
    if values["appointed_on"] and values["decision"] is terms.Decision.REFUSE:
        yield Problem("appointed_on", "决定是不予法律援助，不能有指派日期。")
    if values["wages"] and values["recovered"] is not None and values["wages"] > values["recovered"]:
        yield Problem("wages", "讨薪金额不能多于挽回损失总额，请核对。")
    if values["withdrawal"] is terms.Withdrawal.DEEMED and not values["supplements"]:
        yield Problem("withdrawal", "没有发过补正通知，不能按视为撤回处理（法律援助法第43条）。")
