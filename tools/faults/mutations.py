"""How a package is changed: its bytes, the bytes of its bag, or what the bag says, sealed again with the right keys."""

import hashlib
import io
import json
import random
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from quyuan_desktop.domain.lineage import canonical, digest
from quyuan_desktop.exchange.bag import DECLARATION, INFO, MANIFEST, TAGS

Member = tuple[str, bytes]
BASE = "quyuan-0001"
STRANGE: list[Any] = [
    None, True, False, -1, 0, 1, 2**31, 2**63, 2**63 - 1, -(2**63), 10**30, 0.5, 1e308, float("nan"), float("inf"),
    "", " ", "x" * 201, "x" * 100_000, "\ud800", "\0", "𬱖", "2023-02-30", "9999-12-31", "0001-01-01", "24:61",
    "2023-11-30T01:00:00Z", "9999-12-31T23:59:59Z", "0000-00-00T00:00:00Z", "../../etc/passwd", "'; DROP TABLE paper", "live",
    "f" * 64, "F" * 64, "0" * 32, [], {}, [[]], [None], ["|"], {"": {}}, [0] * 1000,
]  # fmt: skip
NAMES = [
    "data/../x", "/etc/passwd", "data/CON", "data/aux.json", "data/.", "data//x", "data\\x", "C:/x", "data/x.", "data/é",
    "data/" + "a" * 120, "data/a/b/c/d/e/f", "data/records/000001.jsonl", "data/RECORDS/000001.JSONL", "data/counts.json",
    "data/papers/x", "data/months/..json", "data/months/2023-13.json", "data/blobs/" + "0" * 64, "bagit.txt", "fetch.txt", "x", "",
]  # fmt: skip


def deep(depth: int) -> Any:
    """Lists in lists."""
    found: Any = 1
    for _ in range(depth):
        found = [found]
    return found


# --- bytes ------------------------------------------------------------------------------------------------------------


def flip(whole: bytes, drawn: random.Random) -> bytes:
    """One bit changed."""
    changed = bytearray(whole)
    changed[drawn.randrange(len(changed))] ^= 1 << drawn.randrange(8)
    return bytes(changed)


def cut(whole: bytes, drawn: random.Random) -> bytes:
    """The end is missing."""
    return whole[: drawn.randrange(len(whole))]


def double(whole: bytes, drawn: random.Random) -> bytes:
    """A piece stands twice."""
    start = drawn.randrange(len(whole))
    return whole[:start] + whole[start : start + drawn.randrange(1, 5000)] + whole[start:]


def drop(whole: bytes, drawn: random.Random) -> bytes:
    """A piece is missing."""
    start = drawn.randrange(len(whole))
    return whole[:start] + whole[start + drawn.randrange(1, 5000) :]


def overwrite(whole: bytes, drawn: random.Random) -> bytes:
    """A piece is zeros, ones or rubbish."""
    start, size = drawn.randrange(len(whole)), drawn.randrange(1, 600)
    put = drawn.choice((bytes(size), b"\xff" * size, drawn.randbytes(size)))
    return whole[:start] + put + whole[start + size :]


def swap(whole: bytes, drawn: random.Random) -> bytes:
    """Two pieces have changed places."""
    size = drawn.choice((1, 4, 16, 512, 1024))
    one, two = (drawn.randrange(max(1, len(whole) - size)) for _ in range(2))
    changed = bytearray(whole)
    changed[one : one + size], changed[two : two + size] = whole[two : two + size], whole[one : one + size]
    return bytes(changed[: len(whole)])


def add(whole: bytes, drawn: random.Random) -> bytes:
    """Something follows the end."""
    return whole + drawn.choice((b"\0", whole, drawn.randbytes(drawn.randrange(1, 2000))))


BYTES: list[Callable[[bytes, random.Random], bytes]] = [flip, cut, double, drop, overwrite, swap, add]


def of_bytes(whole: bytes, drawn: random.Random) -> bytes:
    """Changed bytes."""
    return drawn.choice((flip, *BYTES))(whole, drawn)


# --- what the bag says ------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Bag:
    """The payload of a bag, to be changed and packed again. `stale` leaves the manifests as they were."""

    members: list[Member]
    stale: bool = False
    info: bytes = b""


def opened(plain: bytes) -> list[Member]:
    """All members of a bag, without the folder they are in."""
    with tarfile.open(fileobj=io.BytesIO(plain)) as archive:
        found = []
        for each in archive:
            file = archive.extractfile(each)
            found.append((each.name.partition("/")[2], file.read() if file else b""))
    return found


def packed(bag: Bag, before: list[Member], drawn: random.Random | None = None) -> bytes:
    """The bag as a tar file, with manifests that are right unless it is `stale`; `drawn` makes one header odd."""
    kept = dict(before)
    payload = [each for each in bag.members if each[0].startswith("data/")]
    listed = b"".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n".encode() for name, content in payload)
    oxum = f"Payload-Oxum: {sum(len(content) for _, content in payload)}.{len(payload)}\n".encode()
    tags = {"bagit.txt": DECLARATION, INFO: bag.info or oxum, MANIFEST: listed}
    if bag.stale:
        tags = {name: kept[name] for name in tags}
    of_tags = b"".join(f"{hashlib.sha256(tags[name]).hexdigest()}  {name}\n".encode() for name in tags)
    order = [("bagit.txt", tags["bagit.txt"]), *bag.members, (INFO, tags[INFO]), (MANIFEST, tags[MANIFEST])]
    out = b""
    odd = drawn.randrange(len(order)) if drawn else -1
    for number, (name, content) in enumerate([*order, (TAGS, kept[TAGS] if bag.stale else of_tags)]):
        out += _header(name, content, drawn if number == odd else None) + content + bytes(-len(content) % 512)
    return out + bytes(1024)


