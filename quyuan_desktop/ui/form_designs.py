"""Finds the arrangement of a register's form: its desk's own `form.py`, or a plain one from the declaration."""

from importlib import import_module
from importlib.util import find_spec

from quyuan_desktop.registers.base import Register
from quyuan_desktop.registers.form_design import FormDesign, form_fields, plain_design


def design_of(register: Register) -> FormDesign:
    """FORMS[register.code] in `form.py` beside the record's declaration, else the plain design.

    Raises ValueError when the desk's design does not hold every field that one fills in exactly once.
    """
    folder = register.record.__module__.rpartition(".")[0]
    found: FormDesign | None = None
    if find_spec(f"{folder}.form") is not None:
        found = import_module(f"{folder}.form").FORMS.get(register.code)
    if found is None:
        return plain_design(register)
    declared = sorted(field.name for field in form_fields(register))
    if sorted(found.fields) != declared:
        raise ValueError(f"the form of {register.code} must hold every field once")
    return found
