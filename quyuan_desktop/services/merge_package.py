"""The district takes packages: all are verified and planned first, then applied together in one transaction.

Lineage decides what is newer, clocks never do; the order, repetition or loss of packages does not change the outcome.
"""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quyuan_desktop.domain.lineage import Kinship
from quyuan_desktop.domain.office import Level
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.exchange import sentences
from quyuan_desktop.exchange.envelope import Checked, Kind, OpenedReader, Password, check_outside
from quyuan_desktop.exchange.keys import KeyPair
from quyuan_desktop.exchange.lines import ReadLine
from quyuan_desktop.exchange.package import About, Bytes, Month, PaperLine, Part, read_package
from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.registers.base import State
from quyuan_desktop.registers.restoring import restored
from quyuan_desktop.services.attached_files import hashes_in
from quyuan_desktop.services.attentive import Tell, attentive, now_and_then
from quyuan_desktop.services.export_package import ENDING
from quyuan_desktop.services.pairing import Pairing, offices, own_keys
from quyuan_desktop.services.recount import Recount, recount_all
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import adopting, arrivals, history, numbering, papers
from quyuan_desktop.storage.adopting import Adopted, Incoming
from quyuan_desktop.storage.files import disk_trouble
from quyuan_desktop.storage.heap import untidied
from quyuan_desktop.storage.tables import Arrival

BATCH = 500
"""States of records after which those gathered are taken over."""
NAMESAKE = "内容不同：该所的数据可能还原过旧备份，或同时用着两份。两批都照样合并，请提醒该所核对。"
_STATES = frozenset(state.code for state in State)
UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, OverflowError)
"""What a plain form raises that the declarations cannot read."""


@dataclass(slots=True)
class Planned:
    """One package: what it is, and how many of its records stand how to what is here.

    `fault` says why it cannot be taken; `known` that it was merged before; `namesake` that another of the same number
    was; `missing` the numbers of the office's
    packages that never came; `gaps` how many records lack earlier states here; `figures` those of its month, `recounts`
    what the merged records come to for them.
    """

    path: Path
    office: str = ""
    office_name: str = ""
    batch: int = 0
    digest: str = ""
    fault: str = ""
    known: bool = False
    namesake: bool = False
    gaps: int = 0
    counts: dict[str, int] = field(default_factory=lambda: {kinship.value: 0 for kinship in Kinship})
    missing: list[int] = field(default_factory=list)
    unsent: list[int] = field(default_factory=list)
    figures: dict[str, Any] = field(default_factory=dict)
    recounts: list[Recount] = field(default_factory=list)


def words_of(typed: str) -> Password | None:
    """The words that packages are sealed by; None where none were typed."""
    return Password(typed) if typed else None


def find_packages(paths: Sequence[Path]) -> list[Path]:
    """The packages among `paths` and in the folders among them. Raises Trouble when there is none."""
    found: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise Trouble(f"找不到“{path}”。请核对路径，U盘请确认已插好。")
        try:
            inside = sorted(filter(_is_package, path.iterdir())) if path.is_dir() else [path]
        except OSError as error:
            raise disk_trouble(error, path / "x") from error
        found.update(dict.fromkeys(inside))
    if not found:
        raise Trouble(sentences.NO_PACKAGE)
    return list(found)


def _is_package(path: Path) -> bool:
    """Whether it is called as a package is. What begins with a dot is what other systems leave on a stick (._名.qyb)."""
    return path.suffix.lower() == ENDING and not path.name.startswith(".") and path.is_file()


def plan(
    place: Workplace, paths: Sequence[Path], *, password: Password | None = None, progress: Tell | None = None
) -> list[Planned]:
    """Verify and open the packages and say what applying them would do. Changes nothing but in rollback.

    A package that cannot be taken has its `fault`; the others are planned all the same. Raises Trouble when the
    ledger or all there is cannot be read.
    """
    return _go_through(place, find_packages(paths), password, progress, keep=False)


