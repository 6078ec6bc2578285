"""Templates to fill in, of every register."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers import REGISTERS, kinds
from quyuan_desktop.registers.base import Register, State
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.registers.places import VILLAGE
from quyuan_desktop.services.import_heads import importable
from quyuan_desktop.services.import_template import template, write_template
from quyuan_desktop.services.list_records import Choice, records_of
from quyuan_desktop.services.workplace import Workplace
from tests.services.workbook_import.hand import imported
from tests.sheets import VILLAGE_HEADS, planned, village, workbook


def _consultation() -> dict[str, str]:
    return {
        "日期": "2023-11-29",
        "接待人": "袁知秋",
        "姓名": "欧阳𬱖",
        "证件类型": "无证件",
        "标题": "劳动报酬",
        "途径": "来电",
    }


@pytest.mark.parametrize("register", REGISTERS.values(), ids=REGISTERS)
def test_every_template_is_read_again(place: Workplace, register: Register, tmp_path: Path) -> None:
    path = write_template(place, register, tmp_path / "模板.xlsx")
    with pytest.raises(Trouble, match="没有要导入的行"):
        planned(place, register, path)  # the example row is none
    book = load_workbook(path)
    sheet = book.worksheets[0]
    heads = [str(cell.value) for cell in sheet[3]]
    starred = {head.rstrip("*") for head in heads if head.endswith("*")}
    fields = list(importable(register, register.record))
    assert [head.rstrip("*") for head in heads] == ["序号", *(field.label for field in fields)]
    assert starred <= {field.label for field in fields if field.required}
    lists = len(sheet.data_validations.dataValidation)
    assert lists >= sum(isinstance(field.kind, kinds.Choice | kinds.Flag) for field in fields)
    assert "填表说明" in book.sheetnames and book["填表说明"].max_row > len(fields)


def test_a_template_offers_what_is_in_the_ledger(place: Workplace, tmp_path: Path) -> None:
    rows = [village("荷花村"), village("三洲村"), village("三洲村", "河市镇")]
    imported(place, workbook(tmp_path / "村.xlsx", [VILLAGE_HEADS, *rows]))
    path = tmp_path / "模板.xlsx"
    path.write_bytes(template(place, VILLAGE))
    column = [row[0] for row in load_workbook(path)["选项"].iter_rows(values_only=True) if row[0]]
    offered = [
        each
        for cells in load_workbook(path)["选项"].iter_cols(values_only=True)
        if cells[0] == "并入"
        for each in cells[1:]
        if each
    ]
    assert column and "荷花村" in offered
    assert [each for each in offered if str(each).startswith("三洲村 ")] and "三洲村" not in offered


def test_a_filled_in_template_with_child_rows(place: Workplace, tmp_path: Path) -> None:
    path = write_template(place, CONSULTATION, tmp_path / "模板.xlsx")
    book = load_workbook(path)
    heads = [str(cell.value).rstrip("*") for cell in book.worksheets[0][3]]
    filled: dict[str, Any] = {"序号": 1, **_consultation()}
    for at, head in enumerate(heads, start=1):
        book.worksheets[0].cell(5, at, filled.get(head))
    matters: list[list[Any]] = [[1, "劳动报酬", "拖欠工资。"], [1, "工伤", "摔伤。"], [7, "工伤", "没有主。"]]
    for row, cells in enumerate(matters, start=5):
        for at, value in enumerate(cells, start=1):
            book["咨询事项"].cell(row, at, value)
    book.save(path)
    plan = planned(place, CONSULTATION, path)
    assert plan.astray and plan.faulty
    book["咨询事项"].delete_rows(7)
    book.save(path)
    imported(place, path, CONSULTATION)
    record = next(iter(next(iter(records_of(place, CONSULTATION, Choice())))))
    assert [row.summary for row in record.matters] == ["拖欠工资。", "摔伤。"] and record.state is State.LIVE
