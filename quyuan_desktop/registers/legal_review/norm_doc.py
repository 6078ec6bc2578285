"""规范性文件: from drafting to its filing (报备), which has a last day."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from quyuan_desktop.domain.deadlines import Running
from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.attached import Attached
from quyuan_desktop.registers.base import Occasion, PaperKind, Record, Register, Section, Values
from quyuan_desktop.registers.fields import choice, day, files, name, words
from quyuan_desktop.registers.legal_review.measures import norm_means, norm_measures
from quyuan_desktop.registers.legal_review.terms import Issuer
from quyuan_desktop.registers.order import in_order
from quyuan_desktop.registers.settings import DeskSetting
from quyuan_desktop.registers.twice import entered_once

FILING = "norm.filing"
"""The time limit of the filing, among the time limits of the house."""
LONGEST_VALIDITY = DeskSetting(
    code="legal_review.validity",
    label="规范性文件有效期最长几年",
    kind=kinds.Number(least=1, most=50, unit="年"),
    default=5,
    help="超过的提示核对，不拦截。按省规范性文件管理办法的通行规定，待区局确认。",
    certain=False,
)


class NormDoc(Record, kw_only=True):
    """One normative document."""

    __tablename__ = "norm_doc"
    __table_args__ = (Index("ix_norm_doc_listed", "state", "received_on"), Index("ix_norm_doc_due", "due_on"))

    received_on: Mapped[date] = day(
        "送审日期", section="doc", past=True, required=True, column=True, default="today"
    )
    title: Mapped[str] = words("文件标题", limit=200, required=True, column=True, searched="content", width=36)
    issuer: Mapped[str] = name("制定机关", required=True, column=True, searched="name", suggest="unit", width=20)
    issuer_kind: Mapped[Issuer] = choice(
        "机关类别", Issuer, required=True, counted=True, default="government", width=22
    )
    drafter: Mapped[str] = words("起草单位", limit=60, suggest="unit", width=20)
    doc_number: Mapped[str] = words("文号", limit=60, column=True, searched="content", width=20)
    unified_number: Mapped[str] = words(
        "统一编号", limit=60, searched="content", width=20, help="统一登记、统一编号、统一印发的编号。"
    )
    consulted_from: Mapped[date | None] = day("征求意见日期", past=True)
    consulted_to: Mapped[date | None] = day("征求结束日期")
    opinion_number: Mapped[str] = words("审核文号", limit=60, searched="content", width=20)
    reviewed_on: Mapped[date | None] = day("审核日期", past=True, help="合法性审核意见出具的日期。")
    passed_on: Mapped[date | None] = day("集体审议通过日期", past=True)
    published_on: Mapped[date | None] = day("公布日期", past=True, column=True)
    effective_on: Mapped[date | None] = day("施行日期")
    expires_on: Mapped[date | None] = day("有效期止")

    filed_with: Mapped[str] = words(
        "报备机关", limit=100, section="filing", default="last", suggest="filed_with", width=24
    )
    due_on: Mapped[date | None] = day(
        "报备截止", derived=True, column=True, help="按“时限”里的报备天数从公布之日算出；天数由负责人在规则里改。"
    )
    filed_on: Mapped[date | None] = day("报备日期", past=True, column=True)
    filing_number: Mapped[str] = words("备案号", limit=60, searched="content", width=20)
    scan: Mapped[tuple[Attached, ...]] = files("文本、说明", most=20)
    note: Mapped[str] = words("备注", limit=300, width=40)


def complete(values: Values, occasion: Occasion) -> Values:
    """Reckon the last day of the filing by the time limit of the house."""
    due = None
    if values["published_on"]:
        known = [rule for rule in occasion.house.deadlines if rule.code == FILING and rule.on]
        if known:
            rule = known[0]
            holidays = occasion.house.holidays
            due = holidays.add_days(values["published_on"], rule.days, rule.kind, roll_over=rule.roll_over).due
    return {**values, "due_on": due}


def check(values: Values, occasion: Occasion) -> list[Problem]:
    """The slips of a document."""
    return [*_order(values), *_slips(values, occasion)]


_STEPS = (
    ("consulted_from", "开始征求意见"),
    ("consulted_to", "结束征求意见"),
    ("reviewed_on", "合法性审核"),
    ("passed_on", "集体审议"),
    ("published_on", "公布"),
    ("filed_on", "报备"),
)


def _order(values: Values) -> Iterator[Problem]:
    yield from in_order(values, _STEPS)
    for name_, label in (("effective_on", "施行日期"), ("expires_on", "有效期止")):
        if values[name_] and values["published_on"] and values[name_] < values["published_on"]:
            yield Problem(name_, f"{label}早于公布日期，请核对。")
    if values["expires_on"] and values["effective_on"] and values["expires_on"] < values["effective_on"]:
        yield Problem("expires_on", "有效期止早于施行日期，请核对。")


def _slips(values: Values, occasion: Occasion) -> Iterator[Problem]:
    if values["issuer_kind"] in (Issuer.COORDINATION, Issuer.INTERNAL):
        text = "议事协调机构、部门派出机构和内设机构不得制定规范性文件，请核对制定机关。"
        yield Problem("issuer_kind", text, warning=True)
    if values["published_on"] and not values["reviewed_on"]:
        yield Problem("reviewed_on", "未填合法性审核日期就已公布，请核对。", warning=True)
    if values["filed_on"] and not values["published_on"]:
        yield Problem("published_on", "填了报备日期，请填公布日期，否则算不出报备截止。")
    if values["filed_on"] and values["due_on"] and values["filed_on"] > values["due_on"]:
        text = f"报备日期晚于报备截止（{values['due_on']:%Y-%m-%d}），将计为迟报，请核对。"
        yield Problem("filed_on", text, warning=True)
    begins, ends = values["effective_on"] or values["published_on"], values["expires_on"]
    most = LONGEST_VALIDITY.of(occasion.house)
    if begins and ends and (ends.year - begins.year, ends.month, ends.day) > (most, begins.month, begins.day):
        yield Problem("expires_on", f"有效期超过 {most} 年，请核对。", warning=True)


def limits(values: Values) -> list[Running]:
    """The days in which the document is to be filed."""
    if not values["published_on"] or not values["due_on"]:
        return []
    return [Running(code=FILING, start=values["published_on"], done=values["filed_on"], due=values["due_on"])]


NORM_DOC = Register(
    code="norm_doc",
    label="规范性文件",
    record=NormDoc,
    number="{short}规审〔{year}〕{serial}号",
    day="received_on",
    who="issuer",
    what="title",
    called_by=("title",),
    sections=(Section(code="doc", label="文件"), Section(code="filing", label="报备")),
    filters=("issuer_kind",),
    known_by=(("unified_number",), ("doc_number", "title")),
    printed=("issuer", "title", "doc_number", "reviewed_on", "published_on", "due_on", "filed_on"),
    measures=norm_measures(NormDoc),
    means=norm_means(),
    report="规范性文件审核报备情况表",
    papers=(PaperKind(code="filing_sheet", label="规范性文件备案报备表", away=True),),
    complete=complete,
    check=check,
    doubted=entered_once(
        NormDoc, "doc_number", "这个文号的文件已登记为 {number}，一份文件只登记一条。", "issuer", "doc_number"
    ),
    limits=limits,
    timed_by=("published_on", "due_on", "filed_on"),
    unsettled=NormDoc.published_on.is_not(None) & NormDoc.filed_on.is_(None),
)
