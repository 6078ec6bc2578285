"""Every register comes out of a workbook as it went in."""

from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from quyuan_desktop.registers import REGISTERS, kinds
from quyuan_desktop.registers.base import Base, Register, Values, fields_of, row_class, values_of
from quyuan_desktop.services.import_heads import MOMENT, importable
from quyuan_desktop.services.list_records import Choice, records_of
from quyuan_desktop.services.save_record import examine, save_record
from quyuan_desktop.services.workbook_export import Extract, export_list
from quyuan_desktop.services.workbook_import import (
    Plan,
    apply_import,
)
from quyuan_desktop.services.workplace import Workplace
from tests.offices import at_work, fresh, nowhere
from tests.services.workbook_import.hand import SAME
from tests.sheets import planned, quietly, verdicts
from tests.strategies import anchored, plainest, records


@pytest.mark.parametrize("register", REGISTERS.values(), ids=REGISTERS)
def test_a_whole_export_comes_back_as_the_same(place: Workplace, register: Register, tmp_path: Path) -> None:
    for masked in (False, True):
        save_record(place, register, anchored(place, register, plainest(register)), confirmed=True)
        path = tmp_path / "a.xlsx"
        export_list(place, register, Extract(Choice(), masked=masked), path, quietly)
        plan = planned(place, register, path)
        assert set(verdicts(plan)) == {SAME}, [(row.verdict, row.told) for row in plan.rows]


ALONE = [
    register
    for register in REGISTERS.values()
    if not any(field.required and type(field.kind).__name__ == "Link" for field in register.fields)
]


@pytest.mark.parametrize("register", ALONE, ids=[register.code for register in ALONE])
@given(data=st.data())
@settings(max_examples=2)
def test_records_come_into_another_ledger_as_they_were(
    register: Register, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Through a workbook with all that people type, out of one office and into another."""
    values = _with_defaults(register.record, data.draw(records(register, plain=True)))
    assume(all(problem.warning for problem in examine(nowhere(), register, values)[1]))
    folder = tmp_path_factory.mktemp("offices")
    typed = list(importable(register, register.record))
    rows = [field for field in register.fields if isinstance(field.kind, kinds.Rows)]
    with at_work(fresh(folder / "one")) as one, at_work(fresh(folder / "other")) as other:
        before = values_of(save_record(one, register, values, confirmed=True).record)
        export_list(one, register, Extract(Choice(), masked=False), folder / "a.xlsx", quietly)
        book = load_workbook(folder / "a.xlsx")
        book.worksheets[0].delete_cols(2)  # its number is the first office's
        book.save(folder / "a.xlsx")
        apply_import(other, _sound(planned(other, register, folder / "a.xlsx")), quietly)
        after = [values_of(each) for part in records_of(other, register, Choice()) for each in part]
    assert len(after) == 1
    for field in (*typed, *rows):
        if register.workflow is None or not field.step:
            assert after[0][field.name] == before[field.name], field.name


def _with_defaults(declared: type[Base], values: Values) -> Values:
    """`values` with the defaults that a blank cell stands for, in child rows too."""
    filled = dict(values)
    for field in fields_of(declared):
        if isinstance(field.kind, kinds.Rows):
            own = row_class(declared, field.name)
            filled[field.name] = [_with_defaults(own, row) for row in values[field.name]]
        elif field.default not in (None, *MOMENT) and filled[field.name] == field.kind.empty:
            filled[field.name] = field.kind.restore(field.default)
    return filled


def _sound(plan: Plan) -> Plan:
    assert not plan.faulty, [row.told for row in plan.rows]
    return plan
