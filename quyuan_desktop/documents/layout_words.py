"""The words of a `layout.Form` as pieces of a page: prose, lines to sign on, seals with the code to check by."""

from collections.abc import Sequence
from dataclasses import replace

from quyuan_desktop.documents import form
from quyuan_desktop.documents.fonts import Face, tidy, width
from quyuan_desktop.documents.form import PAD, Fit, Section, cut, rest_of, set_text, signature
from quyuan_desktop.documents.heads import checking
from quyuan_desktop.documents.layout import (
    DATED,
    DAY,
    NARROW,
    SEALED,
    TYPE,
    Beside,
    Prose,
    Seal,
    Sign,
    Style,
    filled,
)
from quyuan_desktop.documents.layout_pieces import Drawing, Piece, Place, abreast, plain
from quyuan_desktop.documents.page import MM, SIZE_5, SMALL_4, Paper
from quyuan_desktop.documents.wrap import Line, tidy_block

STATED = 60.0  # millimetres: no statement grows beyond this
CODE = 15.0  # side of the check code beside a seal
_BASE = 0.38 * SMALL_4 / MM  # from the middle of a line down to its baseline

_FACES = {
    Style.BODY: Face.FANGSONG,
    Style.ADDRESS: Face.FANGSONG,
    Style.HEADING: Face.HEI,
    Style.TEXT: Face.SONG,
    Style.NOTE: Face.SONG,
}


def prose_pieces(block: Prose, place: Place) -> list[Piece]:
    """A piece for every line, so that prose runs on over the pages; never one line of a paragraph alone."""
    size, spread, indent = TYPE[block.style]
    text = tidy_block(filled(block.text, place.sheet, gaps=True))
    inset = PAD if place.ruled else -PAD
    room = place.room - 2 * inset
    fitted = set_text(text, room, size, spread, indent, _FACES[block.style])
    found: list[Piece] = []
    opens, above = True, True  # whether this line and the one above begin a paragraph
    for number, line in enumerate(fitted.lines):
        piece = _prose_line(fitted, line, opens, room, inset)
        tied = not opens and (above or line.ends)
        found.append(replace(piece, airy=False, lined=number == 0, tied=tied))
        opens, above = line.ends, opens
    if place.ruled:
        found[0] = _padded(found[0], PAD)
        found[-1] = _padded(found[-1], 0.0)
    return found


def _prose_line(fitted: Fit, line: Line, opens: bool, room: float, inset: float) -> Piece:
    leading = fitted.leading / MM
    inner, indent = (room - 2 * PAD) * MM, fitted.indent * fitted.size
    face, size = fitted.face, fitted.size

    def draw(paper: Paper, x: float, y: float, high: float) -> None:
        at = y + leading / 2 + 0.38 * size / MM
        paper.write_lines(x + inset + PAD, at, [line], face, size, fitted.leading, inner, indent, opens)

    return plain(leading, draw)


def _padded(piece: Piece, above: float) -> Piece:
    """`piece` with air between it and a line of the table, `above` it or else below."""

    def settle(height: float) -> tuple[Drawing, list[Section]]:
        draw, rest = piece.settle(height - PAD)
        return (lambda paper, x, y: draw(paper, x, y + above)), rest

    return replace(piece, height=piece.height + PAD, settle=settle)


# -- signatures and seals


def holds_code(block: object) -> bool:
    """Whether there is a seal with room at its left for the check code."""
    if isinstance(block, Beside):
        return isinstance(block.parts[0], Sign) and any(isinstance(part, Seal) for part in block.parts)
    return isinstance(block, Seal)


def signing_piece(block: Sign | Seal | Beside, place: Place, *, coded: bool) -> Piece:
    """Signatures and seals side by side; `coded` with the check code at their left lower corner."""
    parts = block.parts if isinstance(block, Beside) else (block,)
    there = replace(place, room=place.room / len(parts))
    found = []
    for number, part in enumerate(parts):
        kept = CODE + 2 if coded and number == 0 else 0.0
        piece = _sign(part, there, kept) if isinstance(part, Sign) else _seal(part, there, alone=len(parts) == 1)
        found.append((piece, there.room))
    whole = replace(abreast(found, ruled=place.ruled), tied=True)
    return _coded(whole, place) if coded else whole


