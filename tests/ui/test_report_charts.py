"""The pictures beside the figures say without colour what they say: in grey, in the dark, in large type, in words."""

from itertools import combinations

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from quyuan_desktop.domain.figures import Figure, FigureLine
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.report_charts import Bar, MonthColumns, PartBars, parts_of, years_below

APART = 40
"""Of 255 greys, so many at least between what is to be told apart."""
YEAR = [f"2022-{month:02d}" for month in range(1, 13)]


@pytest.fixture(params=[(100, False), (150, False), (100, True)], ids=["light", "large", "dark"])
def looks(request: pytest.FixtureRequest, qapp: QApplication) -> None:
    percent, dark = request.param
    theme.apply(qapp, percent=percent, dark=dark)


def in_grey(qtbot: QtBot, widget: QWidget) -> QImage:
    qtbot.addWidget(widget)
    widget.resize(widget.sizeHint())
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)


def greys(image: QImage, left: float, top: float, wide: float, high: float) -> list[int]:
    return [
        image.pixelColor(x, y).red()
        for x in range(round(left), round(left + wide))
        for y in range(round(top), round(top + high))
    ]


def test_months_are_told_apart_in_grey(qtbot: QtBot, looks: None) -> None:
    """The month, the same month a year before and those between: full, hatched, empty."""
    columns = MonthColumns()
    columns.show_points(tuple((month, 9) for month in ["2021-12", *YEAR]), "咨询人次", "人次")
    image = in_grey(qtbot, columns)
    gap, middle = image.width() / 13, image.height() / 2
    own = [greys(image, place * gap + gap / 2 - gap * 0.2, middle - 8, gap * 0.4, 16) for place in (0, 5, 12)]
    hatched, between, full = own
    assert max(hatched) - min(hatched) > APART, "lines are seen in it"
    assert max(between) - min(between) < APART / 2, "it is even"
    for one, other in combinations([sum(each) / len(each) for each in (between, full)], 2):
        assert abs(one - other) > APART


def test_a_stroke_is_seen_within_its_bar(qtbot: QtBot, looks: None) -> None:
    """The part a year before, where it was smaller than now and lies within the bar."""
    bars = PartBars([Bar("来访", 40, 20), Bar("来电", 20, 40)], "人次")
    image = in_grey(qtbot, bars)
    row = [image.pixelColor(x, round(image.height() / 4)).red() for x in range(image.width())]
    bar = min(row, key=lambda grey: abs(grey - theme.colour("accent").lightness()))
    inside = [at for at, grey in enumerate(row) if abs(grey - bar) < 8]
    broken = row[inside[0] : inside[-1]]
    assert max(broken) - min(broken) > 2 * APART


def test_the_numbers_say_which_year_they_are_of() -> None:
    """At the right, that of the year before in brackets: none stands beside a stroke that it is not of."""
    assert PartBars([Bar("来访", 11, 22), Bar("来电", 1, 0)], "人次").numbers() == [("11", "(22)"), ("1", "(0)")]
    alone = PartBars([Bar("来访", 11, 0), Bar("来电", 23_456, 0)], "人次")
    assert alone.numbers() == [("11", ""), ("2.3万", "")]
    assert alone.accessibleName() == "来访 11，来电 23,456"
    assert PartBars([Bar("来访", 11, 22)], "人次").accessibleName() == "来访 11（上年同期 22）"


@pytest.mark.parametrize(
    ("months", "told"),
    [
        (["2022-12", "2023-01", "2023-02"], {1}),
        (["2022-11", "2022-12", "2023-01"], {0, 2}),
        (["2023-01", "2023-02"], {0}),
        (["2023-02", "2023-03"], {0}),
    ],
)
def test_years_do_not_run_into_one_another(months: list[str], told: set[int]) -> None:
    assert years_below(months) == told


def test_what_has_come_to_nothing_is_drawn_too() -> None:
    def line(code: str, now: int, before: int) -> FigureLine:
        return FigureLine(Figure(f"consult.channel.{code}", code, "人次", now), "途径", "", now, before)

    (group,) = parts_of([line("visit", 2, 0), line("call", 0, 7), line("letter", 0, 0), line("online", 0, 9)])
    assert group.bars == (Bar("visit", 2, 0), Bar("online", 0, 9), Bar("call", 0, 7))
