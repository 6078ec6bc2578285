"""What the office has reported to the district, what is still to be reported, and how each record stands."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, insert, literal, or_, select, update
from sqlalchemy.orm import Session, aliased

from quyuan_desktop.domain.standing import ANSWERS, Answer, Standing
from quyuan_desktop.storage.tables import Dispatch, Dispatched, Paper, Revision

PAPER = "paper"
"""Stands for a register in `Dispatched` where a row speaks of a paper that was issued."""

BATCH = 500
RECEIVED = ANSWERS.index(Standing.RECEIVED)
BEGUN, FAILED, DONE, LOST, TAKEN = "begun", "failed", "done", "missing", "received"
"""The states of a `Dispatch`."""
WENT = (DONE, LOST, TAKEN)
"""Those of a package that was finished."""
LAST, OF_REGISTERS = "last", "registers"
"""Among the counts of a `Dispatch`: the id of the newest revision that it took along; how many records of each register."""


def _known() -> Any:
    """The last step of each record that the district has answered for, by a state that is in the history here."""
    return (
        select(Dispatched.register, Dispatched.uid, func.max(Revision.step).label("step"))
        .join(
            Revision,
            and_(
                Revision.register == Dispatched.register,
                Revision.uid == Dispatched.uid,
                Revision.digest == Dispatched.digest,
            ),
        )
        .where(Dispatched.answer >= RECEIVED)
        .group_by(Dispatched.register, Dispatched.uid)
        .subquery()
    )


def _unanswered(wanted: Any, *, everything: bool) -> Any:
    """`wanted`, a selection from Revision, but for what the district has answered for."""
    if everything:
        return wanted
    known = _known()
    same = and_(known.c.register == Revision.register, known.c.uid == Revision.uid)
    return wanted.outerjoin(known, same).where(or_(known.c.step.is_(None), Revision.step > known.c.step))


def revisions_to_report(session: Session, *, everything: bool = False) -> Iterator[Any]:
    """The states since the last answered one, record by record, oldest first: rows with the columns of Revision."""
    wanted = _unanswered(select(*Revision.__table__.columns), everything=everything)
    ordered = wanted.order_by(Revision.register, Revision.uid, Revision.step)
    yield from session.execute(ordered.execution_options(yield_per=BATCH))


def count_to_report(session: Session, *, everything: bool = False) -> int:
    """How many states that would be."""
    wanted = select(func.count()).select_from(Revision)
    return session.scalar(_unanswered(wanted, everything=everything)) or 0


def papers_to_report(session: Session, *, everything: bool = False) -> list[Paper]:
    """The papers that the district has not answered for, without their bytes."""
    answered = select(Dispatched.uid).where(Dispatched.register == PAPER, Dispatched.answer >= RECEIVED)
    wanted = select(Paper).order_by(Paper.uid)
    return list(session.scalars(wanted if everything else wanted.where(Paper.uid.not_in(answered))))


def note_dispatched(session: Session, batch: int, last: int, papers: Iterable[Paper], *, everything: bool) -> None:
    """Remember what went out with `batch`: the newest states up to the revision with id `last`, and `papers`."""
    newest = select(Revision.register, Revision.uid, func.max(Revision.step).label("step"))
    newest = newest.where(Revision.id <= last).group_by(Revision.register, Revision.uid)
    heads = _unanswered(newest, everything=everything).subquery()
    same = and_(Revision.register == heads.c.register, Revision.uid == heads.c.uid, Revision.step == heads.c.step)
    columns = ["batch", "register", "uid", "step", "digest", "answer", "reason"]
    found = select(
        literal(batch), Revision.register, Revision.uid, Revision.step, Revision.digest, literal(0), literal("")
    ).join(heads, same)
    session.execute(insert(Dispatched).from_select(columns, found))
    rows = [
        {"batch": batch, "register": PAPER, "uid": each.uid, "step": 1, "digest": each.sha256} for each in papers
    ]
    if rows:
        session.execute(insert(Dispatched), rows)


def last_revision(session: Session) -> int:
    """The id of the newest state of anything."""
    return session.scalar(select(func.max(Revision.id))) or 0


def unsent_batches(session: Session, before: int) -> list[int]:
    """The batch numbers below `before` under which no package was finished."""
    wanted = select(Dispatch.batch).where(Dispatch.batch < before, Dispatch.state.in_((BEGUN, FAILED)))
    return list(session.scalars(wanted.order_by(Dispatch.batch)))


def by_digest(session: Session, digest: str) -> Dispatch | None:
    """The dispatch of the package with this SHA-256."""
    return session.scalars(select(Dispatch).where(Dispatch.digest == digest)).first()


def note_received(session: Session, dispatch: Dispatch) -> None:
    """The district has this package."""
    dispatch.state = TAKEN
    mine = and_(Dispatched.batch == dispatch.batch, Dispatched.answer < RECEIVED)
    session.execute(update(Dispatched).where(mine).values(answer=RECEIVED))


def note_missing(session: Session, batches: Iterable[int]) -> None:
    """The district never saw these packages; what was in them went out again with later ones."""
    lost = and_(Dispatch.batch.in_(list(batches)), Dispatch.state == DONE)
    session.execute(update(Dispatch).where(lost).values(state=LOST))


def finished(session: Session, most: int) -> list[Dispatch]:
    """The newest packages that were begun, whatever came of them, the newest first."""
    return list(session.scalars(select(Dispatch).order_by(Dispatch.batch.desc()).limit(most)))


def contents(session: Session, batch: int) -> dict[str, int]:
    """How many records of each register (and papers, under PAPER) went out with a batch."""
    wanted = select(Dispatched.register, func.count().label("many")).where(Dispatched.batch == batch)
    return {each.register: each.many for each in session.execute(wanted.group_by(Dispatched.register))}


def note_answer(
    session: Session, register: str, uid: str, digest: str, answer: Standing, reason: str = ""
) -> bool:
    """What the district says of one state of one record; False when that state never went out from here."""
    rank = ANSWERS.index(answer)
    mine = and_(Dispatched.register == register, Dispatched.uid == uid, Dispatched.digest == digest)
    if session.scalar(select(Dispatched.id).where(mine).limit(1)) is None:
        return False
    session.execute(
        update(Dispatched).where(mine, Dispatched.answer <= rank).values(answer=rank, reason=reason[:200])
    )
    return True


def standing_of(register: str, record: Any) -> ColumnElement[str]:
    """The code of the standing of `record` (a record class), in SQL: for lists and their filters."""
    sent = aliased(Dispatched)
    rank = (
        select(func.max(sent.answer))
        .where(sent.register == register, sent.uid == record.uid, sent.digest == record.digest)
        .scalar_subquery()
    )
    return case(
        *((rank == number, standing.code) for number, standing in enumerate(ANSWERS)), else_=Standing.UNSENT.code
    )


def standings(session: Session, register: str, record: Any, uids: Iterable[str]) -> dict[str, Standing]:
    """How these records stand, by uid."""
    wanted: Select[Any] = select(record.uid, standing_of(register, record)).where(record.uid.in_(list(uids)))
    return {uid: Standing.of(code) for uid, code in session.execute(wanted)}


def counts(session: Session, register: str, record: Any) -> dict[Standing, int]:
    """How many of the register's records stand in which way; those that none stands in are left out."""
    standing = standing_of(register, record).label("standing")
    each = select(standing).select_from(record).subquery()
    wanted = select(each.c.standing, func.count()).group_by(each.c.standing)
    return {Standing.of(code): many for code, many in session.execute(wanted)}


