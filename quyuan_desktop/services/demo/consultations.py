"""The consultations of the invented year, some of which are corrected, made void, or answered later."""

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta

from quyuan_desktop.registers.base import Values, blank, values_of
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION, Matter
from quyuan_desktop.registers.legal_aid.terms import Channel, MatterKind, Result
from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.services.demo.diary import Diary
from quyuan_desktop.services.demo.people import CLERKS, name, person
from quyuan_desktop.services.demo.texts import BODIES, CASES
from quyuan_desktop.services.papers import issue_paper
from quyuan_desktop.services.save_record import Saved, void_record

Follow = Callable[[Diary, Saved], None]


def plan(diary: Diary, about: int, follow: Follow) -> None:
    """Put `about` receptions into the diary; `follow` is told of each that may lead on."""
    known: list[Values] = []
    for number, day in enumerate(diary.days_of_work(about), start=1):
        diary.on(day, lambda number=number: _receive(diary, known, number, about, follow))  # type: ignore[misc]  # bound early


def take_in(diary: Diary, **where: Linked) -> None:
    """One consultation where the office is out: at a point, at a pop-up desk."""
    values = reception_values(diary.chance, person(diary.chance, diary.today), diary.clock.at, False)
    if values["result"] in (Result.APPLICATION, Result.APPOINTMENT):
        reply = "现场说明办理条件和地点，来访人表示清楚。"
        values |= {"result": Result.GUIDED, "appointment_on": None, "reply": reply}
    diary.save(CONSULTATION, {**values, **where, "channel": Channel.OUTREACH})


def _receive(diary: Diary, known: list[Values], number: int, about: int, follow: Follow) -> None:
    chance, day = diary.chance, diary.today
    back = bool(known) and chance.random() < 0.12
    visitor = dict(chance.choice(known)) if back else person(chance, day)
    if not back:
        known.append(visitor)
    values = reception_values(chance, visitor, diary.clock.at, back)
    if number in (about - 6, about - 2):
        values |= _promised(day)
    saved = diary.save(CONSULTATION, values)
    if chance.random() < 0.3:
        issue_paper(diary.place, CONSULTATION, saved.record.uid, "consultation_receipt")
    if values["result"] is Result.APPOINTMENT and day.month < 12:
        diary.on(saved.record.appointment_on, lambda: _answer(diary, saved), hour=9)
    elif number % 47 == 0:
        void_record(diary.place, CONSULTATION, saved.record.uid, "重复登记")
    elif number % 31 == 0:
        changes = {"note": "来访人次日补交了身份证复印件。"}
        diary.on(day + timedelta(days=1), lambda: _correct(diary, saved, "补充备注", changes))
    else:
        follow(diary, saved)


def _answer(diary: Diary, saved: Saved) -> None:
    """The promised answer is given on the day agreed."""
    reply = {"reply": "经查阅有关规定后电话答复，来访人表示清楚。", "replied_on": diary.today}
    _correct(diary, saved, "约期答复", reply)


def _correct(diary: Diary, saved: Saved, reason: str, changes: Values) -> None:
    diary.correct(CONSULTATION, saved.record.uid, {**values_of(saved.record), **changes}, reason)


def reception_values(chance: random.Random, visitor: Values, at: datetime, back: bool) -> Values:
    """An invented consultation of `visitor`; `back`: they were here before."""
    kinds = list(CASES)
    kind = chance.choices(kinds, [CASES[each][0] for each in kinds])[0]
    channel = chance.choices(list(Channel), (70, 16, 1, 4, 8, 1))[0]
    matters = [_matter(chance, kind)]
    if chance.random() < 0.12:
        matters.append(_matter(chance, chance.choice([each for each in kinds if each is not kind])))
    result = CASES[kind][3] if chance.random() < 0.75 else chance.choice((Result.ANSWERED, Result.GUIDED))
    values = {
        **blank(CONSULTATION.record),
        **visitor,
        "channel": channel,
        "via_12348": channel is Channel.CALL and chance.random() < 0.3,
        "received_on": at.date(),
        "received_time": at.time(),
        "receptionist": chance.choice(CLERKS),
        "companions": chance.choice((None, None, None, 1, 2)),
        "headcount": 1,
        "repeat_visit": back and chance.random() < 0.5,
        "opposing_party": _opponent(chance, kind),
        "matters": matters,
        "reply": CASES[kind][2],
        "result": result,
        "informed_right": chance.random() < 0.93,
    }
    if result is Result.REFERRED:
        values["referred_to"] = chance.choice(("区信访局", "区人力资源和社会保障局", "派出所"))
    if chance.random() < 0.04:
        values |= _promised(at.date())
    return values


def _promised(day: date) -> Values:
    """The answer is promised for a later day; of the last ones in the year it stays open."""
    return {"result": Result.APPOINTMENT, "reply": "", "appointment_on": day + timedelta(days=5)}


def _matter(chance: random.Random, kind: MatterKind) -> Values:
    text = chance.choice(CASES[kind][1]).format(n=chance.randint(2, 9), k=chance.randint(3, 80) * 500)
    return {**blank(Matter), "category": kind, "summary": text}


def _opponent(chance: random.Random, kind: MatterKind) -> str:
    if kind in (MatterKind.WAGES, MatterKind.WORK_INJURY, MatterKind.OTHER_LABOUR, MatterKind.FARM_SUPPLIES):
        return chance.choice(BODIES)
    if chance.random() < 0.4:
        return name(chance)
    return ""
