"""What a form that an office hands in is: rows or columns over figures, or a query of records; printed as it is declared."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from quyuan_desktop.domain.figures import NONE, FigureLine, change_text, printed
from quyuan_desktop.domain.grids import GridCell, GridColumn, GridRow, decimal
from quyuan_desktop.domain.house import HouseRules

Lines = Callable[[str], FigureLine | None]
"""The figure of a code with its yardsticks; None for a code that nobody counts."""
PARTS = ("now", "to_date", "last_year")
"""The numbers of a line, as services.report_desk names them."""


@dataclass(frozen=True, slots=True)
class Asked:
    """For which days a form is asked, what may be read, and the figures of all tables.

    `word` is what the period is called in a head: 本月, 本季, ...
    """

    session: Session
    house: HouseRules
    first: date
    last: date
    word: str
    lines: Lines


@dataclass(frozen=True, slots=True)
class Body:
    """What stands between head and foot of a form."""

    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One form. `title` is that of a month; register: by whose cut-off its days are cut, empty for the office's;

    unit: what its head calls 单位; numbered: its columns bear numbers (栏次); make: what stands in it.
    """

    code: str
    title: str
    make: Callable[[Asked], Body]
    register: str = ""
    unit: str = ""
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """A figure in another unit: its value (of amounts in fen, else as it is counted) divided by `by`."""

    unit: str
    by: int
    places: int


HOURS = Scale("小时", 60, 1)
WAN_YUAN = Scale("万元", 1_000_000, 2)


@dataclass(frozen=True, slots=True)
class Told:
    """One figure of a form: its code, what the form calls it (empty: as the figure is called), a remark, another unit."""

    code: str
    label: str = ""
    remark: str = ""
    scale: Scale | None = None


def numbers(told: Told, asked: Asked) -> tuple[GridCell, ...]:
    """The period, the year to date unless it is a year, the same period last year, each with the figure behind it;

    「—」 for no such figure.
    """
    return printed(asked.word, _numbers(told, asked.lines))


def _numbers(told: Told, lines: Lines) -> tuple[GridCell, GridCell, GridCell]:
    line = lines(told.code)
    if line is None:
        return GridCell(NONE), GridCell(NONE), GridCell(NONE)
    if told.scale is not None:
        raw = (line.figure.value, line.year_to_date, line.last_year)
        by, places = told.scale.by, told.scale.places
        now, so_far, before = (
            decimal(value / by, places, told.code, part) for value, part in zip(raw, PARTS, strict=True)
        )
    else:
        code = told.code if line.counted else ""
        now, so_far, before = (
            GridCell(text, value, code, part)
            for text, value, part in zip(line.cells(), line.numbers(), PARTS, strict=True)
        )
    return now, so_far, before


def change(told: Told, lines: Lines) -> GridCell:
    """Against the same period last year in percent, two decimals; 「—」 where there is nothing to compare with."""
    line = lines(told.code)
    value = line.change if line is not None else None
    return GridCell(change_text(value), None if value is None else round(value, 2))


def unit_of(told: Told, lines: Lines) -> str:
    """The unit as the form prints it."""
    line = lines(told.code)
    return told.scale.unit if told.scale is not None else line.figure.unit if line is not None else ""


def label_of(told: Told, lines: Lines) -> str:
    """What the form calls the figure."""
    line = lines(told.code)
    return told.label or (line.figure.label if line is not None else told.code)
