"""What the rows of a table would do to the ledger: values completed by the register's own rules, links found, twins told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from quyuan_desktop.documents.workbook_cells import words_of
from quyuan_desktop.domain import masking
from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.base import (
    Base,
    Register,
    Values,
    blank,
    fields_by_name,
    fields_of,
    row_class,
    values_of,
)
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.registers.linked import Link, Linked
from quyuan_desktop.services.import_heads import MOMENT
from quyuan_desktop.services.import_matching import Links, Match, match_entries, twins
from quyuan_desktop.services.import_rows import Entry
from quyuan_desktop.services.save_record import examine
from quyuan_desktop.services.workplace import Workplace

Tell = Callable[[str, int, int], None]


@dataclass(slots=True)
class Planned:
    """A row on its way: `known` when it speaks of a record in the ledger, `same` when it would change nothing."""

    line: int
    title: str
    uid: str
    values: Values
    known: bool = False
    same: bool = False
    problems: list[Problem] = field(default_factory=list)
    differences: tuple[str, ...] = ()

    @property
    def faulty(self) -> bool:
        """Whether it can't be taken in."""
        return any(not each.warning for each in self.problems)


def planned_rows(place: Workplace, register: Register, entries: Sequence[Entry], tell: Tell) -> list[Planned]:
    """What each row would do; those that others lead to come before them."""
    with place.ledger.reading() as session:
        matches = match_entries(session, register, entries)
        begun = [_begun(place, register, entry, match) for entry, match in zip(entries, matches, strict=True)]
        links = Links(session, _coming(register, entries, begun))
        for done, (entry, match, planned) in enumerate(zip(entries, matches, begun, strict=True), start=1):
            before = None if match.record is None else values_of(match.record)
            _fill(register, register.record, entry, planned.values, before, links, planned.problems)
            if match.problem is None:
                _settle(place, register, planned, before)
            if done % 50 == 0 or done == len(entries):
                tell("核对各行", done, len(entries))
        _tell_twins(session, register, begun)
    _tell_repeats(register, begun)
    return _in_order(register, begun)


def _begun(place: Workplace, register: Register, entry: Entry, match: Match) -> Planned:
    problems = [*entry.problems, *(each for each in (match.problem, match.warning) if each is not None)]
    title = words_of(entry.values.get(register.who)) or entry.number or f"第 {entry.line} 行"
    if match.record is not None:
        values = values_of(match.record)
        return Planned(entry.line, title, match.record.uid, values, known=True, problems=problems)
    return Planned(entry.line, title, place.name_record(), _fresh(register.record), problems=problems)


def _fresh(declared: type[Base]) -> Values:
    """The values of a new record before its row is read: defaults that hold for any."""
    values = blank(declared)
    for each in fields_of(declared):
        if each.default is not None and each.default not in MOMENT:
            values[each.name] = each.kind.restore(each.default)
    return values


def _coming(
    register: Register, entries: Sequence[Entry], begun: Sequence[Planned]
) -> dict[tuple[str, str], list[Linked]]:
    """The new records, by what they will be called."""
    found: dict[tuple[str, str], list[Linked]] = {}
    if not register.called_by:
        return found
    for entry, planned in zip(entries, begun, strict=True):
        if not planned.known:
            shown = [register.field(name).kind.show(entry.values.get(name)) for name in register.called_by]
            words = " ".join(filter(None, shown))
            if words:
                found.setdefault((register.code, words), []).append(Linked(planned.uid, words))
    return found


def _fill(
    register: Register,
    declared: type[Base],
    entry: Entry,
    values: Values,
    before: Values | None,
    links: Links,
    problems: list[Problem],
    prefix: str = "",
) -> None:
    """Put what the row says into `values`; blank cells leave them alone."""
    known = fields_by_name(declared)
    values.update(entry.values)
    for name, words in entry.hidden.items():
        each = known[name]
        shown = each.kind.show(before[name]) if before is not None else ""
        if masking.masked(each.kind, shown) != words:
            problems.append(Problem(prefix + name, "这一格是遮住的内容，不能导入。请填完整的，或者空着。"))
    for name, words in entry.by_name.items():
        if before is not None and before[name] is not None and before[name].text == words:
            continue
        kind = known[name].kind
        assert isinstance(kind, Link)
        found = links.find(kind.register, words)
        if isinstance(found, Problem):
            problems.append(Problem(prefix + name, found.text))
        else:
            values[name] = found
    for name, rows in entry.rows.items():
        own = row_class(declared, name)
        olds: list[Values] = before[name] if before is not None else []
        values[name] = []
        for place, child in enumerate(rows):
            old = olds[place] if place < len(olds) else None
            fresh = dict(old) if old is not None else _fresh(own)
            path = f"{prefix}{name}.{place}."
            problems += [Problem(path + each.field, each.text) for each in child.problems]
            _fill(register, own, child, fresh, old, links, problems, path)
            values[name].append(fresh)


