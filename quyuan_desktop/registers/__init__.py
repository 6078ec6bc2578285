"""The declarations: what a record is, its rules, what the month counts. A desk more is a name in DESKS."""

from quyuan_desktop.registers.base import Desk, Register
from quyuan_desktop.registers.legal_aid import LEGAL_AID
from quyuan_desktop.registers.measures import Measure

DESKS: tuple[Desk, ...] = (LEGAL_AID,)

REGISTERS: dict[str, Register] = {register.code: register for desk in DESKS for register in desk.registers}

MEASURES: dict[str, Measure] = {
    measure.code: measure for register in REGISTERS.values() for measure in register.measures
}
