"""The corrections of closed months (更正表) as sheets of the month's workbook, in a form that can be filtered and summed."""

from collections.abc import Sequence

from quyuan_desktop.documents.corrections import TITLE, CorrectionsSheet
from quyuan_desktop.documents.workbook import Book, Value, clean, row_height, write_cell
from quyuan_desktop.domain.figures import plain

CARRIED, RESTATED = "累计核对", "期末数"
_CORRECTED = ("所属月份", "登记簿", "编号", "类别", "理由", "经手", "指标", "单位", "原报", "更正后", "增减")
_RESTATED = ("所属月份", "登记簿", "指标", "单位", "原报", "现在", "增减")
_CARRIED = ("登记簿", "指标", "单位", "上期累计", "本月", "未结账月份", "更正", "本年累计")


def add_corrections(book: Book, told: CorrectionsSheet) -> None:
    """Each figure of each record in a row of its own, every cell filled; on a second sheet how the year to date comes
    about, on a third what does not add up over months and is another now."""
    rows: list[list[Value]] = []
    for record in told.records:
        own = (record.month, record.table, record.number, record.kind, record.reason, record.by)
        for figure in record.figures:
            numbers = [plain(value, figure.unit) for value in figure.values]
            rows.append([*own, figure.label, figure.unit, *numbers])
    _sheet(book, TITLE, told, _CORRECTED, (12, 12, 24, 7, 26, 18, 26, 7, 9, 9, 9), rows)
    carried: list[list[Value]] = [
        [each.table, each.label, each.unit, *(plain(value, each.unit) for value in each.values)]
        for each in told.carried
    ]
    if carried:
        _sheet(book, CARRIED, told, _CARRIED, (16, 30, 8, 12, 12, 12, 12, 12), carried)
    restated: list[list[Value]] = [
        [each.month, each.table, each.label, each.unit, *(plain(value, each.unit) for value in each.values)]
        for each in told.restated
    ]
    if restated:
        _sheet(book, RESTATED, told, _RESTATED, (12, 20, 40, 8, 12, 12, 12), restated)


def _sheet(
    book: Book,
    name: str,
    told: CorrectionsSheet,
    heads: Sequence[str],
    widths: Sequence[float],
    rows: Sequence[Sequence[Value]],
) -> None:
    sheet, last = book.sheet(name), len(heads) - 1
    for column, (head, wide) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(column, column, wide)
        sheet.write_string(2, column, head, book.head)
    sheet.merge_range(0, 0, 0, last, "", book.title)
    sheet.write_string(0, 0, clean(f"{name}（{told.month}）"), book.title)
    sheet.set_row(0, 30)
    sheet.write_string(1, 0, f"填报单位（盖章）：{clean(told.office)}", book.plain)
    sheet.write_string(1, last, f"结账编号：{clean(told.number)}", book.right)
    for row, values in enumerate(rows, 3):
        sheet.set_row(row, row_height(zip(values, widths, strict=True)))
        for column, value in enumerate(values):
            write_cell(book, sheet, row, column, value)
    sheet.freeze_panes(3, 0)
    sheet.repeat_rows(2)
    sheet.print_area(0, 0, len(rows) + 2, last)
