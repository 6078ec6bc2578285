"""The bar above a list: which days, which kinds, void ones or not, which words."""

import calendar
from collections.abc import Iterable
from datetime import date, timedelta

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from quyuan_desktop.domain.office import Level
from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.domain.standing import Standing
from quyuan_desktop.domain.terms import Term
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.base import Register
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.services.list_records import Choice
from quyuan_desktop.services.office_sight import OfficeName, offices_in
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.flow import Flow, flowing
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.sitting import Sitting

THIS_MONTH, LAST_MONTH, QUARTER, YEAR, ALL, CUSTOM = "month", "last_month", "quarter", "year", "all", "custom"
PERIODS = {
    THIS_MONTH: "本月",
    LAST_MONTH: "上月",
    QUARTER: "本季",
    YEAR: "本年",
    ALL: "全部时间",
    CUSTOM: "自定义…",
}
TYPING_PAUSE_MS = 250
WORDS = 16
"""Characters that the box for words has room for."""
ARROW = 42
"""What a combo takes beside its text, in pixels at 100 %."""


def days_of(period: str, today: date) -> tuple[date | None, date | None]:
    """First and last day of a named period as `today` sees it; None where it is open."""
    first = today.replace(day=1)
    if period == LAST_MONTH:
        last = first - timedelta(days=1)
        return last.replace(day=1), last
    if period == QUARTER:
        opening = (today.month - 1) // 3 * 3 + 1
        return date(today.year, opening, 1), _month_end(date(today.year, opening + 2, 1))
    if period == YEAR:
        return date(today.year, 1, 1), date(today.year, 12, 31)
    if period == THIS_MONTH:
        return first, _month_end(first)
    return None, None


def _month_end(first: date) -> date:
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


