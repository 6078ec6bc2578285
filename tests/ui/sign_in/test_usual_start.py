"""The usual start: a name, a password and Enter."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from quyuan_desktop.services.workplace import Workplace
from tests.offices import fresh
from tests.ui.sign_in.hand import CLERK, HEAD, Key, Open, Settle, press, write


def test_a_name_a_password_and_enter(
    qtbot: QtBot, open_page: Open, office: Path, places: list[Workplace], settle: Settle
) -> None:
    page = open_page(office)
    assert QApplication.focusWidget() is page.password
    assert [page.usual.who.itemText(place) for place in range(page.usual.who.count())] == ["袁知秋", "万和平"]
    page.usual.who.setFocus()
    press(Key.Key_Down, Key.Key_Tab)
    write(CLERK)
    press(Key.Key_Return)
    settle()
    assert [place.staff.name for place in places] == ["万和平"]


def test_the_last_person_is_there_next_time(
    qtbot: QtBot, open_page: Open, office: Path, places: list[Workplace], settle: Settle
) -> None:
    page = open_page(office)
    page.usual.who.setCurrentText("万和平")
    page.password.setText(CLERK)
    page.sign_in()
    settle()
    places[0].ledger.close()
    page.close()
    again = open_page(office)
    assert again.usual.who.currentText() == "万和平"


def test_one_person_is_not_asked_who(open_page: Open, tmp_path: Path) -> None:
    fresh(tmp_path / "data").ledger.close()
    page = open_page(tmp_path / "data")
    assert not page.usual.who.isVisible()
    assert page.password.isVisible()


def test_a_wrong_password_is_said_beside_the_field(
    qtbot: QtBot, open_page: Open, office: Path, places: list[Workplace], settle: Settle
) -> None:
    page = open_page(office)
    write(CLERK)  # the other one's
    press(Key.Key_Return)
    settle()
    assert page.usual.entry.slip.text().startswith("密码不对")
    assert QApplication.focusWidget() is page.password
    write(HEAD)  # what was wrong is selected and typed over
    press(Key.Key_Return)
    settle()
    assert len(places) == 1
    assert not page.usual.entry.slip.isVisible()


def test_no_password_is_not_tried(qtbot: QtBot, open_page: Open, office: Path) -> None:
    page = open_page(office)
    press(Key.Key_Return)
    assert page.usual.entry.slip.text().startswith("请输入密码")
    assert page.stack.isEnabled()


def test_enter_twice_opens_once(
    qtbot: QtBot, open_page: Open, office: Path, places: list[Workplace], settle: Settle
) -> None:
    page = open_page(office)
    page.password.setText(HEAD)
    for _ in range(3):
        page.sign_in()
    assert not page.close()  # while it opens, the page stays
    settle()
    assert len(places) == 1


def test_while_it_works_it_says_so(qtbot: QtBot, open_page: Open, office: Path, settle: Settle) -> None:
    page = open_page(office)
    page.password.setText(HEAD)
    page.sign_in()
    assert page.doing.isVisible()
    assert page.bar.isVisible()
    assert not page.stack.isEnabled()
    settle()
    assert not page.bar.isVisible()
    assert page.stack.isEnabled()


@pytest.mark.parametrize(
    ("typed", "shift", "warned"),
    [
        ("A", False, True),
        ("a", False, False),
        ("A", True, False),
        ("a", True, True),
        ("1", False, False),
        ("É", False, False),
    ],
)
def test_caps_lock_shows_in_what_is_typed(
    open_page: Open, office: Path, typed: str, shift: bool, warned: bool
) -> None:
    page = open_page(office)
    held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(page.password, QKeyEvent(QEvent.Type.KeyPress, 0, held, typed))
    assert page.password.text() == typed
    assert page.usual.caps.isVisible() is warned
    QApplication.sendEvent(page.password, QKeyEvent(QEvent.Type.KeyPress, Key.Key_CapsLock, held, ""))
    assert not page.usual.caps.isVisible()
