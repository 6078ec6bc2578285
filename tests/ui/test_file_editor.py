"""The editor of attached files: what is chosen, dropped and pasted, what is shown, and what goes wrong."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QDragEnterEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers.attached import Attached, Files
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.services import attachments
from quyuan_desktop.ui.editors import make_editor
from quyuan_desktop.ui.file_editor import FileEditor
from quyuan_desktop.ui.sitting import Sitting
from tests import attached_files as made
from tests.file_hand import COPY, LEFT, NONE, Hand, MakeHand, Settle, drop, hand_maker, picture, urls
from tests.filling import CTRL, KEY
from tests.offices import TODAY, execute
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


# -- what stands there


def test_an_empty_editor_says_what_can_be_done(hand: Hand) -> None:
    editor = hand.editor
    assert editor.is_blank()
    assert editor.typed() == []
    assert editor.value() == ()
    assert editor.shelf.add_button.text() == "＋ 添加文件…"
    assert editor.shelf.add_button.hasFocus()
    assert "Ctrl+Insert" in editor.shelf.add_button.toolTip()
    assert editor.shelf.hint.isVisible()
    assert (editor.control.accessibleName(), editor.control.accessibleDescription()) == ("扫描件", "依据")


def test_chosen_files_have_a_card_at_once_and_are_a_value_when_they_are_kept(hand: Hand, sitting: Sitting) -> None:
    hand.choose(hand.file("身份证.jpg", made.jpeg()), hand.file("合同.pdf", made.pdf()))
    assert [card.words[1] for card in hand.cards] == ["正在存入…", "正在存入…"]
    assert hand.editor.typed() == []
    assert not hand.editor.is_blank(), "a child row would be left out as blank"
    under_way = hand.editor.value()
    assert isinstance(under_way, Problem)
    assert "正在存入" in under_way.text
    hand.settle()
    value = hand.editor.value()
    assert [(file.name, file.media) for file in value] == [
        ("身份证.jpg", "image/jpeg"),
        ("合同.pdf", "application/pdf"),
    ]
    assert hand.editor.typed() == hand.editor.kind.plain(value)
    assert all(len(attachments.content(sitting.place, file)) == file.size for file in value)
    assert hand.changes and not hand.told


def test_cards_show_pictures_and_tell_what_they_are(hand: Hand) -> None:
    hand.choose(hand.file("a.jpg", made.jpeg()), hand.file("b.pdf", made.pdf()), hand.file("c.docx", made.docx()))
    hand.settle()
    assert [card._picture is not None for card in hand.cards] == [True, True, False]
    assert hand.cards[1].accessibleName().startswith("b.pdf，PDF · ")
    assert hand.cards[2].accessibleName() == "c.docx，DOCX · 1 KB"
    assert "F2 改名" in hand.cards[0].toolTip()


@pytest.mark.parametrize("way", ["space", "click", "key"])
def test_the_dialog_opens_by_key_and_mouse(hand: Hand, answers: Answers, way: str) -> None:
    answers.next.append([])
    if way == "click":
        QTest.mouseClick(hand.editor.shelf.add_button, LEFT)
    elif way == "space":
        hand.press(KEY.Key_Space)
    else:
        hand.press(KEY.Key_Insert, with_=CTRL)
    ((title, pattern),) = answers.asked
    assert title == "添加扫描件"
    assert "*.pdf" in pattern
    assert hand.changes == []


def test_for_photographs_only_pictures_are_offered_and_taken(make: MakeHand, answers: Answers) -> None:
    hand = make(Files(pictures=True))
    hand.choose()
    ((_, pattern),) = answers.asked
    assert "*.jpg" in pattern and "*.pdf" not in pattern
    assert hand.editor.shelf.add_button.text() == "＋ 添加照片…"
    hand.choose(hand.file("合同.pdf", made.pdf()))
    hand.settle()
    assert hand.names == []
    assert hand.told == ["“合同.pdf”：这不是能存的图片。这一栏只存照片和扫描图：JPG、PNG、BMP、TIFF、WEBP。"]


def test_enter_goes_on_to_the_next_field(hand: Hand) -> None:
    hand.press(KEY.Key_Return)
    assert hand.entered == [True]
    hand.put("a.jpg")
    hand.press(KEY.Key_Return)
    assert hand.entered == [True, True], "the focus is behind the cards"


def test_what_was_typed_comes_back_silently(hand: Hand) -> None:
    hand.put("a.jpg", "b.jpg")
    typed = json.loads(json.dumps(hand.editor.typed()))
    value = hand.editor.value()
    hand.editor.retype(None)
    assert hand.editor.is_blank()
    hand.editor.retype(typed)
    assert (hand.editor.typed(), hand.editor.value()) == (typed, value)
    hand.editor.show_value(())
    hand.editor.show_value(value)
    assert hand.editor.value() == value
    assert hand.changes == []


def test_what_is_shown_comes_back_as_it_was_the_same_file_twice_and_without_a_name(hand: Hand) -> None:
    file = Attached("", "ab" * 32, 5, "application/docx")
    hand.editor.show_value((file, file))
    assert hand.editor.value() == (file, file)
    assert hand.cards[0].accessibleName().startswith("未命名")


def test_a_file_that_is_gone_says_so(hand: Hand, sitting: Sitting) -> None:
    hand.put("a.jpg")
    value = hand.editor.value()
    execute(sitting.place, "DELETE FROM blob")
    fresh = make_editor(hand.editor.field, lambda: TODAY, None, sitting)
    assert isinstance(fresh, FileEditor)
    fresh.show_value(value)
    hand.settle()
    assert fresh.cards[0].words == ("a.jpg", "已损坏或丢失", "red")
    assert fresh.value() == value, "nothing is taken away by itself"


def test_without_a_place_of_work_files_are_shown_only(qtbot: QtBot) -> None:
    editor = make_editor(Field(label="照片", kind=Files(), name="photos"), lambda: TODAY)
    assert isinstance(editor, FileEditor)
    qtbot.addWidget(editor)
    file = Attached("a.jpg", "cd" * 32, 5, "image/jpeg")
    editor.show_value((file,))
    editor.choose_more()
    editor.take(picture(), "")
    editor.look_at(editor.cards[0])
    assert editor.value() == (file,)


# -- dropping and pasting


def test_files_are_dropped_from_the_desktop(hand: Hand) -> None:
    assert drop(hand.editor, urls(hand.file("a.jpg", made.jpeg()), hand.file("b.pdf", made.pdf())))
    hand.settle()
    assert hand.names == ["a.jpg", "b.pdf"]
    assert hand.editor.isAncestorOf(focus())
    assert drop(hand.cards[0], urls(hand.file("c.png", made.png()))), "on a card too"
    hand.settle()
    assert len(hand.names) == 3


def test_words_are_not_taken_and_things_from_elsewhere_are_told(hand: Hand) -> None:
    words = QMimeData()
    words.setText("张三")
    assert not drop(hand.editor, words)
    remote = QMimeData()
    remote.setUrls([QUrl("https://example.invalid/a.jpg")])
    assert drop(hand.editor, remote)
    assert hand.told == ["只能放入本机上的文件或图片。请先把它存到电脑上再添加。"]
    assert hand.names == []


def test_a_picture_from_another_program_is_dropped(hand: Hand) -> None:
    mime = picture()
    mime.setUrls([QUrl("https://example.invalid/a.jpg")])
    assert drop(hand.editor, mime)
    hand.settle()
    assert hand.names == ["粘贴图片 2023-11-30 090000.png"]


def test_an_edge_shows_while_files_are_dragged_over(hand: Hand, qtbot: QtBot) -> None:
    calm = hand.editor.grab().toImage()
    place = hand.editor.mapTo(hand.editor.window(), hand.editor.rect().center())
    mime = urls(hand.file("a.jpg", made.jpeg()))
    handle = hand.editor.window().windowHandle()
    QApplication.sendEvent(handle, QDragEnterEvent(place, COPY, mime, LEFT, NONE))
    assert hand.editor.grab().toImage() != calm
    hand.editor._show_over(False)
    assert hand.editor.grab().toImage() == calm


def test_a_picture_is_pasted(hand: Hand, sitting: Sitting) -> None:
    hand.paste(picture())
    hand.settle()
    (file,) = hand.editor.value()
    assert file.name.startswith("粘贴图片 2023-11-30 0900")
    shown = QImage.fromData(attachments.content(sitting.place, file))
    assert (shown.width(), shown.height()) == (80, 60)
    assert shown.pixelColor(5, 5).green() > 100


def test_files_are_pasted(hand: Hand) -> None:
    hand.paste(urls(hand.file("a.jpg", made.jpeg())))
    hand.settle()
    assert hand.names == ["a.jpg"]


def test_a_paste_without_picture_or_file_is_told(hand: Hand) -> None:
    words = QMimeData()
    words.setText("张三")
    hand.paste(words)
    assert hand.names == []
    assert hand.told == ["剪贴板里没有图片或文件。请先复制一张图片或一个文件，再按 Ctrl+V。"]


# -- what goes wrong


def test_what_cannot_be_attached_is_told_at_the_end_with_its_name_and_the_rest_stays(hand: Hand) -> None:
    hand.choose(
        hand.file("空.jpg", b""),
        hand.file("好.jpg", made.jpeg()),
        hand.folder / "没有.jpg",
        hand.file("炸弹.png", made.bomb()),
        hand.file("字.jpg", b"text"),
    )
    hand.settle()
    assert hand.names == ["好.jpg"]
    (told,) = hand.told
    assert [line.partition("：")[0] for line in told.split("\n")] == [
        "“空.jpg”",
        "“没有.jpg”",
        "“炸弹.png”",
        "“字.jpg”",
    ]


@pytest.mark.parametrize("name", ["a\x00b.jpg", "../../etc/passwd", "长" * 300 + ".jpg", "..", ""])
def test_a_hostile_name_breaks_nothing(hand: Hand, name: str) -> None:
    hand.choose(hand.folder / name)
    hand.settle()
    assert hand.names == []
    assert len(hand.told) == 1
    assert len(hand.told[0]) < 200


def test_the_same_file_twice_is_told(hand: Hand) -> None:
    hand.put("a.jpg")
    hand.choose(hand.file("b.jpg", (hand.folder / "a.jpg").read_bytes()))
    hand.settle()
    assert hand.names == ["a.jpg"]
    assert hand.told == ["“b.jpg”：已经在这里了，没有再添加。"]


def test_more_than_there_may_be_are_not_taken_at_all(make: MakeHand) -> None:
    hand = make(Files(most=2))
    hand.put("a.jpg")
    hand.choose(hand.file("b.jpg", made.jpeg()), hand.file("c.pdf", made.pdf()))
    assert hand.names == ["a.jpg"]
    assert hand.told == ["扫描件最多 2 个，还能添加 1 个，这次的没有添加。"]
    hand.put("d.jpg")
    hand.editor.remove(hand.cards[0])
    hand.put("e.jpg")
    hand.editor.take_back()
    hand.choose(hand.file("f.jpg", made.jpeg()))
    assert hand.names == ["d.jpg", "e.jpg"]
    assert hand.told[1:] == ["扫描件最多 2 个。请先删除别的，再撤销。", "扫描件最多 2 个，这次的没有添加。"]


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Holds the worker before it keeps a file, until it is set."""
    made_gate = threading.Event()
    real = attachments.attach

    def slow(*given: Any, **named: Any) -> Attached:
        assert made_gate.wait(20)
        return real(*given, **named)

    monkeypatch.setattr("quyuan_desktop.ui.file_sources.attach", slow)
    return made_gate


