"""The plain form of counted things: what tables, papers and files are made of."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

Value = TypeVar("Value")

YUAN = "元"
"""Unit of amounts. Their values are whole fen, so that sums are exact; `shown` and `plain` turn them into yuan."""


def shown(value: int, unit: str) -> str:
    """A value as people read it, with thousands set off."""
    if unit != YUAN:
        return f"{value:,}"
    whole, part = divmod(abs(value), 100)
    return f"{'-' if value < 0 else ''}{whole:,}" + (f".{part:02d}" if part else "")


def plain(value: int, unit: str) -> int | float:
    """A value as files hand it on: a whole number wherever it is one."""
    if unit != YUAN:
        return value
    return value // 100 if value % 100 == 0 else value / 100


_WAN = 10_000


def yu(n: int, unit: int) -> str:
    """`n` to whole `unit`s with 「余」 behind, as reports write it: 574 to tens is 570余, 20345 to 万 2万余.

    What is a whole number of units is exact and has no 余; so is what is smaller than one unit. Whole 万 are written
    as such. Raises ValueError for a negative number or a unit below 1.
    """
    if n < 0 or unit < 1:
        raise ValueError("余 is of whole units, not negative")
    whole = n // unit * unit
    if whole == 0:
        return str(n)
    told = f"{whole // _WAN}万" if whole % _WAN == 0 else str(whole)
    return told if whole == n else told + "余"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of one period. `value` is exact and never rounded; 「余」 is a way of printing."""

    code: str
    label: str
    unit: str
    value: int


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One record behind a figure, of the register called `register`; the values of all rows sum to the figure."""

    uid: str
    number: str
    date: date
    value: int
    label: str = ""
    register: str = ""


NONE = "—"
"""What is printed where nothing can be divided or compared."""
TO_DATE, LAST_YEAR, CHANGE = "本年累计", "上年同期", "同比%"
_HEADS = {"半年": "本半年"}


def accumulates(word: str) -> bool:
    """Whether a period so called (本月, 本季, ...) has a year to date beside it: a year (本年) is its own."""
    return word != "本年"


def heads(word: str) -> tuple[str, ...]:
    """What stands over the numbers of a line and its change, for a period that is called `word`."""
    return (_HEADS.get(word, word), *((TO_DATE,) if accumulates(word) else ()), LAST_YEAR, CHANGE)


def printed(word: str, values: tuple[Value, Value, Value]) -> tuple[Value, ...]:
    """Of the period, the year to date and the same period last year those that are printed under `heads`."""
    return values if accumulates(word) else (values[0], values[2])


def change_text(change: float | None) -> str:
    """A change in percent, two decimals; 「—」 when there is nothing to compare with."""
    return NONE if change is None else f"{change:+.2f}" if round(change, 2) else "0.00"


def mean_text(value: float | None, unit: str) -> str:
    """An average with one decimal, a rate in percent with two; 「—」 where nothing was counted."""
    return NONE if value is None else f"{value:,.2f}" if unit == "%" else f"{value:,.1f}"


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One line of a period's table: the figure beside its yardsticks.

    `change` is percent against the same period last year, None (printed 「—」) when that was zero. An average is
    no figure of its own: its line has `means` in place of the three values, each None where nothing was counted.
    """

    figure: Figure
    group: str
    words: str
    year_to_date: int
    last_year: int
    means: tuple[float | None, float | None, float | None] | None = None

    @property
    def change(self) -> float | None:
        """Change against the same period last year, in percent."""
        now, _, before = self.means if self.means is not None else (self.figure.value, 0, self.last_year)
        if not before or now is None:
            return None
        return (now - before) / before * 100

    @property
    def counted(self) -> bool:
        """Whether it is a figure, with rows behind it."""
        return self.means is None

    def cells(self) -> tuple[str, str, str]:
        """The period, the year to date and the same period last year, as people read them."""
        if self.means is not None:
            now, so_far, before = (mean_text(each, self.figure.unit) for each in self.means)
            return now, so_far, before
        unit = self.figure.unit
        return shown(self.figure.value, unit), shown(self.year_to_date, unit), shown(self.last_year, unit)

    def numbers(self) -> tuple[float | None, float | None, float | None]:
        """The same as numbers, amounts in yuan."""
        if self.means is not None:
            return self.means
        unit = self.figure.unit
        return plain(self.figure.value, unit), plain(self.year_to_date, unit), plain(self.last_year, unit)


@dataclass(frozen=True, slots=True)
class FigureTable:
    """All figures of one period of one office, in printing order."""

    office: str
    title: str
    first: date
    last: date
    lines: tuple[FigureLine, ...]
    notes: tuple[str, ...] = ()
