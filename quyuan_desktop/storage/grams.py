"""What a text is found by: its grams, those a typed word needs, and whether word and text really meet.

Characters are folded here, so that nobody's name hangs on the Unicode tables of SQLite. Grams only choose
candidates. Those of different sorts are told apart by a mark, which is punctuation and so never inside a gram.
Pure functions without database.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from operator import add

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


@dataclass(frozen=True, slots=True)
class SearchText:
    """One text by which a record is found; `label` is the field's, shown as the reason of a hit."""

    way: Way
    label: str
    text: str


LONGEST_TEXT = 20_000
"""Characters of one text that are searched; what follows them is not found."""
MOST_GRAMS = 12
"""Grams looked up for one word; the whole word is held against the text afterwards."""
LEAST_PHONE, LEAST_TAIL, LEAST_INSIDE = 3, 4, 6

_SPELT = "¶"  # what may be typed for a name from a syllable on, cut to a length; a character and the next initial
_SPELT_LENGTHS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 17)
_DIGITS = "·"  # any four digits of a telephone number or in a text, and the last three
_TAIL = "§"  # any five characters of an ID number; the last four with a mark behind, too
_GROUP = "¡"  # a whole group of digits of a document number
_REGISTER = "¿"
_BETWEEN_TEXTS, _BETWEEN_PARTS = "\x1e", "\x1f"
_UNSTORABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
_VARIATION = re.compile(f"[{VARIATION}]")
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


def _fold(text: str) -> str:
    return text.translate(_folding())


def _spaced(text: str) -> str:
    """The folded text with a space for each punctuation."""
    return text.translate(_folding(" "))


def _squeezed(text: str) -> str:
    """The folded text without punctuation."""
    return text.translate(_folding(""))


def _number_parts(text: str) -> list[str]:
    """A document number as groups of digits, whole, and single other characters."""
    return re.findall(r"[0-9]+|[^0-9 ]", _spaced(text))


def _phones(text: str) -> list[str]:
    return re.findall(r"[0-9]+", _fold(text).replace("-", ""))


def _windows(text: str, width: int) -> list[str]:
    return [text[at : at + width] for at in range(len(text) - width + 1)]


# -- what is stored of a record


def packed(texts: Sequence[SearchText], readings: Readings) -> bytes:
    """The texts as they are stored, names with their readings.

    GB 18030 has every character, and two bytes for a common one where UTF-8 has three.
    """
    kept = []
    for each in texts:
        text = _UNSTORABLE.sub(" ", each.text[:LONGEST_TEXT]).strip()
        if text:
            spelt = _spelling(text, readings) if each.way is Way.NAME else ""
            kept.append(_BETWEEN_PARTS.join((each.way.value, each.label, text, spelt)))
    return _BETWEEN_TEXTS.join(kept).encode("gb18030")


def _spelling(name: str, readings: Readings) -> str:
    """A name's readings: syllables by spaces, readings by commas."""
    return ",".join(" ".join(syllables) for syllables in readings(_squeezed(name)))


def _unpacked(stored: bytes) -> list[list[str]]:
    """Way, label, text and spelling of each stored text."""
    return [each.split(_BETWEEN_PARTS) for each in stored.decode("gb18030").split(_BETWEEN_TEXTS) if each]


# -- the grams of a record


def grams_of(register: str, stored: bytes) -> str:
    """What the index takes in for a record: its grams with spaces between, some more than once."""
    grams = [_register_gram(register)]
    read = []
    for way, _label, text, spelt in _unpacked(stored):
        if way == Way.CONTENT:
            read.append(_spaced(text))
        elif way == Way.NAME:
            name = _squeezed(text)
            read.append(name)
            grams.extend(_spelt_grams(name, reading) for reading in spelt.split(","))
        elif way == Way.PHONE:
            grams.extend(gram for number in _phones(text) for gram in _digit_grams(number))
        elif way == Way.TAIL:
            whole = _squeezed(text)
            grams.extend(_TAIL + part for part in _windows(whole, 5))
            grams.append(_TAIL + whole[-4:] + _TAIL)
        else:
            grams.extend(_GROUP + part for part in _number_parts(text) if part.isdecimal())
    together = " ".join(read)
    for digits in _THREE_DIGITS.findall(together):
        grams.extend(_digit_grams(digits))
    grams.extend(together)
    grams.extend(map(add, together, together[1:]))  # one with a space in it falls apart into what is there already
    return " ".join(grams)


def _register_gram(register: str) -> str:
    return _REGISTER + register.encode().hex()


_THREE_DIGITS = re.compile("[0-9]{3,}")


def _digit_grams(digits: str) -> list[str]:
    return [_DIGITS + part for part in (*_windows(digits, 4), digits[-3:])]


