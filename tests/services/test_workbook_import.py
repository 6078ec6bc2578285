"""Tables taken in: every row told before anything is done, all or nothing, known again, taken back as one act."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy import select

from quyuan_desktop.domain.problems import Refused, Trouble
from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers import REGISTERS, kinds
from quyuan_desktop.registers.base import Base, Register, State, Values, fields_of, row_class, values_of
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.registers.places import VILLAGE
from quyuan_desktop.registers.service_points.point import POINT
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.import_heads import MOMENT, importable
from quyuan_desktop.services.import_template import template, write_template
from quyuan_desktop.services.list_records import Choice, records_of
from quyuan_desktop.services.save_record import examine, open_record, save_record
from quyuan_desktop.services.workbook_export import Extract, export_list
from quyuan_desktop.services.workbook_import import (
    Plan,
    Verdict,
    apply_import,
    returned_workbook,
    undo_import,
)
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage.tables import AuditLine
from tests.offices import at_work, consultation, dump, fresh, nowhere
from tests.sheets import VILLAGE_HEADS, csv_file, planned, quietly, verdicts, village, workbook
from tests.strategies import anchored, plainest, records

SAME, NEW, CHANGED, FAULTY = Verdict.SAME, Verdict.NEW, Verdict.CHANGED, Verdict.FAULTY


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    """The head at work in an office without records."""
    with at_work(fresh(tmp_path / "data")) as made:
        yield made


def villages(place: Workplace) -> dict[str, object]:
    """The villages in force by name."""
    return {each.name: each for part in records_of(place, VILLAGE, Choice()) for each in part}


def imported(place: Workplace, path: Path, register: Register = VILLAGE) -> Plan:
    plan = planned(place, register, path)
    assert not plan.faulty, [row.told for row in plan.rows]
    apply_import(place, plan, quietly)
    return plan


# -- the way an office's table looks


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


def _consultation() -> dict[str, str]:
    return {
        "日期": "2023-11-29",
        "接待人": "袁知秋",
        "姓名": "欧阳𬱖",
        "证件类型": "无证件",
        "标题": "劳动报酬",
        "途径": "来电",
    }


# -- known again


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


# -- what is wrong


def test_one_fault_keeps_everything_out(place: Workplace, tmp_path: Path) -> None:
    rows = [village("荷花村"), village("", "营田镇", phone="0730-5550001"), village("三洲村", households="很多")]
    rows += [village("新堤村", valid_to=date(2016, 1, 1), merged_into="没有的村"), village("荷花村", code="12")]
    plan = planned(place, VILLAGE, workbook(tmp_path / "村.xlsx", [VILLAGE_HEADS, *rows]))
    assert verdicts(plan) == [NEW, FAULTY, FAULTY, FAULTY, FAULTY]
    told = {row.line: row.told for row in plan.rows}
    assert told[3] == ("村（社区）名称：请填写村（社区）名称。",)
    assert told[4] == ("户数：“很多”不是整数，请只填数字。",)
    assert told[5] == ("并入：没有叫“没有的村”的村（社区），请核对，或先登记。",)
    assert any("12位数字" in each for each in told[6])
    before = dump(place)
    with pytest.raises(Refused, match="整个文件都没有导入"):
        apply_import(place, plan, quietly)
    assert dump(place) == before


def test_the_returned_workbook_says_what_is_wrong_and_can_be_handed_in_again(
    place: Workplace, tmp_path: Path
) -> None:
    rows = [
        ["情况表"],
        VILLAGE_HEADS,
        village("荷花村"),
        village("三洲村", code="12", valid_from=date(2001, 5, 1)),
    ]
    plan = planned(place, VILLAGE, workbook(tmp_path / "村.xlsx", rows))
    path = tmp_path / "问题.xlsx"
    path.write_bytes(returned_workbook(place, plan))
    book = load_workbook(path)
    sheet = book.worksheets[0]
    said = sheet.cell(4, 9)
    assert (sheet.cell(2, 9).value, sheet.cell(3, 9).value) == ("问题", None)
    assert "12位数字" in str(said.value) and said.fill.start_color.rgb == "FFFCE8E6"
    assert sheet["A1"].value == "情况表" and sheet["E4"].is_date
    sheet["C4"] = "430671101202"
    book.save(path)
    assert verdicts(planned(place, VILLAGE, path)) == [NEW, NEW]


def test_one_place_twice_in_a_file(place: Workplace, tmp_path: Path) -> None:
    rows = [village("荷花村", code="430671101201"), village("荷花", code="430671101201"), village("三洲村")]
    rows += [village("三洲村"), village("三洲村", "河市镇")]
    plan = planned(place, VILLAGE, workbook(tmp_path / "村.xlsx", [VILLAGE_HEADS, *rows]))
    assert verdicts(plan) == [NEW, FAULTY, NEW, FAULTY, NEW]
    told = [row.told[0] for row in plan.rows if row.verdict is FAULTY]
    assert told == [
        "与第 2 行重复（12位代码相同），请只留一行。",
        "与第 4 行重复（村（社区）名称、乡镇相同），请只留一行。",
    ]


def test_rows_that_speak_against_one_another_are_told_beforehand(place: Workplace, tmp_path: Path) -> None:
    """What only the ledger can say, of rows that are not in it yet."""
    heads = ["服务点", "日期", "时段", "值班人"]
    save_record(place, POINT, {**plainest(POINT), "name": "营田站"}, confirmed=True)
    half = REGISTERS["duty"].field("half").kind
    assert isinstance(half, kinds.Choice)
    label = next(iter(half.terms)).label
    rows = [["营田站", date(2023, 11, 30), label, "张㛃"], ["营田站", date(2023, 11, 30), label, "张㛃"]]
    path = workbook(tmp_path / "a.xlsx", [heads, *rows])
    plan = planned(place, REGISTERS["duty"], path)
    assert verdicts(plan)[1] is FAULTY


def test_two_villages_that_merge_into_each_other(place: Workplace, tmp_path: Path) -> None:
    end: dict[str, Any] = {"valid_to": date(2016, 1, 1)}
    rows = [village("甲村", merged_into="乙村", **end), village("乙村", merged_into="甲村", **end)]
    plan = planned(place, VILLAGE, workbook(tmp_path / "村.xlsx", [VILLAGE_HEADS, *rows]))
    assert verdicts(plan) == [FAULTY, FAULTY]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([["甲", "乙"], ["荷花村", "营田镇"]], "没有找到村（社区）的表头"),
        (
            [["村庄名称", "乡镇", "户数"], ["荷花村", "营田镇", 1]],
            "缺少必填的列：村（社区）名称（是不是“村庄名称”？）",
        ),
        ([["村（社区）名称", "户数"], ["荷花村", 1]], "缺少必填的列：乡镇"),
        ([["村（社区）名称", "乡镇", "乡镇"], ["荷花村", "营田镇", ""]], "重复的列：乡镇"),
        ([["村（社区）名称", "乡镇"]], "没有要导入的行"),
    ],
)
def test_wrong_heads_are_named(place: Workplace, tmp_path: Path, rows: list[list[object]], sentence: str) -> None:
    with pytest.raises(Trouble) as told:
        planned(place, VILLAGE, workbook(tmp_path / "村.xlsx", rows))
    assert sentence in str(told.value)


# -- one act


def test_an_import_is_one_act_and_can_be_taken_back(place: Workplace, tmp_path: Path) -> None:
    path = tmp_path / "村.xlsx"
    imported(place, workbook(path, [VILLAGE_HEADS, village("荷花村", households=1)]))
    plan = planned(
        place, VILLAGE, workbook(path, [VILLAGE_HEADS, village("荷花村", households=2), village("三洲村")])
    )
    done = apply_import(place, plan, quietly)
    assert (done.new, done.corrected) == (1, 1)
    undo_import(place, done)
    found = villages(place)
    assert list(found) == ["荷花村"] and found["荷花村"].households == 1  # type: ignore[attr-defined]  # a record
    assert check(place) == []
    with place.ledger.reading() as session:
        acts = [line.detail for line in session.scalars(select(AuditLine).where(AuditLine.verb == "import"))]
    assert acts[1].startswith("新增 1 变更 1 文件 ") and acts[2] == "撤销导入 2 条"
    assert not any("村" in each for each in acts)


def test_what_was_changed_since_is_not_taken_back(place: Workplace, tmp_path: Path) -> None:
    path = workbook(tmp_path / "村.xlsx", [VILLAGE_HEADS, village("荷花村"), village("三洲村")])
    done = apply_import(place, planned(place, VILLAGE, path), quietly)
    record = open_record(place, VILLAGE, done.changed.uids[0])
    save_record(
        place, VILLAGE, {**values_of(record), "households": 5}, uid=record.uid, reason="核对", confirmed=True
    )
    before = dump(place)
    with pytest.raises(Refused):
        undo_import(place, done)
    assert dump(place) == before


def test_stopping_halfway_leaves_nothing(place: Workplace, tmp_path: Path) -> None:
    class Stopped(Exception):
        pass

    def stop(text: str, done: int, total: int) -> None:
        if text == "导入":
            raise Stopped

    plan = planned(
        place, VILLAGE, workbook(tmp_path / "村.xlsx", [VILLAGE_HEADS, village("荷花村"), village("三洲村")])
    )
    before = dump(place)
    with pytest.raises(Stopped):
        apply_import(place, plan, stop)
    assert dump(place) == before


def test_looking_changes_nothing(place: Workplace, tmp_path: Path) -> None:
    before = dump(place)
    planned(place, VILLAGE, workbook(tmp_path / "村.xlsx", [VILLAGE_HEADS, village("荷花村")]))
    assert dump(place) == before


# -- every register


@pytest.mark.parametrize("register", REGISTERS.values(), ids=REGISTERS)
def test_a_whole_export_comes_back_as_the_same(place: Workplace, register: Register, tmp_path: Path) -> None:
    for masked in (False, True):
        save_record(place, register, anchored(place, register, plainest(register)), confirmed=True)
        path = tmp_path / "a.xlsx"
        export_list(place, register, Extract(Choice(), masked=masked), path, quietly)
        plan = planned(place, register, path)
        assert set(verdicts(plan)) == {SAME}, [(row.verdict, row.told) for row in plan.rows]


ALONE = [
    register
    for register in REGISTERS.values()
    if not any(field.required and type(field.kind).__name__ == "Link" for field in register.fields)
]


@pytest.mark.parametrize("register", ALONE, ids=[register.code for register in ALONE])
@given(data=st.data())
@settings(max_examples=2)
def test_records_come_into_another_ledger_as_they_were(
    register: Register, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Through a workbook with all that people type, out of one office and into another."""
    values = _with_defaults(register.record, data.draw(records(register, plain=True)))
    assume(all(problem.warning for problem in examine(nowhere(), register, values)[1]))
    folder = tmp_path_factory.mktemp("offices")
    typed = list(importable(register, register.record))
    rows = [field for field in register.fields if isinstance(field.kind, kinds.Rows)]
    with at_work(fresh(folder / "one")) as one, at_work(fresh(folder / "other")) as other:
        before = values_of(save_record(one, register, values, confirmed=True).record)
        export_list(one, register, Extract(Choice(), masked=False), folder / "a.xlsx", quietly)
        book = load_workbook(folder / "a.xlsx")
        book.worksheets[0].delete_cols(2)  # its number is the first office's
        book.save(folder / "a.xlsx")
        apply_import(other, _sound(planned(other, register, folder / "a.xlsx")), quietly)
        after = [values_of(each) for part in records_of(other, register, Choice()) for each in part]
    assert len(after) == 1
    for field in (*typed, *rows):
        if register.workflow is None or not field.step:
            assert after[0][field.name] == before[field.name], field.name


