"""学法考法: one round of one unit, in whole people; rates are made of totals, never written down."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers.base import Occasion, Record, Register, Section, Values
from quyuan_desktop.registers.fields import choice, count, day, words
from quyuan_desktop.registers.publicity.measures import exam_means, exam_measures
from quyuan_desktop.registers.publicity.terms import Population
from quyuan_desktop.registers.twice import entered_once

MOST = 1_000_000


class StudyExam(Record, kw_only=True):
    """One unit in one round."""

    __tablename__ = "study_exam"
    __table_args__ = (Index("ix_study_exam_listed", "state", "on"),)

    on: Mapped[date] = day("日期", section="exam", past=True, required=True, column=True, default="today")
    unit: Mapped[str] = words(
        "单位", limit=60, required=True, column=True, searched="content", suggest="unit", width=20
    )
    year: Mapped[int] = count(
        "年度", least=2000, most=2100, required=True, column=True, unit="年", help="空着的按日期填。"
    )
    population: Mapped[Population] = choice(
        "对象", Population, required=True, column=True, counted=True, default="state", width=14
    )
    title: Mapped[str] = words(
        "轮次",
        limit=60,
        required=True,
        column=True,
        default="last",
        suggest="exam_round",
        width=16,
        help="如“第一轮”“年度统一考试”；同一单位同一对象的一个轮次只登记一次。",
    )
    should_study: Mapped[int | None] = count("应学", most=MOST, counted=True, unit="人", width=6)
    studied: Mapped[int | None] = count("已学", most=MOST, counted=True, unit="人", width=6)
    should_sit: Mapped[int | None] = count("应考", most=MOST, counted=True, unit="人", width=6)
    sat: Mapped[int | None] = count("实考", most=MOST, column=True, counted=True, unit="人", width=6)
    passed: Mapped[int | None] = count("合格", most=MOST, column=True, counted=True, unit="人", width=6)
    note: Mapped[str] = words("备注", limit=200, width=40)


def complete(values: Values, occasion: Occasion) -> Values:
    """The year is that of the day where nobody wrote another."""
    year = values["year"] or (values["on"].year if values["on"] else None)
    return {**values, "year": year}


_WHOLES = (
    ("studied", "已学", "should_study", "应学"),
    ("sat", "实考", "should_sit", "应考"),
    ("passed", "合格", "sat", "实考"),
)


def check(values: Values, occasion: Occasion) -> list[Problem]:
    """The slips of a round: no part is larger than its whole."""
    return list(_slips(values))


def _slips(values: Values) -> Iterator[Problem]:
    for part, label, whole, of in _WHOLES:
        if values[part] is None:
            continue
        if values[whole] is None:
            yield Problem(whole, f"填了{label}人数，请填{of}人数，没有分母算不出比率。")
        elif values[part] > values[whole]:
            yield Problem(part, f"{label}人数多于{of}人数，请核对。")
    if values["should_study"] is None and values["should_sit"] is None:
        yield Problem("should_study", "应学、应考至少填一项。")


STUDY_EXAM = Register(
    code="study_exam",
    label="学法考法",
    record=StudyExam,
    number="{short}学〔{year}〕{serial}号",
    day="on",
    who="unit",
    what="title",
    sections=(Section(code="exam", label="学法考法"),),
    filters=("population",),
    sheet=("on", "year", "unit", "population", "title", "should_study", "studied", "should_sit", "sat", "passed"),
    known_by=(("unit", "year", "population", "title"),),
    printed=("unit", "year", "title", "population", "should_study", "studied", "should_sit", "sat", "passed"),
    measures=exam_measures(StudyExam),
    means=exam_means(),
    report="学法考法情况表",
    complete=complete,
    check=check,
    doubted=entered_once(
        StudyExam,
        "title",
        "这个单位的这个轮次已经登记（{number}），重复登记会重复计数；同一件事请更正那一条。",
        "unit",
        "year",
        "population",
        "title",
    ),
)
