"""The drawing vocabulary of every paper: pages in millimetres from the top left corner, lines, text, QR, seal.

Text is drawn on the canvas directly, never as markup: what people typed prints letter for letter.
"""

import hashlib
import threading
import zlib
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any, Literal

from quyuan_desktop.documents.fonts import Face, registered, runs, tidy, width
from quyuan_desktop.documents.wrap import Line
from quyuan_desktop.domain.problems import Trouble

MM = 72 / 25.4  # points in a millimetre
OUTER = 0.5  # points: the frame of a table
INNER = 0.25  # points: the lines within
SEAL = 42.0  # millimetres: diameter of an office's round seal
PROGRAM = "屈原司法所工作台"
REPRINT_FORM = "Reprint"  # drawn on every page and empty; a reprint says anew what it shows

# Sizes of type in points, by their names in the office.
TITLE_SIZE, SMALL_TITLE, SIZE_4, SMALL_4, SIZE_5, SMALL_5, SIZE_6 = 22.0, 18.0, 14.0, 12.0, 10.5, 9.0, 7.5

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Size:
    """Paper in millimetres, with the margins of its table: left (订口), right."""

    width: float
    height: float
    left: float
    right: float

    @property
    def room(self) -> float:
        """Width between the margins, in millimetres."""
        return self.width - self.left - self.right


A4 = Size(210, 297, left=28, right=22)  # 订口 of GB/T 9704-2012; the right gives way to the table
A3 = Size(297, 420, left=20, right=20)
A5 = Size(148, 210, left=14, right=12)
A4_LANDSCAPE = Size(297, 210, left=20, right=20)


@dataclass(frozen=True, slots=True)
class _Text:
    x: float
    y: float
    size: float
    spacing: float
    pieces: list[tuple[str, str]]


