"""How many bytes wait to be reported: texts, and the files and papers beside them, each once."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Text, cast, func, select
from sqlalchemy.orm import Session

from quyuan_desktop.storage.dispatches import papers_to_report, unanswered
from quyuan_desktop.storage.tables import Blob, Revision

BATCH = 500
PICTURES = ("image/jpeg", "image/png", "image/webp")
"""Media that no compressing makes smaller."""
PACKED, PACKABLE = 0.95, 0.1
"""To what part of their size files may shrink, at the most: pictures, and all others."""


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes of a package: what it comes to as a rule, and what it comes to at least."""

    about: int
    least: int


def weigh(session: Session, *, everything: bool = False) -> Weight:
    """What would be reported now, without reading the files themselves."""
    whole = cast(Revision.content, Text)
    length = func.coalesce(func.sum(func.length(whole)), 0)
    texts = session.scalar(unanswered(select(length), everything=everything)) or 0
    media: dict[str, str] = {each.sha256: "" for each in papers_to_report(session, everything=everything)}
    naming = unanswered(select(Revision.content), everything=everything).where(whole.contains('"sha256"'))
    for content in session.scalars(naming.execution_options(yield_per=BATCH)):
        media.update(_files_in(content))
    sizes = _sizes(session, list(media))
    least = sum(size * (PACKED if media[sha256] in PICTURES else PACKABLE) for sha256, size in sizes.items())
    files = sum(sizes.values())
    return Weight(files + texts // 10, int(least) + texts // 40)


def _files_in(plain: Any) -> Iterator[tuple[str, str]]:
    """SHA-256 and media of the files that a content names, wherever."""
    if isinstance(plain, dict):
        if "sha256" in plain and "media" in plain:
            yield str(plain["sha256"]), str(plain["media"])
        plain = plain.values()
    elif not isinstance(plain, list):
        return
    for each in plain:
        yield from _files_in(each)


def _sizes(session: Session, hashes: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(hashes), BATCH):
        wanted = select(Blob.sha256, func.length(Blob.content))
        wanted = wanted.where(Blob.sha256.in_(hashes[start : start + BATCH]))
        found.update((sha256, size) for sha256, size in session.execute(wanted))
    return found
