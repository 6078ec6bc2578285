"""An official report as PDF in the form of GB/T 9704-2012: 22 lines of 28 characters, and the annex of its figures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from quyuan_desktop.documents.fonts import Face, advances, require, tidy, width
from quyuan_desktop.documents.official import (
    A4_OFFICIAL,
    CHARACTERS,
    CODE_COLUMN,
    DRAFT,
    HEADS,
    HEIGHT,
    LINES,
    SHARES,
    SIZE_2,
    SIZE_3,
    TOP,
    AnnexLine,
    Kind,
    Official,
    Passage,
    Piece,
    Pieces,
    Style,
)
from quyuan_desktop.documents.page import MM, OUTER, SIZE_4, SIZE_5, SMALL_5, Align, Paper
from quyuan_desktop.documents.wrap import Line, may_break, wrap

_LEFT, _ROOM = A4_OFFICIAL.left, A4_OFFICIAL.room
_PITCH = HEIGHT / LINES  # millimetres from line to line
_SPACING = _ROOM * MM / CHARACTERS - SIZE_3  # points: 28 characters of 16 points are a little wider than the 版心
_RISE = 5.5  # points that a mark stands above the line
_MARK = 7.5  # points
_FACES = {Style.ADDRESS: Face.FANGSONG, Style.BODY: Face.FANGSONG, Style.FIRST: Face.HEI, Style.SECOND: Face.KAI}
_LOOSE = 0.2  # ems that a line may be stretched by between two characters
_ROW, _PAD, _LEADING, _HEAD = 6.2, 1.1, 3.9, 7.6  # millimetres, of the annex
_NOTE_LEADING = 5.4


@dataclass(frozen=True, slots=True)
class _Cell:
    """A character as it is set; `mark` is what stands raised behind it."""

    letter: str
    gap: bool
    wide: float
    mark: str = ""


def official_pdf(report: Official) -> bytes:
    """The report as PDF; the same report gives the same bytes. Raises `Trouble` for a character that no font has."""
    require("\n".join((*report.title, *(each.text for each in report.passages), *report.notes)))
    require("\n".join(text for line in report.annex for text in line.cells()))
    paper = _Pages(Paper(A4_OFFICIAL, report.name, report.office, report.made))
    paper.skip()
    for line in report.title:
        paper.centre(line, Face.TITLE, SIZE_2)
    paper.centre(DRAFT, Face.KAI, SIZE_3)
    paper.skip()
    for passage in report.passages:
        paper.passage(passage)
    _sign(paper, report)
    paper.turn()
    _annex(paper, report)
    return paper.finish()


class _Pages:
    """The paper and the line on which one is."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.line, self.page = 0, 1

    @property
    def base(self) -> float:
        """Baseline of the present line, in millimetres from the top."""
        return TOP + self.line * _PITCH + _PITCH / 2 + 0.38 * SIZE_3 / MM

    def skip(self, lines: int = 1) -> None:
        """Leave lines free, but none at the head of a page."""
        if self.line + lines > LINES:
            self.turn()
        elif self.line or self.page == 1:
            self.line += lines

    def need(self, lines: int) -> None:
        """Begin a page when fewer are left."""
        if self.line + lines > LINES:
            self.turn()

    def turn(self) -> None:
        """End the page with its number: at the outer side, one character in (GB/T 9704-2012 §7.5)."""
        odd = self.page % 2 == 1
        inner = SIZE_4 / MM
        x = _LEFT + _ROOM - inner if odd else _LEFT + inner
        y = TOP + HEIGHT + 7 + 0.38 * SIZE_4 / MM
        self.paper.write(x, y, f"— {self.page} —", Face.SONG, SIZE_4, "right" if odd else "left")
        self.paper.end_page()
        self.line, self.page = 0, self.page + 1

    def centre(self, text: str, face: Face, size: float) -> None:
        """A line in the middle."""
        self.paper.write(_LEFT + _ROOM / 2, self.base, tidy(text), face, size, "center")
        self.line += 1

    def passage(self, passage: Passage) -> None:
        """A paragraph; a heading stays with what follows."""
        face = _FACES[passage.level]
        indent = 0 if passage.level is Style.ADDRESS else 2
        lines = list(_lines(_cells(passage.pieces, face), indent))
        if passage.level in (Style.FIRST, Style.SECOND):
            self.need(len(lines) + 1)
        for number, line in enumerate(lines):
            self.need(1)
            self.draw(line, face, indent * SIZE_3 if number == 0 else 0.0, last=number + 1 == len(lines))

    def draw(self, cells: Sequence[_Cell], face: Face, shift: float, *, last: bool) -> None:
        """One line, stretched to the margin unless it is the `last`."""
        spacing = _SPACING
        natural = sum(cell.wide for cell in cells)
        if not last and len(cells) > 1:
            even = (_ROOM * MM - shift * (1 + _SPACING / SIZE_3) - natural) / (len(cells) - 1)
            spacing = even if even < _LOOSE * SIZE_3 else _SPACING
        x = _LEFT * MM + shift * (1 + _SPACING / SIZE_3)
        for _, run in groupby(cells, key=lambda cell: (cell.gap, bool(cell.mark))):
            piece = list(run)
            ends = x + sum(cell.wide + spacing for cell in piece)
            if piece[0].gap:
                self.paper.shade(x / MM, self.base - 4.6, (ends - x - spacing) / MM, 6.0, 0.86)
            if piece[0].mark:
                for cell in piece:
                    self._marked(x, cell, face)
                    x += cell.wide + spacing
            else:
                text = "".join(cell.letter for cell in piece)
                self.paper.write(x / MM, self.base, text, face, SIZE_3, spacing=spacing)
            x = ends
        self.line += 1

    def _marked(self, x: float, cell: _Cell, face: Face) -> None:
        wide = cell.wide - width(cell.mark, Face.SONG, _MARK)
        self.paper.write(x / MM, self.base, cell.letter, face, SIZE_3)
        self.paper.write((x + wide) / MM, self.base - _RISE / MM, cell.mark, Face.SONG, _MARK)

    def finish(self) -> bytes:
        """The whole, its last page ended."""
        self.turn()
        return self.paper.finish()


