"""A table of an office's report as a sheet of a workbook: merged heads, numbers as numbers, ready to print."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from quyuan_desktop.documents.sheet import long_date
from quyuan_desktop.documents.summary import Signatures
from quyuan_desktop.documents.workbook import Book, clean, row_height
from quyuan_desktop.domain.grids import Grid, GridCell, GridColumn

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_WHOLE = 150.0
"""Digits that a page is wide."""
_LEAST = 3.8
_TITLE, _OFFICE, _HEAD = 0, 1, 2


def grid_xlsx(grids: Sequence[Grid], made: datetime, signatures: Signatures | None = None) -> bytes:
    """The tables as a workbook, a sheet for each; `made` (with its zone) is the time of issue."""
    book = Book(grids[0].title, grids[0].office, made)
    add_grids(book, grids, signatures or Signatures())
    return book.finish()


_PERIOD = re.compile("（[0-9]{4}年.*")  # at the end of a title


def add_grids(book: Book, grids: Sequence[Grid], signed: Signatures) -> None:
    """A sheet for each of the tables."""
    for grid in grids:
        add_grid(book, grid, signed)


def add_grid(book: Book, grid: Grid, signed: Signatures) -> None:
    """One more sheet. No cell is a formula: the numbers are those that were printed."""
    sheet, last = book.sheet(_PERIOD.sub("", grid.title)), len(grid.columns) - 1
    widths = _widths(grid.columns)
    for at, wide in enumerate(widths):
        sheet.set_column(at, at, wide)
    sheet.merge_range(_TITLE, 0, _TITLE, last, "", book.title)
    sheet.write_string(_TITLE, 0, clean(grid.title), book.title)
    sheet.set_row(_TITLE, 30)
    sheet.write_string(_OFFICE, 0, f"填报单位（盖章）：{clean(grid.office)}", book.plain)
    unit = f"　　单位：{grid.unit}" if grid.unit else ""
    period = f"统计期间：{long_date(grid.first)}至{long_date(grid.last)}{unit}"
    sheet.write_string(_OFFICE, last, period, book.right)
    first = _heads(book, sheet, grid, widths)
    formats = _Formats(book)
    for row, each in enumerate(grid.rows, first):
        sheet.set_row(row, row_height(zip((cell.text for cell in each.cells), widths, strict=True)))
        for at, cell in enumerate(each.cells):
            _write(sheet, row, at, cell, formats.of(cell, grid.columns[at], total=each.total))
    _merge(book, sheet, grid, first)
    _foot(book, sheet, grid, signed, first + len(grid.rows), widths)
    sheet.freeze_panes(first, 1)
    sheet.repeat_rows(_HEAD, first - 1)


def _widths(columns: Sequence[GridColumn]) -> list[float]:
    whole = sum(column.share for column in columns)
    return [max(_LEAST, round(column.share / whole * _WHOLE, 1)) for column in columns]


def _heads(book: Book, sheet: "Worksheet", grid: Grid, widths: Sequence[float]) -> int:
    """Writes the heads; gives the first row beneath them."""
    below = _HEAD + grid.grouped
    for name, members in groupby(range(len(grid.columns)), lambda at: grid.columns[at].group):
        span = list(members)
        if name and len(span) > 1:
            sheet.merge_range(_HEAD, span[0], _HEAD, span[-1], "", book.head)
        if name:
            sheet.write_string(_HEAD, span[0], clean(name), book.head)
        for at in span:
            if grid.grouped and not name:
                sheet.merge_range(_HEAD, at, below, at, "", book.head)
                sheet.write_string(_HEAD, at, clean(grid.columns[at].head), book.head)
            else:
                sheet.write_string(below, at, clean(grid.columns[at].head), book.head)
    heads = [(column.head, wide) for column, wide in zip(grid.columns, widths, strict=True)]
    sheet.set_row(below, max(22, row_height(heads)))
    if not grid.numbered:
        return below + 1
    for at, text in enumerate(grid.numbers()):
        sheet.write_string(below + 1, at, text, book.head)
    return below + 2


class _Formats:
    """The formats of cells: as many decimals as are printed, 合计 bold, aligned as on paper."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._made = cache(self._make)

    def of(self, cell: GridCell, column: GridColumn, *, total: bool) -> "Format":
        """The format for that cell."""
        shape = "@"
        if isinstance(cell.value, date):
            shape = "yyyy-mm-dd"
        elif cell.value is not None:
            _, _, decimals = cell.text.partition(".")
            shape = "#,##0" + (f".{'0' * len(decimals)}" if decimals else "")
            if cell.text[:1] == "+":
                shape = f"+{shape};-{shape};{shape}"
        return self._made(shape, column.align, total)

    def _make(self, shape: str, align: str, total: bool) -> "Format":
        return self._book.book.add_format(
            {
                "font_name": "宋体",
                "font_size": 10.5,
                "border": 1,
                "valign": "vcenter",
                "text_wrap": True,
                "align": align,
                "num_format": shape,
                "bold": total,
            }
        )


def _write(sheet: "Worksheet", row: int, at: int, cell: GridCell, shape: "Format") -> None:
    if cell.value is None:
        sheet.write_string(row, at, clean(cell.text), shape)
    elif isinstance(cell.value, date):
        sheet.write_datetime(row, at, cell.value, shape)
    else:
        sheet.write_number(row, at, cell.value, shape)


def _merge(book: Book, sheet: "Worksheet", grid: Grid, first: int) -> None:
    """Equal texts below one another are one cell, where the column says so."""
    for at, column in enumerate(grid.columns):
        if not column.merged:
            continue
        row = first
        for text, members in groupby(each.cells[at].text for each in grid.rows):
            many = len(list(members))
            if many > 1:
                sheet.merge_range(row, at, row + many - 1, at, "", book.middle)
            sheet.write_string(row, at, clean(text), book.middle)
            row += many


def _foot(
    book: Book, sheet: "Worksheet", grid: Grid, signed: Signatures, row: int, widths: Sequence[float]
) -> None:
    last = len(widths) - 1
    if grid.notes:
        notes = clean("说明：" + "；".join(note.strip(" ；。") for note in grid.notes) + "。")
        sheet.merge_range(row, 0, row, last, "", book.note)
        sheet.write_string(row, 0, notes, book.note)
        sheet.set_row(row, row_height([(notes, sum(widths))]))
        row += 1
    filled = long_date(signed.filled_on) if signed.filled_on else ""
    told = (
        f"单位负责人：{clean(signed.head)}",
        f"审核人：{clean(signed.reviewer)}",
        f"制表人：{clean(signed.maker)}",
        f"联系电话：{clean(signed.phone)}",
        f"填报日期：{filled}",
    )
    sheet.merge_range(row, 0, row, last, "", book.plain)
    sheet.write_string(row, 0, "　　　　　　".join(told), book.plain)
    sheet.set_row(row, 24)
    sheet.print_area(0, 0, row, last)
