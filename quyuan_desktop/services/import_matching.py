"""Which record of the ledger a row that comes in speaks of, and which record the words in a cell lead to."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.registers.base import Record, Register, State, called, values_of
from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.services.import_rows import Entry
from quyuan_desktop.storage import records

AT_ONCE = 400


@dataclass(slots=True)
class Match:
    """The record that a row speaks of, None for none; or why that can't be told."""

    record: Record | None = None
    problem: Problem | None = None
    warning: Problem | None = None


def match_entries(session: Session, register: Register, entries: Sequence[Entry]) -> list[Match]:
    """For each row the record in force that it speaks of: by its 编号, else by what the register is known by."""
    by_number = _by_number(session, register, {entry.number for entry in entries if entry.number})
    found = [_numbered(by_number, entry) for entry in entries]
    for names in register.known_by:
        waiting = [
            place
            for place, entry in enumerate(entries)
            if found[place].record is None and found[place].problem is None and _key(entry, names)
        ]
        known = _known(session, register, names, [_key(entries[place], names) for place in waiting])
        for place in waiting:
            found[place] = _matched(register, names, entries[place], known)
    return found


def _by_number(session: Session, register: Register, numbers: set[str]) -> dict[str, Record]:
    record: Any = register.record
    uids = _in_parts(session, select(record.uid), record.number, numbers)
    return {each.number: each for each in _loaded(session, register, uids)}


def _numbered(by_number: dict[str, Record], entry: Entry) -> Match:
    if not entry.number:
        return Match()
    record = by_number.get(entry.number)
    if record is None:
        told = f"没有编号为“{entry.number[:40]}”的记录。新登记的，编号空着，由程序给。"
        return Match(problem=Problem("", told))
    if record.state is State.VOID:
        return Match(problem=Problem("", f"{entry.number} 已作废，不能再改。"))
    return Match(record)


def _key(entry: Entry, names: tuple[str, ...]) -> tuple[Any, ...]:
    """The values by which the row is known; empty when it lacks one."""
    key = tuple(entry.values.get(name) or entry.by_name.get(name) for name in names)
    return key if all(each is not None for each in key) else ()


def _known(
    session: Session, register: Register, names: tuple[str, ...], keys: Iterable[tuple[Any, ...]]
) -> dict[tuple[Any, ...], list[Record]]:
    record: Any = register.record
    firsts = {key[0] for key in keys}
    wanted = select(record.uid).where(record.state == State.LIVE)
    found: dict[tuple[Any, ...], list[Record]] = {}
    for each in _loaded(session, register, _in_parts(session, wanted, getattr(record, names[0]), firsts)):
        values = (getattr(each, name) for name in names)
        key = tuple(value.text if isinstance(value, Linked) else value for value in values)
        found.setdefault(key, []).append(each)
    return found


def _matched(
    register: Register, names: tuple[str, ...], entry: Entry, known: dict[tuple[Any, ...], list[Record]]
) -> Match:
    hits = known.get(_key(entry, names), [])
    told = "、".join(register.field(name).label for name in names)
    if len(hits) > 1:
        return Match(problem=Problem(names[0], f"账上有 {len(hits)} 条{told}相同的，分不清是哪一条，请填编号。"))
    if hits:
        other = _contradicts(register, names, entry, hits[0])
        if other:
            label = register.field(other).label
            return Match(
                warning=Problem(
                    other, f"账上有{told}相同、{label}不同的一条，这一行按新的登记，请核对。", warning=True
                )
            )
        return Match(hits[0])
    return Match()


def _contradicts(register: Register, names: tuple[str, ...], entry: Entry, record: Record) -> str:
    """A field of an earlier, stronger set that both know and that differs."""
    for earlier in register.known_by[: register.known_by.index(names)]:
        for name in earlier:
            ours, theirs = entry.values.get(name), getattr(record, name)
            if name not in names and ours and theirs and ours != theirs:
                return name
    return ""


def _in_parts(session: Session, wanted: Any, column: Any, among: Iterable[Any]) -> Iterator[str]:
    """The uids that `wanted` finds with `column` among these, however many they are."""
    values = list(among)
    for start in range(0, len(values), AT_ONCE):
        yield from session.scalars(wanted.where(column.in_(values[start : start + AT_ONCE])))


def _loaded(session: Session, register: Register, uids: Iterable[str]) -> Iterator[Record]:
    every = list(dict.fromkeys(uids))
    for start in range(0, len(every), AT_ONCE):
        yield from records.load_all(session, register, every[start : start + AT_ONCE])


def twins(session: Session, register: Register, entries: Sequence[dict[str, Any]]) -> dict[int, Record]:
    """The records that say exactly what these values say, by their place: a table that is handed in twice adds
    nothing. Files don't count."""
    record: Any = register.record
    days = {values[register.day] for values in entries if values[register.day] is not None}
    wanted = select(record.uid).where(record.state == State.LIVE)
    there: dict[tuple[Any, Any], list[Record]] = {}
    for each in _loaded(session, register, _in_parts(session, wanted, getattr(record, register.day), days)):
        there.setdefault((getattr(each, register.day), getattr(each, register.who)), []).append(each)
    found = {}
    for place, values in enumerate(entries):
        alike = there.get((values[register.day], values[register.who]), [])
        twin = next((each for each in alike if _same(register, values, each)), None)
        if twin is not None:
            found[place] = twin
    return found


def _same(register: Register, values: dict[str, Any], record: Record) -> bool:
    theirs = values_of(record)
    skipped = {each.name for each in register.fields if each.derived or "Files" in type(each.kind).__name__}
    return all(values[name] == theirs[name] for name in values if name not in skipped)


@dataclass(slots=True)
class Links:
    """Finds the record that the words of a cell lead to: by its number, or by what it is called.

    coming: the records that come in with the same file, by what they will be called.
    """

    session: Session
    coming: dict[tuple[str, str], list[Linked]] = field(default_factory=dict)
    _called: dict[str, dict[str, list[Linked]]] = field(default_factory=dict)

    def find(self, code: str, words: str) -> Linked | Problem:
        """The link, or why there is none."""
        target = REGISTERS[code]
        by_number = self._numbered(target, words)
        if by_number is not None:
            return by_number
        hits = [*self._by_name(target).get(words, []), *self.coming.get((code, words), [])]
        if len(hits) == 1:
            return hits[0]
        if hits:
            return Problem("", f"有 {len(hits)} 条{target.label}都叫“{words[:30]}”，请改填编号。")
        return Problem("", f"没有叫“{words[:30]}”的{target.label}，请核对，或先登记。")

    def _numbered(self, target: Register, words: str) -> Linked | None:
        record: Any = target.record
        tokens = words.split()[:6]
        wanted = select(record.uid).where(record.number.in_(tokens), record.state == State.LIVE).limit(2)
        uids = list(self.session.scalars(wanted))
        if len(uids) != 1:
            return None
        return Linked(uids[0], called(target, records.load(self.session, target, uids[0])))

    def _by_name(self, target: Register) -> dict[str, list[Linked]]:
        if target.code not in self._called:
            named: dict[str, list[Linked]] = {}
            record: Any = target.record
            if target.called_by:
                columns = [getattr(record, name) for name in target.called_by]
                wanted = select(record.uid, *columns).where(record.state == State.LIVE)
                for uid, *values in self.session.execute(wanted):
                    shown = zip(target.called_by, values, strict=True)
                    words = " ".join(filter(None, (target.field(name).kind.show(each) for name, each in shown)))
                    named.setdefault(words, []).append(Linked(uid, words))
            self._called[target.code] = named
        return self._called[target.code]
