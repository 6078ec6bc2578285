"""An invented office's year, entered through the same services as a real one; the same seed, the same data."""

import random
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

from quyuan_desktop.domain.office import Office
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.domain.terms import Education, IdKind, PersonGroup, Sex, Town
from quyuan_desktop.registers.base import Values, blank, values_of
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION, Matter
from quyuan_desktop.registers.legal_aid.terms import Channel, MatterKind, Result
from quyuan_desktop.services.demo_texts import BODIES, CASES, GIVEN_MEN, GIVEN_WOMEN, SURNAMES
from quyuan_desktop.services.open_office import close_office, found_office
from quyuan_desktop.services.papers import issue_paper
from quyuan_desktop.services.save_record import Saved, save_record, void_record
from quyuan_desktop.services.seeds import villages
from quyuan_desktop.services.settings import keep_setting
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage.files import make_folder
from quyuan_desktop.storage.settings import INVENTED

PASSWORD = "quyuan-demo"
ZONE = timezone(timedelta(hours=8))
AREA = "430699"
"""First six digits of every invented ID number: an area code that was never assigned."""

OFFICE = Office(
    code="430671101",
    name="营田司法所",
    short="屈营司",
    town=Town.YINGTIAN.code,
    phone="0730-5550000",
    address="营田镇（虚构）便民街1号",
    hours="周一至周五 8:30—12:00、14:30—17:30",
)
CLERKS = ("袁知秋", "万和平")


@dataclass(frozen=True, slots=True)
class Demo:
    """What was made."""

    office: str
    records: int


