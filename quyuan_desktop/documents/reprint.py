"""重印: the stored paper byte for byte, and after it an update (ISO 32000-1 §7.5.6) that shows the mark.

Every page drawn by `Paper` shows an empty form; the update says anew what that form shows, and brings the
font for it. The original is what comes before, so its hash can still be checked.
"""

import hashlib
import re
import zlib

from quyuan_desktop.documents.fonts import Face, registered, runs, width
from quyuan_desktop.documents.page import MM, OUTER, REPRINT_FORM, SIZE_5
from quyuan_desktop.domain.problems import Trouble

_FORM = re.compile(rb"/FormXob\.%s (\d+) 0 R" % REPRINT_FORM.encode())
_BOX = re.compile(rb"/BBox \[\s*0 0 ([\d.]+) ([\d.]+)\s*\]")
_HIGH = 6.0  # millimetres
_FROM_EDGE = 12.0  # millimetres: right edge of the mark; its top is 4.5 below the edge of the paper


def mark_reprint(pdf: bytes, times: int, note: str = "") -> bytes:
    """`pdf` as it was issued, marked on every page 「重印（第 `times` 次）」 with a short `note` behind it.

    `pdf` is a prefix of the result.

    Raises `Trouble` for a PDF that is damaged or was not drawn by `Paper`, ValueError for `times` below 1.
    """
    if times < 1:
        raise ValueError(f"a reprint is the first at least, not {times}")
    try:
        form, wide, high = _placeholder(pdf)
        start, trailer = _trailer(pdf)
        size = int(_entry(trailer, rb"Size (\d+)"))
    except (LookupError, ValueError) as trouble:
        raise Trouble(
            "这份文书已损坏，或者不是本程序制作的，不能加「重印」标记。请从备份恢复后再试，或打开原记录重新制作。"
        ) from trouble
    text = f"重印（第{times}次）{note}"
    codes = [0, *sorted(set(map(ord, text)))]
    objects = {form: _mark(text, codes, wide, high, size), **_font(codes, size)}
    return pdf + _update(objects, start, trailer, size, len(pdf), hashlib.md5(pdf + text.encode()).hexdigest())


def _placeholder(pdf: bytes) -> tuple[int, float, float]:
    """Object number of the empty form, and the size of its page in points."""
    numbers = {int(number) for number in _FORM.findall(pdf)}
    if len(numbers) != 1:
        raise LookupError("no form to mark")
    number = numbers.pop()
    at = pdf.index(b"\n%d 0 obj" % number)
    box = _BOX.search(pdf, at, at + 400)
    if box is None:
        raise LookupError("no box to mark")
    return number, float(box[1]), float(box[2])


def _trailer(pdf: bytes) -> tuple[int, bytes]:
    """Offset of the last cross-reference table, and its trailer."""
    start = int(_entry(pdf[pdf.rindex(b"startxref") :], rb"startxref\s+(\d+)\s+%%EOF"))
    return start, pdf[pdf.index(b"trailer", start) : pdf.index(b"startxref", start)]


def _entry(source: bytes, pattern: bytes) -> bytes:
    found = re.search(pattern, source)
    if found is None:
        raise LookupError(pattern)
    return found[1]


def _stream(entries: str, content: bytes) -> bytes:
    packed = zlib.compress(content)
    head = f"<< {entries} /Filter /FlateDecode /Length {len(packed)} >>\nstream\n"
    return head.encode() + packed + b"\nendstream"


def _mark(text: str, codes: list[int], wide: float, high: float, font: int) -> bytes:
    """The form as it shows the mark: the words in a frame, top right."""
    room = width(text, Face.SONG, SIZE_5) + 3 * MM
    x, y = wide - _FROM_EDGE * MM - room, high - (4.5 + _HIGH) * MM
    shown = bytes(codes.index(ord(character)) for character in text).hex()
    baseline = y + _HIGH * MM / 2 - 0.38 * SIZE_5
    content = (
        f"q {OUTER} w {x:.2f} {y:.2f} {room:.2f} {_HIGH * MM:.2f} re S "
        f"BT /R {SIZE_5} Tf 1 0 0 1 {x + 1.5 * MM:.2f} {baseline:.2f} Tm <{shown}> Tj ET Q"
    )
    entries = (
        f"/Type /XObject /Subtype /Form /FormType 1 /BBox [0 0 {wide} {high}] "
        f"/Resources << /Font << /R {font} 0 R >> /ProcSet [/PDF /Text] >>"
    )
    return _stream(entries, content.encode())


def _font(codes: list[int], first: int) -> dict[int, bytes]:
    """The glyphs of the mark as a font of its own: objects `first` to `first` + 3."""
    face = registered(runs("重", Face.SONG)[0][0]).face
    name = f"AAAAAA+{face.name.decode()}"
    glyphs = face.makeSubset(codes)
    widths = " ".join(f"{face.getCharWidth(code):g}" for code in codes)
    box = " ".join(f"{edge:g}" for edge in face.bbox)
    font = (
        f"<< /Type /Font /Subtype /TrueType /BaseFont /{name} /FirstChar 0 /LastChar {len(codes) - 1} "
        f"/Widths [{widths}] /FontDescriptor {first + 1} 0 R /ToUnicode {first + 3} 0 R >>"
    )
    described = (
        f"<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [{box}] /ItalicAngle 0 "
        f"/Ascent {face.ascent:g} /Descent {face.descent:g} /CapHeight {face.capHeight:g} "
        f"/StemV {face.stemV} /FontFile2 {first + 2} 0 R >>"
    )
    from reportlab.pdfbase.ttfonts import makeToUnicodeCMap

    return {
        first: font.encode(),
        first + 1: described.encode(),
        first + 2: _stream(f"/Length1 {len(glyphs)}", glyphs),
        first + 3: _stream("", makeToUnicodeCMap(name, codes).encode()),
    }


def _update(objects: dict[int, bytes], start: int, trailer: bytes, size: int, offset: int, digest: str) -> bytes:
    """The appended section: objects, their cross-references, a trailer that leads to the one before."""
    body, references = b"\n", []
    for number, content in sorted(objects.items()):
        references.append(f"{number} 1\n{offset + len(body):010d} 00000 n \n")
        body += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    root, info = _entry(trailer, rb"/Root (\d+ 0 R)").decode(), _entry(trailer, rb"/Info (\d+ 0 R)").decode()
    first = _entry(trailer, rb"/ID\s*\[\s*<([0-9a-fA-F]*)>").decode()
    table = "xref\n" + "".join(references)
    end = (
        f"trailer\n<< /Size {max(*objects, size - 1) + 1} /Root {root} /Info {info} /Prev {start} "
        f"/ID [<{first}> <{digest}>] >>\nstartxref\n{offset + len(body)}\n%%EOF\n"
    )
    return body + (table + end).encode()
