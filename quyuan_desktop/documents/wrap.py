"""Breaks text into lines by the habits of Chinese typesetting (避头尾, GB/T 15834): no drawing here."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from quyuan_desktop.documents.fonts import Face, advances, require, tidy

# May not end a line, may not begin one (GB/T 15834-2011 §5.1).
_OPENING = frozenset("（([［｛{《〈「『【〖〔“‘〝￥$")
_CLOSING = frozenset("）)]］｝}》〉」』】〗〕”’〞，。、；：？！…—～·,.;:?!%％‰℃°")
_JOINING = frozenset("'’_.,:/@&+#~-–—")  # within a number or a word of letters
_LETTERS = frozenset(map(chr, (*range(0x30, 0x3A), *range(0x41, 0x5B), *range(0x61, 0x7B), *range(0xC0, 0x250))))


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its text, its width in points, where it begins in the text, whether it ends a paragraph."""

    text: str
    width: float
    start: int
    ends: bool


def wrap(text: str, face: Face, size: float, room: float, indent: float = 0, opens: bool = True) -> list[Line]:
    """Lines of `text`, none wider than `room` points; `text` is to be `tidy` already.

    `indent` (points) is kept free at the head of each paragraph, of the first too if it `opens` one. What
    can't be broken nicely is broken anywhere: no line is ever too wide. Raises `Trouble` for a character
    that no font has.
    """
    require(text, face)
    lines: list[Line] = []
    start = 0
    for paragraph in text.split("\n"):
        kept = indent if start or opens else 0
        lines.extend(_paragraph(paragraph, start, face, size, room, kept))
        start += len(paragraph) + 1
    return lines


def _paragraph(text: str, start: int, face: Face, size: float, room: float, indent: float) -> Iterator[Line]:
    ends = list(accumulate(map(advances(face).__getitem__, text), initial=0.0))  # ems before each character
    begin, length = 0, len(text)
    free = (room - indent) / size
    while ends[length] - ends[begin] > free:
        last = bisect_right(ends, ends[begin] + free, begin + 1, length + 1) - 1
        last = _break_before(text, begin, max(last, begin + 1))
        line = text[begin:last].rstrip(" ")
        yield Line(line, (ends[begin + len(line)] - ends[begin]) * size, start + begin, False)
        begin, free = last, room / size
        while begin < length and text[begin] == " ":  # blanks that the line end swallows
            begin += 1
    yield Line(text[begin:], (ends[length] - ends[begin]) * size, start + begin, True)


def _break_before(text: str, begin: int, last: int) -> int:
    """Where to break, `last` at the latest: before it when nothing forbids, anywhere when everything does."""
    for at in range(last, begin, -1):
        if may_break(text, at):
            return at
    return last


def may_break(text: str, at: int) -> bool:
    """Whether a line may end before the character at `at`."""
    before, after = text[at - 1], text[at]
    if after in _CLOSING or before in _OPENING:
        return False
    if after in _JOINING:
        return before not in _LETTERS or text[at + 1 : at + 2] not in _LETTERS
    if after not in _LETTERS:
        return True
    if before in _JOINING and at > 1:
        return text[at - 2] not in _LETTERS
    return before not in _LETTERS


def tidy_block(text: str) -> str:
    """`text` ready for a block: tidy, without blank lines at its ends or blanks at the ends of its lines."""
    return "\n".join(line.rstrip() for line in tidy(text).strip("\n 　").split("\n"))
