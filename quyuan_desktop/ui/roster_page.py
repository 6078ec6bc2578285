"""值班表: the duty of a point for a month, arranged by typing and dragging names, and printed."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QStackedLayout, QVBoxLayout, QWidget

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.periods import Period
from quyuan_desktop.registers.service_points.duty import DUTY
from quyuan_desktop.registers.service_points.point import POINT
from quyuan_desktop.services import roster_acts as acts
from quyuan_desktop.services.roster import Cell, Roster, RosterPoint, month_of, roster_points
from quyuan_desktop.services.roster_acts import Arranged
from quyuan_desktop.services.roster_papers import board_pdf, sheet_pdf
from quyuan_desktop.services.save_record import defaults
from quyuan_desktop.services.workplace import Changed
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import label
from quyuan_desktop.ui.dialogs.substitute import Substitute
from quyuan_desktop.ui.elided import Elided
from quyuan_desktop.ui.empty_state import EmptyState
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.paper_source import Document
from quyuan_desktop.ui.paper_view import PaperView
from quyuan_desktop.ui.printing import Printers
from quyuan_desktop.ui.roster_drag import Carried, NameDrag
from quyuan_desktop.ui.roster_grid import RosterGrid
from quyuan_desktop.ui.roster_head import RosterHead
from quyuan_desktop.ui.roster_model import RosterModel
from quyuan_desktop.ui.roster_people import PeopleSide
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.status import Banner

POINT_KEY = "roster/point"
MOST_UNDOS = 50
MOST_TOLD = 4
NO_POINT = "值班表按服务点排。先登记一个服务点（名称、地址、电话、开放时间），再回到这里排班。"
NOTHING_YET = "这个月还没有排班：在格子里输入姓名，或把右边的人拖进来，也可以“照上月排”。"


class RosterPage(QWidget):
    """The page. Every act is one transaction on the worker; Ctrl+Z takes the last one back."""

    def __init__(self, sitting: Sitting, printers: Printers | None = None) -> None:
        super().__init__()
        self._sitting, self._printers = sitting, printers or Printers()
        self._asked = Latest(self, sitting.tasks)
        self._undos: list[Arranged] = []
        self._stale = True
        self._uid = str(sitting.layout.value(POINT_KEY, ""))
        self.period = periods.month(f"{sitting.place.today:%Y-%m}")
        self.model = RosterModel(self)
        self._build()
        self._listen()
        self._show_undo()

    # -- built once

    def _build(self) -> None:
        self._stack = QStackedLayout(self)
        self._page = QWidget()
        self.head, self.banner, self.side = RosterHead(), Banner(), PeopleSide()
        self.grid = RosterGrid(self.model)
        column = QVBoxLayout(self._page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._strip())
        column.addWidget(self.banner)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.grid, 1)
        row.addWidget(self.side)
        column.addLayout(row, 1)
        self.empty = EmptyState("新建服务点")
        self.empty.tell("还没有服务点", NO_POINT, "")
        self._stack.addWidget(self._page)
        self._stack.addWidget(self.empty)
        self.drag = NameDrag(self._page, self.grid, self.model)
        self.drag.add(self.side.list, self.side.carried_at)
        self.setFocusProxy(self.grid)

    def _strip(self) -> QWidget:
        strip = QFrame()
        strip.setProperty("role", "head")
        self._strip_row = row = QHBoxLayout(strip)
        self._fit_strip()
        self.month, self.summary, self.hint = label("", "heading"), Elided("", ""), Elided("", "hint")
        self.clashes = Elided("", "", "red")
        for each in (self.month, self.summary, self.clashes):
            row.addWidget(each)
        row.addStretch(1)
        row.addWidget(self.hint)
        return strip

    def _fit_strip(self) -> None:
        self._strip_row.setContentsMargins(theme.px(16), theme.px(6), theme.px(16), theme.px(6))
        self._strip_row.setSpacing(theme.px(16))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "_strip_row"):
            self._fit_strip()
            self.grid.fit()

    def _listen(self) -> None:
        head, grid = self.head, self.grid
        head.pointed.connect(self.show_point)
        head.stepped.connect(self.step_month)
        head.month_read.connect(self.show_month)
        head.slipped.connect(self.banner.say)
        head.undone.connect(self.undo)
        head.repeated.connect(self.repeat)
        head.sheet_wanted.connect(self.show_sheet)
        head.board_wanted.connect(self.show_board)
        grid.cleared.connect(self.clear)
        grid.pasted.connect(self.fill)
        grid.turned.connect(self.step_month)
        grid.customContextMenuRequested.connect(self._open_menu)
        self.model.named.connect(lambda cell, name: self.fill({cell: name}))
        self.side.wanted.connect(self._put_here)
        self.drag.dropped.connect(self._drop)
        self.empty.begun.connect(self._begin_point)
        self._sitting.changed.connect(self._note_change)
        for keys, slot in (
            ("Alt+Left", lambda: self.step_month(-1)),
            ("Alt+Right", lambda: self.step_month(1)),
            ("Ctrl+Z", self.undo),
            ("Ctrl+P", self.show_sheet),
        ):
            QShortcut(QKeySequence(keys), self._page).activated.connect(slot)

    # -- which point, which month

    def show_point(self, uid: str) -> None:
        """Show another point."""
        self._uid = uid
        self._sitting.layout.setValue(POINT_KEY, uid)
        self.reload()

    def show_month(self, period: Period) -> None:
        """Show another month."""
        self.period = period
        self.banner.hide()
        self.head.show_month(period, self._sitting.place.today)
        self.reload()
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def step_month(self, months: int) -> None:
        """One month back (-1) or on (1)."""
        day = self.period.first - timedelta(days=1) if months < 0 else self.period.last + timedelta(days=1)
        try:
            self.show_month(periods.month(f"{day:%Y-%m}"))
        except ValueError as error:
            self.banner.say(str(error))

    # -- what is shown

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.reload()

    def _note_change(self, changed: Changed) -> None:
        if changed.register not in ("", DUTY.code, POINT.code):
            return
        self._stale = True
        if self.isVisible():
            self.reload()

    def reload(self) -> None:
        """Read points and month again."""
        self._stale = False
        place, period, uid = self._sitting.place, self.period, self._uid

        def job() -> tuple[list[RosterPoint], Roster | None]:
            points = roster_points(place, period)
            known = [point.uid for point in points]
            chosen = uid if uid in known else next(iter(known), "")
            return points, month_of(place, chosen, period) if chosen else None

        self._asked.ask(job, self._take)

    def _take(self, found: tuple[list[RosterPoint], Roster | None]) -> None:
        points, roster = found
        today = self._sitting.place.today
        shown = self._stack.currentWidget()
        if shown is self._page or shown is self.empty:
            self._stack.setCurrentWidget(self._page if points else self.empty)
        self.head.show_month(self.period, today)
        before = self.model.roster
        self.model.show(roster, today)
        if roster is None:
            return
        self._uid = roster.point.uid
        self.head.show_points(points, self._uid)
        self.side.model.show(roster.people)
        self.grid.delegate.people = roster.people
        self.month.setText(roster.period.label)
        self.summary.setText(roster.in_words())
        self.clashes.setText(f"⚠ 重复排班 {len(roster.clashes)} 处" if roster.clashes else "")
        self.hint.setText("" if roster.slots else NOTHING_YET)
        if before is None or (before.period, before.point.uid) != (roster.period, roster.point.uid):
            self.grid.stand_on(self.model.first_cell())

    def _begin_point(self) -> None:
        place = self._sitting.place
        self._sitting.tasks.run(
            lambda: defaults(place, POINT), done=lambda values: self._sitting.led.emit(POINT.code, values)
        )

    # -- acts

    def _run(self, job: Callable[[], Arranged], cells: Iterable[Cell] = ()) -> None:
        """Do `job` on the worker, which may take a second for a month; `cells` show what is expected until then."""
        expected = tuple(cells)

        def done(arranged: Arranged) -> None:
            self.model.settle(expected)
            self._show_done(arranged)

        def trouble(error: Exception) -> None:
            self.model.settle(expected, failed=True)
            self.banner.say(str(error))

        self._sitting.tasks.run_long(lambda _: job(), done=done, trouble=trouble)

    def _show_done(self, arranged: Arranged) -> None:
        self.banner.hide()
        if arranged.left_out:
            some = "；".join(arranged.left_out[:MOST_TOLD])
            more = f"……共 {len(arranged.left_out)} 个半天" if len(arranged.left_out) > MOST_TOLD else ""
            self.banner.say(f"{arranged.words}。没有排的：{some}{more}。", "amber")
            self.banner.setToolTip("\n".join(arranged.left_out))
        elif arranged.words:
            self._sitting.said.emit(f"{arranged.words}。")
        if arranged.done is None:
            self.reload()
            return
        self._undos = [*self._undos[1 - MOST_UNDOS :], arranged]
        self._show_undo()
        self._sitting.changed.emit(arranged.done.changed)

    def fill(self, names: dict[Cell, str]) -> None:
        """Put these names into their half days."""
        place, uid = self._sitting.place, self._uid
        self.model.expect(names)
        self._run(lambda: acts.fill(place, uid, names), names)

    def clear(self, cells: list[Cell]) -> None:
        """Take whoever is there out of these half days."""
        held = [cell for cell in cells if self.model.look(self.model.index_of(cell)).name]
        if held:
            self.fill(dict.fromkeys(held, ""))

    def repeat(self) -> None:
        """Arrange this month as last month was."""
        place, uid, period = self._sitting.place, self._uid, self.period
        self._run(lambda: acts.repeat_last_month(place, uid, period))
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def undo(self) -> None:
        """Take the last act back."""
        if not self._undos:
            self._sitting.said.emit("没有可以撤销的排班。")
            return
        last, place = self._undos.pop(), self._sitting.place
        self._show_undo()

        def done(changed: Changed) -> None:
            self.banner.hide()
            self._sitting.said.emit(f"已撤销：{last.words}。")
            self._sitting.changed.emit(changed)

        self._sitting.tasks.run(
            lambda: acts.take_back(place, last), done=done, trouble=lambda error: self.banner.say(str(error))
        )

    def _show_undo(self) -> None:
        self.head.undo.setEnabled(bool(self._undos))
        words = f"撤销：{self._undos[-1].words}（Ctrl+Z）" if self._undos else "撤销刚才的排班（Ctrl+Z）"
        self.head.undo.setToolTip(words)

    def _put_here(self, name: str) -> None:
        cell = self.grid.current_cell()
        if cell is not None:
            self.fill({cell: name})
            self.grid.stand_on(self.model.next_cell(cell) or cell)

    def _drop(self, carried: Carried, target: Cell, copy: bool) -> None:
        source = carried.source
        if source is None:
            self.fill({target: carried.name})
            return
        place, uid = self._sitting.place, self._uid
        self._run(lambda: acts.move(place, uid, source, target, copy=copy))
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- one slot

    def _open_menu(self, at: QPoint) -> None:
        index = self.grid.indexAt(at)
        cell = self.model.cell(index)
        if cell is not None:
            if index not in self.grid.selectedIndexes():
                self.grid.stand_on(cell)
            self.menu_for(cell).popup(self.grid.viewport().mapToGlobal(at))

    def menu_for(self, cell: Cell) -> QMenu:
        """The menu of the right mouse button over that half day."""
        slot = self.model.slot(self.model.index_of(cell))
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chosen = [each for each in self.grid.chosen() if self.model.slot(self.model.index_of(each))]
        place, uid = self._sitting.place, self._uid
        for text, act, usable in (
            ("替班…", lambda: self.ask_substitute(cell), slot is not None),
            (
                "签到",
                lambda: self._run(lambda: acts.sign_in(place, uid, cell)),
                slot is not None and slot.signed_in is None,
            ),
            (
                "签退",
                lambda: self._run(lambda: acts.sign_out(place, uid, cell)),
                slot is not None and slot.leaves_later,
            ),
            ("带班领导…", lambda: self.ask_leader(chosen), bool(chosen)),
            ("", None, False),
            ("复制\tCtrl+C", self.grid.copy, slot is not None),
            ("粘贴\tCtrl+V", self.grid.paste, True),
            ("清空\tDel", lambda: self.clear(self.grid.chosen()), bool(chosen)),
            ("", None, False),
            ("打开记录", lambda: self._sitting.wanted.emit(DUTY.code, slot.uid if slot else ""), slot is not None),
        ):
            if act is None:
                menu.addSeparator()
            else:
                menu.addAction(text, act).setEnabled(usable)
        return menu

    def ask_substitute(self, cell: Cell) -> None:
        """Ask who stands in on that half day."""
        slot = self.model.slot(self.model.index_of(cell))
        if slot is None:
            return
        place, uid = self._sitting.place, self._uid
        dialog = Substitute(slot, self.side.model.people, self)
        dialog.decided.connect(
            lambda name, reason: self._run(lambda: acts.stand_in(place, uid, cell, name, reason))
        )
        dialog.open()

    def ask_leader(self, cells: list[Cell]) -> None:
        """Ask who leads on those half days."""
        known = {slot.leader: None for slot in self.model.roster.slots.values()} if self.model.roster else {}
        point = self.model.roster.point if self.model.roster else None
        offered = tuple(name for name in (*known, point.head if point else "") if name)
        text = f"选中的 {len(cells)} 个半天由谁带班？"
        leader = self._sitting.ask.reason("带班领导", text, offered)
        if leader:
            place, uid = self._sitting.place, self._uid
            self._run(lambda: acts.lead(place, uid, cells, leader))

    # -- paper

    def show_sheet(self) -> None:
        """Look at the month as A4 值班表."""
        place, uid, period = self._sitting.place, self._uid, self.period
        self._show_paper(f"{self._called()}值班表（{period.label}）", "A4", lambda: sheet_pdf(place, uid, period))

    def show_board(self, week: bool) -> None:
        """Look at the month, or the week one stands in, as A3 公示牌."""
        place, uid = self._sitting.place, self._uid
        cell = self.grid.current_cell()
        period = periods.week_of(cell[0] if cell is not None else place.today) if week else self.period
        self._show_paper(f"{self._called()}公示牌（{period.label}）", "A3", lambda: board_pdf(place, uid, period))

    def _called(self) -> str:
        return self.model.roster.point.name if self.model.roster else ""

    def _show_paper(self, title: str, size: str, make: Callable[[], bytes]) -> None:
        if self._stack.currentWidget() is not self._page or self.model.roster is None:
            return
        view = PaperView(self._sitting, Document(title, f"{title}.pdf", make, size), self._printers)
        view.closed.connect(lambda: self._put_away(view))
        self._stack.addWidget(view)
        self._stack.setCurrentWidget(view)

    def _put_away(self, view: PaperView) -> None:
        self._stack.setCurrentWidget(self._page)
        self._stack.removeWidget(view)
        view.deleteLater()
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
