"""The tiles of the board of coverage: by town, told in words, gone through by keys, never wider than the window."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from quyuan_desktop.services.coverage import Light
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.coverage_page import CoveragePage
from quyuan_desktop.ui.coverage_tiles import chief_words, told
from tests.pages import focused, press
from tests.ui.coverage_page.hand import Key, Settle, here, names


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
