"""States as lines are read quickly, and exactly as the plain rules of canonical JSON say."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quyuan_desktop.domain.lineage import DEEPEST, canonical, digest
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.exchange import sentences
from quyuan_desktop.exchange.lines import ReadLine, read_line, read_lines
from quyuan_desktop.exchange.package import plain_line
from quyuan_desktop.registers.written import written
from tests.exchange.packing import line

PLAIN = plain_line(line())
LEAVES = st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=4)
SAYABLE = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4)
)


def saying(more: Any) -> dict[str, Any]:
    """A line whose content says `more`, with the digest that goes with it."""
    content = {**PLAIN["content"], "more": more}
    return {**PLAIN, "content": content, "digest": digest(content, [])}


def as_read(told: dict[str, Any]) -> ReadLine:
    """One line, as a package has it."""
    (found,) = read_lines(json.dumps(told).encode() + b"\n")
    return found


def said(content: bytes) -> str:
    """The sentence with which lines are refused."""
    with pytest.raises(Trouble) as found:
        list(read_lines(content))
    return str(found.value)


@given(SAYABLE)
@example({"\uffff": 1, "\U0001f600": 2, "b": '\x7f\x00\u2028/\\"\b\t'})
@example([10**30, -(10**30), 2**64, 0])
def test_what_can_be_said_is_read_as_it_was_said(more: Any) -> None:
    told = saying(more)
    found = as_read(told)
    assert found == read_line(told)
    assert found.content == told["content"]
    assert found.written.encode() == canonical(told["content"]) == written(told["content"])


@pytest.mark.parametrize("more", [1.0, 1.5, 1e300, float("nan"), float("inf"), [{"deep": -0.0}]])
def test_what_has_more_than_one_form_is_refused(more: Any) -> None:
    content = {**PLAIN["content"], "more": more}
    told = {**PLAIN, "content": content}
    assert said(json.dumps(told).encode()) == sentences.UNREADABLE
    with pytest.raises(Trouble):
        read_line(told)


def _deep(depth: int) -> Any:
    return [_deep(depth - 1)] if depth else "x"


@pytest.mark.parametrize("depth", [DEEPEST, DEEPEST + 1, 5_000])
def test_what_is_nested_too_deeply_is_refused(depth: int) -> None:
    told = b'{"deep":%b"x"%b}' % (b"[" * depth, b"]" * depth)
    assert said(json.dumps({**PLAIN, "content": {}}).encode().replace(b"{}", told)) == sentences.UNREADABLE


def test_the_deepest_that_is_not_too_deep_is_read() -> None:
    assert as_read(saying(_deep(DEEPEST - 1))).content["more"] == _deep(DEEPEST - 1)
    wide = [["x"]] * 100
    assert as_read(saying(wide)).content["more"] == wide


@pytest.mark.parametrize("more", [rb'"\ud800"', b'"\xff"', b"NaN", b"01", b"[1,]", b'"\x01"'])
def test_what_is_no_json_is_refused(more: bytes) -> None:
    whole = json.dumps({**PLAIN, "later": 0}).encode()
    assert as_read(json.loads(whole)).uid == PLAIN["uid"]
    assert said(whole.replace(b'"later": 0', b'"later": ' + more)) == sentences.UNREADABLE


@pytest.mark.parametrize(
    "change",
    [
        {"uid": "0" * 31 + "\n"},
        {"uid": "0" * 32 + "\n"},
        {"uid": "F" * 32},
        {"lineage": ["0" * 64 + "\n"]},
        {"lineage": None},
        {"step": 1.0},
        {"step": True},
        {"at": "2023-13-01T00:00:00Z"},
        {"at": "2023-11-30T01:00:00Z\n"},
        {"by": None},
        {"content": None},
    ],
)
def test_a_line_that_is_no_state_is_refused(change: dict[str, Any]) -> None:
    told = {**PLAIN, **change}
    assert said(json.dumps(told).encode()) == sentences.UNREADABLE
    with pytest.raises(Trouble, match=sentences.UNREADABLE):
        read_line(told)


@pytest.mark.parametrize("name", sorted(PLAIN))
def test_a_line_that_lacks_something_is_refused(name: str) -> None:
    told = {each: value for each, value in PLAIN.items() if each != name}
    assert said(json.dumps(told).encode()) == sentences.UNREADABLE


def test_lines_written_otherwise_are_the_same_state() -> None:
    """Other programs may write the keys in their order, with spaces: the digest is of the canonical form."""
    told = dict(reversed(PLAIN.items()))
    told["content"] = dict(reversed(PLAIN["content"].items()))
    assert as_read(told) == as_read(PLAIN)
