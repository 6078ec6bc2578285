"""Names: every reading is found, surnames first, rare characters and other scripts included."""

import subprocess
import sys
from pathlib import Path

import pypinyin
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quyuan_desktop.domain import names
from quyuan_desktop.domain.problems import Trouble

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=6)
ANY = st.text(st.characters(codec=None), max_size=80)


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("单立人", "shanliren", "slr"),
        ("解晓东", "xiexiaodong", "xxd"),
        ("查良", "zhaliang", "zl"),
        ("仇和", "qiuhe", "qh"),
        ("区桂芝", "ouguizhi", "ogz"),
        ("曾小军", "zengxiaojun", "zxj"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("万俟明", "moqiming", "mqm"),
        ("万俟", "wanqi", "wq"),
        ("覃辉", "qinhui", "qh"),
        ("乐嘉", "yuejia", "yj"),
        ("盖明", "geming", "gm"),
        ("朴树", "piaoshu", "ps"),
        ("繁星", "poxing", "px"),
        ("冼星海", "xianxinghai", "xxh"),
        ("缪斯", "miaosi", "ms"),
        ("逄明", "pangming", "pm"),
        ("澹台明", "tantaiming", "ttm"),
        ("令狐冲", "linghuchong", "lhc"),
        ("长孙无忌", "zhangsunwuji", "zswj"),
        ("鲜于通", "xianyutong", "xyt"),
        ("翟明", "zhaiming", "zm"),
        ("员明", "yunming", "ym"),
        ("王小明", "wangxiaoming", "wxm"),
        ("吕布", "lvbu", "lb"),
        ("㛃䶮𬶏", "jieyanwei", "jyw"),
        ("𬱖𫘧", "dilu", "dl"),
        ("𰻞龘", "biangda", "bd"),
        ("葛\U000e0100洪", "gehong", "gh"),
        ("John Smith", "johnsmith", "js"),
        ("Ｊohn", "john", "j"),
        ("王A", "wanga", "wa"),
        ("张3", "zhang3", "z3"),
    ],
)
def test_the_likeliest_key_comes_first(name: str, full: str, initials: str) -> None:
    found = names.keys(name)
    assert (found.full[0], found.initials[0]) == (full, initials)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("单立人", {"shanliren", "danliren", "chanliren"}),
        ("覃辉", {"qinhui", "tanhui"}),
        ("乐嘉", {"yuejia", "lejia"}),
        ("盖明", {"geming", "gaiming"}),
        ("吕布", {"lvbu", "lyubu"}),
        ("张略", {"zhanglve", "zhanglue"}),
        ("王单", {"wangshan", "wangdan"}),
        ("李重", {"lizhong", "lichong"}),
        ("谌明", {"chenming", "shenming"}),
        ("阿卜杜拉·买买提", {"abudulamaimaiti"}),
    ],
)
def test_all_readings_are_keys(name: str, wanted: set[str]) -> None:
    assert wanted <= set(names.keys(name).full)


@pytest.mark.parametrize("name", ["", "·", "  ", "\U0002ebf0", "□※", "\ud800", "\U000e0100"])
def test_names_that_cannot_be_spelt(name: str) -> None:
    assert names.keys(name) == names.NameKeys((), ())


def test_a_character_without_reading_is_passed_over() -> None:
    assert names.keys("张\U0002ebf0明").full[0] == "zhangming"
    assert names.readings("张\U0002ebf0明")[0] == ("zhang", "\U0002ebf0", "ming")


@given(HAN)
def test_every_reading_of_pypinyin_is_there_until_there_are_too_many(text: str) -> None:
    found = names.readings(text)
    assert len(found) <= names.MOST_READINGS
    assert len(set(found)) == len(found)
    for character in text[1:]:
        spoken = pypinyin.pinyin(character, style=pypinyin.Style.NORMAL, heteronym=True, errors="ignore")
        expected = set(spoken[0]) if spoken else {character}
        alone = {syllables[1] for syllables in names.readings("张" + character)}
        assert {each.replace("ê", "e") for each in expected} <= alone


