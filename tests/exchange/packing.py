"""Packages for tests, made without a ledger."""

import io
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from quyuan_desktop.domain.lineage import digest
from quyuan_desktop.exchange.bag import BagWriter
from quyuan_desktop.exchange.envelope import Head, Kind, OpenedReader, Password, SealingWriter, check_outside
from quyuan_desktop.exchange.keys import KeyPair, PublicKeys
from quyuan_desktop.exchange.lines import Line
from quyuan_desktop.exchange.package import About, Part, read_package, write_package

DISTRICT, OFFICE, STRANGER = (KeyPair(bytes([n] * 32), bytes([n + 1] * 32)) for n in (1, 3, 5))
ABOUT = About(
    office="430671101",
    office_name="营田司法所",
    to="430671",
    batch=12,
    made_at="2023-11-30T01:00:00Z",
    month="2023-11",
    serials=[["430671101", "consultation", 2023, 4]],
)
AT = datetime(2023, 11, 30, 1, 0, tzinfo=UTC)


def head(**changes: Any) -> Head:
    """The outside of a package of `OFFICE` to `DISTRICT`."""
    told = {"kind": Kind.PACKAGE, "sender": ABOUT.office, "sender_name": ABOUT.office_name, "to": ABOUT.to}
    return Head(**{**told, "batch": ABOUT.batch, "signer": OFFICE.public.sign, **changes})


def line(text: str = "一", number: int = 1, lineage: Iterable[str] = (), **changes: Any) -> Line:
    """A state of an invented record."""
    parents = list(lineage)
    uid = f"{number:032x}"
    content = {"register": "consultation", "uid": uid, "fields": {"visitor": text}}
    told = {"register": "consultation", "uid": uid, "step": len(parents) + 1, "verb": "create", "reason": ""}
    made = {
        **told,
        "content": content,
        "digest": digest(content, parents),
        "lineage": parents,
        "at": AT,
        "by": "袁",
    }
    return Line(**{**made, **changes})


def sealed(
    plain: bytes, *to: PublicKeys | Password, signer: KeyPair = OFFICE, named: KeyPair = OFFICE, **changes: Any
) -> bytes:
    """An envelope around `plain`, signed by `signer`, which says that it is signed by `named`."""
    file = io.BytesIO()
    writer = SealingWriter(file, head(signer=named.public.sign, **changes), signer, to or (DISTRICT.public,))
    for start in range(0, len(plain), 100_000):
        writer.write(plain[start : start + 100_000])
    writer.close()
    return file.getvalue()


def bagged(parts: Iterable[Part], about: About = ABOUT) -> bytes:
    """A bag with these parts."""
    out = io.BytesIO()
    write_package(BagWriter(lambda content: void(out.write(content)), "quyuan-0012"), about, parts)
    return out.getvalue()


def void(_: Any) -> None:
    """Nothing, of whatever."""


def unsealed(envelope: bytes, opener: KeyPair | Password = DISTRICT) -> bytes:
    """The plain bytes of an envelope. Raises Trouble."""
    file = io.BytesIO(envelope)
    reader = OpenedReader(file, check_outside(file), opener)
    found = bytearray()
    while more := reader.read(1 << 20):
        found += more
    reader.check_end()
    return bytes(found)


def unpacked(envelope: bytes, opener: KeyPair | Password = DISTRICT) -> list[About | Part]:
    """The parts of a package. Raises Trouble."""
    file = io.BytesIO(envelope)
    reader = OpenedReader(file, check_outside(file), opener)
    parts = list(read_package(reader.read))
    reader.check_end()
    return parts
