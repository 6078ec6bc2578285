"""Papers that were issued, as they were issued: bytes under their hash, and how often they were printed again."""

import hashlib
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers.base import PaperKind, Record, Register
from quyuan_desktop.storage.records import new_uid
from quyuan_desktop.storage.tables import Blob, Paper

_BLOBS = Blob.metadata.tables[Blob.__tablename__]
DAMAGED = "存档的文书已损坏或丢失。请运行“核对数据”，必要时从备份还原。"
_KEEP = insert(_BLOBS).on_conflict_do_nothing()
_CONTENT = select(_BLOBS.c.content).where(_BLOBS.c.sha256 == bindparam("sought"))


def keep_blob(session: Session, content: bytes) -> str:
    """Keep `content` under its SHA-256, which is returned."""
    sha256 = hashlib.sha256(content).hexdigest()
    session.execute(_KEEP, {"sha256": sha256, "content": content})
    return sha256


def blob(session: Session, sha256: str) -> bytes:
    """The bytes kept under `sha256`. Raises Trouble when they are gone or are not what they were."""
    content = unchecked_blob(session, sha256)
    check_blob(sha256, content)
    return content


def unchecked_blob(session: Session, sha256: str) -> bytes:
    """The bytes that lie under `sha256`, for who has `check_blob` look at them. Raises Trouble when they are gone."""
    content: bytes | None = session.scalar(_CONTENT, {"sought": sha256})
    if content is None:
        raise Trouble(DAMAGED)
    return content


def check_blob(sha256: str, content: bytes) -> None:
    """Raises Trouble when `content` is not what was once kept under `sha256`."""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Trouble(DAMAGED)


def keep(
    session: Session,
    register: Register,
    record: Record,
    kind: PaperKind,
    content: bytes,
    at: datetime,
    by: str,
    *,
    number: str = "",
) -> Paper:
    """Keep a paper that was issued from the record's newest revision, under its own `number` if it has one."""
    paper = Paper(
        uid=new_uid(),
        kind=kind.code,
        label=kind.label,
        register=register.code,
        record=record.uid,
        digest=record.digest,
        sha256=keep_blob(session, content),
        number=number,
        issued_at=at,
        issued_by=by,
    )
    session.add(paper)
    session.flush()
    return paper


def load(session: Session, uid: str) -> Paper:
    """The paper called `uid`. Raises Trouble when there is none."""
    paper = session.get(Paper, uid)
    if paper is None:
        raise Trouble("没有找到这份文书，请刷新后再试。")
    return paper


def of_record(session: Session, register: str, uid: str) -> list[Paper]:
    """The papers issued from a record, newest first."""
    wanted = select(Paper).where(Paper.register == register, Paper.record == uid)
    return list(session.scalars(wanted.order_by(Paper.issued_at.desc(), Paper.uid)))
