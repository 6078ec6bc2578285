"""咨询登记表 and 咨询回执: their words, their room for pen and seal, and that nothing is ever lost or covered."""

import random
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pypdfium2
import pytest

from quyuan_desktop.documents.consultation import receipt, receipts, registration_form
from quyuan_desktop.documents.page import SEAL
from quyuan_desktop.documents.preview import extract_text, page_count, page_size
from quyuan_desktop.documents.sheet import Sheet
from quyuan_desktop.domain.problems import Trouble
from tests.documents import paper_specimens as specimens
from tests.documents.paper_geometry import MM, Box, collisions, fonts_not_embedded, pages_of, shown_codes
from tests.documents.paper_specimens import FIELDS, MATTERS, RARE, han, sheet_of, with_texts

SPECIMENS = {name: getattr(specimens, name) for name in ("full", "empty", "blank", "long", "rare")}
DRAW: dict[str, Callable[[Sheet], bytes]] = {"registration": registration_form, "receipt": receipt}
both = pytest.mark.parametrize("draw", DRAW.values(), ids=DRAW)


def words(pdf: bytes) -> str:
    """The whole text without blanks and line ends."""
    return re.sub(r"\s", "", "".join(extract_text(pdf)))


@pytest.mark.parametrize("specimen", SPECIMENS)
@pytest.mark.parametrize("paper", DRAW)
def test_text(paper: str, specimen: str, golden: Callable[[str, bytes], None]) -> None:
    golden(f"{paper}_{specimen}", DRAW[paper](SPECIMENS[specimen]()))


@pytest.mark.parametrize("specimen", SPECIMENS)
@both
def test_every_glyph_is_in_the_file(draw: Callable[[Sheet], bytes], specimen: str) -> None:
    pdf = draw(SPECIMENS[specimen]())
    assert fonts_not_embedded(pdf) == set()
    assert shown_codes(pdf)
    assert not any(0 in codes for codes in shown_codes(pdf))


@pytest.mark.parametrize("specimen", SPECIMENS)
@both
def test_nothing_covers_anything(draw: Callable[[Sheet], bytes], specimen: str) -> None:
    assert collisions(draw(SPECIMENS[specimen]())) == []


