"""Lines and paragraphs of text that take a paste with care: too much is refused, line breaks are tamed."""

import re

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import (
    QClipboard,
    QContextMenuEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit, QWidget

from quyuan_desktop.ui import theme

LEAST_CEILING = 1000
"""Every field takes at least so many characters, so that nothing reasonable is cut off while it is typed."""
_BREAKS = re.compile("[ \t]*[\t\n\r\x0b\x0c\x85\u2028\u2029]+[ \t]*")
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]+")


def ceiling(limit: int) -> int:
    """How many characters a field may hold while one types, for a limit of `limit` when it is saved."""
    return max(limit * 2, LEAST_CEILING)


def too_much(length: int, limit: int) -> str:
    """The sentence for a paste of `length` characters where `limit` may be saved."""
    return f"要粘贴的内容有 {length} 字，这一格最多 {limit} 字，没有粘贴。请只复制需要的部分再粘贴。"


def fit_for_line(text: str) -> str:
    """Pasted `text` for a single line: breaks and tabs are one space each, NUL and half characters are gone."""
    return _UNKEEPABLE.sub("", _BREAKS.sub(" ", text.strip("\t\n\r\x0b\x0c\x85\u2028\u2029 ")))


def fit_for_lines(text: str) -> str:
    """Pasted `text` for several lines: NUL and half characters are gone."""
    return _UNKEEPABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def clipboard() -> QClipboard:
    """The system's clipboard."""
    return QGuiApplication.clipboard()


class GuardedLine(QLineEdit):
    """A line that never takes more than it can keep; `refused` gives the sentence for what it did not take."""

    refused = Signal(str)

    def __init__(self, limit: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._limit = limit
        self._characters, self._least = 0, ""
        self.setMaxLength(2 * ceiling(limit))  # Qt counts characters beyond U+FFFF twice

    def set_characters(self, characters: int) -> None:
        """Be wide enough for so many characters, most of them Chinese; 0 for Qt's own width."""
        self._characters = characters
        self.updateGeometry()

    def never_cut(self, text: str) -> None:
        """Never become too narrow for `text`, which looks like all that stands here."""
        self._least = text
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        if self._characters:
            hint.setWidth(self._width(self._characters))
        return hint

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        least = self.fontMetrics().horizontalAdvance(self._least) + theme.px(44) if self._least else 0
        hint.setWidth(max(least, min(self._width(self._characters or 4), self._width(4))))
        return hint

    def _width(self, characters: int) -> int:
        return round(self.fontMetrics().horizontalAdvance("字") * characters * 0.8) + theme.px(20)

    def take(self, text: str) -> None:
        """Put pasted `text` in at the cursor, or refuse it whole."""
        room = ceiling(self._limit) - len(self.text()) + len(self.selectedText())
        if len(text) > room:
            self.refused.emit(too_much(len(text), self._limit))
            return
        self.insert(fit_for_line(text))

    def paste_text(self) -> None:
        """Paste from the clipboard."""
        if not self.isReadOnly():
            self.take(clipboard().text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_text()
            event.accept()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        board = clipboard()
        if event.button() is Qt.MouseButton.MiddleButton and board.supportsSelection() and not self.isReadOnly():
            self.setCursorPosition(self.cursorPositionAt(event.position().toPoint()))
            self.take(board.text(QClipboard.Mode.Selection))
            event.accept()
        else:
            super().mouseReleaseEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if event.source() is self:
            super().dropEvent(event)
        elif event.mimeData().hasText() and not self.isReadOnly():
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.setCursorPosition(self.cursorPositionAt(event.position().toPoint()))
            self.take(event.mimeData().text())
            event.acceptProposedAction()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.own_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())
        event.accept()

    def own_menu(self) -> QMenu:
        """The menu of the right mouse button, whose 粘贴 is as careful as the key's."""
        menu, key = QMenu(self), QKeySequence.StandardKey
        chosen = self.hasSelectedText()
        for text, sequence, act, usable in (
            ("撤销", key.Undo, self.undo, self.isUndoAvailable()),
            ("重做", key.Redo, self.redo, self.isRedoAvailable()),
            ("剪切", key.Cut, self.cut, chosen and not self.isReadOnly()),
            ("复制", key.Copy, self.copy, chosen),
            ("粘贴", key.Paste, self.paste_text, not self.isReadOnly() and bool(clipboard().text())),
            ("全选", key.SelectAll, self.selectAll, bool(self.text())),
        ):
            action = menu.addAction(text, act)
            action.setShortcut(QKeySequence(sequence))
            action.setEnabled(usable)
        return menu


class GuardedParagraph(QPlainTextEdit):
    """Several lines, from `least` to `most` lines high as they fill; Tab leaves the field."""

    refused = Signal(str)

    def __init__(self, limit: int, least: int = 2, most: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._limit, self._least, self._most = limit, least, most
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._shown_lines = least
        self.textChanged.connect(self._grow)

    def take(self, text: str) -> None:
        """Put pasted `text` in at the cursor, or refuse it whole."""
        most = ceiling(self._limit)
        if len(text) > most or len(text) + self.document().characterCount() - 1 > most:
            self.refused.emit(too_much(len(text), self._limit))
        else:
            self.textCursor().insertText(fit_for_lines(text))
            self.ensureCursorVisible()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.take(source.text())

    def wanted_lines(self) -> int:
        """How many lines it would show now."""
        return max(self._least, min(self._most, round(self.document().size().height())))

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 30, self._height(self._shown_lines))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 10, self._height(self._shown_lines))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def _height(self, lines: int) -> int:
        around = self.height() - self.viewport().height() if self.isVisible() else 2 * self.frameWidth()
        return lines * self.fontMetrics().lineSpacing() + 2 * round(self.document().documentMargin()) + around

    def _grow(self) -> None:
        lines = self.wanted_lines()
        if lines != self._shown_lines:
            self._shown_lines = lines
            self.updateGeometry()
