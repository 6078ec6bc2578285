"""One attached file as a small card: its picture or the sign of its sort, its name, its size; renamed in place."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QSizePolicy, QWidget
from shiboken6 import isValid

from quyuan_desktop.registers.attached import LONGEST_NAME, Attached
from quyuan_desktop.services.attachments import size_in_words
from quyuan_desktop.ui import theme

WIDTH, HEIGHT, SQUARE = 200, 48, 44
"""Of a card, and the side of one that shows its picture alone, in pixels at 100 %."""
EDGE = 4
"""Pixels at 100 % between a card's edge and its picture."""
DRAWN = 128
"""Pixels of the longest side of the pictures on cards: sharp at 200 % and on dense screens."""
NAMELESS = "未命名"
_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up)
_ON = (Qt.Key.Key_Right, Qt.Key.Key_Down)
_ENDS = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}


def sort_of(file: Attached) -> str:
    """The sort of a file in a short word, as its sign says it: PDF, DOCX, JPG."""
    last = file.media.rpartition("/")[2]
    return {"jpeg": "JPG", "tiff": "TIF"}.get(last, last.upper()[:5])


def about(file: Attached) -> str:
    """What stands beneath a file's name: its size, and its sort where no picture shows it."""
    size = size_in_words(file.size)
    return size if file.picture else f"{sort_of(file)} · {size}"


