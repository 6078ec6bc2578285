"""The words of a query: the grams that a record with them must have, and whether its texts really hold them.

Grams only choose candidates; nothing is shown that was not held against the stored text. Pure functions.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from quyuan_desktop.storage.grams import (
    DIGITS,
    SPELT,
    SPELT_LENGTHS,
    TAIL,
    THREE_DIGITS,
    Way,
    fold,
    number_grams,
    number_parts,
    phones,
    register_gram,
    spaced,
    squeezed,
    unpacked,
    windows,
)

MOST_GRAMS = 12
"""Grams looked up for one word; the whole word is held against the text afterwards."""
LEAST_PHONE, LEAST_TAIL, LEAST_INSIDE = 3, 4, 6
"""Characters of a telephone number, of an ID number's end and of its inside that are enough to find it."""
_INITIALS = re.compile("(?!.*[zcs]h)[^aeiouv]{1,3}")
"""Letters that can only be the initials of as many syllables."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a query: folded, without punctuation (`whole`), cut at it (`runs`), as number (`parts`).

    `ways` are those in which it may be found.
    """

    folded: str
    whole: str
    runs: tuple[str, ...]
    parts: tuple[str, ...]
    ways: frozenset[str]


def words_of(query: str) -> list[Word]:
    """The words of a query; those that can't be seen are left out."""
    return [_word(typed) for typed in query.split() if fold(typed)]


def _word(typed: str) -> Word:
    whole, parts = squeezed(typed), tuple(number_parts(typed))
    ways = {Way.CONTENT}
    if whole:
        ways.add(Way.NAME)
    if any(part.isdecimal() for part in parts):
        ways.add(Way.NUMBER)
    if whole.isascii() and len(whole) >= LEAST_TAIL:
        ways.add(Way.TAIL)
    if re.fullmatch(f"[0-9]{{{LEAST_PHONE},}}", whole):
        ways.add(Way.PHONE)
    return Word(fold(typed), whole, tuple(spaced(typed).split()), parts, frozenset(ways))


def exact(words: Sequence[Word]) -> list[Word]:
    """What a query of short numbers alone most likely means; [] for any other query.

    One number is a document number's whole group or the tail of an ID number, no mere part of something; several
    are one document number (2023 118).
    """
    if not words or not all(re.fullmatch("[0-9]{1,5}", word.whole) for word in words):
        return []
    ways = frozenset((Way.NUMBER, Way.TAIL)) & words[0].ways if len(words) == 1 else frozenset((Way.NUMBER,))
    return [Word("", words[0].whole, (), tuple(part for word in words for part in word.parts), ways)]


def expression(words: Sequence[Word], registers: Sequence[str] | None) -> str:
    """The FTS5 query that every record with these words fulfils; empty when nothing can be looked up."""
    needed = [sought for word in words[:MOST_GRAMS] if (sought := _sought(word))]
    if not needed:
        return ""
    if registers is not None:
        needed.append(_either(_quoted(register_gram(each)) for each in registers))
    return " AND ".join(needed) if all(needed) else ""


def _sought(word: Word) -> str:
    whole, ways = word.whole, [_literal(word.runs)]
    if Way.NAME in word.ways and re.fullmatch("[^0-9]*[a-z][^0-9]*", whole):
        ways.append(_spelt_sought(whole))
    if Way.NUMBER in word.ways:
        ways.append([_quoted(gram) for gram in number_grams(word.parts)])
    if Way.PHONE in word.ways:
        ways.append(_digits_sought(whole))
    if Way.TAIL in word.ways:
        ways.append(_tail_sought(whole))
    return _either(dict.fromkeys(" AND ".join(dict.fromkeys(each)) for each in ways if each))


def _tail_sought(whole: str) -> list[str]:
    if len(whole) >= LEAST_INSIDE:
        # The beginning of an ID number is half the village's: the end tells more.
        return [_quoted(TAIL + whole[-5:]), _quoted(TAIL + whole[-8:][:5])]
    return [_quoted(TAIL + whole[-4:] + TAIL), *map(_quoted, (TAIL + part for part in windows(whole, 5)))]


