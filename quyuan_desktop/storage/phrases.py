"""常用语 and earlier entries that complete what is typed."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from quyuan_desktop.storage.tables import Phrase

LONGEST_USED = 60


_TABLE = Phrase.metadata.tables[Phrase.__tablename__]
_KNOWN = select(_TABLE.c.id, _TABLE.c.store, _TABLE.c.text).where(
    _TABLE.c.store.in_(bindparam("stores", expanding=True)), _TABLE.c.text.in_(bindparam("texts", expanding=True))
)
_USED = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("known"))
    .values(used=_TABLE.c.used + bindparam("times"), last_used=bindparam("at"))
)
_NEW = insert(_TABLE)


def note_used(session: Session, entered: Iterable[tuple[str, str]], at: datetime) -> None:
    """Remember the texts that were `entered`, each with the store that it completes."""
    times = Counter(pair for pair in entered if len(pair[1]) <= LONGEST_USED)
    if not times:
        return
    sought = {"stores": sorted({store for store, _ in times}), "texts": sorted({text for _, text in times})}
    known = {(store, text): id_ for id_, store, text in reversed(session.execute(_KNOWN, sought).all())}
    used = [{"known": known[pair], "times": count, "at": at} for pair, count in times.items() if pair in known]
    new = [
        {"store": store, "text": text, "used": count, "last_used": at}
        for (store, text), count in times.items()
        if (store, text) not in known
    ]
    if used:
        session.execute(_USED, used)
    if new:
        session.execute(_NEW, new)


def add(session: Session, store: str, texts: Iterable[str]) -> int:
    """Offer `texts` in `store`, those not yet there. Returns how many that were."""
    known = set(session.scalars(select(Phrase.text).where(Phrase.store == store)))
    before = len(known)
    for text in texts:
        if text and text not in known:
            session.add(Phrase(store=store, text=text))
            known.add(text)
    return len(known) - before


def never_typed(session: Session, stores: Iterable[str]) -> list[tuple[str, str]]:
    """The store and text of those that nobody has typed into a record: they came with the program or were added."""
    wanted = select(Phrase.store, Phrase.text).where(Phrase.store.in_(list(stores)), Phrase.used == 0)
    return [(store, text) for store, text in session.execute(wanted.order_by(Phrase.store, Phrase.id))]


def remove(session: Session, id_: int) -> None:
    """Offer a text no more."""
    row = session.get(Phrase, id_)
    if row is not None:
        session.delete(row)


def listed(session: Session, store: str) -> list[Phrase]:
    """What `store` offers: last used first, then in the order they were added."""
    wanted = select(Phrase).where(Phrase.store == store)
    return list(session.scalars(wanted.order_by(Phrase.last_used.desc().nulls_last(), Phrase.id)))
