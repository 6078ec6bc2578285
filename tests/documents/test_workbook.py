"""Workbooks: numbers are numbers, texts never become formulas, nothing is lost, nothing lies on the disk."""

import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from quyuan_desktop.documents.summary import Signatures
from quyuan_desktop.documents.workbook import LONGEST, rows_xlsx, summary_xlsx
from quyuan_desktop.domain.figures import Figure, FigureLine, FigureTable
from tests.documents.paper_specimens import MADE

PAYLOADS = (
    "=1+1",
    "@SUM(A1:A9)",
    "+1",
    "-1+2",
    "\t=1+1",
    "\r=1+1",
    "'=1+1",
    "{=1+1}",
    '=HYPERLINK("http://example.invalid","点")',
    "=cmd|'/c calc'!A1",
    "http://example.invalid/",
    "mailto:a@example.invalid",
    "_x0041_",
    "<b>粗</b>&amp;",
    "00123",
    "1E5",
    "999001196203041228",
)
TABLE = FigureTable(
    "营田司法所",
    "法律援助咨询月报表",
    date(2023, 11, 1),
    date(2023, 11, 30),
    (
        FigureLine(Figure("LA-01", "咨询人次", "人次", 1234), "总计", "", 5678, 1000),
        FigureLine(Figure("LA-02", "咨询件数", "件", 0), "总计", "", 0, 0),
        FigureLine(Figure("LA-03", "=1+1", "人次", 7), "@SUM", "", 7, 14),
    ),
    ("=1+1 的说明", "口径"),
)


def opened(data: bytes, name: str | None = None) -> Worksheet:
    book = load_workbook(BytesIO(data))
    sheet = book[name] if name else book.worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def written(*values: Any) -> list[Any]:
    """The cells of one row that was written and read again."""
    sheet = opened(rows_xlsx("表", [f"栏{number}" for number in range(len(values))], [values], MADE))
    return list(sheet[2])


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_was_typed_stays_text(payload: str) -> None:
    (cell,) = written(payload)
    assert cell.data_type == "s"
    assert cell.value == payload.replace("\r", "\n")
    assert cell.number_format == "@"  # and stays text when someone edits it
    assert cell.hyperlink is None


@given(st.text(max_size=40))
def test_any_text_is_written_and_stays_text(text: str) -> None:
    data = rows_xlsx(text, [text], [[text]], MADE, author=text)
    with ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            assert b"<f>" not in content
            content.decode()
    assert opened(data)["A2"].data_type in ("s", "n", "inlineStr")


def test_no_formula_and_no_link_is_anywhere_in_the_file() -> None:
    data = rows_xlsx("=1+1", PAYLOADS, [PAYLOADS], MADE, author="=1+1")
    with ZipFile(BytesIO(data)) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist() if "sheet" in name)
    assert b"<f>" not in whole
    assert b"hyperlink" not in whole


def test_values_keep_their_kind() -> None:
    moment = datetime(2023, 11, 30, 14, 20, tzinfo=UTC)
    count, big, part, day, time, yes, none, early = written(
        12, 10**17 + 1, 1.5, date(2023, 11, 30), moment, True, None, date(1800, 1, 1)
    )
    assert (count.value, count.data_type) == (12, "n")
    assert (big.value, big.data_type) == (str(10**17 + 1), "s")  # Excel would round it
    assert part.value == 1.5
    assert day.value.date() == date(2023, 11, 30)
    assert time.value == datetime(2023, 11, 30, 14, 20)  # a workbook knows no zones
    assert yes.value == "是"
    assert none.value is None
    assert early.value == "1800-01-01"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), True, datetime(1, 1, 1, tzinfo=UTC)])
def test_odd_values_do_not_break_the_file(value: Any) -> None:
    (cell,) = written(value)
    assert cell.data_type == "s"


def test_controls_and_halves_of_characters_are_left_out() -> None:
    (cell,) = written("甲\x00\x01乙\ud800丙\uffff\n丁")
    assert cell.value == "甲乙丙\n丁"


