"""What the month counts at the desk 法制审核: contracts, documents and their filing, clean-ups, decisions, cases, meetings."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import func, select

from quyuan_desktop.domain.figures import YUAN, FigureRow
from quyuan_desktop.domain.house import HouseRules
from quyuan_desktop.registers.base import State
from quyuan_desktop.registers.legal_review.terms import (
    CaseKind,
    ContractKind,
    DocRank,
    MeetingKind,
    Outcome,
    Verdict,
)
from quyuan_desktop.registers.measures import ONE, Computed, Counted, Counting, Mean, Measure, Rows, Total, by_term


def _one(
    code: str, label: str, unit: str, group: str, words: str, base: Counted, value: Any = ONE, when: Any = None
) -> Measure:
    return Measure(code=code, label=label, unit=unit, group=group, words=words, base=base, value=value, when=when)


def contract_measures(review: Any) -> tuple[Counting, ...]:
    """Contracts that came and opinions that were given; 政府合同 are those in scope."""
    came = Counted(record=review, day=review.received_on)
    given = Counted(record=review, day=review.issued_on)
    scope = review.in_scope.is_(True)
    group = "合同审查"
    found: list[Counting] = [
        _one("contract.received", "收到送审", "件", group, "收文日期在本期的合同审查数", came),
        _one(
            "contract.issued",
            "审查政府合同（协议、备忘录）",
            "件",
            group,
            "出具日期在本期、属政府合同的审查数",
            given,
            ONE,
            scope,
        ),
        _one(
            "contract.outside",
            "其他合同",
            "件",
            group,
            "出具日期在本期、不属政府合同的审查数",
            given,
            ONE,
            review.in_scope.is_(False),
        ),
        _one(
            "contract.opinions",
            "意见条数",
            "条",
            group,
            "出具日期在本期、属政府合同的意见条数之和",
            given,
            func.coalesce(review.opinion_count, 0),
            scope,
        ),
        _one(
            "contract.amount",
            "涉及金额",
            YUAN,
            group,
            "出具日期在本期、属政府合同的金额之和",
            given,
            func.coalesce(review.amount, 0),
            scope,
        ),
    ]
    for code, heading, terms, column in (
        ("contract.kind", "合同审查（类型）", ContractKind, review.kind),
        ("contract.verdict", "合同审查（结论）", Verdict, review.verdict),
    ):
        found += [
            _one(
                f"{code}.{term.code}",
                term.label,
                "件",
                heading,
                f"出具日期在本期、属政府合同、{'类型' if terms is ContractKind else '结论'}为“{term.label}”的审查数",
                given,
                ONE,
                scope & (column == term),
            )
            for term in terms
        ]
    return tuple(found)


def norm_measures(doc: Any) -> tuple[Counting, ...]:
    """Documents reviewed and filed, and how those stand whose last day of filing lies in the period."""
    came = Counted(record=doc, day=doc.received_on)
    reviewed = Counted(record=doc, day=doc.reviewed_on)
    filed = Counted(record=doc, day=doc.filed_on)
    due = Counted(record=doc, day=doc.due_on)
    group = "规范性文件"
    return (
        _one("norm.received", "收到送审", "件", group, "送审日期在本期的规范性文件数", came),
        _one("norm.reviewed", "审核", "件", group, "合法性审核日期在本期的规范性文件数", reviewed),
        _one("norm.filed", "报备", "件", group, "报备日期在本期的规范性文件数", filed),
        _one("norm.due", "应报备", "件", group, "报备截止在本期的规范性文件数", due),
        _one(
            "norm.ontime",
            "按期报备",
            "件",
            group,
            "报备截止在本期、报备日期不晚于截止的规范性文件数",
            due,
            ONE,
            doc.filed_on <= doc.due_on,
        ),
        Computed(
            code="norm.late",
            label="迟报",
            unit="件",
            group=group,
            words="报备截止在本期、截止之后期末之前报备的规范性文件数",
            rows=_filing(doc, lambda filed_on, due_on, last: filed_on is not None and due_on < filed_on <= last),
        ),
        Computed(
            code="norm.missing",
            label="漏报",
            unit="件",
            group=group,
            words="报备截止在本期、到期末还没有报备的规范性文件数",
            rows=_filing(doc, lambda filed_on, due_on, last: filed_on is None or filed_on > last),
        ),
        Total(
            code="norm.done",
            label="应报备中已报备",
            unit="件",
            group=group,
            words="按期报备加迟报；按报备截止归入本期",
            parts=("norm.ontime", "norm.late"),
        ),
    )


def _filing(doc: Any, wanted: Callable[[date | None, date, date], bool]) -> Rows:
    """The documents due in the period for which `wanted` (filed, due, last day of the period) holds."""

    def rows(session: Any, first: date, last: date, house: HouseRules) -> Iterator[FigureRow]:
        due = select(doc.uid, doc.number, doc.due_on, doc.filed_on, doc.title).where(
            doc.due_on.between(first, last), doc.state == State.LIVE
        )
        for uid, number, due_on, filed_on, title in session.execute(due):
            if wanted(filed_on, due_on, last):
                yield FigureRow(uid, number, due_on, 1, title, "norm_doc")

    return rows


def norm_means() -> tuple[Mean, ...]:
    """报备率 and 报备及时率, of totals."""
    return (
        Mean(
            code="norm.done.rate",
            label="报备率",
            unit="%",
            group="规范性文件",
            words="已报备 ÷ 应报备，都按报备截止在本期算",
            top="norm.done",
            bottom="norm.due",
            scale=100,
        ),
        Mean(
            code="norm.ontime.rate",
            label="报备及时率",
            unit="%",
            group="规范性文件",
            words="按期报备 ÷ 应报备，都按报备截止在本期算",
            top="norm.ontime",
            bottom="norm.due",
            scale=100,
        ),
    )


def cleanup_measures(cleanup: Any) -> tuple[Counting, ...]:
    """Documents cleaned up: each once, however often it was looked at in the period."""
    base = Counted(record=cleanup, day=cleanup.on)
    group = "文件清理"
    words = "清理日期在本期、年份在清理范围内的{}文件数；同一份文件清理几次只计一件"
    return (
        Computed(
            code="cleanup.docs",
            label="清理文件",
            unit="件",
            group=group,
            words=words.format(""),
            rows=_documents(cleanup, None),
        ),
        Computed(
            code="cleanup.docs.district",
            label="其中区本级",
            unit="件",
            group=group,
            words=words.format("区本级"),
            rows=_documents(cleanup, DocRank.DISTRICT),
        ),
        *by_term(
            "cleanup.outcome",
            "文件清理（结论）",
            "件",
            Outcome,
            cleanup.outcome,
            base,
            ONE,
            "清理日期在本期、结论为“{}”的清理数",
        ),
    )


def _documents(cleanup: Any, rank: DocRank | None) -> Rows:
    """Distinct documents within the scope of their clean-up, known by 文号, else by title."""

    def rows(session: Any, first: date, last: date, house: HouseRules) -> Iterator[FigureRow]:
        wanted = (
            select(cleanup.uid, cleanup.number, cleanup.on, cleanup.title, cleanup.doc_number)
            .where(
                cleanup.on.between(first, last),
                cleanup.state == State.LIVE,
                cleanup.scope_from.is_(None) | (cleanup.doc_year >= cleanup.scope_from),
            )
            .order_by(cleanup.on, cleanup.id)
        )
        if rank is not None:
            wanted = wanted.where(cleanup.rank == rank)
        seen: set[str] = set()
        for uid, number, on, title, doc_number in session.execute(wanted):
            known = doc_number or title
            if known not in seen:
                seen.add(known)
                yield FigureRow(uid, number, on, 1, title, "norm_cleanup")

    return rows


def decision_measures(decision: Any) -> tuple[Counting, ...]:
    """Decisions reviewed, discussed and published."""
    group = "决策审查"
    reviewed = Counted(record=decision, day=decision.reviewed_on)
    return (
        _one(
            "decision.received",
            "收到送审",
            "件",
            group,
            "送审日期在本期的决策事项数",
            Counted(record=decision, day=decision.received_on),
        ),
        _one("decision.reviewed", "完成审查", "件", group, "合法性审查日期在本期的决策事项数", reviewed),
        _one(
            "decision.rejected",
            "其中不同意",
            "件",
            group,
            "合法性审查日期在本期、结论为“不同意”的决策事项数",
            reviewed,
            ONE,
            decision.verdict == Verdict.REJECTED,
        ),
        _one(
            "decision.published",
            "公布",
            "件",
            group,
            "公布日期在本期的决策事项数",
            Counted(record=decision, day=decision.published_on),
        ),
    )


def litigation_measures(case: Any) -> tuple[Counting, ...]:
    """Cases by kind, what became of them, and the head's appearance in court."""
    came = Counted(record=case, day=case.received_on)
    closed = Counted(record=case, day=case.closed_on)
    heard = Counted(record=case, day=case.heard_on)
    court = case.kind != CaseKind.REVIEW
    group = "复议应诉"
    return (
        _one("case.received", "收案", "件", group, "收案日期在本期的案件数", came),
        *by_term(
            "case.kind",
            "复议应诉（类别）",
            "件",
            CaseKind,
            case.kind,
            came,
            ONE,
            "收案日期在本期、类别为“{}”的案件数",
        ),
        _one("case.closed", "结案", "件", group, "结案日期在本期的案件数", closed),
        _one(
            "case.corrected",
            "其中纠错",
            "件",
            group,
            "结案日期在本期，被撤销、变更、确认违法或者责令履行的案件数",
            closed,
            ONE,
            case.corrected.is_(True),
        ),
        _one("case.heard", "应诉开庭", "件", group, "开庭日期在本期的行政诉讼案件数", heard, ONE, court),
        _one(
            "case.appeared",
            "负责人出庭",
            "件",
            group,
            "开庭日期在本期、负责人出庭应诉的行政诉讼案件数",
            heard,
            ONE,
            court & case.appeared.is_(True),
        ),
    )


