"""Hostile queries and texts, and the index against the plain meaning of the words."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import Connection

from quyuan_desktop.domain.names import readings
from quyuan_desktop.storage import search
from quyuan_desktop.storage.grams import _folding, entry_of, grams_of, packed, unpacked
from quyuan_desktop.storage.search import SearchText, Way
from tests.storage.search.hand import OTHERS, content, name, opened, uids

HOSTILE = [
    "",
    " ",
    "' OR 1=1--",
    "%",
    "_",
    '"',
    '""',
    "*",
    "王*",
    '"王',
    "NEAR(",
    "NEAR(王 小, 2)",
    "AND",
    "王 AND",
    "NOT 王",
    "OR OR",
    "^",
    "^王",
    "-",
    "-王",
    "grams:王",
    "{grams}:王",
    "(",
    ")(",
    "\x00",
    "王\x00小",
    "😀😀",
    "\u202e王",
    "\u200f",
    "\ud800",
    "王\udfff小",
    "¶wxm",
    "§123x§",
    "·138",
    "¡118",
    "\x1e",
    "\x1f",
    "\ufffe\uffff",
    "ﷺ",
    "１=１",
    "ß",
    "İ",
    "a\u0301" * 50,
    "王" * 200,
    "王 " * 100,
    "1 " * 100,
    "9" * 200,
    "a" * 200,
    "王" * 10_000_000,
    "' " * 5_000_000,
]


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_query_does_no_harm(conn: Connection, query: str) -> None:
    for hit in search.find(conn, query) + search.find(conn, query, registers=["consultation"]):
        assert hit.uid in {"wang", *OTHERS}
        assert hit.reason
    assert search.check(conn) == []


@pytest.mark.parametrize(
    "query", ["%", "_", '"', "*", "^", "-", "' OR 1=1--", "NEAR(", "\x00", "\ud800", "\u200f"]
)
def test_a_hostile_query_finds_nothing_that_is_not_there(conn: Connection, query: str) -> None:
    assert search.find(conn, query) == []


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("' OR 1=1--", "' OR 1=1--"),
        ("NEAR(王 小)", "near(王"),
        ("AND OR NOT", "and"),
        ("=1+1", "1+1"),
        ("100%_合格", "%_合"),
        ("\x00坏\ud800字\udc00", "坏 字"),
        ("前\x1e后\x1f末", "前 后 末"),
        ("😀笑", "😀笑"),
        ("Straße", "STRASSE"),
        ("ｆｕｌｌ　ｗｉｄｔｈ", "full width"),
        ("\u202e倒\u202c置", "倒置"),
        ("①㎡", "1m2"),
    ],
)
def test_hostile_texts_are_found_literally(empty: Connection, text: str, query: str) -> None:
    for way in (Way.CONTENT, Way.NAME, Way.PHONE, Way.TAIL, Way.NUMBER):
        search.index(empty, "c", way.value, [SearchText(way, "内容", text)])
    assert "content" in uids(empty, query)
    assert search.check(empty) == []


def test_a_text_of_ten_million_characters_is_found_by_its_beginning(empty: Connection) -> None:
    long = "开头的话" + "长" * 10_000_000 + "末尾"
    search.index(empty, "c", "a", [*content(long), *name(long), SearchText(Way.PHONE, "电话", "1" * 10_000_000)])
    assert uids(empty, "开头的话") == ["a"]
    assert uids(empty, "末尾") == []
    assert max(len(hit.reason) for hit in search.find(empty, "开头的话 长长 111")) < 30_000


LETTERS = st.sampled_from("王小明工资aAb12，。%· \n\u200b𰻞😀\ud800")


TEXTS = st.lists(st.text(LETTERS, max_size=12), min_size=1, max_size=6)


def plainly(text: str) -> str:
    return "".join(each for each in text.casefold() if each not in " \n\u200b\ud800").replace("，", ",")


@given(texts=TEXTS, query=st.text(LETTERS, max_size=6))
def test_contents_are_found_exactly_when_they_hold_every_word(texts: Sequence[str], query: str) -> None:
    words = [word for word in map(plainly, query.split()) if word]
    said = any(each.isalnum() or each == "😀" for word in words for each in word)
    with opened() as conn:
        for uid, text in enumerate(texts):
            search.index(conn, "c", f"{uid}", content(text))
        wanted = [
            f"{uid}" for uid, text in enumerate(texts) if said and all(word in plainly(text) for word in words)
        ]
        assert uids(conn, query) == wanted[::-1]


@given(
    first=st.lists(st.tuples(st.sampled_from("abc"), st.text(LETTERS, max_size=8)), max_size=12),
    gone=st.sets(st.sampled_from("abc")),
    query=st.text(LETTERS, min_size=1, max_size=3),
)
def test_changes_leave_the_same_as_a_rebuild(first: list[tuple[str, str]], gone: set[str], query: str) -> None:
    with opened() as conn:
        last: dict[str, str] = {}
        for uid, text in first:
            search.index(conn, "c", uid, content(text))
            last[uid] = text
        for uid in gone:
            search.remove(conn, "c", uid)
            last.pop(uid, None)
        changed = search.find(conn, query)
        assert search.check(conn) == []
        search.rebuild(conn, [("c", uid, content(text)) for uid, text in last.items()])
        assert search.find(conn, query) == changed


@given(st.lists(st.tuples(st.sampled_from(Way), st.text(max_size=30)), max_size=6))
@example([(Way.CONTENT, "先由单位在30日内申请工伤认定，单位不申请的　本人ＡＢ。")])
@example([(Way.CONTENT, "𬱖"), (Way.NAME, "A")])
def test_what_is_stored_at_once_is_what_is_made_of_it_later(said: list[tuple[Way, str]]) -> None:
    """`entry_of` goes once through the texts; a new index is made of what is stored. Every two neighbours are in both."""
    texts = [SearchText(way, "字段", text) for way, text in said]
    stored, grams = entry_of("consultation", texts, readings)
    assert stored == packed(texts, readings)
    assert grams == grams_of("consultation", stored)
    for way, _, text, _ in unpacked(stored):
        if way == Way.CONTENT:
            folded = text.translate(_folding(" "))
            pieces = {*folded, *(one + two for one, two in pairwise(folded))}
            assert {piece for piece in pieces if " " not in piece} <= {*grams.split(" ")}
