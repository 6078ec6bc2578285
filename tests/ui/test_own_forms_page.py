"""上级报表 by keys: a form chosen, its cells tied to figures and freed, filled and saved; what goes wrong is said."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from quyuan_desktop.registers.legal_aid import LEGAL_AID
from quyuan_desktop.services import own_forms
from quyuan_desktop.services.own_forms import MappedCell
from quyuan_desktop.services.workplace import Changed
from quyuan_desktop.ui.desk_pages import PAGES
from quyuan_desktop.ui.figure_line import matching
from quyuan_desktop.ui.form_grid import TIED_ROLE
from quyuan_desktop.ui.own_forms_page import OwnFormsPage
from quyuan_desktop.ui.sitting import Sitting
from tests.offices import OFFICE, save
from tests.own_form_files import monthly
from tests.pages import CTRL, check_model, focused, press, show, texts, type_in
from tests.ui.at_the_desk import Answers

Settle = Callable[[], None]
KEY = Qt.Key


@pytest.fixture
def page(qtbot: QtBot, filled_sitting: Sitting, settle: Settle, tmp_path: Path) -> OwnFormsPage:
    """The page with one form, nothing tied."""
    own_forms.keep_form(filled_sitting.place, monthly(tmp_path / "法援月报.xlsx"))
    made = OwnFormsPage(filled_sitting)
    show(qtbot, made, settle)
    made.grid.setFocus()
    return made


def cells(page: OwnFormsPage) -> dict[str, tuple[str, str]]:
    """What is kept of the first form."""
    (form,) = own_forms.forms(page._sitting.place)
    return {each.cell: (each.code, each.value) for each in form.cells}


def shown(page: OwnFormsPage, cell: str) -> str:
    """What a cell of the grid says to whom cannot see it."""
    index = page.grid.form.index(*own_forms.place_of(cell))
    return str(index.data(Qt.ItemDataRole.AccessibleTextRole) or "")


def stand(page: OwnFormsPage, cell: str) -> None:
    page.grid.stand_on(own_forms.place_of(cell))
    page.grid.setFocus()


def said(sitting: Sitting) -> list[str]:
    heard: list[str] = []
    sitting.said.connect(heard.append)
    return heard


def test_without_a_form_it_says_what_belongs_here(
    qtbot: QtBot, sitting: Sitting, settle: Settle, answers: Answers, tmp_path: Path
) -> None:
    page = OwnFormsPage(sitting)
    show(qtbot, page, settle)
    assert "还没有上级报表" in texts(page)
    page.empty.first.setFocus()
    answers.next = [monthly(tmp_path / "法援月报.xlsx")]
    press(KEY.Key_O, CTRL)
    settle()
    assert page.grid.isVisible()
    assert page.grid.hasFocus()
    assert page.head.which.currentText() == "法援月报"
    assert page.grid.place() == (4, 2), "the first cell that the form's words tell something about"


def test_a_figure_is_typed_in_pinyin_and_the_next_cell_follows(page: OwnFormsPage, settle: Settle) -> None:
    stand(page, "C5")
    type_in("z")
    assert focused() is page.panel.line
    type_in("xrc")
    assert page.panel.line.list.texts()[0].startswith("咨询人次")
    press(KEY.Key_Return)
    settle()
    assert cells(page) == {"C5": ("consult.people", "now")}
    assert shown(page, "C5") == "C5 咨询人次 本期：3"
    assert page.grid.hasFocus()
    assert page.grid.place() == own_forms.place_of("C6")


def test_enter_twice_takes_what_the_form_itself_names(page: OwnFormsPage, settle: Settle) -> None:
    stand(page, "D6")
    for _ in range(2):
        press(KEY.Key_Return)
    settle()
    assert cells(page) == {"D6": ("consult.matters", "to_date")}


def test_a_code_and_another_value(page: OwnFormsPage, settle: Settle) -> None:
    stand(page, "C7")
    press(KEY.Key_Return)
    type_in("consult.repeat")
    press(KEY.Key_Return)
    settle()
    stand(page, "C7")
    button = page.panel.values.button(2)
    button.setFocus()
    press(KEY.Key_Space)
    settle()
    assert cells(page) == {"C7": ("consult.repeat", "last_year")}


def test_words_that_are_no_figure(page: OwnFormsPage, settle: Settle) -> None:
    stand(page, "C7")
    press(KEY.Key_Return)
    type_in("qqqq")
    press(KEY.Key_Return)
    settle()
    assert cells(page) == {}
    assert any("没有这个指标" in text for text in texts(page))
    press(KEY.Key_Escape)
    assert page.grid.hasFocus()


def test_cells_that_cannot_be_filled_say_why(page: OwnFormsPage) -> None:
    stand(page, "C9")
    assert "C9 是公式，由 Excel 自己算，不用填。" in texts(page)
    type_in("z")
    assert page.grid.hasFocus()
    stand(page, "B5")
    assert any("写着“咨询人次”" in text for text in texts(page))


def test_delete_frees_a_cell_on_the_grid_and_in_the_list(page: OwnFormsPage, settle: Settle) -> None:
    press(KEY.Key_G, CTRL)
    settle()
    stand(page, "C5")
    press(KEY.Key_Delete)
    settle()
    assert "C5" not in cells(page)
    before = len(cells(page))
    page.panel.list.setFocus()
    page.panel.list.setCurrentIndex(page.panel.list.model().index(0, 0))
    press(KEY.Key_Delete)
    settle()
    assert len(cells(page)) == before - 1


def test_all_that_the_form_names_is_tied_at_once(page: OwnFormsPage, settle: Settle) -> None:
    heard = said(page._sitting)
    press(KEY.Key_G, CTRL)
    settle()
    found = cells(page)
    assert found["A2"] == ("fact.office", "")
    assert found["E2"] == ("fact.period", "")
    assert found["C5"] == ("consult.people", "now")
    assert found["F6"] == ("consult.matters", "change")
    assert found["A10"] == ("fact.preparer", "")
    assert found["E10"] == ("fact.date", "")
    assert not {"G5", "C9", "B2", "F2"} & found.keys(), "remarks, formulas and what is not beside its word"
    assert f"对好了 {len(found)} 格" in heard[-1]
    index = page.grid.form.index(1, 0)
    assert index.data() == f"填报单位：{OFFICE.name}"
    assert page.grid.form.index(*own_forms.place_of("C5")).data(TIED_ROLE).content.value == 3


def test_filled_and_saved(page: OwnFormsPage, settle: Settle, answers: Answers, tmp_path: Path) -> None:
    heard = said(page._sitting)
    press(KEY.Key_G, CTRL)
    settle()
    page.head.span.setCurrentText("11月")
    answers.next = [tmp_path / "交"]
    press(KEY.Key_S, CTRL)
    settle()
    assert answers.asked[-1][1] == f"{OFFICE.name}-法援月报-2023年11月.xlsx"
    with pytest.warns(UserWarning, match="extension"):
        book = openpyxl.load_workbook(tmp_path / "交.xlsx")
    assert book["月报"]["C5"].value == 3
    assert heard[-1] == "已填好，存为 交.xlsx。"
    assert not list(tmp_path.glob("*.part"))


def test_what_goes_wrong_is_said_on_the_page(
    page: OwnFormsPage, settle: Settle, answers: Answers, tmp_path: Path
) -> None:
    answers.next = [tmp_path / "交.xlsx"]
    press(KEY.Key_S, CTRL)
    settle()
    assert any("还没有对好格子" in text for text in texts(page))
    bad = tmp_path / "旧.xls"
    bad.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    answers.next = [bad]
    press(KEY.Key_O, CTRL)
    settle()
    assert any("旧格式（xls）" in text for text in texts(page))
    assert len(own_forms.forms(page._sitting.place)) == 1


def test_the_period_and_new_records_change_what_is_shown(page: OwnFormsPage, settle: Settle) -> None:
    stand(page, "C5")
    for _ in range(2):
        press(KEY.Key_Return)
    settle()
    page.head.span.setFocus()
    press(KEY.Key_Up)
    settle()
    assert shown(page, "C5").endswith("：0"), "October"
    press(KEY.Key_Down)
    settle()
    place = page._sitting.place
    made = save(place)
    page._sitting.changed.emit(Changed("consultation", (made.record.uid,)))
    settle()
    assert shown(page, "C5").endswith("：4")


def test_a_new_form_of_the_superior_names_what_is_lost(
    page: OwnFormsPage, settle: Settle, answers: Answers, tmp_path: Path
) -> None:
    press(KEY.Key_G, CTRL)
    settle()
    answers.next = [monthly(tmp_path / "新.xlsx", ("接待批次", "咨询人次"))]
    page.head.wanted.emit("replace")
    settle()
    (note,) = [text for text in texts(page) if "新表里找不到" in text]
    assert note.endswith(
        "新表里找不到，请重新对：咨询件数（C6 D6 E6 F6）、重复来访（C7 D7 E7 F7）、来电（C8 D8 E8 F8）。"
    )
    assert cells(page)["C6"] == ("consult.people", "now")


def test_renaming_and_deleting(page: OwnFormsPage, settle: Settle, answers: Answers) -> None:
    answers.next = ["季报", True]
    page.head.wanted.emit("rename")
    settle()
    assert page.head.which.currentText() == "季报"
    page.head.wanted.emit("drop")
    settle()
    assert own_forms.forms(page._sitting.place) == []
    assert page.empty.first.hasFocus()


def test_the_list_leads_to_the_cell_on_another_sheet(page: OwnFormsPage, settle: Settle) -> None:
    place, form, book = page._sitting.place, page._form, page._book
    assert form is not None
    assert book is not None
    page._changed(own_forms.put(place, form, book, MappedCell("填表说明", "C4", "consult.people", "now")))
    settle()
    page.panel.list.setFocus()
    press(KEY.Key_Return)
    assert page.tabs.currentIndex() == 1
    assert page.grid.place() == own_forms.place_of("C4")


def test_a_click_shows_what_the_cell_may_say(page: OwnFormsPage, qtbot: QtBot) -> None:
    index = page.grid.form.index(*own_forms.place_of("E6"))
    QTest.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=page.grid.visualRect(index).center())
    assert page.panel.cell.text() == "E6"
    assert page.panel.line.placeholderText() == "回车：咨询件数"
    assert page.panel.value == "last_year"


def test_the_model_holds_to_the_rules(page: OwnFormsPage, qtmodeltester: ModelTester) -> None:
    check_model(qtmodeltester, page.grid.form)


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("咨询人次", "咨询人次"),
        ("zxjs", "咨询件数"),
        ("consult.matters", "咨询件数"),
        ("tbdw", "填报单位"),
        ("件数", "咨询件数"),
    ],
)
def test_figures_are_found(typed: str, label: str) -> None:
    assert matching(typed)[0].label == label


def test_the_desk_has_the_page() -> None:
    assert "own_forms" in LEGAL_AID.pages
    assert PAGES["own_forms"].label == "上级报表"
