"""What is in a package or a receipt, for whoever has the key; says how many, never whom it is about."""

from collections import Counter
from pathlib import Path
from typing import Any, BinaryIO

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.exchange import receipt
from quyuan_desktop.exchange.envelope import Checked, Kind, OpenedReader, Password, check_outside
from quyuan_desktop.exchange.keys import KeyPair, encoded
from quyuan_desktop.exchange.lines import Line
from quyuan_desktop.exchange.package import About, Bytes, Month, PaperLine, read_package
from quyuan_desktop.services.pairing import own_keys
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage.files import disk_trouble
from quyuan_desktop.storage.lines import DECIDE


def inspect(place: Workplace, path: Path, password: Password | None = None) -> dict[str, Any]:
    """Everything about the file but its records themselves. Raises Trouble when it is damaged or not for us."""
    opener = own_keys(place) if password is None else password
    if path.is_dir():
        raise Trouble(f"“{path}”是文件夹。请写上包本身的文件名（以 .qyb 或 .qyr 结尾）。")
    try:
        with path.open("rb") as file:
            checked = check_outside(file)
            inside = _receipt if checked.head.kind is Kind.RECEIPT else _package
            return {**_outside(checked), **inside(file, checked, opener)}
    except OSError as error:
        raise disk_trouble(error, path) from error


def _outside(checked: Checked) -> dict[str, Any]:
    head = checked.head
    return {
        "kind": head.kind.name.lower(),
        "from": head.sender,
        "from_name": head.sender_name,
        "to": head.to,
        "batch": head.batch,
        "signer": encoded(head.signer),
        "bytes": checked.size,
        "sha256": checked.digest,
    }


def _package(file: BinaryIO, checked: Checked, opener: KeyPair | Password) -> dict[str, Any]:
    reader = OpenedReader(file, checked, opener)
    revisions, papers, sizes = Counter[str](), Counter[str](), Counter[str]()
    told: dict[str, Any] = {}
    months: list[str] = []
    for part in read_package(reader.read):
        match part:
            case About():
                told = {"made_at": part.made_at, "month": part.month, "audit": part.audit, "unsent": part.unsent}
            case Line():
                revisions[part.register] += 1
            case PaperLine():
                papers[part.label] += 1
            case Bytes():
                sizes["bytes"] += len(part.content)
            case Month():
                months.append(part.month)
    reader.check_end()
    return {
        **told,
        "revisions": dict(revisions),
        "papers": dict(papers),
        "files": sizes["bytes"],
        "months": months,
    }


def _receipt(file: BinaryIO, checked: Checked, opener: KeyPair | Password) -> dict[str, Any]:
    reader = OpenedReader(file, checked, opener)
    found, _ = receipt.read(reader.read)
    reader.check_end()
    kinds = Counter(each.kind for each in found.remarks)
    batches = [each.batch for each in found.packages]
    return {
        "made_at": found.made_at,
        "packages": batches,
        "remarks": dict(kinds),
        "missing": found.missing,
        "decisions": sum(each.verb == DECIDE for each in found.decisions),
        "tables": {name: len(rows) for name, rows in found.tables.items()},
    }
