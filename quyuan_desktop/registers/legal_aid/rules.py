"""Cross-field rules of 咨询: what follows from the ID number, and what must go together."""

from collections.abc import Iterator
from datetime import date

from quyuan_desktop.domain import identity, phone
from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.domain.terms import IdKind, PersonGroup, Sex
from quyuan_desktop.registers.base import Occasion, Values
from quyuan_desktop.registers.legal_aid.terms import Channel, Result

BY_BIRTH = (PersonGroup.ELDERLY, PersonGroup.MINOR)


def complete(values: Values, occasion: Occasion) -> Values:
    """Fill what follows from others: sex, birth date and groups from the ID number, dates of answers."""
    filled = dict(values)
    kind = filled["id_kind"]
    if kind in (IdKind.NONE, IdKind.REFUSED):
        filled["id_number"] = ""
        filled["id_reason"] = ""
    elif kind is not None and filled["id_number"]:
        found = identity.read_identity(kind, filled["id_number"])
        filled["id_number"] = found.number
        filled["id_kind"] = found.kind
        filled["sex"] = filled["sex"] or found.sex
        filled["birth_date"] = filled["birth_date"] or found.birth_date
    filled["groups"] = tuple(grouped(filled))
    if filled["channel"] is not Channel.CALL:
        filled["via_12348"] = False
    day = filled["received_on"]
    if filled["informed_right"]:
        filled["informed_on"] = filled["informed_on"] or day
    else:
        filled["informed_on"] = None
    if filled["reply"] and filled["result"] is not Result.APPOINTMENT:
        filled["replied_on"] = filled["replied_on"] or day
    if not filled["title"] and filled["matters"]:
        labels = dict.fromkeys(each["category"].label for each in filled["matters"] if each["category"])
        filled["title"] = "、".join(labels)[:100]
    if filled["headcount"] is None:
        filled["headcount"] = 1
    return filled


def grouped(values: Values) -> Iterator[PersonGroup]:
    """类别 with those that birth date, sex and 民族 decide on the day of the event."""
    chosen = set(values["groups"] or ())
    birth, day = values["birth_date"], values["received_on"]
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
    ethnic = values["ethnic_group"]
    if ethnic in ("汉", "汉族"):
        chosen.discard(PersonGroup.ETHNIC_MINORITY)
    elif ethnic and values["nationality"] in ("", "中国"):
        chosen.add(PersonGroup.ETHNIC_MINORITY)
    return (group for group in PersonGroup if group in chosen)


def check(values: Values, occasion: Occasion) -> list[Problem]:
    """The slips of a consultation; each names its field and says what to do."""
    return [
        *_identity(values),
        *_dates(values, occasion.today),
        *_answer(values),
        *(Problem("phone", text, warning=True) for text in _phone(values["phone"])),
    ]


def _phone(typed: str) -> list[str]:
    return [problem.text for problem in phone.read_phone(typed)[1]] if typed else []


def _identity(values: Values) -> Iterator[Problem]:
    kind, number = values["id_kind"], values["id_number"]
    if kind is None or kind in (IdKind.NONE, IdKind.REFUSED):
        return
    if not number:
        if values["channel"] is Channel.VISIT:
            yield Problem(
                "id_number",
                "来访咨询请填证件号码；没有带证件的，证件类型选“无证件”，不肯出示的选“拒绝提供”。",
                warning=True,
            )
        return
    found = identity.read_identity(kind, number)
    if found.problems and not values["id_reason"]:
        for problem in found.problems:
            yield Problem("id_number", f"{problem.text}核对无误仍要保存的，请在“证件号说明”写明理由。")
    if found.birth_date and values["birth_date"] and found.birth_date != values["birth_date"]:
        yield Problem("birth_date", "出生日期与证件号码不一致，请核对。", warning=True)
    if found.sex and values["sex"] and found.sex is not values["sex"]:
        yield Problem("sex", "性别与证件号码不一致，请核对。", warning=True)


def _dates(values: Values, today: date) -> Iterator[Problem]:
    day = values["received_on"]
    if day is None:
        return
    if day.year < 1949:
        yield Problem("received_on", f"接待日期 {day:%Y-%m-%d} 太早，请核对年份。")
    if values["birth_date"] and values["birth_date"] > day:
        yield Problem("birth_date", "出生日期在接待日期之后，请核对。")
    if values["birth_date"] and day.year - values["birth_date"].year > 130:
        yield Problem("birth_date", "按出生日期计算超过130岁，请核对。", warning=True)
    if values["replied_on"] and values["replied_on"] < day:
        yield Problem("replied_on", "答复日期早于接待日期，请核对。")
    if values["informed_on"] and values["informed_on"] < day:
        yield Problem("informed_on", "告知日期早于接待日期，请核对。")
    if values["appointment_on"] and values["appointment_on"] < day:
        yield Problem("appointment_on", "约定日期早于接待日期，请核对。")
    if values["appointment_on"] and (values["appointment_on"] - today).days > 3660:
        yield Problem("appointment_on", "约定日期太远，请核对年份。")


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
