"""Keeping unfinished entries, so that typing is never lost."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quyuan_desktop.domain import text
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import drafts as stored


@dataclass(frozen=True, slots=True)
class DraftEntry:
    """A draft in a list; `uid` names the record that it corrects, empty for a new one."""

    key: str
    register_code: str
    uid: str
    title: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class DraftContent:
    """A draft with what was typed."""

    entry: DraftEntry
    typed: dict[str, Any]


def keep_draft(
    place: Workplace, key: str, register_code: str, typed: dict[str, Any], *, uid: str = "", title: str = ""
) -> None:
    """Keep what was typed under `key`. Raises Trouble."""
    with place.ledger.writing() as session:
        tidy = text.clean(title[:1000], multiline=False)
        stored.keep(session, key, register_code, typed, place.now(), place.staff.name, uid=uid, title=tidy)


def drop_draft(place: Workplace, key: str) -> None:
    """Throw a draft away."""
    with place.ledger.writing() as session:
        stored.drop(session, key)


def drafts(place: Workplace) -> list[DraftEntry]:
    """All drafts, newest first."""
    with place.ledger.reading() as session:
        return [_entry(row) for row in stored.listed(session)]


def draft(place: Workplace, key: str) -> DraftContent | None:
    """The draft called `key`, None when it is gone."""
    with place.ledger.reading() as session:
        row = stored.load(session, key)
        return DraftContent(_entry(row), row.typed) if row else None


def _entry(row: Any) -> DraftEntry:
    return DraftEntry(row.key, row.register, row.uid, row.title, row.at.astimezone(), row.by)
