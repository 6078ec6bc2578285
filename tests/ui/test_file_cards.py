"""The cards of attached files under real keys: walking, removing, renaming, looking, saving, and their room."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from quyuan_desktop.registers.attached import LONGEST_NAME, Attached
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.file_cards import NameLine
from quyuan_desktop.ui.file_view import FileView
from quyuan_desktop.ui.sitting import Sitting
from tests.file_hand import LEFT, Hand, MakeHand, Settle, hand_maker
from tests.filling import CTRL, KEY, SHIFT
from tests.ui.at_the_desk import Answers, focus


@pytest.fixture
def make(qtbot: QtBot, sitting: Sitting, tmp_path: Path, settle: Settle) -> Iterator[MakeHand]:
    """Puts an editor of files on the screen."""
    yield hand_maker(qtbot, sitting, tmp_path, settle)
    settle()


@pytest.fixture
def hand(make: MakeHand) -> Hand:
    """Someone in front of an empty editor."""
    return make()


# -- keys


def test_cards_are_one_stop_for_tab_and_arrows_go_round(hand: Hand) -> None:
    hand.put("a.jpg", "b.jpg", "c.jpg")
    add, after = hand.editor.shelf.add_button, hand.editor.window().findChild(QWidget, "editor_next")
    assert after is not None
    assert focus() is add
    walk: list[tuple[Qt.Key, QWidget]] = [
        (KEY.Key_Left, hand.cards[2]),
        (KEY.Key_Home, hand.cards[0]),
        (KEY.Key_Up, add),
        (KEY.Key_Right, hand.cards[0]),
        (KEY.Key_Down, hand.cards[1]),
    ]
    for key, at in walk:
        hand.press(key)
        assert focus() is at
    hand.press(KEY.Key_Tab)
    assert after.isAncestorOf(focus())
    hand.press(KEY.Key_Tab, with_=SHIFT)
    assert focus() is hand.cards[1], "where one was"
    hand.press(KEY.Key_End, KEY.Key_Tab)
    assert after.isAncestorOf(focus())


def test_delete_removes_and_every_removal_can_be_taken_back(hand: Hand) -> None:
    hand.put("a.jpg", "b.jpg", "c.jpg")
    hand.cards[1].setFocus()
    hand.press(KEY.Key_Delete)
    assert hand.names == ["a.jpg", "c.jpg"]
    assert focus() is hand.cards[1]
    hand.press(KEY.Key_Backspace)
    assert hand.names == ["a.jpg"]
    assert focus() is hand.cards[0]
    hand.press(KEY.Key_Delete)
    assert focus() is hand.editor.shelf.add_button
    assert len(hand.changes) == 3
    back = hand.editor.shelf.back_button
    assert back.isVisible() and back.text() == "撤销删除" and "a.jpg" in back.toolTip()
    hand.press(KEY.Key_Z, with_=CTRL)
    assert hand.names == ["a.jpg"]
    assert focus() is hand.cards[0]
    QTest.mouseClick(back, LEFT)
    assert hand.names == ["a.jpg", "c.jpg"]
    hand.press(KEY.Key_End, KEY.Key_Right)
    hand.editor.take_back()
    assert hand.names == ["a.jpg", "b.jpg", "c.jpg"]
    assert back.isHidden()
    hand.editor.take_back()
    assert hand.names == ["a.jpg", "b.jpg", "c.jpg"]


def test_what_was_removed_and_attached_again_is_not_doubled_by_taking_back(hand: Hand) -> None:
    hand.put("a.jpg")
    hand.editor.remove(hand.cards[0])
    hand.choose(hand.folder / "a.jpg")
    hand.settle()
    hand.editor.take_back()
    assert hand.names == ["a.jpg"]


def test_another_record_brings_nothing_back_from_this_one(hand: Hand) -> None:
    hand.put("a.jpg")
    hand.editor.remove(hand.cards[0])
    hand.editor.show_value(())
    assert hand.editor.shelf.back_button.isHidden()
    hand.editor.take_back()
    assert hand.names == []


def line_of(hand: Hand) -> NameLine:
    """The line in which the name is being typed."""
    (line,) = [each for each in hand.editor.findChildren(NameLine) if each.isVisible()]
    return line


@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
def test_f2_renames_in_place(make: MakeHand, narrow: bool) -> None:
    hand = make(width=240 if narrow else 1000)
    hand.put("IMG_1.jpg")
    hand.press(KEY.Key_Left, KEY.Key_F2)
    line = line_of(hand)
    assert line.hasFocus()
    assert line.selectedText() == "IMG_1"
    assert hand.editor.shelf.rect().contains(line.geometry())
    QTest.keyClicks(line, "ID")
    hand.press(KEY.Key_Return)
    assert hand.names == ["ID.jpg"]
    assert hand.cards[0].accessibleName().startswith("ID.jpg")
    assert focus() is hand.cards[0]
    assert hand.entered == []
    assert hand.changes == [True]


@pytest.mark.parametrize(
    ("typed", "called"),
    [
        ("身份证", "身份证.jpg"),
        ("a/b:c.png", "a-b-c.jpg"),
        ("   ", "IMG_1.jpg"),
        ("IMG_1.jpg", "IMG_1.jpg"),
        ("长" * 300, "长" * (LONGEST_NAME - 4) + ".jpg"),
    ],
)
def test_whatever_is_typed_as_a_name_is_one(hand: Hand, typed: str, called: str) -> None:
    hand.put("IMG_1.jpg")
    hand.press(KEY.Key_Left, KEY.Key_F2)
    line_of(hand).setText(typed)
    hand.press(KEY.Key_Return)
    assert hand.names == [called]
    assert len(hand.changes) == (called != "IMG_1.jpg")


def test_esc_leaves_the_name_and_going_on_takes_it(hand: Hand) -> None:
    hand.put("IMG_1.jpg")
    hand.press(KEY.Key_Left, KEY.Key_F2)
    QTest.keyClicks(focus(), "X")
    hand.press(KEY.Key_Escape)
    assert hand.names == ["IMG_1.jpg"]
    assert focus() is hand.cards[0]
    hand.press(KEY.Key_F2)
    QTest.keyClicks(focus(), "Y")
    hand.press(KEY.Key_Tab)
    assert hand.names == ["Y.jpg"]
    hand.cards[0].setFocus()
    hand.press(KEY.Key_F2)
    QTest.keyClicks(focus(), "Z")
    hand.editor.finish()
    assert hand.names == ["Z.jpg"], "as before saving by Ctrl+S"
    assert focus() is hand.cards[0]


def test_another_record_ends_what_is_being_renamed(hand: Hand) -> None:
    hand.put("IMG_1.jpg")
    other = Attached("别的.docx", "ab" * 32, 5, "application/docx")
    hand.press(KEY.Key_Left, KEY.Key_F2)
    line = line_of(hand)
    QTest.keyClicks(line, "X")
    hand.editor.show_value((other,))
    assert hand.editor.value() == (other,)
    assert not line.isVisible()
    assert hand.changes == []


# -- looking and saving


@pytest.mark.parametrize("way", ["enter", "space", "double click", "screen reader"])
def test_a_card_opens_the_viewer_and_esc_leads_back(hand: Hand, qtbot: QtBot, way: str) -> None:
    hand.put("a.jpg", "b.jpg")
    hand.cards[1].setFocus()
    if way == "double click":
        QTest.mouseDClick(hand.cards[1], LEFT)
    elif way == "screen reader":
        hand.cards[1].click()
    else:
        hand.press(KEY.Key_Return if way == "enter" else KEY.Key_Space)
    (view,) = hand.editor.window().findChildren(FileView)
    hand.settle()
    assert view.isVisible()
    assert view.file.name == "b.jpg"
    QTest.keyClick(view, KEY.Key_Escape)
    qtbot.waitUntil(lambda: not isValid(view))
    hand.editor.window().activateWindow()  # as the desktop does; the offscreen one leaves it at that
    qtbot.waitUntil(lambda: QApplication.focusWidget() is hand.cards[1])


def test_a_single_click_only_brings_the_focus(hand: Hand) -> None:
    hand.put("a.jpg")
    QTest.mouseClick(hand.cards[0], LEFT)
    assert hand.cards[0].hasFocus()
    assert hand.editor.window().findChildren(FileView) == []


def test_the_menu_offers_what_the_keys_do_and_saves(hand: Hand, answers: Answers, sitting: Sitting) -> None:
    said: list[str] = []
    sitting.said.connect(said.append)
    hand.put("a.jpg")
    hand.cards[0].menu_wanted.emit(hand.cards[0].mapToGlobal(QPoint(5, 5)))
    (menu,) = hand.editor.findChildren(QMenu)
    assert [action.text() for action in menu.actions()] == ["查看", "另存为…", "改名", "删除"]
    answers.next = [hand.folder / "out" / "照片"]
    menu.actions()[1].trigger()
    hand.settle()
    assert answers.asked[-1] == ("另存为", "a.jpg")
    assert "没有存出" in hand.told[-1] and "找不到文件夹" in hand.told[-1]
    (hand.folder / "out").mkdir()
    answers.next = [hand.folder / "out" / "照片"]
    menu.actions()[1].trigger()
    hand.settle()
    assert (hand.folder / "out" / "照片.jpg").stat().st_size == hand.editor.value()[0].size
    assert "没有加密" in said[-1]
    answers.next = [None]
    menu.actions()[1].trigger()
    menu.actions()[3].trigger()
    menu.close()
    assert hand.names == []


# -- room


@pytest.mark.parametrize("percent", [100, 150])
def test_nothing_is_cut_off_at_any_width(make: MakeHand, qtbot: QtBot, percent: int) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, percent=percent, dark=False)
    hand = make()
    hand.put(*(f"扫描件第{number}页.jpg" for number in range(5)))
    hand.editor.remove(hand.cards[4])
    ground = hand.editor.window()
    for width in (1234, 800, 470, 300, 180):
        ground.resize(width, 700)
        qtbot.waitUntil(lambda width=width: ground.width() == max(width, ground.minimumSizeHint().width()))  # type: ignore[misc]  # bound early
        shelf = hand.editor.shelf
        qtbot.waitUntil(lambda shelf=shelf: shelf.height() == shelf.sizeHint().height())  # type: ignore[misc]  # bound early
        parts = [*hand.cards, shelf.add_button, shelf.back_button]
        boxes = [part.rect().translated(part.mapTo(shelf, QPoint(0, 0))) for part in parts]
        assert all(shelf.rect().contains(box) for box in boxes), width
        assert not any(one.intersects(other) for one in boxes for other in boxes if one is not other), width
    assert all(card.compact for card in hand.cards)
    assert hand.editor.shelf.add_button.text() == "＋"


def test_a_slip_shows_as_an_edge(hand: Hand) -> None:
    calm = hand.editor.grab().toImage()
    hand.editor.set_tone("red")
    assert hand.editor.grab().toImage() != calm
    hand.editor.set_tone("")
    assert hand.editor.grab().toImage() == calm
