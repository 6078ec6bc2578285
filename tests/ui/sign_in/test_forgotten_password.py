"""A forgotten password: the recovery code gives a new one."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import keys
from tests.offices import recovery_code
from tests.ui.sign_in.hand import Key, Open, Settle, press, write


def test_a_forgotten_password_by_keys(
    qtbot: QtBot, open_page: Open, office: Path, places: list[Workplace], settle: Settle
) -> None:
    page = open_page(office)
    page.usual.forgot_link.setFocus()
    press(Key.Key_Space)
    assert QApplication.focusWidget() is page.forgotten.code
    write(recovery_code().replace("-", " ").lower())
    press(Key.Key_Return)
    write("new secret")
    press(Key.Key_Return)
    write("new secret")
    press(Key.Key_Return)
    settle()
    assert [place.staff.name for place in places] == ["袁知秋"]
    assert keys.unlock(office, "new secret")[1].name == "袁知秋"


@pytest.mark.parametrize("code", ["AAAAA-AAAAA-AAAAA-AAAAA-AAAAA", "' OR 1=1--", "\x00", "恢复码"])
def test_a_wrong_recovery_code_changes_nothing(
    qtbot: QtBot, open_page: Open, office: Path, code: str, settle: Settle
) -> None:
    before = (office / keys.FILE).read_bytes()
    page = open_page(office)
    page.usual.forgot_link.click()
    page.forgotten.code.setText(code)
    page.forgotten.password.setText("new secret")
    page.forgotten.again.setText("new secret")
    page.forgotten.submit()
    settle()
    assert page.forgotten.entries["code"].slip.text().startswith("恢复码不对")
    assert (office / keys.FILE).read_bytes() == before


def test_slips_in_the_new_password(open_page: Open, office: Path) -> None:
    page = open_page(office)
    page.usual.forgot_link.click()
    page.forgotten.submit()
    shown = {name for name, entry in page.forgotten.entries.items() if entry.slip.isVisible()}
    assert shown == {"code", "password"}
    page.forgotten.code.setText("A")
    page.forgotten.password.setText("new secret")
    page.forgotten.again.setText("new secrets")
    page.forgotten.submit()
    assert page.forgotten.entries["again"].slip.text().startswith("两次输入的密码不一样")
    page.forgotten.back.click()
    assert page.stack.currentWidget() is page.usual
