"""The board and the cover of a village's file on paper: golden texts, all on one page, nothing over anything."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from quyuan_desktop.documents.coverage_sheet import SIGNS, BoardSheet, TileSheet, TownSheet, coverage_sheet_pdf
from quyuan_desktop.documents.preview import extract_text, page_count
from quyuan_desktop.documents.village_cover import CoverMonth, CoverSheet, village_cover_pdf
from quyuan_desktop.domain.problems import Trouble
from tests.documents.paper_geometry import collisions, fonts_not_embedded, shown_codes
from tests.documents.paper_specimens import MADE, RARE, han

DAY = date(2023, 12, 29)
GOOD = TileSheet("荷花村", "green", "易鸣谦", (), "至24-12-31", 1.0, "4.5/4", 1, 1, "12-18")
SHORT = TileSheet(
    "三洲社区", "amber", "欧阳修远", ("12 日后到期", "上月工时不足"), "至24-01-10", 0.62, "2.5/4", 0, 1, "12-03"
)
NOBODY = TileSheet("团湖村", "red", "", ("无顾问",), "", 0.0, "0/0", 0, 1, "—")
SILENT = TileSheet(
    "尚林村", "red", "成可人", ("103 日无记录", "本季未讲座"), "至24-12-31", 0.0, "0/4", 0, 2, "09-17"
)
TOWNS = (TownSheet("营田镇", (SILENT, NOBODY, SHORT, GOOD)), TownSheet("凤凰乡", (GOOD,)))
BOARD = BoardSheet(
    "营田司法所",
    DAY,
    "村（社区）5：缺口 2　注意 1　正常 2",
    "覆盖率 80.0%（4/5）　履职率 11月 50.0%（2/4），本年 72.7%（32/44）",
    TOWNS,
    (("无顾问", ("团湖村",)), ("45 日无记录", ("尚林村",)), ("60 日内到期", ("三洲社区",))),
    "超载 1、补录 3",
    "每村每月现场服务 4 小时（不足月按天折算），每季讲座 1 次",
)
MONTHS = tuple(
    CoverMonth(f"{each}月", "4" if each % 3 else "2.5", "4", each % 3 == 0, each % 2, 1 + each % 2, 10 * each)
    for each in range(1, 13)
)
FIELDS = (
    ("乡镇", "营田镇"),
    ("村（社区）代码", "430671101205"),
    ("村联系人", "村支书 王 190****1001"),
    ("微信群", "荷花村法律服务群（145 人）"),
    ("法律顾问", "易鸣谦（律师）"),
    ("顾问电话", "19055550001"),
    ("执业机构", "湖南某某律师事务所"),
    ("执业证号", "14306202310000001"),
    ("聘期", "2023-01-01 至 2024-12-31"),
    ("协议编号", "屈法顾〔2023〕6号"),
)
COVER = CoverSheet(
    "营田司法所", "营田镇荷花村", 2023, FIELDS, "周而复（2022-01-01至2022-12-31）", MONTHS, "42", "48", DAY
)


def sheet(**changes: object) -> bytes:
    """The board of an invented office."""
    return coverage_sheet_pdf(replace(BOARD, **changes), MADE, "袁知秋")  # type: ignore[arg-type]  # by name


def cover(**changes: object) -> bytes:
    """The cover of an invented village's file."""
    return village_cover_pdf(replace(COVER, **changes), MADE, "袁知秋")  # type: ignore[arg-type]  # by name


def words(pdf: bytes) -> str:
    """All texts without spaces."""
    return re.sub(r"\s", "", "".join(extract_text(pdf)))


def sound(pdf: bytes) -> None:
    """Nothing over anything, every font within, every character drawn."""
    assert collisions(pdf) == []
    assert fonts_not_embedded(pdf) == set()
    assert not any(0 in codes for codes in shown_codes(pdf))


def many(count: int, name: str = "第{}村") -> tuple[TownSheet, ...]:
    """So many villages in four towns, of every light."""
    kinds = (SILENT, NOBODY, SHORT, GOOD)
    tiles = [replace(kinds[each % 4], name=name.format(each)) for each in range(count)]
    return tuple(TownSheet(f"第{town}镇", tiles[town::4]) for town in range(4) if tiles[town::4])


def test_text_of_the_board(golden: Callable[[str, bytes], None]) -> None:
    golden("coverage_board", sheet())


def test_text_of_the_cover(golden: Callable[[str, bytes], None]) -> None:
    golden("village_cover", cover())


def test_shapes_say_what_colours_say() -> None:
    assert len(set(SIGNS.values())) == 3
    text = words(sheet())
    for tile in (SILENT, NOBODY, SHORT, GOOD):
        assert f"{SIGNS[tile.light]}{tile.name}" in text
    assert "讲○○" in text
    assert "讲●" in text


@pytest.mark.parametrize("count", [0, 1, 14, 40, 60, 80])
def test_a_district_is_on_one_page(count: int) -> None:
    pdf = sheet(towns=many(count))
    assert page_count(pdf) == 1
    text = words(pdf)
    assert all(f"第{each}村" in text for each in range(count))
    assert ("还没有登记村（社区）" in text) is (count == 0)
    sound(pdf)


def test_more_than_can_be_read_on_a_page_go_on() -> None:
    pdf = sheet(towns=many(200))
    pages = [re.sub(r"\s", "", page) for page in extract_text(pdf)]
    assert len(pages) > 1
    assert all("截至2023年12月29日" in page and "负责人：" in page for page in pages)
    assert all(any(f"第{each}村" in page for page in pages) for each in range(200))
    sound(pdf)


def test_long_names_are_fitted_and_long_lists_give_way() -> None:
    tile = replace(SHORT, name=han(30), adviser=f"{RARE}某", faults=(han(20), han(12, 40), "c"))
    gaps = tuple((f"缺口{each}", [han(8, 9 * place) for place in range(80)]) for each in range(5))
    pdf = sheet(towns=(TownSheet(han(14), (tile, GOOD)),), gaps=gaps, office=han(60), checks=han(50))
    assert page_count(pdf) == 1
    assert "缺口080；缺口180" in words(pdf)  # names would not fit: numbers
    sound(pdf)


def test_a_full_cover_stays_on_one_page() -> None:
    fields = tuple((label, han(60, place * 7)) for place, (label, _) in enumerate(FIELDS))
    pdf = cover(fields=fields, earlier=han(240), village=han(40), office=han(50))
    assert page_count(pdf) == 1
    sound(pdf)


def test_a_bare_cover() -> None:
    pdf = cover(fields=tuple((label, "") for label, _ in FIELDS), months=MONTHS[:1], earlier="无")
    assert page_count(pdf) == 1
    assert "1月440216" not in words(pdf)
    sound(pdf)


def test_the_same_board_gives_the_same_bytes() -> None:
    assert sheet() == sheet()
    assert cover() == cover()


def test_a_character_no_font_has_is_named() -> None:
    with pytest.raises(Trouble, match=r"U\+1F600"):
        sheet(towns=(TownSheet("营田镇", (replace(GOOD, name="荷花😀"),)),))
    with pytest.raises(Trouble, match=r"U\+1F600"):
        cover(village="荷花😀")