@pytest.mark.parametrize("first", ["\u4e00", "\U00020000"])
def test_a_text_no_cell_holds_goes_on_elsewhere(first: str) -> None:
    text = "".join(chr(ord(first) + number % 20000) for number in range(LONGEST + 5))
    data = rows_xlsx("超长文字", ["编号", "内容"], [["一", "短"], ["二", text]], MADE)
    cell = opened(data)["B3"]
    assert str(cell.value).endswith("（全文见「超长文字」表）")
    rows = list(opened(data, "超长文字").iter_rows(min_row=2, values_only=True))
    assert [row[:3] for row in rows] == [(3, "内容", 1), (3, "内容", 2), (3, "内容", 3)]
    assert "".join(str(row[3]) for row in rows) == text


@pytest.mark.parametrize("text", ["字" * LONGEST, "\U00020000" * (LONGEST // 2)])
def test_a_text_that_just_fits_stays_where_it_is(text: str) -> None:
    assert written(text)[0].value == text


def test_a_list_is_ready_to_print_and_to_read() -> None:
    sheet = opened(rows_xlsx("台账[1]/甲", ["编号", "内容"], [["一", "字" * 200]] * 3, MADE))
    assert sheet.title == "台账 1  甲"
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.print_area == "'台账 1  甲'!$A$1:$B$4"
    assert sheet.auto_filter.ref == "A1:B4"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == 9
    assert sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)
    assert 5 < sheet.column_dimensions["A"].width < 10
    assert 40 < sheet.column_dimensions["B"].width < 60


def test_an_empty_list_is_a_head_alone() -> None:
    assert [cell.value for cell in opened(rows_xlsx("表", ["甲", "乙"], [], MADE))[1]] == ["甲", "乙"]


def test_the_summary_has_figures_as_numbers() -> None:
    sheet = opened(summary_xlsx([TABLE], MADE, Signatures(maker="=张三")))
    assert [cell.value for cell in sheet[3]] == [
        "代码",
        "类别",
        "指标",
        "单位",
        "本月",
        "本年累计",
        "上年同期",
        "同比%",
    ]
    assert [cell.value for cell in sheet[4]] == [
        "LA-01",
        "总计",
        "咨询人次",
        "人次",
        1234,
        5678,
        1000,
        pytest.approx(23.4),
    ]
    assert [cell.value for cell in sheet[5]] == ["LA-02", None, "咨询件数", "件", 0, 0, 0, "—"]
    assert [cell.value for cell in sheet[6]] == ["LA-03", "@SUM", "=1+1", "人次", 7, 7, 14, -50]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    texts = [str(cell.value) for row in sheet.iter_rows(min_row=7) for cell in row if cell.value]
    assert any("=1+1 的说明" in text for text in texts)
    assert "制表人：=张三" in texts


def test_the_summary_is_ready_to_print() -> None:
    sheet = opened(summary_xlsx([TABLE], MADE))
    assert sheet.freeze_panes == "D4"
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage
    assert "A1:H1" in {str(cells) for cells in sheet.merged_cells.ranges}
    assert "B4:B5" in {str(cells) for cells in sheet.merged_cells.ranges}


def test_a_year_has_no_column_of_the_year_to_date() -> None:
    sheet = opened(summary_xlsx([TABLE], MADE, period="本年"))
    assert [cell.value for cell in sheet[3]] == ["代码", "类别", "指标", "单位", "本年", "上年同期", "同比%"]
    assert [cell.value for cell in sheet[4]][4:] == [1234, 1000, pytest.approx(23.4)]
    assert "A1:G1" in {str(cells) for cells in sheet.merged_cells.ranges}
    assert str(sheet.print_area).startswith("'统计表'!$A$1:$G$")


def test_the_same_content_gives_the_same_bytes() -> None:
    later = MADE.replace(hour=15)
    assert summary_xlsx([TABLE], MADE) == summary_xlsx([TABLE], MADE)
    assert summary_xlsx([TABLE], MADE) != summary_xlsx([TABLE], later)
    assert summary_xlsx([TABLE], MADE) != summary_xlsx([replace(TABLE, office="另一所")], MADE)
    rows = [("一", 1), ("二", 2)]
    assert rows_xlsx("表", ["甲", "乙"], rows, MADE) == rows_xlsx("表", ["甲", "乙"], rows, MADE)


def test_nothing_is_written_to_a_temporary_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **named: object) -> None:
        raise AssertionError("personal data on its way to a temporary file")

    for name in ("mkstemp", "mkdtemp", "NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile"):
        monkeypatch.setattr(tempfile, name, refuse)
    assert rows_xlsx("表", ["姓名"], [["王秀兰"]] * 50, MADE)
    assert summary_xlsx([TABLE], MADE)
