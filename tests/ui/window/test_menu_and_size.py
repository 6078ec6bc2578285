"""The size of the type, the menu, and names for who has the window read aloud."""

import threading

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from quyuan_desktop.services.workplace import Changed
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.rules import Rules
from quyuan_desktop.ui.dialogs.rules_deadlines import DeadlinesPage
from quyuan_desktop.ui.tasks import Progress
from quyuan_desktop.ui.window import MainWindow
from tests.ui.at_the_desk import focus
from tests.ui.window.hand import CTRL, Key, Settle, press


def test_ctrl_plus_minus_and_zero(qtbot: QtBot, window: MainWindow, layout: QSettings) -> None:
    press(qtbot, window, Key.Key_Equal)
    assert theme.percent() == 110
    press(qtbot, window, Key.Key_Plus)
    assert theme.percent() == 125
    assert layout.value("window/percent") == 125
    press(qtbot, window, Key.Key_Minus)
    assert theme.percent() == 110
    press(qtbot, window, Key.Key_0)
    assert theme.percent() == 100


def test_the_menu_has_its_lines(window: MainWindow) -> None:
    names = [action.text().split("\t")[0] for action in window.menu.actions() if not action.isSeparator()]
    assert [name.rstrip("…") for name in names] == [
        "备份与还原",
        "人员与密码",
        "单位信息与编号",
        "规则设置",
        "核对数据",
        "放大",
        "缩小",
        "原来大小",
        "帮助",
        "锁定（换人登录）",
        "退出",
    ]


@pytest.mark.parametrize("place", [0, 1, 2, 3, 4, 8])
def test_the_lines_of_the_menu_open_their_dialogs(window: MainWindow, settle: Settle, place: int) -> None:
    action = [each for each in window.menu.actions() if not each.isSeparator()][place]
    action.trigger()
    settle()
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert action.text().startswith(dialog.windowTitle())
    dialog.close()


def test_changed_rules_hold_for_the_whole_window(window: MainWindow, settle: Settle) -> None:
    heard: list[Changed] = []
    window.sitting.changed.connect(heard.append)
    next(each for each in window.menu.actions() if each.text() == "规则设置…").trigger()
    settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, Rules)
    page = dialog.page
    assert isinstance(page, DeadlinesPage)
    code = page.rule.code
    page.by_name["days"].editor.setFocus()
    QTest.keyClick(focus(), Key.Key_A, CTRL)
    QTest.keyClicks(focus(), "11")
    QTest.keyClick(focus(), Key.Key_Return)
    settle()
    assert window.sitting.place.house.deadline(code).days == 11
    assert heard == [Changed("", ())]
    assert window.status.told.text().startswith("已保存：")
    dialog.close()


def test_everything_that_takes_the_focus_has_a_name(window: MainWindow) -> None:
    nameless = [
        repr(each)
        for each in window.findChildren(QWidget)
        if each.isVisible()
        and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (each.accessibleName() or each.property("text") or each.property("placeholderText"))
    ]
    assert nameless == []


def test_the_empty_window_fits_the_small_screen_at_150_percent(
    qapp: QApplication, qtbot: QtBot, window: MainWindow
) -> None:
    theme.scale(qapp, 150)
    frame = window.tabs.parentWidget()
    assert frame is not None
    assert frame.minimumSizeHint().width() <= 1366
    assert window.status.minimumSizeHint().width() <= 1366


def test_long_work_shows_in_the_window(qtbot: QtBot, window: MainWindow, settle: Settle) -> None:
    go_on = threading.Event()

    def job(progress: Progress) -> None:
        progress.step("正在核对", 1, 2)
        go_on.wait(10)

    window.sitting.tasks.run_long(job)
    qtbot.waitUntil(window.works.isVisible)
    assert window.works.doing.text() == "正在核对  50%"
    assert window.stack.isEnabled()
    go_on.set()
    settle()