def merge(
    place: Workplace, paths: Sequence[Path], *, password: Password | None = None, progress: Tell | None = None
) -> list[Planned]:
    """Take all the packages in one transaction, with a row for each. Raises Trouble when one cannot be taken.

    Whatever `progress` raises leaves no trace.
    """
    done = _go_through(place, find_packages(paths), password, progress, keep=True)
    numbering.remember_after(place.ledger, place.folder)
    return done


class _Undone(Exception):
    """Takes back what was only tried."""


def _go_through(
    place: Workplace, paths: list[Path], password: Password | None, progress: Tell | None, *, keep: bool
) -> list[Planned]:
    if place.office.level is not Level.DISTRICT:
        raise Trouble(sentences.BUREAU_ALONE)
    known, own = offices(place), own_keys(place)
    found: list[Planned] = []
    with (
        attentive(place.ledger, progress) as tell,
        untidied(),
        contextlib.suppress(_Undone),
        place.ledger.writing() as session,
    ):
        for number, path in enumerate(paths):
            tell("核对并合并上报包", number, len(paths))
            planned = Planned(path)
            taking = _Taking(session, place, known, own, password, planned, tell)
            try:
                # what is only tried goes on to the next package after a fault; a savepoint lies in memory
                with contextlib.nullcontext() if keep else session.begin_nested():
                    taking.take()
            except Trouble as trouble:
                if keep:
                    raise Trouble(f"{path.name}：{trouble}") from trouble
                planned.fault = str(trouble)
            found.append(planned)
        _name_gaps(session, found)
        recount_all(session, place, found, tell)
        if not keep:
            raise _Undone
    return found


def _name_gaps(session: Session, found: list[Planned]) -> None:
    for planned in found:
        if planned.office and not planned.fault:
            kept = arrivals.arrivals(session, planned.office)
            unsent = [number for each in kept for number in each.told["unsent"]]
            planned.missing = arrivals.missing((each.batch for each in kept), unsent)


