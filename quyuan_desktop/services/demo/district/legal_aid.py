"""An office's consultations and applications in the invented district: some by steps, some that lead on, most entered whole."""

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from quyuan_desktop.domain.terms import IdKind, Sex
from quyuan_desktop.registers.base import Values, blank, values_of
from quyuan_desktop.registers.legal_aid import aid_terms as terms
from quyuan_desktop.registers.legal_aid.application import Material
from quyuan_desktop.registers.legal_aid.application_register import APPLICATION, CARRIED
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.registers.legal_aid.terms import Result
from quyuan_desktop.services.demo.applications import CAUSES, FIRMS, LAWYERS, case_values, means
from quyuan_desktop.services.demo.consultations import reception_values
from quyuan_desktop.services.demo.diary import ZONE, Diary
from quyuan_desktop.services.demo.district.entering import fortnights, workdays
from quyuan_desktop.services.demo.district.plan import Share
from quyuan_desktop.services.demo.people import id_number, person
from quyuan_desktop.services.leading import led_values
from quyuan_desktop.services.save_record import defaults, open_record, step_begun

Asked = tuple[date, str]
"""When somebody asked for advice whose case is one for legal aid, and the uid of the consultation."""
TOGETHER = 45
"""Of so many receptions one is of two people."""
BY_STEPS = 4
"""So many applications of an office go step by step, as they happen."""
CLOSED = 9
"""So many of those entered whole are closed later."""


def plan(diary: Diary, share: Share) -> None:
    """Put an office's consultations and applications into the diary."""
    year = diary.year
    pairs = share.people // TOGETHER
    days = workdays(diary, share.people - pairs, date(year, 1, 3), date(year, 12, 29))
    leading: list[Asked] = []
    double = set(diary.chance.sample(range(len(days)), pairs))
    order = iter(range(len(days)))
    fortnights(
        diary,
        days,
        CONSULTATION,
        lambda day: _reception(diary, share, day, two=next(order) in double),
        lambda uids, values: leading.extend(_may_apply(uids, values)),
    )
    whole = share.cases - BY_STEPS
    opened = workdays(diary, whole, date(year, 1, 10), date(year, 12, 8))
    closing = set(opened[:CLOSED])
    fortnights(
        diary,
        [day + timedelta(days=7) for day in opened],
        APPLICATION,
        lambda day: _application(diary, share, day - timedelta(days=7), leading),
        lambda uids, values: _close_later(diary, uids, values, closing),
    )
    for day in workdays(diary, BY_STEPS, date(year, 6, 1), date(year, 11, 24)):
        diary.on(day, partial(_apply, diary, share), hour=10)


def visitor(diary: Diary, share: Share, day: date) -> Values:
    """Somebody of the office's town, now and then of another."""
    found = person(diary.chance, day)
    if diary.chance.random() < 0.94:
        group = f"{diary.chance.randint(1, 18)}组"
        found |= {"town": share.town, "village": diary.chance.choice(share.villages), "address": group}
    return found


def _reception(diary: Diary, share: Share, day: date, *, two: bool) -> Values:
    chance = diary.chance
    at = datetime.combine(day, time(chance.randint(8, 16), chance.randint(0, 59)), ZONE)
    values = reception_values(chance, visitor(diary, share, day), at, False)
    if values["result"] is Result.APPOINTMENT:
        values |= {"result": Result.ANSWERED, "reply": "当面解答，来访人表示清楚。", "appointment_on": None}
    return {**values, "receptionist": share.clerk, "headcount": 2 if two else 1, "companions": 1 if two else None}


def _may_apply(uids: list[str], values: list[Values]) -> list[Asked]:
    return [
        (each["received_on"], uid)
        for uid, each in zip(uids, values, strict=True)
        if each["result"] is Result.APPLICATION and each["id_kind"] is IdKind.RESIDENT
    ]


def _asked(diary: Diary, share: Share, day: date, leading: list[Asked]) -> Values:
    """What the form of an application holds: of whoever asked for advice before, or of somebody new."""
    chance = diary.chance
    before = next((each for each in leading if each[0] <= day), None) if chance.random() < 0.4 else None
    if before is not None:
        leading.remove(before)
        values = dict(led_values(diary.place, CONSULTATION, before[1], "apply").values)
    else:
        who = visitor(diary, share, day)
        values = {**defaults(diary.place, APPLICATION), **{each: who.get(each, "") for each in CARRIED}}
        values |= {"id_reason": "", "household": "", "workplace": "", "applicant": who["visitor"]}
        if who["id_kind"] is not IdKind.RESIDENT:
            values |= _with_number(diary, who)
    cause, ground, form, _ = chance.choices(CAUSES, [each[3] for each in CAUSES])[0]
    values |= {"cause": cause, "ground": ground, "form": form, "domain": terms.Domain.CIVIL}
    values |= {"applied_on": day, "acceptor": share.clerk, "joint": terms.Joint.ALONE, "joint_applicants": []}
    values["summary"] = f"申请人因{cause}请求法律援助，材料齐备，经济困难。"
    values["phone"] = values["phone"] or f"190{chance.randint(0, 99999999):08d}"
    return {**values, **means(diary, values), **_told(diary, values, day)}


def _with_number(diary: Diary, who: Values) -> Values:
    born = date(1960, 1, 1) + timedelta(days=diary.chance.randint(0, 14_000))
    number = id_number(born, who["sex"] or Sex.MALE, diary.chance.randint(0, 499))
    return {"id_kind": IdKind.RESIDENT, "id_number": number, "birth_date": born}


