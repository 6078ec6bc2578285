"""The table of time limits as it is looked through: one row each, what is to be confirmed in a word and amber."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from quyuan_desktop.domain.deadlines import CERTAINTY_LABELS, Certainty, DeadlineRule
from quyuan_desktop.domain.workdays import DayKind
from quyuan_desktop.ui import theme

HEADS = ("事项", "从哪天算起", "期限", "承担方", "依据", "来源", "可信度", "提醒", "改动")
WIDE = {"事项": 200, "从哪天算起": 170, "承担方": 112, "依据": 150, "来源": 150}
"""Columns whose texts are cut, with their width at 100 %."""
STRETCHED = ("事项", "从哪天算起")
"""Those that share what is left."""
LEFT_OUT = {"来源": 1160, "从哪天算起": 900, "承担方": 760}
"""Columns that the form beneath tells anyway, and the width (pixels at 100 %) below which they are left out."""
LEAST_ROWS = 4
CODE = Qt.ItemDataRole.UserRole


def cells(rule: DeadlineRule, default: DeadlineRule | None) -> tuple[str, ...]:
    """The texts of a row."""
    certain = CERTAINTY_LABELS[rule.certainty]
    return (
        rule.event,
        rule.trigger,
        days_in_words(rule),
        rule.party,
        rule.article,
        rule.source,
        f"⚠ {certain}" if rule.certainty is Certainty.TO_CONFIRM else certain,
        f"提前 {rule.ahead} 日" if rule.on else "不提醒",
        "已改" if default is not None and default != rule else "",
    )


def days_in_words(rule: DeadlineRule) -> str:
    """7 日 顺延, 1 日 不顺延, 7 工作日, 写明的日期."""
    if rule.days == 0:
        return "写明的日期"
    if rule.kind is DayKind.WORKING:
        return f"{rule.days} 工作日"
    return f"{rule.days} 日 {'顺延' if rule.roll_over else '不顺延'}"


class DeadlineTable(QTableWidget):
    """One row to a time limit; the arrow keys go through them. opened(): Enter, F2 or a double click."""

    opened = Signal()

    def __init__(self) -> None:
        super().__init__(0, len(HEADS))
        self.setHorizontalHeaderLabels(HEADS)
        self.setAccessibleName("时限表")
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, head in enumerate(HEADS):
            mode = QHeaderView.ResizeMode
            header.setSectionResizeMode(column, mode.Interactive if head in WIDE else mode.ResizeToContents)
            if head in WIDE:
                header.resizeSection(column, theme.px(WIDE[head]))
        for head in STRETCHED:
            header.setSectionResizeMode(HEADS.index(head), QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(theme.px(56))
        self.doubleClicked.connect(lambda _: self.opened.emit())
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.px(theme.ROW))
        self.setMinimumHeight(theme.px(theme.ROW) * (LEAST_ROWS + 1) + theme.px(8))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(800), self.minimumHeight())

    def show_rules(self, rules: Sequence[DeadlineRule], defaults: Mapping[str, DeadlineRule]) -> None:
        """Show `rules`; `defaults` by code tell which of them were changed. The current row stays."""
        if self.rowCount() != len(rules):
            self.setRowCount(len(rules))
        for row, rule in enumerate(rules):
            for column, text in enumerate(cells(rule, defaults.get(rule.code))):
                item = self.item(row, column)
                if item is None:
                    item = QTableWidgetItem()
                    self.setItem(row, column, item)
                item.setText(text)
                item.setToolTip(text)
                item.setData(CODE, rule.code)
                item.setForeground(theme.colour(_ink(HEADS[column], rule)))
        any_changed = any(defaults.get(rule.code, rule) != rule for rule in rules)
        self.setColumnHidden(HEADS.index("改动"), not any_changed)

    def code(self) -> str:
        """The code of the row one stands on."""
        item = self.item(max(0, self.currentRow()), 0)
        return str(item.data(CODE)) if item is not None else ""

    def row_of(self, code: str) -> int:
        """The row of that code, -1 when there is none."""
        found = (row for row in range(self.rowCount()) if (item := self.item(row, 0)) and item.data(CODE) == code)
        return next(found, -1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for head, width in LEFT_OUT.items():
            self.setColumnHidden(HEADS.index(head), self.width() < theme.px(width))


def _ink(head: str, rule: DeadlineRule) -> str:
    if head == "可信度" and rule.certainty is Certainty.TO_CONFIRM:
        return "amber"
    if head == "改动":
        return "accent"
    return "text" if rule.on else "muted"
