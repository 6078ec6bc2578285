"""The file of one village (一村一卷): who advises it and since when, hours and lectures, services, group, papers."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QPixmap, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from quyuan_desktop.domain import masking
from quyuan_desktop.domain.numbers import short_number
from quyuan_desktop.registers.base import Values
from quyuan_desktop.services import attachments, village_file
from quyuan_desktop.services.coverage import LIGHT_WORDS, hours
from quyuan_desktop.services.village_file import VillageFile
from quyuan_desktop.services.workplace import Changed
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.coverage_head import Sign
from quyuan_desktop.ui.dialogs.parts import column, forget, label
from quyuan_desktop.ui.elided import Elided
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.month_bars import MonthBars
from quyuan_desktop.ui.paper_side import tipped
from quyuan_desktop.ui.paper_source import Document
from quyuan_desktop.ui.paper_view import PaperView
from quyuan_desktop.ui.printing import Printers
from quyuan_desktop.ui.short_list import Line, ShortList
from quyuan_desktop.ui.sitting import Sitting

PHOTO = (84, 112)
"""Width and height of the adviser's photograph in pixels at 100 %."""
SIDE = 400
FEW = 5
BARS = "实心够、斜纹不够，横线为应服务，圆点为讲座"


def card(head: str) -> tuple[QFrame, QVBoxLayout, Elided]:
    """A card with its heading; the column inside it, and the quiet words at the right of the heading."""
    made = QFrame()
    made.setProperty("role", "card")
    inner = column(made, margin=0, spacing=6)
    inner.setContentsMargins(1, theme.px(10), 1, theme.px(8))
    row = QHBoxLayout()
    row.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
    row.addWidget(label(head, "heading"))
    row.addStretch(1)
    hint = Elided("", "hint")
    row.addWidget(hint)
    inner.addLayout(row)
    return made, inner, hint