def _cells(pieces: Pieces, face: Face) -> list[_Cell]:
    ems = advances(face)
    found: list[_Cell] = []
    for piece in pieces:
        if piece.kind is Kind.MARK and found:
            before = found[-1]
            wide = before.wide + width(piece.text, Face.SONG, _MARK)
            found[-1] = _Cell(before.letter, before.gap, wide, before.mark + piece.text)
        else:
            gap = piece.kind is Kind.GAP
            found += [_Cell(letter, gap, ems[letter] * SIZE_3) for letter in tidy(piece.text).replace("\n", " ")]
    return found


def _lines(cells: list[_Cell], indent: int) -> Iterator[list[_Cell]]:
    """Lines of at most 28 characters, the first of them `indent` less, broken by the habits of Chinese typesetting."""
    text = "".join(cell.letter for cell in cells)
    begin, free = 0, (CHARACTERS - indent) * SIZE_3
    while begin < len(cells):
        end, taken = begin, 0.0
        while end < len(cells) and taken + cells[end].wide <= free + 0.01:
            taken += cells[end].wide
            end += 1
        if end < len(cells):
            nicely = next((at for at in range(end, begin + 1, -1) if may_break(text, at)), end)
            end = max(nicely, begin + 1)
        yield cells[begin:end]
        begin, free = end, CHARACTERS * SIZE_3


def _sign(paper: _Pages, report: Official) -> None:
    """附件说明, then who issues it, two characters in from the right, and the day, two further in than the name begins
    (GB/T 9704-2012 §7.3.4, §7.3.5.2)."""
    paper.need(5)
    paper.skip()
    paper.passage(Passage(Style.BODY, (Piece(f"附件：{report.annex_title}"),)))
    paper.skip()
    signed, day = (_cells(each, Face.FANGSONG) for each in (report.signed, report.day))
    wide, later = (sum(cell.wide for cell in cells) / SIZE_3 for cells in (signed, day))
    begins = CHARACTERS - 2 - max(wide, later + 2)
    paper.draw(signed, Face.FANGSONG, begins * SIZE_3, last=True)
    paper.draw(day, Face.FANGSONG, (begins + 2) * SIZE_3, last=True)


