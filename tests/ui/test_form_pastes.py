"""Pastes into the form: too much is refused in a sentence, breaks are tamed, the rest is kept and can be undone."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers import kinds
from quyuan_desktop.ui.guarded_text import GuardedLine, GuardedParagraph, fit_for_line, fit_for_lines
from quyuan_desktop.ui.sitting import Sitting
from tests.filling import CTRL, KEY, SHIFT, Make, Typist, maker, new_consultation, paste, press, type_in

NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def make(qtbot: QtBot) -> Make:
    """Puts an editor of a kind on the screen, with another one after it."""
    return maker(qtbot)


@pytest.fixture
def clerk(qtbot: QtBot, sitting: Sitting, settle: Callable[[], None]) -> Iterator[Typist]:
    """Someone in front of an empty consultation."""
    typist = new_consultation(qtbot, sitting, settle)
    yield typist
    typist.leave()


@pytest.mark.parametrize(
    "kind", [kinds.Text(), kinds.Name(), kinds.Identity(), kinds.Phone(), kinds.Day(), kinds.Number()]
)
def test_ten_million_pasted_characters_are_refused_in_a_sentence(make: Make, kind: kinds.Kind) -> None:
    editor = make(kind)
    type_in(editor, "1")
    said: list[str] = []
    editor.refused.connect(said.append)
    paste(editor, "工" * 10_000_000)
    assert len(said) == 1
    assert "10000000 字" in said[0]
    assert "没有粘贴" in said[0]
    assert editor.typed() == "1"


def test_a_paragraph_refuses_ten_million_characters_too(make: Make) -> None:
    editor = make(kinds.Text(limit=10_000, multiline=True))
    said: list[str] = []
    editor.refused.connect(said.append)
    paste(editor, "工\n" * 5_000_000)
    assert "最多 10000 字" in said[0]
    assert editor.typed() == ""
    paste(editor, "工" * 10_000)
    paste(editor, "作" * 10_000)
    assert len(editor.typed()) == 20_000, "a little too much may be pasted, to be cut down by hand"
    paste(editor, "x")
    assert len(said) == 2
    assert isinstance(editor.value(), Problem)


def test_a_refused_paste_is_said_beside_the_field_until_it_changes(clerk: Typist) -> None:
    clerk.go("phone")
    clerk.paste("1" * 5000)
    clerk.examined()
    assert "没有粘贴" in clerk.note("phone")
    clerk.type("1")
    clerk.examined()
    assert "没有粘贴" not in clerk.note("phone")


def test_breaks_and_tabs_in_a_line_become_spaces(make: Make) -> None:
    editor = make(kinds.Text())
    paste(editor, "\t荷花村\r\n7组\t张家\u2028湾\n")
    assert editor.typed() == "荷花村 7组 张家 湾"


@pytest.mark.parametrize(
    ("pasted", "line", "lines"),
    [
        ("a\x00b", "ab", "ab"),
        ("a\ud800b\udfff", "ab", "ab"),
        ("a\r\nb\rc", "a b c", "a\nb\nc"),
        ("  a  b  ", "a  b", "  a  b  "),
        ("𬱖\u00a0", "𬱖\u00a0", "𬱖\u00a0"),
        ("", "", ""),
    ],
)
def test_what_cannot_be_kept_is_left_out_of_a_paste(pasted: str, line: str, lines: str) -> None:
    assert fit_for_line(pasted) == line
    assert fit_for_lines(pasted) == lines


def test_a_paste_replaces_what_is_marked_and_can_be_undone(make: Make) -> None:
    editor = make(kinds.Text())
    type_in(editor, "one two")
    press(editor, KEY.Key_A, with_=CTRL)
    paste(editor, "三")
    assert editor.typed() == "三"
    press(editor, KEY.Key_Z, with_=CTRL)
    assert editor.typed() == "one two"
    press(editor, KEY.Key_Z, with_=CTRL | SHIFT)
    assert editor.typed() == "三"


def test_the_menu_pastes_as_carefully_as_the_key(make: Make) -> None:
    editor = make(kinds.Text())
    line = editor.control
    assert isinstance(line, GuardedLine)
    QGuiApplication.clipboard().setText("一\n二")
    menu = line.own_menu()
    next(action for action in menu.actions() if action.text() == "粘贴").trigger()
    assert editor.typed() == "一 二"
    QGuiApplication.clipboard().clear()
    menu.deleteLater()


def test_a_paragraph_takes_plain_text_only(make: Make) -> None:
    editor = make(kinds.Text(limit=200, multiline=True))
    paragraph = editor.control
    assert isinstance(paragraph, GuardedParagraph)
    rich = QMimeData()
    rich.setHtml("<b>粗</b>")
    rich.setText("粗\r\n体")
    paragraph.insertFromMimeData(rich)
    assert editor.typed() == "粗\n体"


def test_a_paragraph_grows_with_its_text_and_not_for_ever(make: Make) -> None:
    editor = make(kinds.Text(limit=2000, multiline=True))
    low = editor.control.sizeHint().height()
    editor.retype("行\n" * 4)
    middle = editor.control.sizeHint().height()
    editor.retype("行\n" * 300)
    assert low < middle < editor.control.sizeHint().height() < middle * 3
