"""A `layout.Form` drawn as PDF: its pieces divided among pages, room to spare given out, head and foot of the pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from quyuan_desktop.documents.continuation import draw_pages, lay_out
from quyuan_desktop.documents.fonts import Face, require, tidy
from quyuan_desktop.documents.form import PAD, VALUE, Fit, Section, cut, rest_of, set_text, side_label
from quyuan_desktop.documents.form import block as running
from quyuan_desktop.documents.heads import checking, number_line
from quyuan_desktop.documents.layout import Form, boxed, filled, texts, told
from quyuan_desktop.documents.layout_pieces import Drawing, Piece, Place
from quyuan_desktop.documents.layout_stack import pieces_of, stack, tear
from quyuan_desktop.documents.layout_words import holds_code
from quyuan_desktop.documents.page import A4, SIZE_4, SIZE_5, SIZE_6, SMALL_5, SMALL_TITLE, TITLE_SIZE, Paper, Size
from quyuan_desktop.documents.sheet import Sheet
from quyuan_desktop.documents.wrap import tidy_block

_AIR = 0.55  # the rows of a page with room to spare may be so much higher
_CODE = 17.0  # millimetres: side of the check code at the foot
_BESIDE = 48.0  # small print begins so far to the right of it
_NOTE = 24.0  # small print becomes smaller rather than higher
_HAIR = 1e-6  # millimetres: rounding is not overflow


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A page's proportions in millimetres from `top`, its upper edge: baselines of office and title with their sizes
    in points; where the form begins on the first page and on further ones, where it ends; the height of a row."""

    size: Size
    office: float
    title: float
    first: float
    further: float
    bottom: float
    row: float
    types: tuple[float, float]
    top: float = 0.0


def _leaf(size: Size) -> _Leaf:
    if size.height > 250:
        return _Leaf(size, 20.0, 31.0, 43.0, 26.0, size.height - 22, 8.0, (SIZE_4 + 2, TITLE_SIZE))
    return _Leaf(size, 14.0, 22.5, 33.0, 20.0, size.height - 15, 7.4, (SIZE_4, SMALL_TITLE))


def _halves(size: Size) -> tuple[_Leaf, _Leaf]:
    middle = size.height / 2
    upper = _Leaf(size, 12.0, 20.0, 29.0, 20.0, middle - 5.5, 6.6, (SIZE_4, SMALL_TITLE))
    return upper, replace(upper, top=middle)


@dataclass(frozen=True, slots=True)
class _Page:
    """What is drawn below the head of a page, each with the height it begins at; where the part that stays ends."""

    drawn: list[tuple[Drawing, float]]
    kept: float


@dataclass(frozen=True, slots=True)
class _Plan:
    """The pages, and what is to be continued."""

    pages: list[_Page]
    rest: list[Section]


def form_pdf(form: Form, sheet: Sheet) -> bytes:
    """The paper as PDF. The same form and sheet give the same bytes.

    Raises `Trouble` naming the characters that no font has.
    """
    sheet = told(form, sheet)
    require("\n".join(texts(form, sheet)), VALUE)
    paper = Paper(form.size, sheet.title, sheet.office.name, sheet.issued_at)
    if not _draw_halves(paper, form, sheet):
        for mark in form.copies or (form.side,):
            _draw_copy(paper, form, sheet, mark)
    return paper.finish()


def _draw_halves(paper: Paper, form: Form, sheet: Sheet) -> bool:
    """Two copies on one sheet of A4 with a tear line between them; False when they are too long for that."""
    if len(form.copies) != 2 or form.size != A4:
        return False
    leaves = _halves(form.size)
    plan = _planned(form, sheet, leaves[0])
    if len(plan.pages) > 1 or plan.rest:
        return False
    for leaf, mark in zip(leaves, form.copies, strict=True):
        _draw_page(paper, form, sheet, leaf, plan, 0, mark)
    tear(paper, form.size.height / 2, tidy(sheet.number).replace("\n", " "))
    paper.end_page()
    return True


