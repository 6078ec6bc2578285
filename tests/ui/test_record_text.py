"""What is told of any record without being asked for: nothing that is masked, no long text."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quyuan_desktop.registers import REGISTERS, kinds
from quyuan_desktop.registers.base import Register
from quyuan_desktop.services.list_records import ListRow
from quyuan_desktop.ui.columns import columns_of
from quyuan_desktop.ui.record_text import reception_line
from tests.strategies import any_values

each_register = pytest.mark.parametrize("register", REGISTERS.values(), ids=REGISTERS)
SECRET = "隐去的内容不得出现"


class Numbered:
    number = "屈营司〔2023〕1号"


@each_register
@given(data=st.data())
def test_the_grey_line_hides_what_is_masked_and_what_is_long(register: Register, data: st.DataObject) -> None:
    values = data.draw(any_values(register.record))
    for field in register.fields:
        if isinstance(field.kind, kinds.Text) and (field.masked or field.kind.multiline):
            values[field.name] = SECRET
    assert SECRET not in reception_line(register, Numbered(), values)


@each_register
def test_a_column_of_yes_and_no_is_blank_where_it_is_no(register: Register) -> None:
    for column in columns_of(register):
        if column.field is not None and isinstance(column.field.kind, kinds.Flag):
            row: Any = ListRow.__new__(ListRow)
            for value, text in ((True, "是"), (False, "")):
                object.__setattr__(row, "values", {column.key: value})
                assert column.text(row) == text
