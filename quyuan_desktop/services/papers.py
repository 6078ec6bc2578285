"""Papers: a specimen to look at, the issued one that is kept, and the same again marked 重印.

What draws them takes half a second to load: it is loaded with the first paper, after the window is there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from quyuan_desktop.documents.sheet import Entry, Sheet
from quyuan_desktop.domain import identity, masking
from quyuan_desktop.domain.problems import Problem, Refused
from quyuan_desktop.registers import REGISTERS, kinds
from quyuan_desktop.registers.base import Base, PaperKind, Record, Register, State, fields_of
from quyuan_desktop.services.paper_facts import facts_of
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import history, numbering, records, settings
from quyuan_desktop.storage import papers as stored
from quyuan_desktop.storage.tables import Paper as StoredPaper

__all__ = [
    "Issued",
    "PageImage",
    "PaperEntry",
    "editable_paper",
    "issue_paper",
    "page_image",
    "pages",
    "papers_of",
    "preview_paper",
]

SPECIMEN = "样张"


@dataclass(frozen=True, slots=True)
class Issued:
    """A paper's bytes, as they were issued or with the mark of a reprint."""

    uid: str
    label: str
    pdf: bytes
    reprint: bool


@dataclass(frozen=True, slots=True)
class PaperEntry:
    """A paper that was issued; `current` when the record has not changed since."""

    uid: str
    kind: str
    label: str
    issued_at: datetime
    issued_by: str
    reprints: int
    current: bool


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page as pixels of 4 bytes, B G R X, rows of `stride` bytes."""

    width: int
    height: int
    stride: int
    data: bytes
    format: str = "BGRX"


def preview_paper(place: Workplace, register: Register, uid: str, kind_code: str) -> bytes:
    """The paper as it would be issued now, marked as a specimen; nothing is kept. Raises Trouble."""
    kind = _kind(register, kind_code)
    with place.ledger.reading() as session:
        record = records.load(session, register, uid)
        refuse_unfit(register, record, kind)
        number = "" if kind.number else record.number
        sheet = sheet_of(place, session, register, record, kind, number, SPECIMEN)
    return _drawing(kind)(sheet)


def issue_paper(place: Workplace, register: Register, uid: str, kind_code: str) -> Issued:
    """Issue a paper from the record's newest revision and keep its bytes.

    Raises Refused for a void record, Trouble for a character that no font has.
    """
    kind = _kind(register, kind_code)
    with place.ledger.writing() as session:
        record = records.load(session, register, uid)
        if record.state is State.VOID:
            raise Refused([Problem("", "记录已作废，不能再出具文书。")])
        refuse_unfit(register, record, kind)
        number = _number(place, session, record, kind)
        pdf = _drawing(kind)(sheet_of(place, session, register, record, kind, number))
        paper = stored.keep(session, register, record, kind, pdf, place.now(), place.staff.name, number=number)
        history.audit(
            session,
            "issue",
            place.now(),
            place.staff.name,
            register=register.code,
            uid=uid,
            detail=f"{kind.code} {paper.sha256}",
        )
    numbering.remember_after(place.ledger, place.folder)
    return Issued(paper.uid, kind.label, pdf, reprint=False)


def editable_paper(place: Workplace, register: Register, uid: str, kind_code: str) -> bytes:
    """The paper as a Word document (DOCX) to go on working on. It is logged but not kept, and takes no number.

    Raises Refused for a void record, or one that has not come as far as the paper needs.
    """
    kind = _kind(register, kind_code)
    from quyuan_desktop.services.drawings import EDITABLE

    with place.ledger.writing() as session:
        record = records.load(session, register, uid)
        if record.state is State.VOID:
            raise Refused([Problem("", "记录已作废，不能再出具文书。")])
        refuse_unfit(register, record, kind)
        number = "" if kind.number else record.number
        content = EDITABLE[kind.code](sheet_of(place, session, register, record, kind, number))
        history.audit(
            session,
            "edit_copy",
            place.now(),
            place.staff.name,
            register=register.code,
            uid=uid,
            detail=kind.code,
        )
        return content


def refuse_unfit(register: Register, record: Record, kind: PaperKind) -> None:
    """Raise Refused when the record has not come as far as the paper needs."""
    if register.workflow is None:
        return
    stage = getattr(record, register.workflow.stage)
    if kind.since and getattr(record, kind.since) is None:
        step = next(each for each in register.workflow.steps if kind.since in each.needs)
        text = f"{kind.label}要在“{step.label}”以后出具，这条记录现在是“{stage.label}”。"
        raise Refused([Problem("", text)])
    if kind.stages and stage not in kind.stages:
        wanted = "或".join(each.label for each in kind.stages)
        raise Refused([Problem("", f"{kind.label}要在“{wanted}”时出具，这条记录现在是“{stage.label}”。")])


def _number(place: Workplace, session: Any, record: Record, kind: PaperKind) -> str:
    """The paper's own number where it has one, taken within the transaction; else the record's."""
    if not kind.number:
        return record.number
    year = place.today.year
    serial = numbering.take(session, place.folder, place.office, kind.code, year)
    template = settings.read(session, f"number.{kind.code}", kind.number)
    return numbering.written(template, place.office, year, serial)


def reprint_paper(place: Workplace, paper_uid: str) -> Issued:
    """The bytes that were issued, with the mark 重印; the reprint is counted and logged.

    The mark tells when the record was voided or corrected since. Raises Trouble.
    """
    with place.ledger.writing() as session:
        paper = stored.load(session, paper_uid)
        paper.reprints += 1
        from quyuan_desktop.documents.reprint import mark_reprint

        pdf = mark_reprint(stored.blob(session, paper.sha256), paper.reprints, _since(session, paper))
        history.audit(
            session,
            "reprint",
            place.now(),
            place.staff.name,
            register=paper.register,
            uid=paper.record,
            detail=f"{paper.kind} {paper.reprints} {paper.sha256}",
        )
        return Issued(paper.uid, paper.label, pdf, reprint=True)


def _since(session: Any, paper: StoredPaper) -> str:
    """What has become of the record since the paper was issued, for the mark of its reprint."""
    record = records.load(session, REGISTERS[paper.register], paper.record)
    if record.state is State.VOID:
        return "已作废"
    return "" if record.digest == paper.digest else "后有更正"


def papers_of(place: Workplace, register: Register, uid: str) -> list[PaperEntry]:
    """The papers issued from a record, newest first."""
    with place.ledger.reading() as session:
        digest = records.digest_of(session, register, uid)
        return [
            PaperEntry(
                paper.uid,
                paper.kind,
                paper.label,
                paper.issued_at.astimezone(),
                paper.issued_by,
                paper.reprints,
                paper.digest == digest,
            )
            for paper in stored.of_record(session, register.code, uid)
        ]


def is_editable(kind_code: str) -> bool:
    """Whether there is a Word copy of this paper."""
    from quyuan_desktop.services.drawings import EDITABLE

    return kind_code in EDITABLE


def pages(pdf: bytes) -> int:
    """How many pages a paper has."""
    from quyuan_desktop.documents import preview

    return preview.page_count(pdf)


def page_image(pdf: bytes, index: int, dpi: int) -> PageImage:
    """One page as a picture, for the window and the printer."""
    from quyuan_desktop.documents import preview

    width, height, data = preview.render_page(pdf, index, dpi)
    return PageImage(width, height, width * 4, data)


def _drawing(kind: PaperKind) -> Callable[[Sheet], bytes]:
    from quyuan_desktop.services.drawings import DRAWINGS

    return DRAWINGS[kind.code]


def _kind(register: Register, code: str) -> PaperKind:
    return next(kind for kind in register.papers if kind.code == code)


def sheet_of(
    place: Workplace,
    session: Session,
    register: Register,
    record: Record,
    kind: PaperKind,
    number: str,
    mark: str = "",
) -> Sheet:
    """The record on its way to that paper: every field in words, masked where the paper leaves the office, and what
    `paper_facts` adds."""
    masked = kind.away
    facts = facts_of(place, session, register, record)
    return Sheet(
        office=place.office,
        title="",
        number=number,
        date=getattr(record, register.day),
        fields=_entries(register.record, record, masked=masked)
        | _derived(register, record)
        | {name: Entry("", text) for name, text in facts.texts.items()},
        rows=_rows(register.record, record, masked=masked),
        digest=record.digest,
        issued_at=place.now(),
        issued_by=place.staff.name,
        copy_mark=mark,
        hours=place.office.hours,
        pictures=facts.pictures,
    )


def _entries(declared: type[Base], record: Base, *, masked: bool) -> dict[str, Entry]:
    found = {}
    for field in fields_of(declared):
        if isinstance(field.kind, kinds.Rows):
            continue
        text = field.kind.show(getattr(record, field.name))
        if masked and field.masked:
            text = masking.masked(field.kind, text)
        found[field.name] = Entry(field.label, text)
    return found


def _derived(register: Register, record: Record) -> dict[str, Entry]:
    birth: Any = getattr(record, "birth_date", None)
    day = getattr(record, register.day)
    age = f"{identity.age_on(birth, day)} 岁" if birth and birth <= day else ""
    return {"age": Entry("年龄", age)}


def _rows(declared: type[Base], record: Base, *, masked: bool) -> dict[str, list[dict[str, Entry]]]:
    return {
        field.name: [_entries(type(row), row, masked=masked) for row in getattr(record, field.name)]
        for field in fields_of(declared)
        if isinstance(field.kind, kinds.Rows)
    }
