"""Ancestry of revisions: one written form, one digest, and the same verdict whatever way packages travel."""

import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quyuan_desktop.domain.lineage import DEEPEST, Kinship, canonical, compare, digest, digest_by_parts
from quyuan_desktop.domain.terms import Sex

WORDS = st.text(st.characters(codec="utf-8"), max_size=8)
PLAIN: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)
DIGESTS = st.from_regex("[0-9a-f]{64}", fullmatch=True)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"b": 1, "a": [None, True, False], "甲": "乙"}, '{"a":[null,true,false],"b":1,"甲":"乙"}'),
        ((1, "x"), '[1,"x"]'),
        ([], "[]"),
        ('"\\\n\x00\x7f𬱖', '"\\"\\\\\\n\\u0000\x7f𬱖"'),
        (10**30, "1" + "0" * 30),
        ({"10": 0, "9": 0, "a": 0, "B": 0}, '{"10":0,"9":0,"B":0,"a":0}'),
    ],
)
def test_canonical(value: Any, written: str) -> None:
    assert canonical(value) == written.encode()


@given(PLAIN)
def test_canonical_is_json_and_means_the_value(value: Any) -> None:
    assert json.loads(canonical(value)) == value
    assert canonical(json.loads(canonical(value))) == canonical(value)


@given(st.dictionaries(WORDS, st.integers(), min_size=2, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_keys_does_not_matter(value: dict[str, int], chance: random.Random) -> None:
    shuffled = list(value.items())
    chance.shuffle(shuffled)
    assert canonical(dict(shuffled)) == canonical(value)


@given(PLAIN, PLAIN)
def test_different_values_are_written_differently(one: Any, other: Any) -> None:
    """Python's 1 == True does not count: they are different values."""
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert (canonical(one) == canonical(other)) is same
    assert (digest(one, []) == digest(other, [])) is same


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        float("inf"),
        b"x",
        {1, 2},
        ...,
        Sex.MALE,
        {1: "a"},
        {None: "a"},
        {True: 1},
        Kinship.NEW,
    ],
    ids=repr,
)
@pytest.mark.parametrize("inside", [lambda each: each, lambda each: [each], lambda each: {"a": [{"b": each}]}])
def test_what_has_no_canonical_form(value: Any, inside: Any) -> None:
    with pytest.raises(TypeError):
        canonical(inside(value))


def test_lone_surrogates_and_deep_nesting_are_refused() -> None:
    with pytest.raises(ValueError, match="surrogates"):
        canonical({"a": "\ud800"})
    nested: Any = "x"
    for _ in range(DEEPEST):
        nested = [nested]
    assert canonical(nested).count(b"[") == DEEPEST
    with pytest.raises(ValueError, match="deep"):
        canonical([nested])
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(ValueError, match="deep"):
        canonical(endless)


def test_digests_stay_what_they_are() -> None:
    """Stored for ever: a change here breaks the history of every office."""
    assert digest({"a": 1}, []) == "32029d59aae95818d714d20e3b55fafc73a743b0a2bc4f570055cb675fab6b73"


@given(
    WORDS, st.lists(st.dictionaries(WORDS, st.lists(PLAIN, max_size=3), max_size=3), max_size=3), st.sets(DIGESTS)
)
def test_what_is_told_by_parts_has_the_digest_of_the_whole(
    key: str, whole: list[dict[str, list[Any]]], parents: set[str]
) -> None:
    told = ({name: iter(rows) for name, rows in each.items()} for each in whole)
    assert digest_by_parts({key: told, "也": 1}, parents) == digest({key: whole, "也": 1}, parents)


@given(PLAIN, st.lists(DIGESTS, max_size=4), st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_of_ancestors_matters(
    content: Any, parents: list[str], chance: random.Random
) -> None:
    shuffled = parents * 2
    chance.shuffle(shuffled)
    assert digest(content, shuffled) == digest(content, parents)


@given(PLAIN, st.sets(DIGESTS, max_size=3), DIGESTS)
def test_every_ancestor_matters(content: Any, parents: set[str], more: str) -> None:
    if more not in parents:
        assert digest(content, parents) != digest(content, parents | {more})


@pytest.mark.parametrize("parent", ["", "x" * 64, "a" * 63, "A" * 64, "a" * 64 + "\n"])
def test_ancestors_are_digests(parent: str) -> None:
    with pytest.raises(ValueError, match="64"):
        digest({}, [parent])


A, B, C = "a" * 64, "b" * 64, "c" * 64


@pytest.mark.parametrize(
    ("here", "ancestors_here", "there", "ancestors_there", "kinship"),
    [
        (None, [], A, [], Kinship.NEW),
        (A, [], A, [], Kinship.SAME),
        (A, [], B, [A], Kinship.NEWER),
        (A, [], C, [A, B], Kinship.NEWER),
        (B, [A], A, [], Kinship.OLDER),
        (B, [A], C, [A], Kinship.CLASH),
        (A, [], B, [], Kinship.CLASH),
        (A, [B], B, [A], Kinship.CLASH),
        (A, [C], A, [], Kinship.SAME),
    ],
)
def test_compare(
    here: str | None, ancestors_here: list[str], there: str, ancestors_there: list[str], kinship: Kinship
) -> None:
    assert compare(here, ancestors_here, there, ancestors_there) is kinship


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=12))
def test_the_verdict_is_that_of_the_family_tree(descents: list[tuple[int, int]]) -> None:
    """States come of one or two earlier ones; the verdict on any pair agrees with who can be reached from whom."""
    states: list[tuple[str, frozenset[str]]] = [(digest("first", []), frozenset())]
    for number, parents in enumerate(descents):
        chosen = [states[parent % len(states)] for parent in parents]
        ancestors = frozenset().union(*(known | {name} for name, known in chosen))
        states.append((digest(number, ancestors), ancestors))
    opposite = {Kinship.NEWER: Kinship.OLDER, Kinship.OLDER: Kinship.NEWER}
    for here, above_here in states:
        for there, above_there in states:
            verdict = compare(here, above_here, there, above_there)
            assert (verdict is Kinship.SAME) == (here == there)
            assert (verdict is Kinship.NEWER) == (here in above_there)
            assert compare(there, above_there, here, above_here) is opposite.get(verdict, verdict)


@given(st.integers(2, 7), st.randoms(use_true_random=False))
def test_packages_may_come_in_any_order_and_repeatedly(length: int, chance: random.Random) -> None:
    states: list[tuple[str, list[str]]] = []
    for step in range(length):
        above = [name for name, _ in states]
        states.append((digest(step, above), above))
    arriving = states + chance.choices(states, k=length)
    chance.shuffle(arriving)
    here: tuple[str | None, list[str]] = (None, [])
    for there, above in arriving:
        if compare(*here, there, above) in (Kinship.NEW, Kinship.NEWER):
            here = (there, above)
    assert here == states[-1]
