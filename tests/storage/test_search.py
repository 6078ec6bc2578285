"""Search: what must be found is found, nothing else is shown, and no query or text does harm."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2

from quyuan_desktop.domain.names import readings
from quyuan_desktop.storage import engine, search
from quyuan_desktop.storage.grams import _folding, entry_of, grams_of, packed, unpacked
from quyuan_desktop.storage.search import Hit, SearchText, Way

WANG = [
    SearchText(Way.NUMBER, "编号", "屈营司咨字〔2023〕118号"),
    SearchText(Way.NAME, "姓名", "王小明"),
    SearchText(Way.TAIL, "证件号码", "99900119850312123X"),
    SearchText(Way.PHONE, "电话", "13800005678、0730-5720001"),
    SearchText(Way.NAME, "对方当事人", "屈原某某农业发展有限公司"),
    SearchText(Way.CONTENT, "标题", "劳动报酬"),
    SearchText(Way.CONTENT, "内容", "来访人称2022年在鱼塘\n务工，老板拖欠工资12000元（有 A4 纸欠条），利息10%。"),
]
OTHERS = {
    "shan": [SearchText(Way.NAME, "姓名", "单解"), SearchText(Way.CONTENT, "内容", "相邻排水")],
    "rare": [SearchText(Way.NAME, "姓名", "𰻞㛃"), SearchText(Way.CONTENT, "内容", "名为𬱖𫘧𬶏，见😀与\ue000字")],
    "dotted": [SearchText(Way.NAME, "姓名", "阿依古丽·买买提"), SearchText(Way.PHONE, "电话", "10900001180")],
    "passport": [SearchText(Way.NAME, "姓名", "John Smith"), SearchText(Way.TAIL, "证件号码", "E1234 5678")],
    "old": [SearchText(Way.NAME, "姓名", "欧阳娜"), SearchText(Way.TAIL, "证件号码", "999001500312123")],
    "number": [SearchText(Way.NUMBER, "编号", "屈河司咨字〔2022〕1180号"), SearchText(Way.NAME, "姓名", "吕绿")],
}


@contextmanager
def opened() -> Iterator[Connection]:
    """An empty index in memory."""
    raw = dbapi2.connect(":memory:", isolation_level=None)
    made = create_engine("sqlite://", module=dbapi2, creator=lambda: raw, poolclass=StaticPool)
    with made.connect() as conn:
        for statement in search.SCHEMA:
            conn.exec_driver_sql(statement)
        yield conn
    made.dispose()


@pytest.fixture
def empty() -> Iterator[Connection]:
    with opened() as conn:
        yield conn


@pytest.fixture
def conn(empty: Connection) -> Connection:
    search.index(empty, "consultation", "wang", WANG)
    for uid, texts in OTHERS.items():
        search.index(empty, "consultation", uid, texts)
    return empty


def uids(conn: Connection, query: str, **more: Any) -> list[str]:
    return [hit.uid for hit in search.find(conn, query, **more)]


def content(text: str) -> list[SearchText]:
    return [SearchText(Way.CONTENT, "内容", text)]


def name(text: str) -> list[SearchText]:
    return [SearchText(Way.NAME, "姓名", text)]


# -- found, and by what


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("王", "姓名 王小明"),
        ("小", "姓名 王小明"),
        ("小明", "姓名 王小明"),
        ("王小明", "姓名 王小明"),
        ("wxm", "姓名 王小明（拼音 wxm）"),
        ("XM", "姓名 王小明（拼音 xm）"),
        ("wang", "姓名 王小明（拼音 wang）"),
        ("xiaom", "姓名 王小明（拼音 xiaom）"),
        ("wangxiaoming", "姓名 王小明（拼音 wangxiaoming）"),
        ("wangxm", "姓名 王小明（拼音 wangxm）"),
        ("wxiao", "姓名 王小明（拼音 wxiao）"),
        ("王xm", "姓名 王小明（拼音 王xm）"),
        ("王小m", "姓名 王小明（拼音 王小m）"),
        ("王 xm", "姓名 王小明；姓名 王小明（拼音 xm）"),
        ("农业", "对方当事人 屈原某某农业发展有限公司"),
        ("nyfz", "对方当事人 屈原某某农业发展有限公司（拼音 nyfz）"),
        ("nongyefazhan", "对方当事人 屈原某某农业发展有限公司（拼音 nongyefazhan）"),
        ("123x", "证件号码尾号 123X"),
        ("２１２３Ｘ", "证件号码尾号 2123X"),
        ("12123x", "证件号码尾号 12123X"),
        ("99900119850312123X", "证件号码 99900119850312123X"),
        ("198503121", "证件号码 …198503121…"),
        ("99900119", "证件号码 99900119…"),
        ("138", "电话 138…"),
        ("5678", "电话 …5678"),
        ("000056", "电话 …000056…"),
        ("13800005678", "电话 13800005678"),
        ("0730-5720001", "电话 07305720001"),
        ("07305720001", "电话 07305720001"),
        ("2023 118", "编号 屈营司咨字〔2023〕118号"),
        ("屈营司咨字〔2023〕118号", "编号 屈营司咨字〔2023〕118号"),
        ("屈营司咨字[2023]118号", "编号 屈营司咨字〔2023〕118号"),
        ("2023-118", "编号 屈营司咨字〔2023〕118号"),
        ("118号", "编号 屈营司咨字〔2023〕118号"),
        ("酬", "标题 劳动报酬"),
        ("拖欠工资", "内容 …鱼塘 务工，老板拖欠工资12000元（有 A4…"),
        ("鱼塘务工", "内容 …人称2022年在鱼塘 务工，老板拖欠工资1200…"),
        ("来访人", "内容 来访人称2022年在鱼塘 务工…"),
        ("a4纸", "内容 …2000元（有 A4 纸欠条），利息10%。"),
        ("（有A4", "内容 …工资12000元（有 A4 纸欠条），利息10%…"),
        ("10%", "内容 …纸欠条），利息10%。"),
        ("2022年", "内容 来访人称2022年在鱼塘 务工，老板拖欠工…"),
        ("王 劳动 123x", "姓名 王小明；标题 劳动报酬；证件号码尾号 123X"),
        ("工资　wxm", "内容 …务工，老板拖欠工资12000元（有 A4…；姓名 王小明（拼音 wxm）"),
    ],
)
def test_the_record_is_found_and_the_reason_said(conn: Connection, query: str, reason: str) -> None:
    assert Hit("consultation", "wang", reason) in search.find(conn, query)


@pytest.mark.parametrize(
    ("query", "uid"),
    [
        ("shan", "shan"),
        ("dan", "shan"),
        ("xie", "shan"),
        ("shanj", "shan"),
        ("sx", "shan"),
        ("𰻞", "rare"),
        ("𰻞㛃", "rare"),
        ("㛃", "rare"),
        ("𬱖𫘧", "rare"),
        ("𬶏", "rare"),
        ("😀", "rare"),
        ("\ue000", "rare"),
        ("古丽买", "dotted"),
        ("阿依古丽·买买提", "dotted"),
        ("阿依古丽•买买提", "dotted"),
        ("aygl", "dotted"),
        ("smith", "passport"),
        ("SMITH", "passport"),
        ("john smith", "passport"),
        ("e12345678", "passport"),
        ("5678", "passport"),
        ("999001500312123", "old"),
        ("ouyang", "old"),
        ("lv", "number"),
        ("lyu", "number"),
        ("1180", "number"),
    ],
)
def test_others_are_found(conn: Connection, query: str, uid: str) -> None:
    assert uid in uids(conn, query)


@pytest.mark.parametrize(
    ("query", "uid"),
    [
        ("8503", "wang"),  # four from inside an ID number: only its tail counts
        ("85031", "wang"),
        ("1号", "wang"),  # part of a group of a document number
        ("18", "wang"),
        ("2023118", "wang"),
        ("3118", "wang"),
        ("118", "number"),  # 1180
        ("56780730", "wang"),  # across two telephone numbers
        ("78、07", "wang"),
        ("明拖", "wang"),  # across two texts
        ("酬来", "wang"),
        ("王明", "wang"),  # both characters, not side by side
        ("angx", "wang"),  # not from the beginning of a syllable
        ("wm", "wang"),
        ("wxming0", "wang"),
        ("xm王", "wang"),
        ("王xn", "wang"),
        ("10_", "wang"),
        ("10%%", "wang"),
        ("拖欠，工资", "wang"),
        ("王 李", "wang"),
        ("营田", "wang"),
    ],
)
def test_what_is_not_there_is_not_shown(conn: Connection, query: str, uid: str) -> None:
    assert uid not in uids(conn, query)


@pytest.mark.parametrize(
    ("typed", "syllables"),
    [
        ("王小明", "wang xiao ming"),
        ("周志安", "zhou zhi an"),
        ("单解", "shan xie"),
        ("欧阳长云", "ou yang chang yun"),
    ],
)
def test_every_way_of_typing_a_name_by_characters_syllables_and_initials(
    empty: Connection, typed: str, syllables: str
) -> None:
    search.index(empty, "c", "a", name(typed))
    ways = [(one, spelt, spelt[0]) for one, spelt in zip(typed, syllables.split(), strict=True)]
    for start in range(len(ways)):
        for pieces in product(*ways[start:]):
            whole = "".join(pieces)
            for length in range(1, len(whole) + 1):
                assert uids(empty, whole[:length]) == ["a"], whole[:length]


def test_every_part_of_every_text_is_found(conn: Connection) -> None:
    for way, part in ((Way.NAME, 1), (Way.CONTENT, 1), (Way.PHONE, 3)):
        for text in (each.text for each in WANG if each.way is way):
            for run in text.replace("\n", "").replace(" ", "").split("、"):
                for start in range(len(run)):
                    for end in range(start + part, len(run) + 1):
                        if sum(each.isalnum() for each in run[start:end]) >= part:
                            assert "wang" in uids(conn, run[start:end]), run[start:end]


def test_variation_selectors_and_invisible_marks_make_no_difference(empty: Connection) -> None:
    search.index(empty, "c", "a", name("葛\U000e0100\u200b飞"))
    assert uids(empty, "葛飞") == ["a"]
    assert uids(empty, "\u202e葛\ufe00飞\u200f") == ["a"]


# -- order, limits, registers


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


# -- candidates and their verification


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


# -- keeping the index


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


# -- check


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


# -- bad input

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


# -- against the plain meaning of the words

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
