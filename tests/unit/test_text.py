"""Cleaning of typed text: the invisible goes, names and numbers come out as they were meant."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quyuan_desktop.domain import text

ANY = st.text(st.characters(codec=None))  # lone surrogates included
NASTY = st.text(
    st.sampled_from(
        "王葛々〇A1 \t\n\r\x0b\x85\u2028\u3000\x00\u200b\u200d\u200e\u202e\u2066\ufeff\ufe00\ufe0f\U000e0100"
        "\ud83d\ude00\ud842\u0301\u0316\u0344\u0958\u0f73\xe9\u1ebf\uf9dc\u1100\u1161\u00b7\u2022\u30fb·"
    )
)


@pytest.mark.parametrize(
    ("typed", "one_line", "many_lines"),
    [
        ("", "", ""),
        (" \t\r\n\u3000 ", "", ""),
        ("王\x00小\x1f明\x7f\x9b", "王小明", "王小明"),
        ("甲\r\n乙\r丙\n丁", "甲 乙 丙 丁", "甲\n乙\n丙\n丁"),
        ("甲\n\n\t乙", "甲 乙", "甲\n\n 乙"),
        ("甲\u2028乙\u2029丙\x85丁\x0b戊\x0c己", "甲 乙 丙 丁 戊 己", "甲\n乙\n丙\n丁\n戊\n己"),
        ("\u202e1234\u202c\u2066a\u2069\u200e\u200f\u061c", "1234a", "1234a"),
        ("\ufeff张\u200b三\u200c\u200d\u2060\xad", "张三", "张三"),
        ("李\ud800四\udfff", "李四", "李四"),
        ("\ud842\udfb7", "\U00020bb7", "\U00020bb7"),
        ("e\u0301", "\xe9", "\xe9"),
        ("e\u200b\u0301", "\xe9", "\xe9"),
        ("葛\U000e0100城", "葛\U000e0100城", "葛\U000e0100城"),
        ("𬱖\ufe00\ufe00", "𬱖\ufe00", "𬱖\ufe00"),
        ("葛\u200b\U000e0100", "葛\U000e0100", "葛\U000e0100"),
        ("a\ufe0f1\U000e0100 \ufe00王", "a1 王", "a1 王"),
        ("👨\u200d👩\u200d👧 ❤\ufe0f", "👨👩👧 ❤", "👨👩👧 ❤"),
        ("\u3164\uffa0\u115f", "", ""),
        ("㛃䶮𬱖𫘧𰻞龘", "㛃䶮𬱖𫘧𰻞龘", "㛃䶮𬱖𫘧𰻞龘"),
        ("１２３（ＡＢ）", "１２３（ＡＢ）", "１２３（ＡＢ）"),
        ("=1+1 <b> ' OR 1=1-- % _", "=1+1 <b> ' OR 1=1-- % _", "=1+1 <b> ' OR 1=1-- % _"),
        ("第一段\n\u3000\u3000第二段", "第一段 \u3000\u3000第二段", "第一段\n\u3000\u3000第二段"),
        ("\ue863\ue000", "\ue863\ue000", "\ue863\ue000"),
        ("x\uffff\ufdd0\U0010fffe", "x", "x"),
    ],
)
def test_clean(typed: str, one_line: str, many_lines: str) -> None:
    assert text.clean(typed, multiline=False) == one_line
    assert text.clean(typed, multiline=True) == many_lines


@given(ANY | NASTY, st.booleans())
def test_cleaning_twice_changes_nothing_and_can_be_stored(typed: str, multiline: bool) -> None:
    once = text.clean(typed, multiline=multiline)
    assert text.clean(once, multiline=multiline) == once
    assert unicodedata.is_normalized("NFC", once)
    assert once == once.strip()
    assert once.encode("utf-8").decode("utf-8") == once
    kept = {unicodedata.category(character) for character in once.replace("\n", "" if multiline else "\n")}
    assert not kept & {"Cc", "Cs"}


def test_no_character_hides() -> None:
    """Of all characters that show nothing, only Chinese characters' variation selectors get through."""
    hidden = [
        chr(code)
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) in ("Cc", "Cs")
        or (unicodedata.category(chr(code)) == "Cf" and unicodedata.bidirectional(chr(code)) != "AN")
    ]
    through = {
        character for character in hidden if text.clean(f"a{character}b", multiline=False) not in ("ab", "a b")
    }
    # Signs of old scripts (Kaithi, Egyptian quadrats, shorthand) that are seen although they count as format.
    assert {ord(each) >> 8 for each in through} <= {0x110, 0x134, 0x6, 0x7}


