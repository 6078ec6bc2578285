"""The office's own forms: kept, tied to figures, filled each month, replaced when the superior changes them."""

import io
import json
import warnings
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.problems import Refused, Trouble
from quyuan_desktop.services import own_forms
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.form_guess import likely_cells
from quyuan_desktop.services.month import month_table
from quyuan_desktop.services.own_forms import MappedCell, OwnForm
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import settings
from tests.hardships import unwritable
from tests.offices import HEAD, OFFICE, at_work, execute, filled
from tests.own_form_files import monthly, rewritten

NOVEMBER = periods.month("2023-11")
TIED = (
    ("A2", "fact.office", ""),
    ("E2", "fact.period", ""),
    ("C5", "consult.people", "now"),
    ("D5", "consult.people", "to_date"),
    ("E5", "consult.people", "last_year"),
    ("F5", "consult.people", "change"),
    ("C6", "consult.matters", "now"),
    ("A10", "fact.preparer", ""),
    ("E10", "fact.date", ""),
)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with at_work(filled(tmp_path / "data")) as made:
        yield made


def tied(place: Workplace, path: Path, cells: tuple[tuple[str, str, str], ...] = TIED) -> OwnForm:
    """The form in that file, its cells tied."""
    form = own_forms.keep_form(place, path)
    book = own_forms.book_of(place, form)
    for cell, code, value in cells:
        form = own_forms.put(place, form, book, MappedCell("月报", cell, code, value))
    return form


@pytest.fixture
def form(place: Workplace, tmp_path: Path) -> OwnForm:
    return tied(place, monthly(tmp_path / "法援月报.xlsx"))


