"""The head of the coverage board: the day, the search, the rates; and the totals, each of which narrows the board."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers import kinds
from quyuan_desktop.services.coverage import LIGHT_WORDS, Board, Gap, Light, VillageState, gap_label
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.coverage_tiles import draw_sign, tone_of
from quyuan_desktop.ui.dialogs.parts import forget, label
from quyuan_desktop.ui.elided import Elided
from quyuan_desktop.ui.flow import Flow, flowing
from quyuan_desktop.ui.paper_side import tipped

ALL = "all"
DONE = "现场服务达到规定小时的村月 ÷ 在聘的村月，只算完整的月份"
LIGHTS = (Light.RED, Light.AMBER, Light.GREEN)
ALWAYS = (Gap.NOBODY, Gap.SILENT, Gap.EXPIRING, Gap.LECTURE)
"""The lists that are shown though they are empty: that nothing is lacking is news, too."""


def in_list(code: str) -> Callable[[VillageState], bool]:
    """Whether a village belongs to what that total counts: ALL, a light or a gap by its code."""
    if code == ALL:
        return lambda state: True
    if code in set(Light):
        return lambda state: state.light == code
    return lambda state: state.lacks(Gap(code))


class Sign(QWidget):
    """The shape of a light, alone."""

    def __init__(self, light: Light) -> None:
        super().__init__()
        self._light = light
        self.setFixedSize(theme.px(13), self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = theme.px(11)
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2 + 1, side, side)
        draw_sign(painter, self._light, box)
        painter.end()


class Total(QPushButton):
    """A total that can be pressed; with a light it bears its shape."""

    def __init__(self, code: str, words: str, tip: str, light: Light | None = None) -> None:
        super().__init__(words)
        self.code = code
        self._light = light
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setToolTip(tip)
        self.setProperty("role", "chip")
        self.setProperty("signed", light is not None)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._light is not None:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            side = theme.px(11)
            draw_sign(painter, self._light, QRectF(theme.px(8), (self.height() - side) / 2, side, side))
            painter.end()


class CoverageHead(QFrame):
    """day_wanted(date); searched(str): words to narrow by; entered(): on to the tiles; chosen(code): a total was

    pressed; checked(code): a list of records to be looked at is wanted; printed(): the paper is.
    """

    day_wanted = Signal(object)
    searched = Signal(str)
    entered = Signal()
    chosen = Signal(str)
    checked = Signal(str)
    printed = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self.choice = ALL
        self.totals: dict[str, Total] = {}
        self.rates: tuple[str, ...] = ()
        self.setProperty("role", "head")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        column.setSpacing(theme.px(6))
        column.addLayout(self._first_line())
        self._lights, self._lists = self._line(column), self._line(column)

    def _line(self, column: QVBoxLayout) -> Flow:
        row = flowing(QWidget())
        column.addWidget(row)
        return Flow(row, across=theme.px(6), down=theme.px(4))

    def _first_line(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.day = QLineEdit()
        self.day.setAccessibleName("截至日期")
        self.day.setToolTip("看哪一天的情况，如 2023-12-29，按回车")
        self.day.returnPressed.connect(self._read_day)
        self.now = tipped("今天", "回到今天", lambda: self.day_wanted.emit(self._today()), "quiet")
        self.search = QLineEdit()
        self.search.setPlaceholderText("找村、顾问、乡镇")
        self.search.setAccessibleName("找村、顾问、乡镇")
        self.search.setToolTip("输入村名、顾问、律所或拼音首字母（Ctrl+Shift+F）；按回车到方块上")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self.searched)
        self.search.returnPressed.connect(self.entered)
        self.slip = Elided("", "", "red")
        self.paper = tipped("打印一览 Ctrl+P", "印成一张 A4（Ctrl+P）", self.printed.emit, "primary")
        row.addWidget(label("截至", "label"))
        for each in (self.day, self.now):
            row.addWidget(each)
        row.addWidget(self.search, 3)
        row.addWidget(self.slip)
        row.addStretch(1)
        row.addWidget(self.paper)
        self._fit()
        return row

    def _fit(self) -> None:
        one = self.fontMetrics().horizontalAdvance("字")
        self.day.setFixedWidth(one * 8)
        self.search.setMinimumWidth(one * 8)
        self.search.setMaximumWidth(one * 14)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "paper"):
            self._fit()

    def _read_day(self) -> None:
        read = kinds.Day().read(self.day.text(), self._today())
        if isinstance(read, Problem) or read is None:
            theme.set_tone(self.day, "red")
            self.slip.setText(read.text if isinstance(read, Problem) else "请填写日期，如 2023-12-29。")
            self.day.selectAll()
        else:
            self.day_wanted.emit(read)

    # -- what is shown

    def show_board(self, board: Board) -> None:
        """Show the day, the rates and the totals."""
        self.day.setText(f"{board.on}")
        theme.set_tone(self.day, "")
        self.slip.clear()
        held = next((code for code, each in self.totals.items() if each.hasFocus()), "")
        for line in (self._lights, self._lists):
            forget(line)
        self.totals = {}
        self._show_lights(board)
        self._show_lists(board)
        if self.choice not in self.totals:
            self.choice = ALL
        self._mark()
        if held in self.totals:
            self.totals[held].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_lights(self, board: Board) -> None:
        self._add(self._lights, Total(ALL, f"全部 {len(board.villages)}", "看全部村（社区）"))
        for light in LIGHTS:
            words = f"{LIGHT_WORDS[light]} {len(board.lit(light))}"
            self._add(self._lights, Total(light.value, words, _meaning(light, board), light))
        covered = f"覆盖率 {board.covered.words}"
        month = f"履职率 {board.month.month}月 {board.done_month.words}"
        year = f"{board.month.year}年 {board.done_year.words}"
        self.rates = (covered, month, year)
        for words, tip in (
            (covered, "有在聘顾问的村 ÷ 启用的村"),
            (month, DONE),
            (year, DONE),
        ):
            shown = label(f"　{words}")
            shown.setToolTip(tip)
            shown.setMinimumHeight(self.totals[ALL].sizeHint().height())
            self._lights.addWidget(shown)

    def _show_lists(self, board: Board) -> None:
        for gap in Gap:
            rows = board.lacking(gap)
            if rows or gap in ALWAYS:
                self._add(
                    self._lists, Total(gap.value, f"{gap_label(gap, board.rules)} {len(rows)}", "只看这些村")
                )
        for check in board.checks:
            if check.rows:
                total = Total(check.code, f"{check.label} {len(check.rows)} ›", f"{check.words}；点一下看是哪些")
                total.setCheckable(False)
                total.clicked.connect(lambda _, code=check.code: self.checked.emit(code))
                self._put(self._lists, total)

    def _add(self, line: Flow, total: Total) -> None:
        total.clicked.connect(lambda _, code=total.code: self._choose(code))
        self._put(line, total)

    def _put(self, line: Flow, total: Total) -> None:
        self.totals[total.code] = total
        line.addWidget(total)
        total.show()  # now, not when Qt comes to it: Tab passes by what is not to be seen

    def _choose(self, code: str) -> None:
        """Press a total; the one that is pressed already gives way to all."""
        self.choice = ALL if code == self.choice else code
        self._mark()
        self.chosen.emit(self.choice)

    def choose_all(self) -> None:
        """Show every village again."""
        self.choice = ALL
        self._mark()
        self.search.clear()
        self.chosen.emit(ALL)

    def _mark(self) -> None:
        for code, total in self.totals.items():
            if total.isCheckable():
                total.setChecked(code == self.choice)


def _meaning(light: Light, board: Board) -> str:
    silent = board.rules["silent_days"]
    return {
        Light.RED: f"没有在聘顾问，或者 {silent} 日没有服务记录",
        Light.AMBER: f"聘期 {board.rules['expiry_ahead']} 日内届满，工时不足，或者季末讲座不足",
        Light.GREEN: "没有缺口",
    }[light]


def legend(rules_hours: int, rules_lectures: int) -> QWidget:
    """The line at the foot that says what shapes, bars and dots mean."""
    made = QFrame()
    made.setProperty("role", "bar")
    outer = QVBoxLayout(made)
    outer.setContentsMargins(theme.px(12), theme.px(4), theme.px(12), theme.px(4))
    row = flowing(QWidget())
    flow = Flow(row, across=theme.px(6), down=theme.px(2))
    outer.addWidget(row)
    for light in reversed(LIGHTS):
        flow.addWidget(Sign(light))
        flow.addWidget(label(LIGHT_WORDS[light], "", tone_of(light)))
    for words in (
        f"横条：本月现场工时，应 {rules_hours} 小时（不足月折算）",
        f"圆点：本季讲座，应 {rules_lectures} 次，空心为尚缺",
        "方向键移动，回车开卷",
    ):
        flow.addWidget(label(f"　{words}", "hint"))
    return made
