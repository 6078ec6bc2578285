"""人民调解案件统计表: what the month counts of disputes. Every column has the same period and the same status filter.

A dispute belongs to the period in which it was accepted (受理日), with its result as it is now; what was refused counts
nowhere but in its own line. The sums stand in the table, so that whoever reads it can hold them against each other.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, func

from quyuan_desktop.domain.figures import YUAN
from quyuan_desktop.domain.terms import Term
from quyuan_desktop.registers.measures import ONE, Counted, Counting, Mean, Measure, Total
from quyuan_desktop.registers.mediation import terms
from quyuan_desktop.registers.mediation.dispute import Dispute, Prevented

ACCEPTED = Counted(record=Dispute, day=Dispute.accepted_on)
CLOSED = Counted(record=Dispute, day=Dispute.closed_on)
REFUSED = Counted(record=Dispute, day=Dispute.refused_on)
CONFIRMED = Counted(record=Dispute, day=Dispute.confirm_on)
VISITED = Counted(record=Dispute, day=Dispute.visited_on)
ARCHIVED = Counted(record=Dispute, day=Dispute.archived_on)
KEPT = Counted(record=Dispute, day=Dispute.accepted_on, child=Prevented)
TAKEN_IN: ColumnElement[bool] = Dispute.status.is_not(None)
SUCCEEDED: ColumnElement[bool] = Dispute.status == terms.Status.SUCCESS
IN_PERIOD = "受理日期在本期、未列入不予受理"


def dispute_measures() -> tuple[Counting, ...]:
    """All figures of 纠纷; codes are listed in docs/figures.md."""
    return (*_whole(), *_parts(), *_totals(), *_prevented(), *_by_the_step())


def _one(
    code: str,
    label: str,
    group: str,
    words: str,
    when: Any = TAKEN_IN,
    *,
    base: Counted = ACCEPTED,
    value: Any = ONE,
    unit: str = "件",
) -> Measure:
    return Measure(
        code=f"dispute.{code}",
        label=label,
        unit=unit,
        group=group,
        words=words,
        base=base,
        value=value,
        when=when,
    )


def _whole() -> Iterator[Measure]:
    yield _one("accepted", "受理", "案件总数", f"{IN_PERIOD}的件数（按受理日归期）")
    yield _one("success", "调解成功", "案件总数", f"{IN_PERIOD}、截至制表日结果为“调解成功”的件数", SUCCEEDED)
    for status, label in ((terms.Status.FAILED, "调解不成"), (terms.Status.OPEN, "正在调解")):
        yield _one(status.code, label, "案件总数", f"{IN_PERIOD}、{label}的件数", Dispute.status == status)
    yield _one(
        "withdrawn", "撤回", "案件总数", f"{IN_PERIOD}、后来撤回的件数", Dispute.status == terms.Status.WITHDRAWN
    )
    yield _one("hard", "疑难复杂", "案件总数", f"{IN_PERIOD}、疑难复杂的件数", TAKEN_IN & Dispute.hard.is_(True))
    words = f"{IN_PERIOD}、已申请司法确认的件数（按受理日归期）"
    yield _one("judicial", "其中司法确认", "案件总数", words, TAKEN_IN & Dispute.confirm_on.is_not(None))
    yield _one(
        "experts",
        "群英介入",
        "案件总数",
        f"{IN_PERIOD}、派给“群英”的件数",
        TAKEN_IN & Dispute.expert_took_part.is_(True),
    )
    persons, amount = func.coalesce(Dispute.persons, 0), func.coalesce(Dispute.amount, 0)
    yield _one("persons", "涉及人数", "案件总数", f"{IN_PERIOD}的涉及人数之和", value=persons, unit="人")
    yield _one("amount", "涉及金额", "案件总数", f"{IN_PERIOD}的涉及金额之和", value=amount, unit=YUAN)
    agreed = func.coalesce(Dispute.agreed_amount, 0)
    words = f"{IN_PERIOD}、调解成功的协议金额之和"
    yield _one("agreed", "协议金额", "案件总数", words, SUCCEEDED, value=agreed, unit=YUAN)


def _each(
    part: str, group: str, all_terms: Iterable[Term], column: Any, words: str, when: Any = TAKEN_IN
) -> Iterator[Measure]:
    for term in all_terms:
        yield _one(f"{part}.{term.code}", term.label, group, words.format(term.label), when & (column == term))


DIVISIONS: tuple[tuple[str, str, type[Term], Any], ...] = (
    ("committee", "调委会类型", terms.Committee, Dispute.committee_kind),
    ("source", "案件来源", terms.Source, Dispute.source),
    ("type", "纠纷类型", terms.Kind, Dispute.kind),
)
"""What divides all that was accepted, so that each of the three sums is the whole."""


def _parts() -> Iterator[Measure]:
    for part, group, all_terms, column in DIVISIONS:
        yield from _each(part, group, all_terms, column, IN_PERIOD + "、" + group + "为“{}”的件数")
    words = IN_PERIOD + "、调解成功、协议形式为“{}”的件数"
    yield from _each("form", "协议形式", terms.AgreementForm, Dispute.form, words, SUCCEEDED)
    words = IN_PERIOD + "、调解成功、履行情况为“{}”的件数"
    yield from _each("performance", "履行情况", terms.Performance, Dispute.performance, words, SUCCEEDED)


def _totals() -> Iterator[Total]:
    """The sums that must agree: the first four with 受理, the last with 调解成功."""
    for part, group, all_terms, _ in DIVISIONS:
        yield _sum(part, f"{group}合计", "应等于受理", [f"{part}.{term.code}" for term in all_terms])
    yield _sum("status", "成功、不成、在调、撤回合计", "应等于受理", [term.code for term in terms.Status])
    yield _sum("form", "口头、书面合计", "应等于调解成功", [f"form.{term.code}" for term in terms.AgreementForm])


def _sum(part: str, label: str, words: str, codes: list[str]) -> Total:
    return Total(
        code=f"dispute.check.{part}",
        label=label,
        unit="件",
        group="核对",
        words=f"{label}，{words}",
        parts=tuple(f"dispute.{code}" for code in codes),
    )


MUST_EQUAL = (
    ("dispute.check.committee", "dispute.accepted"),
    ("dispute.check.source", "dispute.accepted"),
    ("dispute.check.type", "dispute.accepted"),
    ("dispute.check.status", "dispute.accepted"),
    ("dispute.check.form", "dispute.success"),
)
"""The checks of the table, as pairs of codes."""


def _prevented() -> Iterator[Measure]:
    for term in terms.Escalation:
        for part, value, unit in (("cases", Prevented.cases, "件"), ("people", Prevented.people, "人")):
            yield _one(
                f"prevented.{term.code}.{part}",
                f"{term.label}（{unit}）",
                "防止激化",
                f"{IN_PERIOD}的纠纷中{term.label}的{unit}数",
                TAKEN_IN & (Prevented.kind == term),
                base=KEPT,
                value=value,
                unit=unit,
            )


def _by_the_step() -> Iterator[Measure]:
    """What was done in the period, whenever the dispute was accepted."""
    group = "本期办理"
    yield _one("closed", "结案", group, "结案日期在本期的件数（按结案日归期，与受理口径不同）", None, base=CLOSED)
    won = Dispute.result == terms.Result.SUCCESS
    yield _one("closed.success", "其中调解成功", group, "结案日期在本期、调解成功的件数", won, base=CLOSED)
    yield _one("confirmed", "申请司法确认", group, "司法确认申请日在本期的件数", None, base=CONFIRMED)
    valid = Dispute.confirmation == terms.Confirmation.VALID
    yield _one("confirmed.valid", "其中确认有效", group, "申请日在本期、确认有效的件数", valid, base=CONFIRMED)
    yield _one("visited", "回访", group, "回访日期在本期的件数", None, base=VISITED)
    yield _one("archived", "归档", group, "归档日期在本期的件数", None, base=ARCHIVED)
    yield _one("refused", "不予受理", group, "不予受理日期在本期的件数，不计入受理", None, base=REFUSED)


def dispute_means() -> tuple[Mean, ...]:
    """The rate of success, of totals."""
    return (
        Mean(
            code="dispute.success.rate",
            label="调解成功率",
            unit="%",
            group="案件总数",
            words="调解成功 ÷ 受理（都按受理日归期）；没有受理的印“—”",
            top="dispute.success",
            bottom="dispute.accepted",
            scale=100,
        ),
    )