@both
def test_the_same_sheet_gives_the_same_bytes(
    draw: Callable[[Sheet], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = draw(specimens.full())
    draw(specimens.long())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    monkeypatch.setenv("TZ", "America/New_York")
    assert draw(specimens.full()) == first


@both
def test_another_sheet_gives_other_bytes(draw: Callable[[Sheet], bytes]) -> None:
    sheet = specimens.full()
    later = replace(sheet, issued_at=sheet.issued_at + timedelta(minutes=1))
    assert len({draw(sheet), draw(later), draw(replace(sheet, digest="0" * 64))}) == 3


def test_sizes_and_pages() -> None:
    form, slip = registration_form(specimens.full()), receipt(specimens.full())
    assert [round(edge / MM) for edge in page_size(form, 0)] == [210, 297]
    assert [round(edge / MM) for edge in page_size(slip, 0)] == [148, 210]
    assert page_count(form) == page_count(slip) == 1
    assert "页" not in words(form).replace("续页", "") + words(slip)
    long = registration_form(specimens.long())
    pages = extract_text(long)
    assert len(pages) == page_count(long) > 1
    for number, page in enumerate(pages, 1):
        assert f"第 {number} 页 共 {len(pages)} 页" in page


@both
def test_title_office_and_time_are_in_the_files_own_description(draw: Callable[[Sheet], bytes]) -> None:
    document = pypdfium2.PdfDocument(draw(specimens.full()))
    about = document.get_metadata_dict()
    assert about["Title"].startswith("法律援助咨询")
    assert about["Author"] == "屈原管理区营田司法所"
    assert about["CreationDate"] == "D:20231130143500+08'00'"
    assert "王秀兰" not in str(about)


@both
def test_a_heading_of_its_own(draw: Callable[[Sheet], bytes]) -> None:
    sheet = replace(specimens.full(), title="试用标题", copy_mark="副本")
    assert "试用标题" in words(draw(sheet))
    assert "副本" in words(draw(sheet))
    assert collisions(draw(sheet)) == []


@both
def test_rare_names_are_all_in_the_text(draw: Callable[[Sheet], bytes]) -> None:
    found = words(draw(with_texts(visitor=RARE)))
    assert [character for character in RARE if character not in found] == []


def test_every_field_is_on_the_registration_form() -> None:
    found = words(registration_form(specimens.full()))
    for name, (_, text) in FIELDS.items():
        if name in ("informed_right", "receptionist"):
            continue
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            year, month, day = text.split("-")
            text = f"{year}年{int(month)}月{int(day)}日"
        assert re.sub(r"\s", "", text) in found, name
    for category, summary in MATTERS:
        assert category in found
        assert summary in found


def test_what_the_visitor_takes_home() -> None:
    found = words(receipt(specimens.full()))
    for text in (
        "王秀兰",
        "张三",
        "1.劳动报酬：在建筑工地做工",
        "2.赡养费",
        "经了解，您2023年3月至9月",
        "请于2023年12月4日再到本所",
        "转送：屈原管理区法律援助中心",
        "已告知您有权申请法律援助",
        "第二十三条",
        "12348",
        "0730-0000000",
        "营田镇文化路18号",
        "8:30—12:00",
        "盖章",
        "领取人签名",
        "骑缝屈营司咨字〔2023〕118号",
    ):
        assert text in found, text


@pytest.mark.parametrize("told", ["", "否"])
def test_not_told_is_not_claimed(told: str) -> None:
    sheet = with_texts(informed_right=told, informed_on="")
    assert "本所已告知" not in words(receipt(sheet))
    assert "您有权依法申请法律援助" in words(receipt(sheet))
    assert "□已告知有权申请" in words(registration_form(sheet))
    assert "√已告知有权申请" in words(registration_form(specimens.full()))


@both
def test_markup_prints_as_it_was_typed(draw: Callable[[Sheet], bytes]) -> None:
    typed = '<b>粗</b><img src="file:///etc/passwd"/><para>&lt;&amp;(）\\n) Tj ET {x} %s ${y} =1+1'
    assert re.sub(r"\s", "", typed) in words(draw(with_texts(reply=typed)))


@both
def test_marks_and_controls_do_no_harm(draw: Callable[[Sheet], bytes]) -> None:
    typed = "一\x00二\x1b三\u202e四\r\n五\t六\u2028七\ufeff八\x0c九"
    found = words(draw(with_texts(reply=typed, visitor="王\x00秀\u200b兰", address="甲\n乙")))
    assert "一二三四五六七八九" in found
    assert "王秀兰" in found


@both
@pytest.mark.parametrize("field", ["visitor", "reply", "referred_to", "address"])
def test_a_character_no_font_has_stops_the_paper_and_is_named(draw: Callable[[Sheet], bytes], field: str) -> None:
    with pytest.raises(Trouble, match=r"U\+1F600.*U\+2FFFF"):
        draw(with_texts(**{field: "王😀某\U0002ffff"}))


@both
def test_a_matter_or_label_no_font_has_is_named_too(draw: Callable[[Sheet], bytes]) -> None:
    with pytest.raises(Trouble, match=r"U\+E000"):
        draw(sheet_of(FIELDS, [("案由", "内容\ue000")]))
    with pytest.raises(Trouble, match=r"U\+1F600"):
        draw(sheet_of({**FIELDS, "visitor": ("姓名😀", "王")}, MATTERS))


@pytest.mark.parametrize(
    ("paper", "field"),
    [
        *(("registration", name) for name in ("visitor", "address", "reply", "sex")),
        *(("receipt", name) for name in ("visitor", "reply", "referred_to", "informed_on")),
    ],
)
@pytest.mark.parametrize("count", [40, 700])
def test_long_texts_are_printed_whole_and_in_order(paper: str, field: str, count: int) -> None:
    """Every character is different, so that the text on paper shows what is lost, doubled or out of order."""
    text = han(count)
    pdf = DRAW[paper](with_texts(**{field: text}))
    assert text in "".join(character for character in words(pdf) if character in set(text))
    assert collisions(pdf) == []


@both
def test_many_and_long_matters_are_printed_whole_and_in_order(draw: Callable[[Sheet], bytes]) -> None:
    matters = [(han(6, 206 * n), han(200, 206 * n + 6)) for n in range(9)]
    pdf = draw(sheet_of(FIELDS, matters))
    found = words(pdf)
    for category, summary in matters:
        assert category in "".join(character for character in found if character in set(category))
        on_paper = "".join(character for character in found if character in set(summary))
        assert summary in on_paper
    assert collisions(pdf) == []


@both
def test_texts_shrink_before_they_continue(draw: Callable[[Sheet], bytes]) -> None:
    assert page_count(draw(with_texts(reply="答" * 150))) == 1
    assert page_count(draw(with_texts(reply="答" * 3000))) > 1
    assert "续页" not in words(draw(with_texts(reply="答" * 150)))


@both
@pytest.mark.parametrize("seed", range(6))
def test_nasty_sheets_stay_readable(draw: Callable[[Sheet], bytes], seed: int) -> None:
    """Every text of some length or other, labels four times as long as any of ours, headings that fit nowhere."""
    chance = random.Random(seed)

    def typed() -> str:
        length = chance.choice([0, 0, 1, 3, 8, 20, 40, 80, 200, 700, 2500])
        return "".join(chance.choices("王秀兰法律援助，。（）“”《》—…0123abcdefgHIJK -/.%￥𬱖\n", k=length))

    fields = {
        name: (label * chance.choice([1, 1, 1, 4]), typed() if chance.random() < 0.6 else text)
        for name, (label, text) in FIELDS.items()
    }
    matters = [(typed()[:200], typed()) for _ in range(chance.choice([0, 1, 2, 5, 12]))]
    office = replace(
        specimens.OFFICE,
        name=chance.choice(["营田司法所", "某" * 80]),
        address=typed()[:300],
        phone=typed()[:60],
    )
    sheet = replace(
        sheet_of(fields, matters),
        office=office,
        hours=typed()[:200],
        issued_by=typed()[:60],
        title=chance.choice(["", "很长的标题" * 12]),
        number=chance.choice(["屈营司咨字〔2023〕118号", "屈" * 60, ""]),
        copy_mark=chance.choice(["", "副本"]),
    )
    pdf = draw(sheet)
    assert collisions(pdf) == []
    assert fonts_not_embedded(pdf) == set()


def seal_cell(pdf: bytes) -> tuple[Box, list[Box]]:
    """Where a seal goes, over the office and the day (GB/T 9704-2012 §7.3.5.1), and all lines of the page."""
    page = next(iter(pages_of(pdf)))
    marks = [text for text in page.texts if "盖章" in text.text]
    assert len(marks) == 1
    middle, height = (marks[0].left + marks[0].right) / 2, (marks[0].top + marks[0].bottom) / 2
    radius = SEAL / 2
    seals = (
        Box(middle - radius, height - radius + shift, middle + radius, height + radius + shift)
        for shift in (step / 2 for step in range(-20, 21))
    )
    free = [seal for seal in seals if not any(seal.meets(line) for line in page.lines)]
    assert free, "no 42 mm without a line"
    return free[0], page.texts


@pytest.mark.parametrize("specimen", SPECIMENS)
@both
def test_there_is_room_for_the_seal(draw: Callable[[Sheet], bytes], specimen: str) -> None:
    seal, texts = seal_cell(draw(SPECIMENS[specimen]()))
    under = "".join(text.text for text in texts if text.meets(seal))
    assert "2023年11月30日" in re.sub(r"\s", "", under)


@both
def test_blank_fields_leave_room_to_write(draw: Callable[[Sheet], bytes]) -> None:
    """The blank form has as many cells as the full one, lines for the answer, and nothing in them."""
    blank, full = draw(specimens.blank()), draw(specimens.full())
    blank_page, full_page = next(iter(pages_of(blank))), next(iter(pages_of(full)))
    answers = [line for line in blank_page.lines if line not in full_page.lines]
    assert len(answers) >= 3
    assert collisions(blank) == []
    assert len(blank_page.codes) == 0  # nothing to check by


def test_a_form_has_a_code_for_number_and_digest() -> None:
    page = next(iter(pages_of(registration_form(specimens.full()))))
    assert len(page.codes) == 2  # what all codes share, and what this one has
    code = page.codes[0]
    assert code.left < page.width / 3
    assert code.top > page.height * 0.8
    assert 12 < code.right - code.left < 20


def test_many_receipts_in_one_file_are_the_same_as_each_by_itself() -> None:
    sheets = [specimens.full(), specimens.long(), specimens.rare(), specimens.empty()]
    together = extract_text(receipts(sheets))
    apart = [page for sheet in sheets for page in extract_text(receipt(sheet))]
    assert together == apart