class _Taking:
    """One package on its way in."""

    def __init__(
        self,
        session: Session,
        place: Workplace,
        known: dict[str, Pairing],
        own: KeyPair,
        password: Password | None,
        planned: Planned,
        tell: Tell,
    ) -> None:
        self._session, self._place, self._known, self._own = session, place, known, own
        self._password, self._planned, self._tell = password, planned, tell
        self._named: set[str] = set()
        self._batch: list[Incoming] = []
        self._gathered = 0
        self._about: About | None = None
        self._look = now_and_then(self._ask)

    def take(self) -> None:
        """Verify, open and apply. Raises Trouble."""
        try:
            with self._planned.path.open("rb") as file:
                checked = check_outside(file, self._look)
                self._admit(checked)
                if self._session.get(Arrival, checked.digest) is not None:
                    self._planned.known = True
                for part in _parts(file, checked, self._opener()):
                    self._look()
                    self._take_part(part, checked)
        except OSError as error:
            raise disk_trouble(error, self._planned.path) from error
        self._apply()
        if any(not arrivals.has_blob(self._session, sha256) for sha256 in self._named):
            raise Trouble(sentences.INCOMPLETE)
        planned = self._planned
        planned.namesake = arrivals.has_namesake(self._session, planned.office, planned.batch, planned.digest)
        if not planned.known:
            self._sign_for(checked)

    def _opener(self) -> KeyPair | Password:
        return self._own if self._password is None else self._password

    def _admit(self, checked: Checked) -> None:
        """Is it a package to us, from an office we know, signed by that office?"""
        head, planned = checked.head, self._planned
        planned.office, planned.office_name, planned.batch = head.sender, head.sender_name, head.batch
        planned.digest = checked.digest
        if head.kind is not Kind.PACKAGE:
            raise Trouble(sentences.NOT_A_PACKAGE)
        if head.sender == self._place.office.code:
            raise Trouble(sentences.OURSELVES)
        if head.to != ("" if self._password else self._place.office.code):
            raise Trouble(sentences.BY_KEYS if self._password else _not_for_here(head.to))
        paired = self._known.get(head.sender)
        if paired is None:
            if self._password is None:
                raise Trouble(sentences.STRANGER)
            return
        if paired.keys.sign != head.signer:
            raise Trouble(sentences.WRONG_SIGNER)
        if not paired.confirmed and self._password is None:
            raise Trouble(sentences.UNCONFIRMED)

    def _take_part(self, part: About | Part, checked: Checked) -> None:
        match part:
            case About():
                head = checked.head
                if (part.office, part.to, part.batch) != (head.sender, head.to, head.batch):
                    raise Trouble(sentences.NOT_SAME)
                if any(row[0] != part.office or row[1] not in REGISTERS for row in part.serials):
                    raise Trouble(sentences.NOT_SAME)
                self._about, self._planned.unsent = part, part.unsent
            case ReadLine():
                self._take_line(part)
            case PaperLine():
                columns = {name: getattr(part, name) for name in PaperLine.__slots__}
                self._named.add(part.sha256)
                if part.register not in REGISTERS or not arrivals.take_paper(self._session, columns):
                    raise Trouble(sentences.INCOMPLETE)
            case Bytes():
                papers.keep_blob(self._session, part.content)
                self._session.flush()
                self._session.expunge_all()
            case Month():
                self._planned.figures[part.month] = part.figures

    def _take_line(self, line: ReadLine) -> None:
        content = line.content
        if content.get("office") != self._planned.office:
            raise Trouble(sentences.ANOTHERS)
        try:
            register = REGISTERS[line.register]
            values = restored(register.record, content["fields"])
            self._named.update(hashes_in(register.record, content["fields"]))
            sound = content["state"] in _STATES and type(content["number"]) is type(content["void_reason"]) is str
        except UNREADABLE as error:
            raise Trouble(sentences.UNREADABLE) from error
        if not sound:
            raise Trouble(sentences.UNREADABLE)
        last = self._batch[-1] if self._batch else None
        if last is None or (last.register, last.uid) != (line.register, line.uid):
            if self._gathered >= BATCH:
                self._apply()
            last = Incoming(line.register, line.uid)
            self._batch.append(last)
        self._gathered += 1
        last.states[line.digest] = adopting.columns_of(line)
        last.values[line.digest], last.written[line.digest] = values, line.written

    def _apply(self) -> None:
        """Take over the records that were gathered."""
        self._ask()
        if not self._batch:
            return
        try:
            for adopted in adopting.adopt(self._session, self._batch):
                self._count(adopted)
        except (*UNREADABLE, IntegrityError) as error:  # the last: a field that must be there is empty
            raise Trouble(sentences.UNREADABLE) from error
        self._batch, self._gathered = [], 0
        self._session.flush()
        self._session.expunge_all()

    def _ask(self) -> None:
        """Say how far it is; whoever is told may stop it."""
        planned = self._planned
        if not planned.office:
            self._tell(f"核对{planned.path.name}的签名", 0, 0)
            return
        self._tell(f"合并{planned.office_name}第{planned.batch}批", sum(planned.counts.values()), 0)

    def _count(self, adopted: Adopted) -> None:
        if adopted.office not in ("", self._planned.office):
            raise Trouble(sentences.ANOTHERS)
        self._planned.counts[adopted.kinship.value] += 1
        self._planned.gaps += adopted.gap

    def _sign_for(self, checked: Checked) -> None:
        """The row that says that the package was taken."""
        assert self._about is not None
        planned, place = self._planned, self._place
        arrivals.raise_serials(self._session, self._about.serials)
        told = {**asdict(self._about), "figures": planned.figures}
        self._session.add(
            Arrival(
                digest=checked.digest,
                office=planned.office,
                batch=planned.batch,
                name=planned.path.name[:200],
                at=place.now(),
                by=place.staff.name,
                counts={**planned.counts, "gaps": planned.gaps},
                told=told,
            )
        )
        detail = f"{planned.office} {planned.batch} {checked.digest}"
        history.audit(self._session, "merge", place.now(), place.staff.name, detail=detail)


def _not_for_here(to: str) -> str:
    return sentences.FOR_ANOTHER if to else sentences.BY_PASSWORD


def _parts(file: BinaryIO, checked: Checked, opener: KeyPair | Password) -> Iterator[About | Part]:
    """The parts of an envelope whose outside was checked; after the last of them it is known to be whole."""
    reader = OpenedReader(file, checked, opener)
    yield from read_package(reader.read)
    reader.check_end()
