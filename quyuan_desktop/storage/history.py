"""Nothing that was saved is ever lost: every state of a record is kept whole, every act is chained."""

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from quyuan_desktop.domain.lineage import canonical, digest
from quyuan_desktop.registers.base import Record, Register, plain_of, restored, values_of
from quyuan_desktop.storage import settings
from quyuan_desktop.storage.tables import AuditLine, Revision

HEAD = "audit.head"
"""The setting that says which act is the last: without it, acts cut off the end would not be missed."""


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
    """What a revision kept, as the present declaration reads it: fields that were added since are empty."""
    fields = plain_of(register.record, restored(register.record, content["fields"]))
    return {**content, "fields": fields}


def keep(
    session: Session, register: Register, record: Record, verb: str, at: datetime, by: str, reason: str = ""
) -> Revision:
    """Keep the record's present state as its next revision, and say so in the audit."""
    before = newest(session, register.code, record.uid)
    lineage = [*before.lineage, before.digest] if before else []
    content = content_of(register, record)
    revision = Revision(
        register=register.code,
        uid=record.uid,
        step=before.step + 1 if before else 1,
        verb=verb,
        reason=reason,
        content=content,
        digest=digest(content, lineage),
        lineage=lineage,
        at=at,
        by=by,
    )
    session.add(revision)
    record.digest = revision.digest
    record.revisions = revision.step
    told = told_of(revision.digest, reason)
    audit(session, verb, at, by, register=register.code, uid=record.uid, detail=told)
    return revision


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
    session.flush()
    last = session.scalars(select(AuditLine.seal).order_by(AuditLine.id.desc()).limit(1)).first() or ""
    line = AuditLine(at=at, by=by, verb=verb, register=register, uid=uid, detail=detail, seal="")
    line.seal = seal_of(line, last)
    session.add(line)
    session.flush()
    settings.keep(session, HEAD, {"id": line.id, "seal": line.seal})


def adopt_acts(session: Session, states: list[dict[str, Any]]) -> None:
    """Add to the chain the acts that made these states elsewhere, each as it was told there."""
    if not states:
        return
    session.flush()
    head = settings.read(session, HEAD) or {"id": 0, "seal": ""}
    number, seal = head["id"], head["seal"]
    rows = []
    for state in states:
        told = {name: state[name] for name in ("at", "by", "verb", "register", "uid")}
        line = AuditLine(**told, detail=told_of(state["digest"], state["reason"]), seal="")
        number, seal = number + 1, seal_of(line, seal)
        rows.append({"id": number, **told, "detail": line.detail, "seal": seal})
    session.execute(insert(AuditLine), rows)
    settings.keep(session, HEAD, {"id": number, "seal": seal})


def seal_of(line: AuditLine, last: str) -> str:
    """What ties `line` to the one before, whose seal is `last`."""
    told = [int(line.at.timestamp()), line.by, line.verb, line.register, line.uid, line.detail, last]
    return hashlib.sha256(canonical(told)).hexdigest()


def count_of_acts(session: Session) -> int:
    """How many acts the audit holds; grows with each."""
    return session.scalar(select(func.max(AuditLine.id))) or 0
