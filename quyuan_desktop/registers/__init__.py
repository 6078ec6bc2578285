"""The declarations: what a record is, its rules, what the month counts. A desk more is a name in DESKS."""

from sqlalchemy import Index

from quyuan_desktop.domain.office import Level
from quyuan_desktop.registers.advisers import ADVISERS
from quyuan_desktop.registers.base import Desk, Register
from quyuan_desktop.registers.legal_aid import LEGAL_AID
from quyuan_desktop.registers.legal_review import LEGAL_REVIEW
from quyuan_desktop.registers.measures import Check, Counting, Measure, Total
from quyuan_desktop.registers.mediation import MEDIATION
from quyuan_desktop.registers.publicity import PUBLICITY
from quyuan_desktop.registers.service_points import SERVICE_POINTS

DESKS: tuple[Desk, ...] = (LEGAL_AID, SERVICE_POINTS, ADVISERS, MEDIATION, PUBLICITY, LEGAL_REVIEW)


def desks_for(level: Level) -> tuple[Desk, ...]:
    """The desks of an office; the district's bureau has all of them."""
    return tuple(desk for desk in DESKS if level is Level.DISTRICT or not desk.district_only)


REGISTERS: dict[str, Register] = {register.code: register for desk in DESKS for register in desk.registers}

for _each in REGISTERS.values():
    _of = _each.record.__table__.c
    Index(f"ix_{_each.record.__tablename__}_office", _of.office, _of.state, _of[_each.day])
"""The bureau's lists and months of one office among many."""

MEASURES: dict[str, Counting] = {
    counting.code: counting for register in REGISTERS.values() for counting in register.measures
}

COUNTED_IN: dict[str, Register] = {
    counting.code: register for register in REGISTERS.values() for counting in register.measures
}
"""The register in whose table a figure stands."""

CHECKS: tuple[Check, ...] = tuple(check for desk in DESKS for check in desk.checks)
"""The cross-checks (勾稽) of all desks."""


def adds_up(counting: Counting) -> bool:
    """Whether the figures of months sum to that of the year: what happened does, what stands at an end does not."""
    if isinstance(counting, Total):
        return all(adds_up(MEASURES[code]) for code in counting.parts)
    return isinstance(counting, Measure) and counting.base.until is None and not counting.worst
