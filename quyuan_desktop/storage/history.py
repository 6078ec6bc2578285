"""Nothing that was saved is ever lost: every state of a record is kept whole, every act is chained."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.orm import Session

from quyuan_desktop.domain.lineage import digest
from quyuan_desktop.registers.base import Record, Register, plain_of, values_of
from quyuan_desktop.registers.restoring import restored
from quyuan_desktop.registers.written import written
from quyuan_desktop.storage import settings
from quyuan_desktop.storage.bulk import insert_kept, kept_instant
from quyuan_desktop.storage.tables import AuditLine, Revision

HEAD = "audit.head"
"""The setting that says which act is the last: without it, acts cut off the end would not be missed."""

_REVISIONS, _AUDIT = (kept.metadata.tables[kept.__tablename__] for kept in (Revision, AuditLine))
_BESIDE = ("register", "uid", "office", "number", "state", "void_reason")
"""What a revision keeps beside the fields of the record."""
_SAID = ("by", "verb", "register", "uid", "detail")
_said = itemgetter(*_SAID)
_KEEP = insert(_REVISIONS)
_BEFORE = (
    select(_REVISIONS.c.step, _REVISIONS.c.digest, _REVISIONS.c.lineage)
    .where(_REVISIONS.c.register == bindparam("of"), _REVISIONS.c.uid == bindparam("sought"))
    .order_by(_REVISIONS.c.step.desc())
    .limit(1)
)
_LAST = select(_AUDIT.c.id, _AUDIT.c.seal).order_by(_AUDIT.c.id.desc()).limit(1)


def content_of(register: Register, record: Record) -> dict[str, Any]:
    """What a revision keeps of a record: its fields in plain form, number and state."""
    return {
        "register": register.code,
        "uid": record.uid,
        "office": record.office,
        "number": record.number,
        "state": record.state.code,
        "void_reason": record.void_reason,
        "fields": plain_of(register.record, values_of(record)),
    }


def read_today(register: Register, content: dict[str, Any]) -> dict[str, Any]:
    """What a revision kept, as the present declaration reads it: fields that were added since are empty, and what only a
    newer program knows is passed over."""
    fields = plain_of(register.record, restored(register.record, content["fields"]))
    return {**{name: content[name] for name in _BESIDE}, "fields": fields}


def keep(
    session: Session, register: Register, record: Record, verb: str, at: datetime, by: str, reason: str = ""
) -> None:
    """Write the record's present state, keep it as its next revision, and say so in the audit."""
    before = session.execute(_BEFORE, {"of": register.code, "sought": record.uid}).first()
    lineage = [*before.lineage, before.digest] if before else []
    content = content_of(register, record)
    record.digest = digest(content, lineage)
    record.revisions = before.step + 1 if before else 1
    session.flush()
    revision = {"step": record.revisions, "content": content, "digest": record.digest, "lineage": lineage}
    told = {"register": register.code, "uid": record.uid, "verb": verb, "at": at, "by": by}
    session.execute(_KEEP, {**revision, **told, "reason": reason})
    audit(session, verb, at, by, register=register.code, uid=record.uid, detail=told_of(record.digest, reason))


def told_of(digest_: str, reason: str) -> str:
    """What the audit says of a revision: which it is, and why it was made."""
    return f"{digest_} {reason}"


def newest(session: Session, register: str, uid: str) -> Revision | None:
    """The newest revision of a record."""
    wanted = select(Revision).where(Revision.register == register, Revision.uid == uid)
    return session.scalars(wanted.order_by(Revision.step.desc()).limit(1)).first()


def revisions(session: Session, register: str, uid: str) -> list[Revision]:
    """All revisions of a record, oldest first."""
    wanted = select(Revision).where(Revision.register == register, Revision.uid == uid)
    return list(session.scalars(wanted.order_by(Revision.step)))


def audit(
    session: Session, verb: str, at: datetime, by: str, *, register: str = "", uid: str = "", detail: str = ""
) -> None:
    """Add a line to the chain of acts."""
    last = session.execute(_LAST).first()
    number, seal = (last.id, last.seal) if last else (0, "")
    told = {"at": at, "by": by, "verb": verb, "register": register, "uid": uid, "detail": detail}
    _tell(session, [told], number, seal)


def adopt_acts(session: Session, states: list[dict[str, Any]]) -> None:
    """Add to the chain the acts that made these states elsewhere, each as it was told there."""
    if not states:
        return
    head = settings.read(session, HEAD) or {"id": 0, "seal": ""}
    told = [{**state, "detail": told_of(state["digest"], state["reason"])} for state in states]
    _tell(session, told, head["id"], head["seal"])


def _tell(session: Session, acts: list[dict[str, Any]], number: int, seal: str) -> None:
    """Chain `acts` to the one with this number and seal."""
    rows = []
    for act in acts:
        number, seal = number + 1, _seal(act, seal)
        rows.append((number, kept_instant(act["at"]), *_said(act), seal))
    insert_kept(session, _AUDIT, ("id", "at", *_SAID, "seal"), rows)
    settings.keep(session, HEAD, {"id": number, "seal": seal})


def seal_of(line: AuditLine, last: str) -> str:
    """What ties `line` to the one before, whose seal is `last`."""
    return _seal(vars(line), last)


def _seal(act: Mapping[str, Any], last: str) -> str:
    return hashlib.sha256(written([int(act["at"].timestamp()), *_said(act), last])).hexdigest()


def count_of_acts(session: Session) -> int:
    """How many acts the audit holds; grows with each."""
    return session.scalar(select(func.max(AuditLine.id))) or 0
