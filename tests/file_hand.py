"""Someone in front of an editor of files, for tests: chooses, drops, pastes and presses keys there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.attached import Files
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.ui.editors import make_editor
from quyuan_desktop.ui.file_cards import FileCard
from quyuan_desktop.ui.file_editor import FileEditor
from quyuan_desktop.ui.sitting import Sitting
from tests import attached_files as made
from tests.filling import CTRL, KEY
from tests.offices import TODAY
from tests.pages import focused

Settle = Callable[[], None]
COPY = Qt.DropAction.CopyAction
LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


@dataclass
class Hand:
    """Someone in front of one editor of files."""

    editor: FileEditor
    folder: Path
    settle: Settle
    told: list[str] = field(default_factory=list)
    changes: list[bool] = field(default_factory=list)
    entered: list[bool] = field(default_factory=list)
    different: Iterator[int] = field(default_factory=count)

    def file(self, name: str, content: bytes) -> Path:
        """A file on the disk."""
        path = self.folder / name
        path.write_bytes(content)
        return path

    def choose(self, *paths: Path) -> None:
        """Choose files in the dialog."""
        choose(self.editor, *paths)

    def put(self, *names: str) -> None:
        """Attach a picture for each of these names, all different."""
        self.choose(*(self.file(name, made.jpeg(60 + next(self.different), 40)) for name in names))
        self.settle()
        self.changes.clear()

    def press(self, *keys: Qt.Key, with_: Qt.KeyboardModifier = NONE) -> None:
        """Press keys where the focus is."""
        for key in keys:
            QTest.keyClick(focused(), key, with_)

    def paste(self, mime: QMimeData) -> None:
        """Paste where the focus is."""
        QGuiApplication.clipboard().setMimeData(mime)
        self.press(KEY.Key_V, with_=CTRL)
        QGuiApplication.clipboard().clear()

    @property
    def names(self) -> list[str]:
        """What the files are called, in their order."""
        return [each["name"] for each in self.editor.typed()]

    @property
    def cards(self) -> list[FileCard]:
        """The cards."""
        return self.editor.cards


def choose(editor: FileEditor, *paths: Path) -> None:
    """Choose files in the dialog of `editor`."""
    ask: Any = editor._sitting.ask if editor._sitting is not None else None
    ask.next.append(list(paths))
    editor.choose_more()


def hand_at(editor: FileEditor, folder: Path, settle: Settle) -> Hand:
    """Someone who listens to `editor`."""
    hand = Hand(editor, folder, settle)
    editor.refused.connect(hand.told.append)
    editor.changed.connect(lambda: hand.changes.append(True))
    editor.entered.connect(lambda: hand.entered.append(True))
    return hand


MakeHand = Callable[..., Hand]
"""Puts an editor on the screen: what `hand_maker` gives."""


def hand_maker(qtbot: QtBot, sitting: Sitting, folder: Path, settle: Settle) -> MakeHand:
    """Puts an editor of files on the screen, of any width, with a line of text behind it and the focus in it."""
    ground = QWidget()
    column = QVBoxLayout(ground)
    qtbot.addWidget(ground)

    def made_hand(kind: Files | None = None, width: int = 1000, **seen: Any) -> Hand:
        declared = Field(label="扫描件", kind=kind or Files(), name="scans", help="依据", **seen)
        editor = make_editor(declared, lambda: TODAY, None, sitting)
        assert isinstance(editor, FileEditor)
        column.addWidget(editor)
        column.addWidget(make_editor(Field(label="下一栏", kind=kinds.Text(), name="next"), lambda: TODAY))
        column.addStretch(1)
        ground.resize(width, 500)
        ground.show()
        ground.activateWindow()
        qtbot.waitUntil(ground.isActiveWindow)
        editor.setFocus(Qt.FocusReason.TabFocusReason)
        return hand_at(editor, folder, settle)

    return made_hand


def urls(*paths: Path) -> QMimeData:
    """What is dragged from the desktop, or copied there."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def picture() -> QMimeData:
    """A picture that was copied."""
    mime = QMimeData()
    image = QImage(80, 60, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    mime.setImageData(image)
    return mime


def drop(on: QWidget, mime: QMimeData, at: QPoint | None = None) -> bool:
    """Drag to a widget and let go there, the way the screen tells the window; whether it was taken."""
    window = on.window()
    place = on.mapTo(window, at or on.rect().center())
    handle = window.windowHandle()
    enter = QDragEnterEvent(place, COPY | Qt.DropAction.MoveAction, mime, LEFT, NONE)
    QApplication.sendEvent(handle, enter)
    if not enter.isAccepted():
        return False
    let_go = QDropEvent(QPointF(place), COPY | Qt.DropAction.MoveAction, mime, LEFT, NONE)
    QApplication.sendEvent(handle, let_go)
    assert let_go.dropAction() is COPY, "the file would be moved away"
    return True
