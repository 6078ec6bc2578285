"""The cards of attached files side by side, with what stands behind them: the button, and the way back."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget
from shiboken6 import isValid

from quyuan_desktop.registers.attached import Attached
from quyuan_desktop.services import attachments
from quyuan_desktop.services.file_checks import PDF
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.file_cards import DRAWN, HEIGHT, SQUARE, WIDTH, FileCard, NameLine, OneStop
from quyuan_desktop.ui.flow import Flow
from quyuan_desktop.ui.sitting import Sitting

LINE_HEIGHT = 30
COMPACT = 2 * WIDTH + 60
"""Below this width (pixels at 100 %) cards show their pictures alone."""


class FileShelf(QWidget):
    """Cards in reading order, one stop for Tab.

    made(card): there is a new one; renamed(card, name); menu_wanted(card, point on the screen); opened(card).
    """

    made = Signal(object)
    opened = Signal(object)
    menu_wanted = Signal(object, QPoint)
    renamed = Signal(object, str)

    def __init__(self, sitting: Sitting | None, what: str) -> None:
        super().__init__()
        self.cards: list[FileCard] = []
        self._sitting = sitting
        self._drawn: dict[str, bytes] = {}
        self._line: NameLine | None = None
        self._flow = Flow(self, across=theme.px(6), down=theme.px(6))
        self._stop = OneStop(self, self._ring)
        self._what = what
        self.add_button = QPushButton(self)
        self.add_button.setAccessibleName(f"添加{what}")
        self.back_button = QPushButton("撤销删除", self)
        self.hint = QLabel("可拖到这里，或按 Ctrl+V 粘贴", self)
        self._tail = [self._standing(each) for each in (self.add_button, self.back_button, self.hint)]
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._furnish()

    def _standing(self, part: QWidget) -> QWidget:
        """`part` in the middle of a place that is as high as a card."""
        place = QWidget(self)
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(part)
        self._flow.addWidget(place)
        return place

    def _furnish(self) -> None:
        for button in (self.add_button, self.back_button):
            button.setProperty("role", "link")
            self._stop.join(button)
        self.hint.setProperty("role", "hint")
        self.back_button.hide()
        self._stop.point_at(self.add_button)
        self.arrange()

    def _ring(self) -> list[QWidget]:
        back = [] if self.back_button.isHidden() else [self.back_button]
        return [*self.cards, self.add_button, *back]

    # -- cards

    @property
    def files(self) -> tuple[Attached, ...]:
        """The files that lie in the ledger, in their order."""
        return tuple(card.file for card in self.cards if card.file is not None)

    def cards_of(self, sha256: str) -> Iterator[FileCard]:
        """The cards of the file with those bytes."""
        return (card for card in self.cards if card.file is not None and card.file.sha256 == sha256)

    def put_in(self, at: int, name: str, file: Attached | None) -> FileCard:
        """A card for `file`, or for one called `name` that is under way, at that place."""
        card = FileCard(name, file, self)
        self._stop.join(card)
        card.opened.connect(partial(self.opened.emit, card))
        card.menu_wanted.connect(partial(self.menu_wanted.emit, card))
        self.cards.insert(at, card)
        for each in (*self.cards[at:], *self._tail):
            self._flow.removeWidget(each)
            self._flow.addWidget(each)
        card.show()
        self.draw(card)
        self.made.emit(card)
        self.arrange()
        return card

    def take_out(self, card: FileCard) -> None:
        """Take a card away; the focus goes on to the one beside it."""
        if self._line is not None:
            self._line.close_up(take=False)
        if self.focusProxy() is card:
            at = self.cards.index(card)
            beside: list[QWidget] = [
                *self.cards[at + 1 : at + 2],
                *self.cards[max(0, at - 1) : at],
                self.add_button,
            ]
            if card.hasFocus():
                beside[0].setFocus(Qt.FocusReason.OtherFocusReason)
            self._stop.point_at(beside[0])
        self.cards.remove(card)
        self._flow.removeWidget(card)
        card.hide()
        card.deleteLater()
        self.arrange()

    def clear(self) -> None:
        """Take every card away, and forget their pictures."""
        for card in list(self.cards):
            self.take_out(card)
        self._drawn.clear()

    def offer_back(self, name: str) -> None:
        """Offer to bring back the file called `name`; nothing when it is empty."""
        if not name and self.focusProxy() is self.back_button:
            self._stop.point_at(self.add_button)
        self.back_button.setVisible(bool(name))
        self.back_button.setToolTip(f"恢复“{name}”（Ctrl+Z）")
        self.arrange()

    def arrange(self) -> None:
        """Let the room and the words follow what stands there."""
        narrow = self.width() < theme.px(COMPACT)
        for card in self.cards:
            card.set_compact(narrow)
        self._dress(square=narrow and bool(self.cards))
        self.hint.setVisible(not self.cards and not narrow and self.back_button.isHidden())
        height = theme.px(LINE_HEIGHT if not self.cards else SQUARE if narrow else HEIGHT)
        for place, part in zip(self._tail, (self.add_button, self.back_button, self.hint), strict=True):
            place.setFixedHeight(height)
            place.setVisible(not part.isHidden())
        self._flow.invalidate()
        self.updateGeometry()

    def _dress(self, *, square: bool) -> None:
        """The button is a line of words, or where there is little room a square as the cards are."""
        button = self.add_button
        if button.text() != (words := "＋" if square else f"＋ 添加{self._what}…"):
            button.setText(words)
            button.setProperty("role", "" if square else "link")
            theme.restyle(button)
        side = theme.px(SQUARE)
        button.setFixedSize(QSize(side, side) if square else button.sizeHint())

    def hasHeightForWidth(self) -> bool:
        # WORKAROUND(QWidgetItemV2): the second layout item of a widget, such as form_cards makes of its slots when
        # it goes from one column to two, keeps heights for widths that no longer hold. So the height is a plain hint.
        return False

    def sizeHint(self) -> QSize:
        # The same width whatever stands here, so that the fields of child rows stand in columns.
        return QSize(theme.px(WIDTH), self._flow.heightForWidth(max(self.width(), theme.px(SQUARE))))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._flow.minimumSize().width(), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.arrange()

    # -- their pictures

    def draw(self, card: FileCard) -> None:
        """Bring the picture of the card's file from the ledger."""
        file, sitting = card.file, self._sitting
        if file is None or sitting is None or not (file.picture or file.media == PDF):
            return
        if file.sha256 in self._drawn:
            card.show_picture(self._drawn[file.sha256])
            return
        sitting.tasks.run(
            lambda: attachments.thumbnail(sitting.place, file, DRAWN),
            done=partial(self._show_picture, file.sha256),
            trouble=partial(self._show_lost, file.sha256),
        )

    def _show_picture(self, sha256: str, png: bytes) -> None:
        if isValid(self):
            self._drawn[sha256] = png
            for card in self.cards_of(sha256):
                card.show_picture(png)

    def _show_lost(self, sha256: str, _: Exception) -> None:
        if isValid(self):
            for card in self.cards_of(sha256):
                card.lose()

    # -- their names

    def rename(self, card: FileCard) -> None:
        """Let the person call the card's file otherwise."""
        if card.file is None or self._line is not None:
            return
        line = NameLine(card, self)
        line.taken.connect(partial(self.renamed.emit, card))
        line.left.connect(partial(self._end_renaming, card))
        line.show()
        line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._line = line  # only now: on its way there the focus leaves the card, which ends what is being renamed

    def finish(self) -> None:
        """Take the name that is being typed."""
        if self._line is not None:
            self._line.close_up(take=True)

    def _end_renaming(self, card: FileCard) -> None:
        if self._line is not None and self._line.hasFocus():
            card.setFocus(Qt.FocusReason.OtherFocusReason)
        self._line = None
