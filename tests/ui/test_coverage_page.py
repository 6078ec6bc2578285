"""The coverage board by keys: tiles by town, totals that narrow it, the search, the village's file, the papers."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers import DESKS
from quyuan_desktop.registers.base import Values
from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.services import attachments
from quyuan_desktop.services.coverage import Light
from quyuan_desktop.services.workplace import Changed, Workplace
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.coverage_page import CoveragePage
from quyuan_desktop.ui.coverage_tiles import Tile, chief_words, told
from quyuan_desktop.ui.desk import DeskPage
from quyuan_desktop.ui.paper_view import PaperView
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.village_file import VillageFilePage
from tests.attached_files import jpeg
from tests.offices import ZONE, Clock
from tests.pages import CTRL, SHIFT, focused, press, show, texts, type_in
from tests.villages import adviser, lecture, put, service, term, village

Settle = Callable[[], None]
Key = Qt.Key
LONG = date(2025, 12, 31)


@pytest.fixture
def clock() -> Clock:
    """A clock that stands at 2023-11-15 9:00."""
    return Clock(datetime(2023, 11, 15, 9, 0, tzinfo=ZONE))


def fill(place: Workplace) -> None:
    """Five villages: 三洲 silent, 团湖 nobody, 义南 expiring, 荷花 in order; 横港 of another town in order."""
    who, other = adviser(place), adviser(place, "柳青禾", firm="营田法律服务所")
    for name, town, last in (
        ("荷花村", Town.YINGTIAN, LONG),
        ("义南村", Town.YINGTIAN, date(2023, 12, 31)),
        ("横港村", Town.FENGHUANG, LONG),
    ):
        held = term(
            place,
            village(place, name, town),
            other if name == "横港村" else who,
            last=last,
            firm="营田法律服务所" if name == "横港村" else "",
        )
        lecture(place, held, date(2023, 10, 10), 240)
        service(place, held, date(2023, 11, 2), 90)
    silent = term(place, village(place, "三洲村"), who, last=LONG)
    lecture(place, silent, date(2023, 7, 3), 240)
    village(place, "团湖村", contact="王书记", contact_phone="19055551234")


@pytest.fixture
def page(qtbot: QtBot, sitting: Sitting, settle: Settle) -> CoveragePage:
    """The board of the five villages."""
    fill(sitting.place)
    made = CoveragePage(sitting)
    show(qtbot, made, settle)
    made.field.take_focus()
    return made


def names(page: CoveragePage) -> list[str]:
    return [tile.state.name for tile in page.field.tiles()]


def here(page: CoveragePage) -> str:
    """The village whose tile has the focus."""
    found = focused()
    assert isinstance(found, Tile)
    return found.state.name


def opened_file(page: CoveragePage, settle: Settle) -> VillageFilePage:
    settle()
    found = page.findChild(VillageFilePage)
    assert isinstance(found, VillageFilePage)
    return found


# -- the tiles


def test_tiles_stand_by_town_with_gaps_first(page: CoveragePage) -> None:
    assert names(page) == ["三洲村", "团湖村", "义南村", "荷花村", "横港村"]
    rows = {tile.state.name: tile.y() for tile in page.field.tiles()}
    assert rows["三洲村"] == rows["荷花村"] < rows["横港村"]


def test_a_tile_tells_everything_in_words(page: CoveragePage) -> None:
    states = {tile.state.name: tile.state for tile in page.field.tiles()}
    assert chief_words(states["三洲村"]) == "135 日无记录 +1"
    assert chief_words(states["团湖村"]) == "无顾问"
    assert chief_words(states["义南村"]) == "46 日后到期"
    assert chief_words(states["荷花村"]) == "至 2025-12"
    spoken = page.field.tiles()[0].accessibleName()
    for part in (
        "三洲村（营田镇）",
        "缺口",
        "135 日无记录",
        "上月工时不足",
        "本季未讲座",
        "顾问 易鸣谦",
        "本月现场 0/4 小时",
    ):
        assert part in spoken
    assert "正常" in told(states["荷花村"])


def test_lights_differ_without_colour(page: CoveragePage) -> None:
    """Drawn in grey, the three signs have different shapes."""
    drawn = set()
    for light in Light:
        tile = next(each for each in page.field.tiles() if each.state.light is light)
        side = theme.px(12)
        image = tile.grab().toImage().copy(theme.px(7), theme.px(5), side, side + theme.px(6))
        grey = image.convertToFormat(QImage.Format.Format_Mono)
        drawn.add(bytes(grey.constBits()))
    assert len(drawn) == 3


def test_arrows_home_and_end_go_among_the_tiles(page: CoveragePage) -> None:
    assert here(page) == "三洲村"
    for key, name in (
        (Key.Key_Left, "三洲村"),
        (Key.Key_Right, "团湖村"),
        (Key.Key_Down, "横港村"),
        (Key.Key_Down, "横港村"),
        (Key.Key_Up, "三洲村"),
        (Key.Key_End, "横港村"),
        (Key.Key_Left, "荷花村"),
        (Key.Key_Home, "三洲村"),
    ):
        press(key)
        assert here(page) == name, key


def test_tab_comes_to_one_tile_alone(page: CoveragePage) -> None:
    press(Key.Key_Right)
    reached = {tile.state.name for tile in page.field.tiles() if tile.focusPolicy() & Qt.FocusPolicy.TabFocus}
    assert reached == {"团湖村"}


def test_tiles_are_large_where_all_have_room_and_small_where_not(page: CoveragePage, settle: Settle) -> None:
    assert all(tile.roomy for tile in page.field.tiles())
    page.resize(420, 320)
    settle()
    assert not any(tile.roomy for tile in page.field.tiles())
    width = page.area.viewport().width()
    assert all(tile.geometry().right() <= width for tile in page.field.tiles())
    press(Key.Key_End)
    shown = page.area.viewport().rect()
    assert shown.contains(focused().mapTo(page.area.viewport(), focused().rect().center()))


# -- narrowing


def test_totals_and_rates_are_on_the_page(page: CoveragePage) -> None:
    words = {code: total.text() for code, total in page.head.totals.items()}
    assert words == {
        "all": "全部 5",
        "red": "缺口 2",
        "amber": "注意 1",
        "green": "正常 2",
        "nobody": "无顾问 1",
        "silent": "45 日无记录 1",
        "expiring": "60 日内到期 1",
        "lastmonth": "上月工时不足 1",
        "lecture": "当季无讲座 1",
        "late": "补录 3 ›",
    }
    assert page.head.rates == ("覆盖率 80.0%（4/5）", "履职率 10月 75.0%（3/4）", "2023年 10.0%（4/40）")
    assert any("覆盖率 80.0%（4/5）" in text for text in texts(page))


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("red", ["三洲村", "团湖村"]),
        ("green", ["荷花村", "横港村"]),
        ("expiring", ["义南村"]),
        ("nobody", ["团湖村"]),
    ],
)
def test_a_total_narrows_the_board_and_gives_way_again(page: CoveragePage, code: str, wanted: list[str]) -> None:
    page.head.totals[code].setFocus()
    press(Key.Key_Space)
    assert names(page) == wanted
    assert page.head.totals[code].isChecked()
    press(Key.Key_Space)
    assert len(names(page)) == 5
    assert page.head.totals["all"].isChecked()


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("hehua", ["荷花村"]),
        ("yimingqian", ["三洲村", "义南村", "荷花村"]),
        ("lqh", ["横港村"]),
        ("fhx", ["横港村"]),
    ],
)
def test_typing_on_a_tile_begins_the_search(page: CoveragePage, typed: str, wanted: list[str]) -> None:
    for letter in typed:
        type_in(letter)
    assert page.head.search.text() == typed
    assert names(page) == wanted
    press(Key.Key_Return)
    assert here(page) == wanted[0]


def test_chinese_finds_villages_advisers_and_firms(page: CoveragePage) -> None:
    press(Key.Key_F, CTRL | SHIFT)
    assert focused() is page.head.search
    for words, wanted in (
        ("义南", ["义南村"]),
        ("柳青", ["横港村"]),
        ("法律服务所", ["横港村"]),
        ("凤凰乡", ["横港村"]),
    ):
        page.head.search.setText(words)
        assert names(page) == wanted
    press(Key.Key_Escape)
    assert len(names(page)) == 5
    assert isinstance(focused(), Tile)


def test_nothing_found_leads_back_to_all(page: CoveragePage) -> None:
    type_in("x")
    type_in("q")
    assert names(page) == []
    assert page.empty.isVisible()
    assert "没有符合的村（社区）" in texts(page)
    page.empty.first.setFocus()
    press(Key.Key_Space)
    assert len(names(page)) == 5
    assert isinstance(focused(), Tile)


def test_another_day(page: CoveragePage, settle: Settle) -> None:
    page.head.day.setFocus()
    page.head.day.selectAll()
    type_in("2023-07-10")
    press(Key.Key_Return)
    settle()
    assert page.board is not None
    assert page.board.on == date(2023, 7, 10)
    assert (
        page.head.totals["red"].text() == "缺口 4"
    )  # three that nobody had come to for 190 days, one without adviser
    page.head.day.selectAll()
    type_in("32")
    press(Key.Key_Return)
    assert page.head.slip.text() != ""
    page.head.now.click()
    settle()
    assert page.board.on == date(2023, 11, 15)
    assert page.head.slip.text() == ""


def test_records_to_be_looked_at_open(page: CoveragePage, qtbot: QtBot) -> None:
    page.head.totals["late"].setFocus()
    press(Key.Key_Space)
    assert page.checks.isVisible()
    assert len(page.checks.list.lines()) == 3
    assert page.checks.list.lines()[0].title == "荷花村 易鸣谦"
    with qtbot.waitSignal(page._sitting.wanted) as wanted:
        press(Key.Key_Return)
    assert wanted.args is not None
    assert wanted.args[0] == "service_log"
    press(Key.Key_Escape)
    assert not page.checks.isVisible()
    assert isinstance(focused(), Tile)


# -- an office without villages


def test_without_villages_the_first_step_is_offered(qtbot: QtBot, sitting: Sitting, settle: Settle) -> None:
    made = CoveragePage(sitting)
    show(qtbot, made, settle)
    assert made.empty.isVisible()
    assert any("从 Excel 导入" in text for text in texts(made))
    made.empty.first.setFocus()
    with qtbot.waitSignal(sitting.led) as led:
        press(Key.Key_Space)
    assert led.args is not None
    assert led.args[0] == "village"
    with qtbot.waitSignal(sitting.wanted) as wanted:
        made.empty.wider.click()
    assert wanted.args == ["village", ""]


def test_the_board_follows_what_is_saved(page: CoveragePage, settle: Settle) -> None:
    place, sitting = page._sitting.place, page._sitting
    press(Key.Key_Right)
    empty = next(tile.state.uid for tile in page.field.tiles() if tile.state.name == "团湖村")
    term(place, Linked(empty, "团湖村"), adviser(place, "成可人"), date(2023, 11, 10), LONG)
    sitting.changed.emit(Changed("assignment", ()))
    settle()
    assert page.head.totals["nobody"].text() == "无顾问 0"
    assert here(page) == "团湖村"  # one still stands where one stood


# -- the village's file


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


# -- within the desk


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
