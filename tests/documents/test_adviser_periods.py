"""Papers of village advisers over a period: their words, their sums, nothing covered, as many pages as it takes."""

import io
import re
from collections.abc import Callable

import docx
import pytest
from docx.oxml.ns import qn

from quyuan_desktop.documents.adviser_periods import LogBook, ScoreSheet, hours_told, log_book, score_sheet, yuan
from quyuan_desktop.documents.layout import Table
from quyuan_desktop.documents.layout_docx import form_docx
from quyuan_desktop.documents.layout_pdf import form_pdf
from quyuan_desktop.documents.preview import extract_text, page_count, page_size
from quyuan_desktop.domain.problems import Trouble
from tests.documents.paper_geometry import collisions, fonts_not_embedded, shown_codes
from tests.documents.period_specimens import MADE_FROM, PERIOD, sheet

papers = pytest.mark.parametrize("code", MADE_FROM)
fillings = pytest.mark.parametrize("specimen", ["full", "empty", "long"])


def drawn(code: str, specimen: str) -> bytes:
    return form_pdf(MADE_FROM[code][specimen](), sheet())


def tight(pdf: bytes) -> str:
    return re.sub(r"\s", "", "".join(extract_text(pdf)))


@fillings
@papers
def test_text(code: str, specimen: str, golden: Callable[[str, bytes], None]) -> None:
    golden(f"{code}_{specimen}", drawn(code, specimen))


@fillings
@papers
def test_nothing_covers_anything_and_every_glyph_is_in_the_file(code: str, specimen: str) -> None:
    pdf = drawn(code, specimen)
    assert collisions(pdf) == []
    assert fonts_not_embedded(pdf) == set()
    assert not any(0 in codes for codes in shown_codes(pdf))


@papers
def test_the_same_data_give_the_same_bytes(code: str) -> None:
    assert drawn(code, "full") == drawn(code, "full")
    made = MADE_FROM[code]["full"]()
    assert form_docx(made, sheet()) == form_docx(made, sheet())


@pytest.mark.parametrize(
    ("code", "across"), [("log_book_village", True), ("score_sheet", False), ("subsidy_sheet", True)]
)
def test_which_way_the_paper_lies(code: str, across: bool) -> None:
    wide, high = page_size(drawn(code, "full"), 0)
    assert (wide > high) is across


@papers
def test_the_period_stands_in_the_place_of_a_number(code: str) -> None:
    found = tight(drawn(code, "full"))
    assert "期间：" + PERIOD in found
    assert "制表：张三2023年11月30日" in found
    assert "编号：" not in found


def test_the_log_book_counts_and_sums() -> None:
    found = tight(drawn("log_book_village", "full"))
    assert "服务次数8次" in found
    assert "法律咨询2次" in found
    assert "本期没有服务记录" in tight(drawn("log_book_village", "empty"))


def test_a_log_book_over_the_turn_of_the_year_tells_the_years() -> None:
    assert "2024年1月1日" in tight(drawn("log_book_adviser", "full"))
    assert "2023年10月9日" in tight(drawn("log_book_adviser", "full"))
    assert "2023年10月9日" not in tight(drawn("log_book_village", "full")).replace(PERIOD, "")


def test_the_score_sheet_sums_what_is_known() -> None:
    found = tight(drawn("score_sheet", "full"))
    for text in ("合计10054.6", "核定得分", "考核等次□优秀□合格□基本合格□不合格", "（盖章）"):
        assert text in found, text


def test_subsidies_stand_in_figures_and_in_capitals() -> None:
    found = tight(drawn("subsidy_sheet", "full"))
    for text in (
        "￥6,300.00元",
        "人民币陆仟叁佰元整",
        "未填补贴标准",
        "合计76688",
        "制表人签名",
        "审核人签名",
        "（盖章）",
    ):
        assert text in found, text
    assert "零元整" in tight(drawn("subsidy_sheet", "empty"))


def test_long_tables_repeat_their_heads() -> None:
    pages = extract_text(drawn("subsidy_sheet", "long"))
    assert len(pages) > 3
    assert all("法律顾问" in page for page in pages)
    assert page_count(drawn("score_sheet", "full")) == 1


def test_names_are_never_read_as_fields() -> None:
    typed = "{made_by}{office.name}"
    for form in (
        log_book(LogBook(typed, True, PERIOD, ())),
        score_sheet(ScoreSheet(typed, False, typed, PERIOD, ())),
    ):
        found = tight(form_pdf(form, sheet()))
        assert "｛made_by｝｛office.name｝" in found


def test_a_character_no_font_has_stops_the_paper() -> None:
    with pytest.raises(Trouble, match=r"U\+1F600"):
        form_pdf(log_book(LogBook("王😀", True, PERIOD, ())), sheet())


@papers
def test_word_has_the_same_tables(code: str) -> None:
    form = MADE_FROM[code]["full"]()
    document = docx.Document(io.BytesIO(form_docx(form, sheet())))
    found = re.sub(r"\s", "", "".join(node.text or "" for node in document.element.body.iter(qn("w:t"))))
    for table in (block for block in form.blocks if isinstance(block, Table)):
        for each in form.rows[table.rows]:
            assert all(re.sub(r"\s", "", each[column.name]) in found for column in table.columns)


def test_hours_and_amounts_in_words() -> None:
    assert [hours_told(minutes) for minutes in (0, 90, 240, 250)] == ["0", "1.5", "4", "4.2"]
    assert [yuan(fen) for fen in (0, 5, 360_000, 123_456_789)] == ["0.00", "0.05", "3,600.00", "1,234,567.89"]