def _settle(place: Workplace, register: Register, planned: Planned, before: Values | None) -> None:
    """Complete and examine the values, and say what they change."""
    if before is not None and planned.values == before:
        planned.same = not planned.faulty
        return
    said = {problem.field for problem in planned.problems if not problem.warning}
    planned.values, problems = examine(place, register, planned.values, before)
    planned.problems += [each for each in problems if each.field not in said]
    if before is None:
        return
    planned.same = planned.values == before and not planned.faulty
    planned.differences = tuple(
        _difference(each, before[each.name], planned.values[each.name])
        for each in register.fields
        if not each.derived and before[each.name] != planned.values[each.name]
    )


def _difference(each: Field, old: Any, new: Any) -> str:
    if isinstance(each.kind, kinds.Rows):
        return f"{each.label}：{len(old)} {each.kind.noun} → {len(new)} {each.kind.noun}"
    if each.masked:
        return f"{each.label}：有改动"
    return f"{each.label}：{_short(each.kind.show(old))} → {_short(each.kind.show(new))}"


def _short(words: str) -> str:
    plain = " ".join(words.split()) or "（空）"
    return plain if len(plain) <= 24 else f"{plain[:23]}…"


def _tell_twins(session: Session, register: Register, begun: Sequence[Planned]) -> None:
    """Rows that say exactly what a record already says add nothing."""
    waiting = [each for each in begun if not each.known and not each.faulty]
    for place, record in twins(session, register, [each.values for each in waiting]).items():
        waiting[place].same, waiting[place].known, waiting[place].uid = True, True, record.uid


def _tell_repeats(register: Register, begun: Sequence[Planned]) -> None:
    """Two rows of one file that speak of one record, or would make two of it."""
    first: dict[Any, Planned] = {}
    for planned in begun:
        keys: list[tuple[Any, str]] = [(planned.uid, "同一条记录")]
        for names in register.known_by:
            key = tuple(planned.values[name] for name in names)
            if all(key):
                shown = "、".join(register.field(name).label for name in names)
                keys.append(((names, *key), shown))
        if not planned.known:
            told = tuple(
                (name, repr(value)) for name, value in planned.values.items() if not register.field(name).derived
            )
            keys.append((told, "全部内容"))
        for key, shown in keys:
            other = first.setdefault(key, planned)
            if other is planned:
                continue
            if _told_apart(register, key, planned, other):
                if not (planned.known and other.known):
                    words = f"与第 {other.line} 行的{shown}相同，其他不同，请核对是不是同一个。"
                    planned.problems.append(Problem("", words, warning=True))
            else:
                planned.problems.append(Problem("", f"与第 {other.line} 行重复（{shown}相同），请只留一行。"))
                planned.same = False
                break


def _told_apart(register: Register, key: Any, planned: Planned, other: Planned) -> bool:
    """Whether a stronger set of fields, filled in by both rows, tells two rows with the same weaker one apart."""
    names = key[0] if isinstance(key, tuple) and key and isinstance(key[0], tuple) else ()
    if names not in register.known_by:
        return False
    if planned.known and other.known:
        return True  # two records of the ledger, each known by its number
    for stronger in register.known_by[: register.known_by.index(names)]:
        ours, theirs = ([each.values[name] for name in stronger] for each in (planned, other))
        if all(ours) and all(theirs) and ours != theirs:
            return True
    return False


def _in_order(register: Register, begun: Sequence[Planned]) -> list[Planned]:
    """The rows so that a new record is written before those that lead to it; in a ring, as they came."""
    own = [
        each.name
        for each in register.fields
        if isinstance(each.kind, Link) and each.kind.register == register.code
    ]
    if not own:
        return list(begun)
    for each in begun:
        for name in own:
            if each.values[name] is not None and each.values[name].uid == each.uid:
                each.problems.append(Problem(name, "写的就是这一行自己，请核对。"))
    waiting, done, written = list(begun), list[Planned](), set[str]()
    new = {each.uid for each in begun if not each.known}
    while waiting:
        free = [
            each
            for each in waiting
            if all(
                each.values[name] is None or each.values[name].uid not in new - written - {each.uid}
                for name in own
            )
        ]
        if not free:
            break
        done += free
        written |= {each.uid for each in free}
        waiting = [each for each in waiting if each.uid not in written]
    for each in waiting:
        each.problems.append(Problem(own[0], "几行互相指向对方，请核对。"))
    return done + waiting