def _with_defaults(declared: type[Base], values: Values) -> Values:
    """`values` with the defaults that a blank cell stands for, in child rows too."""
    filled = dict(values)
    for field in fields_of(declared):
        if isinstance(field.kind, kinds.Rows):
            own = row_class(declared, field.name)
            filled[field.name] = [_with_defaults(own, row) for row in values[field.name]]
        elif field.default not in (None, *MOMENT) and filled[field.name] == field.kind.empty:
            filled[field.name] = field.kind.restore(field.default)
    return filled


def _sound(plan: Plan) -> Plan:
    assert not plan.faulty, [row.told for row in plan.rows]
    return plan


# -- templates


@pytest.mark.parametrize("register", REGISTERS.values(), ids=REGISTERS)
def test_every_template_is_read_again(place: Workplace, register: Register, tmp_path: Path) -> None:
    path = write_template(place, register, tmp_path / "模板.xlsx")
    with pytest.raises(Trouble, match="没有要导入的行"):
        planned(place, register, path)  # the example row is none
    book = load_workbook(path)
    sheet = book.worksheets[0]
    heads = [str(cell.value) for cell in sheet[3]]
    starred = {head.rstrip("*") for head in heads if head.endswith("*")}
    fields = list(importable(register, register.record))
    assert [head.rstrip("*") for head in heads] == ["序号", *(field.label for field in fields)]
    assert starred <= {field.label for field in fields if field.required}
    lists = len(sheet.data_validations.dataValidation)
    assert lists >= sum(isinstance(field.kind, kinds.Choice | kinds.Flag) for field in fields)
    assert "填表说明" in book.sheetnames and book["填表说明"].max_row > len(fields)


