"""Is everything whole: the file, the chain of acts, the history, the numbers, the papers, the search."""

import hashlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from sqlalchemy import Select, and_, exists, func, select, union

from quyuan_desktop.domain.lineage import digest
from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.registers.base import Record, Register, values_of
from quyuan_desktop.services.attached_files import file_fields, files_of
from quyuan_desktop.services.check_closings import check_closings
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import history, records, search, settings
from quyuan_desktop.storage.lines import JOINING
from quyuan_desktop.storage.search_texts import texts_of
from quyuan_desktop.storage.tables import (
    AuditLine,
    Blob,
    ClosedForm,
    ClosedPeriod,
    ClosedTable,
    Contested,
    Paper,
    Revision,
    Serial,
)

Tell = Callable[[str, int, int], None]
BATCH = 500
STATES = (Revision, Contested)
"""Where states of records lie: in their history, or beside it while it is not decided which of them holds."""
UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, OverflowError)
"""What reading a value raises that its column cannot hold."""


def check(place: Workplace, progress: Tell | None = None) -> list[str]:
    """What is wrong with the ledger, as sentences; empty when all is well. Changes nothing. Raises Trouble."""
    tell = progress or (lambda text, done, total: None)
    with place.ledger.reading() as session:
        tell("核对数据库文件", 0, 1)
        found = list(_file(session))
        if found:
            return found  # on a damaged file every further finding would be noise
        steps: list[tuple[str, Callable[[Any], Iterator[str]]]] = [("操作记录", _acts)]
        for register in REGISTERS.values():
            steps.append((f"{register.label}的修改历史", partial(_records, register=register)))
            steps.append((f"{register.label}的编号", partial(_numbers, register=register)))
            if any(True for _ in file_fields(register.record)):
                steps.append((f"{register.label}的附件", partial(_attached, register=register)))
        steps += [("存档文书", _papers), ("结账", check_closings), ("上级报表", _forms), ("查找索引", _index)]
        for done, (name, step) in enumerate(steps, start=1):
            tell(f"核对{name}", done, len(steps) + 1)
            found += _readable(session, name, step)
        tell("核对完成", len(steps) + 1, len(steps) + 1)
    return found


def _readable(session: Any, name: str, step: Callable[[Any], Iterator[str]]) -> Iterator[str]:
    try:
        yield from step(session)
    except UNREADABLE:
        session.rollback()
        yield f"{name}里有不能识别的内容，请从备份还原，或交技术人员查看。"


def _file(session: Any) -> Iterator[str]:
    """What is wrong with the file itself; the first fault of each sort, for the rest only repeats it."""
    connection = session.connection()
    pages = connection.exec_driver_sql("PRAGMA cipher_integrity_check").all()
    if pages:
        yield f"数据库文件有 {len(pages)} 处损坏，请从备份还原。"
        return
    faults = [fault for (fault,) in connection.exec_driver_sql("PRAGMA integrity_check") if fault != "ok"]
    if faults:
        yield f"数据库内部有 {len(faults)} 处不一致，请从备份还原。"
        return
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(3):
        yield f"数据表 {row[0]} 第 {row[1]} 行的关联丢失，请从备份还原。"