def _header(name: str, content: bytes, drawn: random.Random | None) -> bytes:
    told = tarfile.TarInfo(f"{BASE}/{name}")
    told.size, told.mode = len(content), 0o600
    if drawn is not None:
        odd = drawn.randrange(6)
        told.name = drawn.choice(NAMES) if odd == 0 else told.name
        told.size = drawn.choice((0, 1, len(content) + 1, 2**33 - 1, 100 << 20)) if odd == 1 else told.size
        told.type = drawn.choice((b"1", b"2", b"3", b"5", b"x", b"g", b"L", b"\0")) if odd == 2 else told.type
        told.linkname = "../../x" if odd in (2, 3) else ""
        told.mode = 0o7777 if odd == 4 else told.mode
        told.uname = told.gname = "root" if odd == 5 else ""
    return told.tobuf(tarfile.USTAR_FORMAT, errors="replace") if len(told.name) < 100 else bytes(512)


def of_bag(before: list[Member], drawn: random.Random) -> bytes:
    """A bag of which one thing is said otherwise."""
    payload = [each for each in before if each[0].startswith("data/")]
    lines = any(name.endswith(".jsonl") for name, _ in payload)
    change = drawn.choice(
        (_member, _value, _value, _line, _line, _line, _told_again) if lines else (_member, _value, _value)
    )
    bag = Bag(change(list(payload), drawn), stale=drawn.random() < 0.15)
    if drawn.random() < 0.05:
        bag.info = drawn.choice((b"", b"Payload-Oxum: 1.1\n", b"x" * 1000, b"\xff\xfe\n"))
    return packed(bag, before, drawn if drawn.random() < 0.1 else None)


def _member(members: list[Member], drawn: random.Random) -> list[Member]:
    """One member more, less, elsewhere or under another name."""
    at = drawn.randrange(len(members))
    name, content = members[at]
    match drawn.randrange(6):
        case 0:
            del members[at]
        case 1:
            members.insert(drawn.randrange(len(members) + 1), members[at])
        case 2:
            drawn.shuffle(members)
        case 3:
            members[at] = (drawn.choice(NAMES), content)
        case 4:
            members.insert(at, (drawn.choice(NAMES), drawn.randbytes(drawn.randrange(100))))
        case _:
            members[at] = (name, of_bytes(content or b"x", drawn))
    return members


def _value(members: list[Member], drawn: random.Random) -> list[Member]:
    """One value in one of the JSON files that are no lines."""
    plain = [n for n, (name, _) in enumerate(members) if name.endswith(".json")]
    at = drawn.choice(plain)
    members[at] = (members[at][0], _json(_strange(json.loads(members[at][1]), drawn)))
    return members


def _line(members: list[Member], drawn: random.Random) -> list[Member]:
    """One value in one line; half of the time with the fingerprints that it then has."""
    at = drawn.choice([n for n, (name, _) in enumerate(members) if name.endswith(".jsonl")])
    lines = [json.loads(line) for line in members[at][1].splitlines()]
    number = drawn.randrange(len(lines))
    if drawn.random() < 0.6 and "content" in lines[number]:
        lines[number]["content"] = _strange(lines[number]["content"], drawn)
        _sign_again(lines)
    else:
        lines[number] = _strange(lines[number], drawn)
    members[at] = (members[at][0], b"".join(_json(line) + b"\n" for line in lines))
    return members


def _told_again(members: list[Member], drawn: random.Random) -> list[Member]:
    """Lines twice, missing, or in another order."""
    at = drawn.choice([n for n, (name, _) in enumerate(members) if name.endswith(".jsonl")])
    lines = members[at][1].splitlines(keepends=True)
    one = drawn.randrange(len(lines))
    match drawn.randrange(4):
        case 0:
            del lines[one]
        case 1:
            lines.insert(drawn.randrange(len(lines)), lines[one])
        case 2:
            drawn.shuffle(lines)
        case _:
            lines[one] = drawn.choice((b"[" * 5000, b"{" * 100_000, b"null\n", b"1\n", b"\xff\n", b'{"a":' * 2000))
    members[at] = (members[at][0], b"".join(lines))
    return members


def _sign_again(lines: list[Any]) -> None:
    """Give every state the fingerprint that its content and ancestors make it, where they make one."""
    now: dict[str, str] = {}
    for line in lines:
        try:
            line["lineage"] = [now.get(each, each) for each in line["lineage"]]
            new = digest(line["content"], line["lineage"])
        except (TypeError, ValueError, KeyError, RecursionError):
            return
        now[line["digest"]] = line["digest"] = new


def _strange(value: Any, drawn: random.Random) -> Any:
    """The value with something in it changed."""
    if isinstance(value, dict) and value and drawn.random() < 0.9:
        name = drawn.choice(list(value))
        match drawn.randrange(8):
            case 0:
                return {key: kept for key, kept in value.items() if key != name}
            case 1:
                return {**value, drawn.choice(("new", "", "\ud800", "id", "format")): drawn.choice(STRANGE)}
            case _:
                return {**value, name: _strange(value[name], drawn)}
    if isinstance(value, list) and value and drawn.random() < 0.8:
        at = drawn.randrange(len(value))
        return drawn.choice(
            (
                value[:at] + value[at + 1 :],
                [*value, value[at]],
                [*value[:at], _strange(value[at], drawn), *value[at + 1 :]],
            )
        )
    return drawn.choice([*STRANGE, deep(drawn.choice((10, 500, 900)))])


def _json(value: Any) -> bytes:
    try:
        return canonical(value)
    except (TypeError, ValueError, RecursionError):
        try:
            return json.dumps(value, ensure_ascii=True).encode()
        except RecursionError:
            return b"[" * 3000 + b"]" * 3000
