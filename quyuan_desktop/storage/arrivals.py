"""What the district has received, what it lacks, what is in dispute, and what it has sent back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, pairwise
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from quyuan_desktop.storage import history
from quyuan_desktop.storage.tables import Arrival, Blob, Contested, Paper, Returned, Serial

MOST_MISSING = 1000
_PAPERS = Paper.metadata.tables[Paper.__tablename__]


@dataclass(frozen=True, slots=True)
class Dispute:
    """A record with two states that neither came of the other; `here` is in force, `others` are kept beside it."""

    register: str
    uid: str
    here: str
    others: tuple[str, ...]
    office: str = ""


def arrivals(session: Session, office: str) -> list[Arrival]:
    """The packages of an office that were merged, by number."""
    return list(session.scalars(select(Arrival).where(Arrival.office == office).order_by(Arrival.batch)))


@dataclass(frozen=True, slots=True)
class Heard:
    """A package that was merged, without the figures it brought: its number, when, its month, numbers that it says
    never became a package."""

    batch: int
    at: datetime
    month: str
    unsent: tuple[int, ...]


def heard(session: Session, office: str) -> list[Heard]:
    """The packages of an office that were merged, by number; light, for what is shown of them."""
    told = Arrival.told
    columns = (Arrival.batch, Arrival.at, told["month"].as_string(), told["unsent"])
    wanted = select(*columns).where(Arrival.office == office).order_by(Arrival.batch)
    return [Heard(batch, at, month, tuple(unsent)) for batch, at, month, unsent in session.execute(wanted)]


def has_namesake(session: Session, office: str, batch: int, digest: str) -> bool:
    """Whether another package of the office with the same number was merged: the office has given it out twice."""
    others = select(Arrival.digest).where(
        Arrival.office == office, Arrival.batch == batch, Arrival.digest != digest
    )
    return session.scalar(others.limit(1)) is not None


def newest_of_month(session: Session, office: str, month: str) -> int:
    """The number of the newest merged package of an office that brings the figures of `month`; 0 when none does."""
    wanted = select(func.max(Arrival.batch))
    borne = Arrival.told["figures", month].as_string().is_not(None)
    return session.scalar(wanted.where(Arrival.office == office, borne)) or 0


def offices_heard_of(session: Session) -> list[str]:
    """The codes of the offices of which a package was merged."""
    return list(session.scalars(select(Arrival.office).distinct().order_by(Arrival.office)))


def missing(batches: Iterable[int], unsent: Iterable[int]) -> list[int]:
    """The numbers between the first and the last of a count that never came, and that are not known as unused.

    The first `MOST_MISSING` of them: a number may be as great as a package likes to say.
    """
    known, unused = sorted({*batches}), {*unsent}
    gaps = (range(one + 1, two) for one, two in pairwise([0, *known]))
    lacking = (number for gap in gaps for number in gap if number not in unused)
    return list(islice(lacking, MOST_MISSING))


def raise_serials(session: Session, serials: Iterable[list[Any]]) -> None:
    """Know that an office has given out numbers up to these (office, kind, year, last)."""
    for office, kind, year, last in serials:
        row = session.get(Serial, (office, kind, year))
        if row is None:
            session.add(Serial(office=office, kind=kind, year=year, last=last))
        else:
            row.last = max(row.last, last)


def has_blob(session: Session, sha256: str) -> bool:
    """Whether these bytes are kept here."""
    return session.scalar(select(Blob.sha256).where(Blob.sha256 == sha256)) is not None


def take_paper(session: Session, columns: dict[str, Any]) -> bool:
    """Keep a paper that was issued elsewhere. False when another one is kept under its uid."""
    kept = session.execute(select(_PAPERS).where(_PAPERS.c.uid == columns["uid"])).mappings().first()
    if kept is None:
        session.execute(insert(_PAPERS), columns)
        return True
    if columns["reprints"] > kept["reprints"]:
        more = update(_PAPERS).where(_PAPERS.c.uid == columns["uid"])
        session.execute(more.values(reprints=columns["reprints"]))
    return all(kept[name] == value for name, value in columns.items() if name != "reprints")


def disputes(session: Session, office: str = "") -> list[Dispute]:
    """The records in dispute, of one office or of all."""
    beside: dict[tuple[str, str], list[Contested]] = {}
    for state in session.scalars(select(Contested).order_by(Contested.register, Contested.uid, Contested.digest)):
        if office in ("", state.content["office"]):
            beside.setdefault((state.register, state.uid), []).append(state)
    found = []
    for (register, uid), states in beside.items():
        here = history.newest(session, register, uid)
        passed = {digest for state in states for digest in state.lineage} | {*(here.lineage if here else ())}
        others = tuple(state.digest for state in states if state.digest not in passed)
        if here is not None and others:
            found.append(Dispute(register, uid, here.digest, others, here.content["office"]))
    return found


def send_back(session: Session, returned: Returned) -> None:
    """Remember that a state is to go back to its office; a second reason takes the place of the first."""
    session.merge(returned)


def sent_back(session: Session, office: str) -> list[Returned]:
    """What goes back to an office."""
    wanted = select(Returned).where(Returned.office == office)
    return list(session.scalars(wanted.order_by(Returned.register, Returned.uid, Returned.digest)))
