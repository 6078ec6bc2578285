"""Journey: a record goes to the bureau on a stick, comes back returned, is corrected, goes again and is received."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from quyuan_desktop.domain.standing import Standing
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services import export_package
from quyuan_desktop.services.save_record import open_record
from quyuan_desktop.services.standings import standings_of
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.ui.dialogs.export import SAFE, Export
from quyuan_desktop.ui.dialogs.receipt import TakeReceipt
from quyuan_desktop.ui.dialogs.write_receipts import WriteReceipts
from quyuan_desktop.ui.merge_view import MergeView
from quyuan_desktop.ui.register_page import RegisterPage
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.tasks import Tasks
from quyuan_desktop.ui.window import MainWindow
from tests.exchanging import at_district, at_office
from tests.offices import correct, save
from tests.pages import CTRL, SHIFT, press
from tests.ui.at_the_desk import Answers

Key = Qt.Key
Settle = Callable[[], None]


@pytest.fixture(autouse=True)
def no_counting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The month's figures are counted elsewhere; here they take time."""
    monkeypatch.setattr(
        export_package, "month_snapshot", lambda place, period: {"period": period.code, "figures": []}
    )


class Desk:
    """Whoever sits at either end, with the stick in hand."""

    def __init__(self, qtbot: QtBot, settle: Settle, tasks: Tasks, layout: QSettings, stick: Path) -> None:
        self.qtbot, self.settle, self.tasks, self.layout, self.stick = qtbot, settle, tasks, layout, stick

    @contextmanager
    def window(self, place: Workplace) -> Iterator[tuple[MainWindow, Answers]]:
        """The window of that place, turned to its last tab."""
        answers = Answers()
        window = MainWindow(Sitting(place, self.tasks, answers, self.layout))
        self.qtbot.addWidget(window, before_close_func=lambda each: setattr(each, "_over", True))
        window.show()
        self.qtbot.waitUntil(window.isActiveWindow)
        self.settle()
        window.tabs.setCurrentIndex(window.tabs.count() - 1)
        self.settle()
        self.settle()
        yield window, answers
        self.settle()
        window._over = True
        window.close()

    def dialog(self, window: QWidget, kind: type[Any], answers: Answers) -> Any:
        """The dialogue that is open, with the stick chosen as a folder."""
        (found,) = (each for each in window.findChildren(kind) if each.isVisible())
        self.settle()
        self.qtbot.waitUntil(found.isActiveWindow)
        answers.next = [self.stick]
        found.choice.folder_button.setFocus()
        press(Key.Key_Return)
        self.settle()
        self.qtbot.waitUntil(found.go_button.isEnabled)
        found.go_button.setFocus()
        press(Key.Key_Return)
        self.settle()
        self.settle()
        return found

    def export(self, office: Workplace) -> None:
        with self.window(office) as (window, answers):
            press(Key.Key_E, CTRL)
            assert self.dialog(window, Export, answers).verdict.text() == SAFE

    def take_receipt(self, office: Workplace) -> None:
        with self.window(office) as (window, answers):
            press(Key.Key_I, CTRL)
            assert "已导入" in self.dialog(window, TakeReceipt, answers).verdict.text()

    def merge_and_answer(self, district: Workplace, *, back: str = "") -> None:
        """Merge what is on the stick; send the first record of the list back for a reason; write the receipt."""
        with self.window(district) as (window, answers):
            press(Key.Key_M, CTRL)
            self.settle()
            answers.next = [self.stick]
            press(Key.Key_O, CTRL | SHIFT)
            self.settle()
            for _ in range(2):
                press(Key.Key_Return, CTRL)
                self.settle()
            view = window.findChild(MergeView)
            assert view is not None
            assert "已合并" in view.verdict.text()
            press(Key.Key_Escape)
            self.settle()
            if back:
                self.send_back(window, answers, back)
            press(Key.Key_R, CTRL)
            assert self.dialog(window, WriteReceipts, answers).verdict.text() == SAFE

    def send_back(self, window: MainWindow, answers: Answers, reason: str) -> None:
        here = window.tabs.currentIndex()
        press(Key.Key_2, CTRL)
        self.settle()
        self.settle()
        page = window.findChild(RegisterPage)
        assert page is not None
        page.list.setFocus()
        press(Key.Key_Home)
        self.settle()
        self.settle()
        answers.next = [reason]
        press(Key.Key_B, CTRL)
        self.settle()
        self.settle()
        window.tabs.setCurrentIndex(here)
        self.settle()


def test_there_and_back_again(
    qtbot: QtBot, settle: Settle, tasks: Tasks, layout: QSettings, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    desk = Desk(qtbot, settle, tasks, layout, stick)
    with at_district(tmp_path / "district") as district, at_office(tmp_path / "office") as office:
        uid = save(office).record.uid

        def standing() -> Standing:
            return standings_of(office, CONSULTATION, [uid])[uid]

        desk.export(office)
        assert standing() is Standing.SENT
        desk.merge_and_answer(district, back="缺少联系电话")
        desk.take_receipt(office)
        assert standing() is Standing.RETURNED
        correct(office, uid, phone="19055550124")
        assert standing() is Standing.UNSENT
        desk.export(office)
        desk.merge_and_answer(district)
        desk.take_receipt(office)
        assert standing() is Standing.RECEIVED
        assert open_record(district, CONSULTATION, uid).phone == "19055550124"
        settle()
