"""What a record is found by: its texts folded and cut into grams for the search index.

Characters are folded here, so that nobody's name hangs on the Unicode tables of SQLite. Grams of different sorts
are told apart by a mark, which is punctuation and so never inside a gram. Pure functions without database.
"""

import re
import sys
import unicodedata
from array import array
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from quyuan_desktop.domain.text import VARIATION

Readings = Callable[[str], Sequence[Sequence[str]]]
"""Every reading of a name: the pinyin of each of its characters, lower case, without tones."""


class Way(StrEnum):
    """How a text may be found.

    NAME: any part; pinyin from any syllable on, by whole syllables or initials. TAIL (ID numbers): the last 4
    characters or more, or any 6. PHONE: any 3 digits. NUMBER (document numbers): its groups of digits, each whole.
    CONTENT: any part.
    """

    NAME = "name"
    TAIL = "tail"
    PHONE = "phone"
    NUMBER = "number"
    CONTENT = "content"


class SearchText(NamedTuple):
    """One text by which a record is found; `label` is the field's, shown as the reason of a hit."""

    way: Way
    label: str
    text: str


_NAME, _TAIL, _PHONE, _CONTENT = Way.NAME, Way.TAIL, Way.PHONE, Way.CONTENT
LONGEST_TEXT, LONGEST_NAME = 20_000, 200
"""Characters of one text, and of a name, that are searched; what follows them is not found."""

SPELT = (
    "¶"  # what may be typed for a name from a syllable on, cut to a length; a character and the initials after it
)
SPELT_LENGTHS = (*range(1, 15), 17)
DIGITS = "·"  # any three or four digits of a telephone number or in a text
TAIL = "§"  # any five characters of an ID number; the last four with a mark behind, too
GROUP = "¡"  # a whole group of digits of a document number, alone or with its neighbour
_REGISTER = "¿"
_BETWEEN = "\x1f"
_AS_NUMBERS = "utf-32-le" if sys.byteorder == "little" else "utf-32-be"
_UNSTORABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
_NUMBER_PARTS, _DIGITS = re.compile(r"[0-9]+|[^0-9 ]"), re.compile(r"[0-9]+")
_VARIATION = re.compile(f"[{VARIATION}]")
_COMMON = re.compile("[，。、；：？！（）〔〕“”《》]")
"""The punctuation that most texts have; what is left of those is mostly folded already."""
_FOLDED = re.compile("[\u4e00-\u9fff0-9a-z ]*")
_INVISIBLE = frozenset(("Cc", "Cf", "Cs", "Zs", "Zl", "Zp"))
_PUNCTUATION = frozenset(("Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk"))


# -- characters


class _Folding(dict[int, str]):
    """For str.translate: width, case and compatibility forms are one, what can't be seen is nothing.

    With `gap`, punctuation is that. It fills itself with the characters it meets.
    """

    def __init__(self, gap: str | None) -> None:
        super().__init__()
        self.gap = gap

    def __missing__(self, code: int) -> str:
        character, folded = chr(code), ""
        if unicodedata.category(character) not in _INVISIBLE and not _VARIATION.match(character):
            folded = "".join(unicodedata.normalize("NFKC", character).casefold().split())
        if self.gap is not None:
            folded = "".join(self.gap if unicodedata.category(each) in _PUNCTUATION else each for each in folded)
        self[code] = folded
        return folded


@cache
def _folding(gap: str | None = None) -> _Folding:
    return _Folding(gap)


def fold(text: str) -> str:
    return text.translate(_folding())


def spaced(text: str) -> str:
    """The folded text with a space for each punctuation."""
    if " " not in text and _FOLDED.fullmatch(common := _COMMON.sub(" ", text)):
        return common
    return text.translate(_folding(" "))


def squeezed(text: str) -> str:
    """The folded text without punctuation."""
    return text.translate(_folding(""))


def number_parts(text: str) -> list[str]:
    """A document number as groups of digits, whole, and single other characters."""
    return _NUMBER_PARTS.findall(spaced(text))


def phones(text: str) -> list[str]:
    return _DIGITS.findall(fold(text).replace("-", ""))


def windows(text: str, width: int) -> list[str]:
    return [text[at : at + width] for at in range(len(text) - width + 1)]


# -- what is stored of a record


def packed(texts: Sequence[SearchText], readings: Readings) -> bytes:
    """The texts as they are stored, names with their readings.

    GB 18030 has every character, and two bytes for a common one where UTF-8 has three.
    """
    return _packed(_kept(texts, readings))


def entry_of(register: str, texts: Sequence[SearchText], readings: Readings) -> tuple[bytes, str]:
    """The texts as they are stored, and the grams of them: `packed` and `grams_of` at once."""
    kept = _kept(texts, readings)
    return _packed(kept), _grams(register, kept)


