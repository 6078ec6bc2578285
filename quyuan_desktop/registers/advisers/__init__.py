"""The desk 一村一法律顾问: advisers, their terms in villages, their services, group chats, and the board of coverage."""

from quyuan_desktop.registers.advisers.adviser import ADVISER, WECHAT_GROUP
from quyuan_desktop.registers.advisers.assignment import ASSIGNMENT, SETTINGS
from quyuan_desktop.registers.advisers.checks import CHECKS
from quyuan_desktop.registers.advisers.service_log import SERVICE_LOG
from quyuan_desktop.registers.base import Desk, Guest

ADVISERS = Desk(
    code="advisers",
    label="一村一法律顾问",
    registers=(SERVICE_LOG, ASSIGNMENT, ADVISER, WECHAT_GROUP),
    also=(Guest(register="village"),),
    pages=("coverage", "adviser_papers"),
    settings=SETTINGS,
    checks=CHECKS,
)