def _draw_copy(paper: Paper, form: Form, sheet: Sheet, mark: str) -> None:
    leaf = _leaf(form.size)
    plan = _planned(form, sheet, leaf)
    further = lay_out(plan.rest, form.size)
    pages = len(plan.pages) + len(further)
    for page in range(len(plan.pages)):
        _draw_page(paper, form, sheet, leaf, plan, page, mark)
        paper.end_page(page + 1, pages)
    draw_pages(paper, further, sheet.title, sheet.number, len(plan.pages) + 1, pages)


def _draw_page(paper: Paper, form: Form, sheet: Sheet, leaf: _Leaf, plan: _Plan, page: int, mark: str) -> None:
    size, drop = leaf.size, form.drop if page == 0 else 0
    middle, top = size.left + size.room / 2, leaf.top + drop
    if page == 0:
        small, large = leaf.types
        issuer = tidy(filled(form.issuer, sheet)).replace("\n", " ")
        paper.write(middle, top + leaf.office, issuer, Face.TITLE, small, "center", 1.0, size.room)
        paper.write(middle, top + leaf.title, sheet.title, Face.TITLE, large, "center", 2.0, size.room)
        _number(paper, top + leaf.first - 2.5, form, sheet)
    else:
        _running_head(paper, leaf, form, sheet)
    at = top + (leaf.first if page == 0 else leaf.further)
    if mark:
        beside = size.left + size.room + min(3.0, (size.right - 10) / 2)
        side_label(paper, beside, at, 8, leaf.top + plan.pages[page].kept - at, tidy(mark))
    for drawing, y in plan.pages[page].drawn:
        drawing(paper, size.left, leaf.top + y)


def _number(paper: Paper, y: float, form: Form, sheet: Sheet) -> None:
    """The number, or what stands in its place."""
    if not form.head:
        number_line(paper, y, sheet)
        return
    right = paper.size.left + paper.size.room
    paper.write(
        right,
        y,
        _head(form, sheet),
        Face.SONG,
        SIZE_5,
        "right",
        room=paper.size.room - (40 if sheet.copy_mark else 0),
    )
    paper.write(paper.size.left, y, sheet.copy_mark, Face.SONG, SIZE_5, room=38)


def _head(form: Form, sheet: Sheet) -> str:
    return tidy(filled(form.head, sheet)).replace("\n", " ")


def _running_head(paper: Paper, leaf: _Leaf, form: Form, sheet: Sheet) -> None:
    left, right, y = leaf.size.left, leaf.size.left + leaf.size.room, leaf.top + leaf.further - 3
    paper.write(left, y, sheet.title, Face.SONG, SIZE_5, room=leaf.size.room / 2 - 5)
    if form.head or sheet.number:
        number = _head(form, sheet) or f"编号：{sheet.number}"
        paper.write(right, y, number, Face.SONG, SIZE_5, "right", room=leaf.size.room / 2 - 5)


# -- planning


def _planned(form: Form, sheet: Sheet, leaf: _Leaf) -> _Plan:
    blocks = [block for each in form.blocks for _, block in boxed(each)]
    sealed = any(map(holds_code, blocks))
    foot, rest = _foot(form, sheet, leaf, coded=not sealed)
    pieces = pieces_of(form.blocks, Place(sheet, leaf.size.room, leaf.row), code=sealed)
    first = leaf.bottom - leaf.first - form.drop - (foot.height if foot else 0)
    pages: list[_Page] = []
    for page, airy in _divided(pieces, first, leaf.bottom - leaf.further):
        top, room = (leaf.further, leaf.bottom - leaf.further) if pages else (leaf.first + form.drop, first)
        planned, more = _set_page(page, room, top, leaf.size.room, airy=airy)
        if foot and not pages:
            planned.drawn.append((foot.settle(foot.height)[0], top + room))
        pages.append(planned)
        rest += more
    return _Plan(pages, rest)