@lru_cache(maxsize=10_000)
def _spelt_grams(name: str, reading: str) -> str:
    """Beginnings of what may be typed for a name from any syllable on, whole syllables or initials.

    In the long names of bodies whole syllables only or initials only. For what is typed partly in characters:
    each character with the initial that follows.
    """
    syllables = reading.split()
    grams = {
        _SPELT + typed[:length]
        for at in range(len(syllables))
        for typed in _spellings(syllables[at : at + 10], mixed=len(syllables) <= 4)
        for length in _SPELT_LENGTHS
        if length <= len(typed)
    }
    grams.update(_SPELT + one + syllable[0] for one, syllable in zip(name, syllables[1:], strict=False))
    return " ".join(sorted(grams))


def _spellings(syllables: Sequence[str], *, mixed: bool) -> Iterable[str]:
    if not mixed:
        return ("".join(syllables), "".join(each[0] for each in syllables))
    typed = {""}
    for each in syllables:
        typed = {before + more for before in typed for more in (each, each[0])}
    return typed


# -- a query and the grams it needs


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a query as folded, squeezed and cut at punctuation, and the ways in which it may be found."""

    folded: str
    squeezed: str
    runs: tuple[str, ...]
    parts: tuple[str, ...]
    ways: frozenset[str]

    @property
    def number(self) -> bool:
        """Whether it may be a whole document number's serial."""
        return bool(re.fullmatch("[0-9]{1,8}", self.squeezed))


def words_of(query: str) -> list[Word]:
    """The words of a query; those that can't be seen are left out."""
    return [_word(typed) for typed in query.split() if _fold(typed)]


def _word(typed: str) -> Word:
    squeezed, parts = _squeezed(typed), tuple(_number_parts(typed))
    ways = {Way.CONTENT}
    if squeezed:
        ways.add(Way.NAME)
    if any(part.isdecimal() for part in parts):
        ways.add(Way.NUMBER)
    if squeezed.isascii() and len(squeezed) >= LEAST_TAIL:
        ways.add(Way.TAIL)
    if re.fullmatch(f"[0-9]{{{LEAST_PHONE},}}", squeezed):
        ways.add(Way.PHONE)
    return Word(_fold(typed), squeezed, tuple(_spaced(typed).split()), parts, frozenset(ways))


def as_number(words: Sequence[Word]) -> list[Word]:
    """The words with those of digits joined into one document number, first; [] when there is none."""
    numbers = [word for word in words if word.number]
    if not numbers:
        return []
    joined = Word("", "", (), tuple(part for word in numbers for part in word.parts), frozenset((Way.NUMBER,)))
    return [joined, *(word for word in words if not word.number)]


def expression(words: Sequence[Word], registers: Sequence[str] | None) -> str:
    """The FTS5 query that every record with these words fulfils; empty when nothing can be looked up."""
    needed = [sought for word in words[:MOST_GRAMS] if (sought := _sought(word))]
    if not needed:
        return ""
    if registers is not None:
        needed.append(_either(_quoted(_register_gram(each)) for each in registers))
    return " AND ".join(needed) if all(needed) else ""


def _sought(word: Word) -> str:
    whole, ways = word.squeezed, [_literal(word.runs)]
    if Way.NAME in word.ways and re.fullmatch("[^0-9]*[a-z][^0-9]*", whole):
        ways.append(_spelt_sought(whole))
    if Way.NUMBER in word.ways:
        ways.append([_quoted(_GROUP + part) for part in word.parts if part.isdecimal()])
    if Way.PHONE in word.ways:
        ways.append(_digits_sought(whole))
    if Way.TAIL in word.ways:
        ways.append([_quoted(_TAIL + whole[-4:] + _TAIL)])
        if len(whole) >= LEAST_INSIDE:
            # The beginning is most people's, so the end tells more.
            ways.append([_quoted(_TAIL + whole[-5:]), _quoted(_TAIL + whole[-8:][:5])])
    return _either(" AND ".join(dict.fromkeys(each)) for each in ways if each)