def _sign(block: Sign, place: Place, kept: float) -> Piece:
    """The lines of `block`; `kept` millimetres at the bottom stay free."""
    inset = 3.0 if place.ruled else 0.0
    room = place.room - 2 * inset
    wide = room > NARROW
    text = tidy_block(filled(block.text, place.sheet))
    stated = cut(set_text(text, room + 2 * PAD, SMALL_4 if wide else SIZE_5, 1.55, 2, Face.SONG), STATED)
    top = stated.height + 1 if text else 0.0
    lines = [_one_line(line, place) for line in block.lines]
    across = 2 if wide else 1
    rows = [lines[at : at + across] for at in range(0, len(lines), across)]

    def draw(paper: Paper, x: float, y: float, high: float) -> None:
        if text:
            form.block(paper, x + inset - PAD, y + 1, room + 2 * PAD, stated)
        each = (high - top - kept - 3) / max(len(rows), 1)
        for number, words in enumerate(rows):
            _line_of_signatures(paper, x + inset, y + top + 1.5 + (number + 0.5) * each + _BASE, room, words)

    return plain(top + len(rows) * 1.3 * place.row + 3 + kept, draw, rest_of(stated, place.part or "声明"))


def _line_of_signatures(paper: Paper, x: float, y: float, room: float, words: Sequence[str]) -> None:
    """One signature, or one with a day or another beside it."""
    rooms = [room / len(words)] * len(words)
    if len(words) == 2 and not words[1].endswith("："):
        rooms = [room - DATED, DATED]
    for each, wide in zip(words, rooms, strict=True):
        _signature(paper, x, y, wide - (4 if len(words) == 2 and each is words[0] else 0), each)
        x += wide


def _signature(paper: Paper, x: float, y: float, room: float, words: str) -> None:
    """Words and a line to sign on, or a day at the right; words that leave no room for a pen become smaller."""
    signed = words.endswith("：")
    wide = width(words, Face.SONG, SMALL_4) / MM
    most = max(room - 25, room / 2) if signed else room
    size = SMALL_4 * min(1.0, most / wide) if wide else SMALL_4
    if signed:
        signature(paper, x, y, words, x + room, size)
    else:
        paper.write(x + room, y, words, Face.SONG, size, "right")


def _one_line(text: str, place: Place) -> str:
    return tidy(filled(text, place.sheet)).replace("\n", " ")


def _seal(block: Seal, place: Place, *, alone: bool) -> Piece:
    """One that stands `alone` keeps to the right, as under a letter."""
    office, day = _one_line(block.office, place), _one_line(block.date, place) or DAY.strip()
    lines = [_one_line(line, place) for line in block.lines]
    step = 1.3 * place.row
    above = len(lines) * step
    room = place.room / 2 if alone and place.room > NARROW else place.room

    def draw(paper: Paper, x: float, y: float, high: float) -> None:
        left = x + place.room - room
        for number, words in enumerate(lines):
            _signature(paper, left + 3, y + 1.5 + (number + 0.5) * step + _BASE, room - 6, words)
        at, middle = y + above + (high - above - SEALED) / 2, left + room / 2
        if office:
            paper.write(middle, at + 18, office, Face.SONG, SMALL_4, "center", room=room - 4)
        else:
            paper.rule(middle - 25, at + 18.8, middle + 25, at + 18.8)
        paper.write(middle, at + 25.5, "（盖章）", Face.SONG, SMALL_4, "center")
        paper.write(middle, at + 33, day, Face.SONG, SMALL_4, "center", room=room - 4)

    return plain(SEALED + above, draw)


def _coded(piece: Piece, place: Place) -> Piece:
    """`piece` with the check code at its left lower corner."""

    def settle(height: float) -> tuple[Drawing, list[Section]]:
        drawing, rest = piece.settle(height)

        def draw(paper: Paper, x: float, y: float) -> None:
            drawing(paper, x, y)
            check = checking(x + (2.5 if place.ruled else 0), y + height - CODE - 2, CODE, place.sheet)
            check.frame(paper)
            check.draw(paper)

        return draw, rest

    return replace(piece, settle=settle)