@given(ANY)
def test_any_text_has_keys_and_readings_of_its_length(text: str) -> None:
    assert all(len(reading) == len(text) for reading in names.readings(text))
    found = names.keys(text)
    assert len(found.full) <= names.MOST_READINGS
    assert all(key.isascii() and key.isalnum() and key == key.casefold() for key in found.full + found.initials)


def test_readings_of_nothing_and_of_very_much() -> None:
    assert names.readings("") == []
    found = names.readings("行" * 5_000)
    assert len(found) == names.MOST_READINGS
    assert {len(reading) for reading in found} == {5_000}


def test_pypinyin_is_not_imported() -> None:
    """It costs 150 ms and 58 MB; only its table of characters is wanted, and that only when a name is read."""
    code = (
        "import sys; from quyuan_desktop.domain import names\n"
        "assert names._table.cache_info().currsize == 0\n"
        "assert names.keys('单立人').full[0] == 'shanliren'\n"
        "assert 'pypinyin' not in sys.modules"
    )
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, cwd=root)


def test_a_missing_table_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "find_spec", lambda name: None)
    names._table.cache_clear()
    names._syllables.cache_clear()
    with pytest.raises(Trouble, match="重新安装"):
        names.keys("王")


@pytest.mark.parametrize(
    ("text", "typed", "spelt"),
    [
        ("劳动报酬", "ldbc", True),
        ("劳动报酬", "laodong", True),
        ("劳动报酬", "ldongb", True),
        ("劳动报酬", "LaoD", True),
        ("劳动报酬", "lao dong", True),
        ("劳动报酬", "dbc", False),
        ("劳动报酬", "ldbcx", False),
        ("劳动报酬", "", False),
        ("其他（写明）", "qtxm", True),
        ("单位", "dw", True),
        ("重庆", "chongq", True),
        ("重庆", "zhongq", True),
        ("西安", "xi'an", True),
        ("吕梁", "lülia", True),
        ("A类", "al", True),
        ("万俟明", "moqim", True),
        ("", "a", False),
        ("※", "a", False),
    ],
)
def test_spelt_by(text: str, typed: str, spelt: bool) -> None:
    assert names.spelt_by(text, typed) is spelt


@given(HAN.filter(bool))
def test_every_beginning_of_every_key_spells_the_name(text: str) -> None:
    for key in names.keys(text).full + names.keys(text).initials:
        assert all(names.spelt_by(text, key[:end]) for end in range(1, len(key) + 1))


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("王芳", "王"),
        ("欧阳娜娜", "欧阳"),
        ("司马光", "司马"),
        ("欧阳", "欧"),
        ("万俟卨", "万俟"),
        ("葛\U000e0100洪", "葛\U000e0100"),
        ("𬱖明", "𬱖"),
        ("王\u3000芳", "王"),
        ("阿卜杜拉·买买提", ""),
        ("阿卜杜拉•买买提", ""),
        ("John", ""),
        ("", ""),
    ],
)
def test_surname(name: str, family: str) -> None:
    assert names.surname(name) == family


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("王芳", "王\u3000芳", True),
        ("王芳", "\u200b王芳\ufeff", True),
        ("阿卜杜拉·买买提", "阿卜杜拉•买买提", True),
        ("阿卜杜拉·买买提", "阿卜杜拉.买买提", True),
        ("葛\U000e0100洪", "葛洪", True),
        ("John Smith", "ＪＯＨＮ SMITH", True),
        ("张三 李四", "张三李四", True),
        ("王芳", "王方", False),
        ("", "", False),
        ("·", "·", False),
        ("王芳", "", False),
    ],
)
def test_same_name(one: str, other: str, same: bool) -> None:
    assert names.same_name(one, other) is same
    assert names.same_name(other, one) is same