def _literal(runs: Sequence[str]) -> list[str]:
    """What a name or a content with these runs has."""
    needed = [sought for run in runs for sought in _run_sought(run)]
    return needed[:: -(-len(needed) // MOST_GRAMS)] if needed else []


def _run_sought(run: str) -> Iterator[str]:
    if len(run) == 1:
        yield _quoted(run)
    covered: set[int] = set()
    for digits in _THREE_DIGITS.finditer(run):
        covered.update(range(digits.start(), digits.end() - 1))
        yield from _digits_sought(digits[0])
    yield from (_quoted(run[at : at + 2]) for at in range(len(run) - 1) if at not in covered)


def _digits_sought(digits: str) -> list[str]:
    if len(digits) == 3:
        return [_either(_quoted(_DIGITS + digits + more) for more in ("", *"0123456789"))]
    starts = dict.fromkeys((*range(0, len(digits) - 3, 4), len(digits) - 4))
    return [_quoted(_DIGITS + digits[at : at + 4]) for at in starts]


def _spelt_sought(whole: str) -> list[str]:
    """What a name has that is typed in pinyin, or partly in characters."""
    needed = []
    for part in re.finditer("[a-z]+|[^a-z]+", whole):
        if part[0].isascii():
            length = max(each for each in _SPELT_LENGTHS if each <= len(part[0]))
            needed.append(_SPELT + part[0][:length])
            if part.start():
                needed.append(_SPELT + whole[part.start() - 1 : part.start() + 1])
        else:
            needed.extend(_windows(part[0], 2) or [part[0]])
    return [_quoted(gram) for gram in needed[:MOST_GRAMS]]


def _quoted(gram: str) -> str:
    return f'"{gram}"'


def _either(expressions: Iterable[str]) -> str:
    each = list(expressions)
    return "(" + " OR ".join(f"({one})" for one in each) + ")" if each else ""


# -- holding a candidate against its text


def reason(stored: bytes, words: Sequence[Word]) -> str:
    """Why a record with these texts is a hit; empty when some word is nowhere in them."""
    texts = _unpacked(stored)
    reasons: dict[str, None] = {}
    for word in words:
        for way, label, text, spelt in texts:
            if way in word.ways and (seen := _SEEN[way](word, label, text, spelt)):
                reasons[seen] = None
                break
        else:
            return ""
    return "；".join(reasons)


def _seen_number(word: Word, label: str, text: str, _spelt: str) -> str:
    width, parts = len(word.parts), tuple(_number_parts(text))
    if any(parts[at : at + width] == word.parts for at in range(len(parts) - width + 1)):
        return f"{label} {text}"
    return ""


def _seen_content(word: Word, label: str, text: str, _spelt: str) -> str:
    at = text.find(word.folded)
    if at < 0:
        inside = _fold(text).find(word.folded)
        if inside < 0:
            return ""
        at = _place(text, inside)
    start, end = max(0, at - 8), at + len(word.folded) + 12
    return f"{label} {'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def _place(text: str, inside: int) -> int:
    """Where in `text` the character lies that is at `inside` in the folded text."""
    length = 0
    for at, character in enumerate(text):
        length += len(_fold(character))
        if length > inside:
            return at
    raise ValueError("no such place in the text")


def _seen_name(word: Word, label: str, text: str, spelt: str) -> str:
    name = text if word.squeezed in text else _squeezed(text)
    if word.squeezed in name:
        return f"{label} {text}"
    if not word.squeezed.isascii() and not re.search("[a-z]", word.squeezed):
        return ""
    if any(_spells(word.squeezed, name, reading.split()) for reading in spelt.split(",")):
        return f"{label} {text}（拼音 {word.folded}）"
    return ""


def _spells(typed: str, name: str, syllables: Sequence[str]) -> bool:
    """Whether `typed` is the name from some character on: characters, syllables, initials, the last cut short."""
    for start in range(len(name)):
        ends = {0}
        for character, syllable in zip(name[start:], syllables[start:], strict=False):
            if any(syllable.startswith(typed[end:]) for end in ends):
                return True
            parts = (character, syllable, syllable[:1])
            ends = {end + len(part) for end in ends for part in parts if part and typed.startswith(part, end)}
            if len(typed) in ends:
                return True
    return False


def _seen_tail(word: Word, label: str, text: str, _spelt: str) -> str:
    whole, typed = _squeezed(text), word.squeezed
    if typed == whole:
        return f"{label} {typed.upper()}"
    if whole.endswith(typed):
        return f"{label}尾号 {typed.upper()}"
    if len(typed) >= LEAST_INSIDE and typed in whole:
        return f"{label} {'…' * (not whole.startswith(typed))}{typed.upper()}…"
    return ""


def _seen_phone(word: Word, label: str, text: str, _spelt: str) -> str:
    typed = word.squeezed
    for number in _phones(text):
        if typed in number:
            before, after = not number.startswith(typed), not number.endswith(typed)
            return f"{label} {'…' * before}{typed}{'…' * after}"
    return ""


_SEEN: dict[str, Callable[[Word, str, str, str], str]] = {
    Way.NAME: _seen_name,
    Way.TAIL: _seen_tail,
    Way.PHONE: _seen_phone,
    Way.NUMBER: _seen_number,
    Way.CONTENT: _seen_content,
}
