"""Cross-field rules of 咨询: what follows from the ID number, and what must go together."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import select

from quyuan_desktop.domain.deadlines import Running
from quyuan_desktop.domain.house import HouseRules
from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers.base import Occasion, Values
from quyuan_desktop.registers.legal_aid.terms import Channel, Result
from quyuan_desktop.registers.persons import (
    WITHOUT_NUMBER,
    check_birth,
    check_number,
    check_origin,
    check_phone,
    complete_person,
)


def complete(values: Values, occasion: Occasion) -> Values:
    """Fill what follows from others: sex, birth date and groups from the ID number, dates of answers."""
    filled = dict(values)
    day = filled["received_on"]
    complete_person(filled, day)
    if filled["channel"] is not Channel.CALL:
        filled["via_12348"] = False
    if not filled["informed_right"]:
        filled["informed_on"] = None
    for field, value in follow(filled).items():
        filled[field] = filled[field] or value
    if filled["headcount"] is None:
        filled["headcount"] = 1
    filled["at_point"] = filled["point"] is not None
    filled["at_popup"] = filled["popup"] is not None
    filled["at_event"] = filled["event"] is not None
    return filled


def follow(values: Values) -> Values:
    """What follows from other values unless the clerk has written otherwise, by field; empty where nothing does."""
    day = values["received_on"]
    labels = dict.fromkeys(each["category"].label for each in values["matters"] if each["category"])
    answered = values["reply"] and values["result"] is not Result.APPOINTMENT
    return {
        "title": "、".join(labels)[:100],
        "replied_on": day if answered else None,
        "informed_on": day if values["informed_right"] else None,
    }


def check(values: Values, occasion: Occasion) -> list[Problem]:
    """The slips of a consultation; each names its field and says what to do."""
    return [
        *_identity(values),
        *_dates(values, occasion.today),
        *_people(values),
        *_answer(values),
        *check_origin(values),
        *check_phone("phone", values["phone"]),
    ]


def doubted(session: Any, values: Values, uid: str, house: HouseRules) -> list[Problem]:
    """A consultation said to be held at a pop-up desk of another day, or at a point that was not open."""
    from quyuan_desktop.registers.service_points.point import not_open
    from quyuan_desktop.registers.service_points.popup import Popup  # whose desk is declared on this register

    day, found = values["received_on"], []
    if values["popup"] is not None:
        on = session.scalar(select(Popup.on).where(Popup.uid == values["popup"].uid))
        if on != day:
            text = f"这次临时站点是 {on} 办的，接待日期却是 {day}，请核对。"
            found.append(Problem("popup", text, warning=True))
    if values["point"] is not None:
        found += not_open(session, values["point"].uid, day)
    return found


def limits(values: Values) -> list[Running]:
    """An answer that was promised, and a letter that waits for one (民事行政法律援助服务规范: 7 个工作日)."""
    day, done = values["received_on"], values["replied_on"]
    if values["result"] is Result.APPOINTMENT and values["appointment_on"]:
        return [Running(code="consult.appointment", start=day, done=done, due=values["appointment_on"])]
    if values["channel"] is Channel.LETTER:
        return [Running(code="consult.letter", start=day, done=done)]
    return []


def _identity(values: Values) -> Iterator[Problem]:
    kind = values["id_kind"]
    if kind is None or kind in WITHOUT_NUMBER:
        return
    if not values["id_number"] and values["channel"] is Channel.VISIT:
        yield Problem(
            "id_number",
            "来访咨询请填证件号码；没有带证件的，证件类型选“无证件”，不肯出示的选“拒绝提供”。",
            warning=True,
        )
    yield from check_number(values)


def _dates(values: Values, today: date) -> Iterator[Problem]:
    day = values["received_on"]
    if day is None:
        return
    if day.year < 1949:
        yield Problem("received_on", f"接待日期 {day:%Y-%m-%d} 太早，请核对年份。")
    yield from check_birth(values, day, "接待日期")
    if values["replied_on"] and values["replied_on"] < day:
        yield Problem("replied_on", "答复日期早于接待日期，请核对。")
    if values["informed_on"] and values["informed_on"] < day:
        yield Problem("informed_on", "告知日期早于接待日期，请核对。")
    if values["appointment_on"] and values["appointment_on"] < day:
        yield Problem("appointment_on", "约定日期早于接待日期，请核对。")
    if values["appointment_on"] and (values["appointment_on"] - today).days > 3660:
        yield Problem("appointment_on", "约定日期太远，请核对年份。")


def _people(values: Values) -> Iterator[Problem]:
    counted, there = values["headcount"], 1 + (values["companions"] or 0)
    if counted and counted > there:
        text = f"统计人次 {counted} 多于来的 {there} 人（来访人加同来人数），请核对。"
        yield Problem("headcount", text, warning=True)


def _answer(values: Values) -> Iterator[Problem]:
    result = values["result"]
    if result is None:
        yield Problem("result", "还没有选处理结果，报表会计入“未填”。", warning=True)
    if result is Result.ANSWERED and not values["reply"]:
        yield Problem("reply", "结果是“当场解答”，请填答复意见。")
    if result is Result.APPOINTMENT and values["appointment_on"] is None:
        yield Problem("appointment_on", "结果是“约期答复”，请填约定日期。")
    if result is Result.REFERRED and not values["referred_to"]:
        yield Problem("referred_to", "结果是“转信访或其他部门”，请填转往何处。")
    if values["opposing_party"] and values["opposing_party"] == values["visitor"]:
        yield Problem("opposing_party", "对方当事人与来访人同名，请核对。", warning=True)
    if not values["informed_right"]:
        yield Problem(
            "informed_right",
            "尚未告知申请法律援助的权利（法律援助法第23条要求告知），告知后请勾选。",
            warning=True,
        )
