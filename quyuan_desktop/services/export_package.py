"""Reporting to the district: everything since the last receipt, sealed into one file on the stick."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quyuan_desktop.domain.office import Level
from quyuan_desktop.domain.periods import Period
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.exchange import sentences
from quyuan_desktop.exchange.bag import BagWriter
from quyuan_desktop.exchange.behind import Behind, Sink
from quyuan_desktop.exchange.envelope import Head, Kind, Password, SealingWriter
from quyuan_desktop.exchange.keys import KeyPair, PublicKeys
from quyuan_desktop.exchange.lines import Line
from quyuan_desktop.exchange.package import (
    About,
    Bytes,
    Counts,
    Month,
    PaperLine,
    Part,
    instant,
    write_package,
)
from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.services.attached_files import hashes_in
from quyuan_desktop.services.attentive import Tell, attentive
from quyuan_desktop.services.drives import in_words
from quyuan_desktop.services.month_snapshot import month_snapshot, months_to_carry
from quyuan_desktop.services.pairing import own_keys, reporting_to
from quyuan_desktop.services.stick import Outcome, remove, sweep, unused, write_to_stick
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import dispatches, history, numbering, settings
from quyuan_desktop.storage.beside import note_beside, with_beside
from quyuan_desktop.storage.papers import check_blob, unchecked_blob
from quyuan_desktop.storage.tables import Dispatch, Paper, Serial
from quyuan_desktop.storage.weights import weigh

ENDING = ".qyb"
DISTRICT_NAME = "屈原"
SERIAL = "dispatch"
"""Under this kind, year 0, the batch numbers are counted: an old backup cannot give one out again."""

STEP = 500


@dataclass(frozen=True, slots=True)
class Exported:
    """What came of an export. `path` is where the package lies; None when it does not. `told`: more exactly than the
    outcome, empty where that says it all."""

    outcome: Outcome
    batch: int
    path: Path | None = None
    digest: str = ""
    counts: Counts | None = None
    told: str = ""

    @property
    def sentence(self) -> str:
        """What the clerk reads."""
        return self.told or self.outcome.sentence


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
    later package says which were; where the stick has no room for it none is begun. Raises Trouble when the office is
    not paired; whatever `progress` raises stops it.
    """
    with attentive(place.ledger, progress) as tell:
        return _export(place, folder, period, password, everything, tell)


def _export(
    place: Workplace, folder: Path, period: Period, password: Password | None, everything: bool, tell: Tell
) -> Exported:
    if place.office.level is not Level.OFFICE:
        raise Trouble(sentences.OFFICE_ALONE)
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
    tell("核对U盘空间", 0, 0)
    if lacking := _lacking_room(place, folder, everything):
        return Exported(Outcome.FULL, 0, told=lacking)
    batch = _begin(place, period)
    path = unused(folder / name_of(place.office.name, f"{period.first:%Y-%m}", batch))
    found: list[tuple[Packing, Counts]] = []

    def write(file: Sink) -> str:
        head = Head(Kind.PACKAGE, place.office.code, place.office.name, to, batch, signer.public.sign)
        return _written(place, file, head, signer, recipient, period, everything, tell, found)

    outcome, digest = write_to_stick(path, write, tell)
    if digest:
        packing, counts = found[0]
        try:
            _finish(place, path.name, digest, outcome, packing, counts)
        except BaseException:
            remove(path)  # of a package that is not noted here the next would say that it never was
            raise
        return Exported(outcome, batch, path, digest, counts)
    _failed(place, batch, outcome.value)
    return Exported(outcome, batch)


def _failed(place: Workplace, batch: int, outcome: str) -> None:
    """Remember that no package came of this number."""
    with place.ledger.writing() as session:
        dispatch = session.get_one(Dispatch, batch)
        dispatch.state, dispatch.outcome = dispatches.FAILED, outcome


def _lacking_room(place: Workplace, folder: Path, everything: bool) -> str:
    """The sentence for a stick that cannot hold what is to be reported; empty where it may."""
    with place.ledger.reading() as session:
        weight = weigh(session, everything=everything)
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        return ""  # what is wrong with it shows when it is written to
    if weight.least <= free:
        return ""
    about = in_words(max(weight.about, weight.least))
    return f"U盘剩余 {in_words(free)}，这次上报需要约 {about}，放不下，还没有开始写。请腾出空间或换一个U盘再试。"


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
    file: Sink,
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
    with place.ledger.reading() as session:
        months = months_to_carry(session, place, period, everything=everything)
    figures = {each.code: month_snapshot(place, each) for each in months}
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


def _parts(session: Session, packing: Packing, figures: dict[str, Any], tell: Tell) -> Iterator[Part]:
    """States, then papers, then the bytes that both name, each once, then the months."""
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
    yield from _files(session, list(wanted), tell)
    for month, of_it in figures.items():
        yield Month(month, of_it)


def _files(session: Session, wanted: list[str], tell: Tell) -> Iterator[Bytes]:
    """The bytes under these SHA-256. One file is read while the one before is looked at: they are found wrong a little
    later than they are given out, but before the last is. Raises Trouble."""
    with Behind("checking") as checking:
        for done, sha256 in enumerate(wanted):
            tell("整理文书和附件", done, len(wanted))
            content = unchecked_blob(session, sha256)
            checking.do(check_blob, sha256, content)
            yield Bytes(sha256, content)
        checking.settle()


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
        detail = f"{dispatch.batch} {digest}"
        history.audit(session, dispatches.REPORT, place.now(), place.staff.name, detail=detail)


def last_dispatch(place: Workplace) -> Dispatch | None:
    """The newest package that was finished."""
    with place.ledger.reading() as session:
        wanted = select(Dispatch).where(Dispatch.state.in_(dispatches.WENT)).order_by(Dispatch.batch.desc())
        return session.scalars(wanted.limit(1)).first()


def unreported(place: Workplace) -> int:
    """How many states of records the district has not answered for."""
    with place.ledger.reading() as session:
        return dispatches.count_to_report(session)
