"""The tabs of the desks at 150 % on a small screen: none is cut off, and they stand wide again where there is room."""

from PySide6.QtGui import QResizeEvent
from pytestqt.qtbot import QtBot

from quyuan_desktop.ui.desk_tabs import DeskTabs

NAMES = ("今日", "法律援助", "公共法律服务", "一村一法律顾问", "矛盾调解", "普法宣传", "统计报送")


def fitted(shown: DeskTabs, width: int) -> bool:
    """Whether they stand narrow in a row of that width."""
    shown.resize(width, 40)
    shown.resizeEvent(QResizeEvent(shown.size(), shown.size()))  # Qt sends it when the window is shown
    return bool(shown.property("narrow"))


def test_tabs_draw_closer_before_one_is_cut_off(qtbot: QtBot) -> None:
    shown = DeskTabs()
    qtbot.addWidget(shown)
    for name in NAMES:
        shown.addTab(name)
    wide = shown.sizeHint().width()
    assert not fitted(shown, wide + 40)
    assert fitted(shown, wide - 60)
    assert shown.sizeHint().width() <= wide - 60
    assert not fitted(shown, wide + 40)
    assert shown.sizeHint().width() == wide
