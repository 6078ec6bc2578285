"""Figures and lists as Excel workbooks: numbers are numbers, texts are texts and never become formulas.

Everything is made in memory: what is about people must not lie in a temporary file, as it would with
xlsxwriter's `constant_memory`.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING

from quyuan_desktop.documents.sheet import long_date
from quyuan_desktop.documents.summary import Signatures
from quyuan_desktop.domain.figures import NONE, FigureLine, FigureTable, heads, printed

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Value = str | int | float | date | datetime | bool | None

LONGEST = 32_767  # more an Excel cell does not hold, counted in UTF-16
_PIECE = LONGEST // 2  # characters that it surely holds
_EXACT = 10**15  # from here on Excel rounds a number: it is written as text
_FIRST_YEAR = 1900  # Excel knows no day before it
_SAMPLE = 500  # rows whose texts set the widths of the columns
_FONT = "宋体"
# Controls that no cell holds, lone surrogates, and the two that XML forbids.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Book:
    """A workbook in memory and the formats that all kinds share."""

    def __init__(self, title: str, author: str, made: datetime) -> None:
        self._file = BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": True,
        }
        import xlsxwriter  # loaded with the first workbook: the window opens before

        self.book = xlsxwriter.Workbook(self._file, options)
        # The time of issue, in UTC as the format has it, wherever it is made again; xlsxwriter would read the clock.
        stamp = made.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        self.book.set_properties({"title": clean(title), "author": clean(author), "created": stamp})
        frame = {"font_name": _FONT, "font_size": 10.5, "border": 1, "valign": "vcenter"}
        self.title = self._format({"font_name": _FONT, "font_size": 16, "bold": True, "align": "center"})
        self.heading = self._format({"font_name": _FONT, "font_size": 16, "bold": True, "valign": "vcenter"})
        self.plain = self._format({"font_name": _FONT, "font_size": 10.5, "valign": "vcenter"})
        self.right = self._format({"font_name": _FONT, "font_size": 10.5, "align": "right"})
        self.note = self._format({"font_name": _FONT, "font_size": 9, "text_wrap": True, "valign": "top"})
        self.head = self._format(
            frame | {"bold": True, "align": "center", "bg_color": "#F0F0F0", "text_wrap": True}
        )
        self.text = self._format(frame | {"text_wrap": True, "num_format": "@"})
        self.middle = self._format(frame | {"align": "center", "text_wrap": True})
        self.number = self._format(frame | {"num_format": "#,##0"})
        self.decimal = self._format(frame | {"num_format": "#,##0.##"})
        self.money = self._format(frame | {"num_format": "#,##0.00"})
        self.percent = self._format(frame | {"num_format": "+0.00;-0.00;0.00", "align": "right"})
        self.rate = self._format(frame | {"num_format": "0.00"})
        self.day = self._format(frame | {"num_format": "yyyy-mm-dd", "align": "center"})
        self.moment = self._format(frame | {"num_format": "yyyy-mm-dd hh:mm", "align": "center"})
        self.wanted = self._format(
            frame | {"bold": True, "align": "center", "bg_color": "#DCE8F6", "text_wrap": True}
        )
        self.example = self._format(
            frame | {"italic": True, "font_color": "#808080", "num_format": "@", "bg_color": "#F7F7F7"}
        )
        self.free = self._format({"font_name": _FONT, "font_size": 10.5, "valign": "vcenter", "num_format": "@"})
        self.digits = self._format(frame | {"num_format": "0.######"})
        self.bad = self._format(frame | {"font_color": "#B3261E", "bg_color": "#FCE8E6", "text_wrap": True})
        self.doubtful = self._format(frame | {"font_color": "#8A5200", "bg_color": "#FFF4DE", "text_wrap": True})

    def _format(self, properties: dict[str, object]) -> "Format":
        return self.book.add_format(properties)

    def sheet(self, name: str) -> "Worksheet":
        """A new sheet, A4 landscape, one page wide."""
        sheet = self.book.add_worksheet(sheet_name(name))
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
        sheet.set_footer("&C第 &P 页 共 &N 页")
        return sheet

    def finish(self) -> bytes:
        self.book.close()
        return self._file.getvalue()


def summary_xlsx(
    tables: Sequence[FigureTable],
    made: datetime,
    signatures: Signatures | None = None,
    period: str = "本月",
    more: Callable[["Book"], None] | None = None,
    first: Callable[["Book"], None] | None = None,
) -> bytes:
    """The figures of `tables` for `period` as a workbook, a sheet for each, after the sheets that `first` adds and before those
    that `more` adds; `made` (with its zone) is the time of issue.

    Column A has each figure's code, so that another program can find it.
    """
    book = Book(tables[0].title, tables[0].office, made)
    if first is not None:
        first(book)
    for table in tables:
        name = "统计表" if len(tables) == 1 else table.title.partition("（")[0]
        _summary_sheet(book, book.sheet(name), table, signatures or Signatures(), period)
    if more is not None:
        more(book)
    return book.finish()


def _summary_sheet(book: Book, sheet: "Worksheet", table: FigureTable, signed: Signatures, period: str) -> None:
    over = ("代码", "类别", "指标", "单位", *heads(period))
    last = len(over) - 1
    for column, wide in enumerate((20, 14, 32, 8, *[12] * (last - 4), 11)):
        sheet.set_column(column, column, wide)
    sheet.merge_range(0, 0, 0, last, "", book.title)
    sheet.write_string(0, 0, clean(table.title), book.title)
    sheet.set_row(0, 30)
    sheet.write_string(1, 0, f"填报单位（盖章）：{clean(table.office)}", book.plain)
    sheet.write_string(1, last, f"统计期间：{long_date(table.first)}至{long_date(table.last)}", book.right)
    for column, head in enumerate(over):
        sheet.write_string(2, column, head, book.head)
    sheet.set_row(2, 22)
    after = _figures(book, sheet, table, period)
    _summary_foot(book, sheet, table, signed, after + 1, last)
    sheet.freeze_panes(3, 3)
    sheet.repeat_rows(2)


def _figures(book: Book, sheet: "Worksheet", table: FigureTable, period: str) -> int:
    """Writes the figures; gives the number of the row after them."""
    row = 3
    for group, lines in groupby(table.lines, lambda line: line.group):
        first = row
        for line in lines:
            figure = line.figure
            sheet.write_string(row, 0, clean(figure.code), book.text)
            sheet.write_string(row, 2, clean(figure.label), book.text)
            sheet.write_string(row, 3, clean(figure.unit), book.middle)
            numbers = printed(period, line.numbers())
            for column, value in enumerate(numbers, 4):
                if value is None:
                    sheet.write_string(row, column, NONE, book.percent)
                else:
                    sheet.write_number(row, column, value, _format(book, line))
            if line.change is None:
                sheet.write_string(row, 4 + len(numbers), NONE, book.percent)
            else:
                sheet.write_number(row, 4 + len(numbers), line.change, book.percent)
            row += 1
        if row - first > 1:
            sheet.merge_range(first, 1, row - 1, 1, "", book.middle)
        sheet.write_string(first, 1, clean(group), book.middle)
    return row


def _format(book: Book, line: FigureLine) -> "Format":
    return book.number if line.counted else book.rate if line.figure.unit == "%" else book.decimal


def _summary_foot(
    book: Book, sheet: "Worksheet", table: FigureTable, signed: Signatures, row: int, last: int
) -> None:
    if table.notes:
        sheet.merge_range(row, 0, row, last, "", book.note)
        notes = clean("说明：" + "；".join(note.strip(" ；。") for note in table.notes) + "。")
        sheet.write_string(row, 0, notes, book.note)
        sheet.set_row(row, min(13 * (len(notes) // 62 + 1), 400))
        row += 1
    filled = long_date(signed.filled_on) if signed.filled_on else ""
    fields = (
        (0, "单位负责人", signed.head),
        (2, "审核人", signed.reviewer),
        (3, "制表人", signed.maker),
        (5, "联系电话", signed.phone),
    )
    for column, word, text in fields:
        sheet.write_string(row, column, f"{word}：{clean(text)}", book.plain)
    sheet.write_string(row, last, f"填报日期：{filled}", book.right)
    sheet.print_area(0, 0, row, last)


def rows_xlsx(
    title: str, headers: Sequence[str], rows: Iterable[Sequence[Value]], made: datetime, author: str = ""
) -> bytes:
    """A list as a workbook: `headers`, then `rows`. Dates are dates, numbers numbers, all else text.

    A text longer than a cell holds goes on, with its place, on a second sheet; nothing is lost.
    """
    book = Book(title, author, made)
    sheet = book.sheet(title if title != _LONG_SHEET else f"{title}表")
    widest = [text_width(head) for head in headers]
    for column, head in enumerate(headers):
        sheet.write_string(0, column, clean(head), book.head)
    long_texts: list[tuple[int, int, str]] = []
    number = 0
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, str) and _too_long(value):
                long_texts.append((number, column, value))
                value = value[: _PIECE - len(_SEE)] + _SEE
            write_cell(book, sheet, number, column, value)
            if number <= _SAMPLE:
                widest[column] = max(widest[column], text_width(value))
    for column, wide in enumerate(widest):
        sheet.set_column(column, column, min(max(wide + 2, 6), 48))
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, number, max(len(headers) - 1, 0))
    sheet.print_area(0, 0, number, max(len(headers) - 1, 0))
    if long_texts:
        _write_long(book, headers, long_texts)
    return book.finish()


_LONG_SHEET = "超长文字"
_SEE = f"……（全文见「{_LONG_SHEET}」表）"


def _write_long(book: Book, headers: Sequence[str], texts: Sequence[tuple[int, int, str]]) -> None:
    """The whole of texts that no cell holds, in pieces that one does."""
    sheet = book.sheet(_LONG_SHEET)
    for column, head in enumerate(("行", "栏", "段", "文字")):
        sheet.write_string(0, column, head, book.head)
    sheet.set_column(3, 3, 80)
    at = 0
    for row, column, text in texts:
        text = clean(text)
        for part, start in enumerate(range(0, len(text), _PIECE), 1):
            at += 1
            sheet.write_number(at, 0, row + 1, book.number)
            sheet.write_string(at, 1, clean(headers[column]), book.text)
            sheet.write_number(at, 2, part, book.number)
            sheet.write_string(at, 3, text[start : start + _PIECE], book.text)


def write_cell(book: Book, sheet: "Worksheet", row: int, column: int, value: Value) -> None:
    """Write a value as what it is: numbers as numbers, days as days, all else as text."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, book.text)
    elif isinstance(value, bool):
        sheet.write_string(row, column, "是" if value else "否", book.middle)
    elif isinstance(value, int | float) and abs(value) < _EXACT:
        sheet.write_number(row, column, value, book.number if isinstance(value, int) else book.decimal)
    elif isinstance(value, datetime) and value.year >= _FIRST_YEAR:
        sheet.write_datetime(row, column, value.replace(tzinfo=None), book.moment)
    elif isinstance(value, date) and value.year >= _FIRST_YEAR:
        sheet.write_datetime(row, column, value, book.day)
    else:
        sheet.write_string(row, column, clean(str(value)), book.text)


