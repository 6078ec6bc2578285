"""The office (司法所) in whose name records are kept and papers issued, and the people who work there."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Office:
    """One judicial office. `code` is unique in the district; `short` heads its numbers (屈营司)."""

    code: str
    name: str
    short: str
    town: str
    phone: str = ""
    address: str = ""
    hours: str = ""


class Role(StrEnum):
    """What a login may do: the head also corrects settings, people and restores."""

    CLERK = "clerk"
    HEAD = "head"


ROLE_LABELS = {Role.CLERK: "工作人员", Role.HEAD: "所长"}


@dataclass(frozen=True, slots=True)
class Staff:
    """A person with a login: the author of what is saved."""

    uid: str
    name: str
    role: Role
