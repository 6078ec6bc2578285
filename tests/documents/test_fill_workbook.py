"""Superiors' forms filled: the cells say what they should, and nothing else in the package has changed."""

import io
import re
import warnings
import zipfile
from pathlib import Path

import openpyxl
import pytest

from quyuan_desktop.documents.fill_workbook import Value, filled
from quyuan_desktop.documents.form_workbook import LARGEST, FormBook, Place, place_of, read_form
from quyuan_desktop.domain.problems import Trouble
from tests.own_form_files import cell_xml, monthly, parts, rewritten

SHEET, NOTES = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
WORKBOOK = "xl/workbook.xml"


@pytest.fixture
def form(tmp_path: Path) -> bytes:
    return monthly(tmp_path / "月报.xlsx").read_bytes()


def fill(content: bytes, **cells: Value) -> bytes:
    """The first sheet of the workbook with these cells filled."""
    book = read_form(content, "表.xlsx")
    values: dict[Place, Value] = {place_of(name): value for name, value in cells.items()}
    return filled(content, book, {book.sheets[0].path: values})


def loaded(content: bytes) -> openpyxl.Workbook:
    """As another program reads it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it reads no data bars of 2010, and would lose them
        return openpyxl.load_workbook(io.BytesIO(content))


def test_only_the_cells_change(form: bytes) -> None:
    before, after = parts(form), parts(fill(form, C5=12, D5=3456.5, A2="填报单位：营田<司法>所&"))
    assert list(before) == list(after)
    for name in before.keys() - {SHEET, NOTES, WORKBOOK}:
        assert before[name] == after[name], name
    undone = after[SHEET]
    for cell in ("C5", "D5", "A2", "C9"):
        undone = undone.replace(cell_xml(undone, cell).encode(), cell_xml(before[SHEET], cell).encode())
    assert undone == before[SHEET]


def test_numbers_are_numbers_and_formats_stay(form: bytes) -> None:
    found = loaded(fill(form, C5=12, D5=3456.5, F5=-0.125, A2="填报单位：营田<司法>所&"))["月报"]
    assert [found[each].value for each in ("C5", "D5", "F5")] == [12, 3456.5, -0.125]
    assert found["A2"].value == "填报单位：营田<司法>所&"
    empty = loaded(form)["月报"]
    for cell in ("C5", "D5", "F5", "A2"):
        assert found[cell].style_id == empty[cell].style_id
    assert found["F5"].number_format == "0.0%"


def test_formulas_stay_and_are_reckoned_on_opening(form: bytes) -> None:
    after = parts(fill(form, C5=12))
    assert cell_xml(after[SHEET], "C9") == re.sub("<v>999</v>", "", cell_xml(parts(form)[SHEET], "C9"))
    assert b"999" not in after[NOTES]
    assert loaded(fill(form, C5=12))["填表说明"]["A2"].value == "=月报!C9"
    assert len(re.findall(rb'<calcPr [^>]*fullCalcOnLoad="1"', after[WORKBOOK])) == 1


def test_a_workbook_without_formulas_keeps_its_list_of_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "咨询人次"  # type: ignore[index]  # there is one
    book.save(tmp_path / "表.xlsx")
    content = (tmp_path / "表.xlsx").read_bytes()
    after = parts(fill(content, B1=3))
    assert after[WORKBOOK] == parts(content)[WORKBOOK]


def test_without_calc_properties_they_are_put_where_they_belong(form: bytes) -> None:
    bare = rewritten(form, WORKBOOK, lambda xml: re.sub(rb"<calcPr[^>]*/>", b"", xml))
    after = parts(fill(bare, C5=1))[WORKBOOK]
    assert b'</definedNames><calcPr fullCalcOnLoad="1"/>' in after
    loaded(fill(bare, C5=1))


def test_cells_and_rows_that_are_not_there_yet(form: bytes) -> None:
    after = fill(form, H5=1, B200=2, A15="三", C10=4, J10=5)
    found = loaded(after)["月报"]
    assert [found[each].value for each in ("H5", "B200", "A15", "C10", "J10")] == [1, 2, "三", 4, 5]
    xml = parts(after)[SHEET].decode()
    rows = [int(each) for each in re.findall(r'<row r="(\d+)"', xml)]
    assert rows == sorted(rows)
    names = re.findall(r'<c r="([A-Z]+)10"', xml)
    assert names == sorted(names)


@pytest.mark.parametrize(
    "data", [b"<sheetData/>", b"<sheetData></sheetData>", b'<sheetData><row r="2"/></sheetData>']
)
def test_a_sheet_of_empty_cells(form: bytes, data: bytes) -> None:
    bare = rewritten(form, SHEET, lambda xml: re.sub(rb"<sheetData>.*</sheetData>", data, xml, flags=re.DOTALL))
    found = loaded(fill(bare, A1=1, B2=2, C3="三"))["月报"]
    assert [found[each].value for each in ("A1", "B2", "C3")] == [1, 2, "三"]


def test_the_style_of_a_column_or_row_is_taken_by_new_cells(form: bytes) -> None:
    dressed = rewritten(
        form,
        SHEET,
        lambda xml: xml.replace(b'<col min="7" max="7"', b'<col style="4" min="7" max="7"').replace(
            b"</sheetData>", b'<row r="30" s="3" customFormat="1"/></sheetData>'
        ),
    )
    after = parts(fill(dressed, G40=1, H30=2, G30=3))[SHEET]
    assert cell_xml(after, "G40") == '<c r="G40" s="4"><v>1</v></c>'
    assert cell_xml(after, "H30") == '<c r="H30" s="3"><v>2</v></c>'
    assert cell_xml(after, "G30") == '<c r="G30" s="3"><v>3</v></c>'


def test_prefixes_quotes_and_marks_of_other_programs(form: bytes) -> None:
    """Some programs write x:c for c, ' for ", a byte order mark, and cells without their names."""

    def otherwise(xml: bytes) -> bytes:
        xml = re.sub(rb"<(/?)(\w+)(?=[\s/>])", rb"<\1x:\2", xml)
        xml = xml.replace(
            b'xmlns="http://schemas.openxmlformats.org/spread',
            b'xmlns:x="http://schemas.openxmlformats.org/spread',
        )
        xml = re.sub(rb'(<x:c )r="[A-Z]+6"', rb"\1", xml)
        return b"\xef\xbb\xbf" + xml.replace(b'"', b"'").replace(b" s='", b"  s = '")

    odd = rewritten(form, SHEET, otherwise)
    after = fill(odd, C5=12, C6=13, K6=14, B150="甲")
    found = loaded(after)["月报"]
    assert [found[each].value for each in ("C5", "C6", "K6", "B150")] == [12, 13, 14, "甲"]
    assert found["B6"].value == "咨询件数"
    assert found["C9"].value == "=SUM(C5:C8)"


