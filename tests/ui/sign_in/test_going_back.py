"""Going back to a backup before anybody has signed in."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.backups import backup_now
from quyuan_desktop.services.list_records import Choice, count_records
from quyuan_desktop.services.open_office import sign_in
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import keys
from tests.offices import Clock, save
from tests.ui.at_the_desk import Answers
from tests.ui.sign_in.hand import HEAD, Key, Open, Settle, press, write


@pytest.fixture
def backed_up(office: Path, clock: Clock, settle: Settle) -> Path:
    """The office with one record, a backup, and another record after it."""
    place = sign_in(office, HEAD, now=clock)
    save(place, visitor="甲", id_number="")
    backup_now(place, "手动")
    save(place, visitor="乙", id_number="")
    place.ledger.close()
    return office


def test_the_link_to_the_backups_shows_only_when_they_help(
    qtbot: QtBot, open_page: Open, office: Path, settle: Settle
) -> None:
    page = open_page(office)
    page.password.setText("wrong one")
    page.sign_in()
    settle()
    assert not page.usual.rescue_link.isVisible()


@pytest.mark.parametrize("damage", ["database", "no database", "keys"])
def test_a_ledger_that_does_not_open_goes_back_by_keys(
    qtbot: QtBot,
    open_page: Open,
    backed_up: Path,
    settle: Settle,
    answers: Answers,
    places: list[Workplace],
    damage: str,
) -> None:
    if damage == "database":
        (backed_up / "office.db").write_bytes(b"x" * 8192)
    elif damage == "no database":
        (backed_up / "office.db").unlink()
    else:
        (backed_up / keys.FILE).write_bytes(b"{}")
    page = open_page(backed_up)
    if damage != "keys":
        write(HEAD)
        press(Key.Key_Return)
        settle()
    assert page.usual.rescue_link.isVisible()
    page.usual.rescue_link.setFocus()
    press(Key.Key_Space)
    settle()
    assert page.rescue.list.hasFocus()
    press(Key.Key_Return)
    write("wrong one")
    answers.next = [True, True]
    press(Key.Key_Return)
    settle()
    assert page.rescue.entry.slip.isVisible()
    write(HEAD)
    press(Key.Key_Return)
    settle()
    assert page.stack.currentWidget() is page.usual
    assert page.usual.said.text() == "已还原到 2023-11-30 09:00，请登录。"
    page.password.setText(HEAD)
    page.sign_in()
    settle()
    assert count_records(places[0], CONSULTATION, Choice()) == 1


def test_thinking_better_of_it_changes_nothing(
    open_page: Open, backed_up: Path, settle: Settle, answers: Answers
) -> None:
    before = (backed_up / "office.db").read_bytes()
    page = open_page(backed_up)
    page.usual.rescue.emit()
    settle()
    page.rescue.submit()
    assert page.rescue.entry.slip.text().startswith("请输入密码")
    page.rescue.password.setText(HEAD)
    answers.next = [False]
    page.rescue.submit()
    settle()
    assert (backed_up / "office.db").read_bytes() == before
    page.rescue.back.click()
    assert page.stack.currentWidget() is page.usual


def test_no_backup_says_where_to_look(open_page: Open, office: Path, settle: Settle) -> None:
    page = open_page(office)
    page.usual.rescue.emit()
    settle()
    assert page.rescue.slip.text().startswith("这里没有备份")
    assert not page.rescue.go.isEnabled()
