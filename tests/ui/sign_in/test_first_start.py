"""The first start: an office or a bureau is founded, by keys alone."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from quyuan_desktop.domain.office import Level
from quyuan_desktop.domain.terms import Town
from quyuan_desktop.services.open_office import SHORTEST_PASSWORD
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import keys
from quyuan_desktop.ui.dialogs.first_start import BUREAU, OFFICES, bureau_of, office_of, short_of, town_of
from tests.ui.sign_in.hand import Key, Open, Printed, Settle, press, write


def test_first_start_by_keys_alone(
    qtbot: QtBot, open_page: Open, tmp_path: Path, places: list[Workplace], printed: Printed
) -> None:
    page = open_page(tmp_path / "new" / "folder")
    assert QApplication.focusWidget() is page.first.name
    write("营田司法所")
    press(Key.Key_Return)
    write("袁知秋")
    press(Key.Key_Return)
    assert QApplication.focusWidget() is page.first.town
    assert page.first.town.currentText() == "营田镇"
    press(Key.Key_Return)
    assert page.first.short.text() == "屈营司"
    press(Key.Key_Return)
    write("secret 9")
    press(Key.Key_Return)
    write("secret 9")
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.recovery, timeout=20_000)
    assert not page.recovery.go_on.isEnabled()
    press(Key.Key_Space)  # 打印 has the focus
    assert page.recovery.code.text() in printed[0]
    assert QApplication.focusWidget() is page.recovery.written_down
    press(Key.Key_Space, Key.Key_Tab, Key.Key_Space)
    assert [place.office.short for place in places] == ["屈营司"]
    assert places[0].staff.name == "袁知秋"
    assert places[0].office.town == Town.YINGTIAN.code
    assert keys.unlock_by_code(tmp_path / "new" / "folder", page.recovery.code.text()) == places[0].ledger.key


def test_the_first_start_of_a_bureau(
    qtbot: QtBot, open_page: Open, tmp_path: Path, places: list[Workplace], printed: Printed
) -> None:
    page = open_page(tmp_path / "bureau")
    page.first.levels[Level.OFFICE].setFocus()
    press(Key.Key_Right)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is page.first.name)
    assert not page.first.town.isVisible()
    assert (page.first.name.text(), page.first.short.text()) == (BUREAU, "屈司")
    press(Key.Key_Return)
    write("袁知秋")
    press(Key.Key_Return)
    assert QApplication.focusWidget() is page.first.short
    press(Key.Key_Return)
    write("secret 9")
    press(Key.Key_Return)
    write("secret 9")
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.recovery, timeout=20_000)
    press(Key.Key_Space, Key.Key_Space, Key.Key_Tab, Key.Key_Space)
    (place,) = places
    assert (place.office.level, place.office.code, place.office.name) == (Level.DISTRICT, "430671", BUREAU)


def test_who_turns_back_to_an_office_is_asked_for_its_name(qtbot: QtBot, open_page: Open, tmp_path: Path) -> None:
    first = open_page(tmp_path / "data").first
    first.levels[Level.DISTRICT].setChecked(True)
    first.levels[Level.OFFICE].setChecked(True)
    assert first.name.text() == ""
    assert first.town.isVisible()
    first.levels[Level.DISTRICT].setChecked(True)
    first.name.setText("某某区司法局")
    assert bureau_of("某某区司法局", "某司").code != bureau_of(BUREAU, "屈司").code
    first.name.clear()
    first.submit()
    assert "本局名称" in first.entries["name"].slip.text()
    assert not first.entries["town"].slip.isVisible()


@pytest.mark.parametrize(
    ("left_out", "sentence"),
    [
        ("name", "请填写本所名称"),
        ("staff", "请填写您的姓名"),
        ("short", "请填写编号字头"),
        ("password", "密码至少 6 位"),
        ("again", "两次输入的密码不一样"),
    ],
)
def test_what_is_missing_is_said_beside_the_field(
    qtbot: QtBot, open_page: Open, tmp_path: Path, left_out: str, sentence: str
) -> None:
    page = open_page(tmp_path / "data")
    first = page.first
    first.name.setText("河市司法所")
    first.staff.setText("袁知秋")
    first.password.setText("secret 9")
    first.again.setText("secret 9")
    first.short.setText("屈河")
    getattr(first, left_out).setText(" ")
    first.again.setFocus()
    press(Key.Key_Return)
    assert {name for name, entry in first.entries.items() if entry.slip.isVisible()} == {left_out}
    assert first.entries[left_out].slip.text().startswith(sentence)
    assert QApplication.focusWidget() is first.entries[left_out].edit
    assert not (tmp_path / "data").exists()


def test_an_empty_page_names_every_field_and_goes_to_the_first(
    qtbot: QtBot, open_page: Open, tmp_path: Path
) -> None:
    page = open_page(tmp_path / "data")
    page.first.start.setFocus()
    press(Key.Key_Space)
    shown = {name for name, entry in page.first.entries.items() if entry.slip.isVisible()}
    assert shown == {"name", "town", "short", "staff", "password"}
    assert QApplication.focusWidget() is page.first.name


def test_the_rule_of_the_page_is_that_of_the_service() -> None:
    assert SHORTEST_PASSWORD == 6


def test_typing_part_of_a_name_offers_the_offices(qtbot: QtBot, open_page: Open, tmp_path: Path) -> None:
    page = open_page(tmp_path / "data")
    completer = page.first.name.completer()
    completer.setCompletionPrefix("司法")
    assert completer.completionCount() == len(OFFICES)
    completer.setCompletionPrefix("凤")
    assert completer.currentCompletion() == "凤凰司法所"


def test_a_head_of_ones_own_is_not_overwritten(open_page: Open, tmp_path: Path) -> None:
    page = open_page(tmp_path / "data")
    first = page.first
    first.name.setText("天问司法所")
    assert first.short.text() == "屈天司"
    first.short.setText("屈天问")
    first.name.setText("营田司法所")
    assert first.short.text() == "屈天问"


@pytest.mark.parametrize("name", OFFICES)
def test_each_office_of_the_district_has_its_town_and_head(name: str) -> None:
    assert town_of(name) is OFFICES[name]
    assert short_of(name) == f"屈{name[0]}司"
    assert office_of(name, OFFICES[name], short_of(name)).code == OFFICES[name].code


@pytest.mark.parametrize("name", ["", " ", "\ud800", "某司法所", "司法所" * 200, "<b>所</b>"])
def test_other_names_make_an_office_too(name: str) -> None:
    office = office_of(name, Town.ELSEWHERE, short_of(name))
    assert 0 < len(office.code) <= 24
    assert office.code.isascii()
    assert town_of(name) is None


def test_a_folder_that_cannot_be_made_is_told_beside_the_name(
    qtbot: QtBot, open_page: Open, tmp_path: Path, settle: Settle
) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="ascii")
    page = open_page(tmp_path / "file" / "data")
    first = page.first
    first.name.setText("营田司法所")
    first.staff.setText("袁知秋")
    first.password.setText("secret 9")
    first.again.setText("secret 9")
    first.submit()
    settle()
    assert page.stack.isEnabled()
    assert first.entries["name"].slip.isVisible()
