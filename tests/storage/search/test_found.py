"""What is found as one types, and by what."""

from itertools import product

import pytest
from sqlalchemy import Connection

from quyuan_desktop.storage import search
from quyuan_desktop.storage.search import Hit, Way
from tests.storage.search.hand import WANG, name, uids


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
