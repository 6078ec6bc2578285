"""A line of a block and the strip of the month: what is cut off, tones, sizes."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from quyuan_desktop.ui import theme
from quyuan_desktop.ui.short_list import Line, ShortList, divide, shorten
from quyuan_desktop.ui.today_page import TodayPage
from quyuan_desktop.ui.trend import TrendLine, month_words
from tests.ui.today.hand import day, item


def test_lists_grow_with_the_scale(qapp: QApplication, page: TodayPage) -> None:
    page.show_day(day(due=(item("甲"), item("乙"))))
    listed = page.cards()[0].list
    theme.scale(qapp, 150)
    assert listed.height() == theme.px(theme.ROW) * 2 + 2 == 98


def test_nothing_is_cut_off_at_150_percent(qapp: QApplication, page: TodayPage) -> None:
    theme.scale(qapp, 150)
    page.show_day(day(due=(item("甲" * 40),), todo=(item("乙"),), drafts=(item("丙"),)))
    assert page.ground.minimumSizeHint().width() <= 1366


@pytest.mark.parametrize(
    ("room", "title", "detail", "expected"),
    [
        (600, 100, 100, (100, 100)),
        (600, 240, 500, (240, 344)),
        (600, 500, 500, (400, 184)),
        (600, 560, 20, (560, 20)),
        (600, 5000, 0, (600, 0)),
        (600, 0, 5000, (0, 584)),
        (40, 500, 500, (26, 0)),
        (0, 10, 10, (0, 0)),
    ],
)
def test_whom_it_is_about_is_cut_last(room: int, title: int, detail: int, expected: tuple[int, int]) -> None:
    assert divide(room, title, detail, gap=16) == expected


def test_the_name_at_the_end_of_a_long_title_stays(qtbot: QtBot) -> None:
    """Forty lines that all begin with the same words are told apart by whom they are about."""
    shown = ShortList("到期")
    qtbot.addWidget(shown)
    title = "作出是否给予法律援助的决定 · 王秀兰"
    assert shorten(shown.fontMetrics(), title, 200).endswith("王秀兰")
    assert shorten(shown.fontMetrics(), title, 2000) == title


def test_every_tone_and_state_of_a_line_is_painted(qtbot: QtBot) -> None:
    shown = ShortList("各种")
    qtbot.addWidget(shown)
    shown.show_lines([Line("题", "细", tone, None) for tone in ("", "red", "amber", "green", "grey", "odd")])
    shown.show()
    shown.setFocus()
    assert not shown.grab().isNull()


def test_delete_offers_to_drop_a_line(qtbot: QtBot) -> None:
    shown = ShortList("草稿")
    qtbot.addWidget(shown)
    QTest.keyClick(shown, Qt.Key.Key_Delete)
    QTest.keyClick(shown, Qt.Key.Key_Return)
    shown.show_lines([Line("题", "", "", 7)])
    with qtbot.waitSignal(shown.dropped) as dropped:
        QTest.keyClick(shown, Qt.Key.Key_Delete)
    assert dropped.args == [7]


@pytest.mark.parametrize(
    ("month", "first", "expected"),
    [("2023-11", False, "11月"), ("2023-01", False, "1月\n2023"), ("2022-11", True, "11月\n2022")],
)
def test_how_a_month_is_written(month: str, first: bool, expected: str) -> None:
    assert month_words(month, first) == expected


@pytest.mark.parametrize("counts", [(), (0,), (7,), (0, 0, 0), tuple(range(13)), (10**9, 0)])
def test_the_line_stands_from_zero_up(qtbot: QtBot, counts: tuple[int, ...]) -> None:
    line = TrendLine()
    qtbot.addWidget(line)
    line.resize(800, 148)
    line.show_points(tuple((f"2023-{place + 1:02d}", count) for place, count in enumerate(counts[:12])), "人次")
    places = line.positions()
    heights = [place.y() for place in places]
    assert not line.grab().isNull()
    assert all(0 < height < line.height() for height in heights)
    assert [place.x() for place in places] == sorted(place.x() for place in places)
    order = sorted(range(len(heights)), key=lambda place: counts[place])
    assert [heights[place] for place in order] == sorted(heights, reverse=True)
