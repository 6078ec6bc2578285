"""The base of every record, and the description of a register that all else is made from."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, MetaData, String, inspect
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column

from quyuan_desktop.domain.deadlines import Running
from quyuan_desktop.domain.house import HouseRules
from quyuan_desktop.domain.office import Office
from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.domain.terms import Term
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.columns import Instant, TermColumn
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.registers.measures import Check, Counting, Mean
from quyuan_desktop.registers.settings import DeskSetting
from quyuan_desktop.registers.workflow import Workflow

Values = dict[str, Any]
"""A record's values by field name, as a form holds them; child rows are lists of such dicts."""


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True):
    """Everything the database holds is declared on this; constraints have names so that they can migrate."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class State(Term):
    """Nothing is deleted: a record is in force or void (作废)."""

    LIVE = "live", "有效"
    VOID = "void", "已作废"


class Record(Base, kw_only=True):
    """What every record has beside its declared fields.

    `id` is local to one database and never leaves it; `uid` is the record's name everywhere. `number` is what
    people call it; `digest` is that of its newest revision; instants are UTC.
    """

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    office: Mapped[str] = mapped_column(String(24))
    number: Mapped[str] = mapped_column(String(60), index=True)
    state: Mapped[State] = mapped_column(TermColumn(State), default=State.LIVE)
    void_reason: Mapped[str] = mapped_column(String(200), default="")
    digest: Mapped[str] = mapped_column(String(64), default="")
    revisions: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Instant())
    created_by: Mapped[str] = mapped_column(String(60))
    changed_at: Mapped[datetime] = mapped_column(Instant())
    changed_by: Mapped[str] = mapped_column(String(60))


class Row(Base, kw_only=True):
    """One child row of a record; `parent_id` is declared by each, pointing at its record."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    position: Mapped[int] = mapped_column(default=0)


def parent(table: str, *, index: bool = True) -> Any:
    """The column that ties a child row to its record's table; `index` False where another index begins with it."""
    return mapped_column(ForeignKey(f"{table}.id", ondelete="CASCADE"), init=False, index=index)


@dataclass(frozen=True, slots=True)
class Occasion:
    """What rules and defaults may know of the moment of entry."""

    today: date
    now: datetime
    staff: str
    office: Office
    house: HouseRules = dataclasses.field(default_factory=HouseRules)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a form: its code is what fields name, `side` puts it beside the one before."""

    code: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRole:
    """Which fields of a register speak of one person, so that returning people are recognised everywhere.

    Empty where the register has no such field. `carried` are the fields taken over for a returning person.
    """

    code: str
    label: str
    name: str
    id_number: str = ""
    phone: str = ""
    town: str = ""
    village: str = ""
    carried: tuple[str, ...] = ()

    @property
    def telling(self) -> frozenset[str]:
        """The fields by which the person is recognised."""
        return frozenset((self.name, self.id_number, self.phone, self.town, self.village)) - {""}


PAPER_SIZES = ("A3", "A4", "A5")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperKind:
    """A paper that can be issued from a record; `code` names its drawing in documents, `size` is of PAPER_SIZES.

    number: template of the paper's own number (文号), empty when it bears the record's; stages: codes of the stages
    of the workflow in which it may be issued, empty for any; since: the field of a step that must be filled in before,
    empty for none; away: it leaves the office, so that what is masked in
    lists is masked on it; handed: the visitor takes it along, so that saving offers it.
    """

    code: str
    label: str
    size: str = "A4"
    number: str = ""
    stages: tuple[Term, ...] = ()
    since: str = ""
    away: bool = False
    handed: bool = False

    def __post_init__(self) -> None:
        if self.size not in PAPER_SIZES:
            raise ValueError(f"no paper is called {self.size}")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Todo:
    """Something that waits to be done: on 今日 while `open_` holds, since the day `since`. SQL over the record class.

    limits: codes of the time limits that say the same, so that 今日 tells it once.
    """

    code: str
    label: str
    since: Any
    open_: ColumnElement[bool]
    limits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """How a record leads on to one of another register, with nothing typed twice.

    label: what the button says (转申请); to: the code of the other register; link: its field that points back;
    carry: from the values of this record those that the other begins with; when: whether it is the usual way on
    from these values, so that the form offers it first; moves: what is being taken in turns out to be of the other
    register and becomes one there instead, so that one event is one record.
    """

    code: str
    label: str
    to: str
    link: str
    carry: "Callable[[Values], Values]"
    when: "Callable[[Values], bool]"
    moves: bool = False


def _nothing_wrong(values: Values, occasion: Occasion) -> list[Problem]:
    return []


def _as_is(values: Values, occasion: Occasion) -> Values:
    return values


def _nothing_follows(values: Values) -> Values:
    return {}


def _nothing_known(session: Any, values: Values, uid: str) -> list[Problem]:
    return []


def _nothing_doubted(session: Any, values: Values, uid: str, house: HouseRules) -> list[Problem]:
    return []


def _no_limits(values: Values) -> list[Running]:
    return []


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Register:
    """One kind of record, described once; see docs/architecture.md §4. Each is itself: what is made of it is remembered.

    number: template of the document number (文号) with {short}, {year} and {serial};
    day: the field whose date decides the month; who and what: the fields that name a record in one line;
    report: title of its table in the month;
    sheet: the fields that can be entered line by line on one sheet (成批录入), empty where that makes no sense;
    known_by: sets of fields by which a record is known again when a table comes in: the first set that is filled in
    and found counts; without any, a record is known by its number alone, or by being the same throughout;
    printed: the fields that its printed list (一览表) has, empty for those of the list on the screen;
    named: the record is called by `who` alone, as places and people are;
    complete: fills what follows from other values before they are checked; follow: the fields that follow from
    others unless something else was chosen, with what follows for each: they are never asked for, and follow anew
    when their source is corrected; check: the cross-field rules;
    against: what other records say against saving these values as the record `uid` (empty for a new one), asked of the
    ledger within the transaction; doubted: what they make doubtful by the rules of the house, all of it warnings that a
    person may confirm; limits: the time limits that a record sets running; timed_by: the fields that these are reckoned
    from; unsettled: which records may have some running, in SQL.
    """

    code: str
    label: str
    record: type[Record]
    number: str
    day: str
    who: str
    what: str
    sections: tuple[Section, ...]
    report: str = ""
    called_by: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    sheet: tuple[str, ...] = ()
    known_by: tuple[tuple[str, ...], ...] = ()
    printed: tuple[str, ...] = ()
    people: tuple[PersonRole, ...] = ()
    papers: tuple[PaperKind, ...] = ()
    measures: tuple[Counting, ...] = ()
    means: tuple[Mean, ...] = ()
    todos: tuple[Todo, ...] = ()
    leads: tuple[Lead, ...] = ()
    workflow: Workflow | None = None
    complete: Callable[[Values, Occasion], Values] = _as_is
    follow: Callable[[Values], Values] = _nothing_follows
    check: Callable[[Values, Occasion], list[Problem]] = _nothing_wrong
    against: Callable[[Any, Values, str], list[Problem]] = _nothing_known
    doubted: Callable[[Any, Values, str, HouseRules], list[Problem]] = _nothing_doubted
    limits: Callable[[Values], list[Running]] = _no_limits
    timed_by: tuple[str, ...] = ()
    unsettled: ColumnElement[bool] | None = None

    def __repr__(self) -> str:
        return f"Register({self.code})"

    @property
    def asks_the_ledger(self) -> bool:
        """Whether other records may speak against saving one."""
        return self.against is not _nothing_known

    @property
    def fields(self) -> tuple[Field, ...]:
        """The declared fields in their order."""
        return fields_of(self.record)

    def field(self, name: str) -> Field:
        """The field called `name`, that of child rows by its path (materials.name). Raises KeyError for none."""
        first, _, inner = name.partition(".")
        return fields_by_name(row_class(self.record, first) if inner else self.record)[inner or first]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """A register of another desk that is seen here too, so that one event is one record and counted once.

    A new record begun here takes `fields` as they were used last in the register `like`.
    """

    register: str
    like: str = ""
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A tab of the window: registers that are worked on together, `district_only` for the district's bureau.

    also: registers of other desks that are seen here too; pages: codes of pages of its own beside them
    (a roster, a coverage board); checks: what must hold among its figures before a month is closed.
    """

    code: str
    label: str
    registers: tuple[Register, ...]
    also: tuple[Guest, ...] = ()
    pages: tuple[str, ...] = ()
    settings: tuple[DeskSetting, ...] = ()
    checks: tuple[Check, ...] = ()
    district_only: bool = False


