"""期间文书 by keys: paper, village or adviser, period; what is asked of the service; what is refused."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from quyuan_desktop.documents.preview import extract_text
from quyuan_desktop.registers.advisers import ADVISERS
from quyuan_desktop.ui.adviser_papers_page import AdviserPapersPage, spans
from quyuan_desktop.ui.desk_pages import PAGES
from quyuan_desktop.ui.link_editor import LinkEditor
from quyuan_desktop.ui.paper_view import PaperView
from quyuan_desktop.ui.sitting import Sitting
from tests.adviser_records import adviser, service, term, village
from tests.pages import CTRL, press, show, texts, type_in

Settle = Callable[[], None]
KEY = Qt.Key


@pytest.fixture
def page(qtbot: QtBot, sitting: Sitting, settle: Settle) -> AdviserPapersPage:
    """The page over one village with its adviser and one service."""
    place = sitting.place
    hehua, zhou = village(place, "荷花村"), adviser(place, "周明远")
    village(place, "三洲村")
    held = term(place, hehua, zhou, date(2023, 1, 1), date(2023, 12, 31), subsidy=360_000)
    service(place, held, date(2023, 11, 7), 240, topic="土地流转")
    made = AdviserPapersPage(sitting)
    show(qtbot, made, settle)
    return made


def pick(page: AdviserPapersPage, settle: Settle, typed: str) -> None:
    """Type into the field that asks of whom, and take the first that is offered."""
    editor = page.whose.currentWidget()
    assert isinstance(editor, LinkEditor)
    editor.line.setFocus()
    type_in(typed)
    settle()
    press(KEY.Key_Return)


def paper(page: AdviserPapersPage, settle: Settle) -> str:
    """What the paper that is shown says."""
    settle()
    view = page.findChild(PaperView)
    assert view is not None
    assert view.isVisible()
    source = view._source
    assert source.editable
    assert source.word().startswith(b"PK")
    return re.sub(r"\s", "", "".join(extract_text(source.preview())))


def test_the_log_book_of_a_village_by_keys(page: AdviserPapersPage, settle: Settle) -> None:
    pick(page, settle, "hehua")
    press(KEY.Key_P, CTRL)
    found = paper(page, settle)
    for words in ("法律顾问工作日志", "荷花村", "土地流转", "2023年第四季度"):
        assert words in found, words


def test_the_score_sheet_of_an_adviser(page: AdviserPapersPage, settle: Settle) -> None:
    page.kinds.button(1).setFocus()
    press(KEY.Key_Space)
    page.of.button(1).setFocus()
    press(KEY.Key_Space)
    pick(page, settle, "zmy")
    press(KEY.Key_P, CTRL)
    found = paper(page, settle)
    assert "考核评分表" in found
    assert "周明远" in found


def test_subsidies_ask_of_nobody(page: AdviserPapersPage, settle: Settle) -> None:
    page.kinds.button(2).setFocus()
    press(KEY.Key_Space)
    assert not page.whose.isVisible()
    page.span.setFocus()
    press(KEY.Key_Home)
    press(KEY.Key_P, CTRL)
    found = paper(page, settle)
    assert "2023年（2023年1月1日至2023年12月31日）" in found
    assert "人民币叁仟陆佰元整" in found


def test_without_a_village_it_says_so_and_goes_there(page: AdviserPapersPage, settle: Settle) -> None:
    page.show_paper_button.setFocus()
    press(KEY.Key_P, CTRL)
    settle()
    assert page.findChild(PaperView) is None
    assert "请选择村（社区）。" in texts(page)
    assert page.editors["village"].line.hasFocus()
    pick(page, settle, "hehua")
    assert "请选择村（社区）。" not in texts(page)


def test_words_that_are_no_village_are_refused(page: AdviserPapersPage, settle: Settle) -> None:
    page.editors["village"].retype("没有的村")
    page.show_paper()
    assert page.findChild(PaperView) is None
    assert any("没有的村" in text for text in texts(page))


def test_escape_leads_back(page: AdviserPapersPage, settle: Settle) -> None:
    page.kinds.button(2).setChecked(True)
    page.show_paper()
    settle()
    view = page.findChild(PaperView)
    assert view is not None
    view.closed.emit()
    assert page.show_paper_button.isVisible()


def test_every_period_of_a_year() -> None:
    made = [(name, span(2023)) for name, span in spans()]
    assert len(made) == 19
    assert dict(made)["第一季度"].last == date(2023, 3, 31)
    assert dict(made)["下半年"].first == date(2023, 7, 1)
    assert dict(made)["2月"].days == 28


def test_the_desk_has_the_page() -> None:
    assert "adviser_papers" in ADVISERS.pages
    assert PAGES["adviser_papers"].label == "期间文书"
