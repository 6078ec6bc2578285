"""Signing in by keys: the first start, the recovery code, wrong and forgotten passwords, and what goes wrong."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from quyuan_desktop.bundle import ROOT
from quyuan_desktop.domain.office import Level, Role, Staff
from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.backups import backup_now
from quyuan_desktop.services.list_records import Choice, count_records
from quyuan_desktop.services.open_office import SHORTEST_PASSWORD, sign_in
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import keys
from quyuan_desktop.ui.dialogs.first_start import BUREAU, OFFICES, bureau_of, office_of, short_of, town_of
from quyuan_desktop.ui.sign_in import SignIn
from quyuan_desktop.ui.tasks import Tasks
from tests.offices import Clock, fresh, recovery_code, save
from tests.ui.at_the_desk import Answers, focus

HEAD, CLERK = "head-secret", "clerk-secret"
Key = Qt.Key
FIRST_PAINT = """
import pathlib, sys
from datetime import datetime, UTC
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.sign_in import SignIn
from quyuan_desktop.ui.tasks import Tasks

app = QApplication(["", *theme.ARGUMENTS])
theme.apply(app, styled=True)
tasks = Tasks()
page = SignIn(pathlib.Path({folder!r}), lambda: datetime.now(UTC), tasks)
told = []

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and not told:
            ours = [name for name in sys.modules if name.startswith("quyuan_desktop") and "first_start" not in name]
            enumerations = [name for name in ours if hasattr(sys.modules[name], "Qt")]
            told.append("painted:" + ",".join(enumerations + ["sqlalchemy"] * ("sqlalchemy" in sys.modules)))
        return False

watch = Watch()
page.card.installEventFilter(watch)

def look():
    if told and tasks.idle and "sqlalchemy" in sys.modules:
        told.append("warmed:True")
        app.quit()

timer = QTimer(interval=10)
timer.timeout.connect(look)
timer.start()
page.show()
app.exec()
tasks.close()
pathlib.Path({told!r}).write_text(" ".join(told))
"""
Open = Callable[..., SignIn]
Settle = Callable[[], None]


class Printed(list[str]):
    """Stands in for the printer's dialog: keeps what would be printed."""

    def __call__(self, window: QWidget, page: str) -> bool:
        self.append(page)
        return True


@pytest.fixture
def printed() -> Printed:
    return Printed()


@pytest.fixture
def places(settle: Settle) -> Any:
    """The places of work that were opened; let go of at the end."""
    opened: list[Workplace] = []
    yield opened
    settle()  # a ledger is never closed under the worker's hands
    for place in opened:
        place.ledger.close()


@pytest.fixture
def open_page(
    qtbot: QtBot, tasks: Tasks, answers: Answers, clock: Clock, printed: Printed, places: list[Workplace]
) -> Open:
    """Shows the sign-in page of a folder."""

    def opener(folder: Path) -> SignIn:
        page = SignIn(folder, clock, tasks, ask=answers, print_page=printed)
        page.opened.connect(places.append)
        qtbot.addWidget(page, before_close_func=lambda each: setattr(each, "_let_in_done", True))
        page.show()
        qtbot.waitUntil(lambda: page.isActiveWindow() and QApplication.focusWidget() is not None)
        return page

    return opener


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """The folder of an office where two people may sign in."""
    place = fresh(tmp_path / "data")
    key, head = place.ledger.key, place.staff
    place.ledger.close()
    keys.keep(place.folder, key, head, HEAD, quick=True)
    keys.keep(place.folder, key, Staff("c" * 32, "万和平", Role.CLERK), CLERK, quick=True)
    return place.folder


def press(*keys_: Qt.Key) -> None:
    """Press keys wherever the focus is."""
    for key in keys_:
        QTest.keyClick(focus(), key)


def write(text: str) -> None:
    """Type wherever the focus is; what no key has arrives as from an input method."""
    target = QApplication.focusWidget()
    assert target is not None
    if text.isascii():
        QTest.keyClicks(target, text)
    else:
        target.insert(text)  # type: ignore[attr-defined]  # a line edit


# -- the first start


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


# -- the recovery code


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


# -- the usual start


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


# -- a forgotten password


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


# -- what goes wrong in the world


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b'{"format": 1, "entries": [{"uid": 7}]}', b"[]"])
def test_a_damaged_key_file_is_told_not_raised(open_page: Open, office: Path, content: bytes) -> None:
    (office / keys.FILE).write_bytes(content)
    page = open_page(office)
    assert "keys.json" in page.usual.entry.slip.text()


def test_a_missing_database_is_told(
    open_page: Open, office: Path, settle: Settle, places: list[Workplace]
) -> None:
    (office / "office.db").unlink()
    page = open_page(office)
    page.password.setText(HEAD)
    page.sign_in()
    settle()
    assert "office.db" in page.usual.entry.slip.text()
    assert places == []


# -- going back to a backup before signing in


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


def test_a_second_window_is_told_about_the_first(
    open_page: Open, office: Path, settle: Settle, places: list[Workplace]
) -> None:
    for _ in range(2):
        page = open_page(office)
        page.password.setText(HEAD)
        page.sign_in()
        settle()
    assert len(places) == 1
    assert "另一个工作台窗口" in page.usual.entry.slip.text()


def test_hostile_names_are_shown_as_they_are(open_page: Open, tmp_path: Path) -> None:
    place = fresh(tmp_path / "data")
    for number, name in enumerate(("<b>张三</b>", "李\n四", "\u202e王五", "㛃" * 60)):
        keys.keep(place.folder, place.ledger.key, Staff(str(number), name, Role.CLERK), CLERK, quick=True)
    place.ledger.close()
    page = open_page(tmp_path / "data")
    assert page.usual.who.count() == 5
    assert page.usual.who.itemText(1) == "<b>张三</b>"
    assert page.card.width() < page.width()


def test_the_heavy_things_come_after_the_first_paint(tmp_path: Path) -> None:
    told = tmp_path / "told"
    script = FIRST_PAINT.format(folder=str(tmp_path / "data"), told=str(told))
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, timeout=60)
    assert told.read_text(encoding="ascii").split() == ["painted:", "warmed:True"]
