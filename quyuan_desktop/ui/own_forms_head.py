"""The head of the page of superiors' forms: which form, which period, and what may be done."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QMenu

from quyuan_desktop.domain.periods import Period
from quyuan_desktop.services.own_forms import OwnForm
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.adviser_papers_page import YEARS, spans
from quyuan_desktop.ui.paper_side import tipped
from quyuan_desktop.ui.sides import Sides


class FormsHead(QFrame):
    """picked(OwnForm): another form; turned(): another period; wanted(act): add, guess, fill, replace, rename, drop."""

    picked = Signal(object)
    turned = Signal()
    wanted = Signal(str)

    def __init__(self, today: date) -> None:
        super().__init__()
        self.setProperty("role", "head")
        self.which = QComboBox()
        self.which.setAccessibleName("哪一张报表")
        self.which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.which.activated.connect(lambda at: self.picked.emit(self.which.itemData(at)))
        self.more = tipped("更多 ▾", "换新表、改名、删除（Alt+M）", self.open_menu)
        self.add = tipped("选择空表…", "再加一张上级报表（Ctrl+O）", self._asking("add"))
        self.guess = tipped(
            "按字面对好", "表上写的名称和指标一样的格子，一次对好（Ctrl+G）", self._asking("guess")
        )
        self.go = tipped("填好并保存…", "填好这一期，存成 Excel 文件（Ctrl+S）", self._asking("fill"), "primary")
        self.year, self.span = QComboBox(), QComboBox()
        self._name_periods(today)
        row = Sides(self, across=theme.px(8))
        row.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(8))
        row.fill((self.which, self.more, self.add, self.guess), (self.year, self.span, self.go))

    def _asking(self, act: str) -> Callable[[], None]:
        return lambda: self.wanted.emit(act)

    def _name_periods(self, today: date) -> None:
        self.year.setAccessibleName("年份")
        self.span.setAccessibleName("期间")
        for year in range(today.year + 1, today.year - YEARS, -1):
            self.year.addItem(f"{year}年", year)
        for name, made in spans():
            self.span.addItem(name, made)
        self.year.setCurrentText(f"{today.year}年")
        self.span.setCurrentText(f"{today.month}月")
        for combo in (self.year, self.span):
            combo.currentIndexChanged.connect(lambda _: self.turned.emit())

    def menu(self) -> QMenu:
        """What is done less often."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, act in (("换新表…", "replace"), ("改名…", "rename"), ("删除…", "drop")):
            menu.addAction(words).triggered.connect(lambda _=False, act=act: self.wanted.emit(act))
        return menu

    def open_menu(self) -> None:
        """Drop the menu down under its button."""
        self.menu().popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def period(self) -> Period:
        """The period that is chosen."""
        made: Callable[[int], Period] = self.span.currentData()
        return made(self.year.currentData())

    def show_forms(self, forms: list[OwnForm], uid: str) -> OwnForm | None:
        """Offer these forms; the one called `uid`, or else the first, is chosen and returned."""
        self.which.clear()
        for form in forms:
            self.which.addItem(form.name, form)
        at = next((at for at, form in enumerate(forms) if form.uid == uid), 0)
        self.which.setCurrentIndex(at)
        return forms[at] if forms else None

    def keep(self, form: OwnForm) -> None:
        """The chosen form as it is now."""
        self.which.setItemData(self.which.currentIndex(), form)
