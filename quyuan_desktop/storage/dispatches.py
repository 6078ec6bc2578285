"""What the office has reported to the district, what is still to be reported, and how each record stands."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, insert, literal, or_, select, update
from sqlalchemy.orm import Session, aliased

from quyuan_desktop.domain.standing import ANSWERS, Answer, Standing
from quyuan_desktop.storage.tables import AuditLine, Dispatch, Dispatched, Paper, Revision

PAPER = "paper"
"""Stands for a register in `Dispatched` where a row speaks of a paper that was issued."""

REPORT = "report"
"""The act by which a package went out; its detail is the number and the SHA-256."""

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


def unanswered(wanted: Any, *, everything: bool) -> Any:
    """`wanted`, a selection from Revision, but for what the district has answered for; `everything` leaves it as it is."""
    if everything:
        return wanted
    known = _known()
    same = and_(known.c.register == Revision.register, known.c.uid == Revision.uid)
    return wanted.outerjoin(known, same).where(or_(known.c.step.is_(None), Revision.step > known.c.step))


def revisions_to_report(session: Session, *, everything: bool = False) -> Iterator[Any]:
    """The states since the last answered one, record by record, oldest first: rows with the columns of Revision."""
    wanted = unanswered(select(*Revision.__table__.columns), everything=everything)
    ordered = wanted.order_by(Revision.register, Revision.uid, Revision.step)
    yield from session.execute(ordered.execution_options(yield_per=BATCH))


def count_to_report(session: Session, *, everything: bool = False) -> int:
    """How many states that would be."""
    wanted = select(func.count()).select_from(Revision)
    return session.scalar(unanswered(wanted, everything=everything)) or 0


def papers_to_report(session: Session, *, everything: bool = False) -> list[Paper]:
    """The papers that the district has not answered for, without their bytes."""
    answered = select(Dispatched.uid).where(Dispatched.register == PAPER, Dispatched.answer >= RECEIVED)
    wanted = select(Paper).order_by(Paper.uid)
    return list(session.scalars(wanted if everything else wanted.where(Paper.uid.not_in(answered))))


def note_dispatched(session: Session, batch: int, last: int, papers: Iterable[Paper], *, everything: bool) -> None:
    """Remember what went out with `batch`: the newest states up to the revision with id `last`, and `papers`."""
    newest = select(Revision.register, Revision.uid, func.max(Revision.step).label("step"))
    newest = newest.where(Revision.id <= last).group_by(Revision.register, Revision.uid)
    heads = unanswered(newest, everything=everything).subquery()
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


def act_of_last_received(session: Session) -> int:
    """The number of the act by which the newest package went out of which the receipt is back; 0 before the first."""
    taken = select(Dispatch).where(Dispatch.state == TAKEN).order_by(Dispatch.batch.desc())
    dispatch = session.scalars(taken.limit(1)).first()
    if dispatch is None:
        return 0
    told = (AuditLine.verb == REPORT, AuditLine.detail == f"{dispatch.batch} {dispatch.digest}")
    return session.scalar(select(func.max(AuditLine.id)).where(*told)) or 0


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
    codes = {number: standing.code for number, standing in enumerate(ANSWERS)}
    return case(codes, value=rank, else_=Standing.UNSENT.code)


def standings(session: Session, register: str, record: Any, uids: Iterable[str]) -> dict[str, Standing]:
    """How these records stand, by uid."""
    wanted: Select[Any] = select(record.uid, standing_of(register, record)).where(record.uid.in_(list(uids)))
    return {uid: Standing.of(code) for uid, code in session.execute(wanted)}


def stands(session: Session, register: str, record: Any, standing: Standing) -> ColumnElement[bool]:
    """Whether `record` (a record class) stands so, as a condition that looks at few records where few can."""
    if standing is Standing.RECEIVED:  # what is left
        others = (each for each in Standing if each is not standing)
        return and_(*(~stands(session, register, record, each) for each in others))
    if standing is Standing.UNSENT:
        few = select(Revision.uid).where(Revision.register == register, Revision.id > _last(session))
    else:
        # One walk through the table finds them sooner than the index of the register, which lacks the answer.
        few = select(Dispatched.uid).where(Dispatched.answer == ANSWERS.index(standing))
    one = aliased(record)
    found = select(one.id).where(one.uid.in_(few), standing_of(register, one) == standing.code)
    return cast(ColumnElement[bool], record.id.in_(found))


def counts(session: Session, records: Mapping[str, Any]) -> dict[str, Counter[Standing]]:
    """How many of each register's records (classes by register) stand in which way."""
    unsent_ = dict(_unsent_of(session))
    answers = select(Dispatched.register, Dispatched.answer).where(Dispatched.answer != RECEIVED)
    asked = {  # distinct in here: SQLite would walk the index for it, and look up every row
        (register, ANSWERS[answer]) for register, answer in session.execute(answers)
    }
    found = {}
    for register, record in records.items():
        whole = select(func.count()).select_from(record)
        told = Counter({Standing.UNSENT: unsent_.get(register, 0)})
        for each in ANSWERS:
            if (register, each) in asked:
                told[each] = session.scalar(whole.where(stands(session, register, record, each))) or 0
        told[Standing.RECEIVED] = (session.scalar(whole) or 0) - told.total()
        found[register] = +told
    return found


def _last(session: Session) -> int:
    """The id of the newest revision that the last finished package took along; 0 before the first."""
    went = select(Dispatch.counts).where(Dispatch.state.in_(WENT)).order_by(Dispatch.batch.desc())
    return int((session.scalar(went.limit(1)) or {}).get(LAST, 0))


def unsent(session: Session) -> int:
    """How many records have a present state that never went out: those that were changed since the last package."""
    return sum(many for _, many in _unsent_of(session))


def _unsent_of(session: Session) -> Iterator[tuple[str, int]]:
    """The same by register."""
    newest = select(Revision.register, Revision.uid, func.max(Revision.step).label("step"))
    newest = newest.where(Revision.id > _last(session)).group_by(Revision.register, Revision.uid)
    changed = newest.subquery()
    at = and_(
        Revision.register == changed.c.register, Revision.uid == changed.c.uid, Revision.step == changed.c.step
    )
    known = exists().where(  # a decision of the district's is a change here, and nothing to report
        Dispatched.register == Revision.register,
        Dispatched.uid == Revision.uid,
        Dispatched.digest == Revision.digest,
    )
    wanted = select(Revision.register, func.count()).join(changed, at).where(~known).group_by(Revision.register)
    yield from ((register, many) for register, many in session.execute(wanted))


def last_month(session: Session) -> str:
    """The latest month (2023-11) that a finished package has borne; empty when there is none."""
    return session.scalar(select(func.max(Dispatch.month)).where(Dispatch.state.in_(WENT))) or ""


def sent_back(session: Session) -> dict[str, dict[tuple[str, str], Answer]]:
    """The states that were returned or are in dispute: by register, then by uid and digest, the newest batch last."""
    wanted = (
        select(
            Dispatched.register,
            Dispatched.uid,
            Dispatched.digest,
            Dispatched.answer,
            Dispatched.batch,
            Dispatch.at,
        )
        .add_columns(Dispatched.reason)
        .join(Dispatch, Dispatch.batch == Dispatched.batch)
        .where(Dispatched.answer > RECEIVED)
        .order_by(Dispatched.answer, Dispatched.batch)
    )
    found: dict[str, dict[tuple[str, str], Answer]] = {}
    for register, uid, digest, answer, batch, at, reason in session.execute(wanted):
        found.setdefault(register, {})[uid, digest] = Answer(ANSWERS[answer], batch, at, reason)
    return found


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
