"""统计报送 at the bureau: the same report desk, on the whole district or on one office of it."""

from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from quyuan_desktop.services.office_sight import OfficeName, offices_in, seen_as
from quyuan_desktop.services.workplace import Changed, Workplace
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.answering_keys import answer_keys
from quyuan_desktop.ui.dialogs.parts import label
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.paper_side import tipped
from quyuan_desktop.ui.report_desk import ReportDesk
from quyuan_desktop.ui.sitting import Sitting

WHOLE = "全区合计"


class DistrictReports(QWidget):
    """Its desk has a sitting of its own, whose place is what is looked at."""

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self._sitting = sitting
        self._asked = Latest(self, sitting.tasks)
        self._named = Latest(self, sitting.tasks)
        self._sight = Sitting(sitting.place, sitting.tasks, sitting.ask, sitting.layout, self)
        self.desk = ReportDesk(self._sight)
        self.office = QComboBox()
        self.office.setAccessibleName("统计范围")
        self.office.setToolTip("全区合计，或只看一个单位的数字（Alt+O）")
        self.office.addItem(WHOLE, "")
        self.office.setMinimumWidth(theme.px(200))
        self.office.activated.connect(self._choose)
        self.said = label("", "hint")
        bar = QFrame()
        bar.setProperty("role", "head")
        row = QHBoxLayout(bar)
        row.setContentsMargins(theme.px(16), theme.px(6), theme.px(16), theme.px(6))
        row.setSpacing(theme.px(8))
        row.addWidget(label("统计范围", "label"))
        row.addWidget(self.office)
        row.addWidget(self.said)
        row.addStretch(1)
        self.beside = tipped(
            "分所对照 Alt+S", "现在这张表，各所并排，预览后打印（Alt+S）", self._print_beside, "quiet"
        )
        self.beside_excel = tipped("对照 Excel…", "全部各表的分所对照，一表一页", self._export_beside, "quiet")
        row.addWidget(self.beside)
        row.addWidget(self.beside_excel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.desk, 1)
        answer_keys(self, ("Alt+O", self.office.setFocus), ("Alt+S", self._print_beside))
        self._sight.wanted.connect(sitting.wanted)
        self._sight.said.connect(sitting.said)
        sitting.changed.connect(self._note_change)
        self._name_offices()

    def _name_offices(self) -> None:
        place = self._sitting.place
        self._named.ask(lambda: offices_in(place), self._take_names)

    def _take_names(self, offices: list[OfficeName]) -> None:
        chosen = self.office.currentData()
        self.office.clear()
        self.office.addItem(WHOLE, "")
        for each in offices:
            self.office.addItem(each.name, each.code)
        self.office.setCurrentIndex(max(0, self.office.findData(chosen)))

    def _note_change(self, changed: Changed) -> None:
        self._name_offices()
        self._choose()

    def _choose(self) -> None:
        """Look at what is chosen."""
        place, code = self._sitting.place, str(self.office.currentData() or "")
        self._asked.ask(lambda: seen_as(place, code), self._look_at)

    def _look_at(self, place: Workplace) -> None:
        one = self.office.currentData()
        self._sight.place = place
        self.said.setText("只统计这个单位的记录；结账请选“全区合计”。" if one else "")
        self._sight.changed.emit(Changed("", ()))

    def _print_beside(self) -> None:
        """Look at the table that is shown with the offices side by side."""
        self.desk.papers.print_side_by_side(self._sitting.place, self.desk.period, self.desk.register)

    def _export_beside(self) -> None:
        """Save all tables with the offices side by side."""
        self.desk.papers.export_side_by_side(self._sitting.place, self.desk.period)

    def take_focus(self) -> None:
        """Put the focus on what is shown."""
        self.desk.take_focus()
