"""A table, handed in."""

from pathlib import Path

from quyuan_desktop.registers.base import Register
from quyuan_desktop.registers.places import VILLAGE
from quyuan_desktop.services.list_records import Choice, records_of
from quyuan_desktop.services.workbook_import import (
    Plan,
    Verdict,
    apply_import,
)
from quyuan_desktop.services.workplace import Workplace
from tests.sheets import planned, quietly

SAME, NEW, CHANGED, FAULTY = Verdict.SAME, Verdict.NEW, Verdict.CHANGED, Verdict.FAULTY


def villages(place: Workplace) -> dict[str, object]:
    """The villages in force by name."""
    return {each.name: each for part in records_of(place, VILLAGE, Choice()) for each in part}


def imported(place: Workplace, path: Path, register: Register = VILLAGE) -> Plan:
    plan = planned(place, register, path)
    assert not plan.faulty, [row.told for row in plan.rows]
    apply_import(place, plan, quietly)
    return plan
