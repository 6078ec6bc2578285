"""How records stand towards the district, where the clerk sees it: list, filter, pane, 今日, and the way from 上报区局."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from quyuan_desktop.domain.office import Level
from quyuan_desktop.domain.standing import Standing
from quyuan_desktop.registers.legal_aid import LEGAL_AID
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services import export_package
from quyuan_desktop.services.list_records import Choice
from quyuan_desktop.services.merge_package import merge
from quyuan_desktop.services.receipts import acknowledge, receive, return_record
from quyuan_desktop.services.workbook_export import Extract, export_list
from quyuan_desktop.services.workplace import Changed, Workplace
from quyuan_desktop.ui.columns import STANDING, columns_of
from quyuan_desktop.ui.register_page import RegisterPage
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.tasks import Tasks
from quyuan_desktop.ui.window import MainWindow
from quyuan_desktop.ui.window_pages import DISPATCH, pages_for
from tests.exchanging import Pair, both, exported
from tests.offices import save
from tests.pages import show
from tests.ui.at_the_desk import Answers, focus

Settle = Callable[[], None]


@pytest.fixture
def ends(tmp_path: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pair]:
    """One record came back, one was received, one has not gone."""
    monkeypatch.setattr(
        export_package, "month_snapshot", lambda place, period: {"period": period.code, "figures": []}
    )
    with both(tmp_path) as pair:
        back = save(pair.office, visitor="欧阳𬱖").record.uid
        save(pair.office, visitor="张㛃")
        exported(pair.office, pair.stick)
        merge(pair.district, [pair.stick])
        return_record(pair.district, CONSULTATION, back, "缺少联系电话")
        acknowledge(pair.district, pair.stick)
        receive(pair.office, pair.stick)
        save(pair.office, visitor="李某")
        yield pair
        settle()


@pytest.fixture
def sitting(ends: Pair, tasks: Tasks, answers: Answers, layout: QSettings) -> Sitting:
    return Sitting(ends.office, tasks, answers, layout)


@pytest.fixture
def page(qtbot: QtBot, sitting: Sitting, settle: Settle) -> RegisterPage:
    made = RegisterPage(sitting, CONSULTATION)
    show(qtbot, made, settle)
    return made


def stands(page: RegisterPage) -> list[str]:
    at = [column.key for column in page.model.columns].index(STANDING)
    return sorted(str(page.model.index(row, at).data()) for row in range(page.model.rowCount()))


def test_the_list_says_how_each_record_stands(page: RegisterPage) -> None:
    assert stands(page) == ["已收", "未报", "退回"]
    page.list.grab()
    tones = {tone for row in range(3) for _, tone in page.list.look(row).tones}
    assert tones == {"red", "grey"}


def test_the_filter_by_keys(page: RegisterPage, settle: Settle) -> None:
    page.filter.standing.setFocus()
    QTest.keyClick(page.filter.standing, Qt.Key.Key_Home)
    for _ in range(4):
        QTest.keyClick(page.filter.standing, Qt.Key.Key_Down)
    settle()
    assert page.filter.standing.currentText() == "退回"
    assert stands(page) == ["退回"]
    assert page.filter.told().endswith("，退回")
    assert page.filter.narrowed
    page.filter.clear()
    settle()
    assert len(stands(page)) == 3


def test_the_pane_says_why_it_came_back_and_what_to_do(page: RegisterPage, settle: Settle) -> None:
    page.filter.show_standing(Standing.RETURNED)
    settle()
    settle()
    assert "缺少联系电话" in page.detail.standing.text()
    assert "F2" in page.detail.standing.text()
    assert page.detail.standing.property("tone") == "red"
    page.filter.show_standing(Standing.UNSENT)
    settle()
    settle()
    assert page.detail.standing.text() == "○ 未报"


def test_a_receipt_is_seen_in_an_open_list(
    page: RegisterPage, sitting: Sitting, ends: Pair, settle: Settle
) -> None:
    sitting.tasks.run(
        lambda: exported(ends.office, ends.stick), done=lambda _: sitting.changed.emit(Changed("", ()))
    )
    settle()
    settle()
    assert stands(page) == ["已报", "已收", "退回"]


def test_the_workbook_has_the_column(ends: Pair, tmp_path: Path) -> None:
    extract = Extract(Choice(), (("visitor", "姓名"), (STANDING, "上报")))
    path = tmp_path / "list.xlsx"
    assert export_list(ends.office, CONSULTATION, extract, path, lambda *_: None) == 3
    rows = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
    said = {row[1]: row[2] for row in rows if len(row) > 2}
    assert (said["欧阳𬱖"], said["张㛃"], said["李某"]) == ("退回", "已收", "未报")


def test_the_bureau_has_neither_column_nor_page() -> None:
    assert STANDING not in [column.key for column in columns_of(CONSULTATION, Level.DISTRICT)]
    assert DISPATCH not in pages_for(Level.DISTRICT)
    assert DISPATCH in pages_for(Level.OFFICE)


def test_the_bureaus_list_has_no_filter_for_it(
    qtbot: QtBot, ends: Pair, tasks: Tasks, answers: Answers, layout: QSettings, settle: Settle
) -> None:
    bureau: Workplace = replace(ends.district, office=replace(ends.district.office, level=Level.DISTRICT))
    made = RegisterPage(Sitting(bureau, tasks, answers, layout), CONSULTATION)
    show(qtbot, made, settle)
    assert not made.filter.standing.isVisible()
    assert "未报" not in made.detail.standing.text()


def test_today_leads_to_the_record_and_to_the_page(qtbot: QtBot, sitting: Sitting, settle: Settle) -> None:
    window = MainWindow(sitting, (LEGAL_AID,))
    qtbot.addWidget(window, before_close_func=lambda each: setattr(each, "_over", True))
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(lambda: window.today.view is not None, timeout=20_000)
    card = next(each for each in window.today.cards() if each.code == "dispatch")
    assert [line.title for line in card.list.lines()] == ["区局退回 · 咨询 · 欧阳𬱖", "1 条记录还没有上报"]
    card.list.setFocus()
    QTest.keyClick(focus(), Qt.Key.Key_Down)
    QTest.keyClick(focus(), Qt.Key.Key_Return)
    settle()
    assert window.stack.currentWidget() is window.page(DISPATCH)
    page = window.page(DISPATCH)
    page.waiting.setFocus()
    QTest.keyClick(focus(), Qt.Key.Key_Return)
    settle()
    settle()
    shown = window.desk_page(window.desk).register_page
    assert window.stack.currentWidget() is window.desk_page(window.desk)
    assert stands(shown) == ["未报"]
    window.tabs.setCurrentIndex(0)
    settle()
    card = next(each for each in window.today.cards() if each.code == "dispatch")
    card.list.setFocus()
    QTest.keyClick(focus(), Qt.Key.Key_Home)
    QTest.keyClick(focus(), Qt.Key.Key_Return)
    settle()
    settle()
    assert shown.detail.uid
    assert "缺少联系电话" in shown.detail.standing.text()
