"""The desk 法制审核 of the district: contracts, normative documents, clean-ups, decisions, cases, meetings."""

from quyuan_desktop.registers.base import Desk
from quyuan_desktop.registers.legal_review.checks import CHECKS
from quyuan_desktop.registers.legal_review.cleanup import NORM_CLEANUP
from quyuan_desktop.registers.legal_review.contract import CONTRACT_REVIEW
from quyuan_desktop.registers.legal_review.decision import DECISION_REVIEW
from quyuan_desktop.registers.legal_review.litigation import LITIGATION
from quyuan_desktop.registers.legal_review.meeting import MEETING
from quyuan_desktop.registers.legal_review.norm_doc import LONGEST_VALIDITY, NORM_DOC

LEGAL_REVIEW = Desk(
    code="legal_review",
    label="法制审核",
    registers=(CONTRACT_REVIEW, NORM_DOC, NORM_CLEANUP, DECISION_REVIEW, LITIGATION, MEETING),
    settings=(LONGEST_VALIDITY,),
    checks=CHECKS,
    district_only=True,
)
