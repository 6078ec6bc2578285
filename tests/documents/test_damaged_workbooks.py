"""Damaged and monstrous workbooks: one sentence for each, in bounded memory; what is chosen can be filled."""

import re
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quyuan_desktop.documents.fill_workbook import filled
from quyuan_desktop.documents.form_workbook import HIGHEST, MOST_ROWS, WIDEST, place_of, read_form
from quyuan_desktop.documents.read_workbook import read_tables
from quyuan_desktop.domain.problems import Trouble
from tests.own_form_files import cell_xml, monthly, parts, rewritten

SHEET = "xl/worksheets/sheet1.xml"
DRESSED = 20_000
"""Rows of a sheet that somebody dressed far down."""
MOST_MEGABYTES = 12
Change = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return monthly(tmp_path_factory.mktemp("forms") / "法援月报.xlsx").read_bytes()


def sheet(form: bytes, change: Change) -> bytes:
    made = rewritten(form, SHEET, change)
    assert parts(made)[SHEET] != parts(form)[SHEET]
    return made


def read_and_filled(content: bytes) -> None:
    """Read as a form and filled: done, or refused with a sentence."""
    try:
        book = read_form(content, "空表.xlsx")
    except Trouble as trouble:
        assert str(trouble).endswith("。")
        return
    try:
        filled(content, book, {book.sheets[0].path: {place_of("C5"): 5, place_of("J40"): 7}})
    except Trouble as trouble:
        assert str(trouble).endswith("。")


@given(data=st.data())
def test_flipped_bits_get_a_sentence(
    form: bytes, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Wherever they are, in what is packed or in what says how: as a form, and as a table that comes in."""
    damaged = bytearray(form)
    for at in data.draw(st.lists(st.integers(0, len(form) - 1), min_size=1, max_size=4)):
        damaged[at] ^= 1 << data.draw(st.integers(0, 7))
    read_and_filled(bytes(damaged))
    path = tmp_path_factory.getbasetemp() / "damaged.xlsx"
    path.write_bytes(damaged)
    try:
        read_tables(path)
    except Trouble as trouble:
        assert str(trouble).endswith("。")


def packed_damage(form: bytes, name: str) -> bytes:
    """The form with the middle of one of its members spoilt."""
    at = form.index(name.encode()) + len(name)
    return form[: at + 40] + bytes(each ^ 0xFF for each in form[at + 40 : at + 60]) + form[at + 60 :]


@pytest.mark.parametrize("part", [SHEET, "xl/charts/chart1.xml", "xl/theme/theme1.xml", "docProps/app.xml"])
def test_damage_is_said_when_the_form_is_chosen(form: bytes, tmp_path: Path, part: str) -> None:
    """Not on the day on which it is to be filled, whatever part is hurt."""
    with pytest.raises(Trouble, match="已损坏"):
        read_form(packed_damage(form, part), "空表.xlsx")
    (tmp_path / "表.xlsx").write_bytes(packed_damage(form, SHEET))
    with pytest.raises(Trouble, match="已损坏"):
        read_tables(tmp_path / "表.xlsx")


def dressed(form: bytes) -> bytes:
    rows = b"".join(b'<row r="%d" spans="1:7" ht="14.25"/>' % number for number in range(100, 100 + DRESSED))
    return sheet(form, lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"))


def test_a_sheet_dressed_far_down_takes_little_memory(form: bytes) -> None:
    """It is read and filled; a whole sheet of such rows took three gigabytes."""
    content = dressed(form)
    tracemalloc.start()
    book = read_form(content, "空表.xlsx")
    out = filled(content, book, {SHEET: {place_of("C5"): 5, place_of("A50"): "五十"}})
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert book.sheets[0].rows <= MOST_ROWS
    assert peak < MOST_MEGABYTES * 1_000_000
    made = parts(out)[SHEET]
    assert "<v>5</v>" in cell_xml(made, "C5")
    assert made.count(b"<row ") == parts(content)[SHEET].count(b"<row ") + 1
    numbers = [int(each) for each in re.findall(rb'<row r="(\d+)"', made)]
    assert numbers == sorted(numbers)


def test_formulas_far_down_are_reckoned_again(form: bytes) -> None:
    far = b'<row r="9000"><c r="A9000"><f>C5</f><v>999</v></c></row>'
    content = sheet(form, lambda xml: xml.replace(b"</sheetData>", far + b"</sheetData>"))
    out = filled(content, read_form(content, "空表.xlsx"), {SHEET: {place_of("C5"): 5}})
    assert cell_xml(parts(out)[SHEET], "A9000") == '<c r="A9000"><f>C5</f></c>'


def merged(*references: bytes) -> Change:
    own = b"".join(b'<mergeCell ref="%s"/>' % each for each in references)
    return lambda xml: re.sub(rb"<mergeCells.*?</mergeCells>", b"<mergeCells>" + own + b"</mergeCells>", xml)


def test_merges_as_large_as_the_sheet(form: bytes) -> None:
    book = read_form(sheet(form, merged(b"A1:XFD1048576")), "空表.xlsx")
    assert book.sheets[0].first_of(place_of("C5")) == (0, 0)
    with pytest.raises(Trouble, match="已损坏"):
        read_form(sheet(form, merged(*[b"A1:XFD1048576"] * 3)), "空表.xlsx")


@pytest.mark.parametrize("size", ["nan", "inf", "1e999", "abc", "-inf"])
def test_sizes_that_are_none(form: bytes, size: str) -> None:
    """They would reach the screen, which knows no column as wide as that."""
    wide = f'<sheetFormatPr defaultColWidth="{size}" '.encode()
    with pytest.raises(Trouble, match="已损坏"):
        read_form(sheet(form, lambda xml: xml.replace(b"<sheetFormatPr ", wide)), "空表.xlsx")


def test_sizes_beyond_what_excel_allows_are_cut(form: bytes) -> None:
    def stretched(xml: bytes) -> bytes:
        xml = re.sub(rb'ht="36"', b'ht="99999999"', xml)
        return xml.replace(b"<cols>", b'<cols><col min="-5" max="99999999999" width="1e300"/>')

    found = read_form(sheet(form, stretched), "空表.xlsx").sheets[0]
    assert (found.heights[0], found.widths[9]) == (HIGHEST, WIDEST)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (rb't="s"><v>\d+</v>', b't="s"><v>-1</v>'),
        (rb' s="\d+"', b' s="-5"'),
        (rb't="s"><v>\d+</v>', b't="s"><v>999</v>'),
    ],
)
def test_a_place_that_is_in_no_list(form: bytes, old: bytes, new: bytes) -> None:
    with pytest.raises(Trouble, match="已损坏"):
        read_form(sheet(form, lambda xml: re.sub(old, new, xml, count=1)), "空表.xlsx")


def test_a_row_before_the_first_holds_nothing(form: bytes) -> None:
    book = read_form(sheet(form, lambda xml: xml.replace(b'<row r="1"', b'<row r="0"', 1)), "空表.xlsx")
    assert min(row for row, _ in book.sheets[0].cells) >= 0
