"""The sign-in page: the first start, a name and a password, a forgotten password.

It is painted before anything heavy is imported: the database, the window and all that hangs on them come on the
worker, while the password is being typed.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QSettings, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from quyuan_desktop.domain.office import Office
from quyuan_desktop.domain.problems import Problem, Refused, Trouble
from quyuan_desktop.services.logins import Login, is_founded, logins
from quyuan_desktop.ui import loading, theme
from quyuan_desktop.ui.dialogs.parts import column, fit, label
from quyuan_desktop.ui.dialogs.password_page import PasswordPage
from quyuan_desktop.ui.tasks import Progress, Tasks

if TYPE_CHECKING:
    from quyuan_desktop.services.backups import Backup
    from quyuan_desktop.services.open_office import Founded
    from quyuan_desktop.services.workplace import Workplace
    from quyuan_desktop.ui.ask import Ask
    from quyuan_desktop.ui.dialogs.first_start import FirstStart
    from quyuan_desktop.ui.dialogs.forgotten import Forgotten
    from quyuan_desktop.ui.dialogs.recovery_code import Print, RecoveryCode
    from quyuan_desktop.ui.dialogs.rescue import Rescue

LAYOUT_FILE = "layout.ini"
LAST_UID, PERCENT = "sign_in/uid", "window/percent"


class SignIn(QWidget):
    """Lets a person in. `opened(Workplace)` is emitted once; the page may then be closed.

    `tasks` is the worker on which the ledger is opened, and must be the one used afterwards.
    """

    opened = Signal(object)

    def __init__(
        self,
        folder: Path,
        now: Callable[[], datetime],
        tasks: Tasks,
        *,
        ask: "Ask | None" = None,
        print_page: "Print | None" = None,
    ) -> None:
        super().__init__()
        self.folder, self.now, self.tasks = folder, now, tasks
        self._ask, self._print_page = ask, print_page
        self.layout_kept = QSettings(str(folder / LAYOUT_FILE), QSettings.Format.IniFormat)
        self._scale()
        self.place: Workplace | None = None
        self._let_in_done = self._warmed = False
        self._work: Progress | None = None
        self.setWindowTitle("屈原司法所工作台")
        self._lay_out()
        self._connect()
        self._begin()
        fit(self, 720, 540)

    # -- what is seldom wanted is made when it is

    @cached_property
    def ask(self) -> "Ask":
        """Who is asked."""
        from quyuan_desktop.ui.ask import DialogAsk

        return DialogAsk(self) if self._ask is None else self._ask

    @cached_property
    def first(self) -> "FirstStart":
        """The page of the first start."""
        from quyuan_desktop.ui.dialogs.first_start import FirstStart

        made = FirstStart(self.now().year)
        made.filled.connect(self._found)
        self.stack.addWidget(made)
        return made

    @cached_property
    def recovery(self) -> "RecoveryCode":
        """The page that shows the recovery code."""
        from quyuan_desktop.ui.dialogs.recovery_code import RecoveryCode, print_by_dialog

        made = RecoveryCode(self.ask, print_by_dialog if self._print_page is None else self._print_page)
        made.kept.connect(self._let_in)
        self.stack.addWidget(made)
        return made

    @cached_property
    def forgotten(self) -> "Forgotten":
        """The page for a forgotten password."""
        from quyuan_desktop.ui.dialogs.forgotten import Forgotten

        made = Forgotten()
        made.filled.connect(self._recover)
        made.given_up.connect(lambda: self._turn_to(self.usual))
        self.stack.addWidget(made)
        return made

    @cached_property
    def rescue(self) -> "Rescue":
        """The page that goes back to a backup."""
        from quyuan_desktop.ui.dialogs.rescue import Rescue

        made = Rescue()
        made.filled.connect(self._go_back)
        made.given_up.connect(lambda: self._turn_to(self.usual))
        self.stack.addWidget(made)
        return made

    # -- how it looks

    def _lay_out(self) -> None:
        self.stack = QStackedWidget()
        self.usual = PasswordPage()
        self.stack.addWidget(self.usual)
        self.bar, self.doing = QProgressBar(), label("", "hint")
        self.bar.setTextVisible(False)
        self.title = label("屈原司法所工作台", "title")
        self.where = label("", "hint", wrap=True)
        self.card = QFrame()
        self.card.setProperty("role", "card")
        self.card.installEventFilter(self)
        inner = column(self.card, margin=28, spacing=8)
        for each in (self.title, self.where):
            inner.addWidget(each)
        inner.addSpacing(theme.px(8))
        for widget in (self.stack, self.doing, self.bar):
            inner.addWidget(widget)
        ground = QWidget()
        around = QVBoxLayout(ground)
        around.setContentsMargins(*(theme.px(16),) * 4)
        around.addStretch(1)
        around.addLayout(_between(None, self.card, None))
        around.addStretch(2)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(ground)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def _connect(self) -> None:
        self.password = self.usual.password
        self.usual.tried.connect(self.sign_in)
        self.usual.forgot.connect(self._forget)
        self.usual.rescue.connect(self._rescue)
        self.tasks.progressed.connect(self._show_progress)

    def _begin(self) -> None:
        self._show_work("")
        if not is_founded(self.folder):
            self.where.setText(f"第一次使用，请填写下面几项。数据将加密存放在 {self.folder}")
            self._turn_to(self.first)
            return
        self.where.hide()
        self._list_people()
        self._turn_to(self.usual)

    def _list_people(self) -> None:
        people: list[Login] = []
        try:
            people = logins(self.folder)
        except Trouble as trouble:
            self.usual.refuse(str(trouble))
        self.usual.list_people(people, str(self.layout_kept.value(LAST_UID, "")))

    def _turn_to(self, page: QWidget) -> None:
        # Only the page that is shown claims room, so that the card fits it.
        for place in range(self.stack.count()):
            each = self.stack.widget(place)
            policy = QSizePolicy.Policy.Preferred if each is page else QSizePolicy.Policy.Ignored
            each.setSizePolicy(policy, policy)
        self.stack.setCurrentWidget(page)
        first, forgotten = self.__dict__.get("first"), self.__dict__.get("forgotten")
        self.card.setFixedWidth(theme.px(600 if page in (first, forgotten) else 420))
        if page is first:
            self.first.begin()
        elif page is self.usual:
            QTimer.singleShot(0, self.password.setFocus)

    def _scale(self) -> None:
        app = QApplication.instance()
        kept = self.layout_kept.value(PERCENT)
        if isinstance(app, QApplication) and str(kept).isdigit() and int(str(kept)) != theme.percent():
            theme.scale(app, int(str(kept)))

    # -- what it does

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.card and event.type() == QEvent.Type.Paint and not self._warmed:
            self._warmed = True
            QTimer.singleShot(0, self, self._load_ahead)
        return super().eventFilter(watched, event)

    def _load_ahead(self) -> None:
        """Load what comes next while nothing is asked for; who signs in at once does not wait for what can wait."""
        loading.load(self.tasks, loading.WINDOW, lambda: self._work is None and not self._let_in_done)

    def sign_in(self) -> None:
        """Try the password."""
        if self._work is not None:
            return
        password, uid = self.password.text(), self.usual.uid
        self.usual.refuse("" if password else "请输入密码，再按回车键。")
        if password:
            self._start("正在打开，请稍候……", lambda progress: self._open(password, uid, progress), self._opened)

    def _open(self, password: str, uid: str, progress: Progress) -> "Workplace":
        from quyuan_desktop.services.open_office import sign_in

        return sign_in(self.folder, password, uid, now=self.now, progress=progress.step)

    def _opened(self, place: "Workplace") -> None:
        self.place = place
        self._let_in()

    def _found(self, office: Office, staff: str, password: str) -> None:
        def work(progress: Progress) -> "Founded":
            from quyuan_desktop.services.open_office import found_office

            progress.step("正在建立数据，请稍候……", 0, 0)
            return found_office(self.folder, office, staff, password, self.now)

        self._start("正在建立数据，请稍候……", work, self._founded)

    def _founded(self, founded: "Founded") -> None:
        self.place = founded.place
        self.where.hide()
        self.recovery.show_code(founded.place.office.name, founded.place.staff.name, founded.recovery_code)
        self._turn_to(self.recovery)

    def _forget(self) -> None:
        self.forgotten.begin(self.usual.people, self.usual.uid)
        self._turn_to(self.forgotten)
        self.forgotten.code.setFocus()

    def _recover(self, uid: str, code: str, password: str) -> None:
        def work(progress: Progress) -> "Workplace":
            from quyuan_desktop.services.open_office import recover

            recover(self.folder, code, uid, password)
            return self._open(password, uid, progress)

        self._start("正在重设密码，请稍候……", work, self._opened)

    def _rescue(self) -> None:
        def work(progress: Progress) -> "list[Backup]":
            from quyuan_desktop.services.backups import backups

            return backups(self.folder)

        def show(found: "list[Backup]") -> None:
            self._turn_to(self.rescue)
            self.rescue.begin(found)

        self._start("正在读取备份……", work, show)

    def _go_back(self, entry: "Backup", password: str) -> None:
        text = f"数据将回到 {entry.at:%Y-%m-%d %H:%M} 的样子，此后登记的内容不再显示。"
        if not self.ask.confirm("还原备份", text, "还原到这份备份", danger=True):
            return

        def work(progress: Progress) -> None:
            from quyuan_desktop.services.backups import restore_closed

            restore_closed(self.folder, entry, password, now=self.now, progress=progress.step)

        def done(_: object) -> None:
            self.usual.refuse("")
            self._list_people()
            self.usual.said.say(f"已还原到 {entry.at:%Y-%m-%d %H:%M}，请登录。")
            self._turn_to(self.usual)

        self._start("正在还原，请稍候……", work, done)

    def _let_in(self) -> None:
        if self.place is None:
            return
        self._let_in_done = True
        self.layout_kept.setValue(LAST_UID, self.place.staff.uid)
        self.opened.emit(self.place)

    # -- work on the worker

    def _start(self, text: str, job: Callable[[Progress], Any], done: Callable[[Any], None]) -> None:
        def finish(result: Any) -> None:
            self._finish()
            done(result)

        def refuse(error: Exception) -> None:
            self._finish()
            self._refuse(error)

        self._show_work(text)
        self.stack.setEnabled(False)
        self._work = self.tasks.run_long(job, done=finish, trouble=refuse)

    def _finish(self) -> None:
        self._work = None
        self.stack.setEnabled(True)
        self._show_work("")

    def _refuse(self, error: Exception) -> None:
        problems = error.problems if isinstance(error, Refused) else [Problem("", str(error))]
        page = self.stack.currentWidget()
        if page is self.__dict__.get("first"):
            known = [each if each.field in self.first.entries else Problem("name", each.text) for each in problems]
            self.first.refuse(known)
        elif page is self.__dict__.get("forgotten"):
            self.forgotten.refuse(problems)
        elif page is self.__dict__.get("rescue"):
            self.rescue.refuse(str(error))
        else:
            self.usual.refuse("；".join(problem.text for problem in problems))

    def _show_work(self, text: str) -> None:
        self.doing.setText(text)
        self.doing.setVisible(bool(text))
        self.bar.setVisible(bool(text))
        self.bar.setRange(0, 0)

    def _show_progress(self, progress: Progress, text: str, done: int, total: int) -> None:
        if progress is self._work:
            self.doing.setText(text)
            self.bar.setRange(0, total)
            self.bar.setValue(done)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._let_in_done:
            return
        if self._work is not None:
            event.ignore()
            return
        if self.place is not None:
            leave = self.ask.confirm(
                "恢复码还没有留下",
                "关闭以后，恢复码不会再显示；忘记密码就再也打不开数据。",
                "不留恢复码，关闭",
                danger=True,
            )
            if not leave:
                event.ignore()
                return
            self.tasks.run(self.place.ledger.close)
            self.place = None


def _between(*parts: QWidget | None) -> QHBoxLayout:
    """A row of widgets; None is room that gives way."""
    row = QHBoxLayout()
    for part in parts:
        if part is None:
            row.addStretch(1)
        else:
            row.addWidget(part)
    return row
