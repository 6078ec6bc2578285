"""Pages of a PDF as pictures, for the window and the printer; no Qt here."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from quyuan_desktop.domain.problems import Trouble

if TYPE_CHECKING:
    import pypdfium2

_PDFIUM = threading.RLock()  # PDFium may be used by one thread at a time only


@contextmanager
def opened(pdf: bytes) -> Iterator["pypdfium2.PdfDocument"]:
    """The document, for this thread alone while it is open; a second one may be opened beside it.

    Raises `Trouble` when it is damaged.
    """
    import pypdfium2  # loaded with the first page: the window opens before

    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as trouble:
            raise Trouble("文书文件已损坏，打不开。请打开原记录重新制作，或从备份恢复。") from trouble
        try:
            yield document
        finally:
            document.close()


def page_count(pdf: bytes) -> int:
    """How many pages `pdf` has. Raises `Trouble` when it is damaged."""
    with opened(pdf) as document:
        return len(document)


def page_size(pdf: bytes, index: int) -> tuple[float, float]:
    """Width and height in points of the page at `index` (from 0)."""
    with opened(pdf) as document:
        width, height = document[index].get_size()
        return float(width), float(height)


def render_page(pdf: bytes, index: int, dpi: float) -> tuple[int, int, bytes]:
    """The page at `index` (from 0) as (width, height, pixels): 4 bytes a pixel, B G R X, rows without gaps.

    That is what `QImage.Format_RGB32` holds on every computer we run on. Raises `Trouble` when the PDF is
    damaged, IndexError when there is no such page.
    """
    from pypdfium2.raw import FPDFBitmap_BGRx

    with opened(pdf) as document:
        if not 0 <= index < len(document):
            raise IndexError(f"no page {index} of {len(document)}")
        page = document[index]
        bitmap = page.render(scale=dpi / 72, force_bitmap_format=FPDFBitmap_BGRx)
        width, height, stride = bitmap.width, bitmap.height, bitmap.stride
        pixels = bytes(bitmap.buffer)
        page.close()
    if stride != width * 4:
        pixels = b"".join(pixels[row * stride : row * stride + width * 4] for row in range(height))
    return width, height, pixels


def extract_text(pdf: bytes) -> list[str]:
    """The text of each page in the order in which it is drawn, with plain line ends."""
    with opened(pdf) as document:
        texts = []
        for page in document:
            text_page = page.get_textpage()
            texts.append(text_page.get_text_bounded().replace("\r\n", "\n"))
            text_page.close()
            page.close()
        return texts
