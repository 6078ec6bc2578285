"""What holds of every person a register takes in: sex, birth date and groups from the ID number, and its slips.

The fields are called the same in every register: id_kind, id_number, id_reason, sex, birth_date, groups,
ethnic_group, nationality, phone; a register may lack some.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from quyuan_desktop.domain import identity, phone
from quyuan_desktop.domain.origin import Ethnic, ethnic, is_foreign
from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.domain.terms import IdKind, PersonGroup, Sex

Values = dict[str, Any]
BY_BIRTH = (PersonGroup.ELDERLY, PersonGroup.MINOR)
WITHOUT_NUMBER = (IdKind.NONE, IdKind.REFUSED)
LIKE_RESIDENT = 13
"""Digits from which a number is meant as a resident's: passports and the like have fewer."""


def complete_person(filled: Values, day: date | None) -> None:
    """Fill in what the ID number tells, and the groups that follow on `day`; in place."""
    kind = filled["id_kind"]
    if kind in WITHOUT_NUMBER:
        filled["id_number"] = ""
        filled["id_reason"] = ""
    elif kind is not None and filled["id_number"]:
        found = identity.read_identity(kind, filled["id_number"])
        filled["id_number"] = found.number
        filled["id_kind"] = found.kind
        filled["sex"] = filled["sex"] or found.sex
        filled["birth_date"] = filled["birth_date"] or found.birth_date
    filled["groups"] = tuple(grouped(filled, day))


def grouped(values: Values, day: date | None) -> Iterator[PersonGroup]:
    """类别 with those that birth date, sex and 民族 decide on the day of the event."""
    chosen = set(values["groups"] or ())
    birth = values["birth_date"]
    if birth and day and birth <= day:
        chosen -= set(BY_BIRTH)
        if identity.is_elderly(birth, day):
            chosen.add(PersonGroup.ELDERLY)
        if identity.is_minor(birth, day):
            chosen.add(PersonGroup.MINOR)
    if values["sex"] is Sex.FEMALE and PersonGroup.MINOR not in chosen:
        chosen.add(PersonGroup.WOMAN)
    elif values["sex"] is Sex.MALE or PersonGroup.MINOR in chosen:
        chosen.discard(PersonGroup.WOMAN)
    chosen = _by_origin(chosen, values)
    return (group for group in PersonGroup if group in chosen)


def _by_origin(chosen: set[PersonGroup], values: Values) -> set[PersonGroup]:
    """With what 国籍 and 民族 decide: foreigners are no 少数民族 (GB/T 3304 counts the peoples of China)."""
    if is_foreign(values.get("nationality", "")):
        return chosen - {PersonGroup.ETHNIC_MINORITY} | {PersonGroup.FOREIGNER}
    said = ethnic(values.get("ethnic_group", ""))
    if said is Ethnic.HAN:
        return chosen - {PersonGroup.ETHNIC_MINORITY}
    return chosen | {PersonGroup.ETHNIC_MINORITY} if said is Ethnic.MINORITY else chosen


def check_origin(values: Values) -> Iterator[Problem]:
    """What looks odd about 民族, 国籍 and the groups chosen by hand."""
    foreign = is_foreign(values["nationality"])
    if not foreign and ethnic(values["ethnic_group"]) is Ethnic.UNKNOWN:
        text = f"“{values['ethnic_group'][:20]}”不是56个民族的名称，不会计入少数民族，请核对；不清楚的可以空着。"
        yield Problem("ethnic_group", text, warning=True)
    if not foreign and PersonGroup.FOREIGNER in values["groups"]:
        yield Problem("nationality", "类别选了外国籍或无国籍人，国籍却不是外国，请核对。", warning=True)
    if not values["birth_date"] and {*BY_BIRTH} <= {*values["groups"]}:
        yield Problem("groups", "老年人和未成年人不能同时选，请核对。", warning=True)


def check_number(values: Values) -> Iterator[Problem]:
    """The slips of a 证件号码 that was given: a failed check may be overridden with a reason."""
    kind, number = values["id_kind"], values["id_number"]
    if kind is None or kind in WITHOUT_NUMBER or not number:
        return
    found = identity.read_identity(kind, number)
    if found.problems and not values["id_reason"]:
        for problem in found.problems:
            yield Problem("id_number", f"{problem.text}核对无误仍要保存的，请在“证件号说明”写明理由。")
    if found.birth_date and values["birth_date"] and found.birth_date != values["birth_date"]:
        yield Problem("birth_date", "出生日期与证件号码不一致，请核对。", warning=True)
    if found.sex and values["sex"] and found.sex is not values["sex"]:
        yield Problem("sex", "性别与证件号码不一致，请核对。", warning=True)


def check_other_number(field: str, number: str) -> Iterator[Problem]:
    """What looks odd about the number of somebody whose kind of document is not asked: read as a resident's number
    where it can be meant as one. It is kept all the same."""
    if sum(each.isdigit() for each in number) < LIKE_RESIDENT:
        return
    found = identity.read_identity(IdKind.RESIDENT, number)
    yield from (Problem(field, problem.text, warning=True) for problem in found.problems)


def check_birth(values: Values, day: date, event: str) -> Iterator[Problem]:
    """The slips of a birth date, as seen on the day of the `event`."""
    if values["birth_date"] and values["birth_date"] > day:
        yield Problem("birth_date", f"出生日期在{event}之后，请核对。")
    if values["birth_date"] and day.year - values["birth_date"].year > 130:
        yield Problem("birth_date", "按出生日期计算超过130岁，请核对。", warning=True)


def check_phone(field: str, typed: str) -> Iterator[Problem]:
    """What looks odd about a telephone number; it is kept all the same."""
    if typed:
        yield from (Problem(field, problem.text, warning=True) for problem in phone.read_phone(typed)[1])


def told_by_number(values: Values) -> tuple[Sex | None, date | None]:
    """Sex and birth date as the ID number tells them, None where it does not."""
    kind, number = values["id_kind"], values["id_number"]
    if kind is None or not number:
        return None, None
    found = identity.read_identity(kind, number)
    return found.sex, found.birth_date


def person_told(values: Values, day: date | None) -> str:
    """Who the person is, in one line: 女 · 1962-03-04 · 61 岁 · 老年人（由证件号）."""
    sex, birth = told_by_number(values)
    birth_date = values["birth_date"]
    parts = []
    if sex is not None and values["sex"] is sex:
        parts.append(sex.label)
    if birth is not None and birth_date == birth:
        parts.append(f"{birth:%Y-%m-%d}")
    if birth_date and day and birth_date <= day:
        parts.append(f"{identity.age_on(birth_date, day)} 岁")
        parts += [group.label for group in BY_BIRTH if group in values["groups"]]
    text = " · ".join(parts)
    return f"{text}（由证件号）" if text and (sex or birth) else text
