"""Beside a superior's form: what the cell one stands on is to say, and the list of all cells that say something."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from quyuan_desktop.services.form_contents import NOW, SOURCES, VALUES, Content, Source
from quyuan_desktop.services.own_forms import MappedCell
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import Slip, button, label
from quyuan_desktop.ui.figure_line import FigureLine, entry
from quyuan_desktop.ui.form_grid import told
from quyuan_desktop.ui.short_list import Line, ShortList

WIDTH = 320
"""Pixels at 100 % that the panel is wide."""
NOTHING = "没有这个指标。请改几个字，或按 Alt+↓ 从全部指标里选。"


class FormPanel(QFrame):
    """tied(code, value): the cell is to say that; cleared(): nothing; gone_to(cell), dropped(cell): of the list;
    left(): back to the grid."""

    tied = Signal(str, str)
    cleared = Signal()
    gone_to = Signal(object)
    dropped = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._guess: tuple[str, str] | None = None
        self.cell = label("", "heading")
        self.told = label("", "hint", wrap=True)
        self.line = FigureLine()
        self.line.chosen.connect(self._choose)
        self.line.left.connect(self.left)
        self.slip = Slip()
        self.line.edited.connect(lambda _: self.slip.say(""))
        self.values, self._which = self._radios()
        self.amount = label("", "hint", wrap=True)
        self.go = button("填在这一格", "", self.line.settle)
        self.go.setToolTip("填在这一格（在上面的栏里按回车）")
        self.clear = button("不填", "quiet", self.cleared.emit)
        self.clear.setToolTip("这一格不再填（在表格上按 Delete）")
        self.count = label("", "label")
        self.list = ShortList("已对好的格子", 0)
        self.list.opened.connect(self.gone_to)
        self.list.dropped.connect(self.dropped)
        self.list.setToolTip("回车跳到那一格，Delete 不再填")
        self._lay_out()

    def _radios(self) -> tuple[QButtonGroup, QWidget]:
        which = QWidget()
        grid = QGridLayout(which)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(4))
        group = QButtonGroup(which)
        for at, name in enumerate(VALUES.values()):
            radio = QRadioButton(name)
            radio.setAccessibleName(f"哪个数：{name}")
            group.addButton(radio, at)
            grid.addWidget(radio, at // 2, at % 2)
        grid.setColumnStretch(2, 1)
        group.button(0).setChecked(True)
        group.idClicked.connect(lambda _: self._revalue())
        return group, which

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        edge = theme.px(16)
        column.setContentsMargins(edge, edge, edge, theme.px(8))
        column.setSpacing(theme.px(8))
        row = QHBoxLayout()
        row.addWidget(self.go)
        row.addWidget(self.clear)
        row.addStretch(1)
        for widget in (self.cell, self.told, self.line, self.slip, self._which, self.amount):
            column.addWidget(widget)
        column.addLayout(row)
        column.addSpacing(theme.px(8))
        column.addWidget(self.count)
        column.addWidget(self.list, 1)

    # -- what is shown

    def show_cell(
        self, name: str, words: str, now: MappedCell | None, guess: tuple[str, str] | None, refusal: str
    ) -> None:
        """The cell one stands on: what it says now, or is likely to say, or why nothing can be put there."""
        self.cell.setText(name)
        self.told.setText(words)
        self.told.setVisible(bool(words))
        self._guess = guess if now is None else None
        source = SOURCES.get(now.code) if now else None
        self.line.show_source(source)
        likely = SOURCES[guess[0]] if guess and now is None else None
        value = now.value if now else guess[1] if guess else ""
        self.line.setPlaceholderText(f"回车：{likely.label}" if likely else "指标名称、拼音或代码")
        if value in VALUES:
            self._check(value)
        self.slip.say(refusal if now is None else "")
        for widget in (self.line, self.go, self._which):
            widget.setEnabled(not refusal or now is not None)
        self.clear.setEnabled(now is not None)
        self._which.setVisible(source is None or not source.fact)
        self.amount.setText("")

    def show_amount(self, period: str, content: Content | None, source: Source | None) -> None:
        """What the tied cell comes to in the period."""
        if content is None or source is None:
            self.amount.setText("")
        elif source.fact:
            self.amount.setText(content.shown() or "（空）")
        else:
            unit = "" if content.percent else f" {source.unit}"
            self.amount.setText(f"{period}：{content.shown()}{unit}\n{entry(source)}")

    def show_list(self, cells: list[MappedCell], contents: dict[tuple[str, str], Content]) -> None:
        """All cells that say something."""
        self.count.setText(f"已对好 {len(cells)} 格" if cells else "还没有对好的格子")
        several = len({each.sheet for each in cells}) > 1
        lines = []
        for each in cells:
            content = contents.get((each.sheet, each.cell))
            where = f"{each.sheet} {each.cell}" if several else each.cell
            lines.append(Line(f"{where}　{told(each)}", content.shown() if content else "", "", each))
        self.list.show_lines(lines)

    # -- what is chosen

    @property
    def value(self) -> str:
        """Which of a figure's values is wanted."""
        return list(VALUES)[self.values.checkedId()]

    def _check(self, value: str) -> None:
        self.values.button(list(VALUES).index(value)).setChecked(True)

    def _choose(self, source: Source | None) -> None:
        if source is None and self._guess is not None and not self.line.text().strip():
            source = SOURCES[self._guess[0]]
        if source is None:
            self.slip.say(NOTHING if self.line.text().strip() else "请写明填什么：指标名称、拼音或代码。")
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.tied.emit(source.code, "" if source.fact else self.value)

    def _revalue(self) -> None:
        """Another value of the figure that the cell says already."""
        source = self.line.source
        if source is not None and not source.fact and self.clear.isEnabled():
            self.tied.emit(source.code, self.value or NOW)
