"""Lists that go out: what is shown, in its order, masked unless asked for, audited, whole or not at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services import workbook_export
from quyuan_desktop.services.list_prints import printed_list
from quyuan_desktop.services.list_records import Choice
from quyuan_desktop.services.workbook_export import Extract, export_list
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage.tables import AuditLine
from tests.offices import at_work, filled, resident
from tests.sheets import quietly


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    """The head at work in the office with a few records."""
    with at_work(filled(tmp_path / "data")) as made:
        yield made


def sheets(path: Path) -> dict[str, list[tuple[object, ...]]]:
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in load_workbook(path).worksheets}


def acts(place: Workplace) -> list[str]:
    with place.ledger.reading() as session:
        return [line.detail for line in session.scalars(select(AuditLine).where(AuditLine.verb == "export"))]


def test_the_list_goes_out_as_it_is_shown(place: Workplace, tmp_path: Path) -> None:
    columns = (("visitor", "姓名"), ("number", "编号"), ("received_on", "日期"), ("headcount", "人次"))
    extract = Extract(Choice(void=True), columns, words="本月", newest_first=False)
    assert export_list(place, CONSULTATION, extract, tmp_path / "a.xlsx", quietly) == 4
    title, note, head, *rows = sheets(tmp_path / "a.xlsx")["咨询"]
    assert title[0] == "咨询一览表" and str(note[0]).startswith("营田司法所　本月　共 4 条")
    assert head == ("序号", "姓名", "编号", "日期", "人次")
    assert [row[0] for row in rows] == [1, 2, 3, 4]
    assert [str(row[2]).endswith("（作废）") for row in rows] == [False, False, True, False]
    assert f"{rows[0][3]:%Y-%m-%d}" == "2023-11-27" and rows[0][4] == 1


@pytest.mark.parametrize("masked", [True, False])
def test_personal_data_stay_hidden_unless_asked_for_and_both_are_audited(
    place: Workplace, tmp_path: Path, masked: bool
) -> None:
    export_list(place, CONSULTATION, Extract(Choice(), masked=masked), tmp_path / "a.xlsx", quietly)
    head, *rows = sheets(tmp_path / "a.xlsx")["咨询"][2:]
    numbers = [row[head.index("证件号码")] for row in rows]
    assert (resident() in numbers) is not masked
    assert any("*" in str(each) for each in numbers) is masked
    assert acts(place) == [f"3 条，{'遮住' if masked else '未遮住'}个人信息"]


def test_child_rows_have_their_sheet(place: Workplace, tmp_path: Path) -> None:
    export_list(place, CONSULTATION, Extract(Choice()), tmp_path / "a.xlsx", quietly)
    rows = sheets(tmp_path / "a.xlsx")["咨询事项"]
    assert rows[2] == ("序号", "案由", "内容") and [row[0] for row in rows[3:]] == [1, 1, 2, 3]


def test_too_many_at_once_is_said(place: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_export, "MOST_ROWS", 2)
    with pytest.raises(Trouble, match="缩小筛选范围"):
        export_list(place, CONSULTATION, Extract(Choice()), tmp_path / "a.xlsx", quietly)
    assert not (tmp_path / "a.xlsx").exists() and acts(place) == []


def test_a_folder_that_is_not_there(place: Workplace, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="找不到文件夹"):
        export_list(place, CONSULTATION, Extract(Choice()), tmp_path / "U盘" / "a.xlsx", quietly)


@pytest.mark.parametrize(
    ("error", "sentence"), [(PermissionError(13, "busy"), "先关闭它"), (OSError(28, "full"), "磁盘空间已满")]
)
def test_a_file_held_by_excel_or_a_full_disk_leaves_the_old_one(
    place: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, sentence: str
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"the old one")

    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(Trouble, match=sentence):
        export_list(place, CONSULTATION, Extract(Choice()), path, quietly)
    assert path.read_bytes() == b"the old one" and {each.name for each in tmp_path.iterdir()} == {"a.xlsx", "data"}


def test_a_printed_list_hides_what_lists_hide(place: Workplace) -> None:
    pdf = printed_list(place, CONSULTATION, Extract(Choice(), words="本月"))
    assert pdf.startswith(b"%PDF")
