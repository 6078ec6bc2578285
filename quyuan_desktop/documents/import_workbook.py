"""Workbooks that come back: the template to be filled in, and what was handed in with the faults beside its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING

from quyuan_desktop.documents.read_workbook import Table
from quyuan_desktop.documents.workbook import Book, Value, clean, row_height, text_width, write_cell

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

ROW_HEAD, NUMBER_HEAD, FAULT_HEAD = "序号", "编号", "问题"
EXAMPLE = "示例"
"""What stands in the 序号 of the row that shows how to fill in, and is not imported."""
GUIDE, CHOICES = "填表说明", "选项"
_TITLE, _HINT, _HEADS, _SHOWN = 0, 1, 2, 3
_READY = 2000  # rows in which lists drop down
_GUIDE_WIDTHS = (14, 26, 7, 46, 60)  # digits
_FAULTS = 46.0  # width of the column of faults, in digits


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """One column of a template: head, whether it has to be filled in, how, what may be chosen, an example.

    closed: nothing but what may be chosen is accepted; text: its cells are texts, so that Excel keeps every digit.
    """

    head: str
    required: bool
    how: str
    example: str
    choices: Sequence[str] = ()
    closed: bool = True
    text: bool = True


@dataclass(frozen=True, slots=True)
class TemplateSheet:
    """One sheet to be filled in; child rows have theirs, tied by 序号."""

    name: str
    hint: str
    columns: Sequence[TemplateColumn]


def template_xlsx(
    title: str, office: str, sheets: Sequence[TemplateSheet], notes: Sequence[str], made: datetime
) -> bytes:
    """An empty workbook to fill in: heads, lists that drop down, an example row, and how to fill it in."""
    book = Book(title, office, made)
    pages = [(each, book.sheet(each.name)) for each in sheets]
    guide = book.sheet(GUIDE)
    lists = _write_choices(book, [column for each in sheets for column in each.columns])
    for each, sheet in pages:
        _write_sheet(book, sheet, title, each, lists)
    _write_guide(book, guide, title, sheets, notes)
    return book.finish()


def _write_choices(book: Book, columns: Sequence[TemplateColumn]) -> dict[int, str]:
    """Writes what may be chosen to a sheet that nobody sees; gives where, by the column's identity."""
    found: dict[int, str] = {}
    with_choices = [each for each in columns if each.choices]
    if not with_choices:
        return found
    sheet = book.sheet(CHOICES)
    sheet.hide()
    for place, column in enumerate(with_choices):
        sheet.write_string(0, place, clean(column.head), book.head)
        for row, words in enumerate(column.choices, start=1):
            sheet.write_string(row, place, clean(words), book.free)
        from xlsxwriter.utility import xl_col_to_name

        letters = xl_col_to_name(place, True)
        found[id(column)] = f"={CHOICES}!{letters}$2:{letters}${len(column.choices) + 1}"
    return found


def _write_sheet(
    book: Book, sheet: "Worksheet", title: str, page: TemplateSheet, lists: Mapping[int, str]
) -> None:
    sheet.write_string(_TITLE, 0, clean(title), book.heading)
    sheet.set_row(_TITLE, 28)
    sheet.set_row(_SHOWN, 20)
    sheet.write_string(_HINT, 0, clean(page.hint), book.plain)
    sheet.set_row(_HEADS, 30)
    sheet.set_column(0, 0, 7, book.free)
    sheet.write_string(_HEADS, 0, ROW_HEAD, book.head)
    sheet.write_string(_SHOWN, 0, EXAMPLE, book.example)
    for place, column in enumerate(page.columns, start=1):
        head = column.head + ("*" if column.required else "")
        sheet.write_string(_HEADS, place, clean(head), book.wanted if column.required else book.head)
        sheet.write_string(_SHOWN, place, clean(column.example), book.example)
        wide = max(text_width(head) + 2, text_width(column.example) + 2, 10)
        sheet.set_column(place, place, min(wide, 30), book.free if column.text else book.plain)
        if id(column) in lists:
            told = {"error_title": column.head[:32], "error_message": "请从下拉列表中选择，选项见“填表说明”。"}
            how = {"error_type": "stop" if column.closed else "information"}
            options = {"validate": "list", "source": lists[id(column)], **told, **how}
            sheet.data_validation(_SHOWN + 1, place, _READY, place, options)
    sheet.freeze_panes(_SHOWN, 2)
    sheet.repeat_rows(_HEADS)


