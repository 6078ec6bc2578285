"""What is inside a package: states of records as JSON lines, papers, bytes, the month's figures, and counts.

The lines of one record stand together, the oldest state first, the records in the order of their register and uid, so
that a reader needs to hold no more than one record at a time.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from typing import Any, TypeVar

from quyuan_desktop.domain.lineage import canonical
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.exchange import sentences
from quyuan_desktop.exchange.bag import BagWriter, Read, read_bag
from quyuan_desktop.exchange.lines import Line, read_lines
from quyuan_desktop.exchange.sayable import (
    HEX32,
    HEX64,
    INSTANT,
    MONTH,
    are_figures,
    are_spans,
    is_number,
    is_serial,
    is_text,
    matches,
    read_instant,
    refuse_strange,
)
from quyuan_desktop.registers.written import written

FORMAT = 1
RECORDS, PAPERS, BYTES, MONTHS = "records/", "papers/", "blobs/", "months/"
ABOUT, COUNTS, RECEIPT = "about.json", "counts.json", "receipt.json"
CHUNK = 1 << 20
"""Bytes of JSON lines after which the next file of the bag begins."""

_DECODE = json.JSONDecoder().decode


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Who packed what for whom. `audit` is the head of the chain of acts; `serials` the last numbers given out
    (office, kind, year, last); `unsent` the batch numbers that never became a package."""

    office: str
    office_name: str
    to: str
    batch: int
    made_at: str
    month: str
    program: str = ""
    audit: dict[str, Any] = field(default_factory=dict)
    serials: list[list[Any]] = field(default_factory=list)
    unsent: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """One paper that was issued; its bytes lie under `sha256`."""

    uid: str
    kind: str
    label: str
    register: str
    record: str
    digest: str
    sha256: str
    reprints: int
    issued_at: datetime
    issued_by: str
    number: str | None


@dataclass(frozen=True, slots=True)
class Bytes:
    """Bytes under their SHA-256: a paper, or a file attached to a record."""

    sha256: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Month:
    """The figures of a month as the office saw them when it packed."""

    month: str
    figures: Any


@dataclass(slots=True)
class Counts:
    """How much is in a package."""

    records: int = 0
    revisions: int = 0
    papers: int = 0
    blobs: int = 0


_Made = TypeVar("_Made", About, PaperLine)
Part = Line | PaperLine | Bytes | Month
_NAMES = {kind: tuple(each.name for each in fields(kind)) for kind in (About, PaperLine)}


def write_package(bag: BagWriter, about: About, parts: Iterable[Part]) -> Counts:
    """Write a package; records first, each with its states together, then the rest. Returns how much it was."""
    bag.add(ABOUT, canonical({"format": FORMAT, **asdict(about)}))
    counts = Counts()
    lines, papers = _Chunks(bag, RECORDS), _Chunks(bag, PAPERS)
    last = ("", "")
    for part in parts:
        match part:
            case Line():
                counts.revisions += 1
                counts.records += (part.register, part.uid) != last
                last = (part.register, part.uid)
                lines.add(plain_line(part))
            case PaperLine():
                counts.papers += 1
                papers.add(plain_line(part))
            case Bytes():
                counts.blobs += 1
                bag.add(BYTES + part.sha256, part.content, part.sha256)
            case Month():
                bag.add(f"{MONTHS}{part.month}.json", json.dumps(part.figures, ensure_ascii=False).encode())
    lines.close()
    papers.close()
    bag.add(COUNTS, canonical(asdict(counts)))
    bag.finish(
        {
            "Source-Organization": about.office_name,
            "External-Identifier": f"{about.office}-{about.batch}",
            "Bagging-Date": about.made_at[:10],
        }
    )
    return counts


def read_package(read: Read) -> Iterator[About | Part]:
    """The parts of a package as they come, `About` first. Whole only when the iterator has ended. Raises Trouble."""
    counts = Counts()
    said: Any = None
    about: About | None = None
    last = ("", "", 0, "")
    for path, content in read_bag(read):
        if about is None:
            about = _about(path, content)
            yield about
        elif path.startswith(RECORDS):
            for line in read_lines(content):
                last = _in_order(last, line, counts)
                yield line
        elif path.startswith(PAPERS):
            for told in _lines(content):
                counts.papers += 1
                yield _paper(told)
        elif path.startswith(BYTES):
            counts.blobs += 1
            yield _bytes(path, content)
        elif path.startswith(MONTHS):
            yield _month(path.removeprefix(MONTHS).removesuffix(".json"), _json(content))
        elif path == COUNTS:
            said = _json(content)
    if about is None or said != asdict(counts):
        raise Trouble(sentences.INCOMPLETE)


def write_receipt(bag: BagWriter, receipt: dict[str, Any], files: Iterable[Bytes] = ()) -> None:
    """Write a receipt: one JSON object, and the bytes that the states in it name and the office may lack."""
    bag.add(RECEIPT, canonical(receipt))
    for sha256, content in {each.sha256: each.content for each in files}.items():
        bag.add(BYTES + sha256, content)
    bag.finish({"Bagging-Date": str(receipt["made_at"])[:10]})


