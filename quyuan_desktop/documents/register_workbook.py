"""A register's list as a workbook: title, what it shows, a head that stays, typed cells; child rows on their own sheets."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from quyuan_desktop.documents.workbook import Book, Value, clean, row_height, text_width, write_cell

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

HEAD_ROW = 2
"""The row of the heads, counted from 0: a title and a line on what is shown stand above it."""
_SAMPLE = 300  # rows whose texts set the widths of the columns
_NARROW, _WIDE = 6, 44


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column: its head, and whether its numbers are amounts in 元."""

    head: str
    money: bool = False


@dataclass(frozen=True, slots=True)
class ListSheet:
    """One sheet of a list: its name, columns and rows."""

    name: str
    columns: Sequence[ListColumn]
    rows: Iterable[Sequence[Value]]


def register_xlsx(title: str, office: str, note: str, sheets: Sequence[ListSheet], made: datetime) -> bytes:
    """`sheets` as a workbook; `note` says what is shown, `made` (with its zone) is the time of issue.

    Texts are texts: none becomes a formula, a link or a number.
    """
    book = Book(title, office, made)
    for place, each in enumerate(sheets):
        heading = title if place == 0 else f"{title}　{each.name}"
        _write(book, book.sheet(each.name), heading, f"{office}　{note}", each)
    return book.finish()


def _write(book: Book, sheet: "Worksheet", title: str, note: str, listed: ListSheet) -> None:
    last = max(len(listed.columns) - 1, 0)
    sheet.write_string(0, 0, clean(title), book.heading)
    sheet.set_row(0, 28)
    sheet.write_string(1, 0, clean(note), book.plain)
    for column, each in enumerate(listed.columns):
        sheet.write_string(HEAD_ROW, column, clean(each.head), book.head)
    sheet.set_row(HEAD_ROW, 22)
    widest = [text_width(each.head) + 3 for each in listed.columns]
    row = HEAD_ROW
    kept: list[Sequence[Value]] = []
    for row, values in zip(itertools.count(HEAD_ROW + 1), listed.rows, strict=False):
        kept.append([value if isinstance(value, str) else None for value in values])
        for column, (each, value) in enumerate(zip(listed.columns, values, strict=True)):
            if each.money and isinstance(value, int | float):
                sheet.write_number(row, column, value, book.money)
            else:
                write_cell(book, sheet, row, column, value)
            if row <= HEAD_ROW + _SAMPLE:
                widest[column] = max(widest[column], text_width(value) + 2)
    widths = [min(max(wide, _NARROW), _WIDE) for wide in widest]
    for column, wide in enumerate(widths):
        sheet.set_column(column, column, wide)
    for place, texts in enumerate(kept, start=HEAD_ROW + 1):
        sheet.set_row(place, row_height(zip(texts, widths, strict=True)))
    sheet.freeze_panes(HEAD_ROW + 1, min(2, last))
    sheet.repeat_rows(HEAD_ROW)
    sheet.autofilter(HEAD_ROW, 0, max(row, HEAD_ROW), last)
    sheet.print_area(0, 0, max(row, HEAD_ROW), last)
