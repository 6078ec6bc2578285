"""常用语 and earlier entries that complete what is typed."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from quyuan_desktop.storage.tables import Phrase

LONGEST_USED = 60


def note_used(session: Session, store: str, text: str, at: datetime) -> None:
    """Remember that `text` was entered where `store` completes."""
    if len(text) > LONGEST_USED:
        return
    row = session.scalars(select(Phrase).where(Phrase.store == store, Phrase.text == text)).first()
    if row is None:
        session.add(Phrase(store=store, text=text, used=1, last_used=at))
    else:
        row.used += 1
        row.last_used = at


def add(session: Session, store: str, texts: Iterable[str]) -> None:
    """Offer `texts` in `store`, those not yet there."""
    known = set(session.scalars(select(Phrase.text).where(Phrase.store == store)))
    for text in texts:
        if text and text not in known:
            session.add(Phrase(store=store, text=text))
            known.add(text)


def remove(session: Session, id_: int) -> None:
    """Offer a text no more."""
    row = session.get(Phrase, id_)
    if row is not None:
        session.delete(row)


def listed(session: Session, store: str) -> list[Phrase]:
    """What `store` offers: last used first, then in the order they were added."""
    wanted = select(Phrase).where(Phrase.store == store)
    return list(session.scalars(wanted.order_by(Phrase.last_used.desc().nulls_last(), Phrase.id)))
