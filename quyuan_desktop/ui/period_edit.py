"""Which period: its kind, typed or turned by arrows; what people write for one is read here."""

import re
from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.periods import Period
from quyuan_desktop.domain.text import half_width
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.paper_side import tipped

KINDS = {"本月": "月报", "本季": "季报", "半年": "半年报", "本年": "年报", "本期": "21日至20日"}
"""What the kinds of periods are called, by the word of such a period."""
_MONTH = re.compile(r"(?:([0-9]{4})\s*[-./年]?\s*)?([0-9]{1,2})\s*月?")
_QUARTER = re.compile(r"([0-9]{4})\s*年?\s*第?\s*([一二三四1-4])\s*季度?")
_HALF = re.compile(r"([0-9]{4})\s*年?\s*([上下])半年")
_YEAR = re.compile(r"([0-9]{4})\s*年")


def read_month(typed: str, today: date) -> Period:
    """The month written 2023-11, 2023.11, 202311, 2023年11月 or 11 (of this year).

    Raises ValueError with a sentence.
    """
    text = half_width(typed).strip()
    found = _MONTH.fullmatch(text)
    if not found:
        raise ValueError(f"“{typed[:20]}”不是月份，请按 2023-11 的样子写。")
    return periods.month(f"{found[1] or today.year}-{int(found[2]):02d}")


def read_period(typed: str, today: date) -> Period:
    """Any period as people write it: a month (see `read_month`), 2023Q4 or 2023年四季度, 2023H2 or 2023年下半年, 2023年,

    2023-10-21至2023-11-20. Raises ValueError with a sentence.
    """
    text = half_width(typed).strip()
    if found := _QUARTER.fullmatch(text):
        return periods.quarter(int(found[1]), "一二三四1234".index(found[2]) % 4 + 1)
    if found := _HALF.fullmatch(text):
        return periods.half(int(found[1]), "上下".index(found[2]) + 1)
    if found := _YEAR.fullmatch(text):
        return periods.year(int(found[1]))
    if _MONTH.fullmatch(text) and not re.fullmatch("[0-9]{4}", text):
        return read_month(text, today)
    return periods.read(re.sub(r"\s*(?:至|到|~|—)\s*", "..", text))


def written(period: Period) -> str:
    """How a period stands in the line, so that it can be read again."""
    return period.code or f"{period.first}至{period.last}"


class PeriodEdit(QWidget):
    """chosen(Period): another period is wanted; slipped(str): what was typed is none."""

    chosen = Signal(object)
    slipped = Signal(str)

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self.period = periods.of_kind("本月", today())
        self.kind = QComboBox()
        self.kind.setAccessibleName("期间种类")
        self.kind.setToolTip("月报、季报、半年报、年报，或上月21日至本月20日")
        for word, name in KINDS.items():
            self.kind.addItem(name, word)
        self.kind.activated.connect(lambda _: self.take_kind(str(self.kind.currentData())))
        self.back = tipped("‹", "上一期（Alt+←）", lambda: self.step(-1))
        self.on = tipped("›", "下一期（Alt+→）", lambda: self.step(1))
        self.back.setAccessibleName("上一期")
        self.on.setAccessibleName("下一期")
        self.line = QLineEdit()
        self.line.setAccessibleName("统计期间")
        self.line.setToolTip("如 2023-11、11、2023Q4、2023H2、2023年、2023-10-21至2023-11-20，按回车（Alt+D）")
        self.line.returnPressed.connect(self._read)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        for each in (self.kind, self.back, self.line, self.on):
            row.addWidget(each)
        self.show_period(self.period)
        self.fit()

    def fit(self) -> None:
        """Sizes that follow the size of type and what stands there."""
        one = self.fontMetrics().horizontalAdvance("字")
        self.line.setFixedWidth(one * (7 if self.period.code else 14))

    def show_period(self, period: Period) -> None:
        """Say which period is shown."""
        self.period = period
        self.line.setText(written(period))
        theme.set_tone(self.line, "")
        self.kind.setCurrentIndex(max(0, self.kind.findData(period.word)))
        self.fit()

    def step(self, steps: int) -> None:
        """Ask for an earlier period (-1) or a later one (1)."""
        self._ask(lambda: periods.shifted(self.period, steps))

    def take_kind(self, word: str) -> None:
        """Ask for the period of another kind about the day one stands on: the last that has come."""
        self._ask(lambda: periods.of_kind(word, max(self.period.first, min(self.period.last, self._today()))))

    def take_now(self) -> None:
        """Ask for the present period of this kind."""
        self._ask(lambda: periods.of_kind(self.period.word, self._today()))

    def _read(self) -> None:
        self._ask(lambda: read_period(self.line.text(), self._today()))

    def _ask(self, find: Callable[[], Period]) -> None:
        try:
            found = find()
        except ValueError as error:
            theme.set_tone(self.line, "red")
            self.line.selectAll()
            self.slipped.emit(str(error))
            return
        self.chosen.emit(found)
