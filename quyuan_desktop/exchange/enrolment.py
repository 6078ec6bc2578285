"""The two files of a pairing (结对): the district's enrolment of an office, and the office's answer.

Both are one JSON object, signed by the keys they bring along: that shows they are whole, not whose they are. Whose they
are is settled by reading the fingerprint over the telephone. See docs/package-format.md.
"""

import json
from dataclasses import dataclass
from typing import Any

from quyuan_desktop.domain.lineage import canonical
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.exchange.keys import KeyPair, PublicKeys, decoded, encoded, is_signed, public_of

FORMAT = 1
ENROLMENT, ANSWER = "quyuan-enrolment", "quyuan-enrolment-answer"
LARGEST = 1 << 20
LONGEST = 200
"""Characters of a name, bytes of a file: what is longer is none of ours."""

NOT_OURS = "这不是结对文件，或文件已损坏。请重新拷贝一次，或请对方重新生成。"
NEWER = "这个结对文件是更新版本的程序做的，请先升级本程序。"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What the district tells an office: who the district is, and what it calls the office and its villages."""

    district: str
    district_name: str
    keys: PublicKeys
    office: str
    office_name: str
    villages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the office tells the district: its own keys, and to whose enrolment (`to`: name of the keys) it answers."""

    office: str
    office_name: str
    keys: PublicKeys
    to: str


def write_enrolment(enrolment: Enrolment, signer: KeyPair) -> bytes:
    """The file for the office."""
    return _written(
        {
            "kind": ENROLMENT,
            "format": FORMAT,
            "district": enrolment.district,
            "district_name": enrolment.district_name,
            "keys": enrolment.keys.plain(),
            "office": enrolment.office,
            "office_name": enrolment.office_name,
            "villages": list(enrolment.villages),
        },
        signer,
    )


def read_enrolment(content: bytes) -> Enrolment:
    """The enrolment in a file. Raises Trouble when it is none, damaged, or newer."""
    told = _read(content, ENROLMENT)
    villages = told.get("villages")
    if not isinstance(villages, list) or len(villages) > 1000:
        raise Trouble(NOT_OURS)
    names = tuple(_text({"village": village}, "village") for village in villages)
    return Enrolment(
        _text(told, "district"),
        _text(told, "district_name"),
        public_of(told["keys"]),
        _text(told, "office"),
        _text(told, "office_name"),
        names,
    )


def write_answer(answer: Answer, signer: KeyPair) -> bytes:
    """The file for the district."""
    return _written(
        {
            "kind": ANSWER,
            "format": FORMAT,
            "office": answer.office,
            "office_name": answer.office_name,
            "keys": answer.keys.plain(),
            "to": answer.to,
        },
        signer,
    )


def read_answer(content: bytes) -> Answer:
    """The answer in a file. Raises Trouble when it is none, damaged, or newer."""
    told = _read(content, ANSWER)
    return Answer(_text(told, "office"), _text(told, "office_name"), public_of(told["keys"]), _text(told, "to"))


def _written(told: dict[str, Any], signer: KeyPair) -> bytes:
    signed = {**told, "signature": encoded(signer.signature(canonical(told)))}
    return json.dumps(signed, ensure_ascii=False, indent=1).encode() + b"\n"


def _read(content: bytes, kind: str) -> dict[str, Any]:
    try:
        told = json.loads(content) if len(content) <= LARGEST else None
        if not isinstance(told, dict) or told.get("kind") != kind or type(told.get("format")) is not int:
            raise Trouble(NOT_OURS)
        if told["format"] > FORMAT:
            raise Trouble(NEWER)
        signature = decoded(told.pop("signature", None))
        if not is_signed(public_of(told.get("keys")).sign, canonical(told), signature):
            raise Trouble(NOT_OURS)
    except (ValueError, TypeError, RecursionError) as error:
        raise Trouble(NOT_OURS) from error
    return told


def _text(told: dict[str, Any], name: str) -> str:
    found = told.get(name)
    if not isinstance(found, str) or not 0 < len(found) <= LONGEST:
        raise Trouble(NOT_OURS)
    return found
