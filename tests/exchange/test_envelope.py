"""The outside of a package: opened by whom it is for, and any change to it noticed."""

import io
import re
from dataclasses import replace
from functools import cache
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.exchange import envelope, sentences
from quyuan_desktop.exchange.envelope import FRONT, MAGIC, Checked, OpenedReader, Password, check_outside
from tests.exchange.packing import DISTRICT, OFFICE, STRANGER, sealed, unsealed

PLAIN = "欧阳𬱖 𰻞𰻞".encode() * 30
WORDS = Password("临时口令 7", quick=True)


@cache
def whole() -> bytes:
    return sealed(PLAIN)


def said(content: bytes, opener: object = DISTRICT) -> str:
    """The sentence with which an envelope is refused."""
    with pytest.raises(Trouble) as found:
        unsealed(content, opener)  # type: ignore[arg-type]  # a key pair or a password
    return str(found.value)


@pytest.mark.parametrize("size", [0, 1, 65_536, 300_000])
def test_what_is_sealed_comes_out_again(size: int) -> None:
    plain = Random(1).randbytes(size)
    assert unsealed(sealed(plain)) == plain


def test_nothing_of_the_content_shows() -> None:
    assert PLAIN[:9] not in whole()
    assert sealed(PLAIN) != whole()


def test_an_envelope_for_another_is_not_opened() -> None:
    assert said(whole(), STRANGER) == sentences.FOR_ANOTHER
    assert said(whole(), WORDS) == sentences.BY_KEYS


def test_a_password_opens_what_it_sealed() -> None:
    by_words = sealed(PLAIN, WORDS)
    assert unsealed(by_words, WORDS) == PLAIN
    assert said(by_words, replace(WORDS, text="临时口令 8")) == sentences.WRONG_PASSWORD
    assert said(by_words) == sentences.BY_PASSWORD


def test_the_outside_says_who_sent_it() -> None:
    head = check_outside(io.BytesIO(whole())).head
    assert (head.sender, head.to, head.batch, head.signer) == ("430671101", "430671", 12, OFFICE.public.sign)


def test_a_signature_of_another_is_noticed() -> None:
    assert said(sealed(PLAIN, signer=STRANGER)) == sentences.DAMAGED


@pytest.mark.parametrize(
    ("place", "byte", "sentence"),
    [
        (0, 0x50, sentences.NOT_OURS),
        (9, 2, sentences.NEWER),
        (10, 2, sentences.NEWER),
        (11, 9, sentences.DAMAGED),
        (12, 0xFF, sentences.DAMAGED),
    ],
)
def test_each_byte_of_the_front_is_minded(place: int, byte: int, sentence: str) -> None:
    assert said(whole()[:place] + bytes([byte]) + whole()[place + 1 :]) == sentence


@given(st.data())
def test_a_flipped_bit_anywhere_is_refused(data: st.DataObject) -> None:
    changed = bytearray(whole())
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    assert said(bytes(changed)) in vars(sentences).values()


def test_every_cut_is_refused() -> None:
    for length in range(len(whole())):
        with pytest.raises(Trouble):
            unsealed(whole()[:length])
    assert said(whole()[:-1]) == said(whole()[:-100]) == sentences.CUT_SHORT
    assert said(b"") == said(b"PK\3\4") == sentences.NOT_OURS
    assert said(MAGIC) == sentences.CUT_SHORT


def test_bytes_after_the_end_are_refused() -> None:
    assert said(whole() + b"\0") == sentences.TRAILING


def test_pieces_that_were_left_out_or_moved_are_noticed() -> None:
    """Even by someone who could sign anew: the stream itself is in order and has an end."""
    file = io.BytesIO(sealed(Random(1).randbytes(150_000)))
    checked = check_outside(file)
    file.seek(checked.start)
    rest = file.read()
    size = int.from_bytes(rest[:4])
    pieces = rest[: size + 4], rest[size + 4 :]
    for changed in (pieces[1], pieces[0] + pieces[0] + pieces[1]):
        with pytest.raises(Trouble):
            _drained(OpenedReader(io.BytesIO(bytes(checked.start) + changed), checked, DISTRICT))


def _drained(reader: OpenedReader) -> None:
    while reader.read(1 << 20):
        pass
    reader.check_end()


def test_a_bomb_is_refused_before_it_unfolds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(envelope, "LEAST_ALLOWED", 1 << 20)
    bomb = sealed(bytes(8 << 20))
    assert len(bomb) < 3000
    assert said(bomb) == sentences.TOO_BIG


def test_a_head_that_makes_no_sense_is_damaged() -> None:
    for told in (b"[]", b"{}", b"[" * 5000, b'{"from": 1}'):
        front = FRONT.pack(MAGIC, 1, 1, 1, len(told))
        assert said(front + told) == sentences.DAMAGED


def test_a_swapped_head_does_not_open_the_pieces() -> None:
    """The first piece is bound to the head it was sealed under."""
    file = io.BytesIO(whole())
    checked = check_outside(file)
    other = Checked(checked.head, checked.told, bytes(32), checked.start, checked.size, checked.digest)
    with pytest.raises(Trouble, match=re.escape(sentences.DAMAGED)):
        OpenedReader(file, other, DISTRICT).read(1)
