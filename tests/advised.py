"""An office with advisers in some villages, for tests of what is entered for them."""

from datetime import date

from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers.advisers.adviser import ADVISER
from quyuan_desktop.registers.advisers.assignment import ASSIGNMENT
from quyuan_desktop.registers.base import Register, Values, called
from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.registers.places import VILLAGE
from quyuan_desktop.services.save_record import defaults, save_record
from quyuan_desktop.services.workplace import Workplace

VILLAGES = ("荷花村", "三洲村", "义南村")


def advised(place: Workplace) -> dict[str, Linked]:
    """Three villages, each with its term of one adviser for 2023; the terms by the name of the village."""
    adviser = _saved(
        place, ADVISER, {"name": "彭望洲", "licence": "14306209910000001", "since": date(2022, 12, 1)}
    )
    terms = {}
    for name in VILLAGES:
        village = _saved(place, VILLAGE, {"name": name, "town": Town.YINGTIAN})
        dates = {"start_on": date(2023, 1, 1), "end_on": date(2023, 12, 31)}
        terms[name] = _saved(place, ASSIGNMENT, {"village": village, "adviser": adviser, **dates})
    return terms


def _saved(place: Workplace, register: Register, values: Values) -> Linked:
    record = save_record(place, register, {**defaults(place, register), **values}, confirmed=True).record
    return Linked(record.uid, called(register, record))
