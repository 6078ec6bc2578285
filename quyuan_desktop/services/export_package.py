"""Reporting to the district: everything since the last receipt, sealed into one file on the stick."""

import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from quyuan_desktop.domain.periods import Period
from quyuan_desktop.exchange.bag import BagWriter
from quyuan_desktop.exchange.envelope import Head, Kind, Password, SealingWriter
from quyuan_desktop.exchange.keys import KeyPair, PublicKeys
from quyuan_desktop.exchange.package import (
    About,
    Bytes,
    Counts,
    Line,
    Month,
    PaperLine,
    Part,
    instant,
    write_package,
)
from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.services.attached_files import hashes_in
from quyuan_desktop.services.month_snapshot import month_snapshot
from quyuan_desktop.services.pairing import own_keys, reporting_to
from quyuan_desktop.services.stick import Outcome, sweep, write_to_stick
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import dispatches, history, numbering, settings
from quyuan_desktop.storage.beside import note_beside, with_beside
from quyuan_desktop.storage.papers import blob
from quyuan_desktop.storage.tables import Dispatch, Paper, Serial

ENDING = ".qyb"
DISTRICT_NAME = "屈原"
SERIAL = "dispatch"
"""Under this kind, year 0, the batch numbers are counted: an old backup cannot give one out again."""

STEP = 500
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Exported:
    """What came of an export. `path` is where the package lies; None when it does not."""

    outcome: Outcome
    batch: int
    path: Path | None = None
    digest: str = ""
    counts: Counts | None = None


@dataclass(frozen=True, slots=True)
class Packing:
    """What one package is made from."""

    about: About
    papers: list[Paper]
    last: int
    total: int
    everything: bool


def export_package(
    place: Workplace,
    folder: Path,
    period: Period,
    *,
    password: Password | None = None,
    everything: bool = False,
    progress: Tell | None = None,
) -> Exported:
    """Write what the district has not answered for into one file in `folder`, the root of a stick.

    It is sealed to the paired district, or with a `password` by an office that is not paired yet. `everything` sends
    the whole history again, for a district that has lost some. The batch number is used up whatever comes of it; a
    later package says which were. Raises Trouble when the office is not paired; whatever `progress` raises stops it.
    """
    tell = progress or (lambda text, done, total: None)
    signer = own_keys(place)
    recipient: PublicKeys | Password
    if password is None:
        district = reporting_to(place)
        to, recipient = district.code, district.keys
    else:
        to, recipient = "", password
    if not folder.is_dir():
        return Exported(Outcome.NO_DRIVE, 0)
    sweep(folder, (ENDING,))
    batch = _begin(place, period)
    path = folder / name_of(place.office.name, f"{period.first:%Y-%m}", batch)
    found: list[tuple[Packing, Counts]] = []

    def write(file: BinaryIO) -> str:
        head = Head(Kind.PACKAGE, place.office.code, place.office.name, to, batch, signer.public.sign)
        return _written(place, file, head, signer, recipient, period, everything, tell, found)

    outcome, digest = write_to_stick(path, write)
    if digest:
        packing, counts = found[0]
        _finish(place, path.name, digest, outcome, packing, counts)
        return Exported(outcome, batch, path, digest, counts)
    with place.ledger.writing() as session:
        dispatch = session.get_one(Dispatch, batch)
        dispatch.state, dispatch.outcome = dispatches.FAILED, outcome.value
    return Exported(outcome, batch)


def name_of(office: str, month: str, batch: int) -> str:
    """屈原_营田司法所_2023-11_第0012批.qyb; what no disk takes in a name is left out."""
    plain = re.sub(r'[\x00-\x1f\\/:*?"<>|]', "", office).strip(" .") or "司法所"
    return f"{DISTRICT_NAME}_{plain[:40]}_{month}_第{batch:04d}批{ENDING}"


def _begin(place: Workplace, period: Period) -> int:
    """Take the next batch number and say that it was begun."""
    with place.ledger.writing() as session:
        batch = numbering.take(session, place.folder, place.office, SERIAL, 0)
        session.add(
            Dispatch(batch=batch, at=place.now(), by=place.staff.name, month=f"{period.first:%Y-%m}", counts={})
        )
    with place.ledger.reading() as session:
        numbering.remember(session, place.folder)  # before the number can be seen anywhere
    return batch


