"""The way back: the district's receipts (回执) onto the stick, and taking one in at the office."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from quyuan_desktop.domain.office import Level
from quyuan_desktop.domain.problems import Problem, Refused, Trouble
from quyuan_desktop.domain.standing import Standing
from quyuan_desktop.exchange import receipt as receipts
from quyuan_desktop.exchange import sentences
from quyuan_desktop.exchange.bag import BagWriter
from quyuan_desktop.exchange.behind import Sink
from quyuan_desktop.exchange.envelope import Head, Kind, OpenedReader, SealingWriter, check_outside
from quyuan_desktop.exchange.keys import KeyPair
from quyuan_desktop.exchange.package import Bytes, instant
from quyuan_desktop.exchange.receipt import CLASH, RETURNED, Package, Receipt, Remark
from quyuan_desktop.registers.base import Register
from quyuan_desktop.services import village_roll
from quyuan_desktop.services.decisions import decisions_for, files_for, take_decisions
from quyuan_desktop.services.district_tables import tables_for, take_tables
from quyuan_desktop.services.export_package import DISTRICT_NAME
from quyuan_desktop.services.pairing import Pairing, offices, own_keys, reporting_to, told_apart
from quyuan_desktop.services.stick import Outcome, sweep, write_to_stick
from quyuan_desktop.services.workplace import Changed, Workplace
from quyuan_desktop.storage import arrivals, dispatches, history, records
from quyuan_desktop.storage.files import disk_trouble
from quyuan_desktop.storage.tables import Returned

ENDING = ".qyr"
LONGEST_REASON = 200
REMARKS = {RETURNED: Standing.RETURNED, CLASH: Standing.CLASH}


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The receipts that were written, and the offices that cannot have one because they are not paired or not confirmed."""

    outcome: Outcome
    paths: list[Path] = field(default_factory=list)
    unpaired: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Taken:
    """What a receipt brought: packages that are now received, records returned and in dispute.

    strange: how many packages the district has that this ledger knows nothing of: it was taken back to an older
    backup; missing: numbers of packages that the district never saw; changed: the records that the district's decisions
    changed here, overruled: those of them of which something done here since does not hold; laid_down: what was taken
    over of holidays, time limits, settings and forms, in words; villages: in how many lines the bureau's list of
    villages, this or an earlier one, differs from what the office has.
    """

    batches: list[int] = field(default_factory=list)
    returned: int = 0
    clashes: int = 0
    strange: int = 0
    missing: list[int] = field(default_factory=list)
    laid_down: list[str] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    overruled: list[Changed] = field(default_factory=list)
    villages: int = 0


NOTHING_HEARD = "这里还没有合并过司法所的上报包，没有回执可写。写回执要在区局的电脑上，先合并、再写。"


def return_record(place: Workplace, register: Register, uid: str, reason: str) -> None:
    """Send a record back to its office (退回), for a `reason` that travels with the next receipt. Raises Refused."""
    said = " ".join(reason.split())
    if not said or len(said) > LONGEST_REASON:
        raise Refused([Problem("reason", f"请写明退回的理由，最多 {LONGEST_REASON} 字。")])
    with place.ledger.writing() as session:
        record = records.load(session, register, uid)
        returned = Returned(
            register=register.code,
            uid=uid,
            digest=record.digest,
            office=record.office,
            reason=said,
            at=place.now(),
            by=place.staff.name,
        )
        arrivals.send_back(session, returned)
        told = {"register": register.code, "uid": uid, "detail": f"{record.digest} {said}"}
        history.audit(session, "send_back", place.now(), place.staff.name, **told)


def acknowledge(place: Workplace, folder: Path) -> Acknowledged:
    """Write a receipt for each paired office of which there is a package into `folder`, the root of a stick.

    None for an office whose digits nobody has read aloud: whoever holds its keys may not be it.
    """
    if not folder.is_dir():
        return Acknowledged(Outcome.NO_DRIVE)
    sweep(folder, (ENDING,))
    own = own_keys(place)
    paired = {code: each for code, each in offices(place).items() if each.confirmed}
    with place.ledger.reading() as session:
        heard = arrivals.offices_heard_of(session)
    names = told_apart({code: each.name for code, each in paired.items()})
    if not heard:
        raise Trouble(NOTHING_HEARD)
    written: list[Path] = []
    for code in heard:
        if code not in paired:
            continue
        receipt = receipt_for(place, code)
        batch = max(each.batch for each in receipt.packages)
        path = folder / name_of(names[code], batch)
        outcome, _ = write_to_stick(path, _writer(place, paired[code], receipt, batch, own))
        if outcome is not Outcome.DONE:
            return Acknowledged(outcome, written)
        written.append(path)
    return Acknowledged(Outcome.DONE, written, [code for code in heard if code not in paired])


