"""What the district lays down for its offices (下发): holidays, time limits, settings, forms; it goes with the receipts.

Laying down is an act of its own and numbered: what the district changes for itself stays with it. An office takes a
number once, and never an older one after a newer; what it does not know it passes over.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Session

from quyuan_desktop.domain import text
from quyuan_desktop.domain.deadlines import Certainty, DeadlineRule
from quyuan_desktop.domain.office import Role, for_head_alone
from quyuan_desktop.domain.problems import Problem, Refused, Trouble
from quyuan_desktop.domain.workdays import DayKind, Mark
from quyuan_desktop.exchange.package import Bytes
from quyuan_desktop.registers import kinds
from quyuan_desktop.services import village_roll
from quyuan_desktop.services.house_rules import desk_settings, slips_of_limit
from quyuan_desktop.services.phrases import LONGEST
from quyuan_desktop.services.seeds import completions
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import history, papers, phrases, settings
from quyuan_desktop.storage.records import new_uid
from quyuan_desktop.storage.tables import DeadlineRow, HolidayRow

LAID_DOWN, TAKEN = "exchange.tables", "exchange.tables_taken"
"""Settings: at the district what was laid down last; at an office the number of what it has taken."""
NUMBERS = "numbers"
"""Among what was laid down: under which number each part of it was, so that an office that missed one gets it later."""
LOCAL = ("reporting.cross_days",)
"""Settings that are the bureau's own affair."""
VILLAGES = "villages"
PARTS = {
    "holidays": "节假日安排",
    "deadlines": "期限规则",
    "settings": "业务设置（统计截止日、补贴标准等）",
    "forms": "上级报表（空表和对好的格子）",
    "phrases": "常用语和村名（各所自己加的保留）",
    VILLAGES: "村名册（各所看过不同之处，自己决定采用）",
}
MALFORMED = (ValueError, TypeError, LookupError, AttributeError)
DEADLINE_COLUMNS = {
    "event": str,
    "trigger": str,
    "days": int,
    "kind": str,
    "roll_over": bool,
    "party": str,
    "article": str,
    "source": str,
    "certainty": str,
    "ahead": int,
    "red": int,
    "on": bool,
}


@dataclass(frozen=True, slots=True)
class LaidDown:
    """What was laid down last: its number, when, by whom, and how many of each part laid down then."""

    number: int
    at: str
    by: str
    counts: dict[str, int]


def sizes(place: Workplace) -> dict[str, int]:
    """How many of each part this ledger could lay down."""
    with place.ledger.reading() as session:
        return {part: len(_gathered(session, part, place)) for part in PARTS}


def laid_down(place: Workplace) -> LaidDown | None:
    """What was laid down last; None when nothing was."""
    with place.ledger.reading() as session:
        kept = settings.read(session, LAID_DOWN)
    if not kept:
        return None
    newest = {part: len(kept[part]) for part in PARTS if part in kept and _number(kept, part) == kept["number"]}
    return LaidDown(kept["number"], kept["at"], kept["by"], newest)


def lay_down(place: Workplace, parts: Iterable[str]) -> LaidDown:
    """Lay down these parts as they stand now; every receipt from here on brings them. Only the head may. Raises Trouble."""
    chosen = [part for part in PARTS if part in set(parts)]
    if place.staff.role is not Role.HEAD:
        raise Trouble(for_head_alone("下发规则", place.office.level))
    if not chosen:
        raise Refused([Problem("parts", "请至少选一项要下发的内容。")])
    with place.ledger.writing() as session:
        before = settings.read(session, LAID_DOWN) or {"number": 0}
        earlier = {part: before[part] for part in PARTS if part in before}
        number = before["number"] + 1
        told = {"number": number, "at": f"{place.now():%Y-%m-%d %H:%M}", "by": place.staff.name}
        numbers = {**{part: _number(before, part) for part in earlier}, **dict.fromkeys(chosen, number)}
        now = {part: _gathered(session, part, place) for part in chosen}
        settings.keep(session, LAID_DOWN, {**told, NUMBERS: numbers, **earlier, **now})
        history.audit(session, "lay_down", place.now(), place.staff.name, detail=f"{number} {chosen}")
    found = laid_down(place)
    assert found is not None
    return found


