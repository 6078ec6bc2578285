"""A table as an office keeps it, read into a register; records are known again."""

from datetime import date
from pathlib import Path

from openpyxl import load_workbook

from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers.base import values_of
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.registers.places import VILLAGE
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.list_records import Choice, records_of
from quyuan_desktop.services.save_record import save_record
from quyuan_desktop.services.workbook_export import Extract, export_list
from quyuan_desktop.services.workplace import Workplace
from tests.offices import consultation
from tests.services.workbook_import.hand import CHANGED, FAULTY, NEW, SAME, imported, villages
from tests.sheets import VILLAGE_HEADS, csv_file, planned, quietly, verdicts, village, workbook


def test_villages_out_of_a_table_as_offices_make_them(place: Workplace, tmp_path: Path) -> None:
    """A title, a line on who filled it in, merged towns, blank rows, a total; numbers and texts mixed up."""
    path = workbook(
        tmp_path / "村.xlsx",
        [
            ["屈原管理区村（社区）情况表"],
            ["填报单位：营田司法所"],
            ["序号", "乡镇*", "村(社区) 名称", "12位代码", "户 数（户）", "启用日期", "停用日期", "并入", "邮编"],
            [1, "营田镇", "荷花村", 430671101201, "１２０", None, None, None, 414418],
            [2, None, "三洲村", "430671101202", 95.0, date(2001, 5, 1)],
            [],
            [3, None, "老三洲村", None, 80, 36526, "2016年3月1日", "三洲村"],
            ["合计", None, None, None, 295],
        ],
        ["A1:I1", "B4:B7"],
    )
    plan = imported(place, path)
    assert [plan.count(each) for each in (NEW, SAME, CHANGED)] == [3, 0, 0]
    assert plan.heads.unknown == ("邮编",)
    found = {name: values_of(each) for name, each in villages(place).items()}  # type: ignore[arg-type]  # records
    assert found["荷花村"]["code"] == "430671101201" and found["荷花村"]["households"] == 120
    assert found["荷花村"]["valid_from"] == date(2000, 1, 1)
    assert found["三洲村"]["town"] is Town.YINGTIAN and found["三洲村"]["valid_from"] == date(2001, 5, 1)
    old = found["老三洲村"]
    assert (old["valid_from"], old["valid_to"]) == (date(2000, 1, 1), date(2016, 3, 1))
    assert old["merged_into"].uid == villages(place)["三洲村"].uid  # type: ignore[attr-defined]  # a record
    assert check(place) == []


def test_csv_of_an_old_excel(place: Workplace, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "村.csv", [["村（社区）名称", "乡镇"], ["荷花村", "营田镇"]], "gb18030")
    imported(place, path)
    assert list(villages(place)) == ["荷花村"]


def test_a_table_handed_in_twice_adds_nothing(place: Workplace, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "村.xlsx", [VILLAGE_HEADS, village("荷花村"), village("三洲村", code="430671101202")]
    )
    imported(place, path)
    plan = planned(place, VILLAGE, path)
    assert verdicts(plan) == [SAME, SAME] and plan.idle


def test_what_has_no_name_of_its_own_is_known_by_being_the_same(place: Workplace, tmp_path: Path) -> None:
    for _ in range(2):
        save_record(place, CONSULTATION, consultation(), confirmed=True)
    export_list(place, CONSULTATION, Extract(Choice(), masked=False), tmp_path / "a.xlsx", quietly)
    book = load_workbook(tmp_path / "a.xlsx")
    book.worksheets[0].delete_cols(2)  # its number
    book.worksheets[0].delete_rows(5)
    book.save(tmp_path / "a.xlsx")
    assert verdicts(planned(place, CONSULTATION, tmp_path / "a.xlsx")) == [SAME]


def test_a_village_is_known_by_its_code_else_by_name_and_town(place: Workplace, tmp_path: Path) -> None:
    rows = [village("荷花村", code="430671101201"), village("三洲村"), village("三洲村", "河市镇")]
    imported(place, workbook(tmp_path / "村.xlsx", [VILLAGE_HEADS, *rows]))
    rows = [
        village("荷花社区", code="430671101201", households=120),
        village("三洲村", code="430671101202"),
        village("三洲村", "河市镇", households=9),
    ]
    plan = imported(place, workbook(tmp_path / "村.xlsx", [VILLAGE_HEADS, *rows]))
    assert verdicts(plan) == [CHANGED] * 3
    assert "村（社区）名称：荷花村 → 荷花社区" in plan.rows[0].told
    assert sorted(each for each in villages(place)) == ["三洲村", "荷花社区"]
    assert len(next(iter(records_of(place, VILLAGE, Choice())))) == 3


def test_blank_cells_leave_what_is_there(place: Workplace, tmp_path: Path) -> None:
    path = tmp_path / "村.xlsx"
    imported(place, workbook(path, [VILLAGE_HEADS, village("荷花村", households=120, phone="0730-5550000")]))
    imported(place, workbook(path, [VILLAGE_HEADS, village("荷花村", code="430671101201")]))
    found = values_of(villages(place)["荷花村"])  # type: ignore[arg-type]  # a record
    assert (found["households"], found["contact_phone"], found["code"]) == (120, "0730-5550000", "430671101201")


def test_another_code_under_the_same_name_is_pointed_out(place: Workplace, tmp_path: Path) -> None:
    path = tmp_path / "村.xlsx"
    imported(place, workbook(path, [VILLAGE_HEADS, village("荷花村", code="430671101201")]))
    plan = planned(place, VILLAGE, workbook(path, [VILLAGE_HEADS, village("荷花村", code="430671101299")]))
    assert verdicts(plan) == [NEW] and "12位代码不同" in plan.rows[0].warned[0]


def test_records_are_known_by_their_number(place: Workplace, tmp_path: Path) -> None:
    saved = save_record(place, CONSULTATION, consultation(), confirmed=True).record
    heads = ["编号", "标题", "备注"]
    path = workbook(
        tmp_path / "a.xlsx", [heads, [saved.number, "劳动报酬", "表里补的"], ["假〔2023〕9", "甲", "乙"]]
    )
    plan = planned(place, CONSULTATION, path)
    assert verdicts(plan) == [CHANGED, FAULTY]
    assert plan.rows[1].told == ("没有编号为“假〔2023〕9”的记录。新登记的，编号空着，由程序给。",)