_Kept = tuple[str, str, str, str]
"""Way, label, text and spelling."""


def _kept(texts: Sequence[SearchText], readings: Readings) -> list[_Kept]:
    kept: list[_Kept] = []
    for way, label, text in texts:
        text = text[: LONGEST_NAME if way is _NAME else LONGEST_TEXT]
        if not text.isprintable():
            text = _UNSTORABLE.sub(" ", text)
        if text := text.strip():
            kept.append((way, label, text, _spelling(squeezed(text), readings) if way is _NAME else ""))
    return kept


def _packed(kept: Iterable[_Kept]) -> bytes:
    return _BETWEEN.join(map(_BETWEEN.join, kept)).encode("gb18030")


@lru_cache(maxsize=10_000)
def _spelling(name: str, readings: Readings) -> str:
    """A name's readings: syllables by spaces, readings by commas."""
    return ",".join(" ".join(syllables) for syllables in readings(name))


def unpacked(stored: bytes) -> list[_Kept]:
    """Way, label, text and spelling of each stored text."""
    parts = iter(stored.decode("gb18030").split(_BETWEEN))
    return list(zip(parts, parts, parts, parts, strict=False))  # nothing stored is one empty part


# -- the grams of a record


def grams_of(register: str, stored: bytes) -> str:
    """What the index takes in for a record: its grams with spaces between, some more than once."""
    return _grams(register, unpacked(stored))


def _grams(register: str, kept: Iterable[_Kept]) -> str:
    grams = [register_gram(register)]
    read = []
    for way, _label, text, spelt in kept:
        if way == _CONTENT:
            read.append(spaced(text))
        elif way == _NAME:
            name = squeezed(text)
            read.append(name)
            grams += [_spelt_grams(name, reading) for reading in spelt.split(",")]
        elif way == _PHONE:
            for number in phones(text):
                grams += digit_grams(number)
        elif way == _TAIL:
            whole = squeezed(text)
            grams += [TAIL + part for part in windows(whole, 5)]
            grams.append(TAIL + whole[-4:] + TAIL)
        else:
            grams.extend(number_grams(number_parts(text)))
    together = " ".join(read)
    for digits in THREE_DIGITS.findall(together):
        grams.extend(digit_grams(digits))
    grams.append(_neighbours(together))
    return " ".join(grams)


def _neighbours(text: str) -> str:
    """Every character and every two that stand together, with spaces between; two with a space in them fall apart into
    what is there already. Put together as numbers: a text holds hundreds."""
    codes = array("I", text.encode(_AS_NUMBERS))
    blanks = array("I", (ord(" "),)) * len(codes)
    found = blanks * 5
    found[0::5] = found[2::5] = codes
    found[3::5] = codes[1:] + blanks[:1]
    return found.tobytes().decode(_AS_NUMBERS)


def register_gram(register: str) -> str:
    return _REGISTER + register.encode().hex()


THREE_DIGITS = re.compile("[0-9]{3,}")


def digit_grams(digits: str) -> list[str]:
    return [DIGITS + part for width in (3, 4) for part in windows(digits, width)]


def number_grams(parts: Sequence[str]) -> list[str]:
    return [GROUP + part for part in parts if part.isdecimal()] + [
        GROUP + one + GROUP + next_ for one, next_ in pairwise(parts) if one.isdecimal() or next_.isdecimal()
    ]


@lru_cache(maxsize=10_000)
def _spelt_grams(name: str, reading: str) -> str:
    """Beginnings of what may be typed for a name from any syllable on, whole syllables or initials.

    In the long names of bodies whole syllables only or initials only. For what is typed partly in characters:
    each character with up to three initials that follow.
    """
    syllables = reading.split()
    grams = {
        SPELT + typed[:length]
        for at in range(len(syllables))
        for typed in _spellings(syllables[at : at + 10], mixed=len(syllables) <= 4)
        for length in SPELT_LENGTHS
        if length <= len(typed)
    }
    initials = "".join(each[0] for each in syllables)
    grams.update(
        SPELT + name[at : at + 1] + initials[at + 1 : end]
        for at in range(len(initials) - 1)
        for end in range(at + 2, min(at + 5, len(initials) + 1))
    )
    return " ".join(sorted(grams))


def _spellings(syllables: Sequence[str], *, mixed: bool) -> Iterable[str]:
    if not mixed:
        return ("".join(syllables), "".join(each[0] for each in syllables))
    typed = {""}
    for each in syllables:
        typed = {before + more for before in typed for more in (each, each[0])}
    return typed
