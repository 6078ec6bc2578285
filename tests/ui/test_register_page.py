"""The register page by keys: the list, the record below it, its line of time, opening from elsewhere, voiding."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from quyuan_desktop.domain.terms import IdKind, Town
from quyuan_desktop.registers.base import State
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.save_record import open_record
from quyuan_desktop.services.workplace import Changed
from quyuan_desktop.ui.register_page import RegisterPage
from quyuan_desktop.ui.sitting import Sitting
from tests.offices import TODAY, consultation, resident, save
from tests.pages import focused, press, show, texts
from tests.register_pages import names, rows

Settle = Callable[[], None]


@pytest.fixture
def page(qtbot: QtBot, filled_sitting: Sitting, settle: Settle) -> RegisterPage:
    """The page over the office with records, shown."""
    made = RegisterPage(filled_sitting, CONSULTATION)
    show(qtbot, made, settle)
    return made


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
