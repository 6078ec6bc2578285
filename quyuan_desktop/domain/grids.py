"""A table on its way to paper, screen or file as plain data: heads in one row or two, cells with their text and number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Align = Literal["left", "center", "right"]
Value = int | float | date | None


@dataclass(frozen=True, slots=True)
class GridColumn:
    """One column: its head, its share of the width, how its texts stand; `group` is a head above it that neighbours
    share; `merged`: equal texts below one another are one cell."""

    head: str
    share: float = 1.0
    align: Align = "right"
    group: str = ""
    merged: bool = False


@dataclass(frozen=True, slots=True)
class GridCell:
    """What is printed, and what a file hands on: a number or a day, None for the text itself.

    code, part: the figure whose records stand behind it, and which of its numbers it is (as services.report_desk names
    them); empty where nothing does.
    """

    text: str
    value: Value = None
    code: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row; `total` for 合计. register, uid: the record that it is about, where it is about one."""

    cells: tuple[GridCell, ...]
    total: bool = False
    register: str = ""
    uid: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A whole table of one period of one office. `unit` is what its head calls 单位; `numbered`: its columns bear
    numbers (栏次) below their heads, the first one's word in it."""

    code: str
    title: str
    office: str
    first: date
    last: date
    unit: str
    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    notes: tuple[str, ...] = field(default=())
    numbered: bool = False

    @property
    def grouped(self) -> bool:
        """Whether its head has two rows."""
        return any(column.group for column in self.columns)

    def numbers(self) -> list[str]:
        """The numbers of the columns, as they stand below the heads."""
        return ["栏次", *(str(at) for at in range(1, len(self.columns)))]


def count(value: int, code: str = "", part: str = "") -> GridCell:
    """A count: 0 is a figure, not a blank."""
    return GridCell(f"{value:,}", value, code, part)


def decimal(value: float, places: int, code: str = "", part: str = "") -> GridCell:
    """A number with so many decimals, its value the one that is printed."""
    text = f"{value:,.{places}f}"
    return GridCell(text, float(text.replace(",", "")), code, part)


def rate(top: int, bottom: int) -> GridCell:
    """A rate of totals in percent, two decimals; 「—」 where there is nothing to divide by."""
    return decimal(top * 100 / bottom, 2) if bottom else GridCell("—")


def day(value: date | None) -> GridCell:
    """A day, or nothing."""
    return GridCell("") if value is None else GridCell(value.isoformat(), value)


def plain(grid: Grid) -> dict[str, Any]:
    """The table fit for JSON; the same table always gives the same form."""
    return {
        "code": grid.code,
        "title": grid.title,
        "office": grid.office,
        "first": grid.first.isoformat(),
        "last": grid.last.isoformat(),
        "unit": grid.unit,
        "columns": [[each.head, repr(each.share), each.align, each.group, each.merged] for each in grid.columns],
        "rows": [[[_plain(cell) for cell in row.cells], row.total, row.register, row.uid] for row in grid.rows],
        "notes": list(grid.notes),
        "numbered": grid.numbered,
    }


def _plain(cell: GridCell) -> list[Any]:
    value: Any = cell.value
    if isinstance(value, date):
        value = value.isoformat()
    elif isinstance(value, float):
        value = {"float": repr(value)}  # a digest is taken of it: no float may be written two ways
    return [cell.text, value, cell.code, cell.part]


def restored(kept: Mapping[str, Any]) -> Grid:
    """The table of a plain form. Raises ValueError, TypeError or KeyError when it is none."""
    return Grid(
        code=kept["code"],
        title=kept["title"],
        office=kept["office"],
        first=date.fromisoformat(kept["first"]),
        last=date.fromisoformat(kept["last"]),
        unit=kept["unit"],
        columns=tuple(
            GridColumn(head, float(share), align, group, merged)
            for head, share, align, group, merged in kept["columns"]
        ),
        rows=tuple(
            GridRow(tuple(map(_cell, cells)), total, register, uid) for cells, total, register, uid in kept["rows"]
        ),
        notes=tuple(kept["notes"]),
        numbered=kept["numbered"],
    )


def _cell(kept: Sequence[Any]) -> GridCell:
    text, value, code, part = kept
    if isinstance(value, str):
        value = date.fromisoformat(value)
    elif isinstance(value, dict):
        value = float(value["float"])
    return GridCell(text, value, code, part)
