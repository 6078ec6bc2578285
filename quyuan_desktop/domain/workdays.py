"""Days of rest and of work, and counting a time limit in them so that it can be shown how."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import accumulate

LONGEST = 36_525
"""Days of the longest time limit that is counted: a hundred years."""

_DAY = timedelta(days=1)
_WEEKDAYS = "一二三四五六日"


class Mark(StrEnum):
    """What a notice on holidays (放假安排) makes of a day."""

    REST = "rest"
    WORK = "work"
    """调休上班: a Saturday or Sunday on which offices work."""


class DayKind(StrEnum):
    """How a time limit counts: 「日」 are natural days, 「工作日」 working days."""

    NATURAL = "natural"
    WORKING = "working"


@dataclass(frozen=True, slots=True)
class Holiday:
    """One row of the holiday table: 2023-10-01, rest, 国庆节."""

    day: date
    mark: Mark
    name: str = ""


class HolidayTable:
    """Which days are rest days, by the yearly notices of the State Council (国务院办公厅).

    A year without a notice falls back to Saturdays and Sundays; `known_years` tells which years have one. Unless
    told, a year is known when the rows hold a rest on its 1 October, on which every notice has one; rows of a
    neighbouring year's notice (31 December) do not make a year known. Of two rows for a day the later holds, as a
    corrected notice does.
    """

    def __init__(self, rows: Iterable[Holiday] = (), known_years: Iterable[int] | None = None) -> None:
        self._rows = {row.day: row for row in rows}
        if known_years is None:
            rests = (row.day for row in self._rows.values() if row.mark is Mark.REST)
            known_years = (day.year for day in rests if (day.month, day.day) == (10, 1))
        self.known_years = frozenset(known_years)
        moved = sorted(day for day in self._rows if self.is_rest_day(day) is not (day.weekday() >= 5))
        self._moved = [day.toordinal() for day in moved]
        self._gained = [0, *accumulate(-1 if self.is_rest_day(day) else 1 for day in moved)]

    def is_rest_day(self, day: date) -> bool:
        """Whether offices rest on `day`."""
        row = self._rows.get(day)
        return day.weekday() >= 5 if row is None else row.mark is Mark.REST

    def days_between(self, first: date, last: date, kind: DayKind = DayKind.NATURAL) -> int:
        """How many days of `kind` lie after `first` up to and with `last`; none when that is no later."""
        if kind is DayKind.NATURAL:
            return max(0, (last - first).days)
        return self._working_up_to(last) - self._working_up_to(first) if last > first else 0

    def _working_up_to(self, day: date) -> int:
        """How many working days there are up to and with `day`, from the first of the calendar on, a Monday: those of whole
        weeks, and what the notices take and give."""
        weeks, rest = divmod(day.toordinal(), 7)
        return 5 * weeks + min(rest, 5) + self._gained[bisect_right(self._moved, day.toordinal())]

    def name_of(self, day: date) -> str:
        """What sort of day it is: 国庆节, 调休上班, 周六."""
        row = self._rows.get(day)
        if row is None:
            return f"周{_WEEKDAYS[day.weekday()]}"
        if row.mark is Mark.WORK:
            return "调休上班"
        return row.name or f"周{_WEEKDAYS[day.weekday()]}休息"

    def add_days(
        self, start: date, days: int, kind: DayKind = DayKind.NATURAL, *, roll_over: bool = True
    ) -> "Count":
        """The time limit of `days` that something on `start` sets running.

        The day of `start` is not counted (民法典 art. 201); natural days that end on a rest day roll over to the
        next working day unless `roll_over` is off (民法典 art. 203). A limit of 0 days is due on `start` itself,
        rest day or not. Years whose notice is not known never stop the count: see `Count.unknown_years`. The
        calendar's last day, 9999-12-31, ends any count. Raises ValueError for `days` outside 0 to `LONGEST`.
        """
        if not 0 <= days <= LONGEST:
            raise ValueError(f"a time limit of {days} days")
        if kind is DayKind.WORKING:
            last, skipped = self._working(start, days)
            return self._count(start, days, kind, last, last, skipped, _years(start, last))
        last = date.fromordinal(min(start.toordinal() + days, date.max.toordinal()))
        if not roll_over or days == 0:
            return self._count(start, days, kind, last, last, [], range(0))
        due = last
        while self.is_rest_day(due) and due < date.max:
            due += _DAY
        return self._count(start, days, kind, last, due, [], _years(last, due))

    def _working(self, start: date, days: int) -> tuple[date, list[date]]:
        """The last of `days` working days after `start`, and the rest days passed over."""
        last, left, skipped = start, days, []
        while left and last < date.max:
            last += _DAY
            if self.is_rest_day(last):
                skipped.append(last)
            else:
                left -= 1
        return last, skipped

    def _count(
        self, start: date, days: int, kind: DayKind, last: date, due: date, skipped: list[date], years: range
    ) -> "Count":
        rolled = [date.fromordinal(each) for each in range(last.toordinal(), due.toordinal())]
        return Count(
            start,
            days,
            kind,
            last,
            due,
            tuple((day, self.name_of(day)) for day in skipped),
            tuple((day, self.name_of(day)) for day in rolled),
            tuple(year for year in years if year not in self.known_years) if days else (),
        )


@dataclass(frozen=True, slots=True)
class Count:
    """A time limit as it was counted.

    `last` is its last day before rolling over, `due` the day it ends on. `skipped` are the rest days that working
    days passed over, `rolled` those from `last` on that `due` was moved past, each with what it is.
    `unknown_years` are those that had a say in the count and no notice in the table.
    """

    start: date
    days: int
    kind: DayKind
    last: date
    due: date
    skipped: tuple[tuple[date, str], ...] = ()
    rolled: tuple[tuple[date, str], ...] = ()
    unknown_years: tuple[int, ...] = ()

    @property
    def counted(self) -> tuple[date, ...]:
        """The days that were counted, in order: `days` of them."""
        passed = {day for day, _ in self.skipped}
        every = map(date.fromordinal, range(self.start.toordinal() + 1, self.last.toordinal() + 1))
        return tuple(day for day in every if day not in passed)

    @property
    def certain(self) -> bool:
        """Whether notices were known for all years that decided the count."""
        return not self.unknown_years

    def explain(self) -> str:
        """How the count went, in sentences for the clerk."""
        return "".join(filter(None, (self._counting(), self._rolling(), self._warning())))

    def _counting(self) -> str:
        if self.days == 0:
            return f"{self.start:%Y-%m-%d}当日到期。"
        unit = "工作日" if self.kind is DayKind.WORKING else "日"
        text = f"自{self.start:%Y-%m-%d}起{self.days}{unit}，当日不计，"
        text += (
            f"从{self.start + _DAY:%Y-%m-%d}数到{self.last:%Y-%m-%d}" if self.start < date.max else "日历已到尽头"
        )
        if self.skipped:
            text += f"，其间休息日{len(self.skipped)}天不计（{_listed(self.skipped)}）"
        return text + "。"

    def _rolling(self) -> str:
        if not self.rolled:
            return ""
        return f"末日逢休息日（{_listed(self.rolled)}），顺延到{self.due:%Y-%m-%d}。"

    def _warning(self) -> str:
        if self.certain:
            return ""
        years = "、".join(map(str, self.unknown_years[:3])) + ("等" if len(self.unknown_years) > 3 else "")
        return f"{years}年的放假安排还没有导入，暂按周六、周日休息推算，请导入放假安排后再核对。"


def _years(first: date, last: date) -> range:
    """The years whose notices decide on the days between: New Year's reaches back to 29 December."""
    reach = 1 if (last.month, last.day) >= (12, 29) else 0
    return range(first.year, last.year + 1 + reach)


def _listed(days: tuple[tuple[date, str], ...]) -> str:
    text = "、".join(f"{day:%m-%d}{name}" for day, name in days[:10])
    return text + f"等{len(days)}天" if len(days) > 10 else text
