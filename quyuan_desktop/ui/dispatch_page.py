"""上报区局: what has not gone yet, the batches and what became of them, what came back; to the stick and from it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from quyuan_desktop.domain.standing import Standing
from quyuan_desktop.services.dispatch_desk import Batch, DispatchView, Waiting, dispatch_view
from quyuan_desktop.services.drives import drives
from quyuan_desktop.services.handover import handover_pdf
from quyuan_desktop.services.workplace import Changed
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.answering_keys import answer_keys
from quyuan_desktop.ui.dialogs.export import Export
from quyuan_desktop.ui.dialogs.pairing import PairingDialog
from quyuan_desktop.ui.dialogs.receipt import TakeReceipt
from quyuan_desktop.ui.dialogs.village_roll import VillageRoll
from quyuan_desktop.ui.dispatch_head import DispatchHead
from quyuan_desktop.ui.drive_choice import Finds
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.lines_table import Head, LinesTable, Shown
from quyuan_desktop.ui.paper_side import tipped
from quyuan_desktop.ui.paper_source import Document
from quyuan_desktop.ui.paper_view import PaperView
from quyuan_desktop.ui.printing import Printers
from quyuan_desktop.ui.returned_list import ReturnedList
from quyuan_desktop.ui.section_card import SectionCard
from quyuan_desktop.ui.sitting import Sitting

SHOWN = (Standing.UNSENT, Standing.SENT, Standing.RETURNED, Standing.CLASH, Standing.RECEIVED)
WAITING = (Head("登记簿", 0), *(Head(each.label, 4, right=True) for each in SHOWN))
BATCHES = (
    Head("批次", 5),
    Head("月份", 5),
    Head("时间", 9),
    Head("记录", 4, right=True),
    Head("状态", 0),
)
STATE = 4
LEFT = 30
"""Characters that the left table takes at the least."""
NO_BATCH = "还没有上报过。插好U盘，按“上报到U盘”（Ctrl+E）。"
NO_RECORD = "还没有登记过。登记的记录都列在这里，按登记簿数。"


class DispatchPage(QWidget):
    """The page of an office. A record is asked for by `sitting.wanted`, a list by `sitting.listed`."""

    def __init__(self, sitting: Sitting, printers: Printers | None = None, finds: Finds = drives) -> None:
        super().__init__()
        self._sitting, self._finds = sitting, finds
        self._printers = printers or Printers()
        self._asked = Latest(self, sitting.tasks)
        self._stale = True
        self.view: DispatchView | None = None
        self.head = DispatchHead()
        self.returned = ReturnedList()
        self.waiting = LinesTable("各登记簿的上报情况", WAITING, sitting.layout, "dispatch/waiting")
        self.batches = LinesTable("上报的批次", BATCHES, sitting.layout, "dispatch/batches")
        self.sheet_button = tipped(
            "交接单 Ctrl+P", "预览、打印选中一批的交接单（Ctrl+P）", self.print_sheet, "quiet"
        )
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.batches)

    # -- built once

    def _lay_out(self) -> None:
        ground = QWidget()
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        body = QVBoxLayout()
        edge = theme.px(16)
        body.setContentsMargins(edge, edge, edge, edge)
        body.setSpacing(edge)
        self.returned_card = SectionCard("退回与冲突", self.returned)
        self.returned_card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.returned_card.hide()
        self.waiting_card = SectionCard("上报情况", self.waiting, empty=NO_RECORD)
        self.batches_card = SectionCard("批次", self.batches, self.sheet_button, empty=NO_BATCH)
        row = QHBoxLayout()
        row.setSpacing(edge)
        row.addWidget(self.waiting_card, 2)
        row.addWidget(self.batches_card, 3)
        body.addWidget(self.returned_card)
        body.addLayout(row, 1)
        column.addLayout(body, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(ground)
        self._fit()

    def _fit(self) -> None:
        """Sizes that follow the size of type."""
        self.waiting_card.setMinimumWidth(self.fontMetrics().horizontalAdvance("字") * LEFT)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "waiting_card"):
            self._fit()

    def _connect(self) -> None:
        self.head.wanted.connect(self.do)
        self.returned.opened.connect(lambda each: self._sitting.wanted.emit(each.register, each.uid))
        self.waiting.opened.connect(self._open_list)
        self.batches.opened.connect(lambda batch: self.print_sheet())
        self.batches.selectionModel().currentChanged.connect(lambda *_: self._enable())
        self._sitting.changed.connect(self._note_change)
        answer_keys(
            self,
            ("Ctrl+E", lambda: self.do("export")),
            ("Ctrl+I", lambda: self.do("receive")),
            ("Ctrl+P", self.print_sheet),
        )

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
        """Ask anew how all stands."""
        self._stale = False
        place = self._sitting.place
        self._asked.ask(lambda: dispatch_view(place), self.show_view)

    def show_view(self, view: DispatchView) -> None:
        """Show this."""
        first, self.view = self.view is None, view
        self.head.show_view(view)
        self.returned.show_returned(view.returned)
        self.returned_card.set_count(f"{len(view.returned)} 条，按回车打开")
        self.returned_card.setVisible(bool(view.returned))
        kept = self.batches.currentIndex().row()
        self.waiting.show_lines([_waiting_line(each) for each in view.waiting])
        self.waiting_card.set_count(_how_many(view))
        self.waiting_card.show_empty(not view.waiting)
        self.batches.show_lines([_batch_line(each) for each in view.batches])
        if 0 < kept < len(view.batches):
            self.batches.selectRow(kept)
        self.batches_card.show_empty(not view.batches)
        self._enable()
        if first and self.isAncestorOf(self.focusWidget() or self.window()):
            self.take_focus()

    def _enable(self) -> None:
        batch = self.chosen()
        self.sheet_button.setEnabled(batch is not None and batch.whole)

    def chosen(self) -> Batch | None:
        """The batch one stands on."""
        at = self.batches.currentIndex()
        lines: Sequence[Shown] = self.batches.lines.lines
        return lines[at.row()].what if at.isValid() and at.row() < len(lines) else None

    def take_focus(self) -> None:
        """Put the focus on what is to be done first: what came back, else the main button."""
        shown = self._stack.currentWidget()
        if isinstance(shown, PaperView):
            target: QWidget = shown
        elif self.view is not None and self.view.returned:
            target = self.returned
        else:
            target = self.head.export
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_list(self, waiting: Waiting) -> None:
        """The list of what is to be done about first."""
        asks = (Standing.UNSENT, Standing.RETURNED, Standing.CLASH)
        self._sitting.listed.emit(
            waiting.register, next((each for each in asks if waiting.counts.get(each)), None)
        )

    # -- deeds

    def do(self, code: str) -> None:
        """What the buttons and keys ask for: export, receive, pair, villages."""
        if self._stack.currentIndex() == 0 and self.view is not None:
            deeds = {
                "export": self._export,
                "receive": self._receive,
                "pair": self._pair,
                "villages": self._villages,
            }
            deeds[code](self.view)

    def _export(self, view: DispatchView) -> None:
        dialog = Export(self._sitting, view, self, self._finds)
        dialog.printing.connect(self.show_sheet)
        dialog.finished.connect(lambda _: self.take_focus())
        dialog.open()

    def _receive(self, view: DispatchView) -> None:
        dialog = TakeReceipt(self._sitting, self, self._finds)
        dialog.opened.connect(self._sitting.wanted)
        dialog.rejected.connect(self.take_focus)
        dialog.open()

    def _pair(self, view: DispatchView) -> None:
        PairingDialog(self._sitting, self, self._finds).open()

    def _villages(self, view: DispatchView) -> None:
        dialog = VillageRoll(self._sitting, self)
        dialog.finished.connect(lambda _: self.take_focus())
        dialog.open()

    # -- the sheet

    def print_sheet(self) -> None:
        """Look at the hand-over sheet of the batch one stands on."""
        batch = self.chosen()
        if batch is not None and batch.whole:
            self.show_sheet(batch.number)

    def show_sheet(self, number: int) -> None:
        """Look at the hand-over sheet of a batch."""
        if self._stack.currentIndex() != 0:
            return
        place = self._sitting.place
        name = f"{place.office.name}-交接单-第{number:04d}批.pdf"
        source = Document(f"交接单　第{number}批", name, lambda: handover_pdf(place, number))
        view = PaperView(self._sitting, source, self._printers)
        view.closed.connect(lambda: self._put_away(view))
        self._stack.addWidget(view)
        self._stack.setCurrentWidget(view)
        view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_away(self, view: PaperView) -> None:
        self._stack.setCurrentIndex(0)
        self._stack.removeWidget(view)
        view.deleteLater()
        self.batches.setFocus(Qt.FocusReason.OtherFocusReason)


def _how_many(view: DispatchView) -> str:
    return f"未报 {view.unsent} 条" if view.unsent else "✓ 都报过了"


def _waiting_line(each: Waiting) -> Shown:
    counts = (str(each.counts.get(standing, 0) or "") for standing in SHOWN)
    return Shown((each.label, *counts), each, quiet=not each.unsent)


def _batch_line(each: Batch) -> Shown:
    texts = (
        f"第{each.number}批",
        each.month,
        f"{each.at:%Y-%m-%d %H:%M}",
        str(each.records) if each.whole else "",
        each.state,
    )
    tips = f"{each.state}　经办 {each.by}"
    if each.whole:
        tips = f"{each.name}\n{tips}\n{each.revisions} 次修改，文书 {each.papers} 份\n指纹 {each.digest}"
    return Shown(texts, each, quiet=not each.whole, tips=tips, tone=each.tone, toned=STATE)
