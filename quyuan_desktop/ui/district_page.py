"""汇总: the bureau's page: its offices, what is in dispute, what stands out between offices; merging and answering."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from quyuan_desktop.domain.numbers import short_number
from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.services.clashes import ClashLine
from quyuan_desktop.services.cross_office import CrossFinding, cross_check
from quyuan_desktop.services.district_desk import STATES, DistrictView, OfficeStanding, district_view
from quyuan_desktop.services.drives import drives
from quyuan_desktop.services.workplace import Changed
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.answering_keys import answer_keys
from quyuan_desktop.ui.clash_view import ClashView
from quyuan_desktop.ui.dialogs.cross_office import CrossOffice
from quyuan_desktop.ui.dialogs.district_pairing import EnrolOffice, OfficePairing, TakeAnswers
from quyuan_desktop.ui.dialogs.lay_down import LayDown
from quyuan_desktop.ui.dialogs.parts import label
from quyuan_desktop.ui.dialogs.write_receipts import WriteReceipts
from quyuan_desktop.ui.drive_choice import Finds
from quyuan_desktop.ui.elided import Elided
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.lines_table import Head, LinesTable, Shown
from quyuan_desktop.ui.merge_view import MergeView
from quyuan_desktop.ui.paper_side import tipped
from quyuan_desktop.ui.section_card import SectionCard
from quyuan_desktop.ui.short_list import Line, ShortList
from quyuan_desktop.ui.sides import Sides
from quyuan_desktop.ui.sitting import Sitting

OFFICES = (
    Head("司法所", 0),
    Head("结对", 9),
    Head("最近收到", 6),
    Head("月份", 5),
    Head("收到时间", 9),
    Head("缺批", 5),
    Head("冲突", 3, right=True),
    Head("退回", 3, right=True),
)
NO_OFFICE = "还没有司法所。按“添加司法所…”给它生成结对文件，带去导入，再把回复带回来。"
NO_CLASH = "没有冲突。同一条记录有两份不同的修改时列在这里，由人裁定。"
NO_FINDING = "没有发现重复登记、重复申报或顾问超载。"


class DistrictHead(QFrame):
    """wanted(code): merge, receipts, enrol, answers or rules."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "head")
        self.badge = label("正在查看……", "")
        self.told = Elided("", "hint")
        self.rules = tipped(
            "下发规则…", "节假日、期限、设置、上级报表、常用语、村名册，随回执带给各所", self._wish("rules")
        )
        self.receipts = tipped("写回执… Ctrl+R", "把各所的回执写到U盘（Ctrl+R）", self._wish("receipts"))
        self.merge = tipped(
            "合并上报包… Ctrl+M", "收各所的U盘，核对后合并（Ctrl+M）", self._wish("merge"), "primary"
        )
        row = Sides(self, across=theme.px(8))
        row.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(8))
        row.fill((self.badge, self.told), (self.rules, self.receipts, self.merge))

    def _wish(self, code: str) -> Callable[[], None]:
        return lambda: self.wanted.emit(code)

    def show_view(self, view: DistrictView) -> None:
        """Say in a line how all stands."""
        paired = sum(each.state == "paired" for each in view.offices)
        waiting = sum(each.state == "answered" for each in view.offices)
        missing = [each.name for each in view.offices if each.missing]
        theme.set_tone(self.badge, "green" if paired and not waiting else "amber")
        sign = "✓" if paired and not waiting else "△" if waiting else "○"
        many = f"{len(view.offices)} 个司法所，已结对 {paired} 个" if view.offices else "还没有司法所"
        self.badge.setText(f"{sign} {many}")
        told = [f"{waiting} 个等电话核对"] if waiting else []
        told += [f"缺批：{'、'.join(missing)}"] if missing else []
        self.told.setText("；".join(told))


