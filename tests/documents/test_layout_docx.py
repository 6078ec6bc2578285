"""The layout engine in Word: the same words in real tables, taken for text and nothing else."""

import io
import random
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from quyuan_desktop.documents.layout import (
    Box,
    Break,
    Form,
    Row,
    box,
    row,
)
from quyuan_desktop.documents.layout_docx import form_docx
from quyuan_desktop.documents.page import A4, Size
from quyuan_desktop.documents.sheet import Sheet
from quyuan_desktop.domain.problems import Trouble
from tests.documents.layout_specimens import (
    EVERYTHING,
    HOSTILE,
    LIST,
    PLACES,
    SEALED,
    SIZES,
    form,
    nasty,
    sheet,
    tight,
)


def opened(made: Form, given: Sheet) -> Any:
    return docx.Document(io.BytesIO(form_docx(made, given)))


def all_text(document: Any) -> str:
    return tight("".join(node.text or "" for node in document.element.body.iter(qn("w:t"))))


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_word_has_the_same_words(size: Size) -> None:
    document = opened(form(*EVERYTHING, size=size, note="说明：请如实填写。"), sheet())
    found = all_text(document)
    for text in (
        "屈原管理区营田司法所",
        "试用表",
        "王秀兰：",
        "☑妇女",
        "☑农民",
        "□老年人",
        "合计",
        "12,600.50",
        "（盖章）",
    ):
        assert text in found, text
    for text in (
        "住营田镇荷花村5组12号。",
        "存根：王秀兰",
        "骑缝屈营司咨字〔2023〕118号",
        "说明：请如实填写。",
        "承诺",
    ):
        assert text in found, text
    section = document.sections[0]
    assert round(section.page_width.mm) == size.width
    assert round(section.page_height.mm) == size.height
    assert (round(section.left_margin.mm), round(section.right_margin.mm)) == (size.left, size.right)


def test_word_repeats_the_heads_of_tables() -> None:
    document = opened(form(row("visitor"), LIST, row("address"), box(LIST, side="又")), sheet())
    heads = [table for table in document.tables if table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None]
    assert ["名称" in [cell.text for cell in table.rows[0].cells] for table in heads] == [True, True]
    assert len(document.element.body.findall(f".//{qn('w:tblHeader')}")) == 2
    assert len(document.tables) == 4


def test_word_tables_have_the_same_proportions() -> None:
    for table in opened(form(*EVERYTHING), sheet()).tables:
        grid = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
        assert sum(grid) == pytest.approx(A4.room * 1440 / 25.4, abs=2)
        for line in table._tbl.tr_lst:
            spans = [int(cell.tcPr.find(qn("w:gridSpan")).get(qn("w:val"))) for cell in line.tc_lst]
            assert sum(spans) == len(grid)


def test_word_names_its_faces_for_chinese() -> None:
    faces = set()
    for font in opened(form(*EVERYTHING), sheet()).element.body.iter(qn("w:rFonts")):
        assert font.get(qn("w:eastAsia")) == font.get(qn("w:ascii"))
        faces.add(font.get(qn("w:eastAsia")))
    assert faces == {"宋体", "仿宋", "黑体", "Segoe UI Symbol"}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("place", PLACES)
def test_word_takes_what_was_typed_for_text(place: str, name: str) -> None:
    document = opened(form(*PLACES[place]), sheet(address=HOSTILE[name]))
    assert tight(HOSTILE[name]) in all_text(document)
    known = {"p", "pPr", "r", "rPr", "t", "tab", "br", "tbl", "tr", "tc", "sectPr"}
    for node in document.element.body.iter():
        local = node.tag.split("}")[1]
        assert local in known or node.getparent().tag.split("}")[1] not in ("body", "p", "r"), local


def test_word_takes_controls_and_line_ends() -> None:
    found = all_text(
        opened(form(*PLACES["prose"]), sheet(address="一\x00二\x1b三\u202e四\r\n五\t六\u2028七\x0c八"))
    )
    assert "住在一二三四五六七八。" in found


@pytest.mark.parametrize("character", ["\ud800", "\uffff"])
def test_word_names_a_character_that_no_document_can_hold(character: str) -> None:
    with pytest.raises(Trouble, match=f"U\\+{ord(character):04X}"):
        form_docx(form(*PLACES["cell"]), sheet(address=f"王{character}"))


def test_word_gives_the_same_bytes_and_reads_no_clock() -> None:
    first = form_docx(form(*EVERYTHING), sheet())
    assert form_docx(form(*EVERYTHING), sheet()) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2023, 11, 30, 14, 35, 0)}
        assert not any("thumbnail" in name for name in archive.namelist())
    about = docx.Document(io.BytesIO(first)).core_properties
    assert about.author == "屈原管理区营田司法所"
    assert f"{about.created:%Y-%m-%d %H:%M}" == f"{about.modified:%Y-%m-%d %H:%M}" == "2023-11-30 06:35"
    assert "王秀兰" not in str(about.title)


def test_word_parts_pages_and_copies() -> None:
    broken = opened(form(row("visitor"), Break(), row("address")), sheet())
    assert len(broken.element.body.findall(f".//{qn('w:pageBreakBefore')}")) == 1
    short = form(row("visitor", "day"), LIST, box(SEALED), copies=("第一联", "第二联"))
    assert all_text(opened(short, sheet())).count("骑缝") == 1
    long = opened(short, sheet([{"name": str(n)} for n in range(20)]))
    assert "骑缝" not in all_text(long)
    assert len(long.element.body.findall(f".//{qn('w:pageBreakBefore')}")) == 1


@pytest.mark.parametrize("seed", range(4))
def test_word_opens_nasty_forms(seed: int) -> None:
    chance = random.Random(seed)
    given = nasty(chance)
    found = all_text(opened(form(*EVERYTHING), given))
    for cell in (cell for block in _rows(EVERYTHING) for cell in block.cells if not cell.ticks):
        assert tight(given.text(cell.name)) in found


def _rows(blocks: Sequence[Any]) -> Iterator[Row]:
    for each in blocks:
        if isinstance(each, Row):
            yield each
        elif isinstance(each, Box):
            yield from _rows(each.blocks)
