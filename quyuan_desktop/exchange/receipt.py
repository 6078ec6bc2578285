"""What the district answers (回执): which packages it has, what goes back and why, what is in dispute or decided.

Parts that came later (`decisions`, `tables`) may be missing, and a reader passes over those it does not know: so a
receipt of a newer district does for an older office.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.exchange import sentences
from quyuan_desktop.exchange.bag import BagWriter, Read
from quyuan_desktop.exchange.lines import Line, read_line
from quyuan_desktop.exchange.package import (
    Bytes,
    plain_line,
    read_receipt,
    write_receipt,
)
from quyuan_desktop.exchange.sayable import HEX32, HEX64

FORMAT = 1
RETURNED, CLASH = "returned", "clash"
MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Package:
    """A package that the district has merged, by its number and the SHA-256 of its file."""

    batch: int
    digest: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What the district says of one state of one record: `kind` is RETURNED for a `reason`, or CLASH."""

    kind: str
    register: str
    uid: str
    digest: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One answer of the district to one office. It says all there is to say, so that earlier ones may be lost.

    missing: numbers of packages that never came, for the office to look after; decisions: the states by which the
    district has decided disputes, with all that they came of; tables: what the district lays down, see
    services/district_tables.py.
    """

    district: str
    district_name: str
    office: str
    made_at: str
    packages: list[Package] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    missing: list[int] = field(default_factory=list)
    decisions: list[Line] = field(default_factory=list)
    tables: dict[str, Any] = field(default_factory=dict)


def write(bag: BagWriter, receipt: Receipt, files: Iterable[Bytes] = ()) -> None:
    """Write a receipt into a bag, with the bytes that its decisions name."""
    plain = {name: getattr(receipt, name) for name in Receipt.__slots__}
    plain["packages"] = [asdict(each) for each in receipt.packages]
    plain["remarks"] = [asdict(each) for each in receipt.remarks]
    plain["decisions"] = [plain_line(each) for each in receipt.decisions]
    write_receipt(bag, {"format": FORMAT, **plain}, files)


def read(read_bytes: Read) -> tuple[Receipt, list[Bytes]]:
    """The receipt in a bag, and the bytes beside it. Raises Trouble when it is none, or newer."""
    told, files = read_receipt(read_bytes)
    if not isinstance(told, dict) or type(told.get("format")) is not int:
        raise Trouble(sentences.UNREADABLE)
    if told["format"] > FORMAT:
        raise Trouble(sentences.NEWER)
    try:
        packages = [Package(each["batch"], each["digest"]) for each in told["packages"][:MOST]]
        remarks = [_remark(each) for each in told["remarks"][:MOST]]
        texts = {name: told[name] for name in ("district", "district_name", "office", "made_at")}
        missing = list(told["missing"])
        decisions: list[Line] = [read_line(each) for each in told.get("decisions", [])[:MOST]]
        tables = dict(told.get("tables", {}))
    except (TypeError, ValueError, LookupError, AttributeError) as error:
        raise Trouble(sentences.UNREADABLE) from error
    sound = all(type(each.batch) is int and _is_digest(each.digest) for each in packages)
    sound = sound and all(type(text) is str for text in texts.values())
    if not sound or not all(type(number) is int for number in missing):
        raise Trouble(sentences.UNREADABLE)
    made = Receipt(
        **texts, packages=packages, remarks=remarks, missing=missing, decisions=decisions, tables=tables
    )
    return made, files


def _remark(told: dict[str, Any]) -> Remark:
    remark = Remark(told["kind"], told["register"], told["uid"], told["digest"], told["reason"])
    texts = (remark.kind, remark.register, remark.uid, remark.reason)
    if not all(type(text) is str for text in texts) or not HEX32.fullmatch(remark.uid):
        raise Trouble(sentences.UNREADABLE)
    if not _is_digest(remark.digest):
        raise Trouble(sentences.UNREADABLE)
    return remark


def _is_digest(text: Any) -> bool:
    return isinstance(text, str) and HEX64.fullmatch(text) is not None
