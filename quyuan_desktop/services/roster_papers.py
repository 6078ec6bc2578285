"""The papers of the duty roster: the month as A4 值班表, the month or a week as A3 公示牌."""

from collections.abc import Iterator, Mapping
from typing import Any

from quyuan_desktop.documents.roster_board import Board, roster_board_pdf
from quyuan_desktop.documents.roster_sheet import DutyDay, DutyMonth, OnDuty, roster_sheet_pdf
from quyuan_desktop.domain.periods import Period
from quyuan_desktop.registers.service_points import SUPERVISION
from quyuan_desktop.registers.service_points.terms import Half
from quyuan_desktop.services.roster import RosterDay, RosterPoint, Slot, days_of, people_of, read_point, read_slots
from quyuan_desktop.services.workplace import Workplace

_WEEKDAYS = "一二三四五六日"


def sheet_pdf(place: Workplace, uid: str, period: Period) -> bytes:
    """值班表 of the point `uid`, with the telephones of those on duty: for the office's own wall. Raises Trouble."""
    with place.ledger.reading() as session:
        point = read_point(session, uid)
        phones = {each.name: each.phone for each in people_of(place, session, point)}
        days = tuple(_days(place, session, point, period, phones))
    month = DutyMonth(
        office=place.office.name,
        point=point.name,
        label=period.label,
        days=days,
        address=point.address,
        hours=point.hours or place.office.hours,
        phone=point.phone or place.office.phone,
        by=place.staff.name,
    )
    return roster_sheet_pdf(month, place.now())


def board_pdf(place: Workplace, uid: str, period: Period) -> bytes:
    """公示牌 of the point `uid`: names and the point's telephone, nobody's own. Raises Trouble."""
    with place.ledger.reading() as session:
        point = read_point(session, uid)
        days = tuple(_days(place, session, point, period))
    board = Board(
        office=place.office.name,
        point=point.name,
        label=period.label,
        days=days,
        hours=point.hours or place.office.hours,
        address=point.address,
        phone=point.phone or place.office.phone,
        services=[each.label for each in point.services],
        supervision=SUPERVISION.of(place.house) or "",
    )
    return roster_board_pdf(board, place.now())


def _days(
    place: Workplace, session: Any, point: RosterPoint, period: Period, phones: Mapping[str, str] | None = None
) -> Iterator[DutyDay]:
    """The days of the period; without `phones` as everybody may read them: who is there, and nothing else."""
    slots = read_slots(session, point, period)
    for day in days_of(place, point, period):
        both = [slots.get((day.on, half)) for half in Half]
        leaders = dict.fromkeys(slot.leader for slot in both if slot is not None and slot.leader)
        morning, afternoon = (_on_duty(slot, phones) for slot in both)
        yield DutyDay(day.on, _rest(day), morning, afternoon, "、".join(leaders))


def _rest(day: RosterDay) -> str:
    """Why nobody is there: 国庆节, 周六休息, 非服务日; empty on a day on which somebody should be."""
    if day.wanted:
        return ""
    if day.rest:
        return day.name or f"周{_WEEKDAYS[day.on.weekday()]}休息"
    return "非服务日"


def _on_duty(slot: Slot | None, phones: Mapping[str, str] | None) -> OnDuty:
    if slot is None:
        return OnDuty()
    if phones is None:
        return OnDuty(slot.present)
    if slot.substitute:
        return OnDuty(f"{slot.substitute}\n（替{slot.person}）", phones.get(slot.substitute, ""))
    return OnDuty(slot.person, slot.phone or phones.get(slot.person, ""))
