"""What a person does with the dialogue of rules, and what is read off it."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from quyuan_desktop.ui.dialogs.rule_parts import KeptField, RulesPage
from quyuan_desktop.ui.dialogs.rules import Rules
from quyuan_desktop.ui.dialogs.rules_deadlines import DeadlinesPage
from quyuan_desktop.ui.line_editors import LineEditor
from tests.ui.at_the_desk import focus

Page = TypeVar("Page", bound=RulesPage)


Key = Qt.Key


Settle = Callable[[], None]


Open = Callable[..., Rules]


NOTICE = "日期,休或班,名称\n2024/10/1,休,国庆节\n2024/10/12,班,\n"


def page_of(dialog: Rules, kind: type[Page]) -> Page:
    """Turn to the first page of that kind."""
    found = next(page for page in dialog.pages if isinstance(page, kind))
    dialog.show_page(found)
    return found


def deadlines(dialog: Rules, code: str = "aid.decide") -> DeadlinesPage:
    """The page of time limits, on the row of that code."""
    page = page_of(dialog, DeadlinesPage)
    page.table.setCurrentCell(page.table.row_of(code), 0)
    return page


def press(*keys: Key) -> None:
    """Press keys where the focus is."""
    for key in keys:
        QTest.keyClick(focus(), key)


def retype(text: str) -> None:
    """Type over what stands where the focus is."""
    QTest.keyClick(focus(), Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(focus(), text)


def enter(field: KeptField, text: str) -> None:
    """Write what has no key on a Latin keyboard, as an input method does."""
    field.editor.setFocus()
    editor = field.editor
    assert isinstance(editor, LineEditor)
    editor.line.replace_with(text)