def clean(text: str) -> str:
    """`text` with plain line ends and without the characters that no workbook holds."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _too_long(text: str) -> bool:
    return len(text) > _PIECE and _units(text) > LONGEST


def _units(text: str) -> int:
    """Length of `text` as Excel counts it."""
    return len(text.encode("utf-16-le", "replace")) // 2


def text_width(value: Value) -> float:
    """Width of a cell's text in digits; a Chinese character takes two."""
    if isinstance(value, datetime):
        return 16
    if isinstance(value, date):
        return 10
    text = "" if value is None else str(value)
    lines = text[:200].split("\n")
    return max(sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1.1 for c in line) for line in lines)


def row_height(cells: Iterable[tuple[Value, float]]) -> float:
    """Points that a row needs whose cells (value, width in digits) wrap: no program that opens it reckons the same."""
    most = 1
    for value, wide in cells:
        words = value if isinstance(value, str) else ""
        most = max(
            most, sum(max(1, ceil(text_width(line) / max(wide - 1, 1))) for line in words[:2000].split("\n"))
        )
    return min(most * 14.0 + 5, 400)


def sheet_name(name: str) -> str:
    """`name` as Excel allows it: 31 units of UTF-16, none of []:*?/\\, no apostrophe at its ends."""
    name = re.sub(r"[\[\]:*?/\\\n]", " ", clean(name)).strip("' ")[:31]
    while _units(name) > 31:
        name = name[:-1]
    return name.strip("' ") or "表"