def _divided(pieces: Sequence[Piece], first: float, further: float) -> Iterator[tuple[list[Piece], bool]]:
    """The pieces page by page, and whether what lies between two breaks has that page to itself."""
    room = first
    for part in _between_breaks(pieces):
        pages = _paged(part, room, further)
        yield from ((page, len(pages) == 1) for page in pages)
        room = further


def _between_breaks(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    part: list[Piece] = []
    for piece in pieces:
        if piece.breaks:
            yield part
            part = []
        else:
            part.append(piece)
    yield part


def _paged(pieces: Sequence[Piece], room: float, further: float) -> list[list[Piece]]:
    """`pieces` on pages: none is divided, what is tied stays together where a page can hold it, a table's head comes
    again."""
    pages: list[list[Piece]] = [[]]
    left = room
    for piece in pieces:
        if piece.height > left + _HAIR and pages[-1]:
            moved = [piece]
            while moved[0].tied and len(pages[-1]) > 1:
                moved.insert(0, pages[-1].pop())
            if sum(each.height for each in moved) > further or moved[0].tied:
                pages[-1] += moved[:-1]
                moved = [piece]
            if moved[0].head:
                moved.insert(0, moved[0].head)
            pages.append(moved)
            left = further - sum(each.height for each in moved)
        else:
            pages[-1].append(piece)
            left -= piece.height
    return pages


def _set_page(
    page: Sequence[Piece], room: float, top: float, wide: float, *, airy: bool
) -> tuple[_Page, list[Section]]:
    """Sets the pieces of a page one below the other, what stands at the foot against its bottom."""
    feet = [piece for piece in page if piece.foot]
    body = [piece for piece in page if not piece.foot]
    footing = sum(piece.height for piece in feet)
    heights = _heights(body, room - footing, airy=airy)
    draw, rest = stack(body, heights, wide)
    torn = next((n for n, piece in enumerate(body) if piece.torn), None)
    planned = _Page([(draw, top)], top + (room - footing if torn is None else sum(heights[:torn])))
    if feet:
        draw, more = stack(feet, [piece.height for piece in feet], wide)
        planned.drawn.append((draw, top + room - footing))
        rest += more
    return planned, rest


def _heights(pieces: Sequence[Piece], room: float, *, airy: bool) -> list[float]:
    """Gives the room to spare to what grows; else all rows become a little higher."""
    spare = max(room - sum(piece.height for piece in pieces), 0.0)
    grows = sum(piece.grows for piece in pieces)
    if grows:
        return [piece.height + spare * piece.grows / grows for piece in pieces]
    whole = sum(piece.height for piece in pieces if piece.box and piece.airy)
    if not airy or not whole:
        return [piece.height for piece in pieces]
    more = min(spare / whole, _AIR)
    return [piece.height * (1 + more) if piece.box and piece.airy else piece.height for piece in pieces]


# -- the foot of the first page


def _foot(form: Form, sheet: Sheet, leaf: _Leaf, *, coded: bool) -> tuple[Piece | None, list[Section]]:
    """Small print, and the check code where no seal has it beside itself; None when there is neither."""
    coded = coded and bool(sheet.digest or sheet.issued_by)
    text = tidy_block(filled(form.note, sheet))
    if not coded and not text:
        return None, []
    shift = _BESIDE if coded else 0.0
    room = leaf.size.room - shift + 2 * PAD
    note = Fit("", [], SMALL_5, 0)
    for size in (SMALL_5, 8.5, 8.0, SIZE_6):
        note = set_text(text, room, size, 1.45, face=Face.SONG)
        if note.height <= _NOTE:
            break
    note = cut(note, _NOTE)

    def draw(paper: Paper, x: float, y: float) -> None:
        if coded:
            check = checking(x, y + 3, _CODE, sheet)
            check.frame(paper)
            check.draw(paper)
        if text:
            running(paper, x + shift - PAD, y + 2, room, note)

    height = 3 + max(_CODE if coded else 0.0, note.height if text else 0.0)
    return Piece(height, lambda _: (draw, [])), rest_of(note, "说明")
