"""From the board to a village's file and its papers, and the board within its desk."""

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from quyuan_desktop.registers import DESKS
from quyuan_desktop.registers.base import Values
from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.services import attachments
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.coverage_page import CoveragePage
from quyuan_desktop.ui.coverage_tiles import Tile
from quyuan_desktop.ui.desk import DeskPage
from quyuan_desktop.ui.paper_view import PaperView
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.village_file import VillageFilePage
from tests.attached_files import jpeg
from tests.pages import CTRL, focused, press, show, texts
from tests.ui.coverage_page.hand import LONG, Key, Settle, fill, here
from tests.villages import adviser, put, term, village


def opened_file(page: CoveragePage, settle: Settle) -> VillageFilePage:
    settle()
    found = page.findChild(VillageFilePage)
    assert isinstance(found, VillageFilePage)
    return found


def test_enter_opens_the_file_and_escape_goes_back(page: CoveragePage, settle: Settle, qtbot: QtBot) -> None:
    press(Key.Key_End)
    press(Key.Key_Return)
    file = opened_file(page, settle)
    qtbot.waitUntil(lambda: "柳青禾（律师）" in texts(file))
    shown = texts(file)
    for part in ("横港村", "柳青禾（律师）", "19055550123", "14306202310000001", "营田法律服务所", "没有照片"):
        assert part in shown
    assert [line.title for line in file.services.lines()] == [
        "2023-11-02  法律咨询  邻里纠纷",
        "2023-10-10  法治讲座  邻里纠纷",
    ]
    assert [line.title for line in file.terms.lines()] == ["在聘 柳青禾"]
    assert "2023-10 现场 4 小时，讲座 1 次" in file.bars.accessibleName()
    assert focused() is file.services
    press(Key.Key_Escape)
    settle()
    assert here(page) == "横港村"


def test_a_record_opens_from_the_file(page: CoveragePage, settle: Settle, qtbot: QtBot) -> None:
    press(Key.Key_Return)
    file = opened_file(page, settle)
    with qtbot.waitSignal(page._sitting.wanted) as wanted:
        press(Key.Key_Return)
    assert wanted.args == list(file.services.lines()[0].what)
    with qtbot.waitSignal(page._sitting.wanted) as wanted:
        press(Key.Key_F2)
    assert wanted.args is not None
    assert wanted.args[0] == "village"


def test_without_adviser_the_file_says_so_and_hides_the_phone(
    page: CoveragePage, settle: Settle, qtbot: QtBot
) -> None:
    press(Key.Key_Right)
    press(Key.Key_Return)
    file = opened_file(page, settle)
    qtbot.waitUntil(lambda: any("现在没有在聘的法律顾问" in text for text in texts(file)))
    assert file.begin.text().startswith("登记聘任")
    assert "王书记 190****1234" in file.about.text()


def test_the_photo_is_shown(page: CoveragePage, settle: Settle) -> None:
    place = page._sitting.place
    portrait = attachments.attach_bytes(place, jpeg(300, 400), "照片.jpg", pictures=True)
    who = adviser(place, "邓知秋", photo=(portrait,))
    term(place, village(place, "尚林村"), who, last=LONG)
    page.reload()
    settle()
    page.open_file(next(tile.state.uid for tile in page.field.tiles() if tile.state.name == "尚林村"))
    file = opened_file(page, settle)
    settle()
    assert not file.photo.pixmap().isNull()


def test_tab_goes_through_head_totals_and_comes_to_the_tile(desk: DeskPage, settle: Settle) -> None:
    page = desk.stack.currentWidget()
    assert isinstance(page, CoveragePage)
    for _ in range(2):  # as it was made, and read again
        desk.side.setFocus()
        reached = []
        while not isinstance(focused(), Tile):
            press(Key.Key_Tab)
            reached.append(focused())
        head = page.head
        assert reached[:-1] == [head.day, head.now, head.search, head.paper, *head.totals.values()]
        page.reload()
        settle()


@pytest.fixture
def desk(qtbot: QtBot, sitting: Sitting, settle: Settle) -> DeskPage:
    """The desk, which begins with the board."""
    fill(sitting.place)
    made = DeskPage(sitting, next(each for each in DESKS if each.code == "advisers"))
    show(qtbot, made, settle)
    return made


def test_the_desk_begins_with_the_board(desk: DeskPage) -> None:
    assert isinstance(desk.stack.currentWidget(), CoveragePage)
    desk.take_focus()
    assert isinstance(focused(), Tile)


def test_a_new_record_begins_in_the_village_that_is_open(desk: DeskPage, sitting: Sitting, settle: Settle) -> None:
    page = desk.stack.currentWidget()
    assert isinstance(page, CoveragePage)
    begun: list[tuple[str, Values]] = []
    sitting.led.connect(lambda register, values: begun.append((register, values)))
    desk.take_focus()
    press(Key.Key_Return)
    opened_file(page, settle)
    desk.new_record()
    settle()
    (register, values) = begun[0]
    assert (register, values["assignment"].text) == ("service_log", "三洲村 易鸣谦")


def test_papers_open_in_the_boards_place(page: CoveragePage, settle: Settle) -> None:
    press(Key.Key_P, CTRL)
    settle()
    view = page.findChild(PaperView)
    assert isinstance(view, PaperView)
    assert view.isVisible()
    view.closed.emit()
    settle()
    assert here(page) == "三洲村"
    press(Key.Key_Return)
    file = opened_file(page, settle)
    press(Key.Key_P, CTRL)
    settle()
    cover: Any = file.findChild(PaperView)
    assert isinstance(cover, PaperView)
    cover.closed.emit()
    settle()
    assert focused() is file.services


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_nothing_is_wider_than_the_window(page: CoveragePage, settle: Settle, percent: int) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.scale(app, percent)
    try:
        put(page._sitting.place, "wechat_group", village=_linked(page), name="群" * 40, founded_on=LONG)
        page.reload()
        settle()
        width = page.area.viewport().width()
        assert all(tile.geometry().right() <= width for tile in page.field.tiles())
        press(Key.Key_Return)
        file = opened_file(page, settle)
        assert file.minimumSizeHint().width() <= 1190
    finally:
        theme.scale(app, 100)


def _linked(page: CoveragePage) -> Linked:
    state = page.field.tiles()[0].state
    return Linked(state.uid, state.name)