class Paper:
    """A PDF being drawn, page after page. The same calls give the same bytes.

    `x` and `y` are millimetres from the top left corner; a text's `y` is its baseline. Sizes of type and
    weights of lines are points.
    """

    def __init__(self, size: Size, title: str, office: str, made: datetime) -> None:
        """`made` (with its zone) is the time of issue that the PDF states; no clock is read."""
        from reportlab.pdfgen.canvas import Canvas  # loaded with the first paper: the window opens before

        self.size = size
        self._file = BytesIO()
        page = size.width * MM, size.height * MM
        font, _ = runs("第", Face.SONG)[0]  # reportlab begins every page with it; its own choice is not embedded
        self._canvas = Canvas(self._file, pagesize=page, invariant=1, pageCompression=1, initialFontName=font)
        self._canvas.setProducer(PROGRAM)
        self._canvas.setTitle(tidy(title))
        self._canvas.setAuthor(tidy(office))
        self._canvas.setCreator(PROGRAM)
        self._canvas.setSubject(tidy(title))
        self._canvas.setCatalogEntry("Lang", "zh-CN")
        _date(self._canvas, made)
        self._texts: list[_Text] = []
        self._stencils: dict[Hashable, str] = {}
        self._weight = -1.0
        with self._form(REPRINT_FORM):
            pass

    def write(
        self,
        x: float,
        y: float,
        text: str,
        face: Face = Face.SONG,
        size: float = SMALL_4,
        align: Align = "left",
        spacing: float = 0.0,
        room: float = 0.0,
    ) -> None:
        """One line of text at, around or up to `x`; `spacing` (points) goes between its characters.

        With `room` (millimetres) a text that is wider becomes smaller. Raises `Trouble` for a character that
        no font has.
        """
        pieces = runs(text, face)
        left = x * MM
        if room or align != "left":
            wide = sum(width(piece, face, size) + spacing * len(piece) for _, piece in pieces) - spacing
            if room and wide > room * MM:
                shrunk = room * MM / wide
                size, spacing, wide = size * shrunk, spacing * shrunk, room * MM
            if align != "left":
                left -= wide if align == "right" else wide / 2
        self._texts.append(_Text(left, self._up(y), size, spacing, pieces))

    def write_lines(
        self,
        x: float,
        y: float,
        lines: Sequence[Line],
        face: Face,
        size: float,
        leading: float,
        room: float = 0.0,
        indent: float = 0.0,
        opens: bool = True,
    ) -> None:
        """`lines` from `wrap`, the first with its baseline at `y`, each `leading` points below the last.

        With `room` (points) lines that go on are stretched to it, by a little. `indent` (points) is where the
        first line of each paragraph begins; the first line of all too if it `opens` one.
        """
        left, at = x * MM, self._up(y)
        for line in lines:
            shift = indent if opens else 0.0
            spacing = 0.0
            if room and not line.ends and len(line.text) > 1:
                spacing = (room - shift - line.width) / (len(line.text) - 1)
                if spacing > 0.15 * size:
                    spacing = 0.0
            self._texts.append(_Text(left + shift, at, size, spacing, runs(line.text, face)))
            at -= leading
            opens = line.ends

    def rule(self, x1: float, y1: float, x2: float, y2: float, weight: float = INNER) -> None:
        """A straight line of `weight` points."""
        if weight != self._weight:
            self._canvas.setLineWidth(weight)
            self._weight = weight
        self._canvas.line(x1 * MM, self._up(y1), x2 * MM, self._up(y2))

    def box(self, x: float, y: float, wide: float, high: float, weight: float = OUTER) -> None:
        """A rectangle whose top left corner is at `x`, `y`."""
        if weight != self._weight:
            self._canvas.setLineWidth(weight)
            self._weight = weight
        self._canvas.rect(x * MM, self._up(y + high), wide * MM, high * MM)

    def shade(self, x: float, y: float, wide: float, high: float, grey: float = 0.94) -> None:
        """A light ground behind the heads of a table; 1.0 is white."""
        self._canvas.setFillGray(grey)
        self._canvas.rect(x * MM, self._up(y + high), wide * MM, high * MM, stroke=0, fill=1)
        self._canvas.setFillGray(0)

    def tear_line(self, y: float, gap: float = 0.0) -> None:
        """A broken line from edge to edge, to tear or cut along, with a `gap` in the middle."""
        self._canvas.saveState()
        self._canvas.setDash(3, 2)
        half = (self.size.width - gap) / 2
        self.rule(0, y, half, y, OUTER)
        self.rule(self.size.width, y, self.size.width - half, y, OUTER)
        self._canvas.restoreState()
        self._weight = -1.0

    def code(self, x: float, y: float, side: float, modules: int, path: str) -> None:
        """A part of a QR code (`frame` or `data`), `side` millimetres wide, without its quiet zone."""
        unit = side * MM / modules
        place = f"{unit:.4f} 0 0 {unit:.4f} {x * MM:.3f} {self._up(y + side):.3f}"
        self._canvas.addLiteral(f"q {place} cm\n{path}f Q")

    def picture(self, x: float, y: float, wide: float, high: float, content: bytes) -> None:
        """A photograph (JPEG or PNG) in the middle of `wide` × `high` millimetres, whole and undistorted.

        Raises `Trouble` when it is no picture.
        """
        from reportlab.lib.utils import ImageReader

        try:
            image = ImageReader(BytesIO(content))
            across, down = image.getSize()
        except (OSError, ValueError, SyntaxError) as trouble:
            raise Trouble("照片已损坏，印不出来。请打开记录换一张照片。") from trouble
        scale = min(wide * MM / across, high * MM / down)
        left = x * MM + (wide * MM - across * scale) / 2
        bottom = self._up(y + high) + (high * MM - down * scale) / 2
        self._canvas.drawImage(image, left, bottom, across * scale, down * scale)

    def stencil(self, key: Hashable, draw: Callable[[], None]) -> None:
        """What `draw` draws, kept once in the file for all the pages that ask for the same `key`."""
        name = self._stencils.get(key)
        if name is None:
            name = self._stencils[key] = f"Stencil{len(self._stencils)}"
            with self._form(name):
                draw()
        self._canvas.doForm(name)

    @contextmanager
    def _form(self, name: str) -> Iterator[None]:
        texts, weight = self._texts, self._weight
        self._texts, self._weight = [], -1.0
        self._canvas.beginForm(name)
        yield
        self._flush()
        self._canvas.endForm()
        self._texts, self._weight = texts, weight

    def end_page(self, page: int = 1, pages: int = 1) -> None:
        """Ends the page; it is numbered at the foot only when the paper has more than one."""
        if pages > 1:
            middle = self.size.left + self.size.room / 2
            self.write(middle, self.size.height - 6, page_number(page, pages), size=SMALL_5, align="center")
        self._flush()
        self._canvas.doForm(REPRINT_FORM)
        self._canvas.showPage()
        self._weight = -1.0

    def finish(self) -> bytes:
        """The whole PDF; nothing can be drawn after it."""
        with _plain_streams():
            self._canvas.save()
        return self._file.getvalue()

    def _up(self, y: float) -> float:
        """Millimetres from the top as points from the bottom."""
        return (self.size.height - y) * MM

    def _flush(self) -> None:
        """Draws what was written since the last time, as one text object.

        reportlab's own text object would do, at three times the cost.
        """
        if not self._texts:
            return
        document, operators = self._canvas._doc, ["BT"]
        font, used, spaced = "", ("", 0.0), 0.0
        for text in self._texts:
            operators.append(f"1 0 0 1 {text.x:.2f} {text.y:.2f} Tm")
            if text.spacing != spaced:
                spaced = text.spacing
                operators.append(f"{spaced:.3f} Tc")
            for name, piece in text.pieces:
                for internal, codes in registered(name).operators(piece, document):
                    if used != (internal, text.size):
                        used = internal, text.size
                        if (chosen := f"{internal} {text.size:.4g} Tf") != font:
                            font = chosen
                            operators.append(font)
                    operators.append(f"<{codes}> Tj")
        operators.append("0 Tc ET" if spaced else "ET")
        drawn = "\n".join(operators)
        self._canvas.addLiteral(drawn)
        document.updateSignature(drawn)
        self._texts.clear()


