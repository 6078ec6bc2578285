"""Cells and strips of a form: text is fitted to its cell by shrinking, then continued on a further page.

Nothing is ever cut off and nothing runs over a line: what a cell can't hold becomes a `Section` of the
continuation pages, and the cell says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from quyuan_desktop.documents.fonts import Face, tidy, width
from quyuan_desktop.documents.page import MM, SIZE_5, SIZE_6, SMALL_4, SMALL_5, Align, Paper
from quyuan_desktop.documents.wrap import Line, tidy_block, wrap

VALUE = Face.FANGSONG
SIZES = (SMALL_4, SIZE_5, SMALL_5)  # a text that is too long shrinks two steps, no further
PAD = 1.4  # millimetres between a line of the grid and the text
SEE_NEXT = ("（未完，见续页）", "见续页")  # the second where there is no room for the first
_SMALLER = (SIZE_6, 6.0, 5.0, 4.0)  # for labels that are longer than any of ours
WIDE = 50.0  # millimetres: a value in a wider cell stands on the left, in a narrower one in the middle


@dataclass(frozen=True, slots=True)
class Fit:
    """Text set at one size: its lines, size and leading in points, the height it takes in millimetres,
    the characters its paragraphs are indented by, and what is left over for the continuation pages."""

    text: str
    lines: list[Line]
    size: float
    leading: float
    indent: int = 0
    rest: str = ""
    face: Face = VALUE

    @property
    def height(self) -> float:
        """Millimetres from line to line of the grid, with the air above and below the text."""
        count = len(self.lines) + bool(self.rest)
        return ((count - 1) * self.leading + self.size * 1.1) / MM + PAD

    @property
    def empty(self) -> bool:
        """Whether there is nothing to print, so that the cell is one to write in."""
        return not self.text


@dataclass(frozen=True, slots=True)
class Section:
    """What did not fit its cell, under the cell's label; `opens` when it begins with a paragraph."""

    heading: str
    text: str
    opens: bool = True


def rest_of(fitted: Fit, heading: str) -> list[Section]:
    """The section for what `fitted` leaves over, if anything."""
    if not fitted.rest:
        return []
    before = fitted.text[: -len(fitted.rest)]
    return [Section(f"{heading}（续）" if before else heading, fitted.rest, before[-1:] in ("", "\n"))]


@dataclass(frozen=True, slots=True)
class Cell:
    """A label and its value side by side; widths in millimetres. A `label_room` of 0: the value alone.

    A `block` begins at the top of its cell, and has lines to write on when it is empty.
    """

    label: str
    label_room: float
    room: float
    fitted: Fit
    block: bool = False

    @property
    def align(self) -> Align:
        """Short values stand in the middle, long ones on the left."""
        return "left" if self.room > WIDE else "center"


@dataclass(frozen=True, slots=True)
class Strip:
    """Cells side by side, as high as the highest needs."""

    height: float
    cells: tuple[Cell, ...]

    @property
    def shape(self) -> tuple[object, ...]:
        """All that its lines and labels depend on."""
        return self.height, *((cell.label, cell.label_room, cell.room) for cell in self.cells)


def set_text(text: str, room: float, size: float, spread: float = 1.3, indent: int = 0, face: Face = VALUE) -> Fit:
    """`text` (from `tidy_block`) in lines of `room` millimetres, as many as it takes.

    `spread` is the leading in ems, `indent` the characters kept free at the head of a paragraph.
    """
    lines = wrap(text, face, size, (room - 2 * PAD) * MM, indent * size)
    return Fit(text, lines, size, size * spread, indent, face=face)


def cut(fitted: Fit, height: float) -> Fit:
    """As much of `fitted` as `height` millimetres hold, with a line to say that it goes on.

    That line is all when `height` has room for no other.
    """
    if fitted.height <= height + _HAIR:
        return fitted
    kept = max(int(((height - PAD) * MM - fitted.size * 1.1) / fitted.leading + _HAIR), 0)
    rest = fitted.text[fitted.lines[kept].start :]
    return replace(fitted, lines=fitted.lines[:kept], rest=rest)


def fit(text: str, room: float, height: float, limit: float = 0.0) -> Fit:
    """Fits `text` into `room` × `height` millimetres; at the smallest size the height may grow to `limit`."""
    text = tidy_block(text)
    most = height * MM / SMALL_5 * (room * MM / SMALL_5) * 4  # characters: four of the thinnest to an em
    fitted = Fit(text, [], 0, 0)
    for size in SIZES if len(text) < most else SIZES[-1:]:
        fitted = set_text(text, room, size)
        if fitted.height <= height + _HAIR:
            return fitted
    return cut(fitted, max(limit, height))


_HAIR = 1e-6  # millimetres: rounding is not overflow


def share(height: float, least: Sequence[float], wanted: Sequence[float], weights: Sequence[float]) -> list[float]:
    """Divides `height` millimetres among blocks that want `wanted` and get `least` at the least.

    With room to spare, the last block takes it. Without, a block that is content with its part gets what it
    wants; the others share what is left in proportion to their `weights`.
    """
    given = [max(pair) for pair in zip(least, wanted, strict=True)]
    spare = height - sum(given)
    if spare >= 0:
        given[-1] += spare
        return given
    greedy, content = set(range(len(given))), {-1}
    part: dict[int, float] = {}
    while greedy and content:
        free = height - sum(least[n] if n in greedy else given[n] for n in range(len(given)))
        whole = sum(weights[n] for n in greedy)
        part = {n: least[n] + free * weights[n] / whole for n in greedy}
        content = {n for n in greedy if given[n] <= part[n]}
        greedy -= content
    return [part[n] if n in greedy else most for n, most in enumerate(given)]


