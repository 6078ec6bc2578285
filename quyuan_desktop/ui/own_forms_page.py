"""上级报表: the superior's empty workbook as a grid, its cells tied to figures by a click, filled and saved each month."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedLayout, QTabBar, QVBoxLayout, QWidget

from quyuan_desktop.domain.problems import Refused
from quyuan_desktop.services import own_forms
from quyuan_desktop.services.form_contents import SOURCES, Content, refusal
from quyuan_desktop.services.form_guess import leaning_of, likely, likely_cells
from quyuan_desktop.services.own_forms import FormBook, Labels, MappedCell, OwnForm, Place, Replaced
from quyuan_desktop.services.workplace import Changed
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import Slip
from quyuan_desktop.ui.empty_state import EmptyState
from quyuan_desktop.ui.form_grid import FormGrid
from quyuan_desktop.ui.form_panel import WIDTH, FormPanel
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.own_forms_head import FormsHead
from quyuan_desktop.ui.sitting import Sitting

WORKBOOK = "Excel 工作簿 (*.xlsx)"
ANY = "Excel 工作簿 (*.xlsx *.xlsm *.xls);;所有文件 (*)"
Opened = tuple[OwnForm, FormBook, dict[str, dict[Place, Labels]]]


class OwnFormsPage(QWidget):
    """The forms of the office; the one that is chosen beside what its cells say."""

    def __init__(self, sitting: Sitting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sitting = sitting
        self._loading, self._counting = Latest(self, sitting.tasks), Latest(self, sitting.tasks)
        self._form: OwnForm | None = None
        self._book: FormBook | None = None
        self._labels: dict[str, dict[Place, Labels]] = {}
        self._contents: dict[tuple[str, str], Content] = {}
        self._stale = True
        self._stack = QStackedLayout(self)
        self.empty = EmptyState("选择空表…（Ctrl+O）")
        self.empty.begun.connect(self.choose_file)
        self.empty.tell(
            "还没有上级报表",
            "选上级下发的 Excel 空表，点格子、选指标，对好一次。以后每个月自动填好，格式、公式、打印设置都不动。",
            "",
        )
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._page())
        for key, act in (
            ("Ctrl+O", self.choose_file),
            ("Ctrl+S", self.save),
            ("Ctrl+G", self.tie_likely),
            ("Alt+M", self._open_menu),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(act)
        self.setFocusProxy(self.grid)
        sitting.changed.connect(self._note_change)

    # -- built once

    def _page(self) -> QWidget:
        page = QWidget()
        self.head, self.grid, self.panel = FormsHead(self._sitting.place.today), FormGrid(), FormPanel()
        self.tabs = QTabBar()
        self.tabs.setShape(QTabBar.Shape.RoundedSouth)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName("工作表")
        self.note = Slip("amber")
        self.note.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), 0)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.note)
        body = QHBoxLayout()
        edge = theme.px(16)
        body.setContentsMargins(edge, edge, edge, theme.px(8))
        body.setSpacing(edge)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.grid, 1)
        left.addWidget(self.tabs)
        body.addLayout(left, 1)
        self._beside = QScrollArea()  # large type makes the panel higher than a small screen
        self._beside.setWidgetResizable(True)
        self._beside.setFrameShape(QFrame.Shape.NoFrame)
        self._beside.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._beside.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._beside.setFixedWidth(theme.px(WIDTH))
        self._beside.setWidget(self.panel)
        body.addWidget(self._beside)
        column.addLayout(body, 1)
        self._connect()
        return page

    def _connect(self) -> None:
        acts = {
            "add": self.choose_file,
            "guess": self.tie_likely,
            "fill": self.save,
            "replace": self.replace,
            "rename": self.rename,
            "drop": self.drop,
        }
        self.head.wanted.connect(lambda act: acts[act]())
        self.head.picked.connect(lambda form: self._open(form, then=self._to_grid))
        self.head.turned.connect(self._count)
        self.tabs.currentChanged.connect(self._show_sheet)
        self.grid.stood.connect(lambda _: self._show_cell())
        self.grid.asked.connect(self._ask_figure)
        self.grid.cleared.connect(self._take_out)
        self.panel.tied.connect(self._tie)
        self.panel.cleared.connect(self._take_out)
        self.panel.gone_to.connect(self._go_to)
        self.panel.dropped.connect(self._drop_cell)
        self.panel.left.connect(self._to_grid)

    def _open_menu(self) -> None:
        if self._form is not None:
            self.head.open_menu()

    def _to_grid(self) -> None:
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "panel"):
            self.grid.fit()
            self._beside.setFixedWidth(theme.px(WIDTH))

    # -- which form

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.reload()

    def _note_change(self, changed: Changed) -> None:
        if self.isVisible():
            self._count()
        else:
            self._stale = True

    def reload(self, uid: str = "", *, asked: bool = False) -> None:
        """Read the forms again, and show that one, or the one shown, or the first; `asked`: and go there."""
        self._stale = False
        place, wanted = self._sitting.place, uid or (self._form.uid if self._form else "")
        self._loading.ask(
            lambda: own_forms.forms(place), lambda found: self._take_forms(found, wanted, asked=asked)
        )

    def _take_forms(self, found: list[OwnForm], wanted: str, *, asked: bool) -> None:
        chosen = self.head.show_forms(found, wanted)
        self._stack.setCurrentIndex(1 if chosen else 0)
        if chosen is not None:
            self._open(chosen, then=self._to_grid if asked else lambda: None)
            return
        self._form = self._book = None
        if asked:
            self.empty.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, form: OwnForm, *, then: Callable[[], None] = lambda: None) -> None:
        place = self._sitting.place

        def job() -> Opened:
            book = own_forms.book_of(place, form)
            return form, book, {sheet.name: own_forms.labels_of(sheet) for sheet in book.sheets}

        def done(opened: Opened) -> None:
            self._take(opened)
            then()

        self._loading.ask(job, done)

    def _take(self, opened: Opened) -> None:
        self._form, self._book, self._labels = opened
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for sheet in self._book.sheets:
            self.tabs.addTab(sheet.name)
        self.tabs.setVisible(len(self._book.sheets) > 1)
        self.tabs.blockSignals(False)
        self._show_sheet(0)

    def _show_sheet(self, at: int) -> None:
        if self._book is None or not 0 <= at < len(self._book.sheets):
            return
        sheet = self._book.sheets[at]
        self.grid.show_sheet(sheet)
        labels = self._labels[sheet.name]
        likely_ = (place for place, each in labels.items() if not each.own and likely(sheet, place, each))
        cells = self._form.cells if self._form else ()
        tied = [own_forms.place_of(each.cell) for each in cells if each.sheet == sheet.name]
        self.grid.stand_on(tied[0] if tied else next(likely_, (0, 0)))
        self._count()

    # -- what the cells say

    def _count(self) -> None:
        if self._form is None:
            return
        place, form, period = self._sitting.place, self._form, self.head.period()
        self._show_contents({})
        self._counting.ask(lambda: own_forms.contents(place, form, period), self._show_contents)

    def _show_contents(self, contents: dict[tuple[str, str], Content]) -> None:
        self._contents = contents
        if self._form is not None and self._book is not None:
            self.grid.form.tie(self._form, contents, own_forms.place_of)
            self.panel.show_list(list(self._form.cells), contents)
            self._show_amount()

    def _here(self) -> tuple[str, str] | None:
        place, sheet = self.grid.place(), self.grid.form.sheet
        return (sheet.name, own_forms.name_of(place)) if place is not None and sheet is not None else None

    def _show_cell(self) -> None:
        place, sheet = self.grid.place(), self.grid.form.sheet
        if place is None or sheet is None or self._form is None:
            return
        labels = self._labels[sheet.name].get(place, Labels())
        name = own_forms.name_of(place)
        now = self._form.at(sheet.name, name)
        guess = likely(sheet, place, labels, leaning_of(self._form.cells))
        self.panel.show_cell(name, labels.told(), now, guess, refusal(sheet, place, "fact.date"))
        self._show_amount()

    def _show_amount(self) -> None:
        here = self._here()
        now = self._form.at(*here) if here and self._form else None
        source = SOURCES.get(now.code) if now else None
        self.panel.show_amount(self.head.period().label, self._contents.get(here) if here else None, source)

    def _ask_figure(self, typed: str) -> None:
        if self.panel.line.isEnabled():
            self.panel.line.begin(typed)

    def _tie(self, code: str, value: str) -> None:
        here, form, book = self._here(), self._form, self._book
        if here is None or form is None or book is None:
            return
        cell, place = MappedCell(*here, code, value), self._sitting.place

        def refused(error: Exception) -> None:
            if isinstance(error, Refused):
                self.panel.slip.say(str(error))
            else:
                self._sitting.tasks.troubled.emit(error)

        def done(changed: OwnForm) -> None:
            self._changed(changed)
            if self._here() == here and form.at(*here) is None:
                self.grid.step_down()
                self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

        self._sitting.tasks.run(lambda: own_forms.put(place, form, book, cell), done=done, trouble=refused)

    def _take_out(self) -> None:
        here = self._here()
        now = self._form.at(*here) if here and self._form else None
        if now is not None:
            self._drop_cell(now)

    def _drop_cell(self, cell: MappedCell) -> None:
        form, place = self._form, self._sitting.place
        if form is not None:
            self._sitting.tasks.run(
                lambda: own_forms.take_out(place, form, cell.sheet, cell.cell), done=self._changed
            )

    def _changed(self, form: OwnForm) -> None:
        if self._form is None or form.uid != self._form.uid:
            return
        self._form = form
        self.head.keep(form)
        self._show_cell()
        self._count()

    def _go_to(self, cell: MappedCell) -> None:
        at = next((at for at in range(self.tabs.count()) if self.tabs.tabText(at) == cell.sheet), None)
        if at is not None:
            self.tabs.setCurrentIndex(at)
            self.grid.stand_on(own_forms.place_of(cell.cell))
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def tie_likely(self) -> None:
        """Tie all cells beside which the form writes the name of a figure."""
        form, book, place = self._form, self._book, self._sitting.place
        if form is None or book is None:
            return

        def job() -> tuple[OwnForm, int]:
            cells = likely_cells(form, book)
            return own_forms.put(place, form, book, *cells), len(cells)

        def done(result: tuple[OwnForm, int]) -> None:
            self._changed(result[0])
            told_ = (
                f"按表上的字对好了 {result[1]} 格，请核对一遍。"
                if result[1]
                else "没有找到字面一样的指标，请逐格选。"
            )
            self._sitting.said.emit(told_)

        self._sitting.tasks.run(job, done=done)

    # -- files

    def choose_file(self) -> None:
        """Take in another empty workbook."""
        path = self._sitting.ask.open_path("选择上级下发的空表", ANY)
        if path is not None:
            place = self._sitting.place
            self._run(lambda: own_forms.keep_form(place, path), lambda form: self.reload(form.uid, asked=True))

    def replace(self) -> None:
        """Put the superior's new workbook in place of the old one."""
        form, place = self._form, self._sitting.place
        path = self._sitting.ask.open_path(f"换新表：{form.name}", ANY) if form else None
        if form is not None and path is not None:
            self._run(lambda: own_forms.replace_form(place, form.uid, path), self._replaced)

    def _replaced(self, replaced: Replaced) -> None:
        self.reload(replaced.form.uid, asked=True)
        moved = f"{len(replaced.moved)} 格随表移动了。" if replaced.moved else "格子的位置没有变。"
        lost = f"新表里找不到，请重新对：{_named(replaced.lost)}。" if replaced.lost else ""
        self.note.say(f"已换成新表，{moved}{lost}" if lost else "")
        self._sitting.said.emit(f"已换成新表，{moved}")

    def rename(self) -> None:
        """Call the form otherwise."""
        form, place = self._form, self._sitting.place
        name = self._sitting.ask.reason("改名", "报表名称", (form.name,)) if form else None
        if form is not None and name:
            self._run(
                lambda: own_forms.rename_form(place, form.uid, name),
                lambda made: self.reload(made.uid, asked=True),
            )

    def drop(self) -> None:
        """Fill this form no more."""
        form, place = self._form, self._sitting.place
        if form is None:
            return
        text = f"“{form.name}”和对好的 {len(form.cells)} 格都会删除，已经填好存出去的文件不受影响。"
        if self._sitting.ask.confirm("删除报表", text, "删除这张报表", danger=True):
            self._run(lambda: own_forms.drop_form(place, form.uid), lambda _: self.reload(asked=True))

    def save(self) -> None:
        """Fill the form for the period and save it."""
        form, place, period = self._form, self._sitting.place, self.head.period()
        if form is None:
            return
        path = self._sitting.ask.save_path("填好并保存", own_forms.file_name(place, form, period), WORKBOOK)
        if path is None:
            return
        target = path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")

        def done(written: Path) -> None:
            self._sitting.said.emit(f"已填好，存为 {written.name}。")

        self._run(lambda: own_forms.write_form(place, form, period, target), done)

    def _run(self, job: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self.note.say("")

        def trouble(error: Exception) -> None:
            if self._form is None:
                self._sitting.tasks.troubled.emit(error)
            else:
                self.note.say(str(error))

        self._sitting.tasks.run(job, done=done, trouble=trouble)


def _named(cells: Sequence[MappedCell]) -> str:
    """Cells by what they said: 重复来访（C7 D7）、咨询件数（C6）."""
    places: dict[str, list[str]] = {}
    for each in cells:
        source = SOURCES.get(each.code)
        places.setdefault(source.label if source else each.code, []).append(each.cell)
    return "、".join(f"{name}（{' '.join(where)}）" for name, where in places.items())