@cache
def fields_of(declared: type[Base]) -> tuple[Field, ...]:
    """The fields of a declaration in the order they are written; pure, so it may be remembered."""
    mapper = inspect(declared)
    found: list[Field] = []
    section = ""
    for name in _in_order(declared):
        attribute = mapper.attrs.get(name)
        if attribute is None:
            continue
        info = attribute.columns[0].info if hasattr(attribute, "columns") else attribute.info
        field = info.get("field")
        if isinstance(field, Field):
            section = field.section or section
            found.append(field.named(name, section))
    return tuple(found)


def _in_order(declared: type[Base]) -> list[str]:
    names: dict[str, None] = {}
    for cls in reversed(declared.__mro__):
        names.update(dict.fromkeys(cls.__dict__.get("__annotations__", ())))
    return list(names)


@cache
def fields_by_name(declared: type[Base]) -> Mapping[str, Field]:
    """The fields of a declaration by name."""
    return {field.name: field for field in fields_of(declared)}


def called(register: Register, record: Any) -> str:
    """What a record is called where another leads to it: by its names, or by its number and whom it is about."""
    names = [
        register.field(name).kind.show(getattr(record, name)) for name in register.called_by or (register.who,)
    ]
    parts = names if register.called_by else [record.number, *names]
    return " ".join(part for part in parts if part)


@cache
def row_class(declared: type[Base], name: str) -> type[Row]:
    """The class of the child rows that the field `name` holds."""
    target: type[Row] = inspect(declared).relationships[name].mapper.class_
    return target


def blank(declared: type[Base]) -> Values:
    """The values of a record of which nothing is known."""
    return {
        field.name: [] if isinstance(field.kind, kinds.Rows) else field.kind.empty for field in fields_of(declared)
    }


def values_of(record: Base) -> Values:
    """A loaded record's values by field name."""
    found: Values = {}
    for field in fields_of(type(record)):
        value = getattr(record, field.name)
        found[field.name] = [values_of(row) for row in value] if isinstance(field.kind, kinds.Rows) else value
    return found


def plain_of(declared: type[Base], values: Values) -> Values:
    """The values in their plain form, fit for JSON; the same values always give the same form."""
    found: Values = {}
    for field in fields_of(declared):
        value = values[field.name]
        if isinstance(field.kind, kinds.Rows):
            row = row_class(declared, field.name)
            found[field.name] = [plain_of(row, each) for each in value]
        else:
            found[field.name] = field.kind.plain(value)
    return found
