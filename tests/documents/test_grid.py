"""Tables of reports on paper and in workbooks: head on every page, merged heads, nothing cut off, numbers as numbers."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import openpyxl
import pytest

from quyuan_desktop.documents.grid import grid_pdf
from quyuan_desktop.documents.grid_workbook import grid_xlsx
from quyuan_desktop.documents.preview import extract_text, page_count
from quyuan_desktop.documents.summary import Signatures
from quyuan_desktop.domain.grids import (
    Grid,
    GridCell,
    GridColumn,
    GridRow,
    count,
    day,
    decimal,
    plain,
    rate,
    restored,
)
from quyuan_desktop.domain.problems import Trouble
from tests.documents.paper_geometry import collisions, fonts_not_embedded
from tests.documents.paper_specimens import MADE

SIGNED = Signatures("李四", "王五", "张三", "0730-5550000", date(2023, 12, 1))
COLUMNS = (
    GridColumn("类别", 2, "center", merged=True),
    GridColumn("名称", 4, "left"),
    GridColumn("日期", 2.2, "center"),
    GridColumn("件数", 1.5, group="受理"),
    GridColumn("金额（元）", 2, group="受理"),
    GridColumn("成功率%", 1.6),
)


def row(at: int, group: str = "人民调解", name: str = "") -> GridRow:
    cells = (
        GridCell(group),
        GridCell(name or f"第{at}件甲乙之争"),
        day(date(2023, 11, 1 + at % 28)),
        count(at * 1000),
        decimal(at + 0.5, 2),
        rate(at, 3),
    )
    return GridRow(cells)


TOTAL = GridRow((GridCell("合计"), GridCell(""), GridCell(""), count(0), decimal(0, 2), rate(1, 0)), total=True)


def grid(rows: int, *own: GridRow, **changes: Any) -> Grid:
    made = Grid(
        code="x",
        title="情况表（2023年11月）",
        office="营田司法所",
        first=date(2023, 11, 1),
        last=date(2023, 11, 30),
        unit="件、元",
        columns=COLUMNS,
        rows=(*own, *(row(at, "人民调解" if at < 9 else "法律援助") for at in range(rows)), TOTAL),
        notes=("口径：按发生日统计", "数据截至2023年12月1日"),
    )
    return replace(made, **changes)


def words(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_text(golden: Callable[[str, bytes], None]) -> None:
    golden("report_grid", grid_pdf(grid(4, numbered=True), MADE, SIGNED))


@pytest.mark.parametrize("rows", [0, 1, 12, 24, 60, 200])
def test_head_and_foot_are_on_every_page_and_no_row_is_lost(rows: int) -> None:
    pdf = grid_pdf(grid(rows), MADE, SIGNED)
    pages = [words(page) for page in extract_text(pdf)]
    for number, page in enumerate(pages, 1):
        told = "填报单位（盖章）：营田司法所", "统计期间：2023年11月1日至2023年11月30日", "单位：件、元"
        signed = (
            "单位负责人：李四",
            "审核人：王五",
            "制表人：张三",
            "联系电话：0730-5550000",
            "填报日期：2023年12月1日",
        )
        for word in (*told, *signed, "受理", "成功率%", f"第{number}页共{len(pages)}页"):
            assert word in page
    whole = "".join(pages)
    assert [f"第{at}件甲乙之争" in whole for at in range(rows)] == [True] * rows
    assert "口径：按发生日统计" in pages[-1]
    assert pages[-1].count("合计") == 1
    assert collisions(pdf) == []
    assert fonts_not_embedded(pdf) == set()


def test_the_total_is_never_alone_on_a_page() -> None:
    for rows in range(18, 32):
        last = words(extract_text(grid_pdf(grid(rows), MADE, SIGNED))[-1])
        assert "甲乙之争" in last, rows


def test_a_table_a_little_too_long_is_set_closer_on_one_page() -> None:
    assert [page_count(grid_pdf(grid(rows), MADE)) for rows in (20, 25, 40)] == [1, 1, 2]


def test_a_text_longer_than_a_page_goes_on_over_it() -> None:
    long = "".join(f"{at}丙丁" for at in range(900))
    pdf = grid_pdf(grid(0, row(1, name=long)), MADE)
    whole = words("".join(extract_text(pdf)))
    assert whole.count("丙") == 900
    assert page_count(pdf) > 1
    assert collisions(pdf) == []


def test_a_character_no_font_has_is_named() -> None:
    with pytest.raises(Trouble, match=r"U\+1F600"):
        grid_pdf(grid(0, row(1, name="坏😀")), MADE)


def test_the_same_table_gives_the_same_bytes_and_survives_being_kept() -> None:
    made = grid(9, numbered=True)
    assert restored(plain(made)) == made
    assert grid_pdf(restored(plain(made)), MADE, SIGNED) == grid_pdf(made, MADE, SIGNED)
    assert grid_xlsx([restored(plain(made))], MADE, SIGNED) == grid_xlsx([made], MADE, SIGNED)
    assert grid_pdf(grid(8), MADE) != grid_pdf(made, MADE)


def test_the_workbook_has_numbers_merged_heads_and_a_print_area() -> None:
    book = openpyxl.load_workbook(io.BytesIO(grid_xlsx([grid(0, row(1, name="=1+1"), row(2))], MADE)))
    sheet = book["情况表"]
    assert {"D3:E3", "A3:A4", "F3:F4"} <= {str(each) for each in sheet.merged_cells.ranges}
    assert "A5:A6" in {str(each) for each in sheet.merged_cells.ranges}
    values = [cell.value for cell in sheet[5]]
    assert values[1] == "=1+1"
    assert sheet["B5"].data_type == "s"
    assert (values[3], values[4], values[5]) == (1000, 1.5, 33.33)
    assert sheet["C5"].value.date() == date(2023, 11, 2)
    assert (sheet["E5"].number_format, sheet["F5"].number_format) == ("#,##0.00", "#,##0.00")
    assert (sheet["D7"].value, sheet["F7"].value, sheet["D7"].font.b) == (0, "—", True)
    assert all(cell.data_type != "f" for line in sheet.iter_rows() for cell in line)
    assert sheet.print_title_rows == "$3:$4"
    assert sheet.page_setup.orientation == "landscape"
    assert str(sheet.print_area).endswith("$A$1:$F$9")
    assert [sheet.column_dimensions[each].width > 5 for each in "ABCDEF"] == [True] * 6