class FilterBar(QWidget):
    """Chooses what the list shows. changed(Choice): something else was chosen; slipped(str): a date is no date."""

    changed = Signal(object)
    slipped = Signal(str)

    def __init__(self, sitting: Sitting, register: Register, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sitting = sitting
        self._register = register
        self._key = f"list/{register.code}/period"
        self._combos: dict[str, QComboBox] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(8)
        self._row = Flow(across=8, down=8)
        lines.addLayout(self._row)
        flowing(self)
        self._build()
        lines.addWidget(self.days)
        self._fit()
        self._choice = self.choice()

    def _build(self) -> None:
        self.period = QComboBox()
        self.period.setAccessibleName("日期范围")
        self.period.setToolTip(f"按{self._register.field(self._register.day).label}筛选")
        for code, label in PERIODS.items():
            self.period.addItem(label, code)
        usual = THIS_MONTH if self._register.workflow is None else YEAR  # what takes steps lies open for months
        if self._register.known_by:
            usual = ALL  # places and people are there all the time
        kept = str(self._sitting.layout.value(self._key, usual))
        self.period.setCurrentIndex(max(0, self.period.findData(kept if kept != CUSTOM else THIS_MONTH)))
        self.period.activated.connect(self._choose_period)
        self._row.addWidget(self.period)
        self._add_custom()
        for name in self._register.filters:
            self._add_combo(self._register.field(name))
        self._add_standing()
        self.void = QCheckBox("含作废")
        self.void.setToolTip("也列出已作废的记录")
        self.void.toggled.connect(self._tell)
        self.words = QLineEdit()
        self.words.setPlaceholderText("筛选：姓名、拼音、电话、内容")
        self.words.setAccessibleName("筛选文字")
        self.words.setClearButtonEnabled(True)
        self.words.textChanged.connect(self._pause.start)
        self.words.returnPressed.connect(self._tell)
        self._pause.timeout.connect(self._tell)
        self._row.addWidget(self.words)
        self._row.addWidget(self.void)

    def _fit(self) -> None:
        """Widths that follow the size of type."""
        one = self.fontMetrics().horizontalAdvance("字")
        for combo in (*self._combos.values(), self.standing, self.office):
            combo.setMinimumWidth(self.fontMetrics().horizontalAdvance(combo.itemText(0)) + theme.px(ARROW))
        self.words.setFixedWidth(one * WORDS)
        self.void.setMinimumHeight(self.words.sizeHint().height())
        for edit in (self.first, self.last):
            edit.setFixedWidth(self.fontMetrics().horizontalAdvance("2023-11-30") + one * 2)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "words"):
            self._fit()

    def _add_custom(self) -> None:
        self.days = QWidget()
        row = QHBoxLayout(self.days)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.first, self.last = QLineEdit(), QLineEdit()
        for edit, name in ((self.first, "从哪天"), (self.last, "到哪天")):
            edit.setAccessibleName(name)
            edit.setPlaceholderText("2023-11-30")
            edit.setToolTip(f"{name}：如 2023-11-30、11-30、今天；空着不限")
            edit.editingFinished.connect(self._tell)
        row.addWidget(self.first)
        row.addWidget(QLabel("至"))
        row.addWidget(self.last)
        row.addStretch(1)
        self.days.hide()

    def _add_combo(self, field: Field) -> None:
        if not isinstance(field.kind, kinds.Choice | kinds.Choices):
            raise TypeError(field.name)
        self._combos[field.name] = self._combo(field.label, field.kind.terms)

    def _add_standing(self) -> None:
        """How records stand towards the district; at the bureau, which reports to nobody, whose they are."""
        self.standing = self._combo("上报", Standing)
        self.office = self._combo("单位", ())
        at_office = self._sitting.place.office.level is Level.OFFICE
        self.standing.setVisible(at_office)
        self.office.setVisible(not at_office)
        if not at_office:
            place = self._sitting.place
            Latest(self, self._sitting.tasks).ask(lambda: offices_in(place), self._name_offices)

    def _name_offices(self, offices: list[OfficeName]) -> None:
        for each in offices:
            self.office.addItem(each.name, each.code)
        self.office.view().setMinimumWidth(max(self.office.view().sizeHintForColumn(0) + 32, 1))

    def _combo(self, label: str, terms: Iterable[Term]) -> QComboBox:
        combo = QComboBox(self)
        combo.setAccessibleName(label)
        combo.setToolTip(f"按{label}筛选")
        combo.addItem(f"全部{label}", None)
        for term in terms:
            combo.addItem(term.label, term.code)
        combo.setMinimumContentsLength(1)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.activated.connect(self._tell)
        combo.view().setMinimumWidth(max(combo.view().sizeHintForColumn(0) + 32, 1))
        self._row.addWidget(combo)
        return combo

    # -- what is chosen

    def choice(self) -> Choice:
        """What is chosen now."""
        first, last = self._days()
        code = self.standing.currentData()
        standing = Standing.of(code) if code is not None else None
        return Choice(
            first,
            last,
            tuple(self._terms()),
            self.void.isChecked(),
            self.words.text().strip(),
            standing,
            str(self.office.currentData() or ""),
        )

    def _terms(self) -> list[tuple[str, Term]]:
        found = []
        for name, combo in self._combos.items():
            kind = self._register.field(name).kind
            if isinstance(kind, kinds.Choice | kinds.Choices) and combo.currentData() is not None:
                found.append((name, kind.terms.of(combo.currentData())))
        return found

    def _days(self) -> tuple[date | None, date | None]:
        code = self.period.currentData()
        if code != CUSTOM:
            return days_of(code, self._sitting.place.today)
        return self._read(self.first), self._read(self.last)

    def _read(self, edit: QLineEdit) -> date | None:
        found = kinds.Day().read(edit.text(), self._sitting.place.today)
        slip = isinstance(found, Problem)
        theme.set_tone(edit, "red" if slip else "")
        if isinstance(found, Problem):
            self.slipped.emit(found.text)
            return None
        return found if isinstance(found, date) else None

    @property
    def narrowed(self) -> bool:
        """Whether more than the days narrows the list."""
        choice = self.choice()
        return bool(choice.terms or choice.words or choice.standing or choice.office)

    def period_label(self) -> str:
        """The chosen days in words."""
        code = self.period.currentData()
        return "这段时间" if code == CUSTOM else str(PERIODS[code])

    def told(self) -> str:
        """All that is chosen, in words, as it stands on what goes out."""
        first, last = self._days()
        ends = [f"{day:%Y-%m-%d}" if day is not None else "" for day in (first, last)]
        said = [f"{ends[0]} 至 {ends[1]}" if any(ends) else "全部时间"]
        said += [term.label for _, term in self._terms()]
        said += [standing.label] if (standing := self.choice().standing) else []
        said += [self.office.currentText()] if self.office.currentData() else []
        said += ["含作废"] if self.void.isChecked() else []
        said += [f"含“{words}”"] if (words := self.words.text().strip()) else []
        return "，".join(said)

    # -- choosing

    def _choose_period(self) -> None:
        custom = self.period.currentData() == CUSTOM
        self._sitting.layout.setValue(self._key, self.period.currentData())
        if custom and not self.first.text():
            first, last = days_of(THIS_MONTH, self._sitting.place.today)
            self.first.setText(f"{first:%Y-%m-%d}")
            self.last.setText(f"{last:%Y-%m-%d}")
        self.days.setVisible(custom)
        if custom:
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)
            self.first.selectAll()
        self._tell()

    def _tell(self) -> None:
        self._pause.stop()
        choice = self.choice()
        if choice != self._choice:
            self._choice = choice
            self.changed.emit(choice)

    def clear(self) -> None:
        """Choose all kinds and no words; the days stay."""
        for combo in (*self._combos.values(), self.standing, self.office):
            combo.setCurrentIndex(0)
        self.words.clear()
        self._tell()

    def show_standing(self, standing: Standing | None) -> None:
        """Choose the records of all days, void ones too, that stand so towards the district; None for all of them."""
        self.period.setCurrentIndex(self.period.findData(ALL))
        self.days.hide()
        self.void.setChecked(standing is not None)
        for combo in self._combos.values():
            combo.setCurrentIndex(0)
        self.words.clear()
        self.standing.setCurrentIndex(max(0, self.standing.findData(standing.code if standing else None)))
        self._tell()

    def choose_all_days(self) -> None:
        """Let the days be open."""
        self.period.setCurrentIndex(self.period.findData(ALL))
        self._choose_period()

    def show_day(self, day: date, *, void: bool) -> None:
        """Choose the month of `day` and all kinds, so that a record of that day is in the list."""
        first = day.replace(day=1)
        month = (first, _month_end(first))
        named = (code for code in (THIS_MONTH, LAST_MONTH) if days_of(code, self._sitting.place.today) == month)
        code = next(named, CUSTOM)
        self.first.setText(f"{month[0]:%Y-%m-%d}")
        self.last.setText(f"{month[1]:%Y-%m-%d}")
        self.period.setCurrentIndex(self.period.findData(code))
        self.days.setVisible(code == CUSTOM)
        self.void.setChecked(self.void.isChecked() or void)
        self.clear()
