"""Periods of counting: months and their yardsticks."""

import calendar
import re
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Period:
    """From `first` to `last`, both days included."""

    first: date
    last: date
    label: str


def month(typed: str) -> Period:
    """The month written 2023-11. Raises ValueError with a sentence for the one who typed it."""
    found = re.fullmatch(r"([0-9]{4})-([0-9]{2})", typed)
    if not found or not 1949 <= int(found[1]) <= 2100 or not 1 <= int(found[2]) <= 12:
        raise ValueError(f"“{typed[:20]}”不是月份，请按 2023-11 的样子写。")
    year, number = int(found[1]), int(found[2])
    last = date(year, number, calendar.monthrange(year, number)[1])
    return Period(date(year, number, 1), last, f"{year}年{number}月")


def last_year(period: Period) -> Period:
    """The same month a year before."""
    return month(f"{period.first.year - 1}-{period.first.month:02d}")
