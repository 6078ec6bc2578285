"""The recovery code, shown once: copied, saved, not closed over by mistake."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.ui.sign_in import SignIn
from tests.ui.at_the_desk import Answers
from tests.ui.sign_in.hand import Open, Settle


@pytest.fixture
def with_code(qtbot: QtBot, open_page: Open, tmp_path: Path, settle: Settle, places: list[Workplace]) -> SignIn:
    """The page that shows the recovery code of an office just founded."""
    page = open_page(tmp_path / "data")
    page.first.name.setText("营田司法所")
    page.first.staff.setText("袁知秋")
    page.first.password.setText("secret 9")
    page.first.again.setText("secret 9")
    page.first.submit()
    settle()
    assert page.stack.currentWidget() is page.recovery
    assert page.place is not None
    places.append(page.place)
    return page


def test_the_code_can_be_copied(qtbot: QtBot, with_code: SignIn) -> None:
    QTest.mouseClick(with_code.recovery.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == with_code.recovery.code.text()
    assert with_code.recovery.done.isVisible()


def test_the_code_can_be_saved(qtbot: QtBot, with_code: SignIn, answers: Answers, tmp_path: Path) -> None:
    answers.next = [None, tmp_path / "code.txt", tmp_path / "nowhere" / "code.txt"]
    for _ in range(2):
        QTest.mouseClick(with_code.recovery.save, Qt.MouseButton.LeftButton)
    assert with_code.recovery.code.text() in (tmp_path / "code.txt").read_text(encoding="utf-8-sig")
    QTest.mouseClick(with_code.recovery.save, Qt.MouseButton.LeftButton)
    assert with_code.recovery.done.text().startswith("没有存成")


def test_the_window_is_not_closed_over_the_code_by_mistake(with_code: SignIn, answers: Answers) -> None:
    answers.next = [False, True]
    assert not with_code.close()
    assert with_code.recovery.code.isVisible()
    assert with_code.close()
    assert "恢复码" in answers.asked[0][0]
