"""What a person does with the preview of a paper, and what is read off it."""

from collections.abc import Callable
from pathlib import Path

import pypdfium2
from PySide6.QtPrintSupport import QPrinter
from sqlalchemy import select

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.storage.tables import Blob
from quyuan_desktop.ui.paper_view import PaperView
from quyuan_desktop.ui.printing import Printers
from quyuan_desktop.ui.sitting import Sitting

Settle = Callable[[], None]


FORM, RECEIPT = CONSULTATION.papers


class Tray(Printers):
    """Printers whose paper is a PDF file each."""

    def __init__(self, folder: Path, *names: str) -> None:
        self.folder = folder
        self.printers = list(names)
        self.broken = False
        self.jobs: list[Path] = []
        self.copies: list[QPrinter] = []

    def names(self) -> list[str]:
        return self.printers

    def open(self, name: str) -> QPrinter:
        if self.broken:
            raise Trouble(f"打印机“{name}”现在找不到。")
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        self.jobs.append(self.folder / f"{name}-{len(self.jobs)}.pdf")
        printer.setOutputFileName(str(self.jobs[-1]))
        self.copies.append(printer)
        return printer


Open = Callable[..., PaperView]


def kept_bytes(sitting: Sitting) -> list[bytes]:
    with sitting.place.ledger.reading() as session:
        return list(session.scalars(select(Blob.content)))


def paper_size(pdf: bytes | Path) -> tuple[int, int]:
    """Width and height of the first page in millimetres."""
    document = pypdfium2.PdfDocument(pdf)
    wide, high = document[0].get_size()
    document.close()
    return round(wide / 72 * 25.4), round(high / 72 * 25.4)