def _acts(session: Any) -> Iterator[str]:
    """Each act is sealed to the one before; the last is the one the settings name; each revision is an act."""
    last, id_ = "", 0
    for line in session.scalars(select(AuditLine).order_by(AuditLine.id).execution_options(yield_per=BATCH)):
        if history.seal_of(line, last) != line.seal:
            yield f"操作记录第 {line.id} 条被改动过，或它前面的记录缺失，请负责人核查。"
        last, id_ = line.seal, line.id
    if settings.read(session, history.HEAD) != {"id": id_, "seal": last}:
        yield "操作记录的最后几条缺失或被改动过，请负责人核查。"
    same = and_(
        AuditLine.uid == Revision.uid,
        AuditLine.register == Revision.register,
        AuditLine.verb == Revision.verb,
        AuditLine.at == Revision.at,
        AuditLine.by == Revision.by,
        AuditLine.detail == Revision.digest + " " + Revision.reason,
    )
    lacking = select(func.count()).select_from(Revision).where(~exists().where(same))
    if number := session.scalar(lacking):
        yield f"有 {number} 次修改的时间、经手人或理由与操作记录不符，请负责人核查。"
    verbs = ["create", "correct", "void", "undo", *JOINING]
    verbs += [step.code for each in REGISTERS.values() if each.workflow for step in each.workflow.steps]
    beside = and_(
        AuditLine.uid == Contested.uid,
        AuditLine.register == Contested.register,
        AuditLine.detail == Contested.digest + " " + Contested.reason,
    )
    traceless = select(func.count()).select_from(AuditLine)
    traceless = traceless.where(AuditLine.verb.in_(verbs), ~exists().where(same), ~exists().where(beside))
    if number := session.scalar(traceless):
        yield f"有 {number} 条操作记录找不到对应的修改历史，请从备份核对。"


def _records(session: Any, register: Register) -> Iterator[str]:
    """Every revision is what its digest says and follows the one before; the last is what the record says."""
    last = 0
    record: Any = register.record
    while ids := session.execute(_next(record, last)).all():
        last = ids[-1][0]
        uids = [uid for _, uid in ids]
        wanted = select(Revision).where(Revision.register == register.code, Revision.uid.in_(uids))
        kept: dict[str, list[Revision]] = {}
        for revision in session.scalars(wanted.order_by(Revision.step)):
            kept.setdefault(revision.uid, []).append(revision)
        for each in records.load_all(session, register, uids):
            yield from _record(register, each, kept.get(each.uid, []))
        session.expunge_all()
    orphans = select(func.count(Revision.uid.distinct())).where(
        Revision.register == register.code, ~exists().where(record.uid == Revision.uid)
    )
    if number := session.scalar(orphans):
        yield f"有 {number} 条{register.label}只剩修改历史而没有记录，请从备份核对。"
    strange = select(func.count()).select_from(Revision).where(Revision.register.not_in(REGISTERS))
    if number := session.scalar(strange):
        yield f"有 {number} 次修改历史不属于任何登记簿，请从备份核对。"


def _next(record: Any, last: int) -> Select[Any]:
    return select(record.id, record.uid).where(record.id > last).order_by(record.id).limit(BATCH)


def _record(register: Register, record: Record, kept: list[Revision]) -> Iterator[str]:
    lineage: list[str] = []
    for revision in kept:
        if digest(revision.content, revision.lineage) != revision.digest:
            yield f"{record.number} 的第 {revision.step} 次修改历史与指纹不符，请从备份核对。"
        joins = revision.verb in JOINING and revision.lineage[: len(lineage)] == lineage
        if not (joins or revision.lineage == lineage) or revision.step != len(revision.lineage) + 1:
            yield f"{record.number} 的修改历史不连续（第 {revision.step} 次），请从备份核对。"
        lineage = [*revision.lineage, revision.digest]
    if not kept:
        yield f"{record.number} 没有修改历史，请从备份核对。"
        return
    first, newest = kept[0], kept[-1]
    told = (first.at, first.by, newest.at, newest.by, newest.step, newest.digest)
    says = (
        record.created_at,
        record.created_by,
        record.changed_at,
        record.changed_by,
        record.revisions,
        record.digest,
    )
    now = history.content_of(register, record)
    same = newest.content == now or history.read_today(register, newest.content) == now
    if told != says or not same:
        yield f"{record.number} 的内容与最后一次修改历史不符，请打开核对。"


def _numbers(session: Any, register: Register) -> Iterator[str]:
    record: Any = register.record
    twice = select(record.number).group_by(record.office, record.number).having(func.count() > 1)
    for number in session.scalars(twice):
        yield f"编号 {number} 重复，请负责人核查。"
    numbered = select(func.count()).select_from(record)
    given = select(func.sum(Serial.last)).where(Serial.kind == register.code)
    if (session.scalar(numbered) or 0) > (session.scalar(given) or 0):
        yield f"{register.label}的编号计数偏小，请负责人核查。"
    for row in session.scalars(select(Serial)):
        if type(row.last) is not int:
            yield f"{register.label} {row.year} 年的编号计数不能识别，请从备份还原。"


