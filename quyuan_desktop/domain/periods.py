"""Periods of counting: months to years, their yardsticks, and months that begin on the 21st."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from quyuan_desktop.domain.text import clean, half_width

FIRST_YEAR = 1949
LAST_YEAR = 2100

_WRITTEN = re.compile("([0-9]{4})-([0-9]{2})")
_MEANT = re.compile(r"([0-9]{4}) *(?:[-/.\u2010-\u2015\u2212]|年) *([0-9]{1,2}) *月?|([0-9]{4})([0-9]{2})")
_YEAR_WRITTEN = re.compile("[0-9]{4}(?=年)")
_CODE = re.compile(r"([0-9]{4})(?:-([0-9]{2})|Q([0-9])|H([0-9]))?", re.ASCII)
_SAID = re.compile("([0-9]{4})(?:年|[-年]?第?([一二三四1-4]季度|[上下]半年|Q[0-9]|H[0-9]))", re.ASCII)
_PARTS = {"上半年": "H1", "下半年": "H2"}
_PARTS |= {
    f"{word}季度": f"Q{place}" for place, pair in enumerate(("一1", "二2", "三3", "四4"), 1) for word in pair
}
_DAYS = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}) *\.\. *([0-9]{4}-[0-9]{2}-[0-9]{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Period:
    """From `first` to `last`, both days included. `label` is how it is printed: 2023年11月.

    `code` says which one it is, whatever the window cuts it to: 2023-11, 2023Q4, 2023H2, 2023; empty for days chosen
    freely.
    """

    first: date
    last: date
    label: str
    code: str = ""

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period ends before it begins")

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def name(self) -> str:
        """What it is called where its days are told beside it: 2023年1月."""
        return without_days(self.label)

    @property
    def word(self) -> str:
        """What a column head calls it: 本月, 本季, 半年, 本年, 本期."""
        found = _CODE.fullmatch(self.code)
        if found is None:
            return "本期"
        return "本月" if found[2] else "本季" if found[3] else "半年" if found[4] else "本年"

    @property
    def is_month(self) -> bool:
        """Whether it is a month, which alone can be closed."""
        return self.word == "本月"


@dataclass(frozen=True, slots=True)
class Window:
    """A rule by which months and years are cut.

    A month runs from `start_day` of the month before to the day before `start_day`; from the 1st, it is the
    calendar's. 21 gives the quarterly tables' 上季末月21日至本季末月20日. A year runs over twelve such months from
    `first_month` on; when that is not January it begins in the calendar year before: 12 gives 上年12月至当年11月.
    Quarters and half-years follow the calendar's months. Raises ValueError for a start day outside 1–28 or a
    month outside 1–12.
    """

    start_day: int = 1
    first_month: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.start_day <= 28:
            raise ValueError("月度起始日应在1日至28日之间，请修改统计周期设置。")
        if not 1 <= self.first_month <= 12:
            raise ValueError("年度起始月应在1月至12月之间，请修改统计周期设置。")

    def month(self, year: int, month: int) -> Period:
        """A month. Raises ValueError outside January 1949 to December 2100."""
        return self._months(year, month, year, month, f"{year}年{month}月", f"{year}-{month:02d}")

    def quarter(self, year: int, quarter: int) -> Period:
        """The 1st to 4th quarter. Raises ValueError for any other, and outside 1949 to 2100."""
        _within(quarter, 4, "季度")
        label = f"{year}年第{'一二三四'[quarter - 1]}季度"
        return self._months(year, quarter * 3 - 2, year, quarter * 3, label, f"{year}Q{quarter}")

    def half(self, year: int, half: int) -> Period:
        """The 1st or 2nd half of a year. Raises ValueError for any other, and outside 1949 to 2100."""
        _within(half, 2, "半年")
        label = f"{year}年{'上下'[half - 1]}半年"
        return self._months(year, half * 6 - 5, year, half * 6, label, f"{year}H{half}")

    def year(self, year: int) -> Period:
        """A year. Raises ValueError outside 1949 to 2100."""
        return self._months(*self._beginning(year), *self._end(year), f"{year}年", f"{year:04d}")

    def coded(self, code: str) -> Period:
        """The month, quarter, half-year or year of that code, as this window cuts it.

        Raises ValueError with a sentence.
        """
        found = _CODE.fullmatch(code)
        if found is None:
            raise ValueError(_no_period(code))
        year, month, quarter, half = (int(part) if part else None for part in found.groups())
        assert year is not None
        if month is not None:
            return self.month(year, month)
        if quarter is not None:
            return self.quarter(year, quarter)
        return self.year(year) if half is None else self.half(year, half)

    def recut(self, period: Period) -> Period:
        """The same period as this window cuts it; days chosen freely stay as they are."""
        return self.coded(period.code) if period.code else period

    def month_of(self, day: date) -> Period:
        """The month that `day` is counted in. Raises ValueError outside 1949 to 2100."""
        return self.month(*self._place(day))

    def months_to(self, day: date, count: int) -> Iterator[Period]:
        """The `count` months ending with the one that `day` is counted in, oldest first."""
        year, month = self._place(day)
        for back in range(count - 1, -1, -1):
            before, place = divmod(year * 12 + month - 1 - back, 12)
            yield self.month(before, place + 1)

    def year_to_date(self, period: Period) -> Period:
        """From the beginning of the year that `period` ends in to its last day.

        Raises ValueError outside 1949 to 2100.
        """
        year, month = self._place(period.last)
        counted = year + (self.first_month > 1 and month >= self.first_month)
        first = self._months(*self._beginning(counted), year, month, "").first
        begun, begun_in = self._beginning(counted)
        if begun != year:
            label = f"{begun}年{begun_in}月至{year}年{month}月"
        else:
            label = f"{year}年{month}月" if month == begun_in else f"{year}年{begun_in}—{month}月"
        return Period(first, period.last, label + (self._days(first, period.last) if self.start_day > 1 else ""))

    def _beginning(self, year: int) -> tuple[int, int]:
        return (year - 1, self.first_month) if self.first_month > 1 else (year, 1)

    def _end(self, year: int) -> tuple[int, int]:
        return (year, self.first_month - 1) if self.first_month > 1 else (year, 12)

    def _place(self, day: date) -> tuple[int, int]:
        """Year and number of the month that `day` is counted in."""
        after = self.start_day > 1 and day.day >= self.start_day
        year, place = divmod(day.year * 12 + day.month - 1 + after, 12)
        return year, place + 1

    def _months(
        self, year: int, month: int, last_year: int, last_month: int, label: str, code: str = ""
    ) -> Period:
        _within(month, 12, "月份")
        if not FIRST_YEAR <= last_year <= LAST_YEAR:
            raise ValueError(f"年份{last_year}不在{FIRST_YEAR}年至{LAST_YEAR}年之间，请核对年份。")
        last = date(last_year, last_month, calendar.monthrange(last_year, last_month)[1])
        first = date(year, month, 1)
        if self.start_day > 1:
            first = (first - timedelta(days=1)).replace(day=self.start_day)
            last = last.replace(day=self.start_day - 1)
        return Period(first, last, label + self._days(first, last), code)

    def _days(self, first: date, last: date) -> str:
        """The days in brackets, where the label alone does not tell them."""
        if self.start_day == 1 and first.year == last.year:
            return ""
        end = f"{last.year}年" if last.year != first.year else ""
        return f"（{first.year}年{first.month}月{first.day}日至{end}{last.month}月{last.day}日）"


def month(typed: str) -> Period:
    """The calendar month written 2023-11. Raises ValueError with a sentence for the one who typed it."""
    text = half_width(clean(typed, multiline=False))
    written = _WRITTEN.fullmatch(text)
    if written and 1 <= int(written[2]) <= 12:
        return Window().month(int(written[1]), int(written[2]))
    shown = text[:20]
    if written:
        raise ValueError(f"“{shown}”的月份应在01至12之间，请按 2023-11 的样子写。")
    meant = _MEANT.fullmatch(text)
    if meant:
        year, number = int(meant[1] or meant[3]), int(meant[2] or meant[4])
        if 1 <= number <= 12:
            raise ValueError(f"月份“{shown}”请写成 {year}-{number:02d}。")
    raise ValueError(f"“{shown}”不是月份，请按 2023-11 的样子写。" if shown else "请写明月份，如 2023-11。")


def without_days(label: str) -> str:
    """The label of a period without the days that it has in brackets."""
    return label.partition("（")[0]


def week_of(day: date) -> Period:
    """The week, Monday to Sunday, that `day` lies in: 2023年12月25日至31日."""
    first = day - timedelta(days=day.weekday())
    last = first + timedelta(days=6)
    year_ = f"{last.year}年" if last.year != first.year else ""
    month_ = f"{last.month}月" if last.month != first.month else ""
    return Period(first, last, f"{first.year}年{first.month}月{first.day}日至{year_}{month_}{last.day}日")


def read(typed: str) -> Period:
    """The calendar's period written 2023-11, 2023Q4, 2023H2 or 2023, or the days 2023-10-21..2023-11-20.

    As people say them, too: 2023-Q4, 2023年第四季度, 2023年下半年, 2023年.
    Raises ValueError with a sentence for the one who typed it.
    """
    text = half_width(clean(typed, multiline=False)).upper()
    if found := _DAYS.fullmatch(text):
        return _chosen(*found.groups())
    if not text or _WRITTEN.fullmatch(text) or _MEANT.fullmatch(text):
        return month(typed)
    if said := _SAID.fullmatch(text.replace(" ", "")):
        text = said[1] + _PARTS.get(said[2] or "", said[2] or "")
    return Window().coded(text)


def _chosen(first: str, last: str) -> Period:
    try:
        days = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        raise ValueError(f"“{first}..{last}”里有不存在的日期，请核对。") from None
    for day in days:
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValueError(f"年份{day.year}不在{FIRST_YEAR}年至{LAST_YEAR}年之间，请核对年份。")
    if days[1] < days[0]:
        raise ValueError(f"“{first}..{last}”的止日早于起日，请核对。")
    words = [f"{day.year}年{day.month}月{day.day}日" for day in days]
    return Period(*days, "至".join(words))


def _no_period(text: str) -> str:
    return f"“{text[:20]}”不是统计期间，请按 2023-11、2023Q4、2023H2、2023 的样子写。"


def quarter(year: int, number: int) -> Period:
    """The calendar quarter. Raises ValueError with a sentence."""
    return Window().quarter(year, number)


def half(year: int, number: int) -> Period:
    """The first or second half of a calendar year. Raises ValueError with a sentence."""
    return Window().half(year, number)


def year(number: int) -> Period:
    """The calendar year. Raises ValueError with a sentence."""
    return Window().year(number)


def year_to_date(period: Period) -> Period:
    """From 1 January of the year that `period` ends in to its last day."""
    return Window().year_to_date(period)


def last_year(period: Period) -> Period:
    """The same period a year before.

    What ends with its month ends so a year before too, whatever February has; else 29 February becomes the 28th.
    """
    return Period(
        _year_before(period.first),
        _month_end(_year_before(period.last))
        if period.last == _month_end(period.last)
        else _year_before(period.last),
        _YEAR_WRITTEN.sub(lambda found: str(int(found[0]) - 1), period.label),
        f"{int(period.code[:4]) - 1:04d}{period.code[4:]}" if period.code else "",
    )


def _within(number: int, most: int, noun: str) -> None:
    if not 1 <= number <= most:
        raise ValueError(f"没有第{number}个{noun}，请填1至{most}。")


def _year_before(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def of_kind(kind: str, day: date) -> Period:
    """The calendar's month, quarter, half-year or year (本月, 本季, 半年, 本年) that `day` lies in; for 本期 the days from
    the 21st to the 20th."""
    if kind == "本季":
        return quarter(day.year, (day.month + 2) // 3)
    if kind == "半年":
        return half(day.year, 1 if day.month <= 6 else 2)
    if kind == "本年":
        return year(day.year)
    if kind == "本月":
        return Window().month(day.year, day.month)
    cut = Window(21).month_of(day)
    return _chosen(cut.first.isoformat(), cut.last.isoformat())


def shifted(period: Period, steps: int) -> Period:
    """So many periods of the same kind later (earlier, for less than 0).

    Days chosen freely move by whole months where they are such (21日至次月20日), else by their number. Raises ValueError
    outside 1949 to 2100.
    """
    if not period.code:
        after = period.last + timedelta(days=1)
        if after.day == period.first.day <= 28:
            months = (after.year - period.first.year) * 12 + after.month - period.first.month
            first, last = _months_on(period.first, months * steps), _months_on(after, months * steps)
            return _chosen(first.isoformat(), (last - timedelta(days=1)).isoformat())
        days = timedelta(days=period.days * steps)
        return _chosen((period.first + days).isoformat(), (period.last + days).isoformat())
    found = period
    for _ in range(abs(steps)):
        edge = Window().coded(found.code)
        found = of_kind(found.word, edge.last + timedelta(days=1) if steps > 0 else edge.first - timedelta(days=1))
    return found


def _months_on(day: date, months: int) -> date:
    year_, place = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year_, month=place + 1)
