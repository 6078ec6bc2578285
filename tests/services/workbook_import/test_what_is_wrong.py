"""One fault keeps a whole table out, and each is named."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from quyuan_desktop.domain.problems import Refused, Trouble
from quyuan_desktop.registers import REGISTERS, kinds
from quyuan_desktop.registers.places import VILLAGE
from quyuan_desktop.registers.service_points.point import POINT
from quyuan_desktop.services.save_record import save_record
from quyuan_desktop.services.workbook_import import (
    apply_import,
    returned_workbook,
)
from quyuan_desktop.services.workplace import Workplace
from tests.offices import dump
from tests.services.workbook_import.hand import FAULTY, NEW
from tests.sheets import VILLAGE_HEADS, planned, quietly, verdicts, village, workbook
from tests.strategies import plainest


def test_one_fault_keeps_everything_out(place: Workplace, tmp_path: Path) -> None:
    rows = [village("荷花村"), village("", "营田镇", phone="0730-5550001"), village("三洲村", households="很多")]
    rows += [village("新堤村", valid_to=date(2016, 1, 1), merged_into="没有的村"), village("荷花村", code="12")]
    plan = planned(place, VILLAGE, workbook(tmp_path / "村.xlsx", [VILLAGE_HEADS, *rows]))
    assert verdicts(plan) == [NEW, FAULTY, FAULTY, FAULTY, FAULTY]
    told = {row.line: row.told for row in plan.rows}
    assert told[3] == ("村（社区）名称：请填写村（社区）名称。",)
    assert told[4] == ("户数：“很多”不是整数，请只填数字。",)
    assert told[5] == ("并入：没有叫“没有的村”的村（社区），请核对，或先登记。",)
    assert any("12位数字" in each for each in told[6])
    before = dump(place)
    with pytest.raises(Refused, match="整个文件都没有导入"):
        apply_import(place, plan, quietly)
    assert dump(place) == before


def test_the_returned_workbook_says_what_is_wrong_and_can_be_handed_in_again(
    place: Workplace, tmp_path: Path
) -> None:
    rows = [
        ["情况表"],
        VILLAGE_HEADS,
        village("荷花村"),
        village("三洲村", code="12", valid_from=date(2001, 5, 1)),
    ]
    plan = planned(place, VILLAGE, workbook(tmp_path / "村.xlsx", rows))
    path = tmp_path / "问题.xlsx"
    path.write_bytes(returned_workbook(place, plan))
    book = load_workbook(path)
    sheet = book.worksheets[0]
    said = sheet.cell(4, 9)
    assert (sheet.cell(2, 9).value, sheet.cell(3, 9).value) == ("问题", None)
    assert "12位数字" in str(said.value) and said.fill.start_color.rgb == "FFFCE8E6"
    assert sheet["A1"].value == "情况表" and sheet["E4"].is_date
    sheet["C4"] = "430671101202"
    book.save(path)
    assert verdicts(planned(place, VILLAGE, path)) == [NEW, NEW]


def test_one_place_twice_in_a_file(place: Workplace, tmp_path: Path) -> None:
    rows = [village("荷花村", code="430671101201"), village("荷花", code="430671101201"), village("三洲村")]
    rows += [village("三洲村"), village("三洲村", "河市镇")]
    plan = planned(place, VILLAGE, workbook(tmp_path / "村.xlsx", [VILLAGE_HEADS, *rows]))
    assert verdicts(plan) == [NEW, FAULTY, NEW, FAULTY, NEW]
    told = [row.told[0] for row in plan.rows if row.verdict is FAULTY]
    assert told == [
        "与第 2 行重复（12位代码相同），请只留一行。",
        "与第 4 行重复（村（社区）名称、乡镇相同），请只留一行。",
    ]


def test_rows_that_speak_against_one_another_are_told_beforehand(place: Workplace, tmp_path: Path) -> None:
    """What only the ledger can say, of rows that are not in it yet."""
    heads = ["服务点", "日期", "时段", "值班人"]
    save_record(place, POINT, {**plainest(POINT), "name": "营田站"}, confirmed=True)
    half = REGISTERS["duty"].field("half").kind
    assert isinstance(half, kinds.Choice)
    label = next(iter(half.terms)).label
    rows = [["营田站", date(2023, 11, 30), label, "张㛃"], ["营田站", date(2023, 11, 30), label, "张㛃"]]
    path = workbook(tmp_path / "a.xlsx", [heads, *rows])
    plan = planned(place, REGISTERS["duty"], path)
    assert verdicts(plan)[1] is FAULTY


def test_two_villages_that_merge_into_each_other(place: Workplace, tmp_path: Path) -> None:
    end: dict[str, Any] = {"valid_to": date(2016, 1, 1)}
    rows = [village("甲村", merged_into="乙村", **end), village("乙村", merged_into="甲村", **end)]
    plan = planned(place, VILLAGE, workbook(tmp_path / "村.xlsx", [VILLAGE_HEADS, *rows]))
    assert verdicts(plan) == [FAULTY, FAULTY]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([["甲", "乙"], ["荷花村", "营田镇"]], "没有找到村（社区）的表头"),
        (
            [["村庄名称", "乡镇", "户数"], ["荷花村", "营田镇", 1]],
            "缺少必填的列：村（社区）名称（是不是“村庄名称”？）",
        ),
        ([["村（社区）名称", "户数"], ["荷花村", 1]], "缺少必填的列：乡镇"),
        ([["村（社区）名称", "乡镇", "乡镇"], ["荷花村", "营田镇", ""]], "重复的列：乡镇"),
        ([["村（社区）名称", "乡镇"]], "没有要导入的行"),
    ],
)
def test_wrong_heads_are_named(place: Workplace, tmp_path: Path, rows: list[list[object]], sentence: str) -> None:
    with pytest.raises(Trouble) as told:
        planned(place, VILLAGE, workbook(tmp_path / "村.xlsx", rows))
    assert sentence in str(told.value)
