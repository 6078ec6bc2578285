"""The rules of the house as the ledger keeps them: holidays, time limits, settings of the desks. The head may change them."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from quyuan_desktop.domain.deadlines import Certainty, DeadlineRule
from quyuan_desktop.domain.house import HouseRules
from quyuan_desktop.domain.office import Level, Role, for_head_alone
from quyuan_desktop.domain.problems import Problem, Refused, Trouble
from quyuan_desktop.domain.workdays import DayKind, Holiday, HolidayTable, Mark
from quyuan_desktop.registers import DESKS
from quyuan_desktop.registers.reporting import (
    CUT_OFF,
    DUE_DAY,
    FIRST_MONTH,
    own_cut_off,
    printed,
    reporting_settings,
)
from quyuan_desktop.registers.settings import DeskSetting
from quyuan_desktop.services.seeds import CODE_TABLES
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import history, settings
from quyuan_desktop.storage.engine import Ledger
from quyuan_desktop.storage.tables import DeadlineRow, HolidayRow

LONGEST_LIMIT = 3660
"""Days of the longest time limit one may set."""

LONGEST_REMINDED = 365
"""Days ahead of the end of a limit from which one may be reminded of it."""


def desk_settings() -> dict[str, DeskSetting]:
    """Every setting that a desk declares, and those of reporting, by code."""
    from quyuan_desktop.reports.forms import form_settings  # which signing in does without

    declared = [each for desk in DESKS for each in desk.settings]
    return {each.code: each for each in (*declared, *reporting_settings(), *form_settings())}


def report_settings(level: Level) -> dict[str, tuple[DeskSetting, ...]]:
    """What is decided of reporting, by heading: for the whole, for each form, for each table that is handed in."""
    from quyuan_desktop.reports.forms import form_settings  # likewise

    return {
        "": (CUT_OFF, DUE_DAY, FIRST_MONTH),
        "上报表": form_settings(),
        "各表的统计截止日": tuple(own_cut_off(register) for register in printed(level)),
    }


def load(ledger: Ledger) -> HouseRules:
    """The rules as the ledger has them. Raises Trouble."""
    with ledger.reading() as session:
        return _load(session)


def _load(session: Session) -> HouseRules:
    days = session.execute(select(HolidayRow.day, HolidayRow.mark, HolidayRow.name))
    rows = [Holiday(day, Mark(mark), name) for day, mark, name in days]
    rules = [_rule(row) for row in session.scalars(select(DeadlineRow).order_by(DeadlineRow.position))]
    changed = settings.read_all(session, _key(""))
    declared = desk_settings() if changed else {}
    values = {
        code: setting.kind.restore(changed[_key(code)])
        for code, setting in declared.items()
        if _key(code) in changed
    }
    return HouseRules(HolidayTable(rows), tuple(rules), values)


def _key(code: str) -> str:
    return f"desk.{code}"


def _rule(row: DeadlineRow) -> DeadlineRule:
    return DeadlineRule(
        code=row.code,
        event=row.event,
        trigger=row.trigger,
        days=row.days,
        kind=DayKind(row.kind),
        roll_over=row.roll_over,
        party=row.party,
        article=row.article,
        source=row.source,
        certainty=Certainty(row.certainty),
        ahead=row.ahead,
        red=row.red,
        on=row.on,
    )


def supply(ledger: Ledger) -> None:
    """Add the time limits and the years of holidays that the program knows and the ledger lacks. Raises Trouble."""
    with ledger.reading() as session:
        known = set(session.scalars(select(DeadlineRow.code)))
        years = {day.year for day in session.scalars(select(HolidayRow.day))}
    rules = [(place, rule) for place, rule in enumerate(seeded_deadlines()) if rule.code not in known]
    holidays = [each for each in seeded_holidays() if each.day.year not in years]
    if not rules and not holidays:
        return
    with ledger.writing() as session:
        session.add_all(_row(rule, place) for place, rule in rules)
        session.add_all(HolidayRow(day=each.day, mark=each.mark.value, name=each.name) for each in holidays)


def _row(rule: DeadlineRule, position: int) -> DeadlineRow:
    return DeadlineRow(
        code=rule.code,
        position=position,
        event=rule.event,
        trigger=rule.trigger,
        days=rule.days,
        kind=rule.kind.value,
        roll_over=rule.roll_over,
        party=rule.party,
        article=rule.article,
        source=rule.source,
        certainty=rule.certainty.value,
        ahead=rule.ahead,
        red=rule.red,
        on=rule.on,
    )


def seeded_deadlines() -> Iterator[DeadlineRule]:
    """The time limits that a new ledger begins with, from db/code_tables/deadlines.csv."""
    for row in _table("deadlines"):
        yield DeadlineRule(
            code=row["code"],
            event=row["event"],
            trigger=row["trigger"],
            days=int(row["days"]),
            kind=DayKind(row["kind"]),
            roll_over=row["roll_over"] == "yes",
            party=row["party"],
            article=row["article"],
            source=row["source"],
            certainty=Certainty(row["certainty"]),
            ahead=int(row["ahead"]),
            red=int(row["red"]),
        )


def seeded_holidays() -> Iterator[Holiday]:
    """The holidays that a new ledger begins with, from db/code_tables/holidays.csv (放假安排 of the State Council)."""
    for row in _table("holidays"):
        yield Holiday(date.fromisoformat(row["day"]), Mark(row["mark"]), row["name"])


def _table(name: str) -> Iterator[dict[str, str]]:
    with (CODE_TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


# -- changing them


def change_deadline(place: Workplace, rule: DeadlineRule) -> Workplace:
    """Let `rule` stand in place of the one with its code. Only the head may. Raises Refused, Trouble."""
    _only_head(place)
    if slips := list(slips_of_limit(rule)):
        raise Refused(slips[:1])
    with place.ledger.writing() as session:
        row = session.get(DeadlineRow, rule.code)
        if row is None:
            raise Trouble("没有这条时限，可能来自别的版本。请刷新后再试。")
        session.delete(row)
        session.flush()
        session.add(_row(rule, row.position))
        _note(session, place, f"deadline {rule.code} {rule.days} {rule.kind.value}")
    return refreshed(place)


def slips_of_limit(rule: DeadlineRule) -> Iterator[Problem]:
    """What is wrong with a time limit, whoever sets it."""
    if not 0 <= rule.days <= LONGEST_LIMIT:
        yield Problem("days", f"天数应在 0 到 {LONGEST_LIMIT} 之间，请核对。")
    if not 0 <= rule.ahead <= LONGEST_REMINDED:
        yield Problem("ahead", f"提前提醒的天数应在 0 到 {LONGEST_REMINDED} 之间，请核对。")
    if not 0 <= rule.red <= LONGEST_REMINDED:
        yield Problem("red", f"标红的天数应在 0 到 {LONGEST_REMINDED} 之间，请核对。")
    if not rule.event.strip():
        yield Problem("event", "请填写事项。")


def keep_setting(place: Workplace, code: str, value: Any) -> Workplace:
    """Set the desk's setting `code`; None for an empty one. Only the head may. Raises Refused, KeyError."""
    _only_head(place)
    setting = desk_settings()[code]
    read = setting.kind.read(setting.kind.show(value), place.today) if setting.kind.typed_as_text else value
    if isinstance(read, Problem):
        raise Refused([Problem(code, read.text)])
    with place.ledger.writing() as session:
        settings.keep(session, _key(code), setting.kind.plain(value))
        _note(session, place, f"setting {code}")
    return refreshed(place)