def litigation_means() -> tuple[Mean, ...]:
    """The rates of the head's appearance and of acts put right."""
    return (
        Mean(
            code="case.appeared.rate",
            label="负责人出庭率",
            unit="%",
            group="复议应诉",
            words="负责人出庭 ÷ 应诉开庭",
            top="case.appeared",
            bottom="case.heard",
            scale=100,
        ),
        Mean(
            code="case.corrected.rate",
            label="纠错率",
            unit="%",
            group="复议应诉",
            words="纠错 ÷ 结案",
            top="case.corrected",
            bottom="case.closed",
            scale=100,
        ),
    )


def meeting_measures(meeting: Any) -> tuple[Counting, ...]:
    """Meetings by kind, and what the year's report says of them."""
    base = Counted(record=meeting, day=meeting.on)
    study = meeting.kind == MeetingKind.STUDY
    committee = meeting.kind == MeetingKind.COMMITTEE
    group = "会议"
    return (
        _one("meeting.count", "会议", "次", group, "日期在本期的会议数", base),
        *by_term(
            "meeting.kind",
            "会议（类别）",
            "次",
            MeetingKind,
            meeting.kind,
            base,
            ONE,
            "日期在本期、类别为“{}”的会议数",
        ),
        _one(
            "meeting.study.thought",
            "中心组习近平法治思想专题学习",
            "次",
            group,
            "日期在本期、中心组学习中标明习近平法治思想专题的次数",
            base,
            ONE,
            study & meeting.thought.is_(True),
        ),
        _one(
            "meeting.study.enlarged",
            "其中扩大学习",
            "次",
            group,
            "中心组习近平法治思想专题学习中标明扩大会议的次数",
            base,
            ONE,
            study & meeting.thought.is_(True) & meeting.enlarged.is_(True),
        ),
        _one(
            "meeting.committee.reporting",
            "依法治区委员会会议现场述法",
            "次",
            group,
            "日期在本期、依法治区委员会会议中标明现场述法的次数",
            base,
            ONE,
            committee & meeting.reporting.is_(True),
        ),
    )
