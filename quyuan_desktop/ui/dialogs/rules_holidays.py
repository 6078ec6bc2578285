"""The page of holidays: the years with their rest days and working weekends, and taking a new notice in."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from quyuan_desktop.domain.workdays import Holiday, Mark
from quyuan_desktop.services.holiday_files import (
    Span,
    Taken,
    read_notice,
    restore_year,
    sample_sheet,
    seeded_rows,
    spans,
    take_notice,
)
from quyuan_desktop.services.house_rules import holidays_of
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import Slip, button, label
from quyuan_desktop.ui.dialogs.rule_parts import Keep, RulesPage, sentence_of
from quyuan_desktop.ui.guarded_text import clipboard
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.paper_view import save_file
from quyuan_desktop.ui.short_list import LINE, Line, ShortList
from quyuan_desktop.ui.sitting import Sitting

ABOUT = "国务院办公厅每年的放假安排，决定工作日怎样数、末日遇到休息日顺延到哪天。每年十一月前后公布下一年的，请及时导入。"
FORMAT = (
    "每行写：日期,休或班,名称，如 2027-10-01,休,国庆节；“班”是调休上班的周六、周日。"
    "可用文本或 CSV 文件（WPS、Excel 的表格请先另存为 CSV），也可以从表格里复制后粘贴。导入的年份整年替换。"
)
UNKNOWN = "{year} 年还没有放假安排，暂按周六、周日休息推算，到期日可能不准。请导入放假安排。"
WEEKDAYS = "一二三四五六日"


class HolidaysPage(RulesPage):
    """Years at the left, the days of the chosen one beside."""

    def __init__(self, sitting: Sitting, keep: Keep) -> None:
        super().__init__(sitting, keep, "节假日", ABOUT)
        self._latest, self._writing = Latest(self, sitting.tasks), Latest(self, sitting.tasks)
        self._more: set[int] = set()
        self._wanted = self.place.today.year
        self.years = ShortList("年份", most=0, marked=True)
        self.rests, self.works = ShortList("放假", most=0), ShortList("调休上班", most=0)
        self.rests_head, self.works_head = label("放假", "label"), label("调休上班", "label")
        self.unknown = Slip("amber")
        self.slip = Slip()
        self.file = button("导入文件…", "", self.import_file)
        self.paste = button("粘贴 Ctrl+V", "", self.import_clipboard)
        self.sample = button("写出样表…", "", self.write_sample)
        self.restore = button("恢复默认", "", self.restore_default)
        self._lay_out()
        self.years.selectionModel().currentChanged.connect(self._turn)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self.paste.click)
        self._show_years()

    def _lay_out(self) -> None:
        body = QHBoxLayout()
        body.setSpacing(theme.px(16))
        self.years.setFixedWidth(theme.px(190))
        body.addWidget(self._boxed(label("年份", "label"), self.years))
        body.addWidget(self._boxed(self.rests_head, self.rests), 3)
        body.addWidget(self._boxed(self.works_head, self.works), 2)
        self.rows.addLayout(body, 1)
        self.rows.addWidget(self.unknown)
        keys = QHBoxLayout()
        keys.setSpacing(theme.px(8))
        for each in (self.file, self.paste, self.sample):
            keys.addWidget(each)
        keys.addStretch(1)
        keys.addWidget(self.restore)
        self.rows.addLayout(keys)
        self.rows.addWidget(self.slip)
        self.rows.addWidget(label(FORMAT, "hint", wrap=True))
        for each in (self.file, self.paste):
            each.setEnabled(self.editable)
        self.file.setToolTip("从 U 盘或文件夹里选文本或 CSV 文件")
        self.paste.setToolTip("从表格或文件里复制的几行，粘贴到这里")
        self.sample.setToolTip("写出一个 CSV 文件，里面是上一年的放假安排，照样子改成新的一年")
        self.restore.setToolTip("这一年回到程序自带的放假安排")

    def _boxed(self, head: QWidget, listed: ShortList) -> QWidget:
        box = QWidget()
        inner = QVBoxLayout(box)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.px(4))
        inner.addWidget(head)
        frame = QFrame()
        frame.setProperty("role", "card")
        held = QVBoxLayout(frame)
        held.setContentsMargins(1, 1, 1, 1)
        held.addWidget(listed)
        listed.setMinimumHeight(theme.px(theme.ROW) * 4)
        inner.addWidget(frame, 1)
        return box

    # -- what is shown

    @property
    def year(self) -> int:
        """The year one stands on."""
        return int(self.years.currentIndex().data(LINE).what)

    def take(self, place: Workplace) -> None:
        super().take(place)
        self._show_years()

    def _show_years(self) -> None:
        known, today = self.place.house.holidays.known_years, self.place.today
        years = sorted({*known, *self._more, today.year, today.year + 1}, reverse=True)
        lines = [
            Line(f"{year} 年", "" if year in known else "没有安排", _tone(year in known), year) for year in years
        ]
        wanted = self._wanted if self._wanted in years else today.year
        self.years.show_lines(lines)
        self.years.setCurrentIndex(self.years.model().index(years.index(wanted), 0))
        self._turn(self.years.currentIndex())

    def _turn(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        place, year = self.place, self.year
        self._wanted = year
        self._latest.ask(lambda: (holidays_of(place, year), seeded_rows(year)), self._show_days)

    def _show_days(self, found: tuple[list[Holiday], list[Holiday]]) -> None:
        days, seeds = found
        year, known = self.year, self.place.house.holidays.known_years
        rests = spans(days, Mark.REST)
        works = [each for each in days if each.mark is Mark.WORK]
        self.rests_head.setText(f"{year} 年放假　共 {sum(each.days for each in rests)} 天")
        self.works_head.setText(f"{year} 年调休上班　共 {len(works)} 天")
        self.rests.show_lines([_line(each) for each in rests])
        self.works.show_lines([Line(_day(each.day), each.name, "", each) for each in works])
        self.unknown.say("" if year in known else UNKNOWN.format(year=year))
        self.restore.setEnabled(self.editable and bool(seeds) and seeds != days)

    # -- what is changed

    def import_file(self) -> None:
        """Take a notice in from a file."""
        path = self.sitting.ask.open_path("导入放假安排", "文本或 CSV (*.csv *.txt);;所有文件 (*)")
        if path is not None:
            self._take_in(lambda place: take_notice(place, read_notice(path)), path.name)

    def import_clipboard(self) -> None:
        """Take in the lines that were copied somewhere."""
        text = clipboard().text()
        if not text.strip():
            self._say("剪贴板里没有文字。请先在表格或文件里复制放假安排的几行，再粘贴。", "red")
            return
        self._take_in(lambda place: take_notice(place, text), "剪贴板")

    def restore_default(self) -> None:
        """Put back what the program knows of the year."""
        year = self.year
        self._take_in(lambda place: restore_year(place, year), "程序自带的安排")

    def _take_in(self, take: Callable[[Workplace], Taken], source: str) -> None:
        found: list[Taken] = []

        def job(place: Workplace) -> Workplace:
            found.append(take(place))
            return found[0].place

        self._say("", "red")
        self.keep(
            job,
            f"放假安排（{source}）",
            lambda error: self._say(sentence_of(error), "red"),
            lambda: self._taken(found[0]),
        )

    def _taken(self, taken: Taken) -> None:
        self._wanted = taken.years[-1]
        self._more.update(taken.years)
        years = "、".join(map(str, taken.years))
        if taken.unknown:
            missing = "、".join(map(str, taken.unknown))
            text = f"收进了 {taken.days} 天，但没有 {missing} 年国庆节（10 月 1 日）这一行，{missing} 年还不算有放假安排，请核对。"
            self._say(text, "amber")
        else:
            self._say(f"✓ 已收进 {years} 年的放假安排，共 {taken.days} 天。", "green")

    def _say(self, text: str, tone: str) -> None:
        theme.set_tone(self.slip, tone)
        self.slip.say(text)

    def write_sample(self) -> None:
        """Write a file to fill in."""
        place = self.place
        path = self.sitting.ask.save_path("写出样表", f"放假安排样表{place.today.year}.csv", "CSV 文件 (*.csv)")
        if path is None:
            return
        target = path if path.suffix else path.with_suffix(".csv")

        def job() -> Path:
            save_file(target, sample_sheet(place)[1])
            return target

        self._writing.ask(
            job,
            lambda done: self._say(
                f"样表已写到 {done.name}，里面是上一年的安排。照样子改成新的一年，再导入。", "green"
            ),
            lambda error: self._say(str(error), "red"),
        )


def _tone(known: bool) -> str:
    return "" if known else "amber"


def _line(span: Span) -> Line:
    text = _day(span.first) + (f" 至 {_day(span.last)}" if span.days > 1 else "")
    return Line(text, f"{span.name}　{span.days} 天".strip(), "", span)


def _day(day: date) -> str:
    return f"{day:%m-%d} 周{WEEKDAYS[day.weekday()]}"
