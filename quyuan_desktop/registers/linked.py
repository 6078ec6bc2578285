"""A field that points at another record: its uid, and how that record was called when it was chosen."""

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, String, TypeDecorator, and_, bindparam, func, type_coerce

from quyuan_desktop.domain import text
from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers import kinds

UID = 32
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Linked:
    """The record `uid` of the register that the field names; `text` is what it was called when it was chosen."""

    uid: str
    text: str

    def __post_init__(self) -> None:
        if len(self.uid) != UID or not self.uid.isalnum() or not self.uid.isascii():
            raise ValueError("a uid is 32 letters and digits")


@dataclass(frozen=True, slots=True)
class Link(kinds.Kind):
    """One record of the register called `register`."""

    empty: ClassVar[Any] = None
    typed_as_text: ClassVar[bool] = False
    chosen: ClassVar[bool] = True
    register: str = ""

    def read(self, typed: Any, today: Any) -> Any:
        if isinstance(typed, dict):
            return self.restore(typed)
        words = text.clean(str(typed or "")[:LONGEST], multiline=False)
        return Problem("", f"请从列表中选择；列表里没有“{words[:20]}”的，要先登记。") if words else None

    def show(self, value: Any) -> str:
        return value.text if value is not None else ""

    def plain(self, value: Any) -> Any:
        return None if value is None else {"text": value.text, "uid": value.uid}

    def restore(self, plain: Any) -> Any:
        if plain is None:
            return None
        if type(plain) is not dict or set(plain) != {"uid", "text"}:
            raise TypeError("a link is a uid and a text")
        return Linked(plain["uid"], text.clean(plain["text"], multiline=False)[:LONGEST])


class LinkColumn(TypeDecorator[Linked]):
    """A link, stored as the uid with the text behind it; empty text for none."""

    impl = String(UID + LONGEST)
    cache_ok = True

    def process_bind_param(self, value: Linked | None, dialect: Any) -> str:
        return "" if value is None else value.uid + value.text[:LONGEST]

    def process_result_value(self, value: Any, dialect: Any) -> Linked | None:
        return Linked(value[:UID], value[UID:]) if value else None


def uid_of(column: Any) -> ColumnElement[str]:
    """The uid that a LinkColumn holds, in SQL; empty text for none."""
    return func.substr(type_coerce(column, String()), 1, UID)


def points_to(column: Any, uid: Any) -> ColumnElement[bool]:
    """Whether a LinkColumn leads to the record `uid` (a text or a column), in SQL that an index on it answers."""
    plain = type_coerce(column, String())
    return and_(plain >= uid, plain < uid + chr(0x10FFFF))


def points_between(column: Any) -> ColumnElement[bool]:
    """As `points_to`, for a query that is made once and asked with `between`."""
    plain = type_coerce(column, String())
    return and_(plain >= bindparam("least", type_=String()), plain < bindparam("beyond", type_=String()))


def between(uid: str) -> dict[str, str]:
    """What `points_between` is asked with for the record `uid`."""
    return {"least": uid, "beyond": uid + chr(0x10FFFF)}


def text_of(column: Any) -> ColumnElement[str]:
    """What a LinkColumn's record was called, in SQL."""
    return func.substr(type_coerce(column, String()), UID + 1)