def _papers(session: Any) -> Iterator[str]:
    wanted = select(Blob.sha256, Blob.content).execution_options(yield_per=20)
    sound = {sha256 for sha256, content in session.execute(wanted) if _is(content, sha256)}
    closed = {sha256 for (sha256,) in session.execute(_closed_papers())} - {""}
    if lost := len(closed - sound):
        yield f"有 {lost} 份已结账的报表存档损坏或丢失，请从备份核对。"
    for paper in session.scalars(select(Paper).execution_options(yield_per=BATCH)):
        issued = f"{paper.issued_at:%Y-%m-%d} 出具的{paper.label}"
        if paper.sha256 not in sound:
            yield f"{issued}存档损坏或丢失，请从备份核对。"
        if not any(session.scalar(select(exists().where(each.digest == paper.digest))) for each in STATES):
            yield f"{issued}找不到所依据的记录，请从备份核对。"


def _forms(session: Any) -> Iterator[str]:
    """The empty workbook of every form of the superior's is kept as it came."""
    for form in settings.read(session, settings.OWN_FORMS, []):
        blob = session.get(Blob, form["sha256"])
        if blob is None or not _is(blob.content, form["sha256"]):
            yield f"上级报表“{form['name']}”的空表损坏或丢失，请从备份还原，或删除这张报表后重新选空表。"


def _closed_papers() -> Any:
    """The hashes of all papers that were closed."""
    kept = ClosedPeriod
    columns = (kept.workbook, kept.summary, kept.corrections, ClosedTable.paper, ClosedForm.paper)
    return union(*(select(column) for column in columns))


def _attached(session: Any, register: Register) -> Iterator[str]:
    """Every file that a record names is kept, with the bytes it was kept with."""
    record: Any = register.record
    last, lost = 0, 0
    while ids := session.execute(_next(record, last)).all():
        last = ids[-1][0]
        for each in records.load_all(session, register, [uid for _, uid in ids]):
            for file in files_of(register.record, values_of(each)):
                kept = session.scalar(select(func.length(Blob.content)).where(Blob.sha256 == file.sha256))
                lost += kept != file.size
        session.expunge_all()
    if lost:
        yield f"{register.label}有 {lost} 个附件丢失或不完整，请从备份核对。"


def _is(content: Any, sha256: str) -> bool:
    return isinstance(content, bytes) and hashlib.sha256(content).hexdigest() == sha256


def _index(session: Any) -> Iterator[str]:
    yield from search.check(session.connection())
    indexed = session.connection().exec_driver_sql("SELECT count(*) FROM search_entry").scalar_one()
    if indexed != sum(
        session.scalar(select(func.count()).select_from(each.record)) for each in REGISTERS.values()
    ):
        yield "查找索引与记录数不一致，记录没有受损，请重建查找索引。"


def rebuild_search(place: Workplace, progress: Tell | None = None) -> int:
    """Make the search index anew from the records. Returns how many there are. Raises Trouble."""
    tell = progress or (lambda text, done, total: None)
    with place.ledger.writing() as session:
        return search.rebuild(session.connection(), _entries(session, tell))


def _entries(session: Any, tell: Tell) -> Iterator[tuple[str, str, Any]]:
    done = 0
    for register in REGISTERS.values():
        last = 0
        total = session.scalar(select(func.count()).select_from(register.record)) or 0
        while ids := session.execute(_next(register.record, last)).all():
            last = ids[-1][0]
            for each in sorted(
                records.load_all(session, register, [uid for _, uid in ids]), key=lambda one: one.id
            ):
                yield register.code, each.uid, texts_of(register, each.number, values_of(each))
                done += 1
            tell("重建查找索引", done, total)
            session.expunge_all()
