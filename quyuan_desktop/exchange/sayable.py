"""What a package or receipt may say: texts, numbers, days and names of states that a ledger can keep, and nothing else."""

import re
from datetime import datetime
from typing import Any

from quyuan_desktop.domain.lineage import DEEPEST
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.exchange import sentences

LONGEST = 200
MOST, LAST_YEAR = 10**9, 9999
SURROGATE = re.compile("[\ud800-\udfff]")
HEX32, HEX64 = re.compile("[0-9a-f]{32}"), re.compile("[0-9a-f]{64}")
MONTH, DAY = re.compile(r"\d{4}-\d\d"), re.compile(r"\d{4}-\d\d-\d\d")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def matches(pattern: re.Pattern[str], value: Any) -> bool:
    """Whether it is a text of that pattern."""
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def is_text(told: Any) -> bool:
    """Whether it is a text that a column holds and UTF-8 can write."""
    return type(told) is str and len(told) <= LONGEST and SURROGATE.search(told) is None


def is_number(told: Any) -> bool:
    """Whether it is a number that things are counted by."""
    return type(told) is int and 0 <= told < MOST


def is_serial(told: Any) -> bool:
    """Whether it says of which office, kind and year which number was the last."""
    if not isinstance(told, list) or len(told) != 4:
        return False
    return all(map(is_text, told[:2])) and all(map(is_number, told[2:])) and told[2] <= LAST_YEAR


def are_figures(told: Any) -> bool:
    """Whether it is a list of figures, each with its code and its value."""
    return isinstance(told, list) and all(
        isinstance(each, dict) and is_text(each.get("code")) and type(each.get("value")) in (int, float)
        for each in told
    )


def are_spans(told: Any) -> bool:
    """Whether it says from which day to which a register was counted."""
    return isinstance(told, dict) and all(
        isinstance(each, list) and len(each) == 2 and all(matches(DAY, day) for day in each)
        for each in told.values()
    )


def read_instant(text: Any) -> datetime:
    """The moment that is written so (2023-11-30T02:00:00Z). Raises Trouble."""
    if not matches(INSTANT, text):
        raise Trouble(sentences.UNREADABLE)
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise Trouble(sentences.UNREADABLE) from error


def refuse_strange(told: Any, deepest: int = DEEPEST) -> None:
    """Raise Trouble for what JSON can say and a ledger cannot keep."""
    match told:
        case dict() | list() if deepest:
            for each in (*told.keys(), *told.values()) if isinstance(told, dict) else told:
                refuse_strange(each, deepest - 1)
        case bool() | None:
            pass
        case str() if SURROGATE.search(told) is None:
            pass
        case int() | float() if -(2**63) <= told < 2**63:
            pass
        case _:
            raise Trouble(sentences.UNREADABLE)
