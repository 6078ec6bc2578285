"""What is said at the bureau fits it: nobody there is a 所长, in no window and in no sentence of the program."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

import quyuan_desktop
from quyuan_desktop.domain.office import Level, Role, for_head_alone, title_of
from quyuan_desktop.domain.periods import month
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.services.closing import reopen
from quyuan_desktop.services.district_tables import lay_down
from quyuan_desktop.services.house_rules import keep_setting
from quyuan_desktop.services.number_templates import keep_template
from quyuan_desktop.services.open_office import add_login, change_office
from quyuan_desktop.services.pairing import enrol
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.tasks import Tasks
from quyuan_desktop.ui.window import MainWindow
from tests.exchanging import at_district
from tests.offices import OFFICE, PASSWORD
from tests.ui.at_the_desk import Answers

Settle = Callable[[], None]
HEAD = title_of(Role.HEAD, Level.OFFICE)
SAYS_IT = "domain/office.py"


@pytest.fixture
def bureau(tmp_path: Path, settle: Settle) -> Iterator[Workplace]:
    """A clerk at work in the bureau: to a clerk it is said what the head alone may do."""
    with at_district(tmp_path / "district") as place:
        yield replace(place, staff=replace(place.staff, role=Role.CLERK))
        settle()


def said(shown: QWidget) -> Iterator[str]:
    """All that a window says: what is read, what is told when one points at it, what is read aloud."""
    for each in (shown, *shown.findChildren(QWidget)):
        yield from (each.toolTip(), each.accessibleName(), each.windowTitle(), each.statusTip())
        if isinstance(each, QLabel | QAbstractButton | QLineEdit):
            yield each.text()
        if isinstance(each, QLineEdit | QPlainTextEdit | QTextEdit):
            yield each.placeholderText()
        if isinstance(each, QPlainTextEdit | QTextEdit):
            yield each.toPlainText()
        if isinstance(each, QComboBox):
            yield from (each.itemText(row) for row in range(each.count()))
    for action in shown.findChildren(QAction):
        yield from (action.text(), action.toolTip())


def test_no_window_of_the_bureau_speaks_of_the_head_of_an_office(
    qtbot: QtBot, bureau: Workplace, tasks: Tasks, answers: Answers, layout: QSettings, settle: Settle
) -> None:
    window = MainWindow(Sitting(bureau, tasks, answers, layout))
    qtbot.addWidget(window, before_close_func=lambda each: setattr(each, "_over", True))
    window.show()
    qtbot.waitUntil(lambda: window.today.view is not None, timeout=20_000)
    for tab in range(window.tabs.count()):
        window.tabs.setCurrentIndex(tab)
        settle()
    texts = list(said(window))
    for action in window.menu.actions()[:5]:
        action.trigger()
        settle()
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        texts += said(dialog)
        dialog.close()
    assert any("只有负责人可以" in each for each in texts)
    assert [each for each in texts if HEAD in each] == []


@pytest.mark.parametrize(
    "act",
    [
        lambda place: reopen(place, month("2023-11"), "改错了"),
        lambda place: lay_down(place, ["holidays"]),
        lambda place: keep_setting(place, "month.cut_off", 20),
        lambda place: keep_template(place, "consultation", "{字头}咨字〔{年份}〕{序号}号"),
        lambda place: add_login(place, "李白芷", Role.CLERK, PASSWORD),
        lambda place: change_office(place, replace(place.office, phone="0730-1234567")),
        lambda place: enrol(place, OFFICE.code, OFFICE.name),
    ],
    ids=["reopen", "lay down", "setting", "template", "login", "office", "enrol"],
)
def test_what_the_head_alone_may_do_is_said_in_words_of_the_bureau(
    bureau: Workplace, act: Callable[[Workplace], object]
) -> None:
    with pytest.raises(Trouble, match="^只有负责人可以.+，请负责人登录后操作。$"):
        act(bureau)


def test_the_sentence_names_the_head_as_the_place_does() -> None:
    assert for_head_alone("还原", Level.OFFICE) == "只有所长可以还原，请所长登录后操作。"
    assert for_head_alone("还原", Level.DISTRICT) == "只有负责人可以还原，请负责人登录后操作。"


def test_no_other_sentence_of_the_program_names_the_head_of_an_office() -> None:
    """Papers, errors and the command line too, whoever reads them: the title comes from the role alone."""
    top = Path(quyuan_desktop.__file__).parent
    found = [
        f"{path.relative_to(top)}:{node.lineno} {node.value}"
        for path in top.rglob("*.py")
        if path.relative_to(top).as_posix() != SAYS_IT
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and HEAD in node.value
    ]
    assert found == []
