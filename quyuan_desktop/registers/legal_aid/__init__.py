"""The legal-aid desk (法律援助台)."""

from quyuan_desktop.registers.base import Desk
from quyuan_desktop.registers.legal_aid.application_register import APPLICATION
from quyuan_desktop.registers.legal_aid.application_rules import SETTINGS
from quyuan_desktop.registers.legal_aid.checks import CHECKS
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION

LEGAL_AID = Desk(
    code="legal_aid",
    label="法律援助",
    registers=(CONSULTATION, APPLICATION),
    pages=("own_forms",),
    settings=SETTINGS,
    checks=CHECKS,
)
