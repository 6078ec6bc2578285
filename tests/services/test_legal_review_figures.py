"""法制审核 from records: figures reckoned by hand, the filing deadline and its setting, zero denominators, what is refused."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.figures import NONE
from quyuan_desktop.domain.periods import Period
from quyuan_desktop.registers.base import Record, Register, Values, blank
from quyuan_desktop.registers.legal_review import terms
from quyuan_desktop.registers.legal_review.cleanup import NORM_CLEANUP
from quyuan_desktop.registers.legal_review.contract import CONTRACT_REVIEW
from quyuan_desktop.registers.legal_review.decision import DECISION_REVIEW
from quyuan_desktop.registers.legal_review.litigation import LITIGATION
from quyuan_desktop.registers.legal_review.meeting import MEETING
from quyuan_desktop.registers.legal_review.norm_doc import FILING, NORM_DOC
from quyuan_desktop.services.house_rules import change_deadline
from quyuan_desktop.services.month import month_table
from quyuan_desktop.services.save_record import examine
from quyuan_desktop.services.workplace import Workplace
from tests.adviser_records import saved
from tests.offices import ZONE, Clock, at_work, fresh

YEAR = periods.year(2023)
NOVEMBER = periods.month("2023-11")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with at_work(fresh(tmp_path / "data", Clock(datetime(2024, 1, 5, 9, tzinfo=ZONE)))) as place:
        yield place


def shown(place: Workplace, period: Period = YEAR) -> dict[str, str]:
    """Each figure as it is printed."""
    return {line.figure.code: line.cells()[0] for line in month_table(place, period).lines}


def day(text: str) -> date:
    return date.fromisoformat(f"2023-{text}")


# -- normative documents


def doc(place: Workplace, title: str, published: str | None, filed: str | None) -> Record:
    values = {"issuer": "区管委会", "issuer_kind": terms.Issuer.GOVERNMENT, "received_on": day("01-05")}
    values |= {"reviewed_on": day("02-01"), "published_on": day(published) if published else None}
    return saved(place, NORM_DOC, title=title, filed_on=day(filed) if filed else None, **values)


def test_filing_on_time_late_and_missing(place: Workplace) -> None:
    assert doc(place, "甲办法", "11-01", "11-16").due_on == day("11-16")  # type: ignore[attr-defined]  # a norm_doc
    doc(place, "乙办法", "11-02", "11-20")
    doc(place, "丙办法", "11-03", "12-05")
    doc(place, "丁办法", "11-06", None)
    doc(place, "戊办法", "12-29", None)  # due in the next year
    doc(place, "己办法", None, None)
    november = shown(place, NOVEMBER)
    codes = ("due", "filed", "ontime", "late", "missing")
    assert [november[f"norm.{code}"] for code in codes] == ["4", "2", "1", "1", "2"]
    assert (november["norm.ontime.rate"], november["norm.done.rate"]) == ("25.00", "50.00")
    year = shown(place)
    assert [year[f"norm.{code}"] for code in codes] == ["4", "3", "1", "2", "1"]
    assert year["norm.reviewed"] == "6"
    assert shown(place, periods.month("2023-10"))["norm.ontime.rate"] == NONE


def test_the_days_for_the_filing_are_a_setting(place: Workplace) -> None:
    rule = place.house.deadline(FILING)
    place = change_deadline(place, replace(rule, days=30))
    assert doc(place, "甲办法", "11-01", "11-20").due_on == day("12-01")  # type: ignore[attr-defined]  # a norm_doc
    (running,) = NORM_DOC.limits({"published_on": day("11-01"), "due_on": day("12-01"), "filed_on": None})
    assert (running.code, running.due, running.done) == (FILING, day("12-01"), None)


# -- clean-ups, contracts, cases, meetings


def test_a_document_is_cleaned_up_once(place: Workplace) -> None:
    def cleanup(batch: str, number: str, title: str, year: int = 2019, **changes: Any) -> None:
        values = {"on": day("06-01"), "scope_from": 2018, "rank": terms.DocRank.DISTRICT, **changes}
        values |= {"outcome": terms.Outcome.KEPT, "doc_year": year, "doc_number": number}
        saved(place, NORM_CLEANUP, batch=batch, title=title, **values)

    cleanup("第一批", "屈管发〔2019〕1号", "甲办法")
    cleanup("第二批", "屈管发〔2019〕1号", "甲办法（重查）", on=day("09-01"))
    cleanup("第一批", "", "乙通知")
    cleanup("第一批", "", "丙通知", rank=terms.DocRank.TOWN)
    cleanup("第一批", "屈管发〔2016〕3号", "丁办法", 2016)  # before the scope
    found = shown(place)
    assert (found["cleanup.docs"], found["cleanup.docs.district"], found["cleanup.outcome.kept"]) == (
        "3",
        "2",
        "5",
    )


def test_contracts_in_scope_by_the_day_of_the_opinion(place: Workplace) -> None:
    def review(issued: str | None, amount: int | None, **changes: Any) -> None:
        values: Values = {
            "received_on": day("11-20"),
            "sender": "区住建局",
            "title": "代建协议",
            "counterparty": "公司",
        }
        values |= {"kind": terms.ContractKind.AGREEMENT, "amount": amount, "in_scope": True, "opinion_count": 2}
        if issued:
            values |= {"issued_on": day(issued), "verdict": terms.Verdict.AMEND}
        saved(place, CONTRACT_REVIEW, **{**values, **changes})

    review("11-24", 120_000_00)
    review("12-01", None)
    review("11-25", 5_000_00, in_scope=False)
    review(None, 1_00)
    found = shown(place, NOVEMBER)
    assert [found[f"contract.{code}"] for code in ("received", "issued", "outside")] == ["4", "1", "1"]
    assert [found[f"contract.{code}"] for code in ("opinions", "amount", "kind.agreement")] == [
        "2",
        "120,000",
        "1",
    ]
    assert shown(place)["contract.issued"] == "2"


def test_the_heads_appearance_is_a_rate_of_hearings_in_court(place: Workplace) -> None:
    def case(kind: terms.CaseKind, **changes: Any) -> None:
        values = {
            "received_on": day("03-01"),
            "party": "王某",
            "agency": "区管委会",
            "act": "行政处罚",
            "kind": kind,
        }
        saved(place, LITIGATION, **{**values, **changes})

    case(terms.CaseKind.REVIEW, closed_on=day("05-01"), result=terms.CaseResult.REVOKED)
    found = shown(place)
    assert (found["case.appeared.rate"], found["case.corrected.rate"]) == (NONE, "100.00")
    head = {"appeared": True, "head_name": "袁知秋", "head_post": "副主任", "heard_on": day("06-01")}
    case(terms.CaseKind.FIRST, **head, closed_on=day("07-01"), result=terms.CaseResult.UPHELD)
    case(terms.CaseKind.FIRST, heard_on=day("06-02"))
    case(terms.CaseKind.FIRST)
    found = shown(place)
    assert (found["case.received"], found["case.heard"], found["case.appeared"]) == ("4", "2", "1")
    assert (found["case.appeared.rate"], found["case.corrected.rate"]) == ("50.00", "50.00")


def test_meetings_of_the_years_report(place: Workplace) -> None:
    def meeting(on: str, kind: terms.MeetingKind, **changes: Any) -> None:
        saved(place, MEETING, on=day(on), kind=kind, title="会议", **changes)

    meeting("11-30", terms.MeetingKind.DEPLOY, topic="宪法宣传周")
    thought = {"topic": "习近平法治思想", "thought": True}
    meeting("10-10", terms.MeetingKind.STUDY, ordinal=10, enlarged=True, **thought)
    meeting("09-10", terms.MeetingKind.STUDY, ordinal=9)
    meeting("04-10", terms.MeetingKind.COMMITTEE, ordinal=1, reporting=True)
    found = shown(place)
    assert found["meeting.kind.deploy"] == found["meeting.study.thought"] == found["meeting.study.enlarged"] == "1"
    assert (found["meeting.committee.reporting"], found["meeting.kind.study"], found["meeting.count"]) == (
        "1",
        "2",
        "4",
    )


# -- what is refused


def base(register: Register) -> Values:
    given: dict[str, Values] = {
        "contract_review": {"received_on": day("11-20"), "sender": "甲局", "title": "协议", "counterparty": "公司"}
        | {"kind": terms.ContractKind.CONTRACT},
        "norm_doc": {"received_on": day("01-05"), "title": "办法", "issuer": "管委会"}
        | {"issuer_kind": terms.Issuer.GOVERNMENT},
        "decision_review": {"received_on": day("01-05"), "title": "规划", "organ": "甲局"},
        "litigation": {"received_on": day("03-01"), "party": "王某", "agency": "管委会", "act": "处罚"}
        | {"kind": terms.CaseKind.FIRST},
        "meeting": {"on": day("03-01"), "title": "会议", "ordinal": 1},
    }
    return {**blank(register.record), **given[register.code]}


@pytest.mark.parametrize(
    ("register", "changes", "field", "warning"),
    [
        (CONTRACT_REVIEW, {"amount": -1}, "amount", False),
        (CONTRACT_REVIEW, {"amount": 10**15}, "amount", False),
        (CONTRACT_REVIEW, {"issued_on": day("11-19"), "verdict": terms.Verdict.AGREED}, "issued_on", False),
        (CONTRACT_REVIEW, {"issued_on": day("11-21")}, "verdict", False),
        (CONTRACT_REVIEW, {"verdict": terms.Verdict.AGREED}, "issued_on", False),
        (CONTRACT_REVIEW, {"issued_on": day("11-21"), "verdict": terms.Verdict.AMEND}, "opinion_count", False),
        (CONTRACT_REVIEW, {"filed_on": day("11-21")}, "issued_on", False),
        (CONTRACT_REVIEW, {"signed_on": day("11-21")}, "signed_on", True),
        (NORM_DOC, {"reviewed_on": day("03-01"), "passed_on": day("02-01")}, "passed_on", False),
        (NORM_DOC, {"filed_on": day("03-01")}, "published_on", False),
        (NORM_DOC, {"published_on": day("03-01")}, "reviewed_on", True),
        (NORM_DOC, {"issuer_kind": terms.Issuer.COORDINATION}, "issuer_kind", True),
        (NORM_DOC, {"effective_on": day("03-01"), "expires_on": date(2028, 3, 2)}, "expires_on", True),
        (NORM_DOC, {"published_on": day("03-01"), "filed_on": day("03-17")}, "filed_on", True),
        (DECISION_REVIEW, {"discussed_on": day("03-01")}, "reviewed_on", False),
        (DECISION_REVIEW, {"reviewed_on": day("01-04"), "verdict": terms.Verdict.AGREED}, "reviewed_on", False),
        (LITIGATION, {"appeared": True, "heard_on": day("06-01")}, "head_name", False),
        (LITIGATION, {"closed_on": day("02-01"), "result": terms.CaseResult.UPHELD}, "closed_on", False),
        (LITIGATION, {"result": terms.CaseResult.UPHELD}, "closed_on", False),
        (
            LITIGATION,
            {"answered_on": day("03-09"), "closed_on": day("03-08"), "result": terms.CaseResult.UPHELD},
            "closed_on",
            False,
        ),
        (LITIGATION, {"kind": terms.CaseKind.REVIEW, "appeared": True}, "appeared", True),
        (MEETING, {"kind": terms.MeetingKind.STUDY, "reporting": True}, "reporting", True),
        (MEETING, {"kind": terms.MeetingKind.COMMITTEE, "thought": True, "topic": "专题"}, "thought", True),
    ],
)
def test_slips(place: Workplace, register: Register, changes: Values, field: str, warning: bool) -> None:
    found = {each.field: each.warning for each in examine(place, register, {**base(register), **changes})[1]}
    assert found.get(field) is warning


def test_a_validity_of_five_years_is_in_order(place: Workplace) -> None:
    changes = {"effective_on": day("03-01"), "expires_on": date(2028, 3, 1)}
    assert examine(place, NORM_DOC, {**base(NORM_DOC), **changes})[1] == []
    assert examine(place, CONTRACT_REVIEW, base(CONTRACT_REVIEW))[1] == []
