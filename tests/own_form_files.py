"""Empty forms as superiors send them, written with every kind of formatting, and what is within a workbook."""

import base64
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import xlsxwriter

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8Dwn4EIwDiqkL4KAcT9C/2mE5dAAAAAAElFTkSuQmCC"
)
ROWS = ("咨询人次", "咨询件数", "重复来访", "其中：来电")
FIRST = 5
"""The row of the first figure, as Excel counts."""


def monthly(path: Path, rows: tuple[str, ...] = ROWS, first: int = FIRST, sheet: str = "月报") -> Path:
    """A monthly form: head, two-row heading, `rows` from row `first` on, a sum by formula, a foot."""
    with xlsxwriter.Workbook(str(path)) as book:
        made = book.add_worksheet(sheet)
        centred = {"align": "center", "valign": "vcenter", "border": 1}
        title = book.add_format({"bold": True, "font_size": 18, "align": "center", "valign": "vcenter"})
        head = book.add_format({**centred, "bold": True, "bg_color": "#DDE8F5", "text_wrap": True})
        cell = book.add_format({**centred, "num_format": "#,##0"})
        percent = book.add_format({**centred, "num_format": "0.0%", "font_color": "red"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        made.merge_range(0, 0, 0, 6, "2023年司法所法律援助月报表", title)
        made.set_row(0, 36)
        made.write(1, 0, "填报单位：")
        made.write(1, 4, "    年   月")
        made.merge_range(2, 0, 3, 0, "序号", head)
        made.merge_range(2, 1, 3, 1, "指标", head)
        made.merge_range(2, 2, 2, 3, "完成情况", head)
        made.merge_range(2, 4, 2, 5, "对比", head)
        for column, words in enumerate(("本月", "本年累计", "上年同期", "同比"), 2):
            made.write(3, column, words, head)
        made.merge_range(2, 6, 3, 6, "备注", head)
        for number, words in enumerate(rows):
            at = first - 1 + number
            made.write(at, 0, number + 1, cell)
            made.write(at, 1, words, head)
            for column in (2, 3, 4, 6):
                made.write_blank(at, column, None, cell)
            made.write_blank(at, 5, None, percent)
        last = first - 1 + len(rows)
        made.write(last, 1, "合计", head)
        made.write_formula(last, 2, f"=SUM(C{first}:C{last})", cell, 999)
        made.write(last + 1, 0, "制表人：")
        made.write(last + 1, 3, "填报日期")
        made.write_blank(last + 1, 4, None, day)
        _dress(book, made, last)
        notes = book.add_worksheet("填表说明")
        notes.write(0, 0, "本表按业务发生日期统计。")
        notes.write_formula(1, 0, f"={sheet}!C{last + 1}", cell, 999)
    return path


def _dress(book: Any, sheet: Any, last: int) -> None:
    """All that has to survive: widths, pictures, conditional formats, validation, comments, print settings, names."""
    sheet.set_column("A:A", 6)
    sheet.set_column("B:B", 26)
    sheet.set_column("C:F", 12)
    sheet.set_column("G:G", 18)
    sheet.freeze_panes(4, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.print_area(0, 0, last + 1, 6)
    sheet.repeat_rows(2, 3)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    red = book.add_format({"bg_color": "#FBECEB"})
    sheet.conditional_format(4, 2, last, 2, {"type": "cell", "criteria": ">", "value": 5, "format": red})
    sheet.conditional_format(4, 3, last, 3, {"type": "data_bar", "data_bar_2010": True})
    sheet.data_validation(4, 2, last, 2, {"validate": "integer", "criteria": ">=", "value": 0})
    sheet.write_comment("C4", "按接待批次填。")
    sheet.insert_image("G1", "seal.png", {"image_data": io.BytesIO(PICTURE)})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": ["月报" if sheet.name == "月报" else sheet.name, 4, 2, last - 1, 2]})
    sheet.insert_chart(last + 4, 1, chart)
    book.define_name("本月合计", f"={sheet.name}!$C${last + 1}")


def parts(content: bytes) -> dict[str, bytes]:
    """The members of a package, by name, in their order."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def rewritten(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The package with one member changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, held in parts(content).items():
            package.writestr(name, change(held) if name == part else held)
    return out.getvalue()


def cell_xml(sheet: bytes, name: str) -> str:
    """The XML of one cell of a sheet, empty when it is not there."""
    found = re.search(rf'<c r="{name}"(?:[^>]*/>|.*?</c>)', sheet.decode())
    return found[0] if found else ""
