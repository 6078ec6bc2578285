"""Telephone numbers: every way of writing them is understood, and nothing typed is lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quyuan_desktop.domain.phone import LONGEST, number_runs, read_phone

ANY = st.text(st.characters(codec=None), max_size=300)
LIKELY = st.text("0123456789013857 -()（）/、，+转　代a—", max_size=40)


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("", ""),
        (" \t\u3000", ""),
        ("13800000000", "13800000000"),
        ("19900000000", "19900000000"),
        ("１３８００００００００", "13800000000"),
        ("138 0000 0000", "13800000000"),
        ("138-0000-0000", "13800000000"),
        ("+86 138 0000 0000", "13800000000"),
        ("8613800000000", "13800000000"),
        ("008613800000000", "13800000000"),
        ("(+86)13800000000", "13800000000"),
        ("013800000000", "13800000000"),
        ("\u202d13800000000\u202c", "13800000000"),
        ("0730-5722222", "0730-5722222"),
        ("０７３０－５７２２２２２", "0730-5722222"),
        ("0730—5722222", "0730-5722222"),
        ("07305722222", "0730-5722222"),
        ("0730 572 2222", "0730-5722222"),
        ("(0730)5722222", "0730-5722222"),
        ("（0730） 5722222", "0730-5722222"),
        ("+86 730 5722222", "0730-5722222"),
        ("0731-82222222", "0731-82222222"),
        ("010-62000000", "010-62000000"),
        ("02162000000", "021-62000000"),
        ("5722222", "5722222"),
        ("572-2222", "5722222"),
        ("0730-5722222-801", "0730-5722222转801"),
        ("0730-5722222-8", "0730-5722222转8"),
        ("0730-5722222 转 801", "0730-5722222转801"),
        ("5722222转801", "5722222转801"),
        ("13800000000转1234", "13800000000转1234"),
        ("12348", "12348"),
        ("110", "110"),
        ("668899", "668899"),
        ("400-812-3456", "4008123456"),
        ("13800000000/13900000000", "13800000000、13900000000"),
        ("13800000000、13900000000，5722222；12348", "13800000000、13900000000、5722222、12348"),
        ("13800000000 13900000000", "13800000000、13900000000"),
        ("13800000000\n13900000000", "13800000000、13900000000"),
        ("13800000000 0730 5722222", "13800000000、0730-5722222"),
        ("0730 57 22 222 13800000000", "0730-5722222、13800000000"),
        ("13800000000、", "13800000000"),
        ("13800000000（代转）", "13800000000（代转）"),
        ("13800000000 (代转)", "13800000000（代转）"),
        ("13800000000（儿子、代转）/5722222", "13800000000（儿子、代转）、5722222"),
        ("13800000000（3组2号）", "13800000000（3组2号）"),
        ("手机：13800000000 座机：5722222", "手机：13800000000 座机：5722222"),
        ("13800000000、邻居代转", "13800000000、邻居代转"),
        ("张三3组13800000000", "张三3组13800000000"),
        ("（13800000000", "（13800000000"),
    ],
)
def test_numbers_that_are_understood(typed: str, tidy: str) -> None:
    assert read_phone(typed) == (tidy, [])


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1380000000", "手机号应为11位，“1380000000”是10位"),
        ("138000000000", "是12位"),
        ("138 0000 000", "是10位"),
        ("158 2222 333", "是10位"),
        ("12", "“12”不像电话号码"),
        ("12000000000", "不像电话号码"),
        ("57222223", "不像电话号码"),
        ("0730-572222", "不像电话号码"),
        ("无", "没有看到电话号码"),
        ("邻居代转", "没有看到电话号码"),
        ("//", "没有看到电话号码"),
        ("=1+1", "不像电话号码"),
        ("13800000000、1390000", "“1390000”是7位"),
        ("13800000000找1390000", "“1390000”是7位"),
        ("5722222转1390000", "“1390000”是7位"),
        ("٠١٢٣٤٥٦٧٨٩٠", "没有看到电话号码"),
    ],
)
def test_odd_numbers_are_kept_with_a_warning(typed: str, words: str) -> None:
    tidy, problems = read_phone(typed)
    assert tidy == typed
    assert words in problems[0].text
    assert all(problem.warning and problem.field == "" and problem.text.endswith("。") for problem in problems)


def test_each_odd_number_is_named() -> None:
    _, problems = read_phone("1380000000/13900000000/99")
    assert [re.findall("“(.*)”", problem.text) for problem in problems] == [["1380000000"], ["99"]]


@given(ANY | LIKELY)
def test_reading_again_gives_the_same(typed: str) -> None:
    once = read_phone(typed)
    assert read_phone(once[0]) == once


@given(st.text("0123456789 -/、，()（）代转", max_size=60))
def test_digits_are_neither_lost_nor_made(typed: str) -> None:
    """But for the prefixes of the country (86, 0086) and of long distance (0 before a mobile number)."""
    before, after = (re.sub("[^0-9]", "", text) for text in (typed, read_phone(typed)[0]))
    if not re.search("86|01", before):
        assert after == before


@given(st.lists(st.from_regex("1[3-9][0-9]{9}", fullmatch=True), min_size=1, max_size=8))
def test_any_number_of_mobile_numbers(numbers: list[str]) -> None:
    for separator in ("/", "、", "，", ";", " / "):
        assert read_phone(separator.join(numbers)) == ("、".join(numbers), [])


def test_what_is_no_telephone_number_by_its_length() -> None:
    tidy, problems = read_phone("1" * (LONGEST + 1))
    assert tidy == "1" * (LONGEST + 1)
    assert f"{LONGEST + 1}个字" in problems[0].text
    assert len(read_phone("、" * 1_000_000)[0]) == 1_000_000
    assert "不像电话号码" in read_phone("0" * LONGEST)[1][0].text
    fits_as_typed_only = "07305722222-1" + "代" * (LONGEST - 13)
    assert read_phone(fits_as_typed_only) == (fits_as_typed_only, [])


def test_number_runs_leaves_notes_out() -> None:
    assert number_runs("13800000000（3组）、０７３０－５７２２２２２") == ["13800000000", "0730-5722222"]
