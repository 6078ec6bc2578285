"""The office (司法所) in whose name records are kept and papers issued, and the people who work there."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """Whose ledger it is: that of an office, or that of the district's bureau, which takes in those of its offices."""

    OFFICE = "office"
    DISTRICT = "district"


LEVEL_LABELS = {Level.OFFICE: "司法所", Level.DISTRICT: "区局"}


@dataclass(frozen=True, slots=True)
class Office:
    """One judicial office, or the bureau. `code` is unique in the district; `short` heads its numbers (屈营司)."""

    code: str
    name: str
    short: str
    town: str
    phone: str = ""
    address: str = ""
    hours: str = ""
    level: Level = Level.OFFICE


class Role(StrEnum):
    """What a login may do: the head also corrects settings, people and restores."""

    CLERK = "clerk"
    HEAD = "head"


_ROLE_LABELS = {
    Level.OFFICE: {Role.CLERK: "工作人员", Role.HEAD: "所长"},
    Level.DISTRICT: {Role.CLERK: "工作人员", Role.HEAD: "负责人"},
}


def title_of(role: Role, level: Level) -> str:
    """What a login of that role is called: the head of an office is its 所长, a bureau has none."""
    return _ROLE_LABELS[level][role]


def for_head_alone(doing: str, level: Level) -> str:
    """The sentence that only the head may do it, whatever the head is called there."""
    head = title_of(Role.HEAD, level)
    return f"只有{head}可以{doing}，请{head}登录后操作。"


@dataclass(frozen=True, slots=True)
class Staff:
    """A person with a login: the author of what is saved."""

    uid: str
    name: str
    role: Role
