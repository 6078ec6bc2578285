"""The register page by keys: list, filter, record, form, drafts, voiding, copying."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import event

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.domain.terms import IdKind, Town
from quyuan_desktop.registers import DESKS
from quyuan_desktop.registers.base import State
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.registers.legal_aid.terms import Channel
from quyuan_desktop.services import list_records, save_record
from quyuan_desktop.services.drafts import drafts, keep_draft
from quyuan_desktop.services.list_records import Choice, ListRow, count_records
from quyuan_desktop.services.save_record import open_record
from quyuan_desktop.services.workplace import Changed
from quyuan_desktop.ui.filter_bar import ALL, CUSTOM, LAST_MONTH, QUARTER, THIS_MONTH, YEAR, days_of
from quyuan_desktop.ui.forms import RecordForm
from quyuan_desktop.ui.history_view import HistoryView
from quyuan_desktop.ui.month_page import MonthPage
from quyuan_desktop.ui.paper_view import PaperView
from quyuan_desktop.ui.register_page import RegisterPage
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.table_model import ROW_ROLE
from tests.offices import TODAY, consultation, resident, save
from tests.pages import CTRL, SHIFT, focused, press, show, texts, type_in, windows_shown

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


def rows(page: RegisterPage) -> list[ListRow]:
    model = page.model
    return [model.index(at, 0).data(ROW_ROLE) for at in range(model.rowCount())]


def names(page: RegisterPage) -> list[str]:
    return [row.values["visitor"] for row in rows(page)]


def form_of(page: RegisterPage) -> RecordForm:
    form = page.findChild(RecordForm)
    assert isinstance(form, RecordForm)
    return form


def choose(page: RegisterPage, code: str) -> None:
    page.filter.period.setCurrentIndex(page.filter.period.findData(code))
    page.filter.period.activated.emit(page.filter.period.currentIndex())


# -- the list and the record below it


def test_the_newest_record_is_shown_at_once(page: RegisterPage) -> None:
    assert page.list.currentIndex().row() == 0
    assert page.detail.uid == rows(page)[0].uid
    assert page.detail.name.text() == names(page)[0]
    assert page.head.count.text() == "3 条"


def test_walking_by_keys_shows_each_record(page: RegisterPage, settle: Settle) -> None:
    page.list.setFocus()
    for key, at in ((Qt.Key.Key_Down, 1), (Qt.Key.Key_End, 2), (Qt.Key.Key_Up, 1), (Qt.Key.Key_Home, 0)):
        press(key)
        settle()
        assert page.list.currentIndex().row() == at
        assert page.detail.uid == rows(page)[at].uid


def test_walking_fast_ends_with_the_record_one_stands_on(page: RegisterPage, settle: Settle) -> None:
    page.list.setFocus()
    for _ in range(20):
        for key in (Qt.Key.Key_End, Qt.Key.Key_Home, Qt.Key.Key_Down):
            press(key)
    settle()
    assert page.detail.uid == rows(page)[1].uid


def test_enter_goes_to_what_can_be_done_and_escape_is_not_needed_to_go_back(page: RegisterPage) -> None:
    page.list.setFocus()
    press(Qt.Key.Key_Return)
    assert page.detail.isAncestorOf(focused())


def test_tab_leaves_the_table(page: RegisterPage) -> None:
    page.list.setFocus()
    press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not page.list


def test_the_pane_tells_the_person_the_reception_and_the_matters(page: RegisterPage, settle: Settle) -> None:
    save(page._sitting.place, visitor="王㛃", id_number=resident(6))
    page.reload()
    settle()
    page.list.setFocus()
    press(Qt.Key.Key_Home)
    settle()
    said = "\n".join(texts(page.detail))
    for words in (
        "王㛃",
        "女 · 61 岁 · 营田镇荷花村",
        "第 1 次来访",
        "来访",
        "拖欠工资一万二千元。",
        "可向劳动监察投诉。",
    ):
        assert words in said
    assert "汉族" not in said, "what is as usual is left out"


def test_hidden_numbers_are_shown_on_request_for_this_record_only(page: RegisterPage, settle: Settle) -> None:
    place = page._sitting.place
    save(place, visitor="甲某", id_number=resident(6), phone="19055550177", town=Town.HESHI)
    save(place, visitor="乙某", id_number=resident(8), phone="19055550188", town=Town.HESHI)
    page.reload()
    settle()
    page.list.setFocus()
    press(Qt.Key.Key_Home)
    settle()
    assert resident(8) not in page.detail.contact.text()
    assert "19055550188" not in page.detail.contact.text()
    page.detail.reveal.click()
    assert resident(8) in page.detail.contact.text()
    assert "19055550188" in page.detail.contact.text()
    press(Qt.Key.Key_Down)
    settle()
    assert resident(6) not in page.detail.contact.text()


def test_what_people_typed_is_never_taken_for_markup(page: RegisterPage, settle: Settle) -> None:
    save(
        page._sitting.place, visitor="<b>王</b>", reply="<img src='x'>", note="<h1>注</h1>", id_number=resident(6)
    )
    page.reload()
    settle()
    page.open_record(rows(page)[0].uid)
    settle()
    labels = page.detail.findChildren(QLabel)
    assert any("<b>王</b>" in each.text() for each in labels)
    assert any("<img" in each.text() for each in labels)
    assert {each.textFormat() for each in labels} == {Qt.TextFormat.PlainText}


# -- one person's line of time


def test_the_line_of_time_opens_an_earlier_visit_by_keys(page: RegisterPage, settle: Settle) -> None:
    place = page._sitting.place
    first = save(
        place,
        visitor="丙某",
        id_number=resident(6),
        received_on=date(2023, 10, 8),
        replied_on=None,
        informed_on=None,
    )
    save(place, visitor="丙某", id_number=resident(6))
    page.reload()
    settle()
    page.list.setFocus()
    press(Qt.Key.Key_Home)
    settle()
    line = page.detail.time_line
    assert line.isVisible()
    assert "第 2 次来访" in texts(page.detail)
    assert "2023-10-08" in line.label(0)
    line.setFocus()
    press(Qt.Key.Key_Left)
    assert "第 1 次" in line.accessibleName()
    press(Qt.Key.Key_Return)
    settle()
    assert page.detail.uid == first.record.uid
    assert "第 1 次来访" in texts(page.detail)
    assert page.detail.outside.isVisible(), "October is not in this month's list"


def test_a_moment_of_the_line_of_time_is_clicked(qtbot: QtBot, page: RegisterPage, settle: Settle) -> None:
    place = page._sitting.place
    first = save(place, visitor="丙某", id_number=resident(6))
    save(place, visitor="丙某", id_number=resident(6), matters=consultation()["matters"])
    page.open_record(first.record.uid)
    settle()
    line = page.detail.time_line
    qtbot.waitUntil(lambda: 1 in dict(line._spots()))
    spot = dict(line._spots())[1].center()
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=spot)
    settle()
    assert page.detail.uid != first.record.uid
    assert page.list.current_row() is not None


def test_a_long_line_of_time_shows_its_end_and_walks_to_its_beginning(page: RegisterPage, settle: Settle) -> None:
    place = page._sitting.place
    for back in range(24, 0, -1):
        save(
            place,
            visitor="丁某",
            id_number=resident(6),
            received_on=TODAY - timedelta(days=30 * back),
            replied_on=None,
            informed_on=None,
        )
    last = save(place, visitor="丁某", id_number=resident(6))
    page.open_record(last.record.uid)
    settle()
    line = page.detail.time_line
    shown = [at for at, _ in line._spots()]
    assert shown[-1] == 24
    assert shown[0] > 0
    line.setFocus()
    press(Qt.Key.Key_Home)
    assert line._spots()[0][0] == 0
    line.grab()


# -- opening from elsewhere


def test_a_record_outside_the_list_is_shown_with_the_way_to_its_month(page: RegisterPage, settle: Settle) -> None:
    saved = save(
        page._sitting.place,
        visitor="早来的人",
        id_number=resident(6),
        received_on=date(2022, 3, 4),
        replied_on=None,
        informed_on=None,
    )
    page.reload()
    settle()
    page.open_record(saved.record.uid)
    settle()
    assert page.detail.name.text() == "早来的人"
    assert not page.list.currentIndex().isValid()
    assert page.detail.outside.isVisible()
    page.detail.outside.click()
    settle()
    assert names(page) == ["早来的人"]
    assert page.list.currentIndex().row() == 0
    assert not page.detail.outside.isVisible()
    assert (page.filter.choice().first, page.filter.choice().last) == (date(2022, 3, 1), date(2022, 3, 31))


def test_a_record_is_opened_before_the_list_was_ever_read(
    qtbot: QtBot, filled_sitting: Sitting, settle: Settle
) -> None:
    page = RegisterPage(filled_sitting, CONSULTATION)
    page.open_record(f"{2:032x}")
    show(qtbot, page, settle)
    assert page.detail.name.text() == "张㛃"
    row = page.list.current_row()
    assert row is not None
    assert row.values["visitor"] == "张㛃"


def test_a_record_is_shown_over_an_empty_list(page: RegisterPage, settle: Settle) -> None:
    uid = rows(page)[0].uid
    page.filter.words.setText("没有此人")
    page.filter.words.returnPressed.emit()
    settle()
    page.open_record(uid)
    settle()
    assert page.detail.isVisible()
    assert page.detail.uid == uid
    assert page.detail.outside.isVisible()


def test_a_record_outside_the_list_stays_when_the_list_is_read_again(page: RegisterPage, settle: Settle) -> None:
    early = {"received_on": date(2022, 3, 4), "replied_on": None, "informed_on": None}
    saved = save(page._sitting.place, visitor="早来的人", id_number=resident(6), **early)
    page.open_record(saved.record.uid)
    settle()
    for _ in range(2):
        page._sitting.changed.emit(Changed(CONSULTATION.code, (saved.record.uid,)))
        settle()
        assert page.detail.name.text() == "早来的人"
        assert page.detail.outside.isVisible()
    page.filter.void.click()
    settle()
    assert page.detail.uid == rows(page)[0].uid, "a new filter is a new list"


def test_a_record_far_down_is_found_and_stood_on(
    page: RegisterPage, settle: Settle, filled_sitting: Sitting
) -> None:
    first = rows(page)[-1].uid
    for at in range(150):
        save(filled_sitting.place, visitor=f"某{at}", id_number="", id_kind=IdKind.REFUSED)
    page.reload()
    settle()
    page.open_record(first)
    settle()
    assert page.list.currentIndex().row() == 152
    row = page.list.current_row()
    assert row is not None
    assert row.uid == first


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


# -- form, drafts


def test_f2_opens_the_form_on_the_record(page: RegisterPage, settle: Settle) -> None:
    page.list.setFocus()
    name = names(page)[0]
    press(Qt.Key.Key_F2)
    settle()
    form = form_of(page)
    assert form.isVisible()
    assert form.values()["visitor"] == name
    assert form._uid == rows(page)[0].uid


def test_a_void_record_cannot_be_corrected_or_voided_again(page: RegisterPage, settle: Settle) -> None:
    page.filter.void.click()
    settle()
    uid = next(row.uid for row in rows(page) if row.state is State.VOID)
    page.open_record(uid)
    settle()
    assert not page.detail.correct.isEnabled()
    assert not page.detail.annul.isEnabled()
    assert not page.detail.print.isEnabled()
    assert "已作废：重复登记" in texts(page.detail)
    page.list.setFocus()
    press(Qt.Key.Key_F2)
    settle()
    assert page.findChild(RecordForm) is None


def test_escape_from_an_untouched_form_leaves_no_draft(page: RegisterPage, settle: Settle) -> None:
    page.new.click()
    settle()
    press(Qt.Key.Key_Escape)
    settle()
    assert page.list.isVisible()
    assert drafts(page._sitting.place) == []
    assert not page.drafts.isVisible()


def test_what_was_typed_is_offered_again_and_gone_on_with(
    qtbot: QtBot, page: RegisterPage, settle: Settle
) -> None:
    page.new.click()
    settle()
    form_of(page).body.editors["visitor"].show_value("赵未完")
    press(Qt.Key.Key_Escape)
    settle()
    assert page.drafts.isVisible()
    assert "1 份草稿" in page.drafts.text.text()
    assert "赵未完" in page.drafts.text.text()
    page.drafts.go_on.click()
    settle()
    assert form_of(page).isVisible()
    assert form_of(page).values()["visitor"] == "赵未完"


def test_a_draft_is_thrown_away_only_after_asking(page: RegisterPage, settle: Settle, answers: Any) -> None:
    place = page._sitting.place
    for at in range(3):
        keep_draft(place, f"{at:032x}", CONSULTATION.code, {}, title=f"某{at}")
    keep_draft(place, "f" * 32, "no_such_register", {}, title="别处的")
    page.reload()
    settle()
    assert "3 份草稿" in page.drafts.text.text()
    assert page.drafts.others.isVisible()
    answers.next = [False, True]
    page.drafts.throw.click()
    settle()
    assert len(drafts(place)) == 4
    page.drafts.throw.click()
    settle()
    assert len(drafts(place)) == 3
    assert "2 份草稿" in page.drafts.text.text()


def test_a_draft_that_is_gone_is_said_to_be(page: RegisterPage, settle: Settle) -> None:
    told: list[str] = []
    page._sitting.said.connect(told.append)
    page.resume("0" * 32)
    settle()
    assert "草稿" in told[-1]
    assert page.list.isVisible()


def fill_and_save(page: RegisterPage, settle: Settle, **changes: Any) -> None:
    page.new_record()
    settle()
    form = form_of(page)
    form.start(consultation(**changes))
    settle()
    form.save()
    settle()


def test_what_was_saved_is_stood_on_and_told(page: RegisterPage, settle: Settle) -> None:
    told: list[Any] = []
    page.saved.connect(told.append)
    fill_and_save(
        page,
        settle,
        visitor="新来的",
        id_number=resident(6),
        received_on=date(2023, 11, 2),
        replied_on=None,
        informed_on=None,
    )
    assert len(told) == 1
    assert page.list.isVisible()
    assert page.detail.name.text() == "新来的"
    assert names(page)[page.list.currentIndex().row()] == "新来的"
    assert page.list.currentIndex().row() == 3, "an earlier day of this month stands last"


def test_what_was_saved_outside_the_filter_is_shown_all_the_same(page: RegisterPage, settle: Settle) -> None:
    fill_and_save(
        page,
        settle,
        visitor="补登的",
        id_number=resident(6),
        received_on=date(2023, 5, 2),
        replied_on=None,
        informed_on=None,
    )
    assert page.detail.name.text() == "补登的"
    assert page.detail.outside.isVisible()
    assert "补登的" not in names(page)


def test_saving_with_the_paper_opens_the_paper(page: RegisterPage, settle: Settle) -> None:
    page.new_record()
    settle()
    form = form_of(page)
    form.start(consultation(visitor="要凭证的", id_number=resident(6)))
    settle()
    form.save_and_print()
    settle()
    view = page.findChild(PaperView)
    assert view is not None
    assert view.isVisible()
    assert "回执" in view._source.title
    press(Qt.Key.Key_Escape)
    settle()
    assert page.detail.name.text() == "要凭证的"


def test_a_saving_taken_back_comes_into_the_form_again(page: RegisterPage, settle: Settle) -> None:
    page.start_with(consultation(visitor="又来的"))
    settle()
    assert form_of(page).isVisible()
    assert form_of(page).values()["visitor"] == "又来的"


def test_opening_a_record_over_the_form_keeps_what_was_typed(page: RegisterPage, settle: Settle) -> None:
    uid = rows(page)[1].uid
    page.new_record()
    settle()
    form_of(page).body.editors["visitor"].show_value("半途的")
    page.open_record(uid)
    settle()
    assert page.list.isVisible()
    assert page.detail.uid == uid
    assert [entry.title for entry in drafts(page._sitting.place)] == ["半途的"]
    assert page.drafts.isVisible()


# -- voiding


def test_voiding_asks_for_the_reason_and_keeps_the_number(
    page: RegisterPage, settle: Settle, answers: Any
) -> None:
    place = page._sitting.place
    uid, number = page.detail.uid, page.detail.sight.record.number if page.detail.sight else ""
    answers.next = [None, "来访人要求撤回"]
    page.detail.annul.click()
    settle()
    assert open_record(place, CONSULTATION, uid).state is State.LIVE
    assert number in answers.asked[0][1]
    changes: list[Changed] = []
    page._sitting.changed.connect(changes.append)
    page.detail.annul.click()
    settle()
    record = open_record(place, CONSULTATION, uid)
    assert (record.state, record.void_reason, record.number) == (State.VOID, "来访人要求撤回", number)
    assert [change.uids for change in changes] == [(uid,)]
    assert uid not in [row.uid for row in rows(page)]


# -- keys, names, room


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_papers_open_by_key(page: RegisterPage, settle: Settle) -> None:
    page.list.setFocus()

    def choose_receipt() -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        assert [action.text() for action in menu.actions()] == ["咨询登记表（A4）", "咨询回执（A5）"]
        menu.actions()[1].trigger()
        menu.close()

    QTimer.singleShot(0, choose_receipt)
    press(Qt.Key.Key_P, CTRL)
    settle()
    view = page.findChild(PaperView)
    assert view is not None
    assert view.isVisible()


def test_history_and_filter_words_open_by_key(page: RegisterPage, settle: Settle) -> None:
    page.list.setFocus()
    press(Qt.Key.Key_F, CTRL | SHIFT)
    assert page.filter.words.hasFocus()
    press(Qt.Key.Key_H, CTRL | SHIFT)
    settle()
    view = page.findChild(HistoryView)
    assert view is not None
    assert view.isVisible()
    press(Qt.Key.Key_Escape)
    assert page.list.hasFocus()


def test_whatever_takes_the_focus_has_a_name(page: RegisterPage, settle: Settle) -> None:
    page.open_record(rows(page)[0].uid)
    settle()
    nameless = [
        each
        for each in page.findChildren(QWidget)
        if each.isVisible() and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        if not (each.accessibleName() or getattr(each, "text", str)())
    ]
    assert nameless == []


def test_a_window_of_911_pixels_is_wide_enough_whatever_people_are_called(
    page: RegisterPage, settle: Settle, filled_sitting: Sitting
) -> None:
    """1366 pixels at 150 % are 911, of which the desk's side list takes 132."""
    saved = save(
        filled_sitting.place, visitor="长" * 60, village="村" * 60, address="号" * 120, id_number=resident(6)
    )
    save_record.void_record(filled_sitting.place, CONSULTATION, saved.record.uid, "理" * 200)
    page.reload()
    page.open_record(saved.record.uid)
    settle()
    assert page.detail.name.text() == "长" * 60
    assert page.minimumSizeHint().width() <= 911 - 132
    page.resize(911 - 132, 400)
    QApplication.processEvents()
    assert page.head.new.text() == "新建咨询"
    assert page.detail.print.geometry().right() <= page.detail.width()
    page.detail.grab()


