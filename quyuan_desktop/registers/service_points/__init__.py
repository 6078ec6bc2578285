"""The desk 公共法律服务: points, duty, visits, pop-up desks, inspections; consultations at points are seen here too."""

from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.base import Desk, Guest
from quyuan_desktop.registers.places import VILLAGE
from quyuan_desktop.registers.service_points.checks import CHECKS
from quyuan_desktop.registers.service_points.duty import DUTY, DUTY_LOG
from quyuan_desktop.registers.service_points.inspection import INSPECTION
from quyuan_desktop.registers.service_points.point import POINT
from quyuan_desktop.registers.service_points.popup import POPUP
from quyuan_desktop.registers.service_points.visit import VISIT
from quyuan_desktop.registers.settings import DeskSetting

SUPERVISION = DeskSetting(
    code="service_points.supervision",
    label="监督电话",
    kind=kinds.Phone(),
    default="",
    help="印在值班公示牌上；没有填的，公示牌上留空手写。",
)

SERVICE_POINTS = Desk(
    code="service_points",
    label="公共法律服务",
    registers=(VISIT, DUTY, DUTY_LOG, POPUP, POINT, INSPECTION, VILLAGE),
    also=(Guest(register="consultation", like="visit", fields=("point",)),),
    pages=("roster",),
    settings=(SUPERVISION,),
    checks=CHECKS,
)
