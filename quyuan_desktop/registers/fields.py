"""The words of a declaration: each makes a database column that carries what a person sees."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import BigInteger, Boolean, Date, Integer, String, Text, Time
from sqlalchemy.orm import MappedColumn, Relationship, mapped_column, relationship
from sqlalchemy.types import TypeEngine

from quyuan_desktop.domain.terms import Term
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.attached import Files, FilesColumn
from quyuan_desktop.registers.columns import TermColumn, TermsColumn
from quyuan_desktop.registers.linked import Link, LinkColumn


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What a person sees of a column. `name` is filled in from the declaration.

    column: shown in lists; searched: how the search may find it (`Way` name, empty for not);
    counted: the month counts by it; masked: hidden in lists and prints unless asked for;
    default: ``today``, ``now``, ``staff``, ``last`` (what was used last) or a value's plain form; a field of a step
    begins with it when the step is taken;
    suggest: which store of earlier texts completes it; width: in characters, in form and list;
    help: what F1 says of the field and its rule, with the article; derived: filled in by the rules, never by hand;
    step: filled in by the steps of the workflow, and not to be seen in the form of a new record.
    """

    label: str
    kind: kinds.Kind
    name: str = ""
    section: str = ""
    required: bool = False
    column: bool = False
    searched: str = ""
    counted: bool = False
    masked: bool = False
    default: Any = None
    suggest: str = ""
    width: int = 12
    help: str = ""
    derived: bool = False
    step: bool = False

    def named(self, name: str, section: str) -> "Field":
        """The field with its place in the declaration filled in."""
        return replace(self, name=name, section=self.section or section)


def _column(field: Field, type_: TypeEngine[Any], *, index: bool = False) -> MappedColumn[Any]:
    empty = field.kind.empty
    nullable = empty is None and not field.required
    options: dict[str, Any] = {} if field.required and empty is None else {"default": empty}
    return mapped_column(type_, nullable=nullable, index=index, info={"field": field}, **options)


def words(label: str, *, limit: int = 200, index: bool = False, **seen: Any) -> MappedColumn[Any]:
    """A line of text, at most `limit` characters."""
    return _column(Field(label=label, kind=kinds.Text(limit=limit), **seen), String(limit), index=index)


def paragraph(label: str, *, limit: int = 10_000, **seen: Any) -> MappedColumn[Any]:
    """Text of several lines, at most `limit` characters."""
    kind = kinds.Text(limit=limit, multiline=True)
    return _column(Field(label=label, kind=kind, **{"width": 60, **seen}), Text())


def name(label: str, **seen: Any) -> MappedColumn[Any]:
    """A person's or body's name."""
    return _column(Field(label=label, kind=kinds.Name(), **seen), String(60))


def identity(label: str, **seen: Any) -> MappedColumn[Any]:
    """A 证件号码; the 证件类型 is a choice beside it."""
    return _column(Field(label=label, kind=kinds.Identity(), **{"width": 20, **seen}), String(40))


def phone(label: str, **seen: Any) -> MappedColumn[Any]:
    """A telephone number."""
    return _column(Field(label=label, kind=kinds.Phone(), **{"width": 14, **seen}), String(60))


full_name, telephone = name, phone
"""The same words for declarations that have a field called `name` or `phone` themselves."""


def day(label: str, *, past: bool = False, index: bool = False, **seen: Any) -> MappedColumn[Any]:
    """A calendar day; `past` when it cannot lie in the future."""
    return _column(Field(label=label, kind=kinds.Day(past=past), **seen), Date(), index=index)


def clock(label: str, **seen: Any) -> MappedColumn[Any]:
    """A time of day."""
    return _column(Field(label=label, kind=kinds.Clock(), **{"width": 6, **seen}), Time())


def count(label: str, *, least: int = 0, most: int = 9999, unit: str = "", **seen: Any) -> MappedColumn[Any]:
    """A whole number of `unit`."""
    kind = kinds.Number(least=least, most=most, unit=unit)
    return _column(Field(label=label, kind=kind, **{"width": 5, **seen}), Integer())


def money(label: str, *, most: int = 10**12, **seen: Any) -> MappedColumn[Any]:
    """An amount in whole fen, not negative, at most `most` fen (ten thousand million yuan)."""
    kind = kinds.Money(most=most)
    return _column(Field(label=label, kind=kind, **{"width": 12, **seen}), BigInteger())


def link(label: str, register: str, *, index: bool = True, **seen: Any) -> MappedColumn[Any]:
    """One record of the register called `register`."""
    return _column(
        Field(label=label, kind=Link(register=register), **{"width": 24, **seen}), LinkColumn(), index=index
    )


def files(label: str, *, most: int = 20, pictures: bool = False, **seen: Any) -> MappedColumn[Any]:
    """Attached files; `pictures` when only photographs belong there."""
    kind = Files(most=most, pictures=pictures)
    return _column(Field(label=label, kind=kind, **{"width": 40, **seen}), FilesColumn())


def choice(label: str, terms: type[Term], *, radio: bool = False, **seen: Any) -> MappedColumn[Any]:
    """One value of a code table; `radio` shows all values at once."""
    return _column(Field(label=label, kind=kinds.Choice(terms=terms, radio=radio), **seen), TermColumn(terms))


def choices(label: str, terms: type[Term], **seen: Any) -> MappedColumn[Any]:
    """Any number of values of a code table."""
    return _column(Field(label=label, kind=kinds.Choices(terms=terms), **seen), TermsColumn(terms))


def flag(label: str, **seen: Any) -> MappedColumn[Any]:
    """Yes or no."""
    return _column(Field(label=label, kind=kinds.Flag(), **{"width": 4, **seen}), Boolean())


def rows(
    label: str,
    record: str,
    *,
    noun: str = "项",
    at_least: int = 0,
    usual: tuple[str, ...] = (),
    turns: tuple[str, ...] = (),
    **seen: Any,
) -> Relationship[Any]:
    """Child rows of the class named `record`, in their own order; `usual` and `turns` as in `kinds.Rows`."""
    field = Field(label=label, kind=kinds.Rows(noun=noun, at_least=at_least, usual=usual, turns=turns), **seen)
    return relationship(
        record,
        cascade="all, delete-orphan",
        order_by=f"{record}.position",
        lazy="raise",
        default_factory=list,
        info={"field": field},
    )
