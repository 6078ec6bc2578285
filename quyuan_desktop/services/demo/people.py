"""The invented people of the demo, and the office they come to; nobody here exists."""

import random
from datetime import date, timedelta

from quyuan_desktop.domain.office import Office
from quyuan_desktop.domain.terms import Education, IdKind, PersonGroup, Sex, Town
from quyuan_desktop.registers.base import Values
from quyuan_desktop.services.demo.texts import GIVEN_MEN, GIVEN_WOMEN, SURNAMES
from quyuan_desktop.services.seeds import villages

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


def person(chance: random.Random, day: date) -> Values:
    """An invented person as they are taken in on `day`."""
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
    """An invented ID number with a right check digit (GB 11643-1999) and an area that nobody has.

    One that would end in 000, as if a spreadsheet had spoilt it, gives way to that of the next order.
    """
    body = f"{AREA}{born:%Y%m%d}{order * 2 + (sex is Sex.MALE):03d}"
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(body))
    found = body + "10X98765432"[total % 11]
    return id_number(born, sex, order + 1) if found.endswith("000") else found


def name(chance: random.Random, sex: Sex | None = None) -> str:
    """An invented name."""
    given = {Sex.MALE: GIVEN_MEN, Sex.FEMALE: GIVEN_WOMEN}.get(sex, GIVEN_MEN) if sex else GIVEN_MEN
    return chance.choice(SURNAMES) + chance.choice(given.split())
