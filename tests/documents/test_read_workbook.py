"""Tables that come in: what offices and other programs write is read, whatever else gets a sentence."""

import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from quyuan_desktop.documents import read_workbook
from quyuan_desktop.documents.read_workbook import Table, read_tables
from quyuan_desktop.documents.workbook_cells import CellError
from quyuan_desktop.domain.problems import Trouble
from tests.sheets import csv_file, workbook


def lines(table: Table) -> list[tuple[int, list[Any]]]:
    return [(line.number, line.cells) for line in table.lines]


def test_cells_are_what_they_are(tmp_path: Path) -> None:
    moment = datetime(2023, 11, 30, 14, 20)
    row: list[Any] = ["荷花村", 12, 1.5, True, date(2023, 11, 30), moment, time(14, 20), "#N/A", "_x005F_x0041_"]
    table = read_tables(workbook(tmp_path / "a.xlsx", [row]))[0]
    assert table.lines[0].cells == [
        "荷花村",
        12,
        1.5,
        True,
        datetime(2023, 11, 30),
        datetime(2023, 11, 30, 14, 20),
        time(14, 20),
        "#N/A",
        "_x0041_",
    ]
    assert isinstance(table.lines[0].cells[7], CellError)


def test_blank_rows_and_trailing_blanks_are_nothing(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["甲", None, " "], [], ["", None], ["乙", 1, None, None]]
    assert lines(read_tables(workbook(tmp_path / "a.xlsx", rows))[0]) == [(1, ["甲", None, " "]), (4, ["乙", 1])]


def test_cells_merged_downwards_speak_for_each_row(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["标题", None], ["营田镇", "荷花村"], [None, "三洲村"], [None, "新堤村"]]
    table = read_tables(workbook(tmp_path / "a.xlsx", rows, ["A1:B1", "A2:A4"]))[0]
    assert [line.cells for line in table.lines] == [
        ["标题"],
        ["营田镇", "荷花村"],
        ["营田镇", "三洲村"],
        ["营田镇", "新堤村"],
    ]


def test_days_of_1904_and_of_the_leap_day_that_never_was(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active["A1"] = date(1900, 1, 1)
    book.active["A2"] = date(1900, 3, 1)
    book.save(tmp_path / "a.xlsx")
    found = [line.cells[0] for line in read_tables(tmp_path / "a.xlsx")[0].lines]
    assert found == [datetime(1900, 1, 1), datetime(1900, 3, 1)]
    book = Workbook()
    book.epoch = datetime(1904, 1, 1)
    assert book.active is not None
    book.active["A1"] = date(2023, 11, 30)
    book.save(tmp_path / "b.xlsx")
    assert read_tables(tmp_path / "b.xlsx")[0].lines[0].cells == [datetime(2023, 11, 30)]


def test_hidden_sheets_are_left_alone(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active["A1"] = "看得见"
    book.create_sheet("藏").append(["看不见"])
    book["藏"].sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    assert [table.lines[0].cells for table in read_tables(tmp_path / "a.xlsx")] == [["看得见"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_every_encoding_of_an_office(tmp_path: Path, encoding: str) -> None:
    path = csv_file(tmp_path / "a.csv", [["名称", "代码"], ["荷花村", '="430671101201"'], ["", ""]], encoding)
    assert lines(read_tables(path)[0]) == [(1, ["名称", "代码"]), (2, ["荷花村", "430671101201"])]


def test_csv_with_other_separators(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("名称\t户数\n荷花村\t12\n", encoding="utf-8")
    assert read_tables(tmp_path / "a.csv")[0].lines[1].cells == ["荷花村", "12"]


# -- what is no table


def nothing(path: Path) -> None:
    path.write_bytes(b"")


def missing(path: Path) -> None:
    path.unlink(missing_ok=True)


def truncated(path: Path) -> None:
    workbook(path, [["甲", "乙"]])
    path.write_bytes(path.read_bytes()[:-200])


def scrambled(path: Path) -> None:
    workbook(path, [["甲", "乙"]])
    _rewritten(path, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row")


def without_workbook(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("readme.txt", "不是工作簿")


def with_macros(path: Path) -> None:
    workbook(path, [["甲", "乙"]])
    with zipfile.ZipFile(path, "a") as made:
        made.writestr("xl/vbaProject.bin", b"Attribute VB_Name")


def protected(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"))


def old_format(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600)


def picture(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)


def web_page(path: Path) -> None:
    path.write_text("<html><table><tr><td>荷花村</td></tr></table></html>", encoding="utf-8")


def blank(path: Path) -> None:
    workbook(path, [[], ["", None]])


def bomb(path: Path) -> None:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made,
        made.open("xl/a.xml", "w", force_zip64=True) as inner,
    ):
        for _ in range(401):
            inner.write(b"0" * 1_000_000)


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (nothing, "空文件"),
        (missing, "打不开"),
        (truncated, "损坏"),
        (scrambled, "损坏"),
        (without_workbook, "损坏"),
        (with_macros, "宏"),
        (protected, "密码"),
        (old_format, "另存为 xlsx"),
        (picture, "不是表格"),
        (web_page, "不是表格"),
        (blank, "没有内容"),
        (bomb, "太大"),
    ],
)
def test_what_is_no_table_gets_a_sentence(tmp_path: Path, spoil: Callable[[Path], None], word: str) -> None:
    path = tmp_path / "来表.xlsx"
    spoil(path)
    with pytest.raises(Trouble) as told:
        read_tables(path)
    assert word in str(told.value)
    assert str(told.value).startswith("“来表.xlsx”") and str(told.value).endswith("。")


def test_too_many_rows_end_the_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_workbook, "MOST_ROWS", 20)
    path = workbook(tmp_path / "a.xlsx", [[number] for number in range(20)])
    assert len(read_tables(path)[0].lines) == 20
    workbook(path, [[number] for number in range(21)])
    with pytest.raises(Trouble, match="超过 20 行"):
        read_tables(path)


def test_odd_styles_do_not_matter(tmp_path: Path) -> None:
    """A part that says nothing of the values may be wrong: other readers stumble over it."""
    path = workbook(tmp_path / "a.xlsx", [["荷花村"]])
    _rewritten(path, "docProps/core.xml", b"<broken")
    assert read_tables(path)[0].lines[0].cells == ["荷花村"]
    with pytest.raises(Exception):  # noqa: B017  # whatever it is
        load_workbook(path)


def _rewritten(path: Path, part: str, content: bytes) -> None:
    with zipfile.ZipFile(path) as old:
        parts = {info.filename: old.read(info) for info in old.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, kept in parts.items():
            new.writestr(name, content if name == part else kept)
