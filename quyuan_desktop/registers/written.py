"""Canonical JSON quickly, of what is known to hold nothing but texts, whole numbers, flags, None, lists and dicts.

It is what `domain.lineage.canonical` writes, byte for byte, without looking whether the value has such a form.
"""

from collections.abc import Callable
from functools import cache
from typing import Any


def written(value: Any) -> bytes:
    """The canonical form of `value`. Raises ValueError for lone surrogates, RecursionError for what is nested too deeply."""
    return _encoder()(value)


@cache
def _encoder() -> Callable[[Any], bytes]:
    import msgspec  # not needed before something is saved

    return msgspec.json.Encoder(order="sorted").encode
