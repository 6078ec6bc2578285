"""Personal data half hidden, for lists and for copies that leave the office."""

import re

from quyuan_desktop.domain.names import surname
from quyuan_desktop.domain.phone import number_runs
from quyuan_desktop.domain.text import HAN, VARIATION, clean, clean_name

STAR = "*"
HIDDEN = "***"

_CHARACTER = re.compile(f"[^{VARIATION}][{VARIATION}]?")
_HAN = re.compile(f"[{HAN}]")
_TOWN = re.compile("^.{1,40}?(?:街道办事处|街道|镇|乡|办事处)(?!村)")
_VILLAGE = re.compile(r"^[^0-9０-９,，;；、号栋组队路街巷]{1,12}?(?:村民委员会|居民委员会|村委会|居委会|社区|村)")


def masked(kind: object, text: str) -> str:
    """`text` hidden as becomes what it is: `kind` is a field's kind, told by the name of its class.

    Name, Identity and Phone keep what `mask_name`, `mask_identity` and `mask_phone` keep; any other words are
    taken for an address.
    """
    names = {each.__name__ for each in type(kind).__mro__}
    if "Name" in names:
        return mask_name(text)
    if "Identity" in names:
        return mask_identity(text)
    return mask_phone(text) if "Phone" in names else mask_address(text)


def mask_name(name: str) -> str:
    """A name with its surname only: 王某, 王某某, 欧阳某; Latin letters as J***. One character alone is hidden.

    Names without a surname (阿卜杜拉·买买提) keep their first character.
    """
    tidy = clean_name(name)
    family = surname(tidy)
    if not family:
        first = _CHARACTER.match(tidy)
        if first is None or len(tidy) == len(first[0]):
            return HIDDEN if tidy else ""
        return first[0] + ("某某" if _HAN.match(first[0]) else HIDDEN)
    given = len(_CHARACTER.findall(tidy[len(family) :]))
    return family + "某" * min(given, 2) if given else "某"


def mask_identity(number: str, *, head: int = 6, tail: int = 4) -> str:
    """A document number with its first `head` and last `tail` characters; 3 and 2 in statistics.

    Where that would show more than three quarters of it, a quarter is shown at either end.
    """
    tidy = "".join(clean(number, multiline=False).split())
    if head + tail > len(tidy) * 3 // 4:
        head = tail = len(tidy) // 4
    return _between(tidy, head, tail)


def mask_phone(text: str) -> str:
    """The telephone numbers in `text` with their first 3 and last 4 digits, joined by 、, without notes.

    Numbers shorter than 11 digits show a quarter at the beginning and a third at the end, at most 3 and 4. Text
    without a number is hidden whole.
    """
    runs = number_runs(clean(text, multiline=False))
    if not runs:
        return HIDDEN if text.strip() else ""
    return "、".join(_phone(re.sub(r"[^0-9]", "", run)) for run in runs)


def _phone(digits: str) -> str:
    if len(digits) < 11:
        return _between(digits, min(3, len(digits) // 4), min(4, len(digits) // 3))
    return _between(digits, 3, 4)


def mask_address(address: str) -> str:
    """An address down to the village (村, 社区), else to the town (镇, 乡, 街道), else hidden whole."""
    tidy = clean(address, multiline=False)
    town = _TOWN.match(tidy)
    rest = tidy[town.end() :] if town else tidy
    village = _VILLAGE.match(rest)
    shown = (town[0] if town else "") + (village[0] if village else "")
    if shown == tidy:
        return tidy
    return shown + HIDDEN if tidy else ""


def _between(text: str, head: int, tail: int) -> str:
    return text[:head] + STAR * (len(text) - head - tail) + text[len(text) - tail :]
