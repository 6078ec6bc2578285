"""The editor of attached files: they are chosen, dropped or pasted, looked at, renamed, removed and taken back."""

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QMenu, QWidget
from shiboken6 import isValid

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers.attached import Attached, Files, file_of_plain, plain_of_file
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.services import attachments
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.editor import Editor, Today
from quyuan_desktop.ui.file_cards import FileCard
from quyuan_desktop.ui.file_shelf import FileShelf
from quyuan_desktop.ui.file_sources import (
    ANY,
    PICTURES,
    Batch,
    Source,
    brings,
    from_disk,
    sources_of,
)
from quyuan_desktop.ui.file_view import FileView, save_out
from quyuan_desktop.ui.guarded_text import clipboard
from quyuan_desktop.ui.sitting import Sitting

ADD = "Ctrl+Insert"
LONGEST_TOLD = 40
"""Characters of a file's name in a sentence."""
_OPEN = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_ERASE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_NOT_HERE = "只能放入本机上的文件或图片。请先把它存到电脑上再添加。"
_NOTHING = "剪贴板里没有图片或文件。请先复制一张图片或一个文件，再按 Ctrl+V。"
_TWICE = "已经在这里了，没有再添加。"
_UNDER_WAY = "还有文件正在存入，请稍等片刻再保存；不要它了，可在卡片上按 Delete。"
_TOO_LATE = "有文件没有附上：登记表已经换成别的内容了。需要时请重新添加。"


