"""The blocks of a `layout.Form` one below the other: their pieces, the rules between, the frame around, the stub."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby

from quyuan_desktop.documents import form
from quyuan_desktop.documents.fonts import Face, tidy
from quyuan_desktop.documents.form import Section
from quyuan_desktop.documents.layout import (
    SIDE,
    Beside,
    Block,
    Box,
    Break,
    Prose,
    Row,
    Seal,
    Sign,
    Stub,
    Style,
    Table,
    boxed,
)
from quyuan_desktop.documents.layout_pieces import Drawing, Piece, Place, plain, row_piece, table_pieces
from quyuan_desktop.documents.layout_words import holds_code, prose_pieces, signing_piece
from quyuan_desktop.documents.page import OUTER, SIZE_5, Paper

_APART = 2.5  # millimetres: between what is ruled and what is not
_TEAR = 11.0  # the tear line with air above and below
_STUB = 90.0  # no stub at the foot of a page is higher
_GAP = 84.0  # the tear line leaves them to the number


def pieces_of(blocks: Iterable[Block | Box | Stub | Break], place: Place, *, code: bool = False) -> list[Piece]:
    """All the pieces of `blocks` in order; with `code` the first seal that has room has the check code beside it."""
    found: list[Piece] = []
    before: tuple[Box | None, Block] | None = None
    for each in blocks:
        for around, block in boxed(each):
            if isinstance(block, Break):
                found.append(replace(_nothing(0), breaks=True))
                before = None
            elif isinstance(block, Stub):
                found += _stub(block, place)
            else:
                if before and (before[0] is None) != (around is None):
                    found.append(_nothing(_APART))
                coded = code and holds_code(block)
                code = code and not coded
                pieces = [replace(piece, box=around) for piece in _pieces(block, _within(place, around), coded)]
                if before and around is before[0] and isinstance(before[1], Prose):
                    follows = before[1].style is Style.HEADING
                    pieces[0] = replace(pieces[0], lined=False, tied=pieces[0].tied or follows)
                found += pieces
                before = around, block
    return found


def _nothing(height: float) -> Piece:
    return plain(height, lambda *_: None)


def _within(place: Place, around: Box | None) -> Place:
    if around is None:
        return place
    room = place.room - (SIDE if around.side else 0)
    place = replace(place, room=room, row=around.row or place.row, ruled=True)
    return replace(place, label=around.label, size=around.size, part=tidy(around.side))


def _pieces(block: Block, place: Place, coded: bool) -> list[Piece]:
    match block:
        case Row():
            return [row_piece(block, place)]
        case Table():
            return table_pieces(block, place)
        case Prose():
            return prose_pieces(block, place)
        case Sign() | Seal() | Beside():
            return [signing_piece(block, place, coded=coded)]


def stack(pieces: Sequence[Piece], heights: Sequence[float], room: float) -> tuple[Drawing, list[Section]]:
    """`pieces` one below the other at these heights: rules between, a frame around what is ruled, names of parts."""
    settled = [piece.settle(height) for piece, height in zip(pieces, heights, strict=True)]

    def draw(paper: Paper, x: float, y: float) -> None:
        tops = [y]
        for piece, height, (drawing, _) in zip(pieces, heights, settled, strict=True):
            drawing(paper, x + (SIDE if piece.box and piece.box.side else 0), tops[-1])
            tops.append(tops[-1] + height)
        for ruled, run in groupby(range(len(pieces)), lambda n: pieces[n].box is not None):
            if ruled:
                numbers = list(run)
                _frame(paper, x, [pieces[n] for n in numbers], tops[numbers[0] : numbers[-1] + 2], room)

    return draw, [section for _, rest in settled for section in rest]


def _frame(paper: Paper, x: float, pieces: Sequence[Piece], tops: Sequence[float], room: float) -> None:
    """The frame around `pieces`, the lines between them, the names of the boxes at their side; the last of `tops` is
    the bottom."""
    for _, part in groupby(range(len(pieces)), lambda n: id(pieces[n].box)):
        numbers = list(part)
        around = pieces[numbers[0]].box
        side = SIDE if around and around.side else 0.0
        for n in numbers:
            if n and (n == numbers[0] or pieces[n].lined):
                paper.rule(x if n == numbers[0] else x + side, tops[n], x + room, tops[n])
        if around and around.side:
            top, bottom = tops[numbers[0]], tops[numbers[-1] + 1]
            paper.rule(x + SIDE, top, x + SIDE, bottom)
            form.side_label(paper, x, top, SIDE, bottom - top, tidy(around.side))
    paper.box(x, tops[0], room, tops[-1] - tops[0], OUTER)


def _stub(block: Stub, place: Place) -> list[Piece]:
    """The stub as one piece at the foot of the page; one that is too high for that runs on below its tear line."""
    number = tidy(place.sheet.number).replace("\n", " ")
    torn = replace(plain(_TEAR, lambda paper, x, y, _: tear(paper, y + 4, number)), tied=True, torn=True)
    pieces = [torn, *pieces_of(block.blocks, place)]
    height = sum(piece.height for piece in pieces)
    if height > _STUB:
        return pieces
    settle = partial(_stacked, pieces, place.room)
    return [Piece(height, settle, airy=False, tied=True, foot=True)]


def _stacked(pieces: Sequence[Piece], room: float, _: float) -> tuple[Drawing, list[Section]]:
    return stack(pieces, [piece.height for piece in pieces], room)


def tear(paper: Paper, y: float, number: str) -> None:
    """A line to tear along, with the number across it (骑缝)."""
    paper.tear_line(y, _GAP)
    middle = paper.size.left + paper.size.room / 2
    across = f"骑缝 {number}" if number else "骑缝"
    paper.write(middle, y + 1.2, across, Face.SONG, SIZE_5, "center", room=_GAP - 4)
