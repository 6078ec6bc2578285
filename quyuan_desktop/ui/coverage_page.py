"""The coverage board (覆盖看板): every village as a tile; a total narrows it, a tile opens the village's file."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from quyuan_desktop.domain import names
from quyuan_desktop.domain.figures import FigureRow
from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.services import coverage
from quyuan_desktop.services.coverage import Board, Check, VillageState
from quyuan_desktop.services.save_record import defaults
from quyuan_desktop.services.workplace import Changed
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.answering_keys import answer_keys
from quyuan_desktop.ui.coverage_head import CoverageHead, in_list, legend
from quyuan_desktop.ui.coverage_tiles import TileField
from quyuan_desktop.ui.dialogs.parts import button, forget, label
from quyuan_desktop.ui.empty_state import EmptyState
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.paper_source import Document
from quyuan_desktop.ui.paper_view import PaperView
from quyuan_desktop.ui.printing import Printers
from quyuan_desktop.ui.short_list import Line, ShortList
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.village_file import VillageFilePage

VILLAGE = "village"
REGISTERS_SHOWN = ("", "village", "adviser", "assignment", "service_log", "wechat_group")
"""Whose changes the board follows; the empty one stands for the rules of the house."""
PANEL = 330


class CheckPanel(QFrame):
    """The records behind a check, beside the board. opened(FigureRow); closed(): Esc or the button."""

    opened = Signal(object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.code = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(1, theme.px(10), 1, theme.px(8))
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(16), 0, theme.px(8), 0)
        self.head = label("", "heading")
        head.addWidget(self.head, 1)
        head.addWidget(button("收起 Esc", "quiet", self.closed.emit))
        column.addLayout(head)
        self.words = label("", "hint", wrap=True)
        self.words.setContentsMargins(theme.px(16), 0, theme.px(8), 0)
        column.addWidget(self.words)
        self.list = ShortList("待核对的记录", most=0)
        self.list.opened.connect(self.opened)
        column.addWidget(self.list, 1)
        answer_keys(self, ("Esc", self.closed.emit))

    def show_check(self, check: Check) -> None:
        """Show the records of that check."""
        self.code = check.code
        self.head.setText(f"{check.label} {len(check.rows)}")
        self.words.setText(f"{check.words}。逐条核对，回车打开记录。")
        self.list.show_lines([Line(row.label, f"{row.date:%m-%d}", "", row) for row in check.rows])


class CoveragePage(QWidget):
    """The board as of a day; the village's file and the paper stand in its place until they are closed."""

    def __init__(self, sitting: Sitting, printers: Printers | None = None) -> None:
        super().__init__()
        self._sitting = sitting
        self._printers = printers or Printers()
        self._latest = Latest(self, sitting.tasks)
        self._begun = Latest(self, sitting.tasks)
        self._stale = True
        self._day: date | None = None
        self.board: Board | None = None
        self.setAccessibleName("覆盖看板")
        self._stack = QStackedLayout(self)
        self.browse = self._build()
        self._stack.addWidget(self.browse)
        self._listen()

    def _build(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head = CoverageHead(lambda: self._sitting.place.today)
        column.addWidget(self.head)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.field = TileField(self.area)
        self.area.setWidget(self.field)
        self.area.viewport().installEventFilter(self)
        self.empty = EmptyState("新增村（社区）")
        self.checks = CheckPanel()
        self.checks.setFixedWidth(theme.px(PANEL))
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        inner = QWidget()
        self._inner = QStackedLayout(inner)
        self._inner.addWidget(self.area)
        self._inner.addWidget(self.empty)
        row.addWidget(inner, 1)
        row.addWidget(self.checks)
        self.checks.hide()
        column.addWidget(middle, 1)
        self._foot = QVBoxLayout()
        column.addLayout(self._foot)
        return page

    def _listen(self) -> None:
        self.head.day_wanted.connect(self.show_day)
        self.head.searched.connect(lambda _: self._show_tiles())
        self.head.chosen.connect(lambda _: self._show_tiles())
        self.head.entered.connect(self.field.take_focus)
        self.head.checked.connect(self.show_check)
        self.head.printed.connect(self.show_paper)
        self.field.opened.connect(self.open_file)
        self.field.typed.connect(self._begin_search)
        self.empty.begun.connect(self._take_first_step)
        self.empty.widened.connect(lambda: self._sitting.wanted.emit(VILLAGE, ""))
        self.checks.opened.connect(self._open_row)
        self.checks.closed.connect(self.close_checks)
        self._sitting.changed.connect(self._note_change)
        for keys, slot in (
            ("Ctrl+P", self.show_paper),
            ("Ctrl+Shift+F", self.head.search.setFocus),
            ("F5", self.reload),
        ):
            QShortcut(QKeySequence(keys), self.browse).activated.connect(slot)
        answer_keys(self.head, ("Esc", self._leave_head))

    # -- what is shown

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.reload()

    def _note_change(self, changed: Changed) -> None:
        if changed.register not in REGISTERS_SHOWN:
            return
        self._stale = True
        if self.isVisible():
            self.reload()

    def show_day(self, day: date) -> None:
        """Show the board as of another day."""
        self._day = None if day == self._sitting.place.today else day
        self.reload()

    def reload(self) -> None:
        """Read the board again."""
        self._stale = False
        place, day = self._sitting.place, self._day
        self._latest.ask(lambda: coverage.board(place, day), self.show_board)

    def show_board(self, board: Board) -> None:
        """Show that board."""
        self.board = board
        self.head.show_board(board)
        forget(self._foot)
        self._foot.addWidget(legend(board.rules["hours"], board.rules["lectures"]))
        if self.checks.isVisible():
            self.show_check(self.checks.code)
        self._show_tiles()

    def _show_tiles(self) -> None:
        board = self.board
        if board is None:
            return
        wanted = in_list(self.head.choice)
        found = _searched(self.head.search.text())
        count = self.field.show_board(board, lambda state: wanted(state) and found(state))
        self._order_tabs()
        self._inner.setCurrentWidget(self.area if count else self.empty)
        if count:
            return
        if board.villages:
            self.empty.first.setText("显示全部")
            self.empty.tell("没有符合的村（社区）", "换个条件，或者显示全部再看。", "")
        else:
            self.empty.first.setText("新增村（社区）")
            self.empty.tell(
                "还没有村（社区）",
                "先登记村（社区），再登记法律顾问和聘任，这里就有每个村的方块。"
                "村多的，可以在村（社区）的列表里从 Excel 导入。",
                "到村（社区）列表去导入",
            )

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if isinstance(event, QResizeEvent) and watched is self.area.viewport():
            self.field.arrange()
        return False

    # -- keys and clicks

    def take_focus(self) -> None:
        """Put the focus on the tile one stands on, or on what stands in the board's place.

        No focus proxy: Qt would let Tab pass by what lies before it.
        """
        shown = self._stack.currentWidget()
        if isinstance(shown, VillageFilePage):
            shown.take_focus()
        elif isinstance(shown, PaperView):
            shown.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._inner.currentWidget() is self.empty:
            self.empty.first.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.field.take_focus()

    def _order_tabs(self) -> None:
        """Tab goes through the head, then the totals, then to the tile one stands on."""
        ring = [self.head.paper, *self.head.totals.values(), *self.field.tiles()]
        for before, after in pairwise(ring):
            QWidget.setTabOrder(before, after)

    def _begin_search(self, letter: str) -> None:
        self.head.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.head.search.setText(letter)

    def _leave_head(self) -> None:
        """Esc: what was typed goes first, then the focus goes to the tiles."""
        if self.head.search.text():
            self.head.search.clear()
        self.field.take_focus()

    def _take_first_step(self) -> None:
        if self.board is not None and self.board.villages:
            self.head.choose_all()
            self.field.take_focus()
            return
        place = self._sitting.place
        self._begun.ask(
            lambda: defaults(place, REGISTERS[VILLAGE]),
            lambda values: self._sitting.led.emit(VILLAGE, values),
        )

    def show_check(self, code: str) -> None:
        """Show the records of that check beside the board."""
        check = next((each for each in self.board.checks if each.code == code), None) if self.board else None
        if check is None or not check.rows:
            self.close_checks()
            return
        self.checks.show_check(check)
        self.checks.show()
        self.checks.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_checks(self) -> None:
        """Put the records of a check away."""
        self.checks.hide()
        self.field.take_focus()

    def _open_row(self, row: FigureRow) -> None:
        self._sitting.wanted.emit(row.register, row.uid)

    # -- what opens in the board's place

    def open_file(self, uid: str) -> None:
        """Open the file of that village."""
        page = VillageFilePage(self._sitting, uid, self._day, self._printers)
        page.closed.connect(lambda: self._put_away(page))
        self._put_up(page)

    def new_record(self) -> bool:
        """Begin a service in the village whose file is open; False when none is."""
        shown = self._stack.currentWidget()
        if not isinstance(shown, VillageFilePage):
            return False
        shown.begin_service()
        return True

    def show_paper(self) -> None:
        """Look at the board as it is printed."""
        if self._stack.currentWidget() is not self.browse:
            return
        place, day = self._sitting.place, self._day
        on = day or place.today
        name = f"{place.office.name}-法律顾问覆盖一览-{on}.pdf"
        source = Document(f"法律顾问覆盖一览　{on}", name, lambda: coverage.board_sheet(place, day))
        view = PaperView(self._sitting, source, self._printers)
        view.closed.connect(lambda: self._put_away(view))
        self._put_up(view)

    def _put_up(self, page: PaperView | VillageFilePage) -> None:
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        self.take_focus()

    def _put_away(self, page: QWidget) -> None:
        self._stack.setCurrentWidget(self.browse)
        self._stack.removeWidget(page)
        page.deleteLater()
        self.field.take_focus()


def _searched(typed: str) -> Callable[[VillageState], bool]:
    """Whether a village answers to what was typed: part of a name, or the pinyin of one."""
    words = typed.strip().lower()
    if not words:
        return lambda state: True

    def found(state: VillageState) -> bool:
        told = [state.name, state.town.label]
        if state.term is not None:
            told += [state.term.adviser_name, state.term.firm]
        if any(words in each.lower() for each in told):
            return True
        if not words.isascii():
            return False
        keys = [names.keys(each) for each in told]
        return any(word.startswith(words) for key in keys for word in (*key.full, *key.initials))

    return found
