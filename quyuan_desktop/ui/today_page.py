"""今日: what is due, what is to be done, what was left unfinished, what to remember; two numbers and a line."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from quyuan_desktop.services.today import Block, DayView, Item, day_view
from quyuan_desktop.services.workplace import Changed
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import column, forget, label
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.short_list import Line, ShortList
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.trend import TrendLine

WEEKDAYS = "一二三四五六日"


class BlockCard(QFrame):
    """One of the four lists, in a card. `opened(Item)`."""

    opened = Signal(object)

    def __init__(self, block: Block) -> None:
        super().__init__()
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
        self.list = ShortList(block.label)
        self.list.show_lines([Line(item.title, item.detail, item.tone, item) for item in block.items])
        self.list.opened.connect(self.opened)
        inner.addWidget(self.list)
        inner.addStretch(1)


class TodayPage(QScrollArea):
    """The page one begins with. `opened(Item)`: a line was opened, by Enter or a double click."""

    opened = Signal(object)

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self._sitting = sitting
        self._latest = Latest(self, sitting.tasks)
        self._stale = True
        self.view: DayView | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("今日")
        page = QWidget()
        page.setProperty("role", "ground")
        self.setWidget(page)
        self.date = label("", "title")
        self.empty = label("今日无待办", "hint")
        self.grid = QGridLayout()
        self.grid.setSpacing(theme.px(16))
        self.people, self.matters = label("", "figure"), label("", "figure")
        self.trend = TrendLine()
        rows = column(page, margin=24, spacing=16)
        rows.addWidget(self.date)
        rows.addWidget(self.empty)
        rows.addLayout(self.grid)
        rows.addWidget(self._numbers())
        rows.addStretch(1)
        self.empty.hide()
        sitting.changed.connect(self._on_changed)
        self._show_date()

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
        self._latest.ask(lambda: day_view(place), self.show_day)

    def show_day(self, view: DayView) -> None:
        """Show that day."""
        self.view = view
        self._show_date()
        held = self.focusWidget() is not None and self.isAncestorOf(self.focusWidget())
        forget(self.grid)
        shown = [block for block in view.blocks if block.items]
        for place, block in enumerate(shown):
            card = BlockCard(block)
            card.opened.connect(self.opened)
            wide = 2 if place == len(shown) - 1 and place % 2 == 0 else 1
            self.grid.addWidget(card, place // 2, place % 2, 1, wide)
        for side in (0, 1):
            self.grid.setColumnStretch(side, 1)
        self.empty.setVisible(not shown)
        self.people.setText(str(view.month_people))
        self.matters.setText(str(view.month_matters))
        self.trend.show_points(view.trend, "各月咨询人次")
        if held:
            self.take_focus()

    def take_focus(self) -> None:
        """Put the focus on the first list."""
        cards = self.cards()
        if cards:
            cards[0].list.setFocus()

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
        if self._stale or (self.view is not None and self._shown_day != self._sitting.place.today):
            self.refresh()

    def _show_date(self) -> None:
        today = self._sitting.place.today
        self._shown_day = today
        self.date.setText(f"{today.month}月{today.day}日 星期{WEEKDAYS[today.weekday()]}")

    def _on_changed(self, changed: Changed) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True