def page_number(page: int, pages: int) -> str:
    """The number of a page as offices write it."""
    return f"第 {page} 页 共 {pages} 页"


@dataclass(frozen=True, slots=True)
class _Stamp:
    """A time as reportlab wants it: date and time of day, hours and minutes ahead of UTC."""

    YMDhms: tuple[int, ...]
    dhh: int
    dmm: int


def _date(canvas: Any, made: datetime) -> None:
    """Dates the file. reportlab takes the time from the clock, or with `invariant` the year 2000, and from
    the environment (SOURCE_DATE_EPOCH) into the file's identifier."""
    ahead = made.utcoffset()
    if ahead is None:
        raise ValueError("the time of issue needs its zone")
    hours, minutes = divmod(ahead // timedelta(minutes=1), 60)
    canvas._doc._timeStamp = _Stamp(made.timetuple()[:6], hours, minutes)
    canvas._doc.signature = hashlib.md5(usedforsecurity=False)


@contextmanager
def _plain_streams() -> Iterator[None]:
    """Compressed streams as they are: reportlab's ASCII85 makes files a quarter larger and slower.

    Pages are compressed quickly, which makes them a little larger; fonts, most of a file, as well as can be. Both are
    settings for the whole process, so that only one paper at a time may be finished.
    """
    from reportlab import rl_config
    from reportlab.pdfbase import pdfdoc

    with _FINISHING:
        before = rl_config.useA85, pdfdoc.PDFZCompress
        rl_config.useA85, pdfdoc.PDFZCompress = 0, _Compressed()
        try:
            yield
        finally:
            rl_config.useA85, pdfdoc.PDFZCompress = before


class _Compressed:
    """What reportlab asks of a filter of streams."""

    pdfname = "FlateDecode"

    def encode(self, content: str | bytes) -> bytes:
        """`content`, compressed."""
        plain = content.encode() if isinstance(content, str) else content
        return zlib.compress(plain, 1 if len(plain) < _PAGE else 6)


_PAGE = 16_384  # bytes: no page is larger, and few fonts are smaller
_FINISHING = threading.Lock()