def forget_setting(place: Workplace, code: str) -> Workplace:
    """Let the desk's setting `code` be again what the program says. Only the head may. Raises Trouble."""
    _only_head(place)
    with place.ledger.writing() as session:
        settings.forget(session, _key(code))
        _note(session, place, f"setting {code} forgotten")
    return refreshed(place)


def import_holidays(place: Workplace, text: str) -> tuple[Workplace, int]:
    """Take a year's notice in: lines `2027-10-01,休,国庆节` or `2027-10-09,班`. Returns the place and how many days.

    A year that the lines speak of is replaced, but for its last three days, of which the next year's notice may
    speak. Raises Refused with the line that can't be read.
    """
    _only_head(place)
    rows = list(read_holidays(text.splitlines()))
    if not rows:
        raise Refused([Problem("", "文件里没有放假安排。每行写：日期,休或班,名称，如 2027-10-01,休,国庆节。")])
    known = HolidayTable(rows).known_years
    with place.ledger.writing() as session:
        for year in known:
            span = HolidayRow.day.between(date(year, 1, 1), date(year, 12, 28))
            session.execute(delete(HolidayRow).where(span))
        for holiday in rows:
            session.merge(HolidayRow(day=holiday.day, mark=holiday.mark.value, name=holiday.name))
        _note(session, place, f"holidays {len(rows)}")
    return refreshed(place), len(rows)


_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_MARKS = {
    "休": Mark.REST,
    "放假": Mark.REST,
    "rest": Mark.REST,
    "班": Mark.WORK,
    "上班": Mark.WORK,
    "work": Mark.WORK,
}


def read_holidays(lines: Iterable[str]) -> Iterator[Holiday]:
    """The rows of a notice, one to a line; a heading and empty lines are passed over. Raises Refused."""
    for number, line in enumerate(lines, 1):
        parts = [part.strip() for part in re.split("[,，;；\t]", line.lstrip("\ufeff"))]
        if not any(parts) or parts[0] in ("日期", "day"):
            continue
        try:
            year, month, day_of_month = map(int, _DAY.fullmatch(parts[0]).groups())  # type: ignore[union-attr]  # caught
            day = date(year, month, day_of_month)
            mark = _MARKS[parts[1]]
        except (ValueError, KeyError, IndexError, AttributeError):
            text = f"第 {number} 行看不懂：“{line[:30]}”。请按 2027-10-01,休,国庆节 的样子写。"
            raise Refused([Problem("", text)]) from None
        yield Holiday(day, mark, parts[2][:40] if len(parts) > 2 else "")


def holidays_of(place: Workplace, year: int) -> list[Holiday]:
    """The rows of one year, by day."""
    with place.ledger.reading() as session:
        span = HolidayRow.day.between(date(year, 1, 1), date(year, 12, 31))
        rows = session.scalars(select(HolidayRow).where(span).order_by(HolidayRow.day))
        return [Holiday(row.day, Mark(row.mark), row.name) for row in rows]


def refreshed(place: Workplace) -> Workplace:
    """The place with the rules as they now stand."""
    return replace(place, house=load(place.ledger))


def _only_head(place: Workplace) -> None:
    if place.staff.role is not Role.HEAD:
        raise Trouble(for_head_alone("改这些规则", place.office.level))


def _note(session: Session, place: Workplace, detail: str) -> None:
    history.audit(session, "rules", place.now(), place.staff.name, detail=detail)
