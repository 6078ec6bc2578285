"""Is everything whole: the file, the history, the chain of acts, the numbers, the papers, the search."""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import func, select

from quyuan_desktop.domain.lineage import digest
from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.registers.base import Register
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import history, records, search
from quyuan_desktop.storage.tables import AuditLine, Blob, Paper, Revision, Serial

Tell = Callable[[str, int, int], None]
BATCH = 500


def check(place: Workplace, progress: Tell | None = None) -> list[str]:
    """What is wrong with the ledger, as sentences; empty when all is well. Changes nothing. Raises Trouble."""
    tell = progress or (lambda text, done, total: None)
    with place.ledger.reading() as session:
        tell("核对数据库文件", 0, 5)
        found = list(_file(session))
        if found:
            return found  # on a damaged file every further finding would be noise
        tell("核对操作记录", 1, 5)
        found += _acts(session)
        tell("核对修改历史", 2, 5)
        for register in REGISTERS.values():
            found += _records(session, register)
            found += _numbers(session, register)
        tell("核对存档文书", 3, 5)
        found += _papers(session)
        tell("核对查找索引", 4, 5)
        found += search.check(session.connection())
        tell("核对完成", 5, 5)
    return found


def _file(session: Any) -> Iterator[str]:
    connection = session.connection()
    for (fault,) in connection.exec_driver_sql("PRAGMA cipher_integrity_check"):
        yield f"数据库文件有损坏的页（{fault}），请从备份还原。"
    for (fault,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if fault != "ok":
            yield f"数据库内部不一致（{fault}），请从备份还原。"
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"数据表 {row[0]} 第 {row[1]} 行的关联丢失，请从备份还原。"


def _acts(session: Any) -> Iterator[str]:
    last = ""
    for line in session.scalars(select(AuditLine).order_by(AuditLine.id).execution_options(yield_per=BATCH)):
        if history.seal_of(line, last) != line.seal:
            yield f"操作记录第 {line.id} 条被改动过或缺失，请所长核查。"
        last = line.seal


def _records(session: Any, register: Register) -> Iterator[str]:
    """Every revision is what its digest says and follows the one before; the last is what the record says."""
    known: dict[str, tuple[int, str]] = {}
    wanted = select(Revision).where(Revision.register == register.code).order_by(Revision.uid, Revision.step)
    lineage: list[str] = []
    for revision in session.scalars(wanted.execution_options(yield_per=BATCH)):
        lineage = lineage if revision.step > 1 else []
        number = revision.content.get("number", "")
        if digest(revision.content, revision.lineage) != revision.digest:
            yield f"{number} 的第 {revision.step} 次修改历史与指纹不符，请从备份核对。"
        if revision.lineage != lineage or revision.step != len(lineage) + 1:
            yield f"{number} 的修改历史不连续（第 {revision.step} 次），请从备份核对。"
        lineage = [*revision.lineage, revision.digest]
        known[revision.uid] = (revision.step, revision.digest)
    yield from _present(session, register, known)


def _present(session: Any, register: Register, known: dict[str, tuple[int, str]]) -> Iterator[str]:
    uids = list(session.scalars(select(register.record.uid)))
    for start in range(0, len(uids), BATCH):
        for record in records.load_all(session, register, uids[start : start + BATCH]):
            step, wanted = known.pop(record.uid, (0, ""))
            newest = history.newest(session, register.code, record.uid)
            content = history.content_of(register, record)
            if not newest or (step, wanted) != (record.revisions, record.digest) or newest.content != content:
                yield f"{record.number} 的内容与最后一次修改历史不符，请打开核对。"
        session.expunge_all()
    for uid in known:
        yield f"{register.label}（{uid}）有修改历史而没有记录，请从备份核对。"


def _numbers(session: Any, register: Register) -> Iterator[str]:
    record: Any = register.record
    twice = select(record.number).group_by(record.office, record.number).having(func.count() > 1)
    for number in session.scalars(twice):
        yield f"编号 {number} 重复，请所长核查。"
    day = getattr(record, register.day)
    for row in session.scalars(select(Serial).where(Serial.kind == register.code)):
        given = select(func.count()).where(record.office == row.office, func.strftime("%Y", day) == str(row.year))
        if (session.scalar(given) or 0) > row.last:
            yield f"{register.label} {row.year} 年的编号计数偏小，请所长核查。"


def _papers(session: Any) -> Iterator[str]:
    wanted = select(Blob.sha256, Blob.content).execution_options(yield_per=20)
    sound = {
        sha256 for sha256, content in session.execute(wanted) if hashlib.sha256(content).hexdigest() == sha256
    }
    digests = set(session.scalars(select(Revision.digest)))
    for paper in session.scalars(select(Paper)):
        if paper.sha256 not in sound:
            yield f"{paper.issued_at:%Y-%m-%d} 出具的{paper.label}存档损坏或丢失，请从备份核对。"
        if paper.digest not in digests:
            yield f"{paper.issued_at:%Y-%m-%d} 出具的{paper.label}找不到所依据的记录。"
