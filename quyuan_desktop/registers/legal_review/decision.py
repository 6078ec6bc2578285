"""重大行政决策审查: the steps of a decision of weight, above all the review of its lawfulness before it is discussed."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers.attached import Attached
from quyuan_desktop.registers.base import Occasion, Record, Register, Section, Values
from quyuan_desktop.registers.fields import choice, count, day, files, paragraph, words
from quyuan_desktop.registers.legal_review.measures import decision_measures
from quyuan_desktop.registers.legal_review.terms import Verdict
from quyuan_desktop.registers.twice import entered_once


class DecisionReview(Record, kw_only=True):
    """One matter of the year's catalogue (重大行政决策事项目录)."""

    __tablename__ = "decision_review"
    __table_args__ = (Index("ix_decision_review_listed", "state", "received_on"),)

    received_on: Mapped[date] = day(
        "送审日期", section="matter", past=True, required=True, column=True, default="today"
    )
    catalogue: Mapped[int | None] = count("目录年度", least=2000, most=2100, unit="年")
    title: Mapped[str] = words("决策事项", limit=200, required=True, column=True, searched="content", width=36)
    organ: Mapped[str] = words(
        "承办单位", limit=60, required=True, column=True, searched="content", suggest="unit", width=20
    )

    heard_on: Mapped[date | None] = day("公众参与日期", section="steps", past=True)
    experts_on: Mapped[date | None] = day("专家论证日期", past=True)
    risk_on: Mapped[date | None] = day("风险评估日期", past=True)
    reviewed_on: Mapped[date | None] = day(
        "合法性审查日期",
        past=True,
        column=True,
        help="重大行政决策程序暂行条例第25条：未经合法性审查不得提交讨论。",
    )
    verdict: Mapped[Verdict | None] = choice("审查结论", Verdict, column=True, counted=True, radio=True, width=10)
    opinions: Mapped[str] = paragraph("审查意见", searched="content", limit=5000)
    discussed_on: Mapped[date | None] = day("集体讨论日期", past=True)
    published_on: Mapped[date | None] = day("公布日期", past=True)
    scan: Mapped[tuple[Attached, ...]] = files("文本、意见书", most=20)
    note: Mapped[str] = words("备注", limit=300, width=40)


def check(values: Values, occasion: Occasion) -> list[Problem]:
    """The slips of a decision; 重大行政决策程序暂行条例 (国务院令第713号) 第25条."""
    return list(_slips(values))


def _slips(values: Values) -> Iterator[Problem]:
    reviewed, discussed = values["reviewed_on"], values["discussed_on"]
    if reviewed and values["received_on"] and reviewed < values["received_on"]:
        yield Problem("reviewed_on", "合法性审查早于送审，请核对日期。")
    if discussed and not reviewed:
        yield Problem("reviewed_on", "决策草案未经合法性审查，不得提交集体讨论；请填合法性审查日期。")
    if reviewed and values["verdict"] is None:
        yield Problem("verdict", "填了合法性审查日期，请选审查结论。")
    if values["verdict"] and not reviewed:
        yield Problem("reviewed_on", "选了审查结论，请填合法性审查日期。")
    if discussed and values["verdict"] is Verdict.REJECTED:
        yield Problem("discussed_on", "审查结论为不同意的，不得提交集体讨论，请核对。")
    if reviewed and discussed and discussed < reviewed:
        yield Problem("discussed_on", "集体讨论早于合法性审查，请核对日期。")
    if values["published_on"] and not discussed:
        yield Problem("discussed_on", "填了公布日期，请填集体讨论日期。")
    if values["published_on"] and discussed and values["published_on"] < discussed:
        yield Problem("published_on", "公布日期早于集体讨论日期，请核对。")
    for name_, label in (("heard_on", "公众参与"), ("experts_on", "专家论证"), ("risk_on", "风险评估")):
        if values[name_] and discussed and values[name_] > discussed:
            yield Problem(name_, f"{label}晚于集体讨论，请核对日期。")
        if discussed and not values[name_]:
            yield Problem(name_, f"没有填{label}日期；不需要这一步的，请在备注写明理由。", warning=True)


DECISION_REVIEW = Register(
    code="decision_review",
    label="决策审查",
    record=DecisionReview,
    number="{short}决审〔{year}〕{serial}号",
    day="received_on",
    who="organ",
    what="title",
    sections=(Section(code="matter", label="决策事项"), Section(code="steps", label="程序")),
    filters=("verdict",),
    printed=("received_on", "organ", "title", "reviewed_on", "verdict", "discussed_on", "published_on"),
    measures=decision_measures(DecisionReview),
    report="重大行政决策审查情况表",
    check=check,
    doubted=entered_once(
        DecisionReview, "title", "这个单位的同名决策事项已登记为 {number}，请核对。", "organ", "title", "catalogue"
    ),
)
