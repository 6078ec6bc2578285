"""Pieces: parts of a page that are never divided. Here what they are, and the rows and tables of a `layout.Form` as such.

A piece knows the height it needs and how it is drawn at a height. What its cells can't hold becomes sections of the
continuation pages.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from quyuan_desktop.documents import form
from quyuan_desktop.documents.fonts import Face, tidy, width
from quyuan_desktop.documents.form import PAD, SIZES, VALUE, Fit, Section, cut, rest_of, set_text
from quyuan_desktop.documents.layout import (
    LABEL,
    WRITTEN,
    Box,
    Cell,
    Row,
    Table,
    column_rooms,
    columns_of,
    label_of,
    printed_words,
    shares,
    table_texts,
    ticked,
    total_texts,
    value_of,
)
from quyuan_desktop.documents.page import INNER, MM, SIZE_5, SMALL_4, SMALL_5, Align, Paper
from quyuan_desktop.documents.sheet import Sheet
from quyuan_desktop.documents.wrap import tidy_block, wrap

Drawing = Callable[[Paper, float, float], None]
"""Draws at `x`, `y`: the left upper corner, in millimetres."""

LIMIT = 22.0  # millimetres: no cell of a row grows beyond this
TABLE_LIMIT = 60.0  # nor a row of a table beyond this
LONGEST = 60  # characters that a value to be ticked may have when it is none of the options
BOX = 3.8  # no box for a figure is narrower


@dataclass(frozen=True, slots=True)
class Place:
    """What a block is set for: the sheet, the width in millimetres, rows as high and type as large as this,
    whether lines are ruled around it, and the name of the part of the form it belongs to."""

    sheet: Sheet
    room: float
    row: float
    label: float = LABEL
    size: float = SMALL_4
    ruled: bool = False
    part: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """`height` millimetres at the least; `settle` gives, for a height, the drawing and what is to be continued.

    grows: share of the room to spare that it takes; airy: it may be somewhat higher; lined: a line parts it from the
    ruled piece above; tied: it stands on one page with the piece above; head: what is drawn again above it at the
    top of a page; box: what it is ruled in; foot: it stands at the foot of the page; breaks: it begins a page;
    torn: what is below it is torn off.
    """

    height: float
    settle: Callable[[float], tuple[Drawing, list[Section]]]
    grows: float = 0.0
    airy: bool = True
    lined: bool = True
    tied: bool = False
    head: "Piece | None" = None
    box: Box | None = None
    foot: bool = False
    breaks: bool = False
    torn: bool = False


def plain(
    height: float, draw: Callable[[Paper, float, float, float], None], rest: Sequence[Section] = ()
) -> Piece:
    """A piece that is drawn much the same at every height; `draw` is given it last."""
    return Piece(height, lambda high: (lambda paper, x, y: draw(paper, x, y, high), list(rest)))


def abreast(parts: Sequence[tuple[Piece, float]], *, ruled: bool) -> Piece:
    """Pieces side by side, each with its width, as high as the highest needs."""

    def settle(height: float) -> tuple[Drawing, list[Section]]:
        settled = [(*piece.settle(height), room) for piece, room in parts]

        def draw(paper: Paper, x: float, y: float) -> None:
            for number, (drawing, _, room) in enumerate(settled):
                if number and ruled:
                    paper.rule(x, y, x, y + height)
                drawing(paper, x, y)
                x += room

        return draw, [section for _, sections, _ in settled for section in sections]

    return Piece(max(piece.height for piece, _ in parts), settle, max(piece.grows for piece, _ in parts))


# -- rows


def row_piece(block: Row, place: Place) -> Piece:
    """A row as high as its highest cell."""
    parts: list[tuple[Piece, float]] = []
    for cell, label_room, room in shares(block, place.room, place.label):
        words = tidy(label_of(cell, place.sheet))
        if label_room:
            parts.append((_label(words, label_room, place.row, (place.size, SIZE_5)), label_room))
        parts.append((_value(cell, words.replace("\n", "") or place.part, room, place), room))
    return abreast(parts, ruled=True)


def _label(text: str, room: float, height: float, sizes: Sequence[float]) -> Piece:
    """A label in as few lines as `sizes` (points, the preferred first) allow; as high as these need."""
    counts = {size: len(wrap(text, Face.SONG, size, (room - 1) * MM)) for size in sizes}
    count = min(counts.values())
    sizes = [size for size in sizes if counts[size] == count]
    needed = count * sizes[-1] * 1.2 / MM + 1.2 if 1 < count < 5 else 0.0

    def draw(paper: Paper, x: float, y: float, high: float) -> None:
        form.label(paper, x, y, room, high, text, sizes)

    return plain(max(height, needed), draw)


def _value(cell: Cell, heading: str, room: float, place: Place) -> Piece:
    text = value_of(cell, place.sheet)
    choices = ticked(cell, place.sheet) if cell.ticks else []
    if choices and len(choices[-1][0]) < LONGEST:
        return _ticks(choices, room, place)
    if cell.lines:
        return _running(text, heading, room, cell.lines)
    if cell.boxes and len(text) in (0, cell.boxes) and room > cell.boxes * BOX:
        return _boxes(text, cell.boxes, room, place)
    fitted = _fitted(text, room, place, Face.SONG if printed_words(cell.text) else VALUE)
    return _text(fitted, heading, room, place, "center" if place.size > SMALL_4 else None)


def _fitted(text: str, room: float, place: Place, face: Face) -> Fit:
    """The text at the size of its place, or a little smaller on some lines, or as small as it takes."""
    text = tidy_block(text)
    if len(text) < 300:
        for size, most in ((place.size, place.row), (min(SIZE_5, place.size), 2.1 * place.row)):
            fitted = set_text(text, room, size, face=face)
            if fitted.height <= most:
                return fitted
    return cut(set_text(text, room, SMALL_5, face=face), max(LIMIT, place.row))


def _text(fitted: Fit, heading: str, room: float, place: Place, align: Align | None = None) -> Piece:
    def draw(paper: Paper, x: float, y: float, high: float) -> None:
        if align is None or fitted.rest or len(fitted.lines) > 1:
            form.values(paper, x, y, [form.Strip(high, (form.Cell("", 0, room, fitted),))])
            return
        at = y + high / 2 + 0.38 * fitted.size / MM
        for line in fitted.lines:
            free = 0.0 if align == "left" else room - 2 * PAD - line.width / MM
            paper.write(
                x + PAD + (free / 2 if align == "center" else free), at, line.text, fitted.face, fitted.size
            )

    air = 1.2 if len(fitted.lines) > 1 else 0.0
    return plain(max(place.row, fitted.height + air), draw, rest_of(fitted, heading))


def _running(text: str, heading: str, room: float, lines: int) -> Piece:
    """Text from the top of its cell, as large as the cell holds it; lines to write on when there is none."""
    text = tidy_block(text)

    def settle(height: float) -> tuple[Drawing, list[Section]]:
        fitted = Fit("", [], SMALL_4, 0)
        for size in SIZES if len(text) < room * height / 3 else SIZES[-1:]:
            fitted = set_text(text, room, size, 1.5, indent=2)
            if fitted.height <= height:
                break
        fitted = cut(fitted, height)
        strip = form.Strip(height, (form.Cell("", 0, room, fitted, block=True),))
        return (lambda paper, x, y: form.values(paper, x, y, [strip])), rest_of(fitted, heading)

    return Piece(lines * WRITTEN, settle, grows=lines)


def _boxes(text: str, count: int, room: float, place: Place) -> Piece:
    side = min(5.2, (room - 2 * PAD) / count)

    def draw(paper: Paper, x: float, y: float, high: float) -> None:
        left, top = x + (room - count * side) / 2, y + (high - 6.0) / 2
        paper.box(left, top, count * side, 6.0, INNER)
        for number in range(1, count):
            paper.rule(left + number * side, top, left + number * side, top + 6.0)
        for number, character in enumerate(text):
            middle = left + (number + 0.5) * side
            paper.write(middle, y + high / 2 + 0.38 * SMALL_4 / MM, character, VALUE, SMALL_4, "center")

    return plain(place.row, draw)


# -- ticks


def _ticks(choices: Sequence[tuple[str, bool]], room: float, place: Place) -> Piece:
    lines = _tick_lines(choices, room - 2 * PAD, SIZE_5)
    size = SIZE_5
    if len(lines) > 2 and len(fewer := _tick_lines(choices, room - 2 * PAD, SMALL_5)) < len(lines):
        lines, size = fewer, SMALL_5
    leading = size * 1.6 / MM

    def draw(paper: Paper, x: float, y: float, high: float) -> None:
        at = y + high / 2 + 0.38 * size / MM - (len(lines) - 1) * leading / 2
        for line in lines:
            for shift, word, chosen in line:
                _tick(paper, x + PAD + shift, at, size, chosen)
                left = room - 2 * PAD - shift - 1.15 * size / MM
                paper.write(x + PAD + shift + 1.15 * size / MM, at, word, Face.SONG, size, room=left)
            at += leading

    return plain(max(place.row, len(lines) * leading + 2 * PAD), draw)


def _tick_lines(
    choices: Sequence[tuple[str, bool]], room: float, size: float
) -> list[list[tuple[float, str, bool]]]:
    """The choices in lines of `room` millimetres, each with its distance from the left."""
    lines: list[list[tuple[float, str, bool]]] = [[]]
    at = 0.0
    for word, chosen in choices:
        word = tidy(word).replace("\n", " ")
        wide = 1.15 * size / MM + width(word, Face.SONG, size) / MM
        if lines[-1] and at + wide > room:
            lines.append([])
            at = 0.0
        lines[-1].append((at, word, chosen))
        at += wide + 1.1 * size / MM
    return lines


def _tick(paper: Paper, x: float, y: float, size: float, chosen: bool) -> None:
    """A box to tick; the fonts have none that is ticked, so that one is drawn around the tick."""
    if not chosen:
        paper.write(x, y, "□", Face.SONG, size)
        return
    em = size / MM
    paper.box(x + 0.115 * em, y - 0.765 * em, 0.77 * em, 0.77 * em, 0.03 * size)
    paper.write(x + 0.085 * em, y - 0.055 * em, "√", Face.KAI, 0.8 * size)


# -- tables


def table_pieces(block: Table, place: Place) -> list[Piece]:
    """The head, the rows, the total."""
    columns, rooms = columns_of(block), column_rooms(block, place.room)
    sizes = (SIZE_5, SMALL_5)
    heads = [_label(column.head, room, place.row, sizes) for column, room in zip(columns, rooms, strict=True)]
    head = abreast(list(zip(heads, rooms, strict=True)), ruled=True)
    found = [head]
    total = total_texts(block, place.sheet)
    for number, texts in enumerate([*table_texts(block, place.sheet), *([total] if total else [])], 1):
        cells = []
        for text, column, room in zip(texts, columns, rooms, strict=True):
            fitted = cut(set_text(tidy_block(text), room, SIZE_5), TABLE_LIMIT)
            cells.append((_text(fitted, f"{column.head}（第 {number} 行）", room, place, column.align), room))
        found.append(replace(abreast(cells, ruled=True), head=head, tied=number == 1))
    if total:
        found[-1] = replace(found[-1], tied=True)
    return found
