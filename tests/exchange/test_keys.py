"""Keys, fingerprints and the files of a pairing."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.exchange.enrolment import (
    Answer,
    Enrolment,
    read_answer,
    read_enrolment,
    write_answer,
    write_enrolment,
)
from quyuan_desktop.exchange.keys import (
    KeyPair,
    encoded,
    fingerprint,
    is_signed,
    new_pair,
    pair_of,
    public_of,
    sealed_to,
    spoken,
)

DISTRICT, OFFICE = KeyPair(bytes(32), bytes([1] * 32)), KeyPair(bytes([2] * 32), bytes([3] * 32))
ENROLMENT = Enrolment("430671", "屈原司法局", DISTRICT.public, "430671101", "营田司法所", ("荷花村", "𬱖𫘧村"))


def test_what_is_sealed_is_opened_by_its_owner_alone() -> None:
    sealed = sealed_to(DISTRICT.public, "密".encode())
    assert DISTRICT.opened(sealed) == "密".encode()
    assert OFFICE.opened(sealed) is None
    assert DISTRICT.opened(sealed[:-1]) is None


def test_a_signature_is_of_its_message_and_signer() -> None:
    signature = OFFICE.signature(b"told")
    assert is_signed(OFFICE.public.sign, b"told", signature)
    assert not is_signed(OFFICE.public.sign, b"tolD", signature)
    assert not is_signed(DISTRICT.public.sign, b"told", signature)
    assert not is_signed(OFFICE.public.sign, b"told", signature[:-1])


def test_keys_are_kept_and_read_again() -> None:
    pair = new_pair()
    assert pair != new_pair()
    assert pair_of(pair.plain()) == pair
    assert public_of(json.loads(json.dumps(pair.public.plain()))) == pair.public
    assert encoded(pair.sign) not in repr(pair)


@pytest.mark.parametrize("plain", [None, {}, {"sign": "AA==", "seal": "AA=="}, {"sign": 1, "seal": "é"}])
def test_what_is_no_key_is_a_trouble(plain: Any) -> None:
    with pytest.raises(Trouble, match="结对"):
        public_of(plain)


def test_a_fingerprint_is_four_groups_of_five_digits_over_all_keys() -> None:
    shown = fingerprint(DISTRICT.public, OFFICE.public)
    assert [len(group) for group in shown.split(" ")] == [5, 5, 5, 5]
    assert shown.replace(" ", "").isdecimal()
    others = [(OFFICE, DISTRICT), (DISTRICT, new_pair()), (new_pair(), OFFICE)]
    assert all(fingerprint(one.public, other.public) != shown for one, other in others)
    assert spoken("10293") == "一〇二九三"


def test_the_pairing_files_bring_over_what_was_said() -> None:
    assert read_enrolment(write_enrolment(ENROLMENT, DISTRICT)) == ENROLMENT
    answer = Answer("430671101", "营田司法所", OFFICE.public, DISTRICT.public.name)
    assert read_answer(write_answer(answer, OFFICE)) == answer


def test_one_pairing_file_is_not_the_other() -> None:
    with pytest.raises(Trouble, match="不是结对文件"):
        read_answer(write_enrolment(ENROLMENT, DISTRICT))


def test_a_newer_pairing_file_asks_for_a_newer_program() -> None:
    told = json.loads(write_enrolment(ENROLMENT, DISTRICT))
    with pytest.raises(Trouble, match="更新版本"):
        read_enrolment(json.dumps({**told, "format": 2}).encode())


@given(st.data())
def test_a_changed_pairing_file_is_refused(data: st.DataObject) -> None:
    whole = write_enrolment(ENROLMENT, DISTRICT)
    place = data.draw(st.integers(0, len(whole) - 1))
    bit = data.draw(st.integers(0, 7))
    changed = bytearray(whole)
    changed[place] ^= 1 << bit
    try:
        assert read_enrolment(bytes(changed)) == ENROLMENT  # white space between the fields may differ
    except Trouble as trouble:
        assert str(trouble)


@given(st.binary(max_size=200))
def test_rubbish_is_no_pairing_file(content: bytes) -> None:
    with pytest.raises(Trouble):
        read_enrolment(content)
