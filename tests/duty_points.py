"""Invented service points and their duty, for tests of the roster."""

from datetime import date
from typing import Any

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers.base import blank
from quyuan_desktop.registers.service_points.point import POINT
from quyuan_desktop.registers.service_points.terms import Half, PointState, Service, Tier
from quyuan_desktop.services.roster import Cell, Roster, month_of
from quyuan_desktop.services.save_record import save_record
from quyuan_desktop.services.workplace import Workplace

AM, PM = Half.MORNING, Half.AFTERNOON
NOVEMBER = periods.month("2023-11")
NAME = "营田司法所公共法律服务点"


def add_point(place: Workplace, name: str = NAME, **changes: Any) -> str:
    """Save a point and give its uid."""
    values = {
        **blank(POINT.record),
        "name": name,
        "tier": Tier.STATION,
        "town": Town.YINGTIAN,
        "opened_on": date(2022, 3, 1),
        "point_state": PointState.OPEN,
        "phone": "0730-5550100",
        "hours": "周一至周五 8:30—12:00，14:30—17:30",
        "address": "营田镇文化路 18 号",
        "head": "袁知秋",
        "staff": "彭望舒、周既白",
        "services": (Service.CONSULTATION, Service.MEDIATION),
        **changes,
    }
    return str(save_record(place, POINT, values, confirmed=True).record.uid)


def at(day: int, half: Half = AM, month: int = 11) -> Cell:
    """A half day of 2023."""
    return date(2023, month, day), half


def november(place: Workplace, uid: str) -> Roster:
    """The roster of November 2023."""
    return month_of(place, uid, NOVEMBER)


def names(roster: Roster) -> dict[Cell, str]:
    """Who is there, by half day."""
    return {cell: slot.present for cell, slot in roster.slots.items()}