def tables_for(session: Session) -> tuple[dict[str, Any], list[Bytes]]:
    """What a receipt brings, and the bytes of the forms in it."""
    kept = settings.read(session, LAID_DOWN) or {}
    named = {form["sha256"] for form in kept.get("forms", [])}
    return kept, [Bytes(sha256, papers.blob(session, sha256)) for sha256 in sorted(named)]


def _number(tables: dict[str, Any], part: str) -> int:
    """Under which number that part was laid down. Raises TypeError for none."""
    found = tables.get(NUMBERS, {}).get(part, tables["number"])
    if type(found) is not int:
        raise TypeError(part)
    return found


def _gathered(session: Session, part: str, place: Workplace) -> Any:
    match part:
        case "holidays":
            rows = session.scalars(select(HolidayRow).order_by(HolidayRow.day))
            return [[row.day.isoformat(), row.mark, row.name] for row in rows]
        case "deadlines":
            rules = session.scalars(select(DeadlineRow).order_by(DeadlineRow.position))
            names = ("code", *DEADLINE_COLUMNS)
            return [{name: getattr(rule, name) for name in names} for rule in rules]
        case "settings":
            declared = [code for code in desk_settings() if code not in LOCAL]
            found = {code: settings.read(session, f"desk.{code}", _UNSET) for code in declared}
            return {code: value for code, value in found.items() if value is not _UNSET}
        case "phrases":
            return _phrases(session)
        case "villages":
            return village_roll.gathered(session, place.office.code)
        case _:
            return settings.read(session, settings.OWN_FORMS, [])


def _phrases(session: Session) -> list[list[str]]:
    """What came with the program and was left in place, and what was added to it: nothing that was typed into a record."""
    seeded = completions()
    offered = {(store, each.text) for store in seeded for each in phrases.listed(session, store)}
    left = [(store, said) for store, texts in seeded.items() for said in texts if (store, said) in offered]
    return [[*each] for each in dict.fromkeys([*left, *phrases.never_typed(session, seeded)])]


_UNSET = object()


# -- at the office


def take_tables(place: Workplace, session: Session, tables: dict[str, Any], files: Iterable[Bytes]) -> list[str]:
    """Take over what the district has laid down; what changed, in words. Nothing when it was taken before.

    Raises Trouble when it is not what it says it is.
    """
    number, taken = tables.get("number"), int(settings.read(session, TAKEN, 0))
    if type(number) is not int or number <= taken:
        return []
    known = {each.sha256: each.content for each in files}
    takers: dict[str, Callable[[Any], int]] = {
        "holidays": lambda rows: _take_holidays(session, rows),
        "deadlines": lambda rows: _take_deadlines(session, rows),
        "settings": lambda values: _take_settings(session, values, place.today),
        "forms": lambda forms: _take_forms(session, forms, known),
        "phrases": lambda rows: _take_phrases(session, rows),
        VILLAGES: lambda rows: _take_villages(session, _number(tables, VILLAGES), rows),
    }
    told = []
    try:
        for part, take in takers.items():
            if part in tables and _number(tables, part) > taken and (count := take(tables[part])):
                told.append(f"{PARTS[part].partition('（')[0]} {count} 项")
    except MALFORMED as error:
        raise Trouble("回执里下发的规则有不能识别的内容，没有导入。请先升级本程序，数据没有改动。") from error
    settings.keep(session, TAKEN, number)
    history.audit(session, "take_tables", place.now(), place.staff.name, detail=f"{number} {' '.join(told)}")
    return told


