"""The official report on paper: 22 lines of 28 characters, gaps and marks, where it is signed, and the annex of figures."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from docx import Document

from quyuan_desktop.documents.official import AnnexLine, Kind, Official, Passage, Piece, Style
from quyuan_desktop.documents.official_docx import official_docx
from quyuan_desktop.documents.official_pdf import official_pdf
from quyuan_desktop.documents.preview import extract_text, page_count
from quyuan_desktop.domain.problems import Trouble
from tests.documents.paper_geometry import collisions, fonts_not_embedded, pages_of
from tests.documents.paper_specimens import MADE

LONG = "“群英断是非”专家二十名，开展专项行动九十六次（含联合行动），受理五百四十四件；" * 12


def line(number: int, code: str = "dispute.success.rate") -> AnnexLine:
    return AnnexLine(number, "调解成功率", code, "99.82%", "99.82%", "调解成功 ÷ 受理（都按受理日归期）")


def report(*passages: Passage, annex: int = 3) -> Official:
    return Official(
        title=("关于屈原管理区2023年度", "法治政府建设工作情况的报告"),
        passages=passages,
        signed=(Piece("〔待填：发文机关署名〕", Kind.GAP),),
        day=(Piece("2024年1月5日"),),
        annex_title="2023年度报告所用指标",
        annex=tuple(line(each + 1) for each in range(annex)),
        notes=("统计期间2023年1月1日至2023年12月31日。", "受理而没有调解成功的纠纷1件。"),
        office="屈原管理区司法局",
        made=MADE,
    )


def body(text: str, mark: str = "") -> Passage:
    marks = (Piece(mark, Kind.MARK),) if mark else ()
    return Passage(Style.BODY, (Piece(text), *marks, Piece("〔待填：原因〕", Kind.GAP), Piece("。")))


SPECIMEN = report(
    Passage(Style.ADDRESS, (Piece("〔待填：主送机关〕", Kind.GAP), Piece("："))),
    Passage(Style.FIRST, (Piece("一、2023年度推进法治政府建设的主要举措和成效"),)),
    Passage(Style.SECOND, (Piece("（一）坚持党的全面领导，确保法治政府建设正确方向。"),)),
    body("成功调解543件", "[5]"),
    body(LONG),
)


def test_text(golden: Callable[[str, bytes], None]) -> None:
    golden("official", official_pdf(SPECIMEN))


def test_a_page_has_22_lines_of_28_characters() -> None:
    pages = extract_text(official_pdf(report(Passage(Style.BODY, (Piece("字" * 28 * 60),)))))
    lines = [each for each in pages[1].splitlines() if "字" in each]
    assert [len(each.strip()) for each in lines] == [28] * 22
    assert "— 2 —" in pages[1]


def test_the_text_stands_within_the_standards_margins() -> None:
    """天头 37 mm, 订口 28 mm, 版心 156 × 225 mm; the number below it at the outer side (GB/T 9704-2012 §5.2.1, §7.5)."""
    for number, page in enumerate(pages_of(official_pdf(report(*[body(LONG, "[12]")] * 4, annex=60))), 1):
        below = [box for box in page.texts if box.top > 37 + 225]
        assert {box.text for box in below} == {f"— {number} —"}
        assert (below[0].left > 105) is bool(number % 2)
        for box in page.texts:
            assert box.left > 28 - 0.5, box
            assert box.right < 28 + 156 + 0.8, box
            assert box.top > 37 - 0.5, box


def test_nothing_lies_on_anything_else_in_the_annex() -> None:
    assert not [each for each in collisions(official_pdf(report(annex=60))) if "page 1:" not in each]


def test_no_line_begins_with_what_may_not_begin_one() -> None:
    for page in extract_text(official_pdf(report(body(LONG)))):
        assert not [each for each in page.splitlines() if each.strip()[:1] in set("，。；：）”〕、")]


def test_fonts_are_embedded_and_bytes_repeat() -> None:
    pdf = official_pdf(SPECIMEN)
    assert not fonts_not_embedded(pdf)
    assert pdf == official_pdf(SPECIMEN)
    assert official_docx(SPECIMEN) == official_docx(SPECIMEN)


def test_a_long_annex_repeats_its_head() -> None:
    pages = extract_text(official_pdf(report(annex=90)))
    assert sum("文中写法" in page for page in pages) >= 3
    assert page_count(official_pdf(report(annex=90))) == len(pages)


def test_a_heading_stays_with_what_follows() -> None:
    heading = Passage(Style.FIRST, (Piece("二、存在的不足"),))
    for many in range(18, 24):
        pages = extract_text(official_pdf(report(body("字" * 28 * many), heading, body("后面的话"))))
        place = next(page for page in pages if "二、存在的不足" in page)
        assert "后面的话" in place, many


def test_a_character_without_a_font_is_refused() -> None:
    with pytest.raises(Trouble, match="U\\+E000"):
        official_pdf(report(body("\ue000")))


def test_word_has_the_page_of_the_standard() -> None:
    word = Document(io.BytesIO(official_docx(SPECIMEN)))
    section = word.sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(each.mm) for each in margins if each is not None] == [37, 35, 28, 26]
    texts = [each.text for each in word.paragraphs]
    assert "关于屈原管理区2023年度" in texts
    assert "成功调解543件[5]〔待填：原因〕。" in texts
    assert len(word.tables[0].rows) == 4


def test_word_names_fonts_and_what_stands_in_for_them() -> None:
    with zipfile.ZipFile(io.BytesIO(official_docx(SPECIMEN))) as file:
        body_, fonts = (file.read(f"word/{name}.xml").decode() for name in ("document", "fontTable"))
        footers = [file.read(name).decode() for name in file.namelist() if "footer" in name and "rels" not in name]
    for font in ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体"):
        assert f'eastAsia="{font}"' in body_
    assert re.search('w:name="仿宋_GB2312"[^>]*><w:altName w:val="仿宋"', fonts)
    assert sum(" PAGE " in each for each in footers) == 2
    assert body_.count('w:val="待填"') == 4


def test_word_refuses_half_a_character() -> None:
    with pytest.raises(Trouble, match="残缺"):
        official_docx(replace(SPECIMEN, annex_title="\ud800"))
