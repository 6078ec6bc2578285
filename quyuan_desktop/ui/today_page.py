"""今日: what is due, what is to be done, what was left unfinished, what to remember; two numbers and a line."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from quyuan_desktop.services.day import Block, DayView, Item
from quyuan_desktop.services.workplace import Changed, Workplace
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import button, column, forget, label
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.short_list import Line, ShortList
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.trend import TrendLine

if TYPE_CHECKING:
    from quyuan_desktop.ui.printing import Printers

WEEKDAYS = "一二三四五六日"


FEW = 8
"""Lines of a block that are shown at first; the rest is scrolled to, or shown all at once."""
AT_FIRST = 50
"""Milliseconds before the day is first asked for: the window is painted, and who turns straight to a desk finds the
worker free."""


class BlockCard(QFrame):
    """One of the four lists, in a card.

    opened(Item); unfolded(bool): all lines are shown, or the first few again; reached(QRect): the line one now
    stands on, in the card's own pixels.
    """

    opened = Signal(object)
    unfolded = Signal(bool)
    reached = Signal(QRect)

    def __init__(self, block: Block, *, whole: bool = False) -> None:
        super().__init__()
        self.code = block.code
        self.setProperty("role", "card")
        inner = QVBoxLayout(self)
        inner.setContentsMargins(1, theme.px(10), 1, theme.px(8))
        inner.setSpacing(theme.px(6))
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(16), 0, theme.px(12), 0)
        head.addWidget(label(block.label, "heading"))
        head.addStretch(1)
        head.addWidget(label(str(len(block.items)), "hint"))
        inner.addLayout(head)
        self.list = ShortList(block.label, most=FEW)
        self.list.show_lines([Line(item.title, item.detail, item.tone, item) for item in block.items])
        self.list.opened.connect(self.opened)
        inner.addWidget(self.list)
        self.more = button("", "link", self._fold)
        self._whole = False
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.px(12), 0, theme.px(12), 0)
        foot.addWidget(self.more)
        foot.addStretch(1)
        inner.addLayout(foot)
        inner.addStretch(1)
        self._more_lines = len(block.items) - FEW
        self.more.setVisible(self._more_lines > 0)
        self._show(whole)
        self.list.selectionModel().currentChanged.connect(self._reach)

    def _fold(self) -> None:
        self._show(not self._whole)
        self.unfolded.emit(self._whole)

    def _show(self, whole: bool) -> None:
        self._whole = whole
        self.list.show_most(FEW + self._more_lines if whole else FEW)
        self.more.setText(f"只显示前 {FEW} 项" if whole else f"还有 {self._more_lines} 项，全部显示")

    def _reach(self, index: QModelIndex) -> None:
        if index.isValid():
            where = self.list.visualRect(index)
            self.reached.emit(QRect(self.list.viewport().mapTo(self, where.topLeft()), where.size()))


class TodayPage(QWidget):
    """The page one begins with. `opened(Item)`: a line was opened, by Enter or a double click.

    The worker reckons the day, and loads what that takes, once the page is there; until then it says that it counts.
    The day can be printed; its paper then stands in place of the page until it is closed.
    """

    opened = Signal(object)

    def __init__(self, sitting: Sitting, printers: "Printers | None" = None) -> None:
        super().__init__()
        self._sitting = sitting
        self._printers = printers
        self._latest = Latest(self, sitting.tasks)
        self._stale = True
        self._unfolded: set[str] = set()
        self.view: DayView | None = None
        self.setAccessibleName("今日")
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.ground = QWidget()
        self.ground.setProperty("role", "ground")
        self.area.setWidget(self.ground)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.area)
        self.date = label("", "title")
        self.counting = label("正在统计今天的事项……", "hint")
        self.empty = label("今日无待办", "hint")
        self.grid = QGridLayout()
        self.grid.setSpacing(theme.px(16))
        self.people, self.matters = label("", "figure"), label("", "figure")
        self.trend = TrendLine()
        self.print_button = button("打印任务单 Ctrl+P", "", self.show_paper)
        self.print_button.setToolTip("今天的事项印成一张单子，办完逐项打勾（Ctrl+P）")
        self._lay_out()
        QShortcut(QKeySequence("Ctrl+P"), self.area).activated.connect(self.show_paper)
        sitting.changed.connect(self._on_changed)
        self._show_date()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.date)
        head.addStretch(1)
        head.addWidget(self.print_button)
        self._rows = rows = column(self.ground, margin=24, spacing=16)
        rows.addLayout(head)
        rows.addWidget(self.counting)
        rows.addWidget(self.empty)
        rows.addLayout(self.grid)
        self.numbers = self._numbers()
        rows.addWidget(self.numbers)
        rows.addStretch(1)
        for later in (self.empty, self.numbers):
            later.hide()

    def _numbers(self) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        row = QHBoxLayout(card)
        row.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(8))
        row.setSpacing(theme.px(24))
        for number, words in ((self.people, "本月咨询人次"), (self.matters, "本月咨询事项（件）")):
            row.addLayout(self._number(number, words))
        row.addWidget(self.trend, 1)
        return card

    def _number(self, number: QLabel, words: str) -> QVBoxLayout:
        pair = QVBoxLayout()
        pair.setSpacing(0)
        pair.addStretch(1)
        pair.addWidget(number)
        pair.addWidget(label(words, "hint"))
        pair.addStretch(1)
        number.setAccessibleName(words)
        return pair

    def refresh(self) -> None:
        """Ask for the day anew."""
        self._stale = False
        place = self._sitting.place
        self._latest.ask(lambda: _reckoned(place), self.show_day, self._tell)

    def _tell(self, error: Exception) -> None:
        """Say that there is no day; it is asked for again when one comes back to the page."""
        self._stale = True
        self.counting.setText("今天的事项没有统计成，请看窗口上方的提示。转到别处再回到“今日”，会重新统计。")
        self._sitting.tasks.troubled.emit(error)

    def _begin(self) -> None:
        """Ask for the first day, where nobody has turned away, asked, or begun to leave the window meanwhile."""
        if self._stale and self.isVisible() and self.isEnabled() and self.view is None:
            self.refresh()

    def show_day(self, view: DayView) -> None:
        """Show that day."""
        self.view = view
        self._show_date()
        held = self._holds_focus()
        forget(self.grid)
        shown = [block for block in view.blocks if block.items]
        for place, block in enumerate(shown):
            card = BlockCard(block, whole=block.code in self._unfolded)
            card.opened.connect(self.opened)
            card.unfolded.connect(partial(self._remember_fold, block.code))
            card.reached.connect(partial(self._follow, card))
            wide = 2 if place == len(shown) - 1 and place % 2 == 0 else 1
            self.grid.addWidget(card, place // 2, place % 2, 1, wide)
        for side in (0, 1):
            self.grid.setColumnStretch(side, 1)
        self.counting.hide()
        self.numbers.show()
        self.empty.setVisible(not shown)
        self.people.setText(str(view.month_people))
        self.matters.setText(str(view.month_matters))
        self.trend.show_points(view.trend, "各月咨询人次")
        if held:
            self.take_focus()

    def _holds_focus(self) -> bool:
        """Whether the keyboard is here: in a list, or on the page itself while it counts."""
        held = self.window().focusWidget()  # also of a window that another program stands before
        return held is self or (held is not None and self.isAncestorOf(held))

    def _remember_fold(self, code: str, whole: bool) -> None:
        (self._unfolded.add if whole else self._unfolded.discard)(code)

    def _follow(self, card: BlockCard, where: QRect) -> None:
        """Scroll the page to the line one stands on, where its list is longer than the window."""
        self._rows.activate()
        line = QRect(card.mapTo(self.ground, where.topLeft()), where.size())
        for corner in (line.bottomLeft(), line.topLeft()):
            self.area.ensureVisible(0, corner.y(), 0, theme.px(8))

    def take_focus(self) -> None:
        """Put the focus on the first list, or on the paper that stands in its place; while it counts on the page."""
        shown, cards = self._stack.currentWidget(), self.cards()
        if shown is not None and shown is not self.area:
            shown.setFocus()
        elif cards:
            cards[0].list.setFocus()
        elif self.view is None:
            self.setFocus()

    # -- the day on paper

    def show_paper(self) -> None:
        """Look at the day as it is printed."""
        if self._stack.currentWidget() is not self.area:
            return
        from quyuan_desktop.ui.paper_source import Document
        from quyuan_desktop.ui.paper_view import PaperView

        place = self._sitting.place
        name = f"{place.office.name}-今日任务单-{place.today:%Y-%m-%d}.pdf"
        source = Document(f"今日任务单　{place.today:%Y-%m-%d}", name, lambda: _on_paper(place))
        view = PaperView(self._sitting, source, self._printers)
        view.closed.connect(lambda: self._put_away(view))
        self._stack.addWidget(view)
        self._stack.setCurrentWidget(view)

    def _put_away(self, view: QWidget) -> None:
        self._stack.setCurrentWidget(self.area)
        self._stack.removeWidget(view)
        view.deleteLater()
        self.take_focus()

    def cards(self) -> list[BlockCard]:
        """The blocks that are shown, in order."""
        items = [self.grid.itemAt(place) for place in range(self.grid.count())]
        found = [item.widget() for item in items if item is not None]
        return [card for card in found if isinstance(card, BlockCard)]

    def items(self) -> list[Item]:
        """All lines that are shown, in order."""
        return [line.what for card in self.cards() for line in card.list.lines()]

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.view is None:
            QTimer.singleShot(AT_FIRST, self, self._begin)
        elif self._stale or self._shown_day != self._sitting.place.today:
            self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self.view is None:
            self._latest.drop()
            self._stale = True

    def _show_date(self) -> None:
        today = self._sitting.place.today
        self._shown_day = today
        self.date.setText(f"{today.month}月{today.day}日 星期{WEEKDAYS[today.weekday()]}")

    def _on_changed(self, changed: Changed) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True


def _reckoned(place: Workplace) -> DayView:
    from quyuan_desktop.services.today import day_view  # on the worker, with all that it takes

    return day_view(place)


def _on_paper(place: Workplace) -> bytes:
    from quyuan_desktop.services.today import day_sheet  # likewise

    return day_sheet(place)
