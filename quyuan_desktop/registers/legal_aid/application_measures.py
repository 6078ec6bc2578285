"""What the month counts of applications: each by the day on which the step that it counts was taken."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import func

from quyuan_desktop.domain.figures import YUAN
from quyuan_desktop.domain.terms import PersonGroup, Term, Town
from quyuan_desktop.registers.legal_aid import aid_terms as terms
from quyuan_desktop.registers.legal_aid.application import Application
from quyuan_desktop.registers.measures import ONE, Counted, Counting, Mean, Measure, Total

RECEIVED = Counted(record=Application, day=Application.received_on)
HANDED = Counted(record=Application, day=Application.handed_over_on)
DECIDED = Counted(record=Application, day=Application.decided_on)
APPOINTED = Counted(record=Application, day=Application.appointed_on)
CLOSED = Counted(record=Application, day=Application.closed_on)
ARCHIVED = Counted(record=Application, day=Application.archived_on)
WITHDRAWN = Counted(record=Application, day=Application.withdrawn_on)
TERMINATED = Counted(record=Application, day=Application.terminated_on)
OBJECTED = Counted(record=Application, day=Application.objection_on)
GRANTED = Application.decision == terms.Decision.GRANT
REFUSED = Application.decision == terms.Decision.REFUSE
CASES: Any = Application.cases
PERSONS: Any = Application.persons


CRIMINAL_COLUMNS = (
    terms.Column.CRIMINAL_ASKED,
    terms.Column.CRIMINAL_TOLD,
    terms.Column.CRIMINAL_INVITED,
    terms.Column.CRIMINAL_MEDICAL,
)


def application_measures() -> tuple[Counting, ...]:
    """All figures of 申请; codes are listed in docs/figures.md."""
    return (*_received(), *_decided(), *_ended(), *_money(), *_by_column(), _criminal(), *_recipients(), *_times())


def application_means() -> tuple[Mean, ...]:
    """The average days of each time limit, out of two figures each."""
    return tuple(
        Mean(
            code=f"aid.days.{part}.mean",
            label=f"{label}平均用时",
            unit="日",
            group="时限",
            words=f"{label}用时合计 ÷ {label}件数；补正期间不计",
            top=f"aid.days.{part}.total",
            bottom=f"aid.days.{part}.cases",
        )
        for part, label, *_ in TIMES
    )


def _one(
    code: str, label: str, group: str, base: Counted, words: str, when: Any = None, value: Any = CASES
) -> Measure:
    return Measure(
        code=f"aid.{code}",
        label=label,
        unit="件",
        group=group,
        words=words,
        base=base,
        value=value,
        when=when,
    )


def _each(
    part: str, group: str, all_terms: Iterable[Term], column: Any, base: Counted, words: str, when: Any = None
) -> Iterator[Measure]:
    for term in all_terms:
        condition = column == term
        yield Measure(
            code=f"aid.{part}.{term.code}",
            label=term.label,
            unit="件",
            group=group,
            words=words.format(term.label),
            base=base,
            value=CASES,
            when=condition if when is None else condition & when,
        )


def _received() -> Iterator[Measure]:
    yield _one(
        "received", "收到申请", "申请", RECEIVED, "收件日期在本期的申请，按件计（请求可分的共同申请按人数计件）"
    )
    yield _one("received.records", "收到申请（份）", "申请", RECEIVED, "收件日期在本期的申请记录数", value=ONE)
    yield from _each(
        "received.domain",
        "申请",
        terms.Domain,
        Application.domain,
        RECEIVED,
        "收件日期在本期、案件类别为“{}”的件数",
    )
    yield _one(
        "received.green",
        "绿色通道",
        "申请",
        RECEIVED,
        "收件日期在本期、走绿色通道的件数",
        Application.green.is_not(None),
    )
    yield _one(
        "received.urgent",
        "先行提供",
        "申请",
        RECEIVED,
        "收件日期在本期、依第44条先行提供的件数",
        Application.urgency.is_not(None),
    )
    yield _one("handed", "转交中心", "申请", HANDED, "转交日期在本期的件数")
    yield from _each(
        "town", "申请（按乡镇）", Town, Application.town, RECEIVED, "收件日期在本期、乡镇为“{}”的件数"
    )
    yield _one(
        "town.none",
        "未填",
        "申请（按乡镇）",
        RECEIVED,
        "收件日期在本期、乡镇未填的件数",
        Application.town.is_(None),
    )


def _decided() -> Iterator[Measure]:
    yield _one(
        "granted", "给予援助（办理案件）", "决定", DECIDED, "决定日期在本期、决定给予法律援助的件数", GRANTED
    )
    yield _one("refused", "不予援助", "决定", DECIDED, "决定日期在本期、决定不予法律援助的件数", REFUSED)
    yield from _each(
        "refused",
        "不予援助原因",
        terms.Refusal,
        Application.refusal,
        DECIDED,
        "决定日期在本期、不予援助、原因为“{}”的件数",
        REFUSED,
    )
    yield _one("appointed", "指派", "决定", APPOINTED, "指派日期在本期的件数")


def _ended() -> Iterator[Measure]:
    yield _one("closed", "结案", "结案", CLOSED, "结案日期在本期的件数")
    yield from _each(
        "closed", "结案方式", terms.Closing, Application.closing, CLOSED, "结案日期在本期、结案方式为“{}”的件数"
    )
    yield _one("archived", "归档", "结案", ARCHIVED, "归档日期在本期的件数")
    yield _one("withdrawn", "撤回", "撤回与终止", WITHDRAWN, "撤回日期在本期的件数")
    yield from _each(
        "withdrawn",
        "撤回与终止",
        terms.Withdrawal,
        Application.withdrawal,
        WITHDRAWN,
        "撤回日期在本期、撤回方式为“{}”的件数",
    )
    yield _one("terminated", "终止", "撤回与终止", TERMINATED, "终止日期在本期的件数")
    yield from _each(
        "terminated",
        "终止事由",
        terms.Termination,
        Application.termination,
        TERMINATED,
        "终止日期在本期、终止事由为“{}”的件数",
    )
    yield _one("objected", "提出异议", "撤回与终止", OBJECTED, "提出异议日期在本期的件数")


def _money() -> Iterator[Measure]:
    for part, label, column in (
        ("recovered", "挽回损失", Application.recovered),
        ("wages", "其中为农民工讨薪", Application.wages),
    ):
        yield Measure(
            code=f"aid.{part}",
            label=label,
            unit=YUAN,
            group="效果",
            words=f"结案日期在本期的“{label}”金额之和",
            base=CLOSED,
            value=func.coalesce(column, 0),
        )
    yield _one(
        "wages.cases",
        "为农民工讨薪结案",
        "效果",
        CLOSED,
        "结案日期在本期、讨薪金额大于零的件数",
        func.coalesce(Application.wages, 0) > 0,
    )


def _by_column() -> Iterator[Measure]:
    yield from _each(
        "column",
        "办理案件（旧报表列）",
        terms.Column,
        Application.report_column,
        DECIDED,
        "决定日期在本期、给予援助、报表列为“{}”的件数",
        GRANTED,
    )
    yield from _each(
        "ground",
        "办理案件（援助事项）",
        terms.Ground,
        Application.ground,
        DECIDED,
        "决定日期在本期、给予援助、事项为“{}”的件数",
        GRANTED,
    )


def _criminal() -> Total:
    return Total(
        code="aid.criminal",
        label="刑事合计",
        unit="件",
        group="办理案件（旧报表列）",
        words="报表列为刑事的四列之和：申请、通知、商请、强制医疗",
        parts=tuple(f"aid.column.{term.code}" for term in CRIMINAL_COLUMNS),
    )


def _recipients() -> Iterator[Measure]:
    yield Measure(
        code="aid.persons",
        label="受援人数",
        unit="人",
        group="受援人",
        words="决定日期在本期、给予援助的申请人数，共同申请人一并计入",
        base=DECIDED,
        value=PERSONS,
        when=GRANTED,
    )
    for term in PersonGroup:
        yield Measure(
            code=f"aid.group.{term.code}",
            label=term.label,
            unit="人",
            group="受援人",
            words=f"决定日期在本期、给予援助、第一申请人类别含“{term.label}”的人数；各类可交叉，相加不等于总数",
            base=DECIDED,
            value=ONE,
            by=Application.groups,
            of=(term,),
            when=GRANTED,
        )


TIMES: tuple[tuple[str, str, Counted, Any, str], ...] = (
    ("handover", "转交", HANDED, Application.handover_days, "aid.handover"),
    ("decide", "决定", DECIDED, Application.decision_days, "aid.decide"),
    ("appoint", "指派", APPOINTED, Application.appointment_days, "aid.appoint"),
    ("archive", "归档", ARCHIVED, Application.archive_days, "aid.archive"),
)
"""Code, what is done, the records it is done on, the days it took, and the time limit."""


def _times() -> Iterator[Measure]:
    for part, label, base, column, _ in TIMES:
        known = column.is_not(None)
        yield _one(
            f"days.{part}.cases",
            f"{label}件数（有用时的）",
            "时限",
            base,
            f"本期{label}、起止日期齐全的记录数",
            known,
            ONE,
        )
        yield Measure(
            code=f"aid.days.{part}.total",
            label=f"{label}用时合计",
            unit="日",
            group="时限",
            words=f"本期{label}的记录从起点到{label}所用日数之和，补正期间不计",
            base=base,
            value=func.coalesce(column, 0),
        )
        yield Measure(
            code=f"aid.days.{part}.worst",
            label=f"{label}最长用时",
            unit="日",
            group="时限",
            words=f"本期{label}的记录中用时最长的一件，补正期间不计",
            base=base,
            value=func.coalesce(column, 0),
            worst=True,
        )
