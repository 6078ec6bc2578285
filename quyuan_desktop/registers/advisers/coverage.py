"""How every village stands on a day: adviser, hours, lectures, newest service, and what is lacking. Pure queries."""

import calendar
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from quyuan_desktop.domain.house import HouseRules
from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers.advisers import tenure
from quyuan_desktop.registers.advisers.tenure import Group, Place, Tenure

LOOKED_BACK = timedelta(days=400)
"""How far back the terms are read from which follows since when a village has had an adviser without a break."""
NEAR_END = 6
"""Days before the last of a month from which the hours still lacking are spoken of."""


class Light(StrEnum):
    """How a village stands: a colour with a word, for the board."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Gap(StrEnum):
    """What a village lacks, the gravest first: the lists of the board."""

    NOBODY = "nobody"
    SILENT = "silent"
    EXPIRING = "expiring"
    LAST_MONTH = "lastmonth"
    HOURS = "hours"
    LECTURE = "lecture"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is lacking, in words, and the light it gives; green where there is still time for it."""

    gap: Gap
    words: str
    light: Light


@dataclass(frozen=True, slots=True)
class VillageState:
    """How one village stands on a day.

    minutes: served on site this month, of `wanted` (a part of a month in term is reckoned pro rata); lectures: this
    quarter; last: day of the newest service; faults: what is lacking, the gravest first.
    """

    uid: str
    number: str
    name: str
    town: Town
    since: date
    term: Tenure | None
    minutes: int
    wanted: float
    lectures: int
    lectures_wanted: int
    last: date | None
    group: Group | None
    faults: tuple[Fault, ...]

    @property
    def light(self) -> Light:
        """The worst of what is lacking."""
        lights = {fault.light for fault in self.faults}
        return next((each for each in (Light.RED, Light.AMBER) if each in lights), Light.GREEN)

    def lacks(self, gap: Gap) -> bool:
        """Whether it stands in that list of gaps."""
        return any(fault.gap is gap for fault in self.faults)


@dataclass(frozen=True, slots=True)
class _Found:
    """What was read of all villages at once."""

    on: date
    rules: dict[str, Any]
    terms: dict[str, list[Tenure]]
    minutes: dict[tuple[str, str], int]
    lectures: dict[str, int]
    newest: dict[str, date]
    groups: dict[str, Group]
    lacking: set[str]