# -- one window


def test_no_part_of_the_page_ever_stands_as_a_window_of_its_own(
    qtbot: QtBot, filled_sitting: Sitting, settle: Settle
) -> None:
    with windows_shown() as shown:
        page = RegisterPage(filled_sitting, CONSULTATION)
        show(qtbot, page, settle)
        page.filter.void.click()
        settle()
        page.show_history(page.detail.uid)
        settle()
        page.show_paper(page.detail.uid, CONSULTATION.papers[0].code)
        settle()
        page.open_record(rows(page)[0].uid)
        settle()
        month = MonthPage(filled_sitting, DESKS[0])
        show(qtbot, month, settle)
        month.open_rows()
        settle()
    assert shown == [page, month]


# -- the worker


def test_nothing_is_asked_of_the_ledger_on_the_windows_thread(
    page: RegisterPage, settle: Settle, answers: Any
) -> None:
    threads: set[str] = set()
    engine = page._sitting.place.ledger.engine
    event.listen(engine, "begin", lambda connection: threads.add(threading.current_thread().name))
    page.reload()
    settle()
    page.list.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Return):
        press(key)
        settle()
    page.filter.words.setText("ouyang")
    page.filter.words.returnPressed.emit()
    settle()
    page.list.selectAll()
    page.list.copy_selection()
    settle()
    page.detail.history.click()
    settle()
    press(Qt.Key.Key_Escape)
    page.show_paper(page.detail.uid, CONSULTATION.papers[0].code)
    settle()
    press(Qt.Key.Key_Escape)
    page.new_record()
    settle()
    press(Qt.Key.Key_Escape)
    settle()
    answers.next = ["重复登记"]
    page.void(page.detail.uid)
    settle()
    assert threads
    assert all(name.startswith("ledger") for name in threads), threads


