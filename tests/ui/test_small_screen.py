"""At twice the size everything still fits a screen of 1366 x 768: no page, no form holds the window wider or higher."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSettings, Qt
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from quyuan_desktop.domain.office import Level
from quyuan_desktop.registers.legal_review import LEGAL_REVIEW
from quyuan_desktop.services.receipts import Acknowledged
from quyuan_desktop.services.stick import Outcome
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.desk import DeskPage
from quyuan_desktop.ui.dialogs.write_receipts import WriteReceipts
from quyuan_desktop.ui.district_page import DistrictPage
from quyuan_desktop.ui.register_page import RegisterPage
from quyuan_desktop.ui.sides import Sides
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.tasks import Tasks
from quyuan_desktop.ui.window import MainWindow
from tests.exchanging import at_district
from tests.offices import filled
from tests.pages import CTRL, press
from tests.ui.at_the_desk import Answers

Settle = Callable[[], None]
WIDE, HIGH = 1366, 768
FRAME = 18
"""Pixels of the window's title."""


@pytest.fixture(params=["office", "bureau"])
def place_of_work(request: pytest.FixtureRequest, tmp_path: Path, settle: Settle) -> Iterator[Workplace]:
    """The head at work in an office with a few records, and in the bureau."""
    if request.param == "office":
        made = filled(tmp_path / "data")
        yield made
        settle()
        made.ledger.close()
        return
    with at_district(tmp_path / "district") as place:
        yield place
        settle()


@pytest.fixture
def window(
    qtbot: QtBot,
    qapp: QApplication,
    place_of_work: Workplace,
    tasks: Tasks,
    answers: Answers,
    layout: QSettings,
    settle: Settle,
) -> MainWindow:
    """The window at 200 %."""
    made = MainWindow(Sitting(place_of_work, tasks, answers, layout))
    qtbot.addWidget(made, before_close_func=lambda each: setattr(each, "_over", True))
    made.resize(WIDE, HIGH - FRAME)
    made.show()
    qtbot.waitUntil(lambda: made.today.view is not None, timeout=20_000)
    theme.scale(qapp, 200)
    return made


def too_large(window: MainWindow, what: str) -> list[str]:
    """What is shown, when it holds the window wider or higher than the screen."""
    least = window.minimumSizeHint()
    return [f"{what}: {least.width()} x {least.height()}"] if least.width() > WIDE or least.height() > HIGH else []


def test_no_page_and_no_form_holds_the_window_larger_than_the_screen(window: MainWindow, settle: Settle) -> None:
    found: list[str] = []
    at_office = window.sitting.place.office.level is Level.OFFICE  # the bureau's other desks are the same
    for tab in range(window.tabs.count()):
        window.tabs.setCurrentIndex(tab)
        settle()
        name, page = window.tabs.tabText(tab), window.stack.currentWidget()
        found += too_large(window, name)
        if isinstance(page, DeskPage) and (at_office or page.desk is LEGAL_REVIEW):
            found += looked_through(window, page, name, settle)
        if isinstance(page, DistrictPage):
            page.merge()
            settle()
            found += too_large(window, f"{name}: merging")
    assert found == []


def looked_through(window: MainWindow, page: DeskPage, desk: str, settle: Settle) -> Iterator[str]:
    """What of a desk is too large: its pages, and the forms of new records."""
    lines = page.side.model()
    for row in range(lines.rowCount()):
        page.side.setCurrentIndex(lines.index(row, 0))
        settle()
        name = f"{desk} {lines.index(row, 0).data()}"
        yield from too_large(window, name)
        if isinstance(page.stack.currentWidget(), RegisterPage):
            window.new_record()
            settle()
            yield from too_large(window, f"{name}: a new one")
            press(Qt.Key.Key_Escape)
            settle()


def test_what_was_widened_comes_back_within_the_screen(qtbot: QtBot, window: MainWindow) -> None:
    room = window.screen().availableSize()
    window.resize(room.width() + 300, room.height() + 200)
    press(Qt.Key.Key_Minus, CTRL)
    qtbot.waitUntil(lambda: window.size().boundedTo(room) == window.size())


def test_of_many_receipts_the_first_are_named(
    qtbot: QtBot,
    place: Workplace,
    tasks: Tasks,
    answers: Answers,
    layout: QSettings,
    settle: Settle,
    tmp_path: Path,
) -> None:
    writing = WriteReceipts(Sitting(place, tasks, answers, layout), None, finds=list)
    qtbot.addWidget(writing)
    show_dialog(writing, settle)
    paths = [tmp_path / f"{number}.qyr" for number in range(30)]
    writing._done(Acknowledged(Outcome.DONE, paths, [f"x{number}" for number in range(30)]))
    told = writing.outcome.text()
    assert "8. 7.qyr\n……共 30 份。" in told
    assert "x7等" in told and "x8" not in told


def show_dialog(dialog: QWidget, settle: Settle) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    dialog.show()
    settle()


# -- the rows that break


def laid_out(width: int) -> tuple[list[QRect], Sides, QWidget]:
    ground = QWidget()
    sides = Sides(ground, across=8, down=4)
    boxes = [QFrame() for _ in range(4)]
    for box in boxes:
        box.setFixedSize(100, 30)
    sides.fill(boxes[:2], boxes[2:])
    ground.resize(width, 100)
    sides.setGeometry(QRect(0, 0, width, 100))
    return [box.geometry() for box in boxes], sides, ground


@pytest.mark.parametrize("width", [424, 600])
def test_two_sides_stand_in_one_line_where_both_fit(qtbot: QtBot, width: int) -> None:
    boxes, sides, _ = laid_out(width)
    assert [box.y() for box in boxes] == [boxes[0].y()] * 4
    assert boxes[0].left() == 0 and boxes[3].right() == width - 1
    assert sides.heightForWidth(width) == 30


@pytest.mark.parametrize("width", [208, 423])
def test_two_sides_stand_in_two_lines_where_they_do_not(qtbot: QtBot, width: int) -> None:
    boxes, sides, _ = laid_out(width)
    assert [box.y() for box in boxes] == [0, 0, 34, 34]
    assert boxes[0].left() == 0 and boxes[3].right() == width - 1
    assert (sides.heightForWidth(width), sides.minimumSize().width()) == (64, 208)


def test_an_empty_side_takes_no_room(qtbot: QtBot) -> None:
    ground = QWidget()
    sides = Sides(ground)
    box = QPushButton("只有左边", ground)
    sides.fill([box], [])
    assert sides.sizeHint().width() == box.sizeHint().width()