@dataclass(slots=True)
class Clock:
    """A clock that the demo sets."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at


def make_demo(folder: Path, year: int = 2023, seed: int = 1, *, about: int = 145) -> Demo:
    """Make a new data folder with one invented office-year of `about` receptions.

    Raises Trouble when the folder is not empty, cannot be written, or the year makes no sense.
    """
    if not 2000 <= year <= 2099:
        raise Trouble(f"{year} 年不合情理，请给 2000 到 2099 之间的年份。")
    make_folder(folder)
    if any(folder.iterdir()):
        raise Trouble(f"“{folder}”已经存在而且不是空文件夹。请换一个新的文件夹名。")
    chance = random.Random(f"{year}/{seed}")
    clock = Clock(datetime(year, 1, 1, 8, tzinfo=ZONE))
    place = found_office(folder, OFFICE, CLERKS[0], PASSWORD, clock, quick=True).place
    place = replace(place, name_record=lambda: f"{chance.getrandbits(128):032x}")
    keep_setting(place, INVENTED, True)
    try:
        made = _year(place, clock, chance, year, about)
    finally:
        close_office(place)
    return Demo(OFFICE.name, made)


def _year(place: Workplace, clock: Clock, chance: random.Random, year: int, about: int) -> int:
    known: list[Values] = []
    for made, day in enumerate(_days(chance, year, about), start=1):
        clock.at = datetime.combine(day, time(chance.randint(8, 16), chance.randint(0, 59)), ZONE)
        back = known and chance.random() < 0.12
        person = dict(chance.choice(known)) if back else _person(chance, day)
        if not back:
            known.append(person)
        values = _consultation(chance, person, clock.at, bool(back))
        if made in (about - 6, about - 2):
            values |= _promised(day)
        saved = save_record(place, CONSULTATION, values, confirmed=True)
        if chance.random() < 0.3:
            issue_paper(place, CONSULTATION, saved.record.uid, "consultation_receipt")
        if values["result"] is Result.APPOINTMENT and day.month < 12:
            _answer(place, clock, saved)
        elif made % 47 == 0:
            void_record(place, CONSULTATION, saved.record.uid, "重复登记")
        elif made % 31 == 0:
            _correct(place, clock, saved, "补充备注", {"note": "来访人次日补交了身份证复印件。"})
    clock.at = datetime(year, 12, 31, 17, 30, tzinfo=ZONE)
    return about


def _answer(place: Workplace, clock: Clock, saved: Saved) -> None:
    """The promised answer is given on the day agreed."""
    on = saved.record.appointment_on
    later, clock.at = clock.at, datetime.combine(on, time(9, 30), ZONE)
    reply = {"reply": "经查阅有关规定后电话答复，来访人表示清楚。", "replied_on": on}
    _correct(place, clock, saved, "约期答复", reply)
    clock.at = later


def _correct(place: Workplace, clock: Clock, saved: Saved, reason: str, changes: Values) -> None:
    clock.at += timedelta(minutes=20)
    values = {**values_of(saved.record), **changes}
    save_record(place, CONSULTATION, values, uid=saved.record.uid, reason=reason, confirmed=True)


def _days(chance: random.Random, year: int, about: int) -> list[date]:
    first = date(year, 1, 1)
    days = [first + timedelta(days=each) for each in range((date(year + 1, 1, 1) - first).days)]
    weights = [0.02 if day.weekday() >= 5 else 1.6 if day.month in (1, 3, 11, 12) else 1.0 for day in days]
    return sorted(chance.choices(days, weights, k=about))


def _person(chance: random.Random, day: date) -> Values:
    sex = chance.choice((Sex.MALE, Sex.FEMALE))
    born = day - timedelta(
        days=chance.choice((chance.randint(19 * 366, 59 * 365), chance.randint(55 * 366, 86 * 365)))
    )
    given = (GIVEN_MEN if sex is Sex.MALE else GIVEN_WOMEN).split()
    town = chance.choices((Town.YINGTIAN, Town.TIANWEN, Town.HESHI, Town.ELSEWHERE), (80, 10, 6, 4))[0]
    known = villages(town.code)
    groups: tuple[PersonGroup, ...] = (chance.choice((PersonGroup.FARMER, PersonGroup.MIGRANT_WORKER)),)
    if chance.random() < 0.08:
        groups += (PersonGroup.DISABLED,)
    if chance.random() < 0.1:
        groups += (PersonGroup.LOW_INCOME,)
    if chance.random() < 0.05:
        groups += (PersonGroup.VETERAN,)
    kind = chance.choices((IdKind.RESIDENT, IdKind.NONE, IdKind.REFUSED), (90, 7, 3))[0]
    return {
        "visitor": chance.choice(SURNAMES) + chance.choice(given),
        "id_kind": kind,
        "id_number": id_number(born, sex, chance.randint(0, 499)) if kind is IdKind.RESIDENT else "",
        "sex": sex,
        "birth_date": born if kind is IdKind.RESIDENT else None,
        "phone": f"190{chance.randint(0, 99999999):08d}" if chance.random() < 0.85 else "",
        "town": town,
        "village": chance.choice(known) if known else "",
        "address": f"{chance.randint(1, 18)}组" if known else "",
        "groups": groups,
        "ethnic_group": "汉族" if chance.random() < 0.95 else "土家族",
        "education": chance.choice((None, *Education)),
        "nationality": "中国",
    }


def id_number(born: date, sex: Sex, order: int) -> str:
    """An invented ID number with a right check digit (GB 11643-1999) and an area that nobody has."""
    body = f"{AREA}{born:%Y%m%d}{order * 2 + (sex is Sex.MALE):03d}"
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(body))
    return body + "10X98765432"[total % 11]


def _consultation(chance: random.Random, person: Values, at: datetime, back: bool) -> Values:
    kinds = list(CASES)
    kind = chance.choices(kinds, [CASES[each][0] for each in kinds])[0]
    channel = chance.choices(list(Channel), (70, 16, 1, 4, 8, 1))[0]
    matters = [_matter(chance, kind)]
    if chance.random() < 0.12:
        matters.append(_matter(chance, chance.choice([each for each in kinds if each is not kind])))
    result = CASES[kind][3] if chance.random() < 0.75 else chance.choice((Result.ANSWERED, Result.GUIDED))
    values = {
        **blank(CONSULTATION.record),
        **person,
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
        return chance.choice(SURNAMES) + chance.choice(GIVEN_MEN.split())
    return ""
