"""Packages for the benchmarks: the records of the demo office over and over, each time under other names."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from quyuan_desktop.domain.lineage import digest
from quyuan_desktop.domain.office import Level, Office
from quyuan_desktop.exchange.bag import BagWriter
from quyuan_desktop.exchange.envelope import Head, Kind, Password, SealingWriter
from quyuan_desktop.exchange.keys import KeyPair
from quyuan_desktop.exchange.lines import Line
from quyuan_desktop.exchange.package import About, Bytes, Part, write_package
from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.services.attached_files import hashes_in
from quyuan_desktop.services.demo import PASSWORD as DEMO_PASSWORD
from quyuan_desktop.services.open_office import found_office
from quyuan_desktop.services.pairing import own_keys
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import dispatches, papers

PASSWORD = Password("benchmark", quick=True)
BUREAU = Office("430671", "屈原管理区司法局", "屈司", "屈原管理区", level=Level.DISTRICT)
BATCH = 1


def found_bureau(folder: Path, now: Callable[[], datetime]) -> None:
    """Make the ledger of a district that has nothing yet, with the password of the demo, cheap to test."""
    found_office(folder, BUREAU, "袁知秋", DEMO_PASSWORD, now, quick=True).place.ledger.close()


def write(place: Workplace, path: Path, records: int) -> int:
    """Write a package of `records` records (or a few more: whole copies of the office's). Returns how many states."""
    lines, wanted = _kept(place)
    files: list[Part]
    with place.ledger.reading() as session:
        files = [Bytes(sha256, papers.blob(session, sha256)) for sha256 in wanted]
    signer: KeyPair = own_keys(place)
    head = Head(Kind.PACKAGE, place.office.code, place.office.name, "", BATCH, signer.public.sign)
    about = About(
        office=head.sender,
        office_name=head.sender_name,
        to="",
        batch=BATCH,
        made_at="2023-12-01T01:00:00Z",
        month="2023-11",
    )
    with path.open("wb") as file, SealingWriter(file, head, signer, [PASSWORD]) as envelope:
        bag = BagWriter(envelope.write, "quyuan-0001")
        counts = write_package(bag, about, [*_copies(lines, records), *files])
        envelope.close()
    return counts.revisions


def _kept(place: Workplace) -> tuple[list[list[Line]], list[str]]:
    """The states of every record of the office, and the files that they name."""
    with place.ledger.reading() as session:
        states = [
            Line(**{name: getattr(each, name) for name in Line.__slots__})
            for each in dispatches.revisions_to_report(session, everything=True)
        ]
    wanted: dict[str, None] = {}
    for each in states:
        wanted.update(dict.fromkeys(hashes_in(REGISTERS[each.register].record, each.content["fields"])))
    return [list(each) for _, each in groupby(states, lambda one: (one.register, one.uid))], list(wanted)


def _copies(records: list[list[Line]], wanted: int) -> Iterator[Line]:
    """The records over and over, in the order that a package has."""
    times = -(-wanted // len(records))
    for _, of_it in groupby(records, lambda each: each[0].register):
        copies = [_renamed(states, f"{copy}/{states[0].uid}") for states in of_it for copy in range(times)]
        for copied in sorted(copies, key=lambda each: each[0].uid):
            yield from copied


def _renamed(states: list[Line], name: str) -> list[Line]:
    uid = hashlib.sha256(name.encode()).hexdigest()[:32]
    lineage: list[str] = []
    found = []
    for state in states:
        content: dict[str, Any] = {**state.content, "uid": uid, "number": f"{state.content['number']}{uid[:6]}"}
        told = {each: getattr(state, each) for each in Line.__slots__}
        named = digest(content, lineage)
        found.append(Line(**{**told, "uid": uid, "content": content, "digest": named, "lineage": lineage}))
        lineage = [*lineage, named]
    return found
