"""What fits is not measured: that must be so of every character it is said of, and what does not fit ends in dots."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPixmap
from pytestqt.qtbot import QtBot

from quyuan_desktop.ui import theme
from quyuan_desktop.ui.row_table import _AT_MOST_WHOLE, RowTable

KNOWN = [chr(code) for code in (*range(0x20, 0x250), *range(0x2000, 0x3100), *range(0x4E00, 0xA000, 37))]
KNOWN += [chr(code) for code in range(0xFE00, 0xFFF0)]


def test_no_character_it_passes_is_wider_than_a_chinese_one(qtbot: QtBot) -> None:
    metrics = QFontMetricsF(theme.font())
    passed = [each for each in KNOWN if _AT_MOST_WHOLE(each)]
    assert {"a", "W", "@", "，", "〔", "…", "一"} <= set(passed)
    assert [each for each in passed if metrics.horizontalAdvance(each) > metrics.horizontalAdvance("国")] == []


@pytest.mark.parametrize(
    "text", ["屈营司咨字〔2023〕168号", "WWWW@@@@", "去年在工地做工，至今拖欠工资", "𬱖𫘧𰻞", "﷽﷽", "一\n二"]
)
@pytest.mark.parametrize("room", [30, 60, 120, 400])
def test_a_text_is_as_qt_would_shorten_it(qtbot: QtBot, text: str, room: int) -> None:
    table = RowTable()
    qtbot.addWidget(table)
    picture = QPixmap(10, 10)
    painter = QPainter(picture)
    painter.setFont(theme.font())
    table._whole = painter.fontMetrics().horizontalAdvance("国")
    shown = table._fitted(painter, text, room)
    wanted = painter.fontMetrics().elidedText(text.replace("\n", " "), Qt.TextElideMode.ElideRight, room)
    painter.end()
    assert shown == wanted
