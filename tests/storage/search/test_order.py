"""The order of what is found, its limits, and the registers."""

import pytest
from sqlalchemy import Connection

from quyuan_desktop.storage import search
from quyuan_desktop.storage.search import SearchText, Way
from tests.storage.search.hand import WANG, content, uids


def test_newest_first_and_no_more_than_the_limit(empty: Connection) -> None:
    for each in range(20):
        search.index(empty, "c", f"{each}", content("拖欠工资"))
    assert uids(empty, "工资", limit=3) == ["19", "18", "17"]
    assert uids(empty, "工资") == [f"{each}" for each in reversed(range(20))]
    assert uids(empty, "工资", limit=0) == []


def test_a_corrected_record_keeps_its_place(empty: Connection) -> None:
    for uid in ("a", "b", "c"):
        search.index(empty, "c", uid, content("工资"))
    search.index(empty, "c", "a", content("工资与奖金"))
    assert uids(empty, "工资") == ["c", "b", "a"]
    assert uids(empty, "奖金") == ["a"]


def test_document_numbers_and_tails_come_before_mere_parts(empty: Connection) -> None:
    search.index(empty, "c", "tail", [SearchText(Way.TAIL, "证件号码", "999001195001011234")])
    search.index(empty, "c", "number", [SearchText(Way.NUMBER, "编号", "屈营司咨字〔2021〕1234号")])
    for each in range(60):
        search.index(empty, "c", f"phone{each}", [SearchText(Way.PHONE, "电话", "10123400000")])
    found = uids(empty, "1234")
    assert found[:3] == ["number", "tail", "phone59"]
    assert len(found) == 50
    search.index(empty, "c", "both", content("2021年借款1234元"))
    assert uids(empty, "2021 1234") == ["number"]
    assert uids(empty, "1234 2021") == ["both", "number"]


def test_registers_narrow_the_search(conn: Connection) -> None:
    search.index(conn, "legal_aid", "other", WANG)
    assert uids(conn, "王小明") == ["other", "wang"]
    assert uids(conn, "王小明", registers=["legal_aid"]) == ["other"]
    assert uids(conn, "王小明", registers=["consultation"]) == ["wang"]
    assert uids(conn, "王小明", registers=["legal_aid", "consultation"]) == ["other", "wang"]
    assert uids(conn, "王小明", registers=["legal"]) == []
    assert uids(conn, "王小明", registers=[]) == []


def test_the_same_uid_in_two_registers_is_two_records(empty: Connection) -> None:
    search.index(empty, "a", "1", content("工资"))
    search.index(empty, "b", "1", content("工资"))
    search.remove(empty, "a", "1")
    assert [hit.register for hit in search.find(empty, "工资")] == ["b"]


def test_candidates_that_are_none_do_not_hide_the_hit(empty: Connection) -> None:
    search.index(empty, "c", "true", content("甲乙丙"))
    for each in range(100):
        search.index(empty, "c", f"{each}", content("甲乙与乙丙"))
    assert uids(empty, "甲乙丙", limit=1) == ["true"]


def test_a_document_number_is_found_by_neighbouring_groups_only(empty: Connection) -> None:
    search.index(empty, "c", "a", [SearchText(Way.NUMBER, "编号", "1-2-1")])
    assert uids(empty, "2-1") == ["a"]
    assert uids(empty, "2-1-2") == []
    search.index(empty, "c", "b", [SearchText(Way.NUMBER, "编号", "湘A12号")])
    assert uids(empty, "a12号") == ["b"]


def test_a_tail_with_x_is_found_among_numbers_with_its_digits(empty: Connection) -> None:
    search.index(empty, "c", "true", [SearchText(Way.TAIL, "证件号码", "99900119850312375X")])
    for each in range(400):
        search.index(empty, "c", f"{each}", [SearchText(Way.NUMBER, "编号", f"屈营司咨字〔{each}〕375号")])
    assert uids(empty, "375x") == ["true"]


def test_the_longest_query(empty: Connection) -> None:
    text = "".join(chr(0x4E00 + each) for each in range(300))
    search.index(empty, "c", "a", content(text))
    assert uids(empty, text[: search.LONGEST_QUERY]) == ["a"]
    assert uids(empty, text[: search.LONGEST_QUERY + 1]) == []


def test_a_search_gives_up_after_a_bounded_number_of_misses(
    empty: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST_MISSED", 5)
    search.index(empty, "c", "true", content("甲乙丙"))
    for each in range(5):
        search.index(empty, "c", f"{each}", content("甲乙与乙丙"))
    assert uids(empty, "甲乙丙", limit=5) == []


def test_years_in_contents_are_found_though_every_number_has_the_year(empty: Connection) -> None:
    search.index(empty, "c", "true", [*content("2023年离婚")])
    for each in range(400):
        search.index(empty, "c", f"{each}", [SearchText(Way.NUMBER, "编号", f"屈营司咨字〔2023〕{each}号")])
    assert uids(empty, "2023年") == ["true"]
