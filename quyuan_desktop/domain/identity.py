"""What the number of an identity document (证件号码) tells, and the ages that law counts by.

The arithmetic of GB 11643-1999 is five lines here instead of python-stdnum's: that one refuses every 81/82/83
residence permit and every address code missing from its list, takes letters where digits belong, and costs
45 ms to import. The tests hold the two against each other.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.domain.terms import IdKind, Sex
from quyuan_desktop.domain.text import clean, half_width

EARLIEST_BIRTH = 1850
LATEST_BIRTH = 2100

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_PROVINCES = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
_EIGHTEEN = re.compile("[0-9]{17}[0-9X]")
_FIFTEEN = re.compile("[0-9]{15}")
_FOREIGN_OLD = re.compile("[A-Z]{3}[0-9]{12}")
_PASSPORT = re.compile("[A-Z0-9]{5,17}")
_LIKE_PASSPORT = re.compile("[A-Z]{1,3}[0-9]{6,9}")
_POWER_OF_TEN = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]{1,3}")
_BETWEEN = re.compile(r"[\s\-_'\"`‘’“”\u00ad\u2010-\u2015\u2212\ufe58\ufe63·]+")
_LIKE_X = str.maketrans("×ХⅩ✕✖", "XXXXX")


@dataclass(frozen=True, slots=True)
class Identity:
    """A document number as read. `kind` is what the number shows, where that differs from what was chosen.

    `sex` and `birth_date` are None when the number does not tell them. `problems` are warnings with an empty
    field name; each may be overridden with a reason.
    """

    number: str
    kind: IdKind
    sex: Sex | None = None
    birth_date: date | None = None
    problems: list[Problem] = field(default_factory=list)


def check_digit(body: str) -> str:
    """The 18th character for the first 17 digits: ISO 7064 MOD 11-2, as GB 11643-1999 has it.

    Raises ValueError when `body` is not 17 digits.
    """
    if not re.fullmatch("[0-9]{17}", body):
        raise ValueError("17 digits are needed")
    return _CHECKS[sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, body, strict=True)) % 11]


def normalised(typed: str) -> str:
    """A document number without spaces, hyphens and quotation marks, in half width and capitals."""
    return _BETWEEN.sub("", half_width(clean(typed, multiline=False))).upper().translate(_LIKE_X)


def forms_of(number: str) -> frozenset[str]:
    """A number, and the other form of a resident's number of the 20th century: 15 digits until 1999, 18 since."""
    if _FIFTEEN.fullmatch(number):
        body = f"{number[:6]}19{number[6:]}"
        return frozenset((number, body + check_digit(body)))
    if _EIGHTEEN.fullmatch(number) and number[6:8] == "19" and check_digit(number[:17]) == number[17]:
        return frozenset((number, number[:6] + number[8:17]))
    return frozenset((number,))


def read_identity(kind: IdKind, typed: str) -> Identity:
    """What `typed` says as the number of a document of `kind`. Nothing typed is no problem here.

    The kind is put right where the number shows another of the numbered cards: 15 digits are the old
    resident number; 81/82/83 the residence permit of Hong Kong, Macao and Taiwan residents
    (《港澳台居民居住证申领发放办法》); 9 and a province code the foreigner's card of December 2023
    (国家移民管理局《新版外国人永久居留身份证机读信息规则》). A number with 999 is nobody's and is taken for a
    resident's. Address codes are not checked: residents of 屈原管理区 carry 430681, never 430671, and old codes
    live on.
    """
    number = normalised(typed)
    if not number:
        return Identity("", kind)
    if kind in (IdKind.NONE, IdKind.REFUSED):
        return _odd(number, kind, f"证件类型是“{kind.label}”却填了号码，请改选证件类型或清空号码。")
    if kind is IdKind.OTHER:
        return Identity(number, kind)
    if kind is IdKind.PASSPORT:
        return _passport(number)
    if _POWER_OF_TEN.fullmatch(number):
        return _odd(number, kind, "号码已被表格软件改成科学计数，后几位不可恢复，请对照证件重新录入。")
    if _EIGHTEEN.fullmatch(number):
        return _eighteen(number, _kind_shown(number, kind))
    if _FIFTEEN.fullmatch(number) and kind in (IdKind.RESIDENT, IdKind.RESIDENT_15):
        return _fifteen(number)
    if _FOREIGN_OLD.fullmatch(number):
        return Identity(number, IdKind.FOREIGN)
    return _odd(number, kind, _shape(number, kind))


def _odd(number: str, kind: IdKind, text: str) -> Identity:
    return Identity(number, kind, problems=[_warning(text)])


def _warning(text: str) -> Problem:
    return Problem("", text, warning=True)


