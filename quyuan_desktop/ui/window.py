"""The window: 今日 and a tab per desk, the search box, the menu, the status line; how it closes."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from quyuan_desktop.domain.office import title_of
from quyuan_desktop.domain.problems import Refused
from quyuan_desktop.domain.standing import Standing
from quyuan_desktop.registers import desks_for
from quyuan_desktop.registers.base import Desk, Values
from quyuan_desktop.services.backups import backup_if_changed, last_backup
from quyuan_desktop.services.day import Item
from quyuan_desktop.services.open_office import close_office
from quyuan_desktop.services.save_record import Saved, Undone, undo_save
from quyuan_desktop.services.workplace import Changed, Workplace
from quyuan_desktop.ui import theme, window_dialogs
from quyuan_desktop.ui.desk import DeskPage
from quyuan_desktop.ui.desk_pages import PAGES
from quyuan_desktop.ui.finder import Finder
from quyuan_desktop.ui.sign_in import PERCENT
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.status import Banner, StatusLine, WorkBar
from quyuan_desktop.ui.tasks import Cancelled, Progress
from quyuan_desktop.ui.today_page import TodayPage
from quyuan_desktop.ui.window_head import WindowHead
from quyuan_desktop.ui.window_layout import keep_layout, keep_within_screen, restore_layout
from quyuan_desktop.ui.window_pages import pages_for

BACKUP_EVERY_MS = 30 * 60 * 1000
TODAY = 0


class MainWindow(QMainWindow):
    """The window of one sitting. `left`: the ledger is closed and somebody is to sign in again."""

    left = Signal()

    def __init__(self, sitting: Sitting, desks: tuple[Desk, ...] = ()) -> None:
        super().__init__()
        self.sitting, self.desks = sitting, desks or desks_for(sitting.place.office.level)
        self._desk_pages: dict[str, DeskPage] = {}
        self._pages: dict[str, QWidget] = {}
        self.kinds = pages_for(sitting.place.office.level)
        self._leaving = self._over = False
        self._sign_in_again = False
        self._last_desk = self.desks[0]
        self._name_window()
        self.setWindowIcon(theme.seal())
        self._lay_out()
        self._make_menu()
        self._make_shortcuts()
        self._connect()
        restore_layout(self, self.sitting.layout)
        self._clock = QTimer(self)
        self._clock.timeout.connect(self.back_up)
        self._clock.start(BACKUP_EVERY_MS)
        self._show_last_backup()

    # -- how it looks

    def _lay_out(self) -> None:
        ground = QWidget()
        self.setCentralWidget(ground)
        self.banner = Banner()
        self.finder = Finder(self.sitting, ground)
        head = WindowHead(self._names(), self.finder)
        self.tabs, self.menu_button = head.tabs, head.menu_button
        self.stack = QStackedWidget()
        self.today = TodayPage(self.sitting)
        self.stack.addWidget(self.today)
        self.works = WorkBar(self.sitting.tasks)
        self.status = StatusLine(self._who())
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for each, share in ((self.banner, 0), (head, 0), (self.stack, 1), (self.works, 0), (self.status, 0)):
            column.addWidget(each, share)

    def _names(self) -> tuple[str, ...]:
        """What the tabs are called: 今日, the desks, then what belongs to no desk."""
        return ("今日", *(desk.label for desk in self.desks), *(each.label for each in self.kinds.values()))

    def _make_menu(self) -> None:
        menu = QMenu(self)
        for name, action in (
            ("备份与还原…", self.show_backups),
            ("人员与密码…", lambda: window_dialogs.show_people(self.sitting, self)),
            ("单位信息与编号…", self._show_office),
            ("规则设置…", self._show_rules),
            ("核对数据…", lambda: window_dialogs.show_check(self.sitting, self)),
            ("", None),
            ("放大\tCtrl++", lambda: self._resize_all(1)),
            ("缩小\tCtrl+-", lambda: self._resize_all(-1)),
            ("原来大小\tCtrl+0", lambda: self._resize_all(0)),
            ("", None),
            ("帮助…", lambda: window_dialogs.show_help(self)),
            ("锁定（换人登录）", self.lock),
            ("退出", self.close),
        ):
            if action is None:
                menu.addSeparator()
            else:
                menu.addAction(name).triggered.connect(_dropping_argument(action))
        self.menu_button.setMenu(menu)
        self.menu = menu

    def _make_shortcuts(self) -> None:
        keys: list[tuple[str, Callable[[], object]]] = [
            ("Ctrl+F", self.finder.begin),
            ("Ctrl+N", self.new_record),
            ("F10", self.menu_button.showMenu),
            ("Ctrl+Alt+Z", self.status.take_back),
            ("Ctrl++", lambda: self._resize_all(1)),
            ("Ctrl+=", lambda: self._resize_all(1)),
            ("Ctrl+-", lambda: self._resize_all(-1)),
            ("Ctrl+0", lambda: self._resize_all(0)),
        ]
        for place in range(min(9, self.tabs.count())):
            keys.append((f"Ctrl+{place + 1}", lambda place=place: self.tabs.setCurrentIndex(place)))  # type: ignore[misc]  # bound early
        for key, action in keys:
            QShortcut(QKeySequence(key), self).activated.connect(_dropping_argument(action))

    def _connect(self) -> None:
        sitting = self.sitting
        self.tabs.currentChanged.connect(self._turn)
        self.finder.opened.connect(self.open_record)
        self.finder.left.connect(self._focus_page)
        self.today.opened.connect(self._open_item)
        sitting.wanted.connect(self.open_record)
        sitting.led.connect(self._begin_led)
        sitting.listed.connect(self._show_listed)
        sitting.said.connect(self.status.say)
        sitting.changed.connect(lambda _: self.status.show_saved(sitting.place.now(), None))
        sitting.tasks.troubled.connect(self._tell_trouble)
        sitting.tasks.broke.connect(lambda _: self._closed() if self._leaving else None)

    def _name_window(self) -> None:
        self.setWindowTitle(f"屈原司法所工作台 · {self.sitting.place.office.name}")

    def _who(self) -> str:
        staff = self.sitting.place.staff
        return f"{staff.name}（{title_of(staff.role, self.sitting.place.office.level)}）"

    # -- going about

    @property
    def desk(self) -> Desk:
        """The desk that is worked on: the one shown, or while 今日 is, the last one shown."""
        return self._last_desk

    def desk_page(self, desk: Desk) -> DeskPage:
        """The page of that desk, made when first wanted."""
        if desk.code not in self._desk_pages:
            page = DeskPage(self.sitting, desk)
            page.saved.connect(self._show_saved)
            page.summed.connect(self.status.show_sum)
            self._desk_pages[desk.code] = page
            self.stack.addWidget(page)
        return self._desk_pages[desk.code]

    def page(self, code: str) -> Any:
        """The page of window_pages.py of that code, made when first wanted."""
        if code not in self._pages:
            self._pages[code] = self.kinds[code].make(self.sitting)
            self.stack.addWidget(self._pages[code])
        return self._pages[code]

    def _turn(self, tab: int) -> None:
        self.status.show_sum("")
        if tab == TODAY:
            self.stack.setCurrentWidget(self.today)
            self.today.take_focus()
            return
        if tab > len(self.desks):
            page = self.page(list(self.kinds)[tab - len(self.desks) - 1])
            self.stack.setCurrentWidget(page)
            page.take_focus()
            return
        self._last_desk = self.desks[tab - 1]
        desk = self.desk_page(self._last_desk)
        self.stack.setCurrentWidget(desk)
        desk.side.setFocus()

    def turn_to_page(self, code: str) -> None:
        """Show the page of window_pages.py of that code."""
        self.tabs.setCurrentIndex(len(self.desks) + 1 + list(self.kinds).index(code))

    def _turn_to(self, desk: Desk) -> DeskPage:
        self.tabs.setCurrentIndex(self.desks.index(desk) + 1)
        return self.desk_page(desk)

    def _desk_of(self, register: str) -> Desk:
        """The desk that is worked on when it shows that register too, else the register's own."""
        if self.stack.currentWidget() is not self.today and self.desk_page(self.desk).shows(register):
            return self.desk
        return next(desk for desk in self.desks if any(each.code == register for each in desk.registers))

    def new_record(self) -> None:
        """Begin a new record at the desk that is worked on, wherever one is."""
        self._turn_to(self.desk).new_record()

    def open_record(self, register: str, uid: str) -> None:
        """Show that record."""
        self._turn_to(self._desk_of(register)).open_record(register, uid)

    def _begin_led(self, register: str, values: Values) -> None:
        """Begin a record that another one has led to."""
        page = self._turn_to(self._desk_of(register))
        page.turn_to(register)
        page.register_page.start_with(values)

    def _show_listed(self, register: str, standing: Standing | None) -> None:
        """Show the list of a register, those alone that stand so towards the district."""
        page = self._turn_to(self._desk_of(register))
        page.turn_to(register)
        page.register_page.show_standing(standing)
        page.take_focus()

    def _open_item(self, item: Item) -> None:
        if item.draft:
            self._turn_to(self._desk_of(item.register)).resume(item.register, item.draft)
        elif item.uid:
            self.open_record(item.register, item.uid)
        elif item.register:
            self._show_listed(item.register, None)
        elif item.opens == "rules":
            self._show_rules()
        elif item.opens in self.kinds:
            self.turn_to_page(item.opens)
        elif item.opens in PAGES:
            page = self._turn_to(next(desk for desk in self.desks if item.opens in desk.pages))
            page.turn_to(item.opens)
        else:
            self.show_backups()

    def _focus_page(self) -> None:
        page: Any = self.stack.currentWidget()
        page.take_focus()

    def _resize_all(self, direction: int) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.scale(app, theme.step(theme.percent(), direction))
            self.sitting.layout.setValue(PERCENT, theme.percent())
            self.status.say(f"显示大小 {theme.percent()}%")
            QTimer.singleShot(0, self, lambda: keep_within_screen(self))

    # -- what was done

    def _tell_trouble(self, error: Exception) -> None:
        if isinstance(error, Refused):
            self.banner.say("；".join(problem.text for problem in error.problems), "amber")
        else:
            self.banner.say(str(error))

    def _show_saved(self, saved: Saved) -> None:
        place = self.sitting.place
        self.banner.hide()

        def undone(result: Undone) -> None:
            self.sitting.changed.emit(result.changed)
            self.status.show_saved(place.now(), None, "已撤销")
            if result.values is not None:
                register = saved.undo.register
                page = self._turn_to(self._desk_of(register.code))
                page.turn_to(register.code)
                page.register_page.start_with(result.values)

        def undo() -> None:
            self.sitting.tasks.run(lambda: undo_save(place, saved.undo), done=undone)

        self.status.show_saved(place.now(), undo)

    def _show_last_backup(self) -> None:
        place = self.sitting.place
        self.sitting.tasks.run(
            lambda: last_backup(place), done=lambda at: self.status.show_backup(at, place.today)
        )

    def back_up(self) -> None:
        """Make a backup when something was saved since the last one; the window stays usable."""
        if self._leaving:
            return
        place = self.sitting.place
        self.sitting.tasks.run_long(
            lambda progress: backup_if_changed(place, "定时", progress.step),
            done=lambda _: self._show_last_backup(),
        )

    # -- dialogs

    def show_backups(self) -> None:
        """Show the list of backups."""
        dialog = window_dialogs.backups(self.sitting, self)
        dialog.made.connect(self._show_last_backup)
        dialog.restoring.connect(self._keep_all)
        dialog.restored.connect(self._restored)
        dialog.open()

    def _show_office(self) -> None:
        dialog = window_dialogs.office(self.sitting, self)
        dialog.changed.connect(self._office_changed)
        dialog.open()

    def _show_rules(self) -> None:
        dialog = window_dialogs.rules(self.sitting, self)
        dialog.changed.connect(self._office_changed)
        dialog.open()

    def _office_changed(self, place: Workplace) -> None:
        self.sitting.place = place
        self._name_window()
        self.status.show_who(self._who())
        self.sitting.changed.emit(Changed("", ()))

    # -- closing

    def lock(self) -> None:
        """Close the ledger and let somebody sign in."""
        self._leave(again=True)

    def _restored(self) -> None:
        # The ledger is closed already: it was put back as it had been.
        self._sign_in_again = self._leaving = True
        self._closed()

    def _keep_all(self) -> None:
        for desk in self._desk_pages.values():
            desk.keep_drafts()

    def _leave(self, *, again: bool) -> None:
        if self._leaving:
            return
        self._leaving, self._sign_in_again = True, again
        keep_layout(self, self.sitting.layout, self.tabs.currentIndex())
        self._keep_all()
        self.stack.setEnabled(False)
        self.finder.setEnabled(False)
        place = self.sitting.place

        def work(progress: Progress) -> None:
            try:
                close_office(place, progress.step)
            except Cancelled:
                return  # the person would rather go without a backup; the ledger is closed all the same

        self.sitting.tasks.run_long(work, done=lambda _: self._closed(), trouble=self._closed_badly)

    def _closed_badly(self, error: Exception) -> None:
        self.sitting.ask.tell("关闭时没有备份成", f"{error}\n登记的内容都已保存，只是这次没有备份。")
        self._closed()

    def _closed(self) -> None:
        if self._over:
            return
        self._over = True
        if self._sign_in_again:
            self.left.emit()
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._over:
            self._clock.stop()
            event.accept()
            return
        event.ignore()
        self._leave(again=False)


def _dropping_argument(action: Callable[[], object]) -> Callable[..., None]:
    """`action` as a slot of signals that hand over what it doesn't want (checked)."""

    def slot(*_: object) -> None:
        action()

    return slot
