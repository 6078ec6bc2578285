"""The outside of a package: who sent it to whom, sealed, compressed and signed, in pieces that need little memory.

    magic 8 | format 2 | algorithm 1 | kind 1 | length of head 4 | head (JSON)
    pieces: length 4 | sealed piece ... | 0000
    signature 64, over everything before it

Numbers are big-endian. docs/package-format.md describes it for other programs.
"""

import hashlib
import json
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import IO, Any, BinaryIO, Self, cast

from quyuan_desktop.domain.lineage import canonical
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.exchange import sentences
from quyuan_desktop.exchange.behind import SHARE, Behind, Sink, WritingBehind
from quyuan_desktop.exchange.keys import BYTES, KeyPair, PublicKeys, decoded, encoded, is_signed, sealed_to

MAGIC = b"QYBAG\r\n\x1a"
FORMAT = 1
LIBSODIUM = 1
"""Ed25519, X25519 sealed box or Argon2id, XChaCha20-Poly1305 secretstream, Zstandard. Others (国密) get numbers of their own."""

FRONT = struct.Struct(">8sHBBI")
LENGTH = struct.Struct(">I")
SIGNATURE = 64
SIGNED = b"quyuan package 1"
PIECE = 1 << 16
LONGEST_HEAD = 1 << 16
OPS, MEMORY = 3, 64 << 20
MOST_OPS, MOST_MEMORY = 64, 1 << 30
WINDOW = 8 << 20
AT_ONCE = 2 << 20
LEAST_ALLOWED, MOST_RATIO = 64 << 20, 400
"""A package may unfold to `LEAST_ALLOWED` bytes and, beyond, to so many times its own size."""


class Kind(IntEnum):
    """What is in the envelope."""

    PACKAGE = 1
    RECEIPT = 2


@dataclass(frozen=True, slots=True)
class Head:
    """What anybody can read on the outside. `signer` is the public signing key (32 bytes) that the signature is by."""

    kind: Kind
    sender: str
    sender_name: str
    to: str
    batch: int
    signer: bytes

    def plain(self) -> dict[str, Any]:
        """The head, fit for JSON."""
        return {
            "from": self.sender,
            "from_name": self.sender_name,
            "to": self.to,
            "batch": self.batch,
            "signer": encoded(self.signer),
        }


@dataclass(frozen=True, slots=True, repr=False)
class Password:
    """Words that seal and open instead of keys. `quick` spends the least on each guess: for tests only."""

    text: str
    quick: bool = False


class SealingWriter:
    """Takes plain bytes and writes the envelope around them to `file`. Leaving it (``with``) lets go of the file.

    Compressing and sealing is done behind whoever brings the bytes, hashing and writing behind that. What goes wrong
    there is raised by a later call.
    """

    def __init__(self, file: Sink, head: Head, signer: KeyPair, to: Sequence[PublicKeys | Password]) -> None:
        import zstandard
        from nacl import bindings
        from nacl.utils import random

        self._signer = signer
        key = random(bindings.crypto_secretstream_xchacha20poly1305_KEYBYTES)
        self._state = bindings.crypto_secretstream_xchacha20poly1305_state()
        stream = bindings.crypto_secretstream_xchacha20poly1305_init_push(self._state, key)
        told = {**head.plain(), "keys": [_wrapped(key, each) for each in to], "stream": encoded(stream)}
        written = canonical(told)
        front = FRONT.pack(MAGIC, FORMAT, LIBSODIUM, head.kind, len(written))
        self._bound: bytes | None = hashlib.sha256(front + written).digest()
        self._compressor = zstandard.ZstdCompressor(level=1, write_checksum=True).compressobj()
        self._gathered: list[bytes] = []
        self._size = 0
        self._rest = bytearray()
        self._sealing, self._writing = Behind("sealing"), WritingBehind(file)
        self._writing.put(front + written)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._sealing.give_up()
        self._writing.give_up()

    def write(self, content: bytes) -> None:
        """Add plain bytes. Raises OSError."""
        self._gathered.append(content)
        self._size += len(content)
        if self._size >= SHARE:
            self._hand_over()

    def close(self) -> str:
        """Write the end and the signature; the file stays open. Returns the SHA-256 of the file. Raises OSError."""
        self._hand_over()
        self._sealing.settle()
        self._rest += self._compressor.flush()
        self._seal_whole_pieces()
        self._seal(bytes(self._rest), final=True)
        self._writing.put(LENGTH.pack(0))
        self._writing.put(self._signer.signature(SIGNED + self._writing.finished()))
        digest = self._writing.finished().hex()
        self._sealing.give_up()
        self._writing.give_up()
        return digest

    def _hand_over(self) -> None:
        gathered, self._gathered, self._size = self._gathered, [], 0
        self._sealing.do(self._compress, gathered)

    def _compress(self, gathered: list[bytes]) -> None:
        for content in gathered:
            self._rest += self._compressor.compress(content)
            self._seal_whole_pieces()

    def _seal_whole_pieces(self) -> None:
        """Seal all but the last piece, which is sealed as such."""
        start = 0
        while len(self._rest) - start > PIECE:
            with memoryview(self._rest) as rest:
                piece = bytes(rest[start : start + PIECE])
            self._seal(piece, final=False)
            start += PIECE
        del self._rest[:start]

    def _seal(self, piece: bytes, *, final: bool) -> None:
        from nacl import bindings as sodium

        tag = (
            sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL
            if final
            else sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
        )
        sealed = sodium.crypto_secretstream_xchacha20poly1305_push(self._state, piece, self._bound, tag)
        self._bound = None  # the first piece alone is bound to the head; the others follow from it
        self._writing.put(LENGTH.pack(len(sealed)))
        self._writing.put(sealed)


