"""The list of the register page: filters, nothing to show, selecting and copying, columns."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from quyuan_desktop.registers.base import State
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.registers.legal_aid.terms import Channel
from quyuan_desktop.services import list_records
from quyuan_desktop.services.list_records import ListRow
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.filter_bar import ALL, CUSTOM, LAST_MONTH, QUARTER, THIS_MONTH, YEAR, days_of
from quyuan_desktop.ui.register_page import RegisterPage
from quyuan_desktop.ui.sitting import Sitting
from tests.offices import TODAY, resident, save
from tests.pages import CTRL, SHIFT, press, show, texts, type_in
from tests.register_pages import form_of, names, rows

Settle = Callable[[], None]


@pytest.fixture
def page(qtbot: QtBot, filled_sitting: Sitting, settle: Settle) -> RegisterPage:
    """The page over the office with records, shown."""
    made = RegisterPage(filled_sitting, CONSULTATION)
    show(qtbot, made, settle)
    return made


@pytest.fixture
def empty_page(qtbot: QtBot, sitting: Sitting, settle: Settle) -> RegisterPage:
    """The page over an office without records, shown."""
    made = RegisterPage(sitting, CONSULTATION)
    show(qtbot, made, settle)
    return made


def choose(page: RegisterPage, code: str) -> None:
    page.filter.period.setCurrentIndex(page.filter.period.findData(code))
    page.filter.period.activated.emit(page.filter.period.currentIndex())


# -- filters


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        (THIS_MONTH, date(2024, 2, 1), date(2024, 2, 29)),
        (LAST_MONTH, date(2024, 1, 1), date(2024, 1, 31)),
        (QUARTER, date(2024, 1, 1), date(2024, 3, 31)),
        (YEAR, date(2024, 1, 1), date(2024, 12, 31)),
        (ALL, None, None),
    ],
)
def test_periods_as_seen_on_a_leap_day(period: str, first: date | None, last: date | None) -> None:
    assert days_of(period, date(2024, 2, 29)) == (first, last)


def test_last_month_of_january_is_december() -> None:
    assert days_of(LAST_MONTH, date(2024, 1, 5)) == (date(2023, 12, 1), date(2023, 12, 31))
    assert days_of(QUARTER, date(2024, 12, 31)) == (date(2024, 10, 1), date(2024, 12, 31))


def test_the_chosen_period_is_remembered(
    qtbot: QtBot, page: RegisterPage, settle: Settle, layout: QSettings
) -> None:
    choose(page, YEAR)
    settle()
    layout.sync()
    other = RegisterPage(page._sitting, CONSULTATION)
    show(qtbot, other, settle)
    assert other.filter.period.currentData() == YEAR
    assert other.filter.choice().first == date(2023, 1, 1)


def test_a_kind_and_words_narrow_the_list(qtbot: QtBot, page: RegisterPage, settle: Settle) -> None:
    save(page._sitting.place, visitor="龚长庚", channel=Channel.CALL, id_number=resident(6))
    page.reload()
    settle()
    combo = page.filter._combos["channel"]
    combo.setFocus()
    combo.setCurrentIndex(combo.findText("来电"))
    combo.activated.emit(combo.currentIndex())
    settle()
    assert names(page) == ["龚长庚"]
    combo.setCurrentIndex(0)
    combo.activated.emit(0)
    settle()
    assert len(names(page)) == 4
    page.filter.words.setFocus()
    type_in("gcg")
    press(Qt.Key.Key_Return)
    settle()
    assert names(page) == ["龚长庚"]


def test_words_take_effect_by_themselves_after_a_pause(qtbot: QtBot, page: RegisterPage, settle: Settle) -> None:
    page.filter.words.setFocus()
    with qtbot.waitSignal(page.filter.changed) as told:
        type_in("zzz")
    assert told.args == [page.filter.choice()]
    settle()
    assert names(page) == []


@pytest.mark.parametrize("words", ["' OR 1=1--", "%", "_", '"', "*", "NEAR(", "\\", "a" * 5000, "\x00", "𬱖"])
def test_odd_words_find_what_they_say_or_nothing(page: RegisterPage, settle: Settle, words: str) -> None:
    page.filter.words.setText(words)
    page.filter.words.returnPressed.emit()
    settle()
    assert len(names(page)) < 3


def test_void_ones_are_listed_on_request(page: RegisterPage, settle: Settle) -> None:
    assert all(row.state is State.LIVE for row in rows(page))
    page.filter.void.click()
    settle()
    assert [row.state for row in rows(page)].count(State.VOID) == 1
    page.list.grab()


def test_days_of_ones_own_are_read_as_typed(page: RegisterPage, settle: Settle) -> None:
    choose(page, CUSTOM)
    page.filter.first.setText("2023.11.27")
    page.filter.last.setText("今天")
    page.filter.last.editingFinished.emit()
    settle()
    assert (page.filter.choice().first, page.filter.choice().last) == (date(2023, 11, 27), TODAY)
    assert len(names(page)) == 3


def test_a_day_that_is_none_is_pointed_out(page: RegisterPage, settle: Settle) -> None:
    told: list[str] = []
    page._sitting.said.connect(told.append)
    choose(page, CUSTOM)
    page.filter.first.setText("2023-02-30")
    page.filter.first.editingFinished.emit()
    settle()
    assert "2023-02-30" in told[-1]
    assert page.filter.first.property("tone") == "red"
    page.filter.first.setText("2023-02-28")
    page.filter.first.editingFinished.emit()
    assert page.filter.first.property("tone") == ""


# -- nothing to show


def test_an_empty_register_says_what_belongs_here_and_offers_the_first_step(
    empty_page: RegisterPage, settle: Settle
) -> None:
    assert empty_page.empty.isVisible()
    assert "本月还没有咨询记录" in texts(empty_page)
    choose(empty_page, ALL)
    settle()
    assert "还没有咨询记录" in texts(empty_page)
    assert not empty_page.empty.wider.isVisible()
    empty_page.empty.first.setFocus()
    press(Qt.Key.Key_Space)
    settle()
    assert form_of(empty_page).isVisible()


def test_when_the_filter_leaves_nothing_it_can_be_cleared(page: RegisterPage, settle: Settle) -> None:
    page.filter.words.setText("没有此人")
    page.filter.words.returnPressed.emit()
    settle()
    assert page.empty.isVisible()
    assert page.detail.uid == ""
    assert not page.detail.isVisible()
    assert page.empty.wider.text() == "清除筛选"
    page.empty.wider.click()
    settle()
    assert len(names(page)) == 3
    assert page.list.isVisible()
    assert page.detail.uid == rows(page)[0].uid
    assert page.detail.isVisible()


# -- selecting and copying


def test_a_selection_is_counted_and_summed(page: RegisterPage, settle: Settle) -> None:
    told: list[str] = []
    page.summed.connect(told.append)
    page.list.setFocus()
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_Down, SHIFT)
    settle()
    assert told[-1].startswith("选中 3 行")
    press(Qt.Key.Key_Home)
    settle()
    assert told[-1] == ""


def test_a_sum_leaves_void_ones_out_and_is_never_guessed(
    monkeypatch: pytest.MonkeyPatch, page: RegisterPage, settle: Settle
) -> None:
    told: list[str] = []
    page.summed.connect(told.append)
    counted: list[dict[str, Any]] = [{"headcount": 3}, {"headcount": 2}, {"headcount": 50}]
    states = [State.LIVE, State.LIVE, State.VOID]
    invented = [ListRow(f"{at}", "号", TODAY, states[at], counted[at]) for at in range(3)]
    monkeypatch.setattr(list_records, "count_records", lambda *given: 3)
    monkeypatch.setattr(list_records, "page_of_records", lambda *given, **named: invented)
    monkeypatch.setattr(page.detail, "show_record", lambda uid: None)
    page.model.reload()
    settle()
    page.list.selectAll()
    settle()
    assert told[-1] == "选中 3 行　合计 5 人次"
    counted[1].clear()
    page.list.clearSelection()
    page.list.selectAll()
    settle()
    assert told[-1] == "选中 3 行"


def test_copying_gives_a_table_without_formulas(page: RegisterPage, settle: Settle) -> None:
    save(page._sitting.place, visitor="=1+1", title="@SUM(A1)", id_number=resident(6))
    page.reload()
    settle()
    page.list.setFocus()
    page.list.selectAll()
    press(Qt.Key.Key_C, CTRL)
    settle()
    mime = QGuiApplication.clipboard().mimeData()
    lines = [line.split("\t") for line in mime.text().splitlines()]
    assert len(lines) == 5
    assert len({len(line) for line in lines}) == 1
    assert lines[0][:3] == ["编号", "日期 ↓"[:2], "姓名"]
    assert lines[1][0].startswith("屈营司咨字〔2023〕")
    cells = [cell for line in lines for cell in line]
    assert "'=1+1" in cells
    assert "'@SUM(A1)" in cells
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    assert mime.hasHtml()
    assert mime.html().count("<tr>") == 5


def test_copying_follows_the_columns_one_sees(page: RegisterPage, settle: Settle) -> None:
    menu = page.list.column_menu()
    next(action for action in menu.actions() if action.text() == "事项").trigger()
    page.list.setFocus()
    press(Qt.Key.Key_C, CTRL)
    settle()
    head = QGuiApplication.clipboard().text().splitlines()[0].split("\t")
    assert "事项" not in head
    assert "姓名" in head


def test_the_keys_of_copying_say_when_nothing_is_selected(page: RegisterPage, settle: Settle) -> None:
    told: list[str] = []
    page._sitting.said.connect(told.append)
    page.list.setFocus()
    page.list.clearSelection()
    press(Qt.Key.Key_C, CTRL)
    assert "没有选中" in told[-1]


# -- columns


def column_names(page: RegisterPage) -> list[str]:
    return [page.model.columns[at].label for at in page.list._columns.shown()]


def test_chosen_columns_and_widths_are_remembered(qtbot: QtBot, page: RegisterPage, settle: Settle) -> None:
    menu = page.list.column_menu()
    next(action for action in menu.actions() if action.text() == "性别").trigger()
    header = page.list.horizontalHeader()
    header.resizeSection(2, 222)
    header.moveSection(header.visualIndex(2), 1)
    other = RegisterPage(page._sitting, CONSULTATION)
    show(qtbot, other, settle)
    assert "性别" not in column_names(other)
    assert column_names(other)[:3] == ["编号", "姓名", "日期"]
    assert other.list.horizontalHeader().sectionSize(2) == 222
    other.list._columns.reset()
    assert column_names(other)[:3] == ["编号", "日期", "姓名"]


def test_columns_grow_with_the_type_and_come_back(page: RegisterPage, qapp: QApplication) -> None:
    header = page.list.horizontalHeader()
    before = [header.sectionSize(at) for at in range(3)]
    header.resizeSection(0, before[0] + 40)
    theme.scale(qapp, 150)
    QApplication.processEvents()
    grown = [header.sectionSize(at) for at in range(3)]
    assert abs(grown[0] - 1.5 * (before[0] + 40)) <= 2
    assert all(now > 1.3 * then for now, then in zip(grown[1:], before[1:], strict=True))
    theme.scale(qapp, 100)
    QApplication.processEvents()
    assert abs(header.sectionSize(0) - before[0] - 40) <= 1


def test_columns_without_room_give_way_until_one_chooses(page: RegisterPage, settle: Settle) -> None:
    everything = len(column_names(page))
    page.resize(700, 600)
    QApplication.processEvents()
    narrow = column_names(page)
    assert narrow[:4] == ["编号", "日期", "姓名", "事项"]
    assert len(narrow) < everything
    page.resize(1190, 660)
    QApplication.processEvents()
    assert len(column_names(page)) == everything


@pytest.mark.parametrize(
    "kept", ["", "no json", "[]", '{"widths": 3}', '{"order": ["x", 5], "widths": {"day": "a"}}']
)
def test_a_damaged_layout_is_as_good_as_none(
    qtbot: QtBot, filled_sitting: Sitting, settle: Settle, layout: QSettings, kept: str
) -> None:
    layout.setValue("list/consultation/columns", kept)
    layout.setValue("list/consultation/period", "no such")
    page = RegisterPage(filled_sitting, CONSULTATION)
    show(qtbot, page, settle)
    assert column_names(page)[:4] == ["编号", "日期", "姓名", "事项"]
    assert len(rows(page)) == 3


def test_the_head_of_the_day_turns_the_order(page: RegisterPage, settle: Settle) -> None:
    before = [row.uid for row in rows(page)]
    page.list.horizontalHeader().sectionClicked.emit(1)
    settle()
    assert [row.uid for row in rows(page)] == before[::-1]
    page.list.horizontalHeader().sectionClicked.emit(2)
    settle()
    assert [row.uid for row in rows(page)] == before[::-1], "other heads order nothing"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_column_menu_opens_by_key(page: RegisterPage) -> None:
    page.list.setFocus()
    press(Qt.Key.Key_L, CTRL)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert "恢复默认的列" in [action.text() for action in menu.actions()]
    menu.close()
