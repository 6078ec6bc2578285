"""A period in words: every number is a figure's, nothing is said of what is zero, and it pastes as it is."""

import io
import re
from collections.abc import Sequence
from datetime import date

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.figures import Figure, FigureLine, FigureTable
from quyuan_desktop.registers import MEASURES, REGISTERS
from quyuan_desktop.services.month import month_summary
from quyuan_desktop.services.month_text import TEXT, Listed, paragraphs
from quyuan_desktop.services.workplace import Workplace
from tests.closings import close, keep
from tests.offices import Clock, at_work, fresh

NOVEMBER = periods.month("2023-11")
MEANS = {mean.code for register in REGISTERS.values() for mean in register.means}


def table(*lines: FigureLine) -> list[FigureTable]:
    return [FigureTable("营田司法所", "", NOVEMBER.first, NOVEMBER.last, lines)]


def line(code: str, value: int, so_far: int | None = None, before: int = 0) -> FigureLine:
    measure = MEASURES[code]
    figure = Figure(code, measure.label, measure.unit, value)
    return FigureLine(figure, measure.group, "", value if so_far is None else so_far, before)


def text(*lines: FigureLine) -> str:
    return "".join(heading + told for heading, told in paragraphs(table(*lines), NOVEMBER))


def test_every_code_it_speaks_of_is_a_figure() -> None:
    for told in TEXT:
        for sentence in told.sentences:
            if isinstance(sentence, Listed):
                assert any(code.startswith(f"{sentence.prefix}.") for code in MEASURES)
            else:
                assert {code for code, _ in sentence.figures} <= {*MEASURES, *MEANS}
                assert all(words.count("{}") == 1 for _, words in sentence.figures)


def test_a_month_is_told_with_its_yardsticks() -> None:
    told = text(
        line("consult.people", 22, 130, 20),
        line("consult.receptions", 20),
        line("consult.matters", 0),
        line("consult.channel.visit", 18),
        line("consult.channel.call", 4),
        line("consult.channel.letter", 0),
        line("consult.channel.call.12348", 1),
        line("consult.result.none", 3),
    )
    assert told == (
        "一、法律咨询2023年11月，共接待法律咨询22人次（比上年同期增加2人次，增长10%；本年累计130人次），接待20批。"
        "从途径看，来访18人次，来电4人次（其中12348热线1人次）。"
    )


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [(8, 10, "比上年同期减少2人次，下降20%"), (10, 10, "与上年同期持平"), (10, 0, "10人次。")],
)
def test_more_less_the_same_and_nothing_to_compare(now: int, before: int, words: str) -> None:
    assert words in text(line("consult.people", now, now, before))


def test_headings_are_numbered_by_what_is_told() -> None:
    assert text(line("aid.recovered", 1_234_567, 0)).startswith(
        "一、法律援助2023年11月，为受援人挽回损失12345.67元。"
    )


def test_a_month_without_anything() -> None:
    assert paragraphs(table(line("consult.people", 0, 5, 9)), NOVEMBER) == [("", "2023年11月，没有登记的业务。")]


@given(values=st.lists(st.integers(0, 10**6), min_size=len(MEASURES), max_size=len(MEASURES)))
def test_no_number_is_invented_and_no_zero_told(values: Sequence[int]) -> None:
    lines = [line(code, value) for code, value in zip(MEASURES, values, strict=True)]
    told = text(*lines).replace("2023年11月", "").replace("12348", "")
    known = {f"{value // 100}.{value % 100:02d}" for value in values} | {str(value // 100) for value in values}
    numbers = re.findall(r"\d+(?:\.\d+)?", told)
    assert set(numbers) <= known | {str(value) for value in values}
    assert "。。" not in told
    assert "，，" not in told
    assert not re.search(r"(?<![\d.])0(?![\d.])", told)


def test_the_document_has_the_text_and_the_number_of_a_closed_month(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with at_work(fresh(tmp_path_factory.mktemp("office") / "data", Clock())) as place:
        keep(place, date(2023, 10, 3))
        assert "编号：未结账" in read(place)
        closed = close(place, periods.month("2023-10"))
        found = read(place)
    assert f"编号：{closed.number}" in found
    assert "2023年10月工作情况" in found
    assert "2023年10月，共接待法律咨询1人次，接待1批，涉及事项1件。" in found


def read(place: Workplace) -> str:
    document = docx.Document(io.BytesIO(month_summary(place, periods.month("2023-10"))))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)