def _take_holidays(session: Session, rows: Any) -> int:
    """The rows of every year they speak of stand in place of what was known of it."""
    read = [(date.fromisoformat(day), Mark(mark), str(name)[:40]) for day, mark, name in rows]
    days = {day for day, _, _ in read}
    if len(days) < len(read) or any(not kinds.EARLIEST <= day <= kinds.LATEST for day in days):
        raise ValueError("days of a year, each once")
    for year in {day.year for day in days}:
        span = HolidayRow.day.between(date(year, 1, 1), date(year, 12, 31))
        session.execute(delete(HolidayRow).where(span))
    session.add_all(HolidayRow(day=day, mark=mark.value, name=name) for day, mark, name in read)
    session.flush()
    return len(read)


def _take_deadlines(session: Session, rows: Any) -> int:
    changed = 0
    for told in rows:
        row = session.get(DeadlineRow, str(told["code"]))
        if row is None:
            continue  # a rule of a newer program
        values = {name: told[name] for name, kind in DEADLINE_COLUMNS.items() if type(told[name]) is kind}
        if values.keys() != DEADLINE_COLUMNS.keys() or any(map(_too_long, values, values.values())):
            raise ValueError(told["code"])
        read = {"kind": DayKind(values["kind"]), "certainty": Certainty(values["certainty"])}
        if any(slips_of_limit(DeadlineRule(code=row.code, **{**values, **read}))):
            raise ValueError(told["code"])
        changed += any(getattr(row, name) != value for name, value in values.items())
        for name, value in values.items():
            setattr(row, name, value)
    return changed


def _too_long(column: str, value: Any) -> bool:
    """Whether it is a text that the column of a time limit does not hold."""
    kept = DeadlineRow.__table__.c[column].type
    return isinstance(kept, String) and len(value) > (kept.length or 0)


def _take_settings(session: Session, values: Any, today: date) -> int:
    changed = 0
    declared = desk_settings()
    for code, plain in dict(values).items():
        if code in declared and code not in LOCAL:
            kind = declared[code].kind
            value = kind.restore(plain)
            if kind.typed_as_text and isinstance(kind.read(kind.show(value), today), Problem):
                raise ValueError(code)
            changed += settings.read(session, f"desk.{code}", _UNSET) != plain
            settings.keep(session, f"desk.{code}", plain)
    return changed


def _take_phrases(session: Session, rows: Any) -> int:
    """What is not offered yet is added; what the office has of its own stays."""
    stores: dict[str, list[str]] = {}
    known = completions()
    for store, said in rows:
        if type(store) is not str or type(said) is not str or len(said) > LONGEST:
            raise TypeError(store)
        if store in known:  # others are those of a newer program
            stores.setdefault(store, []).append(text.clean(said, multiline=True))
    return sum(phrases.add(session, store, texts) for store, texts in stores.items())


def _take_villages(session: Session, number: int, rows: Any) -> int:
    """The list is kept for somebody to look at. Nothing is changed by it, so nothing is told here."""
    village_roll.take(session, number, rows)
    return 0


def _take_forms(session: Session, forms: Any, known: dict[str, bytes]) -> int:
    """A form of the same name is replaced, others are added."""
    from quyuan_desktop.services import own_forms  # which signing in does without

    kept = {form["name"]: form for form in settings.read(session, settings.OWN_FORMS, [])}
    changed = 0
    for told in forms:
        form = own_forms.laid_down(told)
        if form.sha256 not in known:
            raise ValueError(form.name)
        papers.keep_blob(session, known[form.sha256])
        before = kept.get(form.name)
        others = {each["uid"] for each in kept.values()}
        uid = before["uid"] if before is not None else new_uid() if form.uid in others else form.uid
        made = {**asdict(form), "uid": uid, "cells": [asdict(each) for each in form.cells]}
        changed += before != made
        kept[form.name] = made
    settings.keep(session, settings.OWN_FORMS, list(kept.values()))
    return changed
