"""The draft of the year's report from the report desk: saved as three files, looked at, refused for a year to come."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from quyuan_desktop.domain import periods
from quyuan_desktop.ui.paper_view import PaperView
from quyuan_desktop.ui.report_desk import ReportDesk
from quyuan_desktop.ui.sitting import Sitting
from tests.offices import save
from tests.pages import press, show
from tests.ui.at_the_desk import Answers

Settle = Callable[[], None]


@pytest.fixture
def page(qtbot: QtBot, sitting: Sitting, settle: Settle) -> ReportDesk:
    save(sitting.place)
    made = ReportDesk(sitting)
    show(qtbot, made, settle)
    return made


def test_the_report_is_saved_and_shown(
    page: ReportDesk, settle: Settle, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    answers.next = [tmp_path / "报告.docx"]
    page.head.copy.open()
    menu = page.head.copy.menu
    for _ in menu.actions():
        press(Qt.Key.Key_Down)
        if (chosen := menu.activeAction()) is not None and chosen.text().startswith("年度报告"):
            break
    press(Qt.Key.Key_Return)
    page.window().activateWindow()  # as the window system does when a menu closes
    settle()
    assert answers.asked == [("年度报告初稿存到", "2023年度报告初稿.docx")]
    assert sorted(path.name for path in tmp_path.glob("*.*")) == ["figures.json", "报告.docx", "报告.pdf"]
    assert json.loads((tmp_path / "figures.json").read_text("utf-8"))["period"] == "2023"
    view = page.findChild(PaperView)
    assert isinstance(view, PaperView)
    press(Qt.Key.Key_Escape)
    settle()
    assert QApplication.focusWidget() is page.table.figures


def test_a_year_to_come_is_told(page: ReportDesk, settle: Settle, answers: Answers, tmp_path: Path) -> None:
    page.show_period(periods.year(2031))
    settle()
    told: list[Exception] = []
    page._sitting.tasks.troubled.connect(told.append)
    answers.next = [tmp_path / "报告.docx"]
    page.do("year")
    settle()
    assert [str(each) for each in told] == ["2031年还没有到，没有数据可以写年度报告。请核对年份。"]
    assert not list(tmp_path.glob("*.pdf"))


def test_nobody_is_made_to_save_it(page: ReportDesk, settle: Settle, answers: Answers) -> None:
    answers.next = [None]
    page.do("year")
    settle()
    assert page.findChild(PaperView) is None