class FileEditor(Editor):
    """Files as cards. Without a `sitting` they are shown only.

    What is under way into the ledger is no part of what `typed` gives; `value` asks to wait for it.
    """

    stretches = True

    def __init__(
        self, field: Field, today: Today, sitting: Sitting | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(field, today, parent)
        if not isinstance(field.kind, Files):
            raise TypeError(f"{field.name} holds no files")
        self.kind = field.kind
        self._sitting = sitting
        self._removed: list[tuple[int, Attached]] = []
        self._over, self._tone = False, ""
        what = "照片" if self.kind.pictures else "文件"
        self.shelf = FileShelf(sitting, what)
        self.hold(self.shelf)
        self.setAcceptDrops(True)
        tip = f"选择{what}（空格键或 {ADD}），最多 {self.kind.most} 个；也可拖到这里，或按 Ctrl+V 粘贴"
        self.shelf.add_button.setToolTip(tip)
        self.shelf.add_button.clicked.connect(self.choose_more)
        self.shelf.back_button.clicked.connect(self.take_back)
        for each in (self.shelf.add_button, self.shelf.back_button):
            self.watch(each)
        self.shelf.made.connect(self.watch)
        self.shelf.opened.connect(self.look_at)
        self.shelf.renamed.connect(self._call)
        self.shelf.menu_wanted.connect(self._open_menu)

    # -- what stands there

    @property
    def cards(self) -> list[FileCard]:
        """The cards, those of files that are under way among them."""
        return self.shelf.cards

    @property
    def stops(self) -> list[QWidget]:
        """What the arrow keys go through, in reading order; Tab comes to one of them."""
        return [*self.cards, self.shelf.add_button, self.shelf.back_button]

    def typed(self) -> list[dict[str, Any]]:
        return [plain_of_file(file) for file in self.shelf.files]

    def retype(self, typed: Any) -> None:
        self.show_value([file_of_plain(each) for each in typed or ()])

    def show_value(self, value: Any) -> None:
        self.shelf.clear()
        self._removed.clear()
        self._offer_back()
        for file in value or ():
            self.shelf.put_in(len(self.cards), file.name, file)

    def value(self) -> Any:
        if any(card.file is None for card in self.cards):
            return Problem("", _UNDER_WAY)
        return self.shelf.files

    def is_blank(self) -> bool:
        return not self.cards

    def finish(self) -> None:
        self.shelf.finish()

    def set_tone(self, tone: str) -> None:
        super().set_tone(tone)
        self._tone = tone
        self.update()

    # -- attaching

    def choose_more(self) -> None:
        """Let the person choose files on the disk."""
        if self._sitting is not None:
            pattern = PICTURES if self.kind.pictures else ANY
            paths = self._sitting.ask.open_paths(f"添加{self.field.label}", pattern)
            self._bring(self._sitting, from_disk(paths, self._sitting.place, pictures=self.kind.pictures))

    def take(self, mime: QMimeData, otherwise: str) -> None:
        """Attach what was dropped or copied; say `otherwise` when there is nothing to attach."""
        if self._sitting is None:
            return
        found = sources_of(mime, self._sitting.place, pictures=self.kind.pictures)
        if found:
            self._bring(self._sitting, found)
        else:
            self.refused.emit(otherwise)

    def _bring(self, sitting: Sitting, sources: list[Source]) -> None:
        """Each source gets its card at once; the worker keeps one after the other."""
        room = self.kind.most - len(self.cards)
        if len(sources) > room:
            more = f"，还能添加 {room} 个" if room > 0 else ""
            self.refused.emit(f"{self.field.label}最多 {self.kind.most} 个{more}，这次的没有添加。")
            return
        batch = Batch(len(sources))
        for source in sources:
            card = self.shelf.put_in(len(self.cards), source.name, None)
            sitting.tasks.run(
                source.keep,
                done=partial(self._take_in, sitting, card, batch),
                trouble=partial(self._give_up, card, batch),
            )
        if sources:
            self.changed.emit()

    def _take_in(self, sitting: Sitting, card: FileCard, batch: Batch, file: Attached) -> None:
        if not self._waits_for(card):
            if not card.given_up:
                sitting.said.emit(_TOO_LATE)
            self._end(batch)
        elif any(self.shelf.cards_of(file.sha256)):
            self._give_up(card, batch, _TWICE)
        else:
            card.put(file)
            self.shelf.draw(card)
            self.changed.emit()
            self._end(batch)

    def _give_up(self, card: FileCard, batch: Batch, why: object) -> None:
        if self._waits_for(card):
            batch.slips.append(f"“{card.name[:LONGEST_TOLD]}”：{why}")
            self.shelf.take_out(card)
            self.changed.emit()
        self._end(batch)

    def _waits_for(self, card: FileCard) -> bool:
        return isValid(self) and any(each is card for each in self.cards)

    def _end(self, batch: Batch) -> None:
        batch.left -= 1
        if batch.left == 0 and batch.slips and isValid(self):
            self.refused.emit("\n".join(batch.slips))

    # -- what may be done with a card

    def look_at(self, card: FileCard) -> None:
        """Open the viewer on the card's file."""
        if self._sitting is not None and card.file is not None:
            at = [each for each in self.cards if each.file is not None].index(card)
            FileView(self._sitting, self.shelf.files, at, self.window()).open()

    def remove(self, card: FileCard) -> None:
        """Take the card away; `take_back` returns it. A file that is under way is given up."""
        if card.file is None:
            card.given_up = True
        else:
            self._removed.append((self.cards.index(card), card.file))
        self.shelf.take_out(card)
        self._offer_back()
        self.changed.emit()

    def take_back(self) -> None:
        """Return the file that was removed last to its place."""
        if not self._removed:
            return
        if len(self.cards) >= self.kind.most:
            self.refused.emit(f"{self.field.label}最多 {self.kind.most} 个。请先删除别的，再撤销。")
            return
        at, file = self._removed.pop()
        if not any(self.shelf.cards_of(file.sha256)):
            self.shelf.put_in(min(at, len(self.cards)), file.name, file)
        next(self.shelf.cards_of(file.sha256)).setFocus(Qt.FocusReason.OtherFocusReason)
        self._offer_back()
        self.changed.emit()

    def _offer_back(self) -> None:
        self.shelf.offer_back(self._removed[-1][1].name or "文件" if self._removed else "")

    def _call(self, card: FileCard, name: str) -> None:
        """The person has called the card's file `name`."""
        if card.file is None or not name.strip():
            return
        tidy = attachments.tidy_name(name, card.file.media)
        if tidy != card.file.name:
            card.put(replace(card.file, name=tidy))
            self.changed.emit()

    def _open_menu(self, card: FileCard, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, key, act in (
            ("查看", "Return", partial(self.look_at, card)),
            ("另存为…", "", partial(self._save_out, card)),
            ("改名", "F2", partial(self.shelf.rename, card)),
            ("删除", "Delete", partial(self.remove, card)),
        ):
            menu.addAction(text, act).setShortcut(QKeySequence(key))
        menu.popup(point)

    def _save_out(self, card: FileCard) -> None:
        if self._sitting is not None and card.file is not None:
            save_out(self._sitting, card.file, self._tell_saved)

    def _tell_saved(self, sentence: str, tone: str) -> None:
        if tone and isValid(self):
            self.refused.emit(sentence)
        elif self._sitting is not None:
            self._sitting.said.emit(sentence)

    # -- keys, drops and looks

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and self._key(watched, event):
            return True
        return super().eventFilter(watched, event)

    def _key(self, watched: QObject, event: QKeyEvent) -> bool:
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.matches(QKeySequence.StandardKey.Paste):
            self.take(clipboard().mimeData(), _NOTHING)
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.take_back()
        elif key is Qt.Key.Key_Insert and held == Qt.KeyboardModifier.ControlModifier:
            self.choose_more()
        elif held or not isinstance(watched, FileCard):
            return False
        elif key in _OPEN:
            self.look_at(watched)
        elif key in _ERASE:
            self.remove(watched)
        elif key is Qt.Key.Key_F2:
            self.shelf.rename(watched)
        else:
            return False
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._sitting is not None and brings(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)  # never moved away from where they are
            event.accept()
            self._show_over(True)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._show_over(False)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.take(event.mimeData(), _NOT_HERE)

    def _show_over(self, over: bool) -> None:
        self._over = over
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """An edge while files are dragged over it, or while something is wrong."""
        if not self._over and self._tone not in ("red", "amber"):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._over:
            painter.setPen(QPen(theme.colour("accent"), 1.5, Qt.PenStyle.DashLine))
            painter.setBrush(theme.colour("soft"))
        else:
            painter.setPen(QPen(theme.mark(self._tone), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()
