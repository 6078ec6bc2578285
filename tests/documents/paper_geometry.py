"""What lies where on a drawn page: texts, lines and QR codes as boxes in millimetres, and what collides."""

import ctypes
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as raw

MM = 72 / 25.4
TOUCH = 0.1  # millimetres that boxes of glyphs may share
MARGIN = 4.0  # millimetres at the edge that no office printer reaches


@dataclass(frozen=True)
class Box:
    """A thing on a page: edges in millimetres, y downwards; `text` of a text, `segments` of a path."""

    left: float
    top: float
    right: float
    bottom: float
    text: str = ""
    segments: int = 0

    def meets(self, other: "Box") -> bool:
        return (
            self.left + TOUCH < other.right
            and other.left + TOUCH < self.right
            and self.top + TOUCH < other.bottom
            and other.top + TOUCH < self.bottom
        )

    @property
    def thin(self) -> bool:
        return min(self.right - self.left, self.bottom - self.top) < 0.7


@dataclass(frozen=True)
class Page:
    width: float
    height: float
    texts: list[Box]
    lines: list[Box]
    codes: list[Box]


def pages_of(pdf: bytes) -> Iterator[Page]:
    """Every page of `pdf` with what is drawn on it, forms within included."""
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        width, height = page.get_size()
        found = Page(width / MM, height / MM, [], [], [])
        text_page = page.get_textpage()
        for item in page.get_objects(max_depth=5):
            left, bottom, right, top = item.get_bounds()
            edges = (left / MM, (height - top) / MM, right / MM, (height - bottom) / MM)
            if item.type == raw.FPDF_PAGEOBJ_TEXT:
                if text := _text(item, text_page).strip():
                    found.texts.append(Box(*edges, text=text))
            elif item.type == raw.FPDF_PAGEOBJ_PATH:
                box = Box(*edges, segments=raw.FPDFPath_CountSegments(item.raw))
                if box.segments > 100:
                    found.codes.append(box)
                elif box.thin:
                    found.lines.append(box)
                else:
                    found.lines.extend(_edges(box))
        yield found
    document.close()


def _edges(box: Box) -> Iterator[Box]:
    """The four sides of a rectangle as lines."""
    for x in (box.left, box.right):
        yield Box(x - 0.1, box.top, x + 0.1, box.bottom)
    for y in (box.top, box.bottom):
        yield Box(box.left, y - 0.1, box.right, y + 0.1)


def _text(item: pypdfium2.PdfObject, text_page: pypdfium2.PdfTextPage) -> str:
    size = raw.FPDFTextObj_GetText(item.raw, text_page.raw, None, 0)
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    raw.FPDFTextObj_GetText(item.raw, text_page.raw, buffer, size)
    return bytes(buffer).decode("utf-16-le").rstrip("\0")


def collisions(pdf: bytes) -> list[str]:
    """Texts that lie on other texts, on lines or codes, or too near the edge of the paper."""
    found = []
    for number, page in enumerate(pages_of(pdf), 1):
        for text in page.texts:
            if min(text.left, text.top, page.width - text.right, page.height - text.bottom) < MARGIN:
                found.append(f"page {number}: {text.text[:30]} is at the edge")
        things = sorted((*page.texts, *page.lines, *page.codes), key=lambda box: box.top)
        for at, thing in enumerate(things):
            for other in things[at + 1 :]:
                if other.top > thing.bottom:
                    break
                if (thing.text or other.text) and thing.meets(other):
                    found.append(f"page {number}: {thing} meets {other}")
    return found


def fonts_not_embedded(pdf: bytes) -> set[str]:
    """Names of fonts that a text uses and the file does not bring."""
    missing = set()
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        for item in page.get_objects(max_depth=5):
            if item.type == raw.FPDF_PAGEOBJ_TEXT:
                font = raw.FPDFTextObj_GetFont(item.raw)
                if raw.FPDFFont_GetIsEmbedded(font) != 1:
                    name = ctypes.create_string_buffer(200)
                    raw.FPDFFont_GetBaseFontName(font, name, 200)
                    missing.add(name.value.decode())
    document.close()
    return missing


def contents(pdf: bytes) -> Iterator[str]:
    """Every stream of `pdf` that is text: pages, forms, character maps."""
    for packed in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            yield zlib.decompress(packed).decode("ascii")
        except (zlib.error, UnicodeDecodeError):
            continue


def shown_codes(pdf: bytes) -> list[bytes]:
    """The bytes of every string that a content stream of `pdf` shows; 0 is no glyph."""
    return [bytes.fromhex(codes) for content in contents(pdf) for codes in re.findall("<([0-9a-f]*)> Tj", content)]
