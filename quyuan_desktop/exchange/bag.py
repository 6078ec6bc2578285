"""A BagIt bag (RFC 8493) as a stream of plain ustar members: written and read once through, in little memory.

Reading is strict on purpose: ordinary files with plain names alone, each once, all of them in the manifest.
"""

import hashlib
import re
import tarfile
from collections.abc import Callable, Iterator
from typing import NoReturn

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.exchange import sentences

BLOCK = 512
MOST_MEMBERS = 200_000
LARGEST_MEMBER = 96 << 20
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST, TAGS = "manifest-sha256.txt", "tagmanifest-sha256.txt"
INFO = "bag-info.txt"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)+")
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
"""What Windows takes for a device, with any ending."""

Read = Callable[[int], bytes]


class BagWriter:
    """Writes a bag called `name` through `write`; `add` what is in it, then `finish`."""

    def __init__(self, write: Callable[[bytes], None], name: str) -> None:
        self._write, self._name = write, name
        self._payload: list[tuple[str, str]] = []
        self._tags: list[tuple[str, str]] = []
        self._octets = 0
        self._tag("bagit.txt", DECLARATION)

    def add(self, path: str, content: bytes, sha256: str = "") -> None:
        """Add a file of the payload under ``data/``, whose `sha256` may be known. Raises ValueError for one that no
        reader would take."""
        if len(content) > LARGEST_MEMBER or len(self._payload) >= MOST_MEMBERS - 8:
            raise ValueError("too much for one package")
        self._payload.append((sha256 or hashlib.sha256(content).hexdigest(), f"data/{path}"))
        self._octets += len(content)
        self._member(f"data/{path}", content)

    def finish(self, info: dict[str, str]) -> None:
        """Write what says that all is there; `info` goes to bag-info.txt."""
        told = {**info, "Payload-Oxum": f"{self._octets}.{len(self._payload)}"}
        self._tag(INFO, "".join(f"{name}: {value}\n" for name, value in told.items()).encode())
        self._tag(MANIFEST, _listed(self._payload))
        self._member(TAGS, _listed(self._tags))
        self._write(bytes(2 * BLOCK))

    def _tag(self, name: str, content: bytes) -> None:
        self._tags.append((hashlib.sha256(content).hexdigest(), name))
        self._member(name, content)

    def _member(self, path: str, content: bytes) -> None:
        whole = f"{self._name}/{path}"
        if not _allowed(whole):
            raise ValueError(f"{path} is no name for a member")
        told = tarfile.TarInfo(whole)
        told.size, told.mode = len(content), 0o600
        self._write(told.tobuf(tarfile.USTAR_FORMAT))
        self._write(content)
        self._write(bytes(-len(content) % BLOCK))


def read_bag(read: Read) -> Iterator[tuple[str, bytes]]:
    """The payload of a bag, path below ``data/`` and content, as it comes; checked against the manifests at the end.

    Only when the iterator has come to its end is the bag known to be whole. Raises Trouble.
    """
    payload: dict[str, str] = {}
    tags: dict[str, bytes] = {}
    octets = 0
    for path, content in _members(read):
        if path.startswith("data/"):
            if MANIFEST in tags:
                raise Trouble(sentences.INCOMPLETE)
            payload[path] = hashlib.sha256(content).hexdigest()
            octets += len(content)
            yield path.removeprefix("data/"), content
        else:
            tags[path] = content
    _check_whole(payload, tags, octets)


def _check_whole(payload: dict[str, str], tags: dict[str, bytes], octets: int) -> None:
    if not {"bagit.txt", INFO, MANIFEST, TAGS} <= tags.keys() or tags["bagit.txt"] != DECLARATION:
        raise Trouble(sentences.INCOMPLETE)
    said = _read_list(tags[MANIFEST])
    of_tags = _read_list(tags[TAGS])
    found = {name: hashlib.sha256(content).hexdigest() for name, content in tags.items() if name != TAGS}
    oxum = f"Payload-Oxum: {octets}.{len(payload)}".encode()
    if said != payload or of_tags != found or oxum not in tags[INFO].splitlines():
        raise Trouble(sentences.INCOMPLETE)


def _members(read: Read) -> Iterator[tuple[str, bytes]]:
    """The members of the archive without the folder they are all in."""
    base, known = "", set[str]()
    for _ in range(MOST_MEMBERS):
        header = read(BLOCK)
        if header == bytes(BLOCK):
            if read(BLOCK) != bytes(BLOCK):
                raise Trouble(sentences.INCOMPLETE)
            return
        name, size = _header(header)
        folder, _, path = name.partition("/")
        base = base or folder
        if folder != base:
            raise Trouble(sentences.BAD_NAME)
        if path.casefold() in known:
            raise Trouble(sentences.TWICE)
        known.add(path.casefold())
        padded = size + -size % BLOCK
        content = read(padded)
        if len(content) != padded or any(content[size:]):
            raise Trouble(sentences.CUT_SHORT)
        yield path, content[:size]
    raise Trouble(sentences.TOO_BIG)


def _header(header: bytes) -> tuple[str, int]:
    """Name and size of a member. Raises Trouble for anything but an ordinary file."""
    if len(header) != BLOCK:
        raise Trouble(sentences.CUT_SHORT)
    summed = sum(header[:148]) + 8 * 32 + sum(header[156:])
    if _octal(header[148:156]) != summed or header[257:265] != b"ustar\x0000":
        raise Trouble(sentences.DAMAGED)
    if header[156:157] != b"0" or any(header[157:257]):
        raise Trouble(sentences.BAD_MEMBER)
    name = header[:100].rstrip(b"\0").decode("latin-1")
    if any(header[345:500]) or not _allowed(name):
        raise Trouble(sentences.BAD_NAME)
    size = _octal(header[124:136])
    if size > LARGEST_MEMBER:
        raise Trouble(sentences.TOO_BIG)
    return name, size


def _octal(field: bytes) -> int:
    digits = field.rstrip(b"\0 ")
    if not re.fullmatch(rb"[0-7]{1,12}", digits):
        _damaged()
    return int(digits, 8)


def _allowed(name: str) -> bool:
    parts = name.split("/")
    plain = NAME.fullmatch(name) is not None and len(name) <= 100 and len(parts) <= 5
    return plain and not any(RESERVED.fullmatch(part) or part.endswith(".") for part in parts)


def _listed(entries: list[tuple[str, str]]) -> bytes:
    return "".join(f"{sha256}  {path}\n" for sha256, path in entries).encode()


def _read_list(content: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in content.decode("latin-1").splitlines():
        sha256, _, path = line.partition("  ")
        if path in found or not re.fullmatch("[0-9a-f]{64}", sha256):
            raise Trouble(sentences.INCOMPLETE)
        found[path] = sha256
    return found


def _damaged() -> NoReturn:
    raise Trouble(sentences.DAMAGED)