def read_receipt(read: Read) -> tuple[Any, list[Bytes]]:
    """The object in a receipt, and the bytes beside it. Raises Trouble."""
    found: list[Any] = []
    files: list[Bytes] = []
    for path, content in read_bag(read):
        if path == RECEIPT:
            found.append(_json(content))
        elif path.startswith(BYTES):
            files.append(_bytes(path, content))
    if len(found) != 1:
        raise Trouble(sentences.INCOMPLETE)
    refuse_strange(found[0])
    return found[0], files


def _month(month: str, figures: Any) -> Month:
    refuse_strange(figures)
    sound = MONTH.fullmatch(month) is not None and isinstance(figures, dict)
    if not sound or not are_figures(figures.get("figures")) or not are_spans(figures.get("spans", {})):
        raise Trouble(sentences.UNREADABLE)
    return Month(month, figures)


def _bytes(path: str, content: bytes) -> Bytes:
    sha256 = path.removeprefix(BYTES)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Trouble(sentences.INCOMPLETE)
    return Bytes(sha256, content)


class _Chunks:
    """JSON lines gathered to files of about a megabyte."""

    def __init__(self, bag: BagWriter, folder: str) -> None:
        self._bag, self._folder = bag, folder
        self._number = 0
        self._rest = bytearray()

    def add(self, plain: dict[str, Any]) -> None:
        self._rest += written(plain)
        self._rest += b"\n"
        if len(self._rest) >= CHUNK:
            self.close()

    def close(self) -> None:
        if self._rest:
            self._number += 1
            self._bag.add(f"{self._folder}{self._number:06d}.jsonl", bytes(self._rest))
            self._rest.clear()


def instant(at: datetime) -> str:
    """An instant as packages write it: UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def plain_line(part: Line | PaperLine) -> dict[str, Any]:
    """A line as JSON has it."""
    kind = PaperLine if isinstance(part, PaperLine) else Line
    found = {name: getattr(part, name) for name in kind.__slots__}
    return {name: instant(value) if isinstance(value, datetime) else value for name, value in found.items()}


def _in_order(last: tuple[str, str, int, str], line: Line, counts: Counts) -> tuple[str, str, int, str]:
    """Count a line that comes after `last`. Raises Trouble for one that was there before."""
    here = (line.register, line.uid, line.step, line.digest)
    if here <= last:
        raise Trouble(sentences.TWICE)
    counts.revisions += 1
    counts.records += here[:2] != last[:2]
    return here


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Trouble(sentences.UNREADABLE) from error


def _lines(content: bytes) -> Iterator[dict[str, Any]]:
    try:
        for line in content.decode().split("\n"):
            if line:
                told = _DECODE(line)
                if not isinstance(told, dict):
                    raise Trouble(sentences.UNREADABLE)
                yield told
    except (ValueError, RecursionError) as error:
        raise Trouble(sentences.UNREADABLE) from error


def _about(path: str, content: bytes) -> About:
    told = _json(content)
    if path != ABOUT or not isinstance(told, dict) or type(told.get("format")) is not int:
        raise Trouble(sentences.UNREADABLE)
    if told["format"] > FORMAT:
        raise Trouble(sentences.NEWER)
    about = _made(About, told)
    texts = (about.office, about.office_name, about.to, about.made_at, about.month, about.program)
    numbers = isinstance(about.serials, list) and all(is_serial(each) for each in about.serials)
    unsent = isinstance(about.unsent, list) and all(is_number(each) for each in about.unsent)
    dated = matches(INSTANT, about.made_at) and matches(MONTH, about.month)
    if not all(map(is_text, texts)) or not dated or not is_number(about.batch) or not numbers or not unsent:
        raise Trouble(sentences.UNREADABLE)
    refuse_strange(about.audit)
    return about


def _paper(told: dict[str, Any]) -> PaperLine:
    paper = _made(PaperLine, {**told, "issued_at": read_instant(told.get("issued_at"))})
    hexes = matches(HEX32, paper.uid) and matches(HEX32, paper.record) and matches(HEX64, paper.digest)
    texts = (
        paper.kind,
        paper.label,
        paper.register,
        paper.issued_by,
        "" if paper.number is None else paper.number,
    )
    if not hexes or not matches(HEX64, paper.sha256) or not all(map(is_text, texts)):
        raise Trouble(sentences.UNREADABLE)
    if not is_number(paper.reprints):
        raise Trouble(sentences.UNREADABLE)
    return paper


def _made(kind: type[_Made], told: dict[str, Any]) -> _Made:
    """A `kind` of what is told; what it does not know is left out."""
    try:
        return kind(**{name: told[name] for name in _NAMES[kind] if name in told})
    except TypeError as error:
        raise Trouble(sentences.UNREADABLE) from error