def _told(diary: Diary, values: Values, day: date) -> Values:
    event = day - timedelta(days=diary.chance.randint(40, 320))
    return {**case_values(diary, values), "event_on": event, "limitation_on": None}


def _application(diary: Diary, share: Share, day: date, leading: list[Asked]) -> Values:
    """An application entered whole, up to the lawyer who was appointed."""
    chance = diary.chance
    values = _asked(diary, share, day, leading)
    values |= {"received_on": day, "receipt_by": share.clerk, "materials": _materials(values)}
    handed = day + timedelta(days=chance.randint(0, 2))
    decided = handed + timedelta(days=chance.randint(1, 3))
    serial = diary.made["决定"] = diary.made["决定"] + 1
    values |= {"handed_over_on": handed, "handed_over_by": share.clerk, "decided_on": decided}
    if serial % 17 == 0:
        letter = f"屈不援决字〔{diary.year}〕第{share.office.short}{serial}号"
        values |= {"decision": terms.Decision.REFUSE, "refusal": terms.Refusal.MEANS, "decision_number": letter}
        return {**values, "decision_note": "家庭人均收入高于认定标准", "decision_served_on": decided}
    values |= {"decision": terms.Decision.GRANT, "appointed_on": decided + timedelta(days=1)}
    values["agreement_on"] = decided + timedelta(days=2)
    values["decision_number"] = f"屈援决字〔{diary.year}〕第{share.office.short}{serial}号"
    return {**values, **_appointment(diary, share, serial)}


def _appointment(diary: Diary, share: Share, serial: int) -> Values:
    return {
        "appointment_number": f"屈援指字〔{diary.year}〕第{share.office.short}{serial}号",
        "firm": diary.chance.choice(FIRMS),
        "undertaker": diary.chance.choice(LAWYERS),
        "undertaker_kind": terms.Undertaker.LAWYER,
        "undertaker_phone": "0730-5550011",
    }


def _materials(values: Values) -> list[Values]:
    names = ["法律援助申请表", "身份证", values["exemption_evidence"] or "经济困难状况说明表", "证据材料"]
    return [
        {**blank(Material), "name": each, "copies": 1, "pages": 1 + place % 3, "original": terms.Original.COPY}
        for place, each in enumerate(names)
    ]


# -- step by step


def _apply(diary: Diary, share: Share) -> None:
    values = _asked(diary, share, diary.today, [])
    uid = diary.save(APPLICATION, values).record.uid
    diary.on(diary.after(0, 1), partial(_receive, diary, share, uid))


def _take(diary: Diary, uid: str, code: str, **changes: Any) -> None:
    begun = step_begun(diary.place, APPLICATION, values_of(open_record(diary.place, APPLICATION, uid)), code)
    diary.step(APPLICATION, uid, code, {**begun, **changes})


def _receive(diary: Diary, share: Share, uid: str) -> None:
    materials = _materials(values_of(open_record(diary.place, APPLICATION, uid)))
    _take(diary, uid, "receive", received_on=diary.today, receipt_by=share.clerk, materials=materials)
    diary.on(diary.after(0, 2), partial(_hand_over, diary, share, uid))


def _hand_over(diary: Diary, share: Share, uid: str) -> None:
    _take(diary, uid, "hand_over", handed_over_on=diary.today, handed_over_by=share.clerk)
    diary.on(diary.after(1, 4), partial(_decide, diary, share, uid))


def _decide(diary: Diary, share: Share, uid: str) -> None:
    serial = diary.made["决定"] = diary.made["决定"] + 1
    number = f"屈援决字〔{diary.year}〕第{share.office.short}{serial}号"
    changes = {"decided_on": diary.today, "decision": terms.Decision.GRANT, "decision_number": number}
    _take(diary, uid, "decide", **changes, refusal=None, decision_note="", decision_served_on=None)
    diary.on(diary.after(0, 2), partial(_appoint, diary, share, uid, serial))


def _appoint(diary: Diary, share: Share, uid: str, serial: int) -> None:
    _take(diary, uid, "appoint", appointed_on=diary.today, **_appointment(diary, share, serial))
    diary.on(diary.after(1, 3), lambda: _take(diary, uid, "agree", agreement_on=diary.today))


def _close_later(diary: Diary, uids: list[str], values: list[Values], closing: set[date]) -> None:
    for uid, each in zip(uids, values, strict=True):
        if each["applied_on"] in closing and each["decision"] is terms.Decision.GRANT:
            diary.on(diary.after(40, 120), partial(_close, diary, uid))


def _close(diary: Diary, uid: str) -> None:
    record = open_record(diary.place, APPLICATION, uid)
    recovered = (record.claim or 0) * diary.chance.randint(5, 10) // 10 // 100_00 * 100_00
    labour = record.form is terms.Form.ARBITRATION
    _take(
        diary,
        uid,
        "close",
        closed_on=diary.today,
        closing=terms.Closing.ARBITRATED if labour else terms.Closing.COURT_MEDIATED,
        closing_document="仲裁调解书" if labour else "民事调解书",
        recovered=recovered,
        wages=recovered if record.green is terms.Green.WAGES else None,
    )
    diary.on(diary.after(5, 20), partial(_archive, diary, uid))


def _archive(diary: Diary, uid: str) -> None:
    serial = diary.made["归档"] = diary.made["归档"] + 1
    number = f"{diary.year}-{diary.place.office.short}援-{serial}"
    _take(diary, uid, "archive", archived_on=diary.today, file_number=number, file_pages=38, retention="10年")
    diary.on(diary.after(8, 20), lambda: _take(diary, uid, "pay", subsidy_on=diary.today))
