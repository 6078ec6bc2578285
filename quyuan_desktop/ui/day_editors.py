"""Editors of days and times: typed as people write them, stepped by arrow keys, a small calendar for the mouse."""

from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QApplication, QCalendarWidget, QToolButton, QVBoxLayout, QWidget

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.editor import Today
from quyuan_desktop.ui.line_editors import LineEditor
from quyuan_desktop.ui.sheet import Sheet


class DayEditor(LineEditor):
    """A day: 11-30, 30, 今天 or 2023-11-30; arrow keys change the day, Page keys the month."""

    def __init__(self, field: Field, today: Today, parent: QWidget | None = None) -> None:
        super().__init__(field, today, None, parent)
        self.line.set_characters(9)
        self.line.never_cut("2023-11-30")
        self.line.add_button("calendar", f"从日历选{field.label}")
        self.line.asked.disconnect()
        self.line.asked.connect(self.open_calendar)
        self.line.setToolTip("可填 2023-11-30、11-30、30、今天；↑↓ 换日，PgUp/PgDn 换月")

    def open_calendar(self) -> None:
        """Show the calendar under the line, at its day or today."""
        now = self.value()
        shown = now if isinstance(now, date) else self.today()
        CalendarDrop(self, QDate(shown.year, shown.month, shown.day)).drop()

    def take_day(self, day: date) -> None:
        """Let `day` stand here."""
        self._take(self.field.kind.show(day))
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _step(self, by: int) -> None:
        now = self.value()
        if isinstance(now, Problem):
            return
        if now is None:
            found = self.today()
        elif abs(by) == 1:
            found = _between(now.toordinal() - by)
        else:
            month = now.year * 12 + now.month - 1 - (1 if by > 0 else -1)
            found = _in_month(month // 12, month % 12 + 1, now.day)
        kind = self.field.kind
        if isinstance(kind, kinds.Day) and kind.past:
            found = min(found, self.today())
        self._take(kind.show(found))
        self.line.selectAll()


def _between(ordinal: int) -> date:
    return date.fromordinal(max(kinds.EARLIEST.toordinal(), min(kinds.LATEST.toordinal(), ordinal)))


def _in_month(year: int, month: int, day: int) -> date:
    """That day of the month, or its last one."""
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    last = (first_of_next - timedelta(days=1)).day
    return max(kinds.EARLIEST, min(kinds.LATEST, date(year, month, min(day, last))))


class CalendarDrop(Sheet):
    """A calendar that drops down under a day's line; Esc or going elsewhere puts it away."""

    def __init__(self, editor: DayEditor, shown: QDate) -> None:
        super().__init__(editor.window())
        self._editor = editor
        self.calendar = QCalendarWidget(self)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setMinimumDate(_qdate(kinds.EARLIEST))
        kind = editor.field.kind
        past = isinstance(kind, kinds.Day) and kind.past
        self.calendar.setMaximumDate(_qdate(editor.today() if past else kinds.LATEST))
        self.calendar.setSelectedDate(shown)
        self.calendar.clicked.connect(self._take)
        self.calendar.activated.connect(self._take)
        self.calendar.setAccessibleName(f"{editor.field.label}日历")
        self._quieten()
        for part in (self.calendar, *self.calendar.findChildren(QWidget)):
            part.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 2, 2, 2)
        column.addWidget(self.calendar)
        editor.destroyed.connect(self.deleteLater)

    def _quieten(self) -> None:
        """Qt's green arrows and red weekends are louder than anything else in the window."""
        for name, sign, words in (("prevmonth", "‹", "上个月"), ("nextmonth", "›", "下个月")):
            button = self.calendar.findChild(QToolButton, f"qt_calendar_{name}")
            if button is not None:
                button.setIcon(QIcon())
                button.setText(sign)
                button.setAccessibleName(words)
        for button in self.calendar.findChildren(QToolButton):
            button.setProperty("role", "quiet")
        quiet = QTextCharFormat()
        quiet.setForeground(theme.colour("muted"))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(day, quiet)

    def drop(self) -> None:
        """Show it under the line, or above where there is no room."""
        window = self._editor.window()
        self.adjustSize()
        at = self._editor.mapTo(window, QPoint(0, self._editor.height() + 2))
        if at.y() + self.height() > window.height():
            at.setY(max(0, self._editor.mapTo(window, QPoint(0, -2)).y() - self.height()))
        at.setX(max(0, min(at.x(), window.width() - self.width())))
        self.move(at)
        self.show()
        self.raise_()
        self.calendar.setFocus(Qt.FocusReason.OtherFocusReason)
        QApplication.instance().focusChanged.connect(self._notice_focus)  # type: ignore[union-attr]  # there is one

    def put_away(self) -> None:
        """Close; the focus is the caller's to set."""
        if self.isVisible():
            QApplication.instance().focusChanged.disconnect(self._notice_focus)  # type: ignore[union-attr]  # likewise
            self.hide()
            self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            if event.type() is QEvent.Type.KeyPress:
                self.put_away()
                self._editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False

    def _notice_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and new is not self and not self.isAncestorOf(new):
            self.put_away()

    def _take(self, chosen: QDate) -> None:
        self.put_away()
        self._editor.take_day(date(chosen.year(), chosen.month(), chosen.day()))


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


class ClockEditor(LineEditor):
    """A time of day: 14:20, 1420, 14点20; arrow keys change it by five minutes."""

    def __init__(self, field: Field, today: Today, parent: QWidget | None = None) -> None:
        super().__init__(field, today, None, parent)
        self.line.setToolTip("可填 14:20、1420、14点20；↑↓ 增减 5 分钟")

    def _step(self, by: int) -> None:
        now = self.value()
        if not isinstance(now, time):
            return
        moved = datetime.combine(date(2000, 1, 2), now) - timedelta(minutes=5 if by > 0 else -5)
        self._take(self.field.kind.show(moved.time()))
        self.line.selectAll()
