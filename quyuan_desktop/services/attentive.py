"""A job that can be stopped at any moment: also while the database counts, and while a file is read back."""

import contextlib
import time
from collections.abc import Callable, Iterator

from quyuan_desktop.storage.engine import Ledger

Tell = Callable[[str, int, int], None]
EVERY = 0.1
"""Seconds after which a query that is at work asks whether it is still wanted."""


def nobody(text: str, done: int, total: int) -> None:
    """Who is told nothing."""


def now_and_then(tell: Callable[[], None]) -> Callable[[], None]:
    """What may be called as often as one likes: it calls `tell` when the last time was `EVERY` ago."""
    told = time.monotonic()

    def look() -> None:
        nonlocal told
        if time.monotonic() - told >= EVERY:
            told = time.monotonic()
            tell()

    return look


@contextlib.contextmanager
def attentive(ledger: Ledger, progress: Tell | None) -> Iterator[Tell]:
    """Gives what to tell instead of `progress`: it is told the last thing again while the database is at work.

    What it raises stops the query that is running, and is raised here.
    """
    tell = progress or nobody
    said: tuple[str, int, int] = ("", 0, 0)
    asked = time.monotonic()

    def told(text: str, done: int, total: int) -> None:
        nonlocal said, asked
        said, asked = (text, done, total), time.monotonic()
        tell(text, done, total)

    def still_wanted() -> None:
        nonlocal asked
        if time.monotonic() - asked >= EVERY:
            asked = time.monotonic()
            tell(*said)

    with ledger.asking(still_wanted):
        yield told
