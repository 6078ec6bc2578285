"""The dialogue of rules as a whole: read-only for a clerk, by keys, remembered, and fit for a small screen."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from quyuan_desktop.domain.office import Role
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.rules import Rules
from quyuan_desktop.ui.dialogs.rules_holidays import HolidaysPage
from quyuan_desktop.ui.dialogs.rules_settings import NumbersPage
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.tasks import Tasks
from tests.ui.at_the_desk import Answers, focus
from tests.ui.rules_dialog.hand import NOTICE, Key, Open, Settle, deadlines, page_of, press


@pytest.fixture
def clerk_sitting(place: Workplace, tasks: Tasks, answers: Answers, layout: QSettings) -> Sitting:
    """Somebody at work who is not the head."""
    return Sitting(replace(place, staff=replace(place.staff, role=Role.CLERK)), tasks, answers, layout)


def test_a_clerk_looks_and_changes_nothing(open_rules: Open, clerk_sitting: Sitting, settle: Settle) -> None:
    dialog = open_rules(clerk_sitting)
    heard: list[object] = []
    dialog.changed.connect(heard.append)
    for page in dialog.pages:
        dialog.show_page(page)
        settle()
        told = [each.text() for each in page.findChildren(QLabel) if each.isVisible()]
        assert "这里可以查看；只有所长可以修改，请所长登录后操作。" in told
        for field in page.fields:
            before = field.editor.typed()
            field.editor.setFocus()
            for key in (Key.Key_5, Key.Key_Up, Key.Key_Right, Key.Key_Space, Key.Key_Tab):
                QTest.keyClick(field.editor.control, key)
            assert field.editor.typed() == before
    holidays = page_of(dialog, HolidaysPage)
    QGuiApplication.clipboard().setText(NOTICE)
    holidays.years.setFocus()
    QTest.keyClick(focus(), Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert not holidays.file.isEnabled()
    assert holidays.sample.isEnabled()
    assert not deadlines(dialog).restore.isEnabled()
    settle()
    assert heard == []
    assert dialog.close()


def test_the_pages_are_gone_through_by_keys(dialog: Rules) -> None:
    assert dialog.list.hasFocus()
    seen = [dialog.page.title]
    for _ in dialog.pages[1:]:
        press(Key.Key_Down)
        seen.append(dialog.page.title)
    assert seen == [page.title for page in dialog.pages]
    QTest.keyClick(focus(), Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert dialog.page is dialog.pages[0]
    QTest.keyClick(focus(), Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert dialog.page is dialog.pages[-1]


def test_tab_comes_to_everything_on_a_page(dialog: Rules) -> None:
    page = deadlines(dialog)
    page.table.setFocus()
    seen = set()
    for _ in range(20):
        press(Key.Key_Tab)
        seen |= {name for name, field in page.by_name.items() if field.isAncestorOf(focus())}
    assert seen == page.by_name.keys()


def test_size_and_page_are_remembered(open_rules: Open, sitting: Sitting, settle: Settle) -> None:
    dialog = open_rules(sitting)
    dialog.resize(700, 500)
    page_of(dialog, NumbersPage)
    dialog.close()
    again = open_rules(sitting)
    assert (again.width(), again.height()) == (700, 500)
    assert again.page.title == "编号"


@pytest.mark.parametrize("percent", [100, 150])
def test_it_fits_the_small_screen(
    qapp: QApplication, open_rules: Open, sitting: Sitting, settle: Settle, percent: int
) -> None:
    theme.scale(qapp, percent)
    dialog = open_rules(sitting)
    dialog.resize(min(1366, theme.px(1240)), min(728, theme.px(680)))
    settle()
    for page in dialog.pages:
        dialog.show_page(page)
        settle()
        ground = page.widget()
        assert page.horizontalScrollBar().maximum() == 0, page.title
        assert ground.width() <= dialog.width()
    assert dialog.width() <= 1366