def _kind_shown(number: str, chosen: IdKind) -> IdKind:
    if number[:2] in ("81", "82", "83"):
        return IdKind.PERMIT
    if number[0] == "9":
        return IdKind.FOREIGN if _PROVINCES.fullmatch(number[1:3]) or chosen is IdKind.FOREIGN else IdKind.RESIDENT
    if chosen in (IdKind.PERMIT, IdKind.FOREIGN) and check_digit(number[:17]) != number[17]:
        return chosen
    return IdKind.RESIDENT


def _eighteen(number: str, kind: IdKind) -> Identity:
    birth = _birth(number[6:10], number[10:14])
    problems = []
    damaged = number.endswith("000")
    if damaged:
        problems.append(_warning("号码末三位是000，多半是表格软件把后三位抹成了0，不可恢复，请对照证件重新录入。"))
    elif check_digit(number[:17]) != number[17]:
        problems.append(_warning("号码末位校验码不符，至少有一位录错，请对照证件逐位核对。"))
    if birth is None:
        problems.append(_warning("号码第7至14位不是可能的出生日期，请对照证件逐位核对。"))
    if kind is IdKind.PERMIT and number[:2] not in ("81", "82", "83"):
        problems.append(_warning("港澳台居民居住证号码以81、82或83开头，请核对证件类型和号码。"))
    if kind is IdKind.FOREIGN and number[0] != "9":
        problems.append(_warning("外国人永久居留身份证的18位号码以9开头，请核对证件类型和号码。"))
    return Identity(number, kind, None if damaged else _sex(number[16]), birth, problems)


def _fifteen(number: str) -> Identity:
    birth = _birth("19" + number[6:8], number[8:12])
    problems = []
    if birth is None:
        text = "按15位旧号算，第7至12位不是可能的出生日期，请核对号码，看是否漏录了几位。"
        problems.append(_warning(text))
    return Identity(number, IdKind.RESIDENT_15, _sex(number[14]), birth, problems)


def _passport(number: str) -> Identity:
    if _PASSPORT.fullmatch(number):
        return Identity(number, IdKind.PASSPORT)
    return _odd(number, IdKind.PASSPORT, "护照号码一般由5至17位字母和数字组成，请对照护照核对。")


def _shape(number: str, kind: IdKind) -> str:
    """What is wrong with the shape of a number that is none of the numbered cards'."""
    if kind is IdKind.FOREIGN:
        return "外国人永久居留身份证号码应为18位数字，旧证为3个字母加12位数字，请对照证件核对。"
    whole = 15 if kind is IdKind.RESIDENT_15 else 18
    odd = next((place for place, one in enumerate(number, 1) if one not in "0123456789"), None)
    if odd == 18 and len(number) == 18:
        return f"{kind.label}号码末位应为数字或X，请对照证件核对。"
    if odd and len(number) in (15, 18):
        return f"{kind.label}号码第{odd}位不是数字，请对照证件逐位核对。"
    hint = "；是护照的，证件类型请改选“护照”" if _LIKE_PASSPORT.fullmatch(number) else ""
    return f"{kind.label}号码应为{whole}位，现在是{len(number)}位，请对照证件逐位核对{hint}。"


def _birth(year: str, month_and_day: str) -> date | None:
    if not EARLIEST_BIRTH <= int(year) <= LATEST_BIRTH:
        return None
    try:
        return date(int(year), int(month_and_day[:2]), int(month_and_day[2:]))
    except ValueError:
        return None


def _sex(digit: str) -> Sex:
    return Sex.MALE if int(digit) % 2 else Sex.FEMALE


def age_on(birth: date, day: date) -> int:
    """Full years of age on `day` (周岁, 公历). Raises ValueError when `birth` lies after `day`.

    A year is full on the birthday itself. Someone born on 29 February completes it on 28 February in a common
    year: a period of years ends on the corresponding day, or on the month's last where there is none (民法典
    art. 202). Criminal courts count from the day after the birthday (法释〔2006〕1号 art. 2), which is not for an
    office's table to decide.
    """
    if birth > day:
        raise ValueError("the birth date lies after the day of the event")
    born_at_end = (birth.month, birth.day) == (2, 29)
    common_year = day.year % 4 != 0 or (day.year % 100 == 0 and day.year % 400 != 0)
    birthday = (2, 28) if born_at_end and common_year else (birth.month, birth.day)
    return day.year - birth.year - ((day.month, day.day) < birthday)


def is_minor(birth: date, day: date) -> bool:
    """Whether a 未成年人 on `day`: under 18 (未成年人保护法 art. 2, 民法典 art. 17)."""
    return age_on(birth, day) < 18


def is_elderly(birth: date, day: date) -> bool:
    """Whether a 老年人 on `day`: 60 or more (老年人权益保障法 art. 2)."""
    return age_on(birth, day) >= 60


def is_under_14(birth: date, day: date) -> bool:
    """Whether what is recorded of the person is 敏感个人信息 by age: under 14 (个人信息保护法 art. 28)."""
    return age_on(birth, day) < 14
