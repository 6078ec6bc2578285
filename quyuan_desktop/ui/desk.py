"""A desk (a tab of the window): its registers with their counts at the left, the page of the chosen one beside."""

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QShowEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.registers.base import Desk, Register
from quyuan_desktop.services.list_records import counts
from quyuan_desktop.services.workplace import Changed
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.desk_pages import PAGES, Beginning
from quyuan_desktop.ui.drafts_page import DraftsPage
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.register_page import RegisterPage
from quyuan_desktop.ui.sitting import Sitting

CODE = Qt.ItemDataRole.UserRole
COUNT = Qt.ItemDataRole.UserRole + 1
DRAFTS = "drafts"
SIDE = 132


class SideDelegate(QStyledItemDelegate):
    """Paints a line of the side list: its name, its count at the right; a heading, which cannot be chosen, in grey."""

    def __init__(self, parent: QWidget, high: int = theme.ROW + 4) -> None:
        super().__init__(parent)
        self._high = high

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, theme.px(self._high))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect: QRect = option.rect  # type: ignore[attr-defined]  # the stubs leave the fields out
        state = option.state  # type: ignore[attr-defined]  # likewise
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        live = bool(index.flags() & Qt.ItemFlag.ItemIsEnabled)
        painter.save()
        painter.setFont(theme.font())
        body = rect.adjusted(theme.px(8), theme.px(2), -theme.px(8), -theme.px(2))
        if chosen or (live and state & QStyle.StateFlag.State_MouseOver):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("soft" if chosen else "hover"))
            painter.drawRoundedRect(body, theme.px(4), theme.px(4))
        if chosen and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(theme.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(body, theme.px(4), theme.px(4))
        text = body.adjusted(theme.px(8), 0, -theme.px(8), 0)
        painter.setPen(theme.colour("text" if live else "muted"))
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, str(index.data()))
        painter.setPen(theme.colour("muted"))
        painter.drawText(
            text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, str(index.data(COUNT) or "")
        )
        painter.restore()