class DistrictPage(QWidget):
    """The page of the bureau. A record is asked for by `sitting.wanted`."""

    def __init__(self, sitting: Sitting, finds: Finds = drives) -> None:
        super().__init__()
        self._sitting, self._finds = sitting, finds
        self._asked = Latest(self, sitting.tasks)
        self._checked = Latest(self, sitting.tasks)
        self._stale = True
        self.view: DistrictView | None = None
        self.head = DistrictHead()
        self.offices = LinesTable("司法所", OFFICES, sitting.layout, "district/offices")
        self.clashes = ShortList("冲突", most=0, marked=True)
        self.findings = ShortList("跨所核对", most=0, marked=True)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.offices)

    # -- built once

    def _lay_out(self) -> None:
        ground = QWidget()
        outer = QVBoxLayout(ground)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.head)
        deeds = QWidget()
        row = QHBoxLayout(deeds)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(4))
        self.answers_button = tipped("导入回复…", "司法所带回来的结对回复", lambda: self.do("answers"), "quiet")
        self.enrol_button = tipped("添加司法所…", "给一个司法所生成结对文件", lambda: self.do("enrol"), "quiet")
        for each in (self.answers_button, self.enrol_button):
            row.addWidget(each)
        self.offices_card = SectionCard("司法所", self.offices, deeds, empty=NO_OFFICE)
        self.clash_card = SectionCard("冲突", self.clashes, empty=NO_CLASH)
        self.finding_card = SectionCard("跨所核对", self.findings, empty=NO_FINDING)
        edge = theme.px(16)
        body = QVBoxLayout()
        body.setContentsMargins(edge, edge, edge, edge)
        body.setSpacing(edge)
        below = QHBoxLayout()
        below.setSpacing(edge)
        below.addWidget(self.clash_card, 2)
        below.addWidget(self.finding_card, 3)
        body.addWidget(self.offices_card, 3)
        body.addLayout(below, 3)
        outer.addLayout(body, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(ground)

    def _connect(self) -> None:
        self.head.wanted.connect(self.do)
        self.offices.opened.connect(self.open_office)
        self.clashes.opened.connect(self.open_clash)
        self.findings.opened.connect(self.open_finding)
        self._sitting.changed.connect(self._note_change)
        answer_keys(self, ("Ctrl+M", lambda: self.do("merge")), ("Ctrl+R", lambda: self.do("receipts")))

    # -- what is shown

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.reload()

    def _note_change(self, changed: Changed) -> None:
        self._stale = True
        if self.isVisible():
            self.reload()

    def reload(self) -> None:
        """Ask anew how all stands, and what stands out."""
        self._stale = False
        place = self._sitting.place
        self._asked.ask(lambda: district_view(place), self.show_view)
        self._checked.ask(lambda: cross_check(place), self.show_findings)

    def show_view(self, view: DistrictView) -> None:
        """Show this."""
        self.view = view
        self.head.show_view(view)
        kept = self.offices.currentIndex().row()
        self.offices.show_lines([_office_line(each) for each in view.offices])
        if 0 < kept < len(view.offices):
            self.offices.selectRow(kept)
        self.offices_card.show_empty(not view.offices)
        self.offices_card.set_count("按回车看结对码" if view.offices else "")
        self.clashes.show_lines([_clash_line(each, view) for each in view.clashes])
        self.clash_card.set_count(f"{len(view.clashes)} 条待裁定，按回车打开" if view.clashes else "")
        self.clash_card.show_empty(not view.clashes)

    def show_findings(self, found: list[CrossFinding]) -> None:
        """Show what stands out."""
        self.findings.show_lines([_finding_line(each) for each in found])
        self.finding_card.set_count(f"{len(found)} 处，按回车看记录" if found else "")
        self.finding_card.show_empty(not found)

    def take_focus(self) -> None:
        """Put the focus on what is to be done first."""
        shown = self._stack.currentWidget()
        if isinstance(shown, MergeView | ClashView):
            shown.take_focus()
        elif self.view is not None and self.view.clashes:
            self.clashes.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.view is not None and not self.view.offices:
            self.enrol_button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.head.merge.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- deeds

    def do(self, code: str) -> None:
        """What the buttons and keys ask for: merge, receipts, enrol, answers, rules."""
        if self._stack.currentIndex() != 0:
            return
        deeds: dict[str, Callable[[], object]] = {
            "merge": self.merge,
            "receipts": self.write_receipts,
            "enrol": lambda: EnrolOffice(self._sitting, self, self._finds).open(),
            "answers": lambda: TakeAnswers(self._sitting, self, self._finds).open(),
            "rules": lambda: LayDown(self._sitting, self).open(),
        }
        deeds[code]()

    def merge(self) -> MergeView:
        """Choose packages, look at them, merge them."""
        view = MergeView(self._sitting)
        view.receipts_wanted.connect(self.write_receipts)
        self._put_up(view)
        view.open()
        return view

    def write_receipts(self) -> None:
        """Write the receipts to a stick."""
        laid = self.view.laid_down if self.view is not None else None
        WriteReceipts(self._sitting, laid, self, self._finds).open()

    def open_office(self, office: OfficeStanding) -> None:
        """Show the pairing with an office."""
        OfficePairing(self._sitting, office, self, self._finds).open()

    def open_clash(self, line: ClashLine) -> None:
        """Show both sides of a record in dispute."""
        names = self.view.names if self.view is not None else {}
        view = ClashView(self._sitting, line, names.get(line.office, line.office))
        self._put_up(view)
        view.load()

    def open_finding(self, finding: CrossFinding) -> None:
        """Show the records that a finding rests on."""
        names = self.view.names if self.view is not None else {}
        dialog = CrossOffice(self._sitting, finding, names, self)
        dialog.opened.connect(self._sitting.wanted)
        dialog.open()

    def _put_up(self, view: MergeView | ClashView) -> None:
        view.closed.connect(lambda: self._put_away(view))
        self._stack.addWidget(view)
        self._stack.setCurrentWidget(view)
        view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_away(self, view: QWidget) -> None:
        self._stack.setCurrentIndex(0)
        self._stack.removeWidget(view)
        view.deleteLater()
        self.reload()
        self.take_focus()


def _office_line(each: OfficeStanding) -> Shown:
    said, tone = STATES[each.state]
    texts = (
        each.name,
        said,
        f"第{each.last}批" if each.batches else "—",
        each.month,
        f"{each.at:%Y-%m-%d %H:%M}" if each.at is not None else "",
        "、".join(map(str, each.missing)),
        str(each.clashes or ""),
        str(each.returned or ""),
    )
    return Shown(texts, each, tips=f"编码 {each.code}", tone=tone, toned=1)


def _clash_line(each: ClashLine, view: DistrictView) -> Line:
    label_ = REGISTERS[each.register].label
    title = f"{label_}{short_number(each.number)}　{each.title}"
    return Line(title, view.names.get(each.office, each.office), "amber", each)


def _finding_line(each: CrossFinding) -> Line:
    sign = "⚠" if each.grave else "△"
    return Line(f"{sign} {each.words}", each.rule, "red" if each.grave else "amber", each)