@dataclass(frozen=True, slots=True, repr=False)
class Checked:
    """An envelope whose signature was found right by the key it names. `digest` is the SHA-256 of the file."""

    head: Head
    told: dict[str, Any]
    bound: bytes
    start: int
    size: int
    digest: str


def check_outside(file: BinaryIO, look: Callable[[], None] | None = None) -> Checked:
    """Read the whole of `file` once: is it ours, whole, and signed by whom it says? Raises Trouble.

    `look` is called after every piece; what it raises ends the reading.
    """
    file.seek(0)
    front = file.read(FRONT.size)
    if front[:8] != MAGIC[: len(front)] or not front:
        raise Trouble(sentences.NOT_OURS)
    if len(front) < FRONT.size:
        raise Trouble(sentences.CUT_SHORT)
    _, form, algorithm, kind, length = FRONT.unpack(front)
    if form > FORMAT or algorithm != LIBSODIUM:
        raise Trouble(sentences.NEWER)
    if form < FORMAT or kind not in iter(Kind) or length > LONGEST_HEAD:
        raise Trouble(sentences.DAMAGED)
    written = _exactly(file, length)
    sha256 = hashlib.sha256(front + written)
    bound = sha256.digest()
    head, told = _head(written, Kind(kind))
    while True:
        prefix = _exactly(file, LENGTH.size)
        (size,) = LENGTH.unpack(prefix)
        if size > PIECE + 64:
            raise Trouble(sentences.DAMAGED)
        piece = _exactly(file, size)
        sha256.update(prefix + piece)
        if not size:
            break
        if look is not None:
            look()
    signed = SIGNED + sha256.digest()
    signature = _exactly(file, SIGNATURE)
    sha256.update(signature)
    if file.read(1):
        raise Trouble(sentences.TRAILING)
    if not is_signed(head.signer, signed, signature):
        raise Trouble(sentences.DAMAGED)
    return Checked(head, told, bound, FRONT.size + length, file.tell(), sha256.hexdigest())


class OpenedReader:
    """The plain bytes of an envelope, a bounded number at a time. `check_end` after the last of them."""

    def __init__(self, file: BinaryIO, checked: Checked, opener: KeyPair | Password) -> None:
        import zstandard

        self._pieces = _Pieces(file, checked, _unwrapped(checked.told["keys"], opener))
        self._plain = zstandard.ZstdDecompressor(max_window_size=WINDOW).stream_reader(
            cast(IO[bytes], self._pieces), read_size=PIECE
        )
        self._left = max(LEAST_ALLOWED, MOST_RATIO * checked.size)

    def read(self, size: int) -> bytes:
        """So many bytes, fewer only at the end. Raises Trouble when a piece was changed or the whole is a bomb."""
        import zstandard

        try:
            found = self._plain.read(min(size, AT_ONCE))
            while len(found) < size and (more := self._plain.read(min(size - len(found), AT_ONCE))):
                found += more
        except (zstandard.ZstdError, MemoryError) as error:
            raise Trouble(sentences.DAMAGED) from error
        self._left -= len(found)
        if self._left < 0:
            raise Trouble(sentences.TOO_BIG)
        return found

    def check_end(self) -> None:
        """Raises Trouble unless every piece has been read, and nothing comes after."""
        if self.read(1) or self._pieces.read(PIECE):
            raise Trouble(sentences.DAMAGED)


