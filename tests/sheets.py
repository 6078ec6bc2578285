"""Tables as offices send them, written by other programs' libraries, for tests of what comes in."""

import csv
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from quyuan_desktop.registers.base import Register
from quyuan_desktop.services.workbook_import import Plan, Verdict, plan_import
from quyuan_desktop.services.workplace import Workplace

VILLAGE_HEADS = ("村（社区）名称", "乡镇", "12位代码", "户数", "启用日期", "停用日期", "并入", "联系电话")


def workbook(path: Path, rows: Sequence[Sequence[Any]], merged: Sequence[str] = (), name: str = "表") -> Path:
    """A workbook with one sheet of `rows`, whose cells `merged` are merged."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    book.save(path)
    return path


def csv_file(path: Path, rows: Sequence[Sequence[str]], encoding: str = "utf-8-sig") -> Path:
    """A CSV file."""
    text = StringIO(newline="")
    csv.writer(text).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def village(name: str, town: str = "营田镇", code: Any = "", **further: Any) -> list[Any]:
    """A row beneath VILLAGE_HEADS."""
    known = {
        "households": None,
        "valid_from": None,
        "valid_to": None,
        "merged_into": None,
        "phone": None,
        **further,
    }
    return [name, town, code, *known.values()]


def planned(place: Workplace, register: Register, path: Path) -> Plan:
    """What the file would do."""
    return plan_import(place, register, path, quietly)


def verdicts(plan: Plan) -> list[Verdict]:
    """What its rows come to, in the table's order."""
    return [row.verdict for row in sorted(plan.rows, key=lambda row: row.line)]


def quietly(text: str, done: int, total: int) -> None:
    """Nobody looks on."""
