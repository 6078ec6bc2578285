"""Values of every declared field go through a workbook unchanged; what people put into cells is understood."""

import tempfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from quyuan_desktop.documents.read_workbook import read_tables
from quyuan_desktop.documents.register_workbook import HEAD_ROW, ListColumn, ListSheet, register_xlsx
from quyuan_desktop.documents.workbook_cells import cell_of, plain_head, value_of
from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers import REGISTERS, kinds
from quyuan_desktop.registers.attached import Files
from quyuan_desktop.registers.base import Base, fields_of, row_class
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.registers.linked import Link
from tests.offices import START, TODAY
from tests.strategies import values_of_kind

DECLARED: dict[str, type[Base]] = {
    **{code: register.record for code, register in REGISTERS.items()},
    **{
        f"{code}.{field.name}": row_class(register.record, field.name)
        for code, register in REGISTERS.items()
        for field in register.fields
        if isinstance(field.kind, kinds.Rows)
    },
}


@pytest.mark.parametrize("declared", DECLARED.values(), ids=DECLARED)
@given(data=st.data())
@settings(max_examples=6)
def test_values_go_through_a_workbook_unchanged(declared: type[Base], data: st.DataObject) -> None:
    fields = [field for field in fields_of(declared) if not isinstance(field.kind, kinds.Rows | Files)]
    values = {field.name: data.draw(values_of_kind(field.kind)) for field in fields}
    columns = [ListColumn(field.label, isinstance(field.kind, kinds.Money)) for field in fields]
    row = [cell_of(field, values[field.name]) for field in fields]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        path.write_bytes(register_xlsx("表", "所", "注", [ListSheet("表", columns, [row])], START))
        lines = read_tables(path)[0].lines
    cells = [*lines[HEAD_ROW + 1].cells] if len(lines) > HEAD_ROW + 1 else []
    cells += [None] * (len(fields) - len(cells))
    for field, cell in zip(fields, cells, strict=True):
        wanted = values[field.name]
        if isinstance(field.kind, Link):
            wanted = wanted.text if wanted is not None else None
        assert value_of(field, cell, TODAY) == wanted, field.name


def test_texts_never_become_formulas(tmp_path: Path) -> None:
    nasty = [
        "=1+1",
        "+86 190",
        "-1",
        "@SUM(A1)",
        "http://example.invalid",
        "430671101201",
        "0001",
        "999001196203041228",
    ]
    sheet = ListSheet("表", [ListColumn("列")], [[each] for each in nasty])
    (tmp_path / "a.xlsx").write_bytes(register_xlsx("=题", "@所", "-注", [sheet], START))
    read = load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert [read.cell(HEAD_ROW + 2 + at, 1).value for at in range(len(nasty))] == nasty
    assert all(cell.data_type in ("s", "n") for row in read.iter_rows() for cell in row if cell.value is not None)
    assert [read["A1"].value, read["A2"].value] == ["=题", "@所　-注"]
    assert read.freeze_panes == "A4" and read.print_title_rows == "$3:$3" and read.print_area


def field_of(kind: kinds.Kind) -> Field:
    return Field(label="栏", kind=kind)


@pytest.mark.parametrize(
    ("kind", "raw", "wanted"),
    [
        (kinds.Day(), 45260, date(2023, 11, 30)),
        (kinds.Day(), "45260", date(2023, 11, 30)),
        (kinds.Day(), 20231130, date(2023, 11, 30)),
        (kinds.Day(), datetime(2023, 11, 30, 8, 0), date(2023, 11, 30)),
        (kinds.Day(), "2023/11/30 0:00:00", date(2023, 11, 30)),
        (kinds.Day(), "２０２３年１１月３０日", date(2023, 11, 30)),
        (kinds.Clock(), 0.5, time(12, 0)),
        (kinds.Clock(), time(8, 30), time(8, 30)),
        (kinds.Number(), 12.0, 12),
        (kinds.Number(), "１２０", 120),
        (kinds.Number(unit="户"), "95.0 户", 95),
        (kinds.Money(), 12000.5, 1_200_050),
        (kinds.Money(), "1.2万", 1_200_000),
        (kinds.Text(), 430671101201, "430671101201"),
        (kinds.Text(), 12.5, "12.5"),
        (kinds.Identity(), "９９９００１ 19620304 122x", "99900119620304122X"),
        (kinds.Choice(terms=Town), " 营田镇 ", Town.YINGTIAN),
        (kinds.Choice(terms=Town), "营田", Town.YINGTIAN),
        (kinds.Choice(terms=Town), 430671101, Town.YINGTIAN),
        (kinds.Choices(terms=Town), "凤凰乡，营田镇", (Town.YINGTIAN, Town.FENGHUANG)),
        (kinds.Flag(), "√", True),
        (kinds.Flag(), "无", False),
        (kinds.Flag(), True, True),
        (kinds.Number(), "  ", None),
    ],
)
def test_what_people_put_into_cells_is_understood(kind: kinds.Kind, raw: Any, wanted: Any) -> None:
    assert value_of(field_of(kind), raw, TODAY) == wanted


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (kinds.Identity(), 999001196203041000),
        (kinds.Text(), "4.30671E+11"),
        (kinds.Day(), "5-1"),
        (kinds.Day(), "12"),
        (kinds.Day(), "2023-13-40"),
        (kinds.Number(), "很多"),
        (kinds.Money(), 1.005),
        (kinds.Choice(terms=Town), "区"),
        (kinds.Choice(terms=Town), "某镇"),
    ],
)
def test_what_cannot_be_known_is_told(kind: kinds.Kind, raw: Any) -> None:
    found = value_of(field_of(kind), raw, TODAY)
    assert isinstance(found, Problem) and found.text.endswith("。")


def test_heads_are_compared_without_what_stands_around_them() -> None:
    assert len({plain_head(each) for each in ("12位代码", "12位代码*", " 12 位代码 ＊", "12位代码（必填）")}) == 1
    assert plain_head("户数（户）") != plain_head("户数")
