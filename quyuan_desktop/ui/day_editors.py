"""Editors of days and times: typed as people write them, stepped by arrow keys, a small calendar for the mouse."""

from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtWidgets import QCalendarWidget, QFrame, QVBoxLayout, QWidget

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.ui.editor import Today
from quyuan_desktop.ui.line_editors import LineEditor


class DayEditor(LineEditor):
    """A day: 11-30, 30, 今天 or 2023-11-30; arrow keys change the day, Page keys the month."""

    def __init__(self, field: Field, today: Today, parent: QWidget | None = None) -> None:
        super().__init__(field, today, None, parent)
        self.line.set_characters(9)
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


class CalendarDrop(QFrame):
    """A calendar that drops down under a day's line; Esc or a click elsewhere puts it away."""

    def __init__(self, editor: DayEditor, shown: QDate) -> None:
        super().__init__(editor, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
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
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self.calendar)

    def drop(self) -> None:
        """Show it."""
        self.adjustSize()
        below = self._editor.mapToGlobal(QPoint(0, self._editor.height() + 2))
        screen = self._editor.screen().availableGeometry()
        if below.y() + self.height() > screen.bottom():
            below.setY(self._editor.mapToGlobal(QPoint(0, -2)).y() - self.height())
        below.setX(max(screen.left(), min(below.x(), screen.right() - self.width())))
        self.move(below)
        self.show()
        self.calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def _take(self, chosen: QDate) -> None:
        self.close()
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
