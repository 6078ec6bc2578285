"""The 更正表: every record with what was reported and what is, nothing cut off, the year to date that adds up."""

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

import openpyxl
import pytest

from quyuan_desktop.documents.corrections import (
    CarriedFigure,
    CorrectedFigure,
    CorrectedRecord,
    CorrectionsSheet,
    RestatedFigure,
    corrections_pdf,
)
from quyuan_desktop.documents.corrections_workbook import add_corrections
from quyuan_desktop.documents.preview import extract_text, page_count
from quyuan_desktop.documents.summary import Signatures, summary_pdf
from quyuan_desktop.documents.workbook import summary_xlsx
from quyuan_desktop.domain.figures import Figure, FigureLine, FigureTable
from quyuan_desktop.domain.problems import Trouble
from tests.documents.paper_geometry import collisions, fonts_not_embedded
from tests.documents.paper_specimens import MADE

SIGNED = Signatures(maker="袁知秋", phone="0730-5550000")
NUMBER = "屈营司结字〔2023〕3号"


def record(number: int, figures: int = 3, reason: str = "来访人带家属同来，当时漏记人数") -> CorrectedRecord:
    changed = [CorrectedFigure(f"途径·指标{number}之{at}", "人次", at, at + number) for at in range(figures)]
    return CorrectedRecord(
        "2023年10月", "咨询", f"屈营司咨字〔2023〕{number}号", "更正", reason, "袁知秋 2023-12-01", changed
    )


def sheet(records: Sequence[CorrectedRecord], carried: Sequence[CarriedFigure] = ()) -> CorrectionsSheet:
    return CorrectionsSheet(
        "营田司法所", "2023年11月", date(2023, 11, 1), date(2023, 11, 30), NUMBER, records, carried
    )


CARRIED = CarriedFigure("申请", "效果·挽回损失", "元", 1_234_500, 100_050, 0, -234_500, 1_100_050)


def words(pdf: bytes) -> str:
    return re.sub(r"\s", "", "".join(extract_text(pdf)))


def test_every_figure_is_printed_with_its_sign() -> None:
    pdf = corrections_pdf(sheet([record(1), record(2)], [CARRIED]), MADE, SIGNED)
    text = words(pdf)
    for told in (
        "更正表（2023年11月）",
        NUMBER,
        "屈营司咨字〔2023〕1号",
        "途径·指标1之0人次01+1",
        "途径·指标2之2人次24+2",
    ):
        assert told in text
    assert "效果·挽回损失元12,3451,000.500-2,34511,000.50" in text
    assert "单位负责人：审核人：制表人：袁知秋" in text
    assert page_count(pdf) == 2
    assert fonts_not_embedded(pdf) == set()
    assert collisions(pdf) == []


@pytest.mark.parametrize("figures", [1, 11, 60])
def test_a_long_reason_and_many_figures_go_on_over_the_page(figures: int) -> None:
    reason = "".join(f"{at}丙丁，戊己庚辛。" for at in range(120))
    pdf = corrections_pdf(sheet([record(7, figures, reason), record(8)]), MADE, SIGNED)
    text = words(pdf)
    assert [text.count(each) for each in "丙丁戊己庚辛"] == [120] * 6
    assert sum(text.count(f"指标7之{at}人次") for at in range(figures)) == figures
    assert page_count(pdf) > 1
    assert "〔2023〕7号（续）" in text
    assert collisions(pdf) == []


def test_the_same_corrections_give_the_same_bytes() -> None:
    told = sheet([record(1)], [CARRIED])
    assert corrections_pdf(told, MADE, SIGNED) == corrections_pdf(told, MADE, SIGNED)
    assert corrections_pdf(replace(told, number="1号"), MADE, SIGNED) != corrections_pdf(told, MADE, SIGNED)


def test_a_character_no_font_has_is_named() -> None:
    with pytest.raises(Trouble, match=r"U\+1F600"):
        corrections_pdf(sheet([record(1, reason="坏😀")]), MADE, SIGNED)


def test_the_workbook_has_them_as_numbers_and_never_as_formulas() -> None:
    line = FigureLine(Figure("A", "人次", "人次", 1), "总计", "", 1, 1)
    table = FigureTable("营田司法所", "月报表（2023年11月）", date(2023, 11, 1), date(2023, 11, 30), (line,))
    told = sheet([record(1, reason="=1+1"), record(2)], [CARRIED])
    book = openpyxl.load_workbook(
        io.BytesIO(summary_xlsx([table], MADE, SIGNED, "本月", partial(add_corrections, told=told)))
    )
    assert book.sheetnames == ["统计表", "更正表", "累计核对"]
    rows = list(book["更正表"].iter_rows(min_row=4, values_only=True))
    assert len(rows) == 6
    assert rows[0] == (
        "2023年10月",
        "咨询",
        "屈营司咨字〔2023〕1号",
        "更正",
        "=1+1",
        "袁知秋 2023-12-01",
        "途径·指标1之0",
        "人次",
        0,
        1,
        1,
    )
    assert book["更正表"]["E4"].data_type == "s"
    assert next(book["累计核对"].iter_rows(min_row=4, values_only=True))[3:] == (12345, 1000.5, 0, -2345, 11000.5)
    assert openpyxl.load_workbook(io.BytesIO(summary_xlsx([table], MADE, SIGNED))).sheetnames == ["统计表"]
    assert summary_pdf(table, MADE, SIGNED)


def test_what_does_not_add_up_has_a_page_and_a_sheet_of_its_own() -> None:
    restated = [RestatedFigure("2023年9月", "服务点", "服务点（期末）·启用的服务点", "个", 3, 4)]
    told = replace(sheet([]), restated=restated)
    pdf = corrections_pdf(told, MADE, SIGNED)
    text = words(pdf)
    assert "更正表（2023年11月）期末数" in text
    assert "2023年9月服务点服务点（期末）·启用的服务点个34+1" in text
    assert "不逐月相加" in text
    assert page_count(pdf) == 1
    assert collisions(pdf) == []
    table = FigureTable("营田司法所", "月报表", date(2023, 11, 1), date(2023, 11, 30), ())
    more = partial(add_corrections, told=told)
    book = openpyxl.load_workbook(io.BytesIO(summary_xlsx([table], MADE, SIGNED, "本月", more)))
    assert next(book["期末数"].iter_rows(min_row=4, values_only=True))[4:] == (3, 4, 1)