# -- the annex


def _annex(paper: _Pages, report: Official) -> None:
    paper.paper.write(_LEFT, paper.base, "附件", Face.HEI, SIZE_3)
    paper.line += 2
    paper.centre(report.annex_title, Face.TITLE, SIZE_2)
    top = TOP + (paper.line + 0.5) * _PITCH
    rows = [(line, [_wrapped(text, room) for text, room in _roomy(line)]) for line in report.annex]
    y = _heads(paper.paper, top)
    begun = top
    for _, cells in rows:
        high = _ROW + (max(map(len, cells)) - 1) * _LEADING
        if y + high > TOP + HEIGHT:
            _close(paper.paper, begun, y)
            paper.turn()
            begun = TOP
            y = _heads(paper.paper, begun)
        _row(paper.paper, cells, y, high)
        y += high
    _close(paper.paper, begun, y)
    _notes(paper, report, y + 7)


def _roomy(line: AnnexLine) -> list[tuple[str, float]]:
    texts = (line.number, line.label, _broken(line.code), line.exact, line.written, line.words)
    return [(str(text), room) for text, room in zip(texts, SHARES, strict=True)]


def _broken(code: str) -> str:
    """A code that is too long for its column, on two lines, parted at a point."""
    head, point, tail = code.rpartition(".")
    room = (SHARES[CODE_COLUMN] - 2 * _PAD) * MM
    return code if width(code, Face.SONG, SMALL_5) <= room else f"{head}{point}\n{tail}"


def _wrapped(text: str, room: float) -> list[Line]:
    return wrap(tidy(text), Face.SONG, SMALL_5, (room - 2 * _PAD) * MM)


def _edges() -> list[float]:
    found = [_LEFT]
    for share in SHARES:
        found.append(found[-1] + share)
    return found


def _heads(paper: Paper, y: float) -> float:
    paper.shade(_LEFT, y, _ROOM, _HEAD)
    edges = _edges()
    for head, left, right in zip(HEADS, edges, edges[1:], strict=False):
        paper.write((left + right) / 2, y + _HEAD / 2 + 0.38 * SIZE_5 / MM, head, Face.SONG, SIZE_5, "center")
    return y + _HEAD


def _row(paper: Paper, cells: Sequence[Sequence[Line]], y: float, high: float) -> None:
    paper.rule(_LEFT, y, _LEFT + _ROOM, y)
    aligns: tuple[Align, ...] = ("center", "left", "left", "right", "right", "left")
    edges = _edges()
    for lines, align, left, right in zip(cells, aligns, edges, edges[1:], strict=False):
        at = y + high / 2 + 0.38 * SMALL_5 / MM - (len(lines) - 1) * _LEADING / 2
        x = {"left": left + _PAD, "center": (left + right) / 2, "right": right - _PAD}[align]
        for line in lines:
            paper.write(x, at, line.text, Face.SONG, SMALL_5, align)
            at += _LEADING


def _close(paper: Paper, top: float, bottom: float) -> None:
    for edge in _edges()[1:-1]:
        paper.rule(edge, top, edge, bottom)
    paper.box(_LEFT, top, _ROOM, bottom - top, OUTER)


def _notes(paper: _Pages, report: Official, y: float) -> None:
    for number, note in enumerate(("说明", *report.notes)):
        text = tidy(note) if number == 0 else f"{number}. {tidy(note)}"
        for line in wrap(text, Face.SONG, SIZE_5, _ROOM * MM):
            if y > TOP + HEIGHT:
                paper.turn()
                y = TOP + _NOTE_LEADING
            paper.paper.write(_LEFT, y, line.text, Face.SONG, SIZE_5)
            y += _NOTE_LEADING
