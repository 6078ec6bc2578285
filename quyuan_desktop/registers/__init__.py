"""The declarations: what a record is, its rules, what the month counts. A desk more is a name in DESKS."""

from quyuan_desktop.registers.advisers import ADVISERS
from quyuan_desktop.registers.base import Desk, Register
from quyuan_desktop.registers.legal_aid import LEGAL_AID
from quyuan_desktop.registers.legal_review import LEGAL_REVIEW
from quyuan_desktop.registers.measures import Counting
from quyuan_desktop.registers.publicity import PUBLICITY
from quyuan_desktop.registers.service_points import SERVICE_POINTS

DESKS: tuple[Desk, ...] = (LEGAL_AID, SERVICE_POINTS, ADVISERS, PUBLICITY, LEGAL_REVIEW)

REGISTERS: dict[str, Register] = {register.code: register for desk in DESKS for register in desk.registers}

MEASURES: dict[str, Counting] = {
    counting.code: counting for register in REGISTERS.values() for counting in register.measures
}

COUNTED_IN: dict[str, Register] = {
    counting.code: register for register in REGISTERS.values() for counting in register.measures
}
"""The register in whose table a figure stands."""
