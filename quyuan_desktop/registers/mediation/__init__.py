"""The desk 矛盾调解 (群英断是非): leads, disputes, experts, screening, campaigns, devices, rewards by the case."""

from quyuan_desktop.registers.base import Desk
from quyuan_desktop.registers.mediation.checks import CHECKS
from quyuan_desktop.registers.mediation.claim import CLAIM, SETTINGS
from quyuan_desktop.registers.mediation.device import DEVICE
from quyuan_desktop.registers.mediation.dispute_register import DISPUTE
from quyuan_desktop.registers.mediation.expert import EXPERT
from quyuan_desktop.registers.mediation.lead_register import LEAD
from quyuan_desktop.registers.mediation.rounds import CAMPAIGN, SCREENING

__all__ = ["CAMPAIGN", "CLAIM", "DEVICE", "DISPUTE", "EXPERT", "LEAD", "MEDIATION", "SCREENING"]

MEDIATION = Desk(
    code="mediation",
    label="矛盾调解",
    registers=(DISPUTE, LEAD, EXPERT, SCREENING, CAMPAIGN, CLAIM, DEVICE),
    settings=SETTINGS,
    checks=CHECKS,
)