def frame(paper: Paper, x: float, y: float, strips: Sequence[Strip]) -> None:
    """Lines and labels of `strips` one below the other: what all forms of the same shape share."""
    for strip in strips:
        at = x
        for cell in strip.cells:
            if cell.label_room:
                if at > x:
                    paper.rule(at, y, at, y + strip.height)
                label(paper, at, y, cell.label_room, strip.height, cell.label)
                at += cell.label_room
            if at > x:
                paper.rule(at, y, at, y + strip.height)
            at += cell.room
        y += strip.height
        if strip is not strips[-1]:
            paper.rule(x, y, at, y)


def values(paper: Paper, x: float, y: float, strips: Sequence[Strip]) -> None:
    """What is filled in."""
    for strip in strips:
        at = x
        for cell in strip.cells:
            at += cell.label_room
            if cell.block and cell.fitted.empty:
                _writing_lines(paper, at, y, cell.room, strip.height)
            elif cell.block:
                block(paper, at, y, cell.room, cell.fitted)
            elif not cell.fitted.empty:
                _value(paper, at, y, cell.room, strip.height, cell.fitted, cell.align)
            at += cell.room
        y += strip.height


def label(
    paper: Paper, x: float, y: float, room: float, height: float, text: str, sizes: Sequence[float] = SIZES
) -> None:
    """A label in the middle of its cell, on two lines when it is long."""
    text = tidy(text)
    size = sizes[0]
    lines = wrap(text, Face.SONG, size, (room - 1) * MM)
    for size in (*sizes, *_SMALLER):
        lines = wrap(text, Face.SONG, size, (room - 1) * MM)
        roomy = height > 12 or size <= sizes[-1]
        if len(lines) * size * 1.2 < height * MM and (len(lines) == 1 or roomy):
            break
    leading = size * 1.2
    at = y + height / 2 + (0.38 * size - (len(lines) - 1) * leading / 2) / MM
    for line in lines:
        paper.write(x + room / 2, at, line.text, Face.SONG, size, "center")
        at += leading / MM


def side_label(paper: Paper, x: float, y: float, room: float, height: float, text: str) -> None:
    """A label written downwards in the column that names a part of the table."""
    size = min(SMALL_4, height * MM / len(text) / 1.1)
    step = min(size * 1.3, height * MM / (len(text) + 0.2)) / MM
    at = y + (height - step * len(text)) / 2 + step / 2 + 0.38 * size / MM
    for number, character in enumerate(text):
        paper.write(x + room / 2, at + number * step, character, Face.SONG, size, "center")


def signature(paper: Paper, x: float, y: float, text: str, right: float, size: float = SMALL_4) -> None:
    """`text` and a line to sign on that ends at `right`; `y` is the baseline."""
    paper.write(x, y, text, Face.SONG, size)
    paper.rule(x + width(text, Face.SONG, size) / MM + 1, y + 0.8, right, y + 0.8)


def _value(paper: Paper, x: float, y: float, room: float, height: float, fitted: Fit, align: Align) -> None:
    lines = fitted.lines
    count = len(lines) + bool(fitted.rest)
    at = y + height / 2 + (0.38 * fitted.size - (count - 1) * fitted.leading / 2) / MM
    if align == "center" and count == 1 and lines:
        left = x + (room - lines[0].width / MM) / 2
        paper.write_lines(left, at, lines, fitted.face, fitted.size, fitted.leading)
    else:
        inner = (room - 2 * PAD) * MM
        paper.write_lines(x + PAD, at, lines, fitted.face, fitted.size, fitted.leading, inner)
    if fitted.rest:
        _see_next(paper, x, room, at + len(lines) * fitted.leading / MM, fitted.size)


def block(paper: Paper, x: float, y: float, room: float, fitted: Fit) -> None:
    """Running text from the top of its cell; one that goes on elsewhere says so."""
    at = y + PAD + 0.95 * fitted.size / MM
    inner = (room - 2 * PAD) * MM
    indent = fitted.indent * fitted.size
    paper.write_lines(x + PAD, at, fitted.lines, fitted.face, fitted.size, fitted.leading, inner, indent)
    if fitted.rest:
        _see_next(paper, x, room, at + len(fitted.lines) * fitted.leading / MM, fitted.size)


def _see_next(paper: Paper, x: float, room: float, y: float, size: float) -> None:
    text = next(
        (words for words in SEE_NEXT if width(words, Face.SONG, size) <= (room - 2 * PAD) * MM), SEE_NEXT[-1]
    )
    paper.write(x + room - PAD, y, text, Face.SONG, size, "right")


def _writing_lines(paper: Paper, x: float, y: float, room: float, height: float) -> None:
    """Lines for a pen where there is nothing to print."""
    count = max(int(height / 9), 1)
    for number in range(1, count):
        at = y + number * height / count
        paper.rule(x + 2 * PAD, at, x + room - 2 * PAD, at)
