"""States of records as lines of JSON. Nothing is taken for a state that is not what it says, byte for byte."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Annotated, Any

from quyuan_desktop.domain.lineage import DEEPEST, canonical, digest_of
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.exchange import sentences
from quyuan_desktop.exchange.sayable import HEX32, HEX64, INSTANT, LONGEST, read_instant
from quyuan_desktop.registers.written import written


@dataclass(slots=True, kw_only=True)
class Line:
    """One state of one record, as `storage.tables.Revision` keeps it."""

    register: str
    uid: str
    step: int
    verb: str
    reason: str
    content: dict[str, Any]
    digest: str
    lineage: list[str]
    at: datetime
    by: str


@dataclass(slots=True, kw_only=True)
class ReadLine(Line):
    """A state that came in a package; `written` is its content in the canonical form that the digest is of."""

    written: str


def read_lines(content: bytes) -> Iterator[ReadLine]:
    """The states in a file of lines: each with the digest that its content and ancestors make, each of itself what it says.

    Raises Trouble.
    """
    decode = _decoder()
    try:
        for line in content.split(b"\n"):
            if line:
                line.decode()  # also what is passed over is text
                yield _read(decode(line))
    except (ValueError, TypeError, RecursionError) as error:
        raise Trouble(sentences.UNREADABLE) from error


def read_line(told: dict[str, Any]) -> ReadLine:
    """One state, as `read_lines` reads it. Raises Trouble."""
    known = {name: told[name] for name in Line.__slots__ if name in told}
    try:
        return next(read_lines(json.dumps(known).encode()))
    except (ValueError, TypeError, RecursionError) as error:
        raise Trouble(sentences.UNREADABLE) from error


def _read(told: Any) -> ReadLine:
    content, lineage, uid, register = told.content, told.lineage, told.uid, told.register
    form = written(content)
    if form.count(b"{") + form.count(b"[") > DEEPEST:
        canonical(content)  # so many may be too deep within one another
    at = read_instant(told.at)
    same = content.get("uid") == uid and content.get("register") == register
    if not same or told.digest != digest_of(form, lineage) or told.step != len({*lineage}) + 1:
        raise Trouble(sentences.INCOMPLETE)
    return ReadLine(
        register=register,
        uid=uid,
        step=told.step,
        verb=told.verb,
        reason=told.reason,
        content=content,
        digest=told.digest,
        lineage=lineage,
        at=at,
        by=told.by,
        written=form.decode(),
    )


@cache
def _decoder() -> Callable[[bytes], Any]:
    """What reads a line: the types, lengths and patterns are looked at while it is being decoded."""
    import msgspec  # not needed before a package is read

    def whole(pattern: str) -> msgspec.Meta:
        return msgspec.Meta(pattern=rf"\A(?:{pattern})\Z")

    text = Annotated[str, msgspec.Meta(max_length=LONGEST)]
    told = msgspec.defstruct(
        "Told",
        [
            ("register", text),
            ("uid", Annotated[str, whole(HEX32.pattern)]),
            ("step", int),
            ("verb", text),
            ("reason", text),
            ("content", dict[str, Any]),
            ("digest", str),
            ("lineage", list[Annotated[str, whole(HEX64.pattern)]]),
            ("at", Annotated[str, whole(INSTANT.pattern)]),
            ("by", text),
        ],
        gc=False,
    )
    return msgspec.json.Decoder(told, float_hook=_no_number).decode


def _no_number(said: str) -> Any:
    raise ValueError(f"{said} has more than one written form")
