"""Tables out of and into the list page by keys: export, printed list, template, import with its preview and undoing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.registers.places import VILLAGE
from quyuan_desktop.services.list_records import Choice, count_records
from quyuan_desktop.services.workbook_import import apply_import
from quyuan_desktop.ui.import_dialog import ImportDialog
from quyuan_desktop.ui.list_out import ListOut
from quyuan_desktop.ui.paper_view import PaperView
from quyuan_desktop.ui.register_page import RegisterPage
from quyuan_desktop.ui.sitting import Sitting
from tests.offices import save
from tests.pages import CTRL, SHIFT, check_model, press, show
from tests.register_pages import form_of
from tests.sheets import VILLAGE_HEADS, planned, quietly, village, workbook
from tests.ui.at_the_desk import Answers

Key = Qt.Key
Settle = Callable[[], None]


@pytest.fixture
def page(qtbot: QtBot, filled_sitting: Sitting, settle: Settle) -> RegisterPage:
    """The consultations of the office with records."""
    made = RegisterPage(filled_sitting, CONSULTATION)
    show(qtbot, made, settle)
    made.list.setFocus()
    return made


@pytest.fixture
def villages(qtbot: QtBot, sitting: Sitting, settle: Settle) -> RegisterPage:
    """The villages of an office without records."""
    made = RegisterPage(sitting, VILLAGE)
    show(qtbot, made, settle)
    made.empty.setFocus()
    return made


@pytest.fixture
def begin_import(
    qtbot: QtBot, villages: RegisterPage, answers: Answers, settle: Settle
) -> Callable[[Path], ImportDialog]:
    """Ctrl+Shift+I with that file, and what is shown then."""

    def begin(path: Path) -> ImportDialog:
        answers.next.append(path)
        villages.activateWindow()
        qtbot.waitUntil(villages.isActiveWindow)
        villages.head.tables.setFocus()
        press(Key.Key_I, CTRL | SHIFT)
        dialog = villages.files.importing
        assert dialog is not None
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.waitUntil(dialog.isActiveWindow)
        settle()
        return dialog

    return begin


def out_of(qtbot: QtBot, page: RegisterPage, key: Qt.Key) -> ListOut:
    page.head.tables.setFocus()
    press(key, CTRL | SHIFT)
    dialog = page.files.out
    assert dialog is not None
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


# -- out


def test_the_list_is_exported_by_keys(
    qtbot: QtBot, page: RegisterPage, answers: Answers, settle: Settle, tmp_path: Path
) -> None:
    said: list[str] = []
    page._sitting.said.connect(said.append)
    dialog = out_of(qtbot, page, Key.Key_E)
    assert dialog.shown.isChecked() and dialog.masked.isChecked()
    answers.next.append(tmp_path / "咨询")
    press(Key.Key_Return)
    settle()
    assert answers.asked[-1] == ("导出 Excel", "营田司法所-咨询-2023-11-30.xlsx")
    rows = list(load_workbook(tmp_path / "咨询.xlsx").worksheets[0].iter_rows(values_only=True))
    shown = [label for _, label in page.list.shown_columns()]
    assert [*rows[2]] == ["序号", *shown] and len(rows) == 3 + 3
    assert said[-1] == "已导出 3 条到 咨询.xlsx。"


def test_all_fields_unmasked_when_the_person_says_so(
    qtbot: QtBot, page: RegisterPage, answers: Answers, settle: Settle, tmp_path: Path
) -> None:
    dialog = out_of(qtbot, page, Key.Key_E)
    dialog.whole.setFocus()
    press(Key.Key_Space)
    dialog.masked.setFocus()
    press(Key.Key_Space)
    assert "操作记录" in dialog.slip.text() and dialog.slip.isVisible()
    answers.next.append(tmp_path / "a.xlsx")
    dialog.go.setFocus()
    press(Key.Key_Return)
    settle()
    head = next(load_workbook(tmp_path / "a.xlsx").worksheets[0].iter_rows(min_row=3, values_only=True))
    assert "证件号码" in head and "编号" in head


def test_a_refused_place_is_told(
    qtbot: QtBot, page: RegisterPage, answers: Answers, settle: Settle, tmp_path: Path
) -> None:
    told: list[Exception] = []
    page._sitting.tasks.troubled.connect(told.append)
    out_of(qtbot, page, Key.Key_E)
    answers.next.append(tmp_path / "没插" / "a.xlsx")
    press(Key.Key_Return)
    settle()
    assert "找不到文件夹" in str(told[0])


def test_the_printed_list_is_looked_at_and_left(qtbot: QtBot, page: RegisterPage, settle: Settle) -> None:
    dialog = out_of(qtbot, page, Key.Key_P)
    assert dialog.whole.isChecked()
    press(Key.Key_Return)
    settle()
    view = page.findChild(PaperView)
    assert view is not None and view.isVisible()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    press(Key.Key_Escape)
    settle()
    assert page.list.isVisible()


def test_the_menu_has_it_all(page: RegisterPage) -> None:
    menu = page.files.menu()
    words = [action.text().partition("\t")[0] for action in menu.actions() if action.text()]
    assert words == ["导出 Excel…", "打印一览表…", "导入 Excel…", "下载模板…"]


def test_a_template_is_written(villages: RegisterPage, answers: Answers, settle: Settle, tmp_path: Path) -> None:
    answers.next.append(tmp_path / "模板.xlsx")
    villages.files.write_template()
    settle()
    assert load_workbook(tmp_path / "模板.xlsx").sheetnames[0] == "村（社区）"


# -- in


def test_a_table_is_looked_at_taken_in_and_taken_back(
    begin_import: Callable[[Path], ImportDialog], villages: RegisterPage, settle: Settle, tmp_path: Path
) -> None:
    path = workbook(tmp_path / "村.xlsx", [[*VILLAGE_HEADS, "邮编"], village("荷花村"), village("三洲村")])
    dialog = begin_import(path)
    place = villages._sitting.place
    assert dialog.heading.text() == "✓ 村.xlsx：核对无误，可以导入" and dialog.go.text() == "导入 2 行"
    assert "邮编" in dialog.note.text() and QApplication.focusWidget() is dialog.go
    assert count_records(place, VILLAGE, Choice()) == 0
    press(Key.Key_Return)
    settle()
    assert count_records(place, VILLAGE, Choice()) == 2 and "已导入：新增 2" in dialog.heading.text()
    assert villages.model.rowCount() == 2 and not dialog.go.isVisible()
    dialog.back.setFocus()
    press(Key.Key_Space)
    settle()
    assert count_records(place, VILLAGE, Choice()) == 0 and "已撤销" in dialog.heading.text()
    press(Key.Key_Escape)
    assert not dialog.isVisible()


def test_faults_stand_first_and_go_back_beside_the_rows(
    begin_import: Callable[[Path], ImportDialog],
    villages: RegisterPage,
    answers: Answers,
    settle: Settle,
    tmp_path: Path,
) -> None:
    rows = [VILLAGE_HEADS, village("荷花村"), village("三洲村", code="12")]
    dialog = begin_import(workbook(tmp_path / "村.xlsx", rows))
    model = dialog.model
    assert [model.index(at, 1).data() for at in range(2)] == ["✗ 有误", "＋ 新增"]
    assert model.index(0, 0).data() == "3" and "12位数字" in dialog.detail.text()
    assert not dialog.go.isVisible() and QApplication.focusWidget() is dialog.report
    answers.next.append(tmp_path / "问题.xlsx")
    press(Key.Key_Return)
    settle()
    assert answers.asked[-1][1].endswith("村-问题.xlsx")
    assert "12位数字" in str(load_workbook(tmp_path / "问题.xlsx").worksheets[0].cell(3, 9).value)
    assert count_records(villages._sitting.place, VILLAGE, Choice()) == 0
    answers.next.append(workbook(tmp_path / "改好.xlsx", [VILLAGE_HEADS, village("荷花村")]))
    dialog.other.setFocus()
    press(Key.Key_Space)
    settle()
    assert dialog.go.text() == "导入 1 行"
    dialog.close()


def test_a_file_that_is_no_table_is_told_in_the_dialog(
    begin_import: Callable[[Path], ImportDialog], tmp_path: Path
) -> None:
    (tmp_path / "村.xlsx").write_bytes(b"PK\x03\x04 damaged")
    dialog = begin_import(tmp_path / "村.xlsx")
    assert "已损坏" in dialog.slip.text() and QApplication.focusWidget() is dialog.leave
    dialog.close()


def test_closing_while_it_works_stops_the_work(
    qtbot: QtBot,
    begin_import: Callable[[Path], ImportDialog],
    villages: RegisterPage,
    settle: Settle,
    tmp_path: Path,
) -> None:
    rows = [VILLAGE_HEADS, *(village(f"村{at}") for at in range(25))]
    dialog = begin_import(workbook(tmp_path / "村.xlsx", rows))
    dialog.apply()
    dialog.close()
    assert dialog.isVisible()
    settle()
    assert dialog.heading.text() == "没有导入：已取消，账上没有变动"
    assert count_records(villages._sitting.place, VILLAGE, Choice()) == 0
    dialog.close()
    assert not dialog.isVisible()


def test_the_preview_is_a_sound_model(
    qtmodeltester: object, begin_import: Callable[[Path], ImportDialog], tmp_path: Path
) -> None:
    dialog = begin_import(workbook(tmp_path / "村.xlsx", [VILLAGE_HEADS, village("荷花村"), village("三洲村")]))
    check_model(qtmodeltester, dialog.model)  # type: ignore[arg-type]  # pytest-qt's
    dialog.close()


# -- villages while one types


def test_villages_of_the_chosen_town_drop_down(
    qtbot: QtBot, sitting: Sitting, settle: Settle, tmp_path: Path
) -> None:
    rows = [VILLAGE_HEADS, village("荷花村"), village("河泊潭村", "凤凰乡")]
    plan = planned(sitting.place, VILLAGE, workbook(tmp_path / "村.xlsx", rows))
    apply_import(sitting.place, plan, quietly)
    save(sitting.place, village="手写的村")
    page = RegisterPage(sitting, CONSULTATION)
    show(qtbot, page, settle)
    page.new_record()
    settle()
    line = form_of(page).body.editor_of("village").line  # type: ignore[union-attr]  # it is a line
    line.setFocus()
    press(Key.Key_Down)
    settle()
    assert line.list.texts() == ["荷花村"]