def receipt_for(place: Workplace, office: str) -> Receipt:
    """All that the district has to say to an office."""
    with place.ledger.reading() as session:
        kept = arrivals.arrivals(session, office)
        unsent = [number for each in kept for number in each.told["unsent"]]
        remarks = [
            Remark(RETURNED, each.register, each.uid, each.digest, each.reason)
            for each in arrivals.sent_back(session, office)
        ]
        for dispute in arrivals.disputes(session, office):
            for digest in (dispute.here, *dispute.others):
                remarks.append(Remark(CLASH, dispute.register, dispute.uid, digest))
        decisions = decisions_for(session, office)
        tables, _ = tables_for(session)
    return Receipt(
        district=place.office.code,
        district_name=place.office.name,
        office=office,
        made_at=instant(place.now()),
        packages=[Package(each.batch, each.digest) for each in kept],
        remarks=remarks,
        missing=arrivals.missing((each.batch for each in kept), unsent),
        decisions=decisions,
        tables=tables,
    )


def receive(place: Workplace, path: Path) -> Taken:
    """Take the district's receipts at `path`, a file or the folder of a stick. Repeating it changes nothing.

    Raises Trouble when there is none for this office, or one is damaged or not by the district.
    """
    if place.office.level is not Level.OFFICE:
        raise Trouble(sentences.OFFICE_ALONE)
    taken, found = Taken(), 0
    for each in _candidates(path):
        opened = _opened(place, each, alone=each == path)
        if opened is not None:
            found += 1
            _take(place, *opened, taken)
    if not found:
        raise Trouble(sentences.NO_RECEIPT)
    return taken


def name_of(office: str, batch: int) -> str:
    """屈原_营田司法所_回执_第0012批.qyr."""
    plain = re.sub(r'[\x00-\x1f\\/:*?"<>|]', "", office).strip(" .") or "司法所"
    return f"{DISTRICT_NAME}_{plain[:40]}_回执_第{batch:04d}批{ENDING}"


def _writer(place: Workplace, to: Pairing, receipt: Receipt, batch: int, own: KeyPair) -> Callable[[Sink], str]:
    def write(file: Sink) -> str:
        signer = own.public.sign
        head = Head(Kind.RECEIPT, place.office.code, place.office.name, receipt.office, batch, signer)
        with place.ledger.reading() as session:
            files = [*files_for(session, receipt.decisions), *tables_for(session)[1]]
        with SealingWriter(file, head, own, [to.keys]) as envelope:
            receipts.write(BagWriter(envelope.write, f"receipt-{batch:04d}"), receipt, files)
            return envelope.close()

    return write


def _is_receipt(path: Path) -> bool:
    """Whether it is called as a receipt is. What begins with a dot is what other systems leave on a stick (._名.qyr)."""
    return path.suffix.lower() == ENDING and not path.name.startswith(".") and path.is_file()


def _candidates(path: Path) -> list[Path]:
    if not path.exists():
        raise Trouble(f"找不到“{path}”。请核对路径，U盘请确认已插好。")
    try:
        return sorted(filter(_is_receipt, path.iterdir())) if path.is_dir() else [path]
    except OSError as error:
        raise disk_trouble(error, path / "x") from error


def _opened(place: Workplace, path: Path, *, alone: bool) -> tuple[Receipt, list[Bytes]] | None:
    """The receipt in a file, and the bytes beside it; None when it is for another office and lies on the stick with ours."""
    district = reporting_to(place)
    try:
        with path.open("rb") as file:
            checked = check_outside(file)
            if checked.head.to != place.office.code and not alone:
                return None
            if checked.head.kind is not Kind.RECEIPT:
                raise Trouble(sentences.NOT_A_RECEIPT)
            if checked.head.to != place.office.code or checked.head.sender != district.code:
                raise Trouble(sentences.FOR_ANOTHER)
            if checked.head.signer != district.keys.sign:
                raise Trouble(sentences.NOT_BY_DISTRICT)
            reader = OpenedReader(file, checked, own_keys(place))
            receipt, files = receipts.read(reader.read)
            reader.check_end()
    except OSError as error:
        raise disk_trouble(error, path) from error
    if (receipt.office, receipt.district) != (place.office.code, district.code):
        raise Trouble(sentences.NOT_SAME)
    return receipt, files


def _take(place: Workplace, receipt: Receipt, files: list[Bytes], taken: Taken) -> None:
    with place.ledger.writing() as session:
        for package in receipt.packages:
            dispatch = dispatches.by_digest(session, package.digest)
            if dispatch is None:
                taken.strange += 1
            elif dispatch.state != dispatches.TAKEN:
                dispatches.note_received(session, dispatch)
                taken.batches.append(dispatch.batch)
        for remark in receipt.remarks:
            answer = REMARKS.get(remark.kind)
            known = answer is not None and dispatches.note_answer(
                session, remark.register, remark.uid, remark.digest, answer, remark.reason
            )
            taken.returned += bool(known and answer is Standing.RETURNED)
            taken.clashes += bool(known and answer is Standing.CLASH)
        dispatches.note_missing(session, receipt.missing)
        decided = take_decisions(place, session, receipt.decisions, files)
        taken.changed += decided.changed
        taken.overruled += decided.overruled
        taken.laid_down += take_tables(place, session, receipt.tables, files)
        taken.villages = village_roll.how_many(session, place)
        taken.missing = receipt.missing
        detail = f"{receipt.district} {receipt.made_at} {len(receipt.packages)}"
        history.audit(session, "take_receipt", place.now(), place.staff.name, detail=detail)