def _literal(runs: Sequence[str]) -> list[str]:
    """What a name or a content with these runs has."""
    needed = [sought for run in runs for sought in _run_sought(run)]
    return needed[:: -(-len(needed) // MOST_GRAMS)] if needed else []


def _run_sought(run: str) -> Iterator[str]:
    if len(run) == 1:
        yield _quoted(run)
    covered: set[int] = set()
    for digits in THREE_DIGITS.finditer(run):
        covered.update(range(digits.start(), digits.end() - 1))
        yield from _digits_sought(digits[0])
    yield from (_quoted(run[at : at + 2]) for at in range(len(run) - 1) if at not in covered)


def _digits_sought(digits: str) -> list[str]:
    if len(digits) == 3:
        return [_quoted(DIGITS + digits)]
    return [_quoted(DIGITS + digits[at : at + 4]) for at in (*range(0, len(digits) - 4, 4), len(digits) - 4)]


def _spelt_sought(whole: str) -> list[str]:
    """What a name has that is typed in pinyin, or partly in characters."""
    needed = []
    for part in re.finditer("[a-z]+|[^a-z]+", whole):
        if not part[0].isascii():
            needed.extend(windows(part[0], 2) or [part[0]])
            continue
        before = whole[: part.start()][-1:]
        if before and _INITIALS.fullmatch(part[0]):
            needed.append(SPELT + before + part[0])
            continue
        length = max(each for each in SPELT_LENGTHS if each <= len(part[0]))
        needed.append(SPELT + part[0][:length])
        if before:
            needed.append(SPELT + before + part[0][0])
    return [_quoted(gram) for gram in needed[:MOST_GRAMS]]


def _quoted(gram: str) -> str:
    return f'"{gram}"'


def _either(expressions: Iterable[str]) -> str:
    each = list(expressions)
    return "(" + " OR ".join(f"({one})" for one in each) + ")" if each else ""


# -- holding a candidate against its text


def reason(stored: bytes, words: Sequence[Word]) -> str:
    """Why a record with these texts is a hit; empty when some word is nowhere in them."""
    texts = unpacked(stored)
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
    width, parts = len(word.parts), tuple(number_parts(text))
    if any(parts[at : at + width] == word.parts for at in range(len(parts) - width + 1)):
        return f"{label} {text}"
    return ""


def _seen_content(word: Word, label: str, text: str, _spelt: str) -> str:
    at = text.find(word.folded)
    if at < 0:
        inside = fold(text).find(word.folded)
        if inside < 0:
            return ""
        at = _place(text, inside)
    start, end = max(0, at - 8), at + len(word.folded) + 12
    return f"{label} {'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"


def _place(text: str, inside: int) -> int:
    """Where in `text` the character lies that is at `inside` in the folded text."""
    length = 0
    for at, character in enumerate(text):
        length += len(fold(character))
        if length > inside:
            return at
    raise ValueError("no such place in the text")


def _seen_name(word: Word, label: str, text: str, spelt: str) -> str:
    name = text if word.whole in text else squeezed(text)
    if word.whole in name:
        return f"{label} {text}"
    if not re.search("[a-z]", word.whole):
        return ""
    for reading in spelt.split(","):
        syllables = reading.split()
        if word.whole in "".join([each[0] for each in syllables]) or _spells(word.whole, name, syllables):
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
    whole, typed = squeezed(text), word.whole
    if typed == whole:
        return f"{label} {typed.upper()}"
    if whole.endswith(typed):
        return f"{label}尾号 {typed.upper()}"
    if len(typed) >= LEAST_INSIDE and typed in whole:
        return f"{label} {'…' * (not whole.startswith(typed))}{typed.upper()}…"
    return ""


def _seen_phone(word: Word, label: str, text: str, _spelt: str) -> str:
    typed = word.whole
    for number in phones(text):
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