def _write_guide(
    book: Book, sheet: "Worksheet", title: str, sheets: Sequence[TemplateSheet], notes: Sequence[str]
) -> None:
    sheet.write_string(0, 0, clean(f"{title}　{GUIDE}"), book.heading)
    sheet.set_row(0, 28)
    row = 1
    for number, note in enumerate(notes, start=1):
        sheet.write_string(row, 0, clean(f"{number}. {note}"), book.plain)
        row += 1
    for column, wide in enumerate(_GUIDE_WIDTHS):
        sheet.set_column(column, column, wide)
    row += 1
    for column, head in enumerate(("工作表", "列名", "必填", "怎样填", "可选内容")):
        sheet.write_string(row, column, head, book.head)
    for page in sheets:
        for each in page.columns:
            row += 1
            chosen = "、".join(each.choices) if each.closed else ""
            texts = (page.name, each.head, "必填" if each.required else "", each.how, chosen)
            for column, words in enumerate(texts):
                sheet.write_string(row, column, clean(words), book.middle if column == 2 else book.text)
            sheet.set_row(row, row_height(zip(texts, _GUIDE_WIDTHS, strict=True)))


def returned_xlsx(
    title: str,
    office: str,
    tables: Sequence[Table],
    heads: Sequence[int],
    faults: Mapping[tuple[int, int], tuple[str, bool]],
    made: datetime,
) -> bytes:
    """What was handed in, with a coloured column 问题 behind its rows.

    heads: the number of the head row of each table, 0 where none is known; faults: what is wrong with a row of a
    table, by (table, number of the row), and whether it keeps the row from being imported.
    """
    book = Book(title, office, made)
    for place, (table, head) in enumerate(zip(tables, heads, strict=True)):
        sheet = book.sheet(table.name)
        wide = max((len(line.cells) for line in table.lines), default=0)
        widths = [8.0] * wide
        for line in table.lines:
            row = line.number - 1
            for column, value in enumerate([*line.cells, *[None] * (wide - len(line.cells))]):
                _write_back(book, sheet, row, column, value, line.number - head)
                if line.number >= head:
                    widths[column] = max(widths[column], text_width(_shown(value)) + 2)
            said, blocks = faults.get((place, line.number), ("", False))
            if line.number == head:
                sheet.write_string(row, wide, FAULT_HEAD, book.head)
            elif said:
                sheet.write_string(row, wide, clean(said), book.bad if blocks else book.doubtful)
                sheet.set_row(row, row_height([(said, _FAULTS)]))
        for column, each in enumerate(widths):
            sheet.set_column(column, column, min(each, 30))
        sheet.set_column(wide, wide, _FAULTS)
        if head:
            sheet.freeze_panes(head, 0)
    return book.finish()


def _shown(value: object) -> Value:
    return f"{value:%H:%M}" if isinstance(value, time) else value  # type: ignore[return-value]  # the rest of Raw


def _write_back(book: Book, sheet: "Worksheet", row: int, column: int, value: object, below: int) -> None:
    """Write a cell as it came; `below` the heads (rows) it has a frame, above them it is a title."""
    if below == 0:
        sheet.write_string(row, column, clean(str(value if value is not None else "")), book.head)
    elif below < 0 and value is not None:
        sheet.write_string(row, column, clean(str(value)), book.plain)
    elif isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 10**15:
        sheet.write_number(row, column, value, book.digits)
    elif isinstance(value, datetime) and value.time() == time():
        write_cell(book, sheet, row, column, value.date())
    elif below > 0:
        write_cell(book, sheet, row, column, _shown(value))
