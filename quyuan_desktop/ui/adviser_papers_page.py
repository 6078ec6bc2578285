"""期间文书 of village advisers: which paper, of which village or adviser, over which period; then it is looked at."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QRadioButton,
    QScrollArea,
    QStackedLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.periods import Period
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.registers.linked import Link, Linked
from quyuan_desktop.services import adviser_papers
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import Slip, label
from quyuan_desktop.ui.link_editor import LinkEditor
from quyuan_desktop.ui.paper_side import tipped
from quyuan_desktop.ui.paper_source import Document
from quyuan_desktop.ui.paper_view import PaperView
from quyuan_desktop.ui.printing import Printers
from quyuan_desktop.ui.sitting import Sitting

WIDTH = 620
YEARS = 10
Make = Callable[..., bytes]


@dataclass(frozen=True, slots=True)
class _Kind:
    """A paper: its name, how it is made, whether it is of one village or adviser, and what it says."""

    name: str
    make: Make
    of_one: bool
    hint: str


KINDS = (
    _Kind(
        "工作日志",
        adviser_papers.log_book,
        True,
        "期内每一次服务一行，按日期排列，有时长、人数合计，供法律顾问和村（社区）签名。",
    ),
    _Kind(
        "考核评分表",
        adviser_papers.score_sheet,
        True,
        "按台账算出参考得分；台账不记的项目留空，由考核人核定。",
    ),
    _Kind(
        "补贴核算表",
        adviser_papers.subsidy_sheet,
        False,
        "期内全部聘期：在聘月数、服务和佐证次数、应发金额，按顾问汇总，合计有大写。",
    ),
)
OF = (("village", "村（社区）"), ("adviser", "法律顾问"))
NUMERALS = "一二三四"


def spans() -> list[tuple[str, Callable[[int], Period]]]:
    """The periods within a year that may be chosen, each with how it is made from the year."""
    found: list[tuple[str, Callable[[int], Period]]] = [("全年", periods.year)]
    found += [(f"{'上下'[n - 1]}半年", partial(_part, periods.half, n)) for n in (1, 2)]
    found += [(f"第{NUMERALS[n - 1]}季度", partial(_part, periods.quarter, n)) for n in range(1, 5)]
    found += [(f"{n}月", partial(_month, n)) for n in range(1, 13)]
    return found


def _part(of: Callable[[int, int], Period], number: int, year: int) -> Period:
    return of(year, number)


def _month(number: int, year: int) -> Period:
    return periods.month(f"{year}-{number:02d}")


@dataclass(slots=True)
class _Asked:
    """What was chosen: the paper, the period, and of whom (empty for all)."""

    kind: _Kind
    period: Period
    whose: str = ""
    given: dict[str, str] = field(default_factory=dict)

    def make(self, place: Workplace, *, word: bool) -> bytes:
        return self.kind.make(place, self.period, **self.given, word=word)


class AdviserPapersPage(QWidget):
    """Choices in one column; the paper is shown over them."""

    def __init__(self, sitting: Sitting, parent: QWidget | None = None, printers: Printers | None = None) -> None:
        super().__init__(parent)
        self._sitting = sitting
        self._printers = printers or Printers()
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._page())
        self._choose()
        self.setFocusProxy(self.kinds.button(0))

    # -- built once

    def _page(self) -> QWidget:
        page = QWidget()
        outer = QHBoxLayout(page)
        edge = theme.px(24)
        outer.setContentsMargins(edge, edge, edge, edge)
        self._card = QFrame()
        self._card.setProperty("role", "card")
        column = QVBoxLayout(self._card)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(theme.px(8))
        self.kinds, kinds = self._radios([kind.name for kind in KINDS], "文书")
        self.of, self._of_row = self._radios([name for _, name in OF], "按谁")
        self.hint = label("", "hint", wrap=True)
        self.slip = Slip()
        self.whose = QStackedWidget()
        self.editors = {code: self._editor(code, name) for code, name in OF}
        for editor in self.editors.values():
            self.whose.addWidget(editor)
        self.show_paper_button = tipped("预览打印", "预览、打印或另存（Ctrl+P）", self.show_paper, "primary")
        column.addWidget(label("期间文书", "heading"))
        column.addWidget(kinds)
        column.addWidget(self.hint)
        column.addSpacing(theme.px(16))
        column.addWidget(self._of_row)
        column.addWidget(self.whose)
        column.addWidget(self.slip)
        column.addWidget(self._period())
        column.addSpacing(theme.px(16))
        row = QHBoxLayout()
        row.addWidget(self.show_paper_button)
        row.addStretch(1)
        column.addLayout(row)
        ground = QWidget()
        side = QVBoxLayout(ground)
        side.setContentsMargins(0, 0, 0, 0)
        side.addWidget(self._card)
        side.addStretch(1)
        self._room = QScrollArea()  # large type makes the card higher than a small screen
        self._room.setWidgetResizable(True)
        self._room.setFrameShape(QFrame.Shape.NoFrame)
        self._room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._room.setWidget(ground)
        outer.addWidget(self._room, 100)
        outer.addStretch(1)
        self._fit()
        for group in (self.kinds, self.of):
            group.idToggled.connect(lambda *_: self._choose())
        QShortcut(QKeySequence("Ctrl+P"), page).activated.connect(self.show_paper)
        return page

    def _radios(self, names: list[str], told: str) -> tuple[QButtonGroup, QWidget]:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.px(16))
        group = QButtonGroup(row)
        for number, name in enumerate(names):
            radio = QRadioButton(name)
            radio.setAccessibleName(f"{told}：{name}")
            radio.setChecked(number == 0)
            group.addButton(radio, number)
            line.addWidget(radio)
        line.addStretch(1)
        return group, row

    def _editor(self, code: str, name: str) -> LinkEditor:
        declared = Field(label=name, kind=Link(register=code), name=code, width=24)
        editor = LinkEditor(declared, lambda: self._sitting.place.today, self._sitting)
        editor.line.setAccessibleName(name)
        editor.changed.connect(lambda: self.slip.say(""))
        return editor

    def _period(self) -> QWidget:
        today = self._sitting.place.today
        self.year = QComboBox()
        self.year.setAccessibleName("年份")
        for year in range(today.year + 1, today.year - YEARS, -1):
            self.year.addItem(f"{year}年", year)
        self.year.setCurrentText(f"{today.year}年")
        self.span = QComboBox()
        self.span.setAccessibleName("期间")
        for name, made in spans():
            self.span.addItem(name, made)
        self.span.setCurrentText(f"第{NUMERALS[(today.month - 1) // 3]}季度")
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.px(8))
        for widget in (label("期间", "label"), self.year, self.span):
            line.addWidget(widget)
        line.addStretch(1)
        return row

    def _fit(self) -> None:
        self._room.setMaximumWidth(theme.px(WIDTH))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "_room"):
            self._fit()

    # -- what is chosen

    @property
    def kind(self) -> _Kind:
        """The paper that is chosen."""
        return KINDS[self.kinds.checkedId()]

    def period(self) -> Period:
        """The period that is chosen."""
        made: Callable[[int], Period] = self.span.currentData()
        return made(self.year.currentData())

    def _choose(self) -> None:
        self.hint.setText(self.kind.hint)
        self.whose.setCurrentIndex(self.of.checkedId())
        self._of_row.setVisible(self.kind.of_one)
        self.whose.setVisible(self.kind.of_one)
        self.slip.say("")

    def _asked(self) -> _Asked | None:
        """What is to be made; None, with a sentence beside the field, when it is not said of whom."""
        if not self.kind.of_one:
            return _Asked(self.kind, self.period())
        code, name = OF[self.of.checkedId()]
        editor = self.editors[code]
        editor.finish()
        picked = editor.value()
        if not isinstance(picked, Linked):
            self.slip.say(picked.text if picked is not None else f"请选择{name}。")
            editor.line.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        return _Asked(self.kind, self.period(), picked.text, {code: picked.uid})

    def show_paper(self) -> None:
        """Look at the paper as it is printed."""
        asked = self._asked()
        if asked is None:
            return
        place = self._sitting.place
        title = f"{asked.kind.name}（{' '.join(filter(None, (asked.whose, asked.period.label)))}）"
        source = Document(
            title,
            f"{place.office.name}-{title}.pdf",
            lambda: asked.make(place, word=False),
            edit=lambda: asked.make(place, word=True),
        )
        view = PaperView(self._sitting, source, self._printers)
        view.closed.connect(lambda: self._put_away(view))
        self._stack.addWidget(view)
        self._stack.setCurrentWidget(view)

    def _put_away(self, view: PaperView) -> None:
        self._stack.setCurrentIndex(0)
        self._stack.removeWidget(view)
        view.deleteLater()
        self.show_paper_button.setFocus(Qt.FocusReason.OtherFocusReason)