def test_the_same_values_give_the_same_bytes(form: bytes) -> None:
    assert fill(form, C5=12) == fill(form, C5=12)


def test_a_cell_with_a_formula_is_never_written_over(form: bytes) -> None:
    with pytest.raises(Trouble, match="C9 是公式"):
        fill(form, C9=1)


# -- what is no form


def with_extra(content: bytes, name: str) -> bytes:
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as package:
        package.writestr(name, b"x")
    return out.getvalue()


def refused(content: bytes) -> str:
    with pytest.raises(Trouble) as caught:
        read_form(content, "空表.xlsx")
    assert "“空表.xlsx”" in str(caught.value)
    return str(caught.value)


def test_each_unfit_file_has_its_sentence(form: bytes) -> None:
    assert "空文件" in refused(b" \n")
    assert "旧格式" in refused(b"\xd0\xcf\x11\xe0" + b"x" * 600)
    assert "密码" in refused(b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"))
    assert "不是 Excel" in refused(b"%PDF-1.7")
    assert "ODS" in refused(b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet")
    assert "宏" in refused(with_extra(form, "xl/vbaProject.bin"))
    assert "宏" in refused(rewritten(form, "[Content_Types].xml", lambda xml: xml + b"<!--macroEnabled-->"))
    assert "数字签名" in refused(with_extra(form, "_xmlsignatures/sig1.xml"))
    assert "太大" in refused(form + b"\0" * LARGEST)
    protection = b'<workbookProtection lockStructure="1"/><bookViews>'
    assert "撤销保护" in refused(rewritten(form, WORKBOOK, lambda xml: xml.replace(b"<bookViews>", protection)))


def test_protected_sheets(form: bytes) -> None:
    def protect(xml: bytes) -> bytes:
        return xml.replace(b"</sheetData>", b'</sheetData><sheetProtection sheet="1"/>')

    one = rewritten(form, NOTES, protect)
    assert [sheet.protected for sheet in read_form(one, "空表.xlsx").sheets] == [False, True]
    assert "撤销工作表保护" in refused(rewritten(one, SHEET, protect))


@pytest.mark.parametrize("kept", [3, 40, 400, 0.3, 0.6, 0.95, -1])
def test_files_cut_short(form: bytes, kept: float) -> None:
    end = int(len(form) * kept) if isinstance(kept, float) else kept
    assert refused(form[:end])


@pytest.mark.parametrize("part", [SHEET, WORKBOOK, "xl/_rels/workbook.xml.rels", "_rels/.rels", "xl/styles.xml"])
def test_parts_that_are_no_xml(form: bytes, part: str) -> None:
    assert "已损坏" in refused(rewritten(form, part, lambda xml: xml[: len(xml) // 2]))


def test_other_packages_are_no_workbooks(form: bytes) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("_rels/.rels", "<Relationships/>")
    assert "已损坏或不是工作簿" in refused(out.getvalue())


# -- how it looks


@pytest.fixture
def book(form: bytes) -> FormBook:
    return read_form(form, "空表.xlsx")


def test_the_form_as_it_looks(book: FormBook) -> None:
    sheet = book.sheets[0]
    assert [each.name for each in book.sheets] == ["月报", "填表说明"]
    assert sheet.spans[0, 0] == (1, 7)
    assert sheet.spans[2, 2] == (1, 2)
    assert sheet.first_of((3, 0)) == (2, 0)
    assert sheet.cell((3, 0)).text == "序号"
    assert sheet.widths[1] == pytest.approx(26, abs=1)
    assert sheet.heights[0] == 36
    assert sheet.cell((0, 3)).look.bold
    assert sheet.cell(place_of("F5")).look.percent
    assert sheet.cell(place_of("E10")).look.dated
    assert sheet.cell(place_of("C9")).formula
    assert not sheet.cell(place_of("C5")).look.percent