def sheet(content: bytes) -> dict[str, object]:
    """The values of the first sheet."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(content))
    return {cell.coordinate: cell.value for row in book["月报"].iter_rows() for cell in row}


def test_the_form_is_filled_with_the_month(place: Workplace, form: OwnForm) -> None:
    found = sheet(own_forms.fill(place, form, NOVEMBER))
    lines = {line.figure.code: line for line in month_table(place, NOVEMBER).lines}
    people = lines["consult.people"]
    assert people.figure.value == 3
    assert (found["C5"], found["D5"], found["E5"]) == people.numbers()
    assert found["C6"] == lines["consult.matters"].figure.value == 4
    assert found["F5"] == "—", "nothing the year before"
    assert found["A2"] == f"填报单位：{OFFICE.name}"
    assert found["E2"] == "2023年11月"
    assert found["A10"] == f"制表人：{HEAD}"
    assert str(found["E10"]) == f"{place.today} 00:00:00", "a cell formatted as a date holds the day"
    assert found["C9"] == "=SUM(C5:C8)"


def test_the_mapping_is_kept_and_serves_every_month(place: Workplace, form: OwnForm) -> None:
    (kept,) = own_forms.forms(place)
    assert kept == form
    assert own_forms.form_called(place, "法援月报") == form
    october = sheet(own_forms.fill(place, kept, periods.month("2023-10")))
    assert (october["C5"], october["E2"]) == (0, "2023年10月")
    year = sheet(own_forms.fill(place, kept, periods.year(2023)))
    assert (year["C5"], year["E2"]) == (3, "2023年")
    assert check(place) == []


def test_of_merged_cells_the_first_is_tied(place: Workplace, tmp_path: Path) -> None:
    form = own_forms.keep_form(place, monthly(tmp_path / "表.xlsx"))
    book = own_forms.book_of(place, form)
    book.sheets[0].spans[4, 2] = (2, 2)
    book.sheets[0].firsts.update({(row, column): (4, 2) for row in (4, 5) for column in (2, 3)})
    form = own_forms.put(place, form, book, MappedCell("月报", "D6", "consult.people", "now"))
    assert [each.cell for each in form.cells] == ["C5"]


@pytest.mark.parametrize(
    ("cell", "code", "said"),
    [
        ("C9", "consult.people", "C9 是公式"),
        ("B5", "consult.people", "写着“咨询人次”"),
        ("A1", "fact.office", "写着“2023年司法所"),
        ("E2", "consult.people", "写着“年 月”"),
    ],
)
def test_cells_that_cannot_be_filled(place: Workplace, form: OwnForm, cell: str, code: str, said: str) -> None:
    book = own_forms.book_of(place, form)
    with pytest.raises(Refused, match=said):
        own_forms.put(place, form, book, MappedCell("月报", cell, code, "now"))
    assert own_forms.forms(place) == [form]


def test_cells_of_a_protected_sheet_or_of_none(place: Workplace, tmp_path: Path) -> None:
    path = monthly(tmp_path / "表.xlsx")
    path.write_bytes(
        rewritten(
            path.read_bytes(),
            "xl/worksheets/sheet2.xml",
            lambda xml: xml.replace(b"</sheetData>", b'</sheetData><sheetProtection sheet="1"/>'),
        )
    )
    form = own_forms.keep_form(place, path)
    book = own_forms.book_of(place, form)
    for name, said in (("填表说明", "加了保护"), ("没有", "没有“没有”这张工作表")):
        with pytest.raises(Refused, match=said):
            own_forms.put(place, form, book, MappedCell(name, "C5", "consult.people", "now"))


def test_taking_out_renaming_dropping(place: Workplace, form: OwnForm, tmp_path: Path) -> None:
    form = own_forms.take_out(place, form, "月报", "C5")
    assert form.at("月报", "C5") is None
    assert len(form.cells) == len(TIED) - 1
    other = own_forms.keep_form(place, tmp_path / "法援月报.xlsx")
    assert other.name == "法援月报（2）"
    for name, said in (("", "不能空着"), ("长" * 41, "最多 40"), (" 法援月报 ", "已经有叫“法援月报”")):
        with pytest.raises(Refused, match=said):
            own_forms.rename_form(place, other.uid, name)
    assert own_forms.rename_form(place, other.uid, "季报").name == "季报"
    own_forms.drop_form(place, form.uid)
    assert [each.name for each in own_forms.forms(place)] == ["季报"]
    with pytest.raises(Trouble, match="已经删除"):
        own_forms.take_out(place, form, "月报", "D5")


def test_a_form_without_cells_and_an_unknown_one(place: Workplace, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="还没有设好"):
        own_forms.form_called(place, "月报")
    form = own_forms.keep_form(place, monthly(tmp_path / "表.xlsx"))
    with pytest.raises(Trouble, match="还没有对好格子"):
        own_forms.fill(place, form, NOVEMBER)
    with pytest.raises(Trouble, match="现有：“表”"):
        own_forms.form_called(place, "月报")


def test_the_superior_inserts_rows_and_renames_the_year(place: Workplace, form: OwnForm, tmp_path: Path) -> None:
    rows = ("接待批次", "咨询人次", "其中：来电", "咨询件数", "重复来访")
    path = monthly(tmp_path / "2024年法援月报.xlsx", rows)
    replaced = own_forms.replace_form(place, form.uid, path)
    cells = {(each.code, each.value): each.cell for each in replaced.form.cells}
    assert cells["consult.people", "now"] == "C6"
    assert cells["consult.people", "change"] == "F6"
    assert cells["consult.matters", "now"] == "C8"
    assert cells["fact.office", ""] == "A2"
    assert cells["fact.preparer", ""] == "A11"
    assert cells["fact.date", ""] == "E11"
    assert replaced.lost == ()
    assert ("C5", "C6") in [(before.cell, after.cell) for before, after in replaced.moved]
    assert replaced.form.name == "法援月报"
    assert sheet(own_forms.fill(place, replaced.form, NOVEMBER))["C6"] == 3


def test_what_the_superior_took_out_is_named_as_lost(place: Workplace, form: OwnForm, tmp_path: Path) -> None:
    replaced = own_forms.replace_form(place, form.uid, monthly(tmp_path / "新.xlsx", ("咨询人次", "重复来访")))
    assert [(each.cell, each.code) for each in replaced.lost] == [("C6", "consult.matters")]
    assert "consult.matters" not in {each.code for each in own_forms.forms(place)[0].cells}


def test_another_name_of_the_sheet_loses_what_cannot_be_told(
    place: Workplace, form: OwnForm, tmp_path: Path
) -> None:
    replaced = own_forms.replace_form(place, form.uid, monthly(tmp_path / "新.xlsx", sheet="表一"))
    assert {each.code for each in replaced.lost} == {code for _, code, _ in TIED}


def test_rows_that_read_alike_keep_their_order(place: Workplace, tmp_path: Path) -> None:
    rows = ("咨询人次", "其中：女", "咨询件数", "其中：女")
    form = tied(
        place,
        monthly(tmp_path / "甲.xlsx", rows),
        (("C6", "consult.people", "now"), ("C8", "consult.matters", "now")),
    )
    replaced = own_forms.replace_form(place, form.uid, monthly(tmp_path / "乙.xlsx", ("批次", *rows)))
    assert [(each.cell, each.code) for each in replaced.form.cells] == [
        ("C7", "consult.people"),
        ("C9", "consult.matters"),
    ]


def test_a_bad_file_replaces_nothing(place: Workplace, form: OwnForm, tmp_path: Path) -> None:
    bad = tmp_path / "坏.xlsx"
    bad.write_bytes(b"PK\x03\x04 rubbish")
    for path, said in ((bad, "已损坏"), (tmp_path / "没有.xlsx", "打不开"), (tmp_path, "打不开")):
        with pytest.raises(Trouble, match=said):
            own_forms.replace_form(place, form.uid, path)
        with pytest.raises(Trouble, match=said):
            own_forms.keep_form(place, path)
    assert own_forms.forms(place) == [form]


def test_every_figure_and_fact_can_be_said(place: Workplace, tmp_path: Path) -> None:
    rows = tuple(f"第{number}项" for number in range(len(own_forms.SOURCES)))
    every = tuple((f"C{5 + at}", code, "" if source.fact else "now")
                  for at, (code, source) in enumerate(own_forms.SOURCES.items()))  # fmt: skip
    form = tied(place, monthly(tmp_path / "全.xlsx", rows), every)
    found = sheet(own_forms.fill(place, form, NOVEMBER))
    assert None not in {found[cell] for cell, _, _ in every if own_forms.SOURCES[_code(every, cell)].unit}


def _code(every: tuple[tuple[str, str, str], ...], cell: str) -> str:
    return next(code for at, code, _ in every if at == cell)


def test_the_file_is_written_whole(place: Workplace, form: OwnForm, tmp_path: Path) -> None:
    out = tmp_path / "出"
    out.mkdir()
    first = own_forms.write_form(place, form, NOVEMBER, out)
    assert first == out / "营田司法所-法援月报-2023年11月.xlsx"
    named = own_forms.write_form(place, form, NOVEMBER, out / "月报.xlsx")
    assert named.read_bytes() == first.read_bytes()
    assert set(out.iterdir()) == {first, named}
    with pytest.raises(Trouble, match="找不到文件夹"):
        own_forms.write_form(place, form, NOVEMBER, tmp_path / "没有" / "月报.xlsx")
    with unwritable(out), pytest.raises(Trouble, match="不允许写入"):
        own_forms.write_form(place, form, NOVEMBER, out / "另.xlsx")


def guessed(place: Workplace, path: Path) -> dict[str, tuple[str, str]]:
    form = own_forms.keep_form(place, path)
    book = own_forms.book_of(place, form)
    return {each.cell: (each.code, each.value) for each in likely_cells(form, book)}


def test_labels_that_several_figures_share_follow_the_others(place: Workplace, tmp_path: Path) -> None:
    """来访 is a way of a consultation, of an application, ...: beside 咨询人次 it is the consultation's."""
    alone = guessed(place, monthly(tmp_path / "甲.xlsx", ("来访", "没有的指标")))
    assert not {"C5", "C6"} & alone.keys()
    beside = guessed(place, monthly(tmp_path / "乙.xlsx", ("1. 咨询人次", "其中：来访", "其中12348")))
    assert [beside[cell][0] for cell in ("C5", "C6", "C7")] == [
        "consult.people",
        "consult.channel.visit",
        "consult.channel.call.12348",
    ]
    assert [beside[f"{column}5"][1] for column in "CDEF"] == ["now", "to_date", "last_year", "change"]


def test_a_sheet_on_which_nothing_is_written_tells_nothing(place: Workplace, tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "空.xlsx")
    assert guessed(place, tmp_path / "空.xlsx") == {}


def test_a_figure_that_is_counted_no_more_is_left_open(place: Workplace, form: OwnForm) -> None:
    with place.ledger.writing() as session:
        kept = settings.read(session, settings.OWN_FORMS)
        kept[0]["cells"].append({"sheet": "月报", "cell": "C7", "code": "consult.gone", "value": "now"})
        settings.keep(session, settings.OWN_FORMS, json.loads(json.dumps(kept)))
    (form,) = own_forms.forms(place)
    assert sheet(own_forms.fill(place, form, NOVEMBER))["C7"] == "—"


def test_a_kept_workbook_that_is_damaged_is_told(place: Workplace, form: OwnForm) -> None:
    execute(place, "UPDATE blob SET content = x'00' WHERE sha256 = ?", form.sha256)
    with pytest.raises(Trouble, match="核对数据"):
        own_forms.fill(place, form, NOVEMBER)
    assert check(place)
