"""The day's sheet: every thing to do in its block, numbered, whole, and nothing over anything."""

import re
from collections.abc import Callable
from datetime import date

import pytest

from quyuan_desktop.documents.day_sheet import COLUMNS, NONE, PRIVATE, DayBlock, DayRow, day_sheet_pdf
from quyuan_desktop.documents.page import A4_LANDSCAPE
from quyuan_desktop.documents.preview import extract_text, page_count
from quyuan_desktop.domain.problems import Trouble
from tests.documents.paper_geometry import collisions, fonts_not_embedded, shown_codes
from tests.documents.paper_specimens import MADE, RARE, han

DAY = date(2023, 11, 30)
DECIDE, HAND = "作出是否给予法律援助的决定", "把申请材料转交区法律援助中心"
DUE = (
    DayRow(DECIDE, "王秀兰", "2023-11-28 超 2 日", "法律援助法第43条", "屈营司援收字〔2023〕第3号", late=True),
    DayRow(HAND, "欧阳建国", "2023-11-30 今日到期", "", "屈营司援收字〔2023〕第12号"),
    DayRow("答复来信", "李某", "2023-12-01 剩 1 日", "", "屈营司咨字〔2023〕118号"),
)
TODO = (DayRow("待收件", "赵某", "已等 3 天", "", "屈营司援收字〔2023〕第13号"),)
DRAFTS = (DayRow("咨询草稿", "未填姓名", "11-30 08:40 存"),)
REMIND = (DayRow("上次备份在 4 天前。请从菜单“备份与还原”里立即备份。"),)
BLOCKS = (
    DayBlock("到期与超期", DUE),
    DayBlock("待办", TODO),
    DayBlock("草稿", DRAFTS),
    DayBlock("提醒", REMIND),
)


def sheet(blocks: tuple[DayBlock, ...] = BLOCKS, by: str = "袁知秋") -> bytes:
    """The sheet of an invented office."""
    return day_sheet_pdf("营田司法所", DAY, blocks, MADE, by)


def words(pdf: bytes) -> str:
    """All texts without spaces."""
    return re.sub(r"\s", "", "".join(extract_text(pdf)))


def test_text(golden: Callable[[str, bytes], None]) -> None:
    golden("day_sheet", sheet())


def test_head_and_foot_are_on_every_page() -> None:
    pdf = sheet((DayBlock("到期与超期", DUE * 14), *BLOCKS[1:]))
    pages = [re.sub(r"\s", "", page) for page in extract_text(pdf)]
    assert len(pages) == 4
    for number, page in enumerate(pages, 1):
        for part in (
            "今日任务单",
            "营田司法所",
            "2023年11月30日星期四",
            "序号事项当事人期限依据编号办理情况",
            "制单：袁知秋14:35",
            "办理人：",
            "负责人：",
            PRIVATE,
            f"第{number}页共4页",
        ):
            assert part in page, part
    assert "一、到期与超期（42项）（续）" in pages[1]
    assert "（续）" not in pages[0]


@pytest.mark.parametrize("count", [0, 1, 13, 14, 15, 40, 200])
def test_everything_is_there_in_order_numbered_and_covers_nothing(count: int) -> None:
    rows = tuple(DayRow(f"第{each}件", f"甲{each}", "2023-11-30 剩 2 日", "某条", "某号") for each in range(count))
    pdf = sheet((DayBlock("到期与超期", rows), DayBlock("待办", TODO), DayBlock("草稿", ()), DayBlock("提醒", ())))
    text = words(pdf)
    found = re.findall(r"(\d+)第(\d+)件甲\d+2023-11-30剩2日", text)
    assert found == [(str(each + 1), str(each)) for each in range(count)]
    assert f"{count + 1}待收件赵某" in text
    assert f"一、到期与超期（{count}项）" in text
    assert text.index("二、待办（1项）") < text.index("三、草稿（0项）") < text.index("四、提醒（0项）")
    assert collisions(pdf) == []
    assert fonts_not_embedded(pdf) == set()
    assert not any(0 in codes for codes in shown_codes(pdf))


def test_an_empty_block_says_so() -> None:
    text = words(sheet(tuple(DayBlock(each.label, ()) for each in BLOCKS)))
    assert text.count(NONE) >= 4
    assert page_count(sheet(tuple(DayBlock(each.label, ()) for each in BLOCKS))) == 1


def test_a_heading_never_stands_alone_at_the_foot() -> None:
    for count in range(8, 20):
        rows = tuple(DayRow(f"第{each}件") for each in range(count))
        pages = extract_text(sheet((DayBlock("到期", rows), DayBlock("待办", TODO), *BLOCKS[2:])))
        for page in pages:
            lines = [line for line in page.splitlines() if line.strip()]
            headings = [place for place, line in enumerate(lines) if re.match(r"[一二三四]、", line)]
            for place in headings:
                assert re.match(r"\d+ |无", lines[place + 1]), lines[place : place + 2]


def test_long_texts_wrap_and_a_row_longer_than_a_page_goes_on() -> None:
    long, longer = han(90), han(1500, 100)
    pdf = sheet((DayBlock("到期", (DayRow(long, RARE, "2023-11-30\n剩 2 日", longer),)), *BLOCKS[1:]))
    text = words(pdf)
    for whole in (long, longer):
        assert whole in "".join(character for character in text if character in set(whole))
    assert set(RARE) <= set(text)
    assert page_count(pdf) > 1
    assert collisions(pdf) == []


def test_markup_and_control_characters_print_as_text() -> None:
    pdf = sheet((DayBlock("到期", (DayRow("<b>粗</b>&amp;", "王\n某", "\u202e反", "a\tb", ""),)), *BLOCKS[1:]))
    assert "<b>粗</b>&amp;" in words(pdf)
    assert collisions(pdf) == []


def test_the_columns_fill_the_page() -> None:
    assert sum(column.share for column in COLUMNS) == A4_LANDSCAPE.room


def test_the_same_day_gives_the_same_bytes() -> None:
    assert sheet() == sheet()
    assert sheet() != sheet(by="万和平")


def test_a_character_no_font_has_is_named() -> None:
    with pytest.raises(Trouble, match=r"U\+1F600"):
        sheet((DayBlock("到期", (DayRow("坏😀"),)),))