@pytest.mark.parametrize("mark", ["\u0301\u0316", "\u0f73", "\u0344", "\u0f71\u0f72"])
def test_piled_up_marks_end(mark: str) -> None:
    """Normalising such a run as it is would take minutes."""
    cleaned = text.clean("王" + mark * 200_000 + "明", multiline=False)
    assert cleaned[0] == "王"
    assert cleaned[-1] == "明"
    assert len(cleaned) <= text.MARKS_KEPT + 2


def test_every_combining_mark_counts_as_one() -> None:
    marks = [
        chr(code)
        for code in range(0x300, sys.maxunicode + 1)
        if unicodedata.combining(unicodedata.normalize("NFD", chr(code))[:1])
        and text.clean(f"a{chr(code)}", multiline=False) != "a"
    ]
    assert len(marks) > 800
    left = [mark for mark in marks if len(text.clean("王" + mark * 100, multiline=False)) > text.MARKS_KEPT + 1]
    assert not left


def test_ordinary_marks_stay() -> None:
    piled = "王" + "\u0327" * text.MARKS_KEPT
    assert text.clean(piled, multiline=False) == piled
    assert text.clean(piled + "\u0327明\u0327", multiline=False) == piled + "明\u0327"
    vietnamese = "Nguye\u0302\u0303n Thi\u0323" * 20
    assert text.clean(vietnamese, multiline=False) == unicodedata.normalize("NFC", vietnamese)
    cyrillic = "съешьжеещёэтихмягкихфранцузскихбулок"
    assert text.clean(cyrillic, multiline=True) == cyrillic


def test_ten_million_characters() -> None:
    assert text.clean("\x00\n" * 5_000_000 + "完", multiline=False) == "完"
    assert len(text.clean("字" * 1_000_000 + "\u200b" * 1_000_000, multiline=True)) == 1_000_000


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("１３８００", "13800"),
        ("ＡＢｃ＠－／．（）", "ABc@-/.()"),
        ("a\u3000b", "a b"),
        ("王，。、￥", "王,。、￥"),
        ("\ud800", "\ud800"),
    ],
)
def test_half_width(typed: str, expected: str) -> None:
    assert text.half_width(typed) == expected


@given(ANY)
def test_half_width_keeps_places(typed: str) -> None:
    half = text.half_width(typed)
    assert len(half) == len(typed)
    assert all(before == after or after.isascii() for before, after in zip(typed, half, strict=True))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("阿卜杜拉•买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉 ・ 买买提", "阿卜杜拉·买买提"),
        ("古丽‧阿依∙努尔", "古丽·阿依·努尔"),
        ("古丽⋅･阿依", "古丽·阿依"),
        ("王\u3000芳", "王芳"),
        ("王 小\xa0明", "王小明"),
        ("葛\U000e0100 洪", "葛\U000e0100洪"),
        ("张三 李四", "张三 李四"),
        ("John   Smith", "John Smith"),
        ("王\n芳\t", "王芳"),
        ("·", "·"),
        ("", ""),
        ("<b>王</b>", "<b>王</b>"),
    ],
)
def test_clean_name(typed: str, expected: str) -> None:
    assert text.clean_name(typed) == expected


@given(ANY | NASTY)
def test_cleaning_a_name_twice_changes_nothing(typed: str) -> None:
    once = text.clean_name(typed)
    assert text.clean_name(once) == once
    assert "\n" not in once
    assert "  " not in once


def test_a_name_of_blanks_and_dots_ends() -> None:
    assert text.clean_name("a" + " " * 300_000 + "b") == "a b"
    assert text.clean_name("王" + " ·" * 100_000 + " 明") == "王·明"
    assert text.clean_name("王 " * 100_000 + "ab").endswith("王 ab")
