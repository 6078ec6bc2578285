"""Files as people attach them, and files as nobody should: pictures, PDFs, office files, invented in memory."""

import io
import random
import struct
import zipfile
import zlib
from typing import Any

from PIL import Image
from reportlab.pdfgen.canvas import Canvas

RED, BLUE = (200, 30, 30), (20, 40, 200)
UPRIGHT, LEFT_UP = 1, 6
"""EXIF orientations: as it is, and to be turned a quarter to the right."""


def photograph(width: int = 640, height: int = 480) -> Image.Image:
    """Noise, which no format makes small, with a red corner at the upper left and a blue one at the lower left."""
    made = Image.frombytes("RGB", (width, height), random.Random(7).randbytes(3 * width * height))
    side = min(width, height) // 5
    made.paste(RED, (0, 0, side, side))
    made.paste(BLUE, (0, height - side, side, height))
    return made


def encoded(picture: Image.Image, form: str, **options: Any) -> bytes:
    """The picture in that format."""
    held = io.BytesIO()
    picture.save(held, form, **options)
    return held.getvalue()


def camera_data(orientation: int = UPRIGHT) -> Image.Exif:
    """What a telephone writes into a photograph: its maker, where it was taken, how it was held."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "InventedMaker"
    exif.get_ifd(0x8825).update({1: "N", 2: (28.0, 50.0, 12.0), 3: "E", 4: (112.0, 55.0, 1.0)})
    return exif


def jpeg(width: int = 640, height: int = 480, *, orientation: int = UPRIGHT) -> bytes:
    """A photograph from a telephone."""
    exif = camera_data(orientation)
    return encoded(photograph(width, height), "JPEG", quality=90, exif=exif, comment=b"SecretComment", xmp=b"<x/>")


def png(width: int = 320, height: int = 240) -> bytes:
    """A picture from the screen."""
    return encoded(photograph(width, height), "PNG")


def line_scan(width: int = 2480, height: int = 3508) -> Image.Image:
    """A page in black and white, 300 dots to the inch."""
    made = Image.new("1", (width, height), 1)
    for line in range(200, height - 200, 120):
        made.paste(0, (200, line, width - 200, line + 3))
    return made


def pdf(*pages: tuple[float, float], password: str = "") -> bytes:
    """A PDF with pages of those sizes in points, one A4 page by default."""
    held = io.BytesIO()
    canvas = Canvas(held, encrypt=password or None, invariant=1)
    for number, size in enumerate(pages or ((595, 842),), 1):
        canvas.setPageSize(size)
        canvas.drawString(40, 40, f"page {number}")
        canvas.showPage()
    canvas.save()
    return held.getvalue()


PDF_WITHOUT_PAGES = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \n"
    b"trailer<</Root 1 0 R/Size 3>>\nstartxref\n101\n%%EOF\n"
)


def packed(**parts: bytes) -> bytes:
    """A ZIP with those parts; a double underscore in a name stands for a slash, a single one for a dot."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return held.getvalue()


def office(**parts: bytes) -> bytes:
    """An Office file with those parts."""
    held = io.BytesIO(packed(**parts))
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr("[Content_Types].xml", parts.get("types", b"<Types/>"))
    return held.getvalue()


def docx() -> bytes:
    """A text."""
    return office(word__document_xml=b"<w/>")


def xlsx() -> bytes:
    """A table."""
    return office(xl__workbook_xml=b"<x/>")


def ofd() -> bytes:
    """A paper in the state's own format."""
    return packed(OFD_xml=b"<ofd/>", Doc_0__Document_xml=b"<d/>")


def bomb(width: int = 100_000, height: int = 100_000) -> bytes:
    """The head of a PNG that would fill the memory, with a few bytes of pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts
