"""The layout engine on PDF: what is described is printed whole, within the margins, and never interpreted."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from quyuan_desktop.documents.layout import (
    GAP,
    GAP_DAY,
    YES_NO,
    Beside,
    Block,
    Box,
    Break,
    Cell,
    Column,
    Prose,
    Seal,
    Style,
    Table,
    box,
    column_rooms,
    filled,
    options,
    row,
    shares,
    table_texts,
    texts,
    ticked,
    told,
    total_texts,
)
from quyuan_desktop.documents.layout_pdf import form_pdf
from quyuan_desktop.documents.page import A4, A4_LANDSCAPE, A5, Size
from quyuan_desktop.documents.preview import extract_text, page_count, page_size
from quyuan_desktop.documents.sheet import Sheet
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.domain.terms import PersonGroup, Sex
from tests.documents.layout_specimens import (
    EVERYTHING,
    HOSTILE,
    LIST,
    PLACES,
    SEALED,
    SIZES,
    Part,
    blank,
    form,
    nasty,
    sheet,
    tight,
    words,
)
from tests.documents.paper_geometry import MM, collisions, fonts_not_embedded, pages_of, shown_codes
from tests.documents.paper_geometry import Box as Drawn
from tests.documents.paper_specimens import RARE, han

# -- descriptions


def test_an_empty_field_leaves_a_line_to_write_on() -> None:
    assert filled("{visitor}于{day}到", sheet()) == "王秀兰于2023年11月30日到"
    assert filled("{visitor}于{on}到", blank(), gaps=True) == f"{GAP}于{GAP}到"
    assert filled("{paid_on}前", blank(), gaps=True) == f"{GAP_DAY}前"
    assert filled("{visitor:某人}（{visitor:}）", blank(), gaps=True) == "某人（）"
    assert filled("{visitor}", blank()) == ""
    assert filled("{office.name} {office.phone} {sheet.date}", sheet()) == (
        "屈原管理区营田司法所 0730-0000000 2023年11月30日"
    )


def test_what_was_typed_is_not_read_again() -> None:
    typed = sheet(visitor="{address}{office.name}{")
    assert filled("{visitor}、{address}", typed) == "{address}{office.name}{、营田镇荷花村5组12号"


def test_ticks_know_the_longer_option_from_the_shorter() -> None:
    cell = Cell("groups", ticks=("抚养费", "请求给付赡养费、抚养费、扶养费", "其他"))
    found = dict(ticked(cell, sheet(groups="请求给付赡养费、抚养费、扶养费、其他")))
    assert found == {"抚养费": False, "请求给付赡养费、抚养费、扶养费": True, "其他": True}
    assert ticked(Cell("groups", ticks=YES_NO), sheet(groups="不详")) == [
        ("是", False),
        ("否", False),
        ("不详", True),
    ]
    assert not any(chosen for _, chosen in ticked(cell, blank()))


def test_options_are_the_labels_of_a_code_table() -> None:
    assert options(Sex, sheet()) == ("男", "女", "未说明")
    assert "农民工" in options(PersonGroup, sheet())


def test_rows_and_columns_take_the_whole_width() -> None:
    cells = row("visitor", Cell("number", wide=2), Cell("story", None))
    assert sum(label + room for _, label, room in shares(cells, 160, 20)) == pytest.approx(160)
    assert shares(cells, 160, 20)[2][1] == 0
    assert sum(column_rooms(LIST, 152)) == pytest.approx(152)


def test_tables_are_numbered_filled_up_and_summed() -> None:
    assert table_texts(LIST, sheet()) == [
        ["1", "欠条", "1", "12,600"],
        ["2", "身份证", "2", "0.50"],
        ["3", "", "", ""],
    ]
    assert total_texts(LIST, sheet()) == ["合计", "", "3", "12,600.50"]
    assert total_texts(LIST, blank()) == ["合计", "", "", ""]
    assert total_texts(LIST, sheet([{"name": "欠条", "count": "几", "amount": "1"}])) == ["合计", "", "", "1"]
    assert total_texts(Table("things", (Column("name", "名称"),)), sheet()) is None


def test_a_form_may_work_out_texts_of_its_own() -> None:
    made = form(row(Cell("told", "说明")), LIST, fields={"told": "甲"}, rows={"things": [{"name": "乙"}]})
    merged = told(made, sheet())
    assert merged.text("told") == "甲"
    assert [each["name"].text for each in merged.rows["things"]] == ["乙"]
    assert merged.title == "试用表"
    assert told(made, replace(sheet(), title="另名")).title == "另名"


def test_everything_printed_is_listed() -> None:
    made = form(*EVERYTHING, note="说明：{visitor}", copies=("第一联", "第二联"))
    listed = "\n".join(texts(made, told(made, sheet())))
    for text in (
        "王秀兰：",
        "妇女",
        "老年人",
        "欠条",
        "12,600",
        "本人承诺",
        "接收人签名",
        "存根：王秀兰",
        "第二联",
        "承诺",
    ):
        assert text in listed, text


# -- PDF


@pytest.mark.parametrize("filling", [sheet, blank], ids=["full", "blank"])
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_all_blocks_keep_clear_of_each_other_and_of_the_margins(size: Size, filling: Callable[[], Sheet]) -> None:
    pdf = form_pdf(form(*EVERYTHING, size=size), filling())
    assert collisions(pdf) == []
    assert fonts_not_embedded(pdf) == set()
    assert not any(0 in codes for codes in shown_codes(pdf))
    assert [round(edge / MM) for edge in page_size(pdf, 0)] == [size.width, size.height]
    for page in pages_of(pdf):
        within = [line for line in page.lines if line.left > 0.5 and line.right < page.width - 0.5]  # no tear line
        for thing in (*within, *page.texts):
            if "骑缝" not in thing.text:
                assert thing.left > size.left - 0.5, thing
                assert thing.right < size.left + size.room + 0.5, thing


def test_the_same_bytes_for_the_same_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    first = form_pdf(form(*EVERYTHING), sheet())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    assert form_pdf(form(*EVERYTHING), sheet()) == first
    later = replace(sheet(), issued_at=sheet().issued_at + timedelta(minutes=1))
    assert form_pdf(form(*EVERYTHING), later) != first


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("place", PLACES)
def test_what_was_typed_prints_letter_for_letter(place: str, name: str) -> None:
    pdf = form_pdf(form(*PLACES[place]), sheet(address=HOSTILE[name]))
    assert tight(HOSTILE[name]) in words(pdf)
    assert collisions(pdf) == []


@pytest.mark.parametrize("place", [place for place in PLACES if place != "stub"])
@pytest.mark.parametrize("count", [50, 700])
def test_long_texts_are_printed_whole_and_in_order(place: str, count: int) -> None:
    """Every character is different, so that the text on paper shows what is lost, doubled or out of order."""
    text = han(count)
    pdf = form_pdf(form(*PLACES[place]), sheet(address=text))
    assert text in "".join(character for character in words(pdf) if character in set(text))
    assert collisions(pdf) == []


@pytest.mark.parametrize("place", [place for place in PLACES if place != "stub"])
def test_ten_thousand_characters(place: str) -> None:
    pdf = form_pdf(form(*PLACES[place]), sheet(address="汨罗江" * 3333 + "㛃"))
    found = words(pdf)
    assert found.count("汨") == 3333 * (1 + (place == "together") * 0)
    assert "㛃" in found
    assert page_count(pdf) > 1
    assert collisions(pdf) == []


def test_a_long_cell_goes_on_under_its_label() -> None:
    pdf = form_pdf(
        form(box(row("address"), row(Cell("story", None, lines=3)), side="经过")), sheet(story="经" * 4000)
    )
    pages = extract_text(pdf)
    assert "试用表续页" in pages[1]
    assert "经过（续）" in pages[1]
    assert "住址（续）" not in "".join(pages)


def test_the_cells_of_a_table_are_whole_and_in_order() -> None:
    things = [{"name": han(90, 90 * n), "count": "1", "amount": "1"} for n in range(30)]
    pdf = form_pdf(form(LIST, Seal()), sheet(things))
    found = words(pdf)
    for each in things:
        assert each["name"] in "".join(character for character in found if character in set(each["name"]))
    assert collisions(pdf) == []


def test_rare_characters_are_in_the_text() -> None:
    found = words(form_pdf(form(*EVERYTHING), sheet(visitor=RARE, address=RARE)))
    assert [character for character in RARE if character not in found] == []


@pytest.mark.parametrize("place", PLACES)
def test_a_character_no_font_has_stops_the_paper_and_is_named(place: str) -> None:
    with pytest.raises(Trouble, match=r"U\+1F600.*U\+2FFFF"):
        form_pdf(form(*PLACES[place]), sheet(address="王😀某\U0002ffff"))


def test_what_is_not_printed_does_not_stop_the_paper() -> None:
    assert page_count(form_pdf(form(row("visitor")), sheet(story="😀"))) == 1


def test_the_head_of_a_table_comes_again_on_every_page() -> None:
    things = [{"name": f"材料{n}", "count": "1", "amount": "1"} for n in range(60)]
    pages = extract_text(form_pdf(form(row("visitor"), LIST, box(SEALED)), sheet(things)))
    assert len(pages) == 3
    assert all("名称" in page and "份数" in page for page in pages)
    assert "合计" in pages[-1]
    for number, page in enumerate(pages, 1):
        assert f"第 {number} 页 共 3 页" in page


def test_one_page_has_no_number_and_stays_one_page() -> None:
    pdf = form_pdf(form(*EVERYTHING[4:]), sheet())
    assert page_count(pdf) == 1
    assert "页" not in words(pdf)


def test_a_break_begins_a_page() -> None:
    pages = extract_text(form_pdf(form(row("visitor"), Break(), row("address")), sheet()))
    assert len(pages) == 2
    assert "王秀兰" in pages[0]
    assert "荷花村" in pages[1]


@pytest.mark.parametrize("count", range(14, 30))
def test_a_seal_is_never_alone_and_a_heading_never_last(count: int) -> None:
    blocks: list[Part] = [Prose("甲\n" * count + "乙"), Prose("一、标题", Style.HEADING), Prose("丙" * 70), Seal()]
    pages = extract_text(form_pdf(form(*blocks), sheet()))
    assert "丙" in pages[-1]
    for page in pages:
        assert not page.split("第 ")[0].strip().endswith("一、标题")


def test_a_tall_form_is_not_stretched_beyond_measure_but_a_cell_to_write_in_takes_the_page() -> None:
    short = next(iter(pages_of(form_pdf(form(row("visitor"), row("address")), sheet()))))
    tall = next(iter(pages_of(form_pdf(form(row("visitor"), row(Cell("story", None, lines=3))), sheet()))))
    assert max(line.bottom for line in short.lines) < 80
    assert max(line.bottom for line in tall.lines) > 240


def seal_of(pdf: bytes) -> Drawn:
    """The middle of （盖章） on the last page."""
    page = list(pages_of(pdf))[-1]
    return next(text for text in page.texts if "盖章" in text.text)


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("block", [Seal(), SEALED, box(SEALED), box(Beside((Seal(lines=("甲：",)), Seal(""))))])
def test_there_is_room_for_a_seal(block: Block | Box, size: Size) -> None:
    pdf = form_pdf(form(row("visitor"), block, size=size), sheet())
    mark, page = seal_of(pdf), list(pages_of(pdf))[-1]
    x, y = (mark.left + mark.right) / 2, (mark.top + mark.bottom) / 2
    shifts = (step / 2 for step in range(-12, 13))
    seals = [Drawn(x - 21, y - 21 + shift, x + 21, y + 21 + shift) for shift in shifts]
    assert any(not any(seal.meets(line) for line in page.lines) for seal in seals)
    assert collisions(pdf) == []


def test_two_short_copies_share_a_sheet() -> None:
    made = form(row("visitor", "day"), LIST, box(SEALED), copies=("第一联　存根", "第二联　交申请人"))
    pdf = form_pdf(made, sheet())
    found = words(pdf)
    assert page_count(pdf) == 1
    assert found.count("王秀兰") == found.count("试用表") == 2
    assert "骑缝屈营司咨字〔2023〕118号" in found
    assert collisions(pdf) == []
    middles = [text.top for text in next(iter(pages_of(pdf))).texts if text.text == "试用表"]
    assert middles[1] - middles[0] == pytest.approx(A4.height / 2, abs=0.2)


@pytest.mark.parametrize("count", [12, 70])
def test_copies_too_long_for_half_a_page_have_pages_of_their_own(count: int) -> None:
    things = [{"name": f"材料{n}", "count": "1", "amount": "1"} for n in range(count)]
    made = form(row("visitor", "day"), LIST, box(SEALED), copies=("第一联", "第二联"))
    pages = extract_text(form_pdf(made, sheet(things)))
    assert len(pages) % 2 == 0
    assert ["第 1 页" in page for page in pages].count(True) == (2 if len(pages) > 2 else 0)
    assert "骑缝" not in "".join(pages)


def test_a_code_stands_beside_the_seal_or_at_the_foot() -> None:
    for blocks in ((row("visitor"), box(SEALED)), (row("visitor"),)):
        page = next(iter(pages_of(form_pdf(form(*blocks), sheet()))))
        assert len(page.codes) == 2
        assert page.codes[0].left < page.width / 3
        assert not next(iter(pages_of(form_pdf(form(*blocks), blank())))).codes


@pytest.mark.parametrize("seed", range(12))
def test_nasty_forms_stay_readable(seed: int) -> None:
    """Blocks in any order with texts of any length, labels and offices longer than any of ours."""
    chance = random.Random(seed)
    made = form(
        *(chance.choice(EVERYTHING[:-1]) for _ in range(chance.randint(1, 12))),
        *([EVERYTHING[-1]] if chance.random() < 0.5 else []),
        size=chance.choice([A4, A4, A5, A4_LANDSCAPE]),
        note=chance.choice(["", "填写说明：" + "请如实填写。" * 30]),
        side=chance.choice(["", "此联由司法所存查"]),
    )
    pdf = form_pdf(made, nasty(chance))
    assert collisions(pdf) == []
    assert fonts_not_embedded(pdf) == set()
