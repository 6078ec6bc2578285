"""复议应诉: cases of administrative review and litigation against the district, and whether its head appeared."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from quyuan_desktop.domain.deadlines import Running
from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers.attached import Attached
from quyuan_desktop.registers.base import Occasion, Record, Register, Section, Values
from quyuan_desktop.registers.fields import choice, day, files, flag, name, words
from quyuan_desktop.registers.legal_review.measures import litigation_means, litigation_measures
from quyuan_desktop.registers.legal_review.terms import CaseKind, CaseResult
from quyuan_desktop.registers.twice import entered_once

CORRECTED = (CaseResult.REVOKED, CaseResult.CHANGED, CaseResult.ILLEGAL, CaseResult.ORDERED)
"""Results that put the organ's act right (纠错)."""


class Litigation(Record, kw_only=True):
    """One case."""

    __tablename__ = "litigation"
    __table_args__ = (Index("ix_litigation_listed", "state", "received_on"),)

    received_on: Mapped[date] = day(
        "收案日期",
        section="case",
        past=True,
        required=True,
        column=True,
        default="today",
        help="收到申请书或者起诉状副本的日期。",
    )
    kind: Mapped[CaseKind] = choice(
        "类别", CaseKind, required=True, column=True, counted=True, radio=True, default="review", width=12
    )
    case_number: Mapped[str] = words("案号", limit=60, column=True, searched="content", width=24)
    party: Mapped[str] = name("申请人（原告）", required=True, column=True, searched="name", width=16)
    agency: Mapped[str] = words(
        "被申请人（被告）", limit=100, required=True, searched="content", suggest="unit", width=20
    )
    act: Mapped[str] = words("行政行为", limit=200, required=True, column=True, searched="content", width=36)
    forum: Mapped[str] = words("复议机关、法院", limit=60, suggest="forum", width=20)

    answered_on: Mapped[date | None] = day(
        "答复、答辩日期",
        section="course",
        past=True,
        help="复议10日内书面答复（行政复议法第48条）；诉讼15日内答辩、举证（行政诉讼法第67条）。",
    )
    heard_on: Mapped[date | None] = day("开庭日期", past=True)
    appeared: Mapped[bool] = flag(
        "负责人出庭", counted=True, help="行政诉讼法第3条：被诉行政机关负责人应当出庭应诉。"
    )
    head_name: Mapped[str] = name("出庭负责人")
    head_post: Mapped[str] = words("职务", limit=60, suggest="head_post", width=14)
    counsel: Mapped[str] = words("委托代理人", limit=60, suggest="counsel", width=14)
    result: Mapped[CaseResult | None] = choice("结果", CaseResult, column=True, counted=True, width=16)
    closed_on: Mapped[date | None] = day("结案日期", past=True)
    corrected: Mapped[bool] = flag("纠错", derived=True, counted=True)
    followed: Mapped[str] = words("整改、履行情况", limit=300, width=40)
    scan: Mapped[tuple[Attached, ...]] = files("文书", most=20)
    note: Mapped[str] = words("备注", limit=300, width=40)


def complete(values: Values, occasion: Occasion) -> Values:
    """Whether the act was put right follows from the result."""
    return {**values, "corrected": values["result"] in CORRECTED}


def check(values: Values, occasion: Occasion) -> list[Problem]:
    """The slips of a case."""
    return list(_slips(values))


def _slips(values: Values) -> Iterator[Problem]:
    for name_, label in (("answered_on", "答复、答辩日期"), ("heard_on", "开庭日期"), ("closed_on", "结案日期")):
        if values[name_] and values["received_on"] and values[name_] < values["received_on"]:
            yield Problem(name_, f"{label}早于收案日期，请核对。")
    if values["heard_on"] and values["closed_on"] and values["closed_on"] < values["heard_on"]:
        yield Problem("closed_on", "结案日期早于开庭日期，请核对。")
    if values["answered_on"] and values["closed_on"] and values["closed_on"] < values["answered_on"]:
        yield Problem("closed_on", "结案日期早于答复、答辩日期，请核对。")
    if values["appeared"] and values["kind"] is CaseKind.REVIEW:
        text = "行政复议不统计负责人出庭，请核对类别；参加听证的写在“整改、履行情况”里。"
        yield Problem("appeared", text, warning=True)
    if values["appeared"] and not values["heard_on"]:
        yield Problem("heard_on", "勾了负责人出庭，请填开庭日期。")
    if values["appeared"] and not values["head_name"]:
        yield Problem("head_name", "勾了负责人出庭，请填出庭负责人。")
    if values["head_name"] and not values["head_post"]:
        yield Problem("head_post", "请填出庭负责人的职务。")
    if values["result"] and not values["closed_on"]:
        yield Problem("closed_on", "选了结果，请填结案日期。")
    if values["closed_on"] and values["result"] is None:
        yield Problem("result", "填了结案日期，请选结果。")


def limits(values: Values) -> list[Running]:
    """The days for the answer: 10 in a review (行政复议法48), 15 before a court (行政诉讼法67)."""
    if not values["received_on"] or values["kind"] not in (CaseKind.REVIEW, CaseKind.FIRST):
        return []
    code = "case.reply" if values["kind"] is CaseKind.REVIEW else "case.defence"
    return [Running(code=code, start=values["received_on"], done=values["answered_on"] or values["closed_on"])]


LITIGATION = Register(
    code="litigation",
    label="复议应诉",
    record=Litigation,
    number="{short}诉〔{year}〕{serial}号",
    day="received_on",
    who="party",
    what="act",
    sections=(Section(code="case", label="案件"), Section(code="course", label="办理")),
    filters=("kind", "result"),
    known_by=(("case_number",),),
    printed=("received_on", "kind", "case_number", "party", "act", "heard_on", "head_name", "result"),
    measures=litigation_measures(Litigation),
    means=litigation_means(),
    report="复议应诉情况表",
    complete=complete,
    check=check,
    doubted=entered_once(
        Litigation, "case_number", "这个案号已登记为 {number}，一案一审级只登记一条。", "case_number", "kind"
    ),
    limits=limits,
    timed_by=("received_on", "kind", "answered_on", "closed_on"),
    unsettled=Litigation.answered_on.is_(None) & Litigation.closed_on.is_(None),
)