def quarter_start(on: date) -> date:
    """The first day of the quarter."""
    return date(on.year, (on.month - 1) // 3 * 3 + 1, 1)


def states(session: Any, on: date, house: HouseRules) -> list[VillageState]:
    """How every village in use stands on a day, by town. Eight queries at most, however many villages there are."""
    rules = tenure.limits(house)
    places = tenure.places(session, on)
    terms: dict[str, list[Tenure]] = defaultdict(list)
    held = tenure.tenures(session, on - LOOKED_BACK, on + timedelta(days=rules["expiry_ahead"] + 1))
    for each in held:
        terms[each.village].append(each)
    month = on.replace(day=1)
    before = month - timedelta(days=1)
    minutes = tenure.minutes_by_month(session, before.replace(day=1), on)
    lacking = _months_of(held, minutes, before.replace(day=1), before, rules["hours"])
    found = _Found(
        on,
        rules,
        terms,
        minutes,
        tenure.lectures(session, quarter_start(on), on),
        tenure.newest(session, on, (each.uid for each in places)),
        tenure.groups(session, on),
        {each.term.village for each in lacking if not each.done},
    )
    return [_state(place, found) for place in places]


def _state(place: Place, found: _Found) -> VillageState:
    on, rules = found.on, found.rules
    terms = found.terms.get(place.uid, [])
    held = next((each for each in reversed(terms) if each.start <= on <= each.last), None)
    month = on.replace(day=1)
    end = _month_end(on)
    days = _days_in_term(terms, month, end)
    minutes = found.minutes.get((place.uid, f"{on:%Y-%m}"), 0)
    wanted = rules["hours"] * 60 * days / end.day
    lectures = found.lectures.get(place.uid, 0)
    if held is None:
        faults: list[Fault] = [Fault(Gap.NOBODY, "无顾问", Light.RED)]
    else:
        faults = [
            *_silence(found, place.uid, terms, held),
            *_expiry(found, terms, held),
            *_duty(found, place.uid, minutes, wanted, lectures),
        ]
    return VillageState(
        place.uid,
        place.number,
        place.name,
        place.town,
        place.since,
        held,
        minutes,
        wanted,
        lectures,
        rules["lectures"],
        found.newest.get(place.uid),
        found.groups.get(place.uid),
        tuple(faults),
    )


def _silence(found: _Found, village: str, terms: Sequence[Tenure], held: Tenure) -> Iterator[Fault]:
    """No service for long: since the newest, or since the village has had an adviser without a break."""
    since = _unbroken_since(terms, held)
    last = found.newest.get(village)
    days = (found.on - max(since, last or since)).days
    if days > found.rules["silent_days"]:
        yield Fault(Gap.SILENT, f"{days} 日无记录", Light.RED)


def _unbroken_since(terms: Sequence[Tenure], held: Tenure) -> date:
    since = held.start
    for each in reversed(terms):
        if each.start < since and each.last >= since - timedelta(days=1):
            since = each.start
    return since


def _expiry(found: _Found, terms: Sequence[Tenure], held: Tenure) -> Iterator[Fault]:
    """The term ends soon, and no other follows it at once."""
    left = (held.last - found.on).days
    renewed = any(each.start <= held.last + timedelta(days=1) and each.last > held.last for each in terms)
    if left <= found.rules["expiry_ahead"] and not renewed:
        yield Fault(Gap.EXPIRING, f"{left} 日后到期" if left else "今日到期", Light.AMBER)


def _duty(found: _Found, village: str, minutes: int, wanted: float, lectures: int) -> Iterator[Fault]:
    on, rules = found.on, found.rules
    if village in found.lacking:
        yield Fault(Gap.LAST_MONTH, "上月工时不足", Light.AMBER)
    lack = wanted - minutes
    if lack > _NOTHING and _month_end(on).day - on.day <= NEAR_END:
        yield Fault(Gap.HOURS, f"本月差 {hours(lack)} 时", Light.AMBER)
    if lectures < rules["lectures"]:
        late = on.month % 3 == 0
        words = "本季未讲座" if not lectures else "本季讲座不足"
        yield Fault(Gap.LECTURE, words, Light.AMBER if late else Light.GREEN)


_NOTHING = 1e-6
"""Minutes: less than this is the error of reckoning parts of months."""


def hours(minutes: float) -> str:
    """Minutes as hours with one place at most: 2.5, 4. Never 0 for more than nothing."""
    tenths = round(minutes / 6)
    if tenths == 0 and minutes > _NOTHING:
        tenths = 1
    return f"{tenths // 10}" if tenths % 10 == 0 else f"{tenths / 10:.1f}"


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _days_in_term(terms: Iterable[Tenure], first: date, last: date) -> int:
    """On how many days of the period one of these terms is in force; by start."""
    days, free = 0, first
    for each in terms:
        begin, end = max(each.start, free), min(each.last, last)
        if begin <= end:
            days += (end - begin).days + 1
            free = end + timedelta(days=1)
    return days


# -- the duty month by month


@dataclass(frozen=True, slots=True)
class VillageMonth:
    """One village in one month: the term that is in force last, the days in term, minutes on site of those wanted."""

    term: Tenure
    last_day: date
    days: int
    minutes: int
    wanted: float

    @property
    def done(self) -> bool:
        """Whether the hours on site are those that the duty wants."""
        return self.minutes + _NOTHING >= self.wanted


def village_months(session: Any, first: date, last: date, house: HouseRules) -> Iterator[VillageMonth]:
    """Every month of the period in which a village has an adviser; a part of a month is reckoned pro rata.

    A village counts once a month, however many advisers or agreements follow one another in it.
    """
    held = tenure.tenures(session, first, last)
    minutes = tenure.minutes_by_month(session, first, last)
    return _months_of(held, minutes, first, last, tenure.limits(house)["hours"])


def _months_of(
    held: Iterable[Tenure], minutes: dict[tuple[str, str], int], first: date, last: date, hours_wanted: int
) -> Iterator[VillageMonth]:
    by_village: dict[str, list[Tenure]] = defaultdict(list)
    for each in held:
        by_village[each.village].append(each)
    month = first.replace(day=1)
    while month <= last:
        end = _month_end(month)
        begin, finish = max(month, first), min(end, last)
        for village, terms in by_village.items():
            within = [each for each in terms if each.start <= finish and each.last >= begin]
            if within:
                days = _days_in_term(within, begin, finish)
                served = minutes.get((village, f"{month:%Y-%m}"), 0)
                wanted = hours_wanted * 60 * days / end.day
                last_day = min(within[-1].last, finish)
                yield VillageMonth(within[-1], last_day, days, served, wanted)
        month = end + timedelta(days=1)
