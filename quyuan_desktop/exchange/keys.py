"""The keys of an office and of the district, and how people make sure over the telephone that they are the right ones.

Each end has two pairs: Ed25519 to sign what it sends, X25519 to open what is sealed to it (libsodium's sealed boxes do
not say who sent, hence the signature). The public halves travel in the pairing files; see `enrolment`.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import Any

from quyuan_desktop.domain.problems import Trouble

BYTES = 32
GROUPS, DIGITS = 4, 5
"""A fingerprint is so many groups of so many digits: 66 bits, read aloud in a quarter of a minute."""

SPOKEN = str.maketrans("0123456789", "〇一二三四五六七八九")
DAMAGED = "钥匙内容不完整或已损坏。请重新做一次结对。"


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """What others may know: `sign` checks signatures (Ed25519), `seal` seals to this end (X25519); 32 bytes each."""

    sign: bytes
    seal: bytes

    @property
    def name(self) -> str:
        """A short name to find the keys by, in hexadecimal; not meant to be compared by people."""
        return hashlib.sha256(b"quyuan keys 1" + self.sign + self.seal).hexdigest()[:16]

    def plain(self) -> dict[str, str]:
        """The keys, fit for JSON."""
        return {"sign": encoded(self.sign), "seal": encoded(self.seal)}


@dataclass(frozen=True, slots=True, repr=False)
class KeyPair:
    """The secret halves: the seed of the signing key and the opening key, 32 bytes each. Kept in the ledger alone."""

    sign: bytes
    seal: bytes

    @property
    def public(self) -> PublicKeys:
        """The halves that may be given away."""
        from nacl.public import PrivateKey
        from nacl.signing import SigningKey

        return PublicKeys(bytes(SigningKey(self.sign).verify_key), bytes(PrivateKey(self.seal).public_key))

    def plain(self) -> dict[str, str]:
        """The secret halves, fit for JSON: for the encrypted ledger and nowhere else."""
        return {"sign": encoded(self.sign), "seal": encoded(self.seal)}

    def signature(self, message: bytes) -> bytes:
        """The signature (64 bytes) over `message`."""
        from nacl.signing import SigningKey

        return SigningKey(self.sign).sign(message).signature

    def opened(self, sealed: bytes) -> bytes | None:
        """What was sealed to this end; None when it was sealed to another, or changed since."""
        from nacl.exceptions import CryptoError
        from nacl.public import PrivateKey, SealedBox

        try:
            return SealedBox(PrivateKey(self.seal)).decrypt(sealed)
        except CryptoError:
            return None


def new_pair() -> KeyPair:
    """Keys that nobody else has."""
    from nacl.utils import random

    return KeyPair(random(BYTES), random(BYTES))


def sealed_to(keys: PublicKeys, content: bytes) -> bytes:
    """`content` for the owner of `keys` alone."""
    from nacl.public import PublicKey, SealedBox

    return SealedBox(PublicKey(keys.seal)).encrypt(content)


def is_signed(sign: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `signature` over `message` is by the owner of the public signing key `sign`."""
    from nacl.exceptions import BadSignatureError
    from nacl.signing import VerifyKey

    try:
        VerifyKey(sign).verify(message, signature)
    except (BadSignatureError, ValueError):
        return False
    return True


def fingerprint(district: PublicKeys, office: PublicKeys) -> str:
    """What both ends read to one another: four groups of five digits over all four public keys."""
    told = hashlib.sha256(b"quyuan pairing 1" + district.sign + district.seal + office.sign + office.seal).digest()
    digits = f"{int.from_bytes(told) % 10 ** (GROUPS * DIGITS):0{GROUPS * DIGITS}d}"
    return " ".join(digits[place : place + DIGITS] for place in range(0, len(digits), DIGITS))


def spoken(digits: str) -> str:
    """A fingerprint in Chinese digits, as it is read aloud."""
    return digits.translate(SPOKEN)


def public_of(plain: Any) -> PublicKeys:
    """Keys from what `PublicKeys.plain` gave. Raises Trouble when it is none."""
    return PublicKeys(*_pair(plain))


def pair_of(plain: Any) -> KeyPair:
    """Keys from what `KeyPair.plain` gave. Raises Trouble when it is none."""
    return KeyPair(*_pair(plain))


def _pair(plain: Any) -> tuple[bytes, bytes]:
    if not isinstance(plain, dict):
        raise Trouble(DAMAGED)
    return decoded(plain.get("sign"), BYTES), decoded(plain.get("seal"), BYTES)


def encoded(content: bytes) -> str:
    """Bytes as text (base64)."""
    return base64.b64encode(content).decode()


def decoded(text: Any, length: int | None = None) -> bytes:
    """The bytes of `text`, `length` of them. Raises Trouble when it is no such text."""
    try:
        content = base64.b64decode(text, validate=True) if isinstance(text, str) else b""
    except (binascii.Error, ValueError):
        content = b""
    if not content or (length is not None and len(content) != length):
        raise Trouble(DAMAGED)
    return content
