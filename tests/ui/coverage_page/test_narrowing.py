"""The board of coverage narrowed: totals, words, another day, and an office without villages."""

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.services.workplace import Changed
from quyuan_desktop.ui.coverage_page import CoveragePage
from quyuan_desktop.ui.coverage_tiles import Tile
from quyuan_desktop.ui.sitting import Sitting
from tests.pages import CTRL, SHIFT, focused, press, show, texts, type_in
from tests.ui.coverage_page.hand import LONG, Key, Settle, here, names
from tests.villages import adviser, term


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
