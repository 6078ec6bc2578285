"""The list of a register: how many, and a page of them at any place, quick with a million records."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, select

from quyuan_desktop.domain.deadlines import Limit
from quyuan_desktop.domain.office import Level
from quyuan_desktop.domain.standing import Standing
from quyuan_desktop.domain.terms import Term
from quyuan_desktop.registers import REGISTERS, kinds
from quyuan_desktop.registers.base import Desk, Register, State, Values
from quyuan_desktop.registers.columns import TermsColumn, has_term
from quyuan_desktop.services.limits import pressing_of
from quyuan_desktop.services.office_sight import names_of_offices
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import dispatches, drafts, glimpses, records, search

MOST_FOUND = 500


@dataclass(frozen=True, slots=True)
class Choice:
    """What the list shows: days from `first` to `last`, values of code tables, void ones too, words found, those alone
    that stand so towards the district, those alone of one office."""

    first: date | None = None
    last: date | None = None
    terms: tuple[tuple[str, Term], ...] = ()
    void: bool = False
    words: str = ""
    standing: Standing | None = None
    office: str = ""


@dataclass(frozen=True, slots=True)
class ListRow:
    """One line of a list; `values` are those of the fields that lists show; `limit` is the time limit that ends
    next, None when none runs; `standing`: how the record stands towards the district; `office`: at the bureau, the name
    of the office whose record it is."""

    uid: str
    number: str
    day: date
    state: State
    values: dict[str, Any]
    limit: Limit | None = None
    standing: Standing = Standing.UNSENT
    office: str = ""


def count_records(place: Workplace, register: Register, choice: Choice) -> int:
    """How many records the list has."""
    with place.ledger.reading() as session:
        narrowed = _narrowed(session, register, choice, select(func.count()).select_from(register.record))
        return session.scalar(narrowed) or 0


def page_of_records(
    place: Workplace, register: Register, choice: Choice, offset: int, limit: int, *, newest_first: bool = True
) -> list[ListRow]:
    """`limit` lines from the `offset`-th on, by day and order of entry."""
    record: Any = register.record
    day = getattr(record, register.day)
    lines = _lines(register)
    with place.ledger.reading() as session:
        # The ids come from an index alone, however deep the page lies; only the page's records are read.
        ids = _narrowed(session, register, choice, select(record.id))
        order = (day.desc(), record.id.desc()) if newest_first else (day, record.id)
        page = ids.order_by(*order).offset(offset).limit(limit)
        rows = session.execute(lines.wanted.where(record.id.in_(page)).order_by(*order)).all()
        found = [(row[:HEAD], dict(zip(lines.names, row[HEAD:], strict=True))) for row in rows]
        running = {id_: values for (id_, *_, state, _, runs, _), values in found if runs and state is State.LIVE}
        pressing = _pressing(place, session, register, running)
        offices = names_of_offices(place, session) if place.office.level is Level.DISTRICT else {}
    return [
        ListRow(
            uid,
            number,
            on,
            state,
            {name: values[name] for name in lines.shown},
            pressing.get(id_),
            Standing.of(stands),
            offices.get(office, ""),
        )
        for (id_, uid, number, on, state, stands, _, office), values in found
    ]


HEAD = 8
"""Columns of a line before the fields of its record."""


@dataclass(frozen=True, slots=True)
class _Lines:
    """What is asked of each record of a page: HEAD columns, then `names`; `shown` of them are what the list shows."""

    wanted: Select[Any]
    names: tuple[str, ...]
    shown: tuple[str, ...]


@cache
def _lines(register: Register) -> _Lines:
    """Made once for each register, since making it takes longer than asking it."""
    record: Any = register.record
    shown = [each.name for each in register.fields if each.column and not isinstance(each.kind, kinds.Rows)]
    timed = glimpses.split(register, register.timed_by)[0] if register.unsettled is not None else []
    names = tuple(dict.fromkeys((*shown, *timed)))
    head = (
        record.id,
        record.uid,
        record.number,
        getattr(record, register.day).label("_day"),
        record.state,
        dispatches.standing_of(register.code, record).label("_standing"),
        (false() if register.unsettled is None else register.unsettled).label("_running"),
        record.office,
    )
    return _Lines(select(*head, *(getattr(record, name) for name in names)), names, tuple(shown))


def records_of(
    place: Workplace, register: Register, choice: Choice, *, newest_first: bool = True, at_once: int = 500
) -> Iterator[list[Any]]:
    """The records of the list, whole and detached, `at_once` at a time, in its order."""
    record: Any = register.record
    day = getattr(record, register.day)
    order = (day.desc(), record.id.desc()) if newest_first else (day, record.id)
    with place.ledger.reading() as session:
        uids = list(session.scalars(_narrowed(session, register, choice, select(record.uid)).order_by(*order)))
        for start in range(0, len(uids), at_once):
            part = uids[start : start + at_once]
            loaded = {each.uid: each for each in records.load_all(session, register, part)}
            session.expunge_all()
            yield [loaded[uid] for uid in part]


def _pressing(place: Workplace, session: Any, register: Register, running: dict[int, Values]) -> dict[int, Limit]:
    """The time limits that end next of records that may have some running, by their local ids."""
    own, several = glimpses.split(register, register.timed_by) if running else ([], [])
    beside = {name: glimpses.rows_of(session, register.record, name, list(running)) for name in several}
    found = {
        id_: pressing_of(
            place,
            register,
            {
                **{name: values[name] for name in own},
                **{name: rows.get(id_, []) for name, rows in beside.items()},
            },
        )
        for id_, values in running.items()
    }
    return {id_: limit for id_, limit in found.items() if limit is not None}


def _narrowed(session: Any, register: Register, choice: Choice, wanted: Select[Any]) -> Select[Any]:
    record: Any = register.record
    day = getattr(record, register.day)
    conditions: list[ColumnElement[bool]] = []
    if not choice.void:
        conditions.append(record.state == State.LIVE)
    if choice.first is not None:
        conditions.append(day >= choice.first)
    if choice.last is not None:
        conditions.append(day <= choice.last)
    for name, term in choice.terms:
        column = getattr(record, name)
        several = isinstance(record.__table__.c[name].type, TermsColumn)
        conditions.append(has_term(column, term) if several else column == term)
    if choice.office:
        conditions.append(record.office == choice.office)
    if choice.standing is not None:
        conditions.append(dispatches.stands(session, register.code, record, choice.standing))
    if choice.words.strip():
        hits = search.find(session.connection(), choice.words, limit=MOST_FOUND, registers=[register.code])
        conditions.append(record.uid.in_([hit.uid for hit in hits]))
    return wanted.where(*conditions)


def counts(place: Workplace, desk: Desk) -> dict[str, int]:
    """Per register of the desk how many records of this month there are, and ``drafts`` of the desk."""
    month = Choice(first=place.today.replace(day=1))
    seen = (*desk.registers, *(REGISTERS[guest.register] for guest in desk.also))
    found = {register.code: count_records(place, register, month) for register in seen}
    with place.ledger.reading() as session:
        found["drafts"] = sum(draft.register in found for draft in drafts.listed(session))
    return found