class VillageFilePage(QWidget):
    """The file of the village `uid` as of a day (None for today). closed(): back to the board."""

    closed = Signal()

    def __init__(self, sitting: Sitting, uid: str, day: date | None, printers: Printers) -> None:
        super().__init__()
        self._sitting, self._uid, self._day, self._printers = sitting, uid, day, printers
        self._latest = Latest(self, sitting.tasks)
        self._begun = Latest(self, sitting.tasks)
        self._pictured = Latest(self, sitting.tasks)
        self._stale = True
        self.file: VillageFile | None = None
        self.setAccessibleName("一村一卷")
        self._stack = QStackedLayout(self)
        self.sheet = self._build()
        self._stack.addWidget(self.sheet)
        sitting.changed.connect(self._note_change)
        for keys, slot in (
            ("Esc", self.closed.emit),
            ("Ctrl+P", self.show_cover),
            ("F2", self._open_village),
        ):
            QShortcut(QKeySequence(keys), self.sheet).activated.connect(slot)

    # -- built once

    def _build(self) -> QWidget:
        page = QWidget()
        outer = QVBoxLayout(page)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._head())
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        ground = QWidget()
        ground.setProperty("role", "ground")
        area.setWidget(ground)
        columns = QHBoxLayout(ground)
        edge = theme.px(12)
        columns.setContentsMargins(edge, edge, edge, edge)
        columns.setSpacing(edge)
        left, right = QVBoxLayout(), QVBoxLayout()
        for side in (left, right):
            side.setSpacing(edge)
        left.addWidget(self._adviser_card())
        left.addWidget(self._terms_card())
        left.addWidget(self._papers_card())
        left.addStretch(1)
        right.addWidget(self._months_card())
        right.addWidget(self._services_card(), 1)
        columns.addLayout(left, 2)
        columns.addLayout(right, 3)
        outer.addWidget(area, 1)
        return page

    def _head(self) -> QWidget:
        head = QFrame()
        head.setProperty("role", "head")
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.px(8), theme.px(8), theme.px(16), theme.px(8))
        row.setSpacing(theme.px(8))
        back = tipped("‹ 看板", "回到覆盖看板（Esc）", self.closed.emit, "quiet")
        self.name = Elided("", "title")
        self._light = QHBoxLayout()
        self._light.setSpacing(theme.px(4))
        self.faults = Elided()
        self.about = Elided("", "hint")
        self.village = tipped("村资料", "打开这个村的登记（F2）", self._open_village)
        self.cover = tipped("打印封面", "一村一卷的封面，A4（Ctrl+P）", self.show_cover)
        self.begin = tipped("登记服务", "给这个村新登记一次服务（Ctrl+N）", self.begin_service, "primary")
        for each in (back, self.name):
            row.addWidget(each)
        row.addLayout(self._light)
        row.addWidget(self.faults)
        row.addWidget(self.about)
        row.addStretch(1)
        for each in (self.village, self.cover, self.begin):
            row.addWidget(each)
        return head

    def _adviser_card(self) -> QFrame:
        made, inner, self._until = card("现任顾问")
        row = QHBoxLayout()
        row.setContentsMargins(theme.px(16), 0, theme.px(16), theme.px(4))
        row.setSpacing(theme.px(12))
        self.photo = QLabel()
        self.photo.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.photo.setProperty("role", "photo")
        self.photo.setFixedSize(theme.px(PHOTO[0]), theme.px(PHOTO[1]))
        self.facts = QGridLayout()
        self.facts.setHorizontalSpacing(theme.px(10))
        self.facts.setVerticalSpacing(theme.px(3))
        self.facts.setColumnStretch(1, 1)
        row.addWidget(self.photo, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self.facts, 1)
        inner.addLayout(row)
        return made

    def _terms_card(self) -> QFrame:
        made, inner, self._terms_hint = card("聘任与微信群")
        self.terms = ShortList("聘任与微信群", most=FEW)
        self.terms.opened.connect(self._open_record)
        inner.addWidget(self.terms)
        return made

    def _papers_card(self) -> QFrame:
        made, inner, self._papers_hint = card("材料")
        self.papers = ShortList("材料", most=FEW)
        self.papers.opened.connect(self._open_record)
        inner.addWidget(self.papers)
        return made

    def _months_card(self) -> QFrame:
        made, inner, self._months_hint = card("各月现场工时（小时）")
        self.bars = MonthBars()
        inner.addWidget(self.bars)
        return made

    def _services_card(self) -> QFrame:
        made, inner, self._services_hint = card("服务记录")
        self.services = ShortList("服务记录", most=0)
        self.services.setMinimumHeight(theme.px(theme.ROW * 4))
        self.services.opened.connect(self._open_record)
        inner.addWidget(self.services, 1)
        return made

    def take_focus(self) -> None:
        """Put the focus on the services, or on the paper that stands in the file's place."""
        shown = self._stack.currentWidget()
        inner = shown if isinstance(shown, PaperView) else self.services
        inner.setFocus(Qt.FocusReason.OtherFocusReason)

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
        """Read the file again."""
        self._stale = False
        place, uid, day = self._sitting.place, self._uid, self._day
        self._latest.ask(lambda: village_file.village_file(place, uid, day), self.show_file)

    def show_file(self, file: VillageFile) -> None:
        """Show that file."""
        self.file = file
        self._show_head(file)
        self._show_adviser(file)
        self._show_terms(file)
        self.bars.show_months(file.months)
        some = any(each.services or each.wanted for each in file.months)
        self.bars.setVisible(some)
        self._months_hint.setText(BARS if some else "近 12 个月没有聘任和服务")
        self.services.show_lines([_service_line(each) for each in file.services])
        total = sum(each.minutes for each in file.months)
        self._services_hint.setText(
            f"共 {len(file.services)} 条，近 12 个月现场 {hours(total)} 小时，回车打开"
            if file.services
            else "还没有"
        )
        self.papers.show_lines(
            [
                Line(f"{each.label} {each.detail}".strip(), f"{each.on}", "", (each.register, each.uid))
                for each in file.papers
            ]
        )
        self._papers_hint.setText(f"{len(file.papers)} 份" if file.papers else "还没有出具的文书和扫描件")
        self.papers.setVisible(bool(file.papers))

    def _show_head(self, file: VillageFile) -> None:
        village, state = file.village, file.state
        self.name.setText(village.name)
        forget(self._light)
        if state is not None:
            self._light.addWidget(Sign(state.light))
            self._light.addWidget(label(LIGHT_WORDS[state.light], "", state.light.value))
        self.faults.setText("、".join(fault.words for fault in state.faults) if state else "已停用")
        theme.set_tone(self.faults, "" if state is None else state.light.value)
        phone = masking.mask_phone(village.contact_phone) if village.contact_phone else ""
        contact = f"联系人 {village.contact} {phone}".strip() if village.contact else "没有登记联系人"
        merged = f"已并入 {village.merged_into.text}" if village.merged_into else ""
        on = "" if self._day is None else f"截至 {file.on}"
        parts = [village.town.label, contact, village.code and f"代码 {village.code}", merged, on]
        self.about.setText(" · ".join(part for part in parts if part))
        has = state is not None and state.term is not None
        self.begin.setText("登记服务" if has else "登记聘任")
        self.begin.setEnabled(state is not None)

    def _show_adviser(self, file: VillageFile) -> None:
        forget(self.facts)
        adviser, term = file.adviser, file.term
        self._until.setText(f"聘期 {term.start_on} 至 {term.last_on}" if term else "")
        if adviser is None or term is None:
            self.photo.hide()
            text = "现在没有在聘的法律顾问。按 Ctrl+N 登记聘任。"
            self.facts.addWidget(label(text, "", "red", wrap=True), 0, 0, 1, 2)
            return
        rows = (
            ("姓名", f"{adviser.name}（{adviser.kind.label}）"),
            ("电话", adviser.phone),
            ("执业证号", adviser.licence),
            ("执业机构", adviser.firm),
            ("专长", adviser.specialities),
            ("协议编号", term.agreement),
        )
        for place, (name, text) in enumerate(row for row in rows if row[1]):
            self.facts.addWidget(label(name, "label"), place, 0, Qt.AlignmentFlag.AlignTop)
            shown = label(text, wrap=True)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.facts.addWidget(shown, place, 1)
        self._show_photo(file)

    def _show_photo(self, file: VillageFile) -> None:
        self.photo.show()
        self.photo.clear()
        photo, place = file.photo, self._sitting.place
        if photo is None:
            self.photo.setText("没有照片")
            return
        side = 2 * theme.px(PHOTO[1])
        self._pictured.ask(
            lambda: attachments.thumbnail(place, photo, side),
            self._show_picture,
            lambda _: self.photo.setText("照片\n打不开"),
        )

    def _show_picture(self, png: bytes) -> None:
        image = QImage.fromData(png)
        if image.isNull():
            self.photo.setText("照片\n打不开")
            return
        ratio = self.devicePixelRatioF()
        shown = image.scaled(
            self.photo.size() * ratio,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        shown.setDevicePixelRatio(ratio)
        self.photo.setPixmap(QPixmap.fromImage(shown))

    def _show_terms(self, file: VillageFile) -> None:
        lines = []
        for each in file.terms:
            held = file.term is not None and each.uid == file.term.uid
            ended = "" if each.dismissed_on is None else f"（{each.dismissal.label}）"
            title = f"{'在聘' if held else '聘任'} {each.adviser_name}{ended}"
            detail = f"{each.start_on} 至 {each.last_on}"
            lines.append(Line(title, detail, "green" if held else "", ("assignment", each.uid)))
        for each in file.groups:
            members = "" if each.members is None else f" · {each.members} 人"
            gone = "已解散 " if each.dissolved_on is not None and each.dissolved_on <= file.on else ""
            detail = f"{gone}{each.founded_on} 建{members}"
            lines.append(Line(f"微信群 {each.name}", detail, "", ("wechat_group", each.uid)))
        self.terms.show_lines(lines)
        self.terms.setVisible(bool(lines))
        self._terms_hint.setText(_terms_words(file.terms, file.groups))

    # -- what is begun and opened from here

    def begin_service(self) -> None:
        """Begin a service in this village; an assignment where there is no adviser."""
        if self.file is None or self.file.state is None:
            return
        place, uid = self._sitting.place, self._uid
        if self.file.state.term is None:
            self._begun.ask(lambda: village_file.assignment_begun(place, uid), self._lead("assignment"))
        else:
            self._begun.ask(lambda: village_file.service_begun(place, uid), self._lead("service_log"))

    def _lead(self, register: str) -> Any:
        def lead(values: Values) -> None:
            self._sitting.led.emit(register, values)

        return lead

    def _open_village(self) -> None:
        self._sitting.wanted.emit("village", self._uid)

    def _open_record(self, what: tuple[str, str]) -> None:
        self._sitting.wanted.emit(*what)

    def show_cover(self) -> None:
        """Look at the cover as it is printed."""
        if self.file is None or self._stack.currentWidget() is not self.sheet:
            return
        place, uid, day = self._sitting.place, self._uid, self._day
        name = self.file.village.name
        source = Document(
            f"一村一卷封面　{name}",
            f"{name}-法律顾问工作卷-{self.file.on.year}.pdf",
            lambda: village_file.cover_sheet(place, uid, day),
        )
        view = PaperView(self._sitting, source, self._printers)
        view.closed.connect(lambda: self._put_away(view))
        self._stack.addWidget(view)
        self._stack.setCurrentWidget(view)
        view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_away(self, view: PaperView) -> None:
        self._stack.setCurrentWidget(self.sheet)
        self._stack.removeWidget(view)
        view.deleteLater()
        self.take_focus()


def _service_line(each: Any) -> Line:
    people = "" if each.people is None else f" {each.people} 人"
    marks = [mark for mark, holds in (("补录", each.late), ("无佐证", not each.proved)) if holds]
    title = f"{each.on}  {each.kind.label}  {each.topic}"
    detail = " · ".join(
        [*marks, f"{each.mode.label} {hours(each.minutes)} 小时{people}", short_number(each.number)]
    )
    return Line(title, detail, "amber" if marks else "", ("service_log", each.uid))


def _terms_words(terms: Sequence[Any], groups: Sequence[Any]) -> str:
    return f"聘任 {len(terms)}，微信群 {len(groups)}" if terms or groups else "还没有聘任，也没有微信群"
