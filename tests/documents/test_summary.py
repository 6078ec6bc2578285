"""The month's table: every figure on it, head and foot, groups, zero and nothing to compare with."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from quyuan_desktop.documents.preview import extract_text, page_count
from quyuan_desktop.documents.summary import Signatures, number_text, summary_pdf
from quyuan_desktop.domain.figures import Figure, FigureLine, FigureTable, change_text
from quyuan_desktop.domain.problems import Trouble
from tests.documents.paper_geometry import collisions, fonts_not_embedded, pages_of, shown_codes
from tests.documents.paper_specimens import MADE, han

GROUPS = {
    "总计": ("咨询人次", "咨询件数", "重复来访", "已告知申请权"),
    "途径": ("来访", "来电", "其中12348", "来信", "网络", "巡回", "其他"),
    "人群": ("妇女", "残疾人", "农民", "农民工", "老年人", "未成年人", "军人军属", "外国籍或无国籍人", "其他"),
    "事项": ("劳动报酬", "工伤", "交通事故", "婚姻家庭", "赡养费", "土地承包", "民间借贷", "消费者权益", "其他"),
    "结果": ("当场解答", "约期", "代书", "引导申请法律援助", "转人民调解", "转信访或其他部门", "其他"),
    "乡镇": ("天问街道", "营田镇", "河市镇", "凤凰乡", "区外"),
}
NOTES = ("人次按接待计，件按事项计", "人群可以交叉，各类之和不等于合计", "本表数据截至2023年12月1日")


def table_of(lines: list[FigureLine], notes: tuple[str, ...] = NOTES) -> FigureTable:
    return FigureTable(
        "营田司法所",
        "法律援助咨询月报表（2023年11月）",
        date(2023, 11, 1),
        date(2023, 11, 30),
        tuple(lines),
        notes,
    )


def lines_of(groups: dict[str, tuple[str, ...]], repeated: int = 1) -> list[FigureLine]:
    """Figures with values that tell them apart."""
    lines: list[FigureLine] = []
    for turn in range(repeated):
        for group, labels in groups.items():
            for label in labels:
                number = len(lines) + 1
                unit = "件" if group == "事项" else "人次"
                figure = Figure(f"F{number:03}", f"{label}{turn or ''}", unit, number % 4 and number)
                lines.append(
                    FigureLine(figure, f"{group}{turn or ''}", "", 1000 + number, number % 5 and number * 2)
                )
    return lines


def words(pdf: bytes) -> str:
    return re.sub(r"\s", "", "".join(extract_text(pdf)))


def test_text(golden: Callable[[str, bytes], None]) -> None:
    golden(
        "summary", summary_pdf(table_of(lines_of(GROUPS)), MADE, Signatures(maker="张三", phone="0730-0000000"))
    )


@pytest.mark.parametrize("count", [0, 1, 18, 19, 41, 60, 80, 130])
def test_every_figure_is_there_and_nothing_covers_anything(count: int) -> None:
    lines = lines_of(GROUPS, 4)[:count]
    pdf = summary_pdf(table_of(lines), MADE)
    assert collisions(pdf) == []
    assert fonts_not_embedded(pdf) == set()
    assert not any(0 in codes for codes in shown_codes(pdf))
    rows = [row.split() for page in extract_text(pdf) for row in page.splitlines()]
    for line in lines:
        figures = [number_text(value) for value in (line.figure.value, line.year_to_date, line.last_year)]
        expected = [line.figure.label, line.figure.unit, *figures, change_text(line.change)]
        assert any("".join(expected) in "".join(row) for row in rows), expected
    assert page_count(pdf) == (1 if count <= 60 else 2 if count <= 120 else 3)


def test_head_and_foot_are_on_every_page() -> None:
    pdf = summary_pdf(
        table_of(lines_of(GROUPS, 3)), MADE, Signatures("李四", "王五", "张三", "0730-1", date(2023, 12, 1))
    )
    pages = extract_text(pdf)
    assert len(pages) == 2
    for number, page in enumerate(pages, 1):
        text = re.sub(r"\s", "", page)
        for word in (
            "填报单位（盖章）：营田司法所",
            "统计期间：2023年11月1日至2023年11月30日",
            "单位：人次、件",
            "指标单位本月本年累计上年同期同比%",
            "单位负责人：李四",
            "审核人：王五",
            "制表人：张三",
            "联系电话：0730-1",
            "填报日期：2023年12月1日",
            f"第{number}页共2页",
            "人次按接待计，件按事项计；",
            "截至2023年12月1日。",
        ):
            assert word in text, word


def test_a_group_that_goes_on_says_so() -> None:
    lines = lines_of({"案由": tuple(f"第{number}类" for number in range(90))})
    text = words(summary_pdf(table_of(lines), MADE))
    assert text.count("案由（续）") == 3


def test_zero_is_a_figure_and_nothing_to_compare_with_is_a_dash() -> None:
    assert number_text(0) == "0"
    assert number_text(1234567) == "1,234,567"
    assert change_text(None) == "—"
    assert change_text(0.0) == "0.00"
    assert change_text(-12.344) == "-12.34"
    assert change_text(100.0) == "+100.00"
    line = FigureLine(Figure("A", "来信", "人次", 0), "途径", "", 0, 0)
    assert "来信人次000—" in words(summary_pdf(table_of([line]), MADE))


def test_long_names_units_and_numbers_stay_in_their_cells() -> None:
    lines = lines_of(GROUPS)
    lines[3] = FigureLine(Figure("X", "其中" * 40, "人次或者件数", 10**12), "很长的类别名称" * 3, "", 10**13, 3)
    pdf = summary_pdf(table_of(lines), MADE)
    assert collisions(pdf) == []
    assert "其中" * 40 in words(pdf)
    assert "1,000,000,000,000" in words(pdf)


@pytest.mark.parametrize("length", [1, 12, 30, 60])
def test_the_name_of_an_office_covers_nothing(length: int) -> None:
    named = replace(table_of(lines_of(GROUPS)), office="屈" * length)
    pdf = summary_pdf(named, MADE, Signatures(phone="0730-5550000转8012、0730-5550001"))
    assert collisions(pdf) == []
    assert "屈" * length in words(pdf)
    assert "统计期间：2023年11月1日至2023年11月30日单位：人次、件" in words(pdf)


def test_figures_of_one_table_are_of_one_size() -> None:
    labels = ("长" * 20, *(f"第{number}类" for number in range(20)))
    pages = pages_of(summary_pdf(table_of(lines_of({"案由": labels})), MADE))
    units = [text.bottom - text.top for page in pages for text in page.texts if text.text == "人次"]
    assert len(units) == len(labels)
    assert max(units) - min(units) < 0.05


def test_long_notes_get_a_page_of_their_own() -> None:
    note = han(1500)
    pdf = summary_pdf(table_of(lines_of(GROUPS), (note,)), MADE)
    assert page_count(pdf) == 2
    assert note in "".join(character for character in words(pdf) if character in set(note))
    assert collisions(pdf) == []
    assert "第1页共2页" in re.sub(r"\s", "", extract_text(pdf)[0])
    assert "第2页共2页" in re.sub(r"\s", "", extract_text(pdf)[1])


def test_other_periods_have_another_head() -> None:
    assert "指标单位本季本年累计上年同期同比%" in words(
        summary_pdf(table_of(lines_of(GROUPS)), MADE, period="本季")
    )
    assert "指标单位本半年本年累计" in words(summary_pdf(table_of(lines_of(GROUPS)), MADE, period="半年"))


def test_a_year_is_its_own_year_to_date() -> None:
    """It would be the same number twice."""
    figure = replace(lines_of({"总计": ("咨询人次",)})[0], year_to_date=987, last_year=654)
    table = table_of([replace(figure, figure=replace(figure.figure, value=987))])
    pdf = summary_pdf(table, MADE, period="本年")
    assert "指标单位本年上年同期同比%" in words(pdf)
    assert words(pdf).count("987") == words(pdf).count("654") == 1
    assert words(summary_pdf(table, MADE, period="本季")).count("987") == 2
    assert collisions(pdf) == []


def test_the_same_table_gives_the_same_bytes() -> None:
    table = table_of(lines_of(GROUPS))
    assert summary_pdf(table, MADE) == summary_pdf(table, MADE)
    assert summary_pdf(table, MADE) != summary_pdf(replace(table, office="另一所"), MADE)


@pytest.mark.parametrize("where", ["office", "title", "notes", "label"])
def test_a_character_no_font_has_is_named(where: str) -> None:
    table = table_of(lines_of(GROUPS))
    bad = "坏😀"
    if where == "label":
        table = table_of([FigureLine(Figure("A", bad, "件", 1), "组", "", 1, 1)])
    else:
        table = replace(table, **{where: (bad,) if where == "notes" else bad})  # type: ignore[arg-type]
    with pytest.raises(Trouble, match=r"U\+1F600"):
        summary_pdf(table, MADE)
