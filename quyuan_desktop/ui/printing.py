"""Printers: which there are, which one was used for a paper size, and putting a paper's pages on one."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSettings
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.services import papers
from quyuan_desktop.services.papers import PageImage
from quyuan_desktop.ui.pages_view import POINTS_PER_INCH, as_image

DPI = 300
SIZES = {"A3": QPageSize.PageSizeId.A3, "A4": QPageSize.PageSizeId.A4, "A5": QPageSize.PageSizeId.A5}
NO_PRINTER = "这台电脑没有可用的打印机。请接好打印机、在系统设置里添加后再打印，或先“另存为 PDF”。"


class Printers:
    """The printers of this computer. A test passes in one of its own making."""

    def names(self) -> list[str]:
        """All printers, the computer's usual one first."""
        usual = QPrinterInfo.defaultPrinterName()
        return sorted(QPrinterInfo.availablePrinterNames(), key=lambda name: (name != usual, name))

    def open(self, name: str) -> QPrinter:
        """The printer called `name`. Raises Trouble when it is gone."""
        if QPrinterInfo.printerInfo(name).isNull():
            raise Trouble(f"打印机“{name}”现在找不到。请检查它是否接好、开机，或另选一台。")
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPrinterName(name)
        return printer


def remembered_printer(layout: QSettings, size: str, names: list[str]) -> str:
    """The printer last used for paper of this `size`, else the usual one; empty when there is none."""
    kept = str(layout.value(f"print/{size}", ""))
    return kept if kept in names else (names[0] if names else "")


def remember_printer(layout: QSettings, size: str, name: str) -> None:
    """Next time offer `name` first for paper of this `size`."""
    layout.setValue(f"print/{size}", name)


@dataclass(frozen=True, slots=True)
class Order:
    """How a paper is to be printed. `title` names the job to the printer and tells nobody's name."""

    size: str
    copies: int
    title: str


def print_pdf(pdf: bytes, printer: QPrinter, order: Order, step: Callable[[str, int, int], None]) -> None:
    """Put all pages of `pdf` on the printer, in their true size; `step` tells how far and may raise.

    For the worker. Raises Trouble when the printer gives no answer.
    """
    _set_up(printer, order, papers.page_image(pdf, 0, POINTS_PER_INCH))
    name = printer.printerName() or "PDF"
    gone = f"打印机“{name}”没有响应，文书没有打出来。请检查纸张和连线后再打印，或先“另存为 PDF”。"
    painter = QPainter()
    if not painter.begin(printer):
        raise Trouble(gone)
    whole = False
    try:
        count = papers.pages(pdf)
        for at in range(count):
            step(f"打印第 {at + 1} 页", at, count)
            if at and not printer.newPage():
                raise Trouble(gone)
            image = as_image(papers.page_image(pdf, at, DPI))
            scale = printer.resolution() / DPI
            painter.drawImage(QRectF(0, 0, image.width() * scale, image.height() * scale), image)
        whole = True
    finally:
        if not whole:
            printer.abort()
        ended = painter.end()
    if not ended or printer.printerState() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted):
        raise Trouble(gone)


def _set_up(printer: QPrinter, order: Order, first: PageImage) -> None:
    printer.setDocName(order.title)
    printer.setResolution(DPI)
    printer.setFullPage(True)
    printer.setPageSize(QPageSize(SIZES[order.size]))
    wide = first.width > first.height
    printer.setPageOrientation(QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait)
    printer.setCopyCount(order.copies)
