"""The index as it is kept, rebuilt and checked."""

from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2

from quyuan_desktop.storage import engine, search
from tests.storage.search.hand import OTHERS, WANG, content, name, uids


def test_what_was_replaced_or_removed_is_no_longer_found(conn: Connection) -> None:
    search.index(conn, "consultation", "wang", name("李大勇"))
    assert uids(conn, "王小明") == []
    assert uids(conn, "李大勇") == ["wang"]
    left = conn.exec_driver_sql("SELECT count(*) FROM search_index WHERE search_index MATCH '王小'")
    assert left.scalar() == 0
    search.remove(conn, "consultation", "wang")
    search.remove(conn, "consultation", "wang")
    search.remove(conn, "consultation", "never there")
    assert uids(conn, "李大勇") == []
    search.index(conn, "consultation", "wang", WANG)
    assert uids(conn, "王小明") == ["wang"]
    assert search.check(conn) == []


def test_indexing_the_same_again_writes_nothing(conn: Connection) -> None:
    before = conn.exec_driver_sql("SELECT total_changes()").scalar()
    search.index(conn, "consultation", "wang", WANG)
    assert conn.exec_driver_sql("SELECT total_changes()").scalar() == before


def test_a_record_without_texts_is_found_by_nothing(empty: Connection) -> None:
    search.index(empty, "c", "a", [])
    search.index(empty, "c", "b", [*content(" \n\x00"), *name("")])
    assert uids(empty, "c") == []
    assert search.check(empty) == []


def test_rebuilding_finds_the_same_in_the_same_order(conn: Connection) -> None:
    queries = ["王", "wxm", "118", "5678", "的", "shan", "工资", "𰻞"]
    before = [search.find(conn, query) for query in queries]
    entries = [("consultation", "wang", WANG), *(("consultation", uid, texts) for uid, texts in OTHERS.items())]
    search.index(conn, "consultation", "gone", name("王多余"))
    assert search.rebuild(conn, iter(entries)) == len(entries)
    assert [search.find(conn, query) for query in queries] == before
    search.index(conn, "consultation", "new", name("王新"))
    assert uids(conn, "王") == ["new", "wang"]
    assert search.check(conn) == []


def test_rebuilding_more_than_a_batch(empty: Connection) -> None:
    assert search.rebuild(empty, (("c", f"{each}", content(f"第{each}件")) for each in range(2_345))) == 2_345
    assert uids(empty, "第2344件") == ["2344"]
    assert uids(empty, "第", limit=2) == ["2344", "2343"]
    assert search.check(empty) == []
    assert search.rebuild(empty, []) == 0
    assert uids(empty, "第") == []


def test_rebuilding_refuses_a_record_that_comes_twice(empty: Connection) -> None:
    with pytest.raises(IntegrityError):
        search.rebuild(empty, [("c", "1", content("一")), ("c", "1", content("二"))])


def test_tidying_comes_to_an_end_and_changes_no_hit(empty: Connection) -> None:
    for each in range(60):
        search.index(empty, "c", f"{each}", content(f"第{each}件拖欠工资"))
    before = search.find(empty, "工资")
    rounds = 0
    while search.tidy(empty, pages=1):
        rounds += 1
        assert rounds < 1_000
    assert search.find(empty, "工资") == before
    assert search.check(empty) == []


def test_an_encrypted_file_and_a_transaction_that_is_taken_back(tmp_path: Path) -> None:
    raw = engine.connect(tmp_path / "t.db", bytes(32))
    made = create_engine("sqlite://", module=dbapi2, creator=lambda: raw, poolclass=StaticPool)
    with made.connect() as conn:
        for statement in ("BEGIN", *search.SCHEMA):
            conn.exec_driver_sql(statement)
        search.index(conn, "c", "wang", WANG)
        conn.exec_driver_sql("COMMIT")
        conn.exec_driver_sql("BEGIN")
        search.index(conn, "c", "wang", name("李大勇"))
        search.index(conn, "c", "more", name("李大勇"))
        assert uids(conn, "李大勇") == ["more", "wang"]
        conn.exec_driver_sql("ROLLBACK")
        assert uids(conn, "李大勇") == []
        assert uids(conn, "王小明") == ["wang"]
        assert search.check(conn) == []
    made.dispose()
    assert "王小明".encode() not in (tmp_path / "t.db").read_bytes()


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        ("DELETE FROM search_entry WHERE uid = 'wang'", "多余内容"),
        ("DELETE FROM search_index WHERE rowid = 2", "不在查找索引中"),
        ("UPDATE search_entry SET texts = (SELECT texts FROM search_entry WHERE id = 2) WHERE id = 1", "不符"),
        ("DELETE FROM search_index_data WHERE id > 10", "已损坏"),
    ],
)
def test_check_tells_of_a_disagreement(conn: Connection, damage: str, sentence: str) -> None:
    assert search.check(conn) == []
    conn.exec_driver_sql(damage)
    (said,) = search.check(conn)
    assert sentence in said
    assert said.endswith("请重建查找索引。")
    entries = [("consultation", uid, texts) for uid, texts in OTHERS.items()]
    search.rebuild(conn, entries)
    assert search.check(conn) == []