class _Pieces:
    """The compressed bytes, piece by piece as they are opened: what zstandard reads from."""

    def __init__(self, file: BinaryIO, checked: Checked, key: bytes) -> None:
        from nacl import bindings

        self._file, self._bound = file, checked.bound
        self._ad: bytes | None = checked.bound
        self._state = bindings.crypto_secretstream_xchacha20poly1305_state()
        self._ended = False
        self._rest = b""
        bindings.crypto_secretstream_xchacha20poly1305_init_pull(self._state, decoded(checked.told["stream"]), key)
        file.seek(checked.start)

    def read(self, size: int) -> bytes:
        while not self._rest and not self._ended:
            self._rest = self._next()
        found, self._rest = self._rest[:size], self._rest[size:]
        return found

    def _next(self) -> bytes:
        from nacl import bindings as sodium

        (size,) = LENGTH.unpack(_exactly(self._file, LENGTH.size))
        if not sodium.crypto_secretstream_xchacha20poly1305_ABYTES <= size <= PIECE + 64:
            raise Trouble(sentences.DAMAGED)
        sealed = _exactly(self._file, size)
        try:
            piece, tag = sodium.crypto_secretstream_xchacha20poly1305_pull(self._state, sealed, self._ad)
        except (RuntimeError, ValueError) as error:
            raise Trouble(sentences.DAMAGED) from error
        self._ad = None
        self._ended = tag == sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL
        return bytes(piece)


def _head(written: bytes, kind: Kind) -> tuple[Head, dict[str, Any]]:
    try:
        told = json.loads(written)
        head = Head(
            kind, told["from"], told["from_name"], told["to"], told["batch"], decoded(told["signer"], BYTES)
        )
        texts = (head.sender, head.sender_name, head.to)
        sound = all(type(each) is str and len(each) <= 200 for each in texts) and isinstance(told["keys"], list)
        decoded(told["stream"], 24)
    except (ValueError, TypeError, LookupError, RecursionError, Trouble) as error:
        raise Trouble(sentences.DAMAGED) from error
    if not sound or type(head.batch) is not int or not 0 < head.batch < 10**9 or len(told["keys"]) > 16:
        raise Trouble(sentences.DAMAGED)
    return head, told


def _wrapped(key: bytes, to: PublicKeys | Password) -> dict[str, Any]:
    """The key of the stream for one who may open it."""
    from nacl import pwhash, secret, utils

    if isinstance(to, PublicKeys):
        return {"for": "keys", "name": to.name, "key": encoded(sealed_to(to, key))}
    salt = utils.random(pwhash.argon2id.SALTBYTES)
    ops = pwhash.argon2id.OPSLIMIT_MIN if to.quick else OPS
    memory = pwhash.argon2id.MEMLIMIT_MIN if to.quick else MEMORY
    box = secret.SecretBox(pwhash.argon2id.kdf(BYTES, to.text.encode(), salt, opslimit=ops, memlimit=memory))
    wrapped = encoded(bytes(box.encrypt(key)))
    return {"for": "password", "salt": encoded(salt), "ops": ops, "memory": memory, "key": wrapped}


def _unwrapped(entries: list[Any], opener: KeyPair | Password) -> bytes:
    """The key of the stream. Raises Trouble when it is for somebody else, or the password is wrong."""
    kind = "keys" if isinstance(opener, KeyPair) else "password"
    mine = [each for each in entries if isinstance(each, dict) and each.get("for") == kind]
    for each in mine:
        sealed = decoded(each.get("key"))
        key = opener.opened(sealed) if isinstance(opener, KeyPair) else _by_password(each, sealed, opener)
        if key is not None and len(key) == BYTES:
            return key
    if isinstance(opener, KeyPair):
        raise Trouble(sentences.FOR_ANOTHER if mine else sentences.BY_PASSWORD)
    raise Trouble(sentences.WRONG_PASSWORD if mine else sentences.BY_KEYS)


def _by_password(entry: dict[str, Any], sealed: bytes, password: Password) -> bytes | None:
    from nacl import exceptions, pwhash, secret

    ops, memory = entry.get("ops"), entry.get("memory")
    if type(ops) is not int or type(memory) is not int:
        raise Trouble(sentences.DAMAGED)
    if not (1 <= ops <= MOST_OPS and 8192 <= memory <= MOST_MEMORY):
        raise Trouble(sentences.DAMAGED)
    salt = decoded(entry.get("salt"), pwhash.argon2id.SALTBYTES)
    try:
        box = secret.SecretBox(pwhash.argon2id.kdf(BYTES, password.text.encode(), salt, ops, memory))
        return bytes(box.decrypt(sealed))
    except exceptions.CryptoError:
        return None


def _exactly(file: BinaryIO, size: int) -> bytes:
    found = file.read(size)
    if len(found) != size:
        raise Trouble(sentences.CUT_SHORT)
    return found