def test_a_trouble_of_the_ledger_reaches_the_window_and_the_page_stays_usable(
    monkeypatch: pytest.MonkeyPatch, page: RegisterPage, settle: Settle
) -> None:
    told: list[Exception] = []
    page._sitting.tasks.troubled.connect(told.append)
    before = names(page)

    def broken(*given: Any) -> Any:
        raise Trouble("读写磁盘出错。请再试一次。")

    with monkeypatch.context() as patch:
        patch.setattr(save_record, "open_record", broken)
        patch.setattr(list_records, "count_records", broken)
        page.reload()
        page.list.setFocus()
        press(Qt.Key.Key_Down)
        settle()
    assert {str(error) for error in told} == {"读写磁盘出错。请再试一次。"}
    assert names(page) == before
    press(Qt.Key.Key_End)
    settle()
    assert page.detail.uid == rows(page)[-1].uid


def test_a_change_elsewhere_is_seen_when_the_page_is(page: RegisterPage, settle: Settle) -> None:
    save(page._sitting.place, visitor="别处登记的", id_number=resident(6))
    page._sitting.changed.emit(Changed("another_register", ("1",)))
    settle()
    assert "别处登记的" not in names(page)
    page.hide()
    page._sitting.changed.emit(Changed(CONSULTATION.code, ("1",)))
    settle()
    assert "别处登记的" not in names(page)
    page.show()
    settle()
    assert "别处登记的" in names(page)
    assert count_records(page._sitting.place, CONSULTATION, Choice()) == 4


def test_a_change_keeps_the_record_one_stands_on(page: RegisterPage, settle: Settle) -> None:
    page.list.setFocus()
    press(Qt.Key.Key_End)
    settle()
    here = page.detail.uid
    save(page._sitting.place, visitor="后来的", id_number=resident(6))
    page._sitting.changed.emit(Changed(CONSULTATION.code, ("1",)))
    settle()
    row = page.list.current_row()
    assert row is not None
    assert row.uid == here == page.detail.uid
    assert page.list.currentIndex().row() == 3


def test_a_page_that_is_gone_hears_no_more_answers(qtbot: QtBot, filled_sitting: Sitting, settle: Settle) -> None:
    page = RegisterPage(filled_sitting, CONSULTATION)
    page.resize(800, 600)
    page.show()
    page.reload()
    page.close()
    page.deleteLater()
    QApplication.sendPostedEvents(page, 0)
    QApplication.processEvents()
    settle()