class DeskPage(QWidget):
    """One desk. Its pages are made when they are first wanted. `saved(Saved)` and `summed(str)` come from them."""

    saved = Signal(object)
    summed = Signal(str)

    def __init__(self, sitting: Sitting, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._sitting = sitting
        self._latest = Latest(self, sitting.tasks)
        self._pages: dict[str, QWidget] = {}
        self._stale = True
        self._model = QStandardItemModel(self)
        self.side = QListView()
        self.side.setModel(self._model)
        self.side.setItemDelegate(SideDelegate(self.side))
        self.side.setMouseTracking(True)
        self.side.setFrameShape(QFrame.Shape.NoFrame)
        self.side.setTabKeyNavigation(False)
        self.side.setAccessibleName(f"{desk.label}：登记簿")
        self.stack = QStackedWidget()
        self._lay_out()
        for code, name in self._lines():
            item = QStandardItem(name)
            item.setData(code, CODE)
            item.setEditable(False)
            self._model.appendRow(item)
        self.side.selectionModel().currentChanged.connect(self._turn)
        sitting.changed.connect(self._on_changed)
        self.turn_to(self._model.index(0, 0).data(CODE))

    def _lines(self) -> list[tuple[str, str]]:
        pages = [(code, PAGES[code]) for code in self.desk.pages if code in PAGES]
        own = [(code, page.label) for code, page in pages if not page.last]
        last = [(code, page.label) for code, page in pages if page.last]
        registers = [(register.code, register.label) for register in self._registers]
        return [*own, *registers, *last, (DRAFTS, "草稿")]

    @property
    def _registers(self) -> tuple[Register, ...]:
        """The desk's own registers, and those of other desks that are seen here too."""
        return (*self.desk.registers, *(REGISTERS[guest.register] for guest in self.desk.also))

    def _lay_out(self) -> None:
        self._frame = QFrame()
        self._frame.setProperty("role", "side")
        self._frame.setFixedWidth(theme.px(SIDE))
        inner = QVBoxLayout(self._frame)
        inner.setContentsMargins(0, theme.px(8), 1, theme.px(8))
        inner.addWidget(self.side)
        self.side.setProperty("role", "clear")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._frame)
        row.addWidget(self.stack, 1)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._frame.setFixedWidth(theme.px(SIDE))

    # -- what the window asks for

    @property
    def register_page(self) -> RegisterPage:
        """The page of the register that is worked on; the desk's first when another thing is shown."""
        code = self.side.currentIndex().data(CODE)
        page = self._page(code) if code in self._codes() else self._page(self.desk.registers[0].code)
        assert isinstance(page, RegisterPage)
        return page

    def new_record(self) -> None:
        """Begin a new record in the register that is worked on, or the one that the desk's own page begins."""
        shown = self.stack.currentWidget()
        if isinstance(shown, Beginning) and shown.new_record():
            return
        page = self.register_page
        self._turn_to_page(page)
        page.new_record()

    def open_record(self, register: str, uid: str) -> None:
        """Show that record in its list; without a `uid` the list alone."""
        self.turn_to(register)
        if uid:
            self.register_page.open_record(uid)

    def resume(self, register: str, key: str) -> None:
        """Go on with that draft."""
        self.turn_to(register)
        self.register_page.resume(key)

    def shows(self, register: str) -> bool:
        """Whether that register is worked on here."""
        return register in self._codes()

    def turn_to(self, code: str) -> None:
        """Show the page of a register, or DRAFTS. Raises KeyError for any other code."""
        for row in range(self._model.rowCount()):
            index = self._model.index(row, 0)
            if index.data(CODE) == code:
                self.side.setCurrentIndex(index)
                self.stack.setCurrentWidget(self._page(code))
                return
        raise KeyError(code)

    def pages(self) -> list[QWidget]:
        """The pages that were made so far."""
        return list(self._pages.values())

    def take_focus(self) -> None:
        """Put the focus where the page that is shown wants it, or on the side list."""
        page = self.stack.currentWidget()
        if isinstance(page, Beginning):
            page.take_focus()
            return
        inner = page.focusProxy() if page is not None else None
        (inner or self.side).setFocus()

    def keep_drafts(self) -> None:
        """Hand all unfinished typing to the drafts, before the window closes."""
        from quyuan_desktop.ui.forms import RecordForm

        for form in self.findChildren(RecordForm):
            form.keep_draft()

    def count_of(self, code: str) -> str:
        """What stands at the right of that line of the side list."""
        for row in range(self._model.rowCount()):
            index = self._model.index(row, 0)
            if index.data(CODE) == code:
                return str(index.data(COUNT) or "")
        raise KeyError(code)

    # -- pages

    def _codes(self) -> tuple[str, ...]:
        return tuple(register.code for register in self._registers)

    def _turn(self, index: QModelIndex) -> None:
        code = index.data(CODE)
        if code:
            self.summed.emit("")
            self.stack.setCurrentWidget(self._page(code))

    def _turn_to_page(self, page: QWidget) -> None:
        for code, known in self._pages.items():
            if known is page:
                self.turn_to(code)

    def _page(self, code: str) -> QWidget:
        if code not in self._pages:
            page = self._made(code)
            self._pages[code] = page
            self.stack.addWidget(page)
        return self._pages[code]

    def _made(self, code: str) -> QWidget:
        if code == DRAFTS:
            drafts = DraftsPage(self._sitting, self._codes())
            drafts.opened.connect(self.resume)
            drafts.changed.connect(self._recount)
            return drafts
        if code in PAGES:
            return PAGES[code].make(self._sitting)
        register = next(each for each in self._registers if each.code == code)
        guest = next((each for each in self.desk.also if each.register == code), None)
        page = RegisterPage(self._sitting, register, guest=guest)
        page.saved.connect(self.saved)
        page.summed.connect(self.summed)
        return page

    # -- counts

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._recount()

    def _on_changed(self, changed: Changed) -> None:
        if self.isVisible():
            self._recount()
        else:
            self._stale = True

    def _recount(self) -> None:
        self._stale = False
        place, desk = self._sitting.place, self.desk
        self._latest.ask(lambda: counts(place, desk), self._show_counts)

    def _show_counts(self, found: dict[str, Any]) -> None:
        for row in range(self._model.rowCount()):
            item = self._model.item(row)
            count = found.get(item.data(CODE))
            item.setData(str(count) if count else "", COUNT)