def unsent(session: Session) -> int:
    """How many records have a present state that never went out: those that were changed since the last package."""
    went = select(Dispatch.counts).where(Dispatch.state.in_(WENT)).order_by(Dispatch.batch.desc())
    last = (session.scalar(went.limit(1)) or {}).get(LAST, 0)
    newest = select(Revision.register, Revision.uid, func.max(Revision.step).label("step"))
    changed = newest.where(Revision.id > last).group_by(Revision.register, Revision.uid).subquery()
    at = and_(
        Revision.register == changed.c.register, Revision.uid == changed.c.uid, Revision.step == changed.c.step
    )
    known = exists().where(  # a decision of the district's is a change here, and nothing to report
        Dispatched.register == Revision.register,
        Dispatched.uid == Revision.uid,
        Dispatched.digest == Revision.digest,
    )
    return session.scalar(select(func.count()).select_from(Revision).join(changed, at).where(~known)) or 0


def last_month(session: Session) -> str:
    """The latest month (2023-11) that a finished package has borne; empty when there is none."""
    return session.scalar(select(func.max(Dispatch.month)).where(Dispatch.state.in_(WENT))) or ""


def answers(session: Session, register: str, record: Any, answer: Standing) -> dict[str, Answer]:
    """The records whose present state has this answer (returned, or in dispute), by uid, the newest batch last."""
    wanted = (
        select(Dispatched.uid, Dispatched.batch, Dispatch.at, Dispatched.reason)
        .join(record, and_(record.uid == Dispatched.uid, record.digest == Dispatched.digest))
        .join(Dispatch, Dispatch.batch == Dispatched.batch)
        .where(Dispatched.register == register, Dispatched.answer == ANSWERS.index(answer))
        .order_by(Dispatched.batch)
    )
    return {uid: Answer(answer, batch, at, reason) for uid, batch, at, reason in session.execute(wanted)}


def answer_of(session: Session, register: str, uid: str, digest: str) -> Answer:
    """What became of this state of a record."""
    wanted = (
        select(Dispatched.answer, Dispatched.batch, Dispatch.at, Dispatched.reason)
        .join(Dispatch, Dispatch.batch == Dispatched.batch)
        .where(Dispatched.register == register, Dispatched.uid == uid, Dispatched.digest == digest)
        .order_by(Dispatched.answer.desc(), Dispatched.batch.desc())
    )
    found = session.execute(wanted.limit(1)).first()
    if found is None:
        return Answer(Standing.UNSENT)
    return Answer(ANSWERS[found[0]], found[1], found[2], found[3])
