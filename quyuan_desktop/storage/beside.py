"""States of records that are kept beside those in force, on their way to the district."""

import heapq
from collections.abc import Iterator
from typing import Any

from sqlalchemy import exists, func, insert, select, update
from sqlalchemy.orm import Session

from quyuan_desktop.storage.adopting import Known
from quyuan_desktop.storage.dispatches import RECEIVED
from quyuan_desktop.storage.tables import Contested, Dispatched


def _unanswered(*, everything: bool) -> Any:
    columns = [column for column in Contested.__table__.columns if column.key != "id"]
    wanted = select(*columns).order_by(Contested.register, Contested.uid, Contested.step, Contested.digest)
    if everything:
        return wanted
    answered = exists().where(
        Dispatched.register == Contested.register,
        Dispatched.uid == Contested.uid,
        Dispatched.digest == Contested.digest,
        Dispatched.answer >= RECEIVED,
    )
    return wanted.where(~answered)


def with_beside(session: Session, revisions: Iterator[Any], *, everything: bool) -> Iterator[Any]:
    """`revisions`, and among them in their order those beside them that the district has not answered for."""
    beside = session.execute(_unanswered(everything=everything)).all()
    if not beside:
        return revisions
    return heapq.merge(revisions, beside, key=lambda each: (each.register, each.uid, each.step, each.digest))


def note_beside(session: Session, batch: int, *, everything: bool) -> None:
    """Remember that these went out with `batch` too."""
    rows = [
        {"batch": batch, "register": each.register, "uid": each.uid, "step": each.step, "digest": each.digest}
        for each in session.execute(_unanswered(everything=everything))
    ]
    if rows:
        session.execute(insert(Dispatched), rows)


def note_known(session: Session, states: Known) -> None:
    """Remember that the district has these states of one record: they came from there."""
    one = next(iter(states.values()))
    mine = (Dispatched.register == one["register"], Dispatched.uid == one["uid"])
    batch = session.scalar(select(func.max(Dispatched.batch)).where(*mine))
    if batch is None:
        return  # of this record nothing ever went out from here: it will, and be found the same
    sent = set(session.scalars(select(Dispatched.digest).where(*mine)))
    known = (Dispatched.digest.in_(states), Dispatched.answer < RECEIVED)
    session.execute(update(Dispatched).where(*mine, *known).values(answer=RECEIVED))
    told = {"batch": batch, "register": one["register"], "uid": one["uid"], "answer": RECEIVED, "reason": ""}
    rows = [{**told, "step": each["step"], "digest": each["digest"]} for each in states.values()]
    if fresh := [row for row in rows if row["digest"] not in sent]:
        session.execute(insert(Dispatched), fresh)