class FileCard(QAbstractButton):
    """A file, or with `file` None one that is on its way into the ledger.

    opened(): Enter, Space or a double click; menu_wanted(point on the screen). A single click only brings the focus.
    """

    opened = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, name: str, file: Attached | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.file = file
        self.name = name
        self.compact = False
        self.lost = False
        self.given_up = False
        self.renaming = False
        self._picture: QPixmap | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.opened)
        self._tell()

    def put(self, file: Attached) -> None:
        """The file is in the ledger, or is called otherwise now."""
        self.file, self.name = file, file.name
        self._tell()

    def show_picture(self, png: bytes) -> None:
        """Show what the file looks like."""
        image = QImage.fromData(png)
        self._picture = None if image.isNull() else QPixmap.fromImage(image)
        self.update()

    def lose(self) -> None:
        """Its bytes are gone or damaged."""
        self.lost = True
        self._tell()

    def set_compact(self, compact: bool) -> None:
        """Show the picture alone where there is little room."""
        self.compact = compact
        self.updateGeometry()
        self.update()

    @property
    def words(self) -> tuple[str, str, str]:
        """The name, what stands beneath it, and the tone of that."""
        if self.file is None:
            return self.name or NAMELESS, "正在存入…", ""
        return self.name or NAMELESS, "已损坏或丢失" if self.lost else about(self.file), "red" if self.lost else ""

    def _tell(self) -> None:
        name, below, _ = self.words
        self.setAccessibleName(f"{name}，{below}")
        keys = "Delete 取消存入" if self.file is None else "回车查看，F2 改名，Delete 删除"
        self.setToolTip(f"{name}\n{below}\n{keys}")
        self.update()

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint() if self.compact else QSize(theme.px(WIDTH), theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(SQUARE), theme.px(SQUARE if self.compact else HEIGHT))

    def _picture_box(self) -> QRect:
        edge = theme.px(EDGE)
        side = self.height() - 2 * edge
        return QRect(edge, edge, side, side)

    def words_box(self) -> QRect:
        """Where the words stand, in the card's own pixels."""
        left = self.height() + theme.px(EDGE)
        return QRect(left, theme.px(EDGE), self.width() - left - theme.px(6), self.height() - 2 * theme.px(EDGE))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        edge = 2 if self.hasFocus() else 1
        painter.setPen(QPen(theme.colour("accent" if self.hasFocus() else "line"), edge))
        painter.setBrush(theme.colour("hover" if self.underMouse() else "base"))
        inset = edge / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 4, 4)
        self._paint_picture(painter, self._picture_box())
        if not self.compact and not self.renaming:
            self._paint_words(painter)
        painter.end()

    def _paint_picture(self, painter: QPainter, box: QRect) -> None:
        if self._picture is not None and not self.lost:
            size = self._picture.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
            shown = QRect(QPoint(), size)
            shown.moveCenter(box.center())
            painter.drawPixmap(shown, self._picture)
            painter.setPen(QPen(theme.colour("hairline"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(shown.adjusted(0, 0, -1, -1))
            if self.file is not None and not self.file.picture:
                painter.fillRect(
                    QRect(box.left(), box.bottom() - theme.px(12), box.width(), theme.px(13)), _veil()
                )
                self._paint_sign(painter, box, Qt.AlignmentFlag.AlignBottom)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("red_soft" if self.lost else "grey_soft"))
        painter.drawRoundedRect(QRectF(box), 3, 3)
        self._paint_sign(painter, box, Qt.AlignmentFlag.AlignVCenter)

    def _paint_sign(self, painter: QPainter, box: QRect, where: Qt.AlignmentFlag) -> None:
        sign = "…" if self.file is None else "!" if self.lost else sort_of(self.file)
        painter.setFont(_small())
        painter.setPen(theme.meaning("red") if self.lost else theme.colour("muted"))
        painter.drawText(box, where | Qt.AlignmentFlag.AlignHCenter, sign)
        painter.setFont(self.font())

    def _paint_words(self, painter: QPainter) -> None:
        name, below, tone = self.words
        upper = self.words_box()
        upper.setHeight(upper.height() // 2)
        lower = upper.translated(0, upper.height())
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.colour("muted" if self.file is None else "text"))
        fitted = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, upper.width())
        painter.drawText(upper, middle, fitted)
        painter.setPen(theme.meaning(tone) if tone else theme.colour("muted"))
        painter.drawText(lower, middle, below)

    def hitButton(self, pos: QPoint) -> bool:
        return False  # a click is not a press: it brings the focus

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.opened.emit()
            event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.file is not None:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.menu_wanted.emit(event.globalPos())
            event.accept()


def _veil() -> QColor:
    """Over the foot of a page's picture, so that the sign there can be read."""
    veil = theme.colour("base")
    veil.setAlpha(225)
    return veil


def _small() -> QFont:
    made = theme.font(7.5)
    made.setBold(True)
    return made


class NameLine(QLineEdit):
    """The line in which a card's file is called otherwise: Enter takes the name, Esc leaves it as it was."""

    taken = Signal(str)
    left = Signal()

    def __init__(self, card: FileCard, parent: QWidget) -> None:
        super().__init__(parent)
        self._open = True
        self._card = card
        self.setAccessibleName("文件名")
        self.setMaxLength(2 * LONGEST_NAME)
        self.setText(card.name)
        self.setSelection(0, len(card.name.rpartition(".")[0] or card.name))
        box = card.rect() if card.compact else card.words_box()
        corner = card.mapTo(parent, box.topLeft())
        width = min(theme.px(WIDTH) if card.compact else box.width() + theme.px(4), parent.width())
        height = max(self.sizeHint().height(), theme.px(30))
        left = min(corner.x(), parent.width() - width)
        self.setGeometry(left, corner.y() + (box.height() - height) // 2, width, height)
        self._show(renaming=True)

    def _show(self, *, renaming: bool) -> None:
        if isValid(self._card):
            self._card.renaming = renaming
            self._card.update()

    def close_up(self, *, take: bool) -> None:
        """Put the line away, with the name taken or not; once."""
        if not self._open:
            return
        self._open = False
        name = self.text()
        self._show(renaming=False)
        self.left.emit()
        self.hide()
        self.deleteLater()
        if take:
            self.taken.emit(name)

    def event(self, event: QEvent) -> bool:
        own = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride and event.key() in own:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.close_up(take=event.key() != Qt.Key.Key_Escape)
            event.accept()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.close_up(take=True)


class OneStop(QObject):
    """Makes of several widgets one stop for Tab, among which the arrow keys, Home and End go.

    `ring` gives those that can have the focus now, in reading order; `owner` takes the focus for them.
    """

    def __init__(self, owner: QWidget, ring: Callable[[], Sequence[QWidget]]) -> None:
        super().__init__(owner)
        self._owner, self._ring = owner, ring

    def join(self, widget: QWidget) -> None:
        """One more widget belongs to the ring, or will."""
        widget.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        widget.installEventFilter(self)

    def point_at(self, current: QWidget) -> None:
        """Let Tab come to `current`, and to it alone."""
        before = self._owner.focusProxy()
        if before is current:
            return
        if before is not None:
            QWidget.setTabOrder(before, current)  # a card comes later than what stands behind it
        for each in self._ring():
            each.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        current.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._owner.setFocusProxy(current)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self.point_at(watched)
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._walk(watched, event)
        return super().eventFilter(watched, event)

    def _walk(self, watched: QObject, event: QKeyEvent) -> bool:
        ring = self._ring()
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or watched not in ring:
            return False
        if key in _BACK or key in _ON:
            at = (ring.index(watched) + (1 if key in _ON else -1)) % len(ring)
        elif key in _ENDS:
            at = _ENDS[key]
        else:
            return False
        ring[at].setFocus(Qt.FocusReason.OtherFocusReason)
        return True
