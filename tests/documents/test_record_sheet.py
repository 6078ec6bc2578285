"""A record on one sheet from its declaration: which fields it has, how wide, what is ticked, what is left as room."""

import re

import pytest

from quyuan_desktop.documents.layout import Box, Cell, Form, Row, Table
from quyuan_desktop.documents.layout_pdf import form_pdf
from quyuan_desktop.documents.preview import extract_text
from quyuan_desktop.documents.record_sheet import UNITS, Plan, record_sheet
from quyuan_desktop.documents.sheet import Sheet
from quyuan_desktop.registers import REGISTERS, kinds
from quyuan_desktop.registers.attached import Files
from quyuan_desktop.registers.base import Register
from quyuan_desktop.registers.mediation import DISPUTE
from quyuan_desktop.registers.service_points.point import POINT
from quyuan_desktop.registers.service_points.popup import POPUP
from quyuan_desktop.registers.service_points.visit import VISIT
from tests.documents.paper_geometry import collisions
from tests.documents.point_specimens import POINT_FIELDS, POPUP_FIELDS, POPUP_ROWS
from tests.documents.record_specimens import empty_of, long_of, sheet_of

PLAIN = Plan("登记表")
each_register = pytest.mark.parametrize("register", REGISTERS.values(), ids=list(REGISTERS))


def blocks(form: Form) -> list[Row | Table]:
    return [
        block
        for box in form.blocks
        if isinstance(box, Box)
        for block in box.blocks
        if isinstance(block, Row | Table)
    ]


def cells(register: Register, plan: Plan, sheet: Sheet) -> dict[str, Cell]:
    return {
        cell.name: cell
        for block in blocks(record_sheet(register, plan, sheet))
        if isinstance(block, Row)
        for cell in block.cells
    }


def said(register: Register, plan: Plan, sheet: Sheet) -> str:
    pdf = form_pdf(record_sheet(register, plan, sheet), sheet)
    return re.sub(r"\s", "", "".join(extract_text(pdf)))


@each_register
def test_every_field_that_is_filled_in_has_its_place_once(register: Register) -> None:
    form = record_sheet(register, PLAIN, empty_of(register))
    names = [cell.name for block in blocks(form) if isinstance(block, Row) for cell in block.cells]
    names += [block.rows for block in blocks(form) if isinstance(block, Table)]
    wanted = [f.name for f in register.fields if not f.derived and not isinstance(f.kind, Files)]
    assert sorted(names) == sorted(wanted)


@each_register
def test_rows_are_full(register: Register) -> None:
    for block in blocks(record_sheet(register, PLAIN, empty_of(register))):
        if isinstance(block, Row):
            assert sum(cell.wide for cell in block.cells) == pytest.approx(UNITS)


@each_register
def test_any_register_can_be_printed(register: Register) -> None:
    for sheet in (empty_of(register), long_of(register, {}, rows=5)):
        assert collisions(form_pdf(record_sheet(register, PLAIN, sheet), sheet)) == []


def test_a_wide_field_gets_a_wide_cell() -> None:
    found = cells(POINT, PLAIN, empty_of(POINT))
    assert found["name"].wide > found["head"].wide
    assert found["services"].wide == UNITS


def test_code_tables_are_ticked() -> None:
    found = said(POINT, PLAIN, sheet_of(POINT, POINT_FIELDS))
    for text in (
        "√公共法律服务工作站",
        "□公共法律服务中心",
        "√营田镇",
        "√法律咨询",
        "□其他",
        "√启用",
        "□停用",
        "45平方米",
    ):
        assert text in found, text


def test_a_code_table_too_long_to_tick_is_told_in_words() -> None:
    sheet = sheet_of(VISIT, {"service": "矛盾纠纷调解"})
    assert cells(VISIT, PLAIN, sheet)["service"].ticks == ()
    assert "事项类别矛盾纠纷调解" in said(VISIT, PLAIN, sheet)


def test_exceptions_are_dropped_when_empty_and_files_and_derived_stay_away() -> None:
    plan = Plan("登记表", unless_empty=("closed_on",), left_out=("note",))
    assert "closed_on" not in cells(POINT, plan, empty_of(POINT))
    assert "closed_on" in cells(POINT, plan, sheet_of(POINT, {"closed_on": "2023-11-30"}))
    found = cells(POINT, plan, sheet_of(POINT, POINT_FIELDS))
    assert "note" not in found
    assert "photos" not in found
    assert "photos" in cells(POINT, Plan("登记表", also=("photos",)), sheet_of(POINT, POINT_FIELDS))


def test_child_rows_are_tables_with_sums_in_their_place() -> None:
    form = record_sheet(POPUP, PLAIN, sheet_of(POPUP, POPUP_FIELDS, POPUP_ROWS))
    tables = [block for block in blocks(form) if isinstance(block, Table)]
    assert [table.rows for table in tables] == ["helpers", "handouts"]
    assert [(column.head, column.total) for column in tables[1].columns] == [
        ("资料名称", False),
        ("份数（份）", True),
    ]
    found = said(POPUP, PLAIN, sheet_of(POPUP, POPUP_FIELDS, POPUP_ROWS))
    assert "周律师律师湖南某某律师事务所" in found
    assert "合计200" in found
    assert found.index("责任单位") < found.index("周律师") < found.index("代表性问题")


def test_the_ages_of_people_make_no_sum() -> None:
    form = record_sheet(DISPUTE, PLAIN, sheet_of(DISPUTE, {}))
    tables = {block.rows: block for block in blocks(form) if isinstance(block, Table)}
    assert not any(column.total for column in tables["parties"].columns)
    assert [column.total for column in tables["prevented"].columns] == [False, True, True]
    assert {column.wide for column in tables["sessions"].columns if column.name in ("start", "end")} == {10}


def test_numbers_leave_room_before_their_unit() -> None:
    found = cells(POPUP, PLAIN, empty_of(POPUP))
    assert isinstance(POPUP.field("reach").kind, kinds.Number)
    assert found["reach"].text.strip() == "人"
    assert cells(POPUP, PLAIN, sheet_of(POPUP, {"reach": "300"}))["reach"].text == "{reach} 人"