def _written(
    place: Workplace,
    file: BinaryIO,
    head: Head,
    signer: KeyPair,
    recipient: PublicKeys | Password,
    period: Period,
    everything: bool,
    tell: Tell,
    found: list[tuple[Packing, Counts]],
) -> str:
    """Write the package to `file`; puts what went in into `found`. Returns the SHA-256 of the file."""
    tell("清点本月数字", 0, 0)
    figures = month_snapshot(place, period)
    with SealingWriter(file, head, signer, [recipient]) as envelope:
        with place.ledger.reading() as session:
            packing = _packing(session, place, head, period, everything)
            bag = BagWriter(envelope.write, f"quyuan-{head.batch:04d}")
            counts = write_package(bag, packing.about, _parts(session, packing, figures, tell))
        digest = envelope.close()
    found.append((packing, counts))
    return digest


def _packing(session: Session, place: Workplace, head: Head, period: Period, everything: bool) -> Packing:
    serials = [[row.office, row.kind, row.year, row.last] for row in session.scalars(select(Serial))]
    about = About(
        office=head.sender,
        office_name=head.sender_name,
        to=head.to,
        batch=head.batch,
        made_at=instant(place.now()),
        month=f"{period.first:%Y-%m}",
        audit=settings.read(session, history.HEAD) or {},
        serials=sorted(row for row in serials if row[0] == head.sender and row[1] in REGISTERS),
        unsent=dispatches.unsent_batches(session, head.batch),
    )
    papers = dispatches.papers_to_report(session, everything=everything)
    last = dispatches.last_revision(session)
    total = dispatches.count_to_report(session, everything=everything)
    session.expunge_all()
    return Packing(about, papers, last, total, everything)


def _parts(session: Session, packing: Packing, figures: Any, tell: Tell) -> Iterator[Part]:
    """States, then papers, then the bytes that both name, each once, then the month."""
    wanted: dict[str, None] = {}
    revisions = dispatches.revisions_to_report(session, everything=packing.everything)
    revisions = with_beside(session, revisions, everything=packing.everything)
    for done, revision in enumerate(revisions):
        if done % STEP == 0:
            tell("整理上报内容", done, packing.total)
        yield Line(**{name: getattr(revision, name) for name in Line.__slots__})
        record = REGISTERS[revision.register].record
        wanted.update(dict.fromkeys(hashes_in(record, revision.content["fields"])))
    for paper in packing.papers:
        yield PaperLine(**{name: getattr(paper, name) for name in PaperLine.__slots__})
        wanted[paper.sha256] = None
    for done, sha256 in enumerate(wanted):
        tell("整理文书和附件", done, len(wanted))
        yield Bytes(sha256, blob(session, sha256))
        session.expunge_all()
    yield Month(packing.about.month, figures)


def _finish(place: Workplace, name: str, digest: str, outcome: Outcome, packing: Packing, counts: Counts) -> None:
    """Remember what went out. A stick that was not closed well may have lost it: then it goes out again next time."""
    with place.ledger.writing() as session:
        note_beside(session, packing.about.batch, everything=packing.everything)
        dispatch = session.get_one(Dispatch, packing.about.batch)
        dispatch.name, dispatch.digest, dispatch.state = name, digest, dispatches.DONE
        dispatch.outcome = outcome.value
        dispatches.note_dispatched(
            session, dispatch.batch, packing.last, packing.papers, everything=packing.everything
        )
        of_registers = dispatches.contents(session, dispatch.batch)
        dispatch.counts = {
            **asdict(counts),
            dispatches.LAST: packing.last,
            dispatches.OF_REGISTERS: of_registers,
        }
        history.audit(session, "report", place.now(), place.staff.name, detail=f"{dispatch.batch} {digest}")


def last_dispatch(place: Workplace) -> Dispatch | None:
    """The newest package that was finished."""
    with place.ledger.reading() as session:
        wanted = select(Dispatch).where(Dispatch.state.in_(dispatches.WENT)).order_by(Dispatch.batch.desc())
        return session.scalars(wanted.limit(1)).first()


def unreported(place: Workplace) -> int:
    """How many states of records the district has not answered for."""
    with place.ledger.reading() as session:
        return dispatches.count_to_report(session)
