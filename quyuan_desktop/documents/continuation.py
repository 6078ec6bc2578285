"""Continuation pages (续页): what did not fit the form, in full, under the labels of its cells."""

from collections.abc import Sequence
from dataclasses import dataclass

from quyuan_desktop.documents.fonts import Face
from quyuan_desktop.documents.form import PAD, VALUE, Section
from quyuan_desktop.documents.page import INNER, MM, OUTER, SIZE_4, SIZE_5, SMALL_4, Paper, Size
from quyuan_desktop.documents.wrap import Line, wrap

_LEADING = SIZE_5 * 1.55
_HEAD = 8.0  # millimetres: the line with a section's label
_INDENT = 2 * SIZE_5


@dataclass(frozen=True, slots=True)
class _Part:
    """As much of a section as one page holds."""

    heading: str
    lines: list[Line]
    opens: bool

    @property
    def height(self) -> float:
        return _HEAD + len(self.lines) * _LEADING / MM + 2 * PAD


def lay_out(sections: Sequence[Section], size: Size) -> list[list[_Part]]:
    """Divides `sections` among pages of `size`. No section, no page."""
    pages: list[list[_Part]] = []
    left = 0.0
    for section in sections:
        lines = wrap(section.text, VALUE, SIZE_5, (size.room - 4 * PAD) * MM, _INDENT, section.opens)
        opens, heading = section.opens, section.heading
        while lines:
            count = int((left - _HEAD - 2 * PAD) * MM / _LEADING)
            if count < min(2, len(lines)):
                pages.append([])
                left = _bottom(size) - _top(size)
                continue
            part = _Part(heading, lines[:count], opens)
            pages[-1].append(part)
            left -= part.height
            opens, lines = part.lines[-1].ends, lines[count:]
            heading = heading if heading.endswith("（续）") else f"{heading}（续）"
    return pages


def _top(size: Size) -> float:
    return 33.0 if size.height > 250 else 26.0


def _bottom(size: Size) -> float:
    return size.height - (18.0 if size.height > 250 else 13.0)


def draw_pages(
    paper: Paper,
    parts_of_pages: Sequence[Sequence[_Part]],
    heading: str,
    number: str,
    first: int = 2,
    pages: int = 0,
) -> None:
    """Draws continuation pages, the first of them as page `first` of `pages`: by itself all, and one before."""
    size = paper.size
    for page, parts in enumerate(parts_of_pages, first):
        middle, right = size.left + size.room / 2, size.left + size.room
        paper.write(middle, _top(size) - 11, f"{heading}续页", Face.TITLE, SIZE_4, "center", room=size.room)
        if number:
            text = f"编号：{number}"
            paper.write(right, _top(size) - 3, text, Face.SONG, SIZE_5, "right", room=size.room)
        at = _top(size)
        for part in parts:
            if at > _top(size):
                paper.rule(size.left, at, size.left + size.room, at, OUTER)
            paper.write(
                size.left + 2 * PAD, at + _HEAD / 2 + 0.38 * SMALL_4 / MM, part.heading, room=size.room - 4 * PAD
            )
            paper.rule(size.left, at + _HEAD, size.left + size.room, at + _HEAD, INNER)
            baseline = at + _HEAD + PAD + 0.5 * (_LEADING + 0.76 * SIZE_5) / MM
            room = (size.room - 4 * PAD) * MM
            paper.write_lines(
                size.left + 2 * PAD, baseline, part.lines, VALUE, SIZE_5, _LEADING, room, _INDENT, part.opens
            )
            at += part.height
        paper.box(size.left, _top(size), size.room, at - _top(size))
        paper.end_page(page, pages or 1 + len(parts_of_pages))
