"""合并上报包: sticks, folders and files together; all verified and planned, looked at, then applied as one."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.services.district_desk import Source, sound, source, sticks_with_packages
from quyuan_desktop.services.merge_package import Planned, merge, plan, words_of
from quyuan_desktop.services.workplace import Changed
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import PasswordEdit, Slip, button, label
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.lines_table import Head, LinesTable, Shown
from quyuan_desktop.ui.merge_words import DIFFERENCES, PLANS, difference_lines, plan_line, sentences, verdict
from quyuan_desktop.ui.paper_side import tipped
from quyuan_desktop.ui.section_card import SectionCard
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.tasks import Progress
from quyuan_desktop.ui.working import Working

PACKAGES = "上报包 (*.qyb)"
SOURCES = (Head("来源", 0), Head("位置", 24), Head("上报包", 5, right=True))
NOTHING = "插好司法所的U盘，按“再找U盘 F5”；也可以添加文件夹或文件，或把它们拖到这里。几家的可以一起合并。"
CHOOSING, WORKING, LOOKING = range(3)


class MergeView(QWidget):
    """closed(): done with it; receipts_wanted(): what was merged is to be answered."""

    closed = Signal()
    receipts_wanted = Signal()

    def __init__(self, sitting: Sitting, finds: Callable[[], list[Source]] = sticks_with_packages) -> None:
        super().__init__()
        self._sitting, self._finds = sitting, finds
        self._asked = Latest(self, sitting.tasks)
        self.sources: list[Source] = []
        self.planned: list[Planned] = []
        self.merged = False
        self.working = Working(sitting)
        self.setAcceptDrops(True)
        self._stack = QStackedLayout(self)
        for page in (self._choosing(), self.working, self._looking()):
            self._stack.addWidget(page)
        for key, deed in (
            ("F5", self.find_sticks),
            ("Ctrl+O", self.add_files),
            ("Ctrl+Shift+O", self.add_folder),
            ("Ctrl+Return", self.go_on),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(deed)

    # -- built once

    def _page(self) -> tuple[QWidget, QVBoxLayout]:
        page = QWidget()
        column = QVBoxLayout(page)
        edge = theme.px(16)
        column.setContentsMargins(edge, theme.px(8), edge, theme.px(8))
        column.setSpacing(theme.px(8))
        return page, column

    def _choosing(self) -> QWidget:
        page, column = self._page()
        self.table = LinesTable("来源", SOURCES, self._sitting.layout, "merge/sources")
        self.card = SectionCard("上报包在哪里", self.table, self._finding(), empty=NOTHING)
        self.slip = Slip()
        self.by_words = PasswordEdit()
        self.by_words.setPlaceholderText("用口令封的包才填")
        self.by_words.setAccessibleName("封包口令")
        self.by_words.setFixedWidth(theme.px(220))
        self.plan_button = tipped(
            "核对 Ctrl+Enter", "验签、拆封、逐条比对，先看结果，不改数据", self.go_on, "primary"
        )
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(label("口令", "label"))
        row.addWidget(self.by_words)
        row.addStretch(1)
        row.addWidget(button("返回 Esc", "", self.leave))
        row.addWidget(self.plan_button)
        column.addWidget(label("合并上报包", "heading"))
        column.addWidget(self.card, 1)
        column.addWidget(self.slip)
        column.addLayout(row)
        return page

    def _finding(self) -> QWidget:
        deeds = QWidget()
        row = QHBoxLayout(deeds)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(4))
        self.remove_button = tipped("移去", "选中的来源不合并（Delete）", self.remove, "quiet")
        for each in (
            tipped("再找U盘 F5", "找插着的U盘上的上报包（F5）", self.find_sticks, "quiet"),
            tipped("添加文件夹…", "放着上报包的文件夹（Ctrl+Shift+O）", self.add_folder, "quiet"),
            tipped("添加文件…", "一次可以选几个（Ctrl+O）", self.add_files, "quiet"),
            self.remove_button,
        ):
            row.addWidget(each)
        return deeds

    def _looking(self) -> QWidget:
        page, column = self._page()
        self.verdict = label("", "heading")
        self.plans = LinesTable("上报包", PLANS, self._sitting.layout, "merge/plans")
        self.plans.selectionModel().currentChanged.connect(lambda *_: self._show_one())
        self.told = label("", "", wrap=True)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.differences = LinesTable("与所报数字不符", DIFFERENCES, self._sitting.layout, "merge/differences")
        self.differing = SectionCard("按合并后的记录重算，与所报不符的数字", self.differences)
        self.back_button = button("返回 Esc", "", self.leave)
        self.receipt_button = tipped("写回执…", "把回执写到U盘带回", self.receipts_wanted.emit, "primary")
        self.merge_button = button("合并", "primary", self.go_on)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        self.left_out = label("", "", "amber", wrap=True)
        foot.addWidget(self.left_out, 1)
        for each in (self.back_button, self.receipt_button, self.merge_button):
            foot.addWidget(each)
        column.addWidget(self.verdict)
        column.addWidget(self.plans, 3)
        column.addWidget(self.told)
        column.addWidget(self.differing, 2)
        column.addLayout(foot)
        return page

    # -- where the packages lie

    def open(self) -> None:
        """Begin: what is plugged in is chosen unasked."""
        self.show_sources()
        self.find_sticks()

    def find_sticks(self) -> None:
        """Look for sticks with packages; what was added stays."""
        if self._stack.currentIndex() == CHOOSING:
            self._asked.ask(self._finds, self._add)

    def add_files(self) -> None:
        """Choose files."""
        if self._stack.currentIndex() == CHOOSING:
            self._look_at(self._sitting.ask.open_paths("选择上报包", PACKAGES))

    def add_folder(self) -> None:
        """Choose a folder."""
        if self._stack.currentIndex() == CHOOSING:
            folder = self._sitting.ask.folder_path("选择放上报包的文件夹")
            self._look_at([folder] if folder is not None else [])

    def _look_at(self, paths: list[Path]) -> None:
        if not paths:
            return
        self.slip.say("")
        self._asked.ask(
            lambda: [source(path) for path in paths], self._add, lambda error: self.slip.say(str(error))
        )

    def _add(self, found: list[Source]) -> None:
        known = {each.path for each in found}
        self.sources = [*(each for each in self.sources if each.path not in known), *found]
        self.show_sources()

    def remove(self) -> None:
        """Do not merge what is chosen."""
        at = self.table.currentIndex().row()
        if 0 <= at < len(self.sources):
            del self.sources[at]
            self.show_sources()

    def show_sources(self) -> None:
        """List where packages lie."""
        lines = [
            Shown((each.said, str(each.path), str(each.packages)), each, tips=str(each.path))
            for each in self.sources
        ]
        self.table.show_lines(lines)
        self.card.show_empty(not lines)
        self.card.set_count(f"共 {sum(each.packages for each in self.sources)} 个包" if lines else "")
        for each in (self.plan_button, self.remove_button):
            each.setEnabled(bool(lines))
        self.take_focus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and self._stack.currentIndex() == CHOOSING:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        self._look_at(paths)
        event.acceptProposedAction()

    # -- planning and merging

    def go_on(self) -> None:
        """Plan what was chosen, or merge what was planned."""
        if self._stack.currentIndex() == CHOOSING and self.sources:
            self._plan()
        elif self._stack.currentIndex() == LOOKING and not self.merged and sound(self.planned):
            self._merge()

    def _plan(self) -> None:
        place, paths, password = (
            self._sitting.place,
            [each.path for each in self.sources],
            words_of(self.by_words.text()),
        )

        def job(progress: Progress) -> list[Planned]:
            return plan(place, paths, password=password, progress=progress.step)

        self.slip.say("")
        self._stack.setCurrentIndex(WORKING)
        self.working.begin("正在核对上报包，不改数据", job, self._show_plan, self._not_planned)

    def _not_planned(self, error: Exception | None) -> None:
        self._stack.setCurrentIndex(CHOOSING)
        self.slip.say("已取消，没有改动任何数据。" if error is None else str(error))
        self.take_focus()

    def _show_plan(self, planned: list[Planned]) -> None:
        self._show(planned, merged=False)
        good, bad = len(sound(planned)), len(planned) - len(sound(planned))
        self.merge_button.setText(
            f"合并 {good} 个包 Ctrl+Enter" if not bad else f"只合并其余 {good} 个 Ctrl+Enter"
        )
        self.left_out.setText(f"△ 有 {bad} 个包不能合并，原因见上；其余的可以先合并。" if bad and good else "")

    def _merge(self) -> None:
        place, paths, password = self._sitting.place, sound(self.planned), words_of(self.by_words.text())

        def job(progress: Progress) -> list[Planned]:
            return merge(place, paths, password=password, progress=progress.step)

        self._stack.setCurrentIndex(WORKING)
        self.working.begin("正在合并，完成前不要拔U盘", job, self._show_merged, self._not_merged)

    def _not_merged(self, error: Exception | None) -> None:
        self._stack.setCurrentIndex(LOOKING)
        said = "已取消，没有改动任何数据。" if error is None else f"没有合并，数据没有改动。{error}"
        self.left_out.setText(said)
        self.take_focus()

    def _show_merged(self, planned: list[Planned]) -> None:
        faulty = [each for each in self.planned if each.fault]
        self._show([*planned, *faulty], merged=True)
        self.left_out.setText("")
        for code in REGISTERS:
            self._sitting.changed.emit(Changed(code, ()))
        self._sitting.said.emit(f"已合并 {len(planned)} 个上报包。")

    def _show(self, planned: list[Planned], *, merged: bool) -> None:
        self.planned, self.merged = sorted(planned, key=lambda each: not each.fault), merged
        tone, said = verdict(planned, merged=merged)
        theme.set_tone(self.verdict, tone)
        self.verdict.setText(said)
        self.plans.show_lines([plan_line(each, merged=merged) for each in self.planned])
        self.merge_button.setVisible(not merged)
        self.merge_button.setEnabled(bool(sound(planned)))
        self.receipt_button.setVisible(merged)
        self._stack.setCurrentIndex(LOOKING)
        self._show_one()
        self.take_focus()

    def _show_one(self) -> None:
        """Tell of the package one stands on."""
        at = self.plans.currentIndex().row()
        one = self.planned[at] if 0 <= at < len(self.planned) else None
        self.told.setText("\n".join(sentences(one)) if one is not None else "")
        lines = difference_lines(one) if one is not None else []
        self.differences.show_lines(lines)
        self.differing.set_count(f"{len(lines)} 处")
        self.differing.setVisible(bool(lines))

    # -- going

    def take_focus(self) -> None:
        """Put the focus on what is to be done next."""
        page = self._stack.currentIndex()
        target: QWidget = self.plan_button if self.plan_button.isEnabled() else self.table
        if page == LOOKING:
            target = self.plans
        elif page == WORKING:
            target = self.working.cancel_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Back: from the work by giving it up, from the preview to the choice, from the choice to the page."""
        if self.working.running:
            self.working.cancel()
        elif self._stack.currentIndex() == LOOKING and not self.merged:
            self._stack.setCurrentIndex(CHOOSING)
            self.take_focus()
        else:
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() == Qt.Key.Key_Delete and self._stack.currentIndex() == CHOOSING:
            self.remove()
        else:
            super().keyPressEvent(event)
