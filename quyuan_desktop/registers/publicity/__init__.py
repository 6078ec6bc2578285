"""The desk 普法宣传: events, the people and places of the law in the villages, study and examination."""

from quyuan_desktop.registers.base import Desk, Guest
from quyuan_desktop.registers.publicity.checks import CHECKS
from quyuan_desktop.registers.publicity.culture import CULTURE_PLACE
from quyuan_desktop.registers.publicity.event import PROMO_EVENT
from quyuan_desktop.registers.publicity.exam import STUDY_EXAM
from quyuan_desktop.registers.publicity.measures import VERSED_PER_VILLAGE
from quyuan_desktop.registers.publicity.models import MODEL_HOUSEHOLD, MODEL_VILLAGE
from quyuan_desktop.registers.publicity.people import LEGAL_PERSON

PUBLICITY = Desk(
    code="publicity",
    label="普法宣传",
    registers=(PROMO_EVENT, STUDY_EXAM, LEGAL_PERSON, MODEL_HOUSEHOLD, MODEL_VILLAGE, CULTURE_PLACE),
    also=(Guest(register="village"),),
    settings=(VERSED_PER_VILLAGE,),
    checks=CHECKS,
)