def test_a_template_offers_what_is_in_the_ledger(place: Workplace, tmp_path: Path) -> None:
    rows = [village("荷花村"), village("三洲村"), village("三洲村", "河市镇")]
    imported(place, workbook(tmp_path / "村.xlsx", [VILLAGE_HEADS, *rows]))
    path = tmp_path / "模板.xlsx"
    path.write_bytes(template(place, VILLAGE))
    column = [row[0] for row in load_workbook(path)["选项"].iter_rows(values_only=True) if row[0]]
    offered = [
        each
        for cells in load_workbook(path)["选项"].iter_cols(values_only=True)
        if cells[0] == "并入"
        for each in cells[1:]
        if each
    ]
    assert column and "荷花村" in offered
    assert [each for each in offered if str(each).startswith("三洲村 ")] and "三洲村" not in offered


def test_a_filled_in_template_with_child_rows(place: Workplace, tmp_path: Path) -> None:
    path = write_template(place, CONSULTATION, tmp_path / "模板.xlsx")
    book = load_workbook(path)
    heads = [str(cell.value).rstrip("*") for cell in book.worksheets[0][3]]
    filled: dict[str, Any] = {"序号": 1, **_consultation()}
    for at, head in enumerate(heads, start=1):
        book.worksheets[0].cell(5, at, filled.get(head))
    matters: list[list[Any]] = [[1, "劳动报酬", "拖欠工资。"], [1, "工伤", "摔伤。"], [7, "工伤", "没有主。"]]
    for row, cells in enumerate(matters, start=5):
        for at, value in enumerate(cells, start=1):
            book["咨询事项"].cell(row, at, value)
    book.save(path)
    plan = planned(place, CONSULTATION, path)
    assert plan.astray and plan.faulty
    book["咨询事项"].delete_rows(7)
    book.save(path)
    imported(place, path, CONSULTATION)
    record = next(iter(next(iter(records_of(place, CONSULTATION, Choice())))))
    assert [row.summary for row in record.matters] == ["拖欠工资。", "摔伤。"] and record.state is State.LIVE
