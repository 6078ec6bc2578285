"""The plain form of counted things: what tables, papers and files are made of."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of one period. `value` is exact and never rounded; 「余」 is a way of printing."""

    code: str
    label: str
    unit: str
    value: int


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One record behind a figure; the values of all rows sum to the figure."""

    uid: str
    number: str
    date: date
    value: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One line of a period's table: the figure beside its yardsticks.

    `change` is percent against the same period last year, None (printed 「—」) when that was zero.
    """

    figure: Figure
    group: str
    words: str
    year_to_date: int
    last_year: int

    @property
    def change(self) -> float | None:
        """Change against the same period last year, in percent."""
        if self.last_year == 0:
            return None
        return (self.figure.value - self.last_year) / self.last_year * 100


@dataclass(frozen=True, slots=True)
class FigureTable:
    """All figures of one period of one office, in printing order."""

    office: str
    title: str
    first: date
    last: date
    lines: tuple[FigureLine, ...]
    notes: tuple[str, ...] = ()
