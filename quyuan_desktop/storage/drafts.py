"""Unfinished entries: what was typed, as typed, until it is saved or thrown away."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quyuan_desktop.storage.tables import Draft


def keep(
    session: Session,
    key: str,
    register: str,
    typed: dict[str, Any],
    at: datetime,
    by: str,
    *,
    uid: str,
    title: str,
) -> None:
    """Keep a draft in place of what it was before."""
    row = session.get(Draft, key)
    if row is None:
        session.add(Draft(key=key, register=register, uid=uid, title=title[:120], typed=typed, at=at, by=by))
    else:
        row.typed, row.title, row.at, row.by = typed, title[:120], at, by


def drop(session: Session, key: str) -> None:
    """Throw a draft away."""
    row = session.get(Draft, key)
    if row is not None:
        session.delete(row)


def load(session: Session, key: str) -> Draft | None:
    """The draft called `key`."""
    return session.get(Draft, key)


def listed(session: Session) -> list[Draft]:
    """All drafts, newest first."""
    return list(session.scalars(select(Draft).order_by(Draft.at.desc(), Draft.key)))
