"""合同审查: a contract, agreement or memorandum of the government that is reviewed for its lawfulness."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from quyuan_desktop.domain.deadlines import Running
from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers.attached import Attached
from quyuan_desktop.registers.base import Occasion, PaperKind, Record, Register, Section, Values
from quyuan_desktop.registers.fields import choice, count, day, files, flag, money, name, paragraph, words
from quyuan_desktop.registers.legal_review.measures import contract_measures
from quyuan_desktop.registers.legal_review.terms import Adoption, ContractKind, Verdict
from quyuan_desktop.registers.order import in_order
from quyuan_desktop.registers.twice import entered_once


class ContractReview(Record, kw_only=True):
    """One review."""

    __tablename__ = "contract_review"
    __table_args__ = (Index("ix_contract_review_listed", "state", "received_on"),)

    received_on: Mapped[date] = day(
        "收文日期", section="received", past=True, required=True, column=True, default="today"
    )
    sender: Mapped[str] = words(
        "送审单位", limit=60, required=True, column=True, searched="content", suggest="unit", width=20
    )
    kind: Mapped[ContractKind] = choice(
        "类型", ContractKind, required=True, column=True, counted=True, radio=True, default="contract", width=8
    )
    title: Mapped[str] = words("名称", limit=200, required=True, column=True, searched="content", width=36)
    counterparty: Mapped[str] = name("相对方", required=True, searched="name", width=24)
    amount: Mapped[int | None] = money(
        "金额", column=True, counted=True, help="元，可写 1.2万、3亿；没有金额的空着。"
    )
    materials: Mapped[str] = words("材料清单", limit=500, width=40, help="如“送审函、合同文本、会议纪要”。")
    in_scope: Mapped[bool] = flag(
        "属政府合同",
        counted=True,
        default=True,
        help="计入“政府合同（协议、备忘录）”的勾上；政府采购、劳动人事、征收补偿等按规定不在范围内的不勾。",
    )

    handler: Mapped[str] = words(
        "承办人", limit=60, section="opinion", default="staff", suggest="receptionist", width=10
    )
    counsel: Mapped[str] = words("法律顾问", limit=60, suggest="counsel", width=12)
    opinions: Mapped[str] = paragraph("审查意见", searched="content", limit=5000)
    opinion_count: Mapped[int | None] = count("意见条数", most=999, counted=True, unit="条")
    verdict: Mapped[Verdict | None] = choice("结论", Verdict, column=True, counted=True, radio=True, width=10)
    issued_on: Mapped[date | None] = day("出具日期", past=True, column=True)
    adoption: Mapped[Adoption | None] = choice("采纳情况", Adoption, counted=True, width=10)
    signed_on: Mapped[date | None] = day("签订日期", past=True)
    filed_on: Mapped[date | None] = day("备案日期", past=True)
    scan: Mapped[tuple[Attached, ...]] = files("文本、意见书", most=20)
    note: Mapped[str] = words("备注", limit=300, width=40)


def check(values: Values, occasion: Occasion) -> list[Problem]:
    """The slips of a review."""
    return list(_slips(values))


_ORDER = (("received_on", "收文"), ("issued_on", "出具"), ("filed_on", "备案"))


def _slips(values: Values) -> Iterator[Problem]:
    yield from in_order(values, _ORDER)
    if values["issued_on"] and values["verdict"] is None:
        yield Problem("verdict", "填了出具日期，请选结论。")
    if values["verdict"] and not values["issued_on"]:
        yield Problem("issued_on", "选了结论，请填出具日期。")
    if values["verdict"] in (Verdict.AMEND, Verdict.REJECTED) and not values["opinion_count"]:
        yield Problem("opinion_count", "要求修改或者不同意的，请填意见条数。")
    if values["adoption"] and not values["issued_on"]:
        yield Problem("issued_on", "填了采纳情况，请填出具日期。")
    if values["filed_on"] and not values["issued_on"]:
        yield Problem("issued_on", "填了备案日期，请填出具日期。")
    if values["signed_on"] and (not values["issued_on"] or values["signed_on"] < values["issued_on"]):
        yield Problem("signed_on", "出具审查意见之前就已签订，请核对签订日期。", warning=True)


def limits(values: Values) -> list[Running]:
    """The days in which the opinion is to be given."""
    if not values["received_on"]:
        return []
    return [Running(code="contract.review", start=values["received_on"], done=values["issued_on"])]


CONTRACT_REVIEW = Register(
    code="contract_review",
    label="合同审查",
    record=ContractReview,
    number="{short}合审〔{year}〕{serial}号",
    day="received_on",
    who="sender",
    what="title",
    sections=(Section(code="received", label="送审"), Section(code="opinion", label="审查")),
    filters=("kind", "verdict"),
    printed=("received_on", "sender", "kind", "title", "counterparty", "amount", "verdict", "issued_on"),
    measures=contract_measures(ContractReview),
    report="合同审查月报表",
    papers=(
        PaperKind(
            code="review_opinion", label="合法性审查意见书", number="{short}法审〔{year}〕{serial}号", away=True
        ),
    ),
    check=check,
    doubted=entered_once(
        ContractReview,
        "title",
        "同一天、同一单位送审的同名文本已登记为 {number}，重复登记会重复计数。",
        "received_on",
        "sender",
        "title",
    ),
    limits=limits,
    timed_by=("received_on", "issued_on"),
    unsettled=ContractReview.issued_on.is_(None),
)
