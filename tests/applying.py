"""What tests of applications ask: what the rules say at a desk without a ledger, how far one has come, why not."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from quyuan_desktop.domain.house import HouseRules
from quyuan_desktop.domain.problems import Problem, Refused
from quyuan_desktop.domain.workdays import HolidayTable
from quyuan_desktop.registers.base import Values
from quyuan_desktop.registers.legal_aid import aid_terms as terms
from quyuan_desktop.registers.legal_aid.application_register import APPLICATION
from quyuan_desktop.services.house_rules import seeded_deadlines, seeded_holidays
from quyuan_desktop.services.save_record import examine, open_record
from quyuan_desktop.services.workplace import Workplace
from tests.applications import GRANT, REFUSE, application, present, take
from tests.offices import TODAY, ZONE, Clock, nowhere

HOUSE = HouseRules(HolidayTable(seeded_holidays()), tuple(seeded_deadlines()))
DESK = replace(nowhere(), house=HOUSE)


def on(day: str, at: Workplace = DESK) -> Workplace:
    """The desk on another day."""
    return replace(at, now=Clock(datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=ZONE)))


def d(day: str) -> date:
    """A day as it is written."""
    return date.fromisoformat(day)


def completed(**changes: Any) -> Values:
    """The application with `changes` and what follows from them."""
    return examine(on("2024-12-31"), APPLICATION, application(**changes))[0]


def found(at: Workplace = DESK, **changes: Any) -> tuple[dict[str, str], dict[str, str]]:
    """The slips and the warnings that the application with `changes` gives, by field."""
    _, problems = examine(at, APPLICATION, application(**changes))
    slips = {each.field: each.text for each in problems if not each.warning}
    return slips, {each.field: each.text for each in problems if each.warning}


def slips(**changes: Any) -> dict[str, str]:
    """The slips alone; the day is late enough for any step."""
    return found(on("2024-12-31"), **changes)[0]


def doubts(**changes: Any) -> dict[str, str]:
    """The warnings, where there are no slips."""
    slip, doubt = found(**changes)
    assert slip == {}
    return doubt


def stage(place: Workplace, uid: str) -> terms.Stage:
    """How far the application has come."""
    found = present(place, uid)["stage"]
    assert isinstance(found, terms.Stage)
    return found


def refused(place: Workplace, uid: str, code: str, **filled: Any) -> list[Problem]:
    """Why a step is not taken; nothing was changed by trying."""
    before = open_record(place, APPLICATION, uid).revisions
    with pytest.raises(Refused) as caught:
        take(place, uid, code, **filled)
    assert open_record(place, APPLICATION, uid).revisions == before
    return caught.value.problems


GRANTED: Values = {"received_on": TODAY, "handed_over_on": d("2023-12-04"), **GRANT, "decided_on": d("2023-12-08")}
APPOINTED: Values = {**GRANTED, "appointed_on": d("2023-12-11")}
CLOSED: Values = {**APPOINTED, "closed_on": d("2024-03-08"), "closing": terms.Closing.WON}
REFUSED: Values = {**GRANTED, **REFUSE, "decision_served_on": d("2023-12-15")}
TERMINATED: Values = {**APPOINTED, "terminated_on": d("2023-12-20"), "termination": terms.Termination.T6}
"""Applications at later stages, as their days and choices stand."""
