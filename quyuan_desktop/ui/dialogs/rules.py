"""The rules of the house: time limits, holidays, numbers, and what the desks let their office decide."""

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QModelIndex, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from quyuan_desktop.registers import desks_for
from quyuan_desktop.registers.base import Desk
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import button, fit, label
from quyuan_desktop.ui.dialogs.rule_parts import RulesPage
from quyuan_desktop.ui.dialogs.rules_deadlines import DeadlinesPage
from quyuan_desktop.ui.dialogs.rules_holidays import HolidaysPage
from quyuan_desktop.ui.dialogs.rules_settings import DeskPage, NumbersPage, ReportingPage
from quyuan_desktop.ui.short_list import LINE, Line, ShortList
from quyuan_desktop.ui.sitting import Sitting

GEOMETRY, PAGE = "rules/geometry", "rules/page"


class Rules(QDialog):
    """Shows the rules; the head changes them. `changed(Workplace)`: the place as it now is.

    What is changed is kept at once. The dialog stays until everything is kept.
    """

    changed = Signal(object)

    def __init__(self, sitting: Sitting, parent: QWidget | None = None, desks: tuple[Desk, ...] = ()) -> None:
        super().__init__(parent)
        self._sitting = sitting
        self._saving, self._leaving = 0, False
        self.place = sitting.place
        self.setWindowTitle("规则设置")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.list = ShortList("规则目录", most=0, marked=True)
        self.list.setFixedWidth(theme.px(150))
        self.pages: list[RulesPage] = [
            DeadlinesPage(sitting, self.keep),
            HolidaysPage(sitting, self.keep),
            NumbersPage(sitting, self.keep),
            ReportingPage(sitting, self.keep),
            *(
                DeskPage(sitting, self.keep, desk)
                for desk in desks or desks_for(sitting.place.office.level)
                if desk.settings
            ),
        ]
        self.stack = QStackedWidget()
        self.told = label("", "", "green", wrap=True)
        self._lay_out()
        self.list.show_lines([Line(page.title, "", "", page) for page in self.pages])
        self.list.selectionModel().currentChanged.connect(self._turn)
        self._restore_layout()
        for keys, step in (("Ctrl+PgUp", -1), ("Ctrl+PgDown", 1)):
            QShortcut(QKeySequence(keys), self).activated.connect(lambda step=step: self._step(step))
        self.list.setFocus()

    def _lay_out(self) -> None:
        for page in self.pages:
            self.stack.addWidget(page)
        side = QFrame()
        side.setProperty("role", "side")
        titles = QVBoxLayout(side)
        titles.setContentsMargins(0, theme.px(12), 1, 0)
        self.list.setProperty("role", "clear")
        titles.addWidget(self.list)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(side)
        body.addWidget(self.stack, 1)
        foot = QFrame()
        foot.setProperty("role", "bar")
        row = QHBoxLayout(foot)
        row.setContentsMargins(theme.px(20), theme.px(8), theme.px(20), theme.px(8))
        row.addWidget(self.told, 1)
        leave = button("关闭", "", self.close)
        leave.setToolTip("关闭（Esc）")
        row.addWidget(leave)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(body, 1)
        whole.addWidget(foot)

    def _restore_layout(self) -> None:
        fit(self, 1240, 680)
        kept = self._sitting.layout.value(GEOMETRY)
        if isinstance(kept, QByteArray):
            self.restoreGeometry(kept)
        title = self._sitting.layout.value(PAGE)
        self.show_page(next((each for each in self.pages if each.title == title), self.pages[0]))

    # -- going about

    @property
    def page(self) -> RulesPage:
        """The page that is shown."""
        return self.pages[self.stack.currentIndex()]

    def show_page(self, page: RulesPage) -> None:
        """Show that page."""
        self.list.setCurrentIndex(self.list.model().index(self.pages.index(page), 0))
        self.stack.setCurrentWidget(page)

    def _turn(self, index: QModelIndex) -> None:
        if index.isValid():
            self.page.revert()
            self.stack.setCurrentWidget(index.data(LINE).what)

    def _step(self, by: int) -> None:
        self.page.finish()
        self.show_page(self.pages[(self.stack.currentIndex() + by) % len(self.pages)])
        self.list.setFocus()

    # -- keeping

    def keep(
        self,
        job: Callable[[Workplace], Workplace],
        what: str,
        refused: Callable[[Exception], None],
        kept: Callable[[], None] | None = None,
    ) -> None:
        """Do `job` on the worker and go on from the place it returns."""
        self._saving += 1
        place = self.place

        def done(after: Workplace) -> None:
            if not isValid(self):
                return  # the window was taken down under it
            self._saving -= 1
            self.place = after
            self.changed.emit(after)
            if kept is not None:
                kept()
            self._tell_pages()
            self._say(f"✓ 已保存 {after.now():%H:%M}：{what}", "green")
            self._sitting.said.emit(f"已保存：{what}")
            self._leave_if_wanted()

        def trouble(error: Exception) -> None:
            if not isValid(self):
                self._sitting.tasks.troubled.emit(error)
                return
            self._saving -= 1
            self._leaving = False
            self._tell_pages()
            self._say("⚠ 没有保存，原因见红字。", "red")
            refused(error)

        self._sitting.tasks.run(lambda: job(place), done=done, trouble=trouble)

    def _tell_pages(self) -> None:
        """Show what is kept; while more is being kept, the pages show that already."""
        if not self._saving:
            for page in self.pages:
                page.take(self.place)

    def _say(self, text: str, tone: str) -> None:
        theme.set_tone(self.told, tone)
        self.told.setText(text)

    # -- leaving

    def reject(self) -> None:
        """Esc: first what is being typed is taken back, then the dialog goes."""
        if not self.page.revert():
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.page.finish():
            event.ignore()
        elif self._saving:
            self._leaving = True
            event.ignore()
        else:
            self._sitting.layout.setValue(GEOMETRY, self.saveGeometry())
            self._sitting.layout.setValue(PAGE, self.page.title)
            event.accept()

    def _leave_if_wanted(self) -> None:
        if self._leaving and not self._saving:
            self._leaving = False
            self.close()
