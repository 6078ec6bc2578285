"""Packages changed at random, by accident or with the key: a sentence, and the ledger as it was."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from quyuan_desktop.exchange import sentences
from quyuan_desktop.services.merge_package import merge, plan
from quyuan_desktop.services.pairing import own_keys
from tests.exchange.packing import sealed, unsealed
from tests.exchanging import DISTRICT, Pair, both, exported
from tests.offices import OFFICE, contents, dump, save
from tools.faults.mutations import BYTES

MUTATIONS = 60
SENTENCES = {value for name, value in vars(sentences).items() if name.isupper()}
Mutate = Callable[[bytes, random.Random], bytes]


@pytest.fixture
def ends(tmp_path: Path) -> Iterator[Pair]:
    """A district, an office and a stick with one package."""
    with both(tmp_path) as pair:
        for number in range(3):
            save(pair.office, note=f"第{number}次𬱖")
        exported(pair.office, pair.stick)
        yield pair


def only(folder: Path) -> Path:
    (path,) = folder.glob("*.qyb")
    return path


@pytest.mark.parametrize("mutate", BYTES)
def test_a_changed_file_is_refused(ends: Pair, mutate: Mutate) -> None:
    path, drawn = only(ends.stick), random.Random(3)
    whole = path.read_bytes()
    before, files = dump(ends.district), contents(ends.stick)
    for _ in range(MUTATIONS):
        changed = mutate(whole, drawn)
        path.write_bytes(changed)
        (planned,) = plan(ends.district, [path])
        assert planned.fault in SENTENCES or changed == whole
    assert dump(ends.district) == before
    path.write_bytes(whole)
    assert contents(ends.stick) == files
    assert not merge(ends.district, [path])[0].known


@pytest.mark.parametrize("mutate", BYTES)
def test_a_changed_bag_of_the_right_signer_is_refused_too(ends: Pair, mutate: Mutate) -> None:
    """Whoever has the office's key can seal what they like; that is refused for what is inside."""
    path, drawn = only(ends.stick), random.Random(4)
    office, district = own_keys(ends.office), own_keys(ends.district)
    bag = unsealed(path.read_bytes(), district)
    before = dump(ends.district)
    outside: dict[str, Any] = {"sender": OFFICE.code, "sender_name": OFFICE.name, "to": DISTRICT.code, "batch": 1}
    taken = 0
    for _ in range(MUTATIONS):
        changed = mutate(bag, drawn)
        path.write_bytes(sealed(changed, district.public, signer=office, named=office, **outside))
        (planned,) = plan(ends.district, [path])
        taken += not planned.fault
        assert planned.fault in SENTENCES | {""}
    assert dump(ends.district) == before
    assert taken < MUTATIONS // 10  # only what changes nothing: a header's unused bytes
