"""文件清理: one document looked at in one clean-up, and what became of it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped

from quyuan_desktop.domain.house import HouseRules
from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers.base import Occasion, Record, Register, Section, State, Values
from quyuan_desktop.registers.fields import choice, count, day, words
from quyuan_desktop.registers.legal_review.measures import cleanup_measures
from quyuan_desktop.registers.legal_review.terms import DocRank, Outcome


class NormCleanup(Record, kw_only=True):
    """One document in one clean-up."""

    __tablename__ = "norm_cleanup"
    __table_args__ = (Index("ix_norm_cleanup_listed", "state", "on"),)

    on: Mapped[date] = day("清理日期", section="cleanup", past=True, required=True, column=True, default="today")
    batch: Mapped[str] = words(
        "批次", limit=60, required=True, column=True, default="last", suggest="batch", width=20
    )
    scope_from: Mapped[int | None] = count(
        "清理范围自", least=1949, most=2100, unit="年", default="last", help="如清理2018年以来的文件，填2018。"
    )
    title: Mapped[str] = words("文件标题", limit=200, required=True, column=True, searched="content", width=36)
    doc_number: Mapped[str] = words("文号", limit=60, column=True, searched="content", width=20)
    doc_year: Mapped[int] = count("文件年份", least=1949, most=2100, required=True, column=True, unit="年")
    rank: Mapped[DocRank] = choice(
        "文件层级", DocRank, required=True, column=True, counted=True, default="district", width=12
    )
    outcome: Mapped[Outcome] = choice("结论", Outcome, required=True, column=True, counted=True, width=10)
    published_on: Mapped[date | None] = day("结果公布日期", past=True)
    note: Mapped[str] = words("备注", limit=300, width=40)


def check(values: Values, occasion: Occasion) -> list[Problem]:
    """The slips of a clean-up."""
    return list(_slips(values))


def _slips(values: Values) -> Iterator[Problem]:
    if values["doc_year"] and values["on"] and values["doc_year"] > values["on"].year:
        yield Problem("doc_year", "文件年份晚于清理日期，请核对。")
    if values["scope_from"] and values["doc_year"] and values["doc_year"] < values["scope_from"]:
        text = f"文件年份早于清理范围（{values['scope_from']}年以来），不计入清理件数，请核对。"
        yield Problem("doc_year", text, warning=True)
    if values["published_on"] and values["on"] and values["published_on"] < values["on"]:
        yield Problem("published_on", "公布日期早于清理日期，请核对。")


def cleaned_already(session: Any, values: Values, uid: str, house: HouseRules) -> list[Problem]:
    """A document stands once in a batch."""
    same = [NormCleanup.batch == values["batch"], NormCleanup.title == values["title"]]
    wanted = select(NormCleanup.number).where(
        NormCleanup.state == State.LIVE,
        NormCleanup.uid != uid,
        NormCleanup.doc_number == values["doc_number"],
        *same,
    )
    number = session.scalar(wanted)
    if number is None:
        return []
    return [
        Problem(
            "title",
            f"这份文件已在这一批里登记（{number}），重复登记会重复计数；同一件事请更正那一条。",
            warning=True,
        )
    ]


NORM_CLEANUP = Register(
    code="norm_cleanup",
    label="文件清理",
    record=NormCleanup,
    number="{short}清〔{year}〕{serial}号",
    day="on",
    who="title",
    what="doc_number",
    sections=(Section(code="cleanup", label="文件清理"),),
    filters=("rank", "outcome"),
    sheet=("on", "batch", "scope_from", "title", "doc_number", "doc_year", "rank", "outcome"),
    known_by=(("batch", "doc_number", "title"),),
    printed=("batch", "title", "doc_number", "doc_year", "rank", "outcome", "published_on"),
    measures=cleanup_measures(NormCleanup),
    report="规范性文件清理情况表",
    check=check,
    doubted=cleaned_already,
)
