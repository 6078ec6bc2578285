"""The register page as a whole: keys, names, room, one window, the worker, changes elsewhere."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import event

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services import list_records, save_record
from quyuan_desktop.services.list_records import Choice, count_records
from quyuan_desktop.services.workplace import Changed
from quyuan_desktop.ui.history_view import HistoryView
from quyuan_desktop.ui.paper_view import PaperView
from quyuan_desktop.ui.register_page import RegisterPage
from quyuan_desktop.ui.report_desk import ReportDesk
from quyuan_desktop.ui.sitting import Sitting
from tests.offices import resident, save
from tests.pages import CTRL, SHIFT, press, show, windows_shown
from tests.register_pages import names, rows

Settle = Callable[[], None]


@pytest.fixture
def page(qtbot: QtBot, filled_sitting: Sitting, settle: Settle) -> RegisterPage:
    """The page over the office with records, shown."""
    made = RegisterPage(filled_sitting, CONSULTATION)
    show(qtbot, made, settle)
    return made


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
        month = ReportDesk(filled_sitting)
        show(qtbot, month, settle)
        month.table.open_rows()
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
