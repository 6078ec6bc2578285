"""Lists on paper: every row whole, the head on every page, long texts within their cells."""

import re

import pytest

from quyuan_desktop.documents.page import A4, A4_LANDSCAPE, Size
from quyuan_desktop.documents.preview import extract_text, page_count
from quyuan_desktop.documents.tables import Column, table_pdf
from quyuan_desktop.domain.problems import Trouble
from tests.documents.paper_geometry import collisions, fonts_not_embedded
from tests.documents.paper_specimens import MADE, RARE, han

COLUMNS = (
    Column("编号", 2),
    Column("姓名"),
    Column("日期", 1.4, "center"),
    Column("内容", 4),
    Column("人次", 1, "right"),
)


def test_every_row_is_there_in_order_under_the_head_of_every_page() -> None:
    rows = [(f"第{number}号", "王某某", "2023-11-30", f"内容{number}。", str(number)) for number in range(100)]
    pdf = table_pdf("咨询台账", "营田司法所", COLUMNS, rows, MADE, "2023年11月")
    pages = extract_text(pdf)
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert "编号 姓名 日期 内容 人次" in page
        assert "咨询台账" in page
        assert f"第 {number} 页 共 {len(pages)} 页" in page
    found = re.findall(r"第(\d+)号 王某某 2023-11-30 内容(\d+)。\s?(\d+)", "\n".join(pages))
    assert found == [(str(number),) * 3 for number in range(100)]
    assert fonts_not_embedded(pdf) == set()


@pytest.mark.parametrize("size", [A4, A4_LANDSCAPE])
def test_long_texts_wrap_and_a_row_longer_than_a_page_goes_on(size: Size) -> None:
    long, longer = han(90), han(2400, 100)
    rows = [("一", RARE, "", long, "1"), ("二", "王\n某", "", longer, "2"), ("三", "李某", "", "完", "3")]
    pdf = table_pdf("台账", "所", COLUMNS, rows, MADE, size=size)
    text = "".join(extract_text(pdf))
    for whole in (long, longer):
        assert whole in "".join(character for character in text if character in set(whole))
    assert set(RARE) <= set(text)
    assert page_count(pdf) > 1
    assert collisions(pdf) == []


def test_a_list_without_rows_is_a_head() -> None:
    pdf = table_pdf("台账", "所", COLUMNS, [], MADE)
    assert page_count(pdf) == 1
    assert "编号 姓名 日期 内容 人次" in extract_text(pdf)[0]


def test_a_row_of_another_length_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="zip"):
        table_pdf("台账", "所", COLUMNS, [("一", "二")], MADE)


def test_a_character_no_font_has_is_named() -> None:
    with pytest.raises(Trouble, match=r"U\+1F600"):
        table_pdf("台账", "所", COLUMNS, [("一", "😀", "", "", "")], MADE)


def test_the_same_list_gives_the_same_bytes() -> None:
    rows = [("一", "二", "三", "四", "五")]
    assert table_pdf("台账", "所", COLUMNS, rows, MADE) == table_pdf("台账", "所", COLUMNS, rows, MADE)
