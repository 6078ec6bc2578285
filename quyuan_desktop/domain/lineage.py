"""Which of two states of a record came of which: decided by ancestry, never by clocks."""

import hashlib
import json
import re
from collections.abc import Collection, Iterator
from enum import StrEnum
from typing import Any

DEEPEST = 32
"""Levels of lists and dicts within one another that `canonical` writes."""

_DIGEST = re.compile("[0-9a-f]{64}")
_SCALARS = frozenset((str, int, bool, type(None)))
_TEXT = frozenset((str,))
_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, check_circular=False
)


class Kinship(StrEnum):
    """How a state that arrives stands to the one that is here."""

    NEW = "new"
    """Nothing is here."""
    NEWER = "newer"
    """It came of what is here, which it may replace."""
    SAME = "same"
    OLDER = "older"
    """What is here came of it."""
    CLASH = "clash"
    """Neither came of the other: a person decides."""


def compare(
    here: str | None, ancestors_here: Collection[str], there: str, ancestors_there: Collection[str]
) -> Kinship:
    """How the state with digest `there` stands to `here` (None: nothing is here), by all their ancestors' digests.

    Two states that each claim to come of the other are forged or damaged, and clash.
    """
    if here is None:
        return Kinship.NEW
    if here == there:
        return Kinship.SAME
    newer, older = here in ancestors_there, there in ancestors_here
    if newer == older:
        return Kinship.CLASH
    return Kinship.NEWER if newer else Kinship.OLDER


def canonical(value: Any) -> bytes:
    """The one JSON form of `value`: keys sorted by code point, no spaces, UTF-8.

    A tuple is written as a list. Raises TypeError for anything but text, whole numbers, True, False, None, lists
    and dicts with text for keys (floats have more than one written form), ValueError for what is nested deeper
    than `DEEPEST` or holds lone surrogates.
    """
    _refuse(value, DEEPEST)
    return _ENCODER.encode(value).encode("utf-8")


def digest(content: Any, parents: Collection[str]) -> str:
    """The name of a state: SHA-256 in hexadecimal over its content and its ancestors' digests.

    Neither the order nor the repetition of `parents` matters. Raises as `canonical` does, and ValueError when one
    of them is no digest.
    """
    return digest_of(canonical(content), parents)


def digest_of(written: bytes, parents: Collection[str]) -> str:
    """As `digest`, of a content whose canonical form is `written`. Raises ValueError or TypeError for `parents`."""
    return hashlib.sha256(b"[%b,%b]" % (written, _listed(parents))).hexdigest()


def digest_by_parts(content: Any, parents: Collection[str]) -> str:
    """As `digest`, of a content too large to be held: an iterator in it, or in what it gives, is written as a list."""
    found = hashlib.sha256(b"[")
    for part in _parts(content):
        found.update(part)
    found.update(b",%b]" % _listed(parents))
    return found.hexdigest()


def _parts(value: Any) -> Iterator[bytes]:
    if isinstance(value, Iterator):
        before = b"["
        for each in value:
            yield before
            yield from _parts(each)
            before = b","
        yield b"[]" if before == b"[" else b"]"
    elif isinstance(value, dict) and any(isinstance(each, Iterator) for each in value.values()):
        before = b"{"
        for key in sorted(value):
            yield b"%b%b:" % (before, canonical(key))
            yield from _parts(value[key])
            before = b","
        yield b"}"
    else:
        yield canonical(value)


def _listed(parents: Collection[str]) -> bytes:
    if not all(map(_DIGEST.fullmatch, parents)):
        raise ValueError("an ancestor's digest is 64 hexadecimal digits")
    ancestors = '","'.join(sorted(set(parents)))
    return f'["{ancestors}"]'.encode("ascii") if ancestors else b"[]"


def _refuse(value: Any, deepest: int) -> None:
    """Raise for what has no canonical form. Types are compared exactly: an enum member is not its code."""
    kind = type(value)
    if kind in _SCALARS:
        return
    if deepest == 0:
        raise ValueError("nested too deeply")
    if kind is dict:
        if not _TEXT.issuperset(map(type, value)):
            raise TypeError("keys are text")
        value = value.values()
    elif kind is not list and kind is not tuple:
        raise TypeError(f"{kind.__name__} has no canonical form")
    for each in value:
        if type(each) not in _SCALARS:
            _refuse(each, deepest - 1)
