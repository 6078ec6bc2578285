"""What is in a receipt: read back as it was written, and refused for what no ledger can keep."""

import io
import json
from typing import Any

import pytest

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.exchange import receipt, sentences
from quyuan_desktop.exchange.bag import BagWriter
from quyuan_desktop.exchange.receipt import RETURNED, Package, Receipt, Remark
from tests.exchange.packing import line, void

DIGEST = "d" * 64
DECIDED = line("欧阳𬱖")
RECEIPT = Receipt(
    district="430671",
    district_name="屈原管理区司法局",
    office="430671101",
    made_at="2023-11-30T01:00:00Z",
    packages=[Package(12, DIGEST)],
    remarks=[Remark(RETURNED, "consultation", "a" * 32, DIGEST, "请补充联系电话")],
    missing=[11],
    decisions=[DECIDED],
    tables={"number": 1, "holidays": []},
)


def written(given: Receipt = RECEIPT) -> bytes:
    out = io.BytesIO()
    receipt.write(BagWriter(lambda content: void(out.write(content)), "receipt-0012"), given)
    return out.getvalue()


def plain() -> dict[str, Any]:
    """What the receipt says, as JSON."""
    start = written().index(b'{"decisions"')
    found, _ = json.JSONDecoder().raw_decode(written()[start:].decode())
    assert isinstance(found, dict)
    return found


def said(told: Any) -> str:
    """The sentence with which a receipt that says this is refused."""
    out = io.BytesIO()
    bag = BagWriter(lambda content: void(out.write(content)), "receipt-0012")
    bag.add("receipt.json", json.dumps(told).encode())
    bag.finish({})
    with pytest.raises(Trouble) as found:
        receipt.read(io.BytesIO(out.getvalue()).read)
    return str(found.value)


def test_a_receipt_is_read_as_it_was_written() -> None:
    found, files = receipt.read(io.BytesIO(written()).read)
    assert (found.packages, found.remarks, found.missing) == (RECEIPT.packages, RECEIPT.remarks, RECEIPT.missing)
    assert [each.digest for each in found.decisions] == [DECIDED.digest]
    assert (found.tables, files) == (RECEIPT.tables, [])


@pytest.mark.parametrize(
    "change",
    [
        {"decisions": ["f" * 64]},
        {"decisions": [None]},
        {"decisions": {"a": 1}},
        {"packages": ["x"]},
        {"packages": [{"batch": 1.5, "digest": DIGEST}]},
        {"packages": [{"batch": 2**63, "digest": DIGEST}]},
        {"remarks": [{"kind": RETURNED}]},
        {"remarks": ["x"]},
        {"missing": [2**63]},
        {"missing": ["1"]},
        {"tables": ["x"]},
        {"tables": {"number": 2**63}},
        {"tables": {"settings": {"x": "\ud800"}}},
        {"office": "\ud800"},
        {"office": None},
    ],
)
def test_a_receipt_that_no_ledger_can_keep_is_refused(change: dict[str, Any]) -> None:
    assert said({**plain(), **change}) == sentences.UNREADABLE


def test_what_is_no_receipt_is_refused() -> None:
    assert said([]) == said({}) == sentences.UNREADABLE