def test_a_file_that_is_under_way_can_be_given_up(hand: Hand, gate: threading.Event, sitting: Sitting) -> None:
    said: list[str] = []
    sitting.said.connect(said.append)
    hand.choose(hand.file("a.jpg", made.jpeg()), hand.file("b.jpg", b"text"))
    hand.cards[0].setFocus()
    hand.press(KEY.Key_F2, KEY.Key_Return, KEY.Key_Delete)
    gate.set()
    hand.settle()
    assert hand.names == []
    assert hand.editor.value() == ()
    assert len(hand.told) == 1 and "b.jpg" in hand.told[0]
    assert said == []


def test_a_file_that_comes_too_late_does_not_get_into_another_record(
    hand: Hand, gate: threading.Event, sitting: Sitting
) -> None:
    said: list[str] = []
    sitting.said.connect(said.append)
    hand.choose(hand.file("a.jpg", made.jpeg()))
    hand.editor.show_value(())
    gate.set()
    hand.settle()
    assert hand.editor.value() == ()
    assert said == ["有文件没有附上：登记表已经换成别的内容了。需要时请重新添加。"]


def test_a_file_that_comes_when_the_editor_is_gone_breaks_nothing(
    hand: Hand, gate: threading.Event, qtbot: QtBot
) -> None:
    hand.choose(hand.file("a.jpg", made.jpeg()), hand.file("b.jpg", b"text"))
    hand.editor.setParent(None)
    hand.editor.deleteLater()
    qtbot.waitUntil(lambda: not isValid(hand.editor))
    gate.set()
    hand.settle()
